"""A whole run, as ``python -m toolkit run`` makes it: tables and figures of a folder, or its notebooks."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from toolkit.errors import ArticleError, TableError, ToolkitError, need_extra

if TYPE_CHECKING:
    from toolkit.analysis.tables import Tables

SECONDS_A_CELL = 600
ANSWER = "**Answer.**"


def draw_figures(tables: Tables, folder: str | Path, *, source: str) -> Iterator[tuple[str, str]]:
    """Draw every figure that the tables have rows for; yield each one's name and what came of it.

    Parameters
    ----------
    tables : what ``analyse`` gave.
    folder : where png, svg and csv go.
    source : the source line below every figure.
    """
    from toolkit import figures
    from toolkit.ledger import reconcile

    several = len(tables.articles) > 1
    jobs: list[tuple[str, Any, Callable[[Any], Any]]] = [
        ("trade", tables.trade, figures.plot_trade),
        ("ledger", None, figures.plot_ledger),
        ("actors", tables.actors, figures.plot_actors),
        ("network", tables.mentions, lambda t: figures.plot_network(t, actors=tables.actors)),
        ("claims", tables.claims, lambda t: figures.plot_claims(t, actors=tables.actors)),
        ("timeline", tables.claims, lambda t: figures.plot_timeline(t, actors=tables.actors)),
        ("sentiment", tables.sentiment, lambda t: figures.plot_sentiment(t, articles=tables.articles if several else None)),
        ("tone", tables.tone, lambda t: figures.plot_tone(t, actors=tables.actors)),
    ]
    for name, table, draw in jobs:
        try:
            data = reconcile(tables.trade).flows if name == "ledger" else table
            figures.save_figure(draw(data), name, source=source, data=data, folder=folder)
            yield name, "drawn"
        except (TableError, ToolkitError) as error:
            yield name, f"left out: {error}"


def run_notebooks(
    folder: str | Path,
    *,
    articles: str | Path,
    figures: str | Path,
    out: str | Path | None = None,
    source: str | None = None,
) -> Iterator[tuple[str, str]]:
    """Execute a folder's notebooks in order, on other articles if named; yield each one's name and error.

    Parameters
    ----------
    folder : the notebooks; those whose name begins with a digit are run, in order of name.
    articles, figures : what the cell tagged ``parameters`` calls ARTICLES and FIGURES.
    out : where the executed notebooks go; None writes them back in place, as they are committed.
    source : the source line of figures from other articles than the notebook names itself.

    A notebook whose parameters already say so is run unchanged. What its cell tagged ``answer``
    gave is written into its first cell, so that the answer there is that of this run. An error is
    "" where all went well.
    Needs the extra ``notebooks``. Raises ArticleError for a folder without notebooks.
    """
    nbformat = need_extra("nbformat", "notebooks", "Running notebooks")
    need_extra("ipykernel", "notebooks", "Running notebooks")
    nbclient = need_extra("nbclient", "notebooks", "Running notebooks")
    folder = Path(folder)
    found = sorted(folder.glob("[0-9]*.ipynb"))
    if not found:
        raise ArticleError(f"The folder {folder} holds no notebooks; expected files such as 00-start-here.ipynb.")
    wanted = {"ARTICLES": _relative(articles, folder), "FIGURES": _relative(figures, folder)}
    for path in found:
        book = nbformat.read(path, as_version=4)
        _set_parameters(nbformat, book, wanted, source)
        for cell in book.cells:
            cell.metadata.pop("execution", None)
            if cell.cell_type == "code":  # after an error nothing of an earlier run may be left
                cell.outputs, cell.execution_count = [], None
        before = {k: os.environ.get(k) for k in ("TQDM_DISABLE", "MPLBACKEND")}
        os.environ["TQDM_DISABLE"] = "1"  # progress bars would stand in the notebook
        os.environ.pop("MPLBACKEND", None)
        problem = ""
        try:
            nbclient.NotebookClient(
                book, timeout=SECONDS_A_CELL, kernel_name="python3", record_timing=False,
                resources={"metadata": {"path": str(folder)}}, extra_arguments=["--log-level=ERROR"],
            ).execute()  # fmt: skip
        except nbclient.exceptions.CellExecutionError as error:
            problem = f"{error.ename}: {error.evalue}"
        finally:
            for key, value in before.items():
                os.environ.pop(key, None) if value is None else os.environ.__setitem__(key, value)
        write_answer(book)
        target = path if out is None else Path(out) / path.name
        target.parent.mkdir(parents=True, exist_ok=True)
        nbformat.write(book, target)
        yield path.stem, problem


def _relative(path: str | Path, folder: Path) -> str:
    """Return the path as seen from the notebooks, so that no machine's path stands in them."""
    try:
        return Path(os.path.relpath(path, folder)).as_posix()
    except ValueError:  # another drive
        return Path(path).absolute().as_posix()


def _set_parameters(nbformat: Any, book: Any, wanted: dict[str, str], source: str | None) -> None:
    """Put a cell after the one tagged ``parameters`` if its values are other than those wanted."""
    for number, cell in enumerate(book.cells):
        if "parameters" in cell.metadata.get("tags", []):
            given: dict[str, object] = {}
            for line in cell.source.splitlines():
                name, _, value = line.partition("=")
                given[name.strip()] = value.split("#")[0].strip().strip("\"'")
            changed = {k: v for k, v in wanted.items() if k in given and given[k] != v}
            if source and "ARTICLES" in changed and "SOURCE" in given:
                changed["SOURCE"] = source
            if changed:
                lines = "\n".join(f"{k} = {v!r}" for k, v in changed.items())
                extra = nbformat.v4.new_code_cell(lines, id="given-parameters", metadata={"tags": ["injected-parameters"]})
                book.cells.insert(number + 1, extra)
            return


def write_answer(book: Any) -> None:
    """Write what the cell tagged ``answer`` gave over the paragraph of the first cell that begins with "**Answer.**"."""
    tagged = [cell for cell in book.cells if "answer" in cell.metadata.get("tags", [])]
    if not tagged or not book.cells[0].source.count(ANSWER):
        return
    given = [o["data"]["text/markdown"] for o in tagged[0].outputs if "text/markdown" in o.get("data", {})]
    answer = given[-1].strip() if given else f"{ANSWER} None: the run stopped before it; the error stands below."
    head, _, rest = book.cells[0].source.partition(ANSWER)
    _, gap, after = rest.partition("\n\n")
    book.cells[0].source = f"{head}{answer}{gap}{after}"


def tell(line: str) -> None:
    """Print a line of progress to the error stream, so that tables can be piped."""
    print(line, file=sys.stderr, flush=True)
