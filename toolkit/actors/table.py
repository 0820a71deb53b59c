"""Actors: who is in the articles, each under one id and name, with role and country.

``find_mentions`` (in ``toolkit.actors.mentions``) reads one article; here the articles of a call are
put together, so that "Lavrov" in one and "Sergei Lavrov" in another are one actor.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from toolkit.actors.linking import actors_of, countries_of, link_actors
from toolkit.actors.mentions import find_mentions
from toolkit.actors.people import Mention
from toolkit.language import parsed
from toolkit.tables import evidence, frame

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd
    from spacy.language import Language
    from spacy.tokens import Doc

    from toolkit.reading import Article


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
    corrections : a CSV of merged, split, renamed or retyped actors, see ``toolkit.actors.corrections``.

    Unresolved offices and pronouns have the actor NA. Not found: "it" and "they", groups without
    a name, actors named in small letters only.

    >>> table = mention_table("Moscow said Sergei Lavrov, the Russian foreign minister, would fly to Beijing.")
    >>> table[["text", "actor", "form"]].values.tolist()
    [['Moscow', 'state:RUS', 'metonym'], ['Sergei Lavrov', 'person:sergei-lavrov', 'name'],
     ['Russian', 'state:RUS', 'demonym'], ['Beijing', 'place:beijing', 'name']]
    """
    found = [(article, mention) for article, doc in parsed(subject, nlp=nlp) for mention in find_mentions(article, doc)]
    links = link_actors((a.id, m.actor, m.name or "", m.country) for a, m in found if m.actor)
    country = countries_of(found, links)
    rows: list[dict[str, Any]] = []
    for article, mention in found:
        row = {**mention._asdict(), **evidence(article, mention.start, mention.end)}
        if mention.actor:
            link = links[article.id, mention.actor]
            row |= {"actor": link.actor, "name": link.name, "kind": link.actor.partition(":")[0]}
            row["country"] = mention.country or country.get(link.actor)
        rows.append(row)
    table = frame("mentions", rows)
    if corrections is not None:
        from toolkit.actors.corrections import correct

        table = correct({"mentions": table}, corrections)["mentions"]
    return table


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
