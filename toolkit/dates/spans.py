"""Rules for years, fiscal years, decades, centuries, and for what is relative to another date."""

from __future__ import annotations

import datetime
import re
from functools import cache

from toolkit.dates import periods
from toolkit.dates.reader import (
    COUNT,
    DASH,
    MONTH,
    PART,
    YEAR,
    Reader,
    Reading,
    count_of,
    grain_of,
    month_number,
    quantity_spans,
    rule,
    stretch,
)
from toolkit.words import word_list


# --- years and longer -----------------------------------------------------------
@rule(rf"(?:(?:the\s+)?(?:year|calendar\s+year)\s+)?(?P<y>{YEAR})(?:['’]s)?")
def _year(reader: Reader, match: re.Match[str]) -> Reading | None:
    text = reader.text
    start, end = match.start("y"), match.end("y")
    if (text[end : end + 1] in "-‑–/%°" and text[end + 1 : end + 2].isalnum()) or re.match(
        r"[.,:]\d|\s?[%°$€£]|\s?per\s?cent\b", text[end : end + 10]
    ):
        return None
    if re.search(
        r"[$€£¥#.,:/+\-−‑]$|(?:\bNo\.?|\bRs\.?|\bFlight|\bResolution|\broom|\bRoom)\s*$", text[max(0, start - 11) : start]
    ) and not re.search(r"(?:mid|late|early|pre|post|end|since|to|[a-z])[-–‑]$|, $", text[max(0, start - 7) : start]):
        return None
    if any(n_start <= start < n_end for n_start, n_end in quantity_spans(text)):
        return None
    number = int(match["y"])
    return f"{number:04d}", "year", True


@rule(
    rf"(?:[Ff]rom\s+|[Bb]etween\s+)?(?P<y>{YEAR})(?:{DASH}|/)(?P<z>{YEAR}|\d\d(?!\d))(?P<fy>\s+(?:fiscal|financial|marketing|crop)\s+years?|\s+FY|\s+season)?(?:['’]s)?(?![-‑\d%]|[.,]\d)"
)
def _years(reader: Reader, match: re.Match[str]) -> Reading | None:
    first, written = int(match["y"]), match["z"]
    last = int(written) if len(written) == 4 else first // 100 * 100 + int(written)
    if last <= first or (len(written) == 2 and re.search(r"\s(?:and|to|through|until)\s", match[0])):
        return None
    if re.search(r"\sand\s", match[0]) and not match[0].lower().startswith("between"):
        return None
    led = re.search(r"(?:fiscal|financial)(?:\s+year)?\s+$|\bFY\s?$", reader.text[max(0, match.start() - 18) : match.start()])
    if ((match["fy"] and re.search(r"fiscal|financial|FY", match["fy"])) or led) and last == first + 1:
        return _fiscal(reader, match, last, both=True), "year", True
    return f"{first}/{last}", "interval", True


@rule(
    rf"(?:the\s+)?(?:fiscal|financial)(?:\s+year)?(?:\s+of)?\s+(?P<y>{YEAR})(?:[-–/](?P<z>{YEAR}|\d\d))?|FY\s?['’]?(?P<y2>{YEAR}|\d\d)(?:[-–/](?P<z2>\d\d|{YEAR}))?"
)
def _fiscal_year(reader: Reader, match: re.Match[str]) -> Reading | None:
    first = match["y"] or match["y2"]
    year = int(first) if len(first) == 4 else 2000 + int(first)
    if match["z"] or match["z2"]:
        return _fiscal(reader, match, year + 1, both=True), "year", True
    return _fiscal(reader, match, year, both=False), "year", True


@cache
def _fiscal_rows() -> dict[str, tuple[int, str]]:
    return {row["code"]: (int(row["first_month"]), row["named"]) for row in word_list("fiscal_years")}


def fiscal_months(code: str, year: int, *, both: bool) -> str | None:
    """Return the months of a state's fiscal year; None for a state that is not in ``words/fiscal_years.csv``.

    Parameters
    ----------
    code : the state.
    year : the year written, the latter of two.
    both : whether two years are written ("2023-24"), so that the state's habit of naming does not matter.

    >>> fiscal_months("IND", 2024, both=True)
    '2023-04/2024-03'
    """
    row = _fiscal_rows().get(code)
    return None if row is None or (both and row[0] == 1) else _months_of_fiscal(*row, year, both=both)


def _months_of_fiscal(first: int, how: str, year: int, *, both: bool) -> str:
    if first == 1:
        return f"{year}"
    begins = year - 1 if both or how == "end" else year
    return f"{periods.month(begins, first)}/{periods.month(begins, first + 11)}"


