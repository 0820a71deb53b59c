"""Tone towards actors: who speaks of whom, and how, one row for each actor of a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from toolkit.actors import actor_at, find_mentions, link_actors
from toolkit.claims import Claim, find_claims
from toolkit.errors import check_option
from toolkit.language import once, parsed
from toolkit.reading import Article
from toolkit.tables import evidence, frame
from toolkit.tone.cues import Cue, find_cues
from toolkit.tone.model import Context, Masked, features, mask, probabilities, readable
from toolkit.tone.rules import Share, contrast, shares, verdict

if TYPE_CHECKING:
    import pandas as pd
    from spacy.language import Language
    from spacy.tokens import Doc, Span, Token

    from toolkit.actors import Mention

Method = Literal["model", "rules"]
METHODS = ("model", "rules")
DEFAULT: Method = "model"
NARRATOR = "narrator"
KINDS = ("person", "state", "organisation", "bloc")  # a place has no tone towards it
# Below this the label is NA; see tone_table for the accuracy and coverage of higher ones.
LEAST_CONFIDENCE = {"model": 0.42, "rules": 0.42}
RULES_SAY = 0.3  # part of the model's probabilities that is the rules' own verdict
MOST_WORDS = 6


class Judgement(NamedTuple):
    """How one target is spoken of; ``best`` is the likeliest label, ``label`` is None below the threshold."""

    polarity: float
    label: str | None
    confidence: float
    words: list[str]
    best: str


class Tone(NamedTuple):
    """One actor spoken of in one sentence, at the characters of its mention."""

    start: int
    end: int
    speaker: str | None
    target: str | None
    judgement: Judgement

    def who(self) -> dict[str, str | None]:
        """Return speaker and target as cells."""
        return {"speaker": self.speaker, "target": self.target}


class _Sentence(NamedTuple):
    """What all targets of a sentence share: its loaded words, its masked words, its claims."""

    span: Span
    cues: list[Cue]
    masked: Masked
    claims: list[Claim]
    but: int | None


def _sentence(article: Article, doc: Doc, token: Token, every: bool) -> _Sentence:
    """Return the sentence of a token, read once a Doc; with ``every``, words without a weight too."""
    read: dict[int, _Sentence] = once(doc, "tone sentences", dict)
    first = token.sent.start
    if first not in read:
        span = token.sent
        start, end = span.start_char, span.end_char
        claims = [c for c, lowest, highest in _reaches(article, doc) if lowest < end and start < highest]
        read[first] = _Sentence(span, find_cues(span), mask(span, every=every), claims, contrast(span))
    return read[first]


def _reaches(article: Article, doc: Doc) -> list[tuple[Claim, int, int]]:
    """Return the claims with the first character of all their pieces, and that after the last."""

    def make() -> list[tuple[Claim, int, int]]:
        found = []
        for claim in find_claims(article, doc):
            pieces = [(claim.start, claim.end), *claim.content]
            found.append((claim, min(s for s, _ in pieces), max(e for _, e in pieces)))
        return found

    return once(doc, "tone claims", make)


def _meet(start: int, end: int, spans: Iterable[tuple[int, int] | None]) -> bool:
    return any(s is not None and s[0] < end and start < s[1] for s in spans)


def _own(sentence: _Sentence, start: int, end: int) -> list[tuple[int, int]]:
    """Return the tokens (first, last) that the target says, thinks or wants itself."""
    found = []
    for claim in sentence.claims:
        if _meet(start, end, (claim.source, claim.relative)) and not _meet(start, end, claim.content):
            for piece in claim.content:
                inside = [t.i for t in sentence.span if piece[0] <= t.idx < piece[1]]
                if inside:
                    found.append((inside[0], inside[-1]))
    return found


def tone_features(
    article: Article, doc: Doc, start: int, end: int, *, every: bool = False
) -> tuple[list[Share], dict[str, float]]:
    """Return what the rules find, and the model's features, for the target at characters ``start`` to ``end``.

    With ``every``, as in training, features without a weight are given too.
    """
    target = doc.char_span(start, end, alignment_mode="expand")
    if target is None:
        return [], {}
    sentence = _sentence(article, doc, target.root, every)
    first, last = max(target.start, sentence.span.start), min(target.end, sentence.span.end) - 1
    own = _own(sentence, start, end)
    found = shares(sentence.cues, doc, first, last, own=own, but=sentence.but)
    around = [c for c in sentence.claims if _meet(start, end, c.content)]
    said = [c for c in sentence.claims if _meet(start, end, (c.source, c.relative))]
    context = Context(own, [c.verb_act for c in around], [c.verb_act for c in said])
    return found, features(sentence.span, first, last, found, sentence.masked, context)


def tone_of(article: Article, doc: Doc, start: int, end: int, *, method: str = DEFAULT) -> Judgement:
    """Return how the text speaks of the target at the characters ``start`` to ``end``.

    The sentence is read alone, whatever stands around it. See ``tone_table`` for the methods.
    """
    return _judgement(_weigh(article, doc, start, end, method))


class _Weighed(NamedTuple):
    """A judgement before it is worded, so that only the rows of the table cost that."""

    method: str
    polarity: float
    best: str
    confidence: float
    found: list[Share]
    carried: list[tuple[str, float]]


def _weigh(article: Article, doc: Doc, start: int, end: int, method: str) -> _Weighed:
    found, cells = tone_features(article, doc, start, end)
    if method == "rules":
        return _Weighed(method, *verdict(found), found, [])
    chances, carried = probabilities(cells)
    _, says, sure = verdict(found)
    for label in chances:
        by_rule = sure if label == says else (1 - sure) / 2
        chances[label] += RULES_SAY * (by_rule - chances[label])
    best, confidence = max(chances.items(), key=lambda c: c[1])
    return _Weighed(method, chances["positive"] - chances["negative"], best, confidence, found, carried)


def _judgement(weighed: _Weighed) -> Judgement:
    if weighed.method == "rules":
        carried = [(share.cue.text, share.value) for share in weighed.found]
    else:
        carried = readable(weighed.carried, weighed.found)
    label = weighed.best if weighed.confidence >= LEAST_CONFIDENCE[weighed.method] else None
    return Judgement(round(weighed.polarity, 3), label, round(weighed.confidence, 3), _words(carried), weighed.best)


def _words(carried: Sequence[tuple[str, float]]) -> list[str]:
    sums: dict[str, float] = {}
    for word, share in carried:
        sums[word] = sums.get(word, 0.0) + share
    kept = sorted(sums.items(), key=lambda w: -abs(w[1]))[:MOST_WORDS]
    return [f"{word} {share:+.2f}" for word, share in kept if abs(share) >= 0.005]


def _claims_at(article: Article, doc: Doc, offset: int) -> list[Claim]:
    token = doc.char_span(offset, offset + 1, alignment_mode="expand")
    return _sentence(article, doc, token[0], False).claims if token else []


def _speaker(article: Article, doc: Doc, claims: Sequence[Claim], start: int, end: int) -> str | None:
    """Return the actor of the innermost claim whose content holds the characters; None if it is anonymous."""
    holding = [(e - s, n, claim) for n, claim in enumerate(claims) for s, e in claim.content if s <= start and end <= e]
    if not holding:
        return NARRATOR
    claim = min(holding)[2]
    if claim.actor or not claim.source:
        return claim.actor
    source = actor_at(article, doc, *claim.source)
    return source.actor if source else None


def find_tone(article: Article, doc: Doc, *, method: str = DEFAULT) -> list[Tone]:
    """Return the tone towards each actor of each sentence, in reading order.

    Where a sentence mentions an actor several times, its first mention by name is the evidence,
    and the judgement is that of the mention furthest from neutral.
    """
    return list(once(doc, f"tone {method}", lambda: _find(article, doc, find_mentions(article, doc), method)))


def _in_title(text: str, mention: Mention, following: Mention | None) -> bool:
    """Tell whether it is a mere part of a title: "Chinese" in "Chinese Foreign Minister Wang Yi"."""
    if mention.form != "demonym" or following is None or following.kind != "person" or following.form == "pronoun":
        return False
    between = text[mention.end : following.start]
    return following.start <= mention.end or (len(between) <= 45 and not any(c in between for c in ',.;:()"“”'))


def _find(article: Article, doc: Doc, mentions: Sequence[Mention], method: str) -> list[Tone]:
    groups: dict[tuple[int, str], list[Mention]] = {}
    for mention, following in zip_longest(mentions, mentions[1:]):
        if mention.kind in KINDS and not _in_title(article.text, mention, following):
            who = mention.actor or f"? {article.text[mention.start : mention.end].casefold()}"
            groups.setdefault((article.sentence_at(mention.start), who), []).append(mention)
    found = []
    for (_, who), group in groups.items():
        mention = min(group, key=lambda m: (m.form in ("pronoun", "demonym", "role"), m.start))
        weighed = [_weigh(article, doc, m.start, m.end, method) for m in group]
        judgement = _judgement(max(weighed, key=lambda w: abs(w.polarity)))
        speaker = _speaker(article, doc, _claims_at(article, doc, mention.start), mention.start, mention.end)
        found.append(Tone(mention.start, mention.end, speaker, None if who.startswith("? ") else who, judgement))
    found.sort(key=lambda t: (t.start, t.end))
    return found


def tone_table(
    subject: str | Article | Iterable[str | Article],
    *,
    method: Method = DEFAULT,
    nlp: Language | None = None,
) -> pd.DataFrame:
    """Return how each actor is spoken of in each sentence, one row an actor and sentence.

    Parameters
    ----------
    subject : a text, an Article or many of either.
    method : ``rules`` adds up the loaded words that the parse links to the actor (``words/tone.csv``;
        every share can be followed by hand); ``model`` weighs masked words around the actor together
        with what the rules found (``words/tone_weights.csv``); three tenths of its probabilities
        are the rules' own verdict.
    nlp : a pipeline from ``load_pipeline``; None is the embedded one.

    The row's evidence is the actor's mention. ``speaker`` is the actor in whose claim the mention
    stands, ``narrator`` outside claims, NA where the source has no name. ``target`` is NA where a
    pronoun could not be resolved. ``words`` have each their share: of the polarity (rules) or of
    the evidence for good minus bad (model). ``label`` is NA where ``confidence`` is below
    0.42, by either method. On NewsMTSC's two dev sets (persons in US politics) the model is right
    in 74 and 66 of 100 targets; it is at least 0.5 sure of 77, of which 80 and 74 of 100 are
    right, and at least 0.7 sure of 34, of which 93 and 81 of 100 are.
    Not found: irony, tone that only the wider context gives, and whether the speaker is right.
    Raises OptionError for another ``method``.

    >>> table = tone_table("Ghana condemned the brutal attack by Togo.", method="rules")
    >>> table[["text", "speaker", "label"]].values.tolist()
    [['Ghana', 'narrator', 'neutral'], ['Togo', 'state:GHA', 'negative']]
    """
    check_option("method", method, METHODS)
    read = list(parsed(subject, nlp=nlp))
    links = link_actors((a.id, m.actor, m.name or "", m.country) for a, d in read for m in find_mentions(a, d) if m.actor)
    rows: list[dict[str, Any]] = []
    for article, doc in read:
        for tone in find_tone(article, doc, method=method):
            who = {k: links[article.id, v].actor if v and (article.id, v) in links else v for k, v in tone.who().items()}
            judged = {c: v for c, v in tone.judgement._asdict().items() if c != "best"}
            rows.append(evidence(article, tone.start, tone.end) | who | judged)
    return frame("tone", rows)
