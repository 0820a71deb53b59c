"""The four promises, on every text that is at hand."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

import toolkit
from tests.conftest import ROOT
from toolkit.tables import CODEBOOK, EVIDENCE

FINDINGS = [name for name, columns in CODEBOOK.items() if columns[: len(EVIDENCE)] == EVIDENCE]


def assert_evidence(articles: list[toolkit.Article], *, without: tuple[str, ...] = ()) -> None:
    tables = toolkit.analyse(articles)
    assert tables.errors.empty, tables.errors
    texts = {a.id: a.text for a in articles}
    for name in FINDINGS:
        table = getattr(tables, name)
        assert table.columns.tolist() == [c.name for c in CODEBOOK[name]], name
        assert len(table) or name in without, f"no rows in {name}"
        for row in table[["article", "start", "end", "text"]].itertuples(index=False):
            assert texts[row.article][row.start : row.end] == row.text, (name, row)
    for row in tables.claims.itertuples(index=False):
        text = texts[row.article]
        assert text[row.cue_start : row.cue_end] == row.cue
        for start, end in row.content_spans:
            assert 0 <= start < end <= len(text)


def test_seeds():
    assert_evidence(toolkit.read_articles(ROOT / "seeds"))


def test_original(original):
    assert_evidence([original])


@pytest.mark.slow
def test_news_from_elsewhere(shared: Path):
    lines = (shared / "evals" / "claims_train.jsonl").read_text(encoding="utf-8").splitlines()[:50]
    articles = [toolkit.Article(json.loads(line)["text"], id=f"a{n}") for n, line in enumerate(lines)]
    assert_evidence(articles, without=("trade",))  # news of an election campaign


def test_a_string_will_do_and_empty_frames_have_columns():
    for name in FINDINGS:
        table = {"sentiment": "sentiment_table"}.get(name, f"{name.removesuffix('s')}_table")
        frame = getattr(toolkit, table)("Hello.")
        full = getattr(toolkit, table)("On Monday Russia said trade with China rose 5% to $3 billion in 2023.")
        assert frame.dtypes.to_dict() == full.dtypes.to_dict()


LIGHT = """
import sys, time
start = time.process_time()  # the processor's clock: other work on the machine does not count
import toolkit
toolkit.Article
assert time.process_time() - start < 0.5, time.process_time() - start
heavy = {"spacy", "matplotlib", "scipy", "sklearn", "networkx", "dask"} & set(sys.modules)
assert not heavy, heavy
"""


def test_import_is_light():
    done = subprocess.run([sys.executable, "-c", LIGHT], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


OFFLINE = """
import socket
def refuse(*a, **k): raise AssertionError("the toolkit opened a network connection")
socket.socket.connect = refuse
socket.create_connection = refuse
socket.getaddrinfo = refuse
import toolkit
tables = toolkit.analyse(toolkit.read_articles("seeds")[:1])
assert len(tables.trade)
"""


def test_nothing_is_downloaded():
    done = subprocess.run([sys.executable, "-c", OFFLINE], capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("name", FINDINGS)
def test_describe_knows_every_column(name):
    assert toolkit.describe(name).index.tolist() == [c.name for c in CODEBOOK[name]]
