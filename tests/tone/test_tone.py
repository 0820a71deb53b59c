"""Tone towards actors: our own cases, and what the rules decide."""

from __future__ import annotations

import math
from collections import Counter
from functools import cache

import pytest

from tests.conftest import case_param, cases, fail_with
from toolkit.errors import OptionError
from toolkit.language.pipeline import parse
from toolkit.reading import Article
from toolkit.tone.cues import Cue, find_cues
from toolkit.tone.lexicon import Entry, lexicon
from toolkit.tone.model import CLASSES, probabilities
from toolkit.tone.rules import shares
from toolkit.tone.table import DEFAULT, LEAST_CONFIDENCE, METHODS, NARRATOR, tone_of, tone_table
from toolkit.words import word_list

CASES = cases("tone")


@cache
def read_cases():
    articles = [Article(row["text"], id=str(n)) for n, row in enumerate(CASES)]
    return list(zip(articles, parse(articles), strict=True))


def known_of(row: dict[str, str], method: str) -> str:
    """Return why a method misses a case: ``reason`` is of every method, ``rules: reason`` of one."""
    named, colon, reason = row["known"].partition(": ")
    return row["known"] if not colon else reason if named == method else ""


@pytest.mark.parametrize(
    ("method", "number"),
    [
        case_param(method, number, text=f"{method}: {row['target']}: {row['text']}", known=known_of(row, method))
        for method in METHODS
        for number, row in enumerate(CASES)
    ],
)
def test_case(method, number):
    row = CASES[number]
    article, doc = read_cases()[number]
    start = row["text"].index(row["target"])
    found = tone_of(article, doc, start, start + len(row["target"]), method=method)
    if found.best != row["polarity"]:
        wrong = f"{row['target']}, polarity: expected {row['polarity']!r}, got {found.best!r} by {found.words}"
        fail_with(row["text"], [wrong])


def test_known_misses_name_a_method_or_none():
    assert {row["known"].partition(": ")[0] for row in CASES if ": " in row["known"]} <= set(METHODS)


def test_the_cases_are_of_all_three_kinds():
    counts = Counter(row["polarity"] for row in CASES)
    assert set(counts) == set(CLASSES)
    assert min(counts.values()) >= 25


def test_columns_evidence_and_threshold():
    text = "Kenya accused Eritrea of lies. Chile praised Ghana, and Peru met Togo."
    for method in METHODS:
        table = tone_table(text, method=method)
        assert {"state:KEN", "state:ERI", "state:CHL", "state:GHA", "state:PER", "state:TGO"} <= set(table["target"])
        for row in table.itertuples():
            assert text[row.start : row.end] == row.text
            assert -1 <= row.polarity <= 1
            assert 0 <= row.confidence <= 1
            assert (row.confidence < LEAST_CONFIDENCE[method]) == (row.label is not None and str(row.label) == "<NA>")


def test_who_speaks():
    text = "Chile is calm. The Kenyan minister Amina Odhiambo said that Eritrea had lied."
    table = tone_table(text).set_index("text")
    assert table.loc["Chile", "speaker"] == NARRATOR
    assert table.loc["Eritrea", "speaker"] == "person:amina-odhiambo"


def test_an_actor_named_twice_in_a_sentence_is_one_row():
    table = tone_table("Ghana said that Ghana would pay. Ghana paid.")
    assert table["target"].tolist() == ["state:GHA", "state:GHA"]
    assert table["sentence"].tolist() == [0, 1]


def test_no_actor_no_row():
    table = tone_table("It rained.")
    assert table.empty
    assert table.dtypes.to_dict() == tone_table("Chile praised Ghana.").dtypes.to_dict()


def test_a_wrong_method_is_named_with_the_right_ones():
    with pytest.raises(OptionError, match=r"method='magic'.*'model', 'rules'"):
        tone_table("Chile praised Ghana.", method="magic")  # type: ignore[arg-type]
    assert DEFAULT in METHODS


# --- the rules, on what they are given --------------------------------------------


def cue_words(text: str) -> list[str]:
    return [cue.entry.word for cue in find_cues(parse(text)[0][:])]


@pytest.mark.parametrize(
    "text",
    [
        "The United States and the United Nations met the Security Council.",
        "The partnership has no limits.",
        "The trade war and the cold war were topics of the press conference.",
        "The national security adviser works at the Justice Department.",
    ],
)
def test_words_that_fool_lexicons_count_for_nothing(text):
    assert not set(cue_words(text)) & {"united", "security", "limit", "war", "justice", "free", "press"}


def test_phrases_come_before_their_words():
    assert "human right abuse" in cue_words("Reports of human rights abuses were published.")


def made(entry: Entry, *, subjects: dict[int, float], objects: dict[int, float], factor: float = 1.0) -> Cue:
    return Cue(1, 1, 1, entry, factor, subjects, objects, entry.word)


def test_direction_and_negation():
    doc = parse("Kenya condemned Eritrea .")[0]
    entry = Entry("condemn", "verb", 0.0, -1.0)
    cue = made(entry, subjects={0: 1.0}, objects={2: 1.0})
    assert [s.value for s in shares([cue], doc, 0, 0)] == []
    (share,) = shares([cue], doc, 2, 2)
    assert (share.link, share.value) == ("object", -1.0)
    (turned,) = shares([made(entry, subjects={0: 1.0}, objects={2: 1.0}, factor=-0.5)], doc, 2, 2)
    assert 0 < turned.value < 0.2, "not to condemn clears, but praises nobody"


def test_lists_are_sane():
    for by_kind in lexicon().values():
        for entry in by_kind.values():
            assert -1 <= entry.subject <= 1
            assert -1 <= entry.object <= 1
            assert entry.subject or entry.object, entry.word
    rows = [(row["word"], row["pos"]) for row in word_list("tone")]
    assert len(rows) == len(set(rows))
    stops = {row["phrase"] for row in word_list("tone_stopwords")}
    assert not stops & {row["word"] for row in word_list("tone")}


# --- the model --------------------------------------------------------------------


def test_names_are_masked_in_the_weights():
    features = [row["feature"] for row in word_list("tone_weights")]
    assert 900 <= len(features) <= 1001
    carried = {word for feature in features for word in feature.partition(":")[2].replace("<", " ").split()}
    named = {"trump", "obama", "clinton", "russia", "russian", "china", "america", "american", "republican", "democratic"}
    assert carried
    assert not carried & named, carried & named


def test_probabilities_add_up():
    chances, _ = probabilities({"k:nothing": 1.0})
    assert math.isclose(sum(chances.values()), 1.0)
    assert tuple(chances) == CLASSES


def test_another_name_is_judged_alike():
    """No actor carries a prior: names of one shape give one judgement."""
    found = set()
    for name in ("Ghana", "Kenya", "Chile", "Nepal", "Peru"):
        article = Article(f"Critics said {name} had brutally attacked the town.")
        found.add(tone_of(article, parse(article)[0], 13, 13 + len(name)).best)
    assert found == {"negative"}
