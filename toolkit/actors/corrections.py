"""An analyst's own corrections of who is who.

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
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from toolkit.actors.linking import Frames, actors_of, renamed
from toolkit.errors import OptionError
from toolkit.tables import KINDS_OF_ACTOR

if TYPE_CHECKING:
    pass

ACTIONS = ("merge", "split", "rename", "retype", "country")
COLUMNS = ("action", "actor", "to", "article", "why")


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
    """Return the tables (at least ``mentions``) with an analyst's corrections; the actor table is made anew.

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
            tables = renamed(tables, {actor: to}, article=one.article or None)
    if "actors" in tables:
        tables["actors"] = actors_of(tables["mentions"])
    return tables


def _id_of(given: str, known: dict[str, str]) -> str:
    """Return the id for an id or a name."""
    if given in known:
        return given
    named = [actor for actor, name in known.items() if name == given]
    return named[0] if len(named) == 1 else given


# --- across articles -----------------------------------------------------------------
