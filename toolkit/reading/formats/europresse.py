"""Europresse and Eureka: pages of saved articles; and what the pages of every archive have in common."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

from toolkit.errors import ArticleError, need_extra
from toolkit.reading.formats.registry import reads
from toolkit.reading.formats.source import Found, Note, Source, squeezed

Piece = TypeVar("Piece")

_WEEKDAY = r"[^\W\d_]{2,8}(?:day|tag|dag|di|dì|woch|abend|nche|unes|artes|oles|eves|rnes|bado|ngo)"
_YEAR = r"(?:18|19|20)\d\d"
# "15 January 2023", "January 15, 2023 Monday", "27. Februar 2012 Montag", "jeudi 1er mars 2012", "15 de enero de 2023",
# "2018 年 10 月 7 日", "2023-01-15"
DAY = re.compile(
    rf"(?:\b{_WEEKDAY},? )?\b\d{{1,2}}(?:\.|er|º|st|nd|rd|th)? (?:de )?[^\W\d_]{{3,12}}\.?,? (?:de )?{_YEAR}\b(?:,? {_WEEKDAY}\b)?"
    rf"|(?:\b{_WEEKDAY},? )?\b[^\W\d_]{{3,12}}\.? \d{{1,2}},? {_YEAR}\b(?:,? {_WEEKDAY}\b)?"
    rf"|{_YEAR} ?年 ?\d{{1,2}} ?月 ?\d{{1,2}} ?日|\b{_YEAR}-\d\d-\d\d\b"
)
FURTHER = 1_048_576  # bytes of a page that are looked into where its beginning shows one mark of an archive


def shows(source: Source, *marks: str, least: int = 2) -> bool:
    """Tell whether a file has ``least`` of the marks of an archive: an ordinary page may have one of them by chance.

    Pages begin with their styles, in one saved page 100,000 characters of them; where there is one mark in the
    beginning, the others are looked for further on.
    """

    def count(text: str) -> int:
        return sum(bool(re.search(mark, text)) for mark in marks)

    found = count(source.begins())
    if not 0 < found < least:
        return found >= least
    with source.open() as stream:
        return count(stream.read(FURTHER).decode("utf-8", "ignore")) >= least


def each_article(source: Source, note: Note, pieces: Iterable[Piece], read: Callable[[Piece], Found]) -> Iterator[Found]:
    """Read the pieces of a file, an article each; one that cannot be read is noted with its number."""
    for number, piece in enumerate(pieces, 1):
        try:
            found = read(piece)
            if not found.body:
                raise ArticleError(f"{found.title[:60]!r} has no text" if found.title else "it has neither title nor text")
        except ArticleError as error:
            note(ArticleError(f"{source.name}, article {number}: {error}"))
        else:
            yield found


def known(**told: Any) -> dict[str, Any]:
    """Return what an archive tells of an article, without what it leaves empty."""
    return {name: value for name, value in told.items() if value}


def author_of(byline: str) -> str:
    """Return who wrote an article.

    >>> author_of("By Ana Vidal"), author_of("Byron Field")
    ('Ana Vidal', 'Byron Field')
    """
    return re.sub(r"^by:?\s+", "", squeezed(byline), flags=re.I)


def word_count(printed: str) -> int | None:
    """Return a printed count of words.

    >>> word_count("1,285 words"), word_count("2.029 Wörter"), word_count("unknown")
    (1285, 2029, None)
    """
    match = re.match(r"\s*(\d{1,3}(?:[.,\s]\d{3})+|\d+)", printed)
    return int(re.sub(r"\D", "", match[1])) if match else None


def day_in(text: str) -> str | None:
    """Return the first day in a text, as it is printed.

    >>> day_in("Section A, Monday, January 15, 2023, p. 4"), day_in("2018 年 10 月 7 日 17:04")
    ('Monday, January 15, 2023', '2018 年 10 月 7 日')
    """
    match = DAY.search(squeezed(text))
    return match[0] if match else None


def page_of(source: Source) -> Any:
    """Return the parsed page of a file, without scripts and styles and with its line breaks as such."""
    html = need_extra("lxml.html", "readers", f"Reading {source.name}")
    text = re.sub(r"^\s*<\?xml[^>]*>", "", source.text()).replace("\0", "")
    if not text.strip():
        raise ArticleError(f"{source.name} is empty.")
    page = html.document_fromstring(text.encode("utf-8", "replace"), parser=html.HTMLParser(encoding="utf-8", huge_tree=True))
    for element in list(page.iter("script", "style")):
        element.drop_tree()
    for element in page.iter("br"):
        element.tail = f"\n{element.tail or ''}"
    return page


def has_class(element: Any, *names: str) -> bool:
    """Tell whether an element of a page has one of the classes."""
    return not set(names).isdisjoint((element.get("class") or "").split())


def text_of(element: Any) -> str:
    """Return the text of an element on one line; empty for None."""
    return "" if element is None else squeezed(element.text_content())


def paragraphs(elements: Iterable[Any]) -> str:
    """Return the texts of elements as paragraphs, parted by a blank line."""
    return "\n\n".join(text for element in elements if (text := text_of(element)))


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
