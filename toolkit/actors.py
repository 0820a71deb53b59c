"""Actors: who is in the articles, each under one id and name, with role and country.

``find_mentions`` (in ``toolkit.mentions``) reads one article; here the articles of a call are
put together, so that "Lavrov" in one and "Sergei Lavrov" in another are one actor.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from toolkit.language import parsed
from toolkit.mentions import find_mentions
from toolkit.people import Mention, slug
from toolkit.persons import same_person, sound, surname_forms
from toolkit.tables import evidence, frame

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd
    from spacy.language import Language
    from spacy.tokens import Doc

    from toolkit.articles import Article

__all__ = ["Link", "Mention", "actor_at", "actor_table", "actors_of", "find_mentions", "link_actors", "mention_table"]


class Link(NamedTuple):
    """The actor that an article's actor is among all articles, and its name."""

    actor: str
    name: str


def actor_at(article: Article, doc: Doc, start: int, end: int) -> Mention | None:
    """Return the mention that the characters ``start`` to ``end`` name, None if none does.

    For a phrase ("Russian Foreign Minister Sergei Lavrov") it is the person, else the
    organisation that stands last, else the state; resolved mentions come before NA.
    """
    inside = [m for m in find_mentions(article, doc) if m.start < end and start < m.end]
    if not inside:
        return None
    order = {"person": 0, "organisation": 1, "bloc": 2, "state": 2, "place": 3}
    whole = [m for m in inside if start <= m.start and m.end <= end] or inside
    return min(whole, key=lambda m: (m.actor is None, m.form == "pronoun", order[m.kind], m.form == "demonym", m.start))


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


def mention_table(
    subject: str | Article | Iterable[str | Article],
    *,
    nlp: Language | None = None,
    corrections: str | Path | None = None,
) -> pd.DataFrame:
    """Return every mention of an actor: one row a mention.

    Parameters
    ----------
    subject : a text, an Article or many of either.
    nlp : a pipeline from ``load_pipeline``; None is the embedded one.
    corrections : a CSV of merged, split, renamed or retyped actors, see ``toolkit.corrections``.

    Unresolved offices and pronouns have the actor NA. Not found: "it" and "they", groups without
    a name, actors named in small letters only.

    >>> table = mention_table("Moscow said Sergei Lavrov, the Russian foreign minister, would fly to Beijing.")
    >>> table[["text", "actor", "form"]].values.tolist()
    [['Moscow', 'state:RUS', 'metonym'], ['Sergei Lavrov', 'person:sergei-lavrov', 'name'],
     ['Russian', 'state:RUS', 'demonym'], ['Beijing', 'place:beijing', 'name']]
    """
    found = [(article, mention) for article, doc in parsed(subject, nlp=nlp) for mention in find_mentions(article, doc)]
    links = link_actors((a.id, m.actor, m.name or "", m.country) for a, m in found if m.actor)
    country = _countries(found, links)
    rows: list[dict[str, Any]] = []
    for article, mention in found:
        row = {**evidence(article, mention.start, mention.end), **mention._asdict()}
        if mention.actor:
            link = links[article.id, mention.actor]
            row |= {"actor": link.actor, "name": link.name, "kind": link.actor.partition(":")[0]}
            row["country"] = mention.country or country.get(link.actor)
        rows.append(row)
    table = frame("mentions", rows)
    if corrections is not None:
        from toolkit.corrections import correct

        table = correct({"mentions": table}, corrections)["mentions"]
    return table


def _countries(found: list[tuple[Article, Mention]], links: Mapping[tuple[str, str], Link]) -> Mapping[str, str]:
    """Return the country most often said of each actor."""
    said: dict[str, Counter[str]] = {}
    for article, mention in found:
        if mention.actor and mention.country:
            said.setdefault(links[article.id, mention.actor].actor, Counter())[mention.country] += 1
    return {actor: tally.most_common(1)[0][0] for actor, tally in said.items()}


def actor_table(
    subject: str | Article | Iterable[str | Article],
    *,
    nlp: Language | None = None,
    corrections: str | Path | None = None,
) -> pd.DataFrame:
    """Return the actors of the articles: one row an actor, the most mentioned first.

    Parameters are those of ``mention_table``. Pronouns count as mentions and are no aliases.

    >>> table = actor_table("Lagarde spoke. Christine Lagarde, head of the ECB, said inflation fell.")
    >>> table.loc[table["kind"] == "person", ["actor", "mentions"]].values.tolist()
    [['person:christine-lagarde', 2]]
    """
    return actors_of(mention_table(subject, nlp=nlp, corrections=corrections))


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
        texts = Counter(r["text"] for r in listed if r["form"] != "pronoun")
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


def named_person(name: str) -> str:
    """Return the actor id of a person's full name.

    >>> named_person("Volodymyr Zelenskyy")
    'person:volodymyr-zelenskyy'
    """
    return f"person:{slug(name)}"
