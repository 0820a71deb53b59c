"""Dates and periods in the news, resolved against the article's date, as ISO 8601 values."""

from __future__ import annotations

import datetime
import re
from bisect import bisect_right
from collections.abc import Callable, Iterable
from functools import cache
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from toolkit import periods
from toolkit.articles import Article, as_articles
from toolkit.tables import evidence, frame
from toolkit.tense import tense_at
from toolkit.words import words

if TYPE_CHECKING:
    import pandas as pd
    from spacy.language import Language
    from spacy.tokens import Doc


class Date(NamedTuple):
    """A date or period at the characters ``start`` to ``end``; the fields are columns of ``date_table``.

    ``value`` is ISO 8601 (``2024-04-08``, ``2024-04``, ``2024``, ``2024-W14``, ``2023-01/2023-06``); None where the
    text and the article's date do not tell.
    """

    start: int
    end: int
    value: str | None
    grain: str
    resolved_from: Literal["text", "article date"]


_MONTHS = "january february march april may june july august september october november december".split()
_SHORT = {name[:3]: number for number, name in enumerate(_MONTHS, start=1)} | {"sept": 9}
_DAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_COUNTS = {w: n for n, w in enumerate("one two three four five six seven eight nine ten eleven twelve".split(), start=1)}
_COUNTS |= {"a": 1, "an": 1, "fifteen": 15, "eighteen": 18, "twenty": 20, "thirty": 30, "couple": 2, "single": 1}
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4, "final": 4, "last": 4, "latter": 2}

_M = (
    r"(?:(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    r"JANUARY|FEBRUARY|MARCH|APRIL|JUNE|JULY|AUGUST|SEPTEMBER|OCTOBER|NOVEMBER|DECEMBER)\b|"
    r"(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?)"
)
_Y = r"(?:1[5-9]\d\d|20\d\d)"
_D = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?![\d%]|[.,]\d|:)"
_W = r"(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|Mon\.|Tues?\.|Wed\.|Thurs?\.|Fri\.|Sat\.|Sun\.)"
_N = r"(?:\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|eighteen|twenty|thirty)"
_U = r"(?:days?|weeks?|months?|quarters?|years?|decades?|centur(?:y|ies))"
_REL = r"(?:last|this|next|the\s+(?:past|previous|preceding|prior|current|coming|following)|previous|current|past)"
_PART = r"(?:(?:early|late|mid|beginning|end|start)[\s-]+(?:of\s+)?|the\s+(?:beginning|end|start|middle)\s+of\s+)?"
# What fixes the year of a period without one: "2023", "of last year", "this year", "of the year".
_OF = rf"(?:\s*,?\s*(?:of\s+|in\s+)?(?:(?P<y>{_Y})|(?P<rel>last|this|next|the\s+(?:current|previous|past|prior|same)|that)\s+year|(?P<the>the\s+year)))"
_DASH = r"(?:\s?[-–—]\s?|\s+(?:to|through|until|till|and|thru)\s+)"


class _Reader:
    """The article's date and what was last resolved, while the expressions are read in order."""

    def __init__(self, article: Article) -> None:
        self.text = article.text
        self.date = article.date
        self.sentences = article.sentences
        self._starts = [s for s, _ in self.sentences]
        self.found: list[Date] = []

    def sentence(self, at: int) -> tuple[int, int]:
        number = bisect_right(self._starts, at) - 1
        return self.sentences[max(number, 0)] if self.sentences else (0, len(self.text))

    def future(self, start: int, end: int) -> bool | None:
        tense = tense_at(self.text, self.sentence(start), start, end)
        return None if tense is None else tense == "future"

    def year(self, match: re.Match[str]) -> tuple[int | None, bool]:
        """Return the year that goes with a period, and whether the text states it."""
        groups = match.groupdict()
        if groups.get("y"):
            return int(groups["y"]), True
        if groups.get("rel"):
            rel = groups["rel"].split()[-1]
            if rel in ("that", "same", "previous", "prior"):
                anchor = self.anchor(match.start(), within=None)
                if anchor and len(anchor) >= 4:
                    return int(anchor[:4]) - (rel in ("previous", "prior")), True
                return (self.date.year - (rel in ("previous", "prior")) if self.date and rel != "that" else None), False
            by = {"last": -1, "past": -1, "next": 1}.get(rel, 0)
            return (self.date.year + by if self.date else None), False
        return None, False

    def anchor(self, at: int, *, within: int | None = 0) -> str | None:
        """Return the value of the last period before ``at``: of the same sentence (0), or of any."""
        begin = self.sentence(at)[0] if within == 0 else 0
        for date in reversed(self.found):
            if begin <= date.start < at and date.value:
                return date.value
        return None


Reading = tuple[str | None, str, bool]  # value, grain, whether the text itself says it
Rule = Callable[[_Reader, "re.Match[str]"], "Reading | None"]
_RULES: list[tuple[re.Pattern[str], Rule]] = []


def _rule(pattern: str) -> Callable[[Rule], Rule]:
    def add(rule: Rule) -> Rule:
        _RULES.append((re.compile(rf"(?<![\w$€£¥])(?:{pattern})(?![\w])"), rule))
        return rule

    return add


