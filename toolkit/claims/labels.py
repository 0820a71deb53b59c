"""Claims without a verb in their sentence: "Name: words", "He said:" before a paragraph, a quotation signed after a dash."""

from __future__ import annotations

import re

from toolkit.claims.clauses import Attribution, Clause
from toolkit.claims.cues import source_nouns
from toolkit.claims.statements import Claim, made_claim, quoted_form
from toolkit.claims.subjects import find_source
from toolkit.language import FINITE, Quote
from toolkit.reading import Article
from toolkit.words import word_list

_SPEAKER = re.compile(r"(?P<quote>[\"“']*)(?P<name>[A-Z][\w.’' ()-]{1,60}?)(?P<colon>:)\s*(?=[\w\"“‘'(\[])")
_SIGNATURE = re.compile(r"\s*(?P<dash>[—–―]|--)\s*(?P<name>[A-Z][\w.’'-]+(?:[ ,]+[\w.’'-]+){0,6})[ \t]*(?=\n|$)")


def labelled(article: Article, clause: Clause, quotes: tuple[Quote, ...]) -> Claim | None:
    """ "Name: words" at the head of a paragraph or in a title: a transcript, a headline."""
    text = article.text
    start = clause.tokens[0].idx
    paragraph = next((p for p in article.paragraphs if p.start == start), None)
    if paragraph is None:
        return None
    match = _SPEAKER.match(text, start, paragraph.end)
    if not match or match.end() >= paragraph.end or not _may_speak(match["name"]):
        return None
    if any(t.tag_ in FINITE for t in clause.tokens if t.idx < match.start("colon")):
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
        "said",
        "certain",
        False,
        quoted_form(text, (content,), quotes),
        "person",
        "colon",
        None,
        (),
    )


def announced(article: Article, clause: Clause, quotes: tuple[Quote, ...]) -> Claim | None:
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
    claim = made_claim(text, clause, made, quotes)
    content = ((begin, end),)
    return (
        claim._replace(
            content=content,
            start=min(claim.cue[0], claim.source[0] if claim.source else claim.cue[0]),
            end=end,
            form=quoted_form(text, content, quotes),
        )
        if end > begin
        else None
    )


def signed(article: Article, quotes: tuple[Quote, ...]) -> list[Claim]:
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
                "said",
                "certain",
                False,
                quoted_form(text, content, quotes),
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
    if parts[0] == "The" and source_nouns("person").intersection(parts):
        return True  # "The mayor of Bogota: ..."
    return all(
        part[0].isupper() or part[0] in "(" or part in ("of", "the", "de", "van", "von", "al", "bin", "and") for part in parts
    )


def _right_trim(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1].isspace():
        end -= 1
    return end