def _fiscal(reader: Reader, match: re.Match[str], year: int, *, both: bool) -> str | None:
    """Return the months of a fiscal year, where one state's is meant; None otherwise."""
    found = {_months_of_fiscal(*row, year, both=both) for row in _fiscal_habits(reader, match) if not (both and row[0] == 1)}
    return found.pop() if len(found) == 1 else None


def _fiscal_habits(reader: Reader, match: re.Match[str]) -> list[tuple[int, str]]:
    """Return when the fiscal years of the states that are spoken of begin, and how they are named.

    Where one state's is not the calendar year, the others are left out: they would not say "fiscal".
    """
    from toolkit.language import find_states

    start, end = reader.sentence(match.start())
    for part in (reader.text[start:end], reader.text):
        named = {s.code for s in find_states(part)} & _fiscal_rows().keys()
        if named:
            rows = [_fiscal_rows()[code] for code in named]
            return [row for row in rows if row[0] != 1] or rows
    return []


@rule(
    rf"(?:the\s+)?(?:(?:first\s+(?P<n>{COUNT})\s+months|(?P<o>first|second|third|fourth)[\s-](?P<u>half|quarter)|(?P<m>{MONTH}))\s+of\s+(?:the\s+|its\s+)?)?(?P<rel>last|this|current|previous|past|outgoing|ongoing)\s+(?:fiscal|financial)(?:\s+year|(?=[,.;\s]))"
)
def _relative_fiscal_year(reader: Reader, match: re.Match[str]) -> Reading | None:
    grain = "interval" if match["n"] or match["m"] or match["u"] else "year"
    firsts = {first for first, _ in _fiscal_habits(reader, match)}
    if reader.date is None or len(firsts) != 1:
        return None, grain, False
    first = firsts.pop()
    begins = reader.date.year - (reader.date.month < first)
    if match["rel"] in ("last", "previous", "past", "outgoing"):
        begins -= 1
    months = count_of(match["n"]) if match["n"] else 12
    if match["u"]:
        size = 6 if match["u"] == "half" else 3
        at = first + size * ("first", "second", "third", "fourth").index(match["o"])
        return periods.months(begins, at, at + size - 1), "interval", False
    if match["m"]:
        month = month_number(match["m"])
        end = periods.month(begins + (month < first), month)
        led = re.search(r"\b(?:till|until|to|through)\s+$", reader.text[max(0, match.start() - 10) : match.start()])
        return (f"{periods.month(begins, first)}/{end}" if led else end), "interval" if led else "month", False
    if first == 1 and months == 12:
        return f"{begins}", grain, False
    return f"{periods.month(begins, first)}/{periods.month(begins, first + months - 1)}", grain, False


@rule(
    rf"{PART}(?:the\s+)?(?:(?P<part>early|mid|late)[\s-])?(?P<d>1[5-9]\d0|20\d0)s|(?:the\s+)(?:(?:early|mid|late)[\s-])?['’]?(?P<d2>\d0)s"
)
def _decade(reader: Reader, match: re.Match[str]) -> Reading | None:
    if match["d"]:
        first = int(match["d"])
    else:
        short = int(match["d2"])
        if re.search(r"\b(?:in|into|of)\s+$", reader.text[max(0, match.start() - 5) : match.start()]) is None:
            return None
        first = (1900 if short > 30 else 2000) + short
    return f"{first}/{first + 9}", "decade", True


@rule(
    r"(?:the\s+)?(?:(?:early|mid|late)[\s-])?(?P<n>\d{1,2})(?:st|nd|rd|th)[\s-]century|(?P<rel>this|last|next|the\s+current|the\s+past)\s+century|the\s+(?P<w>nineteenth|twentieth|twenty-first|eighteenth)\s+century"
)
def _century(reader: Reader, match: re.Match[str]) -> Reading | None:
    if match["rel"]:
        if reader.date is None:
            return None, "century", False
        number = (reader.date.year - 1) // 100 + 1 + {"last": -1, "past": -1, "next": 1}.get(match["rel"].split()[-1], 0)
    else:
        number = (
            int(match["n"])
            if match["n"]
            else {"eighteenth": 18, "nineteenth": 19, "twentieth": 20, "twenty-first": 21}[match["w"]]
        )
    if not 1 <= number <= 30:
        return None
    return f"{(number - 1) * 100 + 1:04d}/{number * 100:04d}", "century", bool(not match["rel"])


