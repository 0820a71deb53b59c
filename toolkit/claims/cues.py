"""The words that attribute: verbs, nouns and phrases of saying, found in a sentence."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from toolkit.language import COMMON_NOUNS, FINITE, NOUNS, find_states, once
from toolkit.words import word_list, word_lists, words_of

if TYPE_CHECKING:
    from spacy.tokens import Token


TIME_WORDS = word_lists("claim_words")["time"]
QUESTION_WORDS = word_lists("claim_words")["question"]
BE = word_lists("claim_words")["be"]
HAVE = word_lists("claim_words")["have"]
DO = word_lists("claim_words")["do"]


class Word(NamedTuple):
    """A row of ``reporting_verbs.csv`` or ``reporting_nouns.csv``, its ``takes`` split up."""

    lemma: str
    act: str
    mode: str
    certainty: str
    takes: frozenset[str]
    prepositions: frozenset[str]
    objects: tuple[str, ...]  # what kinds of noun "noun:..." allows; empty where any does

    def allows(self, *frames: str) -> bool:
        """Whether any of these kinds of content may follow."""
        return any(f in self.takes for f in frames)


class Cue(NamedTuple):
    """A cue in a sentence: token positions (last included) and its row of the word list."""

    word: Word
    head: int  # the verb or noun
    first: int  # with auxiliaries and adverbs before it
    last: int  # with particles and prepositions that belong to it
    noun: bool


FRAMES = frozenset(
    [
        "clause",
        "speech",
        "noun",
        "gerund",
        "infinitive",
        "person-infinitive",
        "addressee",
        "as",
        "amount",
        "predicate",
        "passive-infinitive",
        "raising",
    ]
)


@cache
def lexicon(name: str) -> dict[str, tuple[Word, ...]]:
    """Return the rows of a word list by the first word of their lemma, longest lemma first."""
    out: dict[str, list[Word]] = {}
    for row in word_list(name):
        takes: set[str] = set()
        prepositions: set[str] = set()
        objects: tuple[str, ...] = ()
        for item in row["takes"].split():
            frame, _, limits = item.partition(":")
            if limits:
                objects = tuple(limits.split("|"))
            (takes if frame in FRAMES else prepositions).add(frame)
        word = Word(row["lemma"], row["act"], row["mode"], row["certainty"], frozenset(takes), frozenset(prepositions), objects)
        out.setdefault(row["lemma"].split()[0], []).append(word)
    return {k: tuple(sorted(v, key=lambda w: -len(w.lemma.split()))) for k, v in out.items()}


def is_verb(token: Token) -> bool:
    """Whether a token is tagged as a verb, whatever its place."""
    return token.tag_.startswith("VB")


def is_finite(token: Token) -> bool:
    """Whether a token is a finite verb or a modal."""
    return token.tag_ in FINITE


def find_cues(tokens: list[Token]) -> list[Cue]:
    """Return the candidate cues of a sentence in order; which of them attribute is decided with their content."""
    verbs, nouns = lexicon("reporting_verbs"), lexicon("reporting_nouns")
    found: list[Cue] = []
    taken = -1
    named = _in_state_names(tokens)
    for at, token in enumerate(tokens):
        if at <= taken or token.idx in named:
            continue
        if is_verb(token):
            rows = verbs.get(token.lemma_.lower(), ())
            matched = next(((w, last) for w in rows if (last := _matches(w, tokens, at)) >= 0), None)
            if matched and not _is_modifier(tokens, at):
                word, last = matched
                found.append(Cue(word, at, _first(tokens, at), last, noun=False))
                taken = last
        elif (misread := _misread(tokens, at, verbs)) is not None:
            word, last = misread
            found.append(Cue(word, at, _first(tokens, at), last, noun=False))
            taken = last
        elif token.tag_ in COMMON_NOUNS:
            rows = nouns.get(token.lemma_.lower(), ())
            if rows:
                found.append(Cue(rows[0], at, at, at, noun=True))
    return found


def _in_state_names(tokens: list[Token]) -> set[int]:
    """Return where words of states' names begin, so that no part of one ("the United States") is taken for a verb."""
    if not tokens:
        return set()
    first, last = tokens[0].idx, tokens[-1].idx
    doc = tokens[0].doc
    states = once(doc, "states", lambda: find_states(doc.text))
    starts = once(doc, "starts of states", lambda: [s.start for s in states])
    named = states[bisect_left(starts, first) : bisect_right(starts, last)]
    return {token.idx for token in tokens for state in named if state.start <= token.idx < state.end}


@cache
def _forms() -> dict[str, str]:
    """Return the regular forms of the verbs, to know one that the tagger took for a noun."""
    out = {}
    for row in word_list("reporting_verbs"):
        if " " in row["lemma"] or not set(row["takes"].split()) & {"clause", "speech", "person-infinitive", "infinitive"}:
            continue
        lemma = row["lemma"]
        stem = lemma[:-1] if lemma.endswith("e") else lemma
        out[stem + "ing"] = lemma
        out[lemma + ("es" if lemma.endswith(("s", "sh", "ch", "x")) else "s")] = lemma
        out[stem + "ed"] = lemma
        out[lemma] = lemma
    return out


@cache
def source_nouns(*kinds: str) -> frozenset[str]:
    """Nouns that name who speaks, of some kinds of source or of all but data."""
    return frozenset(r["word"] for r in word_list("source_words") if (r["kind"] in kinds if kinds else r["kind"] != "data"))


@cache
def judged_nouns() -> frozenset[str]:
    """Nouns for a statement that one can deny or share: those that attribute, and charge, move, step."""
    return frozenset(lexicon("reporting_nouns")) | {"charge", "move", "step", "characterisation"}


