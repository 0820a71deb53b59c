"""The embedded pipeline as the rest of the toolkit uses it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.errors import PipelineError
from toolkit.language import pipeline as language
from toolkit.reading import Article
from toolkit.reading.sentences import sentence_spans

TEXT = (
    "Trade grew last year\n\nLUSAKA, March 3 (Reuters) - Zambia's exports to the U.S. rose 3.5% in 2023, Mr. Banda said.\n"
    "“We’re needing more,” he told J. Phiri of the Bank of Zambia.  Prices fell…"
)


@pytest.fixture(scope="module")
def nlp():
    return language.load_pipeline()


def test_text_is_kept_and_offsets_slice(nlp):
    (doc,) = language.parse(TEXT)
    assert doc.text == TEXT
    for token in doc:
        start, end = language.offsets(token)
        assert TEXT[start:end] == token.text
    for name in doc.ents:
        start, end = language.offsets(name)
        assert TEXT[start:end] == name.text


@settings(max_examples=25, deadline=None)
@given(st.text(alphabet="aB. ,\n\t\u00a0\u2028\u2029'“”—$9😀é", min_size=1, max_size=60).filter(str.strip))
def test_any_text_parses(text):
    (doc,) = language.parse(Article(text, id="any"))
    assert doc.text == text


def test_sentences_of_the_parse_are_those_of_the_rule(nlp):
    (doc,) = language.parse(TEXT)
    starts = [next(t.idx for t in s if not t.is_space) for s in doc.sents if s.text.strip()]
    assert starts == [start for start, _ in sentence_spans(TEXT)]


def test_blanks_are_blanks_and_no_part_of_a_name_begins_or_ends_with_one(nlp):
    (doc,) = language.parse(TEXT)
    assert all(t.pos_ == "SPACE" for t in doc if t.is_space)
    assert not any(e[0].is_space or e[-1].is_space for e in doc.ents)


def test_an_article_is_parsed_once():
    first, second = language.parse(Article(TEXT, id="a")), language.parse(Article(TEXT, id="a"))
    assert first[0] is second[0]


def test_once_keeps_what_was_made():
    (doc,) = language.parse(TEXT)
    made: list[int] = []
    assert [language.once(doc, "test", lambda: made.append(1) or len(made)) for _ in range(3)] == [1, 1, 1]


def test_many_articles_come_back_in_order():
    texts = [f"Country number {n} sold copper." for n in range(40)]
    assert [doc.text for doc in language.parse(texts)] == texts


def test_a_pipeline_that_is_not_there_is_named():
    with pytest.raises(PipelineError, match="no_such_pipeline"):
        language.load_pipeline("no_such_pipeline")


def test_a_pipeline_without_a_parser_is_refused(tmp_path):
    import spacy

    spacy.blank("en").to_disk(tmp_path / "blank")
    with pytest.raises(PipelineError, match="no parser"):
        language.load_pipeline(str(tmp_path / "blank"))


def test_a_pipeline_with_other_labels_is_refused_and_told_why(tmp_path):
    import spacy

    other = spacy.blank("en")
    parser = other.add_pipe("parser")
    for label in ("nsubj", "dobj", "prep", "pobj", "ROOT"):
        parser.add_label(label)
    other.initialize()
    other.to_disk(tmp_path / "other")
    with pytest.raises(PipelineError, match=r"does not use Universal Dependencies: its parser lacks the labels .*obl.*dobj"):
        language.load_pipeline(str(tmp_path / "other"))


def test_another_pipeline_with_universal_labels_is_taken(nlp, tmp_path):
    nlp.to_disk(tmp_path / "again")
    again = language.load_pipeline(str(tmp_path / "again"))
    (doc,) = language.parse("Zambia sold copper to Japan.", nlp=again)
    assert [t.dep_ for t in doc] == [t.dep_ for t in nlp("Zambia sold copper to Japan.")]


def test_accuracy_is_told():
    figures = language.model_accuracy()
    for name in ("tag_acc", "pos_acc", "dep_uas", "dep_las", "ents_f"):
        assert 0.4 < figures[name] <= 1, name


def test_the_card_names_every_source_and_figure():
    from importlib import resources

    card = (resources.files("toolkit") / "english" / "MODEL_CARD.md").read_text(encoding="utf-8")
    for source in ("EWT", "GUM", "UNER", "wikigold", "re3d", "WordNet", "GeoNames", "Faker"):
        assert source in card
    assert "CC BY-SA 4.0" in card
    assert "not measured" not in card
    assert "{" not in card


def test_the_pipeline_is_small_and_names_no_folder_of_the_machine_it_was_made_on():
    from importlib import resources
    from pathlib import Path

    folder = Path(str(resources.files("toolkit") / "english"))
    assert sum(f.stat().st_size for f in folder.rglob("*") if f.is_file()) <= 15_500_000
    text = (folder / "config.cfg").read_text(encoding="utf-8") + (folder / "meta.json").read_text(encoding="utf-8")
    assert ".spacy" not in text
    assert "build" not in text


def test_the_matrix_product_is_that_of_thinc():
    from thinc.api import NumpyOps

    from toolkit.language.pipes import MatmulOps

    generator = np.random.default_rng(7)
    x, y = generator.normal(size=(5, 4)).astype("f"), generator.normal(size=(4, 3)).astype("f")
    for a, b, turned in ((x, y, {}), (x.T.copy(), y, {"trans1": True}), (x, y.T.copy(), {"trans2": True})):
        np.testing.assert_allclose(MatmulOps().gemm(a, b, **turned), NumpyOps().gemm(a, b, **turned), rtol=1e-5)
    out = np.empty((5, 3), "f")
    MatmulOps().gemm(x, y, out=out)
    np.testing.assert_allclose(out, x @ y, rtol=1e-5)


def vocabulary_with(words: dict[str, tuple[int, int, int]], vectors: dict[str, list[float]]):
    """A blank pipeline whose vocabulary has word features and vectors, as ``training.lexicon`` writes them."""
    import spacy
    from spacy.strings import get_string_id

    from toolkit.language.pipes import WORD_TABLE, word_key
    from training.lexicon import vector_table

    keys = word_key(np.array([get_string_id(w) for w in words], dtype="uint64"))
    order = np.argsort(keys)
    table = {"keys": keys[order], "table": np.array(list(words.values()), dtype="uint16")[order]}
    nlp = spacy.blank("en")
    nlp.vocab.lookups.add_table(WORD_TABLE, table | vector_table(list(vectors), np.array(list(vectors.values()))))
    return nlp


def test_word_features_are_looked_up_as_written_then_in_lower_case():
    from toolkit.language.pipes import WordFeatures

    nlp = vocabulary_with({"copper": (5, 1, 0), "Lusaka": (300, 0, 8)}, {"copper": [1.0] * 50, "tea": [0.0] * 50})
    (found,) = WordFeatures().predict([nlp("Copper from Lusaka")])
    # a cluster's path cut at 5 and at 8 steps and whole, then classes and lists, each one up
    assert found.tolist() == [[6, 6, 6, 2, 1], [1, 1, 1, 1, 1], [300 % 32 + 1, 300 % 256 + 1, 301, 1, 9]]


def test_packed_vectors_are_near_the_true_ones_and_zero_for_unknown_words():
    from toolkit.language.pipes import WordVectors

    rng = np.random.default_rng(3)
    words = {f"word{chr(97 + i % 26)}{chr(97 + i // 26)}": rng.normal(size=50).tolist() for i in range(400)}
    nlp = vocabulary_with({"copper": (5, 1, 0)}, words)
    true = np.array(list(words.values()))
    true = (true - true.mean(0)) / true.std(0)
    names = list(words)
    (found,) = WordVectors().predict([nlp(f"{names[7].title()} unheard {names[9]}")])
    assert np.abs(found[0] - true[7]).mean() < 0.1
    assert np.abs(found[2] - true[9]).mean() < 0.1
    assert not found[1].any()


def test_a_pipeline_without_its_word_table_says_what_is_missing():
    import spacy

    from toolkit.language.pipes import WordFeatures

    with pytest.raises(PipelineError, match="word_features"):
        WordFeatures().predict([spacy.blank("en")("Copper")])


LEMMAS = {
    "hoping": "hope", "hopping": "hop", "needs": "need", "scared": "scare", "said": "say", "bringing": "bring",
    "cut": "cut", "agreed": "agree", "banned": "ban", "levied": "levy", "passes": "pass", "lies": "lie", "was": "be",
}  # fmt: skip


def test_verbs_have_the_lemma_of_the_spelling(nlp):
    from spacy.tokens import Doc

    lemmatizer = nlp.get_pipe("lemmatizer")
    words = list(LEMMAS)
    doc = lemmatizer(Doc(nlp.vocab, words=words, pos=["VERB"] * len(words)))
    assert {t.text: t.lemma_ for t in doc} == LEMMAS
