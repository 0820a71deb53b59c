"""ProQuest: records with labels ("Title:", "Full text:", "Publication date:"), as text or as a page."""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterable, Iterator
from typing import Any

from toolkit.errors import ArticleError
from toolkit.reading.formats.archives import author_of, day_in, each_article, known, sheet_words, shows, word_count
from toolkit.reading.formats.markup import page_of, text_of
from toolkit.reading.formats.registry import reads
from toolkit.reading.formats.source import Source, plainly, squeezed
from toolkit.reading.found import Found, Note

_PRINTED = (
    "Abstract|Accession number|Alternate title|Author|Author affiliation|Business indexing term|Classification|CODEN"
    "|Column|Company / organization|Copyright|Country of publication|Credit|Database|Dateline|Document feature"
    "|Document type|Document URL|DOI|e-ISSN|Edition|First page|Full text|Identifier / keyword|Illustration|ISSN|Issue"
    "|Language of publication|Last updated|Links|Location|NAICS|Number of pages|Number of references|Pages|People"
    "|Physical description|Place of publication|Product name|ProQuest document ID|Publication date|Publication info"
    "|Publication subject|Publication title|Publication year|Publisher|Section|Source type|Subject|Supplement|Title"
    "|Volume|Word count|Year"
)
_LABELS = frozenset(re.sub(r"\W", "", label).lower() for label in _PRINTED.split("|"))
_LABEL = re.compile(r"\s*([A-Za-z][A-Za-z /-]{1,30}):(?:\s+|$)(.*)", re.S)
_LINE = re.compile(r"[ \t]*_{20,}[ \t]*")
_COUNTER = re.compile(r"\s*Document \d+ of \d+\s*")
_NO_TEXT = re.compile(r"(?:full text )?(?:is )?(?:not|none) available\.?", re.I)
_CREDIT = re.compile(r"(?:CREDIT|Credit): *(.*)")
_TABLE_COLUMNS = ("pubtitle", "pubdate", "StoreId", "placeOfPublication")


def _label(block: str) -> tuple[str, str]:
    """Return the label that a block begins with, as one word, and what it says; exports lose blanks within labels.

    >>> _label("Placeof publication: Toronto"), _label("Correction: it was Tuesday")
    (('placeofpublication', 'Toronto'), ('', 'Correction: it was Tuesday'))
    """
    match = _LABEL.match(block)
    label = re.sub(r"\W", "", match[1]).lower() if match else ""
    return (label, match[2]) if match and label in _LABELS else ("", block)


def _labelled(blocks: list[str]) -> bool:
    """Tell an article from the cover and the last page, which have no labels."""
    return any(_label(block)[0] for block in blocks)


def _record(blocks: Iterable[str]) -> Found:
    """Read an article: blocks with labels; the full text goes on over those without.

    "Location: the old harbour" may begin a paragraph, so that no single label ends the text: it ends where the labels
    begin that stand without a break around the last "Title:", or at the end.
    """
    kept = [block for block in blocks if block.strip() and not _COUNTER.fullmatch(block)]
    found = [_label(block) for block in kept]
    start = next((n for n, (label, _) in enumerate(found) if label == "fulltext"), len(found))
    title = max((n for n, (label, _) in enumerate(found) if label == "title"), default=-1)
    end = title if title > start else len(found)
    while end > start + 1 and found[end - 1][0]:
        end -= 1
    told: dict[str, str] = {}
    for label, said in found[:start] + found[end:]:
        told.setdefault(label, squeezed(said))
    text = "\n".join([said for _, said in found[start : start + 1]] + kept[start + 1 : end])
    lines = [line for part in text.split("\n") if (line := squeezed(part)) and line != "CAPTION:"]
    credit = _CREDIT.fullmatch(lines[-1]) if len(lines) > 1 else None
    if credit:
        lines.pop()
    if len(lines) == 1 and _NO_TEXT.fullmatch(lines[0]):
        lines = []
    return Found(
        "\n\n".join(lines),
        title=told.get("title") or told.get("", ""),
        date=day_in(told.get("publicationdate", "")) or day_in(told.get("publicationinfo", "")) or told.get("publicationdate"),
        source=told.get("publicationtitle", "").partition(";")[0].strip() or None,
        meta=known(
            author=author_of(told.get("author") or (credit[1] if credit else told.get("credit", ""))),
            section=told.get("section"),
            words=word_count(told.get("wordcount", "")),
            language=told.get("languageofpublication"),
            document_id=told.get("proquestdocumentid"),
        ),
    )


