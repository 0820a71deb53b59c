"""Currencies beside a number: symbols, codes and words, and which of several one stands for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import NamedTuple

from toolkit.words import either, word_list, word_lists

MINOR = word_lists("number_lists")["minor unit"]


class Unit(NamedTuple):
    """A unit that ends at ``end``: its name in the table (None where it cannot be told) and its kind."""

    end: int
    name: str | None
    kind: str


def _cell(cell: str) -> list[str]:
    return [piece for piece in cell.split("|") if piece]


@cache
def _codes() -> Mapping[str, bool]:
    """Return the currency codes, each with whether it is enough alone."""
    codes = {row["code"]: row["code_alone"] == "yes" for row in word_list("currencies") if row["code"].isupper()}
    return codes | {"RMB": True, "CNH": True}


@cache
def _currencies(column: str) -> Mapping[str, tuple[str, ...]]:
    """Return every symbol or word with the codes that it may stand for, a default one first."""
    found: dict[str, list[str]] = {}
    for row in word_list("currencies"):
        for form in _cell(row[column]):
            codes = found.setdefault(form, [])
            codes.insert(0, row["code"]) if form in _cell(row["default"]) else codes.append(row["code"])
    return {form: tuple(codes) for form, codes in found.items()}


@cache
def currencies_named() -> Mapping[str, str]:
    """Return each word for a currency that stands for one by itself, with its code."""
    return {form: codes[0] for form, codes in _currencies("words").items() if form in _defaults() or len(codes) == 1}


def currency_of(amount: str, country: str) -> str | None:
    """Return the country's own currency where the sign or word of an amount may mean it: "¥8 billion" of Japan; else None.

    >>> currency_of("Rs 366 billion", "NPL"), currency_of("$5", "PER")
    ('NPR', None)
    """
    return next((code for pattern, code in _own_signs(country) if pattern.search(amount)), None)


@cache
def _own_signs(country: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """Return the signs and words for a country's currency that others share, each with its code."""
    found = []
    for column in ("symbols", "words"):
        for form, codes in _currencies(column).items():
            own = [code for code in codes if country in _countries()[code]]
            if len(own) == 1 and len(codes) > 1:
                found.append((re.compile(rf"(?<![^\W\d_]){re.escape(form)}(?![^\W\d_])"), own[0]))
    return tuple(found)


@cache
def _defaults() -> frozenset[str]:
    return frozenset(form for row in word_list("currencies") for form in _cell(row["default"]))


@cache
def _countries() -> Mapping[str, frozenset[str]]:
    return {row["code"]: frozenset(_cell(row["country"])) for row in word_list("currencies")}


@cache
def _adjectives() -> Mapping[str, str]:
    """Return adjectives of states, and names that stand before a currency, with the state's code."""
    issuers = frozenset(c for codes in _countries().values() for c in codes)
    found = {"US": "USA", "U.S.": "USA", "U.S": "USA", "Hong Kong": "HKG", "New Zealand": "NZL", "Kiwi": "NZL", "Aussie": "AUS"}
    found |= {"NZ": "NZL", "HK": "HKG"}
    found |= {"New Taiwan": "TWN", "Taiwan": "TWN", "UAE": "ARE", "British": "GBR", "Sterling": "GBR", "Singapore": "SGP"}
    for row in word_list("states"):
        if row["code"] in issuers:
            for form in (*_cell(row["adjectives"]), row["name"]):  # "Ghana cedis"
                found.setdefault(form, row["code"])
    return found


@cache
def _adjective() -> re.Pattern[str]:
    forms = sorted((re.escape(a) for a in _adjectives()), key=len, reverse=True)
    return re.compile(rf"[\s-]({'|'.join(forms)})[\s-]")


# A symbol that may mean several currencies needs the text's company. ¥, Rs, kr, pesos, dinars ...
_YEN_OR_YUAN = (
    ("CNY", re.compile(r"\b(?:[Yy]uan|[Rr]enminbi|RMB|CNY|Chin(?:a|ese)|Beijing|Shanghai|Shenzhen)\b")),
    ("JPY", re.compile(r"\b(?:[Yy]en|JPY|Japan(?:ese)?|Tokyo|Nikkei|Osaka)\b")),
)


