"""Read the public corpora: trees from CoNLL-U, names from GUM, UNER, wikigold and re3d."""

# ruff: noqa: SIM905  (word lists read best as one string)
from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import spacy

NAME_TYPES = {"PER": "PERSON", "ORG": "ORG", "LOC": "PLACE"}
GUM_NAME_TYPES = {"person": "PERSON", "organization": "ORG", "place": "PLACE"}
RE3D_NAME_TYPES = {"Person": "PERSON", "Organisation": "ORG", "Location": "PLACE"}
# Words before a name that are about the person and not the name (UNER guidelines).
TITLES = frozenset(
    "mr mrs ms miss dr sir dame lord lady president vice prime minister chancellor king queen prince "
    "princess emperor empress pope bishop archbishop cardinal father sister saint st general colonel "
    "captain major lieutenant sergeant admiral commander judge justice senator congressman congresswoman "
    "governor mayor professor prof secretary ambassador chief director chairman officer rev reverend "
    "speaker representative rep sen gov gen col sgt lt capt cmdr hon sheikh ayatollah imam commodore maj spc advisor "
    "adviser operator manager coach petitioner deputy premier".split()
)


@dataclass
class Sentence:
    """One sentence of a treebank; a layer that a corpus lacks stays ``None``."""

    words: list[str] = field(default_factory=list)
    spaces: list[bool] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    pos: list[str] = field(default_factory=list)
    morphs: list[str] = field(default_factory=list)
    lemmas: list[str] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)
    deps: list[str] = field(default_factory=list)
    names: list[tuple[int, int, str]] | None = None
    starts_paragraph: bool = False


def read_conllu(path: Path) -> Iterator[list[Sentence]]:
    """Yield the documents of a CoNLL-U file, each a list of sentences."""
    document: list[Sentence] = []
    block: list[str] = []
    paragraph = False
    for line in [*path.read_text(encoding="utf-8").splitlines(), ""]:
        if line.startswith("# newdoc") and document:
            yield document
            document = []
        if line.startswith(("# newpar", "# newdoc")):
            paragraph = True
        elif not line.strip() and block:
            sentence = _sentence(block)
            sentence.starts_paragraph = paragraph
            document.append(sentence)
            block, paragraph = [], False
        elif line and not line.startswith("#"):
            block.append(line)
    if document:
        yield document


def _sentence(block: list[str]) -> Sentence:
    sentence = Sentence()
    entity_column: list[str] = []
    within, surface_space = 0, True
    for line in block:
        number, form, lemma, pos, tag, feats, head, dep, _, misc = line.split("\t")
        if "." in number:
            continue
        space = "SpaceAfter=No" not in misc
        if "-" in number:
            first, last = number.split("-")
            within, surface_space = int(last) - int(first) + 1, space
            continue
        if within:
            within -= 1
            space = surface_space if within == 0 else False
        index = len(sentence.words)
        sentence.words.append(form)
        sentence.spaces.append(space)
        sentence.lemmas.append(lemma)
        sentence.pos.append(pos)
        sentence.tags.append(tag)
        sentence.morphs.append("" if feats == "_" else feats)
        sentence.heads.append(index if head == "0" else int(head) - 1)
        sentence.deps.append("ROOT" if head == "0" else dep)
        found = re.search(r"Entity=([^|]*)", misc)
        entity_column.append(found[1] if found else "")
    if any(entity_column):
        sentence.names = _gum_names(sentence, entity_column)
    return sentence


def _gum_names(sentence: Sentence, column: list[str]) -> list[tuple[int, int, str]]:
    """Trim GUM's entity phrases to the run of proper nouns around the head."""
    open_spans: list[tuple[str, str, int, str]] = []
    found: list[tuple[int, int, str]] = []

    def close(key: str, end: int) -> None:
        for position in range(len(open_spans) - 1, -1, -1):
            if open_spans[position][0] == key:
                _, kind, start, heads = open_spans.pop(position)
                name = _proper_run(sentence, start, end, kind, heads)
                if name:
                    found.append(name)
                return

    for index, cell in enumerate(column):
        for piece in re.findall(r"\([^()]+\)?|[^()]+\)", cell):
            if piece.startswith("("):
                parts = piece.strip("()").split("-")
                kind = parts[1] if len(parts) > 1 else ""
                numbers = [p for p in parts[2:] if re.fullmatch(r"\d+(,\d+)*", p)]
                open_spans.append((parts[0], kind, index, numbers[0] if numbers else "1"))
                if piece.endswith(")"):
                    close(parts[0], index + 1)
            else:
                close(piece.rstrip(")").split("-")[0], index + 1)
    return sorted(set(found))


