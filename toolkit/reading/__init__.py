"""Reading: files of any kind become Articles, whose text is never altered after.

In: a path, or texts.  Out: ``Article``, with sentences as character spans.
Modules, in the order in which data passes them:

- sentences   where sentences, paragraphs and datelines begin and end, by rule
- spacing     a text on one spacing, and the way back
- articles    Article: its text, paragraphs and sentences; what is a date
- days        a day as files print it; which can be read in two ways
- found       an article as a reader finds it, and what it costs to make an Article of it
- columns     which column of a row is the text, the title, the day
- formats     what a file is, and who reads it: a module a format
- languages   whether a text is English
- given       what a call may be given for articles: texts, Articles, the rows of a table
- files       read_article, read_articles, iter_articles
- prose       the article on one spacing, as all rules read it
- duplicates  articles that carry largely the same text

A column's name: ``words/article_columns.csv``. An abbreviation: ``words/abbreviations.csv``.
A format: ``formats/__init__.py``. A case: ``tests/cases/sentences.csv``, ``tests/reading``.
"""

from toolkit.reading.articles import Article
from toolkit.reading.duplicates import near_duplicates
from toolkit.reading.files import iter_articles, read_article, read_articles
from toolkit.reading.given import as_articles
from toolkit.reading.prose import as_prose
from toolkit.reading.sentences import PARAGRAPH_BREAK, sentence_spans

__all__ = [
    "PARAGRAPH_BREAK",
    "Article",
    "as_articles",
    "as_prose",
    "iter_articles",
    "near_duplicates",
    "read_article",
    "read_articles",
    "sentence_spans",
]
