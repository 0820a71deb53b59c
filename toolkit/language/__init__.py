"""Language: the English pipeline, and what every reader needs to know of English.

In: Articles.  Out: spaCy Docs (one parse an article, cached); states, quotations, tense in plain text.
Modules, in the order in which data passes them:

- pipeline    load_pipeline, parse; ``parsed`` and ``once`` for the packages above
- tags        parts of speech and functions that rules ask for together
- pipes       the pipeline's own components (loads spaCy; nothing else here does)
- states      every form that stands for a state, bloc or region
- quotes      quotation marks, paired paragraph by paragraph
- calendar    the months and days of the week
- tense       whether a sentence speaks of what was or will be
- wording     the way back: names, periods, amounts and counts in words

A state's name: ``words/states.csv``, ``words/blocs.csv``. Weights: ``training/``.
A case: ``tests/language``.
"""

from toolkit.language.calendar import MONTH_CUT_SHORT, MONTH_IN_FULL, MONTHS, SHORT_MONTHS, WEEKDAY_IN_FULL, WEEKDAYS
from toolkit.language.pipeline import load_pipeline, once, parse, parsed, token_at
from toolkit.language.quotes import CLOSING_MARKS, OPENING_MARKS, Quote, find_quotes
from toolkit.language.states import StateForm, bloc_codes, capitals, find_states, state_names, trie_pattern
from toolkit.language.tags import (
    COMMON_NOUNS,
    FINITE,
    INSIDE_NOUN_PHRASE,
    NOMINAL,
    NOMINALS,
    NOUNS,
    PASSIVE_SUBJECTS,
    PROPER_NOUNS,
    SUBJECTS,
    TENSED,
    VERBS,
)
from toolkit.language.tense import tense_at
from toolkit.language.wording import (
    CURRENCIES,
    actor_name,
    amount,
    how_many,
    names_of,
    period_name,
    place_name,
    plain_number,
    plain_source,
    possessive,
    records,
    scale_of,
    some,
    sources_in_words,
    speakers_of,
    with_article,
    with_capital,
)

__all__ = [
    "CLOSING_MARKS",
    "COMMON_NOUNS",
    "CURRENCIES",
    "FINITE",
    "INSIDE_NOUN_PHRASE",
    "MONTHS",
    "MONTH_CUT_SHORT",
    "MONTH_IN_FULL",
    "NOMINAL",
    "NOMINALS",
    "NOUNS",
    "OPENING_MARKS",
    "PASSIVE_SUBJECTS",
    "PROPER_NOUNS",
    "SHORT_MONTHS",
    "SUBJECTS",
    "TENSED",
    "VERBS",
    "WEEKDAYS",
    "WEEKDAY_IN_FULL",
    "Quote",
    "StateForm",
    "actor_name",
    "amount",
    "bloc_codes",
    "capitals",
    "find_quotes",
    "find_states",
    "how_many",
    "load_pipeline",
    "names_of",
    "once",
    "parse",
    "parsed",
    "period_name",
    "place_name",
    "plain_number",
    "plain_source",
    "possessive",
    "records",
    "scale_of",
    "some",
    "sources_in_words",
    "speakers_of",
    "state_names",
    "tense_at",
    "token_at",
    "trie_pattern",
    "with_article",
    "with_capital",
]
