"""Make ``toolkit/english`` from the public corpora: ``make model CORPORA=path``.

    python -m training CORPORA [--build BUILD] [--out OUT]

Runs every stage in order; a stage that ended is not run again, so a stopped run goes on where
it was. Delete ``BUILD`` to begin afresh. The seeds are fixed: the same corpora and package
versions give the same weights on the same kind of processor. About two hours on two idle cores,
most of it the trainings.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

TEACHER_STEPS = 2000
ROOT = Path(__file__).resolve().parents[1]


def stages(corpora: Path, build: Path, out: Path) -> list[tuple[str, Callable[[], object]]]:
    """Return the stages with their names, in order."""
    from training import assemble, evaluate, lexicon, name_weights, prepare, silver, train

    def names() -> None:
        train.train("names", build, build / "names", **{"paths.train": str(build / "names-silver.spacy")})

    def write_figures() -> None:
        evaluate.write(out, evaluate.evaluate(corpora, out))

    return [
        ("words", lambda: lexicon.write_table(build)),
        ("corpora", lambda: prepare.prepare(corpora, build)),
        ("syntax", lambda: train.train("syntax", build, build / "syntax")),
        ("teacher", lambda: train.train("names", build, build / "teacher", **{"training.max_steps": TEACHER_STEPS})),
        ("silver", lambda: silver.add_silver(corpora, build, build / "teacher" / "model-best")),
        ("names", names),
        (
            "assemble",
            lambda: assemble.put(assemble.assemble(build / "syntax" / "model-best", build / "names" / "model-best"), out),
        ),
        ("weights", lambda: name_weights.write(name_weights.gathered(corpora, build))),
        ("evaluate", write_figures),
    ]


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora", type=Path)
    parser.add_argument("--build", type=Path, default=ROOT / "build" / "model")
    parser.add_argument("--out", type=Path, default=ROOT / "toolkit" / "english")
    options = parser.parse_args()
    missing = [n for n in ("UD_English-EWT", "UD_English-GUM", "UD_English-PUD") if not (options.corpora / n).is_dir()]
    if missing:
        parser.error(f"{options.corpora} has no {', '.join(missing)}; training/README.md says where the corpora come from")
    options.build.mkdir(parents=True, exist_ok=True)
    for name, run in stages(options.corpora, options.build, options.out):
        stamp = options.build / f"{name}.done"
        if stamp.exists():
            print(f"== {name}: done before", flush=True)
            continue
        print(f"== {name}", flush=True)
        run()
        stamp.touch()


if __name__ == "__main__":
    main()
