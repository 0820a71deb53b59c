"""Mentions of one article: names, states and blocs, offices and pronouns, each with its actor."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Set
from functools import cache
from typing import TYPE_CHECKING

from toolkit.actors.homelands import add_homelands, add_leaders, with_listed_titles
from toolkit.actors.institutions import adjectives, institution_mentions, institution_name, is_institution, plain_institution
from toolkit.actors.metonyms import is_seat, read_metonym
from toolkit.actors.namelists import Known, generic_words, is_key, known_names, towns
from toolkit.actors.names import Name, find_names
from toolkit.actors.people import Mention, Person, add_affiliations, people_of, slug
from toolkit.actors.pronouns import find_pronouns
from toolkit.actors.standins import find_roles
from toolkit.language import StateForm, bloc_codes, find_states, once
from toolkit.words import either, word_list, word_lists

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from toolkit.reading import Article


__all__ = ["Mention", "find_mentions", "slug", "state_actor"]


def state_actor(code: str) -> str:
    """Return the actor id of a code: ``state:RUS``, ``bloc:EU``, ``place:africa``."""
    kind = bloc_codes().get(code)
    if kind == "region":
        return f"place:{slug(_state_name(code))}"
    return f"bloc:{code}" if kind else f"state:{code}"


@cache
def _state_name(code: str) -> str:
    return next(r["name"] for r in (*word_list("states"), *word_list("blocs")) if r["code"] == code)


def find_mentions(article: Article, doc: Doc) -> list[Mention]:
    """Find the actors mentioned in an article, in order.

    A state's adjective within an office ("the Russian president") is a mention of the state and
    the whole a mention of the person. Within one article a person has one actor id, whichever
    form names it. Not found: groups ("the protesters"), "it" and "they".
    """
    return list(once(doc, "mentions", lambda: _find_mentions(article, doc)))


def _find_mentions(article: Article, doc: Doc) -> list[Mention]:
    text = article.text
    names = with_listed_titles(text, find_names(article, doc))
    states = [s for s in find_states(text) if article.part_at(s.start) != "furniture" and s.code != "WORLD"]
    found: list[Mention] = []
    outside = [s for s in states if not any(n.start < s.end and s.start < n.end for n in names)]
    found += _states(article, doc, outside)
    found += _organisations_and_places(text, names, states)
    found += institution_mentions(article, doc, states, [*found])
    people = people_of(text, [n for n in names if n.kind == "person"])
    add_affiliations(text, people, found)
    add_leaders(article, people)
    add_homelands(article, people, found)
    found += _persons(text, people)
    roles = list(find_roles(article, people, names))
    found += roles
    found += find_pronouns(article, doc, people, [*found])
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

_SUFFIX = re.compile(rf",?\s{either(word_lists('name_lists')['company ending'])}$")
_STATE_OF = re.compile(r"(?:['’]s?)?\s(?:(?:the|own|state-run|state-owned|central)\s)?$")


def _organisation_name(shown: str, here: Set[str]) -> str:
    """Return the name that an organisation's forms share; ``here`` are the states that the article names."""
    bare = re.sub(r"^(?:The|the)\s", "", shown)
    if known := _known_here(shown, here) or _known_here(bare, here):
        return known.name
    return _SUFFIX.sub("", bare)


def _known_here(shown: str, here: Set[str]) -> Known | None:
    """Return what the lists know of a name, unless many bodies bear it and the listed one's state is not in the article.

    "Supreme Court", "Democratic Party" and short acronyms are such names.
    """
    known = known_names().get(shown)
    if known is None or known.kind == "place" or not known.country or known.country in here:
        return known
    words = shown.split()
    acronym = len(words) == 1 and shown.isupper() and len(shown) < 5
    plain = len(words) > 1 and all(is_key(w) or w in generic_words() or w.islower() for w in words)
    return None if acronym or plain else known


