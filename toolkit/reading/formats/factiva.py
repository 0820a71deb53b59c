"""Factiva: articles saved as a page, as RTF, as XML or as text.

Whatever the file, an article is first read into the archive's own field codes: HD headline, BY author, WC words,
PD date, SN publication, SE section, LA language, LP and TD text, AN number.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from typing import Any

from toolkit.errors import ArticleError
from toolkit.reading.formats.archives import DAY, author_of, day_in, each_article, known, shows, word_count, xml_in
from toolkit.reading.formats.markup import has_class, page_of, paragraphs, text_of
from toolkit.reading.formats.office import read_rtf
from toolkit.reading.formats.plain import title_of
from toolkit.reading.formats.registry import reads
from toolkit.reading.formats.source import Source, squeezed
from toolkit.reading.found import Found, Note

Fields = dict[str, str]

_ID = r"[A-Za-z][A-Za-z0-9]{3,9}0{0,9}(?:19|20)\d{6}[a-z0-9]{7,10}"  # "LBA0000020170319ed3j00q06"
_NUMBER = re.compile(rf"\b{_ID}\b")
_END = re.compile(rf"(?:[^\W\d_]+ )?{_ID}")  # "Document LBA0000020170319ed3j00q06", "Dokument ...", "文件 ..."
_WORDS = re.compile(r"\d[\d.,\s]*[^\W\d_]+")  # "1,285 words", "664 Wörter", "8165 字"
_TIME = re.compile(r"\d{1,2}:\d\d(?: ?[AP]M)?(?: [A-Z]{3,4})?", re.I)
_RIGHTS = re.compile(r"©|\(c\)|copyright", re.I)
# the line above an article's number: "Thomson Reuters (Markets) LLC", "New York Times Digital (Full Text)"
_PUBLISHER = re.compile(
    r"(?:[\w&.,'’-]+ ){1,7}(?:Inc|Ltd|Limited|LLC|plc|PLC|GmbH|AG|Corp|Company|Co|S\.?A|B\.?V)\b\.?|.{1,60}\(Full Text\)"
)
_IMPRINT = 25  # words that the name of a publisher and the number of an article are fewer than
_HEAD_CODES = frozenset(
    ("SE", "HD", "CR", "BY", "CLM", "DLN", "ED", "PG", "WC", "PD", "ET", "SN", "SC", "VOL", "NGC", "GC", "LA", "CY")
)
_TEXT_CODES = frozenset(("LP", "TD"))
_TAIL_CODES = frozenset(("ART", "CT", "CX", "RF", "CO", "IN", "NS", "RE", "IPC", "IPD", "PUB", "DE", "RST", "AN"))
_CODE = re.compile(r"\s*([A-Z]{2,3})(\s*[\t|]\s*|\s{2,}| |$)(.*)")
# of a page; one about Factiva may have its title, and none of the others
_MARKS = (
    r"<title>\s*Factiva|saved from url=\S*factiva\.com/",
    r"\barticleParagraph \w+articleParagraph",
    rf">\s*\w+\s+{_ID}",
)


def _found(fields: Fields) -> Found:
    """Return the article that the field codes tell of."""
    number = fields.get("AN", "")
    printed = _NUMBER.search(number)
    return Found(
        "\n\n".join(text for code in ("LP", "TD") if (text := fields.get(code, "").strip())),
        title=squeezed(fields.get("HD", "")),
        date=day_in(fields.get("PD", "")) or squeezed(fields.get("PD", "")) or None,
        source=squeezed(fields.get("SN", "")) or None,
        meta=known(
            author=author_of(fields.get("BY", "")),
            section=squeezed(fields.get("SE", "")),
            words=word_count(fields.get("WC", "")),
            language=squeezed(fields.get("LA", "")),
            document_id=printed[0] if printed else squeezed(number),
        ),
    )


def _lines_after_title(lines: list[str]) -> Fields:
    """Read the lines that stand between a headline and the text, which have no labels but an order.

    Author (if any), words, date, time (if any), publication, its code, page and edition (if any), language, copyright.

    >>> _lines_after_title(["664 Wörter", "18 April 1998", "Passauer Neue Presse", "PNP", "Deutsch", "(c) 1998 Verlag"])
    {'WC': '664 Wörter', 'PD': '18 April 1998', 'SN': 'Passauer Neue Presse', 'LA': 'Deutsch'}
    """
    fields: Fields = {}
    for place, line in enumerate(lines):
        if "WC" not in fields and _WORDS.fullmatch(line):
            fields["WC"] = line
        elif DAY.match(line):
            fields["PD"] = line
            rest = [more for more in lines[place + 1 :] if not _TIME.fullmatch(more)]
            rights = next((n for n, more in enumerate(rest) if _RIGHTS.search(more)), len(rest))
            if rights > 0:
                fields["SN"] = rest[0]
            if rights > 2:
                fields["LA"] = rest[rights - 1]
            break
    return fields


# Pages


@reads("Factiva (HTML)", looks=lambda source: shows(source, *_MARKS), rank=10)
def read_factiva_page(source: Source, note: Note) -> Iterator[Found]:
    """Yield the articles of a saved page, with field codes or without."""
    divs = (div for div in page_of(source).iter("div") if re.search(r"\barticle \w+Article\b", div.get("class") or ""))
    yield from each_article(source, note, divs, lambda div: _found(_coded_div(div) or _plain_div(div)))


def _texts(element: Any) -> str:
    """Return the text of an article; of what has no mark the long paragraphs are text, the entries of a live blog."""
    texts = [p for p in element.iter("p", "pre") if p.get("class") or len(text_of(p).split()) > _IMPRINT]
    return paragraphs(p for p in texts if not p.get("class") or has_class(p, "articleParagraph", "articlePre"))


def _coded_div(div: Any) -> Fields:
    """Return the field codes of an article in a table; none of one without."""
    rows = ([cell for cell in row if cell.tag == "td"] for row in div.iter("tr"))
    coded = {text_of(cells[0]): cells[1] for cells in rows if len(cells) == 2 and has_class(cells[0], "index")}
    return {code: _texts(cell) if code in _TEXT_CODES else text_of(cell) for code, cell in coded.items()}


def _plain_div(div: Any) -> Fields:
    fields: Fields = {"LP": _texts(div)}
    lines: list[str] = []
    for element in div.iter("div", "p", "pre"):
        text = text_of(element)
        if has_class(element, "articleParagraph", "articlePre"):
            break
        if element is div or not text or element.find("div") is not None:
            continue
        if element.get("id") == "hd" or "eadline" in (element.get("class") or ""):
            fields["SE"], fields["HD"], lines = "; ".join(lines), text, []
        elif has_class(element, "author"):
            fields["BY"] = text
        else:
            lines.append(text)
    number = [text for element in div.iter("p") if _END.fullmatch(text := text_of(element))]
    return fields | _lines_after_title(lines) | {"AN": number[-1] if number else ""}


# Text, and RTF turned into text


def _looks_text(source: Source) -> bool:
    """Tell an export as text: four of its codes, or a count of words above a date and an article's number."""
    text = source.begins()
    if text.lstrip().startswith(("<", "{\\rtf")):
        return False
    codes = {match[1] for match in re.finditer(r"(?m)^[ \t]*(HD|WC|PD|SN|SC|LA|LP|TD|AN)(?=[ \t|]|\s*$)", text)}
    if {"HD", "PD", "SN"} <= codes and codes & {"LP", "TD"}:
        return True
    plain = r"(?m)^[ \t]*\d[\d.,]* ?[^\W\d_]+[ \t]*$\s*^[ \t]*(?:\d{1,2}\.? [^\W\d_]+ \d{4}|\d{4} ?年)"
    return bool(re.search(rf"(?m)^[ \t]*[^\W\d_]+ {_ID}\s*$", text) and re.search(plain, text))


