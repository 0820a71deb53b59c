"""What an analyst imports: the list, the README, the codebook file and the real names agree."""

from __future__ import annotations

import doctest
import importlib
import inspect
import pkgutil
import re

import pytest

import toolkit
from tests.conftest import ROOT
from toolkit.__main__ import main
from toolkit.tables import CODEBOOK, describe, markdown

README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_all_is_sorted_and_real():
    assert list(toolkit.__all__) == sorted(toolkit.__all__)
    for name in toolkit.__all__:
        assert getattr(toolkit, name).__doc__, f"{name} has no docstring"


def test_readme_lists_every_function():
    listed = set(re.findall(r"^\| `(\w+)", README, flags=re.MULTILINE))
    public = {n for n in toolkit.__all__ if not (isinstance(getattr(toolkit, n), type) and n.endswith("Error"))}
    assert public <= listed, public - listed


def test_codebook_file_is_what_the_command_prints(capsys):
    assert main(["describe", "--markdown"]) == 0
    printed = capsys.readouterr().out
    assert [t for t in CODEBOOK if markdown(t) not in printed] == []
    kept = (ROOT / "docs" / "codebook.md").read_text(encoding="utf-8")
    assert kept == printed, "out of date; .venv/bin/toolkit describe --markdown > docs/codebook.md writes it anew"


@pytest.mark.parametrize("name", toolkit.__all__)
def test_options_are_keyword_only_and_few(name):
    made = getattr(toolkit, name)
    if isinstance(made, type):
        return
    kinds = [p.kind for p in inspect.signature(made).parameters.values()]
    assert sum(k is inspect.Parameter.POSITIONAL_OR_KEYWORD for k in kinds) <= 2
    assert sum(k is inspect.Parameter.KEYWORD_ONLY for k in kinds) <= 6


def test_no_function_has_its_modules_name():
    modules = {m.name.rsplit(".", 1)[-1] for m in pkgutil.walk_packages(toolkit.__path__, "toolkit.")}
    assert not modules & set(toolkit.__all__)


@pytest.mark.parametrize(
    "module", sorted(m.name for m in pkgutil.walk_packages(toolkit.__path__, "toolkit.") if m.name != "toolkit.__main__")
)
def test_docstring_examples(module):
    result = doctest.testmod(importlib.import_module(module), optionflags=doctest.NORMALIZE_WHITESPACE)
    assert not result.failed


def test_readme_transcripts():
    result = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS)
    blocks = re.findall(r"```pycon\n(.*?)```", README, flags=re.DOTALL)
    assert blocks
    test = doctest.DocTestParser().get_doctest("\n".join(blocks), {}, "README", "README.md", 0)
    result.run(test)
    assert not result.failures


def test_codebook_describes_itself():
    for table in CODEBOOK:
        assert describe(table)["meaning"].str.len().gt(5).all()
