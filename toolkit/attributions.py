"""From a cue to who says it and what is said: the constructions, one function each."""

from __future__ import annotations

from typing import NamedTuple

from toolkit.clauses import CLOSING, NOMINAL, OPENING, STATEMENTS, Clause, Reach
from toolkit.cues import BE, HAVE, QUESTION_WORDS, TIME_WORDS, Cue, Word, abstract_nouns, is_finite, is_verb, lexicon

ACCORDING = Word("according to", "say", "certain", frozenset(), frozenset(), ())
COLON = Word(":", "say", "certain", frozenset(), frozenset(), ())
RELATIVES = frozenset(("who", "which", "that"))
_DATA_COPULA = frozenset("be".split())


class Attribution(NamedTuple):
    """Token positions in one sentence: who, by which words, what."""

    cue: Cue
    source: Reach | None
    content: tuple[Reach, ...]
    construction: str
    relative: Reach | None = None  # the relative pronoun that stands for the source


def attributions(clause: Clause) -> list[Attribution]:
    """Return what the cues of a sentence attribute, in order."""
    found: list[Attribution] = []
    for cue in clause.cues:
        if not cue.noun and _is_purpose(clause, cue):
            continue
        made = _of_noun(clause, cue) if cue.noun else _of_verb(clause, cue)
        if made is not None and all(last >= first for first, last in made.content):
            found.append(made)
    found += _according_to(clause)
    found.sort(key=lambda a: a.cue.first)
    return found


def _is_purpose(c: Clause, cue: Cue) -> bool:
    """Whether a cue is an infinitive that tells what for ("went there to discuss it"), which asserts nothing."""
    if c.tag(cue.head) != "VB" or c.tag(cue.first) != "TO":
        return False
    return c.tokens[max(cue.first - 1, 0)].lemma_ not in ("go", "continue", "come", "on", "begin", "start", "seem", "appear")


# --- verbs ----------------------------------------------------------------------


def _of_verb(c: Clause, cue: Cue) -> Attribution | None:
    word, n = cue.word, cue.head
    limit = c.limit(n)
    if cue.first == 0 and word.allows("clause", "speech") and is_finite(c.tokens[n]):  # "Said Ali: ..."
        last = _source_right(c, cue.last + 1)
        if c.word(last + 1) in (":", ",") and last > cue.last and last + 2 <= limit:
            return Attribution(cue, (cue.last + 1, last), ((last + 2, limit),), "inverted")
    if _is_passive(c, cue):
        return _passive(c, cue, limit)
    inverted = _inverted(c, cue)
    if inverted is not None:
        return inverted
    source, relative = find_source(c, cue)
    after = c.after_adverbials(cue.last + 1, limit)
    content = _right(c, cue, after, limit)
    if word.allows("raising"):
        if content is None:
            return None
        start, kind = content
        if kind == "infinitive" and start + 1 in c.cue_heads:
            return None  # "seems to think": the thinking is what counts
        reach = (start, c.trimmed(start, limit, cue))
        if source is None or c.word(source[0]) == "it" and kind == "clause":
            return Attribution(cue, None, (reach,), "raising")
        return Attribution(cue, None, (source, reach), "raising")
    if content is not None:
        start, kind = content
        if kind == "infinitive" and c.word(start - 1) == "not" and start - 1 > cue.last:
            start -= 1
        end = c.trimmed(start, limit, cue)
        if kind in ("noun", "preposition"):
            end = _noun_end(c, start, end)
        elif kind in ("predicate", "as"):
            end = _without_time(c, start, end)
        pieces: tuple[Reach, ...] = ((start, end),)
        if kind == "quote" and (left := _left(c, cue, source)) is not None and _is_split(c, left, cue, source):
            pieces = (left, *pieces)
        return Attribution(cue, source, pieces, kind, relative)
    if word.allows("clause", "speech") and relative is None:
        return _postposed(c, cue, source, limit)
    return None


