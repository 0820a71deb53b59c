"""States in plain text: every state of ISO 3166, every form, longest match, company."""

from __future__ import annotations

from itertools import pairwise

import pycountry
import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.language.states import bloc_codes, find_states, state_names
from toolkit.words import word_list

STATES = [row["code"] for row in word_list("states")]


def codes(text: str) -> list[str]:
    return [s.code for s in find_states(text)]


def test_every_state_of_iso_3166_is_there_once():
    assert len(STATES) == len(set(STATES))
    assert set(STATES) - {"XKX"} == {c.alpha_3 for c in pycountry.countries}


def test_bloc_codes_are_no_state_codes():
    assert not set(bloc_codes()) & set(STATES)
    assert len(state_names()) == len(STATES) + len(bloc_codes())


@pytest.mark.parametrize("row", word_list("states"), ids=lambda r: r["code"])
def test_every_name_finds_its_state(row):
    for name in filter(None, (row["name"], row["official"])):
        company = f"{name} and the Channel Islands signed."  # Jersey and Guernsey need company
        found = [s for s in find_states(company) if s.start == 0]
        assert [s.code for s in found] == [row["code"]], name
        assert company[found[0].start : found[0].end] == name


@pytest.mark.parametrize("row", [r for r in word_list("states") if r["adjectives"]], ids=lambda r: r["code"])
def test_every_adjective_finds_its_state(row):
    for adjective in row["adjectives"].split("|"):
        text = f"{adjective} exports, said {row['name']} of Santo Domingo, rose."
        assert find_states(text)[0][2:4] == (row["code"], "demonym"), adjective


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sino-Russian and Franco-German and Indo-Pacific plans", ["CHN", "RUS", "FRA", "DEU", "INDOPACIFIC"]),
        ("China-Russia, U.S.-China and EU-Mercosur deals", ["CHN", "RUS", "USA", "CHN", "EU", "MERCOSUR"]),
        ("the US told us, and JOIN US NOW", ["USA"]),
        ("Papua New Guinea, Guinea-Bissau, Equatorial Guinea, Guinea", ["PNG", "GNB", "GNQ", "GIN"]),
        ("South Sudan's and Sudan's oil; North and South Korea; South Korea", ["SSD", "SDN", "KOR", "KOR"]),
        ("New Mexico, the West Bank, the South China Sea, Native Americans, Bank of America", []),
        ("Michael Jordan and Chad Smith, Georgia Brown, Denzel Washington", []),
        ("Jordan and Chad signed; Israel did not", ["JOR", "TCD", "ISR"]),
        ("Georgia beat Alabama in Atlanta", []),
        ("Georgia, said Tbilisi", ["GEO", "GEO"]),
        ("the West and Western sanctions; heading west", ["WEST", "WEST"]),
        ("OPEC+ cut and OPEC did not", ["OPECPLUS", "OPEC"]),
        ("the rest of the world and the world's exports", ["WORLD", "WORLD"]),
        ("polish the china on a turkey platter", []),
        ("African Americans and South Africans and Africans", ["ZAF", "AFRICA"]),
    ],
)
def test_hard_forms(text, expected):
    assert codes(text) == expected


@given(st.text(alphabet=st.sampled_from("UKGeorgia -.,'’CSNhinaJordnthe WVu\n"), max_size=80))
def test_any_text_gives_ordered_spans_that_slice_back(text):
    found = find_states(text)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(text[s.start : s.end].strip() for s in found)
