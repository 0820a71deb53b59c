"""The persons of one article: which names are one person's, and what offices are said of it."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from toolkit.actors.namelists import fold, organisation_kinds
from toolkit.actors.offices import (
    Office,
    counterpart_country,
    office_abroad,
    office_after,
    office_before,
    office_given,
    title_ending_at,
)
from toolkit.actors.personnames import gender, same_person, sound, surname_forms
from toolkit.language import bloc_codes, find_states
from toolkit.words import word_list

if TYPE_CHECKING:
    from toolkit.actors.names import Name


NOT_NOW = ("former ", "incoming ")


class Mention(NamedTuple):
    """One mention: where it stands, of which actor, how it is mentioned and by which rule."""

    start: int
    end: int
    actor: str | None
    name: str | None
    kind: str
    country: str | None
    role: str | None
    form: str
    form_reason: str


def slug(name: str) -> str:
    """Return a name as it stands in an actor's id.

    >>> slug("Côte d’Ivoire"), slug("AT&T")
    ('cote-d-ivoire', 'at-t')
    """
    return re.sub(r"[^a-z0-9]+", "-", fold(name).lower()).strip("-") or "unnamed"


@dataclass
class Person:
    """A person of one article: names, mentions and offices said of it."""

    forms: Counter[str] = field(default_factory=Counter)
    mentions: list[Name] = field(default_factory=list)
    offices: list[Office] = field(default_factory=list)
    countries: Counter[str] = field(default_factory=Counter)
    here: dict[int, Office] = field(default_factory=dict)
    gender: str = ""

    @property
    def name(self) -> str:
        """The form that stands for the person: the commonest of the longest kind."""
        full = {f: c for f, c in self.forms.items() if " " in f} or dict(self.forms)
        return max(full, key=lambda f: (full[f], len(f)))

    @property
    def actor(self) -> str:
        """The person's actor id."""
        return f"person:{slug(self.name)}"

    @property
    def country(self) -> str | None:
        """The country most often said of the person."""
        return self.countries.most_common(1)[0][0] if self.countries else None

    def holds(self, role: str) -> bool:
        """Tell whether a role is said of the person; any head of state or government is a leader."""
        if role.startswith("former "):
            return any(o.role == role or (role == "former minister" and _was_minister(o.role)) for o in self.offices)
        roles = {o.role for o in self.offices if not o.role.startswith(NOT_NOW)}
        if role in ("leader", "chief", "head", "ruler", "strongman", "dictator", "head of state", "head of government"):
            return any(o.rank == "head" or o.role == role for o in self.offices if not o.role.startswith(NOT_NOW))
        for same in _same_offices():
            if role in same:
                return bool(roles & same)
        if role == "minister":
            return any(r.endswith("minister") and r != "prime minister" for r in roles)
        return role in roles or (role in ("general", "admiral", "colonel") and any(r.endswith(" " + role) for r in roles))


@cache
def _same_offices() -> tuple[frozenset[str], ...]:
    """Return offices that states call differently: a secretary of state is a foreign minister."""
    return tuple(frozenset(row["words"].split("|")) for row in word_list("person_cues") if row["list"] == "same office")


def _was_minister(role: str) -> bool:
    return role.startswith("former ") and role.endswith("minister") and not role.endswith("prime minister")


def people_of(text: str, names: list[Name]) -> list[Person]:
    """Put the names of persons together, full names first."""
    people: list[Person] = []
    clean = {n: " ".join(text[n.start : n.end].split()) for n in names}
    for n in names:
        shown = clean[n]
        if " " not in shown:
            continue
        person = next((p for p in people if same_person(p.name, shown)), None)
        if person is None:
            person = Person()
            people.append(person)
        _add(text, person, n, shown)
    full = list(people)
    for n in names:
        if " " not in clean[n]:
            person = _by_surname(text, full, n, clean[n])
            if person is None:
                person = next((p for p in people if " " not in p.name and sound(p.name) == sound(clean[n])), None)
            if person is None:
                person = Person()
                people.append(person)
            _add(text, person, n, clean[n])
    _merge_partial(people)
    _merge_aliases(text, people)
    return people


def _add(text: str, person: Person, n: Name, shown: str) -> None:
    person.forms[shown] += 1
    person.mentions.append(n)
    title = text[n.title_start : n.start].strip() if n.title_start >= 0 else ""
    before = text[max(0, n.start - 12) : n.start]
    person.gender = person.gender or gender(
        shown, title or (m[0] if (m := re.search(r"(?:Mr|Mrs|Ms|Miss|Sir)\.?\s$", before)) else "")
    )
    role, begins = n.title, n.title_start
    if (longer := title_ending_at(text, n.start)) and (not role or longer[1] < begins):
        role, begins = longer
    if not role and (abroad := office_abroad(text, n.start)):
        role, begins = abroad
    if begins >= 0 and role:
        office = office_before(text, n.start, begins, role)
        person.offices.append(office)
        person.here[n.start] = office
        if office.country:
            person.countries[office.country] += 2
    if after := office_after(text, n.end):
        person.offices.append(after)
        person.here.setdefault(n.start, after)
        if after.country:
            person.countries[after.country] += 2
    if given := office_given(text, n.start, n.end):
        person.offices.append(given)
        person.here.setdefault(n.start, given)
        if given.country:
            person.countries[given.country] += 2
    if beside := counterpart_country(text, n.start, n.end):
        person.countries[beside] += 2
    left = text[max(0, n.start - 40) : n.start]
    states = find_states(left)
    if (
        states
        and len(states[-1].code) == 3
        and states[-1].code not in bloc_codes()
        and re.fullmatch(r"['’]s?\s", left[states[-1].end :])
    ):
        person.countries[states[-1].code] += 1


