"""Claims: who says what, in direct, indirect and mixed speech, each with its evidence."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from toolkit.actors import find_mentions, link_actors
from toolkit.articles import Article
from toolkit.attributions import attributions
from toolkit.clauses import Attribution, Clause
from toolkit.cues import word_set
from toolkit.dates import find_dates
from toolkit.language import once, parsed
from toolkit.quotes import Quote, find_quotes
from toolkit.speakers import named_in, speaker_of, stand_ins
from toolkit.subjects import find_source
from toolkit.tables import evidence, frame
from toolkit.words import word_list

if TYPE_CHECKING:
    import pandas as pd
    from spacy.language import Language
    from spacy.tokens import Doc

Span = tuple[int, int]
NEGATORS = frozenset(("not", "n't", "n’t", "never", "no", "neither", "nobody", "none"))
SHOWN_BY_DATA = word_set("shown by data")
SENTENCES = frozenset(("clause", "quote", "postposed", "inverted", "according", "announced", "colon"))
NEAR = 60  # characters between a cue and the date that tells when it was said
_SPEAKER = re.compile(r"(?P<quote>[\"“']*)(?P<name>[A-Z][\w.’' ()-]{1,60}?)(?P<colon>:)\s*(?=[\w\"“‘'(\[])")
_OTHER_CLAUSE = re.compile(r";|\b(?:and|but|while|whereas|because|which|who)\b")
_COMPARED = re.compile(r"\b(?:than|against|from|compared with|compared to) (?:\w+ ){0,2}$")
_SIGNATURE = re.compile(r"\s*(?P<dash>[—–―]|--)\s*(?P<name>[A-Z][\w.’'-]+(?:[ ,]+[\w.’'-]+){0,6})[ \t]*(?=\n|$)")


class Claim(NamedTuple):
    """One attributed statement; spans are characters of the article's text."""

    start: int
    end: int
    source: Span | None
    cue: Span
    content: tuple[Span, ...]
    cue_lemma: str
    act: str
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


def find_claims(article: Article, doc: Doc) -> list[Claim]:
    """Return the claims of an article in reading order.

    A claim is somebody's saying, thinking, wanting or showing of something. Not found: attribution
    without a word for it ("He was sorry."), and what a whole passage leaves to the reader.
    """
    return once(doc, "claims", lambda: _find(article, doc))


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
        speaker = _speaker(article, clause, quotes)
        if speaker is not None:
            found.append(speaker)
        for made in attributions(clause):
            if not _is_inner_state(clause, made):
                found.append(_claim(text, clause, made, quotes))
        announced = _announced(article, clause, quotes)
        if announced is not None:
            found.append(announced)
    found = _continued(article, _distinct(found + _signed(article, quotes)), quotes)
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
    return first in ("i", "you", "we", "let", "us") or made.cue.word.act not in ("say", "deny", "accuse", "demand", "data")


def _announced(article: Article, clause: Clause, quotes: tuple[Quote, ...]) -> Claim | None:
    """ "He said:" at the end of a sentence: what is said is the quotation, or the paragraph, that follows."""
    tokens = clause.tokens
    if tokens[-1].lower_ != ":" or clause.quoted[len(tokens) - 1]:
        return None
    cue = next((c for c in reversed(clause.cues) if not c.noun and c.word.allows("clause", "speech")), None)
    if cue is None or len(tokens) - cue.last > 14:
        return None
    text = article.text
    colon = tokens[-1].idx
    begin = next((n for n in range(colon + 1, len(text)) if not text[n].isspace()), None)
    if begin is None:
        return None
    quote = next((q for q in quotes if q.start == begin), None)
    if quote is not None:
        end = quote.end
    else:
        end = next((p.end for p in article.paragraphs if p.start <= begin < p.end), begin)
    source, relative = find_source(clause, cue)
    if source is None and clause.tag(cue.head) == "VB":
        return None
    made = Attribution(cue, source, ((len(tokens) - 1, len(tokens) - 1),), "announced", relative)
    claim = _claim(text, clause, made, quotes)
    content = ((begin, end),)
    return (
        claim._replace(
            content=content,
            start=min(claim.cue[0], claim.source[0] if claim.source else claim.cue[0]),
            end=end,
            form=_form(text, content, quotes),
        )
        if end > begin
        else None
    )


