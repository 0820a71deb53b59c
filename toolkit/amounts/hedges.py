"""How the text hedges an amount, and whether it is a level, a rise or fall, or what it rose from."""

from __future__ import annotations

import re
from functools import cache

from toolkit.amounts.single import Amount
from toolkit.words import word_list, word_lists


@cache
def _bounds(place: str) -> dict[str, str]:
    return {row["words"]: row["bound"] for row in word_list("bounds") if row["place"] == place}


@cache
def change_words(form: str) -> dict[str, str]:
    """Return the words of rise and fall of a form (verb, noun, side) with up or down."""
    return {w: row["change"] for row in word_list("changes") if row["form"] == form for w in row["words"].split("|")}


_LAST_WORDS = re.compile(r"(?:[\w.'’&]+|[~<>≈≤≥])(?:[\s]+[\w.'’&]+){0,3}[\s-]*$")
_MEASURED = re.compile(r"(?:%|per\s?cent|pct|points?|times|third|half|quarter|fifth)\s*$")
_THAN = re.compile(r" than(?: the| an?)?$")
_TOKEN = re.compile(r"[\w'’%-]+|[,.;:()]|[~<>≈≤≥]")


def set_bound(text: str, amount: Amount) -> None:
    """Set the bound from the words right before and after ("more than", "or so")."""
    left = text[max(0, amount.start - 44) : amount.start]
    match = _LAST_WORDS.search(left)
    if match:
        said = match[0].replace("-", " ").lower().split()
        for size in range(min(4, len(said)), 0, -1):
            words_before = " ".join(said[-size:])
            bound = _bounds("before").get(words_before)
            if bound is None and size > 1 and said[-1] in ("a", "an", "the"):
                bound = _bounds("before").get(" ".join(said[-size:-1]))
            if words_before == "up to" and len(said) > 2 and f"{said[-3]} up" in change_words("verb"):
                break  # "edged up to 9.1 billion"
            if bound and _THAN.search(words_before) and _MEASURED.search(left, 0, len(left) - len(words_before) - 1):
                break  # "4% more than the $77.7 billion of 2022" compares
            if bound:
                if (
                    words_before in ("over", "near", "some", "under", "around")
                    and amount.kind == "duration"
                    and words_before in ("over", "under")
                ):
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
        after = _after_bound().match(right)
        if after and amount.bound == "exact" and (after[1] != "plus" or not right.startswith(" plus")):
            amount.bound = _bounds("after")[after[1]]
            if after[1].startswith(("+", "-")):
                amount.end += after.end()


@cache
def _after_bound() -> re.Pattern[str]:
    forms = "|".join(re.escape(f) for f in sorted(_bounds("after"), key=len, reverse=True))
    return re.compile(rf"\s?({forms})(?![\w])")


def set_change(text: str, amount: Amount, sentence: int) -> None:
    """Set change and role from the words around."""
    if amount.kind == "duration":
        return
    left = text[max(sentence, amount.start - 90) : amount.start]
    tokens = _TOKEN.findall(left.lower())
    verbs, nouns, sides = change_words("verb"), change_words("noun"), change_words("side")
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
            if (
                word in word_lists("number_lists")["change only with percent"]
                and not measured
                and two not in verbs
                and by is None
            ):
                return
            if by in (None, "by"):
                amount.change, amount.role = change, "change"
            elif by == "from":
                amount.role = "previous"
            elif by == "of":
                return
            return
        if word in ("up", "down") and back and tokens[back - 1] in word_lists("number_lists")["phrasal verb"]:
            return
        if (
            word in sides
            and word in ("up", "down", "higher", "lower")
            and not (word == "up" and by == "to" and back == len(tokens) - 2)
        ):
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
        if word in word_lists("number_lists")["between change and number"] or (word.endswith("ly") and word.isalpha()):
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
    r"(?:\s+\w+){0,3}?,?\s+(?:a\s+year|one\s+year|(?:in\s+)?the\s+(?:same|previous|prior|year)|last\s+year|year-earlier|previously|before|in\s+(?:19|20)\d\d|earlier|a\s+month|in\s+[A-Z][a-z]+)"
)
_AGAINST = re.compile(
    r"\b(?:compared\s+(?:with|to)|against|versus|vs\.?|down\s+from|up\s+from)\s+(?:about\s+|around\s+|just\s+|some\s+|only\s+|an?\s+)*$",
    re.I,
)
_AFTER_TOKEN = re.compile(r"[\s-]+([A-Za-z][\w’'-]*)")


def _moves_after(text: str, amount: Amount) -> None:
    nouns, sides = change_words("noun"), change_words("side")
    at = amount.end
    if amount.noun >= 0 and amount.unit:
        found = amount.unit.split()[-1].lower()
        if found in nouns and amount.kind == "percent":
            amount.change, amount.role = nouns[found], "change"
            return
    for stop in range(3):
        match = _AFTER_TOKEN.match(text, at)
        if not match:
            return
        word = match[1].lower()
        if (
            stop == 0
            and word in sides
            and word in ("higher", "lower", "more", "less", "fewer", "larger", "smaller", "bigger", "up", "down")
        ):
            if word in ("up", "down") and amount.kind != "percent":
                return
            if amount.kind in ("percent", "fraction") or word in ("higher", "lower", "more", "less", "fewer"):
                if (
                    amount.kind == "count"
                    and word in ("more", "less", "fewer")
                    and not re.match(r"\s+than\b", text[match.end() : match.end() + 6])
                ):
                    return
                amount.change, amount.role, amount.cue = sides[word], "change", match.start(1)
            return
        if word in nouns and amount.kind in ("percent", "fraction", "money", "measure") and word not in ("discount", "loss"):
            if amount.kind in ("money", "measure") and word in ("gain", "cut", "boost", "advance", "improvement"):
                return
            amount.change, amount.role, amount.cue = nouns[word], "change", match.start(1)
            return
        if word not in word_lists("number_lists")["between number and change"] and not (
            amount.kind == "percent" and stop == 0 and word in ("export", "import", "sales", "price")
        ):
            return
        at = match.end()


def set_multiple(text: str, amount: Amount) -> None:
    """Set the change of a multiple: a doubling is a rise, a halving a fall; 'three times as many' is neither."""
    numeral = amount.numeral
    if numeral is None or amount.unit != "times" or amount.kind != "fraction":
        return
    word = text[numeral.start : numeral.end].lower()
    if word.endswith(("ed", "ing", "s")) and numeral.form == "multiple":
        amount.change, amount.role = ("down" if (amount.value or 2) < 1 else "up"), "change"
    elif word.endswith("fold"):
        amount.role, amount.change = "change", amount.change or "up"