@lru_cache(maxsize=256)
def dinar_named(text: str) -> str | None:
    """Return the dinar of the first state named that has one; None where there is none."""
    from toolkit.language import find_states

    codes = _currencies("words")["dinar"]
    named = (code for state in find_states(text) for code in codes if state.code in _countries()[code])
    return next(named, None)


def resolve_currency(codes: tuple[str, ...], form: str, text: str, start: int, end: int) -> str | None:
    """Return which of several currencies a symbol or word stands for; None where it cannot be told.

    The sentence around ``start`` to ``end`` is asked first, then the whole text.
    """
    if len(codes) == 1:
        return codes[0]
    if form in _defaults() and form not in (
        "Rs",
        "Rs.",
        "Re",
        "rupee",
        "rupees",
        "ruble",
        "rubles",
        "rouble",
        "roubles",
        "lira",
        "liras",
    ):
        return codes[0]
    near = text[max(0, start - 160) : end + 160]
    for part in (near, text):
        if form == "¥":
            named = {code for code, pattern in _YEN_OR_YUAN if pattern.search(part)}
        else:
            from toolkit.language import find_states

            states = {s.code for s in find_states(part)}
            named = {code for code in codes if _countries()[code] & states}
        if len(named) == 1:
            return named.pop()
        if named:
            return None
    return codes[0] if form in _defaults() else None


_SPLIT_SYMBOL = re.compile(r"(?<![A-Za-z])(HK|NT|US|U\.S\.|NZ|AU|CA|A|C|S|R) \$$")


def currency_before(text: str, at: int) -> tuple[int, str | None, str] | None:
    """Read the currency that stands right before ``at``: (start, code, form); None if there is none."""
    stop = at
    if stop and text[stop - 1] in " \u00a0\u202f\u2009":
        stop -= 1
    if not stop or text[stop - 1].isdigit() or text[stop - 1] in ",;:()\"'":
        return None
    last = text[stop - 1]
    symbols, codes = _currencies("symbols"), _codes()
    if last == "$" and stop > 2 and text[stop - 2] == " " and (split := _SPLIT_SYMBOL.search(text, max(0, stop - 8), stop)):
        form = f"{split[1]}$"
        if form in symbols:
            return split.start(1), symbols[form][0], form
    for size in (5, 4, 3, 2, 1):
        form = text[stop - size : stop] if stop >= size else ""
        if not form or form not in symbols:
            continue
        left = text[stop - size - 1 : stop - size]
        if (form[0].isalpha() and (left.isalnum() or left in ("-", ".", "&"))) or (
            form[0] == "$" and left.isalpha() and size == 1 and left.isupper()
        ):
            continue
        short = len(form) < 3 and form.isalpha() and form.isupper() and form not in ("RM", "TL")
        if short and stop != at and not _SCALED.match(text, at):
            continue  # "KD 18.4 million", but not "in group R 4 teams"
        if form in ("P", "N", "K") and not (stop == at and _SCALED.match(text, at) and _issuer_named(symbols[form], text)):
            continue
        return stop - size, resolve_currency(symbols[form], form, text, stop - size, stop), form
    if (
        last == "S"
        and stop == at
        and text[stop - 2 : stop] == "PS"
        and not text[stop - 3 : stop - 2].isalnum()
        and _PS.match(text, stop)
    ):
        return stop - 2, "GBP", "PS"
    if last.isupper() and stop >= 3:
        form = text[stop - 3 : stop]
        if form in codes and not text[stop - 4 : stop - 3].isalnum():
            return stop - 3, "CNY" if form in ("RMB", "CNH") else form, form
    if stop != at and (word := _WORD_BEFORE.search(text, max(0, stop - 24), stop)) and _SCALED.match(text, at):
        named = currencies_named().get(word[1].lower())  # "US dollars 900 million"
        return (word.start(), named, word[0]) if named else None
    return None


