"""Quantities: the cases of ``cases/numbers.csv``, and what must hold for any text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import case_param, cases, differing, fail_with
from toolkit.errors import ArticleError
from toolkit.language.pipeline import parse
from toolkit.numbers.table import Number, find_numbers, number_table
from toolkit.reading import Article
from toolkit.tables import BOUNDS, KINDS_OF_NUMBER, ROLES_OF_NUMBER

CASES = cases("numbers")


def expected(cell: str) -> list[tuple[object, ...]]:
    found: list[tuple[object, ...]] = []
    for item in filter(None, cell.split(" + ")):
        surface, _, rest = item.rpartition(" is ")
        value, unit, kind, *more = rest.split()
        low, _, high = value.partition("..")
        more = [word.replace("_", " ") for word in more]
        bound = next((w for w in more if w in BOUNDS), "exact")
        change = next((w for w in more if w in ("up", "down")), None)
        role = next((w for w in more if w in ROLES_OF_NUMBER), "level")
        unit = None if unit == "NA" else unit.replace("_", " ")
        found.append(
            (surface, None if low == "NA" else float(low), float(high) if high else None, unit, kind, bound, change, role)
        )
    return found


@pytest.mark.parametrize("case", CASES, ids=[c["sentence"][:50] for c in CASES])
def test_case(case):
    text = case["sentence"]
    found = [(text[n.start : n.end], *n[2:9]) for n in find_numbers(Article(text))]
    assert found == expected(case["found"])


def test_there_are_enough_cases():
    assert len(CASES) >= 150
    assert len({c["sentence"] for c in CASES}) == len(CASES)


def assert_sound(text: str, numbers: list[Number]) -> None:
    at = 0
    for number in numbers:
        assert at <= number.start < number.end <= len(text), number
        assert text[number.start : number.end].strip() == text[number.start : number.end]
        assert number.kind in (*KINDS_OF_NUMBER,)
        assert number.bound in BOUNDS
        assert number.role in ROLES_OF_NUMBER
        assert number.change in ("up", "down", None)
        if number.value_high is not None:
            assert number.value is not None
            assert number.value < number.value_high
        at = number.end


PIECES = """
    $ € £ ¥ US$ Rs % 5 3.4 1,200 2023 12,34 .5 - – to and between from half a third billion million bn m k dozen yuan dollars
    barrels per day a twenty six hundred thousand one of the in up fell doubled , . ( ) people tonnes May 1/2 ½ °C x
"""


@settings(derandomize=True, max_examples=300, deadline=None)
@given(
    st.one_of(
        st.text(min_size=1, max_size=80),
        st.lists(st.sampled_from(PIECES.split()), min_size=1, max_size=14).map(" ".join),
        st.lists(st.sampled_from(PIECES.split()), min_size=1, max_size=10).map("".join),
    )
)
def test_any_text_is_read_soundly(text):
    if not text.strip():
        return
    found = find_numbers(Article(text))
    assert_sound(text, found)
    assert find_numbers(Article(text)) == found


SCALES = {"thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "bn": 1e9, "m": 1e6, "": 1.0}
MONEY = {"$": "USD", "€": "EUR", "£": "GBP", "A$": "AUD", "HK$": "HKD", "R$": "BRL", "USD ": "USD", "RMB ": "CNY"}


@settings(derandomize=True, max_examples=300, deadline=None)
@given(st.integers(1, 99_999), st.integers(0, 2), st.sampled_from(sorted(SCALES)), st.sampled_from(sorted(MONEY)))
def test_an_amount_that_is_written_is_read(digits, places, scale, sign):
    written = f"{digits / 10**places:,.{places}f}"
    space = " " if len(scale) > 2 else ""
    text = f"The fund of Chile holds {sign}{written}{space}{scale} now."
    (number,) = find_numbers(Article(text))
    assert number.unit == MONEY[sign]
    assert number.value == pytest.approx(float(written.replace(",", "")) * SCALES[scale], rel=1e-12)
    assert text[number.start : number.end] == f"{sign}{written}{space}{scale}"


ONES = """
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen
    nineteen
