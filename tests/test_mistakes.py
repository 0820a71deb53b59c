"""Natural mistakes: what is wished is done where it is clear, else said with the next step."""

from __future__ import annotations

import pandas as pd
import pytest

from toolkit import (
    Article,
    analyse,
    compare,
    describe,
    number_table,
    pair_claims,
    plot_actors,
    plot_tone,
    plot_trade,
    read_articles,
    reconcile,
    save_figure,
)
from toolkit.errors import ArticleError, OptionError, TableError

TEXTS = ["China's exports to Peru rose 5% to $3 billion in 2023.", "Peru said no."]
FRAME = pd.DataFrame({"Headline": ["Trade", None], "body": TEXTS, "published": ["2024-01-02", "2024-02-03"], "id": ["x", "y"]})


@pytest.fixture(scope="module")
def tables():
    return analyse(FRAME)


def test_a_frame_is_read_by_the_names_of_its_columns(tables):
    assert tables.articles["article"].tolist() == ["x", "y"]
    assert tables.articles["date"].tolist() == ["2024-01-02", "2024-02-03"]
    assert tables.trade["value"].tolist() == [3e9]


def test_a_series_holds_texts():
    assert number_table(pd.Series(TEXTS))["value"].tolist() == [5, 3e9]
    assert len(analyse(pd.Series(TEXTS)).articles) == 2


@pytest.mark.parametrize(
    ("subject", "said"),
    [(pd.DataFrame({"x": ["One."]}), "no text; expected one of the columns"), ({"a": "One."}, "dict is not an article")],
)
@pytest.mark.parametrize("call", [number_table, analyse])
def test_what_holds_no_articles_is_refused(call, subject, said):
    with pytest.raises(ArticleError, match=said):
        call(subject)


@pytest.mark.parametrize("call", [number_table, analyse])
def test_a_path_is_no_text(call, tmp_path):
    (tmp_path / "a.txt").write_text("Trade grew.")
    with pytest.raises(ArticleError, match="read_articles"):
        call(str(tmp_path / "a.txt"))


def test_paths_in_a_list(tmp_path):
    for name in "ba":
        (tmp_path / f"{name}.txt").write_text(f"Trade {name} grew.")
    assert [a.id for a in read_articles([tmp_path / "b.txt", tmp_path / "a.txt"])] == ["b", "a"]


def test_tables_give_the_table_that_is_wanted(tables):
    assert len(reconcile(tables).flows) == len(reconcile(tables.trade).flows) > 0
    assert pair_claims(tables).equals(pair_claims(tables.claims))
    assert tables["trade"] is tables.trade
    with pytest.raises(OptionError, match="Did you mean 'trade'"):
        tables["trad"]
    with pytest.raises(TableError, match="list is not a trade table"):
        reconcile([1])


@pytest.mark.parametrize("workers", ["4", 0, 1.5])
def test_workers_is_a_whole_number(workers):
    with pytest.raises(OptionError, match="workers="):
        analyse(TEXTS, workers=workers)


def test_describe_without_a_name_and_by_columns(tables):
    assert "trade" in describe().index
    assert describe(tables.trade).equals(describe("trade"))
    with pytest.raises(TableError, match="none of the tables"):
        describe(FRAME)


def test_short_on_the_screen(tables):
    article = Article("Trade grew. " * 400, id="x", date="2024-01-02")
    assert repr(article) == "Article 'x': 'Trade grew. Trade grew. Trade grew. Trad', 2024-01-02, 4,800 characters"
    assert repr(reconcile(tables)) == f"Ledger: flows {len(reconcile(tables).flows)}, conflicts 0, left out 0"
    assert "<td>trade</td><td>1</td>" in tables._repr_html_()


def test_a_trade_table_is_reconciled_before_it_is_compared(tables):
    reference = pd.DataFrame(
        {"reporterISO": ["CHN"], "partnerISO": ["PER"], "flowCode": ["X"], "period": ["2023"], "primaryValue": ["3.1e9"]}
    )
    found = compare(tables.trade, reference)
    assert found.equals(compare(reconcile(tables), reference))
    assert found["reference"].dropna().tolist() == [3.1e9]


