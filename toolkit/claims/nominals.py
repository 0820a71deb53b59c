"""Cues that are nouns ("his claim that ...", "support for") and "according to"."""

from __future__ import annotations

from toolkit.claims.clauses import SUBORDINATORS, Attribution, Clause, Reach
from toolkit.claims.contents import is_infinitive
from toolkit.claims.cues import Cue, Word, is_finite, is_verb, source_nouns
from toolkit.claims.reaches import limit_of, trimmed
from toolkit.claims.subjects import HOLDING, full_name, subject
from toolkit.language import CLOSING_MARKS, OPENING_MARKS

ACCORDING = Word("according to", "say", "said", "certain", frozenset(), frozenset(), ())


def of_noun(c: Clause, cue: Cue) -> Attribution | None:
    """ "his claim that ...", "support for ...", "a statement by X that ..."."""
    word, n = cue.word, cue.head
    limit = limit_of(c, n)
    after = n + 1
    source: Reach | None = None
    owners = [k for k in c.children(n, "nmod:poss") if k < n]
    if owners:
        source = _without_possessive(c, full_name(c, owners[-1], n))
    elif c.tag(n - 1) == "PRP$":
        source = (n - 1, n - 1)
    elif c.tag(n - 1) == "POS":
        found = c.noun_phrase_before(n - 2)
        source = found
    if c.word(after) in ("by", "from", "of") and source is None:
        last = c.noun_phrase(after + 1, limit)
        if c.word(last + 1) in ("that", "to") or c.word(last + 1) in word.prepositions:
            source = (after + 1, last)
            after = last + 1
    if c.word(after) == "that" and c.tag(after) in ("IN", "WDT") and word.allows("clause") and c.has_finite(after, limit):
        if not is_verb(c.tokens[min(after + 1, c.end)]) and c.tag(after + 1) != "MD":
            return Attribution(cue, source, ((after, _nominal_end(c, cue, after, limit)),), "noun")
        return None
    if word.allows("infinitive") and c.word(after) == "to" and is_infinitive(c, after):
        if source is None and word.act not in ("demand",):
            source = _noun_holder(c, cue)
        return Attribution(cue, source, ((after, _nominal_end(c, cue, after, limit)),), "noun") if source else None
    if c.word(after) in word.prepositions and after < limit:
        if source is None:
            source = _noun_holder(c, cue)
        if source is None:
            return None
        end = _nominal_end(c, cue, after + 1, limit)
        return Attribution(cue._replace(last=after), source, ((after + 1, end),), "noun")
    return None


def _without_possessive(c: Clause, reach: Reach) -> Reach:
    first, last = reach
    while last > first and c.tag(last) == "POS":
        last -= 1
    return first, last


def _noun_holder(c: Clause, cue: Cue) -> Reach | None:
    """Whose noun it is where a light verb holds it: "expressed support for", "has a plan to"."""
    up = c.head(cue.head)
    if up < 0 or not is_verb(c.tokens[up]) or c.tokens[cue.head].dep_ not in ("obj", "obl"):
        return None
    if c.tokens[up].lemma_ not in HOLDING:
        return None
    at = subject(c, up)
    return full_name(c, at, up) if at is not None and at < up else None


def _nominal_end(c: Clause, cue: Cue, first: int, limit: int) -> int:
    """Where the content of a noun ends: with its phrase, before the main verb."""
    clause = c.word(first) == "that"
    told = 0
    joined = False
    for k in range(first, limit + 1):
        word, tag = c.word(k), c.tag(k)
        if is_finite(c.tokens[k]) and not c.quoted[k]:
            if (not clause or told) and not joined and c.tag(k - 1) not in ("MD", "RB"):
                return trimmed(c, first, _back_over(c, k - 1, first), cue)
            told += 1
            joined = False
        elif (tag in ("WP", "WDT", "WRB", "CC", "IN") and (tag != "IN" or word in SUBORDINATORS)) or word in (",", ";"):
            joined = True
    return trimmed(c, first, limit, cue)


def _back_over(c: Clause, last: int, first: int) -> int:
    while last > first and (c.tag(last) in ("RB", "MD") or c.word(last) in (",", "and", "but")):
        last -= 1
    return last


def according_to(c: Clause) -> list[Attribution]:
    """ "..., according to X" and "According to X, ..."."""
    found = []
    for n in range(len(c.tokens) - 2):
        if c.word(n) != "according" or c.word(n + 1) != "to":
            continue
        cue = Cue(ACCORDING, n, n, n + 1, noun=True)
        last = _according_end(c, n + 2)
        source = (n + 2, last)
        pieces: list[Reach] = []
        if n > 0 and c.word(n - 1) not in ("(",):
            left = n - 1
            while left > 0 and c.is_mark(left) and c.word(left) not in CLOSING_MARKS:
                left -= 1
            first = 0
            for other in c.cues:
                stop = closing_cue(c, other) if not other.noun else None
                if stop is not None and stop < left:
                    first = max(first, stop + 1)
            for k in range(left, first, -1):
                if c.word(k) == ";":
                    first = k + 1
                    break
            pieces.append((first, left))
            if c.word(last + 1) == "," and c.word(n - 1) == "," and not c.has_finite(first, left):
                pieces.append((last + 2, c.end))
        else:
            begin = last + 1
            while begin <= c.end and c.is_mark(begin) and c.word(begin) not in OPENING_MARKS:
                begin += 1
            if begin > c.end:
                continue
            pieces.append((begin, trimmed(c, begin, c.end, cue)))
        pieces = [(first, last) for first, last in pieces if last >= first]
        if pieces:
            found.append(Attribution(cue, source, tuple(pieces), "according"))
    return found


def _according_end(c: Clause, first: int) -> int:
    """Where the source after "according to" ends: at a comma no apposition follows, or with the sentence."""
    opening = first == 2
    here = first
    last = first
    while here <= c.end:
        word = c.word(here)
        if word == "," and opening:
            nxt = c.noun_phrase(here + 1, c.end)
            named = c.tag(here + 1) == "NNP" and c.tokens[last].lemma_.lower() in source_nouns("person", "anonymous")
            if nxt > here and c.word(nxt + 1) == "," and (named or c.tag(here + 1) in ("DT", "PRP$", "NN")):
                last, here = nxt, nxt + 1
                continue
            break
        if word == "," and c.tag(here + 1) not in ("DT", "NNP", "NN", "WDT", "WP"):
            break
        if word in (";", "—", "–", "--", ":") or (
            is_finite(c.tokens[here]) and word not in CLOSING_MARKS and c.tag(here - 1) not in ("WDT", "WP")
        ):
            break
        if word == "and" and c.has_finite(here, c.end):
            break
        last = here
        here += 1
    while last > first and c.is_mark(last) and c.tag(last) != "-RRB-":
        last -= 1
    return last


def closing_cue(c: Clause, cue: Cue) -> int | None:
    """Where a cue clause set off by commas ends ("..., she said,")."""
    after = cue.last + 1
    if not cue.word.allows("clause", "speech"):
        return None
    for k in range(after, min(after + 6, len(c.tokens))):
        if c.word(k) in (",", "."):
            before = cue.first - 1
            while before >= 0 and c.tag(before) in ("PRP", "NNP", "NNS", "NN", "DT", "JJ", "NNPS", "PRP$", "POS"):
                before -= 1
            if before >= 0 and (c.word(before) == "," or c.word(before) in CLOSING_MARKS):
                return k
            return None
        if is_verb(c.tokens[k]):
            return None
    return None
