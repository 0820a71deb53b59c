"""News archives: every layout is printed here with invented articles, and each comes back whole.

The layouts were learned from files of real archives; none of their sentences is here.
"""

import contextlib
import datetime
import email.message
import io
import random
import re
import time
import zipfile
from collections.abc import Callable
from typing import NamedTuple

import pytest

from toolkit.errors import ArticleError
from toolkit.reading.formats.registry import Format, format_of, formats
from toolkit.reading.formats.source import HEAD, Source
from toolkit.reading.found import Found

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
ARCHIVES = ("Factiva", "Nexis", "ProQuest", "Europresse", "NewsBank", "Integrum")


class Story(NamedTuple):
    """An invented article, as every archive has it."""

    title: str
    author: str
    section: str
    words: int
    day: datetime.date
    source: str
    number: str
    paragraphs: tuple[str, ...]


def story(n: int, **but: object) -> Story:
    day = datetime.date(2023, 1, 1) + datetime.timedelta(days=9 * n)
    told = Story(
        title=f"Barley shipments rise to {n + 3} cargoes",
        author=f"Mara Lindqvist-{n}",
        section="Commodities",
        words=1000 + 7 * n,
        day=day,
        source="The Harbour Ledger",
        number=f"HARBOR0{day:%Y%m%d}ek1f{n:05d}",
        paragraphs=(
            f"The port of Elmsund shipped {n + 3} cargoes of barley in the week, its harbour master said.",
            "BY contrast, rye stayed away. IN the south it rained: Location: nowhere was spared.",
            f"“We count {n} more,” she said — and left.",
        ),
    )
    return told._replace(**but)  # type: ignore[arg-type]


def stories(count: int) -> list[Story]:
    return [story(n) for n in range(count)]


