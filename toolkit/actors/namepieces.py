"""Runs of capitalised words, cut at titles, states and loose connectors into what may be names."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Set
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from toolkit.actors.namelists import (
    PARTICLES,
    begins_name,
    common_words,
    fold,
    given_names,
    inside_words,
    is_key,
    is_org_key,
    known_names,
    not_names,
    surnames,
    titles,
)
from toolkit.language import StateForm, find_states
from toolkit.words import word_list

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from toolkit.reading import Article


class Word(NamedTuple):
    """A word as written, without 's; ``gap`` is what stands before it."""

    start: int
    end: int
    text: str
    gap: str
    tag: str  # "" for a word in small letters
    first: bool  # opens a sentence or a quotation


class Covered:
    """The characters that states cover."""

    def __init__(self, states: list[StateForm]) -> None:
        self._starts = [s.start for s in states]
        self._ends = [s.end for s in states]

    def __contains__(self, offset: int) -> bool:
        at = bisect_right(self._starts, offset) - 1
        return at >= 0 and offset < self._ends[at]


_WORD = re.compile(
    r"(?:[A-Z]\.){2,}|(?:St|Ste|Mr|Mrs|Ms|Dr|Drs|Prof|Sen|Sens|Rep|Reps|Gov|Gen|Lt|Maj|Col|Capt|Sgt|Cpl|Cmdr|Adm|Brig|Rev|Fr|Hon|Amb"
    r"|Mt|Ft|Jr|Sr|Det|Supt|Engr|Smt|Messrs|Inc|Corp|Co|Ltd|Bros|Dept|Assn|[A-Z])\.(?=\s|$)"
    r"|[^\W\d_](?:[\w]|[-‑&’'](?=\w)|\.(?=[a-zA-Z]\w))*\+?|\d[\d.,]*\w*"
)
_CUT_TAIL = re.compile(r"(?:['’]s|['’])$", re.IGNORECASE)
_HYPHEN_TAIL = re.compile(
    r"[-‑](?:based|led|backed|born|bound|controlled|style|owned|run|made|occupied|held|wide|era|area|linked|listed|brokered|imposed|"
    r"sponsored|funded|friendly|trained|educated|speaking|dominated|aligned|registered|headquartered|related|wing|installed|ruled|"
    r"supported|mediated|appointed|administered|origin|built|designed|style|like|type|only|turned|inspired|affiliated|allied|"
    r"approved|initiated|hosted|chaired|native|raised|trade|wide|old|year|time|minded|centric|free)$"
)
_OF = frozenset(("of", "for", "on", "in", "and", "the", "to", "&", "de", "des"))


# --- words and runs ------------------------------------------------------------


Spans = Mapping[int, int]  # where each begins, and where it ends


def words_in(article: Article, doc: Doc, organisations: Spans) -> Iterator[list[Word]]:
    """Yield the words of each sentence that is not page furniture.

    The 's of a word is cut, but not within an organisation that the recogniser proposes
    ("Republican People's Party") nor behind words that stand so in names.
    """
    text = article.text
    begins = [token.idx for token in doc]
    for start, end in article.sentences:
        if article.part_at(start) == "furniture":
            continue
        line: list[Word] = []
        at = start
        for match in _WORD.finditer(text, start, end):
            shown = match[0]
            cut = len(shown)
            if text[match.end() : match.end() + 2] in ("' ", "’ ") and _owned_within(text, match.start(), match.end() + 1, {}):
                line.append(Word(match.start(), match.end() + 1, shown + "'", text[at : match.start()], "NNP", not line))
                at = match.end() + 1  # Farmers' Association
                continue
            if shown.isalpha() and shown.islower():  # most words: nothing to cut, no tag needed
                gap = text[at : match.start()]
                line.append(Word(match.start(), match.end(), shown, gap, "", not line or _opens(gap)))
                at = match.end()
                continue
            if (tail := _CUT_TAIL.search(shown)) and not _owned_within(text, match.start(), match.end(), organisations):
                cut = tail.start()
            if tail := _HYPHEN_TAIL.search(shown[:cut]):
                cut = tail.start()
            pieces = _at_states(text, match.start(), match.start() + cut)
            for s, e in pieces:
                gap = text[at:s]
                token = doc[max(bisect_right(begins, s) - 1, 0)]
                line.append(Word(s, e, text[s:e], gap, token.tag_, not line or _opens(gap)))
                at = e
            if cut < len(shown):  # what is cut off stands in the next word's gap
                at = match.start() + cut
        yield line


