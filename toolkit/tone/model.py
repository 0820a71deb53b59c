"""The compact linear model of tone: masked words around a target, and what the rules found.

Names are masked, so that no actor carries a prior. The weights stand in
``words/tone_weights.csv``, one row a feature; ``training/tone.py`` fits them.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from toolkit.tone.rules import Share
from toolkit.words import word_list, words_of

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

CLASSES = ("negative", "neutral", "positive")
TARGET, NAME, NUMBER = "<target>", "<name>", "<number>"
STEPS = (0.05, 0.15, 0.3, 0.6, 0.9)  # sums of the rules' shares that count as a feature when passed
WINDOW = 4  # tokens on either side of the target that count as near it
FADES = 8  # tokens from the target over which a word's weight halves
EMPTY = ("DET", "PUNCT", "ADP", "PART", "CCONJ", "SPACE", "SYM")
OPENING = ('"', "“", "‘", "«", ":", "—", "\n")
NAMED = ("PERSON", "PER", "ORG", "PLACE", "GPE", "LOC", "NORP")
FIRST_PERSON = ("i", "we", "me", "us", "my", "our")
THIRD_PERSON = ("he", "she", "they", "him", "her", "them", "his", "it", "its")
_QUOTES = '"“”«»'


class Masked(NamedTuple):
    """A sentence's words with names and numbers masked, made once for all its targets."""

    forms: list[str]
    quoted: list[bool]
    full: list[bool]  # whether it is a full word (no particle, preposition, article, mark) that has a weight
    every: bool


class Context(NamedTuple):
    """What the claims around a target say: the tokens of its own words, and acts of claims about and by it."""

    own: Sequence[tuple[int, int]] = ()
    around: Sequence[str] = ()
    said: Sequence[str] = ()


def mask(sentence: Span, *, every: bool = False) -> Masked:
    """Return the sentence's lemmas with names and numbers masked, and which stand in quotation marks.

    With ``every``, as in training, words without a weight count too.
    """
    weighed = frozenset() if every else _weighed_words()
    forms: list[str] = []
    quoted: list[bool] = []
    full: list[bool] = []
    inside = begun = False  # a capital at the head of a sentence or a quotation marks no name
    heading = _is_heading(sentence)
    for token in sentence:
        if token.text in _QUOTES:
            inside = token.text in "“«" or (token.text == '"' and not inside)
        quoted.append(inside)
        forms.append(_form(token, first=not begun, heading=heading))
        begun = token.is_alpha or (begun and token.text not in OPENING)
        full.append((every or forms[-1] in weighed) and token.pos_ not in EMPTY)
    return Masked(forms, quoted, full, every)


def _is_heading(sentence: Span) -> bool:
    """Tell whether Most Words Have a Capital, so that capitals do not mark names."""
    long = [word for word in sentence.text.split() if len(word) > 3]
    return sum(word[0].isupper() for word in long) > 0.6 * len(long)


def _form(token: Token, *, first: bool, heading: bool) -> str:
    capital = token.text[:1].isupper() and token.text not in ("I", "I'm")
    if token.ent_type_ in NAMED or (capital and (token.pos_ == "PROPN" or not (first or heading))):
        return NAME
    if token.like_num:
        return NUMBER
    return token.lemma_.lower() if token.is_alpha else token.lower_.strip()


def features(
    sentence: Span,
    first: int,
    last: int,
    found: Sequence[Share],
    masked: Masked,
    context: Context,
) -> dict[str, float]:
    """Return the features of the target at tokens ``first`` to ``last`` of the Doc: name -> value.

    ``w`` a word of the sentence (more if near), ``s`` one that the target says itself, ``b`` two
    in a row, ``l`` and ``r`` a word left and right of the target, ``d`` the path from the target
    upwards in the parse, ``o`` what its verb acts on, ``k`` and ``q`` what the rules found, ``t``
    what kind of mention it is.
    """
    doc, begin = sentence.doc, sentence.start
    a, b = first - begin, last - begin
    line: list[str] = []
    out: dict[str, float] = {}
    for i, form in enumerate(masked.forms):
        if not form:
            continue
        if a <= i <= b:
            form = TARGET
        elif masked.full[i]:
            spoken = context.own and any(x <= i + begin <= y for x, y in context.own)
            name = ("s:" if spoken else "w:") + form
            weight = 1.3 / (1 + (a - i if i < a else i - b) / FADES)
            if weight > out.get(name, 0.0):
                out[name] = weight
        if not (form in (TARGET, NAME, NUMBER) and line and line[-1] == form):
            line.append(form)
    if context.said:
        out["t:speaker"] = 1.0
    for act in context.around:
        out[f"t:within {act}"] = 1.0
    for act in context.said:
        out[f"t:says {act}"] = 1.0
    lefts = None if masked.every else _weighed_lefts()
    for left, right in pairwise(line):
        if lefts is None or left in lefts:
            out[f"b:{left} {right}"] = 1.0
    at = line.index(TARGET) if TARGET in line else 0
    for form in line[max(at - WINDOW, 0) : at]:
        out["l:" + form] = 1.0
    for form in line[at + 1 : at + 1 + WINDOW]:
        out["r:" + form] = 1.0
    _path(doc[first : last + 1].root, masked, begin, out)
    _rules(found, out)
    text = doc[first : last + 1].text.lower()
    kind = "first" if text in FIRST_PERSON else "third" if text in THIRD_PERSON else "name"
    out["t:" + kind] = 1.0
    if masked.quoted[a]:
        out["t:quoted"] = 1.0
        out[f"t:quoted {kind}"] = 1.0
    elif any(masked.quoted):
        out["t:beside a quotation"] = 1.0
    return out


