"""Mentions of one article: names, states and blocs, offices and pronouns, each with its actor."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from toolkit.language import once
from toolkit.metonyms import is_seat, read_metonym
from toolkit.namelists import fold, known_names, titles
from toolkit.names import Name, find_names
from toolkit.persons import Office, gender, office_after, office_before, role_pattern, same_person, sound, surname_forms
from toolkit.states import StateForm, bloc_codes, find_states
from toolkit.words import words

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from toolkit.articles import Article


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


def state_actor(code: str) -> str:
    """Return the actor id of a code: ``state:RUS``, ``bloc:EU``, ``place:africa``."""
    kind = bloc_codes().get(code)
    if kind == "region":
        return f"place:{slug(_state_name(code))}"
    return f"bloc:{code}" if kind else f"state:{code}"


@cache
def _state_name(code: str) -> str:
    return next(r["name"] for r in (*words("states"), *words("blocs")) if r["code"] == code)


def find_mentions(article: Article, doc: Doc) -> list[Mention]:
    """Find the actors mentioned in an article, in order.

    A state's adjective within an office ("the Russian president") is a mention of the state and
    the whole a mention of the person. Within one article a person has one actor id, whichever
    form names it. Not found: groups ("the protesters"), "it" and "they".
    """
    return once(doc, "mentions", lambda: _find_mentions(article, doc))


def _find_mentions(article: Article, doc: Doc) -> list[Mention]:
    text = article.text
    names = find_names(article, doc)
    states = [s for s in find_states(text) if article.part_at(s.start) != "furniture" and s.code != "WORLD"]
    found: list[Mention] = []
    outside = [s for s in states if not any(n.start < s.end and s.start < n.end for n in names)]
    found += _states(article, doc, outside)
    found += _organisations_and_places(text, names, states)
    people = _people(text, [n for n in names if n.kind == "person"])
    found += _persons(text, people)
    roles = list(_roles(article, people, names))
    found += roles
    found += _pronouns(article, doc, people, [*found])
    return sorted(found, key=lambda m: (m.start, -m.end))


# --- states ----------------------------------------------------------------------


def _states(article: Article, doc: Doc, states: list[StateForm]) -> Iterator[Mention]:
    for s in states:
        actor, name = state_actor(s.code), s.name
        kind = actor.partition(":")[0]
        country = s.code if kind == "state" else None
        if s.form != "metonym":
            reason = "adjective or people of a state" if s.form == "demonym" else "name in the word list"
            yield Mention(s.start, s.end, actor, name, kind, country, None, s.form, reason)
            continue
        shown = article.text[s.start : s.end]
        reading = read_metonym(article, doc, s.start, s.end)
        if reading.kind == "state":
            yield Mention(s.start, s.end, actor, name, kind, country, None, "metonym", reading.reason)
        else:
            place = "Washington" if shown.startswith("Washington") else "Kyiv" if shown == "Kiev" else shown
            place = place if not shown.isupper() else shown.title()
            yield Mention(s.start, s.end, f"place:{slug(place)}", place, "place", country, None, "name", reading.reason)


# --- organisations and places ------------------------------------------------------

_SUFFIX = re.compile(r",?\s(?:Inc|Inc\.|Corp|Corp\.|Corporation|Co|Co\.|Company|Ltd|Ltd\.|Limited|LLC|PLC|Plc|plc|AG|SA|S\.A\.|SE|NV|GmbH)$")
_STATE_OF = re.compile(r"(?:['’]s?)?\s(?:(?:the|own|state-run|state-owned|central)\s)?$")


def _organisation_name(shown: str) -> str:
    """Return the name that an organisation's forms share."""
    bare = re.sub(r"^(?:The|the)\s", "", shown)
    if known := known_names().get(shown) or known_names().get(bare):
        return known.name
    return _SUFFIX.sub("", bare)


