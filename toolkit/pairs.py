"""Pairs of claims that speak of the same thing and differ: a help to look, not a verdict."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from toolkit.cues import word_set
from toolkit.errors import OptionError, need_extra
from toolkit.tables import check, frame
from toolkit.words import word_list

if TYPE_CHECKING:
    import pandas as pd

LEAST = 0.3
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_PART = re.compile(
    r"\b(?:first|second|third|fourth|last)\s(?:half|quarter|(?:\w+\s)?months)|\b(?:January|February|March|April|May|June|July|"
    r"August|September|October|November|December)\b(?:\s(?:to|and)\s\w+)?",
)
_NEGATION = re.compile(r"\b(?:not|never|no|none|nobody|nothing|neither|nor|without|cannot)\b|n[’']t\b", re.IGNORECASE)
_NUMBER = re.compile(
    r"(?P<money>[$€£¥])?\s?(?P<number>\d+(?:,\d{3})*(?:\.\d+)?)\s?(?P<scale>thousand|million|billion|trillion)?\s?-?"
    r"(?P<unit>%|percent\b|per cent\b|[a-z]+)?",
    re.IGNORECASE,
)
_SCALE = {"thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
_ASSERTING = frozenset(("say", "data", "accuse", "predict", "promise", "believe"))
_AGAINST = (frozenset(("praise",)), frozenset(("criticise", "accuse")))


class Figure(NamedTuple):
    """A number in a claim: its value, half a unit of its last digit, and what it counts."""

    value: float
    rounding: float
    unit: str


def find_figures(text: str) -> list[Figure]:
    """Return the numbers of a content with their units, years and bare digits left out.

    >>> find_figures("about 3.5 million tonnes in 2023, up 20%")
    [Figure(value=3500000.0, rounding=50000.0, unit='tonnes'), Figure(value=20.0, rounding=0.5, unit='%')]
    """
    found = []
    for match in _NUMBER.finditer(text):
        digits = match["number"].replace(",", "")
        unit = (match["unit"] or "").lower()
        unit = "%" if unit.startswith("per") else unit
        if match["money"]:
            unit = match["money"]
        if not unit or (
            unit in ("and", "to", "or", "in", "of", "the", "a", "by", "from", "with", "on", "at") and not match["scale"]
        ):
            continue
        if re.fullmatch(r"(?:19|20)\d\d", match["number"]) and not match["scale"] and not match["money"]:
            continue
        scale = _SCALE.get((match["scale"] or "").lower(), 1.0)
        decimals = len(digits.partition(".")[2])
        found.append(Figure(float(digits) * scale, 0.5 * 10.0**-decimals * scale, unit))
    return found


@cache
def _families() -> Mapping[str, tuple[tuple[int, int], ...]]:
    """Return for each word the families it is in: (number of the pair, side)."""
    out: dict[str, tuple[tuple[int, int], ...]] = {}
    for number, row in enumerate(word_list("opposites")):
        for side, column in enumerate(("one", "other")):
            for word in row[column].split():
                out[word] = (*out.get(word, ()), (number, side))
    return out


def pair_claims(claims: pd.DataFrame, *, least: float = LEAST) -> pd.DataFrame:
    """Return pairs of claims on one thing that differ, the closest first.

    Parameters
    ----------
    claims : a claim table; its row numbers are the pairs' ``claim`` and ``other``.
    least : from 0 to 1, how much two contents must share to be a pair.

    Two claims are compared where different actors make them, or one actor in different articles.
    They differ by an opposed act (says, denies), by opposed polarity (one is negated, or uses the
    opposite word) or by numbers of one unit that are further apart than rounding. Claims on other
    periods ("in 2022", "in the first half") or measures (imports, exports) differ by act only. The
    score mixes how alike the contents are (TF-IDF, cosine) with the share of actors they both name.
    Not found: contradictions in other words, and those that need knowledge of the world.

    Raises TableError for a table that is not of claims, MissingExtraError without scikit-learn.

    >>> from toolkit.claims import claim_table
    >>> table = claim_table("Iran said the strike killed 20 soldiers. Iraq said the strike killed 35 soldiers.")
    >>> pair_claims(table)[["difference", "text", "other_text"]].values.tolist()
    [['numbers apart', 'Iran said the strike killed 20 soldiers', 'Iraq said the strike killed 35 soldiers']]
    """
    check("claims", claims)
    if not 0 <= least <= 1:
        raise OptionError(f"least={least!r} is not between 0 and 1; give a share such as {LEAST}.")
    need_extra("sklearn", "pairs", "pair_claims")
    records: list[tuple[Any, dict[str, Any]]] = list(claims.to_dict("index").items())  # type: ignore[arg-type]
    rows = [r for r in records if isinstance(r[1]["content"], str)]
    if len(rows) < 2:
        return frame("pairs", [])
    found = []
    for one, other, likeness, terms in _alike([r["content"] for _, r in rows], least):
        a, b = rows[one], rows[other]
        if not _comparable(a, b):
            continue
        named = sorted(set(a[1]["about"]) & set(b[1]["about"]))
        all_named = set(a[1]["about"]) | set(b[1]["about"])
        score = likeness if not all_named else 0.75 * likeness + 0.25 * len(named) / len(all_named)
        if score < least:
            continue
        difference, numbers = _difference(a[1], b[1], terms)
        if difference:
            found.append(
                {
                    "claim": a[0],
                    "other": b[0],
                    "actor": _speaker(a[1]),
                    "other_actor": _speaker(b[1]),
                    "difference": difference,
                    "score": round(score, 3),
                    "shared": [*named, *numbers, *terms],
                    "text": a[1]["text"],
                    "other_text": b[1]["text"],
                }
            )
    return frame("pairs", sorted(found, key=lambda p: (-p["score"], p["claim"], p["other"])))


def _alike(contents: list[str], least: float) -> list[tuple[int, int, float, list[str]]]:
    """Return (first, second, cosine, shared terms) of the contents that are alike enough."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    try:
        vectorizer = TfidfVectorizer(stop_words="english", sublinear_tf=True, token_pattern=r"[^\W\d_][\w'’-]+")
        matrix = vectorizer.fit_transform(contents)
    except ValueError:  # nothing but stop words
        return []
    terms = vectorizer.get_feature_names_out()
    likeness = (matrix @ matrix.T).tocoo()
    out = []
    for one, other, value in zip(likeness.row, likeness.col, likeness.data, strict=True):
        if one < other and value >= least * 0.6:
            common = matrix[one].multiply(matrix[other]).tocoo()
            ranked = sorted(zip(common.data, common.col, strict=True), reverse=True)
            out.append((int(one), int(other), float(value), [str(terms[col]) for _, col in ranked[:5]]))
    return out


