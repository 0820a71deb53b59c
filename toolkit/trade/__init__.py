"""Trade: who sold how much to whom, when, by how much more, by whose figures.

In: Articles.  Out: ``trade_table``, one row a statement, and ``explain``, one line a cell.
Modules, in the order in which data passes them:

- quantities  the amounts and changes of an article
- items       a sentence in order: states, numbers, dates, words of trade; ``Read``, a cell that knows its characters
- states      which states stand at a place
- slots       around a word of trade: whose, with whom, of what
- verbs       'India imported ... from', '830 tonnes entered the country'
- roles       'India's top supplier'
- phrases     every phrase of a sentence that names a flow
- ellipses    'it grew 2%', 'the volume was 221,000 tonnes', 'Italy's 7%'
- members     one flow handed out over a list of states or goods
- sides       whose a flow is and with whom, where its own sentence tells
- story       what the article has said so far, and what a flow takes from it (the table ``CARRIES``)
- figures     what each quantity is for a flow: the amount, the change, the amount before
- groups      which figure belongs to which flow ('respectively' too)
- periods     for which period, and against what
- sources     by whose figures
- table       trade_table
- explain     where each cell of a row was read

A word of trade: ``words/trade_words.csv``, ``change_verbs.csv``, ``trade_plans.csv``; of its rules: ``trade_lists.csv``;
whose figures a source gives: ``sources.csv``.
A case: ``tests/cases/trade.csv``.
"""

from toolkit.trade.explain import explain
from toolkit.trade.sources import counted_by
from toolkit.trade.table import trade_table

__all__ = ["counted_by", "explain", "trade_table"]