def british(day: datetime.date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def american(day: datetime.date) -> str:
    return f"{MONTHS[day.month - 1]} {day.day}, {day.year}"


def with_weekday(day: datetime.date) -> str:
    return f"{american(day)} {day:%A}"


def archives() -> list[Format]:
    return [form for form in formats() if form.name.startswith(ARCHIVES)]


def source_of(name: str, data: bytes | str) -> Source:
    raw = data.encode() if isinstance(data, str) else data
    return Source(name, raw[:HEAD], lambda: io.BytesIO(raw))


def read(source: Source) -> tuple[str, list[Found], list[str]]:
    form = format_of(source)
    assert form is not None, source.name
    notes: list[ArticleError] = []
    return form.name, list(form.read(source, notes.append)), [str(note) for note in notes]


# The layouts, each a function that prints stories


def factiva_page(told: list[Story], styles: int = 70_000) -> str:
    def one(s: Story) -> str:
        text = "".join(f'<p class="articleParagraph enarticleParagraph">{p}</p>\n' for p in s.paragraphs)
        return (
            f'<span></span><div id="article-{s.number}" class="article"><div class="article enArticle"><p>\n'
            f"<div>{s.section}</div>\n"
            f'<div id="hd"><span class="enHeadline">{s.title}</span>\n</div>\n<div class="author">By {s.author} </div>'
            f"<div>{s.words:,} words</div><div>{british(s.day)}</div><div>08:15</div><div>{s.source}</div><div>HARBOR</div>"
            f"<div>14</div><div>English</div><div>(c) 2023 Ledger Press </div></p>\n{text}"
            f"<p>Ledger Press Ltd.</p><p>Document {s.number}</p></div></div><br>"
        )

    head = f"<title>Factiva</title><style>{'.x{margin:0}' * (styles // 12)}</style>"
    body = "".join(map(one, told))
    return f"<html><head>{head}</head><body>{body}<span>&copy; 2023 Factiva, Inc. All rights reserved.</span></body></html>"


def factiva_codes(s: Story) -> list[tuple[str, str]]:
    first, *rest = s.paragraphs
    return [
        ("SE", s.section),
        ("HD", s.title),
        ("BY", f"By {s.author}"),
        ("WC", f"{s.words:,} words"),
        ("PD", british(s.day)),
        ("ET", "08:15"),
        ("SN", s.source),
        ("SC", "HARBOR"),
        ("PG", "14"),
        ("LA", "English"),
        ("CY", "(c) 2023 Ledger Press"),
        ("LP", first),
        ("TD", "\n\n".join(rest)),
        ("CO", "elmpor : Port of Elmsund"),
        ("IN", "i01 : Agriculture | i0 : Primary"),
        ("RE", "eur : Europe"),
        ("PUB", "Ledger Press Ltd."),
        ("AN", f"Document {s.number}"),
    ]


def factiva_table(told: list[Story]) -> str:
    def cell(code: str, text: str) -> str:
        paragraphs = (f'<p class="articleParagraph enarticleParagraph">{p}</p>' for p in text.split("\n\n"))
        return "".join(paragraphs) if code in ("LP", "TD") else text

    def one(s: Story) -> str:
        rows = (f'<tr><td class="index"><b>{c}</b>&nbsp;</td><td>{cell(c, t)}</td></tr>' for c, t in factiva_codes(s))
        return f'<div class="article enArticle"><table>{"".join(rows)}</table><br/></div>'

    return f"<html><head><title>Factiva</title></head><body>{''.join(map(one, told))}</body></html>"


def factiva_text(told: list[Story]) -> str:
    return "\ufeff\n" + "\n \n".join("\n".join(f" {code}\t{text}" for code, text in factiva_codes(s)) for s in told)


def factiva_text_below(told: list[Story]) -> str:
    """As TextEdit saves the RTF: each code has a line of its own."""
    return (
        "\n\f".join("\n".join(f"{code}\n{text}\n" for code, text in factiva_codes(s)) for s in told)
        + "\nSearch Summary\nText\tbarley\n"
    )


def factiva_lines(s: Story) -> list[str]:
    head = [
        s.section,
        s.title,
        f"By {s.author}",
        f"{s.words:,} words",
        british(s.day),
        "08:15",
        s.source,
        "HARBOR",
        "14",
        "English",
    ]
    return [*head, "(c) 2023 Ledger Press", "", *s.paragraphs, "Ledger Press Ltd.", f"Document {s.number}", ""]


def factiva_plain(told: list[Story]) -> str:
    return "\n".join(line for s in told for line in factiva_lines(s)) + "\nSearch Summary\nText\nbarley\n"


def escaped(text: str) -> str:
    return "".join(c if ord(c) < 128 else f"\\u{ord(c)}?" for c in text)


def rtf(paragraphs: list[str]) -> str:
    body = "".join(f"\\pard {escaped(p)}\\par\n" for p in paragraphs)
    return "{\\rtf1\\ansi\\ansicpg1252\\deff0{\\fonttbl{\\f0 Arial;}}\n" + body + "}"


def factiva_rtf(told: list[Story]) -> str:
    return rtf([line for s in told for line in factiva_lines(s)])


def factiva_rtf_table(told: list[Story]) -> str:
    def row(code: str, text: str) -> str:
        cell = "\\par ".join(escaped(p) for p in text.split("\n\n"))
        return f"\\trowd\\cellx900\\cellx9000\\pard\\intbl\\b {code}\\b0\\cell {cell}\\cell\\row\n"

    rows = "".join(row(*pair) for s in told for pair in factiva_codes(s))
    return "{\\rtf1\\ansi\\deff0{\\fonttbl{\\f0 Arial;}}{\\info{\\title Factiva RTF Display Format}}\n" + rows + "}"


def factiva_xml(told: list[Story]) -> str:
    def one(s: Story) -> str:
        first, *rest = (f"<paragraph>{p}</paragraph>" for p in s.paragraphs)
        return (
            f"<ppsarticle><article><accessionNo>{s.number}</accessionNo><baseLanguage>English</baseLanguage>"
            f'<byline>By {s.author}</byline><headline><paragraph lang="EN"><hlt>{s.title[:6]}</hlt>{s.title[6:]}</paragraph></headline>'
            f"<leadParagraph>{first}</leadParagraph><publicationDate><dateTime>{s.day}T08:15:00Z</dateTime></publicationDate>"
            f"<sectionName>{s.section}</sectionName><sourceName>{s.source}</sourceName>"
            f"<tailParagraphs>{''.join(rest)}</tailParagraphs><wordCount>{s.words}</wordCount></article></ppsarticle>"
        )

    inner = "".join(map(one, told))
    return f'<?xml version="1.0" encoding="utf-8"?><PPSResponse><r xmlns="http://global.factiva.com/pps/2.0">{inner}</r></PPSResponse>'


def factiva_distdoc(told: list[Story]) -> str:
    def one(s: Story) -> str:
        first, *rest = (f"<Para>{p}</Para>" for p in s.paragraphs)
        return (
            f'<DistDoc><ArchiveDoc><Article lang="EN"><HandL><Title><Headline><Para>{s.title}</Para></Headline></Title>'
            f"<Byline>By {s.author}</Byline><LeadPara>{first}</LeadPara></HandL><TailParas>{''.join(rest)}</TailParas></Article>"
            f'<PubData><PubDate><Date value="{s.day:%Y%m%d}"/></PubDate><SrcName value="{s.source}"/><Section>{s.section}</Section>'
            f'<WordCount value="{s.words}"/><Language>English</Language></PubData><AccessionNum value="{s.number}"/></ArchiveDoc></DistDoc>'
        )

    return f"<Docs>{''.join(map(one, told))}</Docs>"


def wrapped(paragraph: str, width: int = 60) -> str:
    lines, line = [], ""
    for word in paragraph.split():
        if line and len(line) + len(word) >= width:
            lines.append(line)
            line = ""
        line = f"{line} {word}".strip()
    return "\n".join([*lines, line])


def nexis_text(told: list[Story]) -> str:
    def one(n: int, s: Story) -> str:
        body = "\n\n".join(map(wrapped, s.paragraphs))
        return (
            f"\f{n:>40} of {len(told)} DOCUMENTS\n\n\n\n{s.source:>50}\n\n{with_weekday(s.day):>50}\n{'Final Edition':>50}\n\n"
            f"{wrapped(s.title, 30)}\n\nBYLINE: BY {s.author}\n\nSECTION: {s.section}\n\nLENGTH: {s.words:,} words\n\n"
            f"DATELINE: ELMSUND\n\n\n{body}\n\nLOAD-DATE: {american(s.day + datetime.timedelta(days=2))}\n\nLANGUAGE: English\n\n"
            f"GRAPHIC: A crane; barley on\na quay\n\nPUBLICATION-TYPE: Newspaper\n\nACC-NO: {s.number}\n\n\n"
            f"{'Copyright 2023 Ledger Press':>50}\n{'All Rights Reserved':>50}\n\n"
        )

    cover = "Download Request: Selected Items: 1-9\nTime Of Request: Friday, March 3, 2023\n\nTerms: (barley)\n\n\n"
    return cover + "".join(one(n, s) for n, s in enumerate(told, 1))


def nexis_oldest(told: list[Story]) -> str:
    """As Nexis printed before 2008: the copyright first, and a label on everything."""

    def one(n: int, s: Story) -> str:
        body = "\n\n".join(f"   {wrapped(p)}" for p in s.paragraphs)
        return (
            f"{n:>40} of {len(told)} DOCUMENTS\r\n\r\n{'Copyright 2003 Ledger Press':>50}\n{s.source:>50}\n\n"
            f"{american(s.day):>40}, {s.day:%A}, Late Edition - Final\n\nSECTION: {s.section}\n\nLENGTH: {s.words} words\n\n"
            f"HEADLINE: {s.title}\n\nBYLINE:  By {s.author}\n\nBODY:\n{body}\n\nLANGUAGE: English\n\nACC-NO: {s.number}\n\n"
            f"LOAD-DATE: {american(s.day)}\n\n"
        )

    return "\n".join(one(n, s) for n, s in enumerate(told, 1))


def nexis_page(told: list[Story]) -> str:
    def block(kind: str, text: str) -> str:
        return f'<BR><DIV CLASS="c3"><P CLASS="c1"><SPAN CLASS="{kind}">{text}</SPAN></P>\n</DIV>\n'

    def field(label: str, text: str) -> str:
        return (
            f'<BR><DIV CLASS="c5"><P CLASS="c6"><SPAN CLASS="c8">{label}: </SPAN><SPAN CLASS="c2">{text}</SPAN></P>\n</DIV>\n'
        )

    def one(n: int, s: Story) -> str:
        body = "".join(f'<P CLASS="c9"><SPAN CLASS="c2">{p}</SPAN></P>\n' for p in s.paragraphs)
        month, rest = with_weekday(s.day).split(" ", 1)
        return (
            f'<A NAME="DOC_ID_0_{n}"></A><!-- Hide XML section from browser\n<DOC NUMBER={n}>\n<DOCFULL> -->\n'
            + block("c2", f"{n} of {len(told)} DOCUMENTS")
            + f'<BR><DIV CLASS="c0"><P CLASS="c1"><style> .resize {{ width:auto }} </style><BR><SPAN CLASS="c2">{s.source}</SPAN></P></DIV>'
            + f'<BR><DIV CLASS="c3"><P CLASS="c1"><SPAN CLASS="c4">{month}</SPAN><SPAN CLASS="c2"> {rest}<BR>Final Edition</SPAN></P></DIV>'
            + block("c7", s.title)
            + field("BYLINE", s.author)
            + field("SECTION", s.section)
            + field("LENGTH", f"{s.words:,} words")
            + f'<BR><DIV CLASS="c5">{body}</DIV>\n'
            + field("LOAD-DATE", american(s.day + datetime.timedelta(days=2)))
            + field("LANGUAGE", "English")
            + field("ACC-NO", s.number)
            + block("c2", "Copyright 2023 Ledger Press<BR>All Rights Reserved")
            + "<!-- Hide XML section from browser\n</DOCFULL>\n</DOC> -->\n"
        )

    return f"<HTML><BODY>{''.join(one(n, s) for n, s in enumerate(told, 1))}</BODY></HTML>"


def nexis_uni(told: list[Story], cover: bool = True) -> list[str]:
    front = [
        "User Name: A. Reader",
        "Date and Time: Friday, 5. July 2023 09:31:00 CEST",
        "Job Number: 1",
        f"Documents ({len(told)})",
    ]
    for n, s in enumerate(told, 1):
        front += [
            f"{n}. {s.title}",
            "Client/Matter: -None-",
            "Search Terms: barley",
            "Search Type: Natural Language",
            "Narrowed by:",
            "",
        ]
    lines = front if cover else []
    for s in told:
        lines += [
            "",
            s.title,
            s.source,
            f"{with_weekday(s.day)} 9:03 AM GMT",
            "",
            "",
            "Copyright 2023 Ledger Press All Rights Reserved",
        ]
        lines += [
            f"Section:\xa0{s.section}",
            f"Length:\xa0{s.words} words",
            f"Byline:\xa0By {s.author}",
            "Body",
            "",
            *s.paragraphs,
        ]
        lines += ["Graphic", "A crane.", "Classification", "", "Language:\xa0English", "Publication-Type:\xa0Newspaper"]
        lines += [f"Load-Date:\xa0{american(s.day + datetime.timedelta(days=2))}", "", "End of Document", ""]
    return lines


def nexis_docx(told: list[Story]) -> bytes:
    docx = pytest.importorskip("docx")
    document, data = docx.Document(), io.BytesIO()
    document.core_properties.title = told[-1].title
    document.add_paragraph("HERE")
    document.save(data)

    def paragraph(text: str) -> str:
        return f"<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>{text[:7]}</w:t></w:r><w:r><w:t>{text[7:]}</w:t></w:r></w:p>"

    def row(*cells: str) -> str:
        return f"<w:tr>{''.join(f'<w:tc>{paragraph(cell)}</w:tc>' for cell in cells)}</w:tr>"

    table = f"<w:tbl>{row('Content Type', 'Narrowed by')}{row('News', 'Timeline: Jan 01, 2023 to Dec 31, 2023')}</w:tbl>"
    lines = nexis_uni(told, cover=len(told) > 1)
    body = "".join(paragraph(line) + table * (line == "Narrowed by:") for line in lines)
    packed = io.BytesIO()
    with zipfile.ZipFile(data) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "word/document.xml":
                part = re.sub(r"<w:p>.*HERE.*?</w:p>", lambda _: body, part.decode(), flags=re.S).encode()
            new.writestr(name, part)
    return packed.getvalue()


def nexis_rtf(told: list[Story]) -> str:
    return rtf(nexis_uni(told))


def proquest_fields(s: Story) -> list[tuple[str, str]]:
    return [
        ("Subject", "Ports; Barley"),
        ("Location", "Elmsund"),
        ("Title", s.title),
        ("Publication title", f"{s.source}; Elmsund"),
        ("Publication year", str(s.day.year)),
        ("Publication date", f"{s.day:%b} {s.day.day}, {s.day.year}"),
        ("Section", s.section),
        ("Place of publication", "Elmsund"),
        ("Language of publication", "English"),
        ("ProQuest document ID", s.number),
        ("Last updated", "2024-02-02"),
        ("Database", "Invented Newsstream"),
    ]


def proquest_text(told: list[Story]) -> str:
    def one(n: int, s: Story) -> str:
        fields = "\n\n".join(f"{label}: {text}" for label, text in proquest_fields(s))
        if n % 2:  # exports lose blanks
            fields = fields.replace("Place of", "Placeof")
        return (
            f"{'_' * 60}\n\nDocument {n} of {len(told)}\n\n{s.title}\n\nAuthor: {s.author}\n\nPublication info: {s.source} [Elmsund]\n\n"
            f"https://example.org/{n}\n\nAbstract: None available.\n\nLinks: https://example.org/?title=Date\n\n"
            f"Full text: {chr(10).join(s.paragraphs)}\n\n{fields}\n\n"
        )

    last = f"{'_' * 60}\n\nContact us at: http://example.org\nDatabase copyright © 2023 ProQuest LLC. All rights reserved.\n"
    return "".join(one(n, s) for n, s in enumerate(told, 1)) + last


def proquest_page(told: list[Story]) -> str:
    def one(n: int, s: Story) -> str:
        text = "".join(f"<p>{p}</p>" for p in s.paragraphs)
        fields = "".join(f"<p><strong>{label}: </strong>{said}</p>" for label, said in proquest_fields(s))
        return (
            f'<div style="margin-bottom:20px"><a name="DocID_INV_{n}"></a><p></p><p style="font-weight:bold">{s.title}</p>'
            f'<p><strong>Author:  </strong>{s.author}</p><p><a href="https://example.org">ProQuest document link</a></p>'
            f'<p><strong>Full text: </strong><text wordcount="{s.words}"><title></title>{text}</text></p>{fields}</div>'
        )

    return f"<html><body>{''.join(one(n, s) for n, s in enumerate(told, 1))}</body></html>"


def proquest_mail(told: list[Story]) -> str:
    mail = email.message.EmailMessage()
    mail["From"], mail["Subject"] = "noreply@example.org", "Your ProQuest Research"
    first, rest = proquest_page(told).split("<div", 1)
    mail.set_content("See the page.")
    page = f"{first}<p>Email 4 of 5</p><div{rest}".replace("</body>", "<p>Contact us</p></body>")
    mail.add_alternative(
        page.replace("</a><p>", "</a><p>A. Lind<span>Publication info: </span></p><p>"), subtype="html", cte="quoted-printable"
    )
    return mail.as_string()


def newsbank_page(told: list[Story]) -> str:
    def one(s: Story) -> str:
        tags = {"Edition": "Final", "Section": s.section, "Page": "A14", "Record Number": s.number}
        facts = "<br>".join(f'<span class="tagName">{tag}: </span>{said}' for tag, said in tags.items())
        return (
            f'<div class="docBody"><h3 class="docCite">\n{s.title}</h3><div><span class="pubName">{s.source}</span> - {s.day:%A}, '
            f'{american(s.day)}</div><div class="sourceInfo">Author: {s.author}</div><div class="mainText">{"<br><br>".join(s.paragraphs)}'
            f'<br><br></div><div class="sourceInfo">{facts}<br>Copyright, 2023, Ledger Press</div></div>'
        )

    return f"<html><head><title>NewsBank</title></head><body>{''.join(map(one, told))}</body></html>"


def newsbank_print(told: list[Story]) -> str:
    def one(s: Story) -> str:
        text = "<P></P>\n<P></P>    ".join(s.paragraphs)
        return (
            f'<div class="title">{s.title}</div>\n<div class="info">{s.source}<br>{american(s.day)}<br>Author: {s.author}<br>'
            f"Section: {s.section}<br>{s.words:,} words<br>Record Number: {s.number}</div>\n"
            '<div style="font-weight:bold" class="info">Estimated printed pages: 1</div>\n<div class="artSeparator">'
            f'<img src="http://images.newsbank.com/infoweb/agg/shim.gif"></div>\n<div class="text">\n<p>{text}</div>\n'
        )

    return f"<html><body>{''.join(map(one, told))}</body></html>"


def newsbank_new(s: Story) -> str:
    """As the newest interface shows an article, one a page."""
    facts = {"TY": "NEWS", "TI": s.title, "AU": s.author, "T2": s.source, "DA": f"{s.day:%Y/%m/%d}/", "SE": s.section}
    form = "\n".join(f"{tag}  - {said}" for tag, said in facts.items())
    text = "".join(f"<p>{p}</p>" for p in s.paragraphs)
    return (
        f'<html><body><h1>{s.title}</h1><div class="document-view__body read document-view__body--ascii ">{text}</div>'
        f'<div hidden id="nbplatform-noodletools-export-risdatabyformpost">\n{form}\nER  - \n</div></body></html>'
    )


def newsbank_text(told: list[Story]) -> str:
    def one(s: Story) -> str:
        return (
            f"{s.title}\n{american(s.day)} | {s.source} | Elmsund | Section: {s.section} | Page 14\nAuthor: {s.author}\n{s.words:,} words\n\n"
            + "\n\n".join(map(wrapped, s.paragraphs))
            + f"\n\nCopyright (c) 2023 Ledger Press\nRecord Number: {s.number}\nCitation (aglc Style)\n{s.author}, '{s.title}', (online)\n\n"
        )

    return "".join(map(one, told))


def newsbank_xml(told: list[Story]) -> str:
    def one(s: Story) -> str:
        text = "\n\n".join(s.paragraphs)
        return (
            f"<doc><STATUS>add</STATUS><docid>{s.number}</docid><sourceInfo><paper>{s.source}</paper><date>{s.day}</date>"
            f"<section>{s.section}</section></sourceInfo><headline>{s.title}</headline><author>By {s.author}</author>"
            f"<maintext>\n{text}\n</maintext></doc>"
        )

    return f"<docs><doc><STATUS>delete</STATUS><docid>X</docid></doc>{''.join(map(one, told))}</docs>"


def integrum_page(told: list[Story]) -> bytes:
    def one(n: int, s: Story) -> str:
        fields = {"ИС": f"{s.source} ", "РБ": s.section, "НР": "6", "ДТ": dotted(s.day), "АВ": s.author, "ЗГ": s.title}
        cell = "<br>".join(f"^{code}:\n                  {said}\n" for code, said in fields.items())
        text = "\n".join(f"     {wrapped(p)}" if n % 2 else f"\n{wrapped(p)}" for p in s.paragraphs)
        return (
            f'<br clear="all" style="page-break-before:always"><div align="left"><a name="{n}"></a><table width="100%"><tr>'
            f'<td bgcolor="#e4e1d9">{cell}<br></td></tr></table><h3>{s.title}\n</h3><pre>\n{text}</pre></div>'
        )

    head = '<html><head><META http-equiv="Content-Type" content="text/html; charset=windows-1251"><title>Report 12.05.2021 15:50:05</title></head>'
    listed = "".join(f'{n}.<a href="#{n}">{s.title}</a><br>' for n, s in enumerate(told, 1))
    body = "".join(one(n, s) for n, s in enumerate(told, 1))
    return f"{head}<body><h3>Report</h3>{listed}{body}</body></html>".encode("cp1251")


def integrum_table(told: list[Story]) -> bytes:
    openpyxl = pytest.importorskip("openpyxl")
    book, data = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["Источник", "Дата", "Время", "Заголовок", "Анонс", "Оригинал", "Автор"])
    for s in told:
        text = "\r\n\r\n".join((s.title, dotted(s.day), *s.paragraphs))
        book.active.append([s.source, f"{s.day:%d.%m.%y}", "00:00", s.title, text, "", s.author])
    book.save(data)
    return data.getvalue()


