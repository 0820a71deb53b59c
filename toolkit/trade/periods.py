"""For which period a trade figure is, and what its change is against."""

from __future__ import annotations

import re

from toolkit.dates import months, shift
from toolkit.language import MONTH_IN_FULL
from toolkit.trade.figures import Figure, asides_of
from toolkit.trade.fiscal import COUNTS, NEAR, ONE_YEAR, TWO_YEARS, fiscal_of
from toolkit.trade.items import Item, Read, Sentence

_RELATIVE = re.compile(r"\b(?:earlier|ago|before|prior|previous|preceding)\b", re.I)
SAME_PERIOD = re.compile(r"\b(?:that|the same|those|over the same) (?:year|month|quarter|half|period|months|time|span)\b", re.I)
_YEAR_BASE = re.compile(
    r"\b(?:a|one) year (?:earlier|ago|before|prior)|\bthe year (?:earlier|before)|\byear[- ](?:on|over)[- ]year|\bon[- ]year"
    r"|\bon the year"
    r"|\by/y\b|\byoy\b|\bannually\b|\bon an annual basis\b|\bin annual terms\b"
    r"|\b(?:from|than|with|to|over|versus|against|on|in) the (?:same|corresponding|equivalent)"
    r" (?:period|month|quarter|time|half|months|span)"
    r" (?:of (?:the )?)?(?:last|previous|prior|preceding|a year|the year|\d{4})"
    r"|\b(?:from|than|compared (?:with|to)|over|versus|against|on) (?:the )?"
    r"(?:(?:previous|prior|preceding|last) year|year[- ]earlier)"
    r"|\bthe previous year\b|\byear-ago\b|\byear-earlier\b",
    re.I,
)
_MONTH_BASE = re.compile(
    r"\bmonth[- ](?:on|over)[- ]month|\ba month (?:earlier|ago|before)"
    r"|\bthe (?:previous|preceding|prior) month|\bthe month before|\bm/m\b|\bon the month\b|\bon[- ]month\b|\bmonthly basis\b",
    re.I,
)
_QUARTER_BASE = re.compile(
    r"\bquarter[- ](?:on|over)[- ]quarter|\ba quarter (?:earlier|ago|before)"
    r"|\bthe (?:previous|preceding|prior) quarter|\bthe quarter before|\bq/q\b|\bon the quarter\b|\bon[- ]quarter\b",
    re.I,
)
_BASE_DATE = re.compile(
    r"(?:\bfrom|\bthan(?: in)?|\bcompared (?:with|to)|\bversus|\bvs\.?|\bagainst|\bsince|\bover|\bon|\bbelow|\babove"
    r"|\bas(?: it did| they did| it was)? in|\b(?:times|twice|double|triple|half) (?:the|their|its) (?:level|amount|value|figure|volume|total)s? (?:of|in|seen in|recorded in)"
    r"|\b(?:below|above|than|from|under|over) (?:the |its |their )?(?:level|amount|value|figure|volume|total)s? (?:of|in|seen in|recorded in)) "
    r"(?:the |that of |levels? in )?$",
    re.I,
)
_NOT_PERIOD = re.compile(
    r"\b(?:[Cc]ompar(?:ed|ing) (?!with|to)[^,]{3,40} with|by|below|above|since|until|till|after|than in|than|before|beyond|against|versus|on|from"
    r"|compared with|compared to|(?:below|above|than|under) (?:the |its |their )?(?:level|amount|value|figure|volume|total)s? (?:of|in|seen in|recorded in)|set for|goal for|target for|planned for) (?:the )?$",
    re.I,
)


# "from $3.1 billion in 2022": the year is the amount's before it.
_PREVIOUS_AMOUNT = re.compile(
    r"(?:\b(?:from|compared (?:with|to)|against|versus|(?:up|down) on)|(?:%|percent|per cent|pct|pc) (?:higher|lower|more|less|fewer|above|below)(?: than)?) (?:(?:of|about|around|nearly|almost|some|just|over|only|a|the|record|more|than) )*"
    r"(?!(?:19|20)\d\d (?:figure|level|total))(?:[A-Z]{0,3}[$€£¥]|[A-Z][A-Za-z]{0,3} )?\d[\d.,]*%?(?: (?!and\b|to\b|but\b)[a-z.]+){0,4}(?: \([^()]*\))?"
    r" (?:in|for|during|of|seen in|recorded in) (?:the )?$"
)
_AS_OF = re.compile(r"\b(?:as of|as at|(?:by|until|till|through|up to|to|at) the end of|by end-)(?: the)? ?$", re.I)
_DAYS_OF = re.compile(r"\bfirst ([12]?\d|[a-z]+) days of $", re.I)
_THROUGH = re.compile(r"\b(?:through|up to|to the end of|until the end of|through the end of|up until|as of|to end-) ?$", re.I)


