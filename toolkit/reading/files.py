"""Files and folders become articles, one after the other; what cannot be read is told, and costs only itself."""

from __future__ import annotations

import datetime
import os
import stat
import warnings
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Literal, cast

from toolkit.errors import ArticleError, MissingExtraError, check_option
from toolkit.reading.articles import Article, as_date
from toolkit.reading.columns import check_columns
from toolkit.reading.formats import HEAD, Source, format_of, suffixes
from toolkit.reading.found import Order, Problem, Remark, Take, made, summary, table_of, with_day_of_name
from toolkit.reading.given import articles_of_frame, is_frame, is_series
from toolkit.reading.languages import foreign_language

if TYPE_CHECKING:
    import pandas as pd

    Given = str | Path | pd.DataFrame | pd.Series[Any]

Errors = Literal["raise", "report"] | list[dict[str, Any]]
PLAIN_TO_SEE = 70  # the last rank of formats whose content shows them beyond doubt


def read_article(path: str | Path, *, date: datetime.date | str | None = None) -> Article:
    """Read one file into an Article.

    Parameters
    ----------
    path : a file of any kind that ``read_articles`` reads.
    date : day of publication; without it the page or file itself is asked, then its name (``2024-04-06-slug.txt``).

    The first paragraph of a text file is its title if it is short, is one line and does not
    end as a sentence. Raises ArticleError for a missing, empty or binary file and for a file
    with several articles.
    """
    path = Path(path)
    day = as_date(date, path.name)
    if _is_folder(path):
        raise ArticleError(f"{path} is a folder; read it with read_articles.")
    found = read_articles(path, language="any")
    if len(found) != 1:
        raise ArticleError(f"{path} holds {len(found)} articles; read it with read_articles.")
    return replace(found[0], date=day) if day else found[0]


def read_articles(
    *paths: Given | Iterable[Given],
    columns: Mapping[str, str] | None = None,
    language: Literal["en", "any"] = "en",
    errors: Errors = "raise",
) -> list[Article]:
    """Read files, folders (with all below them) and tables into a list of articles.

    Parameters
    ----------
    paths : files, folders, DataFrames or Series of texts, or lists of them. Read are texts, saved pages, tables, JSON, SQLite,
        the exports of news archives (Factiva, Nexis, ProQuest, Europresse, NewsBank, Integrum), Word, RTF, OpenDocument, PDF, EPUB, mail,
        feeds, WARC, and zip, gz or tar files of these; what a file is its content tells first, its name second.
    columns : which column of a table is what: ``{"text": "Volltext", "date": "Tag"}``; else the names in
        ``words/article_columns.csv``.
    language : ``en`` leaves out articles that look like another language, and says so; ``any`` keeps them.
    errors : ``raise`` stops at the first file or article that cannot be read; ``report`` leaves it out and warns once at the
        end, with counts; a list gets a row for each (where, problem, kind, and whether an article was lost):
        ``problems = []; read_articles(path, errors=problems); pd.DataFrame(problems)``. What costs no article (a date, a guessed encoding) is warned of, or listed, at the end.

    A date that cannot be read, or in two ways that the file's other dates do not decide, costs the date. The same article
    twice is kept, the second with ``meta["same_as"]``. Each knows its ``meta["file"]`` and ``meta["part"]`` (the how many-th
    of the file). Raises ArticleError for a folder without articles.
    """
    return list(_read_all(paths, columns, language, errors, level=3))


def iter_articles(
    *paths: Given | Iterable[Given],
    columns: Mapping[str, str] | None = None,
    language: Literal["en", "any"] = "en",
    errors: Errors = "raise",
) -> Iterator[Article]:
    """Yield the articles of files, folders and tables one by one, so that they need not fit into memory; see ``read_articles``."""
    return _read_all(paths, columns, language, errors, level=2)


def _read_all(
    paths: Iterable[Any], columns: Mapping[str, str] | None, language: str, errors: Errors, *, level: int
) -> Iterator[Article]:
    if not isinstance(errors, list):
        check_option("errors", errors, ("raise", "report"))
    check_option("language", language, ("en", "any"))
    picked = check_columns(columns)
    if not paths:
        raise ArticleError("No path given; name a file or a folder, such as read_articles('seeds').")
    return _kept(_listed(paths), picked, language, errors, level)


