"""The command line: thin, clear about what went wrong, quiet on the standard output."""

from __future__ import annotations

import io
import subprocess
import sys

import pandas as pd
import pytest

from toolkit.__main__ import main
from toolkit.analysis.tables import load_tables
from toolkit.tables import CODEBOOK, columns, markdown

VISIT = """Lavrov flies to China

Russian Foreign Minister Sergei Lavrov flew to China on Monday. Trade rose 26.3% to $240.1 billion in 2023, Moscow said.

“We are friends,” Lavrov said. China praised Russia.
"""
COPPER = "Peru sells more copper\n\nPeru’s exports to China rose 5% to $3 billion in May 2024, the mining minister said.\n"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("TQDM_DISABLE", "1")
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "news"
    path.mkdir()
    (path / "2024-04-08-visit.txt").write_text(VISIT, encoding="utf-8")
    (path / "2024-06-01-copper.txt").write_text(COPPER, encoding="utf-8")
    return path


def test_run_writes_tables_and_figures(folder, tmp_path, capsys):
    (folder / "empty.txt").write_text("", encoding="utf-8")
    assert main(["run", str(folder), "--figures", "pictures", "--out", "tables", "--excel", "all.xlsx"]) == 0
    told = capsys.readouterr()
    assert told.out == ""
    assert "empty.txt is empty" in told.err
    assert "2 articles" in told.err
    tables = load_tables(tmp_path / "tables")
    assert len(tables.articles) == 2
    assert len(tables.trade) >= 2
    for name in ("trade", "actors", "claims", "sentiment"):
        assert f"figure {name}: drawn" in told.err
        for suffix in ("png", "svg", "csv"):
            assert (tmp_path / "pictures" / f"{name}.{suffix}").stat().st_size > 100
    assert (tmp_path / "all.xlsx").exists()
    assert str(tmp_path) not in (tmp_path / "pictures" / "trade.svg").read_text(encoding="utf-8")


def test_table_prints_csv(folder, tmp_path, capsys):
    assert main(["table", "trade", str(folder)]) == 0
    printed = pd.read_csv(io.StringIO(capsys.readouterr().out))
    assert printed.columns.tolist() == columns("trade")
    assert main(["table", "claim_table", str(folder / "2024-04-08-visit.txt"), "-o", "claims.parquet"]) == 0
    assert pd.read_parquet(tmp_path / "claims.parquet").columns.tolist() == columns("claims")
    assert main(["table", "actors", str(folder), "-o", "actors.csv"]) == 0
    assert "state:PER" in (tmp_path / "actors.csv").read_text(encoding="utf-8")


def test_show_prints_text_or_writes_a_page(folder, tmp_path, capsys):
    visit = str(folder / "2024-04-08-visit.txt")
    assert main(["show", visit, "-t", "trade", "-t", "mentions"]) == 0
    assert "[Moscow]A" in capsys.readouterr().out
    assert main(["show", visit, "-o", "visit.html"]) == 0
    assert (tmp_path / "visit.html").read_text(encoding="utf-8").count("<mark") > 5


def test_describe(capsys):
    assert main(["describe", "trade"]) == 0
    assert "change_pct" in capsys.readouterr().out
    assert main(["describe"]) == 0
    assert set(CODEBOOK) <= set(capsys.readouterr().out.splitlines())
    assert main(["describe", "claims", "--markdown"]) == 0
    assert markdown("claims") in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["run", "gone"], "There is no file gone"),
        (["run", "hollow"], "holds no articles"),
        (["run", "news", "--corrections", "gone.csv"], "corrections='gone.csv' is not a file"),
        (["run", "news", "--workers", "-1"], "workers=-1"),
        (["run", "news", "--notebooks", "hollow"], "holds no notebooks"),
        (["table", "trade", "gone"], "There is no file gone"),
        (["table", "trde", "news"], "Did you mean 'trade'"),
        (["table", "trade", "news", "-o", "trade.doc"], "output='trade.doc' has an ending"),
        (["show", "news/2024-04-08-visit.txt", "-o", "page.pdf"], "ends in .html"),
        (["run", "news", "--excel", "all.csv"], "excel='all.csv'"),
        (["run", "news", "--figures", "picture.txt"], "figures='picture.txt' is a file"),
        (["run", "news", "--out", "picture.txt"], "out='picture.txt' is a file"),
        (["run", "news", "--workers", "0"], "workers=0"),
        (["run", "report.txt"], "report.txt cannot be read as a PDF"),
        (["table", "trade", "picture.txt"], "picture.txt is a binary file"),
        (["describe", "trde"], "Did you mean 'trade'"),
        (["show", "news"], "holds 2 articles"),
        (["show", "news/2024-04-08-visit.txt", "-t", "trde"], "table='trde'"),
    ],
)
def test_wrong_input_is_one_sentence_and_exit_code_2(folder, tmp_path, capsys, arguments, says):
    (tmp_path / "hollow").mkdir()
    (tmp_path / "picture.txt").write_bytes(b"\x89PNG\x00\x01")
    (tmp_path / "report.txt").write_bytes(b"%PDF-1.7 and words")
    assert main(arguments) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.count(says) == 1
    assert told.err.strip().splitlines()[-1].startswith("toolkit: ")
    assert says in told.err
    assert "Traceback" not in told.err