def _looks_rtf(source: Source) -> bool:
    return source.head.startswith(b"{\\rtf") and shows(
        source, r"Factiva RTF Display Format", rf"\w {_ID}", r"\b\d+ (?:words|mots|palabras|parole|W\\'f6rter)\b|\bWC\b"
    )


@reads("Factiva (text)", looks=_looks_text, rank=10)
def read_factiva_text(source: Source, note: Note) -> Iterator[Found]:
    """Yield the articles of an export as text, with field codes or without."""
    yield from _in_lines(source, note, source.text())


@reads("Factiva (RTF)", looks=_looks_rtf, rank=10)
def read_factiva_rtf(source: Source, note: Note) -> Iterator[Found]:
    """Yield the articles of an export as RTF, with field codes or without."""
    yield from _in_lines(source, note, document_text(read_rtf(source, note)))


def document_text(documents: Iterator[Found]) -> str:
    """Return the text of a file of a word processor, a line a paragraph.

    Where its first line reads as a headline, that stands apart as the title; else the title is that in its properties.
    """
    lines: list[str] = []
    for found in documents:
        text = [line for line in found.body.split("\n") if line.strip()]
        title, printed = squeezed(found.title), [squeezed(line) for line in text]
        apart = printed[:1] != [title] and (title_of("\n\n".join(text[:2])) or title not in printed)
        lines += [title, *text] if apart and "factiva" not in title.lower() else text
    return "\n".join(filter(None, lines))


