"""Tables, JSON and databases: whatever the columns are called and however the file is written, n rows in are n articles out."""

from __future__ import annotations

import datetime
import json
import sqlite3
import tracemalloc
import zipfile

import numpy as np
import pandas as pd
import pytest

import toolkit
from toolkit.errors import ArticleError, OptionError
from toolkit.reading import iter_articles, read_articles

DAY = datetime.date(2024, 3, 5)
TEXTS = ["Ghana sold £3.2 billion of cocoa, Mr Müller said.", "Peru sold less; Chile, more."]
TITLES = ["Cocoa sales rise", "Copper falls"]


def is_read(path, *, title=TITLES[0], source="The Paper", **options):
    articles = read_articles(path, **options)
    assert [a.text for a in articles] == [
        "\n\n".join(part for part in pair if part) for pair in zip(TITLES, TEXTS, strict=True)
    ]
    assert (articles[0].title, articles[0].date, articles[0].source) == (title, DAY, source)
    assert [a.meta["part"] for a in articles] == [1, 2]
    assert {a.meta["file"] for a in articles} == {str(path)}
    return articles


@pytest.mark.parametrize(
    "names",
    [
        ("title", "text", "date", "source"),
        ("Headline", "Full Text", "Publication Date", "Newspaper"),
        ("headline", "fullText", "publishedAt", "publisher_name"),
        ("Title", "articleBody", "publish_date", "publication"),
        ("heading", "maintext", "publication_datetime", "source_domain"),
        ("document_title", "document", "seendate", "media_name"),
        ("TITLE", "CONTENT", "PUBDATE", "OUTLET"),
    ],
)
def test_columns_as_they_are_called(tmp_path, names):
    rows = [dict(zip(names, (t, x, "2024-03-05", "The Paper"), strict=True)) for t, x in zip(TITLES, TEXTS, strict=True)]
    pd.DataFrame(rows).to_csv(tmp_path / "a.csv", index=False)
    is_read(tmp_path / "a.csv")
    (tmp_path / "a.json").write_text(json.dumps(rows), encoding="utf-8")
    is_read(tmp_path / "a.json")
    assert [a.title for a in read_articles(pd.DataFrame(rows))] == TITLES


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("stated", [False, True])
def test_separators_and_encodings(tmp_path, mark, encoding, stated):
    path = tmp_path / "a.csv"
    lines = [mark.join(("title", "text", "date", "source"))]
    lines += [mark.join((t, f'"{x}"', "05.03.2024", "The Paper")) for t, x in zip(TITLES, TEXTS, strict=True)]
    path.write_bytes("\r\n".join([f"sep={mark}"] * stated + lines).encode(encoding))
    articles = is_read(path)
    assert articles[0].meta["encoding"] == encoding


def test_columns_that_the_call_names(tmp_path):
    rows = [{"Titel": t, "Artikel": x, "Tag": "5. März 2024", "Blatt": "The Paper"} for t, x in zip(TITLES, TEXTS, strict=True)]
    columns = {"text": "Artikel", "title": "Titel", "date": "Tag", "source": "Blatt"}
    pd.DataFrame(rows).to_csv(tmp_path / "a.csv", index=False, sep=";")
    is_read(tmp_path / "a.csv", columns=columns)
    pd.DataFrame(rows).to_parquet(tmp_path / "a.parquet")
    is_read(tmp_path / "a.parquet", columns=columns)
    assert len(read_articles(pd.DataFrame(rows), columns=columns)) == 2
    with pytest.raises(ArticleError, match=r"no column 'Body' for text; found Titel, Artikel"):
        read_articles(tmp_path / "a.csv", columns={"text": "Body"})
    with pytest.raises(ArticleError, match="'body' is no field"):
        read_articles(tmp_path / "a.csv", columns={"body": "Artikel"})
    with pytest.raises(ArticleError, match=r"columns=\{'text'"):
        read_articles(tmp_path / "a.csv")