def _right(c: Clause, cue: Cue, after: int, limit: int) -> tuple[int, str] | None:
    """Return where content right of a verb begins and of what kind it is, if the verb takes such."""
    word = cue.word
    if after > limit:
        return None
    first, tag = c.word(after), c.tag(after)
    speech = word.allows("clause", "speech")
    if word.lemma == "be convinced":
        return None
    # X said: "..."   X said, "..."   X said "..."
    step = after
    if first in (":", ",") and after < limit:
        step = after + 1
    if speech and (c.word(step) in OPENING or c.tag(step) == "``") and c.quoted[step] and (step == after or first in (":", ",")):
        if step == after and not _is_sentence_like(c, step, limit) and not word.allows("noun"):
            pass
        return step, "quote"
    if speech and first == ":" and after < limit and cue.last >= after - 6:
        return after + 1, "quote"
    if first == "," and not c.quoted[cue.head]:  # an aside: "said, on condition of anonymity, that ..."
        for k in range(after + 1, min(after + 14, limit)):
            if c.word(k) == ",":
                if c.word(k + 1) in ("that", "whether") and word.allows("clause"):
                    return k + 1, "clause"
                break
    if word.allows("clause") and first == "that" and after + 2 <= limit and (tag == "IN" or not word.allows("noun")):
        return after, "clause"
    if word.allows("clause") and (first == "that" or first in QUESTION_WORDS) and c.has_verb(after, limit):
        if not (first == "that" and c.tag(after) == "DT" and c.tag(after + 1) in ("NN", "NNS") and word.allows("noun")):
            return after, "clause"
        return after, "clause"
    if word.allows("clause") and first in QUESTION_WORDS and c.word(after + 1) == "to":
        return after, "clause"
    if word.allows("infinitive", "raising") and first == "to" and _infinitive(c, after):
        return after, "infinitive"
    if word.allows("infinitive") and first == "not" and c.word(after + 1) == "to":
        return after, "infinitive"
    if first in word.prepositions and tag in ("IN", "TO", "RP", "RB"):
        if first == "to" and _infinitive(c, after):
            return None
        return after + 1, "preposition"
    if word.allows("raising"):
        if tag in ("JJ", "JJR", "VBN", "VBG") or first in ("like", "as"):
            return after, "raising"
        return None
    if tag == "VBG" and (word.allows("gerund") or " " in word.lemma and word.allows("noun")):
        return after, "gerund"
    if first == "what" and word.allows("noun"):
        return after, "noun"
    return _right_of_phrase(c, cue, after, limit)


def _right_of_phrase(c: Clause, cue: Cue, after: int, limit: int) -> tuple[int, str] | None:
    """As ``_right``, where a phrase stands next: an addressee, an object, a clause without that."""
    word = cue.word
    # "in a statement that", "on the radio: ..."
    if word.allows("clause") and c.tag(after) in ("IN", "TO", "NN", "NNP"):
        for k in range(after + 1, min(after + 12, limit)):
            if c.word(k) in ("that", "whether") and c.tag(k) in ("IN", "WDT") and c.has_finite(k, limit) and not c.quoted[k]:
                if any(is_finite(c.tokens[j]) for j in range(after, k)):
                    break
                return k, "clause"
            if (c.word(k) in OPENING and c.quoted[k]) or c.word(k) == ":":
                return (k + 1 if c.word(k) == ":" else k), "quote"
            if c.word(k) == "," and c.word(k + 1) in OPENING:
                return k + 1, "quote"
            if is_verb(c.tokens[k]):
                break
    last = c.noun_phrase(after, limit)
    if last < after:
        if word.allows("clause") and not word.allows("noun") and _finite_clause(c, after, limit):
            return after, "clause"
        return None
    nxt = c.after_adverbials(last + 1, limit)
    if word.allows("addressee"):
        if c.word(nxt) == "that" or c.word(nxt) in QUESTION_WORDS and c.has_finite(nxt, limit):
            return nxt, "clause"
        if (c.word(nxt) in OPENING and c.quoted[nxt]) or c.word(nxt) == ":":
            return (nxt + 1 if c.word(nxt) == ":" else nxt), "quote"
        if c.word(nxt) == "," and c.word(nxt + 1) in OPENING and c.quoted[nxt + 1]:
            return nxt + 1, "quote"
        if c.word(nxt) in word.prepositions:
            return (after if word.act == "accuse" else nxt + 1), "preposition"
        if word.act == "accuse" and any(c.word(k) == "of" and c.tag(k + 1) == "VBG" for k in range(nxt, min(nxt + 16, limit))):
            return after, "clause"
        if c.tag(nxt) in ("PRP", "DT", "NNP", "NNS", "PRP$", "EX") and word.lemma in ("tell", "remind", "assure", "ask"):
            if c.has_finite(nxt, limit):
                return nxt, "clause"
    if word.allows("person-infinitive") and c.word(nxt) == "to" and _infinitive(c, nxt):
        return after, "infinitive"
    if word.allows("person-infinitive") and c.word(nxt) == "not" and c.word(nxt + 1) == "to":
        return after, "infinitive"
    if word.allows("as") and _has_as(c, after, limit):
        return after, "as"
    if word.allows("predicate") and _has_predicate(c, cue, after, last, limit):
        return after, "predicate"
    if word.allows("clause") and _finite_clause(c, after, limit):
        return after, "clause"
    if word.allows("noun") and _object_fits(c, cue, after, last):
        return after, "noun"
    return None


