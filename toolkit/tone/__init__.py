"""Tone: TextBlob's sentiment of sentences, and the tone towards each actor.

In: Articles.  Out: ``sentiment_table``, ``tone_table`` (one row for each actor of a sentence).
Modules, in the order in which data passes them:

- sentiment  sentences, paragraphs, articles by TextBlob's lexicon
- lexicon    loaded words as they are looked up
- cues       loaded words: who does what to whom
- rules      what each adds to the tone towards one target
- model      the linear model over masked words and the rules' findings
- table      tone_table

A loaded word: ``words/tone.csv``. Weights: ``training/tone.py``.
A case: ``tests/cases/tone.csv``.
"""

from toolkit.tone.sentiment import sentiment_table
from toolkit.tone.table import tone_table

__all__ = ["sentiment_table", "tone_table"]
