"""The ledger against published statistics: a local file in UN Comtrade's column form."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from toolkit.dates import span_of
from toolkit.errors import TableError
from toolkit.language import state_names
from toolkit.ledger.ledger import Ledger, reconcile
from toolkit.tables import frame

if TYPE_CHECKING:
    import pandas as pd

# UN Comtrade's names for a column: those of its interface now, then those of its older downloads.
NAMES = {
    "reporter": ("reporterISO", "Reporter ISO"),
    "partner": ("partnerISO", "Partner ISO"),
    "flow": ("flowCode", "Trade Flow Code", "flowDesc", "Trade Flow"),
    "period": ("period", "Period", "refYear", "Year"),
    "value": ("primaryValue", "Trade Value (US$)", "fobvalue"),
}
FLOWS = {"X": "X", "M": "M", "1": "M", "2": "X", "EXPORT": "X", "EXPORTS": "X", "IMPORT": "M", "IMPORTS": "M"}
GOODS = ("cmdCode", "Commodity Code")
WORLD = {"W00": "WORLD", "WLD": "WORLD"}

Reference = dict[tuple[str, str, str], dict[int, float]]


def compare(ledger: Ledger | pd.DataFrame, reference: pd.DataFrame | str | Path) -> pd.DataFrame:
    """Set the ledger's flows beside reference statistics, and say where there is no reference.

    Parameters
    ----------
    ledger : what ``reconcile`` returned, or a trade table, which is reconciled first.
    reference : a DataFrame or a CSV or Parquet file with UN Comtrade's columns reporterISO,
        partnerISO, flowCode (X or M), period (2023 or 202308) and primaryValue in US dollars; rows
        for single commodities are left out where a column cmdCode tells them apart.

    Returns one row a flow in US dollars for all goods: the reference by the same reporter, whether
    it lies within the bounds, and by how much it does not. Trade is exports plus imports. A period
    of several months is the sum of its months if all are there. Imports are as a rule counted with
    freight and insurance, exports without. Flows by a data house, not a state, have no reference.

    Raises TableError for a reference without those columns.

    >>> import pandas as pd
    >>> from toolkit.ledger.ledger import reconcile
    >>> said = frame("trade", [dict(flow="exports", reporter="CHN", partner="RUS", exporter="CHN", importer="RUS",
    ...                             value=111e9, currency="USD", period="2023", text="$111 billion")])
    >>> known = pd.DataFrame({"reporterISO": ["CHN"], "partnerISO": ["RUS"], "flowCode": ["X"], "period": [2023],
    ...                       "primaryValue": [110.97e9]})
    >>> compare(reconcile(said), known)[["low", "high", "reference", "inside"]].values.tolist()
    [[110500000000.0, 111500000000.0, 110970000000.0, True]]
    """
    known = _reference(_read(reference))
    rows = []
    if not isinstance(ledger, Ledger):
        ledger = reconcile(ledger)
    flows: list[dict[str, Any]] = ledger.flows.astype(object).where(ledger.flows.notna(), None).to_dict("records")  # type: ignore[assignment]
    for flow in flows:
        if flow["currency"] != "USD" or flow["goods"] is not None:
            continue
        value = _value(known, flow)
        low, high = flow["low"], flow["high"]
        row = {
            name: flow[name]
            for name in ("reporter", "exporter", "importer", "flow", "period", "low", "high", "status", "statements")
        }
        if value is not None:
            apart = max((low - value) if low is not None else 0.0, (value - high) if high is not None else 0.0, 0.0)
            inside = apart <= 1e-9 * abs(value)
            row |= {"reference": value, "inside": inside, "apart": 0.0 if inside else apart}
            row["apart_pct"] = 100 * row["apart"] / abs(value) if value else None
        rows.append(row)
    return frame("comparison", rows)


def _read(reference: pd.DataFrame | str | Path) -> pd.DataFrame:
    import pandas as pd

    if isinstance(reference, pd.DataFrame):
        return reference
    path = Path(reference)
    if not path.exists():
        raise TableError(f"There is no reference file {path}; download one from UN Comtrade and give its path.")
    return pd.read_parquet(path) if path.suffix == ".parquet" else pd.read_csv(path, dtype=str)


def _reference(table: pd.DataFrame) -> Reference:
    """Return reporter, partner and flow -> the values by period, as the first day of each month or minus the year."""
    columns = {}
    for name, choices in NAMES.items():
        found = [choice for choice in choices if choice in table.columns]
        if not found:
            raise TableError(
                f"The reference has no column for the {name}: expected {' or '.join(choices)}; "
                f"it has {', '.join(map(str, table.columns))}."
            )
        columns[name] = found[0]
    known: Reference = defaultdict(dict)
    goods = next((name for name in GOODS if name in table.columns), None)
    for row in table.to_dict("records"):
        if goods is not None and str(row[goods]).upper() not in ("TOTAL", "NAN", ""):
            continue
        flow = FLOWS.get(str(row[columns["flow"]]).upper().removesuffix(".0"))
        period = str(row[columns["period"]]).removesuffix(".0")
        try:
            value = float(str(row[columns["value"]]).replace(",", ""))
        except ValueError:
            continue
        if flow is None or value != value or not period.isdigit():
            continue
        reporter, partner = (str(row[columns[side]]) for side in ("reporter", "partner"))
        key = (reporter, WORLD.get(partner, partner), flow)
        if len(period) == 6 and (span := span_of(f"{period[:4]}-{period[4:]}")):
            known[key][span.start] = known[key].get(span.start, 0.0) + value
        elif len(period) == 4:
            known[key][-int(period)] = known[key].get(-int(period), 0.0) + value
    if not any(reporter in state_names() for reporter, _, _ in known):
        raise TableError(
            f"No row of the reference could be read: expected {columns['reporter']} as ISO codes such as 'CHN', "
            f"{columns['flow']} as X or M, {columns['period']} as 2023 or 202301 and {columns['value']} as a number."
        )
    return known


def _value(known: Reference, flow: dict[str, Any]) -> float | None:
    reporter, exporter, importer = flow["reporter"], flow["exporter"], flow["importer"]
    if reporter not in (exporter, importer):
        return None
    partner = importer if reporter == exporter else exporter
    out = _sum(known.get((reporter, partner, "X"), {}), flow["period"])
    back = _sum(known.get((reporter, partner, "M"), {}), flow["period"])
    if flow["flow"] == "exports":
        return out if reporter == exporter else back
    if out is None or back is None:
        return None
    if flow["flow"] == "trade":
        return out + back
    return out - back if reporter == exporter else back - out


def _sum(values: dict[int, float], period: str) -> float | None:
    import datetime

    span = span_of(period)
    if span is None:
        return None
    total, day = 0.0, datetime.date.fromordinal(span.start)
    while day.toordinal() < span.end:
        year_ends = datetime.date(day.year + 1, 1, 1)
        if day.month == 1 and year_ends.toordinal() <= span.end and -day.year in values:
            total, day = total + values[-day.year], year_ends
            continue
        if day.day != 1 or day.toordinal() not in values:
            return None
        total += values[day.toordinal()]
        day = datetime.date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return total if day.toordinal() == span.end else None
