"""Office and print files: .docx, .odt, .rtf, .doc, .pdf, .epub, each made here."""

from __future__ import annotations

import io
import sys
import time
import zipfile

import docx
import pypdf
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from tests.reading.samples import ONE, TWO, read
from toolkit.errors import ArticleError, MissingExtraError
from toolkit.reading.formats import pdf
from toolkit.reading.formats.markup import article_text
from toolkit.reading.formats.pdf import joined
from toolkit.reading.found import Found


def told(name: str, data: bytes) -> str:
    """Read a file that may be bad; return the message, which names it."""
    try:
        read(name, data)
    except ArticleError as error:
        message = str(error)
    else:
        message = name
    assert message.startswith(name)
    return message


def zipped(files: dict[str, str | bytes], *, first: str = "") -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        if first:
            archive.writestr("mimetype", first, compress_type=zipfile.ZIP_STORED)
        for name, content in files.items():
            archive.writestr(name, content)
    return stream.getvalue()


def word(*, title: str = "", author: str = "", styled: str = "") -> bytes:
    document = docx.Document()
    document.core_properties.title, document.core_properties.author = title, author
    if styled:
        document.add_paragraph(styled, style="Title")
    document.add_paragraph(ONE)
    document.add_paragraph("")
    document.add_paragraph(TWO)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def test_a_word_document():
    assert read("a.docx", word(styled="Wheat rises", author="Ann Lee")) == [
        Found(f"{ONE}\n\n{TWO}", "Wheat rises", None, None, None, {"author": "Ann Lee"})
    ]


def test_a_title_that_is_not_styled_is_the_first_paragraph():
    document = docx.Document()
    document.core_properties.title = "An older article"
    for text in ("Wheat rises", ONE, TWO):
        document.add_paragraph(text)
    stream = io.BytesIO()
    document.save(stream)
    assert read("a.docx", stream.getvalue())[0][:2] == (f"{ONE}\n\n{TWO}", "Wheat rises")


@pytest.mark.parametrize(
    ("said", "title"),
    [("Wheat rises", "Wheat rises"), ("Microsoft Word - may.doc", ""), ("template.dotx", ""), (ONE, ONE), ("", "")],
)
def test_a_title_in_the_properties(said, title):
    (found,) = read("a.docx", word(title=said))
    assert found.title == title
    assert found.body == (TWO if said == ONE else f"{ONE}\n\n{TWO}")


def test_what_word_hides_from_simple_readers():
    document = docx.Document()
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip((c for row in table.rows for c in row.cells), ("Wheat", "1,200", "Maize", "940"), strict=True):
        cell.text = text
    paragraph = document.add_paragraph("Exports rose ")
    run = "<w:r><w:t xml:space='preserve'>{}</w:t></w:r>"
    w = nsdecls("w")
    paragraph._p.append(parse_xml(f"<w:ins {w}>{run.format('by a fifth')}</w:ins>"))
    paragraph._p.append(parse_xml(f"<w:del {w}><w:r><w:delText>by a tenth</w:delText></w:r></w:del>"))
    paragraph._p.append(parse_xml(f"<w:hyperlink {w}>{run.format(' in May.')}</w:hyperlink>"))
    document.element.body.insert(
        0, parse_xml(f"<w:sdt {w}><w:sdtContent><w:p>{run.format('In a control.')}</w:p></w:sdtContent></w:sdt>")
    )
    stream = io.BytesIO()
    document.save(stream)
    (found,) = read("a.docx", stream.getvalue())
    assert found.body == "In a control.\n\nWheat | 1,200\n\nMaize | 940\n\nExports rose by a fifth in May."


def test_a_day_of_publication_is_one_that_the_document_declares():
    data = io.BytesIO(word(styled="Wheat"))
    with zipfile.ZipFile(data, "a") as archive:
        archive.writestr(
            "customXml/item9.xml", "<CoverPageProperties><PublishDate>2024-04-06T00:00:00</PublishDate></CoverPageProperties>"
        )
    assert read("a.docx", data.getvalue())[0].date == "2024-04-06"
    assert read("a.docx", word())[0].date is None  # it says when it was made


ODT = "application/vnd.oasis.opendocument.text"
SPACES = " ".join(
    f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{u}:1.0"'
    for n, u in {"office": "office", "text": "text", "table": "table", "style": "style", "meta": "meta"}.items()
)