_WORD_BEFORE = re.compile(r"\b(?:(?:US|U\.S\.) )?([A-Za-z]+s)$")
_SCALED = re.compile(r"\d[\d.,]*\s?-?(?:million|billion|trillion|crore|lakh|m|mn|mln|bn|bln|tn|trn|tr)\b", re.I)


def _issuer_named(codes: tuple[str, ...], text: str) -> bool:
    """Whether the text names a state that issues one of the currencies: "P5 billion" in a text on the Philippines."""
    from toolkit.language import find_states

    named = {s.code for s in find_states(text)}
    return any(_countries()[code] & named for code in codes)


# "PS2.7m", "PS21,700": how feeds without the pound sign write it; "PS5" is a game console.
_PS = re.compile(r"\d+(?:\.\d+)?\s?(?:m|bn|k|million|billion)\b|\d{1,3},\d{3}")
_NAME = re.compile(r"[\s\u00a0\u202f\u2009-]?(?:-)?((?:[A-Z]\.){2,}|[^\W\d_]+|[$€£¥₹₽₩₺₪฿₴元円])\.?")
_POUNDS = re.compile(r"[\s-](?:of\s+(?!(?:aid|debt|savings|funding|losses|public|taxpayer))[a-z]|weight|heavier|lighter)")
_MONEY_NEAR = re.compile(
    rf"£|\bpence\b|\bsterling\b|\bBritain|\bBritish|\bUK\b|\b{either(word_lists('number_lists')['near money'])}", re.I
)
_WEIGHT_NEAR = re.compile(rf"\b{either(word_lists('number_lists')['near a weight'])}", re.I)


def currency_after(text: str, at: int, value: float | None, *, scaled: bool) -> Unit | None:
    """Read the currency that follows a number ending at ``at``."""
    match = _NAME.match(text, at)
    if not match:
        return None
    words_of, codes = _currencies("words"), _codes()
    word, end = match[1], match.end(1)
    if word in codes and (codes[word] or scaled) and not text[end : end + 1].isalnum():
        return Unit(end, "CNY" if word in ("RMB", "CNH") else word, "money")
    lower = word.lower()
    if lower in words_of and (word == lower or word.isupper() or word == word.title()):
        if lower in (
            "won",
            "real",
            "sol",
            "som",
            "sum",
            "lei",
            "colon",
            "dong",
            "mark",
            "marks",
            "bucks",
            "buck",
            "crown",
            "crowns",
        ) and not _is_money_word(text, end, lower, value, scaled=scaled):
            return None
        if lower in ("pound", "pounds"):
            return _pounds(text, at, end, value, scaled=scaled)
        if lower in ("dollar", "dollars") and (stated := _stated_dollar(text)):
            return Unit(end, stated, "money")
        return Unit(end, resolve_currency(words_of[lower], lower, text, at, end), "money")
    if word in words_of:
        return Unit(end, resolve_currency(words_of[word], word, text, at, end), "money")
    if len(word) == 1 and not word.isalpha():
        symbols = _currencies("symbols")
        if word in symbols:
            following = text[end : end + 1]
            if following.isdigit() or (following == " " and text[end + 1 : end + 2].isdigit() and word in "$£€"):
                return None
            return Unit(end, resolve_currency(symbols[word], word, text, at, end), "money")
        return None
    if word[0].isupper() and (named := _adjective().match(text, at)):
        then = re.compile(r"[A-Za-z]?[a-z]+").match(text, named.end())
        if then and then[0].lower() in words_of:
            state = _adjectives()[named[1]]
            fitting = [c for c in words_of[then[0].lower()] if state in _countries()[c]]
            return Unit(then.end(), fitting[0] if fitting else None, "money")
        if then and then[0] in ("cent", "cents"):
            return Unit(then.end(), "cent", "money")
    if word == "CFA" and (cfa := re.compile(r"\s?CFA\s+francs?").match(text, at)):
        return Unit(cfa.end(), resolve_currency(("XOF", "XAF"), "CFA", text, at, cfa.end()), "money")
    return None


