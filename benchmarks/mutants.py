"""Whether the tests notice: ``python -m benchmarks.mutants 60 1`` (how many, seed) swaps one operator at a time.

Each change is made in a copy, where the tests then run. A change that none of them notices is printed with its line: a
rule without a case, or a line to delete.
"""

from __future__ import annotations

import ast
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SWAPS: dict[type[ast.AST], type[ast.AST]] = {
    ast.And: ast.Or,
    ast.Or: ast.And,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
}
# A package whose tests stand with those of another.
TESTED_WITH = {"amounts": "numbers"}


def places(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield line and field of each operator that can be swapped."""
    for number, node in enumerate(ast.walk(tree)):
        if isinstance(node, ast.BoolOp | ast.BinOp) and type(node.op) in SWAPS:
            yield number, "op"
        elif isinstance(node, ast.Compare) and type(node.ops[0]) in SWAPS:
            yield number, "ops"


def mutated(source: str, chosen: random.Random) -> tuple[str, int] | None:
    """Return the source with one operator swapped, and its line; None where there is none."""
    tree = ast.parse(source)
    if not (found := list(places(tree))):
        return None
    number, field = chosen.choice(found)
    node = list(ast.walk(tree))[number]
    if field == "op":
        node.op = SWAPS[type(node.op)]()  # type: ignore[attr-defined]
    else:
        node.ops[0] = SWAPS[type(node.ops[0])]()  # type: ignore[attr-defined]
    return ast.unparse(tree), node.lineno  # type: ignore[attr-defined]


def noticed(copy: Path, package: str) -> bool:
    """Tell whether a test fails: first those of the package, then all quick ones."""
    own = copy / "tests" / TESTED_WITH.get(package, package)
    for chosen in ([own] if own.is_dir() else []) + [copy / "tests"]:
        command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", "-m", "not slow", str(chosen)]
        try:
            if subprocess.run(command, cwd=copy, capture_output=True, check=False, timeout=900).returncode:
                return True
        except subprocess.TimeoutExpired:  # the change made a loop without end
            return True
    return False


def main(count: int, seed: int = 1) -> None:
    """Try ``count`` changes in modules drawn at random (``seed``), and print those that no test notices."""
    chosen = random.Random(seed)
    modules = sorted(p for p in (ROOT / "toolkit").rglob("*.py") if p.parent != ROOT / "toolkit")
    caught = 0
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "copy"
        shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(".venv", ".git", "tables", "*_cache", "__pycache__"))
        tried = 0
        while tried < count:
            module = chosen.choice(modules)
            source = module.read_text(encoding="utf-8")
            if (changed := mutated(source, chosen)) is None:
                continue
            tried += 1
            place = module.relative_to(ROOT)
            (copy / place).write_text(changed[0], encoding="utf-8")
            if noticed(copy, module.parent.name):
                caught += 1
            else:
                print(f"not noticed: {place}:{changed[1]}: {source.splitlines()[changed[1] - 1].strip()}", flush=True)
            (copy / place).write_text(source, encoding="utf-8")
    print(f"{caught} of {tried} changes noticed")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3] or ["60"]))
