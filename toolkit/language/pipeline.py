"""The English pipeline: one parse an article, cached, on Universal Dependencies labels."""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, TypeVar

from toolkit.errors import OptionError, PipelineError
from toolkit.reading import Article, as_articles, as_prose

if TYPE_CHECKING:  # spaCy is loaded with the first parse, not with the package
    from spacy.language import Language
    from spacy.tokens import Doc, Span, Token

T = TypeVar("T")
CACHED_ARTICLES = 512
# Labels that the rules rely on; a pipeline without them speaks another scheme.
NEEDED_LABELS = frozenset({"nsubj", "obj", "obl", "nmod", "ccomp", "case", "mark", "parataxis"})
_parsed: OrderedDict[tuple[str, Article], Doc] = OrderedDict()


@cache
def load_pipeline(name: str | None = None) -> Language:
    """Load the embedded English pipeline, or another one by its name.

    Parameters
    ----------
    name : an installed spaCy package or a path to a pipeline; None gives the embedded one.

    Raises PipelineError for a pipeline that is not installed or does not use Universal
    Dependencies labels.

    >>> load_pipeline().meta["lang"]
    'en'
    """
    import spacy

    from toolkit.language import pipes  # registers the pipeline's own components

    if name is None:
        folder = resources.files("toolkit") / "english"
        with resources.as_file(folder) as path:
            if not (path / "meta.json").exists():
                raise PipelineError("toolkit/english holds no pipeline; reinstall the package, or train one: make model")
            with pipes.fast():
                nlp = spacy.load(path)
    else:
        try:
            with pipes.fast():
                nlp = spacy.load(name)
        except OSError as error:
            raise PipelineError(f"There is no spaCy pipeline {name!r}: {error}") from None
    if "parser" not in nlp.pipe_names:
        raise PipelineError(f"The pipeline {name!r} has no parser; the rules need one with Universal Dependencies labels.")
    labels = set(nlp.get_pipe("parser").labels)  # type: ignore[attr-defined]
    missing = sorted(NEEDED_LABELS - labels)
    if missing:
        raise PipelineError(
            f"The pipeline {name!r} does not use Universal Dependencies: its parser lacks the labels "
            f"{', '.join(missing)} (it has {', '.join(sorted(labels)[:8])} ...). Pass one trained on a UD treebank."
        )
    if pipes.SENTENCES not in nlp.pipe_names:
        nlp.add_pipe(pipes.SENTENCES, before="parser")
    return nlp


def _key(nlp: Language | None) -> str:
    return "" if nlp is None else f"{nlp.meta.get('name')}-{id(nlp)}"


def parse(subject: str | Article | Iterable[str | Article], *, nlp: Language | None = None) -> list[Doc]:
    """Parse articles into spaCy Docs, each only once.

    Parameters
    ----------
    subject : a text, an Article or many of either.
    nlp : a pipeline from ``load_pipeline``; None is the embedded one.

    Returns one Doc an article whose ``text`` is the article's, so that ``token.idx`` is the
    character offset.
    """
    articles = as_articles(subject)
    if nlp is not None and not hasattr(nlp, "pipe"):
        raise OptionError(f"nlp={nlp!r} is not a pipeline; give what load_pipeline() returns, or leave it out.")
    key = _key(nlp)
    wanted = [a for a in articles if (key, a) not in _parsed]
    fresh: dict[Article, Doc] = {}
    if wanted:
        pipeline = nlp or load_pipeline()
        fresh = dict(zip(wanted, pipeline.pipe((a.text for a in wanted), batch_size=32), strict=True))
    docs = [fresh[a] if a in fresh else _parsed[key, a] for a in articles]
    for article, doc in zip(articles, docs, strict=True):
        _parsed[key, article] = doc
        _parsed.move_to_end((key, article))
    while len(_parsed) > CACHED_ARTICLES:
        _parsed.popitem(last=False)
    return docs


def parsed(subject: str | Article | Iterable[str | Article], *, nlp: Language | None = None) -> Iterator[tuple[Article, Doc]]:
    """Yield each article, on one spacing (see ``reading.prose``), with its Doc."""
    articles = as_prose(subject)
    yield from zip(articles, parse(articles, nlp=nlp), strict=True)


def once(doc: Doc, key: str, make: Callable[[], T]) -> T:
    """Return what ``make`` gives, made once a Doc and kept with it."""
    kept: dict[str, Any] = doc.user_data.setdefault("toolkit", {})
    if key not in kept:
        kept[key] = make()
    found: T = kept[key]
    return found


def offsets(span: Span | Token) -> tuple[int, int]:
    """Return (start, end) character offsets of a token or a span."""
    from spacy.tokens import Token

    if isinstance(span, Token):
        return span.idx, span.idx + len(span)
    return span.start_char, span.end_char


def token_at(doc: Doc, start: int) -> Token | None:
    """Return the token that holds the character ``start``; None where none does."""
    span = doc.char_span(start, start + 1, alignment_mode="expand")
    return span[0] if span is not None and len(span) else None


def model_accuracy() -> dict[str, float]:
    """Return the embedded pipeline's accuracy as measured on PUD, from its ``meta.json``."""
    meta = json.loads((resources.files("toolkit") / "english" / "meta.json").read_text(encoding="utf-8"))
    return {k: v for k, v in meta["performance"].items() if isinstance(v, float)}