def dotted(day: datetime.date) -> str:
    return f"{day:%d.%m.%Y}"


def europresse_page(told: list[Story]) -> str:
    def one(s: Story) -> str:
        text = "".join(f"<p>{p}</p>" for p in s.paragraphs)
        return (
            f'<article><header><div class="rdp__DocPublicationName"><span class="DocPublicationName">{s.source}, no. 1234</span></div>'
            f'<div><span class="DocHeader">{s.section}, {with_weekday(s.day)}, p. 14</span></div><div class="titreArticle">'
            f'<p class="sm-margin-TopNews titreArticleVisu rdp__articletitle">{s.title}</p></div>'
            f'<p class="sm-margin-bottomNews">{s.author}</p></header><section><div class="DocText clearfix">'
            f'<div class="docOcurrContainer">{text}</div></div></section><footer><small>© 2023 Ledger. Tous droits réservés.</small>'
            f"<p>Numéro de document : {s.number}</p><span>Date d'émission : <b>2024-07-04</b></span></footer></article>"
        )

    return f'<!DOCTYPE html><html><head><meta charset="utf-8"></head><body>{"".join(map(one, told))}</body></html>'


def europresse_table(told: list[Story]) -> str:
    def one(s: Story) -> str:
        return (
            f'<table><tr><td><table><tr><td></td></tr></table><span class="DocPublicationName">{s.source}, no. 7</span><br>'
            f'<span class="DocHeader">{s.section}, </span><span class="DocHeader">{with_weekday(s.day)}</span><br><br>'
            f'<span class="TitreArticleVisu">{s.title[:6]}<span style="color:red">{s.title[6:]}</span></span><br><br>{s.author}<br><p></p>'
            f"{'<p></p>'.join(s.paragraphs)}<p></p><b><i>© 2012 Ledger. Tous droits réservés.</i></b><p></p>"
            f"Numéro de document : {s.number}<br></td></tr></table><p><br>"
        )

    return f"<html><body>{''.join(map(one, told))}</body></html>"