@reads(
    "ProQuest (text)",
    looks=lambda source: (
        not source.head.lstrip().startswith(b"<")
        and shows(
            source,
            r"(?m)^_{20,}\s*$",
            r"(?im)^full text: ",
            r"(?m)^(?:ProQuest document ID|Document URL|Publication title): ",
            r"(?m)^Document \d+ of \d+\s*$",
            least=3,
        )
    ),
    rank=10,
)
def read_proquest_text(source: Source, note: Note) -> Iterator[Found]:
    """Yield the articles of an export as text, which lines of underscores part."""
    yield from each_article(source, note, filter(_labelled, _records(source.text().replace("\r\n", "\n").split("\n"))), _record)


def _records(lines: list[str]) -> Iterator[list[str]]:
    """Part lines at the underscores, and a record at its blank lines."""
    record: list[str] = []
    block: list[str] = []
    for line in [*lines, "_" * 20]:
        if line.strip() and not _LINE.fullmatch(line):
            block.append(line)
            continue
        if block:
            record.append("\n".join(block))
            block = []
        if _LINE.fullmatch(line):
            yield record
            record = []


@reads(
    "ProQuest (HTML)",
    looks=lambda source: (
        source.begins().lstrip("\ufeff \n\r\t").startswith("<")
        and shows(
            source,
            r"(?i)<a name=\"DocID_",
            r"(?i)<strong[^>]*>\s*Full text:\s*<",
            r"(?i)<strong[^>]*>\s*(?:ProQuest document ID|Publication title|Publication info):\s*<",
            r"(?i)<text wordcount=",
        )
    ),
    rank=10,
)
def read_proquest_page(source: Source, note: Note) -> Iterator[Found]:
    """Yield the articles of an export as a page."""
    yield from _of_page(source, note, source.text())


def _of_page(source: Source, note: Note, page: str) -> Iterator[Found]:
    """Yield the articles of a page; each text may be a page of its own within it, and not always a whole one."""
    page = re.sub(r"</?(?:html|body)\b[^<>]*>", "", page, flags=re.I)
    yield from each_article(source, note, filter(_labelled, _page_records(page_of(source, page))), _record)


def _page_records(page: Any) -> Iterator[list[str]]:
    """Part the paragraphs of a page: a record ends with its database, or where the next one's anchor stands."""
    record: list[str] = []
    for element in page.iter("a", "p"):
        anchor = element.tag == "a"
        if anchor and not (element.get("name") or "").startswith("DocID_"):
            continue
        if record and (anchor or _label(record[-1])[0] == "database"):
            yield record
            record = []
        if not anchor:
            record += _blocks(element)
    if record:
        yield record


def _blocks(element: Any) -> Iterator[str]:
    """Yield the text of a paragraph; of one that holds the whole text its label alone, as that has paragraphs of its own."""
    text = element.find(".//text")
    if text is None:
        yield from filter(None, [text_of(element)])
        return
    yield f"Word count: {text.get('wordcount') or ''}"
    if text.find(".//p") is None:
        yield text_of(element)
    else:
        yield text_of(element.find("strong"))


def _looks_mail(source: Source) -> bool:
    """Tell a mail that ProQuest sent, or one that passes such a mail on."""
    begins = re.sub(r"=\r?\n(?:> )?", "", source.begins())
    marks = (r"\bDocID_", r"\bPublication info:", r"\bProQuest document (?:link|ID)\b", r"\bFull text:")
    return bool(re.match(r"[A-Za-z-]+:? ", begins)) and sum(bool(re.search(mark, begins)) for mark in marks) >= 3


@reads("ProQuest (mail)", looks=_looks_mail, rank=10)
def read_proquest_mail(source: Source, note: Note) -> Iterator[Found]:
    """Yield the articles of a mail with a page of them."""
    with plainly(source, "a mail", "save the results in ProQuest as TXT or HTML with full text"):
        page = email.message_from_bytes(source.data(), policy=email.policy.default).get_body(("html",))
        text = page.get_content() if page is not None else ""
    yield from _of_page(source, note, text)


def _looks_table(source: Source) -> bool:
    """Tell the table of records."""
    begins = sheet_words(source) or source.head.decode("utf-8", "ignore")
    return sum(bool(re.search(rf"\b{column}\b", begins)) for column in _TABLE_COLUMNS) >= 3


@reads("ProQuest (table)", looks=_looks_table, rank=10)
def read_proquest_table(source: Source, note: Note) -> Iterator[Found]:
    """Raise ArticleError: the table has titles and abstracts, and no text."""
    raise ArticleError(
        f"{source.name} is ProQuest's table of records, which has abstracts and not the articles; "
        "save the results there as TXT or HTML with full text."
    )
