"""Parts of speech and functions that rules ask for together: Penn tags, universal tags and relations."""

from __future__ import annotations

PROPER_NOUNS = ("NNP", "NNPS")
COMMON_NOUNS = ("NN", "NNS")
NOUNS = (*COMMON_NOUNS, *PROPER_NOUNS)
TENSED = ("VBD", "VBZ", "VBP")
FINITE = (*TENSED, "MD")
# Tags of which a noun phrase is made, and those that stand in one without ending it.
NOMINAL = frozenset([*NOUNS, "DT", "PDT", "PRP", "PRP$", "CD", "JJ", "JJR", "JJS", "POS", "EX", "WP", "WP$", "WDT", "$", "ADD"])
INSIDE_NOUN_PHRASE = frozenset(
    [*NOUNS, "DT", "PDT", "PRP$", "CD", "JJ", "JJR", "JJS", "POS", "$", "HYPH", "VBN", "ADD", "SYM", "AFX"]
)
VERBS = ("VERB", "AUX")
NOMINALS = ("NOUN", "PROPN")
SUBJECTS = ("nsubj", "csubj", "nsubj:outer")
PASSIVE_SUBJECTS = ("nsubj:pass", "csubj:pass")
