"""Rules for days, months, quarters, halves and the first nine months; each registers itself with ``rule``."""

from __future__ import annotations

import datetime
import re

from toolkit.dates import periods
from toolkit.dates.reader import (
    COUNT,
    DASH,
    DAY,
    DAYS,
    MONTH,
    OF_YEAR,
    ORDINALS,
    PART,
    WEEKDAY,
    YEAR,
    Reader,
    Reading,
    count_of,
    day_number,
    month_number,
    nearest_year,
    rule,
    stretch,
)


# --- days ---------------------------------------------------------------------
@rule(r"(?P<iso>\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))(?:T[\d:.]+Z?)?")
def _iso(reader: Reader, match: re.Match[str]) -> Reading | None:
    value = match["iso"]
    return (value, "day", True) if periods.day(*map(int, value.split("-"))) else None


@rule(
    rf"(?:{WEEKDAY},?\s+)?(?:(?P<m>{MONTH})\s+(?P<d>{DAY})|(?P<d2>{DAY})\s+(?:of\s+)?(?P<m2>{MONTH}))(?:,?\s+(?P<y>{YEAR})(?![\d%])|,?\s+(?P<rel>last|this|next)\s+year)?"
)
def _day(reader: Reader, match: re.Match[str]) -> Reading | None:
    month, of_month = month_number(match["m"] or match["m2"]), day_number(match["d"] or match["d2"])
    year, said = reader.year(match)
    if year is None:
        year, said = nearest_year(reader, match, month, of_month), False
    if year is None:
        return None, "day", False
    return periods.day(year, month, of_month), "day", said


@rule(
    rf"(?:from\s+)?(?P<m>{MONTH})\s+(?P<a>{DAY}),?\s+(?P<y>{YEAR}){DASH}(?P<n>{MONTH})\s+(?P<b>{DAY})(?:,?\s+(?P<z>{YEAR})(?![\d%]))?"
)
def _days_of_years(reader: Reader, match: re.Match[str]) -> Reading | None:
    year, first, last = int(match["y"]), month_number(match["m"]), month_number(match["n"])
    until = int(match["z"] or year + (last < first))  # "March 21, 2022-Jan. 20" ends in 2023
    begin, end = periods.day(year, first, day_number(match["a"])), periods.day(until, last, day_number(match["b"]))
    return (f"{begin}/{end}", "interval", True) if begin and end and begin < end else None


@rule(
    rf"(?:from\s+)?(?:(?P<m>{MONTH})\s+(?P<a>{DAY}){DASH}(?:(?P<n>{MONTH})\s+)?(?P<b>{DAY})|(?P<a2>{DAY}){DASH}(?P<b2>{DAY})\s+(?:of\s+)?(?P<m2>{MONTH})|"
    rf"(?P<a3>{DAY})\s+(?P<m3>{MONTH}){DASH}(?P<b3>{DAY})\s+(?P<n3>{MONTH}))(?:,?\s+(?P<y>{YEAR})(?![\d%]))?"
)
def _days(reader: Reader, match: re.Match[str]) -> Reading | None:
    first = month_number(match["m"] or match["m2"] or match["m3"])
    last = month_number(match["n"] or match["n3"]) if (match["n"] or match["n3"]) else first
    a, b = day_number(match["a"] or match["a2"] or match["a3"]), day_number(match["b"] or match["b2"] or match["b3"])
    year, said = reader.year(match)
    if year is None:
        year, said = nearest_year(reader, match, first, a), False
    if year is None:
        return None, "interval", False
    begin, end = periods.day(year, first, a), periods.day(year + (last < first), last, b)
    return (f"{begin}/{end}", "interval", said) if begin and end and begin < end else None


@rule(rf"(?:(?P<rel>last|this|next|coming|this\s+coming|this\s+past|the\s+following|the\s+previous)\s+)?(?P<w>{WEEKDAY})")
def _weekday(reader: Reader, match: re.Match[str]) -> Reading | None:
    if reader.date is None:
        return None, "day", False
    number = next(n for n, name in enumerate(DAYS) if name.startswith(match["w"].lower().rstrip(".")[:3]))
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


_NAME_BEFORE = re.compile(r"[A-Z][\w.]* $")


