"""All tables for many articles: one parse an article, in batches, on local cores or a cluster, resumable."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from toolkit.analysis.store import Part, fingerprint, finished, read_table, write_part
from toolkit.errors import ArticleError, OptionError, TableError, ToolkitError, check_option, need_extra
from toolkit.reading import Article, as_articles, as_prose
from toolkit.tables import CODEBOOK, MANY, concat, frame

if TYPE_CHECKING:
    import pandas as pd
    from spacy.language import Language

BATCH = 16  # articles a part; small enough to show progress, large enough to cost nothing in frames
# Which function makes which table, in an order in which a later one finds the earlier one's work done.
MAKERS = {
    "numbers": ("toolkit.numbers", "number_table"),
    "dates": ("toolkit.dates", "date_table"),
    "mentions": ("toolkit.actors", "mention_table"),
    "claims": ("toolkit.claims", "claim_table"),
    "sentiment": ("toolkit.tone", "sentiment_table"),
    "tone": ("toolkit.tone", "tone_table"),
    "trade": ("toolkit.trade", "trade_table"),
}
LISTS = {column.name for listed in CODEBOOK.values() for column in listed if column.dtype == MANY}


@dataclass(frozen=True, repr=False)
class Tables:
    """Hold every table of one analysis; see ``describe(name)`` for the columns of each.

    ``errors`` lists what could not be made: an article that fails costs itself only.
    """

    numbers: pd.DataFrame
    dates: pd.DataFrame
    mentions: pd.DataFrame
    actors: pd.DataFrame
    claims: pd.DataFrame
    sentiment: pd.DataFrame
    tone: pd.DataFrame
    trade: pd.DataFrame
    articles: pd.DataFrame
    errors: pd.DataFrame

    def __repr__(self) -> str:
        return "Tables: " + ", ".join(f"{name} {len(table):,}" for name, table in self.items())

    def __getitem__(self, name: str) -> pd.DataFrame:
        check_option("table", name, [field.name for field in fields(self)])
        table: pd.DataFrame = getattr(self, name)
        return table

    def _repr_html_(self) -> str:
        rows = "".join(f"<tr><td>{name}</td><td>{len(table):,}</td></tr>" for name, table in self.items())
        return f"<table><tr><th>table</th><th>rows</th></tr>{rows}</table>"

    def items(self) -> Iterator[tuple[str, pd.DataFrame]]:
        """Yield each table with its name."""
        for field in fields(self):
            yield field.name, getattr(self, field.name)

    def to_parquet(self, folder: str | Path) -> Path:
        """Write one Parquet file a table into ``folder`` and return it; ``load_tables`` reads them back."""
        folder = Path(folder)
        folder.mkdir(parents=True, exist_ok=True)
        for name, table in self.items():
            table.to_parquet(folder / f"{name}.parquet", index=False)
        return folder

    def to_excel(self, path: str | Path) -> Path:
        """Write one sheet a table into an .xlsx file and return its path; lists are joined by '; '.

        Needs the extra ``excel``. Cells longer than Excel's 32,767 characters are cut.
        """
        need_extra("openpyxl", "excel", "Writing an Excel file")
        import pandas as pd

        path = Path(path)
        if path.suffix != ".xlsx":
            raise OptionError(f"path={str(path)!r} is not an Excel file; give a name that ends in .xlsx.")
        path.parent.mkdir(parents=True, exist_ok=True)
        with pd.ExcelWriter(path, engine="openpyxl") as book:
            for name, table in self.items():
                plain = table.copy()
                for column in LISTS & set(plain.columns):
                    plain[column] = pd.Series([_in_words(cell) for cell in plain[column]], plain.index, dtype="string")
                for column in plain.select_dtypes(["string", "object"]).columns:
                    # a cell that begins with = would be run as a formula
                    plain[column] = plain[column].str.slice(0, 32_000).str.replace(r"^(?=[=+@])", "'", regex=True)
                    plain[column] = plain[column].str.replace(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", " ", regex=True)
                plain.to_excel(book, sheet_name=name, index=False, freeze_panes=(1, 0))
        return path


def _in_words(cell: Iterable[Any]) -> str:
    """Write a list or a mapping into one cell of a sheet: "reporter [0, 4]; period [24, 27]"."""
    named = [f"{name} {value}" for name, value in cell.items()] if isinstance(cell, dict) else map(str, cell)
    return "; ".join(named)


def analyse(
    articles: str | Article | Iterable[str | Article],
    *,
    out: str | Path | None = None,
    workers: int | None = None,
    client: Any = None,
    corrections: str | Path | None = None,
    nlp: Language | None = None,
) -> Tables:
    """Make every table for the articles, each parsed once.

    Parameters
    ----------
    articles : a text, an Article or many, such as ``read_articles("seeds")``.
    out : folder for the tables as Parquet; finished batches are kept in it, so that a second
        call after a stop, or with more articles, only does what is new.
    workers : processes on this machine; None or 1 stays in this one. In a script, put the call
        under ``if __name__ == "__main__":``.
    client : a ``dask.distributed.Client``; the batches then run on its cluster (extra ``cluster``).
    corrections : a CSV of merged, renamed and retyped actors, see ``toolkit.actors.corrections``.
    nlp : a pipeline from ``load_pipeline``; not together with ``workers`` or ``client``.

    An article that cannot be analysed is named in ``Tables.errors`` and costs itself only.
    Actors carry one id in all tables and batches. ``articles.same_as`` names an earlier article
    with largely the same text.

    >>> tables = analyse("Chinese exports to Russia rose 46.9% in 2023, Moscow said.")
    >>> tables.articles["sentences"].tolist(), len(tables.errors)
    ([1], 0)
    """
    if nlp is not None and (client is not None or workers not in (None, 1)):
        raise OptionError("nlp=... stays in this process; leave out workers and client, or leave out nlp.")
    if workers is not None and (not isinstance(workers, int) or workers < 1):
        raise OptionError(f"workers={workers!r} is not a number of processes; give 1 or more.")
    if out is not None and not (isinstance(out, str | Path) and str(out).strip()):
        raise OptionError(f"out={out!r} is not a folder; give its name, such as out='tables'.")
    good, bad = _usable(articles)
    store = Path(out) if out is not None else None
    parts = dict(finished(store)) if store else {}
    marks = {a.id: fingerprint(a) for a in good}
    held = {mark: part for part, mine in parts.items() for mark in mine}
    todo = [a for a in good if marks[a.id] not in held]
    batches = [todo[at : at + BATCH] for at in range(0, len(todo), BATCH)]
    fresh: list[tuple[list[str], Part]] = []
    for batch, part in _run(batches, workers, client, nlp, done=len(good) - len(todo), total=len(good)):
        ids = [a.id for a in batch]
        if store:
            write_part(store, [marks[i] for i in ids], part)
        fresh.append((ids, part))
    mine = set(marks.values())
    for folder in sorted({held[mark] for mark in mine & held.keys()}):
        keep = [i for i, mark in marks.items() if held.get(mark) == folder]
        fresh.append((keep, {name: read_table(folder / f"{name}.parquet", name) for name in (*MAKERS, "errors")}))
    tables = _together(good, fresh, bad, corrections)
    if store:
        tables.to_parquet(store)
    return tables


def load_tables(folder: str | Path) -> Tables:
    """Read the tables that ``analyse(..., out=folder)`` or ``Tables.to_parquet(folder)`` wrote.

    Raises TableError for a folder that lacks a table.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     analyse("Chinese exports to Russia rose 46.9% in 2023.", out=folder).trade.equals(load_tables(folder).trade)
    True
    """
    folder = Path(folder)
    missing = [f.name for f in fields(Tables) if not (folder / f"{f.name}.parquet").exists()]
    if missing:
        raise TableError(
            f"The folder {folder} lacks {', '.join(f'{m}.parquet' for m in missing)}; "
            f"write it with analyse(..., out={str(folder)!r})."
        )
    return Tables(**{f.name: read_table(folder / f"{f.name}.parquet", f.name) for f in fields(Tables)})


# --- one batch ------------------------------------------------------------------


def tables_of(articles: Sequence[Article], nlp: Language | None = None) -> Part:
    """Return the tables of a batch, made without looking at other articles, and its errors."""
    from toolkit.language import parse

    problems: list[dict[str, str]] = []
    try:
        parse(as_prose(articles), nlp=nlp)
        sound = list(articles)
    except Exception:  # find out which article it was
        sound = [a for a in articles if _try(parse, as_prose(a)[0], nlp, "parse", problems) is not None]
    part: Part = {}
    for name, (module, function) in MAKERS.items():
        make = getattr(importlib.import_module(module), function)
        if name != "mentions":  # which look beyond the article, and here must not
            try:
                part[name] = make(sound, nlp=nlp)
                continue
            except Exception:  # find out which article it was
                pass
        single = [_try(make, a, nlp, name, problems) for a in sound]
        part[name] = stack(name, [s for s in single if s is not None])
    part["errors"] = frame("errors", problems)
    return _as_mentioned(part, sound, nlp)


def _as_mentioned(part: Part, articles: Sequence[Article], nlp: Language | None) -> Part:
    """Give claims and tone the ids of the mention table where it joined two forms of one article."""
    from toolkit.actors import find_mentions, renamed
    from toolkit.language import parsed

    given = dict(part["mentions"].groupby("article", sort=False)["actor"].agg(list))
    for article, doc in parsed([a for a in articles if a.id in given], nlp=nlp):
        found = find_mentions(article, doc)
        ids = {m.actor: actor for m, actor in zip(found, given[article.id], strict=False) if m.actor and m.actor != actor}
        part = renamed(part, ids, article=article.id)
    return part


def _try(make: Callable[..., Any], article: Article, nlp: Language | None, table: str, problems: list[dict[str, str]]) -> Any:
    try:
        return make(article, nlp=nlp)
    except Exception as error:  # whatever it is, it must not cost the other articles
        problems.append({"article": article.id, "table": table, "error": f"{type(error).__name__}: {error}"})
        return None


def stack(name: str, frames: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """Put frames of one table together; row numbers inside them (``within``) are moved along."""
    moved, at = [], 0
    for table in frames:
        if name == "claims" and at and len(table):
            table = table.assign(within=table["within"] + at)
        moved.append(table)
        at += len(table)
    return concat(name, moved)


def _only(name: str, table: pd.DataFrame, ids: set[str]) -> pd.DataFrame:
    """Return the rows of some articles; ``within`` still points to the same claim."""
    keep = table["article"].isin(ids)
    if keep.all():
        return table
    if name == "claims":
        new = (keep.cumsum() - 1).astype("Int64").to_numpy()
        table = table.assign(within=table["within"].map(lambda row: new[int(row)], na_action="ignore").astype("Int64"))
    return table[keep].reset_index(drop=True)


def _ordered(name: str, table: pd.DataFrame, place: dict[str, int]) -> pd.DataFrame:
    """Return the rows in the articles' order, those of one article as they were."""
    order = table["article"].map(place).argsort(kind="stable").to_numpy()
    if (order[1:] > order[:-1]).all():
        return table
    if name == "claims":
        new = order.argsort()
        table = table.assign(within=table["within"].map(lambda row: new[int(row)], na_action="ignore").astype("Int64"))
    return table.take(order).reset_index(drop=True)


