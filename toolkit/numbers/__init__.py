"""Numbers: every quantity of an article, with what it is about.

In: Articles.  Out: ``number_table``: an amount, the noun it measures, period, basis and source.
Modules, in the order in which data passes them:

- number   one quantity as found
- context  what a number is about, for which period, against what, by whose figures
- table    find_numbers, number_table

How a number is read: ``toolkit/amounts``. What it is about: ``context.py``.
A case: ``tests/cases/numbers.csv``, ``tests/cases/numbers_context.csv``.
"""

from toolkit.numbers.table import find_numbers, number_table

__all__ = ["find_numbers", "number_table"]
