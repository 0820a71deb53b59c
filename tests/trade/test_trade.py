"""Trade statements: every column of every row of ``cases/trade.csv``, case by case, and what must hold on any text."""

from __future__ import annotations

import random
from functools import cache
from itertools import zip_longest

import pandas as pd
import pytest

from tests.conftest import case_param, cases, differing, fail_with
from toolkit.language.states import find_states
from toolkit.reading import Article
from toolkit.tables import columns
from toolkit.trade.items import items_of
from toolkit.trade.sources import source_of
from toolkit.trade.table import trade_table
from toolkit.words import word_list

FIELDS = columns("trade")[columns("trade").index("flow") : columns("trade").index("cells")]
NUMBERS = {"value", "value_high", "change_pct", "previous_value"}
LOOSE = 1e-3  # a third is 33.333


def by_case() -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = {}
    for row in cases("trade"):
        found.setdefault(row["case"], []).append(row)
    return found


CASES = by_case()


def articles_of_cases() -> list[Article]:
    return [Article(rows[0]["text"], id=case, date=rows[0]["date"]) for case, rows in CASES.items()]


@cache
def found_in_cases() -> tuple[pd.DataFrame, dict[str, list[list[object]]]]:
    """Return the table of all cases, and by case the cells of its rows."""
    table = trade_table(articles_of_cases())
    cells = table[FIELDS].astype(object)
    found: dict[str, list[list[object]]] = {case: [] for case in CASES}
    for case, row in zip(table["article"], cells.where(cells.notna(), None).values.tolist(), strict=True):
        found[case].append(row)
    return table, found


def read(name: str, cell: str) -> object:
    if not cell:
        return None
    return float(cell) if name in NUMBERS else cell == "True" if name == "record" else cell


def loosely(wanted: object, got: object) -> object:
    """Return what was wanted where a number is as good as it."""
    near = isinstance(wanted, float) and isinstance(got, float) and abs(wanted - got) <= LOOSE * abs(wanted)
    return wanted if near else got


def told(row: list[object]) -> str:
    return ", ".join(f"{name} {cell}" for name, cell in zip(FIELDS, row, strict=True) if cell is not None)


@pytest.mark.parametrize(
    "case", [case_param(case, text=rows[0]["text"], known=rows[0]["known"]) for case, rows in CASES.items()]
)
def test_case(case):
    wanted = [[read(name, row[name]) for name in FIELDS] for row in CASES[case] if row["flow"]]
    got = found_in_cases()[1][case]
    wrong: list[str] = [] if len(wanted) == len(got) else [f"rows: expected {len(wanted)}, got {len(got)}"]
    for number, (want, have) in enumerate(zip_longest(wanted, got), start=1):
        if have is None:
            wrong.append(f"row {number}: expected {told(want)}, got none")
        elif want is None:
            wrong.append(f"row {number}: expected none, got {told(have)}")
        else:
            have = [loosely(w, g) for w, g in zip(want, have, strict=True)]
            wrong += differing(f"row {number}", FIELDS, want, have)
    fail_with(f"case {case}: {CASES[case][0]['text']}", wrong)


def test_the_cases_have_every_column():
    assert list(CASES["1"][0]) == ["case", "kind", "date", "text", *FIELDS, "known"]
    assert all(rows[0]["text"] and not any(row["text"] for row in rows[1:]) for rows in CASES.values())
    assert not any(row["known"] for rows in CASES.values() for row in rows[1:]), "known stands in the first row of a case"


def test_evidence_holds_the_figures():
    texts = {case: rows[0]["text"] for case, rows in CASES.items()}
    table = found_in_cases()[0]
    assert len(table) > 200
    for found in table.itertuples():
        assert texts[found.article][found.start : found.end] == found.text


def test_empty_and_full_frames_agree():
    empty = trade_table("Nothing was sold.")
    full = trade_table("Peru's exports to Japan rose 5% to $2 billion in 2023.")
    assert empty.empty
    assert len(full) == 1
    assert empty.dtypes.to_dict() == full.dtypes.to_dict()
    assert full.columns.tolist() == columns("trade")


def test_furniture_gives_no_rows():
    text = "Trade news\n\nA body of one sentence.\n\nRead more: Chile's exports to Peru rose 5% in 2023."
    assert trade_table(Article(text, title="Trade news")).empty


def test_without_a_date_relative_periods_stay_open():
    table = trade_table("Peru's exports to Japan rose 5% last year.")
    assert table["period"].isna().all()
    assert table["change_pct"].tolist() == [5.0]


def test_the_pair_carries_over_sentences_but_not_for_ever():
    near = "Chile's trade with Peru rose 4% in 2022. Exports fell 2%."
    far = "Chile's trade with Peru rose 4% in 2022. It rained. It snowed. It froze. Exports fell 2%."
    assert trade_table(near)["partner"].tolist() == ["PER", "PER"]
    assert trade_table(far).loc[1, ["reporter", "partner"]].isna().tolist() == [False, True], "with all, or with Peru?"