def _to_a_date(sentence: Sentence, item: Item) -> bool:
    """Whether a date leads on to another: "from 2019 to 2023", and not "fell 7% from July to 7.0 billion euros"."""
    if not re.match(r"\s+to\b", sentence.text[item.end : sentence.end]):
        return False
    after = sentence.items[sentence.items.index(item) + 2 :]
    figure = next((i.kind for i in after if i.kind in ("number", "date", "state")), "")
    return figure != "number"


def is_period(sentence: Sentence, item: Item) -> bool:
    """Return whether a date may be the period of a figure; asked once a date."""
    if item.start not in sentence.periods:
        sentence.periods[item.start] = _is_period(sentence, item)
    return sentence.periods[item.start]


_MONTH_NAMED = re.compile(rf"\b{MONTH_IN_FULL}", re.I)


def _is_period(sentence: Sentence, item: Item) -> bool:
    """Return whether a date may be the period of a figure: no day, no week, no "since 2019" and not "a year earlier"."""
    found = item.value
    if (
        found.grain in ("day", "month")
        and found.value
        and _AS_OF.search(sentence.text[max(sentence.start, item.start - NEAR) : item.start])
    ):
        return True  # "had come to 8 million tonnes as of November 15"
    if not found.value or (found.grain in ("day", "century") and "/" not in found.value):
        return False
    if (
        "/" in found.value
        and "fiscal" in item.low
        and re.search(r"\b(?:till|until|to|through) $", sentence.text[: item.start][-9:])
    ):
        return True  # "until February of the current fiscal year"
    if _RELATIVE.search(sentence.text[item.start : item.end]) and not re.search(r"\bmonths? to\b", item.low):
        return False
    before = sentence.text[max(sentence.start, item.start - NEAR) : item.start]
    if SAME_PERIOD.fullmatch(sentence.text, item.start, item.end):
        return False  # "the same month": that of the sentence before
    if (found.grain == "week" and "/" not in found.value) or _PREVIOUS_AMOUNT.search(before):
        return False
    if sentence.source_span and sentence.source_span[0] <= item.start < sentence.source_span[1]:
        return False
    if (
        _SAME.search(before)
        or (re.match(r"(?:the )?(?:same|corresponding|equivalent|comparable|like)\b", item.low) and not _opens(sentence, item))
        or (item.low.startswith("since") and _EXTREME_SINCE.search(f"{before}since "))
    ):
        return False  # "more than in the same ten months of 2015", "the first fall since January"
    if re.match(
        r" of (?:the )?(?:\w+ )?(?:fiscal|financial|marketing|crop|season)\b|,? (?:period )?of (?:the )?(?:fiscal|financial)",
        sentence.text[item.end :],
    ) and not _MONTH_NAMED.search(item.low):
        return False  # "the first half of the fiscal year": told by the year's own months
    if re.match(r" (?:period|figure|total)\b", sentence.text[item.end : item.end + 10]) and re.fullmatch(r"\d{4}", item.low):
        return False  # "in the 2018 period": as told before
    if re.match(r"\s+as a whole\b", sentence.text[item.end : item.end + 12]):
        return True
    if re.search(r"\bfrom (?:the )?$", before, re.I):
        return "/" in found.value or _to_a_date(sentence, item)
    return not _NOT_PERIOD.search(before)


def _opens(sentence: Sentence, item: Item) -> bool:
    """Whether a sentence begins with a date, and so is about it: "In the corresponding period of 2020, trade was ..."."""
    led = sentence.text[sentence.start : item.start].lower().split()
    return led in (["in"], ["during"], ["for"], ["over"], ["in", "the"], ["during", "the"], ["for", "the"], ["over", "the"])