@rule(
    r"(?P<w>[Yy]esterday|[Tt]oday|[Tt]omorrow|[Tt]onight|[Ll]ast\s+night|[Tt]his\s+(?:morning|afternoon|evening)|the\s+day\s+(?P<ba>before\s+yesterday|after\s+tomorrow))"
)
def _near_day(reader: Reader, match: re.Match[str]) -> Reading | None:
    if match["w"][0].isupper() and _NAME_BEFORE.search(reader.text, max(0, match.start() - 20), match.start()):
        return None  # "USA Today"
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


def _is_month(reader: Reader, match: re.Match[str], name: str) -> bool:
    """Tell the months May and March from the verbs and names; abbreviations need a point or a number."""
    plain = name.rstrip(".")
    if plain.lower() in ("may", "march", "mar", "jun", "dec", "jan", "august", "april", "june"):
        led = _MONTH_ALONE.search(reader.text[max(0, match.start() - 12) : match.start()])
        if plain.lower() in ("april", "june", "august"):
            following = re.match(r"\s+[A-Z][a-z]+", reader.text[match.end() : match.end() + 20])
            return bool(led) or not following
        return (
            bool(led)
            or (plain in ("March", "Jan", "Dec", "Jun", "Mar") and name.endswith("."))
            or (plain == "March" and reader.text[match.end() : match.end() + 2] in ("'s", "’s"))
            or (
                plain in ("May", "March")
                and re.match(
                    r"\s+(?:exports|imports|data|figures|trade|sales|inflation|shipments|output|production|deliveries)\b",
                    reader.text[match.end() : match.end() + 14],
                )
                is not None
            )
        )
    return True


@rule(
    rf"{PART}(?P<m>{MONTH})(?:(?<!\.),?{OF_YEAR}(?![\d%])|\s+(?P<y2>{YEAR})(?![\d%]))?(?:['’]s)?|(?P<lead>last|this|next)\s+(?P<m2>{MONTH})"
)
def _month(reader: Reader, match: re.Match[str]) -> Reading | None:
    name = match["m"] or match["m2"]
    month = month_number(name)
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
    elif not (match["y"] or match["rel"] or match["y2"]) and not _is_month(
        reader, match, match[0].split("'")[0].split("’")[0].split()[-1].split("-")[-1]
    ):
        return None
    if year is None:
        year = nearest_year(reader, match, month)
    return (periods.month(year, month) if year else None), "month", said


@rule(
    rf"(?:[Ff]rom\s+|[Bb]etween\s+|[Ii]n\s+)?(?:[Mm]id-)?(?P<m>{MONTH}){DASH}(?:(?:the\s+)?end(?:\s+of\s+|-)|[Mm]id-)?(?P<n>{MONTH})(?:\s+period(?=\s+(?:of|in)\s))?{OF_YEAR}?(?![\d%])"
)
def _months(reader: Reader, match: re.Match[str]) -> Reading | None:
    first, last = month_number(match["m"]), month_number(match["n"])
    if re.search(r"\sand\s", match[0]) and not match[0].lower().startswith("between") and (last - first) % 12 != 1:
        return None  # two months, not a stretch
    year, said = reader.year(match)
    if match["the"]:
        year = reader.date.year if reader.date else None
    if year and (two := re.match(r"[-–/](\d\d)(?!\d)", reader.text[match.end() :])) and int(two[1]) == (year + 1) % 100:
        year += first > last  # "July-March 2018-19"
    if year is None:
        year = nearest_year(reader, match, last)
    if year is None:
        return None, "interval", False
    value = f"{periods.month(year - (first > last), first)}/{periods.month(year, last)}"
    return value, "interval", said


@rule(rf"(?:[Ff]rom\s+|[Bb]etween\s+)?(?P<m>{MONTH})\s+(?P<y>{YEAR})(?:{DASH})(?P<n>{MONTH})\s+(?P<z>{YEAR})(?![\d%])")
def _months_of_years(reader: Reader, match: re.Match[str]) -> Reading | None:
    if re.search(r"\sand\s", match[0]) and not match[0].lower().startswith("between"):
        return None  # two months, not a stretch
    value = (
        f"{periods.month(int(match['y']), month_number(match['m']))}/{periods.month(int(match['z']), month_number(match['n']))}"
    )
    return value, "interval", True


