"""Files that do harm or are broken: a clear error, no foreign one, nothing that hangs."""

from __future__ import annotations

import datetime
import json
import os
import sys
import threading

import pandas as pd
import pyarrow as pa
import pyarrow.parquet
import pytest

from toolkit.errors import ArticleError, MissingExtraError
from toolkit.reading import Article, iter_articles, read_articles

POSIX = pytest.mark.skipif(os.name != "posix", reason="pipes and devices are of POSIX")


def fails(path, says, **options):
    with pytest.raises(ArticleError, match=says) as raised:
        read_articles(path, **options)
    assert str(path.name) in str(raised.value)
    (path.parent / "good.txt").write_text("Trade grew.", encoding="utf-8")
    with pytest.warns(UserWarning, match="left out"):
        assert [a.id for a in read_articles(path.parent, errors="report", **options)][-1] == "good"


@POSIX
def test_a_pipe_does_not_hang(tmp_path):
    os.mkfifo(tmp_path / "a.txt")
    done = threading.Event()

    def read():
        fails(tmp_path / "a.txt", "no file but a pipe")
        done.set()

    threading.Thread(target=read, daemon=True).start()
    assert done.wait(10)


@POSIX
def test_a_device_does_not_end(tmp_path):
    (tmp_path / "zero.txt").symlink_to("/dev/zero")
    fails(tmp_path / "zero.txt", "no file but a pipe or a device")


@POSIX
def test_links_in_a_circle(tmp_path):
    (tmp_path / "loop.txt").symlink_to(tmp_path / "loop.txt")
    fails(tmp_path / "loop.txt", "cannot be read|no file")
    (tmp_path / "up").symlink_to(tmp_path, target_is_directory=True)
    with pytest.warns(UserWarning, match=r"loop\.txt"):
        assert len(read_articles(tmp_path, errors="report")) == 1


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="the superuser reads every file")
def test_a_file_that_may_not_be_read(tmp_path):
    (tmp_path / "a.txt").write_text("Trade grew.", encoding="utf-8")
    (tmp_path / "a.txt").chmod(0)
    fails(tmp_path / "a.txt", "cannot be read")


def test_a_name_with_a_nul():
    with pytest.raises(ArticleError, match="cannot be read"):
        read_articles("a\0b.txt")


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("a.json", b"[" * 100_000, "too deep|not JSON"),
        ("a.json", b'{"text": ' * 100_000, "too deep|not JSON"),
        ("a.jsonl", b"[" * 100_000 + b"\n", "too deep|not JSON"),
        ("a.json", b'[{"text": "Trade grew.", "n": ' + b"9" * 6000 + b"}]", "cannot be read as JSON"),
        ("a.json", b'{"text": "Trade \\ud83d grew."}', "half a character"),
        ("a.json", b'{"text": NaN}', "is empty"),
        ("a.txt", "Trade grew.".encode("utf-16") + b"x", "not wholly in utf-16"),
        ("a.txt", b"\xff\xfe\x00\xd8\x41\x00", "not wholly in utf-16"),
        ("a.csv", b'text\n"' + b"a" * 1000, "cannot be read as CSV"),
        ("a.csv", b"text\n" + b"a" * 1_000_001, "1,000,001 characters"),
        ("a.txt", b"word " * 200_001, "characters; more than 1,000,000"),
        ("a.parquet", b"PAR1" + b"\0" * 100, "cannot be read as Parquet"),
        ("a.sqlite", b"SQLite format 3\0" + b"\1" * 200, "cannot be read as an SQLite"),
        ("a.xlsx", b"PK\3\4" + b"\0" * 100, "a.xlsx"),
        ("a.html", b"<html>" + b"<div>" * 200_000, "holds no article"),
    ],
)
def test_broken_files(tmp_path, name, data, says):
    if name.endswith("html"):
        pytest.importorskip("trafilatura", reason="the extra 'readers' is not installed")
    if name.endswith("xlsx"):
        pytest.importorskip("python_calamine", reason="the extra 'office' is not installed")
    (tmp_path / name).write_bytes(data)
    fails(tmp_path / name, says)


def test_deep_json_does_not_lower_the_limit(tmp_path):
    before = sys.getrecursionlimit()
    (tmp_path / "a.json").write_bytes(b"[" * 100_000)
    with pytest.raises(ArticleError):
        read_articles(tmp_path / "a.json")
    assert sys.getrecursionlimit() == before


