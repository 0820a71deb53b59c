"""spaCy components of the embedded pipeline; spaCy finds them through the package's entry points."""

from __future__ import annotations

from bisect import bisect_right

from spacy.language import Language
from spacy.tokens import Doc

from toolkit.sentences import sentence_spans

SENTENCES = "sentence_rule"


@Language.component(SENTENCES, assigns=["token.is_sent_start"])
def sentence_rule(doc: Doc) -> Doc:
    """Set sentence starts by rule, so that the parser cannot cross or add a boundary."""
    begins = [token.idx for token in doc]
    starts = {max(bisect_right(begins, start) - 1, 0) for start, _ in sentence_spans(doc.text)}
    for token in doc:
        token.is_sent_start = token.i == 0 or token.i in starts
    return doc
