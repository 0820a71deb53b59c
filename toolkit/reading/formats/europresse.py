"""Europresse and Eureka: pages of saved articles; and what the pages of every archive have in common."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from toolkit.reading.formats.archives import DAY, day_in, each_article, known, shows
from toolkit.reading.formats.markup import has_class, page_of, paragraphs, text_of
from toolkit.reading.formats.registry import reads
from toolkit.reading.formats.source import Source, squeezed
from toolkit.reading.found import Found, Note

_NUMBER = re.compile(r"(?:Num[ée]ro de document|Document number|Docume?nt no\.?)\s*:\s*(\S+)", re.I)
_RIGHTS = re.compile(r"(?:©|\(c\)|Tous droits réservés|All rights reserved)", re.I)
_ISSUE = re.compile(r",\s*(?:no\.|n°|vol\.).*$", re.I)  # "Le Soir, no. 5968"


def _looks(source: Source) -> bool:
    return shows(
        source,
        r"[\"' ]DocPublicationName[\"' ]",
        r"(?i)[\"' ](?:TitreArticleVisu|docOcurrContainer|rdp__\w+)[\"' ]",
        r"[\"' ]DocHeader[\"' ]",
        r"(?i)cedrom-sni\.com|europresse\.com|eureka\.cc",
    )


@reads("Europresse (HTML)", looks=_looks, rank=10)
def read_europresse(source: Source, note: Note) -> Iterator[Found]:
    """Yield the articles of a page of Europresse: ``article`` elements, or tables in pages from before 2013."""
    page = page_of(source)
    articles = page.findall(".//article")
    if articles:
        yield from each_article(source, note, articles, _article)
        return
    cells = [cell for cell in page.iter("td") if cell.find("span[@class='DocPublicationName']") is not None]
    yield from each_article(source, note, cells, _cell)


def _first(article: Any, *names: str) -> Any:
    return next((element for name in names for element in article.iter() if has_class(element, name)), None)


def _found(article: Any, body: str, author: str) -> Found:
    """Return an article of which the body and the author are known: publication, title and date are marked in both layouts."""
    section, date = _section_and_date(
        " ".join(text_of(e) for e in article.iter() if has_class(e, "DocHeader", "DocTitreSousSection"))
    )
    number = _NUMBER.search(squeezed(" ".join(article.itertext())))
    return Found(
        body,
        title=text_of(_first(article, "rdp__articletitle", "titreArticleVisu", "TitreArticleVisu", "titreArticle")),
        date=date or day_in(text_of(article.find("header"))),
        source=_ISSUE.sub("", text_of(_first(article, "DocPublicationName"))) or None,
        meta=known(author=author, section=section, document_id=number[1] if number else None),
    )


def _section_and_date(header: str) -> tuple[str, str | None]:
    """Part the header of an article.

    >>> _section_and_date("Communication, mardi 14 mars 2006, p. 16")
    ('Communication', 'mardi 14 mars 2006')
    """
    header = squeezed(header)
    match = DAY.search(header)
    return (header[: match.start()].rstrip(" ,;-"), match[0]) if match else ("", None)


def _article(article: Any) -> Found:
    text = next(
        (e for name in ("docOcurrContainer", "DocText") if (e := _first(article, name)) is not None and text_of(e)), None
    )
    if text is None:
        text = article.find("section")
    body = "" if text is None else paragraphs(text.iter("p")) or text_of(text)
    return _found(article, body, _author(article))


def _author(article: Any) -> str:
    """Return the author, who has a class of his own or stands in a bare element after the title."""
    named = text_of(_first(article, "sm-margin-bottomNews", "docAuthors"))
    title = article.find(".//div[@class='titreArticle']")
    after = None if named or title is None else title.getnext()
    return named or ("" if after is None or after.tag not in ("div", "p") else text_of(after))


def _cell(cell: Any) -> Found:
    """Read a table cell: the body has no element of its own, it follows the title up to the rights."""
    title = _first(cell, "TitreArticleVisu")
    if title is None:
        return _found(cell, "", "")
    for element in cell.iter("p"):
        element.tail = f"\n\n{element.tail or ''}"
    after = [title.tail or ""] + [part for e in title.itersiblings() for part in (e.text_content(), e.tail or "")]
    parts = [squeezed(part) for part in re.split(r"\n\s*\n", _RIGHTS.split("".join(after))[0])]
    parts = [part for part in parts if part]
    # a name: few words, and no sentence
    author = parts.pop(0) if parts and len(parts[0].split()) <= 5 and parts[0][-1] not in ".!?…" else ""
    return _found(cell, "\n\n".join(parts), author)