def _organisations_and_places(text: str, names: list[Name], states: list[StateForm]) -> Iterator[Mention]:
    acronyms = dict(_acronyms(text, names))
    official = _by_office(text, names, states)
    here = frozenset(s.code for s in states)
    full = Counter(_organisation_name(text[n.start : n.end], here) for n in names if n.kind == "organisation")
    for n in names:
        shown = " ".join(text[n.start : n.end].split())
        known = _known_here(shown, here)
        if n.kind == "place":
            name = known.name if known else re.sub(r"^(?:The|the)\s", "", shown)
            lies_in = known.country if known else towns().get(shown, ("", False))[0]
            yield Mention(
                n.start,
                n.end,
                f"place:{slug(name)}",
                name,
                "place",
                lies_in or None,
                None,
                "name",
                n.reason,
            )
        elif n.kind == "organisation":
            if known and known.kind == "bloc":
                yield Mention(n.start, n.end, f"bloc:{slug(known.name)}", known.name, "bloc", None, None, "name", n.reason)
                continue
            name = _organisation_name(acronyms.get(shown, shown), here)
            country = known.country or None if known else None
            inner = [
                s
                for s in find_states(shown)
                if len(s.code) == 3 and not is_seat(shown[s.start : s.end]) and s.code not in bloc_codes()
            ]
            if not known and not inner and (owner_state := _owner_before(text, n.start, states)):
                country = owner_state
            if country is None and len({s.code for s in inner}) == 1 and not (known and not known.country):
                country = inner[0].code
            if owner := official.get(n.start):
                name, country = owner
            else:
                longer = [o for o in full if o.startswith(name + " ") and o != name]
                if not known and len(longer) == 1 and len(name) > 3 and full[longer[0]] and " " not in name:
                    name = longer[0]
            yield Mention(n.start, n.end, f"organisation:{slug(name)}", name, "organisation", country, None, "name", n.reason)


def _owner_before(text: str, start: int, states: list[StateForm]) -> str | None:
    """Return the state that owns what begins at ``start`` ("Venezuela's Electoral Chamber")."""
    left = [s for s in states if start - 12 < s.end <= start and re.fullmatch(r"['’]s?\s(?:[a-z-]+\s)?", text[s.end : start])]
    return left[-1].code if left and len(left[-1].code) == 3 and left[-1].code not in bloc_codes() else None


def _acronyms(text: str, names: list[Name]) -> Iterator[tuple[str, str]]:
    """Yield acronyms that the article sets in brackets behind a name, each with that name."""
    for n in names:
        if n.kind == "organisation" and (match := re.match(r"\s\(([A-Z][A-Za-z&-]{1,9})\)", text[n.end : n.end + 14])):
            shown = text[n.start : n.end]
            initials = "".join(w[0] for w in re.findall(r"\w+", shown) if w[0].isupper())
            if match[1][0] in initials[:2] and sum(c in initials for c in match[1].upper()) >= 0.6 * len(match[1]):
                yield match[1], shown


def _by_office(text: str, names: list[Name], states: list[StateForm]) -> Mapping[int, tuple[str, str]]:
    """Return the offices of a state by where they stand, with full name and country.

    "Russia's Foreign Ministry" is the Russian Foreign Ministry, and so is a bare "Foreign Ministry"
    where the article names no other state's.
    """
    adjective = adjectives()
    found: dict[int, tuple[str, str]] = {}
    bare: list[tuple[int, str]] = []
    for n in names:
        shown = " ".join(text[n.start : n.end].split())
        if n.kind != "organisation" or not is_institution(shown) or known_names().get(shown):
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
        plain = plain_institution(plain)
        if code:
            found[n.start] = (institution_name(code, plain), code)
        else:
            bare.append((n.start, plain))
    for start, plain in bare:
        owners = {v for v in found.values() if v[0] == institution_name(v[1], plain)}
        if len(owners) == 1:
            found[start] = owners.pop()
    return found


def _persons(text: str, people: list[Person]) -> Iterator[Mention]:
    for person in people:
        for n in person.mentions:
            office = person.here.get(n.start)
            form = "name" if " " in text[n.start : n.end] or " " not in person.name else "surname"
            yield Mention(
                n.start,
                n.end,
                person.actor,
                person.name,
                "person",
                person.country,
                office.role if office else None,
                form,
                n.reason,
            )
