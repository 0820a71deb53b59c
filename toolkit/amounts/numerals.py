"""Numerals in plain text: digits, number words, scales and fractions, and the value they stand for."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import NamedTuple

from toolkit.words import word_list

# Spaces that may stand inside or beside a number: plain, no-break, narrow no-break, thin, figure.
SPACE = r"[ \u00a0\u202f\u2009\u2007]"
_THIN = "\u00a0\u202f\u2009\u2007\u2008'’"
_VULGAR = "".join(chr(c) for c in range(0xBC, 0xBF)) + "".join(chr(c) for c in range(0x2150, 0x215F)) + "\u2189"
DIGITS = (
    rf"\d{{1,3}}(?:[{_THIN}]\d{{3}})+(?!\d)(?:[.,]\d+)?"  # 1 234 567,8 with thin or no-break spaces
    r"|\d{1,3}(?: \d{3}){2,}(?![\d.,]?\d)"  # 2 500 000
    r"|(?<=[$€£¥R])\d{1,3} \d{3}(?:[.,]\d+)?(?= (?:million|billion|trillion)\b)"  # $1 286 million
    r"|\d{1,3} 000(?![\d.,]?\d)"  # 30 000: a number of its own would not begin with a nought
    rf"|\d+(?:[.,]\d+)+|\d+ ?[{_VULGAR}]|[{_VULGAR}]|\d+|\.\d+"
)


class Numeral(NamedTuple):
    """A numeral at ``start`` to ``end``: value = mantissa * scale; None where it cannot be told.

    ``high`` is the high end of a vague one ("tens of thousands"). ``form`` is digits, words,
    fraction, multiple or vague. ``scaled`` tells that a scale is written out ("5 billion").
    """

    start: int
    end: int
    mantissa: float | None
    scale: float
    high: float | None
    form: str
    scaled: bool

    @property
    def value(self) -> float | None:
        """Return the number it stands for."""
        return None if self.mantissa is None else product(self.mantissa, self.scale)


def product(mantissa: float, scale: float) -> float:
    """Multiply as on paper: 240.1 billion is 240100000000, without the error of binary fractions."""
    return float(repr(mantissa)) if scale == 1 else round(mantissa * scale, 6 if scale < 1e9 else 0)


@cache
def _of(*kinds: str) -> dict[str, float]:
    return {row["word"]: float(row["value"]) for row in word_list("number_words") if row["kind"] in kinds}


@cache
def _vague() -> dict[str, tuple[float, float]]:
    return {r["word"]: (float(r["value"]), float(r["high"])) for r in word_list("number_words") if r["kind"] == "vague"}


@cache
def start_words() -> frozenset[str]:
    """Return the words that a numeral can begin with."""
    return frozenset(_of("small", "ten", "scale", "fraction", "multiple", "vague")) | {"twice", "once"} | _folds()


@cache
def _folds() -> frozenset[str]:
    return frozenset(f"{word}fold" for word in _of("small", "ten", "scale"))


def read_digits(written: str, *, decimal_comma: bool = False) -> float | None:
    """Return the value of a number in digits, None where its separators leave it open.

    Parameters
    ----------
    written : as in the text, without sign and scale.
    decimal_comma : whether a scale or unit follows, so that "3,4" is a decimal.

    >>> read_digits("1,234.5"), read_digits("1.234.567"), read_digits("1,23,456"), read_digits("3,4")
    (1234.5, 1234567.0, 123456.0, None)
    """
    if written[-1] in _VULGAR:
        whole = written[:-1].strip()
        return (float(whole) if whole else 0.0) + float(unicodedata.numeric(written[-1]))
    plain = written
    for space in _THIN + " ":
        plain = plain.replace(space, "")
    if plain.isdecimal():
        return float(plain)
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", plain):
        return float(plain.replace(",", ""))
    if re.fullmatch(r"\d*\.\d+", plain):
        return float(plain)
    if re.fullmatch(r"\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d+)?", plain):  # Indian grouping
        return float(plain.replace(",", ""))
    if re.fullmatch(r"\d{1,3}(?:\.\d{3}){2,}(?:,\d+)?|\d{1,3}\.\d{3},\d+", plain):
        return float(plain.replace(".", "").replace(",", "."))
    if re.fullmatch(r"\d+,\d{1,2}", plain) and decimal_comma:
        return float(plain.replace(",", "."))
    if re.fullmatch(r"\d{1,3}(?:,\d{3})*\.\d+", plain):
        return float(plain.replace(",", ""))
    return None


_AFTER_LETTER = tuple("0123456789²³/")  # "32m2", "5m/s" are no millions
_WORD = re.compile(rf"(?P<gap>{SPACE}?[-‑]{SPACE}?|\s{{1,2}}|)(?P<word>[A-Za-z]+)")
_AND = re.compile(r"\s+and\s+(?=[a-z])|-and-(?=[a-z])")
_HALF_AFTER = re.compile(r"(?:\s+and\s+|-and-)(?:(?:a|one)[\s-]+(?P<half>half|third|quarter)|three[\s-]quarters)\b", re.I)
_IN = re.compile(
    r"[\s-](?:in|out[\s-]of)(?:\s+every)?[\s-]+(?P<n>\d{1,3}(?![\d.,%])|two|three|four|five|six|seven|eight|nine|ten|twenty)\b(?!\s*-)",
    re.I,
)
_SLASH = re.compile(rf"(?:{SPACE}|[-‑])?(?P<a>\d{{1,2}})?[/⁄](?P<b>\d{{1,3}})(?![\d/])")
_AFTER_PART = re.compile(
    r"\s*(?:$|[.,;:)\"”\u2019?!—–]|(?:of|more|less|higher|lower|fewer|in|from|to|on|this|last|compared|since|over|as|larger|"
    r"smaller|by|and|or|for|or|during|between|year|that|is|are|was|were|at|while|after|below|above|against|down|up|off)\b)",
)
_OF_SCALE = re.compile(r"\s+(?:of\s+)?an?\s+(?P<scale>hundred|thousand|million|billion|trillion|dozen|lakh|crore)\b", re.I)


def _scale_at(text: str, at: int, *, letters: bool) -> tuple[int, float, bool] | None:
    """Read the scale words that follow ``at``: (end, factor, whether a single letter)."""
    long, short, letter = _of("scale"), _of("short"), _of("letter")
    end, factor, single = at, 1.0, False
    while match := _WORD.match(text, end):
        word, gap = match["word"], match["gap"]
        lower = word.lower()
        plain = lower[:-1] if lower.endswith("s") and lower not in long else lower
        if lower in long or (plain in long and factor == 1.0 and gap and plain not in ("dozen", "hundred", "thousand")):
            if not gap and end == at and lower == "dozen":
                break
            factor *= long.get(lower) or long[plain]
        elif (
            lower in short
            and (factor == 1.0 or (lower == "cr" and factor == 1e5))  # "2.5 lakh cr"
            and (word == lower or word in ("Mrd", "Mio", "Bn", "BN", "Mn", "MN", "K", "Tn", "TN", "Cr"))
        ):
            if lower == "k" and gap:
                break
            factor *= short[lower]
        elif (
            letters
            and lower in letter
            and factor == 1.0
            and gap.strip() == ""
            and text[match.end() : match.end() + 1] not in _AFTER_LETTER
        ):
            factor *= letter[lower]
            single = True
        else:
            break
        end = match.end()
    if end == at:
        return None
    return end, factor, single


def digits_at(text: str, start: int, end: int, *, money: bool) -> tuple[Numeral, bool]:
    """Read the numeral whose digits stand at ``start`` to ``end``, with its scale.

    Returns it and whether its scale is a single letter ("5m"), which only a currency or a
    counted noun makes a million. ``money`` tells that a currency stands before it.
    """
    scale = _scale_at(text, end, letters=True)
    stop, factor, single = scale or (end, 1.0, False)
    if single and text[end : end + 1].isspace() and not money:
        stop, factor, single = end, 1.0, False  # "5 m" are metres
        scale = None
    mantissa = read_digits(text[start:end], decimal_comma=money or scale is not None or _unit_sign(text, end))
    form = "digits"
    if mantissa is not None and scale is None and (fold := _FOLD.match(text, end)):
        return Numeral(start, fold.end(), mantissa, 1.0, None, "multiple", False), False
    power = _POWER.match(text, end)
    if power and mantissa is not None:
        exponent = int((power["plain"] or power["raised"].translate(_RAISED)).translate(_DASHES))
        if abs(exponent) <= 99:
            return Numeral(start, power.end(), float(f"{mantissa}e{exponent}"), 1.0, None, form, False), False
    if scale is None and text[start:end].isdecimal():
        slash = _SLASH.match(text, end)
        if slash and not (slash["a"] and text[end : end + 1] not in "  -‑"):
            top, bottom = float(slash["a"] or text[start:end]), float(slash["b"])
            whole = float(text[start:end]) if slash["a"] else 0.0
            if 0 < top < bottom <= 16 and not (top == 9 and bottom == 11) and (slash["a"] or slash.start("b") == end + 1):
                return Numeral(start, slash.end(), whole + top / bottom, 1.0, None, "fraction", False), False
        share = _IN.match(text, end)
        if share and mantissa is not None and share["n"] and not _looks_like_place(text, share.end()):
            bottom = float(share["n"]) if share["n"].isdigit() else _of("small", "ten")[share["n"].lower()]
            if 0 < mantissa < bottom:
                return Numeral(start, share.end(), mantissa / bottom, 1.0, None, "fraction", False), False
    half = _HALF_AFTER.match(text, stop)
    if half and mantissa is not None and scale is None:
        mantissa += _of("fraction")[half["half"].lower()] if half["half"] else 0.75
        stop = half.end()
        scale = _scale_at(text, stop, letters=False)
        if scale:
            stop, factor = scale[0], scale[1]
    return Numeral(start, stop, mantissa, factor, None, form, scale is not None), single


_FOLD = re.compile(r"[-‑\s]?fold\b")
# "4.2×10−9", "3.1 x 10^8", "6.0 × 10²³"
_POWER = re.compile(
    r"\s?(?:[×·]\s?10(?:\^|\*\*)?|[xX*]\s?10(?:\^|\*\*))\s?(?:\{|\()?(?P<plain>[-−–]?\d{1,2})(?:\}|\))?(?!\d)"
    r"|\s?[×x]\s?10(?P<raised>[⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,2})"
)
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")
_DASHES = str.maketrans("−–", "--")


def _looks_like_place(text: str, at: int) -> bool:
    """Tell '3 in 10 days' (a time) from '3 in 10' (a share)."""
    return re.match(r"\s+(?:day|week|month|year|hour|minute|game|match|attempt)s?\b", text[at : at + 12]) is not None


def _unit_sign(text: str, at: int) -> bool:
    return re.match(rf"{SPACE}?(?:[%‰€£¥°]|per ?cent|percent|pct)", text[at : at + 9]) is not None


def words_at(text: str, start: int, end: int) -> Numeral | None:
    """Read the numeral that begins with the number word at ``start`` to ``end``; None if it is none.

    Not read: ordinals ("the third time"), years in words ("nineteen eighty-four"), bare plurals
    of one ("ones"), a bare scale ("million-dollar").
    """
    word = text[start:end].lower()
    before = text[max(0, start - 24) : start].lower()
    if word in _folds():
        value = next(v for w, v in _of("small", "ten", "scale").items() if f"{w}fold" == word)
        return Numeral(start, end, value, 1.0, None, "multiple", False)
    if word in ("twice", "once"):
        near = re.match(r"\s+(?:as\b|the\b|that\b|its\b|what\b|more\b)", text[end : end + 8])
        return Numeral(start, end, 2.0, 1.0, None, "multiple", False) if near and word == "twice" else None
    if word in _of("multiple"):
        return _multiple_at(text, start, end, word, before)
    if word in _vague():
        return _vague_at(text, start, end, word, before)
    if word in _of("fraction"):
        return _part_at(text, start, end, word, before)
    if word in _of("scale"):
        article = re.search(
            r"(?:\b(?P<vague>a few|several|a couple of|many|some|few|hundreds of|a couple)|\b(?P<a>an?))[\s-]+$", before
        )
        if article is None:
            return None
        begin = start - (len(before) - article.start())
        end, factor, _ = _scale_at(text, start, letters=False) or (end, _of("scale")[word], False)
        if article["vague"] or re.match(r"\w", text[end : end + 1]):
            return Numeral(begin, end, None, factor, None, "vague", True) if article["vague"] else None
        return Numeral(begin, end, 1.0, factor, None, "words", True)
    return _cardinal_at(text, start, end)


def _cardinal_at(text: str, start: int, end: int) -> Numeral | None:
    small, tens, scales, parts = _of("small"), _of("ten"), _of("scale"), _of("fraction")
    word = text[start:end].lower()
    total, current, at, last, smallest = 0.0, small.get(word, tens.get(word, 0.0)), end, word, 1e30
    scaled = False
    while True:
        joint = _AND.match(text, at) if last in scales else None
        match = _WORD.match(text, joint.end() if joint else at)
        if not match or not (match["gap"] or joint):
            break
        word = match["word"].lower()
        if word in small and small[word] > 0 and (last in scales or (last in tens and small[word] < 10 and not joint)):
            current += small[word]
        elif word in tens and last in scales:
            current += tens[word]
        elif word in scales and word == "hundred" and 0 < current < 100:
            current *= 100
            scaled = True
        elif word in scales and word != "hundred" and (current or 1) > 0 and scales[word] < smallest and current:
            total, current, smallest = total + current * scales[word], 0.0, scales[word]
            scaled = True
        elif word in parts and last in small and small[last] > 0 and not total and not scaled and not joint:
            if last not in ("one",) and not word.endswith("s"):
                break
            if word.startswith("quarter") and not re.match(
                r"\s+of\b(?!\s+(?:\d{4}|growth|contraction))|\s+percent", text[match.end() :]
            ):
                break
            if re.search(r"\b(?:first|last|past|next|previous|final)\s+$", text[max(0, start - 10) : start].lower()):
                break
            value = current * parts[word] if word not in ("third", "thirds") else current / 3
            big = _OF_SCALE.match(text, match.end())
            if big:
                return Numeral(start, big.end(), value, scales[big["scale"].lower()], None, "words", True)
            return Numeral(start, match.end(), value, 1.0, None, "fraction", False)
        elif word in small or word in tens:
            if last in small and current < 20 and small.get(word, 0) and match["gap"].strip() == "":
                return None  # "nineteen eighty", "one two": a year or an enumeration
            break
        else:
            break
        last, at = word, match.end()
    value = total + current
    point = re.match(r"\s+point((?:\s+(?:zero|oh|one|two|three|four|five|six|seven|eight|nine)\b)+)", text[at : at + 60])
    if point:
        digits = "".join(str(int(small.get(w, 0))) for w in point[1].lower().split())
        value, at = value + float(f"0.{digits}"), at + point.end()
    half = _HALF_AFTER.match(text, at)
    if half and not scaled:
        value += parts[half["half"].lower()] if half["half"] else 0.75
        at = half.end()
    share = _IN.match(text, at)
    if share and not scaled and not half and not _looks_like_place(text, share.end()):
        bottom = float(share["n"]) if share["n"].isdigit() else {**small, **tens}[share["n"].lower()]
        if 0 < value < bottom:
            return Numeral(start, share.end(), value / bottom, 1.0, None, "fraction", False)
    factor = 1.0
    if (half or point) and (more := _scale_at(text, at, letters=False)):
        at, factor, scaled = more[0], more[1], True
    if scaled and smallest < 1e30 and not current and total:
        return Numeral(start, at, value / smallest, smallest * factor, None, "words", True)
    return Numeral(start, at, value, factor, None, "words", scaled)


def _multiple_at(text: str, start: int, end: int, word: str, before: str) -> Numeral | None:
    value = _of("multiple")[word]
    if not word.endswith(("ed", "ing")):
        led = re.search(
            r"\b(?:more than|nearly|almost|about|roughly|well over|to|will|would|could|may|can|than|over|or)\s+$", before
        )
        followed = re.match(r"\s+(?:the|its|their|that|what|last|to|from|in|by|this|those)\b", text[end : end + 8])
        if not (led or followed) or text[end : end + 1] == "-":
            return None
    return Numeral(start, end, value, 1.0, None, "multiple", False)


def _vague_at(text: str, start: int, end: int, word: str, before: str) -> Numeral | None:
    low, high = _vague()[word]
    pattern = re.compile(r"\s+of\s+(?P<word>hundreds|thousands|millions|billions|trillions)\b", re.I)
    factor = 1.0
    if (nested := pattern.match(text, end)) and (word in ("tens", "dozens") or word == "hundreds" or word == "scores"):
        factor = _vague()[nested["word"].lower()][0]
        end = nested.end()
    elif word == "tens" or not re.match(r"\s+(?:of|more)\b|\s+[a-z]+ed\b|\s+were\b", text[end : end + 14]):
        return None
    if word == "scores" and factor == 1.0 and not re.match(r"\s+of\b", text[end : end + 4]):
        return None
    return Numeral(start, end, low, factor, product(high, factor), "vague", factor > 1)


def _part_at(text: str, start: int, end: int, word: str, before: str) -> Numeral | None:
    """Read 'half', 'a third', 'a quarter of a million'; ordinals are left."""
    value = _of("fraction")[word]
    scales = _of("scale")
    if word == "half":
        big = _OF_SCALE.match(text, end) or re.match(r"-(?P<scale>million|billion|trillion|dozen)\b", text[end : end + 12])
        if big:
            stop = big.end() if big.string is text else end + big.end()
            begin = start - 2 if before.endswith(("a ", "a-")) and not before[-3:-2].isalpha() else start
            return Numeral(begin, stop, value, scales[big["scale"].lower()], None, "words", True)
        if re.search(
            r"\b(?:first|second|latter|other|better|last|next|previous|each|this|final|opening|early|h1|h2)[\s-]+$", before
        ):
            return None
        unit = re.match(
            r"\s+an?\s+(?=percent|per cent|point|hour|day|year|century|decade|mile|kilomet|met|tonne|ton\b|degree)",
            text[end : end + 24],
        )
        if unit:
            return Numeral(start, end + unit.end() - 1, value, 1.0, None, "words", False)
        if re.match(r"\s+(?:of|the|its|their|his|her|our|as|that|those|all|what|to)\b", text[end : end + 8]):
            return Numeral(start, end, value, 1.0, None, "fraction", False)
        if re.search(r"\b(?:by|than|nearly|almost|about|roughly|over|around|under|least|in|only|just)\s+$", before) and (
            _AFTER_PART.match(text, end)
        ):
            return Numeral(start, end, value, 1.0, None, "fraction", False)
        return None
    if word.endswith("s") or not (article := re.search(r"(?<![a-z])(?:a|an)[\s-]+$", before)):
        return None
    begin = start - (len(before) - article.start())
    if big := _OF_SCALE.match(text, end):
        return Numeral(begin, big.end(), value, scales[big["scale"].lower()], None, "words", True)
    if re.match(r"[\s-](?:percent|percentage|per cent|point)", text[end : end + 12]):
        return Numeral(begin, end, value, 1.0, None, "words", False)
    if (
        word == "quarter"
        and not re.match(r"\s+(?:of(?!\s+(?:\d{4}|growth|losses|decline))|more|less|higher|lower|as|from|to)\b", text[end:])
        and not re.search(r"\b(?:by|than|nearly|almost|about|roughly|over|around|under|up|down|least)\s+an?\s+$", before)
    ):
        return None
    if not _AFTER_PART.match(text, end):
        return None
    return Numeral(begin, end, value, 1.0, None, "fraction", False)