_SAME = re.compile(
    r"\b(?:same|corresponding|equivalent|comparable|like) (?:[\w-]+ ){1,3}?(?:(?:of|in|during) )?(?:the )?$", re.I
)
_EXTREME_SINCE = re.compile(r"\b(?:\w+est|most|least|first|worst|best)\b[^,;]*\bsince (?:at least )?(?:the )?$", re.I)


def is_base(sentence: Sentence, item: Item) -> bool:
    """Whether a change is said to be against a date: "over 2022", "than in 2021"."""
    before = sentence.text[max(sentence.start, item.start - NEAR) : item.start]
    found = _BASE_DATE.search(before)
    if found is None or _EXTREME_SINCE.search(before):
        return False
    if re.match(r"\s+as a whole\b", sentence.text[item.end : item.end + 12]):
        return False
    if re.match(r"\s+to\b", sentence.text[item.end :]) and (found[0].strip().lower() != "from" or _to_a_date(sentence, item)):
        return False
    stretch = re.search(r"\b(?:to|through|until|and)\b|[-–]", item.low) is not None
    several = re.search(r"\b(?:first|last|past) \w+ (?:months|quarters|years)\b", item.low) is not None
    word = found[0].split()[0].lower()
    return not (word in ("from", "over") and stretch) and not (word == "over" and several)


def period_of(
    sentence: Sentence, begin: int, first: int, last: int, stop: int, leading: bool, before: str | None, previous: Figure | None
) -> tuple[str | None, str | None]:
    """Return the period of a statement and the period its change is against, from the dates around its figures."""
    beside = [a for a in asides_of(sentence, "which") if not (a[0] <= first < a[1] or a[0] <= last <= a[1])]
    dates = [i for i in sentence.items if i.kind == "date" and not any(a <= i.start < b for a, b in beside)]
    since = [
        i
        for i in dates
        if begin <= i.start < first
        and re.search(r"\bsince (?:the )?$", sentence.text[begin : i.start], re.I)
        and not _EXTREME_SINCE.search(sentence.text[begin : i.start])  # "the steepest fall since August"
    ]
    basis = _read(sentence, since[-1]) if since else None
    for item in dates:
        if not (first <= item.start <= stop and item.value.value and item.value.grain != "day") or _RELATIVE.search(item.low):
            continue
        against = is_base(sentence, item)
        if previous is not None and previous.quantity.end <= item.start:
            against |= _of_previous(sentence, item, previous.quantity.end)
        if against:
            basis = _read(sentence, item)
    periods = [_whole(sentence, i) for i in dates if is_period(sentence, i) and i.value.value != basis]
    inside = [i for i in periods if first <= i.start and i.end <= stop and not _leads_on(sentence, last, i, stop)]
    lead = [i for i in periods if begin <= i.start and i.end <= first]
    if inside and lead and not leading and re.match(r"[\s,]*(?:and|but|while|;)", sentence.text[begin : lead[-1].start]):
        return _read(sentence, lead[-1]), basis
    if not inside and not lead and "respectively" in sentence.text[first : sentence.end]:
        inside = [i for i in periods if i.start >= stop]  # "26 and 42 billion, respectively, in November 2014"
    if inside and lead and (part := _part_in_year(lead[-1], inside[0])):
        return part, basis
    if inside and not (lead and sentence.text[lead[-1].end : first].count(",") == 0 and inside[0].start > last + 25):
        return _read(sentence, inside[0]), basis
    if lead:
        finer = len(lead) > 1 and lead[-1].start - lead[-2].end < 12 and _is_part(lead[-2], lead[-1])
        return _read(sentence, lead[-2 if finer else -1]), basis  # "the first ten months (January-October) of this year"
    years = [
        i
        for i in dates
        if begin <= i.start <= stop and not i.value.value and (TWO_YEARS.fullmatch(i.low) or ONE_YEAR.fullmatch(i.low))
    ]
    if years:
        return Read("", years[0].start, years[0].end), basis  # a fiscal year that its date alone does not tell
    if before is not None and not (inside or lead):
        return before, basis
    after = [i for i in periods if i.start >= stop]
    if after and leading:
        return _read(sentence, after[-1]), basis
    ahead = [i for i in periods if i.end <= first]
    if ahead:
        return _read(sentence, ahead[0]), basis
    return (_read(sentence, after[-1]) if after else None), basis


