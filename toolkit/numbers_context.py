"""What a number is about, for which period, against what and by whose figures: from text and parse."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.articles import Article

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from toolkit.numbers import Number


def with_context(article: Article, doc: Doc, numbers: list[Number]) -> list[Number]:
    """Return the numbers with measures, period, basis and source filled where the text tells."""
    return numbers
