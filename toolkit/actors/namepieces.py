"""Runs of capitalised words, cut at titles, states and loose connectors into what may be names."""

from __future__ import annotations

from collections.abc import Iterator, Set
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from toolkit.actors.namelists import (
    PARTICLES,
    begins_name,
    common_words,
    fold,
    given_names,
    is_key,
    is_org_key,
    known_names,
    not_names,
    surnames,
    titles,
)
from toolkit.actors.nameruns import OF, Covered, Spans, Word, is_capital
from toolkit.language import PROPER_NOUNS, find_states
from toolkit.words import word_list, word_lists

if TYPE_CHECKING:
    pass


# --- words and runs ------------------------------------------------------------


# --- pieces --------------------------------------------------------------------


class Piece(NamedTuple):
    """Words that may be one name, and the title that stands before them."""

    words: tuple[Word, ...]
    title: tuple[str, int] | None  # role and where it begins


def title_at(listed: list[Word] | tuple[Word, ...], at: int) -> tuple[int, str] | None:
    """Return (number of words, role) of the longest title that begins at a word."""
    for length in range(min(5, len(listed) - at), 0, -1):
        if any(w.gap.strip() for w in listed[at + 1 : at + length]):
            continue
        phrase = " ".join(w.text for w in listed[at : at + length]).lower()
        if phrase in titles():
            return length, titles()[phrase][0]
    return None


def _known_at(run: list[Word], at: int, least: int) -> int:
    """Return how many words from ``at`` the word lists know as one name, 0 for none."""
    for length in range(min(8, len(run) - at), least - 1, -1):
        if " ".join(w.text for w in run[at : at + length]) in known_names():
            return length
    return 0


def _title_across(run: list[Word], at: int, length: int, least: int = 1) -> bool:
    """Tell whether a title begins within a name and goes on behind it: "U.S. Treasury Secretary Janet Yellen"."""
    return any((title := title_at(run, k)) and k + title[0] >= at + length + least for k in range(at + 1, at + length))


def _proposed_at(run: list[Word], at: int, organisations: Spans) -> int:
    """Return how many words from ``at`` the recogniser proposes as one organisation, 0 for none or a single word."""
    end = organisations.get(run[at].start)
    length = next((n for n in range(2, len(run) - at + 1) if run[at + n - 1].end == end), 0) if end else 0
    named = at + length < len(run) and is_capital(run[at + length])
    return 0 if named and _title_across(run, at, length, least=0) else length


def pieces_of(run: list[Word], states: Covered, proposed: Set[int], organisations: Spans) -> Iterator[Piece]:
    """Cut a run into pieces that may be names."""
    piece: list[Word] = []
    title: tuple[str, int] | None = None
    at = 0
    while at < len(run):
        word = run[at]
        if not piece and word.first and _opens_sentence_only(run, at, states, proposed):
            at += 1
            continue
        if (length := _known_at(run, at, 2)) and not _title_across(run, at, length):
            following = run[at + length].text if at + length < len(run) else ""
            if piece and not is_capital(piece[-1]):  # University of North Carolina
                piece += run[at : at + length]
                at += length
                continue
            if not is_key(following) or _is_title_before_name(run, at + length):
                if piece:
                    yield Piece(tuple(piece), title)
                if known_names()[" ".join(w.text for w in run[at : at + length])].kind != "none":
                    yield Piece(tuple(run[at : at + length]), None if piece else title)
                piece, title, at = [], None, at + length
                continue
        if (length := _proposed_at(run, at, organisations)) and not (piece or title_at(run, at)):
            yield Piece(tuple(run[at : at + length]), title)
            title, at = None, at + length
            continue
        if word.start not in states and (found := title_at(run, at)) and _is_title_here(run, at, found[0], piece):
            if piece:
                yield Piece(tuple(piece), title)
            title, piece = (found[1], word.start), []
            at += found[0]
            continue
        if word.text == "I" and piece and word.tag != "PRP":
            piece.append(word)
            at += 1
            continue
        if not_names().get(word.text) == "word" and (word.text not in _MONTH_NAMES or _is_month(run, at)):
            if piece:
                yield Piece(tuple(piece), title)
            piece, title = [], None
            at += 1
            continue
        if not is_capital(word) and not word.text.isdigit() and not _joins(run, at, piece):
            if piece:
                yield Piece(tuple(piece), title)
            piece, title = [], None
            at += 1
            continue
        piece.append(word)
        at += 1
    if piece:
        yield Piece(tuple(piece), title)


_MONTH_NAMES = word_lists("name_lists")["month"]


def _is_month(run: list[Word], at: int) -> bool:
    """Tell the month from Theresa May, April Jones and June Smith."""
    word = run[at]
    if word.text == "August" or word.tag not in PROPER_NOUNS:
        return True
    return not any(is_capital(w) and w.tag in PROPER_NOUNS for w in run[max(at - 1, 0) : at] + run[at + 1 : at + 2])


