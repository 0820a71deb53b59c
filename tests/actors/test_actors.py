"""Who is in the story: cases an analyst can extend, and what must hold of every table."""

from __future__ import annotations

import pytest

from tests.conftest import case_param, cases, differing, fail_with
from toolkit.actors.linking import actors_of, link_actors
from toolkit.actors.mentions import find_mentions
from toolkit.actors.personnames import family_first, same_person, surname_forms
from toolkit.actors.table import actor_at, actor_table, mention_table
from toolkit.errors import OptionError
from toolkit.language.pipeline import parsed
from toolkit.reading import Article
from toolkit.reading.duplicates import near_duplicates


def _read(rows):
    return zip(rows, parsed([Article(r["text"], id=f"case-{n}") for n, r in enumerate(rows)]), strict=True)


def _actor(row, article, doc):
    """Return the actor found at the case's form, its last occurrence."""
    start = row["text"].rindex(row["form"])
    end = start + len(row["form"])
    exact = [m for m in find_mentions(article, doc) if (m.start, m.end) == (start, end)]
    near = exact or [m for m in find_mentions(article, doc) if m.start < end and start < m.end]
    if not near:
        return "none", None
    return near[0].actor or "NA", near[0]


@pytest.mark.parametrize("row", [case_param(r, text=f"{r['form']}: {r['text']}", known=r["known"]) for r in cases("actors")])
def test_actor_case(row):
    ((_, (article, doc)),) = _read([row])
    actor, mention = _actor(row, article, doc)
    if row["actor"] == "none-state":
        assert not actor.startswith("state:")
        return
    asked = [name for name in ("country", "role") if row[name] and mention is not None]
    got = [actor, *((getattr(mention, name) or "") for name in asked)]
    fail_with(row["text"], differing(row["form"], ["actor", *asked], [row["actor"], *(row[name] for name in asked)], got))


@pytest.mark.parametrize("row", [case_param(r, text=f"{r['form']}: {r['text']}", known=r["known"]) for r in cases("metonyms")])
def test_metonym_or_place(row):
    ((_, (article, doc)),) = _read([row])
    at = row["text"].index(row["form"])
    found = [m for m in find_mentions(article, doc) if m.start <= at < m.end]
    assert all(m.form_reason for m in found)
    kinds = {"state" if m.form == "metonym" else m.kind for m in found}
    fail_with(row["text"], differing(row["form"], ["kind"], [{row["kind"]}], [kinds]))


def test_two_hundred_cases():
    assert len(cases("actors")) + len(cases("metonyms")) >= 200


STORY = [
    Article("Foreign Minister Penny Wong met Subrahmanyam Jaishankar in Delhi. Wong thanked Jaishankar.", id="a"),
    Article("Wong said Australia would sign. Leader of the house Lawrence Wong was not there.", id="b"),
    Article("Jaishankar left for Nairobi, Kenya's foreign ministry said.", id="c"),
]


def test_one_actor_across_articles():
    table = mention_table(STORY)
    by_text = table.groupby(["article", "text"])["actor"].first()
    assert by_text["a", "Jaishankar"] == by_text["c", "Jaishankar"] == "person:subrahmanyam-jaishankar"
    assert by_text["a", "Wong"] == "person:penny-wong"
    actors = actor_table(STORY)
    assert actors["actor"].is_unique
    assert actors["name"].str.casefold().is_unique
    assert actors["mentions"].sum() == table["actor"].notna().sum()


def test_every_mention_walks_back_and_each_actor_has_one_name():
    table = mention_table(STORY)
    texts = {a.id: a.text for a in STORY}
    for row in table.itertuples():
        assert texts[row.article][row.start : row.end] == row.text
    named = table.dropna(subset=["actor"])
    assert (named.groupby("actor")["name"].nunique() == 1).all()
    assert actors_of(table).equals(actor_table(STORY))


def test_furniture_gives_no_actors():
    table = mention_table(Article("Peru sold copper.\n\nleave a reply: Bolivia Chile"))
    assert "Bolivia" not in table["text"].tolist()


def test_an_office_ends_with_its_state():
    table = mention_table(Article("The president of Kenya left. The foreign minister of Peru stayed."))
    assert table["text"].tolist() == ["The president of Kenya", "Kenya", "The foreign minister of Peru", "Peru"]


