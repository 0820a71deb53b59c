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

__all__ = [
    "plot_actors",
    "plot_claims",
    "plot_ledger",
    "plot_network",
    "plot_sentiment",
    "plot_timeline",
    "plot_tone",
    "plot_trade",
    "save_figure",
]
