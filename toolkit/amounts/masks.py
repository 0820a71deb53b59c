"""What looks like a number and is none: dates, times, scores, telephone numbers, addresses, codes."""

from __future__ import annotations

import re
from functools import cache

from toolkit.language import MONTH_CUT_SHORT, MONTH_IN_FULL

_MONTH = rf"(?:{MONTH_IN_FULL}|{MONTH_CUT_SHORT}\.?)"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
# What looks like a number and is none: dates, times, scores, telephone numbers, addresses, codes.
MASKED = rf"""
    \b{_MONTH}\s+{_DAY}(?:\s?[-–—]\s?(?:{_MONTH}\s+)?{_DAY}|\s+(?:and|to|or|through)\s+{_DAY}(?![\d.,]*\d|\s*(?:%|per|percent|million|billion)))?(?:,?\s+\d{{4}}\b(?!\s?%))?(?![\d%]|[.,]\d)
  | \b{_DAY}(?:\s?[-–]\s?{_DAY}|\s+(?:and|to)\s+{_DAY})?\s+(?:of\s+)?{_MONTH}\b(?:,?\s+\d{{4}}\b)?
  | \b{_MONTH},?\s+\d{{4}}(?:[-/–]\d\d(?!\d))?\b
  | \b\d{{4}}-\d{{2}}-\d{{2}}(?:T[\d:.]+Z?)?\b | \b\d{{1,2}}[./]\d{{1,2}}[./]\d{{2,4}}\b(?![.,]\d)
  | \b\d{{1,2}}[:.]\d{{2}}(?::\d{{2}})?\s?(?:[ap]\.?m\.?|[AP]M|GMT|BST|EST|EDT|ET|UTC|hours|o'clock)(?!\w)
  | \b\d{{1,2}}:\d{{2}}(?::\d{{2}})?\b
  | \b\d{{1,2}}\s?(?:[ap]\.m\.|[ap]m\b|[AP]M\b|o['’]clock) | \b\d{{4}}\s?(?:GMT|UTC|hrs|hours\s+GMT)\b
  | \b(?:the\s+)?(?:first|last|final)\s+(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|\d{{1,2}})\s+
    (?:months|quarters)\b(?=\s+(?:of|in|to|through|ended|ending|this|last)\b)
  | (?<![\w.])\+?\d{{1,3}}[-. ]\(?\d{{2,4}}\)?[-. ]\d{{3,4}}[-. ]\d{{3,4}}\b | \b(?:https?://|www\.)\S+
  | \b(?:19|20)\d\d[-/–](?:\d\d(?!\d)|(?:19|20)\d\d(?!\d))(?!%) | \b\d{{4}}s\b | ['’]\d\ds?\b
  | \b\d{{2,5}}[-‑]\d{{3,}}(?:[-‑]\d+)*\b(?!\s?(?:%|per|million|billion)) | ^[ \t]*\(?\d{{1,2}}[.)](?=\s)
  | \b(?:[Nn]ineteen|[Ee]ighteen|[Tt]wenty)\s(?:(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:-\w+)?|ten|eleven|twelve|\w+teen)\b
  | \b(?:24/7|9/11|50/50|50-50)\b | \b\d+(?:\.\d+){{2,}}\b(?<!\.\d{{3}})
"""
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.\w+")
_MASKABLE = re.compile(r"\d|\b(?:[Nn]ineteen|[Ee]ighteen|[Tt]wenty)\s|www\.|@|\b(?:first|last|final)\s")


@cache
def _masks() -> re.Pattern[str]:
    return re.compile(MASKED, re.VERBOSE | re.MULTILINE)


def masked(text: str) -> list[tuple[int, int]]:
    """Return where no amount may begin, in order.

    >>> masked("On May 5 it sold 5 tons.")
    [(3, 8)]
    """
    found = [m.span() for m in _masks().finditer(text)] if _MASKABLE.search(text) else []
    return sorted([*found, *(m.span() for m in _ADDRESS.finditer(text))]) if "@" in text else found