# --- relative -------------------------------------------------------------------
@rule(
    r"(?P<pre>(?:[Ee]arlier|[Ll]ater|[Ll]ate|[Ee]arly|[Mm]id|[Ss]o\s+far|since\s+the\s+(?:start|beginning)\s+of)[\s-]+)?(?P<rel>[Ll]ast|[Tt]his|[Nn]ext|[Tt]he\s+(?:previous|preceding|prior|current|coming|following|same)|[Tt]hat\s+same)\s+(?P<u>week|weekend|month|quarter|half|half-year|year|decade)(?:['’]s)?"
)
def _relative(reader: Reader, match: re.Match[str]) -> Reading | None:
    unit, rel = match["u"], match["rel"].lower().split()[-1]
    by = {"last": -1, "previous": -1, "preceding": -1, "prior": -1, "next": 1, "coming": 1, "following": 1}.get(rel, 0)
    pre = (match["pre"] or "").split()
    if rel in ("previous", "preceding", "prior", "same", "following"):
        anchor = reader.anchor(match.start(), within=None if rel in ("previous", "same") else 0)
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
        saturday = date + datetime.timedelta(
            5 - date.weekday() + 7 * (by if by > 0 else (0 if date.weekday() >= 5 and by == 0 else by))
        )
        return f"{saturday.isoformat()}/{(saturday + datetime.timedelta(1)).isoformat()}", "interval", False
    if unit in ("quarter", "half", "half-year"):
        size = 3 if unit == "quarter" else 6
        first = (date.month - 1) // size * size + 1 + by * size
        return f"{periods.month(date.year, first)}/{periods.month(date.year, first + size - 1)}", grain, False
    first_year = date.year // 10 * 10
    if by:
        return (f"{date.year - 10}/{date.year}" if by < 0 else f"{date.year}/{date.year + 10}"), "decade", False
    return f"{first_year}/{first_year + 9}", "decade", False


@rule(
    r"(?:the\s+)?[Yy]ear[\s-](?:to[\s-]date|so\s+far)|[Ss]o\s+far\s+in\s+(?P<y>\d{4})|[Ss]ince\s+(?:the\s+)?(?:start|beginning)\s+of\s+(?:the\s+year|(?P<y2>\d{4}))|since\s+January(?!\s+\d)"
)
def _to_date(reader: Reader, match: re.Match[str]) -> Reading | None:
    date = reader.date
    if date is None:
        return None, "interval", False
    year = int(match["y"] or match["y2"] or date.year)
    if year > date.year:
        return None
    return f"{year}-01-01/{date.isoformat()}", "interval", False


@rule(
    rf"(?:from\s+|since\s+)?the\s+(?:start|beginning)\s+of\s+(?:the|this)\s+year\s+(?:to|until|through|till)\s+(?:the\s+end\s+of\s+|end-)?(?P<m>{MONTH})"
)
def _year_to_month(reader: Reader, match: re.Match[str]) -> Reading | None:
    if reader.date is None:
        return None, "interval", False
    return periods.months(reader.date.year, 1, month_number(match["m"])), "interval", False


@rule(
    rf"(?:the\s+|over\s+the\s+)?(?P<rel>last|past|previous|next|coming|following|recent)\s+(?P<n>{COUNT}|few|several|couple\s+of)?\s*(?P<u>days|weeks|months|years|decades|quarters|decade|year(?=\s+or\s+so|,?\s+(?:has|have)))"
)
def _span(reader: Reader, match: re.Match[str]) -> Reading | None:
    if match["n"] in ("few", "several") or (match["n"] is None and match["u"] not in ("decade",)) or match["rel"] == "recent":
        return None, "interval", False
    count = 2 if (match["n"] or "").startswith("couple") else count_of(match["n"] or "one")
    return stretch(reader, 1 if match["rel"] in ("next", "coming", "following") else -1, count, match["u"].rstrip("s"))


@rule(
    rf"(?:(?:the\s+)?(?:same|corresponding|comparable|equivalent|year-earlier)\s+(?:period|time|month|months|quarter|stretch|point|week|day)?\s*)?(?:of\s+|in\s+|from\s+)?"
    rf"(?P<n>a|an|one|{COUNT})\s+(?P<u>day|week|month|quarter|year|decade|days|weeks|months|quarters|years|decades)\s+(?P<w>earlier|ago|before|later|prior|previously|from\s+now)"
)
def _ago(reader: Reader, match: re.Match[str]) -> Reading | None:
    count, unit = count_of(match["n"]), match["u"].rstrip("s")
    sign = 1 if match["w"] in ("later",) or match["w"].startswith("from") else -1
    tells = match["w"] != "ago" and not match["w"].startswith("from")
    anchor = reader.anchor(match.start()) or (
        reader.anchor(match.start(), within=None)
        if match["w"] in ("earlier", "before", "later", "prior", "previously")
        else None
    )
    if anchor and (tells or (unit == "year" and count == 1)):
        value = None
        if unit == "year":
            value = periods.shift(anchor, years=sign * count)
        elif unit == "month" and len(anchor.split("/")[0]) >= 7:
            value = periods.shift(anchor, months=sign * count)
        elif unit == "quarter" and "/" in anchor:
            value = periods.shift(anchor, months=sign * 3 * count)
        elif unit in ("day", "week") and len(anchor) == 10:
            value = (
                datetime.date.fromisoformat(anchor) + datetime.timedelta(sign * count * (7 if unit == "week" else 1))
            ).isoformat()
        if value:
            return value, grain_of(value), True
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


