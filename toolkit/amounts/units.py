"""Units of measure, durations and percentages beside a number, and what a rate is for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from toolkit.amounts.currencies import Unit
from toolkit.words import either, word_list, word_lists


def _cell(cell: str) -> list[str]:
    return [piece for piece in cell.split("|") if piece]


@cache
def unit_forms() -> Mapping[str, tuple[str, str]]:
    """Return every written form of a unit with the unit's name and kind."""
    return {form: (row["unit"], row["kind"]) for row in word_list("units") for form in _cell(row["forms"])}


_PIECE = re.compile(
    r"[\s\u00a0\u202f\u2009]{0,2}[-‑]?[ ]?"
    r"([^\W\d_]+[²³]?(?:\.(?=[ a-z])|(?<=[a-z])[23](?!\d|[.,]\d))?|%-point|%|％|‰|°[CF]?|℃|℉|¢|″|′|²|³)"
)
_LONG = re.compile(rf"\s+{either(word_lists('number_lists')['length then'])}\b")
_SLASHED = re.compile(r"/([A-Za-z]+[²³23]?)")


def measure_after(text: str, at: int) -> Unit | None:
    """Read a unit of measure, a duration or percent that follows a number ending at ``at``."""
    first = _PIECE.match(text, at)
    if not first:
        return None
    units = unit_forms()
    glued = first.end() - at == len(first[1])
    pieces, ends, stop = [first[1]], [first.end()], first.end()
    if first[1][0].isalpha() or first[1] == "%":
        for _ in range(4):
            more = _PIECE.match(text, stop)
            if not more or more.start(1) == stop:
                break
            pieces.append(more[1])
            stop = more.end()
            ends.append(stop)
    for size in range(len(pieces), 0, -1):
        written = text[first.start(1) : ends[size - 1]]
        if size > 1:
            written = " ".join(written.split())
        end = ends[size - 1]
        for form in (written, written.rstrip("."), written.lower().rstrip("."), written.lower().rstrip(".").replace("-", " ")):
            found = units.get(form)
            if found is None:
                continue
            plain = written.rstrip(".")
            if form != plain and (len(form) == 1 or not (plain.isupper() or plain.islower() or " " in plain or "-" in plain)):
                continue  # "5G", "Stone"
            if (
                len(form) == 1
                and form.isalpha()
                and not glued
                and form not in ("W", "C", "F", "L", "V", "A", "g", "J")
                and text[at : at + 1] != " "
            ):
                continue
            if form in (
                "C",
                "F",
                "A",
                "V",
                "W",
                "L",
                "J",
                "PS",
                "MP",
                "s",
                "h",
                "p",
                "in",
                "bar",
                "min",
                "mt",
                "pc",
                "mi",
            ) and not _loose_ok(text, end, form, glued=glued):
                continue
            slash = _SLASHED.match(text, end)
            if slash and slash[1] in unit_forms():
                return Unit(slash.end(), f"{found[0]} per {units[slash[1]][0]}", found[1])
            slashed = f"{form}/{slash[1]}" if slash else ""
            if slashed in units and slash:
                return Unit(slash.end(), *units[slashed])
            return Unit(end - (written.endswith(".") and not form.endswith(".")), found[0], found[1])
    if first[1] == "m" and _LONG.match(text, first.end()):
        return Unit(first.end(), "metre", "measure")
    slash = _SLASHED.match(text, first.end())
    if slash and (whole := units.get(first[1] + slash[0])):
        return Unit(slash.end(), *whole)
    return None


def _loose_ok(text: str, end: int, form: str, *, glued: bool) -> bool:
    """Tell a unit of one or two letters from a word or an initial."""
    if text[end : end + 1].isalnum():
        return False
    if form in ("p", "s", "h", "pc", "mi", "bar"):
        return glued or form in ("h", "mi", "bar")
    if form in ("in", "min"):
        return False
    if form == "W":
        return True
    return glued or re.match(r"\s*(?:$|[a-z.,;:)\d])", text[end : end + 3]) is not None


_PER = re.compile(
    r"\s+(?:(?P<per>per|for\s+each|for\s+every)|(?P<a>an?|each|every)|(?P<us>US|U\.S\.|Cdn)\s+(?:per|an?))[\s-]+"
    r"(?P<what>[a-z]+(?:[ -][a-z]+)?)"
)
_NOT_RATE = re.compile(r"\s+(?:an?|each|every)\s+[a-z]+,?\s+(?:earlier|ago|before|later|after|prior|and\s+a\s+half)\b")
_PER_DASH = re.compile(r"[\s-]a-(year|week|month|day|night|share|barrel|tonne|ton)\b")


def per_after(text: str, end: int) -> tuple[int, str] | None:
    """Read what a rate is for: 'a barrel', 'per day'; (end, unit name)."""
    if dash := _PER_DASH.match(text, end):
        return dash.end(), dash[1]
    if (slash := _SLASHED.match(text, end)) and (rated := unit_forms().get(slash[1])):
        return slash.end(), rated[0]
    match = _PER.match(text, end)
    if not match:
        return None
    what = match["what"]
    first = what.split()[0]
    if match["a"] and _NOT_RATE.match(text, end):
        return None
    for form in (what, first):
        known = unit_forms().get(form)
        if known and known[1] in ("measure", "duration") and len(form) > 1:
            if match["a"] and form.endswith("s") and known[0] != form:
                continue
            return match.start("what") + len(form), known[0]
    if (match["a"] and first not in word_lists("number_lists")["priced by"]) or (match["per"] or "per").startswith("for"):
        return None
    if first in ("annum", "year"):
        return match.start("what") + len(first), "year"
    if first in ("the",):
        return None
    return match.start("what") + len(first), first
