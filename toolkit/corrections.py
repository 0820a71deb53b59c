"""One id an actor across all articles, and an analyst's own corrections of it.

Corrections are a CSV with the columns ``action, actor, to, article, why``:

=======  ==========================================  ==================================
action   actor                                       to
=======  ==========================================  ==================================
merge    the id (or name) that is another's          the id (or name) it belongs to
split    the id that is two actors                   a new id for it in ``article``
rename   the id                                      its name
retype   the id                                      person, state, organisation, bloc or place
country  the id                                      ISO 3166-1 alpha-3 code
=======  ==========================================  ==================================

Lines that begin with ``#`` are comments. Every row that a correction changes says so in
``mentions.form_reason``.
"""

from __future__ import annotations

import csv
import warnings
from collections import Counter, defaultdict
from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from toolkit.errors import OptionError
from toolkit.tables import KINDS_OF_ACTOR, frame

if TYPE_CHECKING:
    import pandas as pd

ACTIONS = ("merge", "split", "rename", "retype", "country")
COLUMNS = ("action", "actor", "to", "article", "why")
# Where an actor's id stands; in lists for ``about``.
HOLDERS = {"mentions": ("actor",), "claims": ("actor", "about"), "tone": ("speaker", "target")}

Frames = dict[str, "pd.DataFrame"]


class Correction(NamedTuple):
    """One line of a corrections file."""

    line: int
    action: str
    actor: str
    to: str
    article: str
    why: str


def read_corrections(path: str | Path) -> list[Correction]:
    """Read a corrections file.

    Raises OptionError that names the file and the line for an unknown action, a missing cell or kind.
    """
    path = Path(path)
    if not path.is_file():
        raise OptionError(f"corrections={str(path)!r} is not a file; give a CSV with the columns {', '.join(COLUMNS)}.")
    lines = [(n, line) for n, line in enumerate(path.read_text(encoding="utf-8-sig").splitlines(), start=1)]
    lines = [(n, line) for n, line in lines if line.strip() and not line.startswith("#")]
    header = [c.strip() for c in next(csv.reader([lines[0][1]]))] if lines else []
    if not {"action", "actor", "to"} <= set(header):
        raise OptionError(
            f"{path} has the columns {', '.join(header) or 'none'}; it needs action, actor, to (and article for a split)."
        )
    found = []
    for number, line in lines[1:]:
        cells = dict(zip(header, (c.strip() for c in next(csv.reader([line]))), strict=False))
        one = Correction(number, *(cells.get(c, "") for c in COLUMNS))
        where = f"{path}, line {number}"
        if one.action not in ACTIONS:
            raise OptionError(f"{where}: action {one.action!r} is not known; use one of {', '.join(ACTIONS)}.")
        if not one.actor or not one.to:
            raise OptionError(f"{where}: a {one.action} needs both an actor and what it becomes ('to').")
        if one.action == "split" and not one.article:
            raise OptionError(f"{where}: a split needs the article in which {one.actor} is {one.to}.")
        if one.action == "retype" and one.to not in KINDS_OF_ACTOR:
            raise OptionError(f"{where}: kind {one.to!r} is not known; use one of {', '.join(KINDS_OF_ACTOR)}.")
        found.append(one)
    return found


def correct(tables: Frames, path: str | Path) -> Frames:
    """Return the tables with an analyst's corrections of actors; the actor table is made anew.

    Warns of a correction whose actor is in none of the articles.
    """
    tables = dict(tables)
    for one in read_corrections(path):
        known = dict(tables["mentions"].dropna(subset=["actor"])[["actor", "name"]].itertuples(index=False, name=None))
        actor, to = _id_of(one.actor, known), _id_of(one.to, known)
        if actor not in known:
            near = get_close_matches(one.actor, [*known, *map(str, known.values())], n=1)
            hint = f" Did you mean {near[0]!r}?" if near else ""
            warnings.warn(f"{path}, line {one.line}: no actor {one.actor!r} in these articles.{hint}", stacklevel=3)
            continue
        mentions = tables["mentions"].copy()
        hit = mentions["actor"].eq(actor).fillna(False)
        if one.action == "split":
            hit &= mentions["article"].eq(one.article).fillna(False)
        mentions.loc[hit, "form_reason"] = (
            mentions.loc[hit, "form_reason"]
            .fillna("")
            .map(lambda reason, one=one: "; ".join(r for r in (reason, f"corrected: {one.action}") if r))
        )
        if one.action == "rename":
            mentions.loc[hit, "name"] = one.to
        elif one.action == "retype":
            mentions.loc[hit, "kind"] = one.to
        elif one.action == "country":
            mentions.loc[hit, "country"] = one.to
        elif to in known:  # it takes the other's name, kind and country
            other = mentions[mentions["actor"].eq(to).fillna(False)].iloc[0]
            mentions.loc[hit, ["name", "kind", "country"]] = [other["name"], other["kind"], other["country"]]
        tables["mentions"] = mentions
        if one.action in ("merge", "split"):
            tables = _renamed(tables, {actor: to}, article=one.article or None)
    tables["actors"] = actors_of(tables["mentions"])
    return tables


def _id_of(given: str, known: dict[str, str]) -> str:
    """Return the id for an id or a name."""
    if given in known:
        return given
    named = [actor for actor, name in known.items() if name == given]
    return named[0] if len(named) == 1 else given