def test_actor_at_gives_the_person_of_a_phrase():
    article, doc = next(parsed("Russian Foreign Minister Sergei Lavrov said so."))
    assert actor_at(article, doc, 0, 38).actor == "person:sergei-lavrov"
    assert actor_at(article, doc, 39, 43) is None


def test_links_keep_two_of_one_surname_apart():
    found = [("a", "person:bill-clinton", "Bill Clinton", None), ("b", "person:hillary-clinton", "Hillary Clinton", None)]
    links = link_actors([*found, ("c", "person:clinton", "Clinton", None)])
    assert len({link.actor for link in links.values()}) == 3


def test_links_keep_two_of_one_name_apart_by_country():
    links = link_actors([("a", "person:ali-hassan", "Ali Hassan", "SOM"), ("b", "person:aly-hasan", "Aly Hasan", "EGY")])
    assert len({link.actor for link in links.values()}) == 2
    links = link_actors([("a", "person:ali-hassan", "Ali Hassan", "SOM"), ("b", "person:aly-hasan", "Aly Hasan", None)])
    assert len({link.actor for link in links.values()}) == 1


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Volodymyr Zelenskyy", "Volodymyr Zelenskiy", True),
        ("Muhammad Yunus", "Mohammed Yunus", True),
        ("Kim Jong Un", "Kim Jong-un", True),
        ("Shinzo Abe", "Abe Shinzo", True),
        ("Joe Biden", "Joseph Biden", True),
        ("Recep Tayyip Erdoğan", "Recep Erdogan", True),
        ("Raul Castro", "Fidel Castro", False),
        ("Kim Jong Un", "Kim Yo Jong", False),
        ("Penny Wong", "Lawrence Wong", False),
    ],
)
def test_same_person(one, other, same):
    assert same_person(one, other) is same
    assert same_person(other, one) is same


def test_name_order():
    assert family_first(("Nguyen", "Phu", "Trong"))
    assert not family_first(("Fumio", "Kishida"))
    assert surname_forms("Mohammed bin Salman") == ("Salman", "bin Salman")
    assert surname_forms("Park Geun-hye") == ("Park",)


def test_wire_copy_is_marked_with_the_earliest():
    body = " ".join(f"Sentence {n} tells how much barley went to port {n * 7 % 13} that day." for n in range(30))
    other = Article("Quite another story about tin.", id="other")
    articles = [Article(body, id="first"), other, Article(body[:-60], id="copy")]
    assert near_duplicates(articles) == {"copy": "first"}
    with pytest.raises(OptionError, match="threshold"):
        near_duplicates(articles, threshold=0)


@pytest.mark.parametrize(
    "text",
    ["—", "the the", "US", "U.S.", "“He”", "Mr.", "President of the", "A&B (AB) (C)", "X\n\nY\n\nZ's", "’s Moscow’s", "Al-",
     "I II III", "MOSCOW, April 3 (Reuters) -", "in Paris, Texas,", "Kim Kim Kim",
     "Belt and Road", "the president’s the president"],
)  # fmt: skip
def test_odd_texts_give_mentions_that_slice_back(text):
    table = mention_table(text)
    assert [text[s:e] for s, e in zip(table["start"], table["end"], strict=True)] == table["text"].tolist()


def test_offices_of_listed_leaders_go_by_the_date():
    text = "Angela Merkel spoke last. The German chancellor was brief."
    for date, actor in (("2019-05-01", "person:angela-merkel"), ("2024-05-01", None)):
        table = mention_table(Article(text, date=date))
        row = table[table["form"] == "role"].iloc[0]
        assert row["actor"] == actor if actor else row.isna()["actor"], date
        assert table.loc[table["text"] == "Angela Merkel", "role"].isna().all()


def test_listed_leaders_and_institutions_are_of_listed_states():
    from toolkit.language.states import state_names
    from toolkit.words import word_list

    for row in word_list("leaders"):
        assert row["country"] in state_names(), row
        assert not row["until"] or row["since"] < row["until"], row
    assert {r["country"] for r in word_list("institutions")} - {""} <= set(state_names())