def _in_lines(source: Source, note: Note, text: str) -> Iterator[Found]:
    lines = text.replace("\xa0", " ").split("\n")
    coded = sum(bool((match := _CODE.match(line)) and match[1] in ("HD", "WC", "PD", "SN")) for line in lines[:2000]) >= 3
    if coded:
        yield from each_article(source, note, _coded_lines(lines), _coded_article)
    else:
        yield from each_article(source, note, _plain_lines(lines), _plain_article)


def _coded_article(article: dict[str, list[str]]) -> Found:
    return _found({code: _as_paragraphs(lines) if code in _TEXT_CODES else "\n".join(lines) for code, lines in article.items()})


def _as_paragraphs(lines: list[str]) -> str:
    """Return lines as paragraphs: each line is one, unless they are short and blank lines part them."""
    text = "\n".join(line.strip() for line in lines).strip()
    wrapped = "\n\n" in text and max(map(len, text.split("\n"))) <= 100
    return "\n\n".join(squeezed(part) for part in re.split(r"\n\n+" if wrapped else r"\n+", text))


def _coded_lines(lines: list[str]) -> Iterator[dict[str, list[str]]]:
    """Part lines by their field codes, an article ends with its number or where the next headline or section stands."""
    article: dict[str, list[str]] = {}
    code = ""
    for line in lines:
        match = _CODE.match(line)
        if match and _is_code(match, article):
            code, line = match[1], match[3]
            over = code in article or not _TEXT_CODES.isdisjoint(article) or "AN" in article
            if code in ("SE", "HD", "CLM") and over:
                yield article
                article = {}
            article.setdefault(code, [])
        if code:
            article[code].append(line)
    if article:
        yield article


def _is_code(match: re.Match[str], article: dict[str, list[str]]) -> bool:
    """Tell a field code from a word in capitals: after the text has begun "BY" and "IN" with one blank are words."""
    code, gap, rest = match.groups()
    in_text = not _TEXT_CODES.isdisjoint(article) and "AN" not in article
    if code in _HEAD_CODES:
        return not in_text or (code in ("SE", "HD", "CLM") and gap != " ")
    if code in _TEXT_CODES:
        return bool(article)
    coded = gap != " " or " : " in rest or "|" in rest or code == "PUB" or bool(_NUMBER.search(rest))
    return code in _TAIL_CODES and in_text and coded


def _plain_lines(lines: list[str]) -> Iterator[list[str]]:
    """Part lines into articles, which end with their number; what follows the last is one if it has a count of words."""
    article: list[str] = []
    for line in lines:
        if text := line.strip():
            article.append(text)
            if _END.fullmatch(text):
                yield article
                article = []
    if _words_at(article):
        yield article


def _words_at(lines: list[str]) -> int:
    """Return the place of the count of words, above the date; 0 where there is none or nothing above it."""
    places = (n for n, line in enumerate(lines[:12]) if _WORDS.fullmatch(line))
    return next((n for n in places if DAY.match(" ".join(lines[n + 1 : n + 2]))), 0)