class Layout(NamedTuple):
    """How an archive prints stories, the name of the format, how it prints a day, and what it does not tell."""

    form: str
    printed: Callable[[list[Story]], bytes | str]
    day: Callable[[datetime.date], object] = british
    without: tuple[str, ...] = ()


def in_proquest(day: datetime.date) -> str:
    return f"{day:%b} {day.day}, {day.year}"


LAYOUTS = (
    Layout("Factiva (HTML)", factiva_page),
    Layout("Factiva (HTML)", factiva_table),
    Layout("Factiva (text)", factiva_text),
    Layout("Factiva (text)", factiva_text_below),
    Layout("Factiva (text)", factiva_plain),
    Layout("Factiva (RTF)", factiva_rtf),
    Layout("Factiva (RTF)", factiva_rtf_table),
    Layout("Factiva (XML)", factiva_xml, lambda day: day),
    Layout("Factiva (XML)", factiva_distdoc, lambda day: day),
    Layout("Nexis (text)", nexis_text, with_weekday),
    Layout("Nexis (text)", nexis_oldest, lambda day: f"{american(day)}, {day:%A}"),
    Layout("Nexis (HTML)", nexis_page, with_weekday),
    Layout("Nexis Uni (DOCX)", nexis_docx, with_weekday, ("document_id",)),
    Layout("Nexis Uni (RTF)", nexis_rtf, with_weekday, ("document_id",)),
    Layout("ProQuest (text)", proquest_text, in_proquest, ("words",)),
    Layout("ProQuest (HTML)", proquest_page, in_proquest),
    Layout("ProQuest (mail)", proquest_mail, in_proquest),
    Layout("NewsBank (HTML)", newsbank_page, lambda day: f"{day:%A}, {american(day)}", ("words", "language")),
    Layout("NewsBank (HTML)", newsbank_print, american, ("language",)),
    Layout("NewsBank (text)", newsbank_text, american, ("language",)),
    Layout("NewsBank (XML)", newsbank_xml, str, ("words", "language")),
    Layout("Integrum (HTML)", integrum_page, dotted, ("words", "language", "document_id")),
    Layout("Integrum (Excel)", integrum_table, dotted, ("section", "words", "language", "document_id")),
    Layout("Europresse (HTML)", europresse_page, with_weekday, ("words", "language")),
    Layout("Europresse (HTML)", europresse_table, with_weekday, ("words", "language")),
)
EACH = pytest.mark.parametrize("layout", LAYOUTS, ids=[layout.printed.__name__ for layout in LAYOUTS])


