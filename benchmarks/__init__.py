"""How good and how fast: against public gold sets and against peers. See README.md here."""

from __future__ import annotations

import importlib.util
import json
import os
from pathlib import Path
from types import ModuleType
from typing import Any


def shared() -> Path | None:
    """Return the folder with the gold sets, from SHARED or beside the repository; None without one."""
    path = Path(os.environ.get("SHARED", Path(__file__).resolve().parents[2] / "shared"))
    return path if (path / "evals" / "score.py").exists() else None


def gold(name: str) -> list[dict[str, Any]]:
    """Read a gold set, such as ``gold("claims_dev")``; stop with a reason where there is none."""
    folder = shared()
    if folder is None:
        raise SystemExit("No gold sets here: set SHARED to the folder that holds evals/score.py.")
    lines = (folder / "evals" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def scorer() -> ModuleType:
    """Load the gold sets' own ``score.py``; use e.g. ``scorer().score_claims(gold, predicted)``."""
    folder = shared()
    assert folder is not None
    spec = importlib.util.spec_from_file_location("score", folder / "evals" / "score.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
