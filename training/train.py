"""Train one of the two parts of the pipeline.

    python -m training.train syntax BUILD OUT
    python -m training.train names BUILD OUT

Reads ``BUILD/syntax-train.spacy`` and the like, and the word features ``BUILD/words.npz``;
writes ``OUT/model-best`` and ``OUT/model-last``. The seed is in the configuration, so that
the same data give the same weights on the same processor.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from spacy.training.initialize import init_nlp
from spacy.training.loop import train as train_loop
from spacy.util import load_config

from toolkit.language import pipes
from training import lexicon  # noqa: F401  (registers the reader of word features named in the configurations)

HERE = Path(__file__).parent


def train(part: str, build: Path, out: Path, **overrides: object) -> None:
    """Train ``part`` ("syntax" or "names"); ``overrides`` replace settings, such as ``training.max_steps``."""
    settings = {
        "paths.train": str(build / f"{part}-train.spacy"),
        "paths.dev": str(build / f"{part}-dev.spacy"),
        "paths.words": str(build / "words.npz"),
        **overrides,
    }
    config = load_config(HERE / f"{part}.cfg", overrides=settings, interpolate=False)
    with pipes.fast():
        nlp = init_nlp(config)
        out.mkdir(parents=True, exist_ok=True)
        train_loop(nlp, out, stdout=sys.stdout, stderr=sys.stderr)


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("part", choices=("syntax", "names"))
    parser.add_argument("build", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--steps", type=int, help="instead of those in the configuration")
    options = parser.parse_args()
    steps = {} if options.steps is None else {"training.max_steps": options.steps}
    train(options.part, options.build, options.out, **steps)


if __name__ == "__main__":
    main()
