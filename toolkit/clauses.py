"""Where a claim's source stands and how far its content reaches, by parse and by surface."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from toolkit.cues import BE, HAVE, QUESTION_WORDS, TIME_WORDS, Cue, find_cues, is_finite, is_verb, word_set

if TYPE_CHECKING:
    from spacy.tokens import Token

Reach = tuple[int, int]  # token positions in the sentence, the last one included

OPENING = frozenset('“"«„``‘‹「『')
CLOSING = frozenset("”\"»''’›」』")
NOMINAL = frozenset(
    [
        "DT",
        "PDT",
        "PRP",
        "PRP$",
        "NN",
        "NNS",
        "NNP",
        "NNPS",
        "CD",
        "JJ",
        "JJR",
        "JJS",
        "POS",
        "EX",
        "WP",
        "WP$",
        "WDT",
        "$",
        "ADD",
    ]
)
NP_INSIDE = frozenset(
    ["DT", "PDT", "PRP$", "NN", "NNS", "NNP", "NNPS", "CD", "JJ", "JJR", "JJS", "POS", "$", "HYPH", "VBN", "ADD", "SYM", "AFX"]
)
STATEMENTS = word_set("statement")
OPENS_SUBORDINATE = word_set("opens subordinate")
SUBORDINATORS = word_set("subordinator")
CONJUNCTIONS_THAT_CUT = word_set("cuts clause")


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
        while self.end > 0 and tokens[self.end].is_punct and not quoted[self.end]:
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
        if after <= n + 1 or self.tag(after) not in ("VBD", "VBZ", "VBP") or self.word(n) not in ("on", "about", "by", "in"):
            return False
        return any(c.head == after for c in self.cues) and not self.has_finite(0, cue.head - 1) and not self.quoted[cue.head]

    def _tails(self) -> list[int]:
        """Return where a cue clause begins that ends the sentence after a comma."""
        found = []
        for cue in self.cues:
            if cue.noun or self.quoted[cue.head] or not cue.word.allows("clause", "speech") or not self.tells(cue.head):
                continue
            after = self.after_adverbials(cue.last + 1, self.end)
            if after <= self.end and self.word(after) != ",":
                if self.word(cue.first - 1) != "," or self.has_finite(after, self.end):
                    continue  # "..., said Li"
                found.append(cue.first - 1)
                continue
            before = self.noun_phrase_before(cue.first - 1)
            if before and self.word(before[0] - 1) == "as" and self.word(before[0] - 2) == ",":
                found.append(before[0] - 2)  # ", as X reported"
            elif before and before[0] > 0 and (self.word(before[0] - 1) == "," or self.word(before[0] - 1) in CLOSING):
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
            if tag in NP_INSIDE and (self.word(here) != "that" or points):
                if tag in ("DT", "PRP$") and last >= n and self.tag(last) in ("NN", "NNS", "NNP", "NNPS"):
                    break
                last = here
            elif last >= n and self.word(here) in ("of", "and", "&") and self.tag(here + 1) in NP_INSIDE and here < limit:
                last = here
            else:
                break
            here += 1
        return last

    def noun_phrase_before(self, n: int) -> Reach | None:
        """Return a plain noun phrase that ends at ``n``."""
        if n < 0:
            return None
        if self.word(n) in CLOSING and self.tag(n) != "-RRB-":
            return None
        if self.tag(n) in ("PRP", "WP", "WDT", "EX") or (self.tag(n) in ("DT", "CD") and self.tag(n - 1) not in NP_INSIDE):
            return (n, n)
        first = n
        if self.tag(n) == "-RRB-":  # "Rep. Ali Reza (D-Mich.)"
            while first > 0 and self.tag(first) != "-LRB-":
                first -= 1
            first -= 1
        if first < 0 or not (self.tag(first) in NP_INSIDE | {"VBG"} or self._is_name(first)):
            return None
        if self.tag(n) in ("VBN", "VBD") and self.tag(first) != "-RRB-":
            return None
        while first > 0:
            before = self.tag(first - 1)
            if self.word(first - 1) in CLOSING or self.quoted[first - 1] != self.quoted[n]:
                break
            if self.tag(first) in ("DT", "PRP$") and before in ("NN", "NNS", "NNP", "NNPS", "CD"):
                break
            if (
                before in NP_INSIDE
                or (self.word(first - 1) == "of" and self.tag(first - 2) in NP_INSIDE)
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

    # --- how far content reaches ------------------------------------------------

    def limit(self, n: int) -> int:
        """Return the last position that content right of the verb ``n`` may reach."""
        last = self.end
        if self.quoted[n]:
            while last > n and not self.quoted[last]:
                last -= 1
            stop = n
            while stop < last and self.quoted[stop + 1]:
                stop += 1
            last = stop
            while last > n and (self.word(last) in CLOSING or self.word(last) in (",", ".")):
                last -= 1
        depth = 0
        for k in range(n, last + 1):
            if self.tag(k) == "-LRB-":
                depth += 1
            elif self.tag(k) == "-RRB-":
                depth -= 1
                if depth < 0:
                    last = k - 1
                    break
        for begins in self.tails:
            if n < begins <= last:
                last = begins - 1
        verb = self.tokens[n]
        if (
            verb.tag_ in ("VBG", "VBN") and n <= 3 and not self.quoted[n] and not self.has_finite(0, n)
        ):  # "Citing the vote, he left"
            for k in range(n + 1, last):
                ends = self.word(k) == "," or (self.word(k) in CLOSING and self.word(k - 1) == ",")
                if ends and self.tag(k + 1) in NOMINAL and self.has_finite(k, last):
                    last = k if self.quoted[k] else k - 1
                    break
        if not self.quoted[n] and self.word(0) in OPENS_SUBORDINATE and n < 12 and "," not in [self.word(k) for k in range(n)]:
            for k in range(n + 1, last):  # "While Chad says so, its soldiers ..."
                if self.word(k) == "," and self.tag(k + 1) in NOMINAL and self.has_verb(k, last):
                    last = k - 1
                    break
        if verb.dep_ in ("acl", "acl:relcl", "advcl", "ccomp", "csubj", "xcomp", "parataxis", "amod"):
            clause_end = self._closed_at(n)
            if clause_end is not None and clause_end > n:
                last = min(last, clause_end)
        return last

    def _closed_at(self, n: int) -> int | None:
        """Where a subordinate clause ends whose main verb is still to come."""
        seen = 0
        here = n
        edge = self.edges(n)[1]
        while seen < 6:
            up = self.head(here)
            if up < 0:
                return None
            if up > edge and is_verb(self.tokens[up]):
                return edge
            here = up
            seen += 1
        return None

    def trimmed(self, first: int, last: int, cue: Cue) -> int:
        """Cut content where another clause of the teller begins."""
        for k in range(first + 1, last + 1):
            if self.quoted[k] and self.quoted[k - 1]:
                continue
            word, tag = self.word(k), self.tag(k)
            comma = self.word(k - 1) in (",", ";") or self.is_dash(k - 1)
            nxt = self.cue_heads.get(k)
            if word == "according" and self.word(k + 1) == "to":
                return self._back(k - 1, first)
            if comma and tag == "VBG" and nxt is not None and not nxt.noun:
                return self._back(k - 1, first)
            if nxt is not None and not nxt.noun and self.tokens[k].dep_ == "conj" and self._conjoined(k, cue.head):
                return self._back(self._before_conjunct(k, first), first)
            if comma and word in CONJUNCTIONS_THAT_CUT and (self._hangs_on(k, cue.head) or self._tells_anew(k, word)):
                return self._back(k - 1, first)
            if comma and word in ("and", "but") and self._tells_anew(self._over_time(k), word):
                return self._back(k - 1, first)
            if word == "and" and not self.quoted[k] and self._same_teller(k, cue):
                return self._back(k - 1, first)
            if word == ";":
                return self._back(k - 1, first)
        return self._back(last, first)

    def _tells_anew(self, n: int, conjunction: str) -> bool:
        """Whether a conjunction opens a clause of the teller: a short subject and a finite cue of its own."""
        if conjunction in ("because", "as", "when", "before", "after"):
            return False
        here = n + 1
        while here < min(n + 8, self.end) and self.tag(here) in NOMINAL | {"RB"}:
            here += 1
        while here < self.end and (self.tag(here) in ("MD", "RB") or self.word(here) in HAVE | BE):
            here += 1
        cue = self.cue_heads.get(here)
        return (
            cue is not None
            and not cue.noun
            and here > n + 1
            and cue.word.act not in ("believe", "data")
            and self.has_finite(n, here)
        )

    def _over_time(self, n: int) -> int:
        """Go over a time after a conjunction ("and in April Norway said")."""
        timed = self.tag(n + 1) == "IN" and self.word(n + 2) in TIME_WORDS
        return n + 2 + (self.word(n + 3) == ",") if timed else n

    def _same_teller(self, n: int, cue: Cue) -> bool:
        """Whether "and" joins a second verb of saying to the first ("said that ..., and added that ...")."""
        here = n + 1
        while self.tag(here) == "RB":
            here += 1
        other = self.cue_heads.get(here)
        past = ("VBD", "VBN")
        if other is None or other.noun or self.tag(here) not in ("VBD", "VBZ", "VBP", "VBN"):
            return False
        if self.tag(here) != self.tag(cue.head) and not (self.tag(here) in past and self.tag(cue.head) in past):
            return False
        if self.word(here + 1) == "," and self.word(here + 2) in OPENING:
            return True
        previous = next((k for k in range(n - 1, cue.head, -1) if is_verb(self.tokens[k])), cue.head)
        if (
            self.tag(previous) == "VB"
            and self.tag(here) == "VBD"
            and any(self.tag(k) == "MD" for k in range(cue.head, previous))
        ):
            return True  # "said he would go and warned ...": a past form cannot follow "would"
        return (
            self.word(here + 1) in ("that", "to", ":")
            or self.word(here + 1) in OPENING
            or (self.tokens[here].dep_ == "conj" and (self._conjoined(here, cue.head)))
        )

    def _back(self, last: int, first: int) -> int:
        while last > first and (
            (self.word(last) in (",", ";", ":", "and", "but", ".") or self.is_dash(last)) and not self.quoted[last]
        ):
            last -= 1
        return last

    def _conjoined(self, n: int, head: int) -> bool:
        seen = 0
        while n >= 0 and self.tokens[n].dep_ == "conj" and seen < 4:
            n = self.head(n)
            seen += 1
            if n == head:
                return True
        return False

    def _before_conjunct(self, n: int, first: int) -> int:
        left = self.edges(n)[0]
        if left <= first:
            left = self.cue_heads[n].first
        while left - 1 > first and self.word(left - 1) not in ("and", "but", ",", "or", ";"):
            left -= 1
            if n - left > 12:
                return n - 1
        return left - 1

    def _hangs_on(self, n: int, head: int) -> bool:
        """Whether a conjunction opens a clause beside the cue and not inside its content."""
        opened = self.head(n)
        if opened < 0:
            return False
        return self.head(opened) == head
