"""Loaded words: where ``words/tone.csv`` has something to say, who does it and to whom.

A word of the list has a tone towards its subject and one towards its object; the parse says which
tokens those are. Negation, modals, conditions and intensifiers multiply (``words/negators.csv``,
``words/intensifiers.csv``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from toolkit.language import PASSIVE_SUBJECTS, SUBJECTS, VERBS
from toolkit.tone.lexicon import Entry, factors, lexicon, loaded_phrases
from toolkit.words import word_lists, words_of

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

# Prepositions that bring in whom an act or a feeling is for; "with" and "over" do so loosely.
TOWARDS = {"against": 1.0, "on": 0.9, "of": 0.9, "for": 0.9, "to": 0.8, "toward": 1.0, "towards": 1.0, "at": 0.9, "in": 0.7,
           "with": 0.6, "from": 0.5, "over": 0.4, "about": 0.6, "behind": 0.8}  # fmt: skip
# Prepositions that only tell when or amid what: a word after them is about nobody of the clause.
TEMPORAL = ("after", "before", "since", "during", "amid", "amidst", "following", "until")
ALLEGED = 0.2  # what is left of a good word in what somebody accuses of or warns of ("of supporting rebels")
RELATIVE = ("who", "which", "that", "whom", "whose")
_KIND = {"VERB": "verb", "AUX": "verb", "NOUN": "noun", "PROPN": "noun", "ADJ": "adj", "ADV": "adv", "ADP": "prep"}


class Cue(NamedTuple):
    """A loaded word or phrase at tokens ``first`` to ``last`` of a Doc, and what modifies it."""

    first: int
    last: int
    head: int
    entry: Entry
    factor: float
    subjects: Mapping[int, float]
    objects: Mapping[int, float]
    text: str


# --- the word lists -----------------------------------------------------------


# --- who does what to whom ----------------------------------------------------


def _kids(token: Token) -> list[tuple[str, Token]]:
    return [(kid.dep_, kid) for kid in token.children if not kid.is_space]


def _preposition(token: Token) -> str:
    return next((kid.lower_ for kid in token.lefts if kid.dep_ == "case"), "")


def _own_subjects(verb: Token) -> dict[int, float]:
    return {kid.i: 1.0 for dep, kid in _kids(verb) if dep in SUBJECTS and kid.lower_ not in RELATIVE}


def _is_passive(verb: Token, kids: list[tuple[str, Token]]) -> bool:
    if any(dep in PASSIVE_SUBJECTS or dep == "aux:pass" for dep, _ in kids):
        return True
    if verb.dep_ == "xcomp" and verb.tag_ == "VBN" and verb.head.lemma_ in ("stand", "remain", "feel", "get"):
        return True  # "stands accused"
    return verb.dep_ in ("acl", "amod") and verb.tag_ == "VBN"


def _antecedent(head: Token) -> Token:
    """Return whom a relative clause is about: in "Berg, 45, who lied" not the number."""
    return head.head if head.pos_ == "NUM" or head.like_num else head


def _governing(verb: Token, depth: int = 0) -> dict[int, float]:
    """Return the subject that a verb without its own takes over from what governs it."""
    head = verb.head
    if head.i == verb.i or depth > 3:
        return {}
    kids = _kids(head)
    objects = {kid.i: 0.9 for dep, kid in kids if dep in ("obj", "iobj")}
    if verb.dep_ == "conj":
        return _doers(head, depth + 1)
    if verb.dep_ in ("xcomp", "ccomp") and objects and head.lemma_ not in ("promise", "vow", "threaten"):
        return objects
    if verb.dep_ in ("xcomp", "advcl", "parataxis", "ccomp"):
        mark = next((kid.lower_ for dep, kid in _kids(verb) if dep in ("mark", "case")), "")
        if verb.dep_ == "advcl" and mark in ("of", "for", "from"):
            if objects:
                return objects
            if passive := {kid.i: 0.9 for dep, kid in kids if dep in PASSIVE_SUBJECTS}:
                return passive
        if verb.dep_ == "ccomp":
            return {}
        return {i: 0.8 * weight for i, weight in _doers(head, depth + 1).items()}
    if verb.dep_ in ("acl:relcl", "acl"):
        return {_antecedent(head).i: 1.0}
    return {}


def _doers(token: Token, depth: int = 0) -> dict[int, float]:
    """Return who does a verb, or who is said to be an adjective or noun: token -> weight."""
    kids = _kids(token)
    found = {kid.i: 1.0 for dep, kid in kids if dep in SUBJECTS + PASSIVE_SUBJECTS and kid.lower_ not in RELATIVE}
    if found:
        return found
    if any(dep in SUBJECTS + PASSIVE_SUBJECTS for dep, _ in kids) and token.dep_ == "acl:relcl":  # "who lied"
        return {_antecedent(token.head).i: 1.0}
    return _governing(token, depth)


def _of_verb(verb: Token) -> tuple[dict[int, float], dict[int, float]]:
    kids = _kids(verb)
    passive = _is_passive(verb, kids)
    subjects: dict[int, float] = {}
    objects: dict[int, float] = {}
    for dep, kid in kids:
        case = _preposition(kid) if dep.startswith("obl") else ""
        if dep in PASSIVE_SUBJECTS and kid.lower_ not in RELATIVE:
            objects[kid.i] = 1.0
        elif dep in SUBJECTS and kid.lower_ not in RELATIVE:
            (objects if passive else subjects)[kid.i] = 1.0
        elif dep in ("obj", "iobj"):
            objects[kid.i] = 1.0
        elif dep == "obl:agent" or (dep.startswith("obl") and case == "by"):
            subjects[kid.i] = 1.0
        elif dep.startswith("obl") and case in TOWARDS:
            objects[kid.i] = 0.7 * TOWARDS[case]
    if verb.dep_ == "amod":  # "the disgraced senator", "the failing bank"
        (objects if passive or verb.tag_ == "VBN" else subjects)[verb.head.i] = 1.0
        return subjects, objects
    if passive and not objects:
        objects = _governing(verb)
    elif not passive and not subjects:
        subjects = _doers(verb)
    relative = next((dep for dep, kid in kids if kid.lower_ in RELATIVE and dep in SUBJECTS + PASSIVE_SUBJECTS), None)
    if verb.dep_ == "acl:relcl" and verb.head.i not in subjects and not objects and relative is None:
        objects[verb.head.i] = 0.9  # "the minister they condemned"
    return subjects, objects


def _of_noun(noun: Token, entry: Entry) -> tuple[dict[int, float], dict[int, float]]:
    kids = _kids(noun)
    subjects: dict[int, float] = {}
    objects: dict[int, float] = {}
    for dep, kid in kids:
        if dep == "nmod:poss":
            (subjects if entry.subject or not entry.object else objects)[kid.i] = 1.0
            if entry.object and not entry.subject:
                subjects[kid.i] = 1.0
                del objects[kid.i]
        elif dep == "nmod":
            case = _preposition(kid)
            if case in ("by", "from"):
                subjects[kid.i] = 1.0
            elif case == "of" and entry.word in word_lists("tone_roles")["done to"]:
                objects[kid.i] = 1.0
            elif case == "of" and entry.subject and not entry.object:
                subjects[kid.i] = 0.5
            elif case == "of" and entry.word in word_lists("tone_roles")["done by"]:
                subjects[kid.i] = 1.0
            elif case in TOWARDS:
                objects[kid.i] = TOWARDS[case]
        elif dep in SUBJECTS or dep == "appos":  # "X is a hero"
            subjects[kid.i] = 1.0
    head = noun.head
    if noun.dep_ == "appos":
        subjects[head.i] = 1.0
    elif is_temporal(noun):
        pass
    elif noun.dep_ in ("obj", "obl") and not subjects and head.pos_ in VERBS:
        doers, _ = _of_verb(head)
        takes = head.lemma_ in words_of("tone_receivers", "verb") and entry.object and not entry.subject
        for i, weight in doers.items():
            (objects if takes else subjects)[i] = 0.9 * weight
        if not takes and entry.object:
            for dep, kid in _kids(head):
                if dep == "iobj" or (dep.startswith("obl") and _preposition(kid) in TOWARDS):
                    objects.setdefault(kid.i, 0.8)
    elif noun.dep_ == "xcomp":
        subjects |= _governing(noun)
    elif noun.dep_ == "compound":
        subjects[head.i] = 0.5
    elif noun.dep_ == "conj" and not subjects and not objects and head.pos_ in ("NOUN", "VERB", "ADJ"):
        if head.pos_ == "NOUN":  # "the war in X and the partnership": what stands before the "and" is the other's
            doers, done = _of_noun(head, entry)
            before = [kid.i for kid in head.children if kid.dep_ == "nmod" and kid.i < noun.i]
            return doers, {i: weight for i, weight in done.items() if i not in before}
        subjects |= _doers(head)
    return subjects, objects


def is_temporal(token: Token) -> bool:
    """Tell whether a word only dates or frames what is said: "after the invasion", "since X invaded Y"."""
    if token.dep_ == "advcl":
        return any(dep == "mark" and kid.lower_ in TEMPORAL for dep, kid in _kids(token))
    return token.dep_ in ("obl", "nmod") and _preposition(token) in TEMPORAL


def _of_adjective(adjective: Token) -> dict[int, float]:
    if adjective.dep_ == "amod":
        noun = adjective.head
        found = {noun.i: 1.0}
        if noun.dep_ == "xcomp" or any(dep == "cop" for dep, _ in _kids(noun)):  # "X is a failed state"
            found |= {i: 0.9 * weight for i, weight in _doers(noun).items()}
        elif noun.dep_ == "appos":
            found[noun.head.i] = 0.9
        return found
    if adjective.dep_ == "conj" and adjective.head.pos_ == "ADJ":
        return _of_adjective(adjective.head)
    return _doers(adjective)


def _of_adverb(adverb: Token) -> dict[int, float]:
    return {i: 0.8 * weight for i, weight in _doers(adverb.head).items()}


# --- what turns, weakens or strengthens ----------------------------------------


def _factor(token: Token, kids: list[tuple[str, Token]]) -> tuple[float, list[str]]:
    """Return what multiplies the tone of a word, and the words that do so."""
    factor, said = 1.0, []
    for _, kid in kids:
        for name, kind in (("negators", "particle"), ("negators", "determiner"), ("negators", "preposition"),
                           ("intensifiers", "degree"), ("intensifiers", "modal"), ("intensifiers", "condition")):  # fmt: skip
            got = factors(name, kind).get(kid.lower_)
            if got is not None and kid.i < token.i + (4 if kind == "degree" else 0):
                factor *= got
                said.append(kid.text)
                break
    head = token.head
    if head.i != token.i:
        kind = {"xcomp": "verb", "ccomp": "verb", "obj": "verb", "nmod": "noun", "acl": "noun"}.get(token.dep_, "")
        if kind and (got := factors("negators", kind).get(head.lemma_)):
            factor *= got
            said.append(head.text)
        if token.dep_ in ("xcomp", "obj", "conj", "ccomp", "obl"):
            for kid in head.lefts:
                got = factors("negators", "particle").get(kid.lower_)
                if got is None and token.dep_ != "ccomp":
                    got = factors("intensifiers", "modal").get(kid.lower_) if kid.dep_ == "aux" else None
                if got is not None and token.dep_ != "conj":
                    factor *= got
                    said.append(kid.text)
    return factor, said


# --- the cues of a sentence ------------------------------------------------------


def _matches(sentence: Span) -> Iterable[tuple[int, int, Entry]]:
    """Yield (first, last, entry) of the loaded words and phrases, the longest first at each place."""
    phrases, single = loaded_phrases(), lexicon()
    tokens = list(sentence)
    forms = [(token.lower_, token.lemma_.lower()) for token in tokens]
    at = 0
    while at < len(tokens):
        step = 0
        lower, lemma = forms[at]
        listed = phrases.get(lower, ()) if lower == lemma else (*phrases.get(lower, ()), *phrases.get(lemma, ()))
        for parts, entry in listed:
            end = at + len(parts)
            if end <= len(tokens) and all(parts[k] in forms[at + k] for k in range(1, len(parts))):
                if entry is not None:
                    yield sentence.start + at, sentence.start + end - 1, entry
                step = len(parts)
                break
        if not step:
            by_kind = single.get(lemma) or single.get(lower)
            if by_kind and tokens[at].ent_type_ != "PERSON" and (entry := _entry(tokens[at], by_kind)):
                yield sentence.start + at, sentence.start + at, entry
        at += step or 1


def _entry(token: Token, by_kind: dict[str, Entry]) -> Entry | None:
    kind = _KIND.get(token.pos_, "")
    if token.text[:1].isupper() and (token.pos_ == "PROPN" or _in_a_name(token)):
        return None
    if kind in by_kind:
        return by_kind[kind]
    if kind == "adj" and "verb" in by_kind and token.lower_.endswith(("ed", "ing")):
        return by_kind["verb"]
    if kind == "verb" and "adj" in by_kind and token.lower_.endswith(("ed", "ing")):
        return by_kind["adj"]
    return None


def _moves_an_amount(verb: Token, subjects: Mapping[int, float]) -> bool:
    """Tell whether a verb of rise or fall has trade or the like as its subject, by the parse or by the words before it."""
    doc, amounts = verb.doc, word_lists("tone_roles")["amounts"]
    if any(doc[i].lemma_ in amounts for i in subjects):
        return True
    for i in range(verb.i - 1, max(verb.i - 12, verb.sent.start - 1), -1):
        if doc[i].pos_ in ("VERB", "SCONJ") or doc[i].text in (",", ";"):
            return False
        if doc[i].pos_ == "NOUN" and doc[i].lemma_ in amounts:
            return True
    return False


def _is_alleged(token: Token) -> bool:
    """Tell whether a word stands in what somebody accuses another of or warns of."""
    for _ in range(4):
        head = token.head
        if head.i == token.i:
            return False
        governed = head.pos_ == "VERB" and token.dep_ in ("ccomp", "advcl", "xcomp", "obl", "acl") and token.i > head.i
        if governed and head.lemma_ in word_lists("tone_roles")["alleges"]:
            return True
        token = head
    return False


def _in_a_name(token: Token) -> bool:
    """Tell whether a capital word stands before a name it belongs to, as in "United States"."""
    return token.dep_ in ("amod", "compound") and token.head.pos_ == "PROPN" and token.head.i == token.i + 1


def find_cues(sentence: Span) -> list[Cue]:
    """Return the loaded words of a sentence with their arguments; the same for every target."""
    found = list(_matches(sentence))
    nouns = {last for _, last, entry in found if entry.pos == "noun"}
    cues = []
    for first, last, entry in found:
        token = head_of(sentence.doc, first, last)
        if entry.pos == "adj" and token.dep_ == "amod" and token.head.i in nouns:
            continue  # "a brutal attack": it strengthens the noun, which speaks for itself
        kids = _kids(token)
        factor, said = _factor(token, kids)
        if entry.subject + entry.object > 0 and _is_alleged(token):
            factor *= ALLEGED
        objects: dict[int, float] = {}
        if entry.pos == "verb" or (entry.pos == "phrase" and token.pos_ in VERBS):
            subjects, objects = _of_verb(token)
            if entry.word in word_lists("tone_roles")["moves"] and _moves_an_amount(token, subjects):
                continue  # "trade shrank" is a figure
        elif entry.pos == "noun" or (entry.pos == "phrase" and token.pos_ == "NOUN"):
            subjects, objects = _of_noun(token, entry)
        elif entry.pos == "adv":
            subjects = _of_adverb(token)
        elif entry.pos == "prep":
            subjects, objects = {}, {token.head.i: 1.0}
        else:
            subjects = _of_adjective(token)
        if entry.pos == "phrase":  # "crack down on X": X hangs on the last word or on the verb
            for i in range(first, last + 1):
                for dep, kid in _kids(sentence.doc[i]):
                    if kid.i > last and dep in ("obj", "obl", "nmod"):
                        objects.setdefault(kid.i, 1.0)
        text = " ".join([*said, sentence.doc[first : last + 1].text])
        cues.append(Cue(first, last, token.i, entry, factor, subjects, objects, text))
    return cues


def head_of(doc: Doc, first: int, last: int) -> Token:
    """Return the token that governs the others of ``first`` to ``last``."""
    inside = range(first, last + 1)
    return next((doc[i] for i in inside if doc[i].head.i not in inside or doc[i].head.i == i), doc[first])
