"""How fast the ledger is: 10,000 statements that fit, 1,500 that contradict each other, 700 of one pair's months. Run: python -m benchmarks.ledger"""

from __future__ import annotations

import random
import time
from typing import Any

from toolkit.ledger.ledger import reconcile
from toolkit.tables import frame

TARGET = 10.0  # seconds of processor time for a set of statements
SMALL_TARGET = 1.0
MONTHS_TARGET = 4.0


def statements(
    count: int = 10_000, *, pairs: int = 200, years: int = 20, seed: int = 0, halves_share: float = 0.0
) -> list[dict[str, Any]]:
    """Return trade rows drawn from a consistent world: levels, rates, directions, balances and half years.

    Figures are rounded as newswires print them, so that no two statements contradict each other.
    ``halves_share`` of them are about the first half of a year, which makes the sums longer.
    """
    dice = random.Random(seed)
    flows: dict[tuple[int, int], tuple[list[float], list[float]]] = {}
    for pair in range(pairs):
        out = [dice.uniform(5, 300)]
        back = [dice.uniform(5, 300)]
        for _ in range(2 * years):
            out.append(out[-1] * dice.uniform(0.85, 1.2))
            back.append(back[-1] * dice.uniform(0.85, 1.2))
        for half in range(2 * years + 2):
            flows[pair, half] = (out[: half + 1][-1:], back[: half + 1][-1:])
    rows = []
    for _ in range(count):
        pair, year = dice.randrange(pairs), dice.randrange(1, years)
        first_half = dice.random() < halves_share
        halves = [2 * year] if first_half else [2 * year, 2 * year + 1]
        kind = dice.choice(["trade", "trade", "out", "back", "balance"])

        def size(halves: list[int], pair: int = pair, kind: str = kind) -> float:
            out = sum(flows[pair, h][0][0] for h in halves)
            back = sum(flows[pair, h][1][0] for h in halves)
            return {"trade": out + back, "out": out, "back": back, "balance": out - back}[kind]

        now, before = size(halves), size([h - 2 for h in halves])
        a, b = f"A{pair:02d}", f"B{pair:02d}"
        period = f"{2000 + year}-01/{2000 + year}-06" if first_half else str(2000 + year)
        row: dict[str, Any] = {"article": "world", "reporter": a, "partner": b, "period": period, "bound": "exact"}
        row |= {"flow": "exports", "exporter": a, "importer": b} if kind == "out" else {}
        row |= {"flow": "exports", "exporter": b, "importer": a} if kind == "back" else {}
        row |= {"flow": kind} if kind in ("trade", "balance") else {}
        level = round(now, 1)
        rate = round(100 * (now / before - 1), 1)
        says = dice.choice(["level", "rate", "both"]) if kind != "balance" else "level"
        if says != "rate":
            row |= {"value": level * 1e9, "currency": "USD"}
        if says != "level":
            row |= {"change_pct": rate, "change_basis": "year earlier"}
        row["text"] = f"{abs(level):.1f} billion dollars, {rate:+.1f}%"
        rows.append(row)
    return rows


def one_flow(count: int) -> list[dict[str, Any]]:
    """Return rows that give one flow in one period as many different amounts."""
    row = {"article": "world", "reporter": "CHN", "partner": "RUS", "flow": "exports", "exporter": "CHN", "importer": "RUS"}
    row |= {"period": "2023", "bound": "exact", "currency": "USD"}
    return [{**row, "value": (100 + n) * 1e9, "text": f"{100 + n} billion dollars"} for n in range(count)]


def revised(count: int, *, pairs: int, halves_share: float, by: float = 0.03, seed: int = 0) -> list[dict[str, Any]]:
    """Return the rows of ``statements`` as outlets would give them that each revise every figure, by up to a share."""
    dice = random.Random(seed)
    rows = statements(count, pairs=pairs, seed=seed, halves_share=halves_share)
    for row in rows:
        if "value" in row:
            row["value"] = round(row["value"] * dice.uniform(1 - by, 1 + by), -8)
        if "change_pct" in row:
            row["change_pct"] = round(row["change_pct"] + 100 * dice.uniform(-by, by), 1)
        row["text"] = f"{abs(row.get('value', 0)) / 1e9:.1f} billion dollars, {row.get('change_pct', 0):+.1f}%"
    return rows


