"""Pages of HTML as elements, and how they become paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from toolkit.errors import ArticleError, need_extra
from toolkit.reading.formats.source import Source, plainly, squeezed

_CELL = "\x1f"  # stands after each cell until its row is put together
_UNSEEN = {"head", "script", "style", "template", "noscript", "svg", "math", "iframe", "object", "select", "textarea", "button"}
# fmt: off
_BLOCKS = {
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "div", "dl",
    "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr",
    "html", "li", "main", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "tfoot", "thead", "tr",
    "ul",
}
# fmt: on


_CONTROL = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|&#(?:0*(?:[0-8]|1[1-24-9]|2\d|3[01])|x0*(?:[0-8bcef]|1[\da-f]));", re.I
)


def parsed(page: str, name: str) -> Any:
    """Return a page of HTML as an lxml element; None for one without any."""
    etree = need_extra("lxml.etree", "readers", f"Reading {name}")
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    data = page.replace("\x00", "").encode("utf-8", "replace")
    return etree.fromstring(data, parser) if data.strip() else None


def paragraphs_of(root: Any, name: str) -> list[str]:
    """Return the paragraphs of a page: the text of its blocks, the cells of a table's row on one line.

    Two line breaks part paragraphs as blocks do: ``Wheat rose.<br><br>Maize fell.``
    """
    if root is None:
        return []
    etree = need_extra("lxml.etree", "readers", f"Reading {name}")
    found: list[str] = []
    pieces: list[str] = []

    def close() -> None:
        for piece in re.split(r"\n\s*\n", "".join(pieces)):
            cells = [_lines(cell) for cell in piece.split(_CELL)]
            if line := " | ".join(cell for cell in cells if cell):
                found.append(line)
        pieces.clear()

    preformatted = 0
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        tag = element.tag
        if event == "start":
            if tag in _UNSEEN:
                walk.skip_subtree()
                continue
            if tag in _BLOCKS:
                close()
            preformatted += tag == "pre"
            pieces.append("\n" if tag == "br" else _run(element.text, preformatted))
            continue
        preformatted -= tag == "pre"
        if tag in _BLOCKS:
            close()
        elif tag in ("td", "th"):
            pieces.append(_CELL)
        pieces.append(_run(element.tail, preformatted))
    close()
    return found


def _run(text: str | None, preformatted: int) -> str:
    """Return a run of text as it is shown: its line ends as blanks, but for preformatted text."""
    return "" if not text else text if preformatted else re.sub(r"[ \t\r\n\f]+", " ", text)


def _lines(text: str) -> str:
    return "\n".join(line for line in (squeezed(line) for line in text.split("\n")) if line)


def article_text(page: str, name: str) -> str:
    """Return a page of HTML, or a piece of one, as paragraphs parted by blank lines."""
    return "\n\n".join(paragraphs_of(parsed(page, name), name))


def page_of(source: Source, text: str | None = None) -> Any:
    """Return the parsed page of a file, or one that it holds in another form, without scripts, styles and control characters.

    Its line breaks are line ends.
    """
    html = need_extra("lxml.html", "readers", f"Reading {source.name}")
    told = _CONTROL.sub("", re.sub(r"^\s*<\?xml[^>]*>", "", source.text() if text is None else text))
    if not told.strip():
        raise ArticleError(f"{source.name} is empty.")
    with plainly(source, "a page", "open it in a browser, and save its text as .txt"):
        parser = html.HTMLParser(encoding="utf-8", huge_tree=True)
        page = html.document_fromstring(told.encode("utf-8", "replace"), parser=parser)
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