def expected(layout: Layout, s: Story) -> Found:
    meta = {"author": s.author, "section": s.section, "words": s.words, "language": "English", "document_id": s.number}
    told = {name: value for name, value in meta.items() if name not in layout.without}
    return Found("\n\n".join(s.paragraphs), s.title, layout.day(s.day), s.source, meta=told)  # type: ignore[arg-type]


def compared(found: Found) -> Found:
    """Return what all archives tell; rows have numbers, and some articles a dateline."""
    return found._replace(part=None, meta={name: value for name, value in found.meta.items() if name != "dateline"})


@EACH
@pytest.mark.parametrize("count", [1, 2, 13])
def test_as_many_articles_come_out_as_were_printed_each_whole(layout: Layout, count: int) -> None:
    told = stories(count)
    form, found, notes = read(source_of("export.bin", layout.printed(told)))  # the name tells nothing
    assert form == layout.form
    assert notes == []
    assert [compared(f) for f in found] == [expected(layout, s) for s in told]


@EACH
def test_a_broken_article_costs_itself_and_is_noted_with_its_number(layout: Layout) -> None:
    told = stories(5)
    form, found, notes = read(source_of("export.bin", layout.printed([*told[:2], story(2, paragraphs=("",)), *told[3:]])))
    assert form == layout.form
    assert [f.title for f in found] == [s.title for n, s in enumerate(told) if n != 2]
    assert len(notes) == 1
    assert notes[0].startswith("export.bin, article 3: ")