def _month_number(name: str) -> int:
    return _SHORT[name.lower().rstrip(".")[:3]]


def _count(word: str) -> int:
    return int(word) if word.isdigit() else _COUNTS[word.lower()]


def _day_number(written: str) -> int:
    return int(re.sub(r"\D", "", written))


def _nearest_year(reader: _Reader, match: re.Match[str], month: int, day: int = 0) -> int | None:
    """Return the year of a month or day without one: by tense, else the latest that is past."""
    date = reader.date
    if date is None:
        return None
    future = reader.future(match.start(), match.end())
    here, there = (date.month, date.day if day else 0), (month, day)
    if future:
        return date.year if there >= here else date.year + 1
    if future is None and day:  # a day without a verb: the nearest
        near = [y for y in (date.year - 1, date.year, date.year + 1) if periods.day(y, month, day)]
        return min(near, key=lambda y: abs((datetime.date(y, month, day) - date).days), default=None)
    return date.year if there <= here else date.year - 1


# --- days ---------------------------------------------------------------------
@_rule(r"(?P<iso>\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))(?:T[\d:.]+Z?)?")
def _iso(reader: _Reader, match: re.Match[str]) -> Reading | None:
    value = match["iso"]
    return (value, "day", True) if periods.day(*map(int, value.split("-"))) else None


@_rule(
    rf"(?:{_W},?\s+)?(?:(?P<m>{_M})\s+(?P<d>{_D})|(?P<d2>{_D})\s+(?:of\s+)?(?P<m2>{_M}))(?:,?\s+(?P<y>{_Y})(?![\d%])|,?\s+(?P<rel>last|this|next)\s+year)?"
)
def _day(reader: _Reader, match: re.Match[str]) -> Reading | None:
    month, of_month = _month_number(match["m"] or match["m2"]), _day_number(match["d"] or match["d2"])
    year, said = reader.year(match)
    if year is None:
        year, said = _nearest_year(reader, match, month, of_month), False
    if year is None:
        return None, "day", False
    return periods.day(year, month, of_month), "day", said


@_rule(
    rf"(?:from\s+)?(?:(?P<m>{_M})\s+(?P<a>{_D}){_DASH}(?:(?P<n>{_M})\s+)?(?P<b>{_D})|(?P<a2>{_D}){_DASH}(?P<b2>{_D})\s+(?:of\s+)?(?P<m2>{_M})|"
    rf"(?P<a3>{_D})\s+(?P<m3>{_M}){_DASH}(?P<b3>{_D})\s+(?P<n3>{_M}))(?:,?\s+(?P<y>{_Y})(?![\d%]))?"
)
def _days(reader: _Reader, match: re.Match[str]) -> Reading | None:
    first = _month_number(match["m"] or match["m2"] or match["m3"])
    last = _month_number(match["n"] or match["n3"]) if (match["n"] or match["n3"]) else first
    a, b = _day_number(match["a"] or match["a2"] or match["a3"]), _day_number(match["b"] or match["b2"] or match["b3"])
    year, said = reader.year(match)
    if year is None:
        year, said = _nearest_year(reader, match, first, a), False
    if year is None:
        return None, "interval", False
    begin, end = periods.day(year, first, a), periods.day(year + (last < first), last, b)
    return (f"{begin}/{end}", "interval", said) if begin and end and begin < end else None


@_rule(rf"(?:(?P<rel>last|this|next|coming|this\s+coming|this\s+past|the\s+following|the\s+previous)\s+)?(?P<w>{_W})")
def _weekday(reader: _Reader, match: re.Match[str]) -> Reading | None:
    if reader.date is None:
        return None, "day", False
    number = next(n for n, name in enumerate(_DAYS) if name.startswith(match["w"].lower().rstrip(".")[:3]))
    rel = (match["rel"] or "").split()
    back = (reader.date.weekday() - number) % 7
    if rel and rel[-1] in ("last", "past", "previous"):
        moved = -(back or 7)
    elif rel and rel[-1] in ("next", "coming", "following"):
        moved = 7 - back
    else:
        future = reader.future(match.start(), match.end())
        moved = (7 - back) % 7 if future else -back
    return (reader.date + datetime.timedelta(moved)).isoformat(), "day", False


@_rule(r"(?P<w>[Yy]esterday|[Tt]oday|[Tt]omorrow|[Tt]onight|[Ll]ast\s+night|[Tt]his\s+(?:morning|afternoon|evening)|the\s+day\s+(?P<ba>before\s+yesterday|after\s+tomorrow))")
def _near_day(reader: _Reader, match: re.Match[str]) -> Reading | None:
    if reader.date is None:
        return None, "day", False
    word = match["w"].lower()
    by = {"yesterday": -1, "tomorrow": 1, "last night": -1}.get(" ".join(word.split()), 0)
    if match["ba"]:
        by = -2 if match["ba"].startswith("before") else 2
    return (reader.date + datetime.timedelta(by)).isoformat(), "day", False


