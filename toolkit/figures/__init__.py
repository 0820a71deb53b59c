"""Figures: a table in, a matplotlib Figure out.

In: a table.  Out: ``plot_*`` (never shows, never saves); ``save_figure`` (png, svg, csv, source line).
Modules, in the order in which data passes them:

- canvas     colours, frame, labels that fit, saving
- glyphs     letters that the font lacks
- grids      counts as a grid
- trade      plot_trade, plot_ledger
- tone       plot_sentiment, plot_tone
- networks   plot_network
- timelines  what happens when
- plots      plot_actors, plot_claims, plot_timeline

A colour: ``canvas.py``; lines and fonts: ``house.mplstyle``. A case: ``tests/figures``.
"""

from toolkit.figures.canvas import BLUE, RED, Row, bars, chart, colour_key, lay_rows, write_rows
from toolkit.figures.grids import count_grid
from toolkit.figures.plots import (
    plot_actors,
    plot_claims,
    plot_ledger,
    plot_network,
    plot_sentiment,
    plot_timeline,
    plot_tone,
    plot_trade,
    save_figure,
)
from toolkit.figures.timelines import days_of
from toolkit.figures.trade import flow_name

__all__ = [
    "BLUE",
    "RED",
    "Row",
    "bars",
    "chart",
    "colour_key",
    "count_grid",
    "days_of",
    "flow_name",
    "lay_rows",
    "plot_actors",
    "plot_claims",
    "plot_ledger",
    "plot_network",
    "plot_sentiment",
    "plot_timeline",
    "plot_tone",
    "plot_trade",
    "save_figure",
    "write_rows",
]
