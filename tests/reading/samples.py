"""What the tests of several formats share: bytes as a file, and a file as what its reader finds."""

from __future__ import annotations

import io

from toolkit.errors import ArticleError
from toolkit.reading.formats.registry import format_of
from toolkit.reading.formats.source import Source
from toolkit.reading.found import Found

ONE, TWO = "Exports of wheat rose by 5% in May.", "The ministry said so on Monday."


def source_of(name: str, data: bytes) -> Source:
    return Source(name, data[:65536], lambda: io.BytesIO(data))


def read(name: str, data: bytes, notes: list[ArticleError] | None = None) -> list[Found]:
    source = source_of(name, data)
    form = format_of(source)
    assert form is not None
    return list(form.read(source, (notes if notes is not None else []).append))