def _is_part(item: Item, whole: Item) -> bool:
    """Whether a date is a part of the year that another names."""
    return re.fullmatch(r"\d{4}", whole.value.value) is not None and item.value.value.startswith(f"{whole.value.value}-")


def _part_in_year(part: Item, year: Item) -> str | None:
    """Return months without a year in the year told later: "in the January-February period ... to $1 billion in 2019"."""
    months_only = (
        "/" in part.value.value and re.match(r"\d{4}-", part.value.value) and not re.search(r"\d{4}|last|this|year", part.low)
    )
    if not months_only or not re.fullmatch(r"\d{4}", year.value.value):
        return None
    moved = shift(part.value.value, years=int(year.value.value) - int(part.value.value[:4]))
    return None if moved is None else Read(moved, part.start, part.end)


_TO_DATE = re.compile(r"to[ -]date|so far|since the (?:start|beginning)")


def _read(sentence: Sentence, item: Item) -> str:
    """Return the period of a date, which knows its characters; a stretch without a year that is not over yet is last year's."""
    value = item.value.value
    over = not sentence.today or value.split("/")[-1] <= sentence.today[: len(value.split("/")[-1])]
    if not over and "/" in value and not re.search(r"\d{4}|this|next|coming|current|ongoing", item.low):
        value = shift(value, months=-12) or value  # "the final three months of the year", told in January
    return Read(value, item.start, item.end)


def to_date(sentence: Sentence, period: str | None, before: str | None) -> str | None:
    """Return "the year to date" as the months up to the one that was told before; other periods as they are."""
    if not isinstance(period, Read) or not before or not _TO_DATE.search(sentence.text[period.start : period.end].lower()):
        return period
    last = before.split("/")[-1]
    return Read(f"{last[:4]}-01/{last}", period.start, period.end) if re.fullmatch(rf"{period[:4]}-\d\d", last) else period


_NEXT = re.compile(
    r"[;,]\s(?:(?:and|but|while|whereas)\s)?(?:(?:in|during|for|over)\s)?(?:the\s)?$|(?:^|\s)(?:and|but)\sin\s(?:the\s)?$"
)


def _leads_on(sentence: Sentence, last: int, item: Item, stop: int) -> bool:
    """Whether a date behind a figure opens the clause of the next: "was $147 billion; in 2022 it was $190 billion"."""
    if item.start < last or stop >= sentence.end:
        return False
    then = re.match(
        r",?(?: [\w’'-]+){0,2} (?:it|they|this|that|the figure|exports|imports|trade|sales|shipments)\b|, [^,]{3,60}, (?:it|they)\b",
        sentence.text[item.end : stop + 12],
    )
    return then is not None and _NEXT.search(sentence.text[last : item.start]) is not None


def period_said(sentence: Sentence) -> str | None:
    """Return the only period that a sentence names; None if it names several or none."""
    beside = asides_of(sentence, "wh")  # "the maker, which began in the third quarter of 2018,"
    dates = [i for i in sentence.items if i.kind == "date" and not any(a <= i.start < b for a, b in beside)]
    named = {_read(sentence, i) for i in dates if is_period(sentence, i)}
    return named.pop() if len(named) == 1 else None


def earlier_base(sentence: Sentence, basis: str | None, period: str | None, sides: list[str]) -> str | None:
    """Return the base of a change put right by its period: months of a fiscal year, and no month after the period's."""
    basis = fiscal_of(sentence, basis, sides) or basis
    end = re.match(r"(\d{4})(?:-(\d{2}))?", (period or "").split("/")[-1])  # of the period: its year and month
    if basis is None or end is None or not re.fullmatch(r"\d{4}-\d{2}", basis) or basis <= end[0]:
        return basis
    if any(i.kind == "date" and i.value.value == basis and re.search(r"\d", i.low) for i in sentence.items):
        return basis
    year = int(end[1]) - (basis[5:] >= (end[2] or "01"))
    return f"{year}{basis[4:]}"  # "in May, up 14.5% from April"


