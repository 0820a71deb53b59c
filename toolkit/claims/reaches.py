"""How far the content of a cue reaches: to the end of its clause, or where another clause of the teller begins."""

from __future__ import annotations

from toolkit.claims.clauses import CONJUNCTIONS_THAT_CUT, OPENS_SUBORDINATE, Clause
from toolkit.claims.cues import BE, HAVE, TIME_WORDS, Cue, is_verb, judged_nouns
from toolkit.language import CLOSING_MARKS, NOMINAL, OPENING_MARKS


def limit_of(c: Clause, n: int) -> int:
    """Return the last position that content right of the verb ``n`` may reach."""
    last = c.end
    if c.quoted[n]:
        while last > n and not c.quoted[last]:
            last -= 1
        stop = n
        while stop < last and c.quoted[stop + 1]:
            stop += 1
        last = stop
        while last > n and (c.word(last) in CLOSING_MARKS or c.word(last) in (",", ".")):
            last -= 1
    depth = 0
    for k in range(n, last + 1):
        if c.tag(k) == "-LRB-":
            depth += 1
        elif c.tag(k) == "-RRB-":
            depth -= 1
            if depth < 0:
                last = k - 1
                break
    for begins in c.tails:
        if n < begins <= last:
            last = begins - 1
    verb = c.tokens[n]
    if (
        (verb.tag_ in ("VBG", "VBN") or (n == 0 and verb.tag_ == "VBD"))
        and n <= 3
        and not c.quoted[n]
        and not c.has_finite(0, n - 1)
    ):  # "Citing the vote, he left"
        for k in range(n + 1, last):
            ends = c.word(k) == "," or (c.word(k) in CLOSING_MARKS and c.word(k - 1) == ",")
            if ends and c.tag(k + 1) in NOMINAL and c.has_finite(k, last):
                last = k if c.quoted[k] else k - 1
                break
    if not c.quoted[n] and c.word(0) in OPENS_SUBORDINATE and n < 12 and "," not in [c.word(k) for k in range(n)]:
        for k in range(n + 1, last):  # "While Chad says so, its soldiers ..."
            if c.word(k) == "," and c.tag(k + 1) in NOMINAL and c.has_verb(k, last):
                last = k - 1
                break
    if verb.dep_ in ("acl", "acl:relcl", "advcl", "ccomp", "csubj", "xcomp", "parataxis", "amod"):
        clause_end = _closed_at(c, n)
        if clause_end is not None and clause_end > n:
            last = min(last, clause_end)
    return last


def _closed_at(c: Clause, n: int) -> int | None:
    """Where a subordinate clause ends whose main verb is still to come."""
    seen = 0
    here = n
    edge = c.edges(n)[1]
    while seen < 6:
        up = c.head(here)
        if up < 0:
            return None
        if up > edge and is_verb(c.tokens[up]):
            return edge
        here = up
        seen += 1
    return None


def trimmed(c: Clause, first: int, last: int, cue: Cue) -> int:
    """Cut content where another clause of the teller begins."""
    for k in range(first + 1, last + 1):
        if c.quoted[k] and c.quoted[k - 1]:
            continue
        word, tag = c.word(k), c.tag(k)
        comma = c.word(k - 1) in (",", ";") or c.is_dash(k - 1)
        nxt = c.cue_heads.get(k)
        if word == "according" and c.word(k + 1) == "to":
            return _back(c, k - 1, first)
        if comma and tag == "VBG" and nxt is not None and not nxt.noun:
            return _back(c, k - 1, first)
        if nxt is not None and not nxt.noun and c.tokens[k].dep_ == "conj" and _conjoined(c, k, cue.head):
            return _back(c, _before_conjunct(c, k, first), first)
        if comma and word in CONJUNCTIONS_THAT_CUT and (_hangs_on(c, k, cue.head) or _tells_anew(c, k, word)):
            return _back(c, k - 1, first)
        if comma and word in ("and", "but") and _tells_anew(c, _over_time(c, k), word):
            return _back(c, k - 1, first)
        if word == "and" and not c.quoted[k] and _same_teller(c, k, cue):
            return _back(c, k - 1, first)
        if word == ";":
            return _back(c, k - 1, first)
        apart = comma or (c.word(k - 1) in CLOSING_MARKS and c.word(k - 2) == ",")
        if apart and word in ("a", "an") and c.tokens[min(k + 1, last)].lemma_.lower() in judged_nouns():
            return _back(c, k - 1, first)  # "... as a threat, a claim that Oslo rejects"
    return _back(c, last, first)


