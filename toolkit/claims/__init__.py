"""Claims: who says what, in direct, indirect and mixed speech.

In: Articles.  Out: ``claim_table``: source, cue, content and act; ``pair_claims``: claims that differ.
Modules, in the order in which data passes them:

- cues          the verbs, nouns and phrases that attribute
- clauses       a sentence as positions, by parse and by surface
- subjects      where the source of a cue stands
- contents      where the content begins, right of the cue
- reaches       how far it goes
- passives      'is expected to', 'was rejected by'
- nominals      'his claim that', 'according to'
- attributions  all constructions of one sentence
- labels        'Name: words', signed quotations
- statements    from tokens to characters, form, certainty, negation
- speakers      which actor the source is, and whom the content is about
- table         claim_table
- pairs         claims on one matter that differ

A reporting verb: ``words/reporting_verbs.csv``; a noun: ``words/reporting_nouns.csv``.
A case: ``tests/cases/claims.csv``.
"""

from toolkit.claims.pairs import pair_claims
from toolkit.claims.statements import Claim
from toolkit.claims.table import claim_table, find_claims

__all__ = ["Claim", "claim_table", "find_claims", "pair_claims"]
