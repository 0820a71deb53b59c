"""The figures that may belong to a flow, and what each is for it: the amount, the change, the amount before."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from toolkit.language import MONTH_IN_FULL
from toolkit.numbers import find_numbers
from toolkit.reading import Article
from toolkit.trade.items import FlowPhrase, Sentence, change_words
from toolkit.words import either, word_list, word_lists

if TYPE_CHECKING:
    from spacy.tokens import Doc

LEAST = 10_000  # of a currency: smaller amounts are prices or examples, not a state's trade
PARTS = {  # units that count others, as trade_table gives them
    "billion cubic metres": ("cubic metre", 1e9),
    "million cubic metres": ("cubic metre", 1e6),
    "billion cubic feet": ("cubic foot", 1e9),
    "million barrels per day": ("barrel per day", 1e6),
    "kilotonne": ("tonne", 1e3),
    "megatonne": ("tonne", 1e6),
}
_PRICE = re.compile(rf"^\s*(?:a|per|an|/)\s*{either(word_lists('trade_lists')['priced by'])}", re.I)
_NOT_A_CHANGE = re.compile(
    r"^\s*(?:(?:short|shy|ahead|(?:above|below)(?= [^,;.]*\b(?:target|goal|forecast))) of?\b|of\b(?! (?:growth|increase))|tariff|dut(?:y|ies)|lev(?:y|ies)|tax|stake|share|interest|of the\b|owned)",
    re.I,
)
_SHARE = re.compile(
    r"\b(?:account(?:s|ed|ing)? for|share|mak(?:e|es|ing) up|made up|represent(?:s|ed|ing)?|compris\w+"
    r"|proportion|portion|tariffs?|dut(?:y|ies))\b[^,;]{0,40}$",
    re.I,
)
# "January's", "the previous month's": whose amount is one before.
_OF_BEFORE = rf"(?:(?:the )?(?:previous|prior|preceding|last) (?:year|month|quarter|season)|\d{{4}}|a year ago|{MONTH_IN_FULL})['’]s"
_PREVIOUS = re.compile(
    r"\b(?:from|compared (?:with|to)|against|versus|vs\.?|than|instead of|reversing|(?:up|down) on) "
    r"(?:(?:about|around|nearly|almost|some|just|only|more than|over|a|the|record|roughly|average|monthly|annual) )*"
    rf"(?:(?:{_OF_BEFORE}|(?:previous|prior|preceding|last) (?:year|month|quarter)) )?"
    r"(?:(?:revised|trade|upwardly|downwardly|similar|one) )*"
    r"(?:(?:one|surplus|deficit|shortfall|gap|exports|imports|shipments|sales) of )?$"
    rf"|\b(?:below|above|under) {_OF_BEFORE} (?:(?:revised|record) )*$",
    re.I,
)
_TIMES = re.compile(
    r"\b(?:rose|grew|surged|jumped|soared|increased|risen|grown|climbed|expanded)"
    r"(?: by)?(?: a record| some| about| almost| nearly| over)? (\d{1,2}(?:\.\d+)?)(?: times|-fold)\b",
    re.I,
)
_AS_MUCH = re.compile(
    r"\s+(?:as (?:much|many|large|big|high)(?: as)?|(?:more|higher|larger|bigger|greater) than|the (?:level|amount|value|figure|volume|total|size)"
    r"|what (?:it|they) (?:was|were|had)|that (?:of|in)|those of|its|their)\b",
    re.I,
)  # after a multiple: "three times as much as in 2020", "twice the level of 2022"
_POUNDS_OF_GOODS = re.compile(r"(?: worth)? of (?:\w+ )?(?:goods|merchandise|products|services|exports|imports|trade)\b")
_ABOVE = re.compile(
    r"\s*(above|below) (?:the (?:\d{4}|same|previous|level|amount|value|total|year)|a year|their|its|that of|last year|20\d\d|[A-Z]\w+'s)\b"
)
_MORE = re.compile(rf",? (?:[–-] )?{either(change_words())}\b")
_OR = re.compile(r"(?:%|percent|per cent|pct|pc),? or $")
_BRACKETS = re.compile(r"(?:%|percent|per cent|pct|pc) \([^()]*\d[^()]*\)")
_FOLD = re.compile(r"fold|times", re.I)
_ABSOLUTE = re.compile(
    r"\b(?:an?|the|its|in) (?:[\w-]+ ){0,2}(?:increase|rise|growth|gain|jump|decrease|decline|fall|drop|reduction|loss) of "
    r"(?:(?:about|around|nearly|almost|some|over|more than) )?$",
    re.I,
)
_HEDGES = {
    "over": r"\b(?:more than|over|well over|in excess of|exceeding|at least) $",
    "about": r"\b(?:nearly|almost|about|around|roughly|approximately|some|close to|virtually|as good as) $",
}


class Quantity(NamedTuple):
    """A figure that may belong to a flow: an amount of money, a volume or a change in percent."""

    start: int
    end: int
    value: float
    value_high: float | None
    unit: str | None
    kind: str  # money, volume, percent; bare: in the currency of the amount before ("and imports 4 billion")
    bound: str
    change: str | None
    words: bool = False  # said by a word such as "doubled"


class Figure(NamedTuple):
    """A quantity with its part in a statement."""

    quantity: Quantity
    part: str  # value, change, previous
    amount: float


def quantities_of(article: Article, doc: Doc) -> list[Quantity]:
    """Return the amounts and changes of an article, those said in words such as "doubled" included."""
    own = list(_said_in_words(article.text))
    found = list(own)
    for n in find_numbers(article, doc):
        if n.value is None or any(n.start < q.end and q.start < n.end for q in own):
            continue
        if n.unit == "kilometre" and n.value >= 1e6 and article.text[n.start : n.end].endswith("KM"):
            n = n._replace(unit="BAM", kind="money")  # convertible marks: nobody counts kilometres in millions
        if n.kind == "money":
            kind = "money"
        elif n.kind == "percent":
            if n.unit != "percent":
                continue
            kind = "percent"
        elif n.unit == "times" and n.value > 1 and _AS_MUCH.match(article.text, n.end):
            change = round(100 * (n.value - 1), 3)
            found.append(Quantity(n.start, n.end, change, None, "percent", "percent", n.bound or "exact", "up", True))
            continue
        elif n.kind == "fraction":
            change = 100 * n.value
            if n.value > 1 and n.change and _FOLD.search(article.text[n.start : n.end]):  # "down 1.9-fold": to 1/1.9
                change = 100 * (n.value - 1 if n.change == "up" else 1 - 1 / n.value)
            found.append(
                Quantity(n.start, n.end, round(change, 3), None, "percent", "percent", n.bound or "exact", n.change, True)
            )
            continue
        elif (
            n.kind == "count" and n.unit is None and (n.value >= 1e6 or (n.value >= 1e3 and _before_it(article.text, n.start)))
        ):
            kind = "bare"
        elif n.unit == "pound" and _POUNDS_OF_GOODS.match(article.text, n.end):
            found.append(Quantity(n.start, n.end, n.value, n.value_high, "GBP", "money", n.bound or "exact", n.change))
            continue
        elif n.kind in ("measure", "count"):
            kind = "volume"
        else:
            continue
        unit, times = PARTS.get(n.unit or "", (n.unit, 1.0))
        if kind == "money" and unit is not None:
            unit = unit.removesuffix(" per year")  # "$7 billion a year" is the amount of any year
        value, high = n.value * times, None if n.value_high is None else n.value_high * times
        if high is not None and (
            _changes().search(article.text, max(0, n.start - 24), n.start) or _OR.search(article.text, max(0, n.start - 12), n.start)
        ):
            value, high = high, None  # "grew by 2 billion to 34 billion" is no range
            start = n.start + article.text[n.start : n.end].rfind(" to ") + 4
            found.append(Quantity(start, n.end, value, high, unit, kind, "exact", n.change))
            continue
        found.append(Quantity(n.start, n.end, value, high, unit, kind, n.bound or "exact", n.change))
    found.sort()
    found = [q for n, q in enumerate(found) if not (n and _converts(article.text, found[n - 1], q))]
    amounts = _change_amounts(article.text, found)
    amounts |= {two for one, two in pairwise(found) if two.start - one.end == 1 and two.kind == one.kind == "volume"}  # "144,389 60-kg bags"
    return [q for q in found if q not in amounts]


def _converts(text: str, first: Quantity, second: Quantity) -> bool:
    """Whether an amount only gives the one before in another currency: "8.9 billion crowns ($1.04 billion)"."""
    if not (first.kind == second.kind == "money") or first.unit == second.unit:
        return False
    return re.fullmatch(r" \((?:about |or |around |nearly |some |approximately |roughly )?", text[first.end : second.start]) is not None


def _change_amounts(text: str, found: Sequence[Quantity]) -> set[Quantity]:
    """Return the amounts that only say by how much, as a percentage beside them does: "8.0 percent or NOK3.4 billion"."""
    amounts = set()
    for first, second in pairwise(found):
        percent, amount = (first, second) if first.kind == "percent" else (second, first)
        between = text[first.end : second.start]
        if percent.kind != "percent" or amount.kind not in ("money", "volume") or not re.fullmatch(r"(?:,| [–—-])? or |,? \(", between):
            continue
        if re.match(r" of\b", text[percent.end : percent.end + 4]):
            continue  # "(27.5% of the total)"
        before = text[max(0, first.start - 60) : first.start]
        listed = first is percent and "(" in between and len(_BRACKETS.findall(text, first.start, second.end + 160)) > 1
        if listed:
            continue  # "up 22.5% (RM11.16 billion), Vietnam by 14.5% (RM2.36 billion)": the amounts themselves
        if first is percent or re.search(r"\bby (?:\w+ )?$", before) or ("or" in between and (_changes().search(before) or _ABSOLUTE.search(before) or _MORE.match(text, second.end))):
            amounts.add(amount)
    return amounts


def _before_it(text: str, start: int) -> bool:
    """Whether a bare number is an amount before: "1.1 million barrels a day, from 750,000"."""
    return _PREVIOUS.search(text, max(0, start - 40), start) is not None


@cache
def _changes() -> re.Pattern[str]:
    """Return what stands before by how much a flow changed, and to what: "grew by 2 billion to 34 billion"."""
    verbs = {words for words in change_words() if " " not in words} - {"up", "down", "above", "below", "off"}
    return re.compile(rf"\b(?:by(?: \w+)?|{either(verbs)})(?: (?:about|some|nearly|almost|over|around))? $")


@cache
def _factors() -> tuple[re.Pattern[str], dict[str, tuple[float, str, str]]]:
    listed: dict[str, tuple[float, str, str]] = {}
    for row in word_list("change_verbs"):
        for form in row["words"].split("|"):
            listed[form] = (float(row["change_pct"]), row["bound"], row["kind"])
    joined = "|".join(sorted(map(re.escape, listed), key=len, reverse=True))
    return re.compile(rf"\b(?:{joined})\b(?!-)", re.I), listed


def _said_in_words(text: str) -> Iterable[Quantity]:
    pattern, listed = _factors()
    for match in pattern.finditer(text):
        value, bound, kind = listed[" ".join(match[0].lower().split())]
        before = text[max(0, match.start() - 30) : match.start()]
        for name, hedge in _HEDGES.items():
            if re.search(hedge, before, re.I) and kind == "factor":
                bound = name
        if (
            kind == "flat"
            and value == 0
            and not re.search(
                r"(?:\b(?:was|were|is|are|been|be|remained|stayed|held|almost|largely|virtually|nearly|broadly|mostly|little|hardly|barely|essentially|practically)\s+)$|changed$",
                f"{before}{'changed' if 'changed' in match[0] else ''}",
                re.I,
            )
        ):
            continue
        change = None if kind == "flat" else "down" if value < 0 else "up"
        yield Quantity(match.start(), match.end(), abs(value), None, "percent", "percent", bound, change, True)
    for match in _TIMES.finditer(text):
        value = round(100 * (float(match[1]) - 1), 3)
        yield Quantity(match.start(1), match.end(), value, None, "percent", "percent", "exact", "up", True)


@cache
def _plans() -> tuple[re.Pattern[str], re.Pattern[str]]:
    def pattern(kind: str) -> re.Pattern[str]:
        forms = [re.escape(row["words"]) for row in word_list("trade_plans") if row["kind"] == kind]
        return re.compile(rf"(?<![\w-])(?:{'|'.join(sorted(forms, key=len, reverse=True))})(?![\w-])")

    return pattern("plan"), pattern("not")


def figure_of(sentence: Sentence, quantity: Quantity, phrase: FlowPhrase, way: str | None) -> Figure | None:
    """Say what a number is for a flow; None for shares, tariffs, prices and absolute changes."""
    before, after = sentence.text[sentence.start : quantity.start], sentence.text[quantity.end : sentence.end]
    if quantity.kind == "percent":
        return _change(sentence, quantity, phrase, before, after, way)
    if quantity.kind == "volume" and not _volume(sentence, quantity, phrase):
        return None
    if (
        (quantity.kind == "money" and abs(quantity.value) < LEAST)
        or _PRICE.match(after)
        or _ABSOLUTE.search(before)
        or re.search(
            r"\b(?:price|cost(?! (?:it|them|the country)\b)|costs|costing|priced|tax|fine|aid|loan|loans|investment|tariffs?) [^,;]{0,25}$",
            before,
            re.I,
        )
        and not sentence.text[phrase.end : quantity.start].strip() in ("cost", "have cost")  # "imports of fuel cost 4 billion"
    ):
        return None
    if re.search(
        r"\bby (?:(?:about|around|nearly|almost|some|over|just|an?|only|the|roughly|approximately|as much as|more than|less than|well over|another|a record|up to|at least) ){0,2}$|(?<!made )(?<!make )(?<!making )\b(?:up|down) (?:about |around |some |nearly |almost )?$", before
    ) or _change_follows(sentence, after):
        return None
    by_how_much = re.search(
        r"(?:%|percent|per cent|pct|pc) (?:above|below|over|on|up on|down on|(?:higher|lower|more|less|fewer|larger|smaller) than) (?:the )?(?:record (?:of )?)?$",
        before,
    )
    from_what = _PREVIOUS.search(before)
    if from_what and sentence.start + from_what.start() <= phrase.start < quantity.start:
        from_what = None  # "against exports of 2 billion" names a flow of its own
    if by_how_much or (from_what and not re.search(r"(?<!from )(?<!with )(?<!against )(?<!compared to )\b(?:higher|lower|more|less) than (?:\w+ )?$", before)):
        return Figure(quantity, "previous", quantity.value)
    return Figure(quantity, "value", quantity.value)


_OTHER_MEASURE = re.compile(rf"\b{either(word_lists('trade_lists')['other measure'])}\b(?! (?:year|season))[^,;]*$", re.I)


def _volume(sentence: Sentence, quantity: Quantity, phrase: FlowPhrase) -> bool:
    unit = quantity.unit or ""
    if unit in ("", "year", "month", "day", "people", "country", "countries", "point", "point", "percent"):
        return False
    if phrase.flow == "balance" or (phrase.flow == "trade" and unit not in word_lists("trade_lists")["measure"]):
        return False
    between = sentence.text[
        max(phrase.end, quantity.start - 60) : quantity.start
    ]  # "a drought cut output to 40 million tonnes"
    if phrase.start < quantity.start and _OTHER_MEASURE.search(between):
        return False
    if sentence.text[quantity.start] in "+-\u2212":
        return False  # "from Qatar (+2.3 million tonnes)"
    if unit in word_lists("trade_lists")["measure"]:
        return quantity.value >= 1
    if quantity.value < 20 and sentence.text[quantity.start].isalpha():
        return False  # "one of its two suppliers"
    return quantity.value >= 1 and ((phrase.goods or phrase.lent) is not None or phrase.verb or phrase.listed)


def _change_follows(sentence: Sentence, after: str) -> bool:
    match = re.match(r"\s+(?:year-on-year )?(\w+)", after)
    return match is not None and match[1].lower() in (
        "increase",
        "rise",
        "fall",
        "drop",
        "decline",
        "decrease",
        "jump",
        "more",
        "less",
        "higher",
        "lower",
    )


_BRACKETED_SHARE = re.compile(r"[\w.] \((?:or |about |some |around |over |nearly )?$")
_OF_OTHER = re.compile(rf"\b{either(word_lists('trade_lists')['other measure'] | {'share', 'ratio', 'price', 'prices', 'gdp', 'economy', 'inflation'})}\b[^,;]{{0,60}}$", re.I)


def _change(
    sentence: Sentence, quantity: Quantity, phrase: FlowPhrase, before: str, after: str, way: str | None
) -> Figure | None:
    if _BRACKETED_SHARE.search(before) and re.match(r"\)|,? of\b", after) and not quantity.words and sentence.text[quantity.start] not in "+-\u2212" and re.search(r"(?<!\bby )(?<!\bby)(?:^|\s)[^\s()]*\d[^()]{0,40}\($", before) and not re.search(r"\bby [^()]{0,40}\($", before):
        return None  # "25 million tonnes (38 percent)" is a share
    if _NOT_A_CHANGE.match(after) or (quantity.value < 100 and re.match(r"\s+(?:the|its) (?:value|volume|total)\b", after)):
        return None
    if (
        _SHARE.search(before)
        and not _change_follows(sentence, after)
        and not re.search(r"\b(?:rose|fell|grew|up|down|by)\b[^,;]{0,15}$", before)
    ):
        return None
    if re.search(r"(?:\bfrom|(?<!more )(?<!less )\bthan|\bagainst|\bversus) (?:a |an )?$", before) and not _change_follows(
        sentence, after
    ):
        return None
    if (
        re.search(r"\bto (?:about |around |nearly |almost |just |over |more than |a record )*$", before)
        and "growth" not in before
    ):
        return None  # "the share rose to 90%"
    if _OF_OTHER.search(sentence.text[max(phrase.end, quantity.start - 120) : quantity.start]) and phrase.start < quantity.start:
        return None  # "while production dropped by 9%"
    if re.match(r" to \d[\d.,]* ?(?:%|percent|per cent|pct|pc)", after) or re.search(r"\bfrom (?:[\w’']+ ){0,3}\d[\d.,]* ?(?:%|percent|per cent|pct|pc) to $", before):
        return None  # a ratio: "from 69.3 percent to 72.9"
    direction = _direction(sentence, quantity, before, after)
    if quantity.words and quantity.change is None and quantity.value == 0:
        return Figure(quantity, "change", 0.0)
    signed = re.search(r"[+\u2212-]$", before) or re.match(r"[+\u2212]", sentence.text[quantity.start : quantity.end])  # "(90.8 million, +25.2%)"
    direction = ("up" if signed[0] == "+" else "down") if signed else direction
    direction = direction or (quantity.change if quantity.words else None) or quantity.change or way
    if direction not in ("up", "down"):
        return None
    if quantity.words and quantity.change is not None and quantity.bound:
        direction = quantity.change if quantity.change in ("up", "down") else direction
    value = (
        abs(quantity.value) if not re.match(r"\s*[-−–]", sentence.text[quantity.start : quantity.end]) else -abs(quantity.value)
    )
    return Figure(quantity, "change", value if direction == "up" else -abs(value))


def _direction(sentence: Sentence, quantity: Quantity, before: str, after: str) -> str | None:
    """Return the way of the word of rise or fall that governs a percentage: beside it, else the nearest before."""
    listed = change_words()
    following = re.match(
        r"\s*[-–]?\s*(?:(?:year|month|quarter)[- ]on[- ](?:year|month|quarter)|annual|yearly)?\s*([a-z]+)", after
    )
    if following and following[1] in listed and following[1] not in ("up", "down", "above", "below", "off"):
        return listed[following[1]]
    if level := _ABOVE.match(after):
        return listed[level[1]]
    tail = before[-160:].lower()
    found = re.findall(r"[a-z]+", tail)
    for n in range(len(found) - 1, -1, -1):
        pair = " ".join(found[n : n + 2])
        if pair in ("more than", "less than", "fewer than") and n + 2 == len(found):
            continue  # "by more than 11 percent"
        if pair in listed:
            return listed[pair]
        if found[n] in ("slowed", "accelerated", "slowing", "eased", "quickened") and "growth" in found[max(0, n - 6) : n]:
            return "up"
        if found[n] in listed:
            return listed[found[n]]
    return None


# One wish over two figures: "from 7 billion to 12 billion", "by 1.0% in 2024 and 2.6% in 2025".
_ONE_WISH = re.compile(
    r"\s*(?:(?:in|for|this|next) [\w ]{2,12},? )?(?:to|and|or|-|–)\s*(?:about|around|some|nearly|at least|over|more than|by)?\s*"
)


_ASIDE = re.compile(
    r", (?:which|who|whose|currently|now at|up from|down from)\b[^,;]*(?:(?<=\d),(?=\d)[^,;]*)*(?:,|(?=[.;]|$))"
)


def asides_of(sentence: Sentence, word: str = "") -> list[tuple[int, int]]:
    """Return where the sentence tells something beside: ", which stood at $5 billion in 2023,"; ``word`` is how it begins."""
    found = _ASIDE.finditer(sentence.text, sentence.start, sentence.end)
    return [m.span() for m in found if m[0].startswith(f", {word}")]


def planned(sentence: Sentence, quantity: Quantity, phrase: FlowPhrase) -> bool:
    """Whether a word of planning governs the number: between it and the figure or flow before it."""
    plan, not_plan = _plans()
    first = sentence.start
    asides = asides_of(sentence)
    inside = next((a for a in asides if a[0] <= quantity.start < a[1]), None)
    if inside is not None:  # "..., which stood at $5 billion in 2023, ..." tells what is
        return plan.search(not_plan.sub(" ", sentence.text[inside[0] : quantity.start])) is not None
    for item in sentence.items:
        wished = item.kind == "number" and item.value.words and sentence.text[max(0, item.start - 3) : item.start] == "to "
        if (
            item.kind == "number"
            and not wished
            and not any(a[0] <= item.start < a[1] for a in asides)
            and item.end <= quantity.start
            and not _ONE_WISH.fullmatch(sentence.text, item.end, quantity.start)
        ):
            first = max(first, item.end)
    region = sentence.text[first : quantity.start]
    for a, b in reversed([(a, b) for a, b in asides if first <= a and b <= quantity.start]):
        region = region[: a - first] + " " * (b - a) + region[b - first :]
    cut = max(region.rfind("; "), region.rfind(". "), region.rfind(", while "), region.rfind(", but "))
    region = region[cut + 1 :] if cut >= 0 else region
    if first < phrase.start < quantity.start:  # an aside or a clause of its own before the flow
        aside = max(sentence.text.rfind(mark, first, phrase.start) for mark in (",", ":", "—"))
        region = sentence.text[max(aside + 1, first) : quantity.start] if aside >= first else region
    region = not_plan.sub(" ", region)
    if plan.search(region):
        return True
    after = sentence.text[quantity.end : quantity.end + 40]
    return re.match(r"[^,;.]{0,12}\b(?:target|goal|forecast|by 20[2-9]\d|by the end of)\b", after) is not None
