"""Trade statements: who sold how much to whom, when, by how much more, by whose figures.

A sentence is read as the flows that it names (``toolkit.flowphrases``) and the figures that
belong to each: amounts, changes, the amount before. What a phrase leaves out ("while imports
rose 13%") is taken from the one before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from toolkit.articles import Article
from toolkit.dates import find_dates
from toolkit.flowphrases import (
    POSSESSIVES,
    STOPS,
    FlowPhrase,
    Item,
    change_words,
    find_phrases,
    items_of,
    states_from,
    subject_before,
)
from toolkit.intervals import base_span, iso_period, span_of
from toolkit.language import once, parsed
from toolkit.numbers import find_numbers
from toolkit.states import StateForm, bloc_codes, find_states
from toolkit.tables import evidence, frame
from toolkit.tradesources import source_of
from toolkit.words import words

if TYPE_CHECKING:
    import pandas as pd
    from spacy.language import Language
    from spacy.tokens import Doc

WORLD = "WORLD"
MARKET_NOUNS = frozenset({"market", "partner", "customer", "buyer", "supplier", "destination", "neighbour", "neighbor", "source", "client"})
SHIFTS = ("year earlier", "month earlier", "quarter earlier")
LEAST = 10_000  # of a currency: smaller amounts are prices or examples, not a state's trade
PARTS = {  # units that count others, as trade_table gives them
    "billion cubic metres": ("cubic metre", 1e9),
    "kilotonne": ("tonne", 1e3),
    "megatonne": ("tonne", 1e6),
}
CARRIED = 2  # sentences over which "its exports" and bare "exports" keep to the pair spoken of
_RECORD = re.compile(
    r"\brecord(?:-high|-breaking|-setting)?\b(?! low)|\ball-time (?:high|peak)|\b(?:highest|largest|biggest|most) (?:level )?(?:ever|on record)"
    r"|\bhistoric(?:al)? high",
    re.I,
)
_ON_RECORD = re.compile(r"(?<!highest )(?<!largest )(?<!biggest )(?<!most )\bon record\b|\boff the record\b|\brecord-low\b", re.I)
_RECORD_AFTER = re.compile(r",? (?:an? |the )?(?:all-time|historic(?:al)?|new|fresh|highest|largest|biggest)? ?(?:level )?(?:record|high|ever|on record)\b", re.I)
_YEAR_BASE = re.compile(
    r"\b(?:a|one) year (?:earlier|ago|before|prior)|\bthe year (?:earlier|before)|\byear[- ](?:on|over)[- ]year|\bon[- ]year|\bon the year"
    r"|\by/y\b|\byoy\b|\bannually\b|\bon an annual basis\b|\bin annual terms\b"
    r"|\b(?:from|than|with|to|over|versus|against|on|in) the (?:same|corresponding|equivalent) (?:period|month|quarter|time|half|months|span)"
    r" (?:of (?:the )?)?(?:last|previous|prior|preceding|a year|the year|\d{4})"
    r"|\b(?:from|than|compared (?:with|to)|over|versus|against|on) (?:the )?(?:(?:previous|prior|preceding|last) year|year[- ]earlier)"
    r"|\bthe previous year\b|\byear-ago\b|\byear-earlier\b",
    re.I,
)
_MONTH_BASE = re.compile(r"\bmonth[- ](?:on|over)[- ]month|\ba month (?:earlier|ago|before)|\b(?:from|than|on) the previous month|\bthe month before|\bm/m\b", re.I)
_QUARTER_BASE = re.compile(r"\bquarter[- ](?:on|over)[- ]quarter|\ba quarter earlier|\b(?:from|than|on) the previous quarter|\bq/q\b", re.I)
_BASE_DATE = re.compile(r"(?:\bfrom|\bthan(?: in)?|\bcompared (?:with|to)|\bversus|\bvs\.?|\bagainst|\bsince|\bover|\bon) (?:the |that of |levels? in )?$", re.I)
_NOT_PERIOD = re.compile(r"\b(?:by|since|until|till|after|than in|than|before|beyond|against|versus|on|from|compared with|compared to|set for|goal for|target for|planned for) (?:the )?$", re.I)
_SAME_PERIOD = re.compile(r"\b(?:that|the same|those|over the same) (?:year|month|quarter|half|period|months|time|span)\b", re.I)
_RELATIVE = re.compile(r"\b(?:earlier|ago|before|prior|previous|preceding)\b", re.I)
_TERMS = re.compile(r"\b(?:in|on a|measured in|calculated in) (?:(?:U\.?S\.? )?(dollar|yuan|renminbi|euro|rouble|ruble|yen|rupee)s?)(?:[- ](?:terms|denominated|basis))", re.I)
_TERM_CODES = {"dollar": "USD", "yuan": "CNY", "renminbi": "CNY", "euro": "EUR", "rouble": "RUB", "ruble": "RUB", "yen": "JPY", "rupee": "INR"}
_ONE_OF = re.compile(r" (?:country|nation|neighbou?r|kingdom|island|republic|giant|economy|state)\b", re.I)  # "the Asian country"
_AFTER = re.compile(r"\b(?:after|following)\b", re.I)
_PRICE = re.compile(r"^\s*(?:a|per|an|/)\s*(?:barrel|tonne|ton|metric ton|kilogram|kg|bushel|head|unit|litre|gallon|share|thousand|million|pound|ounce|mmbtu)", re.I)
_NOT_A_CHANGE = re.compile(r"^\s*(?:of\b(?! (?:growth|increase))|tariff|dut(?:y|ies)|lev(?:y|ies)|tax|stake|share|interest|of the\b|owned)", re.I)
_SHARE = re.compile(r"\b(?:account(?:s|ed|ing)? for|share|mak(?:e|es|ing) up|made up|represent(?:s|ed|ing)?|compris\w+|proportion|portion|tariffs?|dut(?:y|ies))\b[^,;]{0,40}$", re.I)
_CHANGE_BEFORE = re.compile(r"\b(?:by|grew|fell|rose|up|down|increased|decreased) (?:about |around |nearly |almost |some |more than |over |at least |a |an )*$", re.I)
_PREVIOUS = re.compile(
    r"\b(?:from|compared (?:with|to)|against|versus|vs\.?|than|instead of) (?:(?:about|around|nearly|almost|some|just|only|more than|over|a|the|record|roughly) )*$", re.I
)
_HEDGES = {
    "over": r"\b(?:more than|over|well over|in excess of|exceeding|at least) $",
    "about": r"\b(?:nearly|almost|about|around|roughly|approximately|some|close to|virtually|as good as) $",
}


class TradeStatement(NamedTuple):
    """What one sentence says of one flow in one period; the fields are those of trade_table."""

    start: int
    end: int
    flow: str
    reporter: str | None
    partner: str | None
    exporter: str | None
    importer: str | None
    goods: str | None
    value: float | None
    currency: str | None
    unit: str | None
    bound: str
    value_high: float | None
    change_pct: float | None
    change_basis: str | None
    previous_value: float | None
    period: str | None
    record: bool
    source: str | None


class _Quantity(NamedTuple):
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


class _Figure(NamedTuple):
    """A quantity with its part in a statement."""

    quantity: _Quantity
    part: str  # value, change, previous
    amount: float


class _Group(NamedTuple):
    """The figures of one flow in one period."""

    phrase: FlowPhrase
    figures: list[_Figure]


class _Spoken(NamedTuple):
    """The pair that an earlier phrase spoke of, for phrases that leave it out."""

    reporters: list[str]
    partners: list[str]
    sentence: int
    period: str | None = None


def trade_table(subject: str | Article | Iterable[str | Article], *, nlp: Language | None = None) -> pd.DataFrame:
    """Return one row for each trade statement: flow, reporter, partner, amount, change, period, source.

    Parameters
    ----------
    subject : a text, an Article or many of either.
    nlp : a pipeline from ``load_pipeline``; None is the embedded one.

    An amount and a change said of one flow in one period are one row. Partners counted together
    are joined by a plus sign ("CHN+HKG"); flows with all partners have the partner WORLD. Plans,
    targets, expectations, company figures, rankings and shares are no rows.

    >>> table = trade_table("Brazil's exports to China rose 5% to $31 billion in 2023.")
    >>> table.loc[0, ["flow", "reporter", "partner", "value", "change_pct", "period"]].tolist()
    ['exports', 'BRA', 'CHN', 31000000000.0, 5.0, '2023']
    """
    rows = []
    for article, doc in parsed(subject, nlp=nlp):
        for found in find_trade(article, doc):
            cells = found._asdict()
            rows.append({**evidence(article, found.start, found.end), **{k: v for k, v in cells.items() if k not in ("start", "end")}})
    return frame("trade", rows)


def find_trade(article: Article, doc: Doc) -> list[TradeStatement]:
    """Find the trade statements of an article, in the order of the text."""
    return once(doc, f"trade {article.date} {article.title}", lambda: _found(article, doc))


def _found(article: Article, doc: Doc) -> list[TradeStatement]:
    text = article.text
    quantities = _quantities(article, doc)
    dates = find_dates(article, doc)
    states = [s for s in find_states(text) if not _is_no_partner(text, s)]
    spoken: _Spoken | None = None
    found: list[TradeStatement] = []
    for number, (start, end) in enumerate(article.sentences):
        if article.part_at(start) == "furniture":
            continue
        here = [q for q in quantities if start <= q.start and q.end <= end]
        named = [s for s in states if start <= s.start and s.end <= end]
        if not here and not named:
            continue
        days = [d for d in dates if start <= d.start and d.end <= end]
        spans = [
            *((d.start, d.end, "date", d) for d in days),
            *((q.start, q.end, "number", q) for q in here),
            *((s.start, s.end, "state", s) for s in named),
        ]
        sentence = _Sentence(text, start, end, items_of(text, start, end, spans), doc)
        if spoken is not None and number - spoken.sentence > CARRIED:
            spoken = None
        statements, said = sentence.statements(spoken)
        found += statements
        if said is not None:
            spoken = said._replace(sentence=number)
        elif len({s.code for s in named}) == 2 and spoken is None:
            codes = list(dict.fromkeys(s.code for s in named))
            spoken = _Spoken(codes[:1], codes[1:], number)
    return found


def _is_no_partner(text: str, state: StateForm) -> bool:
    """Whether a form only describes: "the South American country", "non-EU countries"."""
    describes = state.code in bloc_codes() and _ONE_OF.match(text, state.end) is not None
    return describes or text[max(0, state.start - 4) : state.start].lower() in ("non-", "non ")


def _quantities(article: Article, doc: Doc) -> list[_Quantity]:
    """Return the amounts and changes of an article, those said in words such as "doubled" included."""
    own = list(_said_in_words(article.text))
    found = list(own)
    for n in find_numbers(article, doc):
        if n.value is None or any(n.start < q.end and q.start < n.end for q in own):
            continue
        if n.kind == "money":
            kind = "money"
        elif n.kind == "percent":
            if n.unit != "percent":
                continue
            kind = "percent"
        elif n.kind == "fraction":
            found.append(_Quantity(n.start, n.end, round(100 * n.value, 3), None, "percent", "percent", n.bound or "exact", n.change, True))
            continue
        elif n.kind == "count" and n.unit is None and n.value >= 1e6:
            kind = "bare"
        elif n.kind in ("measure", "count"):
            kind = "volume"
        else:
            continue
        unit, times = PARTS.get(n.unit or "", (n.unit, 1.0))
        if kind == "money" and unit is not None:
            unit = unit.removesuffix(" per year")  # "$7 billion a year" is the amount of any year
        value, high = n.value * times, None if n.value_high is None else n.value_high * times
        if high is not None and re.search(r"\bby (?:\w+ )?$", article.text[max(0, n.start - 20) : n.start]):
            value, high = high, None  # "grew by 2 billion to 34 billion" is no range
            start = n.start + article.text[n.start : n.end].rfind(" to ") + 4
            found.append(_Quantity(start, n.end, value, high, unit, kind, "exact", n.change))
            continue
        found.append(_Quantity(n.start, n.end, value, high, unit, kind, n.bound or "exact", n.change))
    return sorted(found)


@cache
def _factors() -> tuple[re.Pattern[str], dict[str, tuple[float, str, str]]]:
    listed: dict[str, tuple[float, str, str]] = {}
    for row in words("change_verbs"):
        for form in row["words"].split("|"):
            listed[form] = (float(row["change_pct"]), row["bound"], row["kind"])
    joined = "|".join(sorted(map(re.escape, listed), key=len, reverse=True))
    return re.compile(rf"\b(?:{joined})\b(?!-)", re.I), listed


def _said_in_words(text: str) -> Iterable[_Quantity]:
    pattern, listed = _factors()
    for match in pattern.finditer(text):
        value, bound, kind = listed[match[0].lower()]
        before = text[max(0, match.start() - 30) : match.start()]
        for name, hedge in _HEDGES.items():
            if re.search(hedge, before, re.I) and kind == "factor":
                bound = name
        if kind == "flat" and value == 0 and not re.search(r"(?:\b(?:was|were|is|are|been|be|remained|stayed|held|almost|largely|virtually|nearly|broadly|mostly|little|hardly|barely|essentially|practically)\s+)$|changed$", f"{before}{'changed' if 'changed' in match[0] else ''}", re.I):
            continue
        change = None if kind == "flat" else "down" if value < 0 else "up"
        yield _Quantity(match.start(), match.end(), abs(value), None, "percent", "percent", bound, change, True)


@cache
def _plans() -> tuple[re.Pattern[str], re.Pattern[str]]:
    def pattern(kind: str) -> re.Pattern[str]:
        forms = [re.escape(row["words"]) for row in words("trade_plans") if row["kind"] == kind]
        return re.compile(rf"(?<![\w-])(?:{'|'.join(sorted(forms, key=len, reverse=True))})(?![\w-])")

    return pattern("plan"), pattern("not")


class _Sentence:
    """One sentence, its items and what they say of trade."""

    def __init__(self, text: str, start: int, end: int, items: list[Item], doc: Doc) -> None:
        self.text, self.start, self.end, self.items, self.doc = text, start, end, items, doc
        self.source, self.source_span = source_of(text, start, end)

    def statements(self, spoken: _Spoken | None) -> tuple[list[TradeStatement], _Spoken | None]:
        """Return what the sentence says, and the pair it leaves in mind."""
        phrases = find_phrases(self.items, self.text, self.doc)
        if not phrases:
            return [], None
        phrases = self._with_ellipses(phrases)
        leans = not phrases[0].own or phrases[0].anaphor
        self._complete(phrases, spoken)
        found: list[TradeStatement] = []
        same = _SAME_PERIOD.search(self.text, self.start, self.end) is not None
        before = spoken.period if spoken is not None and (leans or same) else None
        groups = self._groups(phrases)
        for n, group in enumerate(groups):
            made = self._statement(groups, n, before)
            if made is not None:
                before = made.period
                found.append(made)
        said = next((p for p in reversed(phrases) if p.reporters and p.partners and p.partners != [WORLD]), None)
        if said is not None:
            first = next(p for p in phrases if p.reporters and p.partners and p.partners != [WORLD])
            return found, _Spoken(first.reporters, first.partners, 0, next((t.period for t in found if t.period), before))
        return found, None

    # --- who --------------------------------------------------------------------

    def _with_ellipses(self, phrases: list[FlowPhrase]) -> list[FlowPhrase]:
        """Add "to Japan 8.4%" and "those to South Korea 4%" as phrases of the flow before them."""
        found = list(phrases)
        for j, item in enumerate(self.items):
            if item.low not in ("to", "with", "from") or any(p.first <= j <= p.last for p in phrases):
                continue
            head = next((p for p in reversed(phrases) if p.last < j), None)
            if head is None:
                continue
            codes, k, _ = states_from(self.items, j + 1)
            if not codes or not self._leads_to_number(k + 1):
                continue
            made = FlowPhrase(j, k, head.flow, item.start, self.items[k].end, head=j, sign=head.sign, goods=head.goods)
            made.reporters = list(head.reporters)
            made.anaphor = head.anaphor
            made.partners = codes
            if head.flow in ("exports", "imports") and (head.flow == "imports") != (item.low == "from"):
                continue
            found.append(made)
        return sorted(found, key=lambda p: p.first)

    def _leads_to_number(self, j: int) -> bool:
        for item in self.items[j : j + 4]:
            if item.kind == "number":
                return True
            if item.kind != "word" or (item.low in STOPS and item.low not in ("by", "were", "was", "to")):
                return False
        return False

    def _complete(self, phrases: list[FlowPhrase], spoken: _Spoken | None) -> None:
        """Give phrases that leave out their reporter or partner those of the phrase, subject or sentence before."""
        last: FlowPhrase | None = None
        for phrase in phrases:
            explicit = phrase.own and not phrase.anaphor
            if not phrase.reporters:
                phrase.reporters = self._reporter(phrase, last, spoken)
            if not phrase.partners and phrase.reporters and not phrase.elsewhere:
                if last is not None and last.partners and not phrase.total and not (explicit and not phrase.verb and phrase.reporters != last.reporters):
                    pair = [*last.reporters, *last.partners]
                    phrase.partners = [c for c in pair if c not in phrase.reporters][:1] if phrase.reporters[0] in pair else []
                    if phrase.reporters == last.reporters:
                        phrase.partners = list(last.partners)
                elif not explicit and spoken is not None and not phrase.total and phrase.reporters[0] in (*spoken.reporters, *spoken.partners):
                    pair = [*spoken.reporters, *spoken.partners]
                    phrase.partners = list(spoken.partners) if phrase.reporters == spoken.reporters else [c for c in pair if c not in phrase.reporters]
                if not phrase.partners and not phrase.pair and not phrase.elsewhere:
                    phrase.partners = [WORLD]
            if phrase.flow == "trade" and last is None and phrase.partners in ([WORLD], []) and not explicit and not phrase.total:
                named = [i.value.code for i in self.items if i.kind == "state" and not self._in_source(i)]
                if len(two := list(dict.fromkeys(named))) == 2:
                    phrase.reporters, phrase.partners = two[:1], two[1:]
            if phrase.pair and not phrase.partners and len(phrase.reporters) > 1:
                phrase.reporters, phrase.partners = phrase.reporters[:1], phrase.reporters[1:]
            last = phrase

    def _in_source(self, item: Item) -> bool:
        return self.source_span is not None and self.source_span[0] <= item.start < self.source_span[1]

    def _reporter(self, phrase: FlowPhrase, last: FlowPhrase | None, spoken: _Spoken | None) -> list[str]:
        taken = set(phrase.partners)
        if phrase.ours and (named := self._states_of_source(taken)):
            return named[:1]
        if last is not None and last.reporters:
            if not taken & set(last.reporters):
                return list(last.reporters)
            if last.partners and not taken & set(last.partners):
                return list(last.partners)
        subject = self._subject(phrase, taken)
        if subject:
            return subject
        if spoken is not None:
            if not taken & set(spoken.reporters):
                return list(spoken.reporters)
            if not taken & set(spoken.partners):
                return list(spoken.partners)
        if aside := self._owner_in_aside(phrase, taken):
            return aside
        return self._states_of_source(taken)[:1]

    def _states_of_source(self, taken: set[str]) -> list[str]:
        if self.source_span is None:
            return []
        return [s.code for s in find_states(self.text[slice(*self.source_span)]) if s.code not in taken]

    def _owner_in_aside(self, phrase: FlowPhrase, taken: set[str]) -> list[str]:
        """Return whose market it is: "Exports to Russia, once Estonia's third-largest market, ..."."""
        following = self.items[phrase.last + 1 : phrase.last + 12]
        for n, item in enumerate(following[:5]):
            if item.kind == "state" and n + 1 < len(following) and following[n + 1].low in POSSESSIVES and item.value.code not in taken:
                if any(i.low in MARKET_NOUNS for i in following[n + 2 : n + 8]):
                    return [item.value.code]
        return []

    def _subject(self, phrase: FlowPhrase, taken: set[str]) -> list[str]:
        """Return the state that is the subject of a verb before the phrase: "Vietnam ran a trade surplus"."""
        for j in range(phrase.first - 1, -1, -1):
            item = self.items[j]
            if item.kind == "word" and item.low not in STOPS | {"trade"} or item.low in ("had", "has", "was", "were", "said", "says"):
                codes, _, first = subject_before(self.items, j)
                codes = [c for c in codes if c not in taken]
                if codes and first < j:
                    if phrase.pair and len(codes) > 1:
                        return codes
                    return codes[:1]
        return []

    # --- which figures ------------------------------------------------------------

    def _groups(self, phrases: list[FlowPhrase]) -> list[_Group]:
        """Give each figure to its flow, and part the figures of a flow that are for separate periods."""
        respectively = re.search(r"\brespectively\b", self.text[self.start : self.end]) is not None
        given: list[tuple[int, _Figure]] = []
        numbers = [item for item in self.items if item.kind == "number"]
        way: str | None = None
        currency: tuple[str | None] | None = None
        for item in numbers:
            index = self.items.index(item)
            owner = self._owner(index, phrases)
            if owner is None:
                continue
            quantity = item.value
            if quantity.kind == "bare":
                if currency is None:
                    continue
                quantity = quantity._replace(kind="money", unit=currency[0])
            figure = self._figure(quantity, owner, way)
            if figure is None:
                continue
            if quantity.kind == "money":
                currency = (quantity.unit,)
            if figure.part == "change" and figure.amount:
                way = "up" if figure.amount > 0 else "down"
            given.append((phrases.index(owner), figure))
        groups: list[_Group] = []
        if respectively:
            groups = self._dealt_out(phrases, given)
            if groups:
                return groups
        for p, figure in given:
            phrase = phrases[p]
            group = groups[-1] if groups and groups[-1].phrase is phrase else None
            if group is None or not self._fits(group, figure):
                group = _Group(phrase, [])
                groups.append(group)
            group.figures.append(figure)
        return sorted(groups, key=lambda g: (g.figures[0].quantity.start, g.phrase.first))

    def _dealt_out(self, phrases: list[FlowPhrase], given: list[tuple[int, _Figure]]) -> list[_Group]:
        """Deal figures to flows or partners one by one: "rose 3% and 5%, respectively"."""
        figures = [figure for _, figure in given]
        if len(phrases) == len(figures) and len(figures) > 1:
            return [_Group(phrase, [figure]) for phrase, figure in zip(phrases, figures, strict=True)]
        if len(phrases) == 1 and len(phrases[0].partners) == len(figures):
            from dataclasses import replace

            return [_Group(replace(phrases[0], partners=[code]), [f]) for code, f in zip(phrases[0].partners, figures, strict=True)]
        if len(phrases) > 1 and len(figures) == 2 * len(phrases):
            half = len(phrases)
            return [_Group(phrase, [figures[n], figures[n + half]]) for n, phrase in enumerate(phrases)]
        return []

    def _owner(self, index: int, phrases: list[FlowPhrase]) -> FlowPhrase | None:
        """Return the flow that a number belongs to: the one it leads to ("a 9% rise in exports"), else the last before it."""
        for phrase in phrases:
            if index in phrase.numbers:
                return phrase
        ahead = next((p for p in phrases if p.first > index), None)
        if ahead is not None and self._leads_to(index, ahead):
            return ahead
        behind = next((p for p in reversed(phrases) if p.first < index), None)
        if behind is not None:
            return behind
        if ahead is not None and self._relates_back(index, ahead):
            return ahead
        return None

    def _leads_to(self, index: int, phrase: FlowPhrase) -> bool:
        between = self.items[index + 1 : phrase.first]
        if len(between) > 7:
            return False
        low = [item.low for item in between if item.kind != "date"]
        if not low:
            return phrase.flow == "balance" or phrase.verb
        if low in (["was"], ["were"]):
            return True  # "of which 5 billion were Thai exports"
        allowed = {"of", "in", "worth", "the", "year", "on", "-", "its", "annual", "yearly", "more", "total", "a", "for"}
        if not all(word in allowed or word in change_words() for word in low):
            return False
        return low[-1] in ("in", "of", "the", "its", "worth", "more") and ("in" in low or "of" in low or "worth" in low)

    def _relates_back(self, index: int, phrase: FlowPhrase) -> bool:
        """Whether a number before the only flow still is about it: "Up 5%, exports to China ..."."""
        return index > 0 and self.items[index - 1].low in ("up", "down") and phrase.first - index <= 3

    def _figure(self, quantity: _Quantity, phrase: FlowPhrase, way: str | None) -> _Figure | None:
        """Say what a number is for a flow; None for shares, tariffs, prices, plans and absolute changes."""
        before, after = self.text[self.start : quantity.start], self.text[quantity.end : self.end]
        if self._planned(quantity, phrase):
            return None
        if quantity.kind == "percent":
            return self._change(quantity, before, after, way)
        if quantity.kind == "volume" and not self._volume(quantity, phrase):
            return None
        if quantity.kind == "money" and quantity.value < LEAST or _PRICE.match(after) or re.search(r"\b(?:price|cost|costs|priced|tax|fine|aid|loan|loans|investment|tariffs?) [^,;]{0,25}$", before, re.I):
            return None
        if re.search(r"\bby (?:\w+ ){0,2}$", before) or self._change_follows(after):
            return None
        if _PREVIOUS.search(before) and not re.search(r"\b(?:higher|lower|more|less) than (?:\w+ )?$", before):
            return _Figure(quantity, "previous", quantity.value)
        return _Figure(quantity, "value", quantity.value)

    def _volume(self, quantity: _Quantity, phrase: FlowPhrase) -> bool:
        unit = quantity.unit or ""
        if unit in ("", "year", "month", "day", "people", "country", "countries", "point", "point", "percent"):
            return False
        if phrase.flow not in ("exports", "imports"):
            return False
        return quantity.value >= 1 and (phrase.goods is not None or phrase.verb)

    def _change_follows(self, after: str) -> bool:
        match = re.match(r"\s+(?:year-on-year )?(\w+)", after)
        return match is not None and match[1].lower() in ("increase", "rise", "fall", "drop", "decline", "decrease", "jump", "more", "less", "higher", "lower")

    def _change(self, quantity: _Quantity, before: str, after: str, way: str | None) -> _Figure | None:
        if _NOT_A_CHANGE.match(after):
            return None
        if _SHARE.search(before) and not re.search(r"\b(?:rose|fell|grew|up|down|by)\b[^,;]{0,15}$", before):
            return None
        if re.search(r"(?:\bfrom|(?<!more )(?<!less )\bthan|\bagainst|\bversus) (?:a |an )?$", before) and not self._change_follows(after):
            return None
        if re.search(r"\bto (?:about |around |nearly |almost |just |over |more than |a record )*$", before) and "growth" not in before:
            return None  # "the share rose to 90%"
        direction = self._direction(quantity, before, after)
        if quantity.words and quantity.change is None and quantity.value == 0:
            return _Figure(quantity, "change", 0.0)
        direction = direction or (quantity.change if quantity.words else None) or quantity.change or way
        if direction not in ("up", "down"):
            return None
        if quantity.words and quantity.change is not None and quantity.bound:
            direction = quantity.change if quantity.change in ("up", "down") else direction
        value = abs(quantity.value) if not re.match(r"\s*[-−–]", self.text[quantity.start : quantity.end]) else -abs(quantity.value)
        return _Figure(quantity, "change", value if direction == "up" else -abs(value))

    def _direction(self, quantity: _Quantity, before: str, after: str) -> str | None:
        """Return the way of the word of rise or fall that governs a percentage: beside it, else the nearest before."""
        listed = change_words()
        following = re.match(r"\s*[-–]?\s*(?:(?:year|month|quarter)[- ]on[- ](?:year|month|quarter)|annual|yearly)?\s*([a-z]+)", after)
        if following and following[1] in listed and following[1] not in ("up", "down", "above", "below", "off"):
            return listed[following[1]]
        tail = before[-160:].lower()
        found = [w for w in re.findall(r"[a-z]+", tail)]
        for n in range(len(found) - 1, -1, -1):
            pair = " ".join(found[n : n + 2])
            if pair in listed:
                return listed[pair]
            if found[n] in ("slowed", "accelerated", "slowing", "eased", "quickened") and "growth" in found[max(0, n - 6) : n]:
                return "up"
            if found[n] in listed:
                return listed[found[n]]
        return None

    def _planned(self, quantity: _Quantity, phrase: FlowPhrase) -> bool:
        """Whether a word of planning governs the number: between it and the figure or flow before it."""
        plan, not_plan = _plans()
        first = self.start
        for item in self.items:
            if item.kind == "number" and item.end <= quantity.start:
                first = max(first, item.end)
        region = self.text[first : quantity.start]
        cut = max(region.rfind("; "), region.rfind(". "), region.rfind(", while "), region.rfind(", but "))
        region = region[cut + 1 :] if cut >= 0 else region
        if first < phrase.start < quantity.start:  # an aside or a clause of its own before the flow
            aside = max(self.text.rfind(mark, first, phrase.start) for mark in (",", ":", "—"))
            region = self.text[max(aside + 1, first) : quantity.start] if aside >= first else region
        region = not_plan.sub(" ", region)
        if plan.search(region):
            return True
        after = self.text[quantity.end : quantity.end + 40]
        return re.match(r"[^,;.]{0,12}\b(?:target|goal|forecast|by 20[2-9]\d|by the end of)\b", after) is not None

    def _fits(self, group: _Group, figure: _Figure) -> bool:
        """Whether a figure belongs to the statement begun: no such figure in it yet, and no new period between."""
        parts = {f.part for f in group.figures}
        if figure.part in parts:
            return False
        last = group.figures[-1].quantity
        between = [i for i in self.items if last.end <= i.start and i.end <= figure.quantity.start]
        dates = [i for i in between if i.kind == "date" and self._is_period(i)]
        if figure.part == "previous":
            return True
        if figure.part == "value" and last.kind == "percent" and any(i.low in ("after", "following") for i in between):
            return False
        if "previous" in parts or not dates:
            return True
        held = [i for i in self.items if i.kind == "date" and self._is_period(i) and i.end <= last.start]
        joined = any(i.low in ("and", "but", "while", "after", "following", ";") for i in between)
        return not (joined and (held or len(dates) > 1))

    # --- when, how, by whom ---------------------------------------------------------

    def _is_period(self, item: Item) -> bool:
        found = item.value
        if not found.value or found.grain in ("day", "century") and "/" not in found.value:
            return False
        if _RELATIVE.search(self.text[item.start : item.end]) and not re.search(r"\bmonths? to\b", item.low):
            return False
        before = self.text[self.start : item.start]
        if found.grain == "week":
            return False
        if self.source_span and self.source_span[0] <= item.start < self.source_span[1]:
            return False
        if re.search(r"\bfrom (?:the )?$", before, re.I):
            return "/" in found.value or re.match(r"\s+to\b", self.text[item.end :]) is not None
        return not _NOT_PERIOD.search(before)

    def _statement(self, groups: Sequence[_Group], n: int, before: str | None) -> TradeStatement | None:
        phrase, figures = groups[n]
        value = next((f for f in figures if f.part == "value"), None)
        change = next((f for f in figures if f.part == "change"), None)
        previous = next((f for f in figures if f.part == "previous"), None)
        if value is None and change is None:
            return None
        if not phrase.reporters or (phrase.pair and not phrase.partners):
            return None
        reporter, partner = phrase.reporters[0], "+".join(dict.fromkeys(phrase.partners)) or None
        if reporter == partner:
            return None
        first = min(f.quantity.start for f in figures)
        last = max(f.quantity.end for f in figures)
        begin = self._segment_begin(groups, n, first)
        stop = self._segment_end(groups, n, last)
        period, base = self._period(begin, first, last, stop, n == 0, before, previous)
        segment = self.text[first:stop]
        basis = self._basis(segment) if change is not None or previous is not None else None
        if base is not None and basis is None and (change is not None or previous is not None):
            basis = base
        if basis is not None and basis == period:
            basis = None
        if change is not None and basis is None and (ends := re.fullmatch(r"(\d{4})/(\d{4})", period or "")):
            basis, period = ends[1], ends[2]  # "doubled between 2016 and 2022"
        if n and value is None and period is not None and basis in SHIFTS and _AFTER.search(self.text[begin:first]):
            span = span_of(period)  # "after growth of 28.7% the year before"
            earlier = base_span(span, basis) if span is not None else None
            period, basis = (iso_period(earlier), None) if earlier is not None else (period, basis)
        start, end = min(phrase.start, first), max(phrase.end, last)
        if any(g is not groups[n] and g.phrase is phrase for g in groups[:n]):
            start = first if first > phrase.end else start
        record = value is not None and (
            _RECORD.search(_ON_RECORD.sub("", self.text[min(start, begin) : last])) is not None
            or any(_RECORD_AFTER.match(self.text, place) for place in self._ends_of(last, stop))
        )
        lead = value or change
        assert lead is not None
        is_volume = value is not None and value.quantity.kind == "volume"
        currency = value.quantity.unit if value is not None and not is_volume else None
        terms = _TERMS.search(self.text[first:stop])
        if value is None and terms:
            currency = _TERM_CODES[terms[1].lower()]
        goods = self._goods(phrase)
        if is_volume and goods is None and value is not None:
            goods = None
        amount = value.amount * (phrase.sign if phrase.flow == "balance" else 1) if value is not None else None
        high = value.quantity.value_high if value is not None else None
        exporter, importer = None, None
        if phrase.flow == "exports":
            exporter, importer = reporter, partner
        elif phrase.flow == "imports":
            exporter, importer = partner, reporter
        return TradeStatement(
            start, end, "exports" if phrase.flow == "imports" else phrase.flow, reporter, partner, exporter, importer, goods, amount,
            currency, value.quantity.unit if is_volume and value is not None else None, lead.quantity.bound,
            high if high is None or phrase.flow != "balance" else high * phrase.sign,
            change.amount if change is not None else None, basis, previous.amount * (phrase.sign if phrase.flow == "balance" else 1) if previous is not None else None,
            period, record, self.source,
        )  # fmt: skip

    def _goods(self, phrase: FlowPhrase) -> str | None:
        if phrase.goods is None:
            return None
        first, last = map(int, phrase.goods.split(":"))
        return self.text[first:last]

    def _segment_begin(self, groups: Sequence[_Group], n: int, first: int) -> int:
        ends = [f.quantity.end for g in groups[:n] for f in g.figures if f.quantity.end <= first]
        return max(ends, default=self.start)

    def _segment_end(self, groups: Sequence[_Group], n: int, last: int) -> int:
        starts = [
            g.phrase.start if last <= g.phrase.start < g.figures[0].quantity.start else g.figures[0].quantity.start
            for g in groups[n + 1 :]
            if g.figures[0].quantity.start >= last
        ]
        return min(starts, default=self.end)

    def _period(
        self, begin: int, first: int, last: int, stop: int, leading: bool, before: str | None, previous: _Figure | None
    ) -> tuple[str | None, str | None]:
        """Return the period of a statement and the period its change is against, from the dates around its figures."""
        dates = [i for i in self.items if i.kind == "date"]
        basis = None
        for item in dates:
            if first <= item.start <= stop and item.value.value and item.value.grain != "day":
                if _BASE_DATE.search(self.text[self.start : item.start]) and not re.match(r"\s+to\b", self.text[item.end :]):
                    basis = item.value.value if not _RELATIVE.search(item.low) else basis
                elif previous is not None and previous.quantity.end <= item.start and self._of_previous(item, previous.quantity.end):
                    basis = item.value.value if not _RELATIVE.search(item.low) else basis
        periods = [i for i in dates if self._is_period(i) and i.value.value != basis]
        inside = [i for i in periods if first <= i.start and i.end <= stop]
        lead = [i for i in periods if begin <= i.start and i.end <= first]
        if inside and lead and not leading and re.match(r"[\s,]*(?:and|but|while|;)", self.text[begin : lead[-1].start]):
            return lead[-1].value.value, basis
        if inside and not (lead and self.text[lead[-1].end : first].count(",") == 0 and inside[0].start > last + 25):
            return inside[0].value.value, basis
        if lead:
            return lead[-1].value.value, basis
        if before is not None and not (inside or lead):
            return before, basis
        after = [i for i in periods if i.start >= stop]
        if after and leading:
            return after[-1].value.value, basis
        ahead = [i for i in periods if i.end <= first]
        if ahead:
            return ahead[0].value.value, basis
        return (after[-1].value.value if after else None), basis

    def _ends_of(self, last: int, stop: int) -> list[int]:
        """Return where an aside may begin after the figures: at their end, and after the dates that follow."""
        return [last, *(i.end for i in self.items if i.kind == "date" and last <= i.start <= stop)]

    def _of_previous(self, item: Item, end: int) -> bool:
        """Whether a date belongs to the amount before: "from $42 billion in 2021"."""
        return re.fullmatch(r"\s*\(?(?:in|for|during|at the end of)?\s*(?:the\s*)?", self.text[end : item.start]) is not None

    def _basis(self, segment: str) -> str | None:
        for name, pattern in (("month earlier", _MONTH_BASE), ("quarter earlier", _QUARTER_BASE), ("year earlier", _YEAR_BASE)):
            if pattern.search(segment):
                return name
        return None