def odt(body: str, *, head: str = "", meta: str = "", more: dict[str, str] | None = None) -> bytes:
    content = f'<?xml version="1.0"?>{head}<office:document-content {SPACES}>{body}</office:document-content>'
    known = f'<office:document-meta {SPACES} xmlns:dc="http://purl.org/dc/elements/1.1/"><office:meta>{meta}</office:meta></office:document-meta>'
    return zipped({"content.xml": content, "meta.xml": known, **(more or {})}, first=ODT)


def test_an_opendocument_text():
    data = odt(
        '<style:style style:name="P1" style:parent-style-name="Title"/><office:body><office:text>'
        "<text:tracked-changes><text:p>Deleted.</text:p></text:tracked-changes>"
        '<text:p text:style-name="P1">Wheat <text:span>rises</text:span></text:p>'
        "<text:p>Exports<text:s/>of\n wheat rose<text:note><text:p>A note.</text:p></text:note> by 5%.</text:p><text:p/>"
        "<table:table><table:table-row><table:table-cell><text:p>Maize</text:p></table:table-cell>"
        "<table:table-cell><text:p>940</text:p></table:table-cell></table:table-row></table:table>"
        "</office:text></office:body>",
        meta="<dc:title>A template</dc:title><meta:initial-creator>Ann Lee</meta:initial-creator><dc:date>2024-05-06</dc:date>",
    )
    assert read("a.odt", data) == [
        Found("Exports of wheat rose by 5%.\n\nMaize | 940", "Wheat rises", None, None, None, {"author": "Ann Lee"})
    ]


RTF = (
    r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0\fswiss\fcharset0 Arial;}}{\info{\title Wheat rises}{\author Ann Lee}}"
    r"\f0 Exports to T\'fcrkiye rose by 5\u8239?% \u55357?\u56841?.\par\par The {\field{\*\fldinst{HYPERLINK "
    r'"http://a.example/"}}{\fldrslt{ministry}}} said so.\par Wheat\cell 1,200\cell\row}'
)


def test_a_rich_text():
    assert read("a.rtf", RTF.encode()) == [
        Found(
            "Exports to Türkiye rose by 5\u202f% \U0001f609.\n\nThe ministry said so.\n\nWheat | 1,200",
            "Wheat rises",
            None,
            None,
            None,
            {"author": "Ann Lee"},
        )
    ]


def test_a_rich_text_named_as_an_old_word_document():
    assert read("export.doc", RTF.encode())[0].title == "Wheat rises"


def text_pdf(*pages: list[str], info: str = "") -> bytes:
    """Return a PDF of lines from top to bottom, an empty one a gap."""
    shown = ("".join(f"({line}) Tj T* " if line else "T* " for line in lines) for lines in pages)
    return drawn_pdf(*(f"BT /F1 11 Tf 14 TL 50 750 Td {lines}ET" for lines in shown), info=info)


def drawn_pdf(*streams: str, info: str = "") -> bytes:
    """Return a PDF of pages as they are drawn."""
    objects = ["<</Type/Catalog/Pages 2 0 R>>", "", "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"]
    kids = []
    for stream in streams:
        objects += [f"<</Length {len(stream)}>>stream\n{stream}\nendstream"]
        objects += [
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents {len(objects)} 0 R/Resources<</Font<</F1 3 0 R>>>>>>"
        ]
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<</Type/Pages/Count {len(kids)}/Kids[{' '.join(kids)}]>>"
    objects.append(f"<<{info}>>")
    out, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(out))
        out += f"{number} 0 obj{content}endobj\n".encode()
    table = "".join(f"{at:010} 00000 n \n" for at in offsets)
    size = len(objects) + 1
    end = f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer<</Size {size}/Root 1 0 R/Info {size - 1} 0 R>>\nstartxref\n{len(out)}\n%%EOF"
    return out + end.encode()


def test_a_pdf():
    data = text_pdf(
        [
            "The Daily, page 1",
            "Wheat rises",
            "Exports of wheat rose by a fifth in May, the customs office of",
            "Ukraine said, as ship-",
            "ments",
        ],
        ["The Daily, page 2", "went on by way of the Danube and of the ports around Odesa.", "The ministry said so.", "2"],
        ["The Daily, page 3", "Prices fell."],
        info="/Title(Wheat rises)/Author(Ann Lee)/CreationDate(D:20240506)",
    )
    assert read("a.pdf", data) == [
        Found(
            "Exports of wheat rose by a fifth in May, the customs office of Ukraine said, as ship-\nments went on by way of the "
            "Danube and of the ports around Odesa. The ministry said so.\n\nPrices fell.",
            "Wheat rises",
            None,
            None,
            None,
            {"author": "Ann Lee"},
        )
    ]


