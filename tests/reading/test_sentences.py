"""Sentence boundaries: the cases, and what holds for any text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import cases
from toolkit.reading import Article
from toolkit.reading.sentences import dateline_at, sentence_spans

MARKED = cases("sentences")


@pytest.mark.parametrize("case", MARKED, ids=[f"{c['kind']}: {c['text'][:40]}" for c in MARKED])
def test_case(case):
    text = case["text"].replace(" | ", " ").replace("¶", "\n\n")
    wanted = [piece for paragraph in case["text"].split("¶") for piece in paragraph.split(" | ")]
    assert [text[a:b] for a, b in sentence_spans(text)] == wanted


pieces = st.sampled_from(
    ["Mr. ", "U.S. ", "Trade ", "rose ", "5.5% ", "“We", ".” ", "...", "? ", "\n\n", "\r\n\r\n", "\u2029", " ", "— ", "(", ") "]
)


@settings(deadline=None)
@given(st.one_of(st.text(max_size=200), st.lists(pieces, max_size=30).map("".join)))
def test_spans_are_ordered_trimmed_and_complete(text):
    spans = sentence_spans(text)
    at = 0
    for start, end in spans:
        assert at <= start < end
        assert not text[at:start].strip()
        assert text[start:end] == text[start:end].strip()
        at = end
    assert not text[at:].strip()


@settings(deadline=None)
@given(st.lists(pieces, min_size=1, max_size=30).map("".join).filter(str.strip))
def test_every_character_of_a_sentence_is_in_it(text):
    article = Article(text)
    for number, (start, end) in enumerate(article.sentences):
        assert article.sentence_at(start) == article.sentence_at(end - 1) == number


def test_a_paragraph_break_always_ends_a_sentence():
    for gap in ("\n\n", "\r\n\r\n", "\n \t\n", "\u2029", "\n\n\n\n"):
        assert len(sentence_spans(f"Mr.{gap}Li")) == 2
    assert len(sentence_spans("Trade grew\nin May.")) == 1


def test_dateline_offsets():
    text = "LIMA, June 3 (Reuters) - Peru sold more copper."
    start, end = dateline_at(text, 0, len(text))
    assert text[start:end] == "LIMA, June 3 (Reuters) -"
    assert Article(text).dateline == (start, end)
    assert Article("Peru sold more copper.").dateline is None


def test_parser_agrees_with_the_rule():
    from toolkit.language.pipeline import parse

    texts = [c["text"].replace(" | ", " ").replace("¶", "\n\n") for c in MARKED[:12]]
    for text, doc in zip(texts, parse(texts), strict=True):
        starts = {doc.char_span(a, a + 1, alignment_mode="expand")[0].i for a, _ in sentence_spans(text)}
        assert {sentence[0].i for sentence in doc.sents if not sentence.text.isspace()} == starts