@pytest.mark.parametrize(
    ("sentence", "source"),
    [
        ("Exports rose 5%, according to the statistics office.", "the statistics office"),
        ("Data from Eurostat showed that exports rose 5%.", "Eurostat"),
        ("Exports rose 5%, customs data showed on Monday.", "customs data"),
        ("Exports rose 5%, the ministry said.", "the ministry"),
        ("Exports rose 5%, it said.", None),
        ("Exports rose 5%.", None),
    ],
)
def test_sources(sentence, source):
    found, span = source_of(sentence, 0, len(sentence))
    assert found == source
    assert (span is None) == (source is None)
    if span is not None:
        assert sentence[slice(*span)] == source


def test_any_shuffled_text_is_read_without_harm():
    dice = random.Random(7)
    words = " ".join(row["text"] for row in cases("trade") if row["text"]).split()
    texts = [" ".join(dice.sample(words, 40)) for _ in range(40)]
    said = [row["text"].split() for row in cases("trade") if row["text"]]
    trade = [row["word"] for row in word_list("trade_words")]
    small = [
        "5%",
        "$5",
        "billion",
        "3",
        "million",
        "tons",
        "2023",
        "last",
        "year,",
        ".",
        ";",
        "and",
        "while",
        "to",
        "from",
        "of",
        "than",
        "more",
        "which",
        "it",
        "those",
        "its",
        "with",
        "by",
    ]
    for _ in range(150):  # words of trade and figures in any order, and sentences that change course
        one, two = dice.choice(said), dice.choice(said)
        texts.append(" ".join(dice.choice(dice.choice([words, trade, small, small])) for _ in range(22)))
        texts.append(" ".join(one[: dice.randrange(len(one))] + two[dice.randrange(len(two)) :]))
    for row in trade_table(texts).itertuples():
        text = texts[int(row.article.removeprefix("text-")) - 1]
        assert text[row.start : row.end] == row.text


def test_items_cover_every_word_once():
    text = "U.S.-China trade rose 5%, and Japan's didn't."
    items = items_of(text, 0, len(text), ((s.start, s.end, "state", s) for s in find_states(text)))
    assert [item.low for item in items if item.kind == "state"] == ["u.s.", "china", "japan"]
    ends = [item.end for item in items]
    assert all(item.start >= end for item, end in zip(items[1:], ends, strict=False))
    assert "".join(text[i.start : i.end] for i in items) == text.replace(" ", "")


REPORTS = {  # of our own; each figure with the row that it belongs to: reporter, partner, exporter, period
    "of one state's trade": (
        "Norway's exports rise for sixth month\n\n"
        "OSLO, Nov 8 - Norway's exports rose 3.1% in October from a year earlier, the statistics office said on Friday. "
        "Imports fell 2.2%, leaving a trade surplus of 61 billion crowns.\n\n"
        "Exports to Germany grew 8.4%. Those to Poland gained 5.5%, while shipments to Japan dropped 6.6%. "
        "Salmon exports climbed 7.7% to 11.1 billion crowns.",
        [
            ("NOR", "WORLD", "NOR", "2024-10"),
            ("NOR", "WORLD", "WORLD", "2024-10"),
            ("NOR", "WORLD", None, "2024-10"),
            ("NOR", "DEU", "NOR", "2024-10"),
            ("NOR", "POL", "NOR", "2024-10"),
            ("NOR", "JPN", "NOR", "2024-10"),
            ("NOR", "WORLD", "NOR", "2024-10"),
        ],
    ),
    "of a pair": (
        "Trade between Peru and China climbed to $36 billion in 2023, Peru's trade ministry said. "
        "Peruvian exports to the Asian country rose 10% to $23 billion. Imports came to $13 billion. "
        "That left Peru with a surplus of $10 billion.\n\n"
        "China bought 6 million tonnes of Peruvian copper concentrate. Sales of fishmeal to the country fell 40%.\n\n"
        "Exports to Japan, Peru's fourth-largest market, declined 5%. Purchases from there were unchanged. "
        "In December alone, trade with Chile doubled. Exports to Bolivia rose 3%.",
        [
            ("PER", "CHN", None, "2023"),
            ("PER", "CHN", "PER", "2023"),
            ("PER", "CHN", "CHN", "2023"),
            ("PER", "CHN", None, "2023"),
            ("PER", "CHN", "PER", "2023"),  # "China bought": told of Peru's exports
            ("PER", "CHN", "PER", "2023"),
            ("PER", "JPN", "PER", "2023"),
            ("PER", "JPN", "JPN", "2023"),
            ("PER", "CHL", None, "2023-12"),
            ("PER", "BOL", "PER", "2023"),
        ],
    ),
}


@pytest.mark.parametrize("name", REPORTS)
def test_reports_carry_over_what_they_leave_out(name):
    text, wanted = REPORTS[name]
    table = trade_table(Article(text, date="2024-11-08" if "Norway" in text else "2024-01-19"))
    table = table[["reporter", "partner", "exporter", "period"]].astype(object)
    assert list(table.where(table.notna(), None).itertuples(index=False, name=None)) == wanted
