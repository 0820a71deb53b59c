"""Quantities: accuracy on NewsQuant and speed, beside quantulum3 and Recognizers-Text on the same sentences."""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable
from typing import Any

from benchmarks import gold, scorer
from toolkit.amounts.nouns import noun_after
from toolkit.numbers.number import Number
from toolkit.numbers.table import find_numbers, number_table
from toolkit.reading import Article

Found = list[dict[str, Any]]
# Our units -> the set's names. The set counts in "dollar", "percentage"; rates are "dollar per barrel".
UNITS = {
    "USD": "dollar", "EUR": "euro", "CNY": "chinese yuan", "JPY": "japanese yen", "GBP": "pound sterling",
    "AUD": "australian dollar", "HKD": "hong kong dollar", "ILS": "shekel", "MYR": "malaysian ringgit",
    "INR": "indian rupee", "RUB": "russian rouble", "DKK": "danish krone", "SGD": "singapore dollar",
    "CAD": "canadian dollar", "ZAR": "south african rand", "percent": "percentage", "times": "count",
    "pound": "pound-mass", "part per billion": "parts-per-billion", "penny": "point",
}  # fmt: skip
SIGNS = {"about": "~", "over": ">", "at least": ">", "under": "<", "at most": "<"}
_MULTIPLE = re.compile(r"[a-z]*(?:doubl|tripl|trebl|quadrupl|halv|twice|fold)", re.I)
_BY_NOUN = re.compile(r"\b(?:of|in)\s+(?:about\s+|around\s+|nearly\s+)?(?:an?\s+)?$")


def as_the_set_writes(text: str, numbers: list[Number]) -> Found:
    """Map numbers to the gold set's shape; what the set does not count is left out.

    The set has no multiples said by a verb ("doubled"), joins "from X to Y" into one range,
    gives vague plurals as their scale, marks rises and falls only at verbs (a hedge beside "up" or "down" comes first),
    counts a share by what it is of, and takes adjectives to their plain form ("oldest ballpark": old ballpark).
    """
    found: Found = []
    last: Number | None = None
    for number in numbers:
        if number.value is None or (number.unit == "times" and _MULTIPLE.match(text, number.start)):
            continue
        if (
            last
            and last.role == "previous"
            and re.fullmatch(r"[^,.;]{0,22}\sto\s+(?:about\s+)?", text[last.end : number.start])
        ):
            found[-1]["value"] = [last.value, number.value]
            found[-1]["unit"] = found[-1]["unit"] if found[-1]["unit"] != "-" else _unit(text, number)
            found[-1]["change"] = "="
            last = None
            continue
        value: Any = number.value if number.value_high is None else [number.value, number.value_high]
        if number.bound == "between" and re.match(
            r"(?:dozens|hundreds|thousands|millions)\b(?!\s+of\s+\w+s\s+of)", text[number.start : number.end], re.I
        ):
            value = 12.0 if text[number.start].lower() == "d" else value
        found.append({"value": value, "unit": _unit(text, number), "change": _sign(text, number)})
        last = number
    return found


_OF = re.compile(r"\s+of\s+(?:(?:the|its|their|those|all|his|her)\s+)?(?:combined\s+)?|(?<=half)\s+the(?=\s)|(?=\s)", re.I)


def _unit(text: str, number: Number) -> str:
    if number.kind == "fraction" and number.unit is None:  # the set writes "% US population"
        of = _OF.match(text, number.end)
        noun = noun_after(text, of.end() - text[of.start() : of.end()].endswith(" ")) if of else None
        return f"% {text[of.end() : noun.end].strip()}" if of and noun else "% -"
    if number.unit is None:
        return "-"
    if number.unit in UNITS:
        return UNITS[number.unit]
    first, *rest = number.unit.split(" per ")
    *before, last = first.split(" ")
    first = " ".join([*map(_positive, before), last]) if before else first
    return " per ".join([UNITS.get(first, first), *rest])


_IRREGULAR = {"best": "good", "better": "good", "worst": "bad", "worse": "bad", "eldest": "old", "farthest": "far"}
_WITH_E = ("larg", "lat", "clos", "fin", "rar", "saf", "wid", "nic", "strang", "wis", "sever", "pur")
_NOUNS = ("forest", "interest", "harvest", "request", "protest", "contest", "conquest", "midwest", "northwest", "southwest")
_COMPARED = re.compile(
    r"(?P<stem>small|old|young|new|long|short|high|low|rich|poor|larg|lat|wid|clos|fast|slow|cheap|great|big(?=g))"
    r"g?er|(?P<most>[a-z]{3,})est"
)


