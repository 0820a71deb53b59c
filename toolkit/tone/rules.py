"""Towards whom: what each loaded word of a sentence adds to the tone towards one target.

Where the parse links a word to the target, the word's tone towards its subject or object counts;
where it links it to nobody near, the distance decides. Words that the target itself speaks are
about others.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Literal, NamedTuple

from toolkit.language import NOMINALS
from toolkit.tone.cues import Cue, head_of, is_temporal

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span

Link = Literal["subject", "object", "near"]
NEAR = 0.6  # what the nearest actor takes of a word that the parse links to nobody
NEAR_FADES = 4.0  # tokens over which that halves
TURNED_TO_GOOD = 0.2  # what a negation leaves of a bad word, as a good one
OWN_WORDS = 0.25  # what stays of words that the target speaks itself
OF_ANOTHER = 0.4  # what stays of words that the parse links to another name
IN_PASSING = 0.3  # what stays of a word that only dates or frames ("after the invasion")
BEFORE_BUT = 0.7  # weight of what stands before a contrast, against 1 after it
BAD, GOOD = -0.06, 0.04  # sums of shares beyond which a target is spoken of badly or well
# How often a label is right at a sum of shares: (size of the sum, share right), measured on the training part.
SURE_OF_BAD = ((0.0, 0.44), (0.15, 0.62), (0.3, 0.71), (0.6, 0.82), (0.9, 0.94))
SURE_OF_GOOD = ((0.0, 0.39), (0.15, 0.49), (0.3, 0.6), (0.5, 0.7), (0.75, 0.8), (0.95, 0.9))
SURE_OF_NEUTRAL = 0.51
CONTRAST = ("but", "however", "yet", "nevertheless", "nonetheless")


class Share(NamedTuple):
    """What one cue adds to the tone towards one target."""

    cue: Cue
    link: Link
    value: float


def places(doc: Doc, first: int, last: int) -> dict[int, float]:
    """Return the tokens at which a target is spoken of -> weight: itself, what it owns, what it is part of."""
    token = head_of(doc, first, last)
    found = dict.fromkeys(range(first, last + 1), 1.0)
    weight = 1.0
    for _ in range(4):
        head = token.head
        if head.i == token.i:
            break
        if token.dep_ in ("appos", "flat", "flat:name", "conj", "nmod:desc") and head.pos_ in ("PROPN", "NOUN", "PRON"):
            weight *= 0.95
        elif token.dep_ == "nmod:poss" or (token.dep_ == "amod" and token.text[:1].isupper()):
            weight *= 0.7  # "Russia's army", "Western sanctions"
        elif token.dep_ in ("nmod", "compound") and head.pos_ in NOMINALS:
            weight *= 0.5
        else:
            break
        found.setdefault(head.i, weight)
        token = head
    for kid in head_of(doc, first, last).children:
        if kid.dep_ in ("appos", "flat", "compound", "nmod:desc"):
            found.setdefault(kid.i, 0.9)
    return found


def contrast(sentence: Span) -> int | None:
    """Return the token of the first "but" or the like inside a sentence."""
    return next((t.i for t in sentence if t.lower_ in CONTRAST and t.i > sentence.start), None)


def _beside(cue: Cue, doc: Doc, first: int, last: int) -> Link | None:
    """Return the link that the words' order alone tells, where the parse has none for the cue."""
    if cue.entry.pos not in ("verb", "phrase") or cue.subjects or cue.objects:
        return None
    between = doc[last + 1 : cue.first] if last < cue.first else doc[cue.last + 1 : first]
    if len(between) > 3 or not all(t.pos_ in ("ADV", "AUX", "DET", "ADJ", "PART") or t.lower_ == "has" for t in between):
        return None
    passive = any(t.lower_ in ("is", "was", "were", "are", "been", "be", "being") for t in between)
    return ("object" if passive else "subject") if last < cue.first else "object"


def shares(
    cues: Sequence[Cue], doc: Doc, first: int, last: int, *, own: Iterable[tuple[int, int]] = (), but: int | None = None
) -> list[Share]:
    """Return what each cue adds to the tone towards the target at tokens ``first`` to ``last``.

    Parameters
    ----------
    own : token spans (first, last) of the words that the target itself speaks.
    but : the token of a contrast, before which words weigh less.
    """
    at = places(doc, first, last)
    spoken = list(own)
    found = []
    for cue in cues:
        if cue.first >= first and cue.last <= last and cue.entry.pos not in ("adj", "noun"):
            continue
        as_subject = max((at.get(i, 0.0) * w for i, w in cue.subjects.items()), default=0.0)
        as_object = max((at.get(i, 0.0) * w for i, w in cue.objects.items()), default=0.0)
        if cue.entry.pos in ("adj", "noun") and cue.head in at and not as_subject and not as_object:
            as_subject = at[cue.head] if cue.entry.subject else 0.0
            as_object = at[cue.head] if not cue.entry.subject else 0.0
        link: Link
        if as_object and as_object >= as_subject:
            link, value = "object", as_object * cue.entry.object
        elif as_subject:
            link, value = "subject", as_subject * cue.entry.subject
        elif side := _beside(cue, doc, first, last):
            link, value = side, 0.8 * (cue.entry.subject if side == "subject" else cue.entry.object)
        else:
            gap = min(abs(cue.first - last), abs(first - cue.last))
            value = NEAR * (cue.entry.subject + cue.entry.object) / (1 + gap / NEAR_FADES)
            if any(doc[i].pos_ == "PROPN" for i in (*cue.subjects, *cue.objects)):
                value *= OF_ANOTHER
            elif is_temporal(doc[cue.head]):
                value *= IN_PASSING
            link = "near"
        # "did not lie" clears a little and praises nobody; "did not help" is held against its subject
        value *= TURNED_TO_GOOD * cue.factor if cue.factor < 0 and value < 0 else cue.factor
        if any(a <= cue.head <= b for a, b in spoken) and link == "near":
            value *= OWN_WORDS
        if but is not None and cue.last < but:
            value *= BEFORE_BUT
        if value:
            found.append(Share(cue, link, value))
    return found


def verdict(found: Sequence[Share]) -> tuple[float, str, float]:
    """Return (polarity, label, confidence) from the shares of a target's cues.

    The confidence is the share of right labels at such a sum of shares in NewsMTSC's training part.
    """
    total = sum(share.value for share in found)
    polarity = max(-1.0, min(1.0, total))
    if total < BAD:
        return polarity, "negative", _between(SURE_OF_BAD, -total)
    if total > GOOD:
        return polarity, "positive", _between(SURE_OF_GOOD, total)
    return polarity, "neutral", SURE_OF_NEUTRAL


def _between(points: Sequence[tuple[float, float]], x: float) -> float:
    """Return the value at ``x`` on the line through the points, level beyond the last."""
    for (x0, y0), (x1, y1) in pairwise(points):
        if x < x1:
            return y0 + (y1 - y0) * (x - x0) / (x1 - x0)
    return points[-1][1]
