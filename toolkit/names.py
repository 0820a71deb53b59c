"""Names of persons, organisations and places: where they stand and which of the three they are.

Runs of capitalised words are cut at titles, states and loose connectors; each piece is weighed:
word lists (given names, places, organisations, words such as Ministry or River), the words
beside it ("in", "spokesman", ", 45,"), the statistical recogniser's proposal, and what the same
words are elsewhere in the article. ``words/name_weights.csv`` holds the weights.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Set
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from toolkit.language import once
from toolkit.states import StateForm, find_states
from toolkit.words import words

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from toolkit.articles import Article

KINDS = ("person", "organisation", "place")
LABELS = {"PERSON": "person", "PER": "person", "ORG": "organisation", "PLACE": "place", "LOC": "place", "GPE": "place"}


class Name(NamedTuple):
    """A name at the characters ``start`` to ``end``, with the title before it if it has one."""

    start: int
    end: int
    kind: str
    reason: str
    title: str = ""  # canonical role, such as 'foreign minister'; '' for none or a courtesy title
    title_start: int = -1


class Word(NamedTuple):
    """A word as written, without 's; ``gap`` is what stands before it."""

    start: int
    end: int
    text: str
    gap: str
    tag: str
    first: bool  # opens a sentence or a quotation


class _Covered:
    """The characters that states cover."""

    def __init__(self, states: list[StateForm]) -> None:
        self._starts = [s.start for s in states]
        self._ends = [s.end for s in states]

    def __contains__(self, offset: int) -> bool:
        at = bisect_right(self._starts, offset) - 1
        return at >= 0 and offset < self._ends[at]


class Known(NamedTuple):
    """What the word lists know of a name."""

    kind: str
    name: str
    country: str
    also_person: bool


_WORD = re.compile(
    r"(?:[A-Z]\.){2,}|(?:St|Ste|Mr|Mrs|Ms|Dr|Drs|Prof|Sen|Sens|Rep|Reps|Gov|Gen|Lt|Maj|Col|Capt|Sgt|Cpl|Cmdr|Adm|Brig|Rev|Fr|Hon|Amb"
    r"|Mt|Ft|Jr|Sr|Det|Supt|Engr|Smt|Messrs|Inc|Corp|Co|Ltd|Bros|Dept|Assn|[A-Z])\.(?=\s|$)"
    r"|[^\W\d_](?:[\w]|[-‑&’'](?=\w)|\.(?=[a-zA-Z]\w))*\+?|\d[\d.,]*\w*"
)
_CUT_TAIL = re.compile(r"(?:['’]s|['’])$", re.IGNORECASE)
_HYPHEN_TAIL = re.compile(
    r"[-‑](?:based|led|backed|born|bound|controlled|style|owned|run|made|occupied|held|wide|era|area|linked|listed|brokered|imposed|"
    r"sponsored|funded|friendly|trained|educated|speaking|dominated|aligned|registered|headquartered|related|wing|installed|ruled|"
    r"supported|mediated|appointed|administered|origin|built|designed|style|like|type|only|elect|turned|inspired|affiliated|allied|"
    r"approved|initiated|hosted|chaired|native|raised|trade|wide|old|year|time|minded|centric|free)$"
)
PARTICLES = frozenset(
    "de da do dos das del della di du la le les van von der den ten ter bin ibn bint al el ul ud y e zu af av ben abu abd of".split()
) - {"of"}
_OF = frozenset(("of", "for", "on", "in", "and", "the", "to", "&", "de", "des"))


def fold(name: str) -> str:
    """Return a name without accents, as the lists of persons' names have it."""
    plain = name.translate(str.maketrans("łŁøØđĐıßæÆ", "lLoOdDisaA"))
    return "".join(c for c in unicodedata.normalize("NFD", plain) if not unicodedata.combining(c))


@cache
def given_names() -> frozenset[str]:
    """Return the given names of ``words/given_names.csv``."""
    return frozenset(row["name"] for row in words("given_names"))


