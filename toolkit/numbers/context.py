"""What a number is about, for which period, against what and by whose figures: from text and parse."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cache
from typing import TYPE_CHECKING

from toolkit.dates import Date, find_dates
from toolkit.language import NOMINALS, VERBS
from toolkit.reading import Article
from toolkit.words import word_lists

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from toolkit.numbers.number import Number


FAR, DEEP = 600, 40  # characters around a number, and heads above it, among which its context is looked for


def with_context(article: Article, doc: Doc, numbers: list[Number]) -> list[Number]:
    """Return the numbers with measures, period, basis and source filled where the text tells.

    ``measures`` is the noun phrase that the number is said of: the subject of its verb, what
    follows "of" or "in", or the noun it stands before. ``period`` is the date expression of the
    clause, else of the sentence, else that of the last number of the same paragraph. ``basis``
    is what a change is against. ``source`` is whom the sentence names for its figures.
    """
    dates = list(find_dates(article, doc))
    starts = [d.start for d in dates]
    sources: dict[int, str | None] = {}
    filled: list[Number] = []
    for number in numbers:
        whole = article.sentences[article.sentence_at(number.start)]
        if whole[0] not in sources:
            sources[whole[0]] = source_of(article.text, whole)
        begin, end = max(whole[0], number.start - FAR), min(whole[1], number.end + FAR)
        here = dates[bisect_left(starts, begin) : bisect_left(starts, end)]
        basis = basis_of(article.text, number, (begin, end), here)
        filled.append(
            number._replace(
                measures=_measures(doc, number, (begin, end)),
                period=_period(article, number, (begin, end), here, filled),
                basis=basis,
                source=sources[whole[0]],
            )
        )
    return filled


# --- basis ----------------------------------------------------------------------
_BASIS = (
    (
        "year earlier",
        r"year[- ]on[- ]year|year[- ]over[- ]year|\by/y\b|\byoy\b|\bon[- ]year\b|"
        r"annual(?:ly)?\s+(?:increase|rise|growth|drop|decline|fall)|"
        r"(?:from|than|compared\s+(?:with|to)|on|over|against|versus)\s+"
        r"(?:the\s+(?:same|corresponding|year-earlier|year-ago|previous|prior)\s+(?:period|month|quarter|time|year)[^.,;]{0,24}?\s*)?"
        r"(?:a|one|the|last|the\s+previous|the\s+prior|the\s+preceding)\s+year(?:\s+(?:earlier|ago|before|prior))?|"
        r"a\s+year\s+(?:earlier|ago|before)|"
        r"(?:from|than|on|over|against|with)\s+(?:the\s+)?(?:same|corresponding|comparable)\s+(?:period|month|quarter|time|half)|"
        r"(?:from|on|than|over|compared\s+(?:with|to))\s+the\s+(?:previous|prior|preceding)\s+year|"
        r"(?:than|from)\s+in\s+the\s+previous\s+year|year-earlier|year-ago",
    ),
    (
        "month earlier",
        r"month[- ]on[- ]month|month[- ]over[- ]month|\bm/m\b|"
        r"(?:from|than|on)\s+(?:a\s+month\s+(?:earlier|ago|before)|(?:the\s+)?(?:previous|prior|preceding|last)\s+month)",
    ),
    (
        "quarter earlier",
        r"quarter[- ]on[- ]quarter|quarter[- ]over[- ]quarter|\bq/q\b|"
        r"(?:from|than|on)\s+(?:a\s+quarter\s+(?:earlier|ago)|(?:the\s+)?(?:previous|prior|preceding|last)\s+quarter)",
    ),
    (
        "week earlier",
        r"week[- ]on[- ]week|(?:from|than|on)\s+(?:a\s+week\s+(?:earlier|ago)|(?:the\s+)?(?:previous|last)\s+week)",
    ),
    ("day earlier", r"(?:from|than|on)\s+(?:a\s+day\s+(?:earlier|ago)|(?:the\s+)?previous\s+(?:day|session)|yesterday)"),
)  # fmt: skip


@cache
def _basis_patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((name, re.compile(pattern, re.IGNORECASE)) for name, pattern in _BASIS)


def basis_of(text: str, number: Number, sentence: tuple[int, int], dates: list[Date]) -> str | None:
    """Return what a change is against, such as 'year earlier'; None for a level or where nothing tells."""
    if number.role != "change":
        return None
    begin, end = sentence
    after = text[number.end : end]
    stop = re.search(r"[;]|\b(?:while|whereas|but)\b", after)
    after = after[: stop.start()] if stop else after
    before = text[begin : number.start]
    best: tuple[int, str] | None = None
    for name, pattern in _basis_patterns():
        if (match := pattern.search(after)) and (best is None or match.start() < best[0]):
            best = (match.start(), name)
    if best:
        return best[1]
    for name, pattern in _basis_patterns():
        if pattern.search(before[-50:]):
            return name
    against = re.match(
        r"[^.;]{0,30}?\b(?:from|than|on|over|above|below|compared\s+(?:with|to)|versus|since)\s+(?:in\s+)?", after
    )
    if against:
        at = number.end + against.end()
        for date in dates:
            if abs(date.start - at) <= 4 and date.value:
                return date.value
    return None


# --- period ---------------------------------------------------------------------
_PERIOD_BEFORE = re.compile(
    r"\b(?:in|for|during|of|over|through|throughout|from|between|to|in\s+all\s+of|In|For|During|Over|From)\s+(?:the\s+|all\s+of\s+)?$"
)
_CLAUSE = re.compile(r";|,?\s\b(?:while|whereas|but|although|though|and\s+(?:in|its|the|exports|imports|shipments))\b")
_AGAINST = re.compile(
    r"\b(?:from|than|against|versus|compared\s+(?:with|to)|since|above|below|over)\s+(?:the\s+|in\s+|that\s+of\s+|a\s+record\s+|\S{1,14}\s+(?:million|billion|trillion|percent)?\s*(?:yuan|dollars)?\s*(?:in\s+)?)?$"
)
_SAYING = re.compile(
    r"\b(?:said|told|announced|reported|released|published|showed|shows?|issued|according)\b[^.;]{0,40}?\b(?:on|in)?\s*(?:the\s+|late\s+|early\s+)?$"
)


def _period(article: Article, number: Number, sentence: tuple[int, int], dates: list[Date], done: list[Number]) -> str | None:
    """Return the ISO 8601 period that a number is for."""
    text = article.text
    begin, end = sentence
    usable = [d for d in dates if d.value and not _is_telling(text, d, begin)]
    if number.role == "previous":
        found = _previous_period(text, number, usable)
        if found:
            return found
    usable = [d for d in usable if not _is_basis(text, d, begin)]
    if number.kind == "duration" or any(d.start <= number.start < d.end for d in dates):
        return None
    if usable:
        breaks = [begin, *(begin + m.start() for m in _CLAUSE.finditer(text[begin:end])), end]
        low = max(b for b in breaks if b <= number.start)
        high = min((b for b in breaks if b > number.start), default=end)
        inside = [d for d in usable if low <= d.start < high]
        after = [d for d in inside if d.start >= number.end]
        before = [d for d in inside if d.end <= number.start]
        if after and before:
            gap = text[number.end : after[0].start]
            near_after = len(gap) < 30 and not re.search(r"\d", gap)
            return (
                after[0].value
                if near_after or after[0].start - number.end < number.start - before[-1].end
                else before[-1].value
            )
        if after or before:
            return (after[0] if after else before[-1]).value
        earlier = [d for d in usable if d.end <= number.start]
        return (earlier[-1] if earlier else usable[0]).value
    if done:
        last = done[-1]
        same = article.text.find("\n\n", last.end, number.start) < 0
        near = article.sentence_at(number.start) - article.sentence_at(last.start) <= 2
        carried = ("money", "percent", "measure", "fraction")
        if same and near and last.period and number.kind in carried and last.kind in carried:
            return last.period
    return None


def _is_telling(text: str, date: Date, begin: int) -> bool:
    """Tell the day on which something was said from the period it is about."""
    return date.grain in ("day", "week") and _SAYING.search(text[max(begin, date.start - 60) : date.start]) is not None


def _is_basis(text: str, date: Date, begin: int) -> bool:
    surface = text[date.start : date.end].lower()
    if re.search(r"\b(?:earlier|ago|before|same|year-ago|year-earlier|previous|prior|corresponding)\b", surface):
        return True
    return bool(_AGAINST.search(text[max(begin, date.start - 40) : date.start])) and not re.search(
        r"\bfrom\s+[^.;]{0,20}\bto\b", text[max(begin, date.start - 6) : date.end + 12]
    )


def _previous_period(text: str, number: Number, dates: list[Date]) -> str | None:
    after = [d for d in dates if 0 <= d.start - number.end <= 24]
    return after[0].value if after else None


# --- source ---------------------------------------------------------------------
_ACCORDING = re.compile(
    r"\b(?:[Aa]ccording\s+to|[Bb]ased\s+on|[Cc]iting|[Ss]hown\s+by|[Rr]eported\s+by|[Rr]eleased\s+by|[Pp]ublished\s+by|[Cc]ompiled\s+by|[Ee]stimated\s+by|[Pp]er)\s+"
    r"(?P<source>(?:the\s+|a\s+|an\s+|its\s+|their\s+)?[^,.;()\n“”\"]+?)(?=\s*(?:[,.;)\n]|$|\s(?:on|showed|that|which|who|published|released|said|issued)\s))"
)
_SHOWED = re.compile(
    r"(?P<source>(?:[A-Z][\w.&’'-]*|(?:the|official|customs|trade|government|preliminary|latest|new|national|federal|data|statistics|bureau|of|and|for|from|ministry|office|administration|figures|report|survey|bank|agency|revised)\b)(?:\s+(?:[A-Z][\w.&’'-]*|"
    r"(?:the|official|customs|trade|government|preliminary|latest|data|statistics|statistical|bureau|of|and|for|from|ministry|office|administration|figures|report|survey|bank|agency|numbers|estimates)\b))*)\s+"
    r"(?:on\s+\w+\s+)?(?P<cue>showed|shows|show|indicated|indicate|indicates|revealed|reveals|suggested|said|says|reported|estimates|estimated|announced|put|puts)\b"
)
_SAID_AFTER = re.compile(
    r",\s+(?P<source>(?:the\s+|its\s+)?(?:[A-Z][\w.&’'-]*|official|customs|trade|data)(?:\s+(?:[A-Z][\w.&’'-]*|of|and|the|for|on|data|figures|office|statistics))*)\s+(?:said|showed|reported|shows|says|announced)\b"
)
_DATA_WORDS = re.compile(
    r"\b(?:data|figures|statistics|numbers|survey|report|estimates|poll|index|records|bureau|office|customs|ministry|administration|agency|bank)\b",
    re.I,
)


def source_of(text: str, sentence: tuple[int, int]) -> str | None:
    """Return whom a sentence names for its figures, as it stands there; None if nobody.

    >>> text = "Trade rose 5%, according to Chinese customs data."
    >>> source_of(text, (0, len(text)))
    'Chinese customs data'
    """
    begin, end = sentence
    match = _ACCORDING.search(text, begin, end) or _SHOWED.search(text, begin, end) or _SAID_AFTER.search(text, begin, end)
    if match is None:
        return None
    source = re.sub(r"^(?:the|a|an|its|their)\s+", "", match["source"].strip(), flags=re.IGNORECASE)
    if not source or source.lower() in ("of", "and", "for", "from", "on"):
        return None
    if match.re is _SHOWED and not (_DATA_WORDS.search(source) or source[0].isupper()):
        return None
    return source


# --- what it is about ---------------------------------------------------------------

_SUBJECTS = ("nsubj", "nsubj:pass", "csubj", "nsubjpass")


def _measures(doc: Doc, number: Number, sentence: tuple[int, int]) -> str | None:
    """Return the noun phrase a number is about, by the parse; None where it does not tell."""
    span = doc.char_span(number.start, number.end, alignment_mode="expand")
    if span is None or not len(span):
        return None
    head = span.root
    if number.kind in ("count", "measure", "fraction") and (of := _after_of(doc, number.end, sentence[1])):
        return of
    seen: set[int] = set()
    at: Token = head
    while at.i not in seen and len(seen) < DEEP and sentence[0] <= at.idx < sentence[1]:
        seen.add(at.i)
        if at.dep_ in ("nummod", "amod", "compound", "nmod:tmod") and at.head is not at and at.head.pos_ in NOMINALS:
            noun = at.head
            if not (span.start <= noun.i < span.end) and noun.text not in ("%", "percent"):
                return _phrase(noun, span.start, span.end)
        if at.dep_ == "nmod" and at.head.pos_ in NOMINALS and not (span.start <= at.head.i < span.end):
            noun = at.head
            if noun.lemma_.lower() not in word_lists("number_lists")["says no more than a number"]:
                return _phrase(noun, span.start, span.end)
        if at.pos_ in VERBS or at.dep_ == "root" or at.dep_ == "ROOT":
            subject = next((c for c in at.children if c.dep_ in _SUBJECTS and not (span.start <= c.i < span.end)), None)
            if subject is not None:
                return _phrase(subject, span.start, span.end)
        if at.head is at:
            break
        at = at.head
    return _before(doc, number, sentence)


def _phrase(noun: Token, start: int, end: int) -> str | None:
    """Return a noun with its modifiers and its 'of' and 'between' phrases, without clauses."""
    left = noun.i
    for child in noun.lefts:
        if child.dep_ in ("det", "amod", "compound", "nmod:poss", "nmod", "nummod", "flat") and not (start <= child.i < end):
            left = min(left, child.left_edge.i)
    right = noun.i
    for child in noun.rights:
        if (
            child.dep_ in ("nmod", "flat", "compound")
            and child.left_edge.i == right + 1
            and not (start <= child.right_edge.i and child.left_edge.i < end)
        ):
            right = child.right_edge.i
            break
    words_of = noun.doc[left : right + 1]
    text = re.split(r"[,;:\n]|\s(?:which|that|who|while)\s", words_of.text.strip())[0].strip()
    text = re.sub(r"^(?:and|but|while|,)\s+", "", text, flags=re.IGNORECASE)
    text = re.sub(r"^(?:the|a|an)\s+", "", text, flags=re.IGNORECASE)
    return text if re.search(r"[^\W\d_]{2}", text) and text.lower() not in word_lists("number_lists")["pronoun"] else None


_OF = re.compile(
    r"\s+of\s+((?:the\s+|its\s+|their\s+)?[^,.;:()\n]+?)(?=\s+(?:in|on|from|to|by|for|at|was|were|is|are|has|have|had|and|or|that|which|who|during|last|this|since|over|into|a|per|as|with|after|before|through)\b|[,.;:()\n]|$)"
)


def _after_of(doc: Doc, at: int, end: int) -> str | None:
    match = _OF.match(doc.text, at, end)
    return re.sub(r"^the\s+", "", match[1].strip()) if match else None


def _before(doc: Doc, number: Number, sentence: tuple[int, int]) -> str | None:
    """Fall back on the first noun phrase of the clause before the number."""
    clause = doc.char_span(max(sentence[0], number.start - FAR), number.start, alignment_mode="contract")
    tokens = [t for t in clause or () if not t.is_space]
    breaks = [n for n, t in enumerate(tokens) if t.lower_ in ("while", "whereas", "but", ";")]
    tokens = tokens[breaks[-1] + 1 :] if breaks else tokens
    for token in tokens:
        if token.dep_ in _SUBJECTS:
            return _phrase(token, -1, -1)
    return None