# --- months -------------------------------------------------------------------
_MONTH_ALONE = re.compile(
    r"(?:\b(?:in|of|since|by|until|till|from|to|through|between|during|for|before|after|late|early|mid|this|last|next|and|every|end|around|"
    r"In|Since|By|Until|From|During|For|Between|Late|Early|as\s+in|or|with)|[-–,/(]|mid-)\s*$"
)


def _is_month(reader: _Reader, match: re.Match[str], name: str) -> bool:
    """Tell the months May and March from the verbs and names; abbreviations need a point or a number."""
    plain = name.rstrip(".")
    if plain.lower() in ("may", "march", "mar", "jun", "dec", "jan", "august", "april", "june"):
        led = _MONTH_ALONE.search(reader.text[max(0, match.start() - 12) : match.start()])
        if plain.lower() in ("april", "june", "august"):
            following = re.match(r"\s+[A-Z][a-z]+", reader.text[match.end() : match.end() + 20])
            return bool(led) or not following
        return bool(led) or (plain in ("March", "Jan", "Dec", "Jun", "Mar") and name.endswith(".")) or (
            plain == "March" and reader.text[match.end() : match.end() + 2] in ("'s", "’s")
        ) or (plain in ("May", "March") and re.match(r"\s+(?:exports|imports|data|figures|trade|sales|inflation|shipments|output|production|deliveries)\b", reader.text[match.end() : match.end() + 14]) is not None)
    return True


@_rule(rf"{_PART}(?P<m>{_M})(?:(?<!\.),?{_OF}(?![\d%])|\s+(?P<y2>{_Y})(?![\d%]))?(?:['’]s)?|(?P<lead>last|this|next)\s+(?P<m2>{_M})")
def _month(reader: _Reader, match: re.Match[str]) -> Reading | None:
    name = match["m"] or match["m2"]
    month = _month_number(name)
    year, said = reader.year(match)
    if match["y2"]:
        year, said = int(match["y2"]), True
    if match["the"]:
        year = reader.date.year if reader.date else None
    if match["lead"] and reader.date:
        here = reader.date.month
        if match["lead"] == "last":
            year = reader.date.year - (month >= here)
        elif match["lead"] == "next":
            year = reader.date.year + (month <= here)
        else:
            year = reader.date.year
    elif match["lead"]:
        return None, "month", False
    elif not (match["y"] or match["rel"] or match["y2"]) and not _is_month(reader, match, match[0].split("'")[0].split("’")[0].split()[-1].split("-")[-1]):
        return None
    if year is None:
        year = _nearest_year(reader, match, month)
    return (periods.month(year, month) if year else None), "month", said


@_rule(rf"(?:from\s+|between\s+|in\s+)?(?P<m>{_M}){_DASH}(?P<n>{_M}){_OF}?(?![\d%])")
def _months(reader: _Reader, match: re.Match[str]) -> Reading | None:
    first, last = _month_number(match["m"]), _month_number(match["n"])
    if re.search(r"\sand\s", match[0]) and not match[0].startswith("between") and (last - first) % 12 != 1:
        return None  # two months, not a stretch
    year, said = reader.year(match)
    if match["the"]:
        year = reader.date.year if reader.date else None
    if year is None:
        year = _nearest_year(reader, match, last)
    if year is None:
        return None, "interval", False
    value = f"{periods.month(year - (first > last), first)}/{periods.month(year, last)}"
    return value, "interval", said


@_rule(rf"(?:from\s+)?(?P<m>{_M})\s+(?P<y>{_Y})(?:{_DASH})(?P<n>{_M})\s+(?P<z>{_Y})(?![\d%])")
def _months_of_years(reader: _Reader, match: re.Match[str]) -> Reading | None:
    value = f"{periods.month(int(match['y']), _month_number(match['m']))}/{periods.month(int(match['z']), _month_number(match['n']))}"
    return value, "interval", True


# --- quarters, halves, the first nine months --------------------------------------
def _of_year(reader: _Reader, match: re.Match[str], last_month: int) -> tuple[int | None, bool]:
    """Return the year of a part of a year; without one, that of the last such part to have ended (or begun)."""
    year, said = reader.year(match)
    if year is None and match.groupdict().get("the") and reader.date:
        anchor = reader.anchor(match.start())
        return (int(anchor[:4]), True) if anchor else (reader.date.year, False)
    if year is None and reader.date and not match.groupdict().get("rel"):
        if reader.future(match.start(), match.end()):
            return (reader.date.year if last_month >= reader.date.month else reader.date.year + 1), False
        known = reader.future(match.start(), match.end()) is False  # a past tense: the part has ended
        slack = 0 if known else 2
        return (reader.date.year if last_month <= reader.date.month + slack else reader.date.year - 1), False
    return year, said


