"""Errors say what was given, what was expected and what to do."""

from __future__ import annotations

import pytest

from toolkit.errors import MissingExtraError, OptionError, ToolkitError, check_option, need_extra
from toolkit.words import word_list


def test_check_option_names_the_value_the_choices_and_the_nearest():
    check_option("by", "article", ("sentence", "article"))
    wanted = r"by='articel' is not known; use one of 'sentence', 'article'\. Did you mean 'article'\?"
    with pytest.raises(OptionError, match=wanted):
        check_option("by", "articel", ("sentence", "article"))
    with pytest.raises(OptionError) as raised:
        check_option("by", 7, ("sentence",))
    assert "Did you mean" not in str(raised.value)
    assert isinstance(raised.value, ValueError)


def test_missing_extra_gives_the_command():
    with pytest.raises(MissingExtraError, match=r"-m pip install -e '.+\[network\]'") as raised:
        need_extra("no_such_package.part", "network", "plot_network")
    assert "'no_such_package'" in str(raised.value)
    assert isinstance(raised.value, ToolkitError)
    assert need_extra("json", "network", "This").__name__ == "json"


def test_unknown_word_list_names_those_there_are():
    with pytest.raises(ToolkitError, match="abbreviations"):
        word_list("no_such_list")


def test_a_bad_row_of_a_word_list_is_named(tmp_path, monkeypatch):
    from toolkit import words as module

    (tmp_path / "bad.csv").write_text("# facts\nname,code\nChile,CHL\nKorea, South,KOR\n", encoding="utf-8")
    monkeypatch.setattr(module.resources, "files", lambda _: tmp_path)
    with pytest.raises(ToolkitError, match=r"bad\.csv, line 4: 3 cells where the header has 2.*double quotes"):
        module.word_list.__wrapped__("bad")
