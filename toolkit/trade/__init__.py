"""Trade: who sold how much to whom, when, by how much more, by whose figures.

In: Articles.  Out: ``trade_table``, one row a statement.
Modules, in the order in which data passes them:

- items     a sentence in order: states, numbers, dates, words of trade
- states    which states stand at a place
- slots     around a word of trade: whose, with whom, of what
- verbs     'India imported ... from'
- roles     'India's top supplier'
- phrases   every phrase of a sentence that names a flow
- ellipses  'those to Korea 4%', 'it grew 2%'
- rankings  'Italy with $3 billion, Spain with 2 billion': a list of states as a pattern of items
- figures   what each figure is: the amount, the change, the amount before
- groups    which figure belongs to which flow ('respectively' too)
- periods   for which period, and against what
- sources   by whose figures
- partners  who trades with whom where the phrase leaves it out
- table     trade_table

A word of trade: ``words/trade_words.csv``, ``change_verbs.csv``, ``trade_plans.csv``; of its rules: ``trade_lists.csv``;
whose figures a source gives: ``sources.csv``.
A case: ``tests/cases/trade.csv``.
"""

from toolkit.trade.sources import counted_by
from toolkit.trade.table import trade_table

__all__ = ["counted_by", "trade_table"]
