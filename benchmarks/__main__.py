"""Run every benchmark, one after the other: ``make bench``."""

from __future__ import annotations

import pkgutil
import runpy
import time

import benchmarks

ON_REQUEST = {"__main__", "same", "mutants"}  # which compare two states of the code, or take hours


def main() -> None:
    """Run each module of this package that has a ``main``."""
    for module in sorted(m.name for m in pkgutil.iter_modules(benchmarks.__path__) if m.name not in ON_REQUEST):
        print(f"\n=== {module} ===", flush=True)
        start = time.perf_counter()
        try:
            runpy.run_module(f"benchmarks.{module}", run_name="__main__")
        except SystemExit as stop:  # a benchmark whose data is not here says so and the next goes on
            if stop.code:
                print(stop.code)
        print(f"--- {time.perf_counter() - start:.0f} s", flush=True)


if __name__ == "__main__":
    main()