@_rule(
    rf"(?:the\s+)?(?:(?P<o>first|second|third|fourth|final|1st|2nd|3rd|4th|last)[\s-]quarter|Q(?P<q>[1-4])|(?P<q2>[1-4])Q)(?:(?:['’]|-)?(?P<yy>\d\d)(?!\d))?{_OF}?(?![\d%])"
)
def _quarter(reader: _Reader, match: re.Match[str]) -> Reading | None:
    if match["o"] == "last" and not (match["y"] or match["rel"] or match["the"]):
        if reader.date is None:
            return None, "quarter", False
        number = (reader.date.month - 1) // 3
        return periods.months(reader.date.year - (number == 0), (number or 4) * 3 - 2, (number or 4) * 3), "quarter", False
    number = int(match["q"] or match["q2"] or _ORDINALS[match["o"]])
    year, said = _of_year(reader, match, number * 3)
    if match["yy"]:
        year, said = 2000 + int(match["yy"]), True
    return (periods.months(year, number * 3 - 2, number * 3) if year else None), "quarter", said


@_rule(rf"(?:the\s+)?(?:(?P<o>first|second|latter|last)[\s-]half|H(?P<h>[12])|(?P<h2>[12])H)(?:(?:['’]|-)?(?P<yy>\d\d)(?!\d))?(?P<unit>\s+of\s+(?:the\s+)?(?:month|{_M}))?{_OF}?(?![\d%])")
def _half(reader: _Reader, match: re.Match[str]) -> Reading | None:
    if match["unit"] or re.match(r"\s+(?:of\s+)?(?:the\s+)?(?:game|match|century|decade|time|\d)", reader.text[match.end() : match.end() + 16]):
        return None
    number = int(match["h"] or match["h2"] or _ORDINALS[match["o"]] if match["o"] != "last" else 2)
    year, said = _of_year(reader, match, number * 6)
    if match["yy"]:
        year, said = 2000 + int(match["yy"]), True
    if year is None and re.match(r"\s+of\b", reader.text[match.end() : match.end() + 5]):
        return None
    return (periods.months(year, number * 6 - 5, number * 6) if year else None), "half", said


@_rule(rf"(?:the\s+|its\s+)?(?P<o>first|last|final)\s+(?P<n>{_N})\s+(?P<u>months|quarters)(?:\s+of)?(?:{_OF}|(?=\s|[.,;:)]))")
def _first_months(reader: _Reader, match: re.Match[str]) -> Reading | None:
    count = _count(match["n"]) * (3 if match["u"] == "quarters" else 1)
    stated = match["y"] or match["rel"] or match["the"]
    if not 1 <= count <= 12:
        return None
    if match["o"] != "first" and not stated:
        return _stretch(reader, -1, count, "month")
    if not stated and re.search(r"\sof$", match[0]):
        return None
    last = count if match["o"] == "first" else 12
    year, said = _of_year(reader, match, last)
    if not stated and reader.date and (anchor := reader.anchor(match.start())) and len(anchor) == 4:
        year, said = int(anchor), True
    if year is None:
        return None, "interval", False
    return periods.months(year, 1 if match["o"] == "first" else 13 - count, last), "interval", said


@_rule(
    rf"(?:the\s+)?(?:(?P<n>{_N})[\s-](?P<u>months?|quarters?|weeks?)|(?P<k>year|quarter|half|week|month|half-year|fiscal\s+year|financial\s+year|season))(?:\s+period)?\s+"
    rf"(?:to|through|ended|ending|that\s+ended|until|up\s+to|to\s+the\s+end\s+of|ended\s+in|ending\s+in|to\s+end)\s+(?:on\s+|in\s+|the\s+end\s+of\s+|end-|late\s+|early\s+)?"
    rf"(?:(?P<w>{_W}),?\s+)?(?:(?P<d2>{_D})\s+(?P<m2>{_M})|(?P<m>{_M})(?:\s+(?P<d>{_D}))?){_OF}?(?![\d%])"
)
def _to_month(reader: _Reader, match: re.Match[str]) -> Reading | None:
    month = _month_number(match["m"] or match["m2"])
    written = match["d"] or match["d2"]
    year, said = reader.year(match)
    if year is None:
        year, said = _nearest_year(reader, match, month, _day_number(written) if written else 0), False
    kind = match["k"] or match["u"].rstrip("s")
    grain = {"year": "year", "quarter": "quarter", "half": "half", "half-year": "half", "week": "week", "month": "month"}.get(kind, "year")
    count = _count(match["n"]) if match["n"] else 1
    if match["n"]:
        grain = "interval"
    if year is None:
        return None, grain, False
    if kind == "week":
        end = periods.day(year, month, _day_number(written)) if written else None
        if end is None:
            return None, grain, said
        begin = datetime.date.fromisoformat(end) - datetime.timedelta(7 * count - 1)
        return f"{begin.isoformat()}/{end}", grain, said
    size = {"year": 12, "fiscal year": 12, "financial year": 12, "season": 12, "half": 6, "half-year": 6, "quarter": 3, "month": 1}[" ".join(kind.split())]
    end_month = periods.month(year, month)
    day = _day_number(written) if written else 31
    if day <= 15 and size == 12 and written:
        begin_day, end_day = periods.day(year - 1, month, day), periods.day(year, month, day)
        if begin_day and end_day:
            begin = datetime.date.fromisoformat(begin_day) + datetime.timedelta(1)
            return f"{begin.isoformat()}/{end_day}", grain, said
    return periods.months_to(end_month, size * count), grain, said