_OPENS = re.compile(r"[“\"‘:—–.!?]\s*$")


def _opens(gap: str) -> bool:
    return gap != " " and _OPENS.search(gap) is not None


def _owned_within(text: str, start: int, end: int, organisations: Spans) -> bool:
    """Tell whether a word ends in 's within a name: "People's Party", "Farmers' Union"."""
    if not re.match(r" [A-Z]", text[end : end + 2]):
        return False
    if text[start:end].replace("’", "'") in inside_words():
        return True
    return any(s <= start and end < e for s, e in organisations.items()) and not find_states(text[start:end])


def _at_states(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Cut 'China-Russia' and 'Sino-Russian' at the hyphen, not 'Guinea-Bissau' or 'Jong-un'."""
    shown = text[start:end]
    if not re.search(r"[-‑–]", shown):
        return [(start, end)]
    states = find_states(shown)
    if not states or (len(states) == 1 and (states[0].start, states[0].end) == (0, len(shown))):
        return [(start, end)]
    if len(states) == 1 and shown in known_names():
        return [(start, end)]
    return [(start + m.start(), start + m.end()) for m in re.finditer(r"[^-‑–]+", shown)]


def is_capital(word: Word) -> bool:
    """Tell whether a word is written as a name is."""
    text = word.text
    return (
        text[0].isupper() or (len(text) > 2 and not text.islower() and any(c.isupper() for c in text)) or text in known_names()
    )


def runs_of(line: list[Word]) -> Iterator[list[Word]]:
    """Yield runs of capitalised words, connectors between them kept."""
    run: list[Word] = []
    for number, word in enumerate(line):
        joined = bool(run) and (
            (word.gap.strip(" \t\u00a0") == "" and word.gap != "" and "\n\n" not in word.gap) or word.gap == " & "
        )
        if not joined and run:
            yield _trimmed(run)
            run = []
        if (
            is_capital(word)
            or (word.text.isdigit() and run and len(word.text) < 3)
            or (run and word.text.lower() in PARTICLES | _OF and _goes_on(line, number))
            or (not run and word.text in ("al", "bin", "van", "von", "de", "al-") and _goes_on(line, number) and not word.first)
        ):
            run.append(word)
        elif run:
            yield _trimmed(run)
            run = []
    if run:
        yield _trimmed(run)


def _goes_on(line: list[Word], number: int) -> bool:
    for word in line[number + 1 : number + 4]:
        if word.gap.strip():
            return False
        if is_capital(word):
            return True
        if word.text.lower() not in PARTICLES | _OF:
            return False
    return False


def _trimmed(run: list[Word]) -> list[Word]:
    while run and not is_capital(run[-1]) and not run[-1].text.isdigit():
        run = run[:-1]
    return run


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


_MONTH_NAMES = frozenset(("March", "April", "May", "June", "August"))


def _is_month(run: list[Word], at: int) -> bool:
    """Tell the month from Theresa May, April Jones and June Smith."""
    word = run[at]
    if word.text == "August" or word.tag not in ("NNP", "NNPS"):
        return True
    return not any(is_capital(w) and w.tag in ("NNP", "NNPS") for w in run[max(at - 1, 0) : at] + run[at + 1 : at + 2])


def _opens_sentence_only(run: list[Word], at: int, states: Covered, proposed: Set[int]) -> bool:
    """Tell whether a word is in capitals only because it opens the sentence."""
    word = run[at]
    if word.start in states or title_at(run, at) or (word.text.isupper() and len(word.text) > 1):
        return False
    follows = at + 1 < len(run) and is_capital(run[at + 1])
    if word.tag in ("NNP", "NNPS") or word.start in proposed:
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
    if len(heads) == 1 and connector in _OF and is_key(heads[0]) and not begins_name(heads[0]):
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
            and (connector != "the" or run[at - 1].text in _OF)
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


def _ended(part: list[Word], title: tuple[str, int] | None) -> Iterator[Piece]:
    while part and not is_capital(part[-1]):
        part = part[:-1]
    while part and not is_capital(part[0]):
        part = part[1:]
    if part:
        yield Piece(tuple(part), title)