def _organisations_and_places(text: str, names: list[Name], states: list[StateForm]) -> Iterator[Mention]:
    acronyms = dict(_acronyms(text, names))
    official = _by_office(text, names, states)
    full = Counter(_organisation_name(text[n.start : n.end]) for n in names if n.kind == "organisation")
    for n in names:
        shown = " ".join(text[n.start : n.end].split())
        known = known_names().get(shown)
        if n.kind == "place":
            name = known.name if known else re.sub(r"^(?:The|the)\s", "", shown)
            yield Mention(n.start, n.end, f"place:{slug(name)}", name, "place", known.country or None if known else None, None, "name", n.reason)
        elif n.kind == "organisation":
            if known and known.kind == "bloc":
                yield Mention(n.start, n.end, f"bloc:{slug(known.name)}", known.name, "bloc", None, None, "name", n.reason)
                continue
            name = _organisation_name(acronyms.get(shown, shown))
            country = known.country or None if known else None
            inner = [s for s in find_states(shown) if len(s.code) == 3 and not is_seat(shown[s.start : s.end]) and s.code not in bloc_codes()]
            if country is None and len({s.code for s in inner}) == 1 and not (known and not known.country):
                country = inner[0].code
            if owner := official.get(n.start):
                name, country = owner
            else:
                longer = [o for o in full if o.startswith(name + " ") and o != name]
                if not known and len(longer) == 1 and len(name) > 3 and full[longer[0]] and " " not in name:
                    name = longer[0]
            yield Mention(n.start, n.end, f"organisation:{slug(name)}", name, "organisation", country, None, "name", n.reason)


def _acronyms(text: str, names: list[Name]) -> Iterator[tuple[str, str]]:
    """Yield acronyms that the article sets in brackets behind a name, each with that name."""
    for n in names:
        if n.kind == "organisation" and (match := re.match(r"\s\(([A-Z][A-Za-z&-]{1,9})\)", text[n.end : n.end + 14])):
            shown = text[n.start : n.end]
            initials = "".join(w[0] for w in re.findall(r"\w+", shown) if w[0].isupper())
            if match[1][0] in initials[:2] and sum(c in initials for c in match[1].upper()) >= 0.6 * len(match[1]):
                yield match[1], shown


_OFFICE_OF_STATE = re.compile(r"\b(?:Ministry|Department|Parliament|Senate|Supreme Court|Central Bank|Treasury|Cabinet|Army|Navy|Air Force)\b")


def _by_office(text: str, names: list[Name], states: list[StateForm]) -> Mapping[int, tuple[str, str]]:
    """Return the offices of a state by where they stand, with full name and country.

    "Russia's Foreign Ministry" is the Russian Foreign Ministry, and so is a bare "Foreign Ministry"
    where the article names no other state's.
    """
    adjective = {r["code"]: (r["adjectives"].split("|")[0] or r["name"]) for r in words("states")}
    found: dict[int, tuple[str, str]] = {}
    bare: list[tuple[int, str]] = []
    for n in names:
        shown = " ".join(text[n.start : n.end].split())
        if n.kind != "organisation" or not _OFFICE_OF_STATE.search(shown) or known_names().get(shown):
            continue
        inside = [s for s in find_states(shown) if s.code in adjective]
        plain = shown
        code = None
        if inside:
            code = inside[0].code
            plain = (shown[: inside[0].start] + shown[inside[0].end :]).strip()
            plain = re.sub(r"^(?:['’]s\s)|\s(?:of|for)\s(?:the)?$", "", plain)
        else:
            left = [s for s in states if s.end <= n.start <= s.end + 20 and _STATE_OF.fullmatch(text[s.end : n.start])]
            if left and left[-1].code in adjective:
                code = left[-1].code
        if match := re.fullmatch(r"(Ministry|Department) of (Foreign Affairs|Defen[cs]e|Finance|Commerce|Trade|Justice|Interior|Health|Education|Energy)", plain):
            plain = f"{match[2].replace('Foreign Affairs', 'Foreign')} {match[1]}"
        if code:
            found[n.start] = (f"{adjective[code]} {plain}", code)
        else:
            bare.append((n.start, plain))
    for start, plain in bare:
        owners = {v for v in found.values() if v[0].endswith(" " + plain)}
        if len(owners) == 1:
            found[start] = owners.pop()
    return found


# --- persons -----------------------------------------------------------------------


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
        roles = {o.role for o in self.offices if not o.role.startswith("former ")}
        if role in ("leader", "chief", "head", "ruler", "strongman", "dictator", "head of state", "head of government"):
            return any(o.rank == "head" or o.role == role for o in self.offices if not o.role.startswith("former "))
        if role == "minister":
            return any(r.endswith("minister") and r != "prime minister" for r in roles)
        return role in roles


def _people(text: str, names: list[Name]) -> list[Person]:
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
    return people


