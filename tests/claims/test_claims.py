"""Claims: own cases of every construction, and what must hold for any text."""

from __future__ import annotations

from collections import Counter
from functools import cache

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import case_param, cases, differing, fail_with
from toolkit.claims.cues import lexicon
from toolkit.claims.table import claim_table, find_claims
from toolkit.language.pipeline import parse
from toolkit.language.quotes import find_quotes
from toolkit.reading import Article
from toolkit.tables import ACTS, CERTAINTIES, SOURCE_KINDS
from toolkit.words import word_list

FIELDS = ("source", "cue_lemma", "content")
READ = ("actor", "source_kind", "act", "certainty", "negated", "form", "about", "date")
EDGE = " .,;:"


def _edges(text: str) -> str:
    return " … ".join(part.strip(EDGE) for part in text.split(" … "))


def _by_text() -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = {}
    for row in cases("claims"):
        found.setdefault(row["text"].replace("\\n", "\n"), []).append(row)
    return found


CASES = _by_text()


@cache
def found_in_cases() -> dict[str, pd.DataFrame]:
    """Read each text by itself: an actor's name in one case must not help in another."""
    return {text: claim_table(Article(text)) for text in CASES}


def test_there_are_cases_of_each_construction():
    counted = Counter(row["construction"] for row in cases("claims"))
    assert sum(counted.values()) >= 150
    assert len(counted) >= 25


@pytest.mark.parametrize(
    "text",
    [case_param(text, text=text, known="; ".join(filter(None, (r["known"] for r in rows)))) for text, rows in CASES.items()],
)
def test_case(text):
    """Every claim of the case is found, and no other, each cell as it is written there."""
    rows = [r for r in CASES[text] if r["construction"] != "none"]
    wanted = [(r["source"], r["cue_lemma"], _edges(r["content"]), *(r[name] for name in READ)) for r in rows]
    left = _written(found_in_cases()[text])
    wrong = []
    for want in wanted:
        near = max(left, key=lambda have: [have[:3] == want[:3], *_same(want, have)], default=None)
        if near is None or not any(_same(want, near)[:3]):
            wrong.append(f"{want[1]}: expected {want}, got none")
        else:
            left.remove(near)
            wrong += differing(want[1], FIELDS + READ, want, near)
    fail_with(text, wrong + [f"{have[1]}: expected none, got {have}" for have in left])


def _written(table: pd.DataFrame) -> list[tuple[str, ...]]:
    """Return the rows of a claim table as the cases write them."""
    cells = table.assign(
        source=table["source"].fillna("").str.strip(EDGE),
        content=table["content"].map(_edges),
        negated=["yes" if negated else "" for negated in table["negated"]],
        about=table["about"].str.join("|"),
    )
    return [tuple(row) for row in cells[[*FIELDS, *READ]].astype(object).fillna("").itertuples(index=False)]


def _same(want: tuple[str, ...], have: tuple[str, ...]) -> list[bool]:
    return [w == h for w, h in zip(want, have, strict=True)]


def test_spans_slice_back_and_values_are_declared():
    for text, table in found_in_cases().items():
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


@pytest.mark.parametrize(
    ("text", "act", "mode"),
    [
        ("Peru said that it would wait.", "say", "said"),
        ("Peru hopes that Chile will wait.", "believe", "thought"),
        ("Peru agreed to wait.", "promise", "thought"),
        ("Peru pledged to wait.", "promise", "said"),
        ("Peru warned that Chile would wait.", "warn", "said"),
        ("Peru called the sanctions reckless.", "criticise", "said"),
        ("Peru described the visit as historic.", "praise", "said"),
        ("Peru called the visit a first step.", "say", "said"),
        ("Peru plans to sell more copper.", "promise", "thought"),
    ],
)
def test_what_a_cue_does_and_whether_it_is_said(text, act, mode):
    (claim,) = claim_table(text).itertuples()
    assert (claim.act, claim.mode) == (act, mode)