def _finite_clause(c: Clause, first: int, limit: int) -> bool:
    """Whether a clause without "that" begins here: a subject, and a finite verb that is not in a relative clause."""
    if c.tag(first) not in (
        "PRP DT NNP NNPS NNS NN PRP$ EX JJ CD VBG POS PDT WP JJR JJS $ ``".split()
    ) and c.word(first) not in OPENING | {"in", "if", "at", "no", "on", "under", "because", "when", "while", "after", "as"}:
        return False
    if c.word(first) in ("nothing", "little", "something", "much"):
        return False
    barred = False
    for k in range(first, limit + 1):
        if k > first and (c.tag(k) in ("WDT", "WP", "WRB") or c.word(k) in SUBORDINATORS and c.tag(k) in ("IN", "WDT")):
            barred = True
        elif is_finite(c.tokens[k]):
            if not barred:
                return True
            barred = False
        elif c.word(k) in (",", ";") and k + 1 <= limit and c.word(k + 1) in ("and", "but"):
            return False
    return False


def _infinitive(c: Clause, n: int) -> bool:
    for k in range(n + 1, min(n + 4, len(c.tokens))):
        if c.tag(k) == "VB" or is_verb(c.tokens[k]):
            return True
        if c.tag(k) not in ("RB", "``"):
            return False
    return False


def _has_as(c: Clause, after: int, limit: int) -> bool:
    for k in range(after + 1, min(after + 16, limit + 1)):
        if c.word(k) == "as" and c.word(k + 1) not in ("well", "of", "soon", "long"):
            return True
        if is_finite(c.tokens[k]):
            return False
    return False


def _has_predicate(c: Clause, cue: Cue, after: int, last: int, limit: int) -> bool:
    lemma = cue.word.lemma
    if c.children(cue.head, "xcomp"):
        return True
    if lemma not in ("call", "dub", "term", "label", "brand", "deem", "consider", "name", "declare", "think", "find"):
        return False
    if c.tag(after) == "PRP" or lemma in ("call", "dub", "deem", "term", "brand", "label"):
        return last > after or (last < limit and c.tag(last + 1) in ("DT", "JJ", "``", "NN", "VBN", "PRP$") or c.word(last + 1) in OPENING)
    return c.tag(last + 1) in ("DT", "JJ", "``")


def _object_fits(c: Clause, cue: Cue, first: int, last: int) -> bool:
    """Whether the object is what the verb needs to attribute a stand rather than an act."""
    limits = cue.word.objects
    if not limits:
        return True
    head = last
    for k in range(first, last + 1):
        if c.word(k) == "of" and k > first:
            head = k - 1
            break
    lemma = c.tokens[head].lemma_.lower()
    if "person" in limits and (c.tag(head) in ("NNP", "NNPS", "PRP") or lemma in abstract_nouns()):
        return True
    if "abstract" in limits and lemma in abstract_nouns():
        return True
    return lemma in limits


def _is_sentence_like(c: Clause, first: int, limit: int) -> bool:
    return c.has_finite(first, limit)


