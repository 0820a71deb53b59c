"""One quantity as found: the value, and what the text says of it."""

from __future__ import annotations

from typing import NamedTuple


class Number(NamedTuple):
    """A quantity at the characters ``start`` to ``end``; the fields are the columns of ``number_table``."""

    start: int
    end: int
    value: float | None
    value_high: float | None
    unit: str | None
    kind: str
    bound: str
    change: str | None
    role: str
    measures: str | None = None
    period: str | None = None
    basis: str | None = None
    source: str | None = None
