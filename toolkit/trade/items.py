"""A sentence as trade is read from it: words, states, numbers and dates in their order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from toolkit.words import word_list, word_lists

if TYPE_CHECKING:
    from spacy.tokens import Doc

_WORD = re.compile(
    r"[’']s\b|[’'](?=\s)|[^\W\d_]+(?:\.[^\W\d_]+)*\.?(?<=\.[^\W\d_]\.)|[^\W\d_]+(?:[’'](?!s\b)[^\W\d_]+)?|\d[\d.,]*|[^\w\s]"
)
POSSESSIVES = frozenset({"'s", "’s", "'", "’"})
ANAPHORS = word_lists("trade_lists")["anaphor"]
COUNTRY_NOUNS = word_lists("trade_lists")["country"]
AFTER_STATES = word_lists("trade_lists")["after states"]
PREPOSITIONS = word_lists("trade_lists")["preposition"]
STOPS = word_lists("trade_lists")["stop"]


WORLD = "WORLD"  # the partner of a flow with all


class Read(str):
    """A cell's text that knows the characters ``start`` to ``end`` of the article that it was read from."""

    __slots__ = ("end", "start")
    start: int
    end: int

    def __new__(cls, text: str, start: int, end: int) -> Read:
        """Return ``text`` as read from these characters."""
        made = super().__new__(cls, text)
        made.start, made.end = start, end
        return made

    def __reduce__(self) -> tuple[type[Read], tuple[str, int, int]]:
        """Keep the characters in copies."""
        return Read, (str(self), self.start, self.end)


def read_as(text: str | None, *where: str | None) -> str | None:
    """Return ``text`` as read from the characters of the first of ``where`` that knows its own."""
    known = next((w for w in where if isinstance(w, Read)), None)
    return text if text is None or known is None or isinstance(text, Read) else Read(text, known.start, known.end)


class Item(NamedTuple):
    """A word, mark, state, number or date of a sentence."""

    kind: str
    start: int
    end: int
    low: str
    value: Any = None


@dataclass
class Sentence:
    """One sentence, its items, and who it says its figures are from."""

    text: str  # the article's
    start: int
    end: int
    items: list[Item]
    doc: Doc | None
    source: str | None
    source_span: tuple[int, int] | None
    today: str = ""  # the article's date; empty without one
    periods: dict[int, bool] = field(default_factory=dict)  # whether the date at a character may be a figure's period


@dataclass
class FlowPhrase:
    """A flow that a sentence names, with the slots that the phrase itself fills.

    ``first`` and ``last`` are item numbers; ``own`` tells that the phrase names its reporter.
    """

    first: int
    last: int
    flow: str
    start: int
    end: int
    reporters: list[str] = field(default_factory=list)
    partners: list[str] = field(default_factory=list)
    exporter: str | None = None
    goods: str | None = None
    anaphor: bool = False
    pair: bool = False
    verb: bool = False
    total: bool = False
    ours: bool = False  # "our exports", "we exported": the speaker's
    role: bool = False  # named by a role ("India's top supplier"): it owns no figures
    weak: bool = False  # named by a general word ("shipments"), which takes over the goods of the flow before it
    lent: str | None = None  # the goods of the flow before it, in the form of ``goods``
    bare: bool = False  # a word such as "shipments" without a partner, after another flow
    points: bool = False  # with a partner that was spoken of: "exports to the country", "sales there"
    elsewhere: bool = False  # with a partner that is no state: "exports to emerging markets"
    part: bool = False  # of a province or a city, and so no state's
    listed: bool = False  # one of a list of states with amounts ("Italy with $3 billion, Spain with 2 billion")
    either: bool = False  # named by a word that goes both ways ("shipments from Peru")
    named: bool = False  # its own words say whose flow it is
    each: bool = False  # its figures are each partner's ("France and Germany both up by 0.2 percent")
    slot: str = ""  # which side of the flow the list before it goes through: partner or reporter
    sign: int = 1
    head: int = 0
    numbers: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Let the flow know the characters that tell it, also in another sentence."""
        if not isinstance(self.flow, Read):
            self.flow = Read(self.flow, self.start, self.end)

    @property
    def own(self) -> bool:
        """Whether the phrase says whose flow it is."""
        return bool(self.reporters)


@cache
def _lexicon() -> Mapping[str, Mapping[str, tuple[str, str]]]:
    found: dict[str, dict[str, tuple[str, str]]] = {}
    for row in word_list("trade_words"):
        found.setdefault(row["kind"], {})[row["word"]] = (row["flow"], row["strength"])
    return found


def trade_words(kind: str) -> Mapping[str, tuple[str, str]]:
    """Return the trade words of a kind, each with its flow and strength."""
    return _lexicon()[kind]


@cache
def change_words() -> Mapping[str, str]:
    """Return words of rise and fall, each "up" or "down"; several words in one are parted by a blank."""
    found: dict[str, str] = {}
    for row in word_list("changes"):
        for form in row["words"].split("|"):
            found.setdefault(form.strip().lower(), row["change"])
    return found


def items_of(text: str, start: int, end: int, spans: Iterable[tuple[int, int, str, Any]]) -> list[Item]:
    """Cut a sentence into items; ``spans`` are (start, end, kind, value) of what is known in it, the first wins."""
    known: list[tuple[int, int, str, Any]] = []
    for span in spans:
        if start <= span[0] and span[1] <= end and not any(span[0] < k[1] and k[0] < span[1] for k in known):
            known.append(span)
    items: list[Item] = []
    at = start
    for first, last, kind, value in [*sorted(known, key=lambda k: k[0]), (end, end, "", None)]:
        again = kind == "state" and items and items[-1].kind == "state" and items[-1].value.code == value.code
        if again and text[at:first] == " (" and text[last : last + 1] == ")":
            at = last + 1  # "the European Union (EU)"
            continue
        for match in _WORD.finditer(text, at, first):
            items.append(Item("word" if match[0][0].isalpha() else "mark", *match.span(), match[0].lower()))
        if kind:
            items.append(Item(kind, first, last, text[first:last].lower(), value))
        at = last
    return items