def _noun_end(c: Clause, first: int, last: int) -> int:
    """Where content that is a noun phrase ends: before a comma that opens another clause, before a time at the end."""
    for k in range(first + 1, last + 1):
        if c.quoted[k]:
            continue
        if c.word(k) == "," and c.tag(k + 1) in ("VBG", "WDT", "WP", "WRB", "CC", "IN", "RB") and c.word(k + 1) not in ("and", "or"):
            return k - 1
        if c.word(k) in ("—", "–", "--", ";"):
            return k - 1
        if c.word(k) in (",", "and") and is_finite(c.tokens[min(k + 1, last)]):
            return k - 1
        if c.word(k) in CUTS and k > first + 1:
            return k - 1
    return _without_time(c, first, last)


def _without_time(c: Clause, first: int, last: int) -> int:
    """Leave out a day or a month at the end, which says when it was said."""
    stop = last
    while stop > first and not c.quoted[stop] and c.word(stop) in TIME_WORDS | {"last", "this", "next", "on", "in"} and c.tag(stop) != "NN":
        stop -= 1
    return stop


CUTS = frozenset("while whereas although though because when after before during".split())


# --- content before the cue -------------------------------------------------------


def _left(c: Clause, cue: Cue, source: Reach | None) -> Reach | None:
    """Return the content that stands before "X said": up to the comma or the closing mark."""
    edge = min(cue.first, source[0] if source and source[0] < cue.first else cue.first)
    last = edge - 1
    while last >= 0 and ((c.tag(last) in ("RB", "CC") or c.word(last) == "as") and c.word(last) not in CLOSING) and not c.quoted[last]:
        last -= 1
    if c.quoted[cue.head] and (c.word(last) != "," or not c.quoted[last]):
        return None
    if last >= 0 and c.is_dash(last) and not c.quoted[last] and not c.quoted[max(last - 1, 0)]:
        return None
    if last < 0 or not (c.word(last) == "," or c.is_dash(last) or c.word(last) in CLOSING or c.tag(last) == "''" or c.quoted[last]):
        return None
    if (c.word(last) == "," or c.is_dash(last)) and not c.quoted[last]:
        last -= 1
    first = 0
    if c.quoted[cue.head]:
        first = last
        while first > 0 and c.quoted[first - 1]:
            first -= 1
    for other in c.cues:  # "..., she said, and ..., he added": begin after an earlier cue that closes
        if not other.noun and other.last < last and (stop := _closing_cue(c, other)) is not None and stop < last:
            first = max(first, stop + 1)
    while first < last and (c.word(first) in (",", "and", "but", ".", ";") or c.tokens[first].is_punct and c.word(first) not in OPENING):
        first += 1
    return (first, last) if last >= first else None


def _closing_cue(c: Clause, cue: Cue) -> int | None:
    """Where a cue clause set off by commas ends ("..., she said,")."""
    after = cue.last + 1
    if not cue.word.allows("clause", "speech"):
        return None
    for k in range(after, min(after + 6, len(c.tokens))):
        if c.word(k) in (",", "."):
            before = cue.first - 1
            while before >= 0 and c.tag(before) in ("PRP", "NNP", "NNS", "NN", "DT", "JJ", "NNPS", "PRP$", "POS"):
                before -= 1
            if before >= 0 and (c.word(before) == "," or c.word(before) in CLOSING):
                return k
            return None
        if is_verb(c.tokens[k]):
            return None
    return None


def _is_split(c: Clause, left: Reach, cue: Cue, source: Reach | None) -> bool:
    """Whether the words before "X said" belong to what is said, and not to when and where."""
    return c.quoted[left[1]] or (c.has_finite(*left) and c.tag(left[0]) not in ("IN", "WRB", "RB", "VBG", "VBN", "CC"))