@rule(r"half\s+a\s+year\s+(?P<w>ago|earlier|before|later)")
def _half_a_year(reader: Reader, match: re.Match[str]) -> Reading | None:
    sign = 1 if match["w"] == "later" else -1
    anchor = None if match["w"] == "ago" else reader.anchor(match.start(), within=None)
    if anchor and len(anchor) >= 7 and "W" not in anchor:
        moved = periods.shift(anchor, months=6 * sign)
        return moved, grain_of(moved or ""), True
    if reader.date is None or anchor:
        return None, "month", False
    return periods.month(reader.date.year, reader.date.month + 6 * sign), "month", False


@rule(
    r"the\s+(?P<u>year|month|quarter|week|day)\s+(?P<w>before|after)(?!\s+(?:last|next|yesterday|tomorrow|the|a|he|she|it|they|we|his|her))"
)
def _before_that(reader: Reader, match: re.Match[str]) -> Reading | None:
    anchor = reader.anchor(match.start(), within=None)
    by = -1 if match["w"] == "before" else 1
    unit = match["u"]
    if not anchor or "W" in anchor:
        return None, unit, False
    if unit == "year":
        value = periods.shift(anchor, years=by)
    elif unit == "month" and len(anchor.split("/")[-1]) >= 7:
        value = periods.shift(anchor[-7:] if "/" in anchor else anchor[:7], months=by)
    elif unit == "quarter" and "/" in anchor:
        value = periods.shift(anchor, months=3 * by)
    elif unit in ("day", "week") and len(anchor) == 10:
        moved = datetime.date.fromisoformat(anchor) + datetime.timedelta(by * (7 if unit == "week" else 1))
        value = moved.isoformat() if unit == "day" else periods.week(moved)
    else:
        return None, unit, False
    return value, grain_of(value or "") if value else unit, True


@rule(
    rf"in\s+(?:about\s+)?(?P<n>a|an|one|{COUNT})\s+(?P<u>day|week|month|year|days|weeks|months|years)(?:['’]s?)?(?:\s+time)?(?!\s+(?:to|through|ended|ending|of|since|from|that))"
)
def _ahead(reader: Reader, match: re.Match[str]) -> Reading | None:
    sure = match[0].endswith("time")
    if not sure and reader.future(match.start(), match.end()) is not True:
        return None  # "grew 5% in two years" is a stretch that may be past
    count, unit, date = count_of(match["n"]), match["u"].rstrip("s"), reader.date
    if date is None:
        return None, unit, False
    if unit == "day":
        return (date + datetime.timedelta(count)).isoformat(), "day", False
    if unit == "week":
        return periods.week(date + datetime.timedelta(7 * count)), "week", False
    if unit == "month":
        return periods.month(date.year, date.month + count), "month", False
    return f"{date.year + count:04d}", "year", False


@rule(
    r"(?:the\s+)?(?:same|corresponding|year-ago|comparable|equivalent|similar)\s+(?:\w+\s+)?(?:period|time|month|months|quarter|stretch|point|week|half)(?:\s+(?:of|in|a))?\s+(?:(?P<rel>last|this|the\s+previous|the\s+prior|the\s+preceding)\s+(?:fiscal\s+|financial\s+)?year|(?P<y>(?:19|20)\d\d))|(?:the\s+)?(?:year-ago|year-earlier|prior-year)(?:\s+(?:period|month|quarter|level|levels))?"
)
def _same_period(reader: Reader, match: re.Match[str]) -> Reading | None:
    anchor = reader.anchor(match.start(), within=None)
    if match["y"] and not anchor:
        return match["y"], "year", True
    if match["y"] and anchor:
        moved = periods.shift(anchor, years=int(match["y"]) - int(anchor[:4]))
        return moved, grain_of(moved or ""), True
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
        return moved, grain_of(moved or ""), True
    if reader.date is None:
        return None, "year", False
    return f"{reader.date.year - 1}", "year", False


@rule(
    r"(?:by\s+|at\s+)?(?:the\s+)?(?:year-end|(?:end|close|start|beginning|middle|rest|remainder)\s+of\s+(?:the|this)\s+year|year['’]s\s+end)"
)
def _year_end(reader: Reader, match: re.Match[str]) -> Reading | None:
    if reader.date is None:
        return None, "year", False
    return f"{reader.date.year}", "year", False