def months(count: int, *, years: int = 5, seed: int = 0) -> list[dict[str, Any]]:
    """Return trade rows on one pair that fit: months, runs of months, years to date and years that overlap each other."""
    dice = random.Random(seed)
    size = {"out": dice.uniform(5, 20), "back": dice.uniform(5, 20)}
    flows: dict[tuple[str, int], float] = {}
    for month in range(12 * years):
        for way in size:
            size[way] *= dice.uniform(0.9, 1.12)
            flows[way, month] = size[way]
    rows = []
    for _ in range(count):
        year, month = dice.randrange(years), dice.randrange(12)
        spans = {"month": (month, month), "to date": (0, month), "year": (0, 11), "run": (min(month, 6), max(month, 6))}
        first, last = spans[dice.choice(["month", "to date", "to date", "year", "run"])]
        kind = dice.choice(["trade", "trade", "out", "back", "balance"])

        def total(year: int, first: int = first, last: int = last, kind: str = kind) -> float:
            out, back = (sum(flows[way, 12 * year + m] for m in range(first, last + 1)) for way in ("out", "back"))
            return {"trade": out + back, "out": out, "back": back, "balance": out - back}[kind]

        at = 2000 + year
        period = f"{at}-{first + 1:02d}" if first == last else f"{at}-{first + 1:02d}/{at}-{last + 1:02d}"
        row: dict[str, Any] = {"article": "world", "reporter": "CHN", "partner": "RUS", "bound": "exact"}
        row |= {"period": str(at) if (first, last) == (0, 11) else period}
        row |= {"flow": "exports", "exporter": "CHN", "importer": "RUS"} if kind == "out" else {}
        row |= {"flow": "exports", "exporter": "RUS", "importer": "CHN"} if kind == "back" else {}
        row |= {"flow": kind} if kind in ("trade", "balance") else {}
        says = dice.choice(["level", "rate", "both"]) if kind != "balance" and year else "level"
        rate = round(100 * (total(year) / total(year - 1) - 1), 1) if year else 0.0
        if says != "rate":
            row |= {"value": round(total(year), 1) * 1e9, "currency": "USD"}
        if says != "level":
            row |= {"change_pct": rate, "change_basis": "year earlier"}
        row["text"] = f"{abs(total(year)):.1f} billion dollars, {rate:+.1f}%"
        rows.append(row)
    return rows


SETS: dict[str, tuple[list[dict[str, Any]], float]] = {
    "that fit": (statements(), TARGET),
    "on one flow, all apart": (one_flow(100), SMALL_TARGET),
    "on one flow, all apart (many)": (one_flow(1500), TARGET),
    "on one pair, revised by forty outlets": (revised(1500, pairs=1, halves_share=0.3), TARGET),
    "on ten pairs, revised": (revised(1500, pairs=10, halves_share=0.3), TARGET),
    "on the months of one pair": (months(300), MONTHS_TARGET),
    "on the months of one pair (many)": (months(700), 1.5 * TARGET),
}


def main() -> None:
    """Print how long the ledger takes on each set of statements, and whether that is within the target."""
    reconcile(frame("trade", one_flow(2)))  # SciPy is loaded with the first call
    slow = []
    for name, (rows, target) in SETS.items():
        trade = frame("trade", rows)
        start, busy = time.perf_counter(), time.process_time()
        ledger = reconcile(trade)
        wall, took = time.perf_counter() - start, time.process_time() - busy
        found = f"{len(ledger.flows)} flows, {len(ledger.conflicts)} conflicts"
        print(
            f"{len(trade)} statements {name}: {found} in {took:.1f} s of processor time, {wall:.1f} s in all (target {target:.0f})"
        )
        slow += [name] if took > target else []
    if slow:
        raise SystemExit("slower than the target")


if __name__ == "__main__":
    main()
