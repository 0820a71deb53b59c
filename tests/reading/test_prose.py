"""The same rows whatever white space the text is set in, each leading back to the characters as they were."""

from __future__ import annotations

import csv
import re
import textwrap
from itertools import cycle
from pathlib import Path

import pytest

from toolkit import Article, analyse
from toolkit.reading import as_prose

CASES = Path(__file__).resolve().parents[1] / "cases"
OFFSETS = ["start", "end", "source_start", "source_end", "cue_start", "cue_end", "content_spans", "text"]


def texts() -> list[str]:
    found = []
    for path in sorted(CASES.glob("*.csv")):
        lines = [line for line in path.read_text(encoding="utf-8").splitlines(keepends=True) if not line.startswith("#")]
        found += [text for row in csv.DictReader(lines) if (text := row.get("text") or row.get("sentence"))]
    plain = [t for t in dict.fromkeys(found) if t.strip() and not re.search(r"[^\S ]|  |\s-|[{|]", t)]
    return plain


def wrapped(text: str) -> str:
    return textwrap.fill(text, 60, break_long_words=False, break_on_hyphens=False)


def mixed(text: str) -> str:
    """Set in lines of a Windows file, words parted by two spaces, a tab or a thin space in turn."""
    gaps = cycle(("  ", "\t", "\u2009"))
    return re.sub(r"(?<!\d) | (?!\d)", lambda _: next(gaps), wrapped(text)).replace("\n", "\r\n")


SETTINGS = {
    "wrapped": wrapped,
    "no-break": lambda t: re.sub(r"(?<!\d) | (?!\d)", "\u00a0", t),
    "mixed": mixed,
}


@pytest.fixture(scope="module")
def plain():
    return analyse([Article(t, id=str(n), date="2024-06-20") for n, t in enumerate(texts())])


@pytest.mark.slow
@pytest.mark.parametrize("setting", SETTINGS)
def test_same_rows_in_any_white_space(plain, setting):
    articles = {str(n): Article(SETTINGS[setting](t), id=str(n), date="2024-06-20") for n, t in enumerate(texts())}
    assert sum(a.text != t for a, t in zip(articles.values(), texts(), strict=True)) > 500
    made = analyse(articles.values())
    assert not len(made.errors)
    for name in ("numbers", "dates", "mentions", "claims", "sentiment", "tone", "trade"):
        before, after = getattr(plain, name), getattr(made, name)
        kept = [c for c in before.columns if c not in OFFSETS]
        assert after["text"].str.split().tolist() == before["text"].str.split().tolist()
        assert after[kept].equals(before[kept]), name
        for row in after[["article", "start", "end", "text"]].itertuples(index=False):
            assert articles[row.article].text[row.start : row.end] == row.text
    for row in made.claims[["article", "cue", "cue_start", "cue_end"]].itertuples(index=False):
        assert articles[row.article].text[row.cue_start : row.cue_end].split() == row.cue.split()


def test_lines_of_a_list_or_a_headline_stay():
    text = "Trade rises\nKENYA's exports rose 5% in May, the statistics office said on Monday in Nairobi."
    assert as_prose(text)[0].text == text
    assert as_prose("The Russian foreign\nminister said no.")[0].text == "The Russian foreign minister said no."


def test_text_that_has_one_spacing_is_not_copied():
    article = Article("Trade grew.\n\nExports of 1\u00a0286 tonnes did not.")
    assert as_prose(article)[0] is article


def test_findings_of_the_second_paragraph_lead_back():
    article = Article("Trade\u00a0grew.\r\n\r\nChina  sold goods\tworth $5 billion.")
    found = analyse(article).numbers
    assert found["text"].tolist() == ["$5 billion"]
    assert article.text[found["start"][0] : found["end"][0]] == "$5 billion"
    assert found["sentence"].tolist() == [1]


def test_a_single_line_end_of_windows_is_no_paragraph_break():
    assert len(Article("China sold\r\nmuch. Peru did not.").paragraphs) == 1


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Wheat ex-\nports rose.", "Wheat exports rose."),
        ("Wheat ex\u00ad\nports rose.", "Wheat exports rose."),
        ("Wheat ex-\r\nports rose 5% year-\r\non-year.", "Wheat exports rose 5% year-on-year."),
        (
            "A short-\nterm loan, a long-\nrange plan; long-range plans.",
            "A short-term loan, a long-range plan; long-range plans.",
        ),
        ("The China-\nRussia border, pre-\nand post-war.", "The China-\nRussia border, pre- and post-war."),
        ("Trade over the China-\nRussia border grew.", "Trade over the China-Russia border grew."),
        ("Trade fell in the years of COVID-\n19.", "Trade fell in the years of COVID-19."),
        ("Trade grew -\nby a lot.", "Trade grew - by a lot."),
        ("Trade ex-\n\nports grew.", "Trade ex-\n\nports grew."),
    ],
)
def test_words_parted_at_the_end_of_a_line(text, read):
    (prose,) = as_prose(text)
    assert prose.text == read
    for word in re.finditer(r"\w+", read):
        article, start, end = prose.located(*word.span())
        assert re.sub(r"[-\u00ad]?\s+", "", article.text[start:end]) == word[0]