def _proper_run(sentence: Sentence, start: int, end: int, kind: str, heads: str) -> tuple[int, int, str] | None:
    label = GUM_NAME_TYPES.get(kind)
    head = start + int(heads.split(",")[0]) - 1
    if not label or not head < end or sentence.pos[head] != "PROPN":
        return None

    if label == "PERSON" and sentence.words[head].lower().rstrip(".") in TITLES and head + 1 < end:
        return None  # "the President of X": a role; X inside it is a name of its own
    small = (
        {"-", "de", "la", "al", "bin", "van", "von", "of"} if label == "PERSON" else {"of", "&", "-", "de", "la", "the", "for"}
    )

    def joins(index: int) -> bool:
        """A small word inside a name: 'University of X', 'Johnson & Johnson'."""
        return sentence.words[index].lower() in small

    left, right = head, head + 1
    while left > start and (
        sentence.pos[left - 1] == "PROPN" or (left - 2 >= start and joins(left - 1) and sentence.pos[left - 2] == "PROPN")
    ):
        left -= 1
    while right < end and (
        sentence.pos[right] == "PROPN"
        or (right + 1 < end and joins(right) and (sentence.pos[right + 1] == "PROPN" or joins(right + 1)))
    ):
        right += 1
    while right > left and joins(right - 1):
        right -= 1
    if label == "PERSON":
        while left < right - 1 and sentence.words[left].lower().rstrip(".") in TITLES:
            left += 1
    return (left, right, label)