_LED_IN = re.compile(r"(?: (?:of|in) [\w\s]{3,45})? \(")  # "the first quarter of the Iranian year (March 20-June 20)"


def _whole(sentence: Sentence, item: Item) -> Item:
    """Return "through August" as the year's months up to it, and "the first 20 days of August" as these days."""
    value = item.value.value
    before = sentence.text[max(sentence.start, item.start - NEAR) : item.start]
    said = next((i for i in sentence.items if i.kind == "date" and _LED_IN.fullmatch(sentence.text, item.end, i.start)), None)
    if said is not None and "/" in (said.value.value or "") and sentence.text[said.end : said.end + 1] == ")":
        if not (season := re.fullmatch(r"(\d{4})/(\d{4})", value)):
            return said  # "the first quarter of the Iranian year (March 20-June 20)"
        ends = re.fullmatch(r"\d{4}-(\d\d)/\d{4}-(\d\d)", said.value.value)
        if ends and int(season[2]) == int(season[1]) + 1:  # "the 2018/2019 season (July-June)"
            return item._replace(value=item.value._replace(value=f"{season[1]}-{ends[1]}/{season[2]}-{ends[2]}"))
    if (days := _DAYS_OF.search(before)) and re.fullmatch(r"\d{4}-\d{2}", value):
        count = int(days[1]) if days[1].isdigit() else COUNTS.get(days[1].lower(), 0)
        return item._replace(value=item.value._replace(value=f"{value}-01/{value}-{count:02}")) if count else item
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", value) and _AS_OF.search(before):
        return item._replace(value=item.value._replace(value=f"{value[:4]}-01-01/{value}"))
    summed = "cumulative" in sentence.text[sentence.start : item.start].lower() and re.search(
        r"\b(?:by|until|till|in) $", before
    )
    if (
        re.fullmatch(r"\d{4}-\d{2}", value)
        and value[5:] != "01"
        and (summed or _THROUGH.search(before) or _AS_OF.search(before))
    ):
        return item._replace(value=item.value._replace(value=f"{value[:4]}-01/{value}"))
    return item


def ends_of(sentence: Sentence, last: int, stop: int) -> list[int]:
    """Return where an aside may begin after the figures: at their end, and after the dates that follow."""
    return [last, *(i.end for i in sentence.items if i.kind == "date" and last <= i.start <= stop)]


def _of_previous(sentence: Sentence, item: Item, end: int) -> bool:
    """Whether a date belongs to the amount before: "from $42 billion in 2021"."""
    return (
        re.fullmatch(
            r"(?: \([^()]*\))?\s*\(?(?:(?:the country|it|they) )?(?:\w+(?:ed|ld|nt) )?(?:,? ?respectively,? )?(?:in|for|during|of|at the end of)?\s*(?:the\s*)?",
            sentence.text[end : item.start],
        )
        is not None
    )


_ORDINAL_BASE = re.compile(
    r"\b(?:than(?: in)?|compared (?:with|to)|from|against|over|versus) the (first|second|third|fourth)(?: one)?(?=\s*(?:[,.;]|$))",
    re.I,
)


def ordinal_base(text: str, begin: int, stop: int, period: str | None) -> str | None:
    """Return the quarter or half that "than in the first" means beside a quarter or half; None otherwise."""
    found, span = _ORDINAL_BASE.search(text, begin, stop), re.fullmatch(r"(\d{4})-(\d\d)/(\d{4})-(\d\d)", period or "")
    if found is None or span is None or span[1] != span[3]:
        return None
    size = int(span[4]) - int(span[2]) + 1
    number = ("first", "second", "third", "fourth").index(found[1].lower())
    if size not in (3, 6) or (number + 1) * size > 12:
        return None
    return Read(months(int(span[1]), number * size + 1, (number + 1) * size), found.start(1), found.end(1))


def basis_of(text: str, begin: int, stop: int) -> str | None:
    """Return what the words around a change say it is against: "year earlier" and the like; None if they do not."""
    for name, pattern in (("month earlier", _MONTH_BASE), ("quarter earlier", _QUARTER_BASE), ("year earlier", _YEAR_BASE)):
        if found := pattern.search(text[begin:stop]):
            return Read(name, begin + found.start(), begin + found.end())
    return None
