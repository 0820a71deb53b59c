"""The ledger: intervals from rounding, bounds from statements, and what cannot all be true."""

from __future__ import annotations

import random

import pandas as pd
import pytest

from benchmarks.ledger import months
from tests.conftest import ROOT
from toolkit.amounts.intervals import growth_interval, level_interval, unit_of_last_digit
from toolkit.dates.coverage import base_span, iso_period, span_of
from toolkit.errors import OptionError, TableError
from toolkit.ledger import programs
from toolkit.ledger.bounds import System
from toolkit.ledger.comparison import compare
from toolkit.ledger.conflicts import Claimed, Conflict, conflicts_of
from toolkit.ledger.ledger import counted_by, reconcile
from toolkit.ledger.system import Figure
from toolkit.reading import Article, read_articles
from toolkit.tables import columns, frame
from toolkit.trade.table import trade_table

PAIR = {"reporter": "CHN", "partner": "RUS", "bound": "exact", "currency": "USD"}


def level(flow: str, value: float, period: str, text: str = "", **cells: object) -> dict[str, object]:
    ends = {"exports": {"exporter": "CHN", "importer": "RUS"}, "imports": {"exporter": "RUS", "importer": "CHN"}}.get(flow, {})
    return {**PAIR, **ends, "flow": "exports" if ends else flow, "value": value, "period": period, "text": text, **cells}


def change(flow: str, percent: float, period: str, text: str = "", **cells: object) -> dict[str, object]:
    row = level(flow, 0, period, text, **cells)
    return {**row, "value": None, "currency": cells.get("currency"), "change_pct": percent}


def bounds(ledger, flow: str, period: str, exporter: str = "CHN") -> tuple[float | None, float | None]:
    row = ledger.flows.query("flow == @flow and period == @period and exporter == @exporter")
    assert len(row) == 1, ledger.flows
    return tuple(None if pd.isna(v) else v for v in row[["low", "high"]].iloc[0])


# --- intervals ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "text", "low", "high"),
    [
        (240.1e9, "$240.1 billion", 240.05e9, 240.15e9),
        (240e9, "$240 billion", 239.5e9, 240.5e9),
        (8.49e9, "RM8.49bn", 8.485e9, 8.495e9),
        (1.74e12, "1.74 trillion yuan", 1.735e12, 1.745e12),
        (1_234_567.0, "1,234,567 tonnes", 1_234_566.5, 1_234_567.5),
        (1_200_000.0, "1,200,000 tonnes", 1_150_000.0, 1_250_000.0),
        (5e9, "500 crore rupees", 4.995e9, 5.005e9),
        (240.1e9, None, 240.05e9, 240.15e9),
        (0.5e9, "half a billion dollars", 0.475e9, 0.525e9),
        (-21.5e9, "a deficit of $21.5 billion", -21.55e9, -21.45e9),
    ],
)
def test_amounts_are_as_good_as_the_digits_written(value, text, low, high):
    assert level_interval(value, text=text) == pytest.approx((low, high))


@pytest.mark.parametrize(
    ("bound", "low", "high"),
    [
        ("over", 200e9, float("inf")),
        ("at least", 200e9, float("inf")),
        ("under", 0, 200e9),
        ("at most", 0, 200e9),
        ("about", 190e9, 210e9),
        ("exact", 199.5e9, 200.5e9),
    ],
)
def test_hedges_open_or_widen_the_interval(bound, low, high):
    assert level_interval(200e9, bound=bound, text="$200 billion") == pytest.approx((low, high))


def test_ranges_are_rounded_at_both_ends():
    assert level_interval(20e9, 25e9, bound="between", text="20 to 25 billion") == pytest.approx((19.5e9, 25.5e9))


@pytest.mark.parametrize(
    ("percent", "text", "bound", "low", "high"),
    [
        (26.3, "up 26.3%", "exact", 1.2625, 1.2635),
        (-11.6, "fell 11.6%", "exact", 0.8835, 0.8845),
        (13.0, "rose 13%", "exact", 1.125, 1.135),
        (100.0, "doubled", "exact", 1.95, 2.05),
        (5.0, "more than 5%", "over", 1.05, float("inf")),
        (-5.0, "fell more than 5%", "over", 0.0, 0.95),
        (5.0, "less than 5%", "under", 1.0, 1.05),
        (0.0, "almost unchanged", "about", 0.995, 1.005),
    ],
)
def test_rates_are_as_good_as_the_digits_written(percent, text, bound, low, high):
    assert growth_interval(percent, bound=bound, text=text) == pytest.approx((low, high))


