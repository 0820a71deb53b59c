"""Whether a sentence speaks of what was or of what will be, from its words; no parse needed."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

from toolkit.words import words_of

_BE = ("is", "are", "be", "was", "were")
Tense = Literal["past", "future"]
_TOKEN = re.compile(r"[A-Za-z]+(?:['’](?:ll|d|s|re|ve|t))?|[,;:—–()“”\"]")


# A headline without a finite verb: "Minister to visit Kenya on Thursday".
_AHEAD = re.compile(r"(?<=[\w,]) to (?!the |a |an |its |their |his |her |all |this |that |and |or )[a-z]{3,}\b")


@cache
def _listed(kind: str) -> frozenset[str]:
    return words_of("tense_words", "word", kind=kind)


def tense_at(text: str, sentence: tuple[int, int], start: int, end: int) -> Tense | None:
    """Return the tense around ``start`` to ``end`` in a sentence; None where no word tells.

    The nearest verb before counts, then the nearest after: "agreed in January to meet in May"
    has January in the past and May in the future.

    >>> text = "Kenya agreed in January to host talks in May."
    >>> [tense_at(text, (0, len(text)), text.index(m), text.index(m) + 3) for m in ("January", "May")]
    ['past', 'future']
    """
    opens = _TOKEN.search(text, sentence[0], sentence[1])
    first = opens.start() if opens else sentence[0]

    def words(begin: int, stop: int) -> list[str]:
        """Return the words in small letters; the month of May is no verb."""
        found = _TOKEN.finditer(text, begin, stop)
        return ["" if m[0] == "May" and m.start() != first else m[0].lower() for m in found]

    before, after = words(sentence[0], start), words(end, sentence[1])
    return _before(before) or _after(after) or ("future" if _AHEAD.search(text, sentence[0], start) else None)


def _before(tokens: list[str]) -> Tense | None:
    for at in range(len(tokens) - 1, -1, -1):
        word = tokens[at]
        last = tokens[at - 1] if at else ""
        if word in _listed("future") or word.endswith(("'ll", "’ll")):
            return "future"
        if word == "to" and tokens[at + 1 : at + 2] and last in _listed("aspect"):
            return "past"  # "continued to contract in May"
        if word == "to" and tokens[at + 1 : at + 2] and _listed("intent") & set(tokens[max(0, at - 4) : at]):
            return "future"
        if last in ("than", "as") and word in _listed("set"):
            continue  # "by more than expected"
        if (word in _listed("set") and word not in ("set", "forecast", "due")) or (word in _listed("set") and last in _BE):
            return "future"
        if _is_past(word):
            if last in ("be", "being", "been") or (last in ("get", "have") and tokens[at - 2 : at - 1] in (["to"], ["will"])):
                continue
            if last == "to":
                continue
            if at and last in ("is", "are"):
                return "future" if word in _listed("set") else None
            return "past"
    return None


def _after(tokens: list[str]) -> Tense | None:
    for at, word in enumerate(tokens[:12]):
        if word in _listed("future") or word.endswith(("'ll", "’ll")):
            return "future"
        if word == "to" and at and tokens[at - 1] in _listed("intent"):
            return "future"
        if _is_past(word):
            return "past"
    return None


def _is_past(word: str) -> bool:
    return word in _listed("past") or (len(word) > 4 and word.endswith("ed") and word not in _listed("not past"))
