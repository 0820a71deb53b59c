"""The notebooks in notebooks/: their form, and that each runs on a clean kernel."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
import pytest

from tests.conftest import ROOT

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
NAMES = [
    "00-start-here",
    "01-trade-numbers",
    "02-actors",
    "03-sentiment",
    "04-claims",
    "05-briefing",
    "06-your-own-articles",
]
FIGURES = ROOT / "figures"
SECONDS_A_CELL = 120


def sources(notebook: nbformat.NotebookNode) -> list[str]:
    return [cell.source for cell in notebook.cells if cell.cell_type == "code"]


@pytest.fixture(scope="module", params=NOTEBOOKS, ids=lambda p: p.stem)
def notebook(request: pytest.FixtureRequest) -> nbformat.NotebookNode:
    return nbformat.read(request.param, as_version=4)


def test_all_are_there():
    assert [p.stem for p in NOTEBOOKS] == NAMES


def test_first_cell_is_question_and_answer_with_numbers(notebook):
    first = notebook.cells[0]
    assert first.cell_type == "markdown"
    heading, _, rest = first.source.partition("\n")
    assert heading.startswith("# ")
    assert heading.endswith("?"), heading
    assert re.search(r"\d", rest), "the answer gives its numbers"


def answer(notebook: nbformat.NotebookNode) -> str:
    """What the cell tagged ``answer`` gave."""
    (cell,) = [cell for cell in notebook.cells if "answer" in cell.metadata.get("tags", [])]
    (output,) = cell.outputs
    return output.data["text/markdown"]


def test_the_answer_on_top_is_the_one_the_run_gave(notebook):
    paragraphs = notebook.cells[0].source.split("\n\n")
    assert answer(notebook) in paragraphs, "make notebooks writes the answer anew"
    assert re.search(r"(?<!\\)\$", answer(notebook)) is None, "two dollar signs would be read as a formula"


def test_last_cell_gives_limits_and_what_to_try(notebook):
    last = notebook.cells[-1]
    assert last.cell_type == "markdown"
    assert "## Limits" in last.source
    assert "## Try next" in last.source


def test_parameters(notebook):
    tagged = [cell for cell in notebook.cells if "parameters" in cell.metadata.get("tags", [])]
    assert len(tagged) == 1
    names = {t.id for node in ast.parse(tagged[0].source).body for t in node.targets}  # type: ignore[attr-defined]
    assert {"ARTICLES", "FIGURES"} <= names
    assert 'ARTICLES = "../seeds"' in tagged[0].source
    assert 'FIGURES = "../figures"' in tagged[0].source


def test_cells_are_short_and_define_nothing(notebook):
    for source in sources(notebook):
        tree = ast.parse(source)
        defined = [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)]
        assert not defined, source
        assert len(source.splitlines()) <= 24, source


def test_saved_in_order_without_errors_or_warnings(notebook):
    counts = [cell.execution_count for cell in notebook.cells if cell.cell_type == "code"]
    assert counts == list(range(1, len(counts) + 1))
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            assert output.output_type != "error", output
            assert output.get("name") != "stderr", output


def test_no_machine_paths(notebook):
    text = json.dumps(notebook)
    assert not re.search(r"/(?:home|work|tmp|root|Users|mnt|private|opt)/", text)


def test_figures_are_saved_with_source(notebook):
    """Every figure drawn is a figure saved, with a title and a source line."""
    code = "\n".join(sources(notebook))
    tree = ast.parse(code)
    calls = [n for n in ast.walk(tree) if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)]
    drawn = [n for n in calls if n.func.id.startswith("plot_")]
    saved = [n for n in calls if n.func.id == "save_figure"]
    assert len(saved) >= len(drawn)
    for call in saved:
        assert {"source", "data", "folder"} <= {k.arg for k in call.keywords}, ast.unparse(call)


def test_at_least_ten_figures_in_three_forms():
    stems = {p.stem for p in FIGURES.glob("*.png")}
    assert len(stems) >= 10
    for suffix in (".svg", ".csv"):
        assert {p.stem for p in FIGURES.glob(f"*{suffix}")} == stems
    assert all(re.match(r"\d{2}-", stem) for stem in stems), "named after the notebook that made them"


# Run in a process of its own, which takes the kernel's sockets and loops with it.
RUN = """
import sys, nbclient, nbformat
path, folder, seconds = sys.argv[1:]
book = nbformat.read(path, as_version=4)
for cell in book.cells:
    if "parameters" in cell.metadata.get("tags", []):
        cell.source += f"\\nFIGURES = {folder!r}"
    if cell.cell_type == "code":
        cell.outputs, cell.execution_count = [], None
where = {"metadata": {"path": path.rpartition("/")[0]}}
nbclient.NotebookClient(book, timeout=int(seconds), kernel_name="python3", allow_errors=True, resources=where).execute()
nbformat.write(book, folder + "/executed.ipynb")
"""


@pytest.fixture(scope="module")
def executed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Every notebook run on a clean kernel, two at a time, each with figures to a folder of its own."""
    pytest.importorskip("nbclient", reason="the extra 'notebooks' is not installed")
    folders = {path: tmp_path_factory.mktemp(path.stem) for path in NOTEBOOKS}

    def run(path: Path) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", RUN, path.as_posix(), folders[path].as_posix(), str(SECONDS_A_CELL)]
        quiet = {**os.environ, "TQDM_DISABLE": "1"}
        return subprocess.run(command, capture_output=True, text=True, check=False, env=quiet)

    with ThreadPoolExecutor(max_workers=2) as pool:
        for path, done in zip(NOTEBOOKS, pool.map(run, NOTEBOOKS), strict=True):
            assert done.returncode == 0, f"{path.name}: {done.stderr[-2000:]}"
    return {path.stem: folder for path, folder in folders.items()}


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_runs_on_a_clean_kernel(name: str, executed):
    folder = executed[name]
    book = nbformat.read(folder / "executed.ipynb", as_version=4)
    outputs = [o for cell in book.cells for o in cell.get("outputs", [])]
    assert [f"{o.ename}: {o.evalue}" for o in outputs if o.output_type == "error"] == []
    assert [o.text for o in outputs if o.get("name") == "stderr"] == []
    kept_answer = answer(nbformat.read(ROOT / "notebooks" / f"{name}.ipynb", as_version=4))
    assert answer(book) == kept_answer, "the answer has changed; run make notebooks and look at it"
    made = sorted(p.name for p in folder.glob("*.png"))
    kept = sorted(p.name for p in FIGURES.glob(f"{name[:2]}-*.png"))
    assert made == kept, "figures/ holds what this notebook makes, no more and no less"
