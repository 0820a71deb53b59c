from .actors import actor_table, mention_table
from .analysis import Tables, analyse, load_tables
from .claims import claim_table, pair_claims
from .dates import date_table
from .errors import ArticleError, OptionError, ToolkitError
from .evidence import show
from .figures import (
    plot_actors,
    plot_claims,
    plot_ledger,
    plot_network,
    plot_sentiment,
    plot_timeline,
    plot_tone,
    plot_trade,
    save_figure,
)
from .language import load_pipeline, parse
from .ledger import Ledger, compare, reconcile
from .numbers import number_table
from .reading import Article, iter_articles, read_article, read_articles
from .tables import describe
from .tone import sentiment_table, tone_table
from .trade import trade_table

__version__: str
__all__ = [
    "Article",
    "ArticleError",
    "Ledger",
    "OptionError",
    "Tables",
    "ToolkitError",
    "actor_table",
    "analyse",
    "claim_table",
    "compare",
    "date_table",
    "describe",
    "iter_articles",
    "load_pipeline",
    "load_tables",
    "mention_table",
    "number_table",
    "pair_claims",
    "parse",
    "plot_actors",
    "plot_claims",
    "plot_ledger",
    "plot_network",
    "plot_sentiment",
    "plot_timeline",
    "plot_tone",
    "plot_trade",
    "read_article",
    "read_articles",
    "reconcile",
    "save_figure",
    "sentiment_table",
    "show",
    "tone_table",
    "trade_table",
]
