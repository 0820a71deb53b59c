"""The command line: ``python -m toolkit run seeds --figures figures`` and its like; thin over the package."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from toolkit.errors import OptionError, ToolkitError

FAILED, MISUSED = 1, 2
SHOWN = 20  # problems of reading that are printed

# What stands above the tables in docs/codebook.md.
CODEBOOK_HEAD = """\
# Codebook

What stands in each column of each table; `toolkit.describe(name)` says the same with examples.
This file is made by `.venv/bin/toolkit describe --markdown > docs/codebook.md` from the declarations in `toolkit/tables.py`.

**Note:** A's imports from B are written as exports from B to A: the flow is `exports`, the exporter B, the importer A.
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0, 1 (some part failed), 2 (wrong input)."""
    options = _parser().parse_args(arguments)
    if not sys.stderr.isatty():
        os.environ.setdefault("TQDM_DISABLE", "1")  # a bar that nobody sees move would stand between the lines
    try:
        return int(options.command(options))
    except BrokenPipeError:  # "| head" has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (ToolkitError, OSError) as error:
        print(f"toolkit: {error}", file=sys.stderr)
        return MISUSED
    except KeyboardInterrupt:
        print("toolkit: stopped; finished batches are kept, the same command goes on from there.", file=sys.stderr)
        return 130


def _parser() -> argparse.ArgumentParser:
    from toolkit.analysis import MAKERS
    from toolkit.tables import CODEBOOK

    parser = argparse.ArgumentParser(prog="toolkit", description="News articles in; tables with evidence and figures out.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    run = commands.add_parser("run", help="make every table and figure of a file or folder")
    run.add_argument("path", help="a file, or a folder of them: texts, pages, tables, archive exports, Word, PDF, mail, zips")
    run.add_argument("--figures", default="figures", help="folder for png, svg and csv (default: figures)")
    run.add_argument("--out", default="tables", help="folder for the tables as Parquet (default: tables)")
    run.add_argument("--workers", type=int, help="processes (default: one for up to 64 articles, else every core)")
    run.add_argument("--corrections", help="CSV of merged, renamed or retyped actors")
    run.add_argument("--excel", help="also write the tables to this .xlsx file")
    run.add_argument("--notebooks", help="run the notebooks of this folder, which make the figures")
    run.add_argument("--inplace", action="store_true", help="write executed notebooks back (default: into --out)")
    run.set_defaults(command=_run)
    _add_reading(run)

    table = commands.add_parser("table", help="print one table as CSV")
    table.add_argument("name", help=f"one of {', '.join([*MAKERS, 'actors'])}")
    table.add_argument("path", help="an article, or a folder of them")
    table.add_argument("-o", "--output", help="write to this .csv, .parquet or .xlsx file")
    table.set_defaults(command=_table)
    _add_reading(table)

    describe = commands.add_parser("describe", help="print the columns of a table")
    describe.add_argument("name", nargs="?", help=f"one of {', '.join(CODEBOOK)}; all of them without a name")
    describe.add_argument("--markdown", action="store_true", help="as Markdown; without a name, the whole of docs/codebook.md")
    describe.set_defaults(command=_describe)

    show = commands.add_parser("show", help="mark what was found in an article")
    show.add_argument("path", help="a file with the article")
    show.add_argument("-t", "--table", action="append", help="only this table; may be given several times")
    show.add_argument("-o", "--output", help="write a page to this .html file (default: print as text)")
    show.add_argument("--article", metavar="ID", help="which article of a file with several")
    show.set_defaults(command=_show)
    _add_reading(show)
    return parser


def _add_reading(command: argparse.ArgumentParser) -> None:
    """Add what tells how articles are read."""
    command.add_argument("--columns", metavar="FIELD=NAME,...", help="columns of a table: text=Volltext,date=Tag")
    command.add_argument("--language", choices=("en", "any"), default="en", help="any: keep what looks like no English")


def _articles(path: str, columns: str | None = None, language: str = "en") -> list[Any]:
    """Read what can be read; say what cannot. ``columns`` as they are written on the command line: text=Volltext,date=Tag."""
    from toolkit.reading import read_articles

    pairs = [pair.partition("=") for pair in (columns or "").split(",") if pair]
    if not all(field and name for field, _, name in pairs):
        raise OptionError(f"columns={columns!r} is not understood; write it as text=Volltext,date=Tag.")
    problems: list[dict[str, Any]] = []
    named = {field.strip(): name.strip() for field, _, name in pairs}
    articles = read_articles(path, columns=named, language="any" if language == "any" else "en", errors=problems)
    reasons = [str(problem["problem"]) for problem in problems]
    if not articles and len(reasons) == 1:
        raise OptionError(reasons[0])
    for reason in reasons[:SHOWN]:
        print(f"toolkit: {reason}", file=sys.stderr)
    if reasons[SHOWN:]:
        print(f"toolkit: and {len(reasons) - SHOWN} more that could not be read as they should.", file=sys.stderr)
    if not articles:
        raise OptionError(f"{path} holds no article that can be read; the reasons stand above.")
    return articles


def _file(path: str, name: str, endings: Sequence[str]) -> Path:
    """Return the path of a file to write, its folder made; refuse another ending before any work is done."""
    target = Path(path)
    if target.suffix not in endings:
        raise OptionError(
            f"{name}={path!r} has an ending that is not written; give a name that ends in {' or '.join(endings)}."
        )
    target.parent.mkdir(parents=True, exist_ok=True)
    return target


def _folder(path: str, name: str) -> None:
    """Refuse a file where a folder is to be written."""
    if Path(path).exists() and not Path(path).is_dir():
        raise OptionError(f"{name}={path!r} is a file; give a folder.")


def _run(options: argparse.Namespace) -> int:
    from toolkit.analysis import analyse, draw_figures, run_notebooks, tell
    from toolkit.language import how_many, period_name

    _folder(options.figures, "figures")
    _folder(options.out, "out")
    excel = _file(options.excel, "excel", (".xlsx",)) if options.excel else None
    if options.notebooks and (options.columns or options.language != "en"):
        raise OptionError(
            "--columns and --language do not reach the notebooks; save the articles with columns named text and date."
        )
    articles = _articles(options.path, options.columns, options.language)
    tell(f"{how_many(len(articles), len(articles), 'article')} from {options.path}")
    workers = options.workers
    if workers is None:
        workers = 1 if len(articles) <= 64 else os.cpu_count() or 1
    tables = analyse(articles, out=options.out, workers=workers, corrections=options.corrections)
    for name, frame in tables.items():
        tell(f"  {name:<10} {len(frame):>7,} rows  {Path(options.out) / name}.parquet")
    if excel:
        tell(f"  {tables.to_excel(excel)}")
    failed = 0
    for row in tables.errors.itertuples(index=False):
        tell(f"  failed: {row.article}, {row.table}: {row.error}")
    days = sorted(d for d in tables.articles["date"].dropna())
    when = "" if not days else f", {period_name(days[0])}" + (f" to {period_name(days[-1])}" if days[0] != days[-1] else "")
    source = f"{len(articles)} article{'s' * (len(articles) != 1)} in {Path(options.path).name}{when}; own analysis"
    if options.notebooks:
        target = None if options.inplace else Path(options.out) / "notebooks"
        where = {"articles": options.path, "figures": options.figures, "out": target, "source": source}
        for name, problem in run_notebooks(options.notebooks, **where):
            tell(f"  notebook {name}: {problem or 'done'}")
            failed += bool(problem)
    else:
        for name, outcome in draw_figures(tables, options.figures, source=source):
            tell(f"  figure {name}: {outcome}")
    return FAILED if failed or len(tables.errors) else 0


def _table(options: argparse.Namespace) -> int:
    import importlib

    from toolkit.analysis import MAKERS
    from toolkit.errors import check_option

    makers = {**MAKERS, "actors": ("toolkit.actors", "actor_table")}
    name = options.name.removesuffix("_table")
    name = next((n for n in makers if name in (n, n.removesuffix("s"))), name)
    check_option("table", name, makers)
    target = _file(options.output, "output", (".csv", ".parquet", ".xlsx")) if options.output else None
    module, function = makers[name]
    frame = getattr(importlib.import_module(module), function)(_articles(options.path, options.columns, options.language))
    if target is None:
        print(frame.to_csv(index=False, lineterminator="\n"), end="", flush=True)
    elif target.suffix == ".parquet":
        frame.to_parquet(target, index=False)
    elif target.suffix == ".xlsx":
        from toolkit.errors import need_extra

        need_extra("openpyxl", "excel", "Writing an Excel file")
        frame.to_excel(target, index=False)
    else:
        frame.to_csv(target, index=False, lineterminator="\n")
    return 0


def _describe(options: argparse.Namespace) -> int:
    from toolkit.tables import CODEBOOK, describe, markdown

    names = [options.name] if options.name else list(CODEBOOK)
    if options.markdown:
        head = [] if options.name else [CODEBOOK_HEAD]
        print("\n".join([*head, *(markdown(name) + "\n" for name in names)]), end="")
        return 0
    for name in names:
        columns = describe(name)
        print(name)
        for row in columns.itertuples():
            print(f"  {row.Index:<15} {row.dtype:<8} {row.meaning}")
    return 0


def _show(options: argparse.Namespace) -> int:
    from toolkit.analysis import analyse
    from toolkit.errors import check_option
    from toolkit.evidence import SHOWN as MARKED
    from toolkit.evidence import show

    for name in options.table or []:
        check_option("table", name, MARKED)
    target = _file(options.output, "output", (".html",)) if options.output else None
    articles = _articles(options.path, options.columns, options.language)
    named = [article for article in articles if options.article in (None, article.id)]
    if len(named) != 1:
        ids = ", ".join(article.id for article in articles[:SHOWN]) + ", ..." * (len(articles) > SHOWN)
        raise OptionError(
            f"{options.path} holds {len(articles)} articles; show marks one: name it with --article, one of {ids}."
        )
    articles = named
    tables = analyse(articles)
    marked = show(articles[0], *([getattr(tables, n) for n in options.table] if options.table else [tables]))
    if target:
        target.write_text(marked.page(), encoding="utf-8")
        print(target)
    else:
        print(marked)
    return 0


if __name__ == "__main__":
    sys.exit(main())
