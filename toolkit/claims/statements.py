"""One claim as characters of the article: from the tokens of an attribution to spans, form, certainty and negation."""

from __future__ import annotations

from bisect import bisect_left
from functools import cache
from typing import NamedTuple

from toolkit.claims.clauses import Attribution, Clause
from toolkit.language import Quote
from toolkit.words import word_list, word_lists

Span = tuple[int, int]
JUDGED = 0.4  # tone of a predicate from which on it is a judgement
NEGATORS = word_lists("claim_words")["negation"]


class Claim(NamedTuple):
    """One attributed statement; spans are characters of the article's text."""

    start: int
    end: int
    source: Span | None
    cue: Span
    content: tuple[Span, ...]
    cue_lemma: str
    act: str
    mode: str
    certainty: str
    negated: bool
    form: str
    source_kind: str
    construction: str
    relative: Span | None  # the pronoun (who, which) that stands for the source, if it is one
    flags: tuple[str, ...]
    actor: str | None = None
    about: tuple[str, ...] = ()
    date: str | None = None
    within: int | None = None
    verb_act: str = "say"  # the act of the verb whatever it means here: what the tone model was trained on


def made_claim(text: str, clause: Clause, made: Attribution, quotes: tuple[Quote, ...]) -> Claim:
    """Return the claim that an attribution is, its speaker not yet resolved."""
    tokens = clause.tokens

    def chars(reach: tuple[int, int]) -> Span:
        return tokens[reach[0]].idx, tokens[reach[1]].idx + len(tokens[reach[1]])

    cue = chars((made.cue.first, made.cue.last))
    source = chars(made.source) if made.source else None
    content = tuple(_whole_quotes(text, chars(piece), quotes, clause) for piece in made.content)
    content = _apart(text, content, cue, source)
    spans = [cue, *content, *([source] if source else [])]
    group = tokens[made.cue.first : made.cue.last + 1]
    negated = any(t.lower_ in NEGATORS for t in group)
    if made.source and tokens[made.source[0]].lower_ in NEGATORS:  # "neither Peru nor Chile said"
        negated = True
    certainty = made.cue.word.certainty
    begins = min(made.cue.first, made.source[0]) if made.source else made.cue.first
    before = tokens[begins - 1].lower_ if begins else ""
    words = [t.lower_ for t in tokens[max(made.cue.first - 1, 0) : made.cue.last]]
    negated = negated or ("yet" in words and "to" in words)  # "has yet to say"
    if any(t.lower_ in ("would", "could", "might", "may") for t in group) or before in ("if", "whether"):
        certainty = "conditional"
    flags = tuple(
        sorted({"unbalanced quotation mark" for q in quotes if q.odd for s, e in content if q.start < e and s < q.end})
    )
    return Claim(
        min(s for s, _ in spans),
        max(e for _, e in spans),
        source,
        cue,
        content,
        made.cue.word.lemma,
        _meant(made, clause),
        made.cue.word.mode,
        certainty,
        negated,
        quoted_form(text, content, quotes),
        "anonymous",
        made.construction,
        chars(made.relative) if made.relative else None,
        flags,
        verb_act="say" if made.cue.word.act == "warn" else made.cue.word.act,
    )


@cache
def _judging() -> dict[tuple[str, str], float]:
    return {(row["word"], row["pos"]): float(row["subject"]) for row in word_list("tone") if row["pos"] in ("adj", "noun")}


def _meant(made: Attribution, clause: Clause) -> str:
    """Return what a cue does: who calls something reckless criticises, who describes it as historic praises."""
    if made.cue.word.act != "say" or made.construction not in ("predicate", "as") or not made.content:
        return made.cue.word.act
    first, last = made.content[-1]
    begins = next((k + 1 for k in range(first, last) if clause.word(k) == "as"), first)
    judged = 0.0
    for token in clause.tokens[begins : last + 1]:
        kind = "adj" if token.tag_.startswith("JJ") else "noun" if token.tag_.startswith("NN") else ""
        judged += _judging().get((token.lemma_.lower(), kind), 0.0)
    return "criticise" if judged <= -JUDGED else "praise" if judged >= JUDGED else made.cue.word.act


def _whole_quotes(text: str, span: Span, quotes: tuple[Quote, ...], clause: Clause) -> Span:
    """Let content that begins or ends inside a quotation reach its marks, over earlier sentences too."""
    start, end = span
    for quote in quotes:
        if quote.start > end:
            break
        if quote.start < start < quote.end and quote.end <= end + 1 and not quote.odd:
            start = quote.start
        if start <= quote.start < end < quote.end:
            end = quote.end
    return start, end


def _apart(text: str, content: tuple[Span, ...], cue: Span, source: Span | None) -> tuple[Span, ...]:
    """Keep the pieces of content clear of the cue and of each other."""
    out: list[Span] = []
    for start, end in content:
        if start < cue[0] < end:
            end = min(end, cue[0])
        if source and start < source[0] and cue[0] <= end + 1 and source[0] < end <= cue[0]:  # "“..., the minister said."
            end = source[0]
        while end - start > 1 and text[end - 1].isspace():
            end -= 1
        if out and start < out[-1][1]:
            start = out[-1][1]
        if start < end:
            out.append((start, end))
    return tuple(out) or content[:1]


def quoted_form(text: str, content: tuple[Span, ...], quotes: tuple[Quote, ...]) -> str:
    """Return direct, indirect or mixed: how much of the content stands in quotation marks."""
    total = sum(1 for s, e in content for ch in text[s:e] if ch.isalnum())
    marked = 0
    for quote in quotes[bisect_left(quotes, min(s for s, _ in content), key=lambda q: q.end) :]:
        if quote.start > max(e for _, e in content):
            break
        for s, e in content:
            a, b = max(s, quote.start), min(e, quote.end)
            if a < b:
                marked += sum(ch.isalnum() for ch in text[a:b])
    if not marked:
        return "indirect"
    return "direct" if marked >= 0.95 * total else "mixed"
