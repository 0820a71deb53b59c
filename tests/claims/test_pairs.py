"""Pairs of claims that speak of the same thing and differ."""

from __future__ import annotations

import pandas as pd
import pytest

from toolkit.claims.pairs import find_figures, pair_claims
from toolkit.claims.table import claim_table
from toolkit.errors import MissingExtraError, OptionError, TableError
from toolkit.tables import columns, frame


def _claims(*rows: dict[str, object]) -> pd.DataFrame:
    """Build a claim table by hand, so that what is tested is the pairing and not the parse."""
    filled = []
    for number, row in enumerate(rows):
        text = f"{row['source']} says {row['content']}"
        base = {
            "article": "a",
            "sentence": number,
            "start": 100 * number,
            "end": 100 * number + len(text),
            "text": text,
            "actor": f"person:{row['source']}",
            "act": "say",
            "negated": False,
            "about": [],
        }
        filled.append(base | row)
    return frame("claims", filled)


CASES = [
    ("Iran", "the strike killed 20 soldiers", {}, "Iraq", "the strike killed 35 soldiers", {}, "numbers apart"),
    ("Iran", "the strike killed about 20 soldiers", {}, "Iraq", "the strike killed 20 soldiers", {}, ""),
    ("Ghana", "cocoa exports rose in March", {}, "the bank", "cocoa exports fell in March", {}, "opposed polarity"),
    ("Ghana", "cocoa exports rose in March", {}, "the bank", "cocoa exports grew in March", {}, ""),
    ("Peru", "the mine at Cuzco is safe", {}, "the union", "the mine at Cuzco is not safe", {}, "opposed polarity"),
    (
        "Chad",
        "soldiers crossed the border river",
        {},
        "Niger",
        "soldiers crossed the border river",
        {"act": "deny"},
        "opposed act",
    ),
    ("Cuba", "the fishing accord", {"act": "praise"}, "Haiti", "the fishing accord", {"act": "criticise"}, "opposed act"),
    ("Oman", "the port will open soon", {}, "Kenya", "coffee is cheap again", {}, ""),
    (
        "Laos",
        "rice exports rose to 5 million tonnes in 2022",
        {},
        "Laos",
        "rice exports fell to 4 million tonnes in 2023",
        {},
        "",
    ),
    (
        "Laos",
        "rice exports rose to 5 million tonnes in 2022",
        {},
        "a bank",
        "rice exports rose to 4 million tonnes in 2022",
        {},
        "numbers apart",
    ),
    ("Abiy", "the dam will harm nobody", {}, "Shoukry", "the dam harmed our fields", {}, "opposed polarity"),
    ("Laos", "the Blue Nile rose", {}, "Niger", "the Blue Nile was renamed", {"act": "deny"}, ""),  # a name is no matter
    ("Mali", "the raid killed four sailors", {}, "Niger", "the raid killed seven sailors", {}, "numbers apart"),
    ("Mali", "the raid killed more than 200 sailors", {}, "Niger", "the raid killed 240 sailors", {}, ""),
    ("Mali", "the raid killed at most 50 sailors", {}, "Niger", "the raid killed 471 sailors", {}, "numbers apart"),
    (
        "a bank",
        "the economy grew by 5.1% in 2023",
        {"about": []},
        "a fund",
        "the economy of Kenya grew by 5.6% in 2023 and will grow by 5.1% in 2024",
        {"about": ["state:KEN"]},
        "numbers apart",
    ),
    (
        "customs",
        "trade with Peru fell 11.6% to $6.1 billion in 2023",
        {},
        "customs",
        "trade with Peru rose 3.7% to $6.3 billion in 2024, after a fall of 11.6% in 2023",
        {"article": "b"},
        "",
    ),
    ("Togo", "the levy is fair to traders", {}, "Mali", "the levy is unfair to traders", {}, "opposed polarity"),
]


@pytest.mark.parametrize(("one", "first", "how", "other", "second", "and_how", "expected"), CASES)
def test_pairs(one, first, how, other, second, and_how, expected):
    table = pair_claims(_claims({"source": one, "content": first, **how}, {"source": other, "content": second, **and_how}))
    assert table["difference"].tolist() == ([expected] if expected else [])


