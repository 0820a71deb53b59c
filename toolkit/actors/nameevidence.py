"""Evidence for what a name is: its words, the words beside it, the recogniser's proposal, its part in the sentence.

Each piece of evidence has a name, and a row in ``words/name_weights.csv`` that says how much it
speaks for a person, an organisation or a place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from toolkit.actors.namelists import common_words, fold, given_names, key_words, known_names, not_names, surnames, titles, towns
from toolkit.actors.namepieces import Piece
from toolkit.actors.nameruns import Word
from toolkit.language import PROPER_NOUNS, find_states
from toolkit.words import either, word_list, word_lists

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from toolkit.reading import Article

LONG = 4  # sentences from which on a person is first given with the full name


class Context(NamedTuple):
    """What the evidence for a piece is read from."""

    article: Article
    doc: Doc
    line: list[Word]
    proposed: Mapping[tuple[int, int], str]  # the recogniser's names, by where they stand
    full: Mapping[str, str]  # single words that end (or begin) a longer piece of the article: last, first


def evidence_for(piece: Piece, context: Context) -> list[str]:
    """Return the names of the pieces of evidence for what a piece is."""
    return [
        *_of_lists(piece),
        *_of_form(piece),
        *_of_neighbours(piece, context),
        *_of_following(piece, context.article.text),
        *_of_recogniser(piece, context),
        *_of_article(piece, context),
    ]


# --- the words themselves ----------------------------------------------------------


def _of_lists(piece: Piece) -> Iterator[str]:
    names = [w.text for w in piece.words]
    shown = " ".join(names)
    if piece.title is not None:
        yield "title before"
    known, town = known_names().get(shown), towns().get(shown)
    if known and known.kind != "none":
        yield "known place that is a person's name too" if known.also_person else f"known {known.kind}"
    elif town:
        yield "known town that is a person's name too" if town[1] else "known town"
    organisation, place = key_words("organisation_words"), key_words("place_words")
    if (names[-1] in organisation[1] and len(names) > 1) or any(n in organisation[0] for n in names):
        yield "organisation word"
    if (names[-1] in place[1] and len(names) > 1) or (names[0] in place[0] and len(names) > 1):
        yield "place word"
    folded = [fold(n) for n in names if n[0].isupper()]
    given, family = bool(folded) and folded[0] in given_names(), bool(folded) and folded[-1] in surnames()
    if len(folded) > 1:
        if given and family:
            yield "given name and surname"
        elif given:
            yield "given name"
        elif family or folded[0] in surnames():
            yield "surname"
    elif given or family:
        yield "single given name" if given else "single surname"
    if not (known or town or given or family):
        yield "in no list"
        if ending := _ENDING.search(names[-1]):
            yield f"ending like a {'place' if ending['place'] else 'person'}'s"
    if all(n.lower() in common_words() for n in names if n[0].isupper()):
        yield "everyday words"
    last, first = not_names().get(names[-1]), not_names().get(names[0])
    counted = len(names) > 1 and names[-1] in ("I", "II") and not_names().get(names[-2]) == "event"
    if last == "event" or counted or (first == "event" and names[1:2] == ["of"]):  # Suez Crisis, Treaty of Vienna
        yield "event word"
    if last == "people" and len(names) == 1:
        yield "people word"


_NAMES = word_lists("name_lists")
_ENDING = re.compile(rf"(?P<place>{either(_NAMES['place ending'])})$|{either(_NAMES['person ending'])}$")
_PERSON_FORM = re.compile(rf"{either(_NAMES['capital inside'])}[A-Z]")


def _of_form(piece: Piece) -> Iterator[str]:
    names = [w.text for w in piece.words]
    shown = " ".join(names)
    if any(re.fullmatch(r"[A-Z]\.", n) for n in names):
        yield "initial"
    if len(names) > 1 and names[-1] in ("Jr.", "Sr.", "Jr", "II", "III", "IV"):
        yield "Jr"
    if len(names) == 1 and shown.isupper() and 1 < len(shown) < 7:
        yield "acronym"
    if re.search(r"[a-z][A-Z]|&|\d", shown) and not _PERSON_FORM.match(names[-1]):
        yield "mixed letters"
    capitals = sum(n[0].isupper() for n in names)
    yield ("one word", "two words", "three words", "many words")[min(max(capitals, 1), 4) - 1]


# --- what stands beside -----------------------------------------------------------


@cache
def _beside() -> Mapping[str, Mapping[str, str]]:
    """Return evidence by neighbouring word: ``before``, ``after`` and ``before of``."""
    found: dict[str, dict[str, str]] = {"before": {}, "after": {}, "before of": {}}
    for row in word_list("name_neighbours"):
        for word in row["words"].split("|"):
            found[row["side"]][word] = row["evidence"]
    return found


_SMALL = frozenset(("of", "by", "with", "and", "for", "a", "an", "as", "that"))
_OWN_BLANK = " \t\n“\"‘'’s"


def _of_neighbours(piece: Piece, context: Context) -> Iterator[str]:
    """Look at the word before, and at who stands before "of"."""
    text, line = context.article.text, context.line
    start = piece.words[0].start
    earlier = [w for w in line if w.end <= start][-3:]
    if earlier and text[earlier[-1].end : start].strip(_OWN_BLANK) == "":
        before = earlier[-1].text.lower()
        of = earlier[:-1] if before == "the" else earlier
        told = before == "the" and len(of) > 0 and _beside()["before"].get(of[-1].text.lower()) == "after told"
        if side := "after told" if told else _beside()["before"].get(before):
            yield side
        elif before in _SMALL:
            yield f"after {'a' if before == 'an' else before}"
        if before == "the":
            yield "after the"
        if len(of) > 1 and of[-1].text == "of" and not of[-1].gap.strip():
            ends = {end for (_, end), kind in context.proposed.items() if kind == "person"}
            if side := _beside()["before of"].get(of[-2].text.lower()):
                yield side
            elif of[-2].end in ends:
                yield "after a person and of"
            elif of[-2].text[0].isupper():
                yield "after a name and of"
        if before in ("and", "or") and len(earlier) > 1 and not earlier[-1].gap.strip():
            kind = next((k for (_, end), k in context.proposed.items() if end == earlier[-2].end), "")
            if kind:
                yield f"joined to a {kind}" if kind != "organisation" else "joined to an organisation"
    opening, closing = text[max(start - 2, 0) : start], text[piece.words[-1].end : piece.words[-1].end + 1]
    if opening == " (" and closing == ")" and earlier and earlier[-1].end == start - 2 and earlier[-1].text[0].isupper():
        yield "in brackets after a name"
    if opening[-1:] in ("“", '"', "‘") and closing in ("”", '"', "’"):
        yield "in quotation marks"
    if piece.words[0].first:
        yield "opens the sentence"


_AGE = re.compile(r",? \(?(?:aged |now )?\d\d\b(?!\.\d| (?:per|million|billion|percent))")
_APPOSED = re.compile(
    r",\s(?:an?|the|its|his|her|their|one of)\s(?P<words>(?:[\w'’-]+\s){0,4}?[\w'’-]+)(?=[,.;]|\s(?:of|in|at|for|that|which|who|owned|based|run)\b)"
)


def _of_following(piece: Piece, text: str) -> Iterator[str]:
    """Look at what follows a piece."""
    start, end = piece.words[0].start, piece.words[-1].end
    after = text[end : end + 40]
    if _AGE.match(after):
        yield "age after"
    if re.match(r",? who\b", after):
        yield "who after"
    if re.match(r", which\b", after):
        yield "which after"
    if re.match(r"\s\((?:[A-Z][A-Za-z-]{1,9})\)", after):
        yield "acronym after"
    if re.match(r"[-‑](?:based|born|area|wide)\b", after):
        yield "based after"
    if (following := re.match(r"(?:['’]s?)?\s([a-z][\w-]*)", after)) and (side := _beside()["after"].get(following[1])):
        yield side
    if comma := re.match(r",\s((?:[A-Z][\w.]+\s?){1,3})", after):
        place = comma[1].strip().rstrip(",")
        known = known_names().get(place)
        if find_states(place) or (known and known.kind == "place") or place.endswith("."):
            yield "place after comma"
    if apposed := _APPOSED.match(text, end, end + 80):
        nouns = [side for word in apposed["words"].lower().split() if (side := _beside()["before"].get(word))]
        if nouns and nouns[-1].endswith("noun before"):
            yield nouns[-1].replace("before", "in apposition")
    if re.match(r"['’]s?\b", after):
        yield "possessor"
    if re.match(r"[-‑–/]\w", after) or (start and text[start - 1] in "-‑–/"):
        yield "joined by a hyphen"
    if re.match(r"\s\d", after):
        yield "number after"


def title_before(line: list[Word], start: int) -> tuple[str, int] | None:
    """Return the title in small letters that ends right before ``start`` ("spokesman John Kirby")."""
    near = [w for w in line if w.end <= start][-4:]
    for at in range(len(near)):
        if any(w.gap.strip() for w in near[at + 1 :]) or any(w.text.lower() != w.text for w in near[at:]):
            continue
        phrase = " ".join(w.text for w in near[at:])
        if phrase in titles() and titles()[phrase][1] != "courtesy":
            return titles()[phrase][0], near[at].start
    return None


# --- the recogniser, the parse and the article ---------------------------------------


def _of_recogniser(piece: Piece, context: Context) -> Iterator[str]:
    start, end = piece.words[0].start, piece.words[-1].end
    label = context.proposed.get((start, end))
    if label:
        yield f"recognised {label}"
    else:
        overlap = [(e - s, kind) for (s, e), kind in context.proposed.items() if s < end and start < e]
        if overlap:
            yield f"partly recognised {max(overlap)[1]}"
        elif all(w.tag in PROPER_NOUNS for w in piece.words):
            yield "tagged a name, not recognised"
    if not label and all(w.tag not in PROPER_NOUNS for w in piece.words):
        yield "not tagged a name"
    elif any(w.tag == "NNPS" for w in piece.words):
        yield "tagged plural"
    if role := _grammar(context.doc, start, end):
        yield role


def _grammar(doc: Doc, start: int, end: int) -> str:
    """Return what part a name plays in its sentence: subject, object, or behind which preposition."""
    span = doc.char_span(start, end, alignment_mode="expand")
    if span is None:
        return ""
    root = span.root
    if root.dep_ in ("nsubj", "nsubj:pass", "nsubj:outer"):
        return "subject"
    if root.dep_ in ("obj", "iobj"):
        return "object"
    if root.dep_ == "compound":
        return "modifier"
    return "apposition" if root.dep_ == "appos" else ""


def _of_article(piece: Piece, context: Context) -> Iterator[str]:
    """Look at the rest of the article: whether a longer name has this word, whether a dateline begins with it."""
    article = context.article
    if article.dateline and piece.words[0].start == article.dateline[0]:
        yield "opens the dateline"
    if len(piece.words) == 1 and len(article.sentences) >= LONG:
        at = context.full.get(piece.words[0].text)
        yield {"last": "last of a longer name", "first": "first of a longer name"}.get(at or "", "in no longer name")


def longer_names(pieces: list[Piece]) -> dict[str, str]:
    """Return the single words that end (``last``) or begin (``first``) a longer piece."""
    found: dict[str, str] = {}
    for piece in pieces:
        if len(piece.words) > 1:
            found.setdefault(piece.words[0].text, "first")
            last = piece.words[-1].text
            found[last] = found["A" + last[1:] if last.startswith("al-") else last] = "last"  # "Al-Sudani said"
    return found