def _renamed(tables: Frames, ids: dict[str, str], *, article: str | None = None) -> Frames:
    """Return the tables with actor ids replaced wherever they stand."""
    out = dict(tables)
    for table, columns in HOLDERS.items():
        changed = out[table].copy()
        rows = changed["article"].eq(article).fillna(False) if article else changed["article"].notna()
        for column in columns:
            if column == "about":
                cells = [list(dict.fromkeys(ids.get(a, a) for a in cell)) for cell in changed[column]]
                changed[column] = [new if row else old for new, old, row in zip(cells, changed[column], rows, strict=True)]
            else:
                hit = rows & changed[column].isin(list(ids)).fillna(False)
                changed.loc[hit, column] = changed.loc[hit, column].map(ids).astype("string")
        out[table] = changed
    return out


# --- across articles -----------------------------------------------------------------


def join_actors(tables: Frames) -> Frames:
    """Return the tables with one id an actor in all articles, and their actor table.

    A person known in one article by surname only is the one person of that surname and no other
    country in the other articles; where there are two such, it stays apart. Spellings that sound
    alike (Zelensky, Zelenskyy) are one person.
    """
    mentions = tables["mentions"]
    ids = _same_persons(mentions)
    if ids:
        tables = _renamed(tables, ids)
        mentions = tables["mentions"].copy()
        best = _canonical(mentions[mentions["actor"].isin(list(ids.values()))])
        for actor, cells in best.items():
            for column, value in cells.items():
                mentions.loc[mentions["actor"].eq(actor).fillna(False), column] = value
        tables["mentions"] = mentions
    return {**tables, "actors": actors_of(mentions)}


def _same_persons(mentions: pd.DataFrame) -> dict[str, str]:
    from toolkit.persons import family_first, sound

    persons = mentions[mentions["kind"].eq("person").fillna(False) & mentions["actor"].notna() & mentions["name"].notna()]
    counts: Counter[str] = Counter(persons["actor"])
    names: dict[str, tuple[str, ...]] = {}
    countries: dict[str, set[str]] = defaultdict(set)
    for actor, name, country in persons[["actor", "name", "country"]].itertuples(index=False, name=None):
        names.setdefault(str(actor), tuple(str(name).split()))
        if isinstance(country, str):
            countries[str(actor)].add(country)

    def agree(a: str, b: str) -> bool:
        return not countries[a] or not countries[b] or bool(countries[a] & countries[b])

    ids: dict[str, str] = {}
    whole: dict[tuple[str, ...], list[str]] = defaultdict(list)
    by_surname: dict[str, list[str]] = defaultdict(list)
    for actor in sorted(names, key=lambda a: (-counts[a], a)):
        parts = names[actor]
        if len(parts) < 2:
            continue
        same = whole[tuple(sound(p) for p in parts)]
        twin = next((other for other in same if agree(actor, other)), None)
        if twin:
            ids[actor] = twin
        else:
            same.append(actor)
            by_surname[sound(parts[0] if family_first(parts) else parts[-1])].append(actor)
    for actor, parts in names.items():
        if len(parts) == 1:
            candidates = [other for other in by_surname[sound(parts[0])] if agree(actor, other)]
            if len(candidates) == 1:
                ids[actor] = candidates[0]
    return ids


def _canonical(mentions: pd.DataFrame) -> dict[str, dict[str, str]]:
    """Return name and country that joined actors share: the most frequent full name."""
    best: dict[str, dict[str, str]] = {}
    for actor, group in mentions.groupby("actor", sort=True):
        name = _most([n for n in group["name"].dropna() if " " in n]) or _most(group["name"].dropna())
        cells = {"name": name, "country": _most(group["country"].dropna())}
        best[str(actor)] = {column: value for column, value in cells.items() if value is not None}
    return best


def _most(values: Iterable[Any]) -> Any:
    """Return the most frequent value, the first of several; None for none."""
    counts = Counter(values)
    return max(counts, key=lambda v: counts[v]) if counts else None


def actors_of(mentions: pd.DataFrame) -> pd.DataFrame:
    """Return the actor table that belongs to a mention table, most mentioned first."""
    import pandas as pd

    held: dict[str, dict[str, list[Any]]] = {}
    columns = ["actor", "name", "kind", "country", "role", "form", "article", "start", "text"]
    for row in mentions.dropna(subset=["actor"])[columns].itertuples(index=False):
        cells = held.setdefault(row.actor, {c: [] for c in (*columns, "aliases")})
        for column in columns:
            value = getattr(row, column)
            if not pd.isna(value):
                cells[column].append(value)
        if pd.isna(row.form) or row.form != "pronoun":
            cells["aliases"].append(" ".join(row.text.split()))
    rows = [
        {
            "actor": actor,
            **{column: _most(cells[column]) for column in ("name", "kind", "country", "role")},
            "mentions": len(cells["actor"]),
            "articles": len(set(cells["article"])),
            "aliases": [alias for alias, _ in Counter(cells["aliases"]).most_common()],
            "first_article": cells["article"][0],
            "first_start": cells["start"][0],
        }
        for actor, cells in held.items()
    ]
    return frame("actors", sorted(rows, key=lambda row: -row["mentions"]))