def test_excel(tmp_path):
    pytest.importorskip("openpyxl", reason="the extra 'excel' is not installed")
    pytest.importorskip("python_calamine", reason="the extra 'office' is not installed")
    rows = pd.DataFrame({"title": TITLES, "text": TEXTS, "date": [DAY, DAY], "source": "The Paper"})
    with pd.ExcelWriter(tmp_path / "a.xlsx") as book:
        pd.DataFrame({"note": ["Downloaded on Monday"]}).to_excel(book, sheet_name="cover", index=False)
        rows.to_excel(book, sheet_name="news", index=False, startrow=3)
    articles = is_read(tmp_path / "a.xlsx")
    assert articles[0].meta["sheet"] == "news"
    pd.DataFrame({"note": ["Nothing"]}).to_excel(tmp_path / "b.xlsx", index=False)
    with pytest.raises(ArticleError, match="no sheet has a column of texts"):
        read_articles(tmp_path / "b.xlsx")


ROWS = [
    {"title": t, "content": x, "publishedAt": "2024-03-05T23:10:00Z", "source": {"id": None, "name": "The Paper"}}
    for t, x in zip(TITLES, TEXTS, strict=True)
]


@pytest.mark.parametrize(
    "envelope",
    [
        ROWS,
        {"status": "ok", "totalResults": 2, "articles": ROWS},  # NewsAPI
        {"stories": ROWS, "pagination_token": "x"},  # Media Cloud
        {"response": {"status": "ok", "results": ROWS}},  # the Guardian
        {"features": [], "rows": [{"row_idx": n, "row": row} for n, row in enumerate(ROWS)]},  # Hugging Face
        {"hits": {"total": 2, "hits": [{"_id": "x", "_source": row} for row in ROWS]}},  # Elasticsearch
    ],
)
def test_envelopes_of_services(tmp_path, envelope):
    (tmp_path / "a.json").write_text(json.dumps(envelope), encoding="utf-8")
    articles = is_read(tmp_path / "a.json")
    assert articles[0].meta["published"] == "2024-03-05T23:10:00Z"


@pytest.mark.parametrize("name", ["a.jsonl", "a.ndjson", "a.json"])
def test_json_lines_under_any_name(tmp_path, name):
    (tmp_path / name).write_text("\n\n".join(map(json.dumps, ROWS)) + "\n", encoding="utf-8")
    is_read(tmp_path / name)


def test_one_object_is_one_article(tmp_path):
    (tmp_path / "a.json").write_text(json.dumps({**ROWS[0], "maintext": ROWS[0]["content"]}, indent=1), encoding="utf-8")
    (article,) = read_articles(tmp_path / "a.json")
    assert (article.id, article.source, article.date) == ("a", "The Paper", DAY)


def test_sqlite(tmp_path):
    path = tmp_path / "a.sqlite"
    with sqlite3.connect(path) as base:
        base.execute("CREATE TABLE authors (name TEXT)")
        base.execute("CREATE TABLE news (title TEXT, body TEXT, published TEXT, publisher TEXT)")
        rows = [(t, x, "2024-03-05", "The Paper") for t, x in zip(TITLES, TEXTS, strict=True)]
        base.executemany("INSERT INTO news VALUES (?, ?, ?, ?)", rows)
    base.close()
    assert is_read(path)[0].meta["table"] == "news"


def test_discourse_network_analyzer(tmp_path):
    path = tmp_path / "debate.dna"
    with sqlite3.connect(path) as base:
        base.execute("CREATE TABLE CODERS (ID INTEGER, Name TEXT)")
        base.execute("CREATE TABLE STATEMENTS (ID INTEGER, DocumentId INTEGER, Start INTEGER, Stop INTEGER)")
        base.execute("CREATE TABLE DOCUMENTS (ID INTEGER, Title TEXT, Text TEXT, Author TEXT, Source TEXT, Date INTEGER)")
        seconds = int(datetime.datetime(2024, 3, 5, 12, tzinfo=datetime.UTC).timestamp())
        rows = [(n, t, x, "Ana", "The Paper", seconds) for n, (t, x) in enumerate(zip(TITLES, TEXTS, strict=True), start=7)]
        base.executemany("INSERT INTO DOCUMENTS VALUES (?, ?, ?, ?, ?, ?)", rows)
    base.close()
    articles = is_read(path)
    assert [(a.id, a.meta["author"]) for a in articles] == [("7", "Ana"), ("8", "Ana")]


