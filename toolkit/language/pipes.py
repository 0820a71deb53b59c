"""spaCy components of the embedded pipeline; spaCy finds them through the package's entry points."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
from spacy.attrs import IDX, IS_SPACE, LOWER, NORM, ORTH, SENT_START  # type: ignore[import-not-found]
from spacy.language import Language
from spacy.ml.featureextractor import FeatureExtractor
from spacy.tokens import Doc, Span
from spacy.util import filter_spans, registry
from thinc.api import HashEmbed, Maxout, Model, NumpyOps, chain, concatenate, list2ragged, ragged2list, use_ops, with_array
from thinc.api import registry as thinc_registry

from toolkit.errors import PipelineError
from toolkit.reading import sentence_spans
from toolkit.words import word_list

SENTENCES = "sentence_rule"
LISTED = "name_rule"
# The vocabulary's lookup table of word features and vectors, and the vectors' length.
WORD_TABLE = "word_features"
VECTOR_WIDTH = 50
# What a word's entry in the feature table holds: Brown cluster, possible word classes, name lists.
TABLE_COLUMNS = ("cluster", "classes", "lists")
# Columns that the network sees: a cluster's path cut at three depths, classes, lists; rows of each table.
FEATURE_ROWS = (64, 500, 2000, 1000, 500)


@Language.component(SENTENCES, assigns=["token.is_sent_start", "token.tag", "token.pos"])
def sentence_rule(doc: Doc) -> Doc:
    """Set sentence starts by rule, so that the parser cannot cross or add a boundary.

    Blanks (line breaks, second spaces) are tagged as such here and left so by the tagger.
    """
    if not len(doc):
        return doc
    columns = doc.to_array([IDX, IS_SPACE])
    begins = [start for start, _ in sentence_spans(doc.text)]
    marks = np.full((len(doc), 1), -1, dtype="int64")  # -1: surely no start
    marks[np.maximum(np.searchsorted(columns[:, 0], np.array(begins, "uint64"), side="right") - 1, 0)] = 1
    marks[0] = 1
    doc.from_array([SENT_START], marks.astype("uint64"))  # type: ignore[arg-type]
    for index in np.flatnonzero(columns[:, 1]):
        blank = doc[int(index)]
        blank.tag_, blank.pos_ = "_SP", "SPACE"
    return doc


@cache
def _listed() -> dict[str, list[tuple[tuple[str, ...], str]]]:
    """Return listed names by their first word, the longest first, with their kinds.

    States that are nothing else, organisations, and places that are no person's name.
    """
    unsure = {row["form"] for row in word_list("ambiguous_states")}
    kinds: dict[str, str] = {}
    for row in word_list("places"):
        if not row["also_person"] and len(row["name"]) > 3:
            kinds[row["name"]] = "PLACE"
    for row in word_list("organisations"):
        kinds |= dict.fromkeys((row["name"], *row["forms"].split("|")), "ORG")
    for row in word_list("states"):
        kinds |= dict.fromkeys((row["name"], row["official"], *row["names"].split("|")), "PLACE")
    out: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for name in sorted(kinds, key=len, reverse=True):
        if name not in unsure and name[:1].isupper() and len(name) > 1:
            pieces = tuple(name.split())
            out.setdefault(pieces[0], []).append((pieces, kinds[name]))
    return out


@Language.component(LISTED, requires=["doc.ents"], assigns=["doc.ents"])
def name_rule(doc: Doc) -> Doc:
    """Let the word lists correct the recogniser: add listed names it overlooked, set the kind of those it found.

    Only whole names: one beside another capitalised proper noun may be part of a longer name
    and is left alone.
    """
    listed = _listed()
    added = []
    found = {(ent.start, ent.end): ent for ent in doc.ents}
    for token in doc:
        if token.text not in listed:
            continue
        for pieces, kind in listed[token.text]:
            span = doc[token.i : token.i + len(pieces)]
            if tuple(t.text for t in span) != pieces:
                continue
            same = found.get((span.start, span.end))
            if same is not None:
                if same.label_ != kind:
                    added.append(Span(doc, span.start, span.end, label=kind))
            elif not any(t.ent_type for t in span) and span[-1].pos_ == "PROPN":
                around = [doc[i] for i in (span.start - 1, span.end) if 0 <= i < len(doc) and not doc[i].is_sent_start]
                if not any(t.pos_ == "PROPN" and t.text[:1].isupper() and not t.ent_type for t in around):
                    added.append(Span(doc, span.start, span.end, label=kind))
            break
    if added:
        places = {(span.start, span.end) for span in added}
        doc.set_ents(filter_spans([*added, *(ent for ent in doc.ents if (ent.start, ent.end) not in places)]))
    return doc


class MatmulOps(NumpyOps):  # type: ignore[misc]  # Thinc is compiled, without types
    """Thinc's CPU operations with NumPy's matrix product, several times as fast as the one it comes with."""

    name = "toolkit_matmul"

    def gemm(self, x: Any, y: Any, out: Any = None, trans1: bool = False, trans2: bool = False) -> Any:
        """Multiply two matrices."""
        return np.matmul(x.T if trans1 else x, y.T if trans2 else y, out=out)


def fast() -> Any:
    """Return a context in which models are made with ``MatmulOps``."""
    return use_ops("toolkit_matmul")


thinc_registry.ops.register("toolkit_matmul", func=MatmulOps)  # type: ignore[attr-defined]


def word_key(hashes: np.ndarray) -> np.ndarray:
    """Cut spaCy's 64-bit string hashes to the 32 bits that the feature table is sorted by."""
    return (hashes & np.uint64(0xFFFFFFFF)).astype(np.uint32)


