"""Files of word processors: .docx, .odt, .rtf, each one article; an old .doc is told how to become one."""

from __future__ import annotations

import io
import re
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Iterator
from typing import Any

from toolkit.errors import ArticleError, need_extra
from toolkit.reading.formats.plain import title_of
from toolkit.reading.formats.registry import reads
from toolkit.reading.formats.source import Source, plainly, squeezed
from toolkit.reading.formats.zips import MOST_PART, Budget, open_zip, part_of, zip_names
from toolkit.reading.found import Found, Note

OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # how files of Office before 2007 begin, and newer ones with a password
WORD, ODT = "a Word document", "an OpenDocument text"
CELLS = " | "  # between the cells of a table's row
SAVE = "open it in Word or LibreOffice, and save it anew as .docx"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FILE_NAME = re.compile(r"^(?:Microsoft Word - .*|Word Document|.*\.(?:docx?|dotx?|odt|ott|rtf|pdf|indd|qxd))$", re.I)


class _Paragraphs:
    """The paragraphs of a document in order; the cells of a table's row, where each holds one, are one line."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self.title = ""
        self._rows: list[list[list[str]]] = []

    def add(self, text: str, *, title: bool = False) -> None:
        """Add a paragraph; the first that is styled as the title is kept apart."""
        text = text.strip()
        if not text:
            return
        if title and not self.title:
            self.title = squeezed(text)
            return
        (self._rows[-1][-1] if self._rows and self._rows[-1] else self.found).append(text)

    def row(self) -> None:
        """Begin a row of a table."""
        self._rows.append([])

    def cell(self) -> None:
        """Begin a cell."""
        if self._rows:
            self._rows[-1].append([])

    def end_row(self) -> None:
        """End a row: ``Wheat | 1,200``."""
        cells = self._rows.pop()
        listed = [paragraph for cell in cells for paragraph in cell]
        for text in [CELLS.join(listed)] if all(len(cell) <= 1 for cell in cells) else listed:
            self.add(text)

    def article(self, source: Source, title: str, author: str, date: str | None = None) -> Found:
        """Return the document as an article; ``title`` is the one in its properties, often that of an older document."""
        body = self.found
        headline = title_of("\n\n".join(body[:2]))
        title = self.title or ("" if CELLS in headline else headline) or ("" if _FILE_NAME.match(title) else squeezed(title))
        if body and squeezed(body[0]) == squeezed(title):
            body = body[1:]
        if not body and not title:
            raise ArticleError(f"{source.name} holds no text; if it is a picture of one, have it read by OCR first.")
        meta = {"author": squeezed(author)} if author.strip() else {}
        return Found("\n\n".join(body) or title, title, date, meta=meta)


def _looks_docx(source: Source) -> bool:
    names = zip_names(source)
    return "[Content_Types].xml" in names and any(name.startswith("word/") for name in names)


@reads("Word", ".docx", looks=_looks_docx, rank=40)
def read_docx(source: Source, note: Note) -> Iterator[Found]:
    """Read a Word document, with the text of its tables and boxes, as it reads with all changes accepted."""
    docx = need_extra("docx", "office", f"Reading {source.name}")
    _refuse_old(source)
    package, date = _without_pictures(source)
    with plainly(source, WORD, SAVE):
        document = docx.Document(package)
        titles = {
            style.get(f"{_W}styleId")
            for style in document.styles.element.iter(f"{_W}style")
            if any(name.get(f"{_W}val", "").lower() == "title" for name in style.iter(f"{_W}name"))
        }
        gathered = _docx_paragraphs(document.element.body, titles, source)
        known = document.core_properties
        title, author = known.title or "", known.author or ""
    yield gathered.article(source, title, "" if author == "python-docx" else author, date)


def _without_pictures(source: Source) -> tuple[io.BytesIO, str | None]:
    """Return a document without its pictures, of sizes that are what they say, and the day of publication it declares.

    Word's cover pages have a field for that day; when a file was made or changed says nothing of it.
    """
    budget, package, date = Budget(MOST_PART), io.BytesIO(), None
    with open_zip(source, WORD) as archive, zipfile.ZipFile(package, "w") as slim:
        for name in dict.fromkeys(archive.namelist()):
            kept = name.lower().endswith((".xml", ".rels"))
            data = part_of(archive, name, source, budget) if kept else b""
            slim.writestr(zipfile.ZipInfo(name), data)
            if name.startswith("customXml/") and (told := re.search(rb"<PublishDate>(\d{4}-\d\d-\d\d)", data)):
                date = told[1].decode()
    return package, date


def _docx_paragraphs(body: Any, titles: set[Any], source: Source) -> _Paragraphs:
    etree = need_extra("lxml.etree", "office", f"Reading {source.name}")
    gathered = _Paragraphs()
    open_ones: list[list[str]] = []  # a text box stands within a paragraph
    marks = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
    skipped = {f"{_W}moveFrom", f"{_W}pPr", f"{_W}rPr", "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}
    walk = etree.iterwalk(body, events=("start", "end"))
    for event, element in walk:
        tag = element.tag
        if event == "start":
            if tag in skipped:
                walk.skip_subtree()
            elif tag == f"{_W}p":
                open_ones.append([])
            elif tag == f"{_W}tr":
                gathered.row()
            elif tag == f"{_W}tc":
                gathered.cell()
            elif open_ones and tag == f"{_W}t":
                open_ones[-1].append(element.text or "")
            elif open_ones and tag in marks:
                open_ones[-1].append(marks[tag])
        elif tag == f"{_W}p":
            style = element.find(f"{_W}pPr/{_W}pStyle")
            gathered.add("".join(open_ones.pop()), title=style is not None and style.get(f"{_W}val") in titles)
        elif tag == f"{_W}tr":
            gathered.end_row()
    return gathered


def _refuse_old(source: Source) -> None:
    if source.head.startswith(OLD):
        raise ArticleError(
            f"{source.name} is locked with a password, or is an old Word document; "
            "open it in Word, and save it without a password as .docx."
        )


def _looks_old(source: Source) -> bool:
    """Tell a Word document from other old files by the name of its stream, in the list where its header points."""
    if not source.head.startswith(OLD) or len(source.head) < 52:
        return False
    at = 512 * (int.from_bytes(source.head[48:52], "little") + 1)
    with source.open() as stream:
        listed = source.head[at : at + 512] if at + 512 <= len(source.head) else stream.read(at + 512)[at:]
    return "WordDocument".encode("utf-16-le") in listed


@reads("old Word", ".doc", looks=_looks_old, rank=40)
def read_doc(source: Source, note: Note) -> Iterator[Found]:
    """Say of an old Word document what to do with it."""
    raise ArticleError(
        f"{source.name} is an old Word document (.doc), which is not read; open it in Word or LibreOffice, and save it as .docx."
    )
    yield


def _looks_odt(source: Source) -> bool:
    if b"mimetypeapplication/vnd.oasis.opendocument.text" in source.head[30:120]:
        return True
    return source.suffix == ".odt" and "content.xml" in zip_names(source)


@reads("OpenDocument", ".odt", looks=_looks_odt, rank=40)
def read_odt(source: Source, note: Note) -> Iterator[Found]:
    """Read an OpenDocument text."""
    budget = Budget(MOST_PART)
    with open_zip(source, ODT) as archive:
        names = archive.namelist()
        content = part_of(archive, "content.xml", source, budget)
        known = part_of(archive, "meta.xml", source, budget) if "meta.xml" in names else b""
        manifest = part_of(archive, "META-INF/manifest.xml", source, budget) if "META-INF/manifest.xml" in names else b""
    if b"encryption-data" in manifest:
        raise ArticleError(f"{source.name} is locked with a password; open it in LibreOffice, and save it without one.")
    with plainly(source, ODT, SAVE):
        gathered = _parsed(content, _Text(source)).gathered
        properties = _parsed(known, _Properties(source)).found if known else {}
    yield gathered.article(source, properties.get("title", ""), properties.get("initial-creator", ""))


def _parsed(data: bytes, target: Any) -> Any:
    parser = ET.XMLParser(target=target)  # of the target's doctype() nothing gets past, so no entities are declared
    parser.feed(data)
    parser.close()
    return target


class _Target:
    """What a parser of XML hands on: no tree is built, and a document type is refused."""

    def __init__(self, source: Source) -> None:
        self.source = source

    def doctype(self, *_: object) -> None:
        raise ArticleError(f"{self.source.name} declares a document type of its own, as no word processor does; {SAVE}.")

    def close(self) -> None:
        """Nothing to hand back."""


class _Properties(_Target):
    """The properties of an OpenDocument file, by their names."""

    def __init__(self, source: Source) -> None:
        super().__init__(source)
        self.found: dict[str, str] = {}
        self._name = ""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._name = tag.rpartition("}")[2]

    def end(self, tag: str) -> None:
        self._name = ""

    def data(self, text: str) -> None:
        if self._name:
            self.found[self._name] = self.found.get(self._name, "") + text


class _Text(_Target):
    """The paragraphs of an OpenDocument text; notes, comments and what was deleted are none of them."""

    SKIPPED = frozenset(("annotation", "note", "tracked-changes", "ruby-text", "title", "desc", "script", "event-listeners"))
    BLANK, TAB, LINE = "\x01\x02\x03"  # white space that is meant, as characters that XML has not
    MEANT = str.maketrans("\x01\x02\x03", " \t\n")

    def __init__(self, source: Source) -> None:
        super().__init__(source)
        self.gathered = _Paragraphs()
        self._titles = {"Title"}
        self._open: list[tuple[bool, list[str]]] = []
        self._skipping = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition("}")[2]
        known = {key.rpartition("}")[2]: value for key, value in attributes.items()}
        if self._skipping or name in self.SKIPPED:
            self._skipping += 1
        elif name == "style" and known.get("parent-style-name") == "Title":
            self._titles.add(known.get("name", ""))
        elif name in ("p", "h"):
            self._open.append((known.get("style-name", "") in self._titles, []))
        elif name == "table-row":
            self.gathered.row()
        elif name == "table-cell":
            self.gathered.cell()
        elif self._open and name == "s":
            count = known.get("c", "1")
            self._open[-1][1].append(self.BLANK * min(int(count) if count.isdecimal() else 1, 100))
        elif self._open and name in ("tab", "line-break"):
            self._open[-1][1].append(self.TAB if name == "tab" else self.LINE)

    def end(self, tag: str) -> None:
        name = tag.rpartition("}")[2]
        if self._skipping:
            self._skipping -= 1
        elif name in ("p", "h"):
            title, pieces = self._open.pop()
            text = re.sub(r"[ \t\r\n]+", " ", "".join(pieces))
            self.gathered.add(text.translate(self.MEANT), title=title)
        elif name == "table-row":
            self.gathered.end_row()

    def data(self, text: str) -> None:
        if self._open and not self._skipping:
            self._open[-1][1].append(text)


_PICTURE = re.compile(r"[0-9a-fA-F]{512,}+|(?:[0-9a-fA-F]{64,}+\s*+){8,}+")  # as digits, 128 a line
MOST_FONTS = 200_000  # characters of the list of fonts


def _looks_rtf(source: Source) -> bool:
    return source.head.lstrip().startswith(b"{\\rtf")


@reads("Rich Text", ".rtf", looks=_looks_rtf, rank=40)
def read_rtf(source: Source, note: Note) -> Iterator[Found]:
    """Read a rich text file: each of its lines is a paragraph."""
    striprtf = need_extra("striprtf.striprtf", "office", f"Reading {source.name}")
    data = source.data()
    if not _looks_rtf(source):
        raise ArticleError(f"{source.name} is no rich text file; {SAVE}.")
    page = re.search(rb"\\ansicpg(\d{1,5})", data[:2000])
    encoding = f"cp{page[1].decode()}" if page else "cp1252"
    with plainly(source, "rich text", SAVE):
        try:
            text = data.decode(encoding, "replace")
        except LookupError:
            text = data.decode("cp1252", "replace")
        text = _PICTURE.sub("", text)
        # Else the addresses of links are put into the text, and looked for in a time that grows with its square.
        text = re.sub(r"(\\fldinst)(?=\{)", r"\1 ", text, flags=re.I)
        if len(striprtf.font_table_group(text)) > MOST_FONTS:
            raise ArticleError(f"{source.name} is damaged: its list of fonts does not end; {SAVE}.")
        gathered = _Paragraphs()
        for line in _plain(striprtf, text).split("\n"):
            cells = [squeezed(cell) for cell in line.split("|")] if line.rstrip().endswith("|") else [line]
            gathered.add(CELLS.join(cell for cell in cells if cell))
        opening = text[:HEADER]
        title, author = (_plain(striprtf, _property(opening, name, encoding)) for name in ("title", "author"))
    yield gathered.article(source, title, author)


HEADER = 100_000  # characters in which the properties stand


def _property(opening: str, name: str, encoding: str) -> str:
    found = re.search(rf"\{{\\{name} ((?:[^{{}}\\]|\\.)*+)\}}", opening, re.S)
    return f"{{\\rtf1\\ansi\\ansicpg{encoding[2:]} {found[1]}}}" if found else "{}"


def _plain(striprtf: Any, text: str) -> str:
    plain: str = striprtf.rtf_to_text(text, errors="replace")
    return plain.encode("utf-16", "surrogatepass").decode("utf-16", "replace")  # pairs of halves, as emoji are written