# --- quarters, halves, the first nine months --------------------------------------
def of_year(reader: Reader, match: re.Match[str], last_month: int) -> tuple[int | None, bool]:
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


OWNED = rf"(?:(?P<y0>{YEAR})['’]s\s+|(?P<rel0>last|this|next|the\s+previous|the\s+prior)\s+year['’]s\s+)?"


@rule(
    rf"{OWNED}(?:the\s+)?(?:(?P<o>first|second|third|fourth|final|1st|2nd|3rd|4th|last)[\s-]quarter|Q(?P<q>[1-4])|(?P<q2>[1-4])Q)(?:(?:['’]|-)?(?P<yy>\d\d)(?!\d))?{OF_YEAR}?(?![\d%])"
)
def _quarter(reader: Reader, match: re.Match[str]) -> Reading | None:
    if match["o"] == "last" and not (match["y"] or match["rel"] or match["the"]):
        if reader.date is None:
            return None, "quarter", False
        number = (reader.date.month - 1) // 3
        return periods.months(reader.date.year - (number == 0), (number or 4) * 3 - 2, (number or 4) * 3), "quarter", False
    number = int(match["q"] or match["q2"] or ORDINALS[match["o"]])
    year, said = of_year(reader, match, number * 3)
    if match["yy"]:
        year, said = 2000 + int(match["yy"]), True
    return (periods.months(year, number * 3 - 2, number * 3) if year else None), "quarter", said


@rule(
    rf"{OWNED}(?:the\s+)?(?:(?P<o>first|second|latter|last)[\s-](?:half|semester)|H(?P<h>[12])|(?P<h2>[12])H)(?:(?:['’]|-)?(?P<yy>\d\d)(?!\d))?(?P<unit>\s+of\s+(?:the\s+)?(?:month|{MONTH}))?{OF_YEAR}?(?![\d%])"
)
def _half(reader: Reader, match: re.Match[str]) -> Reading | None:
    if match["unit"] or re.match(
        r"\s+(?:of\s+)?(?:the\s+)?(?:game|match|century|decade|time|\d)", reader.text[match.end() : match.end() + 16]
    ):
        return None
    number = int(match["h"] or match["h2"] or ORDINALS[match["o"]] if match["o"] != "last" else 2)
    year, said = of_year(reader, match, number * 6)
    if match["yy"]:
        year, said = 2000 + int(match["yy"]), True
    if year is None and re.match(r"\s+of\b", reader.text[match.end() : match.end() + 5]):
        return None
    return (periods.months(year, number * 6 - 5, number * 6) if year else None), "half", said


@rule(
    rf"(?:the\s+|its\s+)?(?P<o>first|opening|last|final)\s+(?P<n>{COUNT})\s+(?P<u>months|quarters)(?:\s+of)?(?:{OF_YEAR}|(?=\s|[.,;:)]))"
)
def _first_months(reader: Reader, match: re.Match[str]) -> Reading | None:
    count = count_of(match["n"]) * (3 if match["u"] == "quarters" else 1)
    stated = match["y"] or match["rel"] or match["the"]
    if not 1 <= count <= 12:
        return None
    opening = match["o"] in ("first", "opening")
    if not opening and not stated:
        return stretch(reader, -1, count, "month")
    if not stated and re.search(r"\sof$", match[0]):
        return None
    last = count if opening else 12
    year, said = of_year(reader, match, last)
    if not stated and reader.date and (anchor := reader.anchor(match.start())) and len(anchor) == 4:
        year, said = int(anchor), True
    if year is None:
        return None, "interval", False
    return periods.months(year, 1 if opening else 13 - count, last), "interval", said


@rule(rf"the\s+(?P<o>first|last|final)\s+month{OF_YEAR}")
def _first_month(reader: Reader, match: re.Match[str]) -> Reading | None:
    month = 1 if match["o"] == "first" else 12
    year, said = of_year(reader, match, month)
    return (periods.month(year, month) if year else None), "month", said


@rule(rf"(?P<n>1[012]|[1-9])M\s?['’]?(?P<y>{YEAR}|\d\d)")
def _count_of_months(reader: Reader, match: re.Match[str]) -> Reading | None:
    year = int(match["y"]) + 2000 * (len(match["y"]) == 2)
    return periods.months(year, 1, int(match["n"])), "interval", True  # "9M 2022"