def test_two_tables_of_texts_are_told(tmp_path):
    path = tmp_path / "a.db"
    with sqlite3.connect(path) as base:
        base.execute("CREATE TABLE one (text TEXT)")
        base.execute("CREATE TABLE two (text TEXT, x TEXT)")
    base.close()
    with pytest.raises(ArticleError, match=r"several tables have a column of texts; found one \(text\); two \(text, x\)"):
        read_articles(path)


def test_a_series_and_a_list_of_paths(tmp_path):
    assert [a.text for a in read_articles(pd.Series(TEXTS))] == TEXTS
    for name, text in zip("ba", TEXTS, strict=True):
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    assert [a.text for a in read_articles([tmp_path / "b.txt", str(tmp_path / "a.txt")])] == TEXTS
    with pytest.raises(ArticleError, match="row 2 is empty"):
        read_articles(pd.Series(["One.", None]))


def test_same_article_twice_is_kept_and_marked(tmp_path):
    rows = pd.DataFrame({"text": [TEXTS[0], TEXTS[1], TEXTS[0]], "id": ["x", "y", "x"]})
    articles = read_articles(rows)
    assert [a.id for a in articles] == ["x", "y", "x-2"]
    assert [a.meta.get("same_as") for a in articles] == [None, None, "x"]


@pytest.mark.parametrize(
    ("dates", "read", "told"),
    [
        (["03/04/2024", "25/04/2024"], ["2024-04-03", "2024-04-25"], 0),  # another date tells that days come first
        (["03/04/2024", "04/25/2024"], ["2024-03-04", "2024-04-25"], 0),
        (["03/04/2024", "05/06/2024"], [None, None], 2),
        (["03/04/2024", "25/04/2024", "04/25/2024"], [None, "2024-04-25", "2024-04-25"], 1),  # the file does not keep to one
        (["15-Jan-2023", "Sept. 5, 2023"], ["2023-01-15", "2023-09-05"], 0),
        (["1/15/2024", "15.01.2023"], ["2024-01-15", "2023-01-15"], 0),
        (["January 15, 2023 Monday", "Jan 15, 2023 3:04 PM"], ["2023-01-15", "2023-01-15"], 0),
        (["52241221", "67021130"], [None, None], 2),
        (["1700000000", "20240405T101500Z"], ["2023-11-14", "2024-04-05"], 0),
        (["4 May 1899", "2024-02-30"], [None, None], 2),
    ],
)
def test_dates_are_read_in_one_way_or_not(tmp_path, dates, read, told):
    frame = pd.DataFrame({"text": [f"Trade grew {n}%." for n in range(len(dates))], "date": dates})
    frame.to_csv(tmp_path / "a.csv", index=False)
    problems = []
    for given in (tmp_path / "a.csv", frame):
        problems.clear()
        articles = read_articles(given, errors=problems)
        assert [str(a.date) if a.date else None for a in articles] == read
        assert [problem["kind"] for problem in problems] == ["date"] * told


@pytest.mark.parametrize("name", ["52241221", "67021130", "1899-12-31", "2101-01-01", "20241301"])
def test_digits_of_a_name_that_are_no_date(tmp_path, name):
    path = tmp_path / f"{name}.txt"
    path.write_text("Trade grew.", encoding="utf-8")
    assert read_articles(path)[0].date is None


def test_cells_that_are_no_text(tmp_path):
    frame = pd.DataFrame({"text": ["Trade grew.", 5, np.nan], "title": [None, "Five", "None"]})
    with pytest.warns(UserWarning, match="1 articles left out"):
        articles = read_articles(frame, errors="report")
    assert [a.text for a in articles] == ["Trade grew.", "Five\n\n5"]


