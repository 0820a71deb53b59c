"""What must hold on the report that the project started from (numbers and names only)."""

from __future__ import annotations

import pandas as pd
import pytest

import toolkit


@pytest.fixture(scope="module")
def found(original) -> toolkit.Tables:
    return toolkit.analyse([original])


def test_trade_rows(found):
    trade = found.trade
    assert len(trade) == 4
    keys = ["flow", "reporter", "partner", "exporter", "importer", "value", "currency", "change_pct", "period"]
    rows = {tuple(None if pd.isna(c) else c for c in row) for row in trade[keys].itertuples(index=False)}
    assert rows == {
        ("trade", "CHN", "RUS", None, None, 240.1e9, "USD", 26.3, "2023"),
        ("exports", "CHN", "RUS", "CHN", "RUS", None, None, 46.9, "2023"),
        ("exports", "CHN", "RUS", "RUS", "CHN", None, None, 13.0, "2023"),
        ("trade", "CHN", "USA", None, None, 664.5e9, "USD", -11.6, "2023"),
    }
    assert trade["record"].fillna(False).tolist() == [True, False, False, False]
    for row in (0, 3):
        assert "Chinese customs data" in trade.loc[row, "source"]


def test_ledger_bounds(found):
    flows = toolkit.reconcile(found.trade).flows
    assert toolkit.reconcile(found.trade).conflicts.empty

    def bounds(flow: str, exporter: str, importer: str, period: str) -> tuple[float, float]:
        row = flows.query("flow == @flow and exporter == @exporter and importer == @importer and period == @period")
        assert len(row) == 1, row
        return round(row["low"].item() / 1e9, 1), round(row["high"].item() / 1e9, 1)

    assert bounds("trade", "CHN", "RUS", "2022") == (190.0, 190.2)
    assert bounds("exports", "CHN", "RUS", "2023") == pytest.approx((106.5, 112.5), abs=0.06)
    assert bounds("exports", "RUS", "CHN", "2023") == pytest.approx((127.6, 133.6), abs=0.06)
    low, high = bounds("balance", "CHN", "RUS", "2023")
    assert (low, high) == pytest.approx((-27, -15), abs=0.5)


@pytest.mark.parametrize(
    ("name", "country", "role"),
    [
        ("Sergei Lavrov", "RUS", "foreign minister"),
        ("Wang Yi", "CHN", "foreign minister"),
        ("Vladimir Putin", "RUS", "president"),
        ("Xi Jinping", "CHN", "president"),
        ("Joe Biden", "USA", "president"),
        ("Volodymyr Zelenskyy", "UKR", "president"),
    ],
)
def test_persons(found, name, country, role):
    row = found.actors.query("name == @name and kind == 'person'")
    assert row["country"].tolist() == [country]
    assert role in row["role"].item().lower()


def test_states_and_organisations(found):
    actors = found.actors
    states = set(actors.query("kind == 'state'")["country"])
    assert {"RUS", "CHN", "UKR", "USA", "CHE"} <= states
    names = " | ".join(actors["name"])
    for name in ("West", "Reuters", "Foreign Ministry"):
        assert name in names
    assert actors["actor"].is_unique
    folded = actors["name"].str.casefold()
    assert folded.is_unique, folded[folded.duplicated(keep=False)].tolist()


def test_moscow_that_says_is_a_state_and_the_dateline_a_place(found, original):
    moscow = found.mentions.query("text == 'Moscow'")
    dateline = moscow[moscow["start"].between(*original.dateline)]
    assert dateline["kind"].tolist() == ["place"]
    saying = moscow[[original.text[e:].startswith(" says") for e in moscow["end"]]]
    assert saying["actor"].tolist() == ["state:RUS"]


def test_claims(found):
    claims = found.claims
    assert 13 <= len(claims) <= 20
    cues = {(row.source or "", row.cue_lemma) for row in claims.astype(object).where(claims.notna(), None).itertuples()}
    for source, lemma in [
        ("Reuters", "report"),
        ("Biden", "argue"),
        ("Moscow", "say"),
        ("Russia", "say"),
        ("Ukraine", "say"),
        ("Ministry", "say"),
        ("customs data", "according to"),
    ]:
        assert any(source in s and lemma == c for s, c in cues), (source, lemma, sorted(cues))


def test_dates(found):
    values = dict(zip(found.dates["text"].str.lower(), found.dates["value"], strict=True))
    assert values["last month"] == "2024-03"
    assert "2024-05" in found.dates["value"].tolist()
    assert "2024-01" in found.dates["value"].tolist()
    assert {"2024-04-08", "2024-04-09"} <= set(found.dates["value"]) or "2024-04-08/2024-04-09" in set(found.dates["value"])