def _add(text: str, person: Person, n: Name, shown: str) -> None:
    person.forms[shown] += 1
    person.mentions.append(n)
    title = text[n.title_start : n.start].strip() if n.title_start >= 0 else ""
    before = text[max(0, n.start - 12) : n.start]
    person.gender = person.gender or gender(shown, title or (m[0] if (m := re.search(r"(?:Mr|Mrs|Ms|Miss|Sir)\.?\s$", before)) else ""))
    if n.title_start >= 0 and n.title:
        office = office_before(text, n.start, n.title_start, n.title)
        person.offices.append(office)
        person.here[n.start] = office
        if office.country:
            person.countries[office.country] += 2
    if after := office_after(text, n.end):
        person.offices.append(after)
        person.here.setdefault(n.start, after)
        if after.country:
            person.countries[after.country] += 2
    left = text[max(0, n.start - 40) : n.start]
    states = find_states(left)
    if states and len(states[-1].code) == 3 and states[-1].code not in bloc_codes() and re.fullmatch(r"['’]s?\s", left[states[-1].end :]):
        person.countries[states[-1].code] += 1


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
        same = [p for p in fits if p.gender == sex]
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
        longer = [p for p in people if p is not person and len(p.name) > len(person.name) and person.name in surname_forms(p.name)]
        if len(longer) == 1:
            target = longer[0]
            target.forms += person.forms
            target.mentions += person.mentions
            target.offices += person.offices
            target.countries += person.countries
            target.here |= person.here
            people.remove(person)


def _persons(text: str, people: list[Person]) -> Iterator[Mention]:
    for person in people:
        for n in person.mentions:
            office = person.here.get(n.start)
            form = "name" if " " in text[n.start : n.end] or " " not in person.name else "surname"
            yield Mention(n.start, n.end, person.actor, person.name, "person", person.country, office.role if office else None, form, n.reason)


# --- offices and pronouns ------------------------------------------------------------

_DEFINITE = re.compile(r"(?:^|[\s“\"(‘—–-])(?P<the>[Tt]he|[Ii]ts|[Tt]heir|[Oo]ur)\s(?P<between>(?:[\w.'’-]+\s){0,3})$")
_GENERIC = frozenset(("leader", "chief", "head", "ruler", "strongman", "dictator"))


def _roles(article: Article, people: list[Person], names: list[Name]) -> Iterator[Mention]:
    """Yield offices that stand for a person: "the Russian president", "the Kremlin chief"."""
    text = article.text
    taken = [(o.start, o.end) for p in people for o in p.offices] + [(n.start, n.end) for n in names]
    taken += [(n.title_start, n.start) for n in names if n.title_start >= 0]
    for start, end in article.sentences:
        if article.part_at(start) == "furniture":
            continue
        for match in role_pattern().finditer(text, start, end):
            if any(s < match.end() and match.start() < e for s, e in taken):
                continue
            role, rank = titles()[match[0].lower()]
            if rank not in ("head", "minister", "office") and role not in ("spokesman", "spokeswoman", "spokesperson"):
                continue
            if re.match(r"\s?[-‑–]|['’]s\s(?:office|palace|party)|\s(?:candidate|nominee|palace|election|post|job|office|of)\b", text[match.end() : match.end() + 14]):
                if not re.match(r"\sof\s(?:the\s)?[A-Z]", text[match.end() : match.end() + 10]):
                    continue
            left = text[max(start, match.start() - 60) : match.start()]
            begins, country = _definite(left, text, match.start())
            if begins is None:
                continue
            stop = match.end()
            if country is None and (of := re.match(r"\sof\s(?:the\s)?", text[match.end() :])):
                behind = [s for s in find_states(text[match.end() : match.end() + 40]) if s.start == of.end()]
                if not behind:
                    continue
                country, stop = behind[0].code, match.end() + behind[0].end
            if role in _GENERIC and country is None:
                continue
            person = _holder(people, role, country, match.start())
            if person is not None:
                reason = f"the only {role} of its country in the article" if country else f"the only {role} in the article"
                yield Mention(begins, stop, person.actor, person.name, "person", person.country or country, role, "role", reason)
            elif rank in ("head", "minister"):
                yield Mention(begins, stop, None, None, "person", country if country and len(country) == 3 else None, role, "role", "several or none hold it in the article")


