"""What stands right of a verb of saying: where its content begins, of which kind it is, and whether the verb takes it."""

from __future__ import annotations

from toolkit.claims.clauses import SUBORDINATORS, Clause
from toolkit.claims.cues import QUESTION_WORDS, TIME_WORDS, Cue, abstract_nouns, is_finite, is_verb, source_nouns
from toolkit.language import COMMON_NOUNS, NOMINAL, NOUNS, OPENING_MARKS
from toolkit.words import word_lists

CUTS = word_lists("claim_words")["cuts noun"]


def content_right(c: Clause, cue: Cue, after: int, limit: int) -> tuple[int, str] | None:
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
    if (
        speech
        and (c.word(step) in OPENING_MARKS or c.tag(step) == "``")
        and c.quoted[step]
        and (step == after or first in (":", ","))
    ):
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
        if not (first == "that" and c.tag(after) == "DT" and c.tag(after + 1) in COMMON_NOUNS and word.allows("noun")):
            return after, "clause"
        return after, "clause"
    asks = first in QUESTION_WORDS and tag in ("WRB", "WP") and limit > after + 1
    if word.allows("clause") and (asks or (first in QUESTION_WORDS and c.word(after + 1) == "to")):
        return after, "clause"
    if word.allows("infinitive", "raising") and first == "to" and is_infinitive(c, after):
        return after, "infinitive"
    if word.allows("infinitive") and first == "not" and c.word(after + 1) == "to":
        return after, "infinitive"
    if first in word.prepositions and tag in ("IN", "TO", "RP", "RB"):
        if first == "to" and is_infinitive(c, after):
            return None
        return after + 1, "preposition"
    named = word.allows("predicate") and first in OPENING_MARKS and c.quoted[after]  # "what he called “theft”"
    if named and not speech:
        return after, "predicate"
    if word.allows("raising"):
        if tag in ("JJ", "JJR", "VBN", "VBG") or first in ("like", "as"):
            return after, "raising"
        return None
    if tag == "VBG" and (word.allows("gerund") or (" " in word.lemma and word.allows("noun"))):
        return after, "gerund"
    if first == "what" and word.allows("noun"):
        return after, "noun"
    return _right_of_phrase(c, cue, after, limit)


def _right_of_phrase(c: Clause, cue: Cue, after: int, limit: int) -> tuple[int, str] | None:
    """As ``content_right``, where a phrase stands next: an addressee, an object, a clause without that."""
    word = cue.word
    # "in a statement that", "on the radio: ..."
    if word.allows("clause") and c.tag(after) in ("IN", "TO", "NN", "NNP"):
        for k in range(after + 1, min(after + 12, limit)):
            if c.word(k) in ("that", "whether") and c.tag(k) in ("IN", "WDT") and c.has_finite(k, limit) and not c.quoted[k]:
                if any(is_finite(c.tokens[j]) for j in range(after, k)):
                    break
                return k, "clause"
            if (c.word(k) in OPENING_MARKS and c.quoted[k]) or c.word(k) == ":":
                return (k + 1 if c.word(k) == ":" else k), "quote"
            if c.word(k) == "," and c.word(k + 1) in OPENING_MARKS:
                return k + 1, "quote"
            if is_verb(c.tokens[k]):
                break
    last = c.noun_phrase(after, limit)
    if last < after:
        bare = not word.allows("noun") or c.tag(after) in ("EX", "RB", "CC")
        if word.allows("clause") and bare and _finite_clause(c, after, limit):
            return after, "clause"
        return None
    nxt = c.after_adverbials(last + 1, limit)
    if word.allows("addressee"):
        if c.tag(nxt) == "IN" and word.allows("clause") and word.act != "accuse":  # "told envoys in Oslo on Monday that"
            k = nxt + 1
            while k < min(nxt + 12, limit) and (c.tag(k) in NOMINAL | {"IN"} and c.word(k) != "that"):
                k += 1
            if c.word(k) == "that" and c.has_finite(k, limit):
                return k, "clause"
        if c.word(nxt) == "that" or (c.word(nxt) in QUESTION_WORDS and c.has_finite(nxt, limit)):
            return nxt, "clause"
        if (c.word(nxt) in OPENING_MARKS and c.quoted[nxt]) or c.word(nxt) == ":":
            return (nxt + 1 if c.word(nxt) == ":" else nxt), "quote"
        if c.word(nxt) == "," and c.word(nxt + 1) in OPENING_MARKS and c.quoted[nxt + 1]:
            return nxt + 1, "quote"
        if c.word(nxt) in word.prepositions:
            return (after if word.act == "accuse" else nxt + 1), "preposition"
        if word.act == "accuse" and any(c.word(k) == "of" and c.tag(k + 1) == "VBG" for k in range(nxt, min(nxt + 16, limit))):
            return after, "clause"
        begins = c.tag(nxt) in ("PRP", "DT", "NNP", "NNS", "PRP$", "EX")
        if begins and word.lemma in ("tell", "remind", "assure", "ask") and c.has_finite(nxt, limit):
            return nxt, "clause"
    if word.allows("person-infinitive") and c.word(nxt) == "to" and is_infinitive(c, nxt):
        return after, "infinitive"
    if word.allows("person-infinitive") and c.word(nxt) == "not" and c.word(nxt + 1) == "to":
        return after, "infinitive"
    if word.allows("as") and _has_as(c, after, limit) and not ("matter" in word.objects and c.tag(last) in ("NNP", "PRP")):
        return after, "as"
    if word.allows("amount") and (at := _amount(c, after, limit)):
        return at, "amount"
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
        ["PRP", "DT", "NNP", "NNPS", "NNS", "NN", "PRP$", "EX", "JJ", "CD", "VBG", "POS", "PDT", "WP", "JJR", "JJS", "$", "``"]
    ) and c.word(first) not in OPENING_MARKS | {
        "too",
        "neither",
        "both",
        "in",
        "if",
        "at",
        "no",
        "on",
        "under",
        "because",
        "when",
        "while",
        "after",
        "as",
    }:
        return False
    if c.word(first) in ("nothing", "little", "something", "much"):
        return False
    barred = False
    for k in range(first, limit + 1):
        if k > first and (c.tag(k) in ("WDT", "WP", "WRB") or (c.word(k) in SUBORDINATORS and c.tag(k) in ("IN", "WDT"))):
            barred = True
        elif is_finite(c.tokens[k]):
            if k in c.cue_heads and c.word(k - 1) == "and":
                return False  # "promised help and said ..."
            if c.word(k - 1) == "," and not any(c.word(j) == "," for j in range(first, k - 1)):
                return False  # "..., X told reporters, has fallen"
            if not barred:
                return True
            barred = False
        elif c.word(k) in (",", ";") and k + 1 <= limit and c.word(k + 1) in ("and", "but"):
            return False
    return False


