"""Who a claim's source is: its actor and its kind; and whom the content is about."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from toolkit.actors import find_mentions, gender
from toolkit.language import bloc_codes, find_states, once
from toolkit.words import either, word_list, word_lists

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from toolkit.actors import Mention
    from toolkit.claims.statements import Claim
    from toolkit.reading import Article

Span = tuple[int, int]
_EDGE = re.compile(r",|\s[—–-]\s|\(|\b(?:of|at|for|in|on|from|to|with|by|about|between|who|which|that|whose|familiar|close)\b")
_JOINT = re.compile(r"(?:,| and| &|, and)? ?(?:the )?(?P<title>(?:[\w.-]+,? ){0,5})$")
_BEFORE = re.compile(r",? and (?:the )?(?:[A-Z][\w.-]+ ){0,4}|, ")
_FIRST = re.compile(r"(?:(?:both|neither|either|the) )*", re.IGNORECASE)
_NEXT = re.compile(r"(?:, (?:and |or |nor )?|,? (?:and|or|nor|&) )(?:the )?", re.IGNORECASE)
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


def _mentions_in(article: Article, doc: Doc, start: int, end: int) -> list[tuple[int, Mention]]:
    """Return the mentions that stand in a stretch of text, each with its place among all."""
    mentions = find_mentions(article, doc)
    starts = once(doc, "starts of mentions", lambda: [m.start for m in mentions])
    return [(n, mentions[n]) for n in range(bisect_left(starts, start), bisect_left(starts, end)) if mentions[n].end <= end]


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
    named = [m for _, m in _mentions_in(article, doc, start, end)]
    inside = [m for m in named if not _owns(text, m, end)]
    front = [m for m in inside if m.start < head[1]]
    if state := _its_state(phrase[:cut], named, start):
        return Speaker(f"state:{state}", "state")
    person = _named_last(text, start, end, inside) or next(
        (m for m in front if m.kind == "person" and m.form != "pronoun" and m.actor), None
    )
    if person is None and "," in phrase and cut < len(phrase):  # "the president, Kais Saied,"
        person = next(
            (m for m in inside if m.kind == "person" and m.form == "name" and text[m.start - 2 : m.start] == ", "), None
        )
    if person is not None:
        return Speaker(person.actor, "person", _joint(text, inside, person))
    group = _listed_group(text, start, end, inside)
    if group:
        return Speaker(group[0].actor, KIND_OF_ACTOR[group[0].kind], tuple(m.actor for m in group[1:] if m.actor))
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


def _listed_group(text: str, start: int, end: int, inside: list[Mention]) -> list[Mention]:
    """Return the actors of a source that is nothing but a list of them ("Mali, Niger and Chad"), in order."""
    found: list[Mention] = []
    at = start
    for mention in sorted(inside, key=lambda m: m.start):
        between = text[at : mention.start]
        joins = _FIRST if not found else _NEXT
        if mention.form in ("demonym", "pronoun") or not mention.actor or not joins.fullmatch(between):
            return []
        found.append(mention)
        at = mention.end
    return found if len(found) > 1 and not text[at:end].strip(" ,") else []


@cache
def _state_bodies() -> re.Pattern[str]:
    body = either(word_lists("claim_words")["speaks for its state"])
    return re.compile(rf"(?P<before>.*?)(?:['’]s?)?\s(?:[a-z]+\s)?(?i:{body})", re.DOTALL)


def _its_state(head: str, mentions: list[Mention], start: int) -> str | None:
    """Return the state for which a source speaks: "the British government", "President Ruiz's administration"."""
    body = _state_bodies().fullmatch(head.rstrip(" ,"))
    if body is None:
        return None
    before = body["before"]
    states = [s for s in find_states(before) if s.end == len(before)]
    if states:
        return states[-1].code if len(states[-1].code) == 3 and states[-1].code not in bloc_codes() else None
    owner = next((m for m in mentions if m.kind == "person" and m.end == start + len(before)), None)
    return owner.country if owner else None


def _named_last(text: str, start: int, end: int, inside: list[Mention]) -> Mention | None:
    """Return the person whose name ends a source, behind an office and where it is held: "envoy for Yemen Ana Ruiz"."""
    for person in inside:
        if person.kind != "person" or person.form != "name" or not person.actor or text[person.end : end].strip(" ,"):
            continue
        at = max((m.end for m in inside if m is not person and m.end <= person.start), default=-1)
        served = at >= 0 and not text[at : person.start].strip()
        holds = re.search(
            rf"[a-z]\w*\s{either(word_lists('claim_words')['serves abroad'])}\s(?:the\s)?$",
            _before(text, start, inside, at),
            re.I,
        )
        if served and holds:
            return person
    return None


def _before(text: str, start: int, inside: list[Mention], at: int) -> str:
    """Return what stands in a source before the mention that ends at ``at``."""
    return text[start : min(m.start for m in inside if m.end == at)] if at >= 0 else ""


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
        if mention.end <= lead.start and mention.actor and _BEFORE.fullmatch(text[mention.end : lead.start]):
            out.append(mention.actor)
            break
    return tuple(dict.fromkeys(out))


def named_in(article: Article, doc: Doc, spans: tuple[Span, ...]) -> tuple[str, ...]:
    """Return the actors named in stretches of text, in order; not places, pronouns and the states in a title."""
    mentions = find_mentions(article, doc)
    found = []
    for n, mention in sorted({n: m for s, e in spans for n, m in _mentions_in(article, doc, s, e)}.items()):
        if not mention.actor or mention.kind == "place" or mention.form == "pronoun":
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


_SPEAKS = {"it": "group", "its": "group", "they": "group", "their": "group", "he": "m", "his": "m", "she": "f", "her": "f"}
_OF_GROUPS = frozenset(("state", "organisation", "media", "data"))


def stand_ins(article: Article, doc: Doc, found: list[Claim]) -> list[Claim]:
    """Resolve sources that are pronouns by the claims around: "Iran said it would ...", "It added ...".

    In order: the speaker of the claim that it stands in ("I" in a direct quotation; else where no
    other actor of its kind comes between); whoever spoke last in the sentence before, for a pronoun
    that opens one; the only person named in the sentence before a quotation that "he" or "she" ends.
    """
    out: list[Claim] = []
    for claim in found:
        word = article.text[slice(*claim.source)].lower() if claim.source else ""
        if (told := _told_before(article, doc, out, claim, word)) is not None:
            claim = claim._replace(actor=told.actor, source_kind=told.kind)
        elif claim.actor is None and claim.source is not None:
            speaker = (
                _outer(article, doc, out, claim, word)
                or _last_speaker(article, out, claim, word)
                or _before_quotation(article, doc, claim, word)
            )
            if speaker is not None:
                claim = claim._replace(actor=speaker.actor, source_kind=speaker.kind)
        out.append(claim)
    return out


def _told_before(article: Article, doc: Doc, before: list[Claim], claim: Claim, word: str) -> Speaker | None:
    """Return who spoke last, for a "he" or "she" who speaks; None where another person was named to begin a sentence since."""
    if word not in ("he", "she") or claim.source is None or claim.within is not None:
        return None
    last = next((c for c in reversed(before) if c.within is None and c.source and c.source[1] <= claim.source[0]), None)
    if last is None or last.source is None or last.source_kind != "person" or last.actor is None:
        return None
    names = once(
        doc, "names of actors", lambda: {m.actor: m.name or "" for m in reversed(find_mentions(article, doc)) if m.actor}
    )
    if gender(names.get(last.actor, "") or "?", "") not in ("", _SPEAKS[word]):
        return None
    for _, m in _mentions_in(article, doc, last.cue[1] + 1, claim.source[0]):
        if m.kind != "person" or not m.actor:
            continue
        begins = article.sentences[article.sentence_at(m.start)][0]
        opens = len(article.text[begins : m.start].split()) <= 4
        if (
            last.cue[1] < m.start < claim.source[0]
            and m.actor != last.actor
            and m.form != "pronoun"
            and opens
            and not _inside(m, last)
        ):
            return None
    return Speaker(last.actor, "person")


def _inside(m: Mention, claim: Claim) -> bool:
    return any(s <= m.start < e for s, e in claim.content)


def _fits(speaker: Claim, word: str) -> bool:
    kind = _SPEAKS.get(word)
    return speaker.source_kind in _OF_GROUPS if kind == "group" else speaker.source_kind == "person" and kind is not None


def _outer(article: Article, doc: Doc, before: list[Claim], claim: Claim, word: str) -> Speaker | None:
    if claim.within is None or claim.within >= len(before) or claim.source is None:
        return None
    outer = before[claim.within]
    if word in ("i", "my") and outer.form == "direct" and outer.source_kind == "person":
        return Speaker(outer.actor, outer.source_kind)
    if outer.form == "direct" or not _fits(outer, word):
        return None
    piece = next((s for s in outer.content if s[0] <= claim.source[0] < s[1]), None)
    if piece is None or outer.cue[0] > claim.source[0]:
        return None
    between = article.text[piece[0] : claim.source[0]]
    people = _SPEAKS[word] != "group"
    others = [m for _, m in _mentions_in(article, doc, piece[0], claim.source[0]) if m.form != "demonym"]
    if any((m.kind == "person") == people and m.actor != outer.actor for m in others) or "“" in between or '"' in between:
        return None
    return Speaker(outer.actor, outer.source_kind)


def _last_speaker(article: Article, before: list[Claim], claim: Claim, word: str) -> Speaker | None:
    if _SPEAKS.get(word) != "group" or claim.source is None or claim.within is not None:
        return None
    number = article.sentence_at(claim.source[0])
    if article.sentences[number][0] != claim.source[0]:
        return None
    spoke = [c for c in before if c.within is None and c.source and article.sentence_at(c.source[0]) == number - 1]
    speakers = {(c.actor, c.source_kind) for c in spoke}
    return Speaker(*speakers.pop()) if len(speakers) == 1 and _fits(spoke[0], word) else None


def _before_quotation(article: Article, doc: Doc, claim: Claim, word: str) -> Speaker | None:
    if _SPEAKS.get(word) not in ("m", "f") or claim.form != "direct" or claim.within is not None:
        return None
    begins = article.sentence_at(claim.content[0][0])
    if begins == 0 or article.sentence_at(claim.cue[0]) == begins:
        return None
    start, end = article.sentences[begins - 1]
    named = {m.actor: m.name or "" for _, m in _mentions_in(article, doc, start, end) if m.kind == "person" and m.actor}
    fits = [actor for actor, name in named.items() if gender(name, "") in ("", _SPEAKS[word])]
    return Speaker(fits[0], "person") if len(fits) == 1 and len(named) == 1 else None