def WordFeatures(blank: float = 0.0) -> Model[list[Doc], list[Any]]:
    """Look up each token's cluster, word classes and name lists in the vocabulary's word features.

    The features are a lookup table of the vocabulary (``WORD_TABLE``), one for all networks. A
    word is looked up as it stands, then in lower case. In training the share ``blank`` of the
    words is taken as on no list, and half of it as without a cluster, so that the network
    learns to do without.
    """
    return Model("word_features", _word_features, attrs={"blank": blank})


def WordVectors() -> Model[list[Doc], list[Any]]:
    """Look up each token's vector, by its lower-case form, then by its normal form; zeros for an unknown word."""
    return Model("word_vectors", _word_vectors)


def _word_table(doc: Doc) -> dict[str, np.ndarray]:
    lookups = doc.vocab.lookups
    if not lookups.has_table(WORD_TABLE):
        raise PipelineError(
            f"The pipeline's vocabulary has no table {WORD_TABLE!r}, which its networks read; load the whole pipeline "
            "with toolkit.load_pipeline(), or give the table when training (training/train.py)."
        )
    table: dict[str, np.ndarray] = lookups.get_table(WORD_TABLE)
    return table


def _found(keys: np.ndarray, hashes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return for each hash the row of its key, and whether there is one."""
    wanted = word_key(hashes)
    at = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    return at, keys[at] == wanted


def _attributes(docs: list[Doc], attributes: list[int | str]) -> np.ndarray:
    return np.concatenate([doc.to_array(attributes).reshape(-1, len(attributes)) for doc in docs]).astype("uint64")


def _cut(rows: np.ndarray, docs: list[Doc]) -> list[Any]:
    return np.split(rows, np.cumsum([len(doc) for doc in docs])[:-1])


def _word_features(model: Model, docs: list[Doc], is_train: bool) -> tuple[list[Any], Any]:
    found = np.zeros((sum(map(len, docs)), len(TABLE_COLUMNS)), "uint64")
    if len(found):
        table = _word_table(docs[0])
        both = _attributes(docs, [ORTH, LOWER])
        for attribute in (1, 0):  # the exact form last, so that it stands where both are known
            at, known = _found(table["keys"], both[:, attribute])
            found[known] = table["table"][at[known]]
    if is_train and model.attrs["blank"]:
        drawn = np.random.uniform(size=len(found))  # noqa: NPY002  (the generator that spaCy seeds)
        found[drawn < model.attrs["blank"], 2] = 0
        found[drawn > 1 - model.attrs["blank"] / 2, 0] = 0
    cluster = found[:, 0]
    columns = np.stack([cluster & np.uint64(31), cluster & np.uint64(255), cluster, found[:, 1], found[:, 2]], axis=1)
    columns += np.uint64(1)
    return _cut(columns, docs), lambda gradient: []


def _word_vectors(model: Model, docs: list[Doc], is_train: bool) -> tuple[list[Any], Any]:
    out = np.zeros((sum(map(len, docs)), VECTOR_WIDTH), "float32")
    if len(out):
        table = _word_table(docs[0])
        both = _attributes(docs, [NORM, LOWER])
        rows = np.full(len(out), -1)
        for attribute in (0, 1):
            at, known = _found(table["vector_keys"], both[:, attribute])
            rows[known] = at[known]
        known = rows >= 0
        out[known] = unpacked(table["vectors"][rows[known]], table["levels"])
    return _cut(out, docs), lambda gradient: []


def unpacked(packed: np.ndarray, levels: np.ndarray) -> np.ndarray:
    """Return the vectors whose numbers stand in ``packed`` as two codes of four bits a byte, each one of 16 ``levels``."""
    pairs = np.stack([packed >> 4, packed & 15], axis=2)
    return levels[pairs.reshape(len(packed), 2 * packed.shape[1])]


@registry.architectures("toolkit.WordEmbed.v1")  # type: ignore[untyped-decorator]
def WordEmbed(
    width: int,
    attrs: list[str | int],
    rows: list[int],
    embed_width: int,
    feature_width: int,
    blank: float = 0.0,
    seed: int = 8,
) -> Model[list[Doc], list[Any]]:
    """Embed words by their form, as spaCy's MultiHashEmbed does, by a table of word features, and by word vectors.

    Parameters
    ----------
    width : of the output.
    attrs, rows : token attributes and the rows of each one's embedding table.
    embed_width, feature_width : of a form's and of a feature's embedding.
    blank : share of the words whose name lists are hidden in training.
    """

    def embeds(all_rows: list[int] | tuple[int, ...], size: int, first_seed: int) -> list[Model]:
        return [HashEmbed(size, n, column=column, seed=first_seed + column, dropout=0.0) for column, n in enumerate(all_rows)]

    forms: Model = chain(FeatureExtractor(attrs), list2ragged(), with_array(concatenate(*embeds(rows, embed_width, seed))))
    features: Model = chain(
        WordFeatures(blank), list2ragged(), with_array(concatenate(*embeds(FEATURE_ROWS, feature_width, seed + 100)))
    )
    vectors: Model = chain(WordVectors(), list2ragged())
    size = embed_width * len(rows) + feature_width * len(FEATURE_ROWS) + VECTOR_WIDTH
    mix: Model = with_array(Maxout(width, size, nP=3, dropout=0.0, normalize=True))
    return chain(concatenate(forms, features, vectors), mix, ragged2list())