def _kept(given: Iterable[Any], picked: Mapping[str, str], language: str, errors: Errors, level: int) -> Iterator[Article]:
    """Yield the articles that are wanted, each under an id of its own; tell in the end what could not be read."""
    problems: list[Problem] = []

    def take(problem: Problem) -> None:
        if errors == "raise" and problem.lost:
            raise (MissingExtraError if problem.kind == "extra" else ArticleError)(problem.told)
        problems.append(problem)

    ids = _Ids()
    texts: dict[int, str] = {}
    for article in (article for one in given for article in _articles(one, picked, take)):
        if language == "en" and (other := foreign_language(article.text)):
            said = f"looks like {other}; English only. Leave it out with errors='report', or keep it with language='any'"
            take(Problem(str(article.meta.get("file", "")), f"article {article.id!r} {said}", "language", True))
            continue
        name = ids.own(article.id)
        first = texts.setdefault(hash(article.text), name)
        same = {} if first == name else {"same_as": first}
        yield replace(article, id=name, meta={**article.meta, **same})
    if isinstance(errors, list):
        errors.extend(problem.row() for problem in problems)
    elif problems:
        warnings.warn(summary(problems), stacklevel=level)


class _Ids:
    """Ids that no article has yet: files of one name in several folders get one each."""

    def __init__(self) -> None:
        self._given: set[str] = set()
        self._counts: Counter[str] = Counter()

    def own(self, name: str) -> str:
        """Return a name, or the first of name-2, name-3 that is free."""
        unlike = name
        while unlike in self._given:
            self._counts[name] += 1
            unlike = f"{name}-{self._counts[name] + 1}"
        self._given.add(unlike)
        return unlike


def _listed(paths: Iterable[Any]) -> list[Any]:
    found: list[Any] = []
    for path in paths:
        many = not isinstance(path, str | bytes | os.PathLike | Article) and not is_frame(path) and not is_series(path)
        for one in path if many and isinstance(path, Iterable) else [path]:
            if not (isinstance(one, str | os.PathLike) or is_frame(one) or is_series(one)):
                raise ArticleError(
                    f"{type(one).__name__} is nothing that articles are read from; give paths, DataFrames or Series, or lists of them."
                )
            found.append(one)
    return found


def _articles(given: Any, picked: Mapping[str, str], take: Take) -> Iterator[Article]:
    if is_frame(given) or is_series(given):
        yield from articles_of_frame(given, picked, take)
        return
    path = Path(given).expanduser()
    if _is_folder(path):
        yield from _of_folder(path, picked, take)
    else:
        yield from _tried(path, picked, take)


def _of_folder(folder: Path, picked: Mapping[str, str], take: Take) -> Iterator[Article]:
    """Yield the articles of the files below a folder; what is of no kind that is read is told in the end."""
    left: list[Path] = []
    read = False
    for file in _files(folder, take):
        if _is_read(file):
            read = True
            yield from _tried(file, picked, take)
        else:
            left.append(file)
    if not read:
        holds = f"only {', '.join(p.name for p in left[:3])}{' and others' * (len(left) > 3)}" if left else "no files"
        raise ArticleError(
            f"The folder {folder} holds no articles ({holds}); expected files that end in {', '.join(suffixes())}."
        )
    if left:
        kinds = ", ".join(sorted({p.suffix.lower() or p.name for p in left}))
        many = f"{len(left)} file{'s' * (len(left) != 1)} of kinds that are not read ({kinds})"
        remark = Problem(str(folder), f"{many}; save the text of what is wanted as .txt", "kind", False)
        take(remark)


def _is_read(file: Path) -> bool:
    """Tell whether a file of a folder is one of articles: by its name, or by what it is where that is plain to see.

    That of a file with an unknown end must be plainly an archive's or a page, not just begin like JSON or a table.
    """
    if file.suffix.lower() in suffixes():
        return True
    try:
        form = format_of(_source(file, {}))
    except ArticleError:
        return False
    return form is not None and form.rank <= PLAIN_TO_SEE


