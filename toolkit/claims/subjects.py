"""Where the source of a cue stands: its subject by parse and by place, with titles and appositions."""

from __future__ import annotations

from toolkit.claims.clauses import STATEMENTS, Clause, Reach
from toolkit.claims.cues import TIME_WORDS, Cue, is_finite, is_verb, judged_nouns, lexicon, source_nouns
from toolkit.language import CLOSING_MARKS, NOUNS, OPENING_MARKS, PROPER_NOUNS
from toolkit.words import word_lists

RELATIVES = word_lists("claim_words")["relative"]
HELD = word_lists("claim_words")["held paper"]
HOLDING = word_lists("claim_words")["holding"]
STOPS_SOURCE = word_lists("claim_words")["stops source"]


def subject(c: Clause, n: int, depth: int = 0) -> int | None:
    """Return the position of a verb's subject, its own or the one it shares."""
    own = c.children(n, "nsubj", "nsubj:outer") or []
    if own:
        left = [k for k in own if k < n]
        return left[-1] if left else own[0]
    if depth > 4:
        return None
    verb = c.tokens[n]
    up = c.head(n)
    if up < 0:
        return None
    if verb.dep_ in ("acl", "acl:relcl") and not is_verb(c.tokens[up]):
        issuing = c.head(up) if verb.tag_ == "VBG" and c.tokens[up].lemma_.lower() in STATEMENTS else -1
        if 0 <= issuing < up and is_verb(c.tokens[issuing]) and (found := subject(c, issuing, depth + 1)) is not None:
            return found  # "issued a statement saying"
        return up if up < n else None
    if verb.dep_ in ("conj", "advcl", "xcomp", "parataxis", "ccomp", "aux") and is_verb(c.tokens[up]):
        if verb.dep_ == "xcomp" and (objects := [k for k in c.children(up, "obj", "iobj") if k < n]):
            return objects[-1]
        if passive := c.children(up, "nsubj:pass"):
            return passive[-1]
        return subject(c, up, depth + 1)
    if verb.dep_ in ("xcomp", "advcl", "conj") and (own := c.children(up, "nsubj")):
        return own[-1]
    return None


def full_name(c: Clause, n: int, before: int, after: int = -1) -> Reach:
    """Return the noun phrase of a source with titles and appositions, clauses left out.

    It ends before the position ``before`` and begins after ``after``.
    """
    first, last = c.edges(n)
    first = max(first, after + 1)
    for clause in c.children(n, "acl:relcl", "acl", "advcl", "parataxis", "punct", "cc", "conj", "advmod", "list"):
        left, right = c.edges(clause)
        dep = c.tokens[clause].dep_
        if dep == "advmod" and right < n and left == first:
            first = right + 1
        elif dep in ("conj", "cc", "punct", "advmod") or left < n:
            continue
        elif (dep in ("parataxis", "advcl", "list") or c.word(left - 1) == ",") and left <= last:
            last = min(last, left - 1)
    last = min(last, before - 1)
    if first > n:
        first = n
    if last < n:
        last = n
    while first < n and (c.is_mark(first) or c.tag(first) in ("CC", "IN", "RB")):
        first += 1
    while (
        c.tag(first) not in ("DT", "PRP$")
        and first > after + 1
        and c.tag(first - 1) in ("NNP", "NNPS", "PRP$", "POS", "DT", "JJ", "HYPH")
        and first - 1 > after
    ):
        first -= 1  # the parse dropped a title
    if c.is_hyphened(first - 1) and first - 3 > after and c.tag(first - 3) == "NNP" and c.tag(first) == "NNP":
        first -= 3  # "President-elect"
        while first - 1 > after and c.tag(first - 1) in ("NNP", "JJ"):
            first -= 1
    while last + 1 < before and c.tag(last + 1) in PROPER_NOUNS and c.tag(last) in PROPER_NOUNS:
        last += 1
    while last > n and ((c.is_mark(last) and c.tag(last) != "-RRB-") or c.tag(last) in ("CC", "IN")):
        last -= 1
    while last - 1 > n and c.word(last) in TIME_WORDS and (c.tag(last - 1) in ("IN", "NNP") or c.word(last - 1) in TIME_WORDS):
        last -= 1  # "Switzerland in January"
        if c.tag(last) == "IN":
            last -= 1
    for k in range(n, first, -1):
        if c.word(k - 1) in CLOSING_MARKS or c.quoted[k - 1] != c.quoted[n]:
            first = k
            break
    for k in range(n + 1, last + 1):
        apart = c.quoted[k] != c.quoted[n] and c.word(k) in OPENING_MARKS
        if apart or (
            is_finite(c.tokens[k]) and not any(c.tag(j) in ("WP", "WDT", "WRB") or c.word(j) == "that" for j in range(n, k))
        ):
            last = k - 1
            break
    for k in range(n, first, -1):  # a finite verb inside belongs to another clause
        if is_finite(c.tokens[k]) and k != n:
            first = k + 1
            break
    return first, last


