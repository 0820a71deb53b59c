"""Offices that stand for a person without a name: "the Russian president", "the Kremlin chief"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from toolkit.actors.offices import listed_title, role_pattern
from toolkit.actors.people import Mention, Person
from toolkit.language import find_states
from toolkit.words import word_lists

if TYPE_CHECKING:
    from toolkit.actors.names import Name
    from toolkit.reading import Article

_DEFINITE = re.compile(r"(?:^|[\s“\"(‘—–-])(?P<the>[Tt]he|[Ii]ts|[Tt]heir|[Oo]ur)\s(?P<between>(?:[\w.'’-]+\s){0,3})$")
_PLAIN = word_lists("person_cues")["beside an office"]
_GENERIC = word_lists("person_cues")["leader"]


def find_roles(article: Article, people: list[Person], names: list[Name]) -> Iterator[Mention]:
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
            role, rank = listed_title(match)
            if rank not in ("head", "minister", "office", "military", "faith") and role not in (
                "spokesman",
                "spokeswoman",
                "spokesperson",
            ):
                continue
            if re.match(
                r"\s?[-‑–]|['’]s\s(?:office|palace|party)|\s(?:candidate|nominee|palace|election|post|job|office|of)\b",
                text[match.end() : match.end() + 14],
            ) and not re.match(r"\sof\s(?:the\s)?[A-Z]", text[match.end() : match.end() + 10]):
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
            if text[begins : match.start()].endswith("Pentagon ") and role == "chief":
                role, rank = "secretary of defense", "minister"
            if re.search(r"\bformer\s", text[begins : match.start()]):
                role = f"former {role}"
            person = _holder(people, role, country, match.start())
            if person is not None:
                reason = f"the only {role} of its country in the article" if country else f"the only {role} in the article"
                yield Mention(
                    begins, stop, person.actor, person.name, "person", person.country or country, role, "role", reason
                )
            elif rank in ("head", "minister") and not role.startswith("former "):
                yield Mention(
                    begins,
                    stop,
                    None,
                    None,
                    "person",
                    country if country and len(country) == 3 else None,
                    role,
                    "role",
                    "several or none hold it in the article",
                )


def _definite(left: str, text: str, at: int) -> tuple[int | None, str | None]:
    """Return where an office's phrase begins and the country it names; None where it is not definite."""
    offset = at - len(left)
    states = find_states(left)
    last = states[-1] if states else None
    if match := _DEFINITE.search(left):
        between = match["between"]
        if re.search(r"\b(?:ex|deputy|vice|next|incoming|late|then|first|other|two|three|of|and|to|in|for)\b", between):
            return None, None
        begins = offset + match.start("the")
        if last and last.start >= match.start("between"):
            return begins, last.code
        return (
            (begins, None)
            if not between.strip() or (between.islower() and len(between.split()) == 1 and between.strip() in _PLAIN)
            else (None, None)
        )
    if last and (tail := left[last.end :]) and re.fullmatch(r"['’]s?\s(?:[a-z]+\s)?", tail) and "former" not in tail:
        return offset + last.start, last.code
    return None, None


def _holder(people: list[Person], role: str, country: str | None, at: int) -> Person | None:
    fits = [p for p in people if p.holds(role) and (country is None or p.country == country)]
    if country is None and len(fits) > 1:
        near = [p for p in fits if any(m.start < at for m in p.mentions)]
        fits = near if len(near) == 1 and len({q.country for q in fits}) == 1 else fits
    return fits[0] if len(fits) == 1 else None