def test_a_pair_carries_both_evidences_and_what_is_shared():
    claims = _claims(
        {"source": "Iran", "content": "the strike on Basra killed 20 soldiers", "about": ["state:IRQ"]},
        {"source": "Iraq", "content": "the strike on Basra killed 35 soldiers", "about": ["state:IRQ"]},
    )
    table = pair_claims(claims)
    assert list(table.columns) == columns("pairs")
    row = table.iloc[0]
    assert (row["claim"], row["other"]) == (0, 1)
    assert row["text"] == claims.loc[0, "text"]
    assert row["other_text"] == claims.loc[1, "text"]
    assert "state:IRQ" in row["shared"]
    assert "Basra" in row["shared"]
    assert 0 < row["score"] <= 1


def test_a_claim_is_no_pair_with_the_one_it_stands_in():
    claims = _claims(
        {"source": "Reuters", "content": "that Iran said that the strike killed 20 soldiers", "start": 0, "end": 90},
        {"source": "Iran", "content": "that the strike killed 35 soldiers", "start": 10, "end": 60},
    )
    assert pair_claims(claims).empty


def test_row_numbers_are_the_tables():
    claims = _claims(
        {"source": "Iran", "content": "the strike killed 20 soldiers"},
        {"source": "Iraq", "content": "the strike killed 35 soldiers"},
    )
    claims.index = [7, 9]
    assert pair_claims(claims)[["claim", "other"]].values.tolist() == [[7, 9]]


def test_from_text():
    text = "The ministry said that exports of tea rose. The union said that exports of tea fell."
    assert pair_claims(claim_table(text))["difference"].tolist() == ["opposed polarity"]


@pytest.mark.parametrize("count", [0, 1])
def test_too_few_claims_give_an_empty_table(count):
    rows = [{"source": "Iran", "content": "it rained"}] * count
    table = pair_claims(_claims(*rows))
    assert table.empty
    assert list(table.columns) == columns("pairs")


def test_stop_words_alone_give_nothing():
    assert pair_claims(_claims({"source": "a", "content": "it is"}, {"source": "b", "content": "it is not"})).empty


def test_errors():
    with pytest.raises(TableError, match="not a claims table"):
        pair_claims(frame("numbers", []))
    with pytest.raises(OptionError, match="between 0 and 1"):
        pair_claims(_claims(), least=3)


def test_without_scikit_learn(monkeypatch):
    import sys

    monkeypatch.setitem(sys.modules, "sklearn", None)
    with pytest.raises(MissingExtraError, match=r"pip install -e '.*\[pairs\]'"):
        pair_claims(_claims())


FIGURES = [
    ("3.5 million tonnes", [(3.5e6, "tonne", None)]),
    ("$240.1 billion", [(240.1e9, "USD", None)]),
    ("in 2023", []),
    ("20 percent and 15%", [(20.0, "percent", None), (15.0, "percent", None)]),
    ("1,200 soldiers", [(1200.0, "soldier", None)]),
    ("seven sailors", [(7.0, "sailor", None)]),
    ("between 5 and 6", []),
    (
        "rice rose 4% to $3 billion in 2024, after a fall of 9% in 2023",
        [(4.0, "percent", "2024"), (3e9, "USD", "2024"), (-9.0, "percent", "2023")],
    ),
    ("In 2021 it sold 5 ships", [(5.0, "ship", "2021")]),
]


@pytest.mark.parametrize(("text", "expected"), FIGURES)
def test_figures(text, expected):
    assert [(f.value, f.unit, f.year) for f in find_figures(text)] == expected


def test_what_the_text_ties_is_a_pair():
    text = "Ghana accused Togo of arming the rebels. Togo rejected the accusation. Chile is calm."
    assert pair_claims(claim_table(text))[["actor", "other_actor", "difference", "score"]].values.tolist() == [
        ["state:GHA", "state:TGO", "opposed act", 1.0]
    ]
    text = "Ghana accused Togo of arming the rebels, which Togo rejects."
    assert pair_claims(claim_table(text))["difference"].tolist() == ["opposed act"]
    text = "Ghana accused Togo of arming the rebels. Togo rejected the budget."
    assert pair_claims(claim_table(text)).empty
