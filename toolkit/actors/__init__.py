"""Actors: people, states and organisations; their mentions joined under one id.

In: Articles.  Out: ``mention_table`` (one row a mention), ``actor_table`` (one row an actor).
Modules, in the order in which data passes them:

- namelists     what the word lists know of names
- nameruns      the words of an article, and runs of capitalised ones
- namepieces    runs cut into what may be names
- nameevidence  what speaks for person, organisation or place
- names         which names there are, and of which kind
- personnames   how a person's name is taken apart, which forms are one person's
- offices       what a person holds, by the words around a name
- people        the persons of one article
- homelands     the country and office that no title says
- institutions  ministries and other bodies of states
- metonyms      Moscow that says and Moscow that one is in
- standins      'the Russian president' for a person
- pronouns      he and she
- mentions      all of it for one article
- linking       one id an actor over all articles
- corrections   an analyst's own corrections
- table         mention_table, actor_table

A name: ``words/organisations.csv``, ``places.csv``, ``titles.csv``, ``seats.csv``, ``leaders.csv``.
A case: ``tests/cases/actors.csv``, ``names.csv``, ``metonyms.csv``.
"""

from toolkit.actors.corrections import correct
from toolkit.actors.linking import join_actors, link_actors, renamed
from toolkit.actors.mentions import Mention, find_mentions
from toolkit.actors.personnames import gender
from toolkit.actors.table import actor_at, actor_table, mention_table

__all__ = [
    "Mention",
    "actor_at",
    "actor_table",
    "correct",
    "find_mentions",
    "gender",
    "join_actors",
    "link_actors",
    "mention_table",
    "renamed",
]