def subject_before(c: Clause, n: int, *, infinitives: bool = False) -> Reach | None:
    """Return what stands as the subject by its place: the stretch from the clause's beginning to ``n``.

    "Marc Roy, the head of the bank," ends at a comma: its apposition comes with it. "who"
    clauses are left out. A stretch that opens with a preposition gives its last noun phrase.
    """
    if n < 0:
        return None
    if c.word(n) == ",":
        opened = n - 1
        while opened > 0 and c.word(opened) != "," and n - opened < 40:
            opened -= 1
        if opened <= 0 or c.tag(opened + 1) not in (
            "DT",
            "NN",
            "NNS",
            "NNP",
            "JJ",
            "CD",
            "PRP$",
            "WP",
            "WP$",
            "WDT",
            "IN",
            "RB",
            "VBN",
            "VBG",
        ):
            return None
        name = c.noun_phrase_before(opened - 1)
        if name is None:
            return None
        if c.tag(opened + 1) in ("WP", "WP$", "WDT", "IN", "RB", "VBN", "WRB", "VBG"):
            return name
        stop = next((k for k in range(opened + 1, n) if c.tag(k) in ("WP", "WDT")), n)
        return name[0], stop - 1
    near = c.noun_phrase_before(n)
    if near is None:
        return None
    first = near[0]
    relative = None
    while first > 0:
        word, tag = c.word(first - 1), c.tag(first - 1)
        if word in (",", ":", ";", "that", "but", "if", "though", "although", "because", "while", "as", "what") or c.is_dash(
            first - 1
        ):
            break
        if infinitives and word == "to":
            first -= 1
            continue
        if (
            word in OPENING_MARKS
            or word in CLOSING_MARKS
            or tag in ("-LRB-", "WRB", "MD", "VBD", "VBZ", "VBP", "CC", "TO", "WP", "WDT")
        ):
            if tag in ("WP", "WDT"):
                relative = first - 1
            break
        first -= 1
    if relative is not None:
        return near
    while first < near[0] and c.tag(first) in ("RB", "UH"):
        first += 1
    if c.tag(first) in ("IN", "VBG", "VBN", "JJR", "RBR") or any(
        is_verb(c.tokens[k]) and c.tag(k) not in ("VBG", "VBN", "VB" if infinitives else "") for k in range(first, near[0])
    ):
        return near
    last = near[1]
    while last > first and (c.word(last) in TIME_WORDS or c.word(last) in ("this", "last", "on", "in")):
        last -= 1
    return first, last