def test_an_article_without_its_end_is_one() -> None:
    text = factiva_text(stories(3))
    cut = text.replace(f" AN\tDocument {story(1).number}", "")
    assert [f.title for f in read(source_of("x.txt", cut))[1]] == [s.title for s in stories(3)]
    lines = "\n".join(nexis_uni(stories(3)))
    cut = rtf(lines[: lines.rindex("End of Document")].split("\n"))
    assert len(read(source_of("x.rtf", cut))[1]) == 3


def test_what_is_not_where_it_should_be_is_told() -> None:
    lost = factiva_plain(stories(3)).replace(f"{story(1).words:,} words", "")
    _, found, notes = read(source_of("x.txt", lost))
    assert len(found) == 2
    assert notes == ["x.txt, article 2: its headline, words and date are not where Factiva prints them"]
    lost = factiva_plain(stories(3)).replace("(c) 2023 Ledger Press", "", 1)
    assert "copyright is missing" in read(source_of("x.txt", lost))[2][0]
    lost = rtf([line for n, line in enumerate(nexis_uni(stories(2), cover=False)) if line != "Body" or n > 20])
    assert "has no line 'Body'" in read(source_of("x.rtf", lost))[2][0]
    wrong = factiva_xml(stories(2)).replace(f"{story(0).day}T", "2023-02-31T")
    assert "is no day" in read(source_of("x.xml", wrong))[2][0]


PARAGRAPH = "The port of Elmsund shipped more barley. Its harbour master, who reads Factiva and LexisNexis, counted 1,200 words in a report."
PAGE = (
    "<html><head><title>Barley up</title></head><body><article class='article enArticle'><header><h1>Barley up</h1>"
    f"<div class='author'>By A. Lind</div></header><p class='articleParagraph'>{PARAGRAPH}</p><p>© 2023 Ledger</p></article></body></html>"
)
TEXTS = {
    "a text": f"Barley up\n\nBy A. Lind\n\n15 January 2023\n\n{PARAGRAPH}\n\nCopyright 2023 Ledger\n",
    "a text with labels": f"Title: Barley up\nAuthor: A. Lind\nDate: 2023-01-15\nSource: Ledger\n\n{PARAGRAPH}\n",
    "a text with rules": f"{'_' * 60}\n\nBarley up\n\nTitle: mine\n\n{PARAGRAPH}\n\n{'_' * 60}\n",
    "a text with a length": f"LENGTH: 512 words\n\n{PARAGRAPH}\n\n1,200 words\n15 January 2023\n",
    "a text about codes": "HD is for high definition.\nSN 1006 was a star.\nPD stays.\n" + PARAGRAPH,
    "a page": PAGE,
    "a page about Factiva": PAGE.replace("Barley up", "Factiva"),
    "a page with a load date": PAGE.replace("© 2023", "Load-Date: January 15, 2023"),
    "a page about Dow Jones": PAGE.replace("Barley up", "Factiva").replace(
        "</p>", "</p><p>Dow Jones Factiva, once Factiva, Inc.</p>"
    ),
    "a page about NewsBank": PAGE.replace(
        "</p>", "</p><a href='https://infoweb.newsbank.com/'>NewsBank</a><div class='mainText'>x</div>"
    ),
    "a report": PAGE.replace("Barley up", "Report 12.05.2021"),
    "a text of a day": f"Barley up\n\nMay 6, 2024 | The Ledger | Page 11\n\n{PARAGRAPH}\n",
    "a mail about ProQuest": f"From: a@example.org\nSubject: Full text: ProQuest\nMessage-ID: <1>\n\n{PARAGRAPH} Publication info: none.\n",
    "a feed": f"<rss><channel><item><title>Barley</title><headline>x</headline><pubDate>1</pubDate><description>{PARAGRAPH}</description></item></channel></rss>",
    "rich text": rtf(["Barley up", PARAGRAPH, "Length: 3 m"]),
    "nothing": "",
}


@pytest.mark.parametrize("name", TEXTS)
def test_what_is_no_archive_is_not_taken_for_one(name: str) -> None:
    source = source_of(f"{name}.txt", TEXTS[name])
    assert [form.name for form in archives() if form.looks and form.looks(source)] == []


def test_no_file_is_an_archive_by_its_name() -> None:
    assert [form.name for form in archives() if form.suffixes] == []
    assert all(form.rank == 10 for form in archives())


def test_an_ordinary_document_is_not_nexis() -> None:
    docx = pytest.importorskip("docx")
    data = io.BytesIO()
    document = docx.Document()
    document.add_paragraph("Body")
    document.add_paragraph(PARAGRAPH)
    document.save(data)
    assert not any(form.looks and form.looks(source_of("x.docx", data.getvalue())) for form in archives())


def test_the_table_of_proquest_is_refused_with_what_to_do() -> None:
    data = io.BytesIO()
    words = "".join(
        f"<si><t>{word}</t></si>"
        for word in ("Title", "Abstract", "StoreId", "Authors", "placeOfPublication", "pubdate", "pubtitle")
    )
    with zipfile.ZipFile(data, "w") as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        packed.writestr("xl/workbook.xml", "<workbook/>")
        packed.writestr("xl/sharedStrings.xml", f"<sst>{words}</sst>")
    with pytest.raises(ArticleError, match="save the results there as TXT or HTML"):
        read(source_of("x.xlsx", data.getvalue()))


def test_a_record_without_its_text_is_noted() -> None:
    text = proquest_text(stories(2)).replace("\n".join(story(0).paragraphs), "Not available.")
    _, found, notes = read(source_of("x.txt", text))
    assert [f.title for f in found] == [story(1).title]
    assert notes == [f"x.txt, article 1: {story(0).title!r} has no text"]


