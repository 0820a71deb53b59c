"""The codebook and the frames built from it."""

from __future__ import annotations

import pandas as pd
import pytest

from toolkit.errors import OptionError, TableError
from toolkit.reading import Article
from toolkit.tables import CODEBOOK, EVIDENCE, MANY, check, columns, concat, describe, evidence, frame, markdown

EXAMPLES = {"string": "x", "Int64": 1, "Float64": 1.5, "boolean": True, MANY: ["x"]}


@pytest.mark.parametrize("name", CODEBOOK)
def test_empty_and_full_frames_agree(name):
    full = frame(name, [{c.name: {"x": [0, 1]} if c.holds is dict else EXAMPLES[c.dtype] for c in CODEBOOK[name]}, {}])
    empty = frame(name, [])
    assert empty.columns.tolist() == full.columns.tolist() == columns(name)
    assert empty.dtypes.to_dict() == full.dtypes.to_dict()
    for column in CODEBOOK[name]:
        assert str(full[column.name].dtype) == column.dtype
        last = full[column.name].iloc[1]
        assert last == column.holds() if column.dtype == MANY else pd.isna(last)


@pytest.mark.parametrize("name", CODEBOOK)
def test_every_column_is_documented_once(name):
    names = [c.name for c in CODEBOOK[name]]
    assert len(names) == len(set(names))
    for column in CODEBOOK[name]:
        assert column.dtype in EXAMPLES
        assert len(column.meaning) > 5
        assert f"| {column.name} |" in markdown(name)


def test_evidence_comes_first_in_tables_of_findings():
    for name in ("numbers", "dates", "mentions", "claims", "sentiment", "tone", "trade"):
        assert CODEBOOK[name][: len(EVIDENCE)] == EVIDENCE


def test_frame_refuses_what_the_codebook_does_not_know():
    with pytest.raises(TableError, match="colour"):
        frame("trade", [{"colour": "red"}])
    with pytest.raises(OptionError, match="Did you mean 'trade'"):
        frame("trde", [])


def test_names_of_tables():
    assert columns("trade") == columns("trade_table")
    assert columns("claim_table") == columns("claims") == columns("claim")
    assert describe("claim_table").index.tolist() == columns("claims")
    with pytest.raises(OptionError, match="'numbers'"):
        describe("nothing")


def test_evidence_is_the_articles_own_characters():
    article = Article("Trade grew. Sales fell.", id="a")
    cells = evidence(article, 12, 17)
    assert cells == {"article": "a", "sentence": 1, "start": 12, "end": 17, "text": "Sales"}
    for start, end in ((-1, 4), (4, 4), (5, 4), (0, 99)):
        with pytest.raises(TableError, match="characters"):
            evidence(article, start, end)


def test_concat_keeps_columns_and_dtypes():
    article = Article("Trade grew.", id="a")
    one = frame("dates", [{**evidence(article, 0, 5), "value": "2023"}])
    empty = frame("dates", [])
    for frames in ([], [empty], [empty, one, empty], [one, one]):
        joined = concat("dates", frames)
        assert joined.dtypes.to_dict() == empty.dtypes.to_dict()
        assert joined.index.tolist() == list(range(len(joined)))
    assert len(concat("dates", [one, one])) == 2


def test_check_names_what_is_missing():
    table = frame("dates", [])
    assert check("dates", table) is table
    with pytest.raises(TableError, match=r"not a dates table: it lacks value, grain"):
        check("dates", table.drop(columns=["value", "grain"]))


def test_frames_do_not_share_lists():
    words = ["x"]
    table = frame("sentiment", [{"words": words}, {"words": words}])
    table.loc[0, "words"].append("y")
    assert words == ["x"]
    assert table.loc[1, "words"] == ["x"]