def test_a_year_in_the_text_is_not_the_figure():
    assert unit_of_last_digit(46.9, "jumped 46.9% in 2023", scaled=False) == pytest.approx(0.1)
    assert unit_of_last_digit(3e9, "from 2023 on, three billion") is None


@pytest.mark.parametrize(
    ("period", "basis", "base"),
    [
        ("2023", "year earlier", "2022"),
        ("2023-08", "year earlier", "2022-08"),
        ("2024-01/2024-02", "year earlier", "2023-01/2023-02"),
        ("2024-01", "month earlier", "2023-12"),
        ("2023-07/2023-09", "quarter earlier", "2023-04/2023-06"),
        ("2023-07/2023-09", "previous period", "2023-04/2023-06"),
        ("2023-01/2023-06", "2019", "2019-01/2019-06"),
        ("2023", "2019", "2019"),
        ("2022-07/2023-06", "year earlier", "2021-07/2022-06"),
    ],
)
def test_the_period_a_change_is_against(period, basis, base):
    assert iso_period(base_span(span_of(period), basis)) == base


@pytest.mark.parametrize("period", [None, "", "soon", "2023-13", "2024/2023", "2023-02-30"])
def test_what_is_no_period(period):
    assert span_of(period) is None


# --- bounds -----------------------------------------------------------------------


FOUR = (
    "Chinese-Russian trade came to a record $240.1 billion in 2023, up 26.3%, Chinese customs data showed. "
    "China's exports to Russia were up 46.9% in 2023, and its imports from Russia were up 13%. "
    "China's trade with the United States was down 11.6% in 2023 at $664.5 billion, Chinese customs data showed."
)


def test_four_statements_give_the_bounds_of_the_design():
    ledger = reconcile(trade_table(Article(FOUR, date="2024-04-06")))
    assert ledger.conflicts.empty
    assert ledger.left_out == {}
    low, high = next(
        (r.low, r.high) for r in ledger.flows.itertuples() if (r.flow, r.period, r.importer) == ("trade", "2022", "RUS")
    )
    assert (round(low / 1e9, 1), round(high / 1e9, 1)) == (190.0, 190.2)
    assert bounds(ledger, "exports", "2023") == pytest.approx((106.5e9, 112.5e9), abs=0.06e9)
    assert bounds(ledger, "exports", "2023", "RUS") == pytest.approx((127.6e9, 133.6e9), abs=0.06e9)
    assert bounds(ledger, "balance", "2023") == pytest.approx((-27e9, -15e9), abs=0.5e9)


def test_rows_say_what_they_rest_on():
    flows = reconcile(trade_table(Article(FOUR, date="2024-04-06"))).flows
    row = flows.query("flow == 'exports' and exporter == 'RUS' and period == '2023'").iloc[0]
    assert row["statements"] == [0, 1, 2]
    assert row["status"] == "implied"
    assert row["source"] == "Chinese customs data"
    assert flows.query("flow == 'trade' and period == '2023' and importer == 'RUS'")["status"].tolist() == ["stated"]


def test_exports_imports_and_trade_fit_within_rounding_wherever_all_three_are_given():
    triples = {
        "2022-01/2022-06": (80.675, 29.55, 51.125),
        "2022": (190.271, 76.12, 114.15),
        "2023-01/2023-06": (114.547, 52.284, 62.263),
        "2023-01/2023-11": (218.17, 100.33, 117.84),
        "2024-01/2024-07": (136.67, 61.64, 75.03),
        "2024": (244.81, 115.49, 129.32),
    }
    for period, (trade, out, back) in triples.items():
        rows = [level("trade", trade * 1e9, period), level("exports", out * 1e9, period), level("imports", back * 1e9, period)]
        assert reconcile(frame("trade", rows)).conflicts.empty, period
        rows[0]["value"] = (trade + 0.9) * 1e9
        assert len(reconcile(frame("trade", rows)).conflicts) == 1, period


def test_a_surplus_is_exports_less_imports():
    rows = [level("exports", 115.49e9, "2024"), level("imports", 129.32e9, "2024")]
    ledger = reconcile(frame("trade", rows))
    assert bounds(ledger, "balance", "2024") == pytest.approx((-13.84e9, -13.82e9), abs=1e6)
    assert bounds(ledger, "trade", "2024") == pytest.approx((244.80e9, 244.82e9), abs=1e6)
    said = frame("trade", [*rows, {**level("balance", 13.83e9, "2024"), "reporter": "CHN"}])
    assert len(reconcile(said).conflicts) == 1  # the surplus is Russia's, not China's
    said.loc[2, "value"] = -13.83e9
    assert reconcile(said).conflicts.empty


