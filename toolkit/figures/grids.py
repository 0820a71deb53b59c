"""A table of counts as a grid of shaded cells: rows left, columns above, the count in each cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.errors import TableError
from toolkit.figures.canvas import (
    GREY,
    INK,
    WIDTH,
    Row,
    chart,
    house_style,
    lay_rows,
    line_height,
    put,
    text_width,
    wrap,
    write_rows,
)

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

SIZE = 8.5  # of the column heads and the counts
LEFT = (1.0, 2.75)  # inches for the row labels: at least, at most
ROW = 0.32  # inches a row at least


@house_style
def count_grid(counts: pd.DataFrame, title: str, subtitle: str) -> Figure:
    """Draw a table of counts, darker where there are more; a 0 is left blank.

    Parameters
    ----------
    counts : one row a row and one column a column of the grid, such as ``pd.crosstab`` gives.
    title, subtitle : the finding, and what is counted.

    Raises TableError for a table without rows, without columns or with anything but counts.

    >>> import pandas as pd
    >>> grid = count_grid(pd.DataFrame({"say": [2], "deny": [1]}, index=["Peru"]), "Peru speaks", "Claims")
    >>> [text.get_text() for text in grid.axes[0].texts]
    ['Peru', 'say', '2', 'deny', '1']
    """
    from matplotlib import colormaps
    from matplotlib.patches import Rectangle

    rows, columns = [str(r) for r in counts.index], [str(c) for c in counts.columns]
    if not rows or not columns:
        raise TableError(f"A table of {len(rows)} rows and {len(columns)} columns has no counts to draw.")
    try:
        cells = counts.to_numpy(dtype=float)
    except (TypeError, ValueError) as error:
        raise TableError(
            f"This table holds something that is no count ({error}); give one such as pd.crosstab makes."
        ) from None
    left = min(LEFT[1], max(LEFT[0], max(map(text_width, rows)) + 0.2))
    wide = (WIDTH - left) / len(columns)
    heads = [wrap(c, wide - 0.06, SIZE, lines=3) for c in columns]
    head = (max(h.count("\n") for h in heads) + 1) * line_height(SIZE) + 0.08
    laid = lay_rows([Row(r) for r in rows], left - 0.15, least=ROW)
    figure, (axes,) = chart(title, subtitle, laid.height, left=left, below=0.05, head=head)
    write_rows(axes, laid, left)
    axes.set_xlim(0, len(columns))
    axes.set_xticks([])
    axes.grid(visible=False)
    axes.spines["bottom"].set_visible(False)
    most = max(1.0, float(cells.max()))
    edges = [0.0, *((a + b) / 2 for a, b in zip(laid.middles, laid.middles[1:], strict=False)), laid.height]
    stand = {"va": "bottom"} if any("\n" in h for h in heads) else {"va": "baseline"}  # p and a on one line
    for n, text in enumerate(heads):
        put(axes, text, (n + 0.5, 0), (0, 5), ha="center", fontsize=SIZE, color=GREY, linespacing=1.1, **stand)
        for m, count in enumerate(cells[:, n]):
            share = count / most
            shade = colormaps["Blues"](0.1 + 0.75 * share) if count else "#f7f8f9"
            axes.add_patch(
                Rectangle((n, edges[m]), 1, edges[m + 1] - edges[m], facecolor=shade, edgecolor="white", linewidth=1.5)
            )
            if count:
                ink = "white" if share > 0.65 else INK
                axes.text(
                    n + 0.5, laid.middles[m], f"{count:,.0f}", ha="center", va="center_baseline", fontsize=SIZE, color=ink
                )
    return figure