@_rule(rf"(?:the\s+)?(?P<m>March|June|September|December)\s+(?:quarter|half){_OF}?(?![\d%])")
def _named_quarter(reader: _Reader, match: re.Match[str]) -> Reading | None:
    month = _month_number(match["m"])
    size, grain = (3, "quarter") if "quarter" in match[0] else (6, "half")
    year, said = reader.year(match)
    if year is None:
        year = _nearest_year(reader, match, month)
    return (periods.months_to(periods.month(year, month), size) if year else None), grain, said


# --- years and longer -----------------------------------------------------------
@_rule(rf"(?:(?:the\s+)?(?:year|calendar\s+year)\s+)?(?P<y>{_Y})(?:['’]s)?")
def _year(reader: _Reader, match: re.Match[str]) -> Reading | None:
    text = reader.text
    start, end = match.start("y"), match.end("y")
    if text[end : end + 1] in "-‑–/%°" and text[end + 1 : end + 2].isalnum() or re.match(r"[.,:]\d|\s?[%°$€£]|\s?per\s?cent\b", text[end : end + 10]):
        return None
    if re.search(r"[$€£¥#.,:/+\-−‑]$|(?:\bNo\.?|\bRs\.?|\bFlight|\bResolution|\broom|\bRoom)\s*$", text[max(0, start - 11) : start]) and not re.search(
        r"(?:mid|late|early|pre|post|end|since|to|[a-z])[-–‑]$|, $", text[max(0, start - 7) : start]
    ):
        return None
    if any(n_start <= start < n_end for n_start, n_end in _quantities(text)):
        return None
    number = int(match["y"])
    return f"{number:04d}", "year", True


@_rule(rf"(?:from\s+|between\s+)?(?P<y>{_Y})(?:{_DASH}|/)(?P<z>{_Y}|\d\d(?!\d))(?P<fy>\s+(?:fiscal|financial|marketing|crop)\s+years?|\s+FY|\s+season)?(?:['’]s)?(?![-‑\d%]|[.,]\d)")
def _years(reader: _Reader, match: re.Match[str]) -> Reading | None:
    first, written = int(match["y"]), match["z"]
    last = int(written) if len(written) == 4 else first // 100 * 100 + int(written)
    if last <= first or (len(written) == 2 and re.search(r"\s(?:and|to|through|until)\s", match[0])):
        return None
    if re.search(r"\sand\s", match[0]) and not match[0].startswith("between"):
        return None
    led = re.search(r"(?:fiscal|financial)(?:\s+year)?\s+$|\bFY\s?$", reader.text[max(0, match.start() - 18) : match.start()])
    if (match["fy"] and "season" not in match["fy"] or led) and last == first + 1:
        return _fiscal(reader, match, last, both=True), "year", True
    return f"{first}/{last}", "interval", True


@_rule(rf"(?:the\s+)?(?:fiscal|financial)(?:\s+year)?(?:\s+of)?\s+(?P<y>{_Y})(?:[-–/](?P<z>{_Y}|\d\d))?|FY\s?['’]?(?P<y2>{_Y}|\d\d)(?:[-–/](?P<z2>\d\d|{_Y}))?")
def _fiscal_year(reader: _Reader, match: re.Match[str]) -> Reading | None:
    first = match["y"] or match["y2"]
    year = int(first) if len(first) == 4 else 2000 + int(first)
    if match["z"] or match["z2"]:
        return _fiscal(reader, match, year + 1, both=True), "year", True
    return _fiscal(reader, match, year, both=False), "year", True


@cache
def _fiscal_rows() -> dict[str, tuple[int, str]]:
    return {row["code"]: (int(row["first_month"]), row["named"]) for row in words("fiscal_years")}


def _fiscal(reader: _Reader, match: re.Match[str], year: int, *, both: bool) -> str | None:
    """Return the months of a fiscal year, where one state's is meant; None otherwise."""
    from toolkit.states import find_states

    start, end = reader.sentence(match.start())
    for part in (reader.text[start:end], reader.text):
        named = {s.code for s in find_states(part)} & _fiscal_rows().keys()
        if len(named) == 1:
            first, how = _fiscal_rows()[named.pop()]
            if first == 1:
                return f"{year - both}" if not both else None
            begins = year - 1 if both or how == "end" else year
            return f"{periods.month(begins, first)}/{periods.month(begins, first + 11)}"
        if named:
            return None
    return None


@_rule(rf"{_PART}(?:the\s+)?(?:(?P<part>early|mid|late)[\s-])?(?P<d>1[5-9]\d0|20\d0)s|(?:the\s+)(?:(?:early|mid|late)[\s-])?['’]?(?P<d2>\d0)s")
def _decade(reader: _Reader, match: re.Match[str]) -> Reading | None:
    if match["d"]:
        first = int(match["d"])
    else:
        short = int(match["d2"])
        if re.search(r"\b(?:in|into|of)\s+$", reader.text[max(0, match.start() - 5) : match.start()]) is None:
            return None
        first = (1900 if short > 30 else 2000) + short
    return f"{first}/{first + 9}", "decade", True


