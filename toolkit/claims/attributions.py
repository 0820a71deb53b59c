"""From a sentence to who says what in it: the constructions of verbs, and those of the other modules put together."""

from __future__ import annotations

from toolkit.claims.clauses import Attribution, Clause, Reach
from toolkit.claims.contents import before_clause, content_right, noun_end, without_time
from toolkit.claims.cues import TIME_WORDS, Cue, is_finite, judged_nouns
from toolkit.claims.nominals import according_to, closing_cue, of_noun
from toolkit.claims.passives import is_listed, is_passive, passive
from toolkit.claims.reaches import limit_of, trimmed
from toolkit.claims.subjects import find_source, source_right
from toolkit.language import CLOSING_MARKS, OPENING_MARKS
from toolkit.words import word_lists

LIGHT = word_lists("claim_words")["light"]
NEVER_INVERTED = word_lists("claim_words")["never inverted"]


def attributions(clause: Clause) -> list[Attribution]:
    """Return what the cues of a sentence attribute, in order."""
    found: list[Attribution] = []
    for cue in clause.cues:
        if not cue.noun and _is_purpose(clause, cue):
            continue
        made = of_noun(clause, cue) if cue.noun else _of_verb(clause, cue)
        if made is not None and all(last >= first for first, last in made.content):
            source = _with_neither(clause, _after_time(clause, _after_colon(clause, made.source)))
            found.append(made._replace(source=source))
    found = _one_teller(clause, [m for m in found if not (_is_source(m, found) or _is_held(m, found))]) + according_to(clause)
    found.sort(key=lambda a: a.cue.first)
    return found


def _is_held(verb: Attribution, found: list[Attribution]) -> bool:
    """Whether a verb only holds a noun that attributes more closely: "voiced concern over", "repeated its demand that"."""
    if verb.cue.noun or verb.cue.word.lemma not in LIGHT or len(verb.content) != 1:
        return False
    return any(o.cue.noun and verb.cue.last < o.cue.head <= verb.cue.last + 3 for o in found)


def _is_source(noun: Attribution, found: list[Attribution]) -> bool:
    """Whether a noun is who says, and what follows it no content: "the report that he wrote showed"."""
    return noun.cue.noun and any(
        other.source is not None
        and other.source[0] <= noun.cue.head <= other.source[1]
        and any(first <= other.cue.head <= last for first, last in noun.content)
        for other in found
    )


def _one_teller(c: Clause, found: list[Attribution]) -> list[Attribution]:
    """Let a list of verbs share its subject: "Ghana deplored the delay, promised help and said ..."."""
    out: list[Attribution] = []
    for made in found:
        source = made.source
        for other in reversed(out):
            if other.source is None or made.cue.noun or other.cue.noun or other.construction == "passive":
                continue
            if (
                source is None
                and c.word(made.cue.first - 1) in (",", "and", "but")
                and c.tag(made.cue.head) in ("VBD", "VBN", "VBZ")
            ) or (source and source[0] == other.source[0] and source[0] < other.cue.head <= source[1] and not other.relative):
                source = other.source
            elif source and any(
                begin <= source[0] <= last < made.cue.first <= last + 2 and c.word(last + 1) == "and"
                for begin, last in other.content
            ):
                source = other.source  # "denied that Peru had sold arms and said ...", where the content was cut
        out.append(made._replace(source=source))
    return out


def _after_colon(c: Clause, source: Reach | None) -> Reach | None:
    """Leave out of a source what stands before a colon in it ("The harvest is smaller: ministers said ...")."""
    colons = [k for k in range(source[0], source[1]) if c.word(k) == ":"] if source else []
    return (colons[-1] + 1, source[1]) if source and colons else source


def _after_time(c: Clause, source: Reach | None) -> Reach | None:
    """Leave out the month or day that a name follows ("in May Quito said")."""
    timed = source is not None and source[1] > source[0] and c.word(source[0]) in TIME_WORDS and c.tag(source[0]) == "NNP"
    return (source[0] + 1, source[1]) if source and timed and c.tag(source[0] - 1) == "IN" else source


