"""Reading: files of any kind become Articles, whose text is never altered after.

In: a path, or texts.  Out: ``Article``, with sentences as character spans.
Modules, in the order in which data passes them:

- rows        bytes to text; CSV, JSON and Parquet to one mapping an article
- sentences   where sentences, paragraphs and datelines begin and end, by rule
- articles    Article, read_article, read_articles; dates from names and pages
- spacing     a text on one spacing, and the way back
- prose       the article on one spacing, as all rules read it
- duplicates  articles that carry largely the same text

A column's name: ``words/article_columns.csv``. An abbreviation: ``words/abbreviations.csv``.
A format, or the date of an article: ``articles.py``. A case: ``tests/cases/sentences.csv``, ``tests/reading``.
"""

from toolkit.reading.articles import Article, as_articles, read_article, read_articles
from toolkit.reading.duplicates import near_duplicates
from toolkit.reading.prose import as_prose
from toolkit.reading.sentences import sentence_spans

__all__ = ["Article", "as_articles", "as_prose", "near_duplicates", "read_article", "read_articles", "sentence_spans"]
