"""Claims: who says what, in direct, indirect and mixed speech, each with its evidence."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from typing import TYPE_CHECKING

from toolkit.actors import find_mentions, link_actors
from toolkit.claims.attributions import attributions
from toolkit.claims.clauses import Attribution, Clause
from toolkit.claims.labels import announced, labelled, signed
from toolkit.claims.speakers import named_in, speaker_of, stand_ins
from toolkit.claims.statements import NEGATORS, Claim, Span, made_claim
from toolkit.dates import find_dates
from toolkit.language import Quote, find_quotes, once, parsed
from toolkit.reading import Article
from toolkit.tables import evidence, frame
from toolkit.words import word_lists

if TYPE_CHECKING:
    import pandas as pd
    from spacy.language import Language
    from spacy.tokens import Doc

SHOWN_BY_DATA = word_lists("claim_words")["shown by data"]
SENTENCES = frozenset(("clause", "quote", "postposed", "inverted", "according", "announced", "colon"))
NEAR = 60  # characters between a cue and the date that tells when it was said
_OTHER_CLAUSE = re.compile(r";|\b(?:and|but|while|whereas|because|which|who)\b")
_COMPARED = re.compile(r"\b(?:than|against|from|compared with|compared to) (?:\w+ ){0,2}$")


def find_claims(article: Article, doc: Doc) -> list[Claim]:
    """Return the claims of an article in reading order.

    A claim is somebody's saying, thinking, wanting or showing of something. Not found: attribution
    without a word for it ("He was sorry."), and what a whole passage leaves to the reader.
    """
    return list(once(doc, "claims", lambda: _find(article, doc)))


def _find(article: Article, doc: Doc) -> list[Claim]:
    text = article.text
    quotes = find_quotes(text)
    inside = _marks(text, quotes)
    found: list[Claim] = []
    for sent in doc.sents:
        tokens = [t for t in sent if not t.is_space]
        if not tokens or article.part_at(tokens[0].idx) == "furniture":
            continue
        clause = Clause(tokens, [bool(inside[t.idx]) for t in tokens])
        speaker = labelled(article, clause, quotes)
        if speaker is not None:
            found.append(speaker)
        for made in attributions(clause):
            if not _is_inner_state(clause, made) and not _is_silence(clause, made):
                found.append(made_claim(text, clause, made, quotes))
        told = announced(article, clause, quotes)
        if told is not None:
            found.append(told)
    found = _continued(article, _distinct(found + signed(article, quotes)), quotes)
    found.sort(key=lambda c: (c.start, c.cue))
    found = _linked([_resolved(article, doc, claim) for claim in found])
    return _dated(article, stand_ins(article, doc, found))


def _resolved(article: Article, doc: Doc, claim: Claim) -> Claim:
    """Fill in who speaks and who is spoken of."""
    speaker = speaker_of(article, doc, claim.source, judged=claim.construction == "raising")
    flags = claim.flags
    if speaker.joint:
        flags = (*flags, f"said jointly with {', '.join(speaker.joint)}")
    about = named_in(article, doc, claim.content)
    date = _said_on(article, doc, claim)
    shown = speaker.kind == "data" and claim.cue_lemma in SHOWN_BY_DATA | {"according to"}
    return claim._replace(
        actor=speaker.actor,
        source_kind=speaker.kind,
        act="data" if shown and claim.act in ("say", "predict") else claim.act,
        verb_act="data" if shown and claim.verb_act in ("say", "predict") else claim.verb_act,
        about=about,
        flags=flags,
        date=date,
    )


def _said_on(article: Article, doc: Doc, claim: Claim) -> str | None:
    """Return when the text says it was said: the date nearest to the cue, in its sentence and outside the content."""
    first, last = next(((s, e) for s, e in article.sentences if s <= claim.cue[0] < e), claim.cue)
    best: tuple[int, str] | None = None
    for date in find_dates(article, doc):
        if date.value is None or date.start < first or date.end > last or date.grain in ("decade", "century", "interval"):
            continue
        accused = claim.act == "accuse" and article.text[date.end : date.end + 4] == " of "  # "accused China in July of"
        if any(s <= date.start < e for s, e in claim.content) and not accused:
            continue
        away = claim.cue[0] - date.end if date.end <= claim.cue[0] else date.start - claim.cue[1]
        if _other_clause(article.text, claim, date.start, date.end, first):
            continue
        if away <= NEAR and (best is None or away < best[0]):
            best = away, date.value
    return best[1] if best else None


def _is_silence(clause: Clause, made: Attribution) -> bool:
    """Whether nothing is said: "did not comment on the report", "said it again"."""
    group = [clause.word(k) for k in range(made.cue.first, made.cue.last + 1)]
    if made.construction == "preposition" and made.cue.word.act in ("say", "warn"):
        return bool(NEGATORS.intersection(group))
    first, last = made.content[0]
    bare = len(made.content) == 1 and clause.word(first) in ("it", "so", "this") and last - first < 2
    return bare and made.construction == "noun" and made.cue.word.act == "say"


def _other_clause(text: str, claim: Claim, start: int, end: int, first: int) -> bool:
    """Whether a date belongs to another clause of the sentence, or to a comparison ("more than a year ago")."""
    if _COMPARED.search(text[first:start]):
        return True
    if end <= claim.cue[0]:
        said = min(claim.cue[0], claim.source[0] if claim.source else claim.cue[0])
        joins = {m[0] for m in _OTHER_CLAUSE.finditer(text[end:said])}
        return bool(joins - ({"and"} if start - first <= len("During ") else set()))  # "In May they met, and Oslo said ..."
    since = max([claim.cue[1], *(e for _, e in claim.content if e <= start)])
    return bool(_OTHER_CLAUSE.search(text[since:start]))


def _is_inner_state(clause: Clause, made: Attribution) -> bool:
    """Whether a cue stands inside a quotation and tells only of the speaker ("I think") or of a state of mind."""
    if not clause.quoted[made.cue.head] or made.construction == "colon":
        return False
    if made.source is None or made.cue.noun:
        return True
    first = clause.word(made.source[0])
    return first in ("i", "you", "we", "let", "us") or made.cue.word.act not in (
        "say",
        "deny",
        "accuse",
        "demand",
        "warn",
        "data",
    )


def _marks(text: str, quotes: tuple[Quote, ...]) -> bytearray:
    inside = bytearray(len(text) + 1)
    for quote in quotes:
        inside[quote.start : quote.end] = b"\x01" * (quote.end - quote.start)
    return inside


def _distinct(found: list[Claim]) -> list[Claim]:
    kept: dict[Span, Claim] = {}
    for claim in found:
        other = kept.get(claim.cue)
        if other is None or sum(e - s for s, e in claim.content) > sum(e - s for s, e in other.content):
            kept[claim.cue] = claim
    return list(kept.values())


def _continued(article: Article, found: list[Claim], quotes: tuple[Quote, ...]) -> list[Claim]:
    """Give quotations that follow at once, with no speaker of their own, to the speaker before."""
    text = article.text
    cues = sorted(c.cue for c in found)
    out = []
    for claim in found:
        if not any(q.start <= s < q.end for q in quotes for s, _ in claim.content):
            out.append(claim)
            continue
        end = max(claim.end, article.sentences[article.sentence_at(claim.cue[0])][1])
        extra: list[Span] = []
        for quote in quotes:
            if quote.start < end:
                continue
            gap = text[end : quote.start]
            if gap.strip(" .,\t\u00a0\r\n") or gap.count("\n") > 1:
                break
            rest = text[quote.end : article.sentences[article.sentence_at(quote.end - 1)][1]]
            if rest.strip(" .") or any(quote.end <= c[0] <= quote.end + 3 for c in cues):
                break
            extra.append((quote.start, quote.end))
            end = quote.end
        extra = [span for span in extra if not any(claim.cue[1] < c[0] < span[0] for c in cues)]
        if extra:
            claim = claim._replace(content=(*claim.content, *extra), end=extra[-1][1])
        out.append(claim)
    return out


def _linked(found: list[Claim]) -> list[Claim]:
    """Link a claim that stands in another's content to it, the innermost one."""
    out = []
    starts = [claim.start for claim in found]
    longest = max((claim.end - claim.start for claim in found), default=0)
    for n, claim in enumerate(found):
        best: int | None = None
        width = 0
        near = range(bisect_left(starts, claim.cue[0] - longest), bisect_right(starts, claim.cue[0]))
        for m, other in ((m, found[m]) for m in near):
            if m == n or other.cue == claim.cue or other.construction == "relative":
                continue
            for s, e in other.content:
                if s <= claim.cue[0] and claim.cue[1] <= e and (best is None or e - s < width):
                    best, width = m, e - s
        out.append(claim._replace(within=best))
    return [c._replace(within=None) if _goes_round(out, n) else c for n, c in enumerate(out)]