@pytest.mark.parametrize(
    ("lines", "paragraphs"),
    [
        (["Exports of wheat rose", "in May."], ["Exports of wheat rose in May."]),
        (
            ["Wheat rises", "Exports of wheat rose by a fifth in May."],
            ["Wheat rises", "Exports of wheat rose by a fifth in May."],
        ),
        (["It rose in the year, said President", "Biden on Monday."], ["It rose in the year, said President Biden on Monday."]),
        (["It rose.", "Then it fell by a fifth in a month."], ["It rose.", "Then it fell by a fifth in a month."]),
        (["Exports that rose by a", "", "fifth fell."], ["Exports that rose by a fifth fell."]),
        (["Wheat in tonnes 1,200", "Maize in tonnes 1,940"], ["Wheat in tonnes 1,200", "Maize in tonnes 1,940"]),
        (
            ["Iowa 1.35 1.38 1.27 higher", "Ohio 1.45 1.31 1.22 lower"],
            ["Iowa 1.35 1.38 1.27 higher", "Ohio 1.45 1.31 1.22 lower"],
        ),
        (["The year-on-year rise, a year-", "on-year one."], ["The year-on-year rise, a year-\non-year one."]),
        (["It sold the prod-", "ucts."], ["It sold the prod-\nucts."]),
        (["Talks of the Sino-", "Russian group."], ["Talks of the Sino-\nRussian group."]),
        (["They sold:", "• wheat", "• maize"], ["They sold:", "• wheat", "• maize"]),
        ([], []),
    ],
)
def test_lines_become_paragraphs(lines, paragraphs):
    assert joined(lines) == paragraphs


def test_what_a_browser_printed():
    """Each word is set above the line and moved down onto it."""
    lines = ("Wheat rises", "Exports of wheat rose by a fifth in the", "Danube ports in May.")
    moves = [
        f"BT /F1 10 Tf 1 0 0 -1 {60 * x} 0 Tm 0 -10 Td ({word}) Tj ET"
        if x
        else f"Q q 1 0 0 1 50 {100 + 14 * y} cm BT /F1 10 Tf 1 0 0 -1 0 0 Tm 0 -10 Td ({word}) Tj ET"
        for y, line in enumerate(lines)
        for x, word in enumerate(line.split())
    ]
    (found,) = read("a.pdf", drawn_pdf(f"1 0 0 -1 0 792 cm q {' '.join(moves)} Q", info="/Title(Wheat rises | The Daily)"))
    assert found[:2] == ("Exports of wheat rose by a fifth in the Danube ports in May.", "Wheat rises")


def test_what_stands_at_the_edge_of_both_of_two_pages_is_furniture():
    head, foot = "5/6/24, 8:30 AM Wheat rises | The Daily", "https://a.example/wheat {}/2"
    data = text_pdf([head, "Wheat rises", ONE, foot.format(1)], [head, TWO, foot.format(2)])
    assert read("a.pdf", data)[0].body == f"Wheat rises\n\n{ONE} {TWO}"
    assert read("a.pdf", text_pdf([head, ONE]))[0].body.startswith(head)


@pytest.mark.parametrize(
    ("title", "headline", "body"),
    [
        ("Wheat rises again", "Wheat rises again", f"The Daily\n\n{ONE}"),
        ("WHEAT RISES AGAIN - The Daily", "Wheat rises again", f"The Daily\n\n{ONE}"),
        ("Wheat rises against maize", "", f"The Daily\n\nWheat rises\n\nagain\n\n{ONE}"),
        ("A template", "", f"The Daily\n\nWheat rises\n\nagain\n\n{ONE}"),
    ],
)
def test_a_headline_is_the_title_of_the_properties_as_it_is_printed(title, headline, body):
    (found,) = read("a.pdf", text_pdf(["The Daily", "", "Wheat rises", "Again", ONE], info=f"/Title({title})"))
    assert found.title.casefold() == headline.casefold()
    assert found.body.casefold() == body.casefold()


def locked_pdf(password: str) -> bytes:
    writer = pypdf.PdfWriter(io.BytesIO(text_pdf([ONE])))
    writer.encrypt(password, "owner", algorithm="RC4-128")
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def test_a_pdf_that_is_locked_against_printing_alone():
    assert read("a.pdf", locked_pdf(""))[0].body == ONE


CONTAINER = '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="OEBPS/b.opf"/></rootfiles></container>'


