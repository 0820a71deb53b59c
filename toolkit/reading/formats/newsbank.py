"""NewsBank: pages of its interfaces, its XML, and articles saved as text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from toolkit.errors import ArticleError, need_extra
from toolkit.reading.formats.archives import author_of, day_in, each_article, known, shows, word_count
from toolkit.reading.formats.markup import has_class, page_of, paragraphs, text_of
from toolkit.reading.formats.pdf import joined
from toolkit.reading.formats.registry import reads
from toolkit.reading.formats.source import Source, squeezed
from toolkit.reading.found import Found, Note

_DAY_LINE = r"(?:[^\W\d_]+, )?[^\W\d_]{3,9}\.? \d{1,2}, \d{4}(?: \| [^|\n]+)+"  # "May 6, 2024 | Gazette, The (NC) | Page 11"
_TAIL = re.compile(r"(?:©|\(c\)|copyright\b|citation \(|openurl link|record number:|readability:)", re.I)
_LABEL = re.compile(r"(Authors?(?:/Byline)?|Byline|Section|Page|Edition|Record Number|Index Terms)(?:\(s\))?:\s*(.*)", re.I)
_WORDS = re.compile(r"[\d,]+ words", re.I)
_RIS = re.compile(r"(?m)^\s*([A-Z][A-Z0-9])\s{1,2}-\s(.*)$")


def _found(title: str, date: str, source: str, told: dict[str, str], body: str) -> Found:
    """Return an article in the form that all layouts are read into; ``told`` goes by the labels in small letters."""
    author = next((told[name] for name in ("author", "authors", "author/byline", "byline") if told.get(name)), "")
    return Found(
        body,
        title=title,
        date=day_in(date) or squeezed(date) or None,
        source=source or None,
        meta=known(
            author=author_of(author),
            section=told.get("section"),
            words=word_count(told.get("words", "")),
            document_id=told.get("record number"),
        ),
    )


def _parts(element: Any) -> str:
    """Return the paragraphs of a text that has elements for them, or two line breaks between them."""
    if element is None:
        return ""
    found = paragraphs(element.iter("p"))
    if len(found.split()) >= len(text_of(element).split()):
        return found
    for part in element.iter("p"):  # some paragraphs are marked only by where the next one begins
        part.tail = f"\n\n{part.tail or ''}"
        part.text = f"\n\n{part.text or ''}"
    return "\n\n".join(filter(None, map(squeezed, re.split(r"\n\s*\n", element.text_content()))))


# Pages


def _looks_page(source: Source) -> bool:
    return (
        shows(source, r"[\"' ]docCite[\"' ]", r"[\"' ]pubName[\"' ]", r"[\"' ]mainText[\"' ]")
        or shows(source, r"[\"' ]document-view__body[\"' ]", r"\bnbplatform-|\binfoweb\.newsbank\.com")
        or shows(source, r"images\.newsbank\.com", r"<div class=\"title\">", r"<div class=\"info\">", least=3)
    )


@reads("NewsBank (HTML)", looks=_looks_page, rank=10)
def read_newsbank_page(source: Source, note: Note) -> Iterator[Found]:
    """Yield the articles of a page: of each the text, and what stands before it from the text of the one before."""
    page = page_of(source)
    names = ("mainText", "document-view__body", "text")
    texts = [e for e in page.iter("div") if has_class(e, *names)]
    if any(has_class(e, *names[:2]) for e in texts):
        texts = [e for e in texts if not has_class(e, "text")]
    yield from each_article(source, note, texts, lambda text: _article(page, text, alone=len(texts) == 1))


def _article(page: Any, text: Any, *, alone: bool) -> Found:
    """Read an article of a page; the newest interface has its facts in a form for reference managers."""
    if has_class(text, "document-view__body"):
        return _new(page, text, alone=alone)
    around = text.getparent()
    found = {
        name: [e for e in around.iter() if has_class(e, name)] for name in ("docCite", "pubName", "title", "info", "tagName")
    }
    body = _parts(text)
    told = {text_of(e).rstrip(":").lower(): squeezed(e.tail or "") for e in found["tagName"]}
    if found["docCite"]:
        publication = next(iter(found["pubName"]), None)
        date = "" if publication is None else text_of(publication.getparent())
        info = next((text_of(e) for e in around.iter("div") if has_class(e, "sourceInfo")), "")
        byline = _LABEL.match(info)
        if "author" not in told and byline and byline[1].lower().startswith("author"):
            told["author"] = byline[2]
        return _found(text_of(found["docCite"][0]), day_in(date) or "", text_of(publication), told, body)
    lines = [squeezed(line) for e in found["info"] for line in e.text_content().split("\n") if line.strip()]
    told |= {match[1].lower(): match[2] for line in lines if (match := _LABEL.match(line))}
    return _found(text_of(next(iter(found["title"]), None)), " ".join(lines[1:2]), " ".join(lines[:1]), told, body)


def _new(page: Any, text: Any, *, alone: bool) -> Found:
    ris = page.find(".//*[@id='nbplatform-noodletools-export-risdatabyformpost']") if alone else None
    told = dict(reversed(_RIS.findall("" if ris is None else ris.text_content())))

    def first(*tags: str) -> str:
        return next((squeezed(told[tag]) for tag in tags if told.get(tag)), "")

    heading = next((e for e in page.iter("h1") if text_of(e)), None) if alone else None
    return _found(
        first("TI", "T1") or text_of(heading),
        first("DA", "Y1", "PY").rstrip("/").replace("/", "-"),
        first("T2", "JO", "JF", "JA"),
        {"author": first("AU", "A1"), "section": first("SE")},
        _parts(text),
    )


# Text


@reads(
    "NewsBank (text)",
    looks=lambda source: (
        not source.head.lstrip().startswith((b"<", b"{\\rtf", b"%PDF"))
        and shows(source, rf"(?m)^\s*{_DAY_LINE}\s*$", r"(?i)newsbank|\(aglc style\)|^\s*record number: ")
    ),
    rank=10,
)
def read_newsbank_text(source: Source, note: Note) -> Iterator[Found]:
    """Yield the articles of a text: each has a line with its day and publication below its headline."""
    lines = [squeezed(line) for line in source.text().split("\n")]
    yield from each_article(source, note, _pieces(lines), lambda piece: _lines(*piece))


def _pieces(lines: list[str]) -> Iterator[tuple[str, list[str]]]:
    """Part lines into headlines and what follows; a headline begins after a blank line, or what ends an article."""
    days = [n for n, line in enumerate(lines) if re.fullmatch(_DAY_LINE, line)]
    starts = []
    for day in days:
        start = day - 1
        while start > 0 and not lines[start]:
            start -= 1
        while start > 0 and lines[start - 1] and day - start < 4 and not _TAIL.match(lines[start - 1]):
            start -= 1
        starts.append(max(start, 0))
    for day, start, end in zip(days, starts, [*starts[1:], len(lines)], strict=True):
        yield " ".join(filter(None, lines[start:day])), lines[day:end]


def _lines(title: str, lines: list[str]) -> Found:
    day, source, *more = lines[0].split(" | ")
    told = {"words": next((cell for cell in more if _WORDS.fullmatch(cell)), "")}
    start = 1
    while start < len(lines) and (not lines[start] or _LABEL.match(lines[start]) or _WORDS.fullmatch(lines[start])):
        start += 1
    end = next((n for n in range(start, len(lines)) if _TAIL.match(lines[n])), len(lines))
    for said in (*more, *lines[1:start], *lines[end:]):
        if match := _LABEL.match(said):
            told.setdefault(match[1].lower(), match[2])
        elif _WORDS.fullmatch(said):
            told["words"] = said
    return _found(title, day, source, told, "\n\n".join(joined(lines[start:end])))


# XML


@reads(
    "NewsBank (XML)",
    looks=lambda source: shows(source, r"<sourceInfo>", r"<maintext\b", r"<paper>", least=3),
    rank=10,
)
def read_newsbank_xml(source: Source, note: Note) -> Iterator[Found]:
    """Yield the documents of a file; those that only say that a document was deleted are none."""
    etree = need_extra("lxml.etree", "readers", f"Reading {source.name}")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True, recover=True, remove_comments=True)
    root = etree.fromstring(source.data(), parser)
    if root is None:
        raise ArticleError(f"{source.name} is not XML that can be read.")
    kept = (doc for doc in root.iter("doc") if (doc.findtext("STATUS") or "").strip().lower() != "delete")
    yield from each_article(source, note, kept, _document)


def _document(doc: Any) -> Found:
    told = {str(e.tag).lower(): squeezed("".join(e.itertext())) for e in reversed(list(doc.iter())) if isinstance(e.tag, str)}
    text = doc.find(".//maintext")
    body = "" if text is None else "".join(text.itertext())
    return _found(
        told.get("headline") or told.get("title") or told.get("show", ""),
        told.get("date", ""),
        told.get("paper", ""),
        told | {"record number": told.get("recordnumber") or told.get("docid", "")},
        "\n\n".join(filter(None, map(squeezed, re.split(r"\n\s*\n", body)))),
    )