def test_a_language_that_is_not_english_is_told(tmp_path):
    german = (
        "Der Handel ist im Mai gestiegen, und die Ausfuhren nach Peru sind nicht so hoch wie im Jahr zuvor, sagte das Amt. " * 3
    )
    russian = "Экспорт зерна в мае вырос на пять процентов, сообщило министерство сельского хозяйства страны. " * 3
    frame = pd.DataFrame({"text": ["Trade grew.", german, russian]})
    problems = []
    assert len(read_articles(frame, errors=problems)) == 1
    assert [p["problem"].split(";")[0] for p in problems] == [
        "article 'text-2' looks like German",
        "article 'text-3' looks like Russian",
    ]
    assert len(read_articles(frame, language="any")) == 3
    with pytest.raises(ArticleError, match="looks like German"):
        read_articles(frame)
    with pytest.raises(OptionError, match="language"):
        read_articles(frame, language="de")


def test_many_rows_stream(tmp_path):
    path = tmp_path / "big.csv"
    body = "Exports of wheat rose by a fifth in May, the customs office said. " * 60
    with path.open("w", encoding="utf-8") as out:
        out.write("id,date,text\n")
        for n in range(600):
            out.write(f'{n},2024-05-01,"{n} {body}"\n')
    tracemalloc.start()
    for count, article in enumerate(iter_articles(path), start=1):
        last = count, article.id
        if count == 100:
            tracemalloc.reset_peak()
            early = tracemalloc.get_traced_memory()[0]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert last == (600, "599")
    assert peak - early < 500_000, "2 MB of articles went by"


def test_top_level_name():
    assert toolkit.iter_articles is iter_articles


def test_a_name_dates_one_article_that_declares_no_day(tmp_path):
    text = "Trade grew in {}."
    (tmp_path / "export_2024-06-01.csv").write_text("text,date\nTrade grew.,\nTrade fell.,\n", encoding="utf-8")
    assert [a.date for a in read_articles(tmp_path / "export_2024-06-01.csv")] == [None, None]
    with zipfile.ZipFile(tmp_path / "backup-2024-06-01.zip", "w") as packed:
        packed.writestr("2021-02-03-slug.txt", text.format("a"))
        packed.writestr("slug.txt", text.format("b"))
    assert [str(a.date) for a in read_articles(tmp_path / "backup-2024-06-01.zip")] == ["2021-02-03", "None"]
    (tmp_path / "2023-01-01_2023-12-31.txt").write_text(text.format("c"), encoding="utf-8")
    assert read_articles(tmp_path / "2023-01-01_2023-12-31.txt")[0].date is None


def test_the_order_of_day_and_month_is_that_of_each_table(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as packed:
        packed.writestr("uk.csv", "text,date\nTrade grew.,03/04/2024\n")
        packed.writestr("us.csv", "text,date\nTrade fell.,01/25/2024\nTrade was flat.,03/04/2024\n")
    problems = []
    articles = read_articles(tmp_path / "a.zip", errors=problems)
    assert [str(a.date) for a in articles] == ["None", "2024-01-25", "2024-03-04"]
    assert [a.meta["part"] for a in articles] == [1, 2, 3]
    assert [a.meta["row"] for a in articles] == [1, 1, 2]
    assert problems[0]["where"].endswith("a.zip/uk.csv, row 1")


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("2024011512", "2024-01-15"),
        ("Updated: January 15, 2024", None),
        ("January 5, 2024 to January 9, 2024", None),
        ("15 listopada 2023", None),  # October in Croatian, November in Polish
        ("15. März 2023", "2023-03-15"),
        ("2023年3月15日", "2023-03-15"),
    ],
)
def test_what_a_date_cell_says(said, day):
    problems = []
    (article,) = read_articles(pd.DataFrame({"text": ["Trade grew."], "date": [said]}), errors=problems)
    assert (str(article.date) if article.date else None) == day
    assert len(problems) == (day is None)