def test_a_deficit_that_widens_was_smaller():
    text = "China's trade deficit with Peru widened 10% to $27 billion in 2023."
    flows = reconcile(trade_table(Article(text, date="2024-03-01"))).flows.query("flow == 'balance'").set_index("period")
    assert -26.6e9 > flows.loc["2023", "low"] > -27.6e9
    assert (flows.loc["2022", "low"], flows.loc["2022", "high"]) == pytest.approx((-25.11e9, -23.98e9), abs=1e7)


def test_a_year_is_the_sum_of_its_parts():
    rows = [level("exports", 100e9, "2023"), level("exports", 60e9, "2023-01/2023-06")]
    rows.append(level("exports", 10e9, "2023-12"))
    rows.append(level("exports", 35e9, "2023-07/2023-12", bound="at most"))
    ledger = reconcile(frame("trade", rows))
    assert len(ledger.conflicts) == 1
    assert ledger.conflicts["statements"].iloc[0] == [0, 1, 3]
    free = reconcile(frame("trade", [*rows[:3], change("exports", 10, "2023-07/2023-12")]))
    low, high = bounds(free, "exports", "2023-07/2023-12")
    assert (low, high) == pytest.approx((39e9, 41e9))


def test_currencies_offices_goods_and_pairs_are_kept_apart():
    rows = [
        level("trade", 240e9, "2024"),
        level("trade", 1.7e12, "2024", currency="CNY"),
        level("trade", 250e9, "2024", source="the U.S. Commerce Department"),
        level("trade", 50e9, "2024", goods="crude oil"),
        level("trade", 300e9, "2024", partner="USA"),
        level("trade", 245e9, "2024", reporter="RUS", partner="CHN"),
    ]
    ledger = reconcile(frame("trade", rows))
    assert ledger.conflicts.empty
    assert len(ledger.flows) == len(rows)
    assert sorted(set(ledger.flows["reporter"])) == ["CHN", "RUS", "USA"]


def test_whose_count_a_source_is():
    assert counted_by(None, "RUS") == "RUS"
    assert counted_by("customs data", "RUS") == "RUS"
    assert counted_by("Chinese customs data", "RUS") == "CHN"
    assert counted_by("the US Commerce Department", "CHN") == "USA"
    assert counted_by("UN Comtrade", "CHN") == "UN Comtrade"


def test_a_rate_alone_gives_no_amount():
    ledger = reconcile(frame("trade", [change("exports", 5, "2023")]))
    assert ledger.flows.empty
    assert ledger.conflicts.empty
    assert ledger.flows.columns.tolist() == columns("flows")
    assert ledger.conflicts.columns.tolist() == columns("conflicts")


def test_rows_that_cannot_be_used_are_named():
    rows = [
        level("trade", 1e9, "2023", partner=None),
        level("trade", 1e9, ""),
        {**change("trade", 1, "2023"), "change_pct": None},
    ]
    assert reconcile(frame("trade", rows)).left_out == {0: "no reporter or no partner", 1: "no period", 2: "no figure"}


def test_wrong_subjects_and_options_are_named():
    with pytest.raises(TableError, match="not a trade table"):
        reconcile(frame("numbers", []))
    with pytest.raises(OptionError, match="rounding=2"):
        reconcile(frame("trade", []), rounding=2)
    with pytest.raises(OptionError, match="year earlier"):
        reconcile(frame("trade", []), basis="last year")


# --- conflicts ----------------------------------------------------------------------


def test_a_base_revised_since():
    text = (
        "China's trade with the United States rose 0.6% to $759.427 billion in 2022, Chinese customs data showed. "
        "China's trade with the United States fell 11.6% to $664.5 billion in 2023, Chinese customs data showed."
    )
    ledger = reconcile(trade_table(Article(text, date="2024-01-12")))
    assert len(ledger.conflicts) == 1
    row = ledger.conflicts.iloc[0]
    assert row["statements"] == [0, 1]
    assert row["gap"] == pytest.approx(7.7e9, abs=0.05e9)
    assert row["gap_pct"] == pytest.approx(1.0, abs=0.05)
    assert 0 < row["beyond_rounding"] < row["gap"]
    assert "revised" in row["possible_reason"]
    assert "751.7 billion USD" in row["explanation"]
    assert "759.4 billion USD" in row["explanation"]
    low, high = bounds(ledger, "trade", "2022")
    assert low < 751.7e9 < 759.427e9 < high  # whichever of them is right


