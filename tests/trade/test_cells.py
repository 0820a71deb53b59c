"""Every cell of a trade row can be walked back to its words, in whatever sentence they stand."""

from __future__ import annotations

import pandas as pd
import pytest

from tests.trade.test_trade import FIELDS, articles_of_cases, found_in_cases
from toolkit.errors import TableError
from toolkit.evidence import show
from toolkit.language.states import find_states
from toolkit.reading import Article
from toolkit.tables import check
from toolkit.trade import counted_by, explain, trade_table

SIDES = ("reporter", "partner", "exporter", "importer")
UNSAID = {"bound"}  # "exact" is what no word hedges
STORY = Article(
    "Peru's exports surged in June. Sales to Chile jumped 18% to $49 million. Imports were 7 million.",
    id="p",
    date="2025-07-20",
)


def rows_of_cases():
    articles = {article.id: article for article in articles_of_cases()}
    return [(articles[row["article"]], row) for row in found_in_cases()[0].to_dict("records")]


def is_said(name, cell):
    """Whether a cell must have words: no partner "WORLD", no record that is none."""
    return not pd.isna(cell) and cell is not False and cell != "WORLD" and name not in UNSAID


def test_every_cell_has_its_words():
    lacking = [
        (name, row[name], row["text"])
        for _, row in rows_of_cases()
        for name in FIELDS
        if is_said(name, row[name]) and name not in row["cells"]
    ]
    assert lacking == []


def test_the_words_are_those_of_the_cell():
    for article, row in rows_of_cases():
        for name, (start, end) in row["cells"].items():
            words = article.text[start:end]
            assert words == words.strip() != "", (name, row["text"])
            if name in ("value", "change_pct", "previous_value", "unit"):
                assert any(c.isalnum() for c in words), (name, words)
            if name in SIDES:
                named = {state.code for state in find_states(words)} | {counted_by(words, "")}
                told = words in ("Sino", "Lao") or "mainland" in words.lower()
                assert told or set(row[name].split("+")) <= named, (name, row[name], words)
            if name == "goods":
                assert words == row["goods"]
            if name == "source":
                assert words == row["source"]


def test_inherited_are_the_cells_of_other_sentences():
    kept = 0
    for article, row in rows_of_cases():
        here = article.sentence_at(row["start"])
        elsewhere = {name for name, (start, _) in row["cells"].items() if article.sentence_at(start) != here}
        assert set(row["inherited"]) == elsewhere, row["text"]
        kept += len(elsewhere)
    assert kept > 200, "the cases have paragraphs, so cells are inherited"


def test_a_story_lends_reporter_and_period():
    table = trade_table(STORY)
    told = {name: STORY.text[slice(*place)] for name, place in table.loc[0, "cells"].items()}
    assert told == {
        "flow": "Sales",
        "reporter": "Peru",
        "partner": "Chile",
        "exporter": "Peru",
        "importer": "Chile",
        "measure": "$49 million",
        "value": "$49 million",
        "currency": "$49 million",
        "change_pct": "18%",
        "change_bound": "18%",
        "period": "June",
    }
    assert sorted(table.loc[0, "inherited"]) == ["exporter", "period", "reporter"]
    assert STORY.text[slice(*table.loc[1, "cells"]["currency"])] == "$49 million", (
        "the currency of a bare amount is the one before"
    )
    assert "currency" in table.loc[1, "inherited"]


def test_explain_has_a_line_a_cell():
    told = explain(STORY, trade_table(STORY).loc[0]).set_index("column")
    assert told.loc["period"].tolist() == ["2025-06", "June", 25, 29, 0, True]
    assert told.loc["partner", "sentence"] == 1
    assert not told.loc["partner", "inherited"]
    assert pd.isna(told.loc["bound", "text"])


def test_explain_wants_the_article_of_the_row():
    row = trade_table(STORY).loc[0]
    with pytest.raises(TableError, match="made from"):
        explain("Another text about something else, which is long enough to have these characters.", row)
    with pytest.raises(TableError, match="no column cells"):
        explain(STORY, row.drop("cells"))


def test_show_underlines_the_words_of_cells():
    page = show(STORY, trade_table(STORY))._repr_html_()
    assert "<u>Peru</u>" in page
    assert "<u>June</u>" in page
    assert (
        "<u>"
        not in show(STORY, trade_table(STORY).drop(columns="cells"))._repr_html_().split("tk-key")[-1].split("</div>", 1)[1]
    )


def test_cells_survive_a_file_of_text(tmp_path):
    table = trade_table(STORY)
    table.to_csv(tmp_path / "trade.csv", index=False)
    again = check("trade", pd.read_csv(tmp_path / "trade.csv"))
    assert again["cells"].tolist() == table["cells"].tolist()
    assert again["inherited"].tolist() == table["inherited"].tolist()
