"""How figures word things: names of places and actors, periods, amounts, counts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from toolkit.errors import WordsError
from toolkit.language.calendar import SHORT_MONTHS
from toolkit.tables import check
from toolkit.words import word_list, words_of

if TYPE_CHECKING:
    import pandas as pd


@cache
def _places() -> dict[str, str]:
    names: dict[str, str] = {}
    for listed in ("blocs", "states"):
        try:
            names |= {row["code"]: row["name"] for row in word_list(listed)}
        except (WordsError, KeyError):
            continue
    return names


def place_name(code: str) -> str:
    """Return the usual name of a state or bloc code; an unknown code stands for itself."""
    return _places().get(code, code)


def with_article(name: str) -> str:
    """Return a place's name as it stands in a sentence: 'the United States'."""
    plural = re.match(
        r"(United|European Union|Central African|Czech Republic|Dominican Rep)|.*(Islands|Emirates|Netherlands)$"
        r"|(?!.*(’s|'s) ).* (Ministry|Department|Commission|Council|Agency|Administration|Organi[sz]ation)$",
        name,
    )
    short = name in {"Philippines", "Maldives", "Bahamas", "Gambia", "Seychelles", "Comoros", "West", "Global South", "world"}
    return f"the {name}" if plural or short else name


def possessive(name: str) -> str:
    """Return 'China’s', 'the United States’'."""
    name = with_article(name)
    return f"{name}’" if name.endswith("s") else f"{name}’s"


def actor_name(actor: str) -> str:
    """Return a readable name for an actor's id, where no table gives one.

    >>> actor_name("state:CHN"), actor_name("person:sergei-lavrov")
    ('China', 'Sergei Lavrov')
    """
    kind, _, rest = actor.partition(":")
    if not rest:
        return actor
    if kind in ("state", "bloc"):
        return place_name(rest.upper()) if rest.upper() in _places() else place_name(rest)
    return " ".join(piece[:1].upper() + piece[1:] for piece in rest.replace("_", "-").split("-"))


def with_capital(name: str) -> str:
    """Return the name as it opens a sentence."""
    name = with_article(name)
    return name[:1].upper() + name[1:]


def names_of(actors: pd.DataFrame | None) -> Callable[[str], str]:
    """Return what gives an actor's name: from an actor table, else from its id."""
    table = None if actors is None else check("actors", actors)
    known = {} if table is None else dict(zip(table["actor"], table["name"], strict=True))
    return lambda actor: str(known.get(actor) or actor_name(actor))


def some(cell: object) -> bool:
    """Tell whether a cell of a table holds anything."""
    import pandas as pd

    return cell is not None and not pd.isna(cell) and cell != ""  # type: ignore[call-overload]


def plain_source(source: str) -> str:
    """Return a source as the text has it, without its article and line breaks."""
    return re.sub(r"^(?:(?:the|a|an)(?: same)?|this|that|these|those) ", "", " ".join(source.split()), flags=re.IGNORECASE)


def fullest(name: str, others: Iterable[str]) -> str:
    """Return the longest name of which this one is the end, if there is no doubt which.

    >>> fullest("customs data", ["Chinese customs data", "customs data"])
    'Chinese customs data'
    >>> fullest("data", ["Chinese data", "American data"])
    'data'
    """
    ends = sorted({o for o in others if f" {o}".casefold().endswith(f" {name}".casefold())}, key=lambda o: (len(o), o))
    nested = all(f" {b}".casefold().endswith(f" {a}".casefold()) for a, b in pairwise(ends))
    return ends[-1] if ends and nested else name


def sources_in_words(sources: str | None) -> str:
    """Return the sources of a ledger's flow, each once and by its fullest name.

    >>> sources_in_words("Chinese customs data; the customs data; Lyu Daliang")
    'Chinese customs data; Lyu Daliang'
    """
    listed = [plain_source(one) for one in (sources or "").split(";") if one.strip()]
    return "; ".join(dict.fromkeys(fullest(one, listed) for one in listed))