def _tells_anew(c: Clause, n: int, conjunction: str) -> bool:
    """Whether a conjunction opens a clause of the teller: a short subject and a finite cue of its own."""
    if conjunction in ("because", "as", "when", "before", "after"):
        return False
    here = n + 1
    while here < min(n + 8, c.end) and c.tag(here) in NOMINAL | {"RB"}:
        here += 1
    while here < c.end and (c.tag(here) in ("MD", "RB") or c.word(here) in HAVE | BE):
        here += 1
    cue = c.cue_heads.get(here)
    return (
        cue is not None and not cue.noun and here > n + 1 and cue.word.act not in ("believe", "data") and c.has_finite(n, here)
    )


def _over_time(c: Clause, n: int) -> int:
    """Go over a time after a conjunction ("and in April Norway said")."""
    timed = c.tag(n + 1) == "IN" and c.word(n + 2) in TIME_WORDS
    return n + 2 + (c.word(n + 3) == ",") if timed else n


def _same_teller(c: Clause, n: int, cue: Cue) -> bool:
    """Whether "and" joins a second verb of saying to the first ("said that ..., and added that ...")."""
    here = n + 1
    while c.tag(here) == "RB":
        here += 1
    other = c.cue_heads.get(here)
    past = ("VBD", "VBN")
    if other is None or other.noun or c.tag(here) not in ("VBD", "VBZ", "VBP", "VBN"):
        return False
    if c.tag(here) != c.tag(cue.head) and not (c.tag(here) in past and c.tag(cue.head) in past):
        return False
    if c.word(here + 1) == "," and c.word(here + 2) in OPENING_MARKS:
        return True
    previous = next((k for k in range(n - 1, cue.head, -1) if is_verb(c.tokens[k])), cue.head)
    if c.tag(previous) == "VB" and c.tag(here) == "VBD" and any(c.tag(k) == "MD" for k in range(cue.head, previous)):
        return True  # "said he would go and warned ...": a past form cannot follow "would"
    clause = c.tag(here + 1) in ("DT", "PRP", "PRP$", "NNP", "EX") and c.has_finite(here + 1, c.end)
    if clause and other.word.act == "say" and c.tag(here) == c.tag(cue.head) == "VBD" and c.tag(previous) == "VBN":
        return True  # "denied that Peru had sold arms and said it was sorry"
    return (
        c.word(here + 1) in ("that", "to", ":")
        or c.word(here + 1) in OPENING_MARKS
        or (c.tokens[here].dep_ == "conj" and (_conjoined(c, here, cue.head)))
    )


def _back(c: Clause, last: int, first: int) -> int:
    while last > first and ((c.word(last) in (",", ";", ":", "and", "but", ".") or c.is_dash(last)) and not c.quoted[last]):
        last -= 1
    return last


def _conjoined(c: Clause, n: int, head: int) -> bool:
    seen = 0
    while n >= 0 and c.tokens[n].dep_ == "conj" and seen < 4:
        n = c.head(n)
        seen += 1
        if n == head:
            return True
    return False


def _before_conjunct(c: Clause, n: int, first: int) -> int:
    left = c.edges(n)[0]
    if left <= first:
        left = c.cue_heads[n].first
    if c.word(left) in ("and", "but", "or") and left > first:
        return left - 1
    while left - 1 > first and c.word(left - 1) not in ("and", "but", ",", "or", ";"):
        left -= 1
        if n - left > 12:
            return n - 1
    return left - 1


def _hangs_on(c: Clause, n: int, head: int) -> bool:
    """Whether a conjunction opens a clause beside the cue and not inside its content."""
    opened = c.head(n)
    if opened < 0:
        return False
    return c.head(opened) == head