def test_other_languages_of_the_archive() -> None:
    german = (
        factiva_page(stories(1))
        .replace("1,000 words", "1.000 Wörter")
        .replace("Document HARB", "Dokument HARB")
        .replace("1 January", "1 Januar")
    )
    (found,) = read(source_of("x.html", german))[1]
    assert (found.meta["words"], found.date, found.meta["document_id"]) == (1000, "1 Januar 2023", story(0).number)
    chinese = (
        factiva_page(stories(1))
        .replace("1,000 words", "1000 字")
        .replace("1 January 2023", "2023 年 1 月 1 日")
        .replace("Document HARB", "文件 HARB")
    )
    (found,) = read(source_of("x.html", chinese))[1]
    assert (found.meta["words"], found.date, found.source) == (1000, "2023 年 1 月 1 日", "The Harbour Ledger")
    french = nexis_page(stories(1))
    for old, new in {
        "BYLINE": "AUTEUR",
        "SECTION": "RUBRIQUE",
        "LENGTH": "LONGUEUR",
        "LANGUAGE": "LANGUE",
        "LOAD-DATE": "DATE-CHARGEMENT",
    }.items():
        french = french.replace(f"{old}: ", f"{new}: ")
    (found,) = read(source_of("x.html", french))[1]
    assert found.meta == {
        "author": story(0).author,
        "section": "Commodities",
        "words": 1000,
        "language": "English",
        "document_id": story(0).number,
    }
    assert found.body == "\n\n".join(story(0).paragraphs)


def test_the_cells_of_a_table_stay_in_their_row() -> None:
    table = "</SPAN></P><TABLE><TR><TD><P>Elmsund</P></TD><TD><P>1,200</P></TD></TR><TR><TD><P>Varnhamn</P></TD><TD><P>300</P></TD></TR></TABLE><P><SPAN>"
    page = nexis_page([story(0, paragraphs=(table,))])
    assert read(source_of("x.html", page))[1][0].body == "Elmsund | 1,200\n\nVarnhamn | 300"


def test_a_label_within_a_text_of_nexis_is_text() -> None:
    told = story(0, paragraphs=("One.", "CITY: the mayor spoke.", "Two.", "SECTION: it is a word.", "Three."))
    text = nexis_text([told]).replace("BYLINE", "DISTRIBUTION: Late City\n\nODD: unknown\n\nBYLINE")
    assert read(source_of("x.txt", text))[1][0].body == "\n\n".join(told.paragraphs)


@pytest.mark.parametrize("mark", ["\n", " ", "\t", "_", "<", "Length:\\b ", "1 ", "a0", "> ", "HD ", "\n1 of "])
def test_a_look_at_any_text_is_quick(mark: str) -> None:
    source = source_of("x.txt", ("factiva words End of Document\n" + mark * HEAD)[: 2 * HEAD])
    begun = time.perf_counter()
    for form in archives():
        if form.looks:
            form.looks(source)
    assert time.perf_counter() - begun < 2


def test_lines_that_are_short_and_parted_by_blank_lines_are_joined() -> None:
    text = factiva_text([story(0, paragraphs=("One.", *(wrapped(p) for p in story(0).paragraphs[:2])))])
    assert read(source_of("x.txt", text))[1][0].body == "\n\n".join(("One.", *story(0).paragraphs[:2]))


@EACH
def test_five_hundred_articles_take_seconds(layout: Layout) -> None:
    told = [s._replace(paragraphs=s.paragraphs * 8) for s in stories(500)]
    source = source_of("export.bin", layout.printed(told))
    begun = time.perf_counter()
    _, found, _ = read(source)
    assert len(found) == 500
    assert time.perf_counter() - begun < 20


@EACH
def test_damaged_files_raise_nothing_but_errors_that_name_the_file(layout: Layout) -> None:
    whole = layout.printed(stories(4))
    if isinstance(whole, bytes):
        pytest.skip("a packed file that is damaged does not open")
    draw = random.Random(7)
    for _ in range(25):
        lines = whole.replace("><", ">\n<").split("\n")
        for _ in range(draw.randrange(1, 12)):
            del lines[draw.randrange(len(lines))]
        source = source_of("export.bin", "\n".join(lines))
        reader = next(form.read for form in archives() if form.name == layout.form)
        notes: list[ArticleError] = []
        with contextlib.suppress(ArticleError):  # and nothing else
            assert all(found.body for found in reader(source, notes.append))
        assert all("export.bin, article " in str(note) for note in notes)


