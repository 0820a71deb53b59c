"""Showing the evidence: every finding marked, nothing lost, nothing escaped twice."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.errors import OptionError, TableError
from toolkit.evidence.marks import COLOURS, SHOWN, show
from toolkit.reading import Article
from toolkit.tables import evidence, frame

ARTICLE = Article('Sales of <b> & "c" rose 5% to $3 billion in May, Lima said.\n\nNobody knew why.', id="a", title="Sales")


def found(table, *pieces, article=ARTICLE, **cells):
    rows = []
    for piece in pieces:
        start = article.text.index(piece)
        rows.append({**evidence(article, start, start + len(piece)), **cells})
    return frame(table, rows)


NUMBERS = found("numbers", "5%", "$3 billion", value=3e9, unit="USD")
TRADE = found("trade", 'Sales of <b> & "c" rose 5% to $3 billion in May', flow="exports", value=3e9)
CLAIMS = found("claims", "$3 billion in May, Lima said", source="Lima", content='<i>"x"</i>')


def plain(page):
    """The text that a reader of the marked HTML sees, without legend and letters."""
    body = page.split('<div class="tk">', 1)[1].split("</div>", 1)[1].rsplit("</div>", 1)[0]
    return html.unescape(re.sub(r"<[^>]*>", "", re.sub(r"<sup>.*?</sup>", "", body)))


def test_the_text_stays_whole_and_escaped():
    page = show(ARTICLE, NUMBERS, TRADE, CLAIMS)._repr_html_()
    assert plain(page) == ARTICLE.text
    assert "<b> &" not in page.split("</style>")[1]
    assert "&lt;i&gt;&quot;x" in page
    assert '<i>"x' not in page
    assert page.count("<mark") == page.count("</mark>")


def test_overlapping_findings_are_all_there():
    page = show(ARTICLE, NUMBERS, TRADE, CLAIMS)._repr_html_()
    for name in ("numbers", "trade", "claims"):
        assert f"--c:{COLOURS[name]}" in page
    assert page.count('tabindex="0"') == 4
    assert page.count("<sup>N</sup>") == 2
    assert page.count("<sup>T</sup>") == page.count("<sup>C</sup>") == 1


def test_the_tip_has_the_rows_values():
    page = show(ARTICLE, NUMBERS)._repr_html_()
    assert 'title="number: value 3,000,000,000 · unit USD"' in page


def test_a_claims_source_and_cue_stand_out():
    start = ARTICLE.text.index("Lima")
    places = {"source_start": start, "source_end": start + 4, "cue_start": start + 5, "cue_end": start + 9}
    marked = show(ARTICLE, CLAIMS.assign(**places), TRADE)
    page = marked._repr_html_()
    assert plain(page) == ARTICLE.text
    assert ">source</b>, <i>cue</i>" in page
    assert re.search(r"<b>Lima</b>.*<i>said</i>", page)
    assert page.count("<sup>") == len(marked.findings)
    assert "<b>Lima" not in show(ARTICLE, CLAIMS[["article", "start", "end", "text", "content"]])._repr_html_()


def test_plain_text_has_brackets_and_notes():
    text = repr(show(ARTICLE, NUMBERS, TRADE, CLAIMS))
    assert "[5%]N2" in text
    assert "[[$3 billion]N4 in May]T1, Lima said]C3" in text
    assert "   T1  flow exports · value 3,000,000,000" in text
    assert "Nothing was found." in repr(show(ARTICLE, NUMBERS.head(0)))


def test_rows_of_other_articles_are_left_out():
    other = Article("Sales of 5% more.", id="b")
    marked = show(ARTICLE, NUMBERS, found("numbers", "5%", article=other))
    assert len(marked.findings) == 2


def test_a_page_of_its_own():
    page = show(ARTICLE, TRADE).page()
    assert page.startswith("<!DOCTYPE html>")
    assert "<title>Sales</title>" in page
    assert 'content="light dark"' in page


def test_a_selection_of_columns_is_still_known():
    marked = show(ARTICLE, TRADE[["article", "start", "end", "text", "flow", "value"]])
    assert marked.tables == ("trade",)


def test_what_cannot_be_shown_is_named():
    with pytest.raises(TableError, match="No table"):
        show(ARTICLE)
    with pytest.raises(TableError, match="lacks article"):
        show(ARTICLE, frame("flows", []))
    with pytest.raises(TableError, match="list"):
        show(ARTICLE, [1])
    with pytest.raises(TableError, match="belong to no table"):
        show(ARTICLE, TRADE[["article", "start", "end", "text"]])
    with pytest.raises(TableError, match="make the table from this article"):
        show(Article(ARTICLE.text.replace("5%", "6%"), id="a"), NUMBERS)
    with pytest.raises(OptionError, match="2 were given"):
        show([ARTICLE, Article("x", id="b")], NUMBERS)


def test_every_table_of_findings_has_colour_letter_and_columns():
    from toolkit.tables import CODEBOOK, EVIDENCE, columns

    tables = {n for n, c in CODEBOOK.items() if c[: len(EVIDENCE)] == EVIDENCE}
    assert tables == set(SHOWN) == set(COLOURS)
    assert len({letter for _, letter, _ in SHOWN.values()}) == len(SHOWN)
    for name, (_, _, shown) in SHOWN.items():
        assert set(shown) <= set(columns(name))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 30), st.sampled_from(["dates", "numbers", "trade"])), max_size=12))
def test_any_overlap_keeps_the_text(spans):
    article = Article("Trade <rose> & fell; 5% of it went on to Peru, it is said.", id="a")
    tables = [frame(t, [evidence(article, a, min(a + n, len(article.text)))]) for a, n, t in spans]
    marked = show(article, *tables) if tables else show(article, frame("dates", []))
    assert plain(marked._repr_html_()) == article.text
    assert marked._repr_html_().count("<sup>") == len(marked.findings)
