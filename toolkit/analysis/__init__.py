"""Analysis: all tables for many articles, on local cores or a cluster, resumable.

In: Articles.  Out: ``Tables``; Parquet in a folder; a whole run with figures and notebooks.
Modules, in the order in which data passes them:

- store   finished batches on disk, each whole or not there
- tables  analyse, Tables, load_tables
- runs    a folder's tables and figures, or its notebooks

A table more: ``CODEBOOK`` in ``toolkit/tables.py``, ``MAKERS`` and a field of ``Tables`` in ``tables.py``. A case: ``tests/analysis``.
"""

from toolkit.analysis.runs import draw_figures, run_notebooks, tell
from toolkit.analysis.tables import MAKERS, Tables, analyse, load_tables

__all__ = ["MAKERS", "Tables", "analyse", "draw_figures", "load_tables", "run_notebooks", "tell"]
