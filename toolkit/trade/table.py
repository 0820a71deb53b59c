"""Trade statements: who sold how much to whom, when, by how much more, by whose figures.

A sentence is read as the flows that it names (``toolkit.trade.phrases``) and the figures that
belong to each: amounts, changes, the amount before. What a phrase leaves out ("while imports
rose 13%") is taken from the one before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from toolkit.amounts import currencies_named, currency_of
from toolkit.dates import base_span, find_dates, iso_period, shift, span_of
from toolkit.language import StateForm, bloc_codes, find_states, once, parsed
from toolkit.reading import Article
from toolkit.tables import evidence, frame
from toolkit.trade.ellipses import with_ellipses
from toolkit.trade.figures import Figure, Quantity, asides_of, quantities_of
from toolkit.trade.groups import Group, groups_of, segment_begin, segment_end
from toolkit.trade.items import WORLD, FlowPhrase, Read, Sentence, items_of
from toolkit.trade.members import with_members
from toolkit.trade.periods import (
    COUNTS,
    basis_of,
    earlier_base,
    ends_of,
    fiscal_of,
    ordinal_base,
    period_of,
)
from toolkit.trade.phrases import find_phrases
from toolkit.trade.sources import source_of
from toolkit.trade.story import YEAR_BEFORE, Story
from toolkit.words import either

if TYPE_CHECKING:
    import pandas as pd
    from spacy.language import Language
    from spacy.tokens import Doc

SHIFTS = ("year earlier", "month earlier", "quarter earlier")
_RECORD = re.compile(
    r"\brecord(?:-high|-breaking|-setting)?\b(?! low)|\ball-time (?:\w+ )?(?:high|peak)"
    r"|\b(?:highest|largest|biggest|most) (?:level )?(?:ever|on record)"
    r"|\bhistoric(?:al)? high",
    re.I,
)
_ON_RECORD = re.compile(
    r"(?<!highest )(?<!largest )(?<!biggest )(?<!most )\bon record\b|\boff the record\b|\brecord-low\b", re.I
)
_RECORD_AFTER = re.compile(
    r"(?:,? (?:year[- ]on[- ]year|on[- ]year|on the year|from (?:a year (?:earlier|ago|before)|\d{4})))?"
    r"(?:,? (?:and|setting|marking|hitting|reaching|both|also|which (?:is|was)|making it)\b)*,? (?:an? |the )?"
    r"(?:(?:all-time|historic(?:al)?|new|fresh|highest|largest|biggest|monthly|annual|yearly) ?)*"
    r"(?:level |figure |total )?(?:record\b|(?<!yearly )(?<!monthly )(?<!annual )(?:high|peak)\b|ever\b|on record\b)",
    re.I,
)
_TERMS = re.compile(  # "real terms" are none of a currency
    rf"\b(?:in|on a|measured in|calculated in) (?:U\.?S\.? )?({either(currencies_named().keys() - {'real'})})[- ](?:terms|denominated|basis)",
    re.I,
)
_ONE_OF = re.compile(
    r" (?:country|nation|neighbou?r|kingdom|island|republic|giant|economy|state)\b", re.I
)  # "the Asian country"
_AFTER = re.compile(r"\b(?:after|following)\b", re.I)
_OPENING_BASE = re.compile(r"(?:From|Compared (?:with|to)|Against|Versus|Over) [^,]{4,40}(?=,)")
_ONCE = re.compile(r", (?:once|formerly) (?:(?:worth|valued|at|as|much|more|than|about|over|nearly) )*\Z")
_SEASON = re.compile(r"(?:the )?\d{4}\s?[-–/]")  # "the 2022/23 season" is one period, "2022 to 2023" two


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
    >>> [str(cell) for cell in table.loc[0, ["flow", "reporter", "partner", "value", "change_pct", "period"]]]
    ['exports', 'BRA', 'CHN', '31000000000.0', '5.0', '2023']
    """
    rows = []
    for article, doc in parsed(subject, nlp=nlp):
        for found in find_trade(article, doc):
            cells = found._asdict()
            rows.append(
                {**evidence(article, found.start, found.end), **{k: v for k, v in cells.items() if k not in ("start", "end")}}
            )
    return frame("trade", rows)


def find_trade(article: Article, doc: Doc) -> list[TradeStatement]:
    """Find the trade statements of an article, in the order of the text."""
    return list(once(doc, f"trade {article.date} {article.title}", lambda: _found(article, doc)))


