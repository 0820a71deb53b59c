"""Dates: the cases of ``cases/dates.csv``, and what must hold for any text."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import cases
from toolkit.dates import periods
from toolkit.dates.table import date_table, find_dates
from toolkit.reading import Article

CASES = cases("dates")
GRAINS = ("day", "week", "month", "quarter", "half", "year", "decade", "century", "interval")


@pytest.mark.parametrize("case", CASES, ids=[f"{c['sentence'][:50]}-{c['date']}" for c in CASES])
def test_case(case):
    text = case["sentence"]
    wanted = []
    for item in filter(None, case["found"].split(" + ")):
        surface, _, rest = item.rpartition(" is ")
        value, grain = rest.split()
        wanted.append((surface, None if value == "NA" else value, grain))
    found = find_dates(Article(text, date=case["date"] or None))
    assert [(text[d.start : d.end], d.value, d.grain) for d in found] == wanted


def test_there_are_enough_cases():
    assert len(CASES) >= 100


PIECES = """
    January May march Sept. 2023 1999 31 5th - – to and , of in the first second half quarter last next this year month week
    ago earlier two nine months ended Monday Tuesday 90s century FY24 Q3 2022-23 fiscal from between yesterday date same
    period a 30 . (
"""


@settings(derandomize=True, max_examples=300, deadline=None)
@given(
    st.one_of(
        st.text(min_size=1, max_size=80), st.lists(st.sampled_from(PIECES.split()), min_size=1, max_size=14).map(" ".join)
    ),
    st.one_of(st.none(), st.dates(datetime.date(1900, 1, 1), datetime.date(2100, 1, 1))),
)
def test_any_text_is_read_soundly(text, date):
    if not text.strip():
        return
    article = Article(text, date=date)
    found = find_dates(article)
    at = 0
    for d in found:
        assert at <= d.start < d.end <= len(text), d
        assert d.grain in GRAINS
        if d.value is not None:
            assert periods.is_value(d.value), d
            first, last = periods.bounds(d.value)
            assert first <= last, d
        at = d.end
    assert found == find_dates(article)


@settings(derandomize=True, max_examples=200, deadline=None)
@given(
    st.dates(datetime.date(1900, 1, 1), datetime.date(2099, 12, 31)),
    st.sampled_from(["%B {d}, %Y", "{d} %B %Y", "%Y-%m-%d", "%B %Y", "%Y"]),
)
def test_a_date_that_is_written_is_read(date, form):
    written = date.strftime(form).replace("{d}", str(date.day))
    text = f"The treaty of Lima was signed in {written}, it says."
    found = find_dates(Article(text))
    value = {"%B %Y": date.strftime("%Y-%m"), "%Y": date.strftime("%Y")}.get(form, date.isoformat())
    assert [(text[d.start : d.end], d.value, d.resolved_from) for d in found] == [(written, value, "text")]


def test_no_date_known_is_not_today():
    table = date_table(["Fares rose last month.", "He left yesterday."])
    assert table["value"].isna().all()
    assert len(table) == 2


def test_resolved_from_tells_what_was_needed():
    found = find_dates(Article("In March 2023 fares rose, as in April.", date="2024-01-02"))
    assert [d.resolved_from for d in found] == ["text", "article date"]


def test_table_has_its_columns_and_dtypes_when_empty():
    assert date_table("Nothing here.").dtypes.to_dict() == date_table("In 2023.").dtypes.to_dict()


def test_the_original_report(original):
    text = original.text
    found = {(text[d.start : d.end], d.value) for d in find_dates(original)}
    assert {("last month", "2024-03"), ("May", "2024-05"), ("January", "2024-01")} <= found
    assert {("Monday", "2024-04-08"), ("Tuesday", "2024-04-09"), ("February 2022", "2022-02")} <= found
