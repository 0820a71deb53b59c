"""Evidence: the article with what was found marked in it.

In: an Article and tables.  Out: ``show``: HTML in Jupyter, a page of its own, or text in a terminal.
Modules, in the order in which data passes them:

- marks  show, and what can be shown

A table to mark: ``SHOWN`` and ``COLOURS`` in ``marks.py``. A case: ``tests/evidence``.
"""

from toolkit.evidence.marks import SHOWN, show

__all__ = ["SHOWN", "show"]