def longest(spans: Iterable[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Keep the longest of overlapping spans, in order."""
    kept: list[tuple[int, int, str]] = []
    for span in sorted(set(spans), key=lambda s: (s[0] - s[1], s[0])):
        if all(span[1] <= other[0] or span[0] >= other[1] for other in kept):
            kept.append(span)
    return sorted(kept)


def withheld(document: list[Sentence]) -> bool:
    """Tell whether a document's words are withheld for copyright."""
    return all(word == "_" for sentence in document for word in sentence.words)


def ewt_documents(corpora: Path, part: str, genres: tuple[str, ...] = ("",)) -> list[list[Sentence]]:
    """Read a part of EWT (train, dev, test), of some genres or all."""
    root = corpora / "UD_English-EWT" / "not-to-release"
    names = (root / "file-lists" / f"files.{part}").read_text(encoding="utf-8").split()
    return [doc for name in sorted(names) if name.startswith(genres) for doc in read_conllu(root / "sources" / f"{name}")]


def gum_documents(corpora: Path) -> dict[str, list[Sentence]]:
    """Read GUM's documents by name, without those whose words are withheld."""
    folder = corpora / "UD_English-GUM" / "not-to-release" / "sources"
    documents = {path.stem: next(iter(read_conllu(path)), []) for path in sorted(folder.glob("*.conllu"))}
    return {name: doc for name, doc in documents.items() if doc and not withheld(doc)}


# --- names ---------------------------------------------------------------------


def read_iob2(path: Path, trees: dict[str, Sentence]) -> Iterator[list[Sentence]]:
    """Yield documents of a UNER file; spacing comes from the treebank where it has the sentence."""
    document: list[Sentence] = []
    rows: list[tuple[str, str]] = []
    sent_text = ""
    for line in [*path.read_text(encoding="utf-8").splitlines(), ""]:
        if line.startswith("# newdoc") and document:
            yield document
            document = []
        if line.startswith("# text = "):
            sent_text = line[len("# text = ") :]
        elif not line.strip() and rows:
            words = [word for word, _ in rows]
            tree = trees.get("".join(words))
            spaces = tree.spaces if tree and tree.words == words else spacing(words, sent_text)
            starts = tree.starts_paragraph if tree else False
            document.append(
                Sentence(words=words, spaces=spaces, names=bio_spans([b for _, b in rows]), starts_paragraph=starts)
            )
            rows = []
        elif line and not line.startswith("#"):
            cells = line.split("\t")
            rows.append((cells[1], cells[2]))
    if document:
        yield document


def spacing(words: list[str], text: str) -> list[bool]:
    """Tell after which words a blank stands in ``text``."""
    spaces, at = [], 0
    for word in words:
        found = text.find(word, at)
        at = at if found < 0 else found + len(word)
        spaces.append(found < 0 or text[at : at + 1] in ("", " "))
    return spaces


def bio_spans(labels: list[str]) -> list[tuple[int, int, str]]:
    """Read BIO or IO labels into spans of known types."""
    spans: list[tuple[int, int, str]] = []
    start, kind = 0, ""
    for index, label in enumerate([*labels, "O"]):
        prefix, _, name = label.partition("-")
        if kind and (name != kind or prefix in "BO"):
            if kind in NAME_TYPES:
                spans.append((start, index, NAME_TYPES[kind]))
            kind = ""
        if name and not kind:
            start, kind = index, name
    return spans


def read_wikigold(path: Path) -> Iterator[list[Sentence]]:
    """Yield Wikipedia articles; the corpus has no spacing, so it is set by rule."""
    for block in path.read_text(encoding="utf-8").split("-DOCSTART- O"):
        sentences = []
        for lines in re.split(r"\n\s*\n", block.strip()):
            rows = [line.rsplit(" ", 1) for line in lines.split("\n") if " " in line.lstrip()]
            if not rows:
                continue
            words = [{"``": '"', "''": '"', "-LRB-": "(", "-RRB-": ")"}.get(w, w) for w, _ in rows]
            sentences.append(Sentence(words=words, spaces=guessed_spaces(words), names=bio_spans([b for _, b in rows])))
        if sentences:
            yield sentences


def guessed_spaces(words: list[str]) -> list[bool]:
    """Guess which words a blank follows, for a corpus without spacing."""
    spaces, quote_open = [], False
    for index, word in enumerate(words):
        after = words[index + 1] if index + 1 < len(words) else ""
        if word == '"':
            quote_open = not quote_open
        glued_left = after in {".", ",", ";", ":", "!", "?", ")", "]", "%", "'s", "n't", "'", "'re", "'ve", "'ll"}
        closing = after == '"' and quote_open
        spaces.append(not (glued_left or closing or word in {"(", "[", "$"} or (word == '"' and quote_open)))
    return spaces


def read_re3d(folder: Path) -> Iterator[list[Sentence]]:
    """Yield reports on the Syrian conflict, each as one piece, with its names of people, organisations and places."""
    blank = spacy.blank("en")
    for source in sorted(p for p in folder.iterdir() if (p / "documents.json").exists()):
        entities: dict[str, list[dict]] = {}
        for line in (source / "entities.json").read_text(encoding="utf-8-sig").splitlines():
            row = json.loads(line)
            if row["type"] in RE3D_NAME_TYPES and row["confidence"] > 0:
                entities.setdefault(row["documentId"], []).append(row)
        for line in (source / "documents.json").read_text(encoding="utf-8-sig").splitlines():
            document = json.loads(line)
            doc = blank.make_doc(document["text"])
            spans = []
            for row in entities.get(document["_id"], []):
                span = doc.char_span(row["begin"], row["end"], alignment_mode="contract")
                if span is not None and (name := _capitals([t.text for t in span])):
                    spans.append((span.start + name[0], span.start + name[1], RE3D_NAME_TYPES[row["type"]]))
            words, spaces = [t.text for t in doc], [bool(t.whitespace_) for t in doc]
            yield [Sentence(words=words, spaces=spaces, names=sorted(set(spans)))]


def _capitals(words: list[str]) -> tuple[int, int] | None:
    """Cut a phrase to its name: from the first capital to the last, no plain word between but small ones."""
    for index, word in enumerate(words):
        if index and word in {"'s", "’s"}:
            words = words[:index]
            break
    capitals = [i for i, word in enumerate(words) if word[:1].isupper()]
    if not capitals:
        return None
    first, last = capitals[0], capitals[-1] + 1
    small = {"of", "the", "for", "and", "al", "bin", "in", "de", "on", "to"}
    plain = [word for word in words[first:last] if word[:1].islower() and word not in small]
    return None if plain else (first, last)
