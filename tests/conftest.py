"""Fixtures and the reading of ``tests/cases/*.csv``."""

from __future__ import annotations

import csv
import os
import textwrap
from collections.abc import Iterable, Sequence
from pathlib import Path

import hypothesis
import pytest

hypothesis.settings.register_profile("seeded", derandomize=True, deadline=None)
hypothesis.settings.load_profile("seeded")

ROOT = Path(__file__).resolve().parents[1]
CASES = Path(__file__).parent / "cases"


def cases(name: str) -> list[dict[str, str]]:
    """Read ``tests/cases/<name>.csv``; lines that begin with # are comments."""
    lines = [line for line in (CASES / f"{name}.csv").read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
    rows = list(csv.DictReader(lines, strict=True))
    assert rows, f"{name}.csv has no cases"
    return rows


def case_param(*values: object, text: str, known: str = ""):
    """Return one case as a parameter named by its text; with ``known``, one that fails when it begins to pass."""
    marks = [pytest.mark.xfail(reason=known, raises=pytest.fail.Exception, strict=True)] if known else []
    return pytest.param(*values, id=textwrap.shorten(text, 60, placeholder=".."), marks=marks)


def fail_with(text: str, differences: Sequence[str]) -> None:
    """Fail with the sentence and what differs in it, if anything does."""
    if differences:
        pytest.fail("\n  ".join([text, *differences]), pytrace=False)


def differing(row: str, names: Iterable[str], wanted: Sequence[object], got: Sequence[object]) -> list[str]:
    """Return a line for each cell of a row that is not as wanted."""
    return [f"{row}, {n}: expected {w!r}, got {g!r}" for n, w, g in zip(names, wanted, got, strict=True) if w != g]


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with gold sets and the original report; tests that want it skip without it."""
    path = Path(os.environ.get("SHARED", ROOT.parent / "shared"))
    if not (path / "evals").is_dir():
        pytest.skip("no gold sets here: set SHARED to the folder that holds evals/ and seed-original/")
    return path


@pytest.fixture(scope="session")
def original(shared: Path):
    """The report that the project started from, dated."""
    from toolkit.reading import read_article

    return read_article(next((shared / "seed-original").glob("*.txt")), date="2024-04-06")