def test_yuan_against_dollar_growth():
    apart = (
        "China's trade with Russia rose 1.9% to $244.81 billion in 2024. In yuan, the trade rose 2.9% to 1.74 trillion yuan."
    )
    ledger = reconcile(trade_table(Article(apart, date="2025-01-13")))
    assert ledger.conflicts.empty
    before = ledger.flows.query("period == '2023' and flow == 'trade'").set_index("currency")
    assert before.loc["USD", "low"] == pytest.approx(240.1e9, rel=0.002)
    assert before.loc["CNY", "low"] == pytest.approx(1.69e12, rel=0.005)
    mixed = "China's trade with Russia rose 1.9% to $244.81 billion in 2024. China's trade with Russia grew 2.9% in 2024."
    ledger = reconcile(trade_table(Article(mixed, date="2025-01-13")))
    assert ledger.conflicts["statements"].tolist() == [[0, 1]]
    assert "yuan and dollar" in ledger.conflicts["possible_reason"].iloc[0]


def test_two_amounts_for_one_flow():
    ledger = reconcile(frame("trade", [level("exports", 100e9, "2023"), level("exports", 108e9, "2023")]))
    row = ledger.conflicts.iloc[0]
    assert row["gap"] == pytest.approx(8e9)
    assert row["gap_pct"] == pytest.approx(100 * 8 / 108)
    assert "first figure" in row["possible_reason"]
    assert bounds(ledger, "exports", "2023") == pytest.approx((99.5e9, 108.5e9), rel=1e-4)


def test_a_month_cannot_exceed_the_year_to_date():
    rows = [level("exports", 90e9, "2023-05"), level("exports", 40e9, "2023-01/2023-05")]
    row = reconcile(frame("trade", rows)).conflicts.iloc[0]
    assert row["statements"] == [0, 1]
    assert "year to date" in row["possible_reason"]


def test_rates_that_no_amount_can_meet():
    rows = [change("trade", 5, "2023"), change("exports", 10, "2023"), change("imports", 8, "2023")]
    row = reconcile(frame("trade", rows)).conflicts.iloc[0]
    assert row["statements"] == [0, 1, 2]
    assert pd.isna(row["gap"])
    assert row["gap_pct"] == pytest.approx(3.0)  # trade would have to grow 8% at the least
    assert "percentage points" in row["explanation"]


def test_conflicts_are_irreducible_and_separate():
    rows = [
        level("exports", 100e9, "2023"),
        level("exports", 120e9, "2023"),
        level("imports", 50e9, "2023"),
        level("imports", 70e9, "2023"),
    ]
    rows += [level("exports", 10e9, "2020"), change("exports", 3, "2020")]
    ledger = reconcile(frame("trade", rows))
    assert sorted(ledger.conflicts["statements"]) == [[0, 1], [2, 3]]
    for sets in ledger.conflicts["statements"]:
        for n in sets:
            rest = [row for m, row in enumerate(rows) if m in sets and m != n]
            assert reconcile(frame("trade", rest)).conflicts.empty


def test_many_figures_for_one_flow_are_not_all_spelled_out_and_none_is_lost():
    rows = [level("exports", (100 + n) * 1e9, "2023", f"${100 + n} billion") for n in (*range(12), 0, 11)]
    ledger = reconcile(frame("trade", rows))
    assert len(ledger.conflicts) == 5
    first, *others = ledger.conflicts.itertuples()
    assert all(row.statements[0] == 0 for row in (first, *others))  # each against the first that it contradicts
    assert 11 in others[-1].statements  # the widest apart are spelled out
    named = [n for row in ledger.conflicts.itertuples() for n in (*row.statements[1:], *row.also)]
    assert sorted(named) == list(range(1, len(rows)))
    assert "Eight more statements give figures for the same that fit no better" in first.explanation
    assert bounds(ledger, "exports", "2023") == pytest.approx((99.5e9, 111.5e9), rel=1e-5)


def test_statements_apart_by_amount_and_by_rate_are_one_conflict():
    rows = [level("exports", 100e9, "2023", "$100 billion, up 5%", change_pct=5.0)]
    rows += [level("exports", 120e9, "2023", "$120 billion, up 26%", change_pct=26.0)]
    conflicts = reconcile(frame("trade", rows)).conflicts
    assert conflicts["statements"].tolist() == [[0, 1]]
    assert conflicts["gap"].iloc[0] == pytest.approx(20e9)


def test_what_is_said_twice_is_named_with_the_conflict_and_widened_with_it():
    rows = [level("exports", 100e9, "2023"), level("imports", 50e9, "2023"), level("trade", 170e9, "2023")]
    ledger = reconcile(frame("trade", [*rows, rows[0], rows[2]]))
    assert ledger.conflicts["statements"].tolist() == [[0, 1, 2]]
    assert ledger.conflicts["also"].tolist() == [[3, 4]]
    low, high = bounds(ledger, "trade", "2023")
    assert low < 150e9 < 170e9 < high