_TO_NAME = re.compile(r"(?:['’]s?)?\s(?:[a-z-]+\s){0,3}$")  # "ZANU-PF spokesman ", "the bank's governor "
_FROM_NAME = re.compile(r"(?:,\s(?:an?|the)\s[^,.;()]{2,30})?\sof\s(?:the\s)?$")


def add_affiliations(text: str, people: list[Person], others: list[Mention]) -> None:
    """Give persons the country of the body or the place that they are said to be of.

    "Kuomintang's Fu Kun-chi", "Governor Babagana Zulum of Borno". A company's or a newspaper's country
    is not taken for its people's.
    """
    bodies = [m for m in others if m.country and _of_a_state(m)]
    for person in people:
        for n in person.mentions:
            begins = n.title_start if n.title_start >= 0 else n.start
            for m in bodies:
                left = m.end <= begins and begins - m.end < 40 and m.kind == "organisation"
                right = n.end <= m.start < n.end + 50
                if (left and _TO_NAME.fullmatch(text[m.end : begins] or "")) or (
                    right and _FROM_NAME.fullmatch(text[n.end : m.start])
                ):
                    person.countries[m.country or ""] += 1


def _of_a_state(m: Mention) -> bool:
    """Tell whether people of a body or a place are of its country."""
    known = organisation_kinds().get(m.name or "")
    return (m.kind == "organisation" and known == "body") or (m.kind == "place" and m.form_reason.startswith("known place"))


def _by_surname(text: str, full: list[Person], n: Name, shown: str) -> Person | None:
    """Return whom a single name means: the one full name that goes on by it, so far if there are two."""
    heard = sound(shown)
    fits = [p for p in full if any(sound(f) == heard for name in p.forms if " " in name for f in surname_forms(name))]
    if not fits:
        fits = [p for p in full if any(sound(w) == heard for w in p.name.split())]
        return fits[0] if len(fits) == 1 else None
    if len(fits) == 1:
        return fits[0]
    courtesy = re.search(r"\b(Mr|Mrs|Ms|Miss)\.?\s$", text[max(0, n.start - 6) : n.start])
    if courtesy:
        sex = "m" if courtesy[1] == "Mr" else "f"
        same = [p for p in fits if p.gender == sex] or [p for p in fits if not p.gender]
        if len(same) == 1:
            return same[0]
    if n.title:
        holders = [p for p in fits if p.holds(n.title)]
        if len(holders) == 1:
            return holders[0]
    so_far = [p for p in fits if any(m.start < n.start for m in p.mentions)]
    if len(so_far) == 1:
        return so_far[0]
    held = [p for p in so_far or fits if any(o.rank in ("head", "minister", "office") for o in p.offices)]
    return held[0] if len(held) == 1 else (so_far or fits)[0] if _last_used(so_far, n) is None else _last_used(so_far, n)


def _last_used(people: list[Person], n: Name) -> Person | None:
    """Return who was mentioned last before a name."""
    last = [(max((m.start for m in p.mentions if m.start < n.start), default=-1), i) for i, p in enumerate(people)]
    return people[max(last)[1]] if last else None


def _merge_partial(people: list[Person]) -> None:
    """Join "López Obrador" to "Andrés Manuel López Obrador": a full name that is another's surname form."""
    for person in list(people):
        if " " not in person.name:
            continue
        longer = [
            p
            for p in people
            if p is not person
            and len(p.name) > len(person.name)
            and person.name.lower() in {form.lower() for form in surname_forms(p.name)}  # "Von der Leyen" opens a sentence
        ]
        if len(longer) == 1:
            _join(longer[0], person)
            people.remove(person)


def _join(target: Person, person: Person) -> None:
    target.forms += person.forms
    target.mentions += person.mentions
    target.offices += person.offices
    target.countries += person.countries
    target.here |= person.here


_ALIAS = re.compile(
    r",?\s(?:who\s(?:is|was)\s)?(?:(?:also|better|widely|popularly|commonly|universally|otherwise)\s)?"
    r"(?:known\s(?:\w+\s){0,3}?(?:as|by)|nicknamed|called|dubbed|alias|a\.k\.a\.|aka)\s(?:by\s)?[“\"‘']?$"
)


def _merge_aliases(text: str, people: list[Person]) -> None:
    """Join "Hemedti" to "Mohamed Hamdan Dagalo, known as Hemedti": the full name stands for both."""
    for person in list(people):
        first = min(person.mentions, key=lambda n: n.start)
        owner = next(
            (p for p in people if p is not person for n in p.mentions if _ALIAS.fullmatch(text[n.end : first.start])),
            None,
        )
        if owner is not None:
            name = owner.name
            _join(owner, person)
            owner.forms[name] += sum(owner.forms.values())
            people.remove(person)
