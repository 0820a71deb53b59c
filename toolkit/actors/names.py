"""Names of persons, organisations and places: where they stand and which of the three they are.

Runs of capitalised words are cut at titles, states and loose connectors; each piece is weighed:
word lists (given names, places, organisations, words such as Ministry or River), the words
beside it ("in", "spokesman", ", 45,"), the statistical recogniser's proposal, and what the same
words are elsewhere in the article. ``words/name_weights.csv`` holds the weights.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from toolkit.actors.nameevidence import Context, evidence_for, longer_names, title_before
from toolkit.actors.namelists import titles
from toolkit.actors.namepieces import Piece, behind_place, pieces_of, without_states
from toolkit.actors.nameruns import Covered, Word, runs_of, words_in
from toolkit.language import find_states, once
from toolkit.words import word_list

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from toolkit.reading import Article

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


@cache
def _weights() -> Mapping[str, tuple[float, float, float]]:
    return {
        row["evidence"]: (float(row["person"]), float(row["organisation"]), float(row["place"]))
        for row in word_list("name_weights")
    }


def find_names(article: Article, doc: Doc) -> list[Name]:
    """Find names of persons, organisations and places, in order, without overlap.

    States on their own are left to ``find_states``; a state within a name ("Bank of China")
    belongs to the name. Titles are not part of a person's name but given with it.
    Not found: names in small letters, and names that nothing speaks for.
    """

    def made() -> list[Name]:
        names = _decided(article.text, [(p, _sums(e), e) for p, e in weighed_pieces(article, doc)])
        opens = article.dateline[0] if article.dateline else -1  # what a dateline begins with is a place
        return [n._replace(kind="place", reason="dateline") if n.start == opens else n for n in names]

    return list(once(doc, "names", made))


def weighed_pieces(article: Article, doc: Doc) -> list[tuple[Piece, list[str]]]:
    """Return the pieces that may be names, each with the evidence for what it is."""
    states = Covered(find_states(article.text))
    proposed = {(e.start_char, e.end_char): LABELS[e.label_] for e in doc.ents if e.label_ in LABELS}
    organisations = {start: end for (start, end), kind in proposed.items() if kind == "organisation"}
    begins = {start for start, _ in proposed}
    found: list[tuple[Piece, list[Word]]] = []
    for line in words_in(article, doc, organisations):
        for run in runs_of(line):
            for piece in pieces_of(run, states, begins, organisations):
                parts = (part for whole in without_states(piece, states, organisations) for part in behind_place(whole, line))
                for part in parts:
                    if _is_office(part, line):
                        continue
                    if part.words[0].text == "the" and len(part.words) > 1:
                        part = Piece(part.words[1:], part.title)
                    if len(part.words) > 1 or not re.fullmatch(r"[A-Z]\.?", part.words[0].text):
                        title = part.title or title_before(line, part.words[0].start)
                        found.append((Piece(part.words, title), line))
    full = longer_names([piece for piece, _ in found])
    headlines = {id(line): _is_headline(article.text, line) for _, line in found}
    return [
        (piece, evidence_for(piece, Context(article, doc, line, proposed, full)) + ["headline"] * headlines[id(line)])
        for piece, line in found
    ]


def _is_office(piece: Piece, line: list[Word]) -> bool:
    """Tell a title that stands for no name: "Israeli Ambassador to the UN"."""
    role, rank = titles().get(" ".join(w.text for w in piece.words).lower(), ("", ""))
    after = next((w for w in line if w.start > piece.words[-1].start), None)
    return bool(role) and rank != "courtesy" and after is not None and after.text in ("to", "for", "of") and after.gap == " "


def _is_headline(text: str, line: list[Word]) -> bool:
    """Tell whether a line is set in capitals; a sentence full of names is not."""
    capitals, words = sum(w.text[0].isupper() for w in line), sum(w.text[0].isalpha() for w in line)
    return len(line) >= 5 and capitals > 0.6 * words and not _ENDED.match(text, line[-1].end)


_ENDED = re.compile(r"[”\"'’)]*[.!?;:,]")
_NOTHING = (0.0, 0.0, 0.0)  # of evidence too rare to weigh


def _sums(evidence: list[str]) -> dict[str, float]:
    totals = dict(zip(KINDS, _weights()["any name"], strict=True))
    for item in evidence:
        for kind, weight in zip(KINDS, _weights().get(item, _NOTHING), strict=True):
            totals[kind] += weight
    return totals


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
        reason = max(evidence, key=lambda e: _weights().get(e, _NOTHING)[KINDS.index(kind)], default="")
        role, title_start = piece.title if piece.title and kind == "person" else ("", -1)
        names.append(Name(piece.words[0].start, _with_junior(text, piece.words[-1].end, kind), kind, reason, role, title_start))
    return names