def _plain_article(lines: list[str]) -> Found:
    """Read an article without codes; of the lines above its count of words the longest is the headline."""
    words = _words_at(lines)
    if not words:
        raise ArticleError("its headline, words and date are not where Factiva prints them")
    rights = next((n for n in range(words, min(words + 12, len(lines))) if _RIGHTS.search(lines[n])), None)
    if rights is None:
        raise ArticleError("the line with its copyright is missing, after which the text begins")
    above, text = lines[:words], lines[rights + 1 :]
    number = text.pop() if text and _END.fullmatch(text[-1]) else ""
    if text and _PUBLISHER.fullmatch(text[-1]):
        text.pop()
    title = max(range(words), key=lambda n: len(above[n].split()))
    fields = {"SE": "; ".join(above[:title]), "HD": above[title], "BY": " ".join(above[title + 1 : title + 2])}
    return _found(
        fields | _lines_after_title(lines[words : rights + 1]) | {"LP": "\n\n".join(map(squeezed, text)), "AN": number}
    )


# XML

_HEADLINES = frozenset(("headline",))
_NAMES = {  # an element's name, in lower case, and the code that it stands for
    "HD": ("headline",),
    "BY": ("byline", "author"),
    "WC": ("wordcount",),
    "SN": ("sourcename", "srcname"),
    "SE": ("sectionname", "section", "columnname"),
    "LA": ("baselanguage", "language"),
    "AN": ("accessionno", "accessionnum", "docid"),
}
_TEXTS = ("leadparagraph", "leadpara", "leadparas", "tailparagraphs", "tailparas")
_DATES = ("publicationdate", "pubdate")


@reads(
    "Factiva (XML)",
    looks=lambda source: (
        source.begins().lstrip().startswith("<")
        and shows(
            source, r"<(?:\w+:)?accession(?:No|Num)\b", r"(?i)<(?:\w+:)?(?:lead|tail)Para", r"(?i)<pubData\b", r"factiva\.com"
        )
    ),
    rank=10,
)
def read_factiva_xml(source: Source, note: Note) -> Iterator[Found]:
    """Yield the articles of an export as XML: of each headline the largest element around it with no other headline."""
    yield from each_article(source, note, _records(xml_in(source)), _record)


def _name(element: Any) -> str:
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""


def _records(root: Any) -> list[Any]:
    headlines = [element for element in root.iter() if _name(element) in _HEADLINES]
    within: dict[Any, int] = {}
    for headline in headlines:
        for element in headline.iterancestors():
            within[element] = within.get(element, 0) + 1
    return [
        next((e for e in reversed(list(headline.iterancestors())) if within[e] == 1), headline.getparent())
        for headline in headlines
    ]


def _record(record: Any) -> Found:
    """Read an article's element: its parts are told by their names alone, for each edition of the format nests them otherwise."""
    first: dict[str, Any] = {}
    for element in record.iter():
        first.setdefault(_name(element), element)
    told = {code: next((_told(first[name]) for name in names if name in first), "") for code, names in _NAMES.items()}
    texts = [element for element in record.iter() if _name(element) in _TEXTS]
    parts = [part for text in texts for part in text.iter() if _name(part) in ("paragraph", "para", "p")]
    body = "\n\n".join(text for part in parts or texts if (text := squeezed("".join(part.itertext()))))
    found = _found(told | {"LP": body})
    return found._replace(date=next((_date(first[name]) for name in _DATES if name in first), None))


def _told(element: Any) -> str:
    """Return what an element says, in its text or as its value: ``<SrcName value="Reuters News"/>``."""
    return squeezed("".join(element.itertext())) or element.get("value") or ""


def _date(element: Any) -> datetime.date | None:
    """Return a date that is written "2012-01-09T01:35:58Z" or "20120109", in an element or in one within it."""
    for part in element.iter():
        if match := re.match(r"(\d{4})-?(\d\d)-?(\d\d)", _told(part)):
            try:
                return datetime.date(*map(int, match.groups()))
            except ValueError as error:
                raise ArticleError(f"{match[0]!r} is no day; correct its publication date") from error
    return None