@_rule(r"(?:the\s+)?(?:(?:early|mid|late)[\s-])?(?P<n>\d{1,2})(?:st|nd|rd|th)[\s-]century|(?P<rel>this|last|next|the\s+current|the\s+past)\s+century|the\s+(?P<w>nineteenth|twentieth|twenty-first|eighteenth)\s+century")
def _century(reader: _Reader, match: re.Match[str]) -> Reading | None:
    if match["rel"]:
        if reader.date is None:
            return None, "century", False
        number = (reader.date.year - 1) // 100 + 1 + {"last": -1, "past": -1, "next": 1}.get(match["rel"].split()[-1], 0)
    else:
        number = int(match["n"]) if match["n"] else {"eighteenth": 18, "nineteenth": 19, "twentieth": 20, "twenty-first": 21}[match["w"]]
    if not 1 <= number <= 30:
        return None
    return f"{(number - 1) * 100 + 1:04d}/{number * 100:04d}", "century", bool(not match["rel"])


# --- relative -------------------------------------------------------------------
@_rule(rf"(?P<pre>(?:earlier|later|late|early|mid|so\s+far|since\s+the\s+(?:start|beginning)\s+of)[\s-]+)?(?P<rel>[Ll]ast|[Tt]his|[Nn]ext|[Tt]he\s+(?:previous|preceding|prior|current|coming|following|same)|[Tt]hat\s+same)\s+(?P<u>week|weekend|month|quarter|half|half-year|year|decade)(?:['’]s)?")
def _relative(reader: _Reader, match: re.Match[str]) -> Reading | None:
    unit, rel = match["u"], match["rel"].lower().split()[-1]
    by = {"last": -1, "previous": -1, "preceding": -1, "prior": -1, "next": 1, "coming": 1, "following": 1}.get(rel, 0)
    pre = (match["pre"] or "").split()
    if rel in ("previous", "preceding", "prior", "same", "following"):
        anchor = reader.anchor(match.start(), within=0 if rel != "previous" else None)
        if anchor and unit == "year":
            if rel == "same":
                return anchor[:4], "year", True
            moved = periods.shift(anchor if len(anchor) == 4 else anchor[:4], years=by)
            return moved, "year", True
        if anchor and unit == "month" and len(anchor) >= 7 and "W" not in anchor and rel != "same":
            return periods.shift(anchor.split("/")[-1][:7], months=by), "month", True
        if anchor and unit == "quarter" and "/" in anchor and rel != "same":
            return periods.shift(anchor, months=3 * by), "quarter", True
    date = reader.date
    grain = "week" if unit == "weekend" else unit.replace("half-year", "half")
    if date is None:
        return None, grain, False
    if unit == "year":
        if pre and (pre[0] in ("so", "since")):
            return f"{date.year}-01-01/{date.isoformat()}", "interval", False
        return f"{date.year + by:04d}", "year", False
    if unit == "month":
        return periods.month(date.year, date.month + by), "month", False
    if unit == "week":
        return periods.week(date + datetime.timedelta(7 * by)), "week", False
    if unit == "weekend":
        saturday = date + datetime.timedelta(5 - date.weekday() + 7 * (by if by > 0 else (0 if date.weekday() >= 5 and by == 0 else by)))
        return f"{saturday.isoformat()}/{(saturday + datetime.timedelta(1)).isoformat()}", "interval", False
    if unit in ("quarter", "half", "half-year"):
        size = 3 if unit == "quarter" else 6
        first = (date.month - 1) // size * size + 1 + by * size
        return f"{periods.month(date.year, first)}/{periods.month(date.year, first + size - 1)}", grain, False
    first_year = date.year // 10 * 10
    if by:
        return (f"{date.year - 10}/{date.year}" if by < 0 else f"{date.year}/{date.year + 10}"), "decade", False
    return f"{first_year}/{first_year + 9}", "decade", False


@_rule(r"(?:the\s+)?year[\s-]to[\s-]date|so\s+far\s+in\s+(?P<y>\d{4})|since\s+(?:the\s+)?(?:start|beginning)\s+of\s+(?:the\s+year|(?P<y2>\d{4}))|since\s+January(?!\s+\d)")
def _to_date(reader: _Reader, match: re.Match[str]) -> Reading | None:
    date = reader.date
    if date is None:
        return None, "interval", False
    year = int(match["y"] or match["y2"] or date.year)
    if year > date.year:
        return None
    return f"{year}-01-01/{date.isoformat()}", "interval", False


@_rule(rf"(?:the\s+|over\s+the\s+)?(?P<rel>last|past|previous|next|coming|following|recent)\s+(?P<n>{_N}|few|several|couple\s+of)?\s*(?P<u>days|weeks|months|years|decades|quarters|decade|year(?=\s+or\s+so|,?\s+(?:has|have)))")
def _span(reader: _Reader, match: re.Match[str]) -> Reading | None:
    if match["n"] in ("few", "several") or match["n"] is None and match["u"] not in ("decade",) or match["rel"] == "recent":
        return None, "interval", False
    count = 2 if (match["n"] or "").startswith("couple") else _count(match["n"] or "one")
    return _stretch(reader, 1 if match["rel"] in ("next", "coming", "following") else -1, count, match["u"].rstrip("s"))