# --- all batches ----------------------------------------------------------------


def _usable(articles: str | Article | Iterable[str | Article]) -> tuple[list[Article], list[dict[str, str]]]:
    """Part the articles into those that can be read and the errors of the others."""
    bad: dict[str, ArticleError] = {}
    good = as_articles(articles, bad=bad)
    if not good:
        raise next(iter(bad.values()), None) or ArticleError(
            "No articles to analyse; give at least one, such as read_articles('seeds')."
        )
    return good, [{"article": name, "table": "articles", "error": str(error)} for name, error in bad.items()]


def _run(
    batches: list[list[Article]], workers: int | None, client: Any, nlp: Language | None, *, done: int, total: int
) -> Iterator[tuple[list[Article], Part]]:
    """Yield each batch with its tables as it is finished, and show progress."""
    from tqdm import tqdm

    with tqdm(total=total, initial=done, desc="analyse", unit="article", delay=3, leave=False) as bar:
        if client is not None:
            source = _on_cluster(batches, client)
        elif (workers or 1) > 1 and len(batches) > 1:
            source = _on_cores(batches, min(workers or 1, len(batches)))
        else:
            source = ((batch, tables_of(batch, nlp)) for batch in batches)
        for batch, part in source:
            bar.update(len(batch))
            yield batch, part


