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

from toolkit.language import once
from toolkit.namelists import common_words, fold, given_names, key_words, known_names, not_names, surnames, titles
from toolkit.namepieces import Covered, Piece, Word, pieces_of, runs_of, without_states, words_in
from toolkit.states import find_states
from toolkit.words import word_list

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


@cache
def _weights() -> Mapping[str, tuple[float, float, float]]:
    return {
        row["evidence"]: (float(row["person"]), float(row["organisation"]), float(row["place"]))
        for row in word_list("name_weights")
    }


@cache
def _beside() -> Mapping[str, Mapping[str, str]]:
    """Return evidence by neighbouring word: ``before`` and ``after``."""
    found: dict[str, dict[str, str]] = {"before": {}, "after": {}}
    for row in word_list("name_neighbours"):
        for word in row["words"].split("|"):
            found[row["side"]][word] = row["evidence"]
    return found


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
    organisation, place = key_words("organisation_words"), key_words("place_words")
    names = [w.text for w in listed]
    if (names[-1] in organisation[1] and len(names) > 1) or any(n in organisation[0] for n in names):
        found.append("organisation word")
    if (names[-1] in place[1] and len(names) > 1) or (names[0] in place[0] and len(names) > 1):
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
    if not (known or (folded and (folded[0] in given_names() or folded[-1] in surnames()))):
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
    if re.match(r",? \(?(?:aged |now )?\d\d\b(?!\.\d| (?:per|million|billion|percent))", after):
        found.append("age after")
    if re.match(r",? who\b", after):
        found.append("who after")
    if re.match(r"\s\((?:[A-Z][A-Za-z-]{1,9})\)", after):
        found.append("acronym after")
    if re.match(r"[-‑](?:based|born|area|wide)\b", after):
        found.append("based after")
    if (following := re.match(r"(?:['’]s?)?\s([a-z][\w-]*)", after)) and (side := _beside()["after"].get(following[1])):
        found.append(side)
    if comma := re.match(r",\s((?:[A-Z][\w.]+\s?){1,3})", after):
        place_after = comma[1].strip().rstrip(",")
        if (
            find_states(place_after)
            or ((k := known_names().get(place_after)) and k.kind == "place")
            or place_after.endswith(".")
        ):
            found.append("place after comma")
    if not_names().get(names[-1]) == "event" or (
        len(names) > 1 and names[-1] in ("I", "II") and not_names().get(names[-2]) == "event"
    ):
        found.append("event word")
    if not_names().get(names[-1]) == "people" and len(names) == 1:
        found.append("people word")
    if start and text[start - 1] in '“"‘' and text[end : end + 1] in ("”", '"', "’"):
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

    def made() -> list[Name]:
        names = _decided(article.text, [(p, _sums(e), e) for p, e in weighed_pieces(article, doc)])
        opens = article.dateline[0] if article.dateline else -1  # what a dateline begins with is a place
        return [n._replace(kind="place", reason="dateline") if n.start == opens else n for n in names]

    return once(doc, "names", made)


def weighed_pieces(article: Article, doc: Doc) -> list[tuple[Piece, list[str]]]:
    """Return the pieces that may be names, each with the evidence for what it is."""
    states = Covered(find_states(article.text))
    proposed = {(e.start_char, e.end_char): LABELS[e.label_] for e in doc.ents if e.label_ in LABELS}
    found: list[tuple[Piece, list[str]]] = []
    for line in words_in(article, doc):
        capitals = sum(w.text[0].isupper() for w in line)
        headline = len(line) >= 5 and capitals > 0.6 * sum(w.text[0].isalpha() for w in line)
        for run in runs_of(line):
            for piece in pieces_of(run, states, {start for start, _ in proposed}):
                for part in without_states(piece, states):
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