def test_bounds_hold_whichever_of_three_amounts_is_right():
    rows = [level("exports", value * 1e9, "2023") for value in (100, 130, 115)]
    ledger = reconcile(frame("trade", rows))
    assert ledger.conflicts["statements"].tolist() == [[0, 1], [0, 2]]
    assert bounds(ledger, "exports", "2023") == pytest.approx((99.5e9, 130.5e9), rel=1e-5)


def test_figures_that_fit_keep_what_they_say_beside_those_that_do_not():
    rows = [level("exports", value * 1e9, "2023") for value in (100, 130)]
    ledger = reconcile(frame("trade", [*rows, level("exports", 105e9, "2023", bound="at least")]))
    assert ledger.conflicts["statements"].tolist() == [[0, 1], [0, 2]]
    ledger = reconcile(frame("trade", [*rows, level("exports", 95e9, "2023", bound="at least")]))
    assert ledger.conflicts["statements"].tolist() == [[0, 1]]
    assert ledger.conflicts["also"].tolist() == [[]]


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        (
            [level("exports", 100e9, "2023", "$100 billion"), level("exports", 108e9, "2023", "$108 billion")],
            "The other puts China’s exports to Russia in 2023 at 100 billion USD (99.5 to 100.5 billion USD with rounding); "
            "row 1 gives 108 billion USD: apart by 8 billion USD (7.4%).",
        ),
        (
            [level("imports", n * 1e6, "2023-05", currency=None, unit="tonne", goods="crude oil") for n in (7, 9)],
            "The other puts Russia’s exports of crude oil to China in May 2023 at 6.5 to 7.5 million tonnes; "
            "row 1 gives 9 million tonnes: apart by 2 million tonnes (22.2%).",
        ),
        (
            [level("trade", 50e9, "2023", "$50 billion", partner="USA"), level("trade", 60e9, "2023", "$60 billion", partner="USA")],
            "The other puts trade between China and the United States in 2023 at 50 billion USD "
            "(49.5 to 50.5 billion USD with rounding); row 1 gives 60 billion USD: apart by 10 billion USD (16.7%).",
        ),
        (
            [change("trade", 1.9, "2024", "up 1.9%"), change("trade", 2.9, "2024", "up 2.9%")],
            "The other puts the change in trade between China and Russia in 2024 against 2023 at +1.8% to +2.0%; "
            "row 1 gives +2.9%: apart by 1.0 percentage points.",
        ),
        (
            [change("trade", 5, "2023", "5%"), change("exports", 10, "2023", "10%"), change("imports", 8, "2023", "8%")],
            "The others put the change in Russia’s exports to China in 2023 against 2022 at no more than +5.5%; "
            "row 2 gives +8%: apart by 3.0 percentage points.",
        ),
        (
            [level("exports", 40e9, "2023", "$40 billion"), level("trade", 30e9, "2023-01/2023-06", "$30 billion"),
             level("imports", 50e9, "2023", "over $50 billion", bound="over"), level("trade", 60e9, "2023", "$60 billion")],
            "The others put trade between China and Russia in 2023 at no less than 89.5 billion USD; "
            "row 3 gives 60 billion USD: apart by 30 billion USD (50.0%).",
        ),
        (
            [level("balance", 5e9, "2023", "surplus of $5 billion"), level("balance", -5e9, "2023", "deficit of $5 billion")],
            "The other puts China’s trade balance with Russia in 2023 at a deficit of 4.5 to 5.5 billion USD; "
            "row 0 gives a surplus of 5 billion USD: apart by 10 billion USD (200.0%).",
        ),
        (
            [level("exports", 40e9, "2023", "under $40 billion", bound="under"),
             level("exports", 50e9, "2023", "over $50 billion", bound="over")],
            "The other puts China’s exports to Russia in 2023 at no more than 40 billion USD; "
            "row 1 gives 50 billion USD: apart by 10 billion USD (20.0%).",
        ),
    ],
)  # fmt: skip
def test_a_conflict_in_words(rows, sentence):
    explanation = reconcile(frame("trade", rows)).conflicts["explanation"].iloc[0]
    assert explanation.startswith(f"These {['', '', 'two', 'three'][min(len(rows), 3)]} statements cannot all hold (row 0")
    assert explanation.endswith(sentence), explanation


# --- against the plain deletion filter ------------------------------------------------


