"""Whether a text is English, by its small words and its letters; only to tell what is not."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from toolkit.words import word_list

LEAST = 30  # words of which a language can be told
_WORD = re.compile(r"[^\W\d_]+")
_SCRIPTS = {
    "Russian": re.compile(r"[\u0400-\u04ff]"),
    "Arabic": re.compile(r"[\u0600-\u06ff]"),
    "Chinese": re.compile(r"[\u4e00-\u9fff]"),
    "Japanese": re.compile(r"[\u3040-\u30ff]"),
    "Korean": re.compile(r"[\uac00-\ud7af]"),
    "Greek": re.compile(r"[\u0370-\u03ff]"),
    "Hebrew": re.compile(r"[\u0590-\u05ff]"),
    "Hindi": re.compile(r"[\u0900-\u097f]"),
    "Thai": re.compile(r"[\u0e00-\u0e7f]"),
}
_NOT_LATIN = re.compile(r"[\u0370-\u1fff\u3040-\uffdc]")
_LOOKED_AT = 3000  # characters


@cache
def _small_words() -> dict[str, frozenset[str]]:
    return {
        row["language"]: frozenset(word for word in row["words"].split("|") if len(word) > 1)
        for row in word_list("small_words")
    }


def foreign_language(text: str) -> str | None:
    """Return the language that a text looks like where that is not English; None for English, or where it cannot be told.

    >>> foreign_language("Der Handel ist im Mai um drei Prozent gestiegen, und die Ausfuhren sind nicht so hoch. " * 3)
    'German'
    """
    head = text[:_LOOKED_AT]
    words = _WORD.findall(head.lower())
    letters = sum(map(len, words))
    if letters >= LEAST and len(_NOT_LATIN.findall(head)) > letters / 2:
        counts = {name: len(script.findall(head)) for name, script in _SCRIPTS.items()}
        name = max(counts, key=lambda script: counts[script])
        return "Japanese" if name == "Chinese" and counts["Japanese"] else name
    if len(words) < LEAST:
        return None
    counted = Counter(words)
    shares = {language: sum(counted[word] for word in small) / len(words) for language, small in _small_words().items()}
    best = max(shares, key=lambda language: shares[language])
    return best if best != "English" and shares[best] > 0.12 and shares[best] > 2 * shares["English"] else None