def _on_cores(batches: list[list[Article]], workers: int) -> Iterator[tuple[list[Article], Part]]:
    from concurrent.futures import ProcessPoolExecutor, as_completed
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import get_context

    # spawn: a fork of a process that has threads, as a notebook's has, may hang
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        waiting = {pool.submit(tables_of, batch): batch for batch in batches}
        try:
            for future in as_completed(waiting):
                yield waiting[future], future.result()
        except BrokenProcessPool as error:
            raise ToolkitError(
                "The worker processes stopped. In a script, put the call under if __name__ == '__main__':; "
                "else the memory may be too small for so many workers: give a lower number."
            ) from error


def _on_cluster(batches: list[list[Article]], client: Any) -> Iterator[tuple[list[Article], Part]]:
    distributed = need_extra("distributed", "cluster", "Running on a Dask cluster")
    waiting = dict(zip(client.map(tables_of, batches, pure=False, retries=2), batches, strict=True))
    for future, part in distributed.as_completed(list(waiting), with_results=True):
        yield waiting[future], part


def _together(
    articles: list[Article], parts: list[tuple[list[str], Part]], bad: list[dict[str, str]], corrections: str | Path | None
) -> Tables:
    """Join the parts in the articles' order and give every actor one id in all of them."""
    from toolkit.actors import correct, join_actors

    place = {a.id: n for n, a in enumerate(articles)}
    made: Part = {}
    for name in (*MAKERS, "errors"):
        joined = stack(name, [_only(name, part[name], set(ids)) for ids, part in parts])
        made[name] = _ordered(name, joined, place)
    made["errors"] = stack("errors", [frame("errors", bad), made["errors"]])
    made["articles"] = _article_table(articles)
    made = join_actors(made)
    if corrections is not None:
        made = correct(made, corrections)
    return Tables(**made)


def _article_table(articles: list[Article]) -> pd.DataFrame:
    from toolkit.reading import near_duplicates

    same = near_duplicates(articles)
    return frame(
        "articles",
        [
            {
                "article": a.id,
                "title": a.title or None,
                "date": a.date.isoformat() if a.date else None,
                "source": a.source,
                "characters": len(a.text),
                "sentences": len(a.sentences),
                "same_as": same.get(a.id),
            }
            for a in articles
        ],
    )
