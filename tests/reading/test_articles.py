"""Articles and how they are read: every format, every kind of bad file."""

from __future__ import annotations

import datetime
import json

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.errors import ArticleError, OptionError
from toolkit.reading import Article, as_articles, read_article, read_articles

STORY = "Cocoa sales rise\n\nACCRA, March 3 (Reuters) - Ghana sold more cocoa.\n\nThe board confirmed it.\n\nLeave a reply:\n"


def test_parts_of_a_text_file(tmp_path):
    path = tmp_path / "2024-03-03-cocoa.txt"
    path.write_text(STORY, encoding="utf-8")
    article = read_article(path)
    assert article.text == STORY
    assert (article.id, article.title, article.date) == ("2024-03-03-cocoa", "Cocoa sales rise", datetime.date(2024, 3, 3))
    assert [p.part for p in article.paragraphs] == ["title", "body", "body", "furniture"]
    start, end = article.dateline
    assert article.text[start:end] == "ACCRA, March 3 (Reuters) -"
    assert article.part_at(article.text.index("Leave")) == "furniture"
    assert article.part_at(0) == "title"
    assert article.sentence_at(article.text.index("board")) == 3


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "cp1251"])
def test_encodings(tmp_path, encoding):
    text = "Das Geschäft wächst.\n\nDer Außenhandel stieg um fünf Prozent, sagte die Behörde für Zölle."
    if encoding == "cp1251":
        text = "Торговля растёт.\n\nВнешняя торговля выросла на пять процентов, сообщила таможня."
    path = tmp_path / "a.txt"
    path.write_bytes(text.encode(encoding))
    if encoding == "cp1251":
        with pytest.warns(UserWarning, match="1 encodings guessed"):
            article = read_article(path)
    else:
        article = read_article(path)
    assert article.text == text
    assert article.meta["encoding"].split()[0].replace("utf-16-le", "utf-16") == encoding


def test_line_ends_are_kept(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes(b"Trade grew\r\n\r\nBy a lot.\r\n")
    article = read_article(path)
    assert article.text == "Trade grew\r\n\r\nBy a lot.\r\n"
    assert [article.text[p.start : p.end] for p in article.paragraphs] == ["Trade grew", "By a lot."]


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("empty.txt", b"", "empty"),
        ("blank.txt", b" \n\n ", "empty"),
        ("picture.txt", b"\x89PNG\r\n\x00\x00\x01", "binary"),
        ("broken.json", b'{"text": ', "line 1"),
        ("broken.jsonl", b'\n{"text": \n', "line 2"),
        ("none.json", b"[]", "no rows"),
        ("number.json", b"[3]", "row 1"),
        ("untitled.csv", b"name,words\na,b\n", "text"),
        ("header.csv", b"text,date\n", "no rows"),
        ("ragged.csv", b"text,date\nTrade grew, by a lot.,2024-04-06\n", "row 1 (line 2) has 3 cells under 2 names"),
        ("blank.csv", b"text,date\n,2024-04-06\n", "row 1 is empty"),
        ("old.doc", b"x", "save it as .docx"),
        ("empty.csv", b" ", "empty"),
        ("ragged.csv", b'text,date\n"Trade grew,2024\n', "ragged.csv"),
        ("not.parquet", b"PAR0", "not.parquet"),
        ("page.html", b"<html><body></body></html>", "page.html"),
    ],
)
def test_bad_files_are_named(tmp_path, name, content, says):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(ArticleError) as raised:
        read_articles(path)
    assert name in str(raised.value)
    assert says in str(raised.value)
    (tmp_path / "good.txt").write_text("Trade grew.", encoding="utf-8")
    with pytest.warns(UserWarning, match=name):
        assert [a.id for a in read_articles(tmp_path, errors="report")] == ["good"]


def test_missing_file_and_empty_folder(tmp_path):
    (tmp_path / "there.txt").write_text("Trade grew.", encoding="utf-8")
    with pytest.raises(ArticleError, match=r"gone\.txt.*there\.txt"):
        read_article(tmp_path / "gone.txt")
    with pytest.raises(ArticleError, match="folder does not exist"):
        read_article(tmp_path / "no" / "gone.txt")
    (tmp_path / "sub").mkdir()
    with pytest.raises(ArticleError, match="holds no articles"):
        read_articles(tmp_path / "sub")
    with pytest.raises(ArticleError, match="read_articles"):
        read_article(tmp_path)
    with pytest.raises(ArticleError, match="No path"):
        read_articles()
    with pytest.raises(OptionError, match="raise"):
        read_articles(tmp_path, errors="rais")


def test_folders_are_read_whole_and_in_order(tmp_path):
    for name in ("b/x.txt", "a/x.txt", "c.txt", "a/.hidden.txt", "a/notes.log"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"Trade grew in {name}.", encoding="utf-8")
    with pytest.warns(UserWarning, match=r"1 file of kinds that are not read \(\.log\)"):
        articles = read_articles(tmp_path)
    assert [a.id for a in articles] == ["x", "x-2", "c"]
    assert [a.meta["file"] for a in articles] == [str(tmp_path / name) for name in ("a/x.txt", "b/x.txt", "c.txt")]
    assert [a.meta["part"] for a in articles] == [1, 1, 1]


