"""The toolkit's exceptions: each names the value given, what was expected and what to do next."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path
from types import ModuleType


class ToolkitError(Exception):
    """Anything the toolkit raises on purpose."""


class ArticleError(ToolkitError, ValueError):
    """An article that cannot be read or used; the message names the file."""


class OptionError(ToolkitError, ValueError):
    """An option with a value that is not among those allowed."""


class TableError(ToolkitError, ValueError):
    """A table without the columns that its codebook declares."""


class WordsError(ToolkitError, ValueError):
    """A word list under ``toolkit/words`` that cannot be read; names the file and the line."""


class PipelineError(ToolkitError, RuntimeError):
    """A language pipeline that is missing or does not speak Universal Dependencies."""


class MissingExtraError(ToolkitError, ImportError):
    """An optional package that is not installed; the message names the extra."""


def check_option(name: str, value: object, allowed: Iterable[object]) -> None:
    """Raise OptionError unless ``value`` is one of ``allowed``."""
    choices = list(allowed)
    if value in choices:
        return
    near = get_close_matches(str(value), [str(c) for c in choices], n=1)
    hint = f" Did you mean {near[0]!r}?" if near else ""
    listed = ", ".join(repr(c) for c in choices)
    raise OptionError(f"{name}={value!r} is not known; use one of {listed}.{hint}")


def need_extra(module: str, extra: str, purpose: str) -> ModuleType:
    """Import an optional module, or say which extra brings it."""
    try:
        return importlib.import_module(module)
    except ImportError as error:
        raise MissingExtraError(
            f"{purpose} needs the package {module.split('.')[0]!r}, which is not installed. "
            f"Install it with: {install_command(extra)}"
        ) from error


def install_command(extra: str) -> str:
    """Return the command that adds an extra to the toolkit as it is installed: from a clone, or from an index.

    >>> "[network]" in install_command("network")
    True
    """
    root = Path(__file__).resolve().parents[1]
    source = f"-e '{root}[{extra}]'" if (root / "pyproject.toml").exists() else f"'news-trade-toolkit[{extra}]'"
    return f"{sys.executable} -m pip install {source}"
