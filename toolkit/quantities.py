"""Amounts in plain text, without any parsing: value, unit, kind, bound, and rise or fall as the words say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from toolkit.numerals import DIGITS, Numeral, digits_at, product, start_words, words_at
from toolkit.units import bare_dollar, currency_after, currency_before, is_plural, measure_after, noun_after, per_after, singular
from toolkit.words import words

MONTHS = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    r"(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\.?)"
)
WEEKDAYS = r"(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
# What looks like a number and is none: dates, times, scores, telephone numbers, addresses, codes.
MASKED = rf"""
    \b{MONTHS}\s+{_DAY}(?:\s?[-–—]\s?(?:{MONTHS}\s+)?{_DAY}|\s+(?:and|to|or|through)\s+{_DAY}(?![\d.,]*\d|\s*(?:%|per|percent|million|billion)))?(?:,?\s+\d{{4}}\b(?!\s?%))?(?![\d%]|[.,]\d)
  | \b{_DAY}(?:\s?[-–]\s?{_DAY}|\s+(?:and|to)\s+{_DAY})?\s+(?:of\s+)?{MONTHS}\b(?:,?\s+\d{{4}}\b)?
  | \b{MONTHS},?\s+\d{{4}}\b
  | \b\d{{4}}-\d{{2}}-\d{{2}}(?:T[\d:.]+Z?)?\b | \b\d{{1,2}}[./]\d{{1,2}}[./]\d{{2,4}}\b(?![.,]\d)
  | \b\d{{1,2}}[:.]\d{{2}}(?::\d{{2}})?\s?(?:[ap]\.?m\.?|[AP]M|GMT|BST|EST|EDT|ET|UTC|hours|o'clock)(?!\w) | \b\d{{1,2}}:\d{{2}}(?::\d{{2}})?\b
  | \b\d{{1,2}}\s?(?:[ap]\.m\.|[ap]m\b|[AP]M\b|o['’]clock) | \b\d{{4}}\s?(?:GMT|UTC|hrs|hours\s+GMT)\b
  | \b(?:the\s+)?(?:first|last|final)\s+(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|\d{{1,2}})\s+(?:months|quarters)\b(?=\s+(?:of|in|to|through|ended|ending|this|last)\b)
  | (?<![\w.])\+?\d{{1,3}}[-. ]\(?\d{{2,4}}\)?[-. ]\d{{3,4}}[-. ]\d{{3,4}}\b | \b(?:https?://|www\.)\S+ | \S+@\S+\.\w+
  | \b(?:19|20)\d\d[-/–](?:\d\d(?!\d)|(?:19|20)\d\d(?!\d))(?!%) | \b\d{{4}}s\b | ['’]\d\ds?\b
  | \b\d{{2,5}}[-‑]\d{{3,}}(?:[-‑]\d+)*\b(?!\s?(?:%|per|million|billion)) | ^[ \t]*\(?\d{{1,2}}[.)](?=\s)
  | \b(?:24/7|9/11|50/50|50-50)\b | \b\d+(?:\.\d+){{2,}}\b(?<!\.\d{{3}})
"""


@dataclass(slots=True)
class Amount:
    """An amount while it is being read; see ``toolkit.numbers.Number`` for what becomes of it."""

    start: int
    end: int
    value: float | None
    high: float | None
    unit: str | None
    kind: str
    bound: str = "exact"
    change: str | None = None
    role: str = "level"
    numeral: Numeral | None = None
    bare: bool = False  # neither unit nor noun beside it
    cue: int = -1  # where the word of rise or fall begins
    basis: bool = False
    noun: int = -1  # where the counted noun begins
    negative: bool = False


@cache
def _scanner() -> re.Pattern[str]:
    listed = sorted(start_words(), key=len, reverse=True)
    letters: dict[str, list[str]] = {}
    for word in listed:
        letters.setdefault(word[0], []).append(word[1:])
    tree = "|".join(f"[{c}{c.upper()}](?:{'|'.join(ends)})" for c, ends in sorted(letters.items()))
    return re.compile(
        rf"(?P<digits>(?<![\d])(?<!\d[.,])(?:{DIGITS}))|\b(?P<words>{tree})\b",
    )


@cache
def _masks() -> re.Pattern[str]:
    return re.compile(MASKED, re.VERBOSE | re.MULTILINE)


@cache
def _names() -> frozenset[str]:
    listed = {row["word"] for row in words("number_names")}
    return frozenset(listed | {w.capitalize() for w in listed if w.islower()} | {w.upper() for w in listed if w.islower()})


@cache
def _bounds(place: str) -> dict[str, str]:
    return {row["words"]: row["bound"] for row in words("bounds") if row["place"] == place}


@cache
def _changes(form: str) -> dict[str, str]:
    return {w: row["change"] for row in words("changes") if row["form"] == form for w in row["words"].split("|")}


_PEOPLE = frozenset(
    """people person workers jobs troops soldiers employees students residents migrants refugees tonnes companies homes
    houses units vehicles cars deaths cases hires civilians protesters passengers staff members civilians firms
    years miles""".split()
)
_ADJECTIVAL = frozenset(("way", "sided", "off", "hand", "handed", "on", "state", "time", "some", "man", "child", "fold", "plus", "odd", "star", "generation", "party"))
# "5-6", "$5bn-6", "20%-30": a number, a scale or unit, a dash.
_RANGE_BEFORE = re.compile(r"(?<![\w-])\d[\d.,]*\s?(?:[A-Za-z]{1,8}|%|°[CF]?)?[-‑–—]$")
_PREVIOUS = re.compile(r"([^\s(\[“\"'‘]+)[\s-]+$")
_LAST_WORDS = re.compile(r"(?:[\w.'’&]+|[~<>≈≤≥])(?:[\s]+[\w.'’&]+){0,3}[\s-]*$")
_NAME_COMMA = re.compile(r"[A-Z][\w’'.-]+,\s$")


def _digits(text: str, start: int, end: int) -> Amount | None:
    """Read the amount whose digits stand at ``start`` to ``end``."""
    before = text[start - 1] if start else " "
    money = currency_before(text, start) if before not in "(\n" else None
    begin = start
    negative = False
    if money is None and before in "-−–‑+":
        symbol = currency_before(text, start - 1) if before != "+" else None
        ahead = text[start - 2] if start > 1 else " "
        if ahead == "b" and text[max(0, start - 4) : start - 1].lower() == "sub":
            found = _digits_plain(text, start, end)
            if found:
                found.start, found.bound = start - 4, "under"
            return found
        if ahead.isalnum() and before in "-‑–" and symbol is None and not _RANGE_BEFORE.search(text, max(0, start - 24), start):
            return None  # COVID-19, F-16
        if ahead in " (\n\u00a0" or start == 1:
            begin, negative = start - 1, before in "-−–‑"
            if before in "–" and start > 1 and ahead == " " and text[start] == " ":
                begin, negative = start, False
        elif symbol:
            money = symbol
    elif before.isalnum() and money is None:
        return None
    if money:
        begin = money[0]
        if begin and text[begin - 1] in "-−+" and (begin == 1 or text[begin - 2] in " (\n"):
            negative = text[begin - 1] != "+"
            begin -= 1
    numeral, letter = digits_at(text, start, end, money=money is not None)
    written = text[start:end]
    if written[0] == "0" and written.isdecimal() and len(written) > 1:
        return None
    amount = _unit(text, begin, numeral, money, letter)
    if amount is None:
        return None
    if amount.kind == "count" and amount.unit is None and letter and not money:
        return None if numeral.mantissa is None else _undone(amount)
    signed = text[amount.start] in "-−–‑+" and amount.kind == "percent"
    if signed:  # "Stoxx -1.3%"
        amount.change, amount.role = ("down" if negative else "up"), "change"
    if negative:
        amount.negative = True
        if amount.value is not None:
            amount.value = -amount.value
    if not amount.bare and amount.kind != "count":
        return amount
    return amount if money or _is_quantity(text, amount, written) else None


def _digits_plain(text: str, start: int, end: int) -> Amount | None:
    """Read digits with a unit, whatever stands before them ('sub-300 sq m')."""
    numeral, letter = digits_at(text, start, end, money=False)
    amount = _unit(text, start, numeral, None, letter)
    return amount if amount and amount.kind != "count" else None


def _undone(amount: Amount) -> Amount:
    """Give up a value whose scale cannot be told ('5m')."""
    amount.value = amount.unit = None
    return amount


def _is_quantity(text: str, amount: Amount, written: str) -> bool:
    """Tell quantities from years, ages, and figures in names, among those without a unit."""
    numeral = amount.numeral
    assert numeral
    left = text[max(0, amount.start - 24) : amount.start]
    if numeral.scaled or numeral.form == "fraction":
        return True
    following = text[numeral.end : numeral.end + 1]
    ahead = text[numeral.end + 1 : numeral.end + 2]
    if following.isalpha() or (following and following in "-‑–" and amount.bare and not ahead.isdigit() and ahead != "$") or following == "/":
        return False
    previous = _PREVIOUS.search(left)
    word = previous[1].strip(",;:") if previous else ""
    if word in _names() or word.endswith("#") or left.endswith("#"):
        return False
    whole = written.isdecimal()
    hedged = word.lower() in ("about", "around", "some", "nearly", "almost", "than", "over", "roughly", "approximately", "least", "most", "another")
    if whole and amount.bare and word.lower() in ("the", "these", "those") and not amount.unit:
        return False
    if whole and len(written) <= 4 and amount.unit is None and _NEXT_NAME.match(text, numeral.end):
        return False  # "787 Dreamliner", "2020 Escape"
    if whole and len(written) == 4 and 1600 <= int(written) <= 2199:
        noun = text[amount.noun : amount.end].lower() if amount.noun >= 0 else ""
        counted = noun.split()[-1] in _PEOPLE if noun else False
        if int(written) < 1900 and amount.unit:
            counted = counted or word.lower() not in ("the", "in", "of", "since")
        if not (counted or hedged or (int(written) % 1000 == 0 and amount.unit and amount.noun >= 0)):
            return False
        if amount.noun >= 0 and text[amount.noun].isupper():
            return False
    if whole and len(written) <= 3 and following == "," and _NAME_COMMA.search(left) and int(written) <= 120:
        return False  # an age: "Li Wei, 54, said"
    if word and word[0].isupper() and word.lower() not in _SENTENCE_WORDS and amount.unit is None and left[-1:] == " ":
        starts = amount.start - len(word) - 1
        if not hedged and (starts > 0 and text[starts - 1 : starts] not in "\n" and text[max(0, starts - 2) : starts] not in (". ", "\n\n")):
            return False
        if not hedged and not written.isdecimal() is False:
            return False
    if previous and word and previous[1][-1] in ",;" and whole and amount.bare and len(written) <= 2:
        return bool(re.match(r"\s*(?:,|and|or|to)\s", text[numeral.end : numeral.end + 5])) and not word[0].isupper()
    return True


_NEXT_NAME = re.compile(r"\s+[A-Z][a-z]+\b(?!\s+(?:were|are|have|said))")
_SENTENCE_WORDS = frozenset("in at on of to from the a an about around over under nearly almost some only just and or but at least more less up by with for than between fewer".split())


def _unit(text: str, begin: int, numeral: Numeral, money: tuple[int, str | None, str] | None, letter: bool) -> Amount | None:
    """Put a numeral and the words beside it together."""
    value, end = numeral.value, numeral.end
    amount = Amount(begin, end, value, numeral.high, None, "count", numeral=numeral)
    if numeral.form == "multiple":
        amount.unit, amount.kind = "times", "fraction"
        return amount
    if money:
        amount.kind, amount.unit = "money", money[1]
        if money[2] == "$":
            amount.unit = bare_dollar(text)
        us = _TRAILING_US.match(text, end)
        if us:
            amount.end = end = us.end(1)
        elif again := currency_after(text, end, value, scaled=True):
            if text[end : end + 1] != " " or text[end + 1 : end + 2].islower():
                amount.end = end = again.end
        _rate(text, amount)
        return amount
    after = currency_after(text, end, value, scaled=numeral.scaled)
    if after is None or after.name is None:
        measured = measure_after(text, end)
        if measured and measured.kind == "money":
            measured = measured._replace(kind="money")
        after = measured or after
    if letter and after is None:
        noun = noun_after(text, end)
        if noun is None or not noun.plural or noun.end == end:
            return Amount(begin, end, None, None, None, "count", numeral=numeral)
    if after:
        if text[end : end + 1].isalpha() and after.kind == "count":
            return None
        amount.end, amount.unit, amount.kind = after.end, after.name, after.kind
        if numeral.form == "fraction" and after.kind == "duration":
            return None  # "a third year"
        _rate(text, amount)
        return amount
    if numeral.form == "fraction":
        amount.kind = "fraction"
        return amount
    times = _TIMES.match(text, end)
    if times:
        amount.end, amount.unit = times.end("t"), "times"
        amount.kind = "fraction" if times["c"] else "count"
        _rate(text, amount)
        return amount
    counted = noun_after(text, end)
    of = _OF.match(text, end) if counted is None else None
    if of and numeral.form != "digits" or (of and numeral.scaled):
        counted = noun_after(text, of.end() - 1)
        if counted:
            amount.noun = of.end()
            amount.unit = counted.name if counted.plural else None
            amount.bare = False
            return amount
    packed = _PACKED.match(text, end) if counted is None else None
    if packed and is_plural(packed[1]):  # "3.5 million 60-kg bags"
        amount.unit = singular(packed[1])
        return amount
    if counted and (counted.plural or value == 1 or text[end : end + 1] in "-‑"):
        name = counted.name
        if text[end : end + 1] in "-‑" and name.split("-")[0].lower() in _ADJECTIVAL:
            return None
        amount.noun = end + 1
        amount.end, amount.unit = counted.end, name
        _rate(text, amount)
        return amount
    if _LONE_LETTER.match(text, end) and numeral.form == "digits":
        amount.value = None  # "5 m": million or metre
        return amount
    if counted:  # "three course meal": a noun, but not seen as a plural
        amount.noun = end + 1
        amount.unit = None
    else:
        amount.bare = True
    _rate(text, amount)
    return amount


_TRAILING_US = re.compile(r"\s(US|U\.S\.)(?=\s(?:a|an|per)\b|[\s.,;)]*$|[.,;)]|\s(?:[a-z]))")
_TIMES = re.compile(r"[\s-](?P<t>times|x\b)(?P<c>\s+(?:as|more|higher|larger|bigger|the|that|its|their|greater|less|lower|what|faster|fewer)\b)?")
_LONE_LETTER = re.compile(r"\s[mMbBtT]\b(?!['’])")
_PACKED = re.compile(r"\s+\d+(?:[.,]\d+)?[\s-]?[A-Za-z]{1,12}\s+([a-z]{3,})\b")
_OF = re.compile(r"\s+of\s+(?:(?:the|its|their|his|her|our|my|your|these|those|all)\s+)?")


def _rate(text: str, amount: Amount) -> None:
    per = per_after(text, amount.end)
    if per is None:
        return
    end, name = per
    if amount.unit is None and amount.kind == "count":
        amount.unit = f"per {name}" if amount.bare else None
        if amount.unit is None:
            return
        amount.bare = False
    elif amount.unit is not None:
        amount.unit = f"{amount.unit} per {name}"
    amount.end = end


def _worded(text: str, start: int, end: int) -> Amount | None:
    """Read the amount that begins with the number word at ``start``."""
    if start and text[start - 1] in "-‑" and start > 1 and text[start - 2].isalnum():
        if text[max(0, start - 9) : start].lower()[-8:] not in ("quarter-",) and not re.search(r"\b(?:a|an|one|half)-$", text[max(0, start - 6) : start]):
            return None
    numeral = words_at(text, start, end)
    if numeral is None:
        return None
    money = currency_before(text, numeral.start) if numeral.start == start else None
    amount = _unit(text, money[0] if money else numeral.start, numeral, money, False)
    if amount is None:
        return None
    if numeral.form in ("multiple", "fraction") or numeral.scaled:
        if numeral.form == "vague" and amount.high is not None:
            amount.bound = "between"
        return amount
    if numeral.form == "vague" and amount.high is not None:
        amount.bound = "between"
    if amount.kind == "count" and not _is_word_count(text, amount, numeral, start):
        return None
    return amount


_NOT_ONE = re.compile(r"\b(?:no|any|every|each|the|this|that|some|which|another|only|last|next|first|other|big|good|bad|new|it'?s|number|day|phase|stage|level|tier|part|chapter|world\s+war|formula|category|type|act|square|plan)[\s-]+$", re.I)
_NO_ONE = re.compile(r"\b(?:no|any|every|each|this|that|another)[\s-]+$", re.I)
_ONE_OF = re.compile(r"\s+of\s+(?:the|its|his|her|their|our|my|these|those|your|several|many|two|three|four|five|[A-Z][\w’']+[’']s)\b")
_NOT_AFTER_ONE = re.compile(
    r"\s+(?:another|day\b|thing|way|can|could|would|should|might|must|may|has|had|is|was|who|that|which|where|when|side|example|hand\s+and|by\s+one|more|point|time|after|in\s+which|year\s+after)"
)


def _is_word_count(text: str, amount: Amount, numeral: Numeral, start: int) -> bool:
    left = text[max(0, start - 20) : start]
    if numeral.value == 1:
        if _ONE_OF.match(text, numeral.end) and not _NO_ONE.search(left):
            return True
        if _NOT_ONE.search(left):
            return False
        if _NOT_AFTER_ONE.match(text, numeral.end):
            return False
        return amount.unit is not None and amount.noun >= 0 and text[amount.noun].islower() and not amount.unit.endswith(("ed", "ly", "ing"))
    previous = _PREVIOUS.search(left)
    word = previous[1] if previous else ""
    if word in _names():
        return False
    if word.lower() in ("the", "these", "those", "his", "her", "their", "all", "other", "big") and amount.bare:
        return False
    if word and word[0].isupper() and word.lower() not in _SENTENCE_WORDS and amount.bare:
        return False
    if numeral.form == "words" and amount.noun == numeral.end + 1 and text[numeral.end : numeral.end + 1] in "-‑":
        return False  # "six-speed", "four-party": a word for a kind, not a count
    if text[start : start + 1].isupper() and amount.noun >= 0 and (text[amount.noun].isupper() or amount.unit is None) and start and text[start - 1 : start] == " " and left[-2:-1] not in ".!?\"”":
        return False  # "the Five Eyes", "Big Three Automakers"
    return True


def _scan(text: str) -> Iterator[Amount]:
    masks = [m.span() for m in _masks().finditer(text)] if _MASKABLE.search(text) else []
    masks.append((len(text) + 1, len(text) + 1))
    at, mask = 0, 0
    for match in _scanner().finditer(text):
        start, end = match.span()
        if start < at:
            continue
        while masks[mask][1] <= start:
            mask += 1
        if masks[mask][0] <= start:
            continue
        amount = _digits(text, start, end) if match.lastgroup == "digits" else _worded(text, start, end)
        if amount and amount.start >= at:
            yield amount
            at = amount.end
            continue
        if match.lastgroup == "digits":
            at = end


_MASKABLE = re.compile(r"\d|www\.|@|\b(?:first|last|final)\s")

# --- several amounts that belong together --------------------------------------
_JOINT = re.compile(
    r"(?P<dash>\s?[-–—‑]\s?)|\s+(?P<to>to)(?:\s+(?:about|around|nearly|over|as\s+much\s+as|just\s+over|more\s+than|almost|a\s+record))?\s+|,?\s+(?P<and>and)\s+|,?\s+(?P<or>or)(?:\s+even)?\s+|(?P<paren>\s?[(\[]\s?)"
    r"(?:(?P<hedge>about|around|roughly|some|or)\s+)?"
)
_LEADS = re.compile(r"\b(between|from|ranging from|range of|range from|of|to|at)\s+(?:about\s+|around\s+|some\s+)?$", re.I)


def _together(text: str, amounts: list[Amount]) -> list[Amount]:
    """Join ranges; give the unit and scale of the last to those before it that lack them."""
    joined: list[Amount] = []
    for amount in amounts:
        last = joined[-1] if joined else None
        if last is None or amount.start - last.end > 14 or amount.start < last.end:
            joined.append(amount)
            continue
        joint = _JOINT.fullmatch(text, last.end, amount.start)
        if joint is None:
            joined.append(amount)
            continue
        kind = joint.lastgroup if joint.lastgroup != "hedge" else "paren"
        if kind == "paren":
            joined.append(amount)
            continue
        lead = _LEADS.search(text[max(0, last.start - 26) : last.start])
        led = lead[1].lower() if lead else ""
        ranges = kind in ("dash", "to") or (kind == "and" and led == "between")
        fits = _carry(last, amount)
        if ranges and fits and last.value is not None and amount.value is not None and last.high is None:
            if _is_range(text, last, amount, kind, led):
                last.end, last.high, last.bound = amount.end, amount.value, "between"
                last.numeral, last.bare, last.noun = amount.numeral, amount.bare, amount.noun
                continue
            if kind == "to" and led.endswith("from"):
                last.role = "previous"
                last.basis = True
        elif kind == "to" and last.kind == "measure" and amount.bare and amount.unit is None:
            amount.unit, amount.kind, amount.bare = last.unit, "measure", False  # "from 21 mpg to 23"
        elif kind == "to" and amount.unit and last.unit and last.unit.startswith(f"{amount.unit} per "):
            amount.unit = last.unit  # "from $75 per barrel to $46"
        joined.append(amount)
    return joined


def _carry(first: Amount, second: Amount) -> bool:
    """Carry unit and scale over ('20 and 25 billion yuan', '$5-6 billion'); tell whether they agree."""
    one, two = first.numeral, second.numeral
    if first.unit and second.unit and second.unit.startswith(f"{first.unit} per ") and first.kind == second.kind:
        first.unit = second.unit  # "between $48,000 and $90,000 a year"
    if one is None or two is None or one.form == "multiple" or two.form == "multiple":
        return False
    lacks = first.unit is None and first.kind == "count" and first.bare
    if lacks and (second.unit is not None or second.kind != "count"):
        if second.kind == "fraction":
            return False
        first.unit, first.kind, first.bare = second.unit, second.kind, second.bare
        lacks = False
        if not one.scaled and two.scaled and one.mantissa is not None:
            _scale(first, two)
    elif first.kind == "money" and second.kind == "count" and (second.bare or second.unit is None):
        second.unit, second.kind, second.bare = first.unit, first.kind, False
        if not one.scaled and two.scaled and one.mantissa is not None and two.mantissa is not None and one.mantissa <= two.mantissa:
            _scale(first, two)
    elif first.kind == second.kind == "money" and not one.scaled and two.scaled and one.mantissa is not None:
        near = second.start - first.end <= 2 or (second.start - first.end <= 5 and two.mantissa is not None and two.mantissa <= 4 * one.mantissa)
        if two.mantissa is not None and one.mantissa <= two.mantissa and near:
            _scale(first, two)  # "$5-$6 billion", "from $10 to $15 billion"
    elif lacks and not one.scaled and two.scaled:
        _scale(first, two)
    return first.unit == second.unit and first.kind == second.kind


def _scale(first: Amount, numeral: Numeral) -> None:
    """Give ``first`` the scale of the number it is coordinated with, or no value if that is unsure."""
    assert first.numeral
    assert first.numeral.mantissa is not None
    if first.numeral.mantissa >= 1000 and numeral.scale > 1:
        return
    value = product(first.numeral.mantissa, numeral.scale)
    whole = numeral.mantissa is None or first.numeral.mantissa <= numeral.mantissa * 20
    first.value = (-value if first.negative else value) if whole else None
    first.numeral = first.numeral._replace(scale=numeral.scale, scaled=True)


def _is_range(text: str, low: Amount, high: Amount, joint: str | None, led: str) -> bool:
    assert low.value is not None
    assert high.value is not None
    if joint == "dash":
        # scores ("2-1 win") and codes have no unit
        return low.value < high.value and (high.kind != "count" or high.unit is not None or high.numeral is not None and high.numeral.scaled)
    if joint == "to":
        if led.endswith("from") and not led.startswith("rang") and _moved(text, low.start):
            return False
        return low.value < high.value or led.endswith("from") and led.startswith("rang")
    return low.value < high.value


def _moved(text: str, at: int) -> bool:
    """Tell whether a word of change stands before 'from X to Y'."""
    left = text[max(0, at - 70) : at].rsplit(". ", 1)[-1]
    found = re.findall(r"[A-Za-z]+", left)
    return any(w.lower() in _changes("verb") or w.lower() in _changes("noun") or w == "up" or w == "down" for w in found)


# --- hedges, rise and fall -------------------------------------------------------
_TOKEN = re.compile(r"[\w'’%-]+|[,.;:()]|[~<>≈≤≥]")
_SKIPPED = frozenset(
    """about around nearly almost some just only roughly over than more less another further up as much between approximately sharply slightly
    steadily a an the least at most back estimated whopping mere modest total cumulative record combined barely similar
    year-on-year year-over-year yoy on-year under fewer well close respectively also fully even fairly value terms still exactly average
    annually overall""".split()
)
_PHRASAL = frozenset("gave give gives given giving made make makes making set sets setting took take takes taking held hold cover covered".split())
_PERCENT_ONLY = frozenset("lose loses lost losing gain gains gained gaining add adds added adding cut cuts cutting contract contracts contracted contracting raise raises raised raising lift lifts lifted lifting boost boosts boosted boosting narrow narrows narrowed slow slows slowed ease eases eased recover recovers recovered recovering".split())


def _hedge(text: str, amount: Amount) -> None:
    left = text[max(0, amount.start - 44) : amount.start]
    match = _LAST_WORDS.search(left)
    if match:
        said = match[0].replace("-", " ").lower().split()
        for size in range(min(4, len(said)), 0, -1):
            words_before = " ".join(said[-size:])
            bound = _bounds("before").get(words_before)
            if bound is None and size > 1 and said[-1] in ("a", "an", "the"):
                bound = _bounds("before").get(" ".join(said[-size:-1]))
            if bound:
                if words_before in ("over", "near", "some", "under", "around") and amount.kind == "duration" and words_before in ("over", "under"):
                    break
                if words_before in ("passed", "crossed", "above", "below", "beyond") and amount.kind == "count" and amount.bare:
                    break
                if amount.bound == "exact" or amount.bound == "about":
                    amount.bound = bound
                elif amount.bound == "between" and bound == "about" and amount.numeral and amount.numeral.form == "vague":
                    pass
                if amount.bound != "between":
                    amount.cue = amount.start - len(words_before)
                break
    right = text[amount.end : amount.end + 18]
    if right[:1] in "+-" or right[:1] == " ":
        after = _AFTER_BOUND().match(right)
        if after and amount.bound == "exact":
            if after[1] != "plus" or not right.startswith(" plus"):
                amount.bound = _bounds("after")[after[1]]
                if after[1].startswith(("+", "-")):
                    amount.end += after.end()


@cache
def _AFTER_BOUND() -> re.Pattern[str]:
    forms = "|".join(re.escape(f) for f in sorted(_bounds("after"), key=len, reverse=True))
    return re.compile(rf"\s?({forms})(?![\w])")


def _moves(text: str, amount: Amount, sentence: int) -> None:
    """Set change and role from the words around."""
    if amount.kind == "duration":
        return
    left = text[max(sentence, amount.start - 90) : amount.start]
    tokens = _TOKEN.findall(left.lower())
    verbs, nouns, sides = _changes("verb"), _changes("noun"), _changes("side")
    by: str | None = None
    loose = 0
    measured = amount.kind in ("percent", "fraction") or (amount.unit or "").startswith("point")
    for back in range(len(tokens) - 1, -1, -1):
        word = tokens[back]
        two = f"{tokens[back - 1]} {word}" if back else word
        if word in ("to", "at", "from", "by", "of") and by is None and not loose:
            by = word
            continue
        if by == "of" and word in nouns:
            if measured or word not in ("gain", "loss", "cut", "boost", "advance"):
                amount.change, amount.role = nouns[word], "change"
            return
        if two in verbs or word in verbs:
            change = verbs.get(two) or verbs[word]
            if word in _PERCENT_ONLY and not measured and two not in verbs and by is None:
                return
            if by in (None, "by"):
                amount.change, amount.role = change, "change"
            elif by == "from":
                amount.role = "previous"
            elif by == "of":
                return
            return
        if word in ("up", "down") and back and tokens[back - 1] in _PHRASAL:
            return
        if word in sides and word in ("up", "down", "higher", "lower") and not (word == "up" and by == "to" and back == len(tokens) - 2):
            if by in (None, "by"):
                amount.change, amount.role = sides[word], "change"
            elif by == "from":
                amount.role = "previous"
            return
        if word in nouns and by is not None:
            if by in ("of", "by"):
                if measured or word not in ("gain", "loss", "cut", "boost", "advance"):
                    amount.change, amount.role = nouns[word], "change"
            elif by == "from":
                amount.role = "previous"
            return
        if word in _SKIPPED or (word.endswith("ly") and word.isalpha()):
            continue
        if by == "by" and loose < 5 and word.isalpha():
            loose += 1
            continue
        if by is None and loose < 2 and word in ("in", "sales", "exports", "imports", "rates", "prices", "on", "year"):
            loose += 1
            continue
        break
    if by == "from" and amount.role == "level" and _THEN.match(text, amount.end):
        amount.role = "previous"
        return
    if by is None and amount.role == "level" and _AGAINST.search(left) and _THEN.match(text, amount.end):
        amount.role = "previous"
        return
    _moves_after(text, amount)


_THEN = re.compile(
    r"(?:\s+\w+){0,3}?,?\s+(?:a\s+year|one\s+year|the\s+(?:same|previous|prior|year)|in\s+the\s+(?:same|previous|prior|year)|last\s+year|year-earlier|previously|before|in\s+(?:19|20)\d\d|earlier|a\s+month|in\s+[A-Z][a-z]+)"
)
_AGAINST = re.compile(r"\b(?:compared\s+(?:with|to)|against|versus|vs\.?|down\s+from|up\s+from)\s+(?:about\s+|around\s+|just\s+|some\s+|only\s+|an?\s+)*$", re.I)
_AFTER_TOKEN = re.compile(r"[\s-]+([A-Za-z][\w’'-]*)")
_MODIFIERS = frozenset(
    """year-on-year year-over-year yoy on-year annual yearly monthly quarterly month-on-month share price pay sharp steep slight modest
    record further real nominal overall sequential quarter-on-quarter""".split()
)


def _moves_after(text: str, amount: Amount) -> None:
    nouns, sides = _changes("noun"), _changes("side")
    at, stop = amount.end, 0
    if amount.noun >= 0 and amount.unit:
        found = amount.unit.split()[-1].lower()
        if found in nouns and amount.kind == "percent":
            amount.change, amount.role = nouns[found], "change"
            return
    for _ in range(3):
        match = _AFTER_TOKEN.match(text, at)
        if not match:
            return
        word = match[1].lower()
        if stop == 0 and word in sides and word in ("higher", "lower", "more", "less", "fewer", "larger", "smaller", "bigger", "up", "down"):
            if word in ("up", "down") and amount.kind != "percent":
                return
            if amount.kind in ("percent", "fraction") or word in ("higher", "lower", "more", "less", "fewer"):
                if amount.kind == "count" and word in ("more", "less", "fewer") and not re.match(r"\s+than\b", text[match.end() : match.end() + 6]):
                    return
                amount.change, amount.role, amount.cue = sides[word], "change", match.start(1)
            return
        if word in nouns and amount.kind in ("percent", "fraction", "money", "measure") and word not in ("discount", "loss"):
            if amount.kind in ("money", "measure") and word in ("gain", "cut", "boost", "advance", "improvement"):
                return
            amount.change, amount.role, amount.cue = nouns[word], "change", match.start(1)
            return
        if word not in _MODIFIERS and not (amount.kind == "percent" and stop == 0 and word in ("export", "import", "sales", "price")):
            return
        stop += 1
        at = match.end()


def _multiples(text: str, amount: Amount) -> None:
    """A doubling is a rise, a halving a fall; 'three times as many' is neither."""
    numeral = amount.numeral
    if numeral is None or amount.unit != "times" or amount.kind != "fraction":
        return
    word = text[numeral.start : numeral.end].lower()
    if word.endswith(("ed", "ing", "s")) and numeral.form == "multiple":
        amount.change, amount.role = ("down" if (amount.value or 2) < 1 else "up"), "change"
    elif word.endswith("fold"):
        amount.role, amount.change = "change", amount.change or "up"


@lru_cache(maxsize=1024)
def amounts_in(text: str) -> tuple[Amount, ...]:
    """Return the amounts that stand in a plain text, in order, without overlap.

    Not amounts: years, dates, times, telephone numbers, ages after a name, ordinals, numbers of
    articles, rows and games, and figures in names (G20, F-16, COVID-19, S&P 500).

    >>> [(a.value, a.unit) for a in amounts_in("Exports rose 5.5% to $218bn in 2023.")]
    [(5.5, 'percent'), (218000000000.0, 'USD')]
    """
    found = _together(text, list(_scan(text)))
    kept: list[Amount] = []
    for amount in found:
        if amount.bare and amount.numeral and text[amount.end : amount.end + 1] in "-–‑/" and text[amount.end + 1 : amount.end + 2].isalnum():
            continue
        if amount.bare and amount.kind == "count" and amount.high is None and amount.start > 1 and text[amount.start - 1] in "-–‑" and text[amount.start - 2].isdigit():
            continue  # the second half of a score
        _hedge(text, amount)
        stop = max(text.rfind(". ", 0, amount.start), text.rfind("\n", 0, amount.start)) + 1
        _moves(text, amount, stop)
        _multiples(text, amount)
        if kept and amount.bare and amount.unit is None and kept[-1].unit == "point" and kept[-1].change and _TO_LEVEL.fullmatch(text, kept[-1].end, amount.start):
            amount.unit, amount.bare = "point", False  # "rose 64 points to 4,577"
        if kept:
            _inherit(text, kept[-1], amount)
        kept.append(amount)
    return tuple(kept)


_TO_LEVEL = re.compile(r"(?:,? or [\d.]+(?:%| percent| per cent),?)?\s+(?:to|to\s+(?:close|end|finish|fall|trade)\s+(?:to|at))\s+")


def _inherit(text: str, last: Amount, amount: Amount) -> None:
    """A conversion in brackets and an 'or' say the same thing twice: same hedge, same direction."""
    between = text[last.end : amount.start]
    if len(between) > 12:
        return
    if re.fullmatch(r"\s?[(\[]\s?", between) or re.fullmatch(r",?\s+or\s+(?:about |roughly |nearly )?", between):
        if last.kind != amount.kind or last.unit != amount.unit:
            if amount.bound == "exact" and last.bound != "between":
                amount.bound = last.bound
            if amount.change is None and last.change:
                amount.change, amount.role = last.change, last.role
            elif amount.role == "level":
                amount.role = last.role
    elif re.fullmatch(r",?\s+(?:and|respectively)\s+", between) and last.change and amount.change is None and last.unit == amount.unit:
        amount.change, amount.role = last.change, last.role