def _goes_round(found: list[Claim], n: int) -> bool:
    """Whether a claim stands in one that stands in it, as bad parses make them; the first is then the outer one."""
    up = found[n].within
    return up is not None and found[up].within == n and n < up


def _dated(article: Article, found: list[Claim]) -> list[Claim]:
    """Give a claim without a date of its own that of the claim it stands in, else the article's."""
    day = article.date.isoformat() if article.date else None
    out = list(found)
    for n in range(len(out)):
        at: int | None = n
        for _ in range(5):
            if at is None or out[at].date is not None:
                break
            up = out[at].within
            at = up if up is not None and out[up].construction in SENTENCES else None
        out[n] = out[n]._replace(date=(found[at].date if at is not None else None) or day)
    return out


def claim_table(subject: str | Article | Iterable[str | Article], *, nlp: Language | None = None) -> pd.DataFrame:
    """Return who says what: one row a claim, with source, cue and content.

    Parameters
    ----------
    subject : a text, an Article or many of either.
    nlp : a pipeline from ``load_pipeline``; None is the embedded one.

    >>> claim_table("The ministry said that talks would go on.")[["source", "cue", "content"]].values.tolist()
    [['The ministry', 'said', 'that talks would go on']]
    """
    pairs = list(parsed(subject, nlp=nlp))
    mentions = [(article.id, m) for article, doc in pairs for m in find_mentions(article, doc)]
    links = link_actors((where, m.actor, m.name or "", m.country) for where, m in mentions if m.actor)
    rows: list[dict[str, object]] = []
    for article, doc in pairs:
        first = len(rows)
        one = {actor: link.actor for (where, actor), link in links.items() if where == article.id}
        for claim in find_claims(article, doc):
            named = claim._replace(
                actor=one.get(claim.actor, claim.actor) if claim.actor else None,
                about=tuple(dict.fromkeys(one.get(a, a) for a in claim.about)),
            )
            rows.append(_row(article, named, first))
    return frame("claims", rows)


def _row(article: Article, claim: Claim, first: int) -> dict[str, object]:
    text = article.text
    source = claim.source
    return {
        **evidence(article, claim.start, claim.end),
        "source": text[slice(*source)] if source else None,
        "source_start": article.located(*source)[1] if source else None,
        "source_end": article.located(*source)[2] if source else None,
        "actor": claim.actor,
        "source_kind": claim.source_kind,
        "cue": text[slice(*claim.cue)],
        "cue_start": article.located(*claim.cue)[1],
        "cue_end": article.located(*claim.cue)[2],
        "cue_lemma": claim.cue_lemma,
        "content": " … ".join(text[s:e] for s, e in claim.content),
        "content_spans": [list(article.located(*s)[1:]) for s in claim.content],
        "form": claim.form,
        "act": claim.act,
        "mode": claim.mode,
        "certainty": claim.certainty,
        "negated": claim.negated,
        "about": list(claim.about),
        "date": claim.date,
        "within": None if claim.within is None else first + claim.within,
        "flags": "; ".join(claim.flags) or None,
    }
