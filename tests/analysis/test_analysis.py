"""Analysis: every table once, in batches, resumable; a bad article costs itself."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from toolkit.analysis import tables as analysis
from toolkit.analysis.tables import Tables, analyse, load_tables, stack
from toolkit.errors import ArticleError, OptionError, TableError, ToolkitError
from toolkit.reading import Article
from toolkit.tables import frame
from toolkit.trade.table import trade_table

LAVROV = Article(
    "Russian Foreign Minister Sergei Lavrov flew to China. Trade rose 26.3% to $240.1 billion in 2023, Moscow said.",
    id="one", date="2024-04-06", title="A visit",
)  # fmt: skip
SHORT = Article("Lavrov said on Monday that China’s exports to Russia rose 46.9% in 2023.", id="two", date="2024-04-09")
PERU = Article("Peru sold more copper in May. “We will sell more,” the mining minister said.", id="three", date="2024-06-01")
COPY = Article(LAVROV.text + " The end.", id="four", date="2024-04-07")
ARTICLES = [LAVROV, SHORT, PERU, COPY]


@pytest.fixture(scope="module")
def found() -> Tables:
    return analyse(ARTICLES)


def same(one: Tables, other: Tables) -> None:
    for name, table in one.items():
        pd.testing.assert_frame_equal(table, getattr(other, name), obj=name)


def test_every_table_is_there_in_the_articles_order(found):
    for name, table in found.items():
        assert table.dtypes.to_dict() == frame(name, []).dtypes.to_dict()
        if "sentence" in table.columns:
            places = [[a.id for a in ARTICLES].index(i) for i in table["article"]]
            assert places == sorted(places), name
    assert found.articles["article"].tolist() == ["one", "two", "three", "four"]
    assert found.articles["date"].tolist() == ["2024-04-06", "2024-04-09", "2024-06-01", "2024-04-07"]
    assert found.articles["sentences"].tolist() == [2, 1, 2, 3]
    assert "articles 4" in repr(found)


def test_one_actor_has_one_id_in_all_articles_and_tables(found):
    lavrov = found.mentions[found.mentions["text"].str.contains("Lavrov")]
    assert lavrov["actor"].unique().tolist() == ["person:sergei-lavrov"]
    assert set(lavrov["article"]) == {"one", "two", "four"}
    known = set(found.actors["actor"])
    assert set(found.claims["actor"].dropna()) <= known
    assert {a for about in found.claims["about"] for a in about} <= known
    assert set(found.tone["target"].dropna()) <= known
    assert set(found.tone["speaker"].dropna()) - {"narrator"} <= known


def test_near_duplicates_are_marked(found):
    assert found.articles["same_as"].isna().tolist() == [True, True, True, False]
    assert found.articles["same_as"].tolist()[3] == "one"


def test_batches_do_not_matter(found, monkeypatch):
    for size in (1, 3):
        monkeypatch.setattr(analysis, "BATCH", size)
        same(found, analyse(ARTICLES))


def test_a_stopped_analysis_goes_on(found, tmp_path, monkeypatch):
    monkeypatch.setattr(analysis, "BATCH", 1)
    make, done = analysis.tables_of, []

    def stops_at_the_third(batch, nlp=None):
        if len(done) == 2:
            raise KeyboardInterrupt
        done.append(batch[0].id)
        return make(batch, nlp)

    monkeypatch.setattr(analysis, "tables_of", stops_at_the_third)
    with pytest.raises(KeyboardInterrupt):
        analyse(ARTICLES, out=tmp_path)
    assert done == ["one", "two"]
    monkeypatch.setattr(analysis, "tables_of", lambda batch, nlp=None: done.append(batch[0].id) or make(batch, nlp))
    same(found, analyse(ARTICLES, out=tmp_path))
    assert done == ["one", "two", "three", "four"]
    same(found, analyse(ARTICLES, out=tmp_path))
    assert len(done) == 4
    same(found, load_tables(tmp_path))
    newer = Article(PERU.text, id="three", date="2024-06-02")
    analyse([LAVROV, newer], out=tmp_path)
    assert done[4:] == ["three"]
    assert load_tables(tmp_path).articles["article"].tolist() == ["one", "three"]


def test_an_unfinished_part_is_not_taken_for_finished(tmp_path, found):
    part = tmp_path / "parts" / ".unfinished-x"
    part.mkdir(parents=True)
    (part / "articles.json").write_text(json.dumps([analysis.fingerprint(a) for a in ARTICLES]), encoding="utf-8")
    same(found, analyse(ARTICLES, out=tmp_path))


def broken_trade(subject, *, nlp=None):
    articles = subject if isinstance(subject, list) else [subject]
    if any(a.id == "two" for a in articles):
        raise ZeroDivisionError("nothing to divide by")
    return trade_table(subject, nlp=nlp)


def test_a_bad_article_costs_itself(found, monkeypatch):
    monkeypatch.setitem(analysis.MAKERS, "trade", ("tests.analysis.test_analysis", "broken_trade"))
    tables = analyse([*ARTICLES, "  "])
    assert tables.errors[["article", "table"]].to_numpy().tolist() == [["text-5", "articles"], ["two", "trade"]]
    assert tables.errors["error"].tolist()[1] == "ZeroDivisionError: nothing to divide by"
    assert set(tables.trade["article"]) == set(found.trade["article"]) - {"two"}
    same(found, Tables(**{**dict(tables.items()), "trade": found.trade, "errors": found.errors}))


def test_a_parse_that_fails_is_reported(monkeypatch):
    from toolkit import language

    parse = language.parse

    def fails(subject, *, nlp=None):
        if any("Peru" in a.text for a in (subject if isinstance(subject, list) else [subject])):
            raise RuntimeError("no parse")
        return parse(subject, nlp=nlp)

    monkeypatch.setattr(language, "parse", fails)
    tables = analyse(ARTICLES)
    assert tables.errors[["article", "table", "error"]].to_numpy().tolist() == [["three", "parse", "RuntimeError: no parse"]]
    assert set(tables.mentions["article"]) == {"one", "two", "four"}


def claims(article, *within):
    rows = [
        {"article": article, "sentence": n, "start": n, "end": n + 1, "text": str(n), "within": w} for n, w in enumerate(within)
    ]
    return frame("claims", rows)


def test_row_numbers_move_with_their_rows():
    one, two, three = claims("a", None, 0), claims("b", None, 0, 1), claims("c", None)
    joined = stack("claims", [one, three.head(0), two, three])
    assert joined["within"].astype(object).where(joined["within"].notna(), None).tolist() == [None, 0, None, 2, 3, None]
    kept = analysis._only("claims", joined, {"b", "c"})
    assert kept["within"].astype(object).where(kept["within"].notna(), None).tolist() == [None, 0, 1, None]
    turned = analysis._ordered("claims", joined, {"c": 0, "b": 1, "a": 2})
    assert turned["article"].tolist() == ["c", "b", "b", "b", "a", "a"]
    assert turned["within"].astype(object).where(turned["within"].notna(), None).tolist() == [None, None, 1, 2, None, 4]


def test_within_points_to_the_claim_that_holds_it(found):
    for row in found.claims[found.claims["within"].notna()].itertuples():
        outer = found.claims.loc[row.within]
        assert outer["article"] == row.article
        assert outer["start"] <= row.start
        assert row.end <= outer["end"]


@pytest.mark.slow
def test_workers_give_the_same(found, monkeypatch, tmp_path):
    monkeypatch.setattr(analysis, "BATCH", 2)
    same(found, analyse(ARTICLES, workers=2, out=tmp_path))


def test_a_dask_cluster_gives_the_same(found, monkeypatch):
    distributed = pytest.importorskip("distributed", reason="needs the extra cluster")
    monkeypatch.setattr(analysis, "BATCH", 2)
    with distributed.Client(processes=False, n_workers=1, threads_per_worker=1, dashboard_address=None) as client:
        same(found, analyse(ARTICLES, client=client))


def test_options_are_checked(tmp_path):
    for bad in (0, -2):
        with pytest.raises(OptionError, match=f"workers={bad}"):
            analyse(ARTICLES, workers=bad)
    with pytest.raises(OptionError, match="stays in this process"):
        analyse(ARTICLES, workers=2, nlp=object())
    with pytest.raises(ArticleError, match="No articles"):
        analyse([])
    with pytest.raises(ArticleError, match="two"):
        analyse([SHORT, SHORT])
    file = tmp_path / "file"
    file.write_text("x", encoding="utf-8")
    with pytest.raises(OptionError, match="is a file"):
        analyse(ARTICLES, out=file)
    with pytest.raises(TableError, match=r"numbers\.parquet"):
        load_tables(tmp_path)


def test_excel_has_a_sheet_a_table(found, tmp_path):
    pytest.importorskip("openpyxl", reason="needs the extra excel")
    path = found.to_excel(tmp_path / "deep" / "all.xlsx")
    sheets = pd.read_excel(path, sheet_name=None, engine="openpyxl")
    assert list(sheets) == [name for name, _ in found.items()]
    assert len(sheets["mentions"]) == len(found.mentions)
    odd = Tables(**{**dict(found.items()), "articles": found.articles.assign(title="=1+1\x07")})
    assert pd.read_excel(odd.to_excel(tmp_path / "odd.xlsx"), sheet_name="articles", engine="openpyxl")["title"][0] == "'=1+1 "
    with pytest.raises(OptionError, match=r"\.xlsx"):
        found.to_excel(tmp_path / "all.xls")


CORRECTIONS = """# who is who
action,actor,to,article,why
rename,state:PER,Republic of Peru,,
merge,Sergei Lavrov,state:RUS,,"speaks for it"
split,state:CHN,state:TWN,two,a test
retype,state:PER,organisation,,
country,state:PER,CHL,,
"""


def test_corrections_are_applied_and_recorded(found, tmp_path):
    path = tmp_path / "mine.csv"
    path.write_text(CORRECTIONS, encoding="utf-8")
    tables = analyse(ARTICLES, corrections=path)
    assert "person:sergei-lavrov" not in set(tables.actors["actor"]) | set(tables.claims["actor"].dropna())
    peru = tables.actors[tables.actors["actor"] == "state:PER"]
    assert peru[["name", "kind", "country"]].to_numpy().tolist() == [["Republic of Peru", "organisation", "CHL"]]
    assert set(tables.mentions.loc[tables.mentions["actor"] == "state:TWN", "article"]) == {"two"}
    changed = tables.mentions["form_reason"].str.contains("corrected: merge", na=False)
    assert set(tables.mentions.loc[changed, "text"].str.contains("Lavrov")) == {True}
    before = set(found.mentions.loc[found.mentions["actor"] == "person:sergei-lavrov", "start"])
    assert before <= set(tables.mentions.loc[tables.mentions["actor"] == "state:RUS", "start"])


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("mrge,state:PER,x,,", r"line 2: action 'mrge'"),
        ("merge,state:PER,,,", r"line 2: a merge needs both"),
        ("split,state:PER,x,,", r"line 2: a split needs the article"),
        ("retype,state:PER,robot,,", r"line 2: kind 'robot'"),
    ],
)
def test_bad_corrections_are_named(tmp_path, line, says):
    path = tmp_path / "mine.csv"
    path.write_text(f"action,actor,to,article,why\n{line}\n", encoding="utf-8")
    with pytest.raises(ToolkitError, match=says):
        analyse(PERU, corrections=path)


def test_corrections_of_nobody_and_of_no_file(tmp_path):
    path = tmp_path / "mine.csv"
    path.write_text("action,actor,to\nmerge,Perru,state:CHL\n", encoding="utf-8")
    with pytest.warns(UserWarning, match=r"line 2: no actor 'Perru' in these articles. Did you mean 'Peru'"):
        analyse(PERU, corrections=path)
    with pytest.raises(OptionError, match="not a file"):
        analyse(PERU, corrections=tmp_path / "gone.csv")
    path.write_text("x,y\n", encoding="utf-8")
    with pytest.raises(OptionError, match="needs action, actor, to"):
        analyse(PERU, corrections=path)