def book(chapters: dict[str, str], *, called: str = "The Weekly", more: dict[str, str] | None = None) -> bytes:
    listed = "".join(f'<item id="{n}" href="{n}.xhtml" media-type="application/xhtml+xml"/>' for n in chapters)
    spine = "".join(f'<itemref idref="{n}"/>' for n in chapters)
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/">'
        "<dc:title>The Weekly</dc:title><dc:creator>Ann Lee</dc:creator><dc:date>2024-04-06</dc:date></metadata>"
        f"<manifest>{listed}</manifest><spine>{spine}</spine></package>"
    )
    pages = {
        f"OEBPS/{n}.xhtml": f"<html><head><title>{called}</title></head><body>{t}</body></html>" for n, t in chapters.items()
    }
    return zipped(
        {"META-INF/container.xml": CONTAINER, "OEBPS/b.opf": package, **pages, **(more or {})}, first="application/epub+zip"
    )


def test_a_book():
    data = book({"one": f"<h1>Wheat <i>rises</i></h1><p>{ONE}</p><p>{TWO}</p>", "cover": "<img/>", "two": f"<p>{TWO}</p>"})
    known = {"author": "Ann Lee"}
    assert read("a.epub", data) == [
        Found(f"{ONE}\n\n{TWO}", "Wheat rises", "2024-04-06", "The Weekly", None, {**known, "chapter": 1}),
        Found(TWO, "", "2024-04-06", "The Weekly", None, {**known, "chapter": 2}),
    ]


def test_a_page_of_a_book_that_is_called_as_the_book_has_no_title():
    assert read("a.epub", book({"one": f"<p>{ONE}</p>"}))[0].title == ""
    assert read("a.epub", book({"one": f"<p>{ONE}</p>"}, called="The Weekly, by Ann Lee"))[0].title == ""
    assert read("a.epub", book({"one": f"<p>{ONE}</p>"}, called="Wheat rises"))[0].title == "Wheat rises"


def test_a_page_becomes_paragraphs():
    page = (
        "<head><title>No</title></head><body>Wheat <b>rose</b>.<br><br>Maize\nfell.<br>So did rye.<script>no()</script><ul><li>One"
        "<li>Two</ul><table><tr><th>Wheat<td>1,200<tr><td><p>A cell.</p><td><p>Another.</p></table><pre>a\nb</pre></body>"
    )
    assert article_text(page, "a").split("\n\n") == [
        "Wheat rose.",
        "Maize fell.\nSo did rye.",
        "One",
        "Two",
        "Wheat | 1,200",
        "A cell.",
        "Another.",
        "a\nb",
    ]
    assert article_text("", "a") == article_text("<!-- -->", "a") == ""


LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    + "]>"
)
OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 22 + b"\x09\0" + b"\0" * 16 + b"\0\0\0\0" + b"\0" * 460
BOMB = {"[Content_Types].xml": "<x/>", "word/document.xml": b"0" * 60_000_000}
DRM = '<encryption xmlns:e="http://www.w3.org/2001/04/xmlenc#"><e:CipherReference URI="OEBPS/one.xhtml"/></encryption>'


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("a.docx", word()[:-300], "cut off"),
        ("a.docx", word()[:4000], "cut off"),
        ("a.docx", zipped({"[Content_Types].xml": "<x/>", "word/a": ""}), "save it anew as .docx"),
        ("a.docx", zipped(BOMB), "unpack it first"),
        ("a.docx", OLD, "without a password"),
        ("a.docx", b"", "cut off"),
        ("a.doc", OLD, "save it as .docx"),
        ("odd.bin", OLD + "WordDocument".encode("utf-16-le") + b"\0" * 500, "save it as .docx"),
        ("a.odt", odt("")[:-200], "cut off"),
        ("a.odt", odt("<office:body>"), "save it anew"),
        ("a.odt", odt("<office:body/>"), "holds no text"),
        ("a.odt", odt("<text:p>&i;</text:p>", head=LAUGHS), "document type of its own"),
        ("a.odt", odt("", more={"META-INF/manifest.xml": "<x><encryption-data/></x>"}), "without one"),
        ("a.odt", zipped({"other.xml": ""}, first=ODT), "lacks its part 'content.xml'"),
        ("a.rtf", RTF[:40].encode(), "holds no text"),
        ("a.rtf", b"plain text", "no rich text"),
        ("a.pdf", text_pdf([ONE])[:400], "save or copy its text"),
        ("a.pdf", b"%PDF-1.7 nothing", "save or copy its text"),
        ("a.pdf", text_pdf(), "has no pages"),
        ("a.pdf", text_pdf([], []), "pictures of 2 pages and no text"),
        ("a.pdf", locked_pdf("secret"), "locked with a password"),
        ("a.epub", book({"one": ONE})[:-200], "cut off"),
        ("a.epub", book({"one": "<img/>"}), "OCR"),
        ("a.epub", book({"one": ONE}, more={"META-INF/encryption.xml": DRM}), "DRM"),
        ("a.epub", zipped({"META-INF/container.xml": CONTAINER}, first="application/epub+zip"), "lacks its part 'OEBPS/b.opf'"),
        ("a.epub", zipped({"META-INF/container.xml": "<"}, first="application/epub+zip"), "save the text as .txt"),
    ],
)
def test_bad_files_are_told(name, data, says):
    assert says in told(name, data)


