"""What country a person is of, and what office a known one holds, where no title in the article says it.

In this order, and only where nothing said before it: ``words/leaders.csv``, by name and date;
an office that a state's people hold ("Finance Minister Ahmed Attaf") in an article whose state
is plain; relatives and deputies are left alone.
"""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Mapping
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from toolkit.actors.namelists import rank_of
from toolkit.actors.offices import Office, role_pattern
from toolkit.actors.personnames import same_person, sound, surname_forms
from toolkit.words import either, word_list, word_lists, words_of

if TYPE_CHECKING:
    from toolkit.actors.names import Name
    from toolkit.actors.people import Mention, Person
    from toolkit.reading import Article


class Leader(NamedTuple):
    """A row of ``words/leaders.csv``."""

    name: str
    country: str
    role: str
    since: str
    until: str
    alone: bool


@cache
def _leaders() -> Mapping[str, tuple[Leader, ...]]:
    """Return the listed leaders by the sound of every form of their surnames."""
    found: dict[str, list[Leader]] = {}
    for r in word_list("leaders"):
        leader = Leader(r["name"], r["country"], r["role"], r["since"], r["until"], r["alone"] == "yes")
        for form in surname_forms(leader.name) or (leader.name,):
            found.setdefault(sound(form), []).append(leader)
    return {heard: tuple(listed) for heard, listed in found.items()}


def _rows_of(name: str) -> list[Leader]:
    """Return the listed rows of a name, none where two of the list bear it."""
    if " " in name:
        forms = surname_forms(name) or (name,)
        near = dict.fromkeys(leader for form in (*forms, *name.split()) for leader in _leaders().get(sound(form), ()))
        rows = [leader for leader in near if same_person(leader.name, name) or sound(leader.name) == sound(name)]
    else:
        rows = list(_leaders().get(sound(name), ()))
        if not all(leader.alone for leader in rows):
            return []
    return rows if len({leader.name for leader in rows}) == 1 else []


def offices_at(name: str, date: datetime.date | None) -> list[Office]:
    """Return the listed offices of a name at a date; those past are former ones.

    >>> [o.role for o in offices_at("Donald Tusk", datetime.date(2024, 6, 1))]
    ['prime minister']
    >>> [o.role for o in offices_at("Angela Merkel", datetime.date(2024, 6, 1))]
    ['former chancellor']
    """
    found = []
    for leader in _rows_of(name):
        month = date.isoformat()[:7] if date else ""
        if not leader.role or (month and month < leader.since):
            continue
        past = "former " if month and leader.until and month > leader.until else ""
        found.append(Office(past + leader.role, leader.country, rank_of(leader.role), -1, -1))
    return found


def add_leaders(article: Article, people: list[Person]) -> None:
    """Give persons that ``words/leaders.csv`` lists their country and the offices of the article's date."""
    for person in people:
        rows = _rows_of(person.name)
        said = person.country
        if not rows or (said and said != rows[0].country):
            continue
        person.countries[rows[0].country] += 1
        person.offices += offices_at(person.name, article.date)


def with_listed_titles(text: str, names: list[Name]) -> list[Name]:
    """Return names with what was taken for a title put back where the list has it as a name: Sheikh Hasina."""
    out = []
    for n in names:
        whole = " ".join(text[n.title_start : n.end].split()) if n.kind == "person" and n.title_start >= 0 else ""
        listed = whole and any(leader.name == whole for leader in _leaders().get(sound(whole.split()[-1]), ()))
        out.append(n._replace(start=n.title_start, title="", title_start=-1) if listed else n)
    return out


@cache
def offices_of_states() -> frozenset[str]:
    """Return offices that a state's people hold though their rank does not say so."""
    return words_of("person_cues", list="office of state")


_PAST = re.compile(rf"^{either(word_lists('person_cues')['before an office'])} ")
_BARE = re.compile(
    r"(?:(?:the|an?|its|his|her|who\s(?:is|was))\s)?(?:country['’]s\s)?(?:(?:new|former|ousted|outgoing|current|acting|then|late|first|interim)[\s-])*"
)


def _is_office_of_state(text: str, office: Office) -> bool:
    """Tell whether an office is one that a state's people hold, said without an owner ("the club's president")."""
    role = _PAST.sub("", office.role)
    if office.start < 0 or not (
        role in offices_of_states()
        or office.rank == "head"
        or (office.rank == "minister" and role not in ("chief minister", "minister president"))
    ):
        return False
    found = role_pattern().search(text, office.start, office.end + 1)
    if found is None or not _BARE.fullmatch(text[office.start : found.start()].lower()):
        return False
    owner = re.search(r"(\S+)\s$", text[max(0, office.start - 30) : office.start])
    return not re.match(r"\sof\b", text[found.end() :]) and not (owner and re.search(r"['’]s?$|^[A-Z](?!x-)[\w-]*$", owner[1]))


_BODIES = {
    office: re.compile(rf"\b{either(word_lists('name_lists')[body])}\b")
    for office, body in {"governor": "bank", "military": "force"}.items()
}


def _of_body(text: str, office: Office, others: list[Mention]) -> str | None:
    """Return the country of the one bank that a governor, or force that an officer, of the article can be of."""
    pattern = _BODIES.get("military" if office.rank == "military" else office.role)
    if pattern is None or office.country is not None:
        return None
    owners = {m.country for m in others if m.kind == "organisation" and m.country and pattern.search(m.name or "")}
    return owners.pop() if len(owners) == 1 else None


def add_homelands(article: Article, people: list[Person], others: list[Mention]) -> None:
    """Give holders of an office of state, said without the state, the country that the article is about.

    That is the only state named up to the end of their sentence; else the one that the article
    names first and most, twice as often as any other, and before them. A
    governor is of the only central bank's country, an officer of the only force's.
    """
    states = [m for m in others if m.country]
    if not states:
        return
    tally = Counter(m.country for m in states)
    (most, count), *rest = tally.most_common(2)
    first = min(states, key=lambda m: m.start).country
    main = most if most == first and count >= 2 * (rest[0][1] if rest else 0) else None
    for person in people:
        if person.countries:
            continue
        bodies = {c for o in person.offices if (c := _of_body(article.text, o, others))}
        if len(bodies) == 1:
            person.countries[bodies.pop()] += 1
            continue
        if not any(o.country is None and _is_office_of_state(article.text, o) for o in person.offices):
            continue
        at = min(n.start for n in person.mentions)
        begins, end = article.sentences[article.sentence_at(at)]
        near = {m.country for m in states if m.start < end}
        said = {m.country for m in states if m.start < begins}
        ahead = {m.country for m in states if begins <= m.start < at}
        country = next(iter(near)) if len(near) == 1 else main if main in said | ahead and ahead <= {main} else None
        if country:
            person.countries[country] += 1
    _add_succession(article.text, people)


@cache
def _same_country() -> re.Pattern[str]:
    verbs = either(words_of("person_cues", list="same country"))
    return re.compile(rf"(?:,[^,.;]{{1,60}},)?\s(?:(?:will|would|to|may|has|had)\s)?{verbs}\s(?:[A-Z][\w-]+\s){{0,3}}")


def _add_succession(text: str, people: list[Person]) -> None:
    """Give who succeeds or beats another the other's country, where only one of the two is known."""
    joins = _same_country()
    listed = sorted(((n, p) for p in people for n in p.mentions), key=lambda pair: pair[0].start)
    for (n, one), (m, other) in pairwise(listed):
        if one is not other and bool(one.country) != bool(other.country) and joins.fullmatch(text[n.end : m.start]):
            country = one.country or other.country
            (other if one.country else one).countries[country or ""] += 1