def small_system(seed: int) -> tuple[System, list[Claimed]]:
    """Return a random system of two flows over three years, their sums, and figures of which some are false."""
    dice = random.Random(seed)
    system = System()
    flows = [[system.unknown(side=side) for _ in range(3)] for side in (1, -1)]
    truth = {j: dice.uniform(10, 90) for one in flows for j in one}
    sums = []
    for out, back in zip(*flows, strict=True):
        sums.append(system.unknown())
        system.identities.append(((sums[-1], -1.0), (out, 1.0), (back, 1.0)))
        truth[sums[-1]] = truth[out] + truth[back]
    for _ in range(dice.randrange(4, 15)):
        series = dice.choice([*flows, sums])
        year = dice.randrange(3)
        off = dice.choice([1.0, 1.0, dice.uniform(0.8, 1.2)])
        if year and dice.random() < 0.4:
            rate = off * truth[series[year]] / truth[series[year - 1]]
            figure = Figure(len(system.figures), series[year], series[year - 1], 0.99 * rate, 1.01 * rate, rate)
        else:
            value = off * truth[series[year]]
            high = dice.choice([1.01 * value, 1.01 * value, float("inf")])
            figure = Figure(len(system.figures), series[year], None, 0.99 * value, high, value)
        system.figures.append(figure)
    span = span_of("2023")
    claimed = [Claimed(f.statement, "", span, None, f.printed, 1.0, "", None, None, None) for f in system.figures]
    return system, claimed


def hold(system: System, chosen: list[int]) -> bool:
    """Return whether figures can hold together of flows that are not nothing, by one linear program of all their rows."""
    from scipy.optimize import linprog

    rows = [row for f in chosen for row in system.figures[f].rows()]
    upper, equal = ([[dict(terms).get(j, 0.0) for j in range(len(system.free))] for terms in listed]
                    for listed in ([terms for terms, _ in rows], system.identities))  # fmt: skip
    limits = [b + 1e-6 for _, b in rows]
    return linprog([0.0] * len(system.free), upper or None, limits or None, equal, [0.0] * len(equal), (0.01, None)).status == 0


def plainly_filtered(system: System) -> list[int]:
    """Return an irreducible set by leaving out one figure after the other; empty if all figures can hold."""
    kept = list(range(len(system.figures)))
    if hold(system, kept):
        return []
    for f in sorted(kept, key=lambda f: (system.figures[f].base is None, -f)):
        if not hold(system, [k for k in kept if k != f]):
            kept.remove(f)
    return kept


@pytest.mark.parametrize("seed", range(80))
def test_conflicts_are_those_of_the_plain_deletion_filter(seed):
    system, claimed = small_system(seed)
    said = System(system.free, system.sides, system.identities, list(system.figures))
    every = list(range(len(claimed)))
    plain = plainly_filtered(said)
    found: list[Conflict] = conflicts_of(system, claimed)
    assert bool(found) == bool(plain)
    for conflict in found:
        assert not hold(said, conflict.statements)
        for f in conflict.statements:
            assert hold(said, [k for k in conflict.statements if k != f])
    if plain and all(hold(said, [k for k in every if k != f]) for f in plain):  # there is no other set
        assert [conflict.statements for conflict in found] == [plain]
    named = {f for conflict in found for f in (*conflict.statements, *conflict.also)}
    assert hold(said, [f for f in every if f not in named])
    assert hold(system, every)
    assert all(system.figures[f] == said.figures[f] for f in every if f not in named)


@pytest.mark.parametrize("seed", range(20))
def test_widened_figures_cover_every_way_out(seed):
    system, claimed = small_system(seed)
    said = System(system.free, system.sides, system.identities, list(system.figures))
    for conflict in conflicts_of(system, claimed):
        for f in conflict.statements:
            others = [k for k in conflict.statements if k != f]
            low, high = said.implied(f, others)
            widened = system.figures[f]
            assert widened.low <= low * (1 + 1e-6)
            assert widened.high >= min(high, 1e9) * (1 - 1e-6)


# --- worlds -----------------------------------------------------------------------


def world(seed: int) -> tuple[list[dict[str, object]], dict[tuple[str, str], float]]:
    """Return rounded statements about a consistent world, and its true flows."""
    dice = random.Random(seed)
    years = range(2018, 2024)
    truth: dict[tuple[str, str], float] = {}
    for flow in ("exports", "imports"):
        for year in years:
            first, second = dice.uniform(1, 90), dice.uniform(1, 90)
            truth[flow, f"{year}-01/{year}-06"], truth[flow, str(year)] = first, first + second
    for period in {p for _, p in truth}:
        out, back = truth["exports", period], truth["imports", period]
        truth["trade", period], truth["balance", period] = out + back, out - back
    rows: list[dict[str, object]] = []
    for _ in range(dice.randrange(3, 25)):
        year = dice.choice(years[1:])
        half = dice.random() < 0.3
        period, before = (f"{y}-01/{y}-06" if half else str(y) for y in (year, year - 1))
        flow = dice.choice(["trade", "exports", "imports", "balance"])
        places = dice.choice([0, 1, 2])
        now, then = truth[flow, period], truth[flow, before]
        value = round(now, places)
        row = level(flow, value * 1e9, period, f"{abs(value):.{places}f} billion")
        if dice.random() < 0.4 and flow != "balance":
            bound = dice.choice(["over", "under", "about"])
            shown = {"over": 0.9 * now, "under": 1.1 * now, "about": 1.01 * now}[bound]
            row |= {"value": round(shown, 3) * 1e9, "text": f"{shown:.3f} billion", "bound": bound}
        if dice.random() < 0.6 and flow != "balance":
            rate = round(100 * (now / then - 1), 1)
            row |= {"change_pct": rate, "text": f"{row['text']}, {rate:+.1f}%"}
            if dice.random() < 0.4:
                row |= {"value": None, "bound": "exact", "currency": None}
        rows.append(row)
    return rows, truth


