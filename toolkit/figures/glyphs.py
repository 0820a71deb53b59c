"""Letters that the house font does not have: drawn from another installed font, or told."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.figure import Figure

FONT = "DejaVu Sans"  # comes with matplotlib; Latin, Greek, Cyrillic, Arabic, but no Chinese, Hindi or Thai
BOXES = "Last Resort"  # matplotlib's font of labelled boxes has a box for every letter
WIDEST = "W"  # stands for a letter of another font where a text is measured


@cache
def _letters(path: str) -> frozenset[int]:
    from matplotlib.font_manager import get_font

    try:
        return frozenset(get_font(path).get_charmap())
    except (OSError, RuntimeError):  # a broken font file of the system
        return frozenset()


@cache
def _house() -> frozenset[int]:
    from matplotlib.font_manager import findfont

    return _letters(findfont(FONT))


def measurable(text: str) -> str:
    """Return a text for measuring: a letter that the house font lacks is as wide as its widest.

    >>> measurable("国 A")
    'W A'
    """
    return "".join(c if ord(c) in _house() or c.isspace() else WIDEST for c in text)


@cache
def fonts_with(missing: frozenset[str]) -> tuple[tuple[str, ...], frozenset[str]]:
    """Return installed fonts that have these letters, those with most of them first, and the letters that none has."""
    from matplotlib.font_manager import fontManager

    plain = {
        f.name: f.fname
        for f in fontManager.ttflist
        if f.style == "normal" and f.weight in (400, "normal", "regular") and not f.name.startswith(BOXES)
    }
    left, chosen = set(missing), []
    while left:
        has = {name: {c for c in left if ord(c) in _letters(path)} for name, path in sorted(plain.items())}
        best = max(has, key=lambda name: len(has[name]), default="")
        if not best or not has[best]:
            break
        chosen.append(best)
        left -= has[best]
    return tuple(chosen), frozenset(left)


def cover(figure: Figure) -> None:
    """Give the figure's texts further fonts where the house font lacks letters; warn of letters that no font has."""
    from matplotlib.text import Text

    texts = [t for t in figure.findobj(Text) if isinstance(t, Text)]
    missing = frozenset(c for t in texts for c in t.get_text() if ord(c) not in _house() and not c.isspace())
    if not missing:
        return
    families, left = fonts_with(missing)
    for text in texts:
        text.set_fontfamily([FONT, *families])
    if left:
        warnings.warn(
            f"No installed font has {' '.join(sorted(left)[:12])}: boxes stand for them in the figure. "
            "Install one that has, such as Noto Sans.",
            stacklevel=4,
        )


@contextmanager
def quiet() -> Iterator[None]:
    """Keep matplotlib from warning of each missing letter or weight each time; ``cover`` has told of them once."""
    log = logging.getLogger("matplotlib.font_manager")
    level = log.level
    log.setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message=r"Glyph \d+")
            yield
    finally:
        log.setLevel(level)