def _postposed(c: Clause, cue: Cue, source: Reach | None, limit: int) -> Attribution | None:
    """"..., X said" and "..., X said, ...": the content stands before, or on both sides."""
    left = _left(c, cue, source)
    if left is None and source is not None and source[0] <= 1 and c.word(0) in ("as", "like"):
        after = c.after_adverbials(cue.last + 1, limit)  # "As X explained, ..."
        if c.word(after) == "," and after + 1 < c.end:
            return Attribution(cue, source, ((after + 1, c.trimmed(after + 1, c.end, cue)),), "postposed")
    if left is None:
        return None
    if not c.has_verb(*left) and not c.quoted[left[1]] and left[1] - left[0] < 1:
        return None
    if source is None and c.tag(cue.head) in ("VBG", "VBN", "VB"):
        return None
    if c.tag(cue.head) in ("VBG", "VB"):
        return None
    if source is not None and source[0] > cue.head:
        return None
    after = c.after_adverbials(cue.last + 1, limit)
    pieces: list[Reach] = [left]
    if after <= c.end and c.word(after) == "," and after + 1 <= limit and not c.quoted[cue.head]:
        nxt = c.cue_heads.get(after + 1)
        if nxt is None and c.word(after + 1) not in ("and", "but", "as", "while", "citing") and c.tag(after + 1) not in ("VBG",):
            rest = (after + 1, c.trimmed(after + 1, c.end, cue))
            if not c.has_finite(*left) or rest[1] - rest[0] >= 2:
                pieces.append(rest)
    elif not c.has_verb(*left) and not c.quoted[left[1]]:
        return None
    return Attribution(cue, source, tuple(pieces), "postposed")


def _inverted(c: Clause, cue: Cue) -> Attribution | None:
    """"...," said X: the subject follows the verb."""
    if not cue.word.allows("clause", "speech") or not c.tells(cue.head) or c.quoted[cue.head]:
        return None
    before = cue.first - 1
    if before < 0 or not (c.word(before) in (",", "—", "–") or c.word(before) in CLOSING or c.tag(before) == "''"):
        return None
    first = cue.last + 1
    if c.word(first) in TIME_WORDS:
        return None
    if c.tag(first) == "PRP" or c.tag(first) not in ("NNP", "NNPS", "NN", "NNS", "DT", "JJ", "PRP$", "CD"):
        if c.tag(first) != "PRP":
            return None
    if any(is_finite(c.tokens[k]) for k in c.children(cue.head, "ccomp") if k > cue.head):
        if not c.quoted[before] and c.word(before) not in CLOSING:
            return None
    if c.tag(first) == "PRP" and (c.word(first) in ("me", "us", "him", "her", "them") or c.has_finite(first, min(first + 3, c.end))):
        return None
    own = [k for k in c.children(cue.head, "nsubj") if k < cue.head]
    if own and not (c.quoted[own[-1]]) and c.word(before) not in CLOSING:
        return None
    last = _source_right(c, first)
    left = _left(c, cue, None)
    if left is None or not (c.has_verb(*left) or c.quoted[left[1]]):
        return None
    pieces: list[Reach] = [left]
    nxt = last + 1
    while nxt <= c.end and (c.word(nxt) == "," or c.tag(nxt) in ("RB",) or c.word(nxt) in TIME_WORDS | {"on"}):
        nxt += 1
    if nxt <= c.end and c.word(nxt) in OPENING and c.quoted[nxt]:
        pieces.append((nxt, c.end))
    return Attribution(cue, (first, last), tuple(pieces), "inverted")


def _source_right(c: Clause, first: int, limit: int | None = None) -> int:
    """Where a source ends that follows its cue, with titles and appositions: before a time, a quotation, a new clause."""
    end = c.end if limit is None else limit
    if c.tag(first) == "PRP":
        return first
    here = first
    while here + 1 <= end:
        nxt = here + 1
        word, tag = c.word(nxt), c.tag(nxt)
        if c.quoted[nxt] and not c.quoted[first] and (here - first > 1 or c.word(nxt) in OPENING):
            break
        if word == ",":
            after, tag_after = c.word(nxt + 1), c.tag(nxt + 1)
            if after in TIME_WORDS | STOPS_SOURCE or tag_after in ("VBG", "VBD", "VBZ", "RB", "PRP", "``", "TO", "MD", "VBN", "WRB"):
                break
            if tag_after == "IN" or (after in ("and", "but") and c.has_finite(nxt, end)) or nxt + 1 > end:
                break
        elif word in STOPS_SOURCE or (word in TIME_WORDS and tag != "NN" and word != "may") or tag == "WRB":
            break
        elif tag == "IN" and (c.word(nxt + 1) in TIME_WORDS or word in ("during", "after", "before", "since", "because", "until")):
            break
        elif word in ("in", "at", "to", "on") and c.word(nxt + 1) in ("a", "an") and c.word(nxt + 2) in STATEMENTS:
            break
        elif word in (":", ";") or c.is_dash(nxt) or (is_finite(c.tokens[nxt]) and not _in_relative(c, nxt, first)):
            break
        here = nxt
    while here > first and (c.word(here) in TIME_WORDS | {"last", "this", "and"} or c.tokens[here].is_punct and c.tag(here) != "-RRB-"):
        here -= 1
    return here