def test_a_chapter_that_is_missing_costs_itself():
    notes: list[ArticleError] = []
    data = book({"one": f"<p>{ONE}</p>", "two": f"<p>{TWO}</p>"})
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {n: archive.read(n) for n in archive.namelist() if n not in ("OEBPS/one.xhtml", "mimetype")}
    assert [found.body for found in read("a.epub", zipped(parts, first="application/epub+zip"), notes)] == [TWO]
    assert [str(note) for note in notes] == ["a.epub lacks its part 'OEBPS/one.xhtml'; it is damaged: save it anew."]


@pytest.mark.parametrize("cut", range(0, 100, 7))
@pytest.mark.parametrize("name", ["a.docx", "a.odt", "a.rtf", "a.pdf", "a.epub"])
def test_files_cut_off_anywhere(name, cut):
    whole = {
        "a.docx": word(styled="Wheat"),
        "a.odt": odt(f"<text:p>{ONE}</text:p>"),
        "a.rtf": RTF.encode(),
        "a.pdf": text_pdf([ONE], [TWO]),
        "a.epub": book({"one": ONE}),
    }[name]
    told(name, whole[: len(whole) * cut // 100])


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.rtf", b"{\\rtf1 " + b"{\\field{\\*\\fldinst{" * 20_000 + b" x"),
        ("a.rtf", b"{\\rtf1 " + b"{" * 200_000 + b"x"),
        ("a.rtf", b"{\\rtf1{\\pict " + b"0123456789abcdef" * 500_000 + b"} x}"),
        ("a.odt", odt("<text:span>" * 100_000 + "<text:p>x</text:p>" + "</text:span>" * 100_000)),
        ("a.odt", odt("<text:p>" * 50_000 + "x" + "</text:p>" * 50_000)),
        ("a.epub", book({"one": "<div>" * 100_000 + "x"})),
        ("a.epub", book({"one": "<p>x<br>" * 100_000})),
        ("a.pdf", text_pdf(["x " * 20] * 5_000)),
    ],
    ids=range(8),
)
def test_long_files_take_a_time_that_grows_with_their_length(name, data):
    begun = time.perf_counter()
    told(name, data)
    assert time.perf_counter() - begun < 20


def test_a_pdf_that_draws_or_holds_more_than_any_article(monkeypatch):
    data = text_pdf([ONE], [TWO])
    monkeypatch.setattr(pdf, "LONGEST", 50)
    assert "more than 50 characters by page 2 of 2" in told("a.pdf", data)
    monkeypatch.setattr(pdf, "MOST_DRAWN", 50)
    assert "draws more than" in told("a.pdf", data)


def test_a_document_that_was_packed_anew():
    """The name of its kind comes first and unpacked where an office program writes it."""
    for name, data in (("a.odt", odt(f"<text:p>{ONE}</text:p>")), ("a.epub", book({"one": ONE}))):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            anew = zipped({n: archive.read(n) for n in archive.namelist()})
        assert read(name, anew)[0].body == ONE


@pytest.mark.parametrize(
    ("module", "name", "data", "extra"),
    [
        ("docx", "a.docx", word(), "office"),
        ("striprtf.striprtf", "a.rtf", RTF.encode(), "office"),
        ("pypdf", "a.pdf", text_pdf([ONE]), "office"),
        ("lxml.etree", "a.epub", book({"one": ONE}), "readers"),
    ],
)
def test_a_package_that_is_not_installed(monkeypatch, module, name, data, extra):
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(MissingExtraError, match=rf"Reading {name} needs the package '{module.split('.')[0]}'.*\[{extra}\]"):
        read(name, data)


def test_an_opendocument_text_takes_no_package(monkeypatch):
    for module in ("docx", "striprtf.striprtf", "pypdf", "lxml.etree"):
        monkeypatch.setitem(sys.modules, module, None)
    assert read("a.odt", odt(f"<text:p>{ONE}</text:p>"))[0].body == ONE