def test_a_moment_beyond_the_calendar(tmp_path):
    far = pa.array([2**60], type=pa.timestamp("ms"))
    pyarrow.parquet.write_table(pa.table({"text": ["Trade grew."], "date": far}), tmp_path / "a.parquet")
    fails(tmp_path / "a.parquet", "cannot be read as Parquet")


def test_an_article_that_is_too_long_or_half():
    with pytest.raises(ArticleError, match="1,000,001 characters"):
        Article("a" * 1_000_001)
    for cells in (
        {"text": "a\ud800"},
        {"text": "a", "title": "\udfff"},
        {"text": "a", "id": "\ud800"},
        {"text": "a", "source": "\ud800"},
    ):
        with pytest.raises(ArticleError, match="half a character"):
            Article(cells.pop("text"), **cells)


def test_rows_that_are_wrong_cost_themselves(tmp_path):
    rows = [{"text": "Trade grew."}, "a string", None, 5, {"text": ["a", "b"]}, {"text": {"name": "Flat."}}, {"txt": "x"}, {}]
    (tmp_path / "a.json").write_text(json.dumps(rows), encoding="utf-8")
    problems = []
    articles = read_articles(tmp_path / "a.json", errors=problems)
    assert [(a.id, a.text) for a in articles] == [("a-1", "Trade grew."), ("a-5", "a\n\nb"), ("a-6", "Flat.")]
    assert [p["kind"] for p in problems] == ["article"] * 5
    assert ["row 2" in p["problem"] for p in problems] == [True, False, False, False, False]


def test_time_is_kept(tmp_path):
    (tmp_path / "a.json").write_text('{"text": "Trade grew.", "date": "2024-03-05T23:59:00-05:00"}', encoding="utf-8")
    (article,) = read_articles(tmp_path / "a.json")
    assert (article.date, article.meta["published"]) == (datetime.date(2024, 3, 5), "2024-03-05T23:59:00-05:00")


def test_a_stray_file_or_a_damaged_workbook_costs_itself(tmp_path):
    (tmp_path / "a.txt").write_text("Trade grew.", encoding="utf-8")
    (tmp_path / "old.log").write_bytes(b"first\rsecond")
    (tmp_path / "font.bin").write_bytes(bytes(range(256)) * 20)
    with pytest.warns(UserWarning, match=r"\.bin, \.log"):
        assert len(read_articles(tmp_path, errors="report")) == 1
    pytest.importorskip("openpyxl", reason="the extra 'excel' is not installed")
    pytest.importorskip("python_calamine", reason="the extra 'office' is not installed")
    pd.DataFrame({"text": ["Trade grew."] * 50}).to_excel(tmp_path / "b.xlsx", index=False)
    whole = (tmp_path / "b.xlsx").read_bytes()
    for at in range(0, len(whole), 37):
        (tmp_path / "b.xlsx").write_bytes(whole[:at] + bytes([whole[at] ^ 255]) + whole[at + 1 :])
        read_articles(tmp_path / "b.xlsx", errors=[])


def test_a_missing_extra_costs_the_files_that_need_it(tmp_path, monkeypatch):
    (tmp_path / "a.txt").write_text("Trade grew.", encoding="utf-8")
    (tmp_path / "b.rtf").write_text("{\\rtf1 Trade fell.}", encoding="utf-8")
    monkeypatch.setitem(sys.modules, "striprtf", None)
    monkeypatch.setitem(sys.modules, "striprtf.striprtf", None)
    with pytest.raises(MissingExtraError, match=r"\[office\]"):
        read_articles(tmp_path)
    problems = []
    assert [a.id for a in read_articles(tmp_path, errors=problems)] == ["a"]
    assert [p["kind"] for p in problems] == ["extra"]


def test_each_call_warns_where_it_stands(tmp_path):
    (tmp_path / "a.txt").write_text("Trade grew.", encoding="utf-8")
    (tmp_path / "b.txt").write_bytes(b"")
    for read in (read_articles, lambda *given, **options: list(iter_articles(*given, **options))):
        with pytest.warns(UserWarning, match="1 files left out") as caught:
            read(tmp_path, errors="report")
        assert [w.filename for w in caught] == [__file__]