def _path(token: Token, masked: Masked, begin: int, out: dict[str, float]) -> None:
    steps = ""
    for step in range(3):
        head = token.head
        if head.i == token.i:
            out[f"d:{steps}root"] = 1.0
            break
        steps += f"{token.dep_}<"
        form = masked.forms[head.i - begin] if 0 <= head.i - begin < len(masked.forms) else NAME
        out[f"d:{steps}{form}"] = 1.0
        if step == 0:
            out[f"d:{token.dep_}"] = 1.0
            for kid in head.children:
                if kid.i != token.i and kid.dep_ in ("obj", "xcomp", "ccomp", "obl", "advmod", "nsubj", "aux", "amod", "iobj"):
                    out[f"o:{token.dep_} {kid.dep_} {masked.forms[kid.i - begin]}"] = 1.0
        token = head


def _rules(found: Sequence[Share], out: dict[str, float]) -> None:
    total = sum(share.value for share in found)
    out["k:total"] = 2 * math.tanh(total)
    for step in STEPS:
        if abs(total) > step:
            out[f"k:total {'above' if total > 0 else 'below -'}{'' if total < 0 else ' '}{step}"] = 1.0
    for sign, name in ((1.0, "good"), (-1.0, "bad")):
        linked = [s.value * sign for s in found if s.link != "near" and s.value * sign > 0]
        near = [s.value * sign for s in found if s.link == "near" and s.value * sign > 0]
        if linked:
            out[f"k:{name} linked"] = math.tanh(sum(linked))
        if near:
            out[f"k:{name} near"] = math.tanh(2 * sum(near))
            out[f"k:{name} near, words"] = min(len(near), 4) / 4
    for share in found:
        if share.link != "near":
            out[f"k:{'good' if share.value > 0 else 'bad'} as {share.link} of a {share.cue.entry.pos}"] = 1.0
        out[f"q:{share.link} {share.cue.entry.word}"] = 1.0
    if not found:
        out["k:nothing"] = 1.0


# --- the weights ----------------------------------------------------------------


@cache
def _weights() -> dict[str, tuple[float, float, float]]:
    return {
        row["feature"]: (float(row["negative"]), float(row["neutral"]), float(row["positive"]))
        for row in word_list("tone_weights")
    }


@cache
def _weighed_words() -> frozenset[str]:
    return frozenset(name[2:] for name in _weights() if name[:2] in ("w:", "s:"))


@cache
def _weighed_lefts() -> frozenset[str]:
    return frozenset(name[2:].split(" ")[0] for name in _weights() if name[:2] == "b:")


def probabilities(found: dict[str, float]) -> tuple[dict[str, float], list[tuple[str, float]]]:
    """Return the three classes' probabilities, and each feature's share of positive minus negative."""
    weights = _weights()
    negative, neutral, positive = weights["<bias>"]
    carried = []
    for name in found.keys() & weights.keys():
        value, weight = found[name], weights[name]
        negative += value * weight[0]
        neutral += value * weight[1]
        positive += value * weight[2]
        carried.append((name, value * (weight[2] - weight[0])))
    carried.sort()
    sums = (negative, neutral, positive)
    top = max(sums)
    powers = [math.exp(s - top) for s in sums]
    total = sum(powers)
    return dict(zip(CLASSES, (p / total for p in powers), strict=True)), carried


@cache
def _empty_words() -> frozenset[str]:
    return words_of("tone_empty", "word")


def readable(carried: Sequence[tuple[str, float]], found: Sequence[Share]) -> list[tuple[str, float]]:
    """Return (word, share) from the features' shares, for reading.

    What the rules' sums carried falls to the words of their cues. Masks, marks, particles and the
    kind of mention are left out, so that the shares add up to less than the whole evidence; the
    absolute values of all features' shares would be 1.
    """
    whole = sum(abs(share) for _, share in carried) or 1.0
    out: list[tuple[str, float]] = []
    for name, share in carried:
        kind, _, rest = name.partition(":")
        if kind == "k":
            cues = [s for s in found if (s.value > 0) == (share > 0)]
            total = sum(abs(s.value) for s in cues)
            out += [(s.cue.text, share / whole * abs(s.value) / total) for s in cues]
        elif kind == "q":
            out.append((rest.split(" ", 1)[1], share / whole))
        elif kind in ("w", "s", "l", "r"):
            out.append((rest, share / whole))
        elif kind == "d" and "<" in rest:
            out.append((rest.rsplit("<", 1)[1], share / whole))
        elif kind == "o":
            out.append((rest.split(" ", 2)[2], share / whole))
    drop = {TARGET, NAME, NUMBER, "root", *_empty_words()}
    return [(word, share) for word, share in out if word not in drop and word[-1:] != ">" and any(c.isalpha() for c in word)]