def _found(article: Article, doc: Doc) -> list[TradeStatement]:
    text = article.text
    quantities = quantities_of(article, doc)
    dates = find_dates(article, doc)
    states = [s._replace(code=Read(s.code, s.start, s.end)) for s in find_states(text) if not _is_no_partner(text, s)]
    story = Story()
    found: list[TradeStatement] = []
    for number, (start, end) in enumerate(article.sentences):
        if article.part_at(start) == "furniture":
            continue
        named = [s for s in states if start <= s.start and s.end <= end]
        here = [q for q in quantities if start <= q.start and q.end <= end and not _counts_states(q, named)]
        days = [d for d in dates if start <= d.start and d.end <= end]
        if not here and not named and not days:
            continue
        spans = [
            *((d.start, d.end, "date", d) for d in days),
            *((q.start, q.end, "number", q) for q in here),
            *((s.start, s.end, "state", s) for s in named),
        ]
        sentence = Sentence(text, start, end, items_of(text, start, end, spans), doc, *source_of(text, start, end))
        sentence.today = article.date.isoformat() if article.date else ""
        story.turn(number, [s.code for s in named])
        statements = _statements(sentence, story)
        story.whole = story.whole if found else bool(statements) and statements[0].partner == WORLD
        story.seen |= {s.code for s in named}
        found += statements
    return found


def _counts_states(quantity: Quantity, named: list[StateForm]) -> bool:
    """Whether a count is of states or their people: "the five Central Asian countries"."""
    if quantity.unit in ("country", "nation", "side"):
        return True
    return quantity.kind == "volume" and any(quantity.start <= s.start and s.end <= quantity.end for s in named)


def _is_no_partner(text: str, state: StateForm) -> bool:
    """Whether a form only describes: "the South American country", "non-EU countries"."""
    if state.code == "USA" and re.match(r"\s?(?:\$|dollars?\b)", text[state.end : state.end + 8]):
        return True  # "US$4.86", "US dollars"
    describes = state.code in bloc_codes() and _ONE_OF.match(text, state.end) is not None
    before = text[max(0, state.start - 24) : state.start]
    if re.search(r"\b(?:outside|beyond|other than|excluding|except|apart from|besides) (?:of )?(?:the )?$", before):
        return True  # "to countries outside the EU"
    return describes or text[max(0, state.start - 4) : state.start].lower() in ("non-", "non ")


def _statements(sentence: Sentence, story: Story) -> list[TradeStatement]:
    """Return what the sentence says, and let the story take it up."""
    head = story.head
    phrases = find_phrases(
        sentence.items, sentence.text, sentence.doc, near=story.sides, fresh=head.flow if head is not None else ""
    )
    phrases = with_ellipses(sentence, phrases, head)
    phrases = with_members(sentence, phrases, head)
    found: list[TradeStatement] = []
    before: str | None = None
    if phrases:
        opening, near = phrases[0], story.sides
        leans = story.leans(sentence, opening)
        story.count(sentence, phrases)
        story.complete(sentence, phrases)
        leans |= {*opening.reporters, *opening.partners} == near and WORLD not in near
        flowing = next((p for p in phrases if not p.role), opening)
        before = said = story.period_for(sentence, flowing, leans=leans)
        groups = groups_of(sentence, phrases, story.currency if leans else None)
        beside = asides_of(sentence, "which")
        for n in range(len(groups)):
            if groups[n].aside and groups[n].figures[0].quantity.kind == "money":
                continue  # "1.6 trillion yuan ($225 billion)" is one fact, in the currency that it is told in
            made = _statement(sentence, groups, n, said)
            if made is not None:
                figure = groups[n].figures[0].quantity.start
                said = said if any(a <= figure < b for a, b in beside) else made.period or said
                found.append(made)
    money = next((t.currency for t in reversed(found) if t.currency), None)
    story.take_up(sentence, phrases, [t.period for t in found], before if not found else said, money)
    return found