def _positive(word: str) -> str:
    """Return the plain form of an adjective that is compared."""
    match = _COMPARED.fullmatch(word)
    if word in _IRREGULAR or word in _NOUNS or not match:
        return _IRREGULAR.get(word, word)
    stem = match["stem"] or match["most"]
    if stem in _WITH_E:
        return f"{stem}e"
    if match["most"] and stem[-1] == "i":
        return f"{stem[:-1]}y"
    return stem[:-1] if match["most"] and len(stem) > 3 and stem[-1] == stem[-2] and stem[-1] not in "ls" else stem


def _sign(text: str, number: Number) -> str:
    beside = re.search(r"\b(?:up|down)\s+\w+\s*$", text[max(0, number.start - 20) : number.start])
    hedged = number.bound == "about" and beside is not None
    if number.change and number.role == "change" and number.bound in ("exact", "about") and not hedged:
        before = text[max(0, number.start - 30) : number.start]
        after = text[number.end : number.end + 30]
        by_noun = _BY_NOUN.search(before) or re.match(
            r"\s+(?:\w+\s+){0,2}(?:increase|drop|rise|decline|fall|improvement|higher|lower|more|less|growth|gain|cut|discount)\b",
            after,
        )
        if not by_noun:
            return number.change
    return SIGNS.get(number.bound, "=")


def ours(text: str) -> Found:
    """Predict with this toolkit, on plain text."""
    return as_the_set_writes(text, find_numbers(Article(text)))


def quantulum(text: str) -> Found:
    """Predict with quantulum3, without its classifier; it tells neither hedge nor direction."""
    from quantulum3 import classifier, parser

    classifier.USE_CLF = False
    names = {"dimensionless": "-"}
    return [
        {
            "value": list(q.value_range) if getattr(q, "value_range", None) else q.value,
            "unit": names.get(q.unit.name, q.unit.name),
            "change": "=",
        }
        for q in parser.parse(text)
    ]


def recognizers(text: str) -> Found:
    """Predict with Microsoft's Recognizers-Text: numbers, percentages, currencies, dimensions, ages."""
    import emoji

    if not hasattr(emoji, "UNICODE_EMOJI"):  # it was written for emoji 1; the rest of it runs
        emoji.UNICODE_EMOJI = {"en": emoji.EMOJI_DATA}  # type: ignore[attr-defined,unused-ignore]
    import recognizers_number as rn
    import recognizers_number_with_unit as ru

    names = {"Dollar": "dollar", "United States dollar": "dollar", "Euro": "euro", "British pound": "pound sterling",
             "Chinese yuan": "chinese yuan", "Japanese yen": "japanese yen", "Year": "year of age"}  # fmt: skip
    spans: list[tuple[int, int, dict[str, Any]]] = []
    for reader in (
        ru.recognize_currency,
        ru.recognize_dimension,
        ru.recognize_age,
        ru.recognize_temperature,
        rn.recognize_percentage,
        rn.recognize_number,
    ):
        for r in reader(text, "en-us"):
            written = (r.resolution or {}).get("value")
            if written in (None, "null") or any(s <= r.end and r.start <= e for s, e, _ in spans):
                continue
            unit = (r.resolution or {}).get("unit") or ("percentage" if written.endswith("%") else "-")
            spans.append((r.start, r.end, {"value": written.rstrip("%"), "unit": names.get(unit, unit.lower()), "change": "="}))
    kept = []
    for start, _, found in sorted(spans, key=lambda s: s[0]):
        del start
        try:
            float(found["value"])
        except ValueError:
            continue
        kept.append(found)
    return kept


def score(name: str, predict: Callable[[str], Found], rows: list[dict[str, Any]]) -> None:
    """Print one system's figures, or why it does not run on this Python."""
    try:
        predict(rows[0]["text"])  # what a system loads with its first sentence is not timed
        start = time.process_time()
        predicted = [{"quantities": predict(row["text"])} for row in rows]
    except Exception as error:
        print(f"{name:16} does not run on Python {sys.version.split()[0]}: {type(error).__name__}: {error}")
        return
    seconds = time.process_time() - start
    figures = scorer().score_quantities(rows, predicted)
    shown = "  ".join(f"{key} {figures[key]['f1']:.3f}" for key in figures)
    print(f"{name:16} {shown}  {len(rows) / seconds:,.0f} sentences a second")


def main() -> None:
    """Score and time all systems on the same sentences."""
    rows = gold("quantities_dev")
    texts = [row["text"] for row in rows]
    for name, predict in (("toolkit", ours), ("quantulum3", quantulum), ("recognizers-text", recognizers)):
        score(name, predict, rows)
    number_table(texts[:20], parse=False)
    from toolkit.amounts.quantities import amounts_in

    def table() -> float:
        amounts_in.cache_clear()
        start = time.process_time()
        number_table(texts, parse=False)
        return time.process_time() - start

    print(f"number_table(parse=False): {len(texts) / min(table() for _ in range(5)):,.0f} sentences a second, frame and all")


if __name__ == "__main__":
    main()
