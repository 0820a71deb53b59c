"""What a quantity is for a flow: the amount, the change, the amount before, or none of these."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from toolkit.trade.items import FlowPhrase, Sentence, change_words
from toolkit.trade.quantities import ABSOLUTE, PREVIOUS, Quantity
from toolkit.words import either, word_list, word_lists

LEAST = 10_000  # of a currency: smaller amounts are prices or examples, not a state's trade
_PRICE = re.compile(rf"^\s*(?:a|per|an|/)\s*{either(word_lists('trade_lists')['priced by'])}", re.I)
_NOT_A_CHANGE = re.compile(
    r"^\s*(?:(?:short|shy|ahead|(?:above|below)(?= [^,;.]*\b(?:target|goal|forecast|average)\b)) of?\b|of\b(?! (?:growth|increase))|tariff|dut(?:y|ies)|lev(?:y|ies)|tax|stake|share|interest|of the\b|owned)",
    re.I,
)
_SHARE = re.compile(
    r"\b(?:account(?:s|ed|ing)? for|share|mak(?:e|es|ing) up|made up|represent(?:s|ed|ing)?|compris\w+"
    r"|proportion|portion|tariffs?|dut(?:y|ies))\b[^,;]{0,40}$",
    re.I,
)
_ABOVE = re.compile(
    r"\s*(above|below) (?:the (?:\d[\d.,]* |\d{4}|same|previous|levels?|amounts?|values?|totals?|volumes?|figures?|year)\b|a year|their|its|that of|last year|20\d\d|[A-Z]\w+'s)\b"
)


class Figure(NamedTuple):
    """A quantity with its part in a statement."""

    quantity: Quantity
    part: str  # value, change, previous
    amount: float


_NO_TRADE = re.compile(
    r"\b(?:(?:sector|industry|market|economy|project|deal|company|firm|fund|plant|contract)s?,? (?:is |was |are |were |that is )?(?:worth|valued at)|price|cost(?! (?:it|them|the country)\b)|costs|costing|priced|tax|fine|aid|loan|loans|investment|tariffs?) [^,;]{0,25}$",
    re.I,
)


@cache
def _changed() -> re.Pattern[str]:
    """Return what stands right before by how much a flow changed: "fell 26,000 barrels to"."""
    verbs = {word for word in change_words() if " " not in word} - {
        "up",
        "down",
        "above",
        "below",
        "off",
        "over",
        "under",
        "gained",
        "gain",
        "gains",
    }
    return re.compile(rf"\b{either(verbs)} (?:(?:about|some|nearly|almost|around|roughly) )?$")


_THRESHOLD = re.compile(r"[\s-]*(?:unit |tonne |ton )?(?:mark|line|threshold|barrier|milestone)\b")
_TO_PASS = re.compile(r"\d[^,;]*\bto (?:exceed|pass|cross|surpass|top|break)\b[^,;]*$")  # "up 3% to pass the 1 million mark"
# "by about $2 billion", "up 3 billion": by how much, not how much.
_BY = re.compile(
    rf"\bby (?:{either(word_lists('trade_lists')['hedge'] | word_lists('trade_lists')['more hedges'])} ){{0,2}}$"
    r"|(?<!made )(?<!make )(?<!making )\b(?:up|down) (?:about |around |some |nearly |almost )?$"
)
_BY_HOW_MUCH = re.compile(
    r"(?:%|percent|per cent|pct|pc) (?:above|below|over|on|up on|down on|(?:higher|lower|more|less|fewer|larger|smaller) than) "
    r"(?:the )?(?:record (?:of )?)?$"
)
_EXCEEDED = re.compile(r"\b(?:exceed(?:s|ed|ing)|surpass(?:es|ed|ing)|topp(?:ed|ing)|above|below|over) the $")
_OF_A_TIME = re.compile(  # "exceeded the $6 billion of the first quarter"
    r"(?: \([^()]*\))? (?:of|in|for|during|earned|registered|recorded|seen|posted|reported|exported|imported|shipped)\b"
)
_AFTER_LEVEL = re.compile(r"\bafter (?:about |around |nearly |almost |some )?$")
_A_TIME_BEFORE = re.compile(
    r" (?:\([^()]*\) )?(?:in )?(?:the (?:previous|prior|preceding) (?:year|month|quarter)|a (?:year|month|quarter) (?:earlier|before|ago))\b"
)
_MORE_THAN = re.compile(
    r"(?<!from )(?<!with )(?<!against )(?<!compared to )\b(?:higher|lower|more|less) than (?:(?!the )\w+ )?$"
)  # "was more than 5 billion"


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
    if quantity.kind == "money" and abs(quantity.value) < LEAST:
        return None
    if quantity.kind == "money" and "daily" in sentence.text[phrase.start : phrase.end].lower():
        return None  # "average daily exports rose to 2.6 billion"
    cost = sentence.text[phrase.end : quantity.start].strip() in ("cost", "have cost")  # "imports of fuel cost 4 billion"
    if _PRICE.match(after) or ABSOLUTE.search(before) or (_NO_TRADE.search(before) and not cost):
        return None
    if (
        _BY.search(before)
        or _changed().search(before)
        or _change_follows(sentence, after)
        or (_THRESHOLD.match(after) and _TO_PASS.search(before))
    ):
        return None
    from_what = PREVIOUS.search(before) or (_EXCEEDED.search(before) if _OF_A_TIME.match(after) else None)
    if _AFTER_LEVEL.search(before) and _A_TIME_BEFORE.match(after):
        return Figure(quantity, "previous", quantity.value)  # "15 billion in 2022, after 11 billion the previous year"
    if from_what and sentence.start + from_what.start() <= phrase.start < quantity.start:
        from_what = None  # "against exports of 2 billion" names a flow of its own
    if _BY_HOW_MUCH.search(before) or (from_what and not _MORE_THAN.search(before)):
        return Figure(quantity, "previous", quantity.value)
    return Figure(quantity, "value", quantity.value)


_OTHER_MEASURE = re.compile(rf"\b{either(word_lists('trade_lists')['other measure'])}\b(?! (?:year|season))[^,;]*$", re.I)


def _volume(sentence: Sentence, quantity: Quantity, phrase: FlowPhrase) -> bool:
    unit = quantity.unit or ""
    if unit in word_lists("trade_lists")["no volume"]:
        return False
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
    match = re.match(r"\s+(?:\([^()]*\) )?(?:year-on-year )?(\w+(?= on\b)|(?!up\b|down\b)\w+)", after)
    return (
        match is not None
        and not re.match(r" share\b", after[match.end() :])
        and match[1].lower()
        in (
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
            "smaller",
            "larger",
            "bigger",
            "up",
            "down",
        )
    )


_TO_SHARE = re.compile(
    r"(?<!close )\bto (?:(?:about|around|nearly|almost|just|over|more than|a record|(?:a|an|the|its) [\w-]+ (?:high|low) of|the highest|the lowest) )*"
    r"(?:\d[\d.,]*(?:%| percent| per cent| pct|pc)?,? and )?$"
)  # "the share rose to a record high of 90%", "fell to 11% and 26%"
_AT = re.compile(r"\bat (?:about |around |nearly |some )?$")
_SLOWER = re.compile(  # "slowing from the 14.6 percent increase in June"
    r"\b(?:slow(?:ed|ing|er)|eas(?:ed|ing)|cool(?:ed|ing)|quicken\w+|accelerat\w+|moderat\w+|faster|down|up) (?:than|from) "
    r"(?:(?:a|an|the|its|revised|annual) )*$"
)
_BRACKETED_SHARE = re.compile(r"[\w.] \((?:or |about |some |around |over |nearly )?$")
_OF_OTHER = re.compile(
    rf"\b{either(word_lists('trade_lists')['other measure'] | {'share', 'ratio', 'price', 'prices', 'gdp', 'economy', 'inflation'})}\b[^,;]{{0,60}}$",
    re.I,
)


def _change(
    sentence: Sentence, quantity: Quantity, phrase: FlowPhrase, before: str, after: str, way: str | None
) -> Figure | None:
    if (
        _BRACKETED_SHARE.search(before)
        and re.match(r"\)|,? of\b", after)
        and not quantity.words
        and sentence.text[quantity.start] not in "+-\u2212"
        and re.search(r"(?<!\bby )(?<!\bby)(?:^|\s)[^\s()]*\d[^()]{0,40}\($", before)
        and not re.search(r"\bby [^()]{0,40}\($", before)
    ):
        return None  # "25 million tonnes (38 percent)" is a share
    if re.match(r",? worth\b", after):
        return None  # "to Germany, 10.3 percent worth 157 million": a share
    if _NOT_A_CHANGE.match(after) or (quantity.value < 100 and re.match(r"\s+(?:the|its) (?:value|volume|total)\b", after)):
        return None
    if _AT.search(before) and not any(word in change_words() for word in re.findall(r"[a-z]+", before[-60:])[-5:]):
        return None  # "followed by Peru at 14 percent": of a share
    if _SLOWER.search(before):
        return None
    if (
        _SHARE.search(before)
        and not _change_follows(sentence, after)
        and not re.search(r"\b(?:rose|fell|grew|(?<!made )(?<!make )(?<!makes )(?<!making )up|down|by)\b[^,;]{0,15}$", before)
    ):
        return None
    if re.search(r"(?:\bfrom|(?<!more )(?<!less )\bthan|\bagainst|\bversus) (?:a |an )?$", before) and not _change_follows(
        sentence, after
    ):
        return None
    if _TO_SHARE.search(before) and "growth" not in before:
        return None  # "the share rose to 90%"
    if (
        _OF_OTHER.search(sentence.text[max(phrase.end, quantity.start - 120) : quantity.start])
        and phrase.start < quantity.start
    ):
        return None  # "while production dropped by 9%"
    if re.match(r" to \d[\d.,]* ?(?:%|percent|per cent|pct|pc)", after) or re.search(
        r"\bfrom (?:[\w’']+ ){0,3}\d[\d.,]* ?(?:%|percent|per cent|pct|pc) to $", before
    ):
        return None  # a ratio: "from 69.3 percent to 72.9"
    direction = _direction(sentence, quantity, before, after)
    if quantity.words and quantity.change is None and quantity.value == 0:
        return Figure(quantity, "change", 0.0)
    signed = re.search(r"[+\u2212-]$", before) or re.match(
        r"[+\u2212]", sentence.text[quantity.start : quantity.end]
    )  # "(90.8 million, +25.2%)"
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
    if re.search(r"\b(?:exceed\w*|surpass\w*|topp\w+)\b[^;]*\bby (?:about |around |nearly |some )?$", before):
        return "up"
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
    return (
        re.match(
            r"[^,;.]{0,25}\b(?:is|are) (?:foreseen|expected|forecast|projected|planned|likely)\b|[^,;.]{0,12}\b(?:target|goal|forecast|by 20[2-9]\d|by next year|by the end of)\b",
            after,
        )
        is not None
    )