def source_right(c: Clause, first: int, limit: int | None = None) -> int:
    """Where a source ends that follows its cue, with titles and appositions: before a time, a quotation, a new clause."""
    end = c.end if limit is None else limit
    if c.tag(first) == "PRP":
        return first
    here = first
    while here + 1 <= end:
        nxt = here + 1
        word, tag = c.word(nxt), c.tag(nxt)
        if c.quoted[nxt] and not c.quoted[first] and (here - first > 1 or c.word(nxt) in OPENING_MARKS):
            break
        if word == ",":
            after, tag_after = c.word(nxt + 1), c.tag(nxt + 1)
            if after in TIME_WORDS | STOPS_SOURCE or tag_after in (
                "VBG",
                "VBD",
                "VBZ",
                "RB",
                "PRP",
                "``",
                "TO",
                "MD",
                "VBN",
                "WRB",
            ):
                break
            if tag_after == "IN" or (after in ("and", "but") and c.has_finite(nxt, end)) or nxt + 1 > end:
                break
        elif (
            (word in STOPS_SOURCE and not (word in ("to", "that") and _in_relative(c, nxt, first)))
            or (word in TIME_WORDS and tag != "NN" and word != "may")
            or tag == "WRB"
            or (
                tag == "IN"
                and (c.word(nxt + 1) in TIME_WORDS or word in ("during", "after", "before", "since", "because", "until"))
            )
            or (word in ("in", "at", "to", "on") and c.word(nxt + 1) in ("a", "an") and c.word(nxt + 2) in STATEMENTS)
            or word in (":", ";")
            or c.is_dash(nxt)
            or (is_finite(c.tokens[nxt]) and not _in_relative(c, nxt, first))
        ):
            break
        here = nxt
    while here > first and (
        c.word(here) in TIME_WORDS | {"last", "this", "and"} or (c.is_mark(here) and c.tag(here) != "-RRB-")
    ):
        here -= 1
    return here


def _in_relative(c: Clause, n: int, first: int) -> bool:
    """Whether a finite verb right of a name stands in a relative clause on it."""
    return any(c.tag(k) in ("WP", "WDT", "WRB") or c.word(k) == "that" for k in range(first, n))


def find_source(c: Clause, cue: Cue) -> tuple[Reach | None, Reach | None]:
    """Return a verb's source and, where it is a relative clause, the pronoun that stands for it."""
    n = cue.head
    before = cue.first - 1
    if before >= 0 and c.word(before) in RELATIVES and c.tag(before) in ("WP", "WDT", "IN"):
        left = before - 1
        while left >= 0 and c.word(left) == ",":
            left -= 1
        up = c.head(n)
        if c.tokens[n].dep_ == "acl:relcl" and 0 <= up < before:
            return holder_of(c, up) or full_name(c, up, before), (before, before)
        found = c.noun_phrase_before(left)
        return found or (before, before), (before, before)
    if (shown := _published(c, cue)) is not None:
        return shown, None
    finite = any(is_finite(c.tokens[k]) for k in range(cue.first, n + 1)) or c.tells(n)
    while before > 0 and c.tag(before) == "RB" and c.word(before) not in CLOSING_MARKS:
        before -= 1
    near = subject_before(c, before) if finite else None
    if (
        near is not None
        and c.word(near[0]) in ("a", "an")
        and near[1] - near[0] == 2
        and c.word(near[0] - 1) in (",", "”", '"')
    ):
        judged = c.tokens[near[0] + 1].lemma_.lower() in judged_nouns()
        if judged and c.tag(near[1]) == "NNP":
            return (near[1], near[1]), None  # "..., a claim Seoul rejects"
    at = subject(c, n)
    if at is not None and c.quoted[at] and not c.quoted[n]:
        at = None
    if at is not None and at < cue.first:
        own = at in c.children(n, "nsubj", "nsubj:outer")
        if c.word(at) in RELATIVES and c.tag(at) in ("WP", "WDT"):
            up = c.head(n)
            if near is not None and c.word(at) == "that" and (c.word(up) in TIME_WORDS or near[0] > at + 1):
                return near, None  # no pronoun: "said last March that Li had ..."
            if 0 <= up < at:
                return holder_of(c, up) or full_name(c, up, at), (at, at)
            return c.noun_phrase_before(at - 1) or (at, at), (at, at)
        if near is not None and not own and c.word(before) != ",":
            return near, None
        if near is not None and (c.word(at) in TIME_WORDS or c.word(at) in ("last", "next", "this")):
            return near, None
        if near is not None and own and c.word(near[0] - 1) == "and" and c.word(near[0] - 2) == ",":
            begin = full_name(c, at, cue.first)[0]
            if sum(c.word(k) == "," for k in range(begin, near[0])) == 1:  # "they met in Tunis, and Rabat said"
                return near, None
        if near is not None and own and c.word(before) == "," and near[0] <= at <= near[1]:
            return near, None
        reach = full_name(c, at, cue.first)
        if near is not None and own and near[1] >= at >= near[0]:
            fronted = c.tag(near[0] - 1) == "IN" or c.word(reach[0] - 1) == ","  # "At his request Japan agreed"
            reach = (reach[0] if fronted else min(reach[0], near[0]), max(reach[1], near[1]))
        return reach, None
    if near is not None:
        return near, None
    if at is None and c.tag(n) in ("VBG", "VB"):
        for k in range(cue.first - 1, -1, -1):
            if c.tokens[k].dep_ == "nsubj" and not c.quoted[k]:
                return full_name(c, k, cue.first), None
    if at is None and c.tag(n) in ("VBD", "VBN") and c.word(before) in ("and", "but") and not c.quoted[n]:
        for k in range(before):  # the parse lost the tie: the first subject of the sentence
            if c.tokens[k].dep_ == "nsubj" and not c.quoted[k] and c.head(k) < cue.first:
                return full_name(c, k, max(c.head(k), k + 1)), None
    return None, None


