"""Pairs of claims that speak of the same thing and differ: a help to look, not a verdict."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from toolkit.amounts import level_interval
from toolkit.claims.cues import judged_nouns
from toolkit.errors import OptionError, need_extra
from toolkit.language import MONTH_IN_FULL
from toolkit.numbers import find_numbers
from toolkit.reading import Article
from toolkit.tables import check, frame
from toolkit.words import either, word_list, word_lists

if TYPE_CHECKING:
    import pandas as pd

LEAST = 0.3
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_PART = re.compile(
    r"\b(?:first|second|third|fourth|last|same)\s(?:half|quarter|period|(?:\w+\s)?months)"
    rf"|\b{MONTH_IN_FULL}\b(?:\s(?:to|and)\s\w+)?",
)
_NEGATION = re.compile(rf"\b{either(word_lists('claim_words')['negation in a pair'])}\b|n[’']t\b", re.IGNORECASE)
_CHARGES = word_lists("claim_words")["charge"]
_POINTS_BACK = re.compile(r"(?:the|that|this|these|those|its|his|her|their|a|such) (\w+)", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_][\w'’-]+")
_WHOLE = word_lists("claim_words")["not cut to a stem"]
_ASSERTING = frozenset(("say", "warn", "data", "accuse", "predict", "promise", "believe"))
_AGAINST = (frozenset(("praise",)), frozenset(("criticise", "accuse")))


Row = tuple[Any, dict[str, Any]]


class Figure(NamedTuple):
    """A number in a claim: what it leaves possible, what it counts, whether it is a change, and its year if told."""

    value: float
    low: float
    high: float
    unit: str
    change: bool
    year: str | None


def find_figures(text: str) -> list[Figure]:
    """Return the numbers of a content as intervals; a fall is negative, what an amount was before is left out.

    >>> [(f.value, f.unit, f.change, f.year) for f in find_figures("over 3.5 million tonnes in 2023, up 20%")]
    [(3500000.0, 'tonne', False, '2023'), (20.0, 'percent', True, '2023')]
    >>> find_figures("over 3.5 million tonnes")[0][1:3]
    (3500000.0, inf)
    """
    found: list[Figure] = []
    numbers = [n for n in find_numbers(Article(text)) if n.value is not None and n.unit] if text.strip() else []
    for at, number in enumerate(numbers):
        end = numbers[at + 1].start if at + 1 < len(numbers) else len(text)
        value = number.value or 0.0
        low, high = level_interval(value, number.value_high, bound=number.bound, text=text[number.start : number.end])
        change = number.role == "change"
        if change and number.change == "down":
            value, low, high = -value, -high, -low
        stated = _YEAR.search(text, number.end, end)
        found.append(Figure(value, low, high, str(number.unit), change, stated[0] if stated else None))
    for at in range(len(found) - 2, -1, -1):  # "rose 3.7% to $688.3 billion in 2024"
        if found[at].year is None and not re.search(r"[,;]", text[numbers[at].end : numbers[at + 1].start]):
            found[at] = found[at]._replace(year=found[at + 1].year)
    found = [f for f, n in zip(found, numbers, strict=True) if n.role != "previous"]
    first = _YEAR.search(text)
    return [f._replace(year=first[0]) if f.year is None and first else f for f in found]


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
    opposite word) or by numbers of one unit and year that leave no value for both, after rounding
    and "over", "about", "at most". Claims on other periods ("in 2022", "in the first half") or
    measures (imports, exports) differ by act only. The score mixes how alike the contents are
    (TF-IDF, cosine) with the share of actors they both name; it is 1 where the text itself ties the
    two ("rejected the accusation", "..., which Togo denies").
    Not found: contradictions in other words, and those that need knowledge of the world.

    Raises TableError for a table that is not of claims, MissingExtraError without scikit-learn.

    >>> from toolkit.claims.table import claim_table
    >>> table = claim_table("Iran said the strike killed 20 soldiers. Iraq said the strike killed 35 soldiers.")
    >>> pair_claims(table)[["difference", "text", "other_text"]].values.tolist()
    [['numbers apart', 'Iran said the strike killed 20 soldiers', 'Iraq said the strike killed 35 soldiers']]
    """
    claims = check("claims", claims)
    if not 0 <= least <= 1:
        raise OptionError(f"least={least!r} is not between 0 and 1; give a share such as {LEAST}.")
    need_extra("sklearn", "pairs", "pair_claims")
    records: list[Row] = list(claims.to_dict("index").items())  # type: ignore[arg-type]
    rows = [r for r in records if isinstance(r[1]["content"], str)]
    if len(rows) < 2:
        return frame("pairs", [])
    found = _tied(rows)
    seen = {(pair["claim"], pair["other"]) for pair in found}
    for one, other, likeness, terms in _alike([r["content"] for _, r in rows], least):
        a, b = rows[one], rows[other]
        if not _comparable(a, b) or (a[0], b[0]) in seen:
            continue
        named = sorted(set(a[1]["about"]) & set(b[1]["about"]))
        all_named = set(a[1]["about"]) | set(b[1]["about"])
        score = likeness if not all_named else 0.75 * likeness + 0.25 * len(named) / len(all_named)
        if score < least:
            continue
        difference, numbers = _difference(a[1], b[1], terms)
        if difference:
            found.append(_pair(a, b, difference, round(score, 3), [*named, *numbers, *terms]))
    return frame("pairs", sorted(found, key=lambda p: (-p["score"], p["claim"], p["other"])))