def _opens_sentence_only(run: list[Word], at: int, states: Covered, proposed: Set[int]) -> bool:
    """Tell whether a word is in capitals only because it opens the sentence."""
    word = run[at]
    if word.start in states or title_at(run, at) or (word.text.isupper() and len(word.text) > 1):
        return False
    follows = at + 1 < len(run) and is_capital(run[at + 1])
    if word.tag in PROPER_NOUNS or word.start in proposed:
        return word.text.lower() in _starters() or (word.text.lower() in common_words() and not follows)
    if word.text in known_names() and word.tag in ("NN", "NNS", "JJ"):
        return False
    plain = fold(word.text)
    named = plain in given_names() or plain in surnames()
    if _known_at(run, at, 2) or (is_key(word.text) and at + 1 < len(run)):
        return False
    if word.text.lower() in _starters():
        return True
    return not (named and (follows or word.tag in ("NN", "NNS", "FW", "UH")))


@cache
def _starters() -> frozenset[str]:
    return frozenset(row["word"].lower() for row in word_list("sentence_starters"))


def _is_title_before_name(run: list[Word], at: int) -> bool:
    found = title_at(run, at)
    return bool(found and at + found[0] < len(run))


def _is_title_here(run: list[Word], at: int, length: int, piece: list[Word]) -> bool:
    """Tell 'General Kelly' from 'General Motors', 'Justice Roberts' from 'Justice Department'."""
    after = run[at + length : at + length + 3]
    if any(is_key(w.text) or not_names().get(w.text) == "event" for w in after[:2] if is_capital(w)):
        return False
    if after and not is_capital(after[0]) and after[0].text.lower() not in PARTICLES:
        return after[0].text.lower() in ("of", "and", "for") and not is_key(run[at].text)
    word = run[at + length - 1].text
    if (
        not after
        and piece
        and length == 1
        and not word[0].islower()
        and word in ("Father", "Head", "Sister", "Private", "Forward", "Count")
    ):
        return False
    return not (length == 1 and word in surnames() and piece and not after)


def _joins(run: list[Word], at: int, piece: list[Word]) -> bool:
    """Tell whether a connector joins what stands on both sides of it into one name."""
    if not piece:
        return run[at].text.lower() in PARTICLES
    connector = run[at].text.lower()
    heads = [w.text for w in piece]
    if len(heads) == 1 and connector in OF and is_key(heads[0]) and not begins_name(heads[0]):
        return False  # "Exports to the United States", "Nickel on the exchange": such words end names
    organisational = any(is_key(h) for h in heads)
    following = next((w for w in run[at + 1 :] if is_capital(w)), None)
    if following is None:
        return False
    if connector in PARTICLES and connector not in ("e", "y"):
        return True
    if connector == "of":
        return is_key(heads[-1]) or is_key(heads[0])
    if connector in ("for", "on", "to", "in", "the"):
        return (
            any(is_org_key(h) for h in heads)
            and (connector != "in" or "for" in heads)
            and (connector != "the" or run[at - 1].text in OF)
        )
    if connector in ("and", "&"):
        text = following.text
        loose = text.isupper() or text in known_names() or is_org_key(text) or find_states(text) or fold(text) in given_names()
        return connector == "&" or (organisational and any(h in ("of", "for", "on") for h in heads) and not loose)
    return False


def without_states(piece: Piece, states: Covered, organisations: Spans) -> Iterator[Piece]:
    """Leave out the states of a piece, unless they are part of an organisation's or a place's name."""
    listed = piece.words
    inside = [w.start in states for w in listed]
    if not any(inside):
        yield piece
        return
    others = [w for w, i in zip(listed, inside, strict=True) if not i and is_capital(w)]
    if not others:
        return
    shown = " ".join(w.text for w in listed)
    keyed = any(is_key(w.text) for w in others) and not (
        len(others) == 1 and others[0].text in ("Press", "Team", "House", "State", "States")
    )
    if keyed or shown in known_names() or organisations.get(listed[0].start) == listed[-1].end:
        yield piece
        return
    part: list[Word] = []
    title = piece.title
    for word, is_state in zip(listed, inside, strict=True):
        if is_state:
            if part:
                yield from _ended(part, title)
            part, title = [], None
        else:
            part.append(word)
    if part:
        yield from _ended(part, title)


def behind_place(piece: Piece, line: list[Word]) -> Iterator[Piece]:
    """Part the place where an office is held from the name that follows it: "ambassador to London | Alicia Castro"."""
    words = piece.words
    at = next((n for n, word in enumerate(line) if word.start == words[0].start), 0)
    served = at >= 2 and line[at - 1].text in word_lists("claim_words")["serves abroad"] and not line[at].gap.strip()
    for cut in range(min(3, len(words) - 2), 0, -1) if served else ():
        known = known_names().get(" ".join(w.text for w in words[:cut]))
        if known and known.kind == "place" and fold(words[cut].text) in given_names() and title_at(line, at - 2):
            yield Piece(words[:cut], None)
            yield Piece(words[cut:], None)
            return
    yield piece


def _ended(part: list[Word], title: tuple[str, int] | None) -> Iterator[Piece]:
    while part and not is_capital(part[-1]):
        part = part[:-1]
    while part and not is_capital(part[0]):
        part = part[1:]
    if part:
        yield Piece(tuple(part), title)