@cache
def surnames() -> frozenset[str]:
    """Return the surnames of ``words/surnames.csv``."""
    return frozenset(row["name"] for row in words("surnames"))


@cache
def common_words() -> frozenset[str]:
    """Return everyday words, in small letters."""
    return frozenset(row["word"] for row in words("common_words"))


@cache
def titles() -> Mapping[str, tuple[str, str]]:
    """Return titles in lower case, each with (role, rank)."""
    return {row["title"].lower(): (row["role"], row["rank"]) for row in words("titles")}


@cache
def known_names() -> Mapping[str, Known]:
    """Return the places and organisations that the word lists know."""
    found: dict[str, Known] = {}
    for row in words("organisations"):
        for form in (row["name"], *filter(None, row["forms"].split("|"))):
            found[form] = Known("organisation", row["name"], row["country"], False)
    for row in words("not_states"):
        found.setdefault(row["form"], Known(row["kind"], row["form"], row["country"], False))
    for row in words("places"):
        found.setdefault(row["name"], Known("place", row["name"], row["country"], row["also_person"] == "yes"))
    for form, known in list(found.items()):
        if "'" in form:
            found.setdefault(form.replace("'", "’"), known)
    return found


@cache
def _key_words(name: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return the words of a list that may stand anywhere or first, and those that may stand last."""
    rows = words(name)
    return (
        frozenset(r["word"] for r in rows if r["where"] in ("any", "first")),
        frozenset(r["word"] for r in rows if r["where"] in ("any", "last")),
    )


@cache
def _not_names() -> Mapping[str, str]:
    return {row["form"]: row["kind"] for row in words("not_names")}


@cache
def _weights() -> Mapping[str, tuple[float, float, float]]:
    return {
        row["evidence"]: (float(row["person"]), float(row["organisation"]), float(row["place"])) for row in words("name_weights")
    }


@cache
def _beside() -> Mapping[str, Mapping[str, str]]:
    """Return evidence by neighbouring word: ``before`` and ``after``."""
    found: dict[str, dict[str, str]] = {"before": {}, "after": {}}
    for row in words("name_neighbours"):
        for word in row["words"].split("|"):
            found[row["side"]][word] = row["evidence"]
    return found


# --- words and runs ------------------------------------------------------------


def _words_in(article: Article, doc: Doc) -> Iterator[list[Word]]:
    """Yield the words of each sentence that is not page furniture."""
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
            if tail := _CUT_TAIL.search(shown):
                cut = tail.start()
            if tail := _HYPHEN_TAIL.search(shown[:cut]):
                cut = tail.start()
            pieces = _at_states(text, match.start(), match.start() + cut)
            for s, e in pieces:
                gap = text[at:s]
                token = doc[max(bisect_right(begins, s) - 1, 0)]
                opens = not line or bool(re.search(r"[“\"‘:—–]\s*$|[.!?]\s*$", gap))
                line.append(Word(s, e, text[s:e], gap, token.tag_, opens))
                at = e
            if cut < len(shown):  # what is cut off stands in the next word's gap
                at = match.start() + cut
        yield line


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


def _capital(word: Word) -> bool:
    text = word.text
    return text[0].isupper() or (len(text) > 2 and any(c.isupper() for c in text[1:])) or text in known_names()


def _runs(line: list[Word]) -> Iterator[list[Word]]:
    """Yield runs of capitalised words, connectors between them kept."""
    run: list[Word] = []
    for number, word in enumerate(line):
        joined = bool(run) and (word.gap.strip(" \t\u00a0") == "" and word.gap != "" and "\n\n" not in word.gap or word.gap == " & ")
        if not joined and run:
            yield _trimmed(run)
            run = []
        if _capital(word) or (word.text.isdigit() and run and len(word.text) < 3):
            run.append(word)
        elif run and word.text.lower() in PARTICLES | _OF and _goes_on(line, number):
            run.append(word)
        elif not run and word.text in ("al", "bin", "van", "von", "de", "al-") and _goes_on(line, number) and not word.first:
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
        if _capital(word):
            return True
        if word.text.lower() not in PARTICLES | _OF:
            return False
    return False


def _trimmed(run: list[Word]) -> list[Word]:
    while run and not _capital(run[-1]) and not run[-1].text.isdigit():
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


def _is_key(word: str) -> bool:
    organisation, place = _key_words("organisation_words"), _key_words("place_words")
    return word in organisation[0] or word in organisation[1] or word in place[0] or word in place[1]


def _is_org_key(word: str) -> bool:
    first, last = _key_words("organisation_words")
    return word in first or word in last


def _pieces(run: list[Word], states: _Covered, proposed: Set[int]) -> Iterator[Piece]:
    """Cut a run into pieces that may be names."""
    piece: list[Word] = []
    title: tuple[str, int] | None = None
    at = 0
    while at < len(run):
        word = run[at]
        if not piece and word.first and _opens_sentence_only(run, at, states, proposed):
            at += 1
            continue
        if length := _known_at(run, at, 2):
            following = run[at + length].text if at + length < len(run) else ""
            if piece and not _capital(piece[-1]):  # University of North Carolina
                piece += run[at : at + length]
                at += length
                continue
            if not _is_key(following) or _is_title_before_name(run, at + length):
                if piece:
                    yield Piece(tuple(piece), title)
                if known_names()[" ".join(w.text for w in run[at : at + length])].kind != "none":
                    yield Piece(tuple(run[at : at + length]), None if piece else title)
                piece, title, at = [], None, at + length
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
        if _not_names().get(word.text) == "word" and (word.text not in _MONTH_NAMES or _is_month(run, at)):
            if piece:
                yield Piece(tuple(piece), title)
            piece, title = [], None
            at += 1
            continue
        if not _capital(word) and not word.text.isdigit() and not _joins(run, at, piece):
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
    return not any(_capital(w) and w.tag in ("NNP", "NNPS") for w in run[max(at - 1, 0) : at] + run[at + 1 : at + 2])


def _opens_sentence_only(run: list[Word], at: int, states: _Covered, proposed: Set[int]) -> bool:
    """Tell whether a word is in capitals only because it opens the sentence."""
    word = run[at]
    if word.start in states or title_at(run, at) or word.text.isupper() and len(word.text) > 1:
        return False
    follows = at + 1 < len(run) and _capital(run[at + 1])
    if word.tag in ("NNP", "NNPS") or word.start in proposed:
        return word.text.lower() in _starters() or (word.text.lower() in common_words() and not follows)
    if word.text in known_names() and word.tag in ("NN", "NNS", "JJ"):
        return False
    plain = fold(word.text)
    named = plain in given_names() or plain in surnames()
    if _known_at(run, at, 2) or (_is_key(word.text) and at + 1 < len(run)):
        return False
    if word.text.lower() in _starters():
        return True
    return not (named and (follows or word.tag in ("NN", "NNS", "FW", "UH")))


@cache
def _starters() -> frozenset[str]:
    return frozenset(row["word"].lower() for row in words("sentence_starters"))


def _is_title_before_name(run: list[Word], at: int) -> bool:
    found = title_at(run, at)
    return bool(found and at + found[0] < len(run))


def _is_title_here(run: list[Word], at: int, length: int, piece: list[Word]) -> bool:
    """Tell 'General Kelly' from 'General Motors', 'Justice Roberts' from 'Justice Department'."""
    after = run[at + length : at + length + 3]
    if any(_is_key(w.text) or _not_names().get(w.text) == "event" for w in after[:2] if _capital(w)):
        return False
    if after and not _capital(after[0]) and after[0].text.lower() not in PARTICLES:
        return after[0].text.lower() in ("of", "and", "for") and not _is_key(run[at].text)
    word = run[at + length - 1].text
    if not after and piece and length == 1 and not word[0].islower() and word in ("Father", "Head", "Sister", "Private", "Forward", "Count"):
        return False
    return not (length == 1 and word in surnames() and piece and not after)


def _joins(run: list[Word], at: int, piece: list[Word]) -> bool:
    """Tell whether a connector joins what stands on both sides of it into one name."""
    if not piece:
        return run[at].text.lower() in PARTICLES
    connector = run[at].text.lower()
    heads = [w.text for w in piece]
    organisational = any(_is_key(h) for h in heads)
    following = next((w for w in run[at + 1 :] if _capital(w)), None)
    if following is None:
        return False
    if connector in PARTICLES and connector not in ("e", "y"):
        return True
    if connector == "of":
        return _is_key(heads[-1]) or _is_key(heads[0])
    if connector in ("for", "on", "to", "in", "the"):
        return any(_is_org_key(h) for h in heads) and (connector != "in" or "for" in heads) and (connector != "the" or run[at - 1].text in _OF)
    if connector in ("and", "&"):
        text = following.text
        loose = text.isupper() or text in known_names() or _is_org_key(text) or find_states(text) or fold(text) in given_names()
        return connector == "&" or (organisational and any(h in ("of", "for", "on") for h in heads) and not loose)
    return False


# --- weighing ------------------------------------------------------------------


def _evidence(piece: Piece, article: Article, doc: Doc, line: list[Word], proposed: Mapping[tuple[int, int], str]) -> list[str]:
    """Return the names of the pieces of evidence for what a piece is."""
    listed = piece.words
    text = article.text
    start, end = listed[0].start, listed[-1].end
    shown = " ".join(w.text for w in listed)
    found: list[str] = []
    if piece.title is not None:
        found.append("title before")
    known = known_names().get(shown)
    if known and known.kind != "none":
        found.append("known place that is a person's name too" if known.also_person else f"known {known.kind}")
    organisation, place = _key_words("organisation_words"), _key_words("place_words")
    names = [w.text for w in listed]
    if names[-1] in organisation[1] and len(names) > 1 or any(n in organisation[0] for n in names):
        found.append("organisation word")
    if names[-1] in place[1] and len(names) > 1 or (names[0] in place[0] and len(names) > 1):
        found.append("place word")
    folded = [fold(n) for n in names if n[0].isupper()]
    if folded:
        given, family = folded[0] in given_names(), folded[-1] in surnames()
        if len(folded) > 1:
            if given and family:
                found.append("given name and surname")
            elif given:
                found.append("given name")
            elif family or folded[0] in surnames():
                found.append("surname")
        elif given or family:
            found.append("single given name" if given else "single surname")
    if all(n.lower() in common_words() for n in names if n[0].isupper()):
        found.append("everyday words")
    if any(re.fullmatch(r"[A-Z]\.", n) for n in names):
        found.append("initial")
    if len(names) > 1 and names[-1] in ("Jr.", "Sr.", "Jr", "II", "III", "IV"):
        found.append("Jr")
    if len(names) == 1 and shown.isupper() and 1 < len(shown) < 7:
        found.append("acronym")
    if re.search(r"[a-z][A-Z]|&|\d", shown) and not re.match(r"(?:Mc|Mac|De|La|Di|Le|Van|O['’])[A-Z]", names[-1]):
        found.append("mixed letters")
    found.append(("one word", "two words", "three words", "many words")[min(len(folded), 4) - 1] if folded else "one word")
    if not (known or folded and (folded[0] in given_names() or folded[-1] in surnames())):
        found.append("in no list")
        if ending := _ENDING.search(names[-1]):
            found.append(f"ending like a {'place' if ending['place'] else 'person'}'s")
    before = next((w for w in reversed(line) if w.end <= start), None)
    if before and text[before.end : start].strip(" \t\n“\"‘'’s") == "":
        if side := _beside()["before"].get(before.text.lower()):
            found.append(side)
        elif before.text.lower() in ("of", "by", "with", "and", "for", "a", "an", "as", "that"):
            found.append(f"after {'a' if before.text.lower() == 'an' else before.text.lower()}")
        if before.text.lower() == "the":
            found.append("after the")
    after = text[end : end + 40]
    if re.match(r",? \(?(?:aged )?\d\d\b(?!\.\d| (?:per|million|billion|percent))", after):
        found.append("age after")
    if re.match(r",? who\b", after):
        found.append("who after")
    if re.match(r"\s\((?:[A-Z][A-Za-z-]{1,9})\)", after):
        found.append("acronym after")
    if re.match(r"[-‑](?:based|born|area|wide)\b", after):
        found.append("based after")
    if following := re.match(r"(?:['’]s?)?\s([a-z][\w-]*)", after):
        if side := _beside()["after"].get(following[1]):
            found.append(side)
    if comma := re.match(r",\s((?:[A-Z][\w.]+\s?){1,3})", after):
        place_after = comma[1].strip().rstrip(",")
        if find_states(place_after) or (k := known_names().get(place_after)) and k.kind == "place" or place_after.endswith("."):
            found.append("place after comma")
    if _not_names().get(names[-1]) == "event" or (len(names) > 1 and names[-1] in ("I", "II") and _not_names().get(names[-2]) == "event"):
        found.append("event word")
    if _not_names().get(names[-1]) == "people" and len(names) == 1:
        found.append("people word")
    if start and text[start - 1] in "“\"‘" and text[end : end + 1] in ("”", '"', "’"):
        found.append("in quotation marks")
    label = proposed.get((start, end))
    if label:
        found.append(f"recognised {label}")
    else:
        overlap = [(e - s, v) for (s, e), v in proposed.items() if s < end and start < e]
        if overlap:
            found.append(f"partly recognised {max(overlap)[1]}")
    if listed[0].first:
        found.append("opens the sentence")
    if not label and all(w.tag not in ("NNP", "NNPS") for w in listed):
        found.append("not tagged a name")
    elif any(w.tag in ("NNPS",) for w in listed):
        found.append("tagged plural")
    if re.match(r"['’]s?\b", after):
        found.append("possessor")
    if role := _grammar(doc, start, end):
        found.append(role)
    if re.match(r"[-‑–/]\w", after) or (start and text[start - 1] in "-‑–/"):
        found.append("joined by a hyphen")
    if re.match(r"\s\d", after):
        found.append("number after")
    return found


_ENDING = re.compile(
    r"(?P<place>stan|land|lands|burg|burgh|berg|ville|town|ford|shire|grad|abad|pur|pore|ia|polis|mouth|bury|chester|dorf|heim|city)$"
    r"|(?:ov|ova|ev|eva|sky|skyy|skiy|ski|ska|enko|yan|ian|son|sen|sson|ez|es|vich|vić|ić|ic|oglu|dze|shvili|wala|ullah|uddin|inho|otti|elli|ini|escu|opoulos|idis|akis|man|mann|stein)$"
)


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


def _title_before(line: list[Word], start: int) -> tuple[str, int] | None:
    """Return the title in small letters that ends right before ``start`` ("spokesman John Kirby")."""
    near = [w for w in line if w.end <= start][-4:]
    for at in range(len(near)):
        if any(w.gap.strip() for w in near[at + 1 :]) or any(w.text.lower() != w.text for w in near[at:]):
            continue
        phrase = " ".join(w.text for w in near[at:])
        if phrase in titles() and titles()[phrase][1] != "courtesy":
            return titles()[phrase][0], near[at].start
    return None


def find_names(article: Article, doc: Doc) -> list[Name]:
    """Find names of persons, organisations and places, in order, without overlap.

    States on their own are left to ``find_states``; a state within a name ("Bank of China")
    belongs to the name. Titles are not part of a person's name but given with it.
    Not found: names in small letters, and names that nothing speaks for.
    """
    return once(doc, "names", lambda: _decided(article.text, [(p, _sums(e), e) for p, e in weighed_pieces(article, doc)]))


def weighed_pieces(article: Article, doc: Doc) -> list[tuple[Piece, list[str]]]:
    """Return the pieces that may be names, each with the evidence for what it is."""
    states = _Covered(find_states(article.text))
    proposed = {(e.start_char, e.end_char): LABELS[e.label_] for e in doc.ents if e.label_ in LABELS}
    found: list[tuple[Piece, list[str]]] = []
    for line in _words_in(article, doc):
        capitals = sum(w.text[0].isupper() for w in line)
        headline = len(line) >= 5 and capitals > 0.6 * sum(w.text[0].isalpha() for w in line)
        for run in _runs(line):
            for piece in _pieces(run, states, {start for start, _ in proposed}):
                for part in _without_states(piece, states):
                    if len(part.words) == 1 and re.fullmatch(r"[A-Z]\.?", part.words[0].text):
                        continue
                    title = part.title or _title_before(line, part.words[0].start)
                    part = Piece(part.words, title)
                    evidence = _evidence(part, article, doc, line, proposed)
                    if headline:
                        evidence.append("headline")
                    found.append((part, evidence))
    return found


def _sums(evidence: list[str]) -> dict[str, float]:
    totals = dict(zip(KINDS, _weights()["any name"], strict=True))
    for item in evidence:
        for kind, weight in zip(KINDS, _weights()[item], strict=True):
            totals[kind] += weight
    return totals


def _without_states(piece: Piece, states: _Covered) -> Iterator[Piece]:
    """Leave out the states of a piece, unless they are part of an organisation's or a place's name."""
    listed = piece.words
    inside = [w.start in states for w in listed]
    if not any(inside):
        yield piece
        return
    others = [w for w, i in zip(listed, inside, strict=True) if not i and _capital(w)]
    if not others:
        return
    shown = " ".join(w.text for w in listed)
    keyed = any(_is_key(w.text) for w in others) and not (len(others) == 1 and others[0].text in ("Press", "Team", "House", "State", "States"))
    if keyed or shown in known_names():
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
    while part and not _capital(part[-1]):
        part = part[:-1]
    while part and not _capital(part[0]):
        part = part[1:]
    if part:
        yield Piece(tuple(part), title)


def _with_junior(text: str, end: int, kind: str) -> int:
    """Return where a name ends with the ", Jr." that may follow it."""
    junior = re.match(r",? (?:Jr|Sr)\b\.?", text[end:]) if kind == "person" else None
    return end + junior.end() if junior else end


LEAST = 0.0  # a piece that nothing speaks for by more than this is no name


def _decided(text: str, weighed: list[tuple[Piece, dict[str, float], list[str]]]) -> list[Name]:
    """Decide each piece from its own evidence and from what its words are elsewhere in the article."""
    kinds: dict[str, Counter[str]] = {}
    family: Counter[str] = Counter()
    for piece, totals, _ in weighed:
        shown = " ".join(w.text for w in piece.words)
        tally = kinds.setdefault(shown, Counter())
        for kind, weight in totals.items():
            tally[kind] += weight  # type: ignore[assignment]
        if len(piece.words) > 1 and totals["person"] >= 3 and totals["person"] == max(totals.values()):
            family.update({piece.words[-1].text, piece.words[0].text, " ".join(w.text for w in piece.words[1:])})
    count = Counter(" ".join(w.text for w in p.words) for p, _, _ in weighed)
    names: list[Name] = []
    for piece, totals, evidence in weighed:
        shown = " ".join(w.text for w in piece.words)
        own = 0.6 if len(piece.words) == 1 else 0.3
        more = 0.3 * min(count[shown] - 1, 3)  # what is often there is a name
        totals = {k: own * v + (1 - own) * kinds[shown][k] / count[shown] + (more if v > 0.5 else 0) for k, v in totals.items()}
        if shown in family and len(piece.words) <= 2:
            totals["person"] += 3.0
            evidence = [*evidence, "full name elsewhere"]
        kind = max(KINDS, key=lambda k: totals[k])
        if totals[kind] < LEAST:
            continue
        reason = max(evidence, key=lambda e: _weights()[e][KINDS.index(kind)], default="")
        role, title_start = piece.title if piece.title and kind == "person" else ("", -1)
        names.append(Name(piece.words[0].start, _with_junior(text, piece.words[-1].end, kind), kind, reason, role, title_start))
    return names
