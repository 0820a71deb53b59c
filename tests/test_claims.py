"""Claims: own cases of every construction, and what must hold for any text."""

from __future__ import annotations

from collections import Counter

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import cases
from toolkit.claims.cues import lexicon
from toolkit.claims.table import claim_table, find_claims
from toolkit.language.pipeline import parse
from toolkit.language.quotes import find_quotes
from toolkit.reading.articles import Article
from toolkit.tables import ACTS, CERTAINTIES, SOURCE_KINDS
from toolkit.words import word_list

WHOLE = 0.9  # share of own cases that must be whole
EDGE = " .,;:"


def _edges(text: str) -> str:
    return " … ".join(part.strip(EDGE) for part in text.split(" … "))


@pytest.fixture(scope="module")
def own() -> tuple[list[dict[str, str]], dict[str, pd.DataFrame]]:
    rows = [{**r, "text": r["text"].replace("\\n", "\n")} for r in cases("claims")]
    texts = list(dict.fromkeys(r["text"] for r in rows))
    articles = [Article(text, id=str(n)) for n, text in enumerate(texts)]
    table = claim_table(articles)
    return rows, {text: table[table["article"] == str(n)] for n, text in enumerate(texts)}


def _is_whole(row: dict[str, str], found: pd.DataFrame) -> bool:
    if row["construction"] == "none":
        return found.empty
    for claim in found.itertuples():
        source = "" if pd.isna(claim.source) else claim.source
        if (
            claim.cue_lemma == row["cue_lemma"]
            and source.strip(EDGE) == row["source"]
            and _edges(claim.content) == _edges(row["content"])
        ):
            return True
    return False


def test_there_are_cases_of_each_construction():
    counted = Counter(r["construction"] for r in cases("claims"))
    assert sum(counted.values()) >= 150
    assert len(counted) >= 25


def test_own_cases_are_whole(own):
    rows, tables = own
    missed = [r for r in rows if not _is_whole(r, tables[r["text"]])]
    for row in missed:
        found = tables[row["text"]][["source", "cue_lemma", "content"]].astype(object).values.tolist()
        print(f"{row['construction']}: {row['text']!r}\n   wanted {row['source']!r} {row['cue_lemma']!r} {row['content']!r}")
        print(f"   found  {found}")
    assert len(missed) <= (1 - WHOLE) * len(rows), f"{len(missed)} of {len(rows)} cases are not whole"


def test_spans_slice_back_and_values_are_declared(own):
    _, tables = own
    for text, table in tables.items():
        for claim in table.itertuples():
            assert text[claim.start : claim.end] == claim.text
            assert text[claim.cue_start : claim.cue_end] == claim.cue
            if not pd.isna(claim.source):
                assert text[claim.source_start : claim.source_end] == claim.source
            assert " … ".join(text[s:e] for s, e in claim.content_spans) == claim.content
            assert all(claim.start <= s < e <= claim.end for s, e in claim.content_spans)
            assert claim.act in ACTS
            assert claim.certainty in CERTAINTIES
            assert claim.source_kind in SOURCE_KINDS


@pytest.mark.parametrize("name", ["reporting_verbs", "reporting_nouns"])
def test_word_lists_speak_the_codebook(name):
    seen = Counter(row["lemma"] for row in word_list(name))
    assert not [lemma for lemma, count in seen.items() if count > 1]
    for rows in lexicon(name).values():
        for word in rows:
            assert word.act in ACTS, word
            assert word.certainty in CERTAINTIES, word
            assert word.takes or word.prepositions, word


QUOTE_CASES = [
    ('He said "yes".', ['"yes"']),
    ("He said “yes, ‘really’ yes”.", ["“yes, ‘really’ yes”"]),
    ("“One.” and “two.”", ["“One.”", "“two.”"]),
    ("''Doubled marks,'' he said.", ["''Doubled marks,''"]),
    ("«Да», he said.", ["«Да»"]),
    ("It's the banks' plan, isn't it?", []),
    ("‘Yes,’ said Li.", ["‘Yes,’"]),
    ("“An open one, he said.", ["“An open one, he said."]),
    ("A closing one,” he said.", []),
    ("“One paragraph.\n\n“Another.”", ["“One paragraph.", "“Another.”"]),
    ("", []),
]


@pytest.mark.parametrize(("text", "expected"), QUOTE_CASES)
def test_quotes(text, expected):
    assert [text[q.start : q.end] for q in find_quotes(text)] == expected


def test_an_open_quotation_is_odd_and_one_that_goes_on_is_not():
    assert [q.odd for q in find_quotes("“An open one, he said.")] == [True]
    assert [q.odd for q in find_quotes("“One paragraph.\n\n“Another.”")] == [False, False]


def test_an_unbalanced_mark_loses_nothing():
    table = claim_table("“Prices will fall, the minister said. The bank said that rates would rise.")
    assert len(table) == 2
    assert table["flags"].tolist()[0] == "unbalanced quotation mark"


def test_a_claim_inside_another_is_linked_to_it():
    table = claim_table("Reuters reported that the minister said that the talks had begun.")
    outer, inner = table.index[table["cue"] == "reported"].item(), table.index[table["cue"] == "said"].item()
    assert table.loc[inner, "within"] == outer
    assert pd.isna(table.loc[outer, "within"])


def test_within_counts_rows_over_articles():
    text = "Reuters reported that the minister said that the talks had begun."
    table = claim_table([text, text])
    for row in table.dropna(subset=["within"]).itertuples():
        assert table.loc[row.within, "article"] == row.article
        assert table.loc[row.within, "start"] <= row.start


def test_negation_and_certainty():
    table = claim_table("Iran did not say that it would sign. Analysts believe that prices will fall.")
    assert table["negated"].tolist() == [True, False]
    assert table["certainty"].tolist()[1] == "hedged"


def test_furniture_gives_no_claims():
    article = Article("Trade grew, the bank said.\n\nleave a reply: he said that it is good")
    table = claim_table(article)
    assert table["end"].max() <= article.text.index("leave")


def test_no_claims_give_the_empty_table():
    assert claim_table("Trade grew.").empty


_PIECES = st.lists(
    st.sampled_from(
        [
            "he said",
            "“",
            "”",
            '"',
            "‘",
            "’",
            "'",
            ",",
            ".",
            ":",
            " ",
            "\n\n",
            "that",
            "Li",
            "according to",
            "the bank",
            "(",
            ")",
            "said",
            "—",
            "was told",
            "growth fell",
            "who",
            "claim that",
            "to",
            "by",
            "?",
            "…",
            "1",
        ]
    ),
    min_size=1,
    max_size=30,
)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.one_of(_PIECES.map(" ".join), _PIECES.map("".join), st.text(min_size=1, max_size=80)))
def test_any_text(text):
    if not text.strip():
        return
    article = Article(text)
    doc = parse(article)[0]
    for claim in find_claims(article, doc):
        spans = [claim.cue, *claim.content, *([claim.source] if claim.source else [])]
        assert all(0 <= claim.start <= s < e <= claim.end <= len(text) for s, e in spans)
    last = 0
    for quote in find_quotes(text):
        assert last <= quote.start < quote.end <= len(text)
        last = quote.end


def test_the_original_report(original):
    table = claim_table(original)
    assert 13 <= len(table) <= 20