@pytest.mark.parametrize("seed", range(60))
def test_consistent_worlds_have_no_conflict_and_lie_within_the_bounds(seed):
    rows, truth = world(seed)
    ledger = reconcile(frame("trade", rows))
    assert ledger.conflicts.empty, ledger.conflicts["explanation"].tolist()
    for row in ledger.flows.itertuples():
        flow = "imports" if row.flow == "exports" and row.exporter == "RUS" else row.flow
        if (flow, row.period) not in truth:
            continue
        true = truth[flow, row.period] * 1e9
        slack = 1e-5 * max(abs(true), 1e9)
        assert pd.isna(row.low) or row.low <= true + slack, row
        assert pd.isna(row.high) or row.high >= true - slack, row


@pytest.mark.parametrize("seed", range(12))
def test_bounds_are_the_same_from_a_corner(seed, monkeypatch):
    trade = frame("trade", months(25, years=3, seed=seed))
    monkeypatch.setattr(programs, "CORNERED", 10_000)
    plain = reconcile(trade).flows
    asked: list[int] = []
    solved = programs.Corner.solved
    monkeypatch.setattr(programs.Corner, "solved", lambda self, goals: asked.append(len(goals)) or solved(self, goals))
    monkeypatch.setattr(programs, "CORNERED", 0)
    cornered = reconcile(trade).flows
    assert asked
    for end in ("low", "high"):
        here, there = (table[end].astype("Float64").to_numpy(float, na_value=float("nan")) for table in (cornered, plain))
        assert here == pytest.approx(there, rel=1e-6, abs=1e3, nan_ok=True)


@pytest.mark.parametrize("seed", range(12))
def test_bounds_do_not_depend_on_the_order_of_the_statements(seed):
    rows, _ = world(seed)
    key = ["flow", "exporter", "importer", "period"]
    one = reconcile(frame("trade", rows)).flows.sort_values(key).reset_index(drop=True)
    two = reconcile(frame("trade", rows[::-1])).flows.sort_values(key).reset_index(drop=True)
    assert one[key].equals(two[key])
    for end in ("low", "high"):
        a, b = one[end].fillna(-1e18).astype(float), two[end].fillna(-1e18).astype(float)
        assert ((a - b).abs() <= 1e-5 * a.abs().clip(lower=1e9)).all()


@pytest.mark.parametrize("seed", range(20))
def test_a_false_statement_is_found(seed):
    rows, truth = world(seed)
    rows += [
        level("exports", round(truth["exports", "2023"], 1) * 1e9, "2023"),
        level("exports", round(2 * truth["exports", "2023"], 1) * 1e9, "2023"),
    ]
    found = reconcile(frame("trade", rows)).conflicts
    assert any(len(rows) - 1 in statements for statements in found["statements"])


# --- reference --------------------------------------------------------------------


def reference() -> pd.DataFrame:
    rows = [("CHN", "RUS", "X", "2023", 110.97e9), ("CHN", "RUS", "M", "2023", 129.1e9), ("CHN", "RUS", "X", "2022", 76.12e9)]
    rows += [("CHN", "RUS", "X", f"2024{month:02}", 9e9) for month in range(1, 8)]
    return pd.DataFrame(rows, columns=["reporterISO", "partnerISO", "flowCode", "period", "primaryValue"])


def test_the_ledger_beside_a_reference(tmp_path):
    ledger = reconcile(trade_table(Article(FOUR, date="2024-04-06")))
    path = tmp_path / "comtrade.csv"
    reference().to_csv(path, index=False)
    table = compare(ledger, path)
    assert table.columns.tolist() == columns("comparison")
    russia = table.query("importer == 'RUS' and period == '2023'").set_index("flow")
    assert russia["inside"].tolist() == [True, True, True]  # trade, exports and the balance
    assert russia.loc["trade", "reference"] == pytest.approx(240.07e9)
    america = table.query("importer == 'USA'")
    assert america["reference"].isna().all()
    assert america["inside"].isna().all()