def _marks(text: str, quotes: tuple[Quote, ...]) -> bytearray:
    inside = bytearray(len(text) + 1)
    for quote in quotes:
        inside[quote.start : quote.end] = b"\x01" * (quote.end - quote.start)
    return inside


def _speaker(article: Article, clause: Clause, quotes: tuple[Quote, ...]) -> Claim | None:
    """ "Name: words" at the head of a paragraph or in a title: a transcript, a headline."""
    text = article.text
    start = clause.tokens[0].idx
    paragraph = next((p for p in article.paragraphs if p.start == start), None)
    if paragraph is None:
        return None
    match = _SPEAKER.match(text, start, paragraph.end)
    if not match or match.end() >= paragraph.end or not _may_speak(match["name"]):
        return None
    if any(t.tag_ in ("VBD", "VBZ", "VBP", "MD") for t in clause.tokens if t.idx < match.start("colon")):
        return None
    content = (match.end(), _right_trim(text, match.end(), paragraph.end))
    cue = (match.start("colon"), match.start("colon") + 1)
    if content[1] <= content[0]:
        return None
    source = (match.start("name"), match.end("name"))
    return Claim(
        source[0],
        content[1],
        source,
        cue,
        (content,),
        ":",
        "say",
        "certain",
        False,
        _form(text, (content,), quotes),
        "person",
        "colon",
        None,
        (),
    )


def _signed(article: Article, quotes: tuple[Quote, ...]) -> list[Claim]:
    """A quotation that its speaker's name follows after a dash: “...” — Ana Silva."""
    text = article.text
    found = []
    for quote in quotes:
        match = _SIGNATURE.match(text, quote.end)
        if match is None or article.part_at(quote.start) == "furniture" or not _may_speak(match["name"].split(",")[0]):
            continue
        source, content = match.span("name"), ((quote.start, quote.end),)
        found.append(
            Claim(
                quote.start,
                source[1],
                source,
                match.span("dash"),
                content,
                "—",
                "say",
                "certain",
                False,
                _form(text, content, quotes),
                "person",
                "signed",
                None,
                (),
            )
        )
    return found


def _may_speak(name: str) -> bool:
    """Whether the words before a colon can be a speaker: names only, and no heading such as "Note"."""
    parts = name.split()
    if len(parts) > 6 or name.casefold() in {r["word"] for r in word_list("not_speakers")}:
        return False
    return all(
        part[0].isupper() or part[0] in "(" or part in ("of", "the", "de", "van", "von", "al", "bin", "and") for part in parts
    )


def _right_trim(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1].isspace():
        end -= 1
    return end


def _claim(text: str, clause: Clause, made: Attribution, quotes: tuple[Quote, ...]) -> Claim:
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
    before = tokens[max(made.cue.first - 1, 0)].lower_
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
        made.cue.word.act,
        certainty,
        negated,
        _form(text, content, quotes),
        "anonymous",
        made.construction,
        chars(made.relative) if made.relative else None,
        flags,
    )


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


def _form(text: str, content: tuple[Span, ...], quotes: tuple[Quote, ...]) -> str:
    total = sum(1 for s, e in content for ch in text[s:e] if ch.isalnum())
    marked = 0
    for quote in quotes:
        for s, e in content:
            a, b = max(s, quote.start), min(e, quote.end)
            if a < b:
                marked += sum(ch.isalnum() for ch in text[a:b])
    if not marked:
        return "indirect"
    return "direct" if marked >= 0.95 * total else "mixed"


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
    for n, claim in enumerate(found):
        best: int | None = None
        width = 0
        for m, other in enumerate(found):
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
        "source_start": source[0] if source else None,
        "source_end": source[1] if source else None,
        "actor": claim.actor,
        "source_kind": claim.source_kind,
        "cue": text[slice(*claim.cue)],
        "cue_start": claim.cue[0],
        "cue_end": claim.cue[1],
        "cue_lemma": claim.cue_lemma,
        "content": " … ".join(text[s:e] for s, e in claim.content),
        "content_spans": [list(s) for s in claim.content],
        "form": claim.form,
        "act": claim.act,
        "certainty": claim.certainty,
        "negated": claim.negated,
        "about": list(claim.about),
        "date": claim.date,
        "within": None if claim.within is None else first + claim.within,
        "flags": "; ".join(claim.flags) or None,
    }
