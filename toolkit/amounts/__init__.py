"""Amounts: quantities in plain text, without any parsing.

In: plain text.  Out: ``Amount``: value, unit, kind, bound, rise or fall, each with its characters.
Modules, in the order in which data passes them:

- numerals    digits, number words, scales, fractions
- units       measures, durations, percentages, rates
- currencies  symbols, codes and words of money
- nouns       the noun that a number counts
- masks       what looks like a number and is none: dates, scores, addresses
- wordcounts  whether a number in words counts something
- single      one numeral with its unit
- hedges      about, more than, up, down, from
- quantities  all of a text: ranges, lists, multiples
- intervals   what a printed figure leaves possible by its rounding

A unit, a currency, a hedge: ``words/units.csv``, ``currencies.csv``, ``bounds.csv``, ``changes.csv``.
A case: ``tests/cases/numbers.csv``.
"""

from toolkit.amounts.currencies import currencies_named, currency_of
from toolkit.amounts.intervals import INFINITY, Interval, growth_interval, level_interval
from toolkit.amounts.quantities import amounts_in
from toolkit.amounts.single import Amount

__all__ = [
    "INFINITY",
    "Amount",
    "Interval",
    "amounts_in",
    "currencies_named",
    "currency_of",
    "growth_interval",
    "level_interval",
]