def test_figures_take_their_table_out_of_tables(tables):
    for plot, table in ((plot_trade, tables.trade), (plot_actors, tables.actors)):
        assert plot(tables).texts[0].get_text() == plot(table).texts[0].get_text()


def test_a_date_is_named():
    with pytest.raises(ArticleError, match="name what is not the text, such as date="):
        Article("Trade grew.", "2024-01-01")


@pytest.mark.parametrize(
    ("subject", "kept", "said"),
    [
        (FRAME.assign(body=[TEXTS[0], None]), 1, "row 2 is empty"),
        (FRAME.assign(published=["2024-01-02", "soon"]), 2, "date='soon' is not a date"),
        (pd.Series([TEXTS[0], None]), 1, "row 2 is empty"),
        ([TEXTS[0], " "], 1, "'text-2' is empty"),
    ],
)
def test_a_bad_row_costs_itself_and_a_bad_date_the_date(subject, kept, said):
    found = analyse(subject)
    assert (len(found.articles), found.errors["article"].tolist()) == (kept, ["text-2"])
    assert said in found.errors["error"].iloc[0]


def test_nothing_but_bad_rows_is_an_error():
    with pytest.raises(ArticleError, match="row 1 is empty"):
        analyse(FRAME.assign(body=None))


def test_a_table_out_of_a_csv_file(tables, tmp_path):
    """Years come back as numbers, lists and mappings as text; both are taken for what they are."""
    tables.trade.to_csv(tmp_path / "trade.csv", index=False)
    analyse("Peru said that China would wait.").claims.to_csv(tmp_path / "claims.csv", index=False)
    trade = pd.read_csv(tmp_path / "trade.csv")
    assert len(reconcile(trade).flows) == len(reconcile(tables).flows)
    assert plot_trade(trade).texts[0].get_text() == plot_trade(tables).texts[0].get_text()
    claims = pd.read_csv(tmp_path / "claims.csv")
    assert len(pair_claims(claims)) == 0
    with pytest.raises(TableError, match=r"claims\.about holds 'Peru' where a list .* read them with load_tables"):
        pair_claims(claims.assign(about="Peru"))
    with pytest.raises(TableError, match=r"trade\.value holds 'much'"):
        reconcile(trade.assign(value="much"))


@pytest.mark.parametrize("text", ["seeds/x.txt", "seeds/*.txt", "report.docx", "./seeds", ["Trade grew.", "seeds/a.txt"]])
def test_a_path_that_is_not_there_is_no_text_either(text):
    with pytest.raises(ArticleError, match="is a path, not a text"):
        number_table(text)


def test_findings_are_no_articles(tables):
    with pytest.raises(ArticleError, match="a table of findings"):
        number_table(tables.trade)


@pytest.mark.parametrize("named", [{"id": 5}, {"title": 5}, {"source": 5}])
def test_names_are_text(named):
    with pytest.raises(ArticleError, match=f"{next(iter(named))}=5 is a int"):
        Article("Trade grew.", **named)


def test_a_reference_of_which_no_row_is_read(tables):
    reference = pd.DataFrame(
        {"reporterISO": ["China"], "partnerISO": ["Peru"], "flowCode": ["X"], "period": ["2023"], "primaryValue": ["1"]}
    )
    with pytest.raises(TableError, match="ISO codes such as 'CHN'"):
        compare(tables, reference)


def test_options_of_another_kind(tables, tmp_path):
    with pytest.raises(OptionError, match="nlp='en' is not a pipeline"):
        number_table("Trade grew.", nlp="en")
    with pytest.raises(OptionError, match="out='' is not a folder"):
        analyse(TEXTS, out="")
    with pytest.raises(OptionError, match="figure is a DataFrame"):
        save_figure(tables.trade, "trade", source="One text", data=tables.trade, folder=tmp_path)
    with pytest.raises(TableError, match="not a actors table"):
        plot_tone(tables.tone, actors=tables.trade)


def test_aliases_are_on_one_spacing():
    aliases = analyse(["The United States raised tariffs.", "Later the United\nStates cut them."]).actors["aliases"]
    assert aliases.tolist() == [["United States"]]
