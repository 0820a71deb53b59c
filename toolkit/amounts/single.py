"""Single amounts in plain text: a numeral and the unit or noun beside it; what only looks like one is left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from toolkit.amounts.currencies import bare_dollar, currency_after, currency_before, dinar_named
from toolkit.amounts.masks import masked
from toolkit.amounts.nouns import is_plural, noun_after, singular
from toolkit.amounts.numerals import DIGITS, Numeral, digits_at, start_words, words_at
from toolkit.amounts.units import measure_after, per_after
from toolkit.amounts.wordcounts import PREVIOUS, is_word_count, number_names
from toolkit.words import either, word_lists


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


# "5-6", "$5bn-6", "20%-30": a number, a scale or unit, a dash.
_RANGE_BEFORE = re.compile(r"(?<![\w-])\d[\d.,]*\s?(?:[A-Za-z]{1,8}|%|°[CF]?)?[-‑–—]$")
_NAME_COMMA = re.compile(r"[A-Z][\w’'.-]+,\s$")


def _digits(text: str, start: int, end: int) -> Amount | None:
    """Read the amount whose digits stand at ``start`` to ``end``."""
    if text[start] == "." and start and text[start - 1].isalpha() and currency_before(text, start + 1):
        start += 1  # the point of "Rs.500"
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
        if _MINUS.search(text, max(0, start - 10), start):
            pass  # "minus-2.5 degrees"
        elif (
            ahead.isalnum() and before in "-‑–" and symbol is None and not _RANGE_BEFORE.search(text, max(0, start - 24), start)
        ):
            return None  # COVID-19, F-16
        if ahead in " (\n\u00a0" or start == 1:
            begin, negative = start - 1, before in "-−–‑"
            if before in "–" and start > 1 and ahead == " " and text[start] == " ":
                begin, negative = start, False
        elif symbol:
            money, negative = symbol, before in "-−"  # "$-2.5bn"
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
    if amount.kind == "count" and amount.unit is None and letter and not money and not _is_plain_letter(text, numeral):
        return None if numeral.mantissa is None else _undone(amount)
    if minus := _MINUS.search(text, max(0, amount.start - 10), amount.start):
        negative, amount.start = True, minus.start()
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


_MINUS = re.compile(r"\b(?:minus|negative)[\s-]$")


def _digits_plain(text: str, start: int, end: int) -> Amount | None:
    """Read digits with a unit, whatever stands before them ('sub-300 sq m')."""
    numeral, letter = digits_at(text, start, end, money=False)
    amount = _unit(text, start, numeral, None, letter)
    return amount if amount and amount.kind != "count" else None


def _is_plain_letter(text: str, numeral: Numeral) -> bool:
    """Whether a single letter can only be a scale: "2.6M digital copies"."""
    return "." in text[numeral.start : numeral.end] and text[numeral.end - 1] in "MB"


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
    if (
        (following.isalpha() and amount.end == numeral.end)
        or (following and following in "-‑–" and amount.bare and not ahead.isdigit() and ahead not in ("$", ",", " "))
        or (following == "/" and amount.bare)
    ):
        return False
    previous = PREVIOUS.search(left)
    word = previous[1].strip(",;:") if previous else ""
    if word in number_names() or word.endswith("#") or left.endswith(("#", "Group of ")):
        return False
    whole = written.isdecimal()
    hedged = word.lower() in (
        "about",
        "around",
        "some",
        "nearly",
        "almost",
        "than",
        "over",
        "roughly",
        "approximately",
        "least",
        "most",
        "another",
    )
    if whole and amount.bare and word.lower() in ("the", "these", "those") and not amount.unit:
        return False
    if whole and len(written) <= 4 and amount.unit is None and _NEXT_NAME.match(text, numeral.end):
        return False  # "787 Dreamliner", "2020 Escape"
    if whole and len(written) == 4 and 1600 <= int(written) <= 2199:
        noun = text[amount.noun : amount.end].lower() if amount.noun >= 0 else ""
        counted = noun.split()[-1] in word_lists("number_lists")["counted after a year-like figure"] if noun else False
        if int(written) < 1900 and amount.unit:
            counted = counted or word.lower() not in ("the", "in", "of", "since")
        if word.lower() == "over" and not counted and 1900 <= int(written) <= 2099:
            return False  # "5% over 2022"
        if not (counted or hedged or (int(written) % 1000 == 0 and amount.unit and amount.noun >= 0)):
            return False
        if amount.noun >= 0 and text[amount.noun].isupper():
            return False
    if whole and len(written) <= 3 and following == "," and _NAME_COMMA.search(left) and int(written) <= 120:
        return False  # an age: "Li Wei, 54, said"
    if (
        word
        and word[0].isupper()
        and word.lower() not in word_lists("number_lists")["begins a sentence"]
        and amount.unit is None
        and left[-1:] == " "
    ):
        starts = amount.start - len(word) - 1
        if not hedged and (
            starts > 0 and text[starts - 1 : starts] not in "\n" and text[max(0, starts - 2) : starts] not in (". ", "\n\n")
        ):
            return False
        if not hedged and whole:
            return False
    ranged = following and following in "-‑–"
    if previous and word and previous[1][-1] in ",;" and whole and amount.bare and len(written) <= 2 and not ranged:
        return bool(re.match(r"\s*(?:,|and|or|to)\s", text[numeral.end : numeral.end + 5])) and not word[0].isupper()
    return True


_NEXT_NAME = re.compile(r"\s+[A-Z][a-z]+\b(?!\s+(?:were|are|have|said))")


_MILLION_DINARS = re.compile(r"\s?MD\b")  # million dinars, in the North African press


def _unit(text: str, begin: int, numeral: Numeral, money: tuple[int, str | None, str] | None, letter: bool) -> Amount | None:
    """Put a numeral and the words beside it together."""
    if text[begin] in "¼½¾⅓⅔⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞" and numeral.end == begin + 1 and not money:
        numeral = numeral._replace(form="fraction")
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
        elif (again := currency_after(text, end, value, scaled=True)) and (
            text[end : end + 1] != " " or text[end + 1 : end + 2].islower()
        ):
            amount.end = end = again.end
        _rate(text, amount)
        return amount
    if (millions := _MILLION_DINARS.match(text, end)) and value is not None and "dinar" in text:
        amount.end, amount.value, amount.unit, amount.kind = millions.end(), value * 1e6, dinar_named(text), "money"
        return amount
    after = currency_after(text, end, value, scaled=numeral.scaled)
    if after is None or after.name is None:
        measured = measure_after(text, end)
        if measured and measured.kind == "money":
            measured = measured._replace(kind="money")
        after = measured or after
    if letter and after is None:
        noun = noun_after(text, end)
        if not (noun and _is_plain_letter(text, numeral)) and (noun is None or not noun.plural or noun.end == end):
            return Amount(begin, end, None, None, None, "count", numeral=numeral)
    if after:
        if text[end : end + 1].isalpha() and after.kind == "count":
            return None
        amount.end, amount.unit, amount.kind = after.end, after.name, after.kind
        if text[end : after.end].strip() in ("mt", "MT") and not numeral.scaled and (value or 0) < 1000:
            amount.value = None  # metric tons or million tonnes; "Mt" is the symbol of the latter
        if after.name == "knot" and text[end : after.end].strip() == "kt" and not _SPEED.search(text):
            amount.unit = "kilotonne"
        if numeral.form == "fraction" and after.kind == "duration" and text[numeral.start].isalpha():
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
    if odd := _ODD.match(text, end):  # "20-odd ships", "100-plus ships"
        end = odd.end()
        amount.end, amount.bound = end, "about" if odd[1] == "odd" else "at least"
    elif points := _OF_POINT.match(text, end):
        amount.end, amount.unit, amount.kind = points.end(), points[1].replace("per cent", "percent"), "percent"
        return amount
    elif (
        (of := _OF.match(text, end))
        and numeral.form == "vague"
        and (paid := currency_after(text, of.end() - 1, None, scaled=True))
    ):
        amount.end, amount.unit, amount.kind = paid.end, paid.name, paid.kind
        return amount
    counted = noun_after(text, end)
    of = _OF.match(text, end) if counted is None else None
    if (of and numeral.form != "digits") or (of and numeral.scaled):
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
        if text[end : end + 1] in "-‑" and name.split("-")[0].lower() in word_lists("number_lists")["of a kind"]:
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


_SPEED = re.compile(rf"\b{either(word_lists('number_lists')['near a speed'])}", re.I)
_ODD = re.compile(r"-(odd|plus)(?=\s+[a-z])")
_OF_POINT = re.compile(r"\s+of\s+(?:a|one)\s+(percentage[ -]point|basis[ -]point|percent|per cent)\b")
_TRAILING_US = re.compile(
    r"\s(US|U\.S\.)(?=\s(?:an?|per|in|for|on|to|from|this|last|of|by|at|and|or|as|was|is|were|are|worth|over|with|after|since)\b|[\s.,;)]*$|[.,;)])"
)
_TIMES = re.compile(
    r"(?:[\s-]|(?=x\b))(?P<t>times|x\b)(?P<c>\s+(?:as|more|higher|larger|bigger|the|that|its|their|greater|less|lower|what|faster|fewer)\b)?"
)
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


_OF_A_PAIR = re.compile(r"\b(?:quarter|a|an|one|half)-$")


def _worded(text: str, start: int, end: int) -> Amount | None:
    """Read the amount that begins with the number word at ``start``."""
    hyphenated = start > 1 and text[start - 1] in "-‑" and text[start - 2].isalnum()
    if hyphenated and not _OF_A_PAIR.search(text, max(0, start - 9), start):
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
    if amount.kind == "count" and not is_word_count(text, amount, numeral, start):
        return None
    return amount


def single_amounts(text: str) -> Iterator[Amount]:
    """Yield the amounts of a text one by one, ranges not yet joined."""
    masks = [*masked(text), (len(text) + 1, len(text) + 1)]
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
