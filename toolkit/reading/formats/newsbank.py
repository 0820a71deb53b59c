"""NewsBank: pages of its interfaces, its XML, and articles saved as text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from toolkit.reading.formats.archives import author_of, day_in, each_article, known, shows, word_count, xml_in
from toolkit.reading.formats.markup import has_class, page_of, paragraphs, text_of
from toolkit.reading.formats.pdf import joined
from toolkit.reading.formats.registry import reads
from toolkit.reading.formats.source import Source, squeezed
from toolkit.reading.found import Found, Note

_DAY_LINE = r"(?:[^\W\d_]+, )?[^\W\d_]{3,9}\.? \d{1,2}, \d{4}(?: \| [^|\n]+)+"  # "May 6, 2024 | Gazette, The (NC) | Page 11"
# what follows a text: "Copyright (c) 2024 The Gazette", "Citation (aglc Style)"
_TAIL = re.compile(
    r"(?:copyright\W{1,3})?(?:©|\(c\)|copyright)\W{1,3}(?:copyright )?\d{4}|citation \(\w+ style\)|openurl link|record number:",
    re.I,
)
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


def _parts(element: Any = None) -> str:
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
    """Yield the articles of a page, of the newest interface or of those before it."""
    page = page_of(source)
    if bodies := [e for e in page.iter("div") if has_class(e, "document-view__body")]:
        forms = page.findall(".//*[@id='nbplatform-noodletools-export-risdatabyformpost']")
        form = forms[0] if len(forms) == len(bodies) == 1 else None
        yield from each_article(source, note, bodies, lambda body: _new(body, form))
        return
    old = any(has_class(e, "docCite") for e in page.iter())
    names = ("docCite", "pubName", "sourceInfo", "tagName", "mainText") if old else ("title", "info", "text")
    yield from each_article(source, note, _marked(page, names), _old if old else _print_view)


def _new(text: Any, form: Any) -> Found:
    """Read an article that has its facts in a form for reference managers: "TI  - Barley up"."""
    told = dict(reversed(_RIS.findall("" if form is None else form.text_content())))

    def first(*tags: str) -> str:
        return next((squeezed(told[tag]) for tag in tags if told.get(tag)), "")

    date = first("DA", "Y1", "PY").rstrip("/").replace("/", "-")
    facts = {"author": first("AU", "A1"), "section": first("SE")}
    return _found(first("TI", "T1"), date, first("T2", "JO", "JF", "JA"), facts, _parts(text))


def _marked(page: Any, names: tuple[str, ...]) -> Iterator[dict[str, list[Any]]]:
    """Part a page where its headlines stand, and yield the elements of each article by their classes."""
    piece: dict[str, list[Any]] = {}
    for element in page.iter("div", "h3", "span"):
        name = next((name for name in names if has_class(element, name)), "")
        if name == names[0] and piece:
            yield piece
            piece = {}
        if name:
            piece.setdefault(name, []).append(element)
    if piece:
        yield piece


def _old(marked: dict[str, list[Any]]) -> Found:
    publication = next(iter(marked.get("pubName", ())), None)
    day = "" if publication is None else day_in(text_of(publication.getparent())) or ""
    told = _facts(text_of(element) for element in marked.get("sourceInfo", ()))
    told |= {text_of(e).rstrip(":").lower(): squeezed(e.tail or "") for e in marked.get("tagName", ())}
    return _found(_first_text(marked, "docCite"), day, text_of(publication), told, _parts(*marked.get("mainText", [])[:1]))


def _print_view(marked: dict[str, list[Any]]) -> Found:
    lines = [squeezed(line) for e in marked.get("info", ()) for line in e.text_content().split("\n") if line.strip()]
    body = _parts(*marked.get("text", [])[:1])
    return _found(_first_text(marked, "title"), " ".join(lines[1:2]), " ".join(lines[:1]), _facts(lines), body)


def _first_text(marked: dict[str, list[Any]], name: str) -> str:
    return text_of(next(iter(marked.get(name, ())), None))


def _facts(lines: Iterable[str]) -> dict[str, str]:
    """Return what lines such as "Author: Ana Vidal" and "512 words" say, by their labels in small letters."""
    told: dict[str, str] = {}
    for line in lines:
        if match := _LABEL.fullmatch(line):
            told.setdefault(match[1].lower(), match[2])
        elif _WORDS.fullmatch(line):
            told["words"] = line
    return told


# Text


@reads(
    "NewsBank (text)",
    looks=lambda source: (
        not source.head.lstrip().startswith((b"<", b"{\\rtf", b"%PDF"))
        and shows(source, rf"(?m)^[ \t]*{_DAY_LINE}[ \t\r]*$", r"(?i)newsbank|\(aglc style\)|\brecord number: ")
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
    starts = [_headline(lines, day) for day in days]
    for day, start, end in zip(days, starts, [*starts[1:], len(lines)], strict=True):
        yield " ".join(filter(None, lines[start:day])), lines[day:end]


def _headline(lines: list[str], day: int) -> int:
    """Return where the headline above a line with a day begins: it has three lines at most, else only the last is sure."""
    last = next((n for n in range(day - 1, -1, -1) if lines[n]), day)
    above = (n for n in range(last, max(last - 3, -1), -1) if n == 0 or not lines[n - 1] or _TAIL.match(lines[n - 1]))
    return next(above, last)


def _lines(title: str, lines: list[str]) -> Found:
    day, source, *more = lines[0].split(" | ")
    start = 1
    while start < len(lines) and (not lines[start] or _LABEL.match(lines[start]) or _WORDS.fullmatch(lines[start])):
        start += 1
    end = next((n for n in range(start, len(lines)) if _TAIL.match(lines[n])), len(lines))
    told = _facts((*more, *lines[1:start], *lines[end:]))
    return _found(title, day, source, told, "\n\n".join(joined(lines[start:end])))


# XML


@reads(
    "NewsBank (XML)",
    looks=lambda source: shows(source, r"<sourceInfo>", r"<maintext\b", r"<paper>", least=3),
    rank=10,
)
def read_newsbank_xml(source: Source, note: Note) -> Iterator[Found]:
    """Yield the documents of a file; those that only say that a document was deleted are none."""
    kept = (doc for doc in xml_in(source).iter("doc") if (doc.findtext("STATUS") or "").strip().lower() != "delete")
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