def test_json_as_pandas_and_others_write_it(tmp_path):
    frame = pd.DataFrame({"title": TITLES, "text": TEXTS, "date": "2024-03-05", "source": "The Paper"})
    for orient in ("columns", "records", "list"):
        data = frame.to_json(orient=orient) if orient != "list" else json.dumps(frame.to_dict("list"))
        (tmp_path / "a.json").write_text(data, encoding="utf-8")
        is_read(tmp_path / "a.json")
    main = {"title": "Main", "text": TEXTS[0], "documents": [{"title": "Other", "text": TEXTS[1]}]}
    (tmp_path / "b.json").write_text(json.dumps(main), encoding="utf-8")
    assert [a.title for a in read_articles(tmp_path / "b.json")] == ["Main"]
    (tmp_path / "c.json").write_text(json.dumps({"articles": ROWS[:1], "results": ROWS[1:]}), encoding="utf-8")
    is_read(tmp_path / "c.json")
    (tmp_path / "d.json").write_text('[{"text": {"rendered": ["x"]}}]', encoding="utf-8")
    with pytest.raises(ArticleError, match="the text is an object, not a text"):
        read_articles(tmp_path / "d.json")


def test_which_of_several_columns_is_the_text(tmp_path):
    for names, cells, text in (
        ("article,headline,full text", "17,Cocoa,Trade grew.", "Cocoa\n\nTrade grew."),
        ("text,text", ",Trade grew.", "Trade grew."),
        ("text,text", "Trade grew.,", "Trade grew."),
        ("description,text", "A table,Trade grew.", "Trade grew."),
        ("text,abstract", "NA,Trade grew.", "Trade grew."),
    ):
        (tmp_path / "a.csv").write_text(f"{names}\n{cells}\n", encoding="utf-8")
        assert [a.text for a in read_articles(tmp_path / "a.csv")] == [text]


def test_a_title_above_the_names_and_rows_that_may_be_broken(tmp_path):
    (tmp_path / "a.csv").write_text('News of May\n\ntext;date\n"Trade grew.";2024-05-01\n', encoding="utf-8")
    assert [(a.text, str(a.date)) for a in read_articles(tmp_path / "a.csv")] == [("Trade grew.", "2024-05-01")]
    (tmp_path / "b.csv").write_text("text,date\nTrade rose in May\nand fell in June,2024-01-02\n", encoding="utf-8")
    with pytest.warns(UserWarning, match=r"row 1 \(line 2\) has 1 cells under 2 names"):
        assert len(read_articles(tmp_path / "b.csv")) == 2
    (tmp_path / "c.csv").write_bytes(b'id,text\r1,"Trade grew."\r')
    assert [a.text for a in read_articles(tmp_path / "c.csv")] == ["Trade grew."]


def test_one_bad_byte_costs_one_letter(tmp_path):
    (tmp_path / "a.txt").write_bytes("Müller sold cocoa for £3bn to Söhne — twice.".encode() + b" \xff Trade grew.")
    with pytest.warns(UserWarning, match="encodings guessed"):
        (article,) = read_articles(tmp_path / "a.txt")
    assert article.text == "Müller sold cocoa for £3bn to Söhne — twice. \ufffd Trade grew."


def test_many_rows_of_one_id_are_fast():
    frame = pd.DataFrame({"text": [f"Trade grew by {n}." for n in range(20_000)], "id": "x"})
    articles = read_articles(frame)
    assert [a.id for a in articles[:3]] == ["x", "x-2", "x-3"]
    assert len({a.id for a in articles}) == len(frame)


def test_lists_of_teams_are_no_language(tmp_path):
    teams = "Ireland v Cyprus; France v Israel; Switzerland v Faroe Islands; G Murphy; G Dempsey, S Horgan, K Maggs. " * 3
    assert len(read_articles(pd.Series([teams]))) == 1


def test_wrong_arguments_are_told():
    for given in (5, None, b"a.txt", [["a.txt"]]):
        with pytest.raises(ArticleError, match="nothing that articles are read from"):
            read_articles(given)
    for columns in ("Volltext", ["Volltext"]):
        with pytest.raises(ArticleError, match="give a mapping"):
            read_articles(pd.DataFrame({"text": ["x"]}), columns=columns)
    with pytest.raises(ArticleError, match=r"Did you mean 'Volltext'\?"):
        read_articles(pd.DataFrame({"Volltext": ["x"] * 5}), columns={"text": "Voltext"})
    with pytest.raises(ArticleError, match="Patterns are not followed"):
        read_articles("folder/*.csv")