def _published(c: Clause, cue: Cue) -> Reach | None:
    """ "Figures that customs published in May show": data with a clause of their own before the verb."""
    if cue.word.act != "data" and cue.word.lemma not in word_lists("claim_words")["shown by data"]:
        return None
    nouns = source_nouns("data")
    for k in range(cue.first - 2, max(cue.first - 16, -1), -1):
        if c.word(k) in (",", ";", ":", "and", "but") or c.word(k) in OPENING_MARKS:
            return None
        if c.tokens[k].lemma_.lower() in nouns and c.tag(k) in NOUNS:
            verb = any(c.tag(j) in ("VBD", "VBZ", "VBP", "VBN") for j in range(k + 1, cue.first))
            then = c.word(k + 1) in ("that", "which") or c.tag(k + 1) in ("NNP", "DT", "VBN")
            before = c.noun_phrase_before(k)
            last = cue.first - 1
            while last > k and (c.word(last) in TIME_WORDS or c.word(last) in ("on", "in", "last", "this")):
                last -= 1
            return (before[0], last) if verb and then and before else None
    return None


def holder_of(c: Clause, n: int) -> Reach | None:
    """Who holds a view or put out a paper that "calls for", "sees" something: "they share a view that ..."."""
    if c.tokens[n].lemma_.lower() not in lexicon("reporting_nouns") and c.tokens[n].lemma_.lower() not in STATEMENTS | HELD:
        return None
    up = c.head(n)
    if c.tokens[n].dep_ != "obj" or up < 0 or not is_verb(c.tokens[up]) or c.tokens[up].lemma_ not in HOLDING:
        return None
    at = subject(c, up)
    if at is not None and at < up and c.word(at) in RELATIVES and c.tokens[up].dep_ in ("acl:relcl", "parataxis", "acl"):
        name = c.noun_phrase_before(at - 2 if c.word(at - 1) == "," else at - 1)
        if name is None:
            return None
        of = [k for k in range(name[0], name[1]) if c.word(k) == "of"]
        return (of[-1] + 1, name[1]) if of else name
    return full_name(c, at, up) if at is not None and at < up else None