def _misread(tokens: list[Token], at: int, verbs: dict[str, tuple[Word, ...]]) -> tuple[Word, int] | None:
    """Return the verb that a token is although its tag says noun or adjective, where its place shows it."""
    token = tokens[at]
    lemma = _forms().get(token.lower_)
    if lemma is None or at == 0 or at + 1 >= len(tokens) or token.tag_[:2] not in ("NN", "JJ"):
        return None
    before, after = tokens[at - 1], tokens[at + 1]
    second = tokens[at + 2].lower_ if at + 2 < len(tokens) else ""
    finite = any(is_finite(t) for t in tokens)
    after_is_content = (
        after.lower_ == "that"
        or second in QUESTION_WORDS
        or after.lower_ in QUESTION_WORDS
        or (after.lower_ == "," and second in ("“", '"', "''"))
        or after.lower_ in (":", "“", '"', "''", "``", "whether")
        or after.tag_ == "``"
    )
    headline = token.lower_.endswith("s") and before.tag_ in ("NNP", "NNS", "NNPS") and token.tag_ in ("NNS", "NNP", "NNPS")
    # "..., customs data show."
    tail = before.lemma_.lower() in source_nouns("data") and after.is_punct and any(t.lower_ == "," for t in tokens[:at])
    participle = token.lower_.endswith("ing") and before.lower_ == "," and after.lower_ == "that"
    if participle or _lacks_its_verb(tokens, at):
        return next(((word, last) for word in verbs[lemma] if (last := _matches(word, tokens, at)) >= 0), None)
    plural = before.tag_ in ("NNS", "NNPS") or _closes_plural(tokens, at - 1)
    if token.lower_ == lemma and not tail and not (after.lower_ == "that" and plural):
        return None
    lacks_verb = not any(is_finite(t) for t in tokens[:at])
    going_on = token.lower_.endswith("ing") and before.lower_ in BE
    if (
        tail
        or (not finite and token.lower_.endswith("s") and before.tag_ in NOUNS)
        or going_on
        or (after_is_content and before.tag_ in ("NNP", "NNS", "PRP", "NN", "NNPS", "RB") and lacks_verb)
    ):
        pass
    elif not (
        headline and lacks_verb and (at == len(tokens) - 2 or not any(is_finite(t) for t in tokens[at:]) or after_is_content)
    ):
        return None
    for word in verbs[lemma]:
        if (last := _matches(word, tokens, at)) >= 0:
            return word, last
    return None


def _lacks_its_verb(tokens: list[Token], at: int) -> bool:
    """Whether a "noun" is the root of a sentence that has no verb but this one ("Zambia plans to sell")."""
    token, before, after = tokens[at], tokens[at - 1], tokens[at + 1]
    if token.dep_ != "ROOT" or before.tag_ not in ("NN", "NNP", "NNS", "NNPS", "PRP") or any(is_finite(t) for t in tokens[:at]):
        return False
    if after.lower_ == "to" and token.tag_ == "NNS":
        return not (at + 2 < len(tokens) and tokens[at + 2].lower_ == "be")  # "trade plans to be shelved"
    told = any(is_finite(t) for t in tokens[at + 1 :])
    return told and (after.lower_ == "that" or (token.tag_ == "NNS" and after.tag_ in ("NNS", "DT", "PRP", "NNP")))


def _closes_plural(tokens: list[Token], last: int) -> bool:
    """Whether a place stands on a plural that opens the sentence ("diplomats in Paris")."""
    here = last
    while here > 0 and tokens[here].tag_ in ("NNP", "NNPS", "DT"):
        here -= 1
    return 0 < here < last and tokens[here].tag_ == "IN" and tokens[here - 1].tag_ == "NNS"


def _matches(word: Word, tokens: list[Token], at: int) -> int:
    """Return the last position of the word's lemma from ``at``, or -1."""
    rest = word.lemma.split()[1:]
    here = at + 1
    for part in rest:
        if here < len(tokens) and tokens[here].tag_ == "RB" and tokens[here].lower_ != part:
            here += 1  # "pointed repeatedly to"
        if here >= len(tokens) or tokens[here].lower_ != part:
            return -1
        here += 1
    return here - 1


def _is_modifier(tokens: list[Token], at: int) -> bool:
    """Whether a participle stands before the noun it modifies ("the reported deal")."""
    token = tokens[at]
    if token.tag_ not in ("VBN", "VBG") or at + 1 >= len(tokens):
        return False
    after = tokens[at + 1]
    before = tokens[at - 1] if at else None
    return bool(
        after.tag_ in ("NN", "NNS", "NNP")
        and token.dep_ in ("amod", "compound")
        and before is not None
        and before.tag_ in ("DT", "JJ", "PRP$", "POS", "IN")
    )


def _first(tokens: list[Token], at: int) -> int:
    """Go left over auxiliaries, negation and adverbs that belong to the verb."""
    first = at
    while first > 0:
        before = tokens[first - 1]
        if (
            before.tag_ in ("MD", "TO")
            or (before.lower_ in BE | HAVE | DO and is_verb(before))
            or (before.tag_ in ("RB", "RBR") and before.lower_ not in ("when", "ago", "earlier", "later", "not only"))
        ):
            first -= 1
        else:
            break
    while first < at and tokens[first].tag_ in ("RB", "RBR") and tokens[first].lower_ not in ("not", "n't", "never", "also"):
        first += 1  # an adverb at the edge belongs to the sentence
    return first


@cache
def abstract_nouns() -> frozenset[str]:
    """Nouns for plans, policies and the like, which one is for or against."""
    return words_of("abstract_nouns", "noun")
