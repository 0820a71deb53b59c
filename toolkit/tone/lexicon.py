"""The loaded words of ``words/tone.csv`` and what weakens, strengthens or turns them, as the rules look them up."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from toolkit.words import word_list

if TYPE_CHECKING:
    pass


class Entry(NamedTuple):
    """A row of ``words/tone.csv``."""

    word: str
    pos: str
    subject: float
    object: float


@cache
def lexicon() -> dict[str, dict[str, Entry]]:
    """Return the single words by lemma, then by part of speech."""
    out: dict[str, dict[str, Entry]] = {}
    for row in word_list("tone"):
        if row["pos"] != "phrase":
            out.setdefault(row["word"], {})[row["pos"]] = Entry(
                row["word"], row["pos"], float(row["subject"]), float(row["object"])
            )
    return out


@cache
def loaded_phrases() -> dict[str, list[tuple[tuple[str, ...], Entry | None]]]:
    """Return the phrases by first word, longest first; None stands for one that counts for nothing."""
    out: dict[str, list[tuple[tuple[str, ...], Entry | None]]] = {}
    for row in word_list("tone"):
        if row["pos"] == "phrase":
            parts = tuple(row["word"].split())
            entry = Entry(row["word"], "phrase", float(row["subject"]), float(row["object"]))
            out.setdefault(parts[0], []).append((parts, entry))
    for row in word_list("tone_stopwords"):
        parts = tuple(row["phrase"].split())
        out.setdefault(parts[0], []).append((parts, None))
    for listed in out.values():
        listed.sort(key=lambda p: (-len(p[0]), p[1] is not None))
    return out


@cache
def factors(name: str, kind: str) -> dict[str, float]:
    """Return by word of a list what it multiplies the tone by, for the rows of one kind."""
    return {row["word"]: float(row["factor"]) for row in word_list(name) if row["kind"] == kind}