def test_months_add_up_and_what_lies_outside_is_said():
    rows = [
        level("exports", 61.64e9, "2024-01/2024-07"),
        level("exports", 9.1e9, "2024-06/2024-08"),
        level("exports", 76.12e9, "2022"),
    ]
    table = compare(reconcile(frame("trade", rows)), reference()).set_index("period")
    assert table.loc["2024-01/2024-07", "reference"] == pytest.approx(63e9)
    assert not table.loc["2024-01/2024-07", "inside"]
    assert table.loc["2024-01/2024-07", "apart_pct"] == pytest.approx(100 * (63 - 61.645) / 63)
    assert pd.isna(table.loc["2024-06/2024-08", "reference"])
    assert table.loc["2022", "inside"]


def test_a_reference_without_its_columns_is_named():
    ledger = reconcile(frame("trade", []))
    with pytest.raises(TableError, match="reporterISO"):
        compare(ledger, pd.DataFrame({"country": []}))
    with pytest.raises(TableError, match=r"nowhere\.csv"):
        compare(ledger, "nowhere.csv")


# --- what is said of amounts and what is not -------------------------------------
def told(text: str, date: str = "2024-06-20") -> pd.DataFrame:
    return trade_table(Article(text, date=date))


def test_more_than_doubled_is_no_contradiction():
    ledger = reconcile(told("Laos's exports to Peru more than doubled to $4.0 billion in 2023 from $1.3 billion in 2022."))
    assert ledger.conflicts.empty
    assert bounds(ledger, "exports", "2022", "LAO") == pytest.approx((1.25e9, 1.35e9))


def test_volume_and_value_may_go_apart():
    ledger = reconcile(
        told("Oman's copper exports to Peru came to $400 million in 2023. They dropped 26% in volume but rose 38% in value.")
    )
    assert ledger.conflicts.empty
    assert bounds(ledger, "exports", "2022", "OMN")[0] == pytest.approx(400e6 / 1.38, rel=0.01)


def test_an_amount_without_a_currency_is_no_dollars():
    rows = [level("trade", 240e9, "2023"), level("trade", 900e9, "2023", currency=None)]
    ledger = reconcile(frame("trade", rows))
    assert ledger.left_out == {1: "no currency"}
    assert ledger.conflicts.empty


def test_no_volume_before_an_amount_of_money():
    table = told("Mali's gold exports rose to $900 million in 2023 from 50 tonnes in 2022.")
    assert table["value"].tolist() == [900e6]
    assert table["previous_value"].isna().all()


def test_in_a_conflict_the_bounds_hold_what_is_printed():
    """Whoever is right, the flow lies within: on made pairs, and on the briefs, two of which print 190.271 billion."""
    rows = [level("trade", 200e9, "2023"), level("trade", 210e9, "2023"), level("exports", 230e9, "2023")]
    ledger = reconcile(frame("trade", rows))
    low, high = bounds(ledger, "trade", "2023")
    assert low <= 200e9
    assert high is None or high >= 210e9


@pytest.mark.parametrize("seed", range(20))
def test_no_flow_is_below_zero(seed):
    chance = random.Random(seed)
    rows = [
        level(flow, chance.uniform(1, 300) * 1e9, year)
        for year in ("2022", "2023")
        for flow in ("trade", "exports", "imports", "balance", "trade")
    ]
    flows = reconcile(frame("trade", rows)).flows.query("flow != 'balance'")
    assert (flows["low"].dropna() >= 0).all()
    assert (flows["high"].dropna() >= 0).all()


def test_printed_figures_lie_in_the_bounds_of_the_briefs():
    trade = trade_table(read_articles(ROOT / "seeds"))
    ledger = reconcile(trade)
    apart = {row for rows in ledger.conflicts["statements"] for row in rows}
    checked = 0
    for n, row in trade.iterrows():
        if n not in apart or pd.isna(row["value"]) or row["flow"] == "balance":
            continue
        match = ledger.flows[
            ledger.flows["statements"].map(lambda rows, n=n: n in rows)
            & (ledger.flows["flow"] == row["flow"])
            & (ledger.flows["period"] == row["period"])
            & (ledger.flows["status"] == "stated")
        ]
        for flow in match.itertuples():
            if flow.flow == "exports" and flow.exporter != row["exporter"]:
                continue
            assert flow.low - 1 <= row["value"] <= flow.high + 1, (row["text"], flow)
            checked += 1
    assert checked > 5
