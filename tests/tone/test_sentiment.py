"""Sentiment by TextBlob on our own boundaries."""

from __future__ import annotations

import pytest

from toolkit.errors import OptionError
from toolkit.reading import Article
from toolkit.tone.sentiment import sentiment_of, sentiment_table

NEWS = """Ministers end a good meeting

OSLO, May 3 (Wire) - The talks were very constructive. Nobody was happy with Mr. Berg, who gave a terrible speech.

The ministers went home.

leave a reply: great excellent wonderful"""


def news() -> Article:
    return Article(NEWS, title="Ministers end a good meeting")


def test_the_scores_are_textblobs():
    from textblob import TextBlob

    for text in ("A really good day.", "It was not a bad result, but a sad one!", "Trade grew."):
        polarity, subjectivity, _ = sentiment_of(text)
        assert (polarity, subjectivity) == pytest.approx(tuple(TextBlob(text).sentiment))


def test_shares_of_the_words_add_up_to_the_polarity():
    polarity, _, words = sentiment_of("A good, warm and honest man gave a terrible speech.")
    assert sum(float(word.rsplit(" ", 1)[1]) for word in words) == pytest.approx(polarity, abs=0.01 * len(words))
    assert len(words) == 4


def test_a_curly_apostrophe_negates_as_a_straight_one_does():
    assert sentiment_of("It isn’t good.") == sentiment_of("It isn't good.")


@pytest.mark.parametrize(("by", "rows"), [("sentence", 4), ("paragraph", 3), ("article", 1)])
def test_rows_and_evidence(by, rows):
    table = sentiment_table(news(), by=by)
    assert len(table) == rows
    for row in table.itertuples():
        assert NEWS[row.start : row.end] == row.text
    assert not any("great" in word for words in table["words"] for word in words), "page furniture counts for nothing"


def test_an_abbreviation_does_not_end_a_sentence():
    texts = sentiment_table(news())["text"].tolist()
    assert texts[2].startswith("Nobody was happy with Mr. Berg, who")


def test_furniture_in_the_middle_of_an_article_is_left_out():
    text = "It was a sad day.\n\nleave a reply: great\n\nIt was a sad night."
    assert sentiment_table(text, by="article")["polarity"].tolist() == [-0.5]


def test_a_wrong_unit_is_named_with_the_right_ones():
    with pytest.raises(OptionError, match=r"by='word'.*'sentence', 'paragraph', 'article'"):
        sentiment_table("Fine.", by="word")  # type: ignore[arg-type]


def test_articles_keep_their_ids_and_order():
    table = sentiment_table([Article("Good.", id="b"), Article("Bad.", id="a")])
    assert table["article"].tolist() == ["b", "a"]
    assert table["polarity"].iloc[0] > 0 > table["polarity"].iloc[1]


def test_no_words_no_score():
    table = sentiment_table("The ministers met.")
    assert table["polarity"].tolist() == [0.0]
    assert table["words"].tolist() == [[]]