def _stretch(reader: _Reader, sign: int, count: int, unit: str) -> Reading:
    """Return the stretch of days, months or years before or after the article's date."""
    date = reader.date
    grain = "decade" if unit == "decade" and count == 1 else "interval"
    if date is None:
        return None, grain, False
    if unit in ("day", "week"):
        other = date + datetime.timedelta(sign * count * (7 if unit == "week" else 1))
        first, last = sorted((date, other))
        return f"{first.isoformat()}/{last.isoformat()}", grain, False
    if unit in ("month", "quarter"):
        size = count * (3 if unit == "quarter" else 1)
        here, there = periods.month(date.year, date.month), periods.month(date.year, date.month + sign * size)
        return "/".join(sorted((here, there))), grain, False
    other_year = date.year + sign * count * (10 if unit == "decade" else 1)
    first_year, last_year = sorted((date.year, other_year))
    return f"{first_year}/{last_year}", grain, False


@_rule(
    rf"(?:(?:the\s+)?(?:same|corresponding|comparable|equivalent|year-earlier)\s+(?:period|time|month|months|quarter|stretch|point|week|day)?\s*)?(?:of\s+|in\s+|from\s+)?"
    rf"(?P<n>a|an|one|{_N})\s+(?P<u>day|week|month|quarter|year|decade|days|weeks|months|quarters|years|decades)\s+(?P<w>earlier|ago|before|later|prior|previously|from\s+now)"
)
def _ago(reader: _Reader, match: re.Match[str]) -> Reading | None:
    count, unit = _count(match["n"]), match["u"].rstrip("s")
    sign = 1 if match["w"] in ("later",) or match["w"].startswith("from") else -1
    tells = match["w"] != "ago" and not match["w"].startswith("from")
    anchor = reader.anchor(match.start()) or (reader.anchor(match.start(), within=None) if match["w"] in ("earlier", "before", "later", "prior", "previously") else None)
    if anchor and (tells or (unit == "year" and count == 1)):
        value = None
        if unit == "year":
            value = periods.shift(anchor, years=sign * count)
        elif unit == "month" and len(anchor.split("/")[0]) >= 7:
            value = periods.shift(anchor, months=sign * count)
        elif unit == "quarter" and "/" in anchor:
            value = periods.shift(anchor, months=sign * 3 * count)
        elif unit in ("day", "week") and len(anchor) == 10:
            value = (datetime.date.fromisoformat(anchor) + datetime.timedelta(sign * count * (7 if unit == "week" else 1))).isoformat()
        if value:
            return value, _grain(value), True
    date = reader.date
    if date is None:
        return None, unit if unit != "quarter" else "quarter", False
    if unit in ("year", "decade"):
        return f"{date.year + sign * count * (10 if unit == 'decade' else 1):04d}", "year", False
    if unit == "month":
        return periods.month(date.year, date.month + sign * count), "month", False
    if unit == "week":
        return periods.week(date + datetime.timedelta(7 * sign * count)), "week", False
    if unit == "day":
        return (date + datetime.timedelta(sign * count)).isoformat(), "day", False
    first = (date.month - 1) // 3 * 3 + 1 + 3 * sign * count
    return f"{periods.month(date.year, first)}/{periods.month(date.year, first + 2)}", "quarter", False


@_rule(r"(?:the\s+)?(?:same|corresponding|year-ago|comparable)\s+(?:period|time|month|months|quarter|stretch|point|week|half)(?:\s+(?:of|in|a))?\s+(?:(?P<rel>last|this|the\s+previous|the\s+prior|the\s+preceding)\s+year|(?P<y>(?:19|20)\d\d))|(?:the\s+)?(?:year-ago|year-earlier|prior-year)(?:\s+(?:period|month|quarter|level|levels))?")
def _same_period(reader: _Reader, match: re.Match[str]) -> Reading | None:
    anchor = reader.anchor(match.start(), within=None)
    if match["y"] and anchor:
        moved = periods.shift(anchor, years=int(match["y"]) - int(anchor[:4]))
        return moved, _grain(moved or ""), True
    if anchor and "W" not in anchor:
        rel = (match["rel"] or "").split()[-1:] or ["previous"]
        by = -1
        if rel == ["last"] and reader.date:
            by = reader.date.year - 1 - int(anchor[:4])
        elif rel == ["this"] and reader.date:
            by = reader.date.year - int(anchor[:4])
        if rel == ["last"] and by >= 0:
            by = -1  # "in August ... the same month last year": the year before that August
        moved = periods.shift(anchor, years=by)
        return moved, _grain(moved or ""), True
    if reader.date is None:
        return None, "year", False
    return f"{reader.date.year - 1}", "year", False


@_rule(r"(?:by\s+|at\s+)?(?:the\s+)?(?:year-end|(?:end|close|start|beginning|middle|rest|remainder)\s+of\s+(?:the|this)\s+year|year['’]s\s+end)")
def _year_end(reader: _Reader, match: re.Match[str]) -> Reading | None:
    if reader.date is None:
        return None, "year", False
    return f"{reader.date.year}", "year", False


