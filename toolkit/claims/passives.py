"""Cues in the passive: "was rejected by", "is expected to", "is seen as", and participles on a noun."""

from __future__ import annotations

from toolkit.claims.clauses import SUBORDINATORS, Attribution, Clause, Reach
from toolkit.claims.contents import is_infinitive, is_year
from toolkit.claims.cues import BE, HAVE, QUESTION_WORDS, TIME_WORDS, Cue, is_finite
from toolkit.claims.reaches import trimmed
from toolkit.claims.subjects import full_name, subject_before
from toolkit.language import COMMON_NOUNS, OPENING_MARKS


def is_passive(c: Clause, cue: Cue) -> bool:
    """Whether a cue is a passive; a participle alone is one where something else is the sentence's verb."""
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
        if not (c.tag(k) in ("RB", "MD") or c.word(k) in ("n't", "not")):
            break
    if c.word(cue.first - 1) == "," and is_listed(c, cue):
        return False
    if cue.head == 0 or (c.word(cue.last + 1) == "by" and c.tag(cue.last + 2) != "VBG"):
        return True
    following = c.word(cue.last + 1)
    if not any(is_finite(c.tokens[k]) for k in range(cue.head)) and subject_before(c, cue.first - 1) is not None:
        nxt = next((k for k in range(cue.head + 1, len(c.tokens)) if is_finite(c.tokens[k])), None)
        if nxt is None or any(
            c.tag(k) in ("WP", "WDT", "WRB", "CC") or c.word(k) in SUBORDINATORS for k in range(cue.head + 1, nxt)
        ):
            return False
    if following in ("that", ":") or following in OPENING_MARKS:
        return False
    if c.tokens[cue.head].dep_ in ("ROOT", "conj", "ccomp", "parataxis") and not c.children(cue.head, "nsubj:pass"):
        return False
    return any(is_finite(c.tokens[k]) for k in range(len(c.tokens)) if k != cue.head)


def is_listed(c: Clause, cue: Cue) -> bool:
    """Whether a past was taken for a participle: "regretted the delay, promised help and said ..."."""
    if c.tag(cue.last + 1) not in ("DT", "NN", "NNS", "PRP$", "IN") or c.word(cue.last + 1) in ("by", "in", "on"):
        return False
    ahead = next((k for k in range(cue.last + 2, min(cue.last + 14, c.end)) if c.word(k) in (",", "and")), c.end)
    earlier = any(o.head < cue.head and not o.noun for o in c.cues)
    return earlier and c.word(ahead) == "and" and ahead + 1 in c.cue_heads and is_finite(c.tokens[ahead + 1])


def _agent(c: Clause, cue: Cue, limit: int) -> tuple[Reach, int] | None:
    """Return the agent after "by" and where the "by" stands."""
    for k in range(cue.last + 1, min(cue.last + 14, limit + 1)):
        dated = is_year(c.word(k + 1)) or c.word(k + 1) in TIME_WORDS  # "by 2030", "by June"
        if c.word(k) == "by" and c.tag(k + 1) not in ("VBG",) and not dated:
            last = _agent_end(c, k + 1, limit)
            return ((k + 1, last), k)
        if is_finite(c.tokens[k]) or c.word(k) in (",", ":"):
            break
    return None


def _agent_end(c: Clause, first: int, limit: int) -> int:
    begin = first
    while c.tag(begin) in ("RB", "RBR") and begin < limit:
        begin += 1
    last = max(c.noun_phrase(begin, limit), first)
    if c.word(last + 1) in ("of", "at", "in", "from") and (more := c.noun_phrase(last + 2, limit)) > last + 1:
        last = more
    if c.tag(last + 1) in ("WDT", "WP") and c.has_finite(last + 2, limit):
        return limit  # "a group that calls itself ..."
    return last


def passive(c: Clause, cue: Cue, limit: int) -> Attribution | None:
    """Return what a passive attributes: its subject is (part of) the content, its agent the source."""
    word = cue.word
    agent = _agent(c, cue, limit)
    source = agent[0] if agent else None
    if cue.head == 0 and word.act == "ask" and " " in word.lemma and cue.last < limit:  # "Asked about the vote, she ..."
        return Attribution(cue, None, ((cue.last + 1, trimmed(c, cue.last + 1, limit, cue)),), "passive")
    subject = _passive_subject(c, cue)
    after = c.after_adverbials(cue.last + 1, limit)
    first = c.word(after)
    if first == "to" and is_infinitive(c, after):
        if not word.allows("passive-infinitive", "person-infinitive"):
            return None
        reach = (after, trimmed(c, after, limit, cue))
        if c.word(subject[0]) == "it" if subject else False:
            subject = None
        return Attribution(cue, source, (subject, reach) if subject else (reach,), "passive")
    if word.allows("clause") and (first == "that" or first in QUESTION_WORDS) and c.has_finite(after, limit):
        return Attribution(cue, source, ((after, trimmed(c, after, limit, cue)),), "passive")
    if first in word.prepositions:
        reach = (after + 1 if word.act == "ask" else after, trimmed(c, after, limit, cue))
        if word.act == "ask":
            return Attribution(cue, source, (reach,), "passive")
        return Attribution(cue, source, (subject, reach) if subject else (reach,), "passive")
    if first == "as" and word.allows("as"):
        reach = (after, trimmed(c, after, limit, cue))
        return Attribution(cue, source, (subject, reach) if subject else (reach,), "passive")
    if agent and subject and agent[0][1] < limit:  # "was urged by Oslo to", "was dismissed by Oslo as"
        then = c.after_adverbials(agent[0][1] + 1, limit)
        urged = c.word(then) == "to" and is_infinitive(c, then) and word.allows("passive-infinitive", "person-infinitive")
        if urged or (
            c.word(then) == "as" and word.allows("as") and c.word(then + 1) not in ("it", "they", "he", "she", "well")
        ):
            return Attribution(cue, source, (subject, (then, trimmed(c, then, limit, cue))), "passive")
    if subject is None:
        return None
    if (
        word.allows("predicate")
        and not agent
        and not c.is_hyphened(cue.head)
        and not (cue.first == cue.head and c.tag(cue.head - 1) in COMMON_NOUNS and c.tag(after) == "NNP")  # a name
    ):
        return Attribution(cue, source, (subject, (after, trimmed(c, after, limit, cue))), "passive")
    if not word.allows("noun", "clause"):
        return None
    if agent or word.allows("noun"):
        if word.objects and not agent:
            return None
        if agent is None and word.act in ("say", "warn", "data", "believe", "promise", "predict"):
            return None
        return Attribution(cue, source, (subject,), "passive")
    return None


def _passive_subject(c: Clause, cue: Cue) -> Reach | None:
    n = cue.head
    subjects = c.children(n, "nsubj:pass", "nsubj")
    if not subjects and c.tokens[n].dep_ == "conj":
        up = c.head(n)
        subjects = c.children(up, "nsubj:pass", "nsubj") if up >= 0 else []
    near = subject_before(c, cue.first - 1, infinitives=True)
    if subjects and subjects[-1] < cue.first:
        reach = full_name(c, subjects[-1], cue.first)
        if near is not None and near[0] <= reach[0] and near[1] >= reach[1]:
            return near
        return reach
    if near is not None and c.tokens[n].dep_ != "acl":
        return near
    up = c.head(n)
    if c.tokens[n].dep_ == "acl" and 0 <= up < n:  # "the plan rejected by"
        return full_name(c, up, cue.first)
    return c.noun_phrase_before(cue.first - 1)