def _with_neither(c: Clause, source: Reach | None) -> Reach | None:
    """Take "neither" with "Peru nor Chile", so that the source reads as it stands and the saying as negated."""
    if source is None or c.tag(source[0]) == "PRP":
        return source
    reach = [k for k in range(max(source[0] - 8, 0), source[0] + 1) if c.word(k) == "neither"]
    joined = any(c.word(k) == "nor" for k in range(source[0] - 1, source[1]))
    return (reach[-1], source[1]) if reach and (joined or reach[-1] == source[0] - 1) else source


def _is_purpose(c: Clause, cue: Cue) -> bool:
    """Whether a cue is an infinitive that tells what for ("went there to discuss it"), which asserts nothing."""
    if c.tag(cue.head) == "VBG" and c.tag(cue.first - 1) == "IN" and cue.word.act in ("praise", "promise", "believe"):
        return True  # "accused of supporting the rebels"
    if c.tag(cue.head) != "VB" or c.tag(cue.first) != "TO":
        return False
    return c.tokens[max(cue.first - 1, 0)].lemma_ not in ("go", "continue", "come", "on", "begin", "start", "seem", "appear")


def _of_verb(c: Clause, cue: Cue) -> Attribution | None:
    word, n = cue.word, cue.head
    limit = limit_of(c, n)
    if cue.first == 0 and word.allows("clause", "speech") and is_finite(c.tokens[n]):  # "Said Ali: ..."
        last = source_right(c, cue.last + 1)
        if c.word(last + 1) in (":", ",") and last > cue.last and last + 2 <= limit:
            return Attribution(cue, (cue.last + 1, last), ((last + 2, limit),), "inverted")
    if is_passive(c, cue):
        return passive(c, cue, limit)
    inverted = _inverted(c, cue)
    if inverted is not None:
        return inverted
    source, relative = find_source(c, cue)
    after = c.after_adverbials(cue.last + 1, limit)
    content = content_right(c, cue, after, limit)
    if word.allows("raising"):
        if content is None:
            return None
        start, kind = content
        if kind == "infinitive" and start + 1 in c.cue_heads:
            return None  # "seems to think": the thinking is what counts
        reach = (start, trimmed(c, start, limit, cue))
        if source is None or (c.word(source[0]) == "it" and kind == "clause"):
            return Attribution(cue, None, (reach,), "raising")
        return Attribution(cue, None, (source, reach), "raising")
    if content is not None:
        start, kind = content
        if kind == "infinitive" and c.word(start - 1) == "not" and start - 1 > cue.last:
            start -= 1
        end = trimmed(c, start, limit, cue)
        if kind in ("noun", "preposition"):
            end = noun_end(c, start, end)
        elif kind in ("predicate", "as"):
            end = without_time(c, start, before_clause(c, start, end))
        if kind == "infinitive" and word.act in ("ask", "say", "warn") and word.allows("person-infinitive"):
            cue = cue._replace(word=word._replace(act="demand"))  # asked, told, warned somebody to do
        pieces: tuple[Reach, ...] = ((start, end),)
        if c.tag(start) == "JJ" and source and word.allows("predicate") and c.word(source[0] - 1) in ("which", "that"):
            named = c.noun_phrase_before(source[0] - (3 if c.word(source[0] - 2) == "," else 2))
            pieces = (named, *pieces) if named else pieces  # "the deal, which Tripoli has called illegal,"
        if kind == "quote" and (left := _left(c, cue, source)) is not None and _is_split(c, left, cue, source):
            pieces = (left, *pieces)
        return Attribution(cue, source, pieces, kind, relative)
    if source is not None and (meant := _object_relative(c, cue, source, after)) is not None:
        return Attribution(cue, source, (meant,), "relative")
    if word.allows("clause", "speech") and relative is None:
        return _postposed(c, cue, source, limit)
    return None


