"""He and she: whom they mean, where the article leaves no doubt."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from toolkit.actors.people import Mention, Person
from toolkit.language import find_quotes, token_at
from toolkit.words import either, word_lists

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from toolkit.reading import Article

_PRONOUN = re.compile(r"(?<![\w'’])(?P<m>he|him|his|himself)\b|(?<![\w'’])(?P<f>she|her|hers|herself)\b", re.IGNORECASE)
_CUES = word_lists("person_cues")
_NOBODY = {sex: either(_CUES[sex] | _CUES["either"]) for sex in ("man", "woman")}
_OF_ANOTHER, _OTHERS_ACT = either(_CUES["of another"]), either(_CUES["others act"])
BACK = 3  # sentences that a pronoun reaches back where nobody else is named in between
UNSURE = "more than one person, or none, can be meant"


def find_pronouns(article: Article, doc: Doc, people: list[Person], found: list[Mention]) -> Iterator[Mention]:
    """Yield he and she, in order, each with the only person that it can mean, else with the actor NA.

    That is the only one of the sentence so far, else of the sentence before, else of the last
    three; not who acts on "him", who demands that "he" do something, or whom "his rival" explains.
    Within a quotation it is somebody named there. NA behind an office that nobody is known to hold.
    """
    text = article.text
    by_actor = {p.actor: p for p in people}
    learnt = {p.actor: p.gender for p in people}
    mentions: dict[int, list[Mention]] = {}
    for m in sorted((m for m in found if m.kind == "person"), key=lambda m: m.start):
        mentions.setdefault(article.sentence_at(m.start), []).append(m)
    quotes = find_quotes(text)
    for number, (start, end) in enumerate(article.sentences):
        if article.part_at(start) == "furniture":
            continue
        for match in _PRONOUN.finditer(text, start, end):
            wanted = "m" if match["m"] else "f"
            first, last = next(((q.start, q.end) for q in quotes if q.start <= match.start() < q.end), (0, len(text)))
            fitting = {
                n: [
                    m
                    for m in mentions.get(n, ())
                    if first <= m.start < last and (m.actor is None or learnt.get(m.actor, "") in ("", wanted))
                ]
                for n in range(max(number - BACK, 0), number + 1)
            }
            actor, reason = _meant(article, doc, match.start(), match[0].lower(), fitting, number)
            if actor is None and number:
                actor, reason = _subject_before(article, doc, match, fitting, number, learnt)
            person = by_actor.get(actor or "")
            name, country = (person.name, person.country) if person else (None, None)
            mention = Mention(match.start(), match.end(), actor, name, "person", country, None, "pronoun", reason)
            if actor:
                learnt[actor] = learnt.get(actor) or wanted
                mentions.setdefault(number, []).append(mention)
                mentions[number].sort(key=lambda m: m.start)
            yield mention


def _meant(
    article: Article, doc: Doc, at: int, word: str, fitting: Mapping[int, list[Mention]], number: int
) -> tuple[str | None, str]:
    """Return the only person that a pronoun can mean, and by which rule."""
    here = [m for m in fitting[number] if m.start < at]
    barred = _barred(article.text, doc, at, word, here)
    fits = dict.fromkeys(m.actor for m in here if m.actor != barred.actor)
    if _somebody_between(article.text, at, word, here or fitting.get(number - 1, [])):
        return None, UNSURE
    if fits:
        only = next(iter(fits)) if len(fits) == 1 else None
        return only, ("the only other person in the sentence" if barred.actor else "the only person in the sentence so far")
    if barred.actor and not barred.reaches_back:
        return None, UNSURE
    for back in range(1, BACK + 1):
        earlier = [m for m in fitting.get(number - back, ()) if m.actor != barred.actor]
        if earlier:
            actors = dict.fromkeys(m.actor for m in earlier)
            if len(actors) > 1 or (back > 1 and _also_named(fitting, number, barred.actor, earlier)):
                return None, UNSURE
            where = "sentence before" if back == 1 else "sentences before"
            return next(iter(actors)), f"the only person in the {where}"
    return None, UNSURE


def _somebody_between(text: str, at: int, word: str, named: list[Mention]) -> bool:
    """Tell whether somebody without a name ("the man") stands between the last person named and a pronoun."""
    if not named:
        return False
    sex = "man" if word in ("he", "him", "his", "himself") else "woman"
    nouns = _NOBODY[sex]
    found = re.search(
        rf"(?P<before>\S*)\s(?:an?|the|another)\s(?:[\w-]+\s){{0,2}}?{nouns}\b", text[named[-1].end : at], re.IGNORECASE
    )
    return found is not None and not re.search(r",$|^(?:is|was|as|be|been|became|becomes|like)$", found["before"])


def _also_named(fitting: Mapping[int, list[Mention]], number: int, barred: str | None, earlier: list[Mention]) -> bool:
    """Tell whether anyone else is named in reach."""
    return any(m.actor not in (barred, earlier[0].actor) for n, found in fitting.items() if n < number for m in found)


class _Barred(NamedTuple):
    """Who cannot be meant, and whether one of an earlier sentence can be instead."""

    actor: str | None
    reaches_back: bool


_NEW_CLAUSE = re.compile(
    r"[,;:]|\b(?:that|when|as|because|after|before|if|and|while|said|who|whom|which|what|how|why|where|says|but|or)\b"
)
_APPOSED = re.compile(r"^,\s[^,]{2,70},(?=\s)")


def _barred(text: str, doc: Doc, at: int, word: str, here: list[Mention]) -> _Barred:
    """Return whom the words between the last person and a pronoun rule out."""
    if not here:
        return _Barred(None, True)
    last = here[-1]
    between = text[last.end : at]
    clause = _APPOSED.sub("", between)
    token = token_at(doc, at)
    owner = word == "his" or (word == "her" and (token is None or token.tag_ != "PRP"))
    if owner and between == ", ":
        return _Barred(last.actor, False)
    if owner and re.fullmatch(rf"(?:['’]s\s\w+)?\s(?:\w+ly\s)?{_OF_ANOTHER}\s", clause):
        return _Barred(last.actor, True)
    if word in ("he", "she"):
        if re.fullmatch(rf"\s(?:\w+\s){{0,2}}{_OTHERS_ACT}\s(?:\w+\s)?that\s", clause):
            return _Barred(last.actor, True)
        return _Barred(None, True) if _NEW_CLAUSE.search(between) else _Barred(last.actor, False)
    if word in ("him", "her") and not owner and not _NEW_CLAUSE.search(clause):
        return _Barred(last.actor, token is None or _of_verb(token))
    return _Barred(None, True)


def _of_verb(token: Token) -> bool:
    """Tell whether a verb stands right before a pronoun, or only a preposition between: "opposes him", "worked with him"."""
    before = [t.tag_ for t in token.doc[max(token.i - 2, 0) : token.i]]
    return bool(before) and (before[-1].startswith("VB") or (before[-1] in ("IN", "TO", "RP") and before[0].startswith("VB")))


def _subject_before(
    article: Article,
    doc: Doc,
    match: re.Match[str],
    fitting: Mapping[int, list[Mention]],
    number: int,
    learnt: Mapping[str, str],
) -> tuple[str | None, str]:
    """Return the subject of the sentence before, for a pronoun near the beginning that nobody stands before."""
    start = article.sentences[number][0]
    if match.start() - start >= 25 or match[0].lower() not in ("he", "she", "his", "her"):
        return None, UNSURE
    if any(m.start < match.start() for m in fitting[number]) or not fitting[number - 1]:
        return None, UNSURE
    if _somebody_between(article.text, match.start(), match[0].lower(), fitting[number - 1]):
        return None, UNSURE
    first, wanted = fitting[number - 1][0], "m" if match["m"] else "f"
    sure = {m.actor for m in fitting[number - 1] if m.actor and learnt.get(m.actor, "") == wanted}
    near = first.start - article.sentences[number - 1][0] < 60
    if first.actor and sure == {first.actor} and near and _is_subject(doc, first):
        return first.actor, "subject of the sentence before"
    return None, UNSURE


def _is_subject(doc: Doc, mention: Mention) -> bool:
    span = doc.char_span(mention.start, mention.end, alignment_mode="expand")
    return span is not None and span.root.dep_.startswith("nsubj")