def is_infinitive(c: Clause, n: int) -> bool:
    """Whether the "to" at ``n`` opens an infinitive, adverbs between allowed."""
    for k in range(n + 1, min(n + 4, len(c.tokens))):
        if c.tag(k) == "VB" or is_verb(c.tokens[k]):
            return True
        if c.tag(k) not in ("RB", "``"):
            return False
    return False


def _amount(c: Clause, after: int, limit: int) -> int | None:
    """Where "the cost at $3 billion" begins, which "put" brings; None where no amount follows "at"."""
    for k in range(after + 1, min(after + 14, limit)):
        if c.word(k) == "at":
            return after if any(c.tag(j) in ("CD", "$") for j in range(k + 1, min(k + 4, limit + 1))) else None
        if is_finite(c.tokens[k]) or c.word(k) in (",", ";"):
            return None
    return None


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
    if c.tag(last) in ("DT", "PRP$"):  # "declared a “free” trade"
        return False
    if lemma not in ("call", "dub", "term", "label", "brand", "deem", "consider", "name", "declare", "think", "find"):
        return False
    if c.tag(after) == "PRP" or lemma in ("call", "dub", "deem", "term", "brand", "label"):
        return last > after or (
            (last < limit and c.tag(last + 1) in ("DT", "JJ", "``", "NN", "VBN", "PRP$")) or c.word(last + 1) in OPENING_MARKS
        )
    judged = last > after and c.tag(last) == "JJ" and c.tag(last - 1) in NOUNS  # "think the West weak"
    return judged or c.tag(last + 1) in ("DT", "JJ", "``")


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
    if "matter" in limits:
        return c.tag(head) not in ("NNP", "NNPS", "PRP") and lemma not in source_nouns()
    return lemma in limits


def noun_end(c: Clause, first: int, last: int) -> int:
    """Where content that is a noun phrase ends: before a comma that opens another clause, before a time at the end."""
    return without_time(c, first, _phrase_end(c, first, last))


def _phrase_end(c: Clause, first: int, last: int) -> int:
    for k in range(first + 1, last + 1):
        if c.quoted[k]:
            continue
        if (
            c.word(k) == ","
            and c.tag(k + 1) in ("VBG", "WDT", "WP", "WRB", "CC", "IN", "RB")
            and c.word(k + 1) not in ("and", "or")
        ):
            return k - 1
        if c.word(k) in ("—", "–", "--", ";"):
            return k - 1
        told = c.cue_heads.get(k + 1)  # "apologised for the delay, promised help and said ..."
        if c.word(k) in (",", "and") and told is not None and not told.noun and c.tag(k + 1) in ("VBD", "VBZ", "VBP", "VBN"):
            return k - 1
        if c.word(k) in (",", "and") and is_finite(c.tokens[min(k + 1, last)]):
            return k - 1
        if c.word(k) in CUTS and k > first + 1:
            return _before_span(c, first, k - 1)
    return last


def _before_span(c: Clause, first: int, last: int) -> int:
    """Leave out ", a year" before "after the war", which tells when and is no part of the content."""
    comma = next((k for k in range(last, max(last - 5, first), -1) if c.word(k) == ","), None)
    return comma - 1 if comma and all(c.tag(k) in ("DT", "CD", "JJ", "NN", "NNS") for k in range(comma + 1, last + 1)) else last


def before_clause(c: Clause, first: int, last: int) -> int:
    """Leave out a clause of the teller after "X as Y": "sees them as weak just as prices fall"."""
    for k in range(first + 2, last + 1):
        opens = c.word(k) in CUTS or (c.word(k) == "just" and c.word(k + 1) == "as")
        if opens and not c.quoted[k] and c.has_finite(k, last):
            return k - 1
    return last


def without_time(c: Clause, first: int, last: int) -> int:
    """Leave out a day or a month at the end, which says when it was said."""
    stop = last
    while (
        stop > first
        and not c.quoted[stop]
        and (
            (c.word(stop) in TIME_WORDS | {"last", "this", "next", "on", "in", "there"} and c.tag(stop) != "NN")
            or (is_year(c.word(stop)) and c.word(stop - 1) in TIME_WORDS | {"in"})
        )
    ):
        stop -= 1
    return stop


def is_year(word: str) -> bool:
    """Whether a word is a year as texts write it."""
    return len(word) == 4 and word.isdigit() and word[:2] in ("18", "19", "20")