def _is_money_word(text: str, end: int, word: str, value: float | None, *, scaled: bool) -> bool:
    """Tell '5,000 won' from 'the 3 won the cup'."""
    if re.compile(r"\s+(?:the|a|an|his|her|their|by|in\s+the|at\s+the|gold|silver|medals?|seats?|estate|time|back)\b").match(
        text, end
    ):
        return False
    return scaled or (value or 0) >= 50


def _pounds(text: str, at: int, end: int, value: float | None, *, scaled: bool) -> Unit:
    """Tell the currency from the weight; an adjective ('Egyptian pounds') is read elsewhere."""
    if re.compile(r"[\s-]sterling").match(text, end):
        return Unit(end + 9, "GBP", "money")
    if _POUNDS.match(text, end):
        return Unit(end, "pound", "measure")
    near = text[max(0, at - 120) : end + 80]
    money, weight = _MONEY_NEAR.search(near), _WEIGHT_NEAR.search(near)
    if (money and not weight) or (scaled and not weight):
        codes = _currencies("words")["pounds"]
        from toolkit.language import find_states

        states = {s.code for s in find_states(near)}
        named = {c for c in codes if _countries()[c] & states}
        return Unit(end, named.pop() if len(named) == 1 else ("GBP" if not named else None), "money")
    if text[at : at + 1] == "-" or weight or (value is not None and value < 1000 and not money):
        return Unit(end, "pound", "measure")
    return Unit(end, None, "money")


_STATED = re.compile(
    r"\b(?:figures?|amounts?|prices?|values?|sums?|all)\b[^.]{0,30}\bin\s+"
    r"(Australian|Canadian|Hong Kong|New Zealand|Singapore|Taiwan)\s+dollars",
    re.I,
)


@lru_cache(maxsize=256)
def _stated_dollar(text: str) -> str | None:
    if " dollars" not in text:
        return None
    match = _STATED.search(text)
    if not match:
        return None
    return {"AUS": "AUD", "CAN": "CAD", "HKG": "HKD", "NZL": "NZD", "SGP": "SGD", "TWN": "TWD"}[_adjectives()[match[1].title()]]


def bare_dollar(text: str) -> str:
    """Return what a bare '$' is in this text: the US dollar, unless the text says otherwise."""
    return _stated_dollar(text) or _first_dollar(text) or _office_dollar(text) or "USD"


@lru_cache(maxsize=256)
def _office_dollar(text: str) -> str | None:
    """Return the dollar of the one state whose statistics office a text cites: "Statistics Canada", which counts in its own."""
    if _QUALIFIED.search(text) or re.search(r"\bU\.?S\.?\$", text):
        return None  # its own dollar is written in full
    named = {row["currency"] for row in word_list("dollar_offices") if re.search(rf"\b{re.escape(row['office'])}\b", text)}
    return named.pop() if len(named) == 1 else None


_QUALIFIED = re.compile(r"(?<![A-Za-z])(C|CA|A|AU|NZ|HK|S|NT)\$(?=\s?\d)")
_CONVERTED = re.compile(r"\$\s?[\d.,]+(?: ?[a-z]+)? \(\$\d")


@lru_cache(maxsize=256)
def _first_dollar(text: str) -> str | None:
    """Return whose dollar a text means by a bare sign, where its first sign is written in full and the US dollar's too.

    "C$4.0 billion, down from $5.2 billion ... US$58 billion" is in Canadian dollars; "A$2 billion ($1.5 billion)" is not.
    """
    first = _QUALIFIED.search(text)
    if first is None or "$" in text[: first.start()] or _CONVERTED.search(text):
        return None
    kinds = {_currencies("symbols")[f"{found}$"][0] for found in _QUALIFIED.findall(text)}
    return kinds.pop() if len(kinds) == 1 and re.search(r"\bU\.?S\.?\$", text) else None
