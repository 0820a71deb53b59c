"""A sentence as positions: what the rules for claims ask of it, by parse and by surface."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from toolkit.claims.cues import QUESTION_WORDS, TIME_WORDS, Cue, find_cues, is_finite
from toolkit.language import CLOSING_MARKS, INSIDE_NOUN_PHRASE, NOUNS, TENSED
from toolkit.words import word_lists

if TYPE_CHECKING:
    from spacy.tokens import Token

Reach = tuple[int, int]  # token positions in the sentence, the last one included

STATEMENTS = word_lists("claim_words")["statement"]
OPENS_SUBORDINATE = word_lists("claim_words")["opens subordinate"]
SUBORDINATORS = word_lists("claim_words")["subordinator"]
CONJUNCTIONS_THAT_CUT = word_lists("claim_words")["cuts clause"]


class Attribution(NamedTuple):
    """Token positions in one sentence: who, by which words, what."""

    cue: Cue
    source: Reach | None
    content: tuple[Reach, ...]
    construction: str
    relative: Reach | None = None  # the relative pronoun that stands for the source


class Clause:
    """A sentence as positions, with what the rules ask of it."""

    def __init__(self, tokens: list[Token], quoted: list[bool]) -> None:
        self.tokens = tokens
        self.quoted = quoted  # whether a token stands inside quotation marks
        self.place = {t.i: n for n, t in enumerate(tokens)}
        self.words = [self._plain(n) for n in range(len(tokens))]
        self.end = len(tokens) - 1
        while self.end > 0 and self.is_mark(self.end) and not quoted[self.end]:
            self.end -= 1
        self.cues = find_cues(tokens)
        self.reduced: set[int] = set()  # positions of participles that are tagged as a past
        self.reduced = {cue.head for cue in self.cues if self._is_reduced(cue)}
        self.cues = [cue for cue in self.cues if cue.head not in self.reduced]
        self.cue_heads = {cue.head: cue for cue in self.cues}
        self.tails = self._tails()  # where "..., she said" begins, which closes a sentence

    def _plain(self, n: int) -> str:
        """The lower-case word; a German closing mark, which opens in English, as one that closes."""
        word = self.tokens[n].lower_
        ends = word == "“" and self.quoted[n] and n > 0 and self.quoted[n - 1]
        return "”" if ends and not (n + 1 < len(self.tokens) and self.quoted[n + 1]) else word

    def _is_reduced(self, cue: Cue) -> bool:
        """Whether a participle was taken for a past: "two people briefed on the plan said"."""
        n = cue.last + 1
        if cue.noun or self.tag(cue.head) not in ("VBD", "VBN") or self.tag(n) != "IN" or cue.first < cue.head or n > self.end:
            return False
        after = self.noun_phrase(n + 1, self.end) + 1
        if after <= n + 1 or self.tag(after) not in TENSED or self.word(n) not in ("on", "about", "by", "in"):
            return False
        return any(c.head == after for c in self.cues) and not self.has_finite(0, cue.head - 1) and not self.quoted[cue.head]

    def _tails(self) -> list[int]:
        """Return where a cue clause begins that ends the sentence after a comma."""
        found = []
        for cue in self.cues:
            if cue.noun or self.quoted[cue.head] or not cue.word.allows("clause", "speech") or not self.tells(cue.head):
                continue
            after = self.after_adverbials(cue.last + 1, self.end)
            if self.tag(after) == "IN" and self.word(cue.last + 1) != "that" and not self.has_verb(after, self.end):
                after = self.end + 1  # "..., X announced in parliament."
            if after <= self.end and self.word(after) != ",":
                if self.word(cue.first - 1) != "," or self.has_finite(after, self.end):
                    continue  # "..., said Li"
                found.append(cue.first - 1)
                continue
            before = self.noun_phrase_before(cue.first - 1)
            if before and self.word(before[0] - 1) == "as" and self.word(before[0] - 2) == ",":
                found.append(before[0] - 2)  # ", as X reported"
            elif before and before[0] > 0 and (self.word(before[0] - 1) == "," or self.word(before[0] - 1) in CLOSING_MARKS):
                found.append(before[0] - 1)
        return found

    # --- small questions ------------------------------------------------------

    def at(self, n: int) -> Token | None:
        """The token at a position, or None outside."""
        return self.tokens[n] if 0 <= n < len(self.tokens) else None

    def word(self, n: int) -> str:
        """The lower-case word at a position, or ''."""
        return self.words[n] if 0 <= n < len(self.tokens) else ""

    def tag(self, n: int) -> str:
        """The tag at a position, or ''."""
        if n in self.reduced:
            return "VBN"
        return self.tokens[n].tag_ if 0 <= n < len(self.tokens) else ""

    def head(self, n: int) -> int:
        """The position of the head, or -1 at the root."""
        token = self.tokens[n]
        return -1 if token.head.i == token.i else self.place.get(token.head.i, -1)

    def children(self, n: int, *deps: str) -> list[int]:
        """Positions of the children with one of these labels."""
        return [self.place[c.i] for c in self.tokens[n].children if c.dep_ in deps and c.i in self.place]

    def edges(self, n: int) -> Reach:
        """The reach of a token's subtree."""
        token = self.tokens[n]
        first, last = self.place.get(token.left_edge.i), self.place.get(token.right_edge.i)
        return (n if first is None else first), (n if last is None else last)

    def is_mark(self, n: int) -> bool:
        """Whether a token is punctuation; a percent sign is none, nor a bracket that closes an aside."""
        token = self.tokens[n]
        closes = token.tag_ == "-RRB-" and any(t.tag_ == "-LRB-" for t in self.tokens[:n])
        return token.is_punct and token.text != "%" and not closes

    def is_dash(self, n: int) -> bool:
        """Whether a dash stands between words, and not a hyphen inside one."""
        if self.word(n) in ("—", "–", "--", "―"):
            return True
        return self.word(n) == "-" and n > 0 and bool(self.tokens[n].whitespace_) and bool(self.tokens[n - 1].whitespace_)

    def is_hyphened(self, n: int) -> bool:
        """Whether a word is the second part of a compound ("so-called")."""
        return n > 0 and self.tokens[n - 1].tag_ == "HYPH"

    def has_finite(self, first: int, last: int) -> bool:
        """Whether a finite verb stands in a reach."""
        return any(is_finite(self.tokens[n]) for n in range(max(first, 0), min(last, len(self.tokens) - 1) + 1))

    def has_verb(self, first: int, last: int) -> bool:
        """Whether any verb stands in a reach that can carry a sentence, a participle taken for one included."""
        return any(self.tag(n) in ("VBD", "VBZ", "VBP", "MD", "VBN", "VB") for n in range(max(first, 0), last + 1))

    def tells(self, n: int) -> bool:
        """Whether a cue can have a subject of its own before it: finite, or taken for a participle or a noun."""
        if self.tag(n) == "VB":  # a plain present that was taken for an infinitive: "analysts in Lagos predict."
            return n > 0 and self.tag(n - 1) in NOUNS
        return is_finite(self.tokens[n]) or self.tag(n) in ("VBN", "NNS", "NN", "NNP", "NNPS", "JJ")

    # --- stretches ------------------------------------------------------------

    def noun_phrase(self, n: int, limit: int) -> int:
        """Return the last position of a plain noun phrase that begins at ``n``; n - 1 if none does."""
        if self.tag(n) == "PRP" or self.word(n) in ("everyone", "someone", "people", "it"):
            return n
        last = n - 1
        here = n
        while here <= limit:
            tag = self.tag(here)
            points = here == n and tag == "DT" and self.tag(here + 1) in ("NN", "NNS", "JJ")  # "that position"
            if tag in INSIDE_NOUN_PHRASE and (self.word(here) != "that" or points):
                if tag in ("DT", "PRP$") and last >= n and self.tag(last) in NOUNS:
                    break
                last = here
            elif (
                last >= n
                and self.word(here) in ("of", "and", "&")
                and self.tag(here + 1) in INSIDE_NOUN_PHRASE
                and here < limit
            ):
                last = here
            else:
                break
            here += 1
        return last

    def noun_phrase_before(self, n: int) -> Reach | None:
        """Return a plain noun phrase that ends at ``n``."""
        if n < 0:
            return None
        if self.word(n) in CLOSING_MARKS and self.tag(n) != "-RRB-":
            return None
        if self.tag(n) in ("PRP", "WP", "WDT", "EX") or (
            self.tag(n) in ("DT", "CD") and self.tag(n - 1) not in INSIDE_NOUN_PHRASE
        ):
            return (n, n)
        first = n
        if self.tag(n) == "-RRB-":  # "Rep. Ali Reza (D-Mich.)"
            while first > 0 and self.tag(first) != "-LRB-":
                first -= 1
            first -= 1
        if first < 0 or not (self.tag(first) in INSIDE_NOUN_PHRASE | {"VBG"} or self._is_name(first)):
            return None
        if self.tag(n) in ("VBN", "VBD") and self.tag(first) != "-RRB-":
            return None
        while first > 0:
            before = self.tag(first - 1)
            if self.word(first - 1) in CLOSING_MARKS or self.quoted[first - 1] != self.quoted[n]:
                break
            if self.tag(first) in ("DT", "PRP$") and before in ("NN", "NNS", "NNP", "NNPS", "CD"):
                break
            if (
                before in INSIDE_NOUN_PHRASE
                or (self.word(first - 1) == "of" and self.tag(first - 2) in INSIDE_NOUN_PHRASE)
                or (self.word(first - 1) in ("and", "&") and self.tag(first - 2) in ("NNP", "NNS", "NN"))
            ):
                first -= 1
            else:
                break
        while n > first and self.tag(n) in ("JJ", "JJR", "ADD") and self.tag(first) != "DT":
            n -= 1
        return (first, n)

    def _is_name(self, n: int) -> bool:
        """Whether a token is written as a name although its tag says otherwise."""
        token = self.tokens[n]
        return token.is_alpha and token.is_title and len(token) > 3 and token.tag_ not in ("IN", "DT", "CC", "RB", "WRB", "MD")

    def after_adverbials(self, n: int, limit: int) -> int:
        """Skip what may stand between a cue and its content: when, where and how it was said."""
        while n <= limit:
            tag, word = self.tag(n), self.word(n)
            if word in QUESTION_WORDS or word == "that":
                break
            if (tag in ("RB", "RBR", "RP") and not self.quoted[n] and word not in ("too", "neither", "both")) or (
                word in TIME_WORDS and self._is_time(n, n, limit)
            ):
                n += 1
            elif tag in ("DT", "JJ", "CD", "IN") or word in TIME_WORDS:
                begin = n + 1 if tag == "IN" else n
                last = self.noun_phrase(begin, limit)
                timely = last >= begin and any(self.word(k) in TIME_WORDS for k in range(begin, last + 1))
                if tag == "IN" and not timely:
                    break
                if not timely:
                    break
                stop = max(k for k in range(begin, last + 1) if self.word(k) in TIME_WORDS)
                if last > stop and self.tag(stop + 1) == "CD":
                    stop += 1
                n = stop + 1
            else:
                break
        return n

    def _is_time(self, n: int, first: int, limit: int) -> bool:
        return self.tag(n + 1) not in ("NN", "NNS", "POS") or n == limit