STOPS_SOURCE = frozenset("adding saying noting according as when while citing referring to that".split())


def _in_relative(c: Clause, n: int, first: int) -> bool:
    """Whether a finite verb right of a name stands in a relative clause on it."""
    return any(c.tag(k) in ("WP", "WDT", "WRB") or c.word(k) == "that" for k in range(first, n))


# --- passives ---------------------------------------------------------------------


def _is_passive(c: Clause, cue: Cue) -> bool:
    if cue.head == 0 and cue.word.act == "ask" and c.tag(0) in ("VBD", "VBN"):
        return True  # "Asked about the vote, she ..."
    if c.tag(cue.head) != "VBN":
        return False
    if c.children(cue.head, "aux:pass", "nsubj:pass"):
        return True
    for k in range(cue.head - 1, max(cue.head - 6, -1), -1):
        if c.word(k) in BE or c.word(k) in ("get", "gets", "got", "getting"):
            return c.tag(k) != "POS"
        if c.word(k) in HAVE:
            return False
        if not (c.tag(k) in ("RB", "VBN", "MD") or c.word(k) in ("n't", "not")):
            break
    if cue.head == 0 or (c.word(cue.last + 1) == "by" and c.tag(cue.last + 2) != "VBG"):
        return True
    following = c.word(cue.last + 1)
    if not any(is_finite(c.tokens[k]) for k in range(cue.head)) and c.subject_before(cue.first - 1) is not None:
        nxt = next((k for k in range(cue.head + 1, len(c.tokens)) if is_finite(c.tokens[k])), None)
        if nxt is None or any(c.tag(k) in ("WP", "WDT", "WRB", "CC") or c.word(k) in SUBORDINATORS for k in range(cue.head + 1, nxt)):
            return False
    if following in ("that", ":") or following in OPENING:
        return False
    if c.tokens[cue.head].dep_ in ("ROOT", "conj", "ccomp", "parataxis") and not c.children(cue.head, "nsubj:pass"):
        return False
    return any(is_finite(c.tokens[k]) for k in range(len(c.tokens)) if k != cue.head)


def _agent(c: Clause, cue: Cue, limit: int) -> tuple[Reach, int] | None:
    """Return the agent after "by" and where the "by" stands."""
    for k in range(cue.last + 1, min(cue.last + 14, limit + 1)):
        if c.word(k) == "by" and c.tag(k + 1) not in ("VBG",):
            last = _agent_end(c, k + 1, limit)
            return ((k + 1, last), k)
        if is_finite(c.tokens[k]) or c.word(k) in (",", ":") :
            break
    return None


def _agent_end(c: Clause, first: int, limit: int) -> int:
    begin = first
    while c.tag(begin) in ("RB", "RBR") and begin < limit:
        begin += 1
    last = max(c.noun_phrase(begin, limit), first)
    if c.word(last + 1) in ("of", "at", "in", "from") and (more := c.noun_phrase(last + 2, limit)) > last + 1:
        last = more
    return last


