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
- listed      one member of a list: a state, and the figure beside it
- rankings    what a list is of: "the main markets were", "in second place came"
- goods_lists goods that a list goes on with: "textiles at $276 million"
- members     one flow handed out over a list of states or goods
- sides       whose a flow is and with whom, where its own sentence tells
- carrying    what carries over from sentence to sentence, how far, and what ends it (the table ``CARRIES``)
- story       what the article has said so far, and what a flow takes from it
- figures     what each quantity is for a flow: the amount, the change, the amount before
- groups      which figure belongs to which flow ('respectively' too)
- fiscal      the months of fiscal years, once the pair is known
- periods     for which period, and against what
- sources     by whose figures
- statements  what one group of figures says: a row and the characters of its cells
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