"""
TENS = "zero ten twenty thirty forty fifty sixty seventy eighty ninety"


def in_words(number: int) -> str:
    if number < 20:
        return ONES.split()[number]
    if number < 100:
        return TENS.split()[number // 10] + (f"-{ONES.split()[number % 10]}" if number % 10 else "")
    for size, name in ((10**9, "billion"), (10**6, "million"), (1000, "thousand"), (100, "hundred")):
        if number >= size:
            left = number % size
            joint = " and " if left and (size == 100 or left < 100) else " "
            return f"{in_words(number // size)} {name}{joint if left else ''}{in_words(left) if left else ''}"
    raise AssertionError


@settings(derandomize=True, max_examples=300, deadline=None)
@given(st.integers(2, 10**10))
def test_a_number_in_words_is_read(number):
    text = f"They counted {in_words(number)} tonnes there."
    (found,) = find_numbers(Article(text))
    assert (found.value, found.unit) == (float(number), "tonne")


# Ways to write one amount; {n} is the figure. Each with what it stands for: factor, unit, bound.
WAYS = {
    "${n} billion": (1e9, "USD", "exact"),
    "US${n}bn": (1e9, "USD", "exact"),
    "USD{n} million": (1e6, "USD", "exact"),
    "{n} billion dollars": (1e9, "USD", "exact"),
    "{n}\u00a0billion\u00a0euros": (1e9, "EUR", "exact"),
    "EUR {n} mln": (1e6, "EUR", "exact"),
    "{n} trillion yuan": (1e12, "CNY", "exact"),
    "RMB{n}bn": (1e9, "CNY", "exact"),
    "some {n} million pounds sterling": (1e6, "GBP", "about"),
    "Rs {n} crore": (1e7, "INR", "exact"),
    "{n} lakh tonnes": (1e5, "tonne", "exact"),
    "{n}m barrels": (1e6, "barrel", "exact"),
    "{n} million barrels per day": (1e6, "barrel per day", "exact"),
    "{n}%": (1, "percent", "exact"),
    "{n}\u202fper cent": (1, "percent", "exact"),
    "just under {n} percentage points": (1, "percentage point", "under"),
    "more than {n} basis points": (1, "basis point", "over"),
    "at least ${n} a barrel": (1, "USD per barrel", "at least"),
    "{n} billion-dollar loans": (1e9, "USD", "exact"),
    "({n}bn kronor)": (1e9, "SEK", "exact"),
    "{n} bcm": (1, "billion cubic metres", "exact"),
}


@settings(derandomize=True, max_examples=400, deadline=None)
@given(st.integers(2, 9_999), st.integers(0, 2), st.sampled_from(sorted(WAYS)), st.booleans())
def test_every_way_to_write_an_amount_is_read(digits, places, way, ends):
    factor, unit, bound = WAYS[way]
    figure = f"{digits / 10**places:,.{places}f}"
    written = way.format(n=figure)
    (found,) = find_numbers(Article(f"The office put it at {written}{'.' if ends else ' on the whole.'}"))
    assert (found.unit, found.bound) == (unit, bound)
    assert found.value == pytest.approx(float(figure.replace(",", "")) * factor, rel=1e-12)


@settings(derandomize=True, max_examples=200, deadline=None)
@given(st.integers(2, 400), st.integers(1, 400), st.sampled_from(["to", "-", "–", "between"]), st.sampled_from(sorted(MONEY)))
def test_a_range_carries_its_scale_and_unit_over(low, more, joint, sign):
    high = low + more
    written = f"between {sign}{low} and {high} billion" if joint == "between" else ""
    written = written or (f"{sign}{low} to {high} billion" if joint == "to" else f"{sign}{low}{joint}{high} billion")
    (found,) = find_numbers(Article(f"The port of Chile may cost {written} in all."))
    assert (found.value, found.value_high, found.unit) == (low * 1e9, high * 1e9, MONEY[sign])


def test_a_number_that_runs_into_a_date_has_no_period_from_it():
    article = Article("The bill came to 15.2 March. 9% were lost.", date="2024-01-15")
    assert next((n.value, n.period) for n in find_numbers(article, parse(article)[0])) == (15.2, None)


def test_table_has_its_columns_and_dtypes_when_empty():
    empty, full = number_table("Nothing here.", parse=False), number_table("It cost $5.", parse=False)
    assert len(empty) == 0
    assert len(full) == 1
    assert empty.dtypes.to_dict() == full.dtypes.to_dict()


def test_table_without_parse_loads_no_pipeline():
    import subprocess
    import sys

    code = "import sys, toolkit.numbers as n; n.number_table('It cost $5.', parse=False); assert 'spacy' not in sys.modules"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_furniture_gives_nothing():
    article = Article("Exports rose 5%.\n\nleave a reply: 12 comments")
    assert [n.value for n in find_numbers(article)] == [5.0]


def test_what_is_no_article_is_refused():
    with pytest.raises(ArticleError, match="int"):
        number_table(5, parse=False)  # type: ignore[arg-type]


@pytest.mark.parametrize("case", [case_param(c, text=c["sentence"], known=c["known"]) for c in cases("numbers_context")])
def test_context_of_a_number(case):
    """The noun phrase and the source hold the word that is wanted; period and basis are as they are wanted."""
    article = Article(case["sentence"], date="2024-01-15")
    (number,) = [n for n in find_numbers(article, parse(article)[0]) if n.value == float(case["value"])]
    names = ("measures", "period", "basis", "source")
    wanted = [case[name] for name in names]
    got = [getattr(number, name) or "" for name in names]
    got = [w if n in ("measures", "source") and w and w in g else g for n, w, g in zip(names, wanted, got, strict=True)]
    fail_with(case["sentence"], differing(case["value"], names, wanted, got))


def test_the_original_report(original):
    found = {(n.value, n.unit, n.bound, n.change) for n in find_numbers(original)}
    assert (240.1e9, "USD", "exact", None) in found
    assert (664.5e9, "USD", "exact", None) in found
    assert {(26.3, "percent", "exact", "up"), (46.9, "percent", "exact", "up"), (13.0, "percent", "exact", "up")} <= found
    assert (11.6, "percent", "exact", "down") in found
    assert (0.2, None, "under", None) in found