def _object_relative(c: Clause, cue: Cue, source: Reach, after: int) -> Reach | None:
    """ "a charge that Tehran denies", "Delhi accused him of lying, which he rejects": what the pronoun stands for."""
    closes = after > c.end or c.is_mark(after) or c.tag(after) in ("IN", "CC")
    if not closes or source[1] > cue.first or not cue.word.allows("noun") or cue.word.allows("speech"):
        return None
    if cue.word.act not in ("deny", "praise", "criticise", "demand", "promise"):
        return None
    pronoun = source[0] - 1
    if c.word(pronoun) not in ("which", "that") or c.tag(pronoun) not in ("WDT", "IN"):
        bare = c.word(pronoun - 1) in ("a", "an") and c.word(pronoun - 2) in (",", "”", '"')
        return (pronoun - 1, pronoun) if bare and c.tokens[pronoun].lemma_.lower() in judged_nouns() else None
    comma = c.word(pronoun - 1) == ","
    told = [o for o in c.cues if not o.noun and o.last < pronoun - 1] if comma else []
    if told and cue.word.act in ("deny", "praise", "criticise"):
        said = find_source(c, told[0])[0]
        return (min(said[0], told[0].first) if said else told[0].first), pronoun - 2
    return c.noun_phrase_before(pronoun - 2 if comma else pronoun - 1)


def _postposed(c: Clause, cue: Cue, source: Reach | None, limit: int) -> Attribution | None:
    """ "..., X said" and "..., X said, ...": the content stands before, or on both sides."""
    left = _left(c, cue, source)
    if left is None and source is not None and source[0] <= 1 and c.word(0) in ("as", "like"):
        after = c.after_adverbials(cue.last + 1, limit)  # "As X explained, ..."
        if c.word(after) == "," and after + 1 < c.end:
            return Attribution(cue, source, ((after + 1, trimmed(c, after + 1, c.end, cue)),), "postposed")
    if left is None:
        return None
    if c.tokens[cue.head].dep_ == "parataxis" and not c.quoted[cue.head]:
        limit = c.end  # "The museum, she said, would open."
    goes_on = c.word(cue.last + 1) == "," and c.has_finite(cue.last + 1, limit)
    if not c.has_verb(*left) and not c.quoted[left[1]] and left[1] - left[0] < 1 and not goes_on:
        return None
    if source is None and c.tag(cue.head) in ("VBG", "VBN", "VB"):
        return None
    if c.tag(cue.head) == "VBG" or not c.tells(cue.head):
        return None
    if c.word(cue.last + 1) in ("them", "him", "it", "us") and not cue.word.allows("addressee"):
        return None  # "..., but few believe them"
    if source is not None and source[0] > cue.head:
        return None
    after = c.after_adverbials(cue.last + 1, limit)
    if cue.word.allows("addressee") and after <= limit and (told := c.noun_phrase(after, limit)) >= after:
        after = c.after_adverbials(told + 1, limit)  # "..., X told reporters, ..."
    pieces: list[Reach] = [left]
    if after <= c.end and c.word(after) == "," and after + 1 <= limit and not c.quoted[cue.head]:
        nxt = c.cue_heads.get(after + 1)
        if (
            nxt is None
            and c.word(after + 1) not in ("and", "but", "as", "while", "citing")
            and c.tag(after + 1) not in ("VBG",)
        ):
            rest = (after + 1, trimmed(c, after + 1, c.end, cue))
            if not c.has_finite(*left) or rest[1] - rest[0] >= 2:
                pieces.append(rest)
    elif not c.has_verb(*left) and not c.quoted[left[1]]:
        return None
    return Attribution(cue, source, tuple(pieces), "postposed")


