"""The day on which a page was published, as the page itself declares it.

Declared are: JSON-LD, meta elements, microdata and time elements; the day of the page's own address
(``/2023/05/17/``); and the date at the headline, alone or in an element that is called a date. Not taken are days of a
change, days in the text, days of comments and of other articles. Each kind has a vote, the address two;
where as many are for days that differ by more than one, the page has declared none. Of two days next to each other a moment in UTC gives way to the
day that the page shows its readers.
"""

from __future__ import annotations

import datetime
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, NamedTuple

from toolkit.reading.days import is_of_change, readings

# Names under which pages declare the day of publication, in small letters.
_PUBLISHED = frozenset(
    (
        "article.published",
        "article:published_time",
        "cxenseparse:recs:publishtime",
        "date.publication",
        "datepublished",
        "dc.date.issued",
        "dcterms.issued",
        "og:article:published_time",
        "og:published_time",
        "parsely-pub-date",
        "pubdate",
        "publication_date",
        "publish-date",
        "publish_date",
        "published_time",
        "publishdate",
        "sailthru.date",
        "schema:datepublished",
    )
)
_DATED = frozenset(("date", "dc.date", "dcterms.date", "dc.date.created", "dcterms.created", "created"))  # perhaps of a change
_ARTICLES = ("Article", "Posting", "Report", "Recipe")
_CALLED = re.compile(
    r"(?:^|[\s_-]|(?<=[a-z]))(?:[dD]ate|[dD]atum|[fF]echa|[pP]ublished|[pP]ubdate|[pP]osted|[pP]ublication)(?:$|[\s_-]|(?=[A-Z]))"
)
_COMMENTS = re.compile(r"comment|kommentar|repl(?:y|ies)|disqus", re.I)
_OTHERS = re.compile(
    r"(?:^|[\s_-])(?:sidebar|related|teasers?|widgets?|footer|copyright|recent|popular|events?|calendar|nextprev|next|prev(?:ious)?"
    r"|breadcrumbs?|masthead|topbar|navbar|ticker|promo|recommend(?:ed|ations)?|aside|nav|menu)(?:$|[\s_-])",
    re.I,
)
_ADDRESS = re.compile(r"^https?://[^/]+/(?:.*/)?((?:19|20)\d\d)/(0?[1-9]|1[0-2])/(0?[1-9]|[12]\d|3[01])(?:/|$)")
_IN_UTC = re.compile(r"T\d\d:\d\d.*(?:Z|[+-]00:?00)$")
DAY = datetime.timedelta(days=1)
SHORT = 80  # characters; what is called a date and is longer is a line of other things
NEAR = 60  # elements from the headline


class Declared(NamedTuple):
    """A day that a page declares, and whether it is that of a moment in UTC."""

    day: datetime.date
    utc: bool = False


def declared_day(tree: Any) -> datetime.date | None:
    """Return the day of publication that most declarations of a page are for; None where it declares none, or as many others."""
    votes: Counter[Declared] = Counter()
    kinds: tuple[tuple[Iterable[Declared], int], ...] = (
        (_of_linked_data(tree), 1),
        (_of_meta(tree, _PUBLISHED), 1),
        (_of_address(tree), 2),
        (_of_elements(tree), 1),
        (_shown(tree), 1),
        (_of_meta(tree, _DATED), 1),
    )
    for kind, weight in kinds:
        for one in islice(kind, 1):
            votes[one] += weight
    days = {one.day for one in votes}
    counts = {day: sum(n for one, n in votes.items() if abs(one.day - day) <= DAY) for day in days}
    most = max(counts.values(), default=0)
    won = {day for day, count in counts.items() if count == most}
    if not won or max(won) - min(won) > DAY:
        return None
    local = Counter({one.day: n for one, n in votes.items() if one.day in won and not one.utc})
    ranked = local.most_common(2)
    if not local:
        return won.pop() if len(won) == 1 else None
    return ranked[0][0] if len(ranked) == 1 or ranked[0][1] > ranked[1][1] else None


def undecided(tree: Any) -> str | None:
    """Return the day of publication as a page declares it, where that cannot be read, or another day stands against it."""
    elements = (
        e for e in tree.iter("meta") if {e.get(key, "").lower() for key in ("property", "name", "itemprop")} & _PUBLISHED
    )
    broken = next((said for e in elements if (said := (e.get("content") or "").strip()) and len(readings(said)) != 1), None)
    declared = [*islice(_of_linked_data(tree), 1), *islice(_of_meta(tree, _PUBLISHED), 1), *_shown(tree)]
    days = sorted({one.day.isoformat() for one in declared})
    return broken or (f"either {' or '.join(days)}" if len(days) > 1 else None)


def _read(said: Iterable[str | None]) -> Iterator[Declared]:
    for one in said:
        found = readings(one or "")
        if len(found) == 1:
            yield Declared(found[0], _IN_UTC.search((one or "").strip()) is not None)


def _of_meta(tree: Any, names: frozenset[str]) -> Iterator[Declared]:
    for element in tree.iter("meta"):
        said = {element.get(key, "").lower() for key in ("property", "name", "itemprop")}
        if said & names:
            yield from _read([element.get("content") or element.get("value")])