def _speaker(row: Mapping[str, Any]) -> Any:
    for column in ("actor", "source"):
        if isinstance(row[column], str):
            return row[column]
    return None


def _comparable(a: tuple[Any, dict[str, Any]], b: tuple[Any, dict[str, Any]]) -> bool:
    """Whether two claims may be set against each other: not one within the other, not one breath."""
    (one, first), (other, second) = a, b
    if first["article"] == second["article"]:
        if first["start"] < second["end"] and second["start"] < first["end"]:
            return False
        return bool(_speaker(first) != _speaker(second) or first["sentence"] != second["sentence"])
    return bool(one != other)


def _difference(a: Mapping[str, Any], b: Mapping[str, Any], terms: list[str]) -> tuple[str, list[str]]:
    kinds = []
    acts = {a["act"], b["act"]}
    if (
        ("deny" in acts and acts & _ASSERTING and not (bool(a["negated"]) or bool(b["negated"])))
        or (acts & _AGAINST[0] and acts & _AGAINST[1])
        or (a["act"] == b["act"] and bool(a["negated"]) != bool(b["negated"]))
    ):
        kinds.append("opposed act")
    other_matter = _other_matter(a, b)
    if not other_matter and _opposed(a["content"], b["content"], terms):
        kinds.append("opposed polarity")
    apart, shared = _numbers(find_figures(a["content"]), find_figures(b["content"]))
    if apart and not other_matter:
        kinds.append("numbers apart")
    return ", ".join(kinds), shared


def _other_matter(a: Mapping[str, Any], b: Mapping[str, Any]) -> bool:
    """Whether two claims speak of other years, parts of a year, measures or actors: then both may be true."""
    years = []
    for row in (a, b):
        stated = set(_YEAR.findall(row["content"]))
        if not stated and isinstance(row["date"], str):
            stated = {row["date"][:4]}
        years.append(stated)
    if years[0] and years[1] and not years[0] & years[1]:
        return True
    measured = [set(re.findall(r"[a-z]+", row["content"].lower())) & word_set("measure") for row in (a, b)]
    if measured[0] != measured[1] or (find_figures(a["content"]) and set(a["about"]) != set(b["about"])):
        return True
    parts = [{m.lower() for m in _PART.findall(row["content"])} for row in (a, b)]
    return parts[0] != parts[1] and bool(find_figures(a["content"]) or find_figures(b["content"]))


def _opposed(one: str, other: str, terms: list[str]) -> bool:
    """Whether one content negates, or says by an opposite word, what the other says."""
    if len(terms) < 2:
        return False
    negated = bool(_NEGATION.search(one)) != bool(_NEGATION.search(other))
    first, second = _sides(one), _sides(other)
    against = any((number, 1 - side) in second for number, side in first if (number, side) not in second)
    return negated != against


def _sides(content: str) -> set[tuple[int, int]]:
    return {family for word in re.findall(r"[a-z]+", content.lower()) for family in _families().get(word, ())}


def _numbers(one: list[Figure], other: list[Figure]) -> tuple[bool, list[str]]:
    """Return whether figures of one unit are apart beyond rounding, and those that agree."""
    apart, shared = False, []
    for unit in {f.unit for f in one} & {f.unit for f in other}:
        agree = [a for a in one for b in other if a.unit == b.unit == unit and abs(a.value - b.value) < a.rounding + b.rounding]
        if agree:
            shared += [f"{a.value:g} {a.unit}" for a in agree]
        else:
            apart = True
    return apart, shared
