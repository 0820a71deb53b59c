"""Ledger: what trade statements imply together, and which cannot all be true.

In: a trade table.  Out: ``Ledger`` with ``flows`` (bounds), ``conflicts`` and ``left_out``; ``compare`` with statistics.
Modules, in the order in which data passes them (``ledger`` calls those between):

- ledger       from statements to unknowns: reconcile
- propagation  intervals narrowed row by row
- system       the figures about unknown flows as plain data
- programs     linear programs by SciPy's HiGHS, many objectives at once
- bounds       least and greatest values; smallest sets that clash
- conflicts    such a set in words, with the least stretch
- comparison   the bounds against published statistics

How a figure becomes an interval: ``toolkit/amounts/intervals.py``. A case: ``tests/ledger``.
"""

from toolkit.ledger.comparison import compare
from toolkit.ledger.ledger import Ledger, reconcile

__all__ = ["Ledger", "compare", "reconcile"]