@cache
def _pronouns() -> frozenset[str]:
    return words_of("number_lists", list="pronoun")


def speakers_of(claims: pd.DataFrame, actors: pd.DataFrame | None = None) -> list[str | None]:
    """Return each claim's speaker by name: the actor, else the source as in the text, else None.

    Data that an article names in full once and in short later ("the customs data") have one name;
    a pronoun that stands for no known actor has none.
    """
    names = names_of(actors)
    rows = records(claims)
    data: dict[str, set[str]] = {}
    for row in rows:
        if row["source_kind"] == "data" and row["source"]:
            data.setdefault(row["article"], set()).add(plain_source(row["source"]))
    said: list[str | None] = []
    for row in rows:
        source = plain_source(row["source"] or "")
        if row["source_kind"] == "data" and not row["actor"]:
            source = fullest(source, data.get(row["article"], ()))
        if source.casefold() in _pronouns():
            source = ""
        said.append((names(row["actor"]) if row["actor"] else source) or None)
    return said


def how_many(shown: int, all_: int, what: str) -> str:
    """Return '12 claims', or '10 of 12 claims' where not all are shown."""
    many = f"{what}s" if all_ != 1 else what
    return f"{all_} {many}" if shown == all_ else f"{shown} of {all_} {many}"


def period_name(period: object) -> str:
    """Return an ISO 8601 period as a reader says it.

    >>> period_name("2023-01/2023-06"), period_name("2023-08"), period_name("2022-07/2023-06")
    ('Jan–Jun 2023', 'Aug 2023', 'Jul 2022–Jun 2023')
    """
    if not isinstance(period, str) or not period:
        return "no period given"
    first, _, last = period.partition("/")
    if last:
        begin, end = _moment(first), _moment(last)
        if begin[-4:] == end[-4:] and len(begin) > 4 and len(end) > 4:
            begin = begin[:-5]
        return f"{begin}–{end}"
    return _moment(first)


def _moment(value: str) -> str:
    match = re.fullmatch(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?", value)
    if not match or not match[2] or not 1 <= int(match[2]) <= 12:
        return value
    month = f"{SHORT_MONTHS[int(match[2]) - 1]} {match[1]}"
    return f"{int(match[3])} {month}" if match[3] else month


SCALES = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"), (1e3, "thousand"), (1.0, ""))
SIGNS = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "INR": "₹"}
CURRENCIES = {
    "USD": "US dollars", "EUR": "euros", "GBP": "pounds", "CNY": "yuan", "RUB": "roubles", "JPY": "yen", "INR": "rupees",
}  # fmt: skip


def scale_of(most: float) -> tuple[float, str]:
    """Return the scale in which the largest value is read: (1e9, 'billion')."""
    return next(((s, n) for s, n in SCALES if abs(most) >= s), (1.0, ""))


def plain_number(value: float, digits: int = 1) -> str:
    """Return a number with thousands separators, a true minus and no empty decimals."""
    text = f"{abs(value):,.{digits}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return f"−{text}" if value < 0 and text.strip("0.,") else text


def amount(value: float, unit: str) -> str:
    """Return an amount as a newspaper prints it.

    >>> amount(240.1e9, "USD"), amount(1.74e12, "CNY")
    ('$240.1 billion', '1.74 trillion yuan')
    """
    scale, name = scale_of(value)
    number = plain_number(abs(value) / scale, 2 if scale >= 1e12 else 1)
    sign = "−" if value < 0 else ""
    if unit in SIGNS:
        return f"{sign}{SIGNS[unit]}{number} {name}".strip()
    return " ".join(piece for piece in (f"{sign}{number}", name, CURRENCIES.get(unit, unit)) if piece)


def records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows as dictionaries with None for NA."""
    rows: list[dict[str, Any]] = []
    for row in table.astype(object).where(table.notna(), None).to_dict("records"):
        rows.append({str(column): cell for column, cell in row.items()})
    return rows