def _passive(c: Clause, cue: Cue, limit: int) -> Attribution | None:
    word, n = cue.word, cue.head
    agent = _agent(c, cue, limit)
    source = agent[0] if agent else None
    subject = _passive_subject(c, cue)
    after = c.after_adverbials(cue.last + 1, limit)
    first = c.word(after)
    if first == "to" and _infinitive(c, after):
        if not word.allows("passive-infinitive", "person-infinitive"):
            return None
        reach = (after, c.trimmed(after, limit, cue))
        if c.word(subject[0]) == "it" if subject else False:
            subject = None
        return Attribution(cue, source, (subject, reach) if subject else (reach,), "passive")
    if word.allows("clause") and (first == "that" or first in QUESTION_WORDS) and c.has_finite(after, limit):
        return Attribution(cue, source, ((after, c.trimmed(after, limit, cue)),), "passive")
    if first in word.prepositions:
        reach = (after + 1 if word.act == "ask" else after, c.trimmed(after, limit, cue))
        if word.act == "ask":
            return Attribution(cue, source, (reach,), "passive")
        return Attribution(cue, source, (subject, reach) if subject else (reach,), "passive")
    if first == "as" and word.allows("as"):
        reach = (after, c.trimmed(after, limit, cue))
        return Attribution(cue, source, (subject, reach) if subject else (reach,), "passive")
    if subject is None:
        return None
    if word.allows("predicate") and not agent and after <= limit and (c.tag(after) in ("DT", "JJ", "``", "NNP") or first in OPENING):
        return Attribution(cue, source, (subject, (after, c.trimmed(after, limit, cue))), "passive")
    if not word.allows("noun", "clause"):
        return None
    if agent or word.allows("noun"):
        if word.objects and not agent:
            return None
        if agent is None and word.act in ("say", "data", "believe", "promise", "predict"):
            return None
        return Attribution(cue, source, (subject,), "passive")
    return None


def _passive_subject(c: Clause, cue: Cue) -> Reach | None:
    n = cue.head
    subjects = c.children(n, "nsubj:pass", "nsubj")
    if not subjects and c.tokens[n].dep_ == "conj":
        up = c.head(n)
        subjects = c.children(up, "nsubj:pass", "nsubj") if up >= 0 else []
    near = c.subject_before(cue.first - 1, infinitives=True)
    if subjects and subjects[-1] < cue.first:
        reach = c.full_name(subjects[-1], cue.first)
        if near is not None and near[0] <= reach[0] and near[1] >= reach[1]:
            return near
        return reach
    if near is not None and c.tokens[n].dep_ != "acl":
        return near
    up = c.head(n)
    if c.tokens[n].dep_ == "acl" and 0 <= up < n:  # "the plan rejected by"
        return c.full_name(up, cue.first)
    return c.noun_phrase_before(cue.first - 1)


# --- sources ----------------------------------------------------------------------


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
            return _holder_of(c, up) or c.full_name(up, before), (before, before)
        found = c.noun_phrase_before(left)
        return found or (before, before), (before, before)
    finite = any(is_finite(c.tokens[k]) for k in range(cue.first, n + 1)) or c.tells(n)
    while before > 0 and c.tag(before) == "RB" and c.word(before) not in CLOSING:
        before -= 1
    near = c.subject_before(before) if finite else None
    at = c.subject(n)
    if at is not None and at < cue.first:
        own = at in c.children(n, "nsubj", "nsubj:outer")
        if c.word(at) in RELATIVES and c.tag(at) in ("WP", "WDT"):
            up = c.head(n)
            if 0 <= up < at:
                return _holder_of(c, up) or c.full_name(up, at), (at, at)
            return c.noun_phrase_before(at - 1) or (at, at), (at, at)
        if near is not None and not own and c.word(before) != ",":
            return near, None
        if near is not None and own and c.word(before) == "," and near[0] <= at <= near[1]:
            return near, None
        reach = c.full_name(at, cue.first)
        if near is not None and own and near[1] >= at >= near[0]:
            fronted = c.tag(near[0] - 1) == "IN" or c.word(reach[0] - 1) == ","  # "At his request Japan agreed"
            reach = (reach[0] if fronted else min(reach[0], near[0]), max(reach[1], near[1]))
        return reach, None
    if near is not None:
        return near, None
    if at is None and c.tag(n) in ("VBG", "VB"):
        for k in range(cue.first - 1, -1, -1):
            if c.tokens[k].dep_ == "nsubj" and not c.quoted[k]:
                return c.full_name(k, cue.first), None
    return None, None