@EACH
def test_of_a_file_that_is_cut_off_what_stands_before_the_cut_is_read(layout: Layout) -> None:
    told = stories(200)
    whole = layout.printed(told)
    if layout.form in ("Nexis Uni (DOCX)", "Integrum (Excel)"):
        pytest.skip("a packed file that is cut off does not open")
    form, found, notes = read(source_of("export.bin", whole[: len(whole) * 7 // 10]))
    assert form == layout.form
    assert [f.title for f in found[:3]] == [s.title for s in told[:3]]
    assert [f.body for f in found[:3]] == ["\n\n".join(s.paragraphs) for s in told[:3]]
    assert 100 < len(found) + len(notes) < 160


def test_a_file_of_which_no_article_can_be_told_is_told() -> None:
    page = factiva_page(stories(2)).replace('class="article enArticle"', "")
    with pytest.raises(ArticleError, match=r"x\.html looks like an archive's export, but .* export it there anew"):
        read(source_of("x.html", page))


def test_the_lines_of_a_wire_become_paragraphs() -> None:
    lines = ("Barley shipments from the port of Elmsund rose to", "seven cargoes in the week, as", "buyers came back.", "RYE")
    text = factiva_plain([story(0, paragraphs=(*lines, "Rye stayed away."))])
    assert read(source_of("x.txt", text))[1][0].body == "\n\n".join((" ".join(lines[:3]), "RYE", "Rye stayed away."))


def test_an_article_of_nexis_without_its_day_keeps_its_publication() -> None:
    lines = nexis_uni([story(0)], cover=False)
    day = next(n for n, line in enumerate(lines) if line.startswith(with_weekday(story(0).day)))
    (found,) = read(source_of("x.rtf", rtf([*lines[:day], "Correction Appended", *lines[day + 1 :]])))[1]
    assert (found.title, found.source, found.date) == (story(0).title, story(0).source, None)
    monthly = rtf([*lines[:day], "March 2010", *lines[day + 1 :]])
    (found,) = read(source_of("x.rtf", monthly))[1]
    assert (found.title, found.source, found.date) == (story(0).title, story(0).source, "March 2010")


def test_an_article_that_nexis_could_not_show_is_noted() -> None:
    page = nexis_page(stories(1)).replace(
        "</BODY>", "<DOCFULL><P>We are sorry but there is an error in this document.</P></BODY>"
    )
    _, found, notes = read(source_of("x.html", page))
    assert (len(found), notes) == (1, ["x.html, article 2: it has neither title nor text"])


def test_exports_are_told_behind_pictures_and_scripts() -> None:
    picture = f"{{\\info{{\\title Factiva RTF Display Format}}}}{{\\pict {'0a' * 40_000}}}"
    text = factiva_rtf(stories(2)).replace("\n", f"{picture}\n", 1)
    form, found, _ = read(source_of("x.bin", text))
    assert (form, [f.title for f in found]) == ("Factiva (RTF)", [s.title for s in stories(2)])
    saved = f"<!-- saved from url=(0061)https://global.factiva.com/hp/save.aspx --><script>{'x;' * 40_000}</script>"
    page = factiva_page(stories(2), styles=0).replace("<title>Factiva</title>", f"{saved}<title>x</title>")
    assert read(source_of("x.bin", page))[0] == "Factiva (HTML)"


def test_a_text_of_proquest_that_is_no_whole_page_costs_nothing_after_it() -> None:
    page = proquest_page(stories(3)).replace(
        f'<text wordcount="{story(0).words}">', f'<text wordcount="{story(0).words}">html><head></head><body>'
    )
    page = page.replace("</text>", "</body></html></text>", 1)
    assert [f.source for f in read(source_of("x.html", page))[1]] == [s.source for s in stories(3)]


def test_a_day_of_proquest_that_is_broken_is_that_of_its_publication_info() -> None:
    text = proquest_text(stories(1)).replace("Publication date: Jan 1, 2023", "Publication date: Jan 1, 20 23")
    text = text.replace(
        f"Publication info: {story(0).source} [Elmsund]", f"Publication info: {story(0).source} [Elmsund]01 Jan 2023: A1"
    )
    assert read(source_of("x.txt", text))[1][0].date == "01 Jan 2023"
    assert read(source_of("x.txt", text.replace("Jan 1, 20 23", "Jan 2, 2023")))[1][0].date == "Jan 2, 2023"


@pytest.mark.parametrize(("printed", "day"), [("28.02.05", "28.02.2005"), ("31.12.99", "31.12.1999"), ("1.2.2012", "1.2.2012")])
def test_years_of_integrum_have_all_digits(printed: str, day: str) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book, data = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["Источник", "Дата", "Заголовок", "Анонс", "Автор"])
    book.active.append(["The Ledger", printed, "Barley up", "Barley up\n\nIt rose.", ""])
    book.save(data)
    (found,) = read(source_of("x.xlsx", data.getvalue()))[1]
    assert (found.date, found.body) == (day, "It rose.")


def test_an_article_of_the_newest_newsbank() -> None:
    layout = Layout("NewsBank (HTML)", lambda told: newsbank_new(told[0]), str, ("words", "language", "document_id"))
    form, found, notes = read(source_of("x.bin", layout.printed(stories(1))))
    assert (form, found, notes) == (layout.form, [expected(layout, story(0))], [])
    bare = newsbank_new(story(0)).replace("nbplatform-noodletools", "infoweb.newsbank.com")
    (found,) = read(source_of("x.bin", bare))[1]
    assert (found.body, found.source, found.date) == ("\n\n".join(story(0).paragraphs), None, None)


def test_a_headline_with_two_blanks_is_no_author() -> None:
    lines = factiva_lines(story(0, title="Barley  -  up"))
    (found,) = read(
        source_of("x.rtf", rtf([line for line in lines if line not in (story(0).section, f"By {story(0).author}")]))
    )[1]
    assert (found.title, found.meta.get("author")) == ("Barley - up", None)


def test_characters_that_no_page_may_have_cost_nothing() -> None:
    page = nexis_page(stories(2)).replace("Final Edition", "\x0bFinal<BR>&#11;\x01Edition&#x20;&#10;of<BR>\ufffeElmsund")
    assert [f.title for f in read(source_of("x.html", page))[1]] == [s.title for s in stories(2)]
    page = europresse_page(stories(1)).replace("barley in", "barley&#x20;in&#1;<br>\x02")
    assert read(source_of("x.html", page))[1][0].body == "\n\n".join(story(0).paragraphs)


def test_a_report_of_integrum_that_lost_its_tables_is_told() -> None:
    page = integrum_page(stories(2)).replace(b"<table", b"<p").replace(b"</table>", b"")
    with pytest.raises(ArticleError, match="where an article begins cannot be told"):
        read(source_of("x.html", page.replace(b"<p width", b'<a name="1"></a><table></table><p width')))


def test_headlines_of_newsbank_without_blank_lines() -> None:
    text = newsbank_text(stories(3)).replace("\n\n", "\n")
    told = [f.title for f in read(source_of("x.txt", text))[1]]
    assert told[0] == story(0).title
    cited = text.replace(", (online)", "\nCopyright (c) 2023 Ledger Press")
    assert [f.title for f in read(source_of("x.txt", cited))[1]] == [s.title for s in stories(3)]
    parted = cited.replace("shipments rise", "shipments\nrise")
    assert [f.title for f in read(source_of("x.txt", parted))[1]] == [s.title for s in stories(3)]
    law = newsbank_text([story(0, paragraphs=("Rye rose, the court of\ncopyright said in May.", "It was so."))])
    assert read(source_of("x.txt", law))[1][0].body == "Rye rose, the court of copyright said in May.\n\nIt was so."