def _tried(path: Path, picked: Mapping[str, str], take: Take) -> Iterator[Article]:
    try:
        yield from _read(path, picked, take)
    except (ArticleError, MissingExtraError) as error:
        take(Problem(str(path), str(error), "extra" if isinstance(error, MissingExtraError) else "file", True))


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError as error:
        raise ArticleError(f"{path} cannot be read: {error.strerror or error}.") from None


def _files(folder: Path, take: Take) -> Iterator[Path]:
    """Yield the files below a folder in the order of their names.

    Links to folders are not followed; hidden files are not read, nor what a browser saves beside a page (``page_files``).
    """

    def tell(error: OSError) -> None:
        take(Problem(str(error.filename), f"cannot be read: {error.strerror}", "file", True))

    found = []
    for at, folders, names in os.walk(folder, onerror=tell, followlinks=False):
        beside = {f"{Path(name).stem}_files" for name in names if name.lower().endswith((".html", ".htm"))}
        folders[:] = [name for name in folders if not name.startswith((".", "__")) and name not in beside]
        found += [
            Path(at) / name for name in names if not name.startswith(".") and not (name.startswith("_") and "." not in name)
        ]
    yield from sorted(found)


def _source(path: Path, picked: Mapping[str, str]) -> Source:
    """Return a file before it is read; raises ArticleError for what is no file that can be read to its end."""
    try:
        mode = path.stat().st_mode
        if not stat.S_ISREG(mode):
            raise ArticleError(f"{path} is no file but a pipe or a device; give a file.")
        with path.open("rb") as stream:
            head = stream.read(HEAD)
    except FileNotFoundError:
        near = sorted(p.name for p in path.parent.iterdir())[:5] if path.parent.is_dir() else []
        beside = f" Beside it there are: {', '.join(near)}." if near else " Its folder does not exist either."
        if set(path.name) & set("*?["):
            beside = " Patterns are not followed; give a list: read_articles(sorted(Path('folder').glob('*.txt')))."
        raise ArticleError(f"There is no file {path}.{beside}") from None
    except (OSError, ValueError) as error:  # a name with a NUL is a ValueError
        raise ArticleError(f"{path} cannot be read: {getattr(error, 'strerror', None) or error}.") from None
    return Source(str(path), head, lambda: cast(BinaryIO, path.open("rb")), columns=picked)


def _read(path: Path, picked: Mapping[str, str], take: Take) -> Iterator[Article]:
    """Read a file; what costs one article of it goes to ``take``."""
    source = _source(path, picked)
    if not source.head.strip():
        raise ArticleError(f"{path} is empty; an article needs at least one word.")
    form = format_of(source)
    if form is None:
        raise ArticleError(
            f"{path} is of no kind that is read; expected a file that ends in {', '.join(suffixes())}. Save its text as .txt."
        )

    def note(error: ArticleError) -> None:
        kind, lost = (error.kind, False) if isinstance(error, Remark) else ("article", True)
        take(Problem(str(path), str(error), kind, lost))

    order = Order(lambda: form.read(source, lambda error: None))
    found = with_day_of_name(form.read(source, note), source.stem)
    ahead = list(islice(found, 2))
    alone = len(ahead) == 1
    stem = source.stem.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    for number, one in enumerate(chain(ahead, found), start=1):
        row = {} if one.part is None else {"row": one.part}
        at = f"{path}{table_of(one)}" + ("" if alone and not row else f", row {one.part}" if row else f", article {number}")
        if number == 1 and "(guessed)" in str(one.meta.get("encoding", "")):
            guess = f"its encoding is not told, {one.meta['encoding']}; look whether its letters are right, or save it as UTF-8"
            take(Problem(str(path), guess, "encoding", False))
        name = stem if alone else f"{stem}-{one.part or number}"
        try:
            yield made(one, name, at, order, take, file=str(path), part=number, format=form.name, **row)
        except ArticleError as error:
            take(Problem(at, str(error), "article", True))