def _inverted(c: Clause, cue: Cue) -> Attribution | None:
    """Read "..., said X": the subject follows the verb."""
    if not cue.word.allows("clause", "speech") or not c.tells(cue.head) or c.quoted[cue.head]:
        return None
    if cue.word.lemma in NEVER_INVERTED:
        return None
    before = cue.first - 1
    if before < 0 or not (c.word(before) in (",", "—", "–") or c.word(before) in CLOSING_MARKS or c.tag(before) == "''"):
        return None
    first = cue.last + 1
    if c.word(first) in TIME_WORDS or (c.word(before) == "," and is_listed(c, cue)):
        return None
    if c.tag(first) not in ("PRP", "NNP", "NNPS", "NN", "NNS", "DT", "JJ", "PRP$", "CD"):
        return None
    after_quote = c.quoted[before] or c.word(before) in CLOSING_MARKS
    if not after_quote and any(is_finite(c.tokens[k]) for k in c.children(cue.head, "ccomp") if k > cue.head):
        return None
    if c.tag(first) == "PRP" and (
        c.word(first) in ("me", "us", "him", "her", "them") or c.has_finite(first, min(first + 3, c.end))
    ):
        return None
    own = [k for k in c.children(cue.head, "nsubj") if k < cue.head]
    if own and not (c.quoted[own[-1]]) and c.word(before) not in CLOSING_MARKS:
        return None
    last = source_right(c, first)
    left = _left(c, cue, None)
    if left is None or not (c.has_verb(*left) or c.quoted[left[1]]):
        return None
    pieces: list[Reach] = [left]
    nxt = last + 1
    while nxt <= c.end and (c.word(nxt) == "," or c.tag(nxt) in ("RB",) or c.word(nxt) in TIME_WORDS | {"on"}):
        nxt += 1
    if nxt <= c.end and c.word(nxt) in OPENING_MARKS and c.quoted[nxt]:
        pieces.append((nxt, c.end))
    return Attribution(cue, (first, last), tuple(pieces), "inverted")


def _left(c: Clause, cue: Cue, source: Reach | None) -> Reach | None:
    """Return the content that stands before "X said": up to the comma or the closing mark."""
    edge = min(cue.first, source[0] if source and source[0] < cue.first else cue.first)
    last = edge - 1
    while (
        last >= 0
        and ((c.tag(last) in ("RB", "CC") or c.word(last) == "as") and c.word(last) not in CLOSING_MARKS)
        and not c.quoted[last]
    ):
        last -= 1
    if c.quoted[cue.head] and (c.word(last) != "," or not c.quoted[last]):
        return None
    if last >= 0 and c.is_dash(last) and not c.quoted[last] and not c.quoted[max(last - 1, 0)]:
        return None
    if last < 0 or not (
        c.word(last) == "," or c.is_dash(last) or c.word(last) in CLOSING_MARKS or c.tag(last) == "''" or c.quoted[last]
    ):
        return None
    if (c.word(last) == "," or c.is_dash(last)) and not c.quoted[last]:
        last -= 1
    first = 0
    if c.quoted[cue.head]:
        first = last
        while first > 0 and c.quoted[first - 1]:
            first -= 1
    for other in c.cues:  # "..., she said, and ..., he added": begin after an earlier cue that closes
        if not other.noun and other.last < last and (stop := closing_cue(c, other)) is not None and stop < last:
            first = max(first, stop + 1)
    while first < last and (
        c.word(first) in (",", "and", "but", ".", ";") or (c.is_mark(first) and c.word(first) not in OPENING_MARKS)
    ):
        first += 1
    return (first, last) if last >= first else None


def _is_split(c: Clause, left: Reach, cue: Cue, source: Reach | None) -> bool:
    """Whether the words before "X said" belong to what is said, and not to when and where."""
    return c.quoted[left[1]] or (c.has_finite(*left) and c.tag(left[0]) not in ("IN", "WRB", "RB", "VBG", "VBN", "CC"))
