"""One id an actor: forms of one article and of many joined, in every table that names actors."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from toolkit.actors.people import Mention
from toolkit.actors.personnames import same_person, sound, surname_forms
from toolkit.tables import frame

if TYPE_CHECKING:
    import pandas as pd

    from toolkit.reading import Article

# Where an actor's id stands; in lists for ``about``.
HOLDERS = {"mentions": ("actor",), "claims": ("actor", "about"), "tone": ("speaker", "target")}

Frames = dict[str, "pd.DataFrame"]


class Link(NamedTuple):
    """The actor that an article's actor is among all articles, and its name."""

    actor: str
    name: str


def link_actors(found: Iterable[tuple[str, str, str, str | None]]) -> Mapping[tuple[str, str], Link]:
    """Return one id and name for every article's actors: forms of one person joined.

    Parameters
    ----------
    found : (article id, actor, name, country) of mentions, as often as they occur.

    Full names that are one person's in other letters are joined unless their countries differ;
    a surname alone joins the only full name that goes on by it. States, blocs, organisations
    and places keep their ids, under their commonest name.
    """
    counts: Counter[tuple[str, str, str]] = Counter()
    countries: dict[str, Counter[str]] = {}
    for article, actor, name, country in found:
        counts[article, actor, name] += 1
        if country:
            countries.setdefault(actor, Counter())[country] += 1
    names: dict[str, Counter[str]] = {}
    for (_, actor, name), count in counts.items():
        names.setdefault(actor, Counter())[name] += count
    persons = sorted((a for a in names if a.startswith("person:")), key=lambda a: (-sum(names[a].values()), a))
    whole = {a: names[a].most_common(1)[0][0] for a in names}
    leads: list[str] = []
    joined: dict[str, str] = {}
    by_sound: dict[str, list[str]] = {}
    for actor in persons:
        if " " not in whole[actor]:
            continue
        heard = {sound(w) for w in whole[actor].split()}
        near = {lead for h in heard for lead in by_sound.get(h, ())}
        same = [b for b in leads if b in near and same_person(whole[b], whole[actor]) and _one_country(countries, b, actor)]
        joined[actor] = same[0] if same else actor
        if not same:
            leads.append(actor)
            for h in heard:
                by_sound.setdefault(h, []).append(actor)
    for actor in persons:
        if " " in whole[actor]:
            continue
        heard_as = sound(whole[actor])
        fits = [b for b in by_sound.get(heard_as, ()) if any(sound(f) == heard_as for f in surname_forms(whole[b]))]
        fits = [b for b in fits if _one_country(countries, b, actor)]
        joined[actor] = fits[0] if len(fits) == 1 else actor
    kept = _one_kind(names)
    ends = {actor: kept.get(joined.get(actor, actor), joined.get(actor, actor)) for actor in names}
    return {(article, actor): Link(ends[actor], whole[ends[actor]]) for article, actor, _ in counts}


def _one_kind(names: Mapping[str, Counter[str]]) -> Mapping[str, str]:
    """Return what a name that was taken for two kinds of actor is: what it is more often, a single word twice as often."""
    kinds: dict[str, list[str]] = {}
    for actor in names:
        kind, _, key = actor.partition(":")
        if kind in ("person", "organisation", "place"):
            kinds.setdefault(key, []).append(actor)
    found: dict[str, str] = {}
    for key, actors in kinds.items():
        best = max(actors, key=lambda a: (names[a].total(), a))
        sure = [a for a in actors if a != best and ("-" in key or names[best].total() >= 2 * names[a].total())]
        found |= dict.fromkeys(sure, best)
    return found


def _one_country(countries: Mapping[str, Counter[str]], one: str, other: str) -> bool:
    a, b = countries.get(one), countries.get(other)
    return not a or not b or a.most_common(1)[0][0] == b.most_common(1)[0][0]


def countries_of(found: list[tuple[Article, Mention]], links: Mapping[tuple[str, str], Link]) -> Mapping[str, str]:
    """Return the country most often said of each actor."""
    said: dict[str, Counter[str]] = {}
    for article, mention in found:
        if mention.actor and mention.country:
            said.setdefault(links[article.id, mention.actor].actor, Counter())[mention.country] += 1
    return {actor: tally.most_common(1)[0][0] for actor, tally in said.items()}


def actors_of(mentions: pd.DataFrame) -> pd.DataFrame:
    """Return the actor table of a mention table; cheap, so that corrections can be tried.

    Kind, country and role are those said most often; a role said later in time of the same
    actor stays in the mention table with its article.
    """
    groups: dict[str, list[dict[str, Any]]] = {}
    for row in mentions.to_dict("records"):
        if isinstance(row["actor"], str):
            groups.setdefault(row["actor"], []).append({str(k): v for k, v in row.items()})
    rows = []
    for actor, listed in groups.items():
        texts = Counter(" ".join(r["text"].split()) for r in listed if r["form"] != "pronoun")
        rows.append(
            {
                "actor": actor,
                "name": _commonest(listed, "name"),
                "kind": _commonest(listed, "kind"),
                "country": _commonest(listed, "country"),
                "role": _commonest([r for r in listed if r["kind"] == "person"], "role"),
                "mentions": len(listed),
                "articles": len({r["article"] for r in listed}),
                "aliases": [t for t, _ in texts.most_common()],
                "first_article": listed[0]["article"],
                "first_start": listed[0]["start"],
            }
        )
    rows.sort(key=lambda r: (-r["mentions"], r["actor"]))
    return frame("actors", rows)


def _commonest(listed: list[dict[str, Any]], column: str) -> Any:
    tally = Counter(r[column] for r in listed if isinstance(r[column], str))
    return tally.most_common(1)[0][0] if tally else None


def renamed(tables: Frames, ids: dict[str, str], *, article: str | None = None) -> Frames:
    """Return the tables with actor ids replaced wherever they stand."""
    out = dict(tables)
    if not ids:
        return out
    for table, columns in HOLDERS.items():
        if table not in out:
            continue
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


def join_actors(tables: Frames) -> Frames:
    """Return the tables with one id an actor in all articles (see ``link_actors``), and their actor table."""
    mentions = tables["mentions"].copy()
    named = mentions.dropna(subset=["actor"])
    found = [
        (str(article), str(actor), name if isinstance(name, str) else "", country if isinstance(country, str) else None)
        for article, actor, name, country in named[["article", "actor", "name", "country"]].itertuples(index=False, name=None)
    ]
    links = {actor: link for (_, actor), link in link_actors(found).items()}
    tables = renamed(tables, {actor: link.actor for actor, link in links.items() if link.actor != actor})
    names = {link.actor: link.name for link in links.values()}
    mentions = tables["mentions"].copy()
    mentions["name"] = mentions["actor"].map(names).astype("string").fillna(mentions["name"])
    lacking = mentions["country"].isna() & mentions["actor"].notna()
    if lacking.any():
        said = mentions.dropna(subset=["actor", "country"]).groupby("actor")["country"].agg(lambda c: c.value_counts().index[0])
        mentions.loc[lacking, "country"] = mentions.loc[lacking, "actor"].map(said.to_dict()).astype("string")
    return {**tables, "mentions": mentions, "actors": actors_of(mentions)}