def _holder_of(c: Clause, n: int) -> Reach | None:
    """Who holds a view or put out a paper that "calls for", "sees" something: "they share a view that ..."."""
    if c.tokens[n].lemma_.lower() not in lexicon("reporting_nouns") and c.tokens[n].lemma_.lower() not in STATEMENTS | HELD:
        return None
    up = c.head(n)
    if c.tokens[n].dep_ != "obj" or up < 0 or not is_verb(c.tokens[up]) or c.tokens[up].lemma_ not in HOLDING:
        return None
    at = c.subject(up)
    if at is not None and at < up and c.word(at) in RELATIVES and c.tokens[up].dep_ in ("acl:relcl", "parataxis", "acl"):
        name = c.noun_phrase_before(at - 2 if c.word(at - 1) == "," else at - 1)
        if name is None:
            return None
        of = [k for k in range(name[0], name[1]) if c.word(k) == "of"]
        return (of[-1] + 1, name[1]) if of else name
    return c.full_name(at, up) if at is not None and at < up else None


HELD = frozenset("formula policy law bill strategy doctrine vision roadmap draft text programme program manifesto pact".split())
HOLDING = frozenset(
    "share have hold put issue publish write sign present release propose unveil circulate send post adopt make take "
    "express voice repeat reiterate offer give announce deliver draft table submit back".split()
)


# --- nouns, according to -------------------------------------------------------------


def _of_noun(c: Clause, cue: Cue) -> Attribution | None:
    """"his claim that ...", "support for ...", "a statement by X that ..."."""
    word, n = cue.word, cue.head
    limit = c.limit(n)
    after = n + 1
    source: Reach | None = None
    owners = [k for k in c.children(n, "nmod:poss") if k < n]
    if owners:
        source = _without_possessive(c, c.full_name(owners[-1], n))
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
    if word.allows("infinitive") and c.word(after) == "to" and _infinitive(c, after):
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
    at = c.subject(up)
    return c.full_name(at, up) if at is not None and at < up else None


def _nominal_end(c: Clause, cue: Cue, first: int, limit: int) -> int:
    """Where the content of a noun ends: with its phrase, before the main verb."""
    clause = c.word(first) == "that"
    told = 0
    joined = False
    for k in range(first, limit + 1):
        word, tag = c.word(k), c.tag(k)
        if is_finite(c.tokens[k]) and not c.quoted[k]:
            if (not clause or told) and not joined and c.tag(k - 1) not in ("MD", "RB"):
                return c.trimmed(first, _back_over(c, k - 1, first), cue)
            told += 1
            joined = False
        elif tag in ("WP", "WDT", "WRB", "CC", "IN") and (tag != "IN" or word in SUBORDINATORS) or word in (",", ";"):
            joined = True
    return c.trimmed(first, limit, cue)


SUBORDINATORS = frozenset("that if because while although though when after before since unless whereas as until than".split())


def _back_over(c: Clause, last: int, first: int) -> int:
    while last > first and (c.tag(last) in ("RB", "MD") or c.word(last) in (",", "and", "but")):
        last -= 1
    return last


def _according_to(c: Clause) -> list[Attribution]:
    """"..., according to X" and "According to X, ..."."""
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
            while left > 0 and c.tokens[left].is_punct and c.word(left) not in CLOSING:
                left -= 1
            first = 0
            for other in c.cues:
                stop = _closing_cue(c, other) if not other.noun else None
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
            while begin <= c.end and c.tokens[begin].is_punct and c.word(begin) not in OPENING:
                begin += 1
            if begin > c.end:
                continue
            pieces.append((begin, c.trimmed(begin, c.end, cue)))
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
            if nxt > here and c.word(nxt + 1) == "," and c.tag(here + 1) in ("DT", "PRP$", "NN"):
                last, here = nxt, nxt + 1
                continue
            break
        if word == "," and c.tag(here + 1) not in ("DT", "NNP", "NN", "WDT", "WP"):
            break
        if word in (";", "—", "–", "--", ":") or (is_finite(c.tokens[here]) and word not in CLOSING and c.tag(here - 1) not in ("WDT", "WP")):
            break
        if word == "and" and c.has_finite(here, c.end):
            break
        last = here
        here += 1
    while last > first and c.tokens[last].is_punct and c.tag(last) != "-RRB-":
        last -= 1
    return last