def test_what_a_browser_saves_beside_a_page_is_no_article(tmp_path):
    pytest.importorskip("trafilatura", reason="the extra 'readers' is not installed")
    body = "<p>Ghana sold more cocoa in March, the board of the country said on Monday in Accra.</p>" * 4
    for name in ("cocoa.html", "cocoa_files/frame.html", "other_files/page.html"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(f"<html><body><article><h1>{name}</h1>{body}</article></body></html>", encoding="utf-8")
    assert [a.id for a in read_articles(tmp_path)] == ["cocoa", "page"]


def test_rows_of_other_peoples_files(tmp_path):
    rows = [
        {"Headline": "Cocoa", "body": "Ghana sold more.", "published": "2024-03-03T10:00:00", "outlet": "The Paper", "x": 1},
        {"Headline": None, "body": "Peru sold less.", "published": None, "outlet": None, "x": 2},
    ]
    (tmp_path / "a.json").write_text(json.dumps(rows), encoding="utf-8")
    (tmp_path / "b.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    pd.DataFrame(rows).to_csv(tmp_path / "c.csv", index=False)
    pd.DataFrame(rows).to_parquet(tmp_path / "d.parquet")
    articles = read_articles(tmp_path)
    assert len(articles) == 8
    for first, second in zip(articles[::2], articles[1::2], strict=True):
        assert first.text == "Cocoa\n\nGhana sold more."
        assert (first.title, first.date, first.source) == ("Cocoa", datetime.date(2024, 3, 3), "The Paper")
        assert first.paragraphs[0].part == "title"
        assert str(first.meta["x"]) == "1"
        assert (second.title, second.date, second.source) == ("", None, None)


def test_a_bad_row_costs_itself_and_a_bad_date_the_date(tmp_path):
    (tmp_path / "many.csv").write_text(
        "text,date\nTrade grew.,2024-04-06\nSales fell.,soon\n,2024\nAll is well.,\n", encoding="utf-8"
    )
    with pytest.raises(ArticleError, match=r"many\.csv, row 3 is empty"):
        read_articles(tmp_path)
    with pytest.warns(UserWarning, match=r"1 articles left out, 1 dates left out") as caught:
        articles = read_articles(tmp_path, errors="report")
    assert [(a.id, str(a.date)) for a in articles] == [("many-1", "2024-04-06"), ("many-2", "None"), ("many-4", "None")]
    assert len(caught) == 1
    problems = []
    assert read_articles(tmp_path, errors=problems) == articles
    assert [(p["kind"], p["lost"]) for p in problems] == [("date", False), ("article", True)]
    assert "many.csv, row 2" in problems[0]["where"]


def test_a_bad_line_costs_itself(tmp_path):
    good = json.dumps({"id": "a", "text": "Trade grew."})
    path = tmp_path / "lines.jsonl"
    path.write_text(f'{good}\n{{"id": \n{good.replace("grew", "fell").replace("a", "b", 1)}\n', encoding="utf-8")
    with pytest.raises(ArticleError, match=r"lines\.jsonl, line 2: not JSON"):
        read_articles(path)
    with pytest.warns(UserWarning, match=r"lines\.jsonl, line 2: not JSON"):
        assert [a.text for a in read_articles(path, errors="report")] == ["Trade grew.", "Trade fell."]


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_csv_of_other_lands(tmp_path, mark):
    path = tmp_path / "a.csv"
    path.write_text(f'id{mark}date{mark}text\nx{mark}2024-04-06{mark}"Coffee, tea; trade grew."\n', encoding="utf-8")
    (article,) = read_articles(path)
    assert (article.id, article.date, article.text) == ("x", datetime.date(2024, 4, 6), "Coffee, tea; trade grew.")


@pytest.mark.parametrize(
    "said", ["2024-04-06", "2024-04-06T10:00:00Z", "April 6, 2024", "6 Apr 2024", "Sat, 06 Apr 2024 10:00:00 GMT", "2024/04/06"]
)
def test_dates_that_can_be_read_in_one_way(said):
    assert Article("Trade grew.", date=said).date == datetime.date(2024, 4, 6)


@pytest.mark.parametrize("said", ["06/04/2024", "04-06-2024", "2024", "April 2024", "31 April 2024"])
def test_dates_that_cannot(said):
    with pytest.raises(ArticleError, match=said):
        Article("Trade grew.", date=said)


def test_files_that_are_not_read_are_told(tmp_path):
    for name in ("a.png", "b.log", ".hidden", "sub/c.png"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    with pytest.raises(ArticleError, match=r"holds no articles \(only a\.png, b\.log, c\.png\)"):
        read_articles(tmp_path)
    (tmp_path / "good.txt").write_text("Trade grew.", encoding="utf-8")
    with pytest.warns(UserWarning, match=r"3 files of kinds that are not read \(\.log, \.png\)"):
        assert [a.id for a in read_articles(tmp_path, errors="report")] == ["good"]


def test_html_date_is_the_declared_one_and_never_guessed(tmp_path):
    pytest.importorskip("trafilatura", reason="the extra 'readers' is not installed")
    body = (
        "<p>Exports of cocoa rose 4% to $90 million in 2023, the office said on 3 May 2021, and the harvest was good.</p>" * 3
    )
    page = "<html><head><title>Cocoa</title>{}</head><body><article><h1>Cocoa</h1>{}</article></body></html>"
    (tmp_path / "page.html").write_text(page.format("", body), encoding="utf-8")
    assert read_article(tmp_path / "page.html").date is None
    declared = '<meta property="article:published_time" content="2024-02-10T08:00:00Z">'
    (tmp_path / "page.html").write_text(page.format(declared, body), encoding="utf-8")
    assert str(read_article(tmp_path / "page.html").date) == "2024-02-10"


def test_html_keeps_the_article(tmp_path):
    pytest.importorskip("trafilatura", reason="needs the extra readers")
    sentence = "Ghana sold {} thousand tonnes of cocoa, the board of the country said on Monday."
    body = "".join(f"<p>{sentence.format(n)}</p>" for n in range(2, 9))
    page = f"<html><head><title>Cocoa</title></head><body><nav>Menu</nav><article><h1>Cocoa</h1>{body}</article></body></html>"
    (tmp_path / "2024-03-03.html").write_text(page, encoding="utf-8")
    article = read_article(tmp_path / "2024-03-03.html")
    assert "2 thousand tonnes" in article.text
    assert "Menu" not in article.text
    assert article.date == datetime.date(2024, 3, 3)


@pytest.mark.parametrize(
    ("name", "date"),
    [
        ("2024-04-06-visit", datetime.date(2024, 4, 6)),
        ("visit_20240406", datetime.date(2024, 4, 6)),
        ("visit-2024-13-06", None),
        ("visit-2024", None),
        ("123456789012", None),
    ],
)
def test_date_from_the_file_name(tmp_path, name, date):
    path = tmp_path / f"{name}.txt"
    path.write_text("Trade grew.", encoding="utf-8")
    assert read_article(path).date == date
    assert read_article(path, date="2020-01-02").date == datetime.date(2020, 1, 2)


def test_an_article_checks_what_it_is_given():
    for bad in ("", "  \n"):
        with pytest.raises(ArticleError, match="empty"):
            Article(bad)
    with pytest.raises(ArticleError, match="int"):
        Article(5)
    with pytest.raises(ArticleError, match="'yesterday'"):
        Article("Trade grew.", date="yesterday")
    assert Article("Trade grew.", date=datetime.datetime(2024, 4, 6, 3)).date == datetime.date(2024, 4, 6)
    assert Article("Trade grew.", date=pd.NaT).date is None
    with pytest.raises(AttributeError):
        Article("Trade grew.").text = "x"
    assert len({Article("Trade grew."), Article("Trade grew.")}) == 1


def test_what_stands_for_articles():
    assert [a.id for a in as_articles(["One.", Article("Two.", id="two")])] == ["text-1", "two"]
    assert as_articles("One.")[0].text == "One."
    for bad in (5, None, {"text": "One."}, b"One."):
        with pytest.raises(ArticleError, match=type(bad).__name__):
            as_articles(bad)
    with pytest.raises(ArticleError, match="Item 2 is of type int"):
        as_articles(["One.", 5])
    assert as_articles(pd.DataFrame({"text": ["One."]}))[0].text == "One."
    with pytest.warns(UserWarning, match="1 dates left out"):
        assert as_articles(pd.DataFrame({"text": ["One."], "date": ["soon"]}))[0].date is None
    bad = {}
    assert [a.id for a in as_articles(pd.DataFrame({"text": ["", "Two."]}), bad=bad)] == ["text-2"]
    assert list(bad) == ["text-1"]
    assert "row 1 is empty" in str(bad["text-1"])
    with pytest.raises(ArticleError, match="two"):
        as_articles([Article("One.", id="two"), Article("Two.", id="two")])


@settings(deadline=None)
@given(st.text(min_size=1, max_size=300).filter(lambda t: t.strip()))
def test_paragraphs_slice_back(text):
    article = Article(text)
    at = 0
    for start, end, part in article.paragraphs:
        assert at <= start < end <= len(text)
        assert text[start:end] == text[start:end].strip()
        assert part in ("title", "body", "furniture")
        assert not text[at:start].strip()
        at = end
    assert not text[at:].strip()


def test_a_first_sentence_is_no_title(tmp_path):
    path = tmp_path / "a.txt"
    for text in ("Trade grew.\n\nBy a lot.", "Trade grew\nby a lot\n\nIt did.", "Only this line", f"{'long ' * 50}\n\nIt did."):
        path.write_text(text, encoding="utf-8")
        assert read_article(path).title == ""
