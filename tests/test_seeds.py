"""The briefs in seeds/: form, dates, length, facts, and that no sentence of the original is in them."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

import pytest

from tests.conftest import ROOT

SEEDS = sorted((ROOT / "seeds").glob("*"))
FIRST = "2024-04-06-lavrov-to-beijing"
SHARED_WORDS = 8  # a sequence of so many words in common is a copied phrase

# What the report of April 2024 says, as names, numbers and quoted fragments.
FACTS_OF_THE_FIRST = """
Sergei Lavrov|foreign minister|Wang Yi|Monday and Tuesday|guest|Russian Foreign Ministry|bilateral cooperation|"hot topics"
Ukraine crisis|Asia-Pacific|Reuters|Vladimir Putin|in May|Xi Jinping|first foreign journey|new term|"no limits"|February 2022
tens of thousands|deadliest land war|Second World War|biggest competitor|threat|Joe Biden|existential|democracies|autocracies
century|decadent and in decline|quantum computing|synthetic biology|espionage|military power|record $240.1 billion|26.3%|46.9%
13%|11.6%|$664.5 billion|Chinese customs data|12-point|reasonable|Switzerland|in January|peace summit|Volodymyr Zelenskyy
peace formula|full withdrawal|cease-fire|freeze|United States|intermediaries|in February|Moscow|ridiculous ultimatum|the West
Global South|one fifth|European security|last Russian soldier
"""

# Figures of China's customs (billions of dollars, percent) that the briefs give between them.
FIGURES = """
146.887 35.8% 755.645 28.7% 576.1 27.5% 179.5 33.1% 80.675 27.2% 29.55 2.1% 51.125 48.2% 383.9 12.7% 292.65 15.8% 91.28 3.6%
190.271 29.3% 76.12 12.8% 114.15 43.4% 759.427 0.6% 114.547 40.6% 52.284 62.263 19.4% 327.264 14.5% 239.35 17.9% 87.913 3.7%
176.4 29.5% 81.4 56.9% 94.9 12.7% 495.9 14% 372.2 16.4% 123.7 6% 218.17 26.7% 100.33 50.2% 117.84 11.8% 240.1 26.3% 46.9% 13%
664.5 11.6% 37.01 9.3% 99.55 0.7% 136.67 1.6% 61.64 1.1% 75.03 3.9% 244.81 1.9% 115.49 4.1% 129.32 688.3 3.7% 13.83 23.8%
6.3 4.4% 690.6 536.8 6.3% 153.8 1.5%
"""
REPORTING = r"\b(according to|said|says|say|show|showed|reported|announced|rejected|accused|argues|calls|insists|told)\b"


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def test_there_are_ten():
    assert len(SEEDS) >= 10
    assert FIRST in [p.stem for p in SEEDS]


@pytest.mark.parametrize("path", SEEDS, ids=lambda p: p.stem)
def test_form(path: Path):
    assert re.fullmatch(r"\d{4}-\d{2}-\d{2}-[a-z0-9-]+\.txt", path.name)
    date = datetime.date.fromisoformat(path.name[:10])
    assert datetime.date(2022, 1, 1) <= date <= datetime.date(2025, 1, 31)
    text = text_of(path)
    title, blank, *body = text.split("\n")
    assert title
    assert not title.endswith(".")
    assert blank == ""
    assert text.endswith("\n")
    assert "\n\n\n" not in text
    paragraphs = "\n".join(body).strip().split("\n\n")
    assert len(paragraphs) >= 4
    assert not any("\n" in p or p != p.strip() for p in paragraphs)
    assert all(p.endswith(".") for p in paragraphs)
    dateline = re.match(r"[A-Z]+, ([A-Z][a-z]+ \d{1,2}) — ", paragraphs[0])
    assert dateline
    assert dateline[1] == f"{date:%B} {date.day}"


@pytest.mark.parametrize("path", SEEDS, ids=lambda p: p.stem)
def test_length_and_what_is_in_it(path: Path):
    text = text_of(path)
    assert 150 <= len(text.split()) <= 400
    assert len(re.findall(REPORTING, text)) >= 2, "attributed statements"
    assert len(re.findall(r"\$\d[\d.]* (?:billion|trillion)", text)) >= 2, "trade figures"
    assert sum(name in text for name in ("Lavrov", "Wang", "Putin", "Xi", "Russia", "China", "United States")) >= 4


@pytest.mark.parametrize("path", SEEDS, ids=lambda p: p.stem)
def test_a_named_weekday_is_right(path: Path):
    """A customs release 'on Wednesday' was published on the brief's day."""
    date = datetime.date.fromisoformat(path.name[:10])
    first = text_of(path).split("\n\n")[1]
    named = re.findall(r"\bon ((?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b", first)
    assert all(day == f"{date:%A}" for day in named)


def test_the_first_carries_every_fact():
    text = text_of(ROOT / "seeds" / f"{FIRST}.txt")
    facts = [fact for line in FACTS_OF_THE_FIRST.split("\n") for fact in line.split("|") if fact]
    assert len(facts) > 50
    assert [fact for fact in facts if fact.casefold() not in text.casefold()] == []


def test_the_figures_are_there():
    everything = " ".join(map(text_of, SEEDS))
    numbers = set(re.findall(r"\d+(?:\.\d+)?%?", everything))
    assert sorted(set(FIGURES.split()) - numbers) == []


def test_parts_add_up_to_the_total():
    """Exports and imports that a brief prints make up the trade that it prints (to the last digit)."""
    for total, exports, imports in [
        (755.645, 576.1, 179.5),
        (80.675, 29.55, 51.125),
        (190.271, 76.12, 114.15),
        (114.547, 52.284, 62.263),
        (176.4, 81.4, 94.9),
        (218.17, 100.33, 117.84),
        (136.67, 61.64, 75.03),
        (244.81, 115.49, 129.32),
        (690.6, 153.8, 536.8),
    ]:
        assert abs(total - exports - imports) <= 0.15


def test_no_sentence_of_the_original(shared: Path):
    def sequences(text: str) -> set[tuple[str, ...]]:
        words = re.findall(r"\w+(?:[.'’-]\w+)*", text.casefold())
        return {tuple(words[i : i + SHARED_WORDS]) for i in range(len(words) - SHARED_WORDS + 1)}

    originals = list((shared / "seed-original").glob("*.txt"))
    assert originals
    theirs = set().union(*(sequences(text_of(path)) for path in originals))
    for path in SEEDS:
        assert not theirs & sequences(text_of(path)), path.name