@rule(
    rf"(?P<k>[Ff]ull-year|[Hh]alf-year|(?P<n>{COUNT})-month)(?=\s+(?:[\w-]+\s+){{0,2}}(?:exports?|imports?|trade|shipments|sales|deficit|surplus|turnover|figures?|data|volume|total|tally)\b)"
)
def _year_of_flow(reader: Reader, match: re.Match[str]) -> Reading | None:
    anchor = reader.anchor(match.start(), within=None)
    grain = {"full-year": "year", "half-year": "half"}.get(match["k"].lower(), "interval")
    if reader.date is None:
        return None, grain, False
    if match["n"]:
        count = count_of(match["n"])
        year = int(anchor[:4]) if anchor else reader.date.year - (count > reader.date.month)
        return (periods.months(year, 1, count) if 1 < count < 12 else None), grain, False
    if grain == "year":
        known = anchor[:4] if anchor and int(anchor[:4]) >= reader.date.year - 1 else ""
        return known or f"{reader.date.year - 1}", grain, False
    if reader.date.month > 6:
        return periods.months(reader.date.year, 1, 6), grain, False
    return periods.months(reader.date.year - 1, 7, 12), grain, False


@rule(
    rf"(?:the\s+)?(?:(?P<n>{COUNT})[\s-](?P<u>months?|quarters?|weeks?)|(?P<k>year|quarter|half|week|month|half-year|fiscal\s+year|financial\s+year|season))(?:\s+period)?\s+"
    rf"(?:to|through|ended|ending|that\s+ended|until|up\s+to|to\s+the\s+end\s+of|ended\s+in|ending\s+in|to\s+end)\s+(?:on\s+|in\s+|the\s+end\s+of\s+|end-|late\s+|early\s+)?"
    rf"(?:(?P<w>{WEEKDAY}),?\s+)?(?:(?P<d2>{DAY})\s+(?P<m2>{MONTH})|(?P<m>{MONTH})(?:\s+(?P<d>{DAY}))?){OF_YEAR}?(?![\d%])"
)
def _to_month(reader: Reader, match: re.Match[str]) -> Reading | None:
    month = month_number(match["m"] or match["m2"])
    written = match["d"] or match["d2"]
    year, said = reader.year(match)
    if year is None:
        year, said = nearest_year(reader, match, month, day_number(written) if written else 0), False
    kind = match["k"] or match["u"].rstrip("s")
    grain = {"year": "year", "quarter": "quarter", "half": "half", "half-year": "half", "week": "week", "month": "month"}.get(
        kind, "year"
    )
    count = count_of(match["n"]) if match["n"] else 1
    if match["n"]:
        grain = "interval"
    if year is None:
        return None, grain, False
    if kind == "week":
        end = periods.day(year, month, day_number(written)) if written else None
        if end is None:
            return None, grain, said
        begin = datetime.date.fromisoformat(end) - datetime.timedelta(7 * count - 1)
        return f"{begin.isoformat()}/{end}", grain, said
    size = {
        "year": 12,
        "fiscal year": 12,
        "financial year": 12,
        "season": 12,
        "half": 6,
        "half-year": 6,
        "quarter": 3,
        "month": 1,
    }[" ".join(kind.split())]
    end_month = periods.month(year, month)
    day = day_number(written) if written else 31
    if day <= 15 and size == 12 and written:
        begin_day, end_day = periods.day(year - 1, month, day), periods.day(year, month, day)
        if begin_day and end_day:
            begin = datetime.date.fromisoformat(begin_day) + datetime.timedelta(1)
            return f"{begin.isoformat()}/{end_day}", grain, said
    return periods.months_to(end_month, size * count), grain, said


@rule(rf"(?:the\s+)?(?P<m>March|June|September|December)\s+(?:quarter|half){OF_YEAR}?(?![\d%])")
def _named_quarter(reader: Reader, match: re.Match[str]) -> Reading | None:
    month = month_number(match["m"])
    size, grain = (3, "quarter") if "quarter" in match[0] else (6, "half")
    year, said = reader.year(match)
    if year is None:
        year = nearest_year(reader, match, month)
    return (periods.months_to(periods.month(year, month), size) if year else None), grain, said