def _grain(value: str) -> str:
    if "/" not in value:
        return {4: "year", 7: "month", 10: "day"}.get(len(value), "week")
    first, last = value.split("/")
    if len(first) == len(last) == 7:
        size = (int(last[:4]) - int(first[:4])) * 12 + int(last[5:]) - int(first[5:]) + 1
        return {3: "quarter", 6: "half", 12: "year"}.get(size, "interval")
    return "interval"


@cache
def _quantities(text: str) -> tuple[tuple[int, int], ...]:
    from toolkit.quantities import amounts_in

    return tuple((a.start, a.end) for a in amounts_in(text))


_HINT = re.compile(
    rf"\d|{_W}|\b(?:{_M})|(?i:\b(?:today|tomorrow|yesterday|tonight|last|next|this|past|previous|prior|year|years|month|months|week|weeks|quarter|half|decade|century|ago|earlier|later|coming|current)\b)"
)
# A preposition that the pattern takes in, but that is no part of the expression.
_LEADING = re.compile(r"(?:from|between|in|over|by|at|of)\s+")


def find_dates(article: Article, doc: Doc | None = None) -> list[Date]:
    """Find dates and periods in an article, in order, without overlap.

    Parameters
    ----------
    article : the article; its ``date`` is what relative expressions count from.
    doc : its parse; the rules read plain text, so it only serves to keep what was found.

    A month or day without a year is the nearest that the tense allows, in the past where no verb
    tells. "Last Monday" is the last one before the article's day, "next Monday" the first after
    it. Not found: seasons, feasts, times of day. Not resolved (value None): relative expressions
    of an article without a date, fiscal years where it is not plain whose.

    >>> article = Article("In January Kenya agreed to hold talks in May.", date="2024-04-06")
    >>> [(d.value, d.grain) for d in find_dates(article)]
    [('2024-01', 'month'), ('2024-05', 'month')]
    """
    if doc is not None:
        from toolkit.language import once

        return once(doc, "dates", lambda: _found(article))
    return _found(article)


def _found(article: Article) -> list[Date]:
    text = article.text
    spans: list[tuple[int, int, int, re.Match[str], Rule]] = []
    furniture = [(p.start, p.end) for p in article.paragraphs if p.part == "furniture"]
    if not _HINT.search(text):
        return []
    for order, (pattern, rule) in enumerate(_RULES):
        spans += [(m.start(), -m.end(), order, m, rule) for m in pattern.finditer(text)]
    reader = _Reader(article)
    at = 0
    for start, _, _, match, rule in sorted(spans, key=lambda s: s[:3]):
        if start < at or any(s <= start < e for s, e in furniture):
            continue
        read = rule(reader, match)
        if read is None:
            continue
        value, grain, said = read
        lead = _LEADING.match(text, start, match.end())
        begin = lead.end() if lead else start
        stop = match.end() - (len(match[0]) - len(match[0].rstrip()))
        stop -= 2 if text[stop - 2 : stop] in ("'s", "’s") else 0
        reader.found.append(Date(begin, stop, value, grain, "text" if said else "article date"))
        at = match.end()
    return _share_years(reader)


_BESIDE = re.compile(r"(?:,|\s+and|,\s+and|\s+or|\s+to)\s+")


def _share_years(reader: _Reader) -> list[Date]:
    """Give a month or day the year of the one it is coordinated with ('in May and June 2023')."""
    dates = reader.found
    for number in range(len(dates) - 2, -1, -1):
        here, after = dates[number], dates[number + 1]
        if after.resolved_from != "text" or after.value is None or here.grain not in ("month", "day") or after.grain != here.grain:
            continue
        if here.resolved_from == "text" or not _BESIDE.fullmatch(reader.text, here.end, after.start):
            continue
        surface = reader.text[here.start : here.end]
        found = re.search(_M, surface)
        if not found:
            continue
        year, month = int(after.value[:4]), _month_number(found[0])
        if month > int(after.value[5:7]):
            year -= 1
        written = re.search(r"\d{1,2}", surface)
        value = periods.month(year, month) if here.grain == "month" else periods.day(year, month, int(written[0])) if written else None
        dates[number] = here._replace(value=value, resolved_from="text")
    return dates


def date_table(subject: str | Article | Iterable[str | Article], *, nlp: Language | None = None) -> pd.DataFrame:
    """Return the dates and periods of articles as a table; columns in ``describe("dates")``.

    Parameters
    ----------
    subject : a text, an Article or many of either.
    nlp : taken so that every table is called alike; dates are read from plain text.

    >>> date_table(Article("Talks were held last month.", date="2024-04-06"))[["text", "value"]].values.tolist()
    [['last month', '2024-03']]
    """
    rows: list[dict[str, Any]] = []
    for article in as_articles(subject):
        for found in find_dates(article):
            row = evidence(article, found.start, found.end)
            row.update(value=found.value, grain=found.grain, resolved_from=found.resolved_from)
            rows.append(row)
    return frame("dates", rows)
