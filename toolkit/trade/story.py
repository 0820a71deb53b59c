"""What an article has said of trade so far, and what a flow takes from it that its own sentence leaves out.

``CARRIES`` is the whole rule of what carries over, to whom, how far and until when; the rest of the module only does it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from toolkit.dates import count_of
from toolkit.language import bloc_codes
from toolkit.trade.carrying import (
    ALL_TOLD,
    CARRIES,
    IN_THE,
    MADE_UP,
    OF_THAT,
    PLAN,
    SO_FAR,
    USUAL,
    is_years_before,
    looks_aside,
    may_trade,
    turned,
    within,
)
from toolkit.trade.items import WORLD, FlowPhrase, Sentence, read_as, trade_words
from toolkit.trade.periods import SAME_PERIOD, period_said
from toolkit.trade.sides import (
    bare,
    from_the_next,
    fronted,
    owner_in_aside,
    owner_of_partner,
    partner_as_subject,
    partner_of_no_state,
    pointed_back,
    relative_to,
    subject_told,
    two_named,
)
from toolkit.trade.sources import states_of_source
from toolkit.words import word_lists

_LISTS = word_lists("trade_lists")


@dataclass
class Story:
    """What the sentences before said; lists of codes know the characters that they were read from."""

    reporters: list[str] = field(default_factory=list)
    partners: list[str] = field(default_factory=list)
    head: FlowPhrase | None = None  # the last flow
    period: str | None = None
    beside: str | None = None  # the month or year of an aside: "In June alone"
    currency: str | None = None
    others: set[str] = field(
        default_factory=set
    )  # partners of flows whose own side no word told ("trade with Bahrain" of Dubai)
    two: bool = False  # whether the last flow was with one partner, also where it does not carry any more
    met: bool = False  # whether the pair was only named together, without a flow
    whole: bool = False  # whether the article began with a state's trade with all partners
    told: int = 0  # the sentence that told of a flow last
    homes: Counter[str] = field(default_factory=Counter)  # how often each state's trade is spoken of
    home: str | None = None  # whose trade is spoken of most, up to the sentence before
    seen: set[str] = field(default_factory=set)  # the states named so far
    number: int = 0  # of this sentence

    @property
    def sides(self) -> set[str]:
        """Both sides of the pair spoken of."""
        return {*self.reporters, *self.partners}

    @property
    def only(self) -> str | None:
        """Return the one state that the text has named so far."""
        code = next(iter(self.seen)) if len(self.seen) == 1 else None
        return code if code is not None and may_trade(code) else None  # "ASEAN remained Guangdong's largest partner"

    def turn(self, number: int, codes: Sequence[str]) -> None:
        """Go on to a sentence, which names ``codes``: forget what does not carry so far."""
        self.number = number
        self.seen = self.seen or set(codes)
        self.home = self.homes.most_common(1)[0][0] if self.homes else None
        ago = number - self.told
        if ago > (CARRIES["partner"].sentences or ago):
            self.reporters, self.partners, self.currency = [], [], None
        if ago > (CARRIES["flow"].sentences or ago):
            self.head = None

    def leans(self, sentence: Sentence, phrase: FlowPhrase) -> bool:
        """Whether a flow goes on from what was told, and so may take its pair, period and currency."""
        return not phrase.own or phrase.anaphor or self.part_of_what_was_said(sentence, phrase)

    def count(self, sentence: Sentence, phrases: Sequence[FlowPhrase], near: set[str]) -> None:
        """Note whose trade a sentence speaks of, by its flows and by its office; ``near`` are the sides told before."""
        counted: dict[str, int] = {}
        for phrase in phrases:
            here = phrase.own and sentence.start <= getattr(phrase.reporters[0], "start", -1) < sentence.end
            if here and not phrase.role and {*phrase.reporters, *phrase.partners} != near:
                counted[phrase.reporters[0]] = 1 if phrase.pair else 2
        self.homes.update(counted)
        for code in states_of_source(sentence, set()):
            self.homes[code] += 2

    def part_of_what_was_said(self, sentence: Sentence, phrase: FlowPhrase) -> bool:
        """Whether a flow is part of the trade just told: "Indonesian exports accounted for $2.9 billion of that"."""
        if not phrase.reporters or phrase.reporters[0] not in self.sides:
            return False
        head = self.head
        if head is not None and head.flow == "trade" and not phrase.goods and not phrase.total and not self.whole:
            return phrase.flow in ("exports", "imports")  # "Indian exports stood at $4.5 billion."
        return any(pattern.search(sentence.text, phrase.end, sentence.end) for pattern in (OF_THAT, MADE_UP))

    def period_for(self, sentence: Sentence, phrase: FlowPhrase, *, leans: bool) -> str | None:
        """Return the period told where it still holds for a flow."""
        leans |= SAME_PERIOD.search(sentence.text, sentence.start, sentence.end) is not None
        if USUAL.search(sentence.text, sentence.start, sentence.end):
            return self.period if leans else None
        return self.period

    def pointed_at(self, sentence: Sentence, begin: int, end: int) -> str | None:
        """Return the period told that a stretch points at: "over the six months", "for the month"; None if it does not.

        A month is that of an aside, else the last of the period told.
        """
        found = IN_THE.search(sentence.text, begin, end)
        if self.period and (so_far := SO_FAR.search(sentence.text, begin, end)):  # "over the eight-month period"
            months, last = count_of(so_far[1]), self.period.split("/")[-1]
            if re.fullmatch(rf"\d{{4}}-{months:02}", last):
                return read_as(f"{last[:4]}-01/{last}", self.period)
        if found is None or self.period is None:
            return None
        if found["unit"].lower() != "month":
            return self.period
        for told in (self.beside, self.period):
            if told and re.fullmatch(r"\d{4}-\d\d", told):
                return told
        last = (self.period or "").split("/")[-1]
        return read_as(last, self.period) if re.fullmatch(r"\d{4}-\d\d", last) else self.period

    def take_up(
        self,
        sentence: Sentence,
        phrases: Sequence[FlowPhrase],
        periods: Sequence[str | None],
        before: str | None,
        money: str | None,
    ) -> None:
        """Note what a sentence told: its flows, the ``periods`` of its statements (none: ``before``), its currency."""
        self.others |= {code for p in phrases if not p.reporters for code in p.partners}
        said = [p for p in phrases if p.reporters and p.partners and p.partners != [WORLD]]
        if not self.reporters:  # "Shipments to China rose as New Zealand's deficit narrowed" is about New Zealand's trade
            said = [*(p for p in phrases if p.named and p.partners == [WORLD] and not p.anaphor), *said]
        said = said or [p for p in phrases if p.reporters and (p.partners or (p.elsewhere and periods))]
        regional = [p for p in said if bloc_codes().get(p.reporters[0]) == "region"]
        said = [
            p for p in said if p not in regional and (p.named or may_trade(p.reporters[0]))
        ]  # "the Pacific Islands trade office"
        if not said:
            words = trade_words("noun").keys() | trade_words("verb").keys()
            lows = {i.low for i in sentence.items}
            self._between(sentence, told=bool(phrases) or ("had" not in lows and bool(words & lows)))
            return
        period = next((p for p in periods if p), before)
        if not periods:
            period = period_said(sentence) or before  # "Peru's exports surged in June. Sales to Chile ..."
        if looks_aside(sentence) or (period is not None and period == self.beside) or is_years_before(period, self.period):
            self.beside = period
        else:
            self.period, self.beside = period, None
        head, pair = turned(said[0] if said[0].role else said[-1]), turned(said[0])
        self.head, self.currency, self.told = head, money or self.currency, self.number
        self.reporters, self.partners, self.met = list(pair.reporters), list(pair.partners), False
        self.two = self.partners != [WORLD]
        if said[0].listed and len(said) > 1:
            self.partners = [WORLD]  # a list of partners leaves none in mind

    def _between(self, sentence: Sentence, *, told: bool) -> None:
        """Note what a sentence without a whole flow says: another time ends the period, two states are the pair spoken of."""
        period = period_said(sentence)
        if (
            period not in (None, self.period)
            and not looks_aside(sentence)
            and not (told and is_years_before(period, self.period))
            and not PLAN.search(sentence.text, sentence.start, sentence.end)
        ):
            self.period = period if told else self.period if within(period, self.period) else None
        codes = list(dict.fromkeys(i.value.code for i in sentence.items if i.kind == "state"))
        if len(codes) == 2 and not self.reporters:
            self.reporters, self.partners, self.told, self.met = codes[:1], codes[1:], self.number, True

    # --- what a flow lacks ------------------------------------------------------
    def complete(self, sentence: Sentence, phrases: list[FlowPhrase]) -> None:
        """Give flows that leave out reporter, partner or goods those of the phrase, the sentence or the story."""
        for phrase in phrases:
            phrase.named = phrase.own and not phrase.anaphor
        if fronted(sentence, phrases):
            self.whole = False
        if phrases and ALL_TOLD.match(sentence.text, sentence.start):
            phrases[0].total = True
        last: FlowPhrase | None = None
        traded: set[str] = set()  # the sides of a trade that the sentence has spoken of
        for phrase in phrases:
            explicit = phrase.own and not phrase.anaphor
            if last is not None and last.elsewhere and not phrase.own and not phrase.partners and not phrase.total:
                phrase.elsewhere = True  # "imports from other countries fell 2% while exports rose 1%"
            if not phrase.own and not phrase.partners and last is not None and last.role:
                same = (phrase.flow == "imports") == (last.flow == "imports") or phrase.flow == "trade"
                sides = (last.reporters, last.partners) if same else (last.partners, last.reporters)
                phrase.reporters, phrase.partners = list(sides[0]), list(sides[1])
            if not phrase.partners:
                phrase.partners = relative_to(sentence, phrase) or ([] if explicit else partner_as_subject(sentence, phrase))
            if phrase.verb and phrase.own and not phrase.partners and (owner := owner_of_partner(sentence, phrase)):
                other = "imports" if phrase.flow == "exports" else "exports"  # "Peru's top partner was Chile, which imported"
                phrase.flow, phrase.reporters, phrase.partners = read_as(other, phrase.flow) or other, owner, phrase.reporters
            if phrase.points and not (explicit or phrase.partners or phrase.anaphor or phrase.verb):
                phrase.partners = pointed_back(sentence, phrase, self.home)  # "China came first, with exports to the country"
            if not phrase.reporters:
                phrase.reporters = self._reporter(sentence, phrase, last)
            self._as_told(sentence, phrase)
            self._lend_goods(phrase, last, explicit=explicit)
            if not phrase.partners and phrase.reporters and not phrase.elsewhere:
                listed = phrase.slot == "reporter" and last is not None  # "the Netherlands imported ..., the USA ..."
                phrase.partners = (
                    list(last.partners) if listed and last else self._partners(sentence, phrase, last, explicit=explicit)
                )
                if not phrase.partners and phrase.reporters[0] in traded and not phrase.total and not phrase.goods:
                    phrase.partners = sorted(traded - {phrase.reporters[0]})  # "with Peruvian exports at ... and Chilean ..."
                unsure = self.two and not self.reporters and not explicit and not phrase.total and last is None
                if not phrase.partners and not phrase.pair and not phrase.points and not unsure:
                    phrase.partners = [WORLD]
            self._as_imports_of_home(phrase)
            ranked = any(item.low in _LISTS["position"] | _LISTS["order"] for item in sentence.items)
            if ranked and phrase.flow == "trade" and phrase.partners == [self.home] and last is None and phrase.reporters:
                phrase.reporters, phrase.partners = (
                    phrase.partners,
                    phrase.reporters,
                )  # "Peru came second, with trade with Chile of"
            if (
                phrase.flow == "trade"
                and last is None
                and phrase.partners in ([WORLD], [])
                and not explicit
                and not phrase.total
            ) and (two := two_named(sentence, phrase)):
                phrase.reporters, phrase.partners = two[:1], two[1:]
            if phrase.pair and not phrase.partners and len(phrase.reporters) > 1:
                phrase.reporters, phrase.partners = phrase.reporters[:1], phrase.reporters[1:]
            if phrase.flow == "trade" and len({*phrase.reporters, *phrase.partners}) == 2 and WORLD not in phrase.partners:
                traded = {*phrase.reporters, *phrase.partners}
            last = phrase
        from_the_next(phrases)
        self._from_the_only_other(sentence, phrases)

    def _as_told(self, sentence: Sentence, phrase: FlowPhrase) -> None:
        """Turn a flow round where it is the other side's trade that is told: "Iraq took goods worth $5 billion" of Iran's exports."""
        if phrase.either and phrase.flow == "imports" and phrase.partners and not phrase.reporters:
            phrase.flow, phrase.reporters, phrase.partners = (
                read_as("exports", phrase.flow) or "",
                phrase.partners,
                [],
            )  # "shipments from Peru"
        word = sentence.items[phrase.head].low if phrase.verb and phrase.head >= 0 else ""
        weak = trade_words("verb").get(word, ("", "strong"))[1] != "strong"
        other = "imports" if phrase.flow == "exports" else "exports"
        head = self.head
        told = head is not None and head.flow == other and head.reporters == [self.home]
        ranked = any(item.low in _LISTS["position"] for item in sentence.items)
        bought = phrase.verb and head is not None and head.partners not in ([WORLD], []) and self.told == self.number - 1
        if told and phrase.own and not phrase.partners and (bought or ranked) and self.home not in phrase.reporters:
            phrase.partners = [self.home or ""]  # "The US imported 718 billion" in a list of who bought from Nigeria
        told &= phrase.verb or ranked
        if (weak or told) and phrase.flow in ("exports", "imports") and phrase.partners == [self.home] and phrase.reporters:
            phrase.flow = read_as(other, phrase.flow) or other
            phrase.reporters, phrase.partners = phrase.partners, phrase.reporters

    def _as_imports_of_home(self, phrase: FlowPhrase) -> None:
        """Read "US deliveries rose to 611,000 tonnes" in a text on Japan's imports as those of Japan."""
        head = self.head
        if head is None or head.flow != "imports" or head.reporters != [self.home] or phrase.partners != [self.home]:
            return
        if phrase.weak and not phrase.verb and phrase.flow == "exports":
            phrase.flow = read_as("imports", phrase.flow) or ""
            phrase.reporters, phrase.partners = phrase.partners, phrase.reporters

    def _lend_goods(self, phrase: FlowPhrase, last: FlowPhrase | None, *, explicit: bool) -> None:
        """Lend a flow the goods of the flow before it; a general word ("shipments") takes them for its own."""
        if phrase.goods is not None or phrase.flow not in ("exports", "imports"):
            return
        if last is not None:
            phrase.lent = last.goods or last.lent
            if (phrase.weak and not phrase.total) or (last.role and not explicit):
                phrase.goods = phrase.lent
            return
        before = self.head
        if before is None or phrase.total or explicit or (phrase.flow, phrase.reporters) != (before.flow, before.reporters):
            return
        phrase.lent = before.goods  # "The country bought 2 million tonnes"
        if phrase.weak and phrase.partners:
            phrase.goods = phrase.lent  # "Shipments to Peru fell"

    def _reporter(self, sentence: Sentence, phrase: FlowPhrase, last: FlowPhrase | None) -> list[str]:
        """Return whose flow it is: of the flow before it, the subject, the office or the owner named, else of the story."""
        taken = set(phrase.partners)
        named = states_of_source(sentence, taken)
        if phrase.ours and named:
            return named[:1]
        if last is not None and last.role:
            last = turned(last)  # "exports to Italy, Chile's largest market, rose, while those to Spain": Chile's
        if last is not None and last.reporters:
            if not taken & set(last.reporters):
                return list(last.reporters)
            if last.partners and not taken & set(last.partners):
                return list(last.partners)
        if partner_of_no_state(sentence, phrase):
            return []
        named = [code for code in named if may_trade(code)]
        subject = (
            [] if phrase.listed else subject_told(sentence, phrase, taken)
        )  # "China topped the destinations with $8 billion"
        subject = [code for code in subject if may_trade(code)]  # "the head of the West Asia office"
        return subject or named[:1] or owner_in_aside(sentence, phrase, taken) or self._reporter_told(sentence, phrase, taken)

    def _reporter_told(self, sentence: Sentence, phrase: FlowPhrase, taken: set[str]) -> list[str]:
        if not self.reporters and self.only is not None:
            bare = phrase.flow == "trade" and not phrase.anaphor and not phrase.total  # "trade was thin"
            return [] if self.only in taken | self.others or phrase.pair or bare else [self.only]
        if phrase.flow == "balance":
            left = [i.value.code for i in sentence.items[max(0, phrase.first - 4) : phrase.first] if i.kind == "state"]
            if left and left[-1] in self.sides:  # "That left Brazil with a surplus"
                return left[-1:]
        home = self.home
        if home is not None and home not in taken and (home in self.sides or phrase.listed):
            return [home]
        for side in (self.reporters, self.partners):
            if side and not taken & set(side) and side != [WORLD]:
                return list(side)
        return [home] if home is not None and home not in taken and (phrase.partners or not phrase.pair) else []

    def _partners(self, sentence: Sentence, phrase: FlowPhrase, last: FlowPhrase | None, *, explicit: bool) -> list[str]:
        """Return the partners that a phrase leaves out; none where it may speak of all partners."""
        after = sentence.items[phrase.last + 1] if phrase.last + 1 < len(sentence.items) else None
        if phrase.total and (after is None or after.low != "there"):
            return []
        reporter = phrase.reporters[0]
        told = not explicit or phrase.points
        if last is not None and last.partners:
            pair = [*last.reporters, *last.partners]
            if phrase.reporters == last.reporters:
                return list(last.partners)
            of_pair = last.flow in ("trade", "balance")  # "Iran-Russia trade ..., of which Russian exports ..."
            if reporter in pair and (told or phrase.verb or phrase.bare or of_pair):
                return [c for c in pair if c not in phrase.reporters][:1]
            if (phrase.verb or phrase.bare) and phrase.flow == last.flow:  # "while Russia shipped 107 million"
                phrase.goods = phrase.goods or last.goods
                return list(last.partners)
            if phrase.bare and phrase.flow == "exports" and last.flow == "imports":  # "while Brazilian shipments surged"
                return list(last.reporters)
            return []
        if reporter not in self.sides or not (told or self.part_of_what_was_said(sentence, phrase)):
            return []
        if self.whole and not phrase.points and (phrase.goods or bare(sentence, phrase)):
            return []
        said = {i.low for i in sentence.items[max(phrase.first, 0) : phrase.last + 1]}
        if self.whole and phrase.flow == "balance" and "trade" in said and not phrase.points and not phrase.anaphor:
            return []  # "The trade balance was a deficit of"
        if self.met and phrase.flow in ("exports", "imports") and phrase.anaphor and not phrase.points:
            return []  # "Peru met Chile. Its exports rose 5%"
        pair = [*self.reporters, *self.partners]
        return list(self.partners) if phrase.reporters == self.reporters else [c for c in pair if c not in phrase.reporters]

    def _from_the_only_other(self, sentence: Sentence, phrases: list[FlowPhrase]) -> None:
        """Give a lone flow without a reporter the only other state of the sentence: "imports from Mexico ... U.S. supplier"."""
        lone = phrases[0]
        if self.reporters or len(phrases) > 1 or lone.reporters or lone.anaphor or lone.partners in ([], [WORLD]):
            return
        named = {i.value.code for i in sentence.items if i.kind == "state"} - set(lone.partners)
        if len(named) == 1:
            lone.reporters = list(named)