def _pair(a: Row, b: Row, difference: str, score: float, shared: list[str]) -> dict[str, Any]:
    return {
        "claim": a[0],
        "other": b[0],
        "actor": _speaker(a[1]),
        "other_actor": _speaker(b[1]),
        "difference": difference,
        "score": score,
        "shared": shared,
        "text": a[1]["text"],
        "other_text": b[1]["text"],
    }


def _tied(rows: list[Row]) -> list[dict[str, Any]]:
    """Return the pairs that the text itself ties: "X accused Y of ...; Y rejected the accusation", "..., which Y rejects"."""
    found = []
    for at, (number, row) in enumerate(rows):
        if row["act"] != "deny" or row["negated"]:
            continue
        named = _POINTS_BACK.fullmatch(row["content"])
        noun = named[1].lower().removesuffix("s") if named else ""
        noun = noun if noun in judged_nouns() else ""
        for before in reversed(rows[max(at - 6, 0) : at + 1]):
            other = before[1]
            if other is row or other["article"] != row["article"] or other["act"] not in _ASSERTING or other["negated"]:
                continue
            whole = row["content"] == other["text"]
            near = 0 <= row["sentence"] - other["sentence"] <= 2 and other["end"] <= row["start"]
            meant = bool(noun) and near and (other["act"] == "accuse" or noun not in _CHARGES)
            pronoun = re.match(r"(?:it|them)\b", row["content"]) and 0 <= row["sentence"] - other["sentence"] <= 1
            if (
                (whole or meant or (pronoun and other["end"] <= row["start"]))
                and _speaker(other) not in (None, _speaker(row))
                and not _is_within(row, other)
            ):
                shared = sorted({_speaker(row)} & set(other["about"])) + ([noun] if noun else [])
                found.append(_pair(before, (number, row), "opposed act", 1.0, shared))
                break
    return found


def _is_within(row: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    return bool(other["start"] <= row["start"] and row["end"] <= other["end"])


def _alike(contents: list[str], least: float) -> list[tuple[int, int, float, list[str]]]:
    """Return (first, second, cosine, shared terms) of the contents that are alike enough."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    try:
        vectorizer = TfidfVectorizer(sublinear_tf=True, analyzer=_stems)
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
            words = {_stem(word): word for word in reversed(_WORD.findall(contents[one]))}
            out.append((int(one), int(other), float(value), [words[terms[col]] for _, col in ranked[:5]]))
    return out


def _stem(word: str) -> str:
    """Cut the commonest endings, so that "harm", "harmed" and "Peru's" meet."""
    word = re.sub(r"['’]s?$", "", word.lower())
    if len(word) < 5 or word in _WHOLE:
        return word
    return re.sub(r"(?:(?<=[^s])s|es|ed|ing)$", "", re.sub(r"ie[sd]$", "y", word)).removesuffix("e")


def _stems(content: str) -> list[str]:
    from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

    return [_stem(word) for word in _WORD.findall(content) if word.lower() not in ENGLISH_STOP_WORDS]


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
        ("deny" in acts and acts & _ASSERTING and not (a["negated"] or b["negated"]) and sum(t.islower() for t in terms) > 1)
        or (acts & _AGAINST[0] and acts & _AGAINST[1])
        or (a["act"] == b["act"] and bool(a["negated"]) != bool(b["negated"]))
    ):
        kinds.append("opposed act")
    other_matter = _other_matter(a, b)
    if not other_matter and _opposed(a["content"], b["content"], terms):
        kinds.append("opposed polarity")
    apart, shared = _numbers(a, b)
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
    figured = bool(find_figures(a["content"]) or find_figures(b["content"]))
    measured = [set(re.findall(r"[a-z]+", row["content"].lower())) & word_lists("claim_words")["measure"] for row in (a, b)]
    if measured[0] != measured[1] or (figured and _other_actors(set(a["about"]), set(b["about"]))):
        return True
    parts = [{m.lower() for m in _PART.findall(row["content"])} for row in (a, b)]
    return parts[0] != parts[1] and figured


def _other_actors(one: set[str], other: set[str]) -> bool:
    """Whether figures are of other actors: trade with the one and the other. One that names nobody may mean its own."""
    return one != other and (bool(one and other) or len(one | other) > 1)


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


def _numbers(a: Mapping[str, Any], b: Mapping[str, Any]) -> tuple[bool, list[str]]:
    """Return whether figures of one unit and year leave no value that fits both claims, and those that agree."""
    sides: list[dict[tuple[Any, ...], list[Figure]]] = []
    for row in (a, b):
        said = row["date"][:4] if isinstance(row["date"], str) else None
        kept: dict[tuple[Any, ...], list[Figure]] = {}
        for figure in find_figures(row["content"]):
            kept.setdefault((figure.unit, figure.change, figure.year or said), []).append(figure)
        sides.append(kept)
    apart, shared = False, []
    for key, figures in sides[0].items():
        others = [
            f for k, found in sides[1].items() for f in found if k[:2] == key[:2] and (k == key or None in (k[2], key[2]))
        ]
        if not others:
            continue
        agree = [f for f in figures for g in others if f.value == g.value or max(f.low, g.low) < min(f.high, g.high)]
        shared += [f"{f.value:g} {f.unit}" for f in agree]
        apart = apart or not agree
    return apart, list(dict.fromkeys(shared))