def _of_linked_data(tree: Any) -> Iterator[Declared]:
    """Yield datePublished of the page's first article in JSON-LD, or else that of the page."""
    pages: list[str | None] = []
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or ""):
            continue
        text = script.text_content()
        try:
            things = list(_things(json.loads(text, strict=False)))
        except (ValueError, RecursionError):
            yield from [*_read(re.findall(r'"datePublished"\s*:\s*"([^"]{8,40})"', text))][:1]
            continue
        for thing in things:
            kinds = thing.get("@type")
            kinds = list(map(str, kinds if isinstance(kinds, list) else [kinds]))
            said = thing.get("datePublished")
            if isinstance(said, str) and any(kind.endswith(_ARTICLES) for kind in kinds):
                yield from _read([said])
                return
            if isinstance(said, str) and "WebPage" in kinds:
                pages.append(said)
    yield from [*_read(pages)][:1]


def _things(data: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    if isinstance(data, dict):
        yield data
        if depth < 4:
            for key in ("@graph", "mainEntity", "mainEntityOfPage"):
                yield from _things(data.get(key), depth + 1)
    elif isinstance(data, list) and depth < 4:
        for one in data:
            yield from _things(one, depth + 1)


def _of_elements(tree: Any) -> Iterator[Declared]:
    """Yield the first day that an element of the article is marked with: microdata, hentry, time elements for publication."""
    marked = "@itemprop='datePublished' or @property='datePublished' or @pubdate or self::abbr[@class='published']"
    for element in tree.xpath(f"//*[not(self::meta)][{marked}]"):
        said = (element.get("content") or element.get("datetime") or element.get("title"), element.text_content())
        found = [*_read(said)]
        if found and not _within(element, _COMMENTS):
            yield found[0]
            return


def _of_address(tree: Any) -> list[Declared]:
    """Return the day in the page's own address."""
    said = [e.get("href") for e in tree.iter("link") if (e.get("rel") or "").lower() == "canonical"]
    said += [e.get("content") for e in tree.iter("meta") if (e.get("property") or "").lower() == "og:url"]
    for address in said:
        if match := _ADDRESS.match(re.sub(r"^https?://web\.archive\.org/web/\w+/", "", address or "")):
            return [*_read(["-".join(match.groups())])]
    return []


def _shown(tree: Any) -> list[Declared]:
    """Return the day nearest to the headline that stands alone, or in an element that is called a date; none where two are near."""
    elements = [e for e in tree.iter() if isinstance(e.tag, str)]
    head = _headline(tree, elements)
    if head is None:
        return []
    found: list[tuple[int, datetime.date]] = []
    for place in range(max(0, head - NEAR), min(head + NEAR, len(elements))):
        element = elements[place]
        called = f"{element.get('class') or ''} {element.get('id') or ''}"
        named = element.tag == "time" or _CALLED.search(called) is not None
        texts = [_line(element.text_content())] if named else [_line(text) for text in (element.text, element.tail)]
        if element.tag == "time" and not readings(texts[0]):
            texts = [element.get("datetime") or ""]
        for text in texts:
            read = readings(text) if 6 <= len(text) <= SHORT and (named or _alone(text)) and not is_of_change(called) else []
            if len(read) == 1 and not _in_a_sentence(element) and not _of_others(element):
                found.append((abs(place - head), read[0]))
    nearest = min(found, default=(0, None))[0]
    days = {day for distance, day in found if distance == nearest}
    return [Declared(day) for day in days] if len(days) == 1 else []


def _headline(tree: Any, elements: list[Any]) -> int | None:
    """Return the place of the article's headline: the heading that has most words of the page's title, or is the only h1."""
    titles = [e.text_content() for e in tree.iter("title")]
    titles += [e.get("content") or "" for e in tree.iter("meta") if (e.get("property") or "").lower() == "og:title"]
    said = _words(" ".join(titles))
    best, place = 0.5, None
    only = [n for n, element in enumerate(elements) if element.tag == "h1" and not _of_others(element)]
    for n, element in enumerate(elements):
        if element.tag in ("h1", "h2", "h3") and not _of_others(element):
            words = _words(element.text_content())
            share = len(words & said) / len(words | said) if len(words) > 1 else 0.0
            if share > best or (place is None and len(words) > 2 and words <= said):
                best, place = max(share, 0.5), n
    return only[0] if place is None and len(only) == 1 else place


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.casefold()))


def _line(text: str | None) -> str:
    return " ".join((text or "").split())


def _in_a_sentence(element: Any) -> bool:
    """Tell a time element that stands in a sentence: it began on <time>3 May 1939</time>."""
    around = element.getparent()
    if element.tag != "time" or around is None or around.tag != "p":
        return False
    text = _line(around.text_content())
    return not _alone(text) or text.endswith((".", "!", "?"))


def _alone(text: str) -> bool:
    """Tell a date that has next to nothing beside it: a day of the week, a time, "published"."""
    return len(re.sub(r"[^\W\d_]{3,9}\b|\W|\d", "", text)) < 8 and len(re.findall(r"[^\W\d_]{2,}", text)) <= 5


def _of_others(element: Any) -> bool:
    """Tell what belongs to comments, to other articles, or to the frame of the page."""
    return _within(element, _OTHERS) or _within(element, _COMMENTS)


def _within(element: Any, names: re.Pattern[str]) -> bool:
    while element is not None and element.tag not in ("body", "html", "main", "article"):
        if element.tag in ("aside", "footer", "nav") or _is_masthead(element):
            return True
        if names.search(f"{element.get('class') or ''} {element.get('id') or ''}"):
            return True
        element = element.getparent()
    return False


def _is_masthead(element: Any) -> bool:
    """Tell the head of the site, which may show the day on which it was looked at, from that of the article."""
    around = element.getparent()
    return element.tag == "header" and around is not None and around.tag == "body" and element.find(".//h1") is None