def _definite(left: str, text: str, at: int) -> tuple[int | None, str | None]:
    """Return where an office's phrase begins and the country it names; None where it is not definite."""
    offset = at - len(left)
    states = find_states(left)
    last = states[-1] if states else None
    if match := _DEFINITE.search(left):
        between = match["between"]
        if re.search(r"\b(?:former|ex|deputy|vice|next|new|incoming|late|then|first|other|two|three|of|and|to|in|for)\b", between):
            return None, None
        begins = offset + match.start("the")
        if last and last.start >= match.start("between"):
            return begins, last.code
        return (begins, None) if not between.strip() or (between.islower() and len(between.split()) == 1 and between.strip() in ("current", "sitting", "country's")) else (None, None)
    if last and (tail := left[last.end :]) and re.fullmatch(r"['’]s?\s(?:[a-z]+\s)?", tail) and "former" not in tail:
        return offset + last.start, last.code
    return None, None


def _holder(people: list[Person], role: str, country: str | None, at: int) -> Person | None:
    fits = [p for p in people if p.holds(role) and (country is None or p.country == country)]
    if country is None and len(fits) > 1:
        near = [p for p in fits if any(m.start < at for m in p.mentions)]
        fits = near if len(near) == 1 and len({q.country for q in fits}) == 1 else fits
    return fits[0] if len(fits) == 1 else None


_PRONOUN = re.compile(r"(?<![\w'’])(?P<m>he|him|his|himself)\b|(?<![\w'’])(?P<f>she|her|hers|herself)\b", re.IGNORECASE)


def _pronouns(article: Article, doc: Doc, people: list[Person], found: list[Mention]) -> Iterator[Mention]:
    """Yield he and she: the only person that this sentence so far, or the one before, can mean."""
    text = article.text
    sex = {p.actor: p.gender for p in people}
    by_actor = {p.actor: p for p in people}
    mentions: dict[int, list[Mention]] = {}
    for m in sorted((m for m in found if m.kind == "person" and m.actor), key=lambda m: m.start):
        mentions.setdefault(article.sentence_at(m.start), []).append(m)
    learnt = dict(sex)
    sentences = article.sentences
    for number, (start, end) in enumerate(sentences):
        if article.part_at(start) == "furniture":
            continue
        quoted = _quoted(text, start, end)
        for match in _PRONOUN.finditer(text, start, end):
            wanted = "m" if match["m"] else "f"
            actor, reason = None, "more than one person, or none, can be meant"
            if not any(s <= match.start() < e for s, e in quoted):
                fits = [m for m in mentions.get(number, []) if m.start < match.start() and learnt.get(m.actor or "", "") in ("", wanted)]
                earlier = [m for m in mentions.get(number - 1, []) if learnt.get(m.actor or "", "") in ("", wanted)] if number else []
                if len({m.actor for m in fits}) == 1:
                    clause = text[fits[-1].end : match.start()]
                    if (match[0].lower() in ("he", "she") and not re.search(r"[,;:]|\b(?:that|when|as|because|after|before|if|and|while|said|whom|what|how|why|where|says)\b", clause)) or (match[0].lower() in ("him", "her") and not re.search(r"[,;]|\b(?:that|when|as|because|after|before|if|who|which|and)\b", clause) and match[0].lower() == "him"):
                        actor = None
                    else:
                        actor, reason = fits[-1].actor, "the only person in the sentence so far"
                elif not fits and len({m.actor for m in earlier}) == 1:
                    actor, reason = earlier[-1].actor, "the only person in the sentence before"
                elif not fits and earlier and match.start() - start < 25 and match[0].lower() in ("he", "she", "his", "her"):
                    first = earlier[0]
                    if _is_subject(doc, first) and first.start - sentences[number - 1][0] < 60:
                        actor, reason = first.actor, "subject of the sentence before"
            person = by_actor.get(actor or "")
            mention = Mention(
                match.start(), match.end(), actor, person.name if person else None, "person", person.country if person else None, None, "pronoun", reason
            )
            if actor:
                learnt[actor] = learnt.get(actor) or wanted
                mentions.setdefault(number, []).append(mention)
                mentions[number].sort(key=lambda m: m.start)
            yield mention


def _is_subject(doc: Doc, mention: Mention) -> bool:
    span = doc.char_span(mention.start, mention.end, alignment_mode="expand")
    return span is not None and span.root.dep_.startswith("nsubj")


def _quoted(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the quotations of a sentence, one that does not close included."""
    found: list[tuple[int, int]] = []
    opened: int | None = None
    for at in range(start, end):
        if text[at] == "“" or (text[at] == '"' and opened is None):
            opened = at
        elif opened is not None and (text[at] == "”" or text[at] == '"'):
            found.append((opened, at))
            opened = None
    if opened is not None:
        found.append((opened, end))
    return found
