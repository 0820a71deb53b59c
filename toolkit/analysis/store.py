"""The store of finished batches below ``out``: each there whole or not at all, known by its articles and the rules."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterator
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from toolkit.errors import OptionError, TableError
from toolkit.reading import Article
from toolkit.tables import frame

if TYPE_CHECKING:
    import pandas as pd

PARTS = "parts"  # folder of finished batches below ``out``
Part = dict[str, "pd.DataFrame"]


@cache
def rules_version() -> str:
    """Return a mark of everything that decides a row: code, word lists and the pipeline."""
    digest = hashlib.blake2b(digest_size=8)
    root = Path(str(resources.files("toolkit")))
    for file in sorted([*root.rglob("*.py"), *(root / "words").glob("*.csv"), root / "english" / "meta.json"]):
        if file.is_file():
            digest.update(file.relative_to(root).as_posix().encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()


def fingerprint(article: Article) -> str:
    """Return a mark that changes with the article and with the rules."""
    digest = hashlib.blake2b(rules_version().encode(), digest_size=16)
    for piece in (article.id, article.text, article.title, str(article.date), str(article.source)):
        digest.update(piece.encode("utf-8", "surrogatepass") + b"\0")
    return digest.hexdigest()


def finished(store: Path) -> Iterator[tuple[Path, list[str]]]:
    """Yield the folder of each finished batch with its articles' marks."""
    if store.exists() and not store.is_dir():
        raise OptionError(f"out={str(store)!r} is a file; give a folder.")
    for file in sorted((store / PARTS).glob("[!.]*/articles.json")):
        yield file.parent, json.loads(file.read_text(encoding="utf-8"))


def write_part(store: Path, marks: list[str], part: Part) -> None:
    """Write a batch so that it is there whole or not at all."""
    parts = store / PARTS
    parts.mkdir(parents=True, exist_ok=True)
    final = parts / hashlib.blake2b("".join(marks).encode(), digest_size=8).hexdigest()
    if final.exists():
        return
    temporary = Path(tempfile.mkdtemp(prefix=".unfinished-", dir=parts))
    try:
        for name, table in part.items():
            table.to_parquet(temporary / f"{name}.parquet", index=False)
        (temporary / "articles.json").write_text(json.dumps(marks), encoding="utf-8")
        temporary.chmod(0o755)
        temporary.rename(final)
    except BaseException:
        shutil.rmtree(temporary, ignore_errors=True)
        raise


def read_table(path: Path, name: str) -> pd.DataFrame:
    """Read a table back with its declared dtypes."""
    import pandas as pd

    raw = pd.read_parquet(path)
    cells = {c: [_plain(x) for x in raw[c]] if raw[c].dtype == object else raw[c] for c in raw.columns}
    empty = frame(name, [])
    if list(raw.columns) != list(empty.columns):
        raise TableError(f"{path} has the columns {list(raw.columns)}; the codebook has {list(empty.columns)}. Analyse again.")
    return pd.DataFrame({c: pd.Series(cells[c], dtype=empty[c].dtype) for c in empty.columns})


def _plain(cell: Any) -> Any:
    """Turn the arrays that Parquet gives back into lists, and drop the keys that it fills in mappings."""
    cell = cell.tolist() if hasattr(cell, "tolist") else cell
    if isinstance(cell, dict):
        return {key: _plain(value) for key, value in cell.items() if value is not None}
    return [_plain(c) for c in cell] if isinstance(cell, list) else cell
