"""Trade statements: who sold how much to whom, when, by how much more, by whose figures.

A sentence is read as the flows that it names (``toolkit.trade.phrases``) and the figures that
belong to each: amounts, changes, the amount before. What a phrase leaves out ("while imports
rose 13%") is taken from the one before it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from toolkit.dates import find_dates
from toolkit.language import StateForm, bloc_codes, find_states, once, parsed
from toolkit.reading import Article
from toolkit.tables import evidence, frame
from toolkit.trade.carrying import may_trade
from toolkit.trade.ellipses import with_ellipses
from toolkit.trade.figures import asides_of
from toolkit.trade.groups import groups_of
from toolkit.trade.items import POSSESSIVES, WORLD, Read, Sentence, items_of
from toolkit.trade.members import with_members
from toolkit.trade.phrases import find_phrases
from toolkit.trade.quantities import Quantity, quantities_of
from toolkit.trade.slots import PARTS_OF_STATES
from toolkit.trade.sources import source_of
from toolkit.trade.statements import TradeStatement, statement_of
from toolkit.trade.story import Story
from toolkit.words import word_lists

if TYPE_CHECKING:
    import pandas as pd
    from spacy.language import Language
    from spacy.tokens import Doc

LONGEST = 1200  # characters of a sentence that is read as one
OPENING = 2  # sentences of an article that may leave open whose trade they are about
_ONE_OF = re.compile(
    r" (?:country|nation|neighbou?r|kingdom|island|republic|giant|economy|state)\b", re.I
)  # "the Asian country"


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
    states = sorted([*states, *_abbreviated(text, states)])
    story = Story()
    found: list[TradeStatement] = []
    untold: list[Sentence] = []  # which open the article and leave whose trade it is to the next: "December exports rise 11.8%"
    for number, (start, end) in _stretches(article):
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
        if here and not statements and not story.homes and number < OPENING:
            untold.append(sentence)
    return [*_told_later(untold, story), *found]


def _abbreviated(text: str, states: Sequence[StateForm]) -> Iterator[StateForm]:
    """Give the states by abbreviations that the text itself explains: "African Union (AU) ... AU countries"."""
    for state in states:
        short = re.compile(r" \(([A-Z][A-Za-z]{0,4}[A-Z])\)").match(text, state.end)
        if short is None or state.form != "name":
            continue
        for match in re.finditer(rf"\b{short[1]}\b", text[short.start(1) :]):
            start, end = (short.start(1) + place for place in match.span())
            if not any(s.start < end and start < s.end for s in states):
                yield state._replace(start=start, end=end, code=Read(state.code, start, end))


def _told_later(untold: Sequence[Sentence], story: Story) -> list[TradeStatement]:
    """Return the statements of opening sentences, now that the article has told whose trade it is about."""
    others = {code for code in story.seen - story.others if may_trade(code)}
    home = story.homes.most_common(1)[0][0] if story.homes else others.pop() if len(others) == 1 else None
    if home is None:
        return []
    later = [s for s in untold if home not in {i.value.code for i in s.items if i.kind == "state"}]
    return [t for s in later for t in _statements(s, Story(homes=Counter({home: 2}), home=home)) if t.reporter == home]


def _stretches(article: Article) -> Iterator[tuple[int, tuple[int, int]]]:
    """Yield the sentences with their numbers; what is longer than any sentence of news (a table, a list) in pieces."""
    for number, (start, end) in enumerate(article.sentences):
        while end - start > LONGEST:
            cut = max(article.text.rfind(mark, start, start + LONGEST) for mark in ("; ", ", ", " "))
            cut = cut if cut > start else start + LONGEST
            yield number, (start, cut + 1)
            start = cut + 1
        yield number, (start, end)


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
    phrases = with_members(sentence, phrases, head, story.home)
    story.others |= _of_provinces(sentence)
    found: list[TradeStatement] = []
    before: str | None = None
    if phrases:
        opening, near = phrases[0], story.sides
        leans = story.leans(sentence, opening)
        story.complete(sentence, phrases)
        story.count(sentence, phrases, near)
        leans |= {*opening.reporters, *opening.partners} == near and WORLD not in near
        flowing = next((p for p in phrases if not p.role), opening)
        before = said = story.period_for(sentence, flowing, leans=leans)
        groups = groups_of(sentence, phrases, story.currency if leans else None)
        beside = asides_of(sentence, "which")
        for n in range(len(groups)):
            made = statement_of(sentence, story, groups, n, said)
            if made is not None:
                figure = groups[n].figures[0].quantity.start
                said = said if any(a <= figure < b for a, b in beside) else made.period or said
                found.append(made)
    money = next((Read(t.currency, *t.cells["currency"]) for t in reversed(found) if t.currency), None)
    story.take_up(sentence, phrases, [t.period for t in found], before if not found else said, money)
    return found


_FIRMS = word_lists("trade_lists")["firm"]


def _of_provinces(sentence: Sentence) -> set[str]:
    """Return the states that are named as those of a province or a firm: "China's Zhejiang Province", "Vale, Brazil's largest miner"."""
    items = sentence.items
    firm = any(
        sentence.text[item.start].isupper()
        and [i.low for i in items[n + 1 : n + 4]] == [",", "the", "country"]
        and any(after.low in _FIRMS for after in items[n + 4 : n + 9])
        for n, item in enumerate(items)
    )
    if firm:  # "Hyundai India Ltd, the country's second largest carmaker, exported"
        return {item.value.code for item in items if item.kind == "state"}
    return {
        item.value.code
        for n, item in enumerate(items)
        if item.kind == "state"
        and n + 1 < len(items)
        and items[n + 1].low in POSSESSIVES
        and (
            any(after.low in PARTS_OF_STATES for after in items[n + 2 : n + 5])
            or (
                n > 1
                and (items[n - 1].low, items[n - 2].kind) == (",", "word")
                and sentence.text[items[n - 2].start].isupper()
                and any(after.low in _FIRMS for after in items[n + 2 : n + 7])
            )
        )
    }
