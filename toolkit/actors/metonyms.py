"""Moscow that says and Moscow that one is in: whether a capital or a seat of power is its state or a place.

Decided from the words beside it and from the parse, by the first rule that fits; the rule's
name goes into the column ``form_reason``. The cue words are in ``words/metonym_cues.csv``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from toolkit.language import VERBS, capitals, find_states, token_at
from toolkit.words import either, word_list, word_lists, words_of

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from toolkit.reading import Article


class Reading(NamedTuple):
    """What a capital or seat is taken for, ``state`` or ``place``, and by which rule."""

    kind: str
    reason: str


@cache
def _seats() -> frozenset[str]:
    return words_of("seats", "form") - {"Brussels"}


_CUES = word_lists("metonym_cues")
_SPEECH_AFTER = re.compile(rf"\s(?:(?:\w+ly|{either(_CUES['before acting'])})\s)?(?:[a-z]+(?:ed|es)|{either(_CUES['acts'])})\b")
_PLACE_VERB = re.compile(
    rf"\s(?:is|was|are|were|remains?|became|lies|lay|sits|has been|had been)\s{either(_CUES['of a place'])}\b"
    r"|\s(?:has|had) (?:a population|about|some|more than|nearly|over|around)\b"
    rf"|\s{either(_CUES['stays a place'])}\b"
)
_WAY = re.compile(rf"[-‑–][A-Z]\w+\s{either(_CUES['way'])}\b")
_NOTHING_BETWEEN = re.compile(r"[\w.’'-](?:\s+[Tt]he|\s+a)?[\s“\"‘']+$")
_BESIDE_STATE = r"(?:[^.;:!?\n]{0,40}?)"


def _before(text: str, start: int) -> list[str]:
    return re.findall(r"[\w.’'-]+|[,;:()]", text[max(0, start - 60) : start])


def read_metonym(article: Article, doc: Doc, start: int, end: int) -> Reading:
    """Decide whether the capital or seat at ``start`` to ``end`` is a state or a place.

    A state: subject of a verb of saying or acting, possessor of a policy, partner of
    "between", object of urging. A place: after "in" and the like, where a journey leads, in a
    dateline, before "airport". What no rule knows is a place if a capital, else a state.
    """
    text = article.text
    if article.dateline and article.dateline[0] <= start < article.dateline[1]:
        return Reading("place", "dateline")
    before, after = _before(text, start), text[end : end + 60]
    seat = text[start:end] in _seats()
    previous = [w for w in before if w.lower() not in ("the", "a")]
    word = previous[-1].lower() if previous else ""
    two = " ".join(w.lower() for w in previous[-2:])
    adjacent = bool(previous) and bool(_NOTHING_BETWEEN.search(text[max(0, start - 80) : start]))
    if re.match(r"[-‑–](?:based|born|area|wide|bound|educated)\b", after):
        return Reading("place", "before '-based' and the like")
    if re.match(r"[-‑–][a-z]+(?:ed|led|run|held|friendly)\b", after):
        return Reading("state", "before '-backed' and the like")
    if re.match(r"[-‑–][A-Z]", after) or (start and text[start - 1] in "-‑–" and text[start - 2 : start - 1].isalnum()):
        return (
            Reading("state", "pair joined by a hyphen")
            if not _place_noun_after_pair(after)
            else Reading("place", "pair of places")
        )
    if re.match(r"[-‑–]\s?\w", after) is None and (found := _noun_after(after)):
        if found in _CUES["place after"]:
            return Reading("place", f"before '{found}'")
        if found in _CUES["state after"] and not re.match(r"['’]", after):
            return Reading("state", f"before '{found}'")
    if possessed := re.match(r"(?:['’]s|(?<=s)['’])\s((?:[\w-]+\s?){1,4})", after):
        nouns = possessed[1].lower().split()
        places = [n for n in nouns[:3] if n in _CUES["place of"]]
        if places and not seat:
            return Reading("place", f"possessor of '{places[0]}'")
        return Reading("state", "possessor")
    token = token_at(doc, start)
    if adjacent and (word in _CUES["place before"] or two in _CUES["place before"]):
        return Reading("place", f"after '{two if two in _CUES['place before'] else word}'")
    if adjacent and word == "on":
        return Reading("place", "after 'on'") if text[start:end] == "Capitol Hill" else Reading("state", "after 'on'")
    if adjacent and word in ("to", "from", "for", "towards", "toward", "through", "over"):
        return _after_direction(previous, token, word, seat)
    if re.search(r"\b(?:cities|towns|capitals|places) (?:like|such as|including)\b[^.;:]*$", text[max(0, start - 60) : start]):
        return Reading("place", "one of several cities")
    comma = re.match(r",\s((?:[A-Z][\w.]+\s?){1,3})", after)
    if comma and not seat and any(s.start == 0 for s in find_states(comma[1])):
        return Reading("place", "before its country")
    if re.search(r"\bbetween\s" + _BESIDE_STATE + "$", text[max(0, start - 60) : start]):
        moves = any(
            w.lower() in ("flights", "trains", "border", "road", "travel", "travelling", "distance", "route", "km", "miles")
            for w in previous[-6:]
        )
        return Reading("place", "between, on a way") if moves else Reading("state", "partner of 'between'")
    if word in ("against", "with", "by", "versus") and adjacent:
        return Reading("state", f"after '{word}'")
    if not seat and _PLACE_VERB.match(after):
        return Reading("place", "subject of a verb of being somewhere")
    if re.match(r",\s(?:which|who|whose|for its part|in turn|meanwhile|too)\b", after) and not (
        adjacent and word in _CUES["place before"]
    ):
        return Reading("state", "subject, with a clause between")
    if _SPEECH_AFTER.match(after) and _may_be_subject(token, previous, adjacent):
        return Reading("state", "subject of a verb of saying or acting")
    if token is not None and (reading := _by_parse(token, seat)):
        return reading
    if adjacent and (reading := _object_of(word)):
        return reading
    pair = re.match(r"(?:,| and| or| &)\s(?:the\s)?([A-Z][\w.]+)", after)
    if pair and any(s.form != "demonym" for s in find_states(pair[1])) and _SPEECH_AFTER.match(after[pair.end() :]):
        return Reading("state", "subject with another of a verb of saying or acting")
    if adjacent and word == "and" and len(previous) > 1 and find_states(previous[-2]):
        return read_metonym_partner(article, doc, start, previous)
    if adjacent and word == "of":
        return Reading("state", "after 'of'")
    if seat:
        return Reading("state", "seat of power")
    return Reading("place", "nothing makes it act")


def read_metonym_partner(article: Article, doc: Doc, start: int, previous: list[str]) -> Reading:
    """Read the second of two joined by 'and' as the first."""
    partner = previous[-2]
    at = article.text.rfind(partner, 0, start)
    found = [s for s in find_states(article.text) if s.start <= at < s.end]
    if found and found[0].form == "metonym":
        first = read_metonym(article, doc, found[0].start, found[0].end)
        return Reading(first.kind, f"as the one before 'and': {first.reason}")
    return Reading("state", "joined to a state by 'and'")


def _noun_after(after: str) -> str:
    found = re.match(r"\s(?:[a-z]+\s)?([a-z]+)\b", after)
    first = re.match(r"\s([a-z]+)\b", after)
    for match in (first, found):
        if match and (match[1] in _CUES["place after"] or match[1] in _CUES["state after"]):
            if (
                match is found
                and first
                and first[1]
                in (
                    "and",
                    "or",
                    "to",
                    "in",
                    "on",
                    "at",
                    "for",
                    "with",
                    "said",
                    "by",
                    "of",
                    "from",
                    "as",
                    "is",
                    "was",
                    "the",
                    "that",
                    "has",
                    "had",
                    "will",
                    "a",
                    "an",
                    "its",
                    "over",
                    "after",
                    "before",
                )
            ):
                continue
            return match[1]
    return ""


def _place_noun_after_pair(after: str) -> bool:
    return _WAY.match(after) is not None


def _head(token: Token) -> Token:
    """Return the token that heads the name: out of compound, flat and the like."""
    while (
        token.dep_ in ("compound", "flat", "goeswith", "fixed", "amod")
        and token.head is not token
        and token.head.tag_.startswith("NNP")
    ):
        token = token.head
    return token


def _may_be_subject(token: Token | None, previous: list[str], adjacent: bool) -> bool:
    if token is None or not adjacent or not previous:
        return True
    word = previous[-1].lower()
    if word in ("and", "or", ",", "that", "said", "while", "as", "but", "because", "if", "which", "what", "whether", "when"):
        return True
    return _head(token).dep_.startswith("nsubj") or word not in (
        "of",
        "on",
        "about",
        "under",
        "after",
        "before",
        "since",
        "during",
        "among",
    )


@cache
def _irregular() -> Mapping[str, str]:
    return {row["form"]: row["lemma"] for row in word_list("irregular_verbs")}


def _stems(word: str) -> set[str]:
    """Return what dictionary forms a word may be of: "shipped" of "ship", "urging" of "urge"."""
    forms = {word, _irregular().get(word, word)}
    for ending in ("s", "es", "d", "ed", "ing"):
        if word.endswith(ending):
            stem = word.removesuffix(ending)
            forms |= {stem, stem + "e"} | ({stem[:-1]} if stem[-1:] == stem[-2:-1] else set())
    if word.endswith(("ies", "ied")):
        forms.add(word[:-3] + "y")
    return forms


def _after_direction(previous: list[str], token: Token | None, word: str, seat: bool) -> Reading:
    """Read 'to Moscow': a place after words of moving, else the state."""
    move = _CUES["move"]
    near = [w.lower() for w in previous[-6:-1]]
    stems = {form for w in near for form in _stems(w)}
    sent = stems & {"send", "sent", "bring", "take", "dispatch"} and any(w in near for w in _CUES["sent"])
    held = word == "from" and bool(_CUES["held back"] & set(near))  # money held back from Budapest
    if stems & move and not sent and not held:
        return Reading("place", f"after a word of moving and '{word}'")
    if word in ("for", "over"):
        left = {"leave", "leaving", "left", "depart", "departed", "bound"} & set(near)
        return Reading("place", "after 'left for'") if left else Reading("state", f"after '{word}'")
    if word == "from" and (
        stems & {"report", "flee", "kilometre", "kilometer", "mile", "km", "broadcast", "away", "far", "speak"}
    ):
        return Reading("place", f"after '{word}'")
    if word == "through":
        return Reading("place", "after 'through'")
    return Reading("state", f"after '{word}', without moving")


def _by_parse(token: Token, seat: bool) -> Reading | None:
    head = _head(token)
    governor = head.head
    if head.dep_ in ("nsubj", "nsubj:outer") and governor.pos_ in VERBS:
        return Reading("state", "subject of a verb of saying or acting")
    if head.dep_ == "nsubj:pass" and governor.pos_ == "VERB":
        return Reading(
            "place" if governor.lemma_ in _CUES["at place"] and not seat else "state",
            f"subject of '{governor.lemma_}' in the passive",
        )
    if head.dep_ in ("obj", "iobj") and governor.pos_ == "VERB":
        return _object_of(governor.lemma_)
    return None


def _object_of(word: str) -> Reading | None:
    forms = _stems(word)
    if forms & _CUES["at place"]:
        return Reading("place", f"object of '{word}'")
    if forms & _CUES["act on"]:
        return Reading("state", f"object of '{word}'")
    return None


def is_seat(form: str) -> bool:
    """Tell whether a form is a seat of power and no capital."""
    return form in _seats() and form not in capitals()