def test_a_written_file_gets_its_folder(folder, tmp_path, capsys):
    assert main(["table", "trade", "news", "-o", "deep/er/trade.csv"]) == 0
    assert (tmp_path / "deep" / "er" / "trade.csv").exists()
    assert main(["show", "news/2024-04-08-visit.txt", "-o", "pages/visit.html"]) == 0
    assert (tmp_path / "pages" / "visit.html").exists()


def test_unknown_command_is_exit_code_2(capsys):
    with pytest.raises(SystemExit) as stop:
        main(["fly"])
    assert stop.value.code == 2
    assert "fly" in capsys.readouterr().err


def test_notebooks_are_run_on_other_articles(folder, tmp_path, capsys):
    nbformat = pytest.importorskip("nbformat", reason="needs the extra notebooks")
    pytest.importorskip("nbclient", reason="needs the extra notebooks")
    books = tmp_path / "books"
    books.mkdir()
    book = nbformat.v4.new_notebook()
    parameters = 'ARTICLES = "../seeds"\nFIGURES = "../figures"\nSOURCE = "ten briefs"  # below each figure'
    answer = "from IPython.display import Markdown\nMarkdown(f'**Answer.** {len(os.listdir(ARTICLES))} files.')"
    book.cells = [
        nbformat.v4.new_markdown_cell("# How many?\n\n**Answer.** Ten files,\nold.\n\n**Limits**", id="z"),
        nbformat.v4.new_code_cell(parameters, metadata={"tags": ["parameters"]}, id="a"),
        nbformat.v4.new_code_cell("import os\nprint(ARTICLES, len(os.listdir(ARTICLES)))", id="b"),
        nbformat.v4.new_code_cell(answer, metadata={"tags": ["answer"]}, id="c"),
    ]
    nbformat.write(book, books / "00-count.ipynb")
    book.cells[2].source = "1 / 0"
    book.cells[3].outputs = [nbformat.v4.new_output("display_data", data={"text/markdown": "**Answer.** Of old."})]
    nbformat.write(book, books / "01-fails.ipynb")
    code = main(["run", str(folder), "--figures", "pictures", "--out", "tables", "--notebooks", "books"])
    told = capsys.readouterr().err
    assert code == 1
    assert "notebook 00-count: done" in told
    assert "notebook 01-fails: ZeroDivisionError" in told
    done = nbformat.read(tmp_path / "tables" / "notebooks" / "00-count.ipynb", as_version=4)
    assert done.cells[0].source == "# How many?\n\n**Answer.** 2 files.\n\n**Limits**"
    assert done.cells[2].source.startswith("ARTICLES = '../news'\nFIGURES = '../pictures'\nSOURCE = '2 articles in news")
    assert done.cells[3].outputs[0]["text"] == "../news 2\n"
    assert [c.execution_count for c in done.cells[1:]] == [1, 2, 3, 4]
    assert nbformat.read(books / "00-count.ipynb", as_version=4).cells[2].outputs == []
    stopped = nbformat.read(tmp_path / "tables" / "notebooks" / "01-fails.ipynb", as_version=4)
    assert "the run stopped before it" in stopped.cells[0].source
    assert [len(c.outputs) for c in stopped.cells[1:]] == [0, 0, 1, 0], "nothing of an earlier run is left"


LIGHT = """
import sys, time
start = time.process_time()
from toolkit.reading import articles
from toolkit.analysis import tables as analysis
from toolkit.evidence import marks as evidence
from toolkit.figures import plots as figures
from toolkit.analysis import runs
from toolkit.actors import corrections
from toolkit import tables, __main__
took = time.process_time() - start
heavy = {"spacy", "matplotlib", "scipy", "networkx", "dask", "sklearn", "pandas"} & set(sys.modules)
assert not heavy, heavy
assert took < 0.5, took
"""


def test_no_module_loads_anything_heavy():
    done = subprocess.run([sys.executable, "-c", LIGHT], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_columns_of_a_table(tmp_path, capsys):
    (tmp_path / "a.csv").write_text("Tag;Volltext\n05.01.2024;Exports rose 4% in December.\n", encoding="utf-8")
    assert main(["table", "dates", str(tmp_path / "a.csv"), "--columns", "text=Volltext,date=Tag"]) == 0
    assert "2023-12" in capsys.readouterr().out
    assert main(["table", "dates", str(tmp_path / "a.csv"), "--columns", "Volltext"]) == 2
    assert "write it as text=Volltext,date=Tag" in capsys.readouterr().err


def test_one_article_of_many_is_shown(tmp_path, capsys):
    (tmp_path / "a.csv").write_text("id,text\nx,Exports rose 4%.\ny,Imports fell 5%.\n", encoding="utf-8")
    assert main(["show", str(tmp_path / "a.csv"), "--article", "y"]) == 0
    assert "Imports" in capsys.readouterr().out
    assert main(["show", str(tmp_path / "a.csv")]) == 2
    assert "name it with --article, one of x, y." in capsys.readouterr().err
