"""Who a claim's source is: its actor and its kind; and whom the content is about."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from toolkit.actors import find_mentions
from toolkit.words import word_list

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from toolkit.articles import Article
    from toolkit.mentions import Mention

Span = tuple[int, int]
_EDGE = re.compile(r",|\s[—–-]\s|\(|\b(?:of|at|for|in|on|from|to|with|by|about|between|who|which|that|whose|familiar|close)\b")
_JOINT = re.compile(r"(?:,| and| &|, and)? ?(?:the )?(?P<title>(?:[\w.-]+ ){0,5})$")
_GROUP = re.compile(r"\b(?:they|them|their|both|sides|themselves)\b", re.IGNORECASE)
KIND_OF_ACTOR = {"person": "person", "state": "state", "bloc": "organisation", "organisation": "organisation", "place": "state"}


class Speaker(NamedTuple):
    """What a source is: its actor (None if anonymous or unresolved), kind, and actors that say it too."""

    actor: str | None
    kind: str
    joint: tuple[str, ...] = ()


@cache
def _kinds() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(rf"\b{re.escape(r['word'].lower())}(?:s|es)?\b"), r["kind"]) for r in word_list("source_words"))


def _kind_of_words(phrase: str) -> str | None:
    """Return the kind that the last listed word of a phrase names."""
    folded = phrase.lower()
    best: tuple[int, int, str] | None = None
    for pattern, kind in _kinds():
        for match in pattern.finditer(folded):
            if best is None or (match.end(), match.end() - match.start()) > best[:2]:
                best = (match.end(), match.end() - match.start(), kind)
    return best[2] if best else None


def speaker_of(article: Article, doc: Doc, source: Span | None, *, judged: bool = False) -> Speaker:
    """Return the actor and the kind of a source.

    Parameters
    ----------
    source : its characters; None where the text names nobody.
    judged : whether the narrator himself judges ("seems to be"), so that no source is missing.

    A person's name makes it that person, whatever stands around ("Kremlin spokesman Ivan Petrov");
    else the head decides: "a Kremlin spokesman" is anonymous and not the Kremlin, "Putin's
    proposal" is not Putin. Actors joined by "and" are the first, with the others as joint.
    """
    if source is None:
        return Speaker(None, "narrator" if judged else "anonymous")
    text = article.text
    start, end = source
    phrase = text[start:end]
    cut = next((m.start() for m in _EDGE.finditer(phrase) if m.start() > 0), len(phrase))
    head = (start, start + cut)
    inside = [m for m in find_mentions(article, doc) if start <= m.start and m.end <= end and not _owns(text, m, end)]
    front = [m for m in inside if m.start < head[1]]
    person = next((m for m in front if m.kind == "person" and m.form != "pronoun" and m.actor), None)
    if person is None and "," in phrase and cut < len(phrase):  # "the president, Kais Saied,"
        person = next(
            (m for m in inside if m.kind == "person" and m.form == "name" and text[m.start - 2 : m.start] == ", "), None
        )
    if person is not None:
        return Speaker(person.actor, "person", _joint(text, front, person))
    listed = _kind_of_words(text[slice(*head)])
    whole = [m for m in front if m.form != "demonym"]
    last = max(whole, key=lambda m: (m.end, m.start - m.end)) if whole else None
    closes = last is not None and not text[last.end : head[1]].strip(" ,.'’)”\"")
    if last is not None and closes and (listed != "anonymous" or last.kind in ("person", "organisation")):
        kind = "media" if listed == "media" and last.kind == "organisation" else KIND_OF_ACTOR[last.kind]
        if listed == "data":
            kind = "data"
        actor = last.actor if last.kind != "place" else None
        return Speaker(actor, kind, _joint(text, front, last) if actor else ())
    if listed is not None:
        return Speaker(None, listed)
    pronoun = next((m for m in inside if m.form == "pronoun"), None)
    if pronoun is not None:
        return Speaker(pronoun.actor, "person")
    if _GROUP.search(phrase):
        return Speaker(None, "anonymous")
    if last is not None and closes:
        return Speaker(last.actor, KIND_OF_ACTOR[last.kind])
    return Speaker(
        None,
        "person"
        if (phrase[:1].isupper() and " " in phrase) or phrase.lower() in ("he", "she", "i", "his", "her", "my")
        else "anonymous",
    )


def _owns(text: str, mention: Mention, end: int) -> bool:
    """Whether a mention only owns what speaks ("Putin's proposal")."""
    after = text[mention.end : min(mention.end + 2, end)]
    return after in ("'s", "’s") and mention.end + 2 < end and mention.form != "role"


def _joint(text: str, front: list[Mention], lead: Mention) -> tuple[str, ...]:
    """Return the other actors of a group ("Peru and Chile", "Lavrov and Foreign Minister Wang Yi")."""
    out: list[str] = []
    at = lead.end
    for mention in sorted(front, key=lambda m: m.start):
        if mention.start < at or not mention.actor or mention.actor == lead.actor or mention.form == "demonym":
            continue
        between = _JOINT.match(text[at : mention.start])
        if between and (not between["title"] or mention.kind == "person"):
            out.append(mention.actor)
            at = mention.end
    for mention in sorted(front, key=lambda m: -m.end):
        if mention.end <= lead.start and mention.actor and re.fullmatch(r",? and (?:the )?|, ", text[mention.end : lead.start]):
            out.append(mention.actor)
            break
    return tuple(dict.fromkeys(out))


def named_in(article: Article, doc: Doc, spans: tuple[Span, ...]) -> tuple[str, ...]:
    """Return the actors named in stretches of text, in order; not places, pronouns and the states in a title."""
    mentions = find_mentions(article, doc)
    found = []
    for n, mention in enumerate(mentions):
        if not mention.actor or mention.kind == "place" or mention.form == "pronoun":
            continue
        if not any(s <= mention.start and mention.end <= e for s, e in spans):
            continue
        if mention.kind in ("state", "bloc") and _in_title(article.text, mention, mentions, n):
            continue
        found.append(mention.actor)
    return tuple(dict.fromkeys(found))


def _in_title(text: str, state: Mention, mentions: list[Mention], n: int) -> bool:
    """Whether a state only says whose office it is ("Russian President Vladimir Putin", "the Kremlin chief")."""
    for other in mentions[max(n - 2, 0) : n + 4]:
        if other is state or other.kind not in ("person", "organisation"):
            continue
        if other.start <= state.start and state.end <= other.end:
            return True
        between = text[state.end : other.start]
        if 0 < len(between) < 60 and re.fullmatch(r"(?:\s[\w.-]+){1,5}\s", between) and _kind_of_words(between) == "person":
            return True
    return False
