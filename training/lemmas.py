"""Lemma tables: WordNet's, cut to words in use, with the forms that the rules would get wrong.

The rules cut an ending and look the rest up: "hoping" gives "hop" as well as "hope", "need" gives
"nee". Here every verb of the index is inflected as English spelling does it ("hop" would double
its letter), and a form whose rule goes wrong becomes an exception. Auxiliaries, pronouns and
determiners, which the tables leave out, follow Universal Dependencies.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from spacy.lookups import Lookups, Table, load_lookups

VOWEL_BEFORE_LAST = re.compile(r"(?:^|[^aeiou])[aeiou][bdgklmnprt]$")
# Log probability below which a word of the index is not kept: newspapers hardly have it.
RARE = -18.0
# Of the rules that give a word of the index spaCy takes the last: "hoping" is hope, "hopping" an exception.
VERB_RULES = [
    ["es", ""],
    ["es", "e"],
    ["s", ""],
    ["ies", "y"],
    ["ed", ""],
    ["ed", "e"],
    ["ied", "y"],
    ["ing", ""],
    ["ing", "e"],
]
KINDS = ("adj", "adv", "noun", "verb")
AUXILIARIES = {
    "be": "is are was were am been being 's 're 'm ’s ’re ’m ai",
    "have": "has had having 've ’ve",
    "do": "does did doing done",
    "will": "wo 'll ’ll",
    "would": "'d ’d",
    "can": "ca",
    "shall": "sha",
    "get": "got gets getting",
}
CLOSED = {
    "aux": AUXILIARIES,
    "pron": {
        "I": "i me",
        "we": "us ’s",
        "he": "him",
        "she": "her",
        "they": "them 'em ’em",
        "this": "these",
        "that": "those",
        "myself": "myself",
    },
    "det": {"a": "an", "this": "these", "that": "those"},
    "part": {"not": "n't n’t", "'s": "’s ' ’", "to": "to"},
    "num": {},
}


def inflections(verb: str) -> list[str]:
    """Return the regular forms of a verb, as English spells them.

    >>> inflections("hop")
    ['hops', 'hopped', 'hopping']
    >>> inflections("hope")
    ['hopes', 'hoped', 'hoping']
    """
    if re.search("[^aeiou]y$", verb):
        return [verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing"]
    if verb.endswith("ie"):
        return [verb + "s", verb + "d", verb[:-2] + "ying"]
    if verb.endswith(("ee", "oe", "ye")):
        return [verb + "s", verb + "d", verb + "ing"]
    if verb.endswith("e"):
        return [verb + "s", verb + "d", verb[:-1] + "ing"]
    third = verb + ("es" if re.search("(s|x|z|ch|sh|o)$", verb) else "s")
    syllables = len(re.findall("[aeiouy]+", verb))
    if VOWEL_BEFORE_LAST.search(verb) and syllables == 1 and not verb.endswith(("w", "x", "y")):
        return [third, verb + verb[-1] + "ed", verb + verb[-1] + "ing"]
    return [third, verb + "ed", verb + "ing"]


def lemma_tables() -> Lookups:
    """Return the tables for spaCy's rule lemmatizer."""
    source = load_lookups("en", ["lemma_rules", "lemma_exc", "lemma_index"])
    chances = load_lookups("en", ["lexeme_prob"]).get_table("lexeme_prob")

    def chance(word: str) -> float:
        return float(chances.get(word, -99.0))

    index = {
        kind: [word for word in words if chance(word) > RARE and "_" not in word]
        for kind in KINDS
        if (words := source.get_table("lemma_index").get(kind)) is not None
    }
    exceptions: dict[str, dict[str, list[str]]] = {
        kind: {form: [max(lemmas, key=chance)] for form, lemmas in forms.items() if chance(form) > RARE}
        for kind in KINDS
        if (forms := source.get_table("lemma_exc").get(kind)) is not None
    }
    rules = {kind: list(source.get_table("lemma_rules").get(kind, [])) for kind in (*KINDS, "punct")}
    rules["verb"] = VERB_RULES
    exceptions["verb"] |= _verb_exceptions(index["verb"], rules["verb"], exceptions["verb"], chance)
    for form in AUXILIARIES["be"].split():
        exceptions["verb"].setdefault(form, ["be"])
    exceptions["verb"] |= {form: ["have"] for form in ("'ve", "’ve")} | {form: ["will"] for form in ("'ll", "’ll")}
    for kind, lemmas in CLOSED.items():
        rules.setdefault(kind, [])
        index.setdefault(kind, [])
        exceptions[kind] = {form: [lemma] for lemma, forms in lemmas.items() for form in forms.split()}
    tables = Lookups()
    for name, data in (("lemma_rules", rules), ("lemma_exc", exceptions), ("lemma_index", index)):
        tables.add_table(name, data)
    return tables


def _verb_exceptions(
    verbs: list[str], rules: list[list[str]], known: dict[str, list[str]], chance: Callable[[str], float]
) -> dict[str, list[str]]:
    """Return the forms for which the rules would give another lemma first."""
    listed, made = set(verbs), dict[str, list[str]]()

    def by_rule(form: str) -> str:
        for old, new in reversed(rules):
            if form.endswith(old) and form[: len(form) - len(old)] + new in listed:
                return form[: len(form) - len(old)] + new
        return form

    for verb in sorted(verbs, key=chance):  # the more frequent verb has the last word
        for form in inflections(verb):
            if form not in known and form not in listed:
                made[form] = [verb]
    out = {form: lemmas for form, lemmas in made.items() if by_rule(form) != lemmas[0] and chance(form) > RARE}
    for verb in verbs:
        if verb.endswith(("ed", "ing", "s")) and verb not in known:
            out[verb] = [verb]
    return out


def set_tables(lemmatizer: Any) -> None:
    """Give spaCy's lemmatizer component these tables."""
    lemmatizer.initialize(lambda: [], lookups=lemma_tables())
    assert all(isinstance(lemmatizer.lookups.get_table(t), Table) for t in ("lemma_rules", "lemma_exc", "lemma_index"))