def _statement(sentence: Sentence, groups: Sequence[Group], n: int, before: str | None) -> TradeStatement | None:
    phrase, figures = groups[n].phrase, groups[n].figures
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
    begin = segment_begin(sentence, groups, n, first)
    stop = segment_end(sentence, groups, n, last)
    period, base = period_of(sentence, begin, first, last, stop, n == 0, before, previous)
    period = fiscal_of(sentence, period, [reporter, *phrase.partners]) or period
    if _ONCE.search(sentence.text, sentence.start, first):
        period = None  # "once worth $5 billion a year"
    if period and sentence.today and period > sentence.today:
        return None  # what is still to come can only be expected
    segment = sentence.text[first:stop]
    compares = change is not None or previous is not None
    opening = (
        _OPENING_BASE.match(sentence.text, sentence.start, first) if n == 0 else None
    )  # "From a year earlier, exports ..."
    said = segment if opening is None else f"{opening[0]} {segment}"
    basis = (basis_of(said) or base or ordinal_base(segment, period)) if compares else None
    basis = earlier_base(sentence, basis, period, [reporter, *phrase.partners])
    if basis is not None and basis == period:
        basis = None
    if (
        not compares
        and n == 0
        and period is not None
        and period == before
        and YEAR_BEFORE.match(sentence.text, sentence.start)
    ):
        period = _before(sentence, period)  # "A year earlier, the deficit was ..."
    if (
        compares
        and basis is None
        and (ends := re.fullmatch(r"(\d{4})/(\d{4})", period or ""))
        and not any(i.kind == "date" and i.value.value == period and _SEASON.match(i.low) for i in sentence.items)
    ):
        basis, period = ends[1], ends[2]  # "doubled between 2016 and 2022"
    if n and value is None and period is not None and basis in SHIFTS and _AFTER.search(sentence.text[begin:first]):
        span = span_of(period)  # "after growth of 28.7% the year before"
        earlier = base_span(span, basis) if span is not None else None
        period, basis = (iso_period(earlier), None) if earlier is not None else (period, basis)
    start, end = min(phrase.start, first), max(phrase.end, last)
    if any(g is not groups[n] and g.phrase is phrase for g in groups[:n]):
        start = first if first > phrase.end else start
    record = value is not None and (
        _RECORD.search(_ON_RECORD.sub("", sentence.text[min(start, begin) : last])) is not None
        or any(_RECORD_AFTER.match(sentence.text, place) for place in ends_of(sentence, last, stop))
    )
    lead = value or change
    assert lead is not None
    is_volume = value is not None and value.quantity.kind == "volume"
    currency = value.quantity.unit if value is not None and not is_volume else None
    if currency is None and value is not None and not is_volume:
        said = sentence.text[value.quantity.start : value.quantity.end]
        either_side = phrase.pair and any(
            currency_of(said, code) for code in phrase.partners
        )  # "trade between Iraq and Jordan"
        currency = None if either_side else currency_of(said, reporter)  # "¥8 billion" of Japan
    terms = _TERMS.search(sentence.text[first:stop]) or _TERMS.match(sentence.text, sentence.start)
    if value is None and terms:
        currency = currencies_named()[terms[1].lower()]
    goods = _goods(sentence, phrase, volume=is_volume)
    sign = phrase.sign if phrase.flow == "balance" else 1
    amount = value.amount * sign if value is not None else None
    high = value.quantity.value_high if value is not None else None
    exporter, importer = None, None
    if phrase.flow == "exports":
        exporter, importer = reporter, partner
    elif phrase.flow == "imports":
        exporter, importer = partner, reporter
    return TradeStatement(
        start,
        end,
        flow="exports" if phrase.flow == "imports" else phrase.flow,
        reporter=reporter,
        partner=partner,
        exporter=exporter,
        importer=importer,
        goods=goods,
        value=amount,
        currency=currency,
        unit=value.quantity.unit if is_volume and value is not None else None,
        bound=lead.quantity.bound,
        value_high=None if high is None else high * sign,
        change_pct=change.amount if change is not None else None,
        change_basis=basis,
        previous_value=None if previous is None else previous.amount * _sign_of(sentence, previous, sign),
        period=period,
        record=record,
        source=sentence.source,
    )


_BALANCE_OF = re.compile(r"\b(surplus|deficit|shortfall|gap) of \Z")


def _sign_of(sentence: Sentence, previous: Figure, sign: int) -> int:
    """Return the sign of an amount before, which may be named for itself: "against a deficit of 2 billion"."""
    named = _BALANCE_OF.search(sentence.text, sentence.start, previous.quantity.start)
    return sign if named is None else 1 if named[1] == "surplus" else -1


def _before(sentence: Sentence, period: str) -> str:
    """Return the period that the sentence opens with, counted back from the one spoken of: "Two years earlier"."""
    opening = YEAR_BEFORE.match(sentence.text, sentence.start)
    if opening is None:
        return period
    months = COUNTS.get(opening[1].lower(), 1) * (1 if opening[2].lower() == "month" else 12)
    return shift(period, months=-months) or period


def _goods(sentence: Sentence, phrase: FlowPhrase, *, volume: bool = False) -> str | None:
    goods = phrase.goods or (phrase.lent if volume else None)
    if goods is None:
        return None
    first, last = map(int, goods.split(":"))
    return sentence.text[first:last]
