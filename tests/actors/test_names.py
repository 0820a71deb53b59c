"""Names of the whole world: the marked reports of ``cases/names.csv``, and what must hold of the lists behind them."""

from __future__ import annotations

import pytest

from benchmarks.actors import own_reports, predictions, scores, unmarked
from toolkit.actors.nameevidence import longer_names
from toolkit.actors.namelists import towns
from toolkit.actors.names import KINDS, find_names, weighed_pieces
from toolkit.language.pipeline import parse
from toolkit.reading import Article
from toolkit.words import word_list

BARS = {"all": 0.95, "PERSON": 0.93, "ORG": 0.93, "PLACE": 0.95}


def test_names_of_the_world():
    reports = own_reports()
    assert len(reports) >= 60
    found = scores(reports, predictions(reports, metonym="PLACE"))
    print(found)
    assert all(found[kind] >= bar for kind, bar in BARS.items()), found


def test_marks_are_read():
    assert unmarked("{P Ana Silva} left {L Lima}.") == ("Ana Silva left Lima.", [[0, 9, "PERSON"], [15, 19, "PLACE"]])
    assert scores([{"entities": [[0, 3, "ORG"]]}], [{"entities": [[0, 3, "PLACE"]]}])["all"] == 0


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("The Republican People's Party voted no.", "Republican People's Party", "organisation"),
        ("China's People's Liberation Army Navy sailed on.", "People's Liberation Army Navy", "organisation"),
        ("GARISSA, March 3 - Two men were held.", "GARISSA", "place"),
        ("The Ruritanian Workers' Front (RWF) split. The RWF gave no reason.", "RWF", "organisation"),
        ("Trade grew in Husum and in Lillesand.", "Husum", "place"),
    ],
)
def test_kinds_of_names(text: str, name: str, kind: str):
    article = Article(text)
    found = {text[n.start : n.end]: n.kind for n in find_names(article, parse(article)[0])}
    assert found.get(name) == kind, found


def test_every_piece_of_evidence_has_a_weight():
    weights = {row["evidence"] for row in word_list("name_weights")}
    listed = {row["evidence"] for row in word_list("name_neighbours")}
    assert listed <= weights
    reports = [Article(row["text"], id=row["id"]) for row in own_reports()[:20]]
    seen = {e for a, d in zip(reports, parse(reports), strict=True) for _, evidence in weighed_pieces(a, d) for e in evidence}
    assert seen <= weights, seen - weights
    cells = [[float(row[kind]) for kind in KINDS] for row in word_list("name_weights")]
    assert all(any(row) and all(-9 < cell < 9 for cell in row) for row in cells), (
        "a row without a weight, or one that decides alone"
    )


def test_a_surname_is_known_from_the_longer_name():
    article = Article("Ana Silva-Reyes spoke. Silva-Reyes left.")
    pieces = [piece for piece, _ in weighed_pieces(article, parse(article)[0])]
    assert longer_names(pieces) == {"Ana": "first", "Silva-Reyes": "last"}


def test_towns_are_listed_once_with_their_country():
    names = [row["name"] for row in word_list("towns")]
    assert len(names) == len(set(names)) > 20_000
    assert all(len(country) == 3 for country, _ in towns().values())
