"""The codebook: every table's columns, declared once, and the only place where frames are built."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from toolkit.errors import TableError, check_option

if TYPE_CHECKING:  # loaded with the first frame, so that importing the package is quick
    import pandas as pd

    from toolkit.reading import Article


class Column(NamedTuple):
    """One column of a table: its name, pandas dtype, what it means, an example, and of objects the type."""

    name: str
    dtype: str
    meaning: str
    example: str = ""
    holds: type[list[Any]] | type[dict[str, Any]] = list


TEXT, WHOLE, REAL, YES = "string", "Int64", "Float64", "boolean"
MANY = "object"  # lists: of actors, words, spans, row numbers

EVIDENCE = (
    Column("article", TEXT, "id of the article", "2024-04-06-lavrov"),
    Column("sentence", WHOLE, "number of the sentence in the article, from 0", "6"),
    Column("start", WHOLE, "first character of the evidence in the article's text", "1034"),
    Column("end", WHOLE, "character after the evidence", "1048"),
    Column("text", TEXT, "the evidence itself: articles[article].text[start:end]", "$240.1 billion"),
)

KINDS_OF_NUMBER = ("money", "percent", "count", "measure", "duration", "fraction")
BOUNDS = ("exact", "about", "over", "under", "at least", "at most", "between")
ROLES_OF_NUMBER = ("level", "change", "previous")
KINDS_OF_ACTOR = ("person", "state", "organisation", "bloc", "place")
FORMS = ("name", "surname", "role", "demonym", "metonym", "pronoun")
SOURCE_KINDS = ("person", "state", "organisation", "media", "data", "anonymous", "narrator")
ACTS = ("say", "deny", "accuse", "demand", "promise", "predict", "believe", "praise", "criticise", "warn", "ask", "data")
MODES = ("said", "thought")
CERTAINTIES = ("certain", "hedged", "conditional")
LABELS = ("negative", "neutral", "positive")
FLOWS = ("trade", "exports", "balance")

CODEBOOK: dict[str, tuple[Column, ...]] = {
    "numbers": (
        *EVIDENCE,
        Column("value", REAL, "the number, scaled (240.1 billion is 240100000000); the low end of a range", "240100000000.0"),
        Column("value_high", REAL, "the high end of a range; NA otherwise"),
        Column(
            "unit",
            TEXT,
            "ISO 4217 code for money (rates keep both units: 'USD per barrel'), 'percent', 'percentage point', 'times', or the counted noun",
            "USD",
        ),
        Column("kind", TEXT, f"one of {', '.join(KINDS_OF_NUMBER)}", "money"),
        Column("bound", TEXT, f"how the text hedges it: {', '.join(BOUNDS)}", "exact"),
        Column("change", TEXT, "up or down where the number is said of a rise or a fall; NA otherwise"),
        Column("role", TEXT, "level (the amount itself), change (by how much), previous (what it came from)", "level"),
        Column("measures", TEXT, "the noun phrase it is about, as in the text", "China-Russian trade"),
        Column("period", TEXT, "ISO 8601 date, month, year or interval it is for", "2023"),
        Column("basis", TEXT, "what a change is against", "year earlier"),
        Column("source", TEXT, "who the text says the figure is from", "Chinese customs data"),
    ),
    "dates": (
        *EVIDENCE,
        Column(
            "value",
            TEXT,
            "ISO 8601 date, month, year or interval; NA where the article's date is needed and unknown",
            "2024-05",
        ),
        Column("grain", TEXT, "day, week, month, quarter, half, year, decade, century, interval", "month"),
        Column("resolved_from", TEXT, "text (it says so itself) or article date", "article date"),
    ),
    "mentions": (
        *EVIDENCE,
        Column("actor", TEXT, "id of the actor in actor_table; NA where unresolved", "person:sergei-lavrov"),
        Column("name", TEXT, "the actor's canonical name", "Sergei Lavrov"),
        Column("kind", TEXT, f"one of {', '.join(KINDS_OF_ACTOR)}", "person"),
        Column("country", TEXT, "ISO 3166-1 alpha-3 code of the state it is or belongs to", "RUS"),
        Column("role", TEXT, "title or office said of it here", "Foreign Minister"),
        Column("form", TEXT, f"how it is mentioned: {', '.join(FORMS)}", "name"),
        Column("form_reason", TEXT, "the rule that decided form and kind", "subject of a verb of speaking"),
    ),
    "actors": (
        Column("actor", TEXT, "id, the same in every table of one analysis", "person:sergei-lavrov"),
        Column("name", TEXT, "canonical name", "Sergei Lavrov"),
        Column("kind", TEXT, f"one of {', '.join(KINDS_OF_ACTOR)}", "person"),
        Column("country", TEXT, "ISO 3166-1 alpha-3 code of the state it is or belongs to", "RUS"),
        Column("role", TEXT, "title or office said of it most often", "Foreign Minister"),
        Column("mentions", WHOLE, "how often it is mentioned", "4"),
        Column("articles", WHOLE, "in how many articles", "1"),
        Column("aliases", MANY, "the forms it is mentioned by, most frequent first", "['Lavrov', 'Sergei Lavrov']"),
        Column("first_article", TEXT, "id of the article that mentions it first", "2024-04-06-lavrov"),
        Column("first_start", WHOLE, "where, in characters", "27"),
    ),
    "claims": (
        *EVIDENCE,
        Column("source", TEXT, "who says it, as in the text; NA where the text names nobody", "the Russian Foreign Ministry"),
        Column("source_start", WHOLE, "first character of the source"),
        Column("source_end", WHOLE, "character after the source"),
        Column("actor", TEXT, "the actor that the source is; NA if anonymous or unresolved"),
        Column("source_kind", TEXT, f"one of {', '.join(SOURCE_KINDS)}", "organisation"),
        Column("cue", TEXT, "the words that attribute it", "said"),
        Column("cue_start", WHOLE, "first character of the cue"),
        Column("cue_end", WHOLE, "character after the cue"),
        Column("cue_lemma", TEXT, "dictionary form of the cue", "say"),
        Column("content", TEXT, "what is said; pieces on both sides of the cue joined by ' … '"),
        Column("content_spans", MANY, "list of [start, end] of the pieces", "[[208, 391]]"),
        Column("form", TEXT, "direct (all in quotation marks), indirect (none), mixed", "indirect"),
        Column("act", TEXT, f"what the words do, by what they mean there; one of {', '.join(ACTS)}", "say"),
        Column("mode", TEXT, "said, or thought: what one believes, hopes, wants, plans, expects, agrees to or decides", "said"),
        Column("certainty", TEXT, f"one of {', '.join(CERTAINTIES)}; of the saying, not of what is said", "certain"),
        Column("negated", YES, "whether the saying is negated ('did not say')", "False"),
        Column("about", MANY, "list of the actors named in the content", "['state:UKR']"),
        Column("date", TEXT, "ISO 8601 date of the saying: as the text says, else the article's", "2024-04-06"),
        Column("within", WHOLE, "row number of the claim whose content this one stands in; NA at the top"),
        Column("flags", TEXT, "what is odd about it, such as an unbalanced quotation mark; NA if nothing"),
    ),
    "sentiment": (
        *EVIDENCE,
        Column("polarity", REAL, "-1 (negative) to 1 (positive), TextBlob's lexicon", "0.25"),
        Column("subjectivity", REAL, "0 (objective) to 1 (subjective), TextBlob's lexicon", "0.4"),
        Column("words", MANY, "the words that carried the score, with their share", "['reasonable +0.20']"),
    ),
    "tone": (
        *EVIDENCE,
        Column(
            "speaker", TEXT, "actor in whose claim the words stand, or 'narrator'; NA for a source without a name", "state:RUS"
        ),
        Column("target", TEXT, "actor spoken of; NA for a pronoun that is not resolved", "state:CHN"),
        Column("polarity", REAL, "-1 (negative) to 1 (positive) towards the target", "0.5"),
        Column("label", TEXT, f"one of {', '.join(LABELS)}; NA where too little speaks for any", "positive"),
        Column("confidence", REAL, "0 to 1: how sure the method is of the label", "0.7"),
        Column("words", MANY, "the words that carried it, with their share", "['reasonable +0.50']"),
    ),
    "trade": (
        *EVIDENCE,
        Column("flow", TEXT, f"one of {', '.join(FLOWS)}", "exports"),
        Column("reporter", TEXT, "whose trade the text speaks of: ISO alpha-3 or bloc code (words/blocs.csv)", "CHN"),
        Column(
            "partner", TEXT, "with whom: ISO alpha-3 or bloc code; several counted together joined by +; WORLD for all", "RUS"
        ),
        Column("exporter", TEXT, "who sells; NA where the flow has no direction", "RUS"),
        Column("importer", TEXT, "who buys; NA where the flow has no direction", "CHN"),
        Column("goods", TEXT, "what is traded, as in the text; NA for all goods", "crude oil"),
        Column("value", REAL, "amount in currency (or in unit); positive balance: the reporter's surplus", "240100000000.0"),
        Column(
            "currency",
            TEXT,
            "ISO 4217 code; NA for a volume, and for a change alone unless the text names one (in dollar terms)",
            "USD",
        ),
        Column("unit", TEXT, "unit of a volume, such as tonne or barrel per day; NA for money"),
        Column(
            "measure", TEXT, "value or volume: what the amount or the change is of; NA where the text leaves it open", "value"
        ),
        Column("bound", TEXT, f"how the text hedges the value (or the change): {', '.join(BOUNDS)}", "exact"),
        Column("value_high", REAL, "the high end where the value is a range; NA otherwise"),
        Column("change_pct", REAL, "change in percent, signed; doubled is +100", "26.3"),
        Column("change_bound", TEXT, f"how the text hedges the change: {', '.join(BOUNDS)}; NA without one", "exact"),
        Column(
            "change_basis",
            TEXT,
            "what the change is against: year, month or quarter earlier, or an ISO 8601 period",
            "year earlier",
        ),
        Column("previous_value", REAL, "the amount before, where the text gives it"),
        Column("period", TEXT, "ISO 8601: 2023, 2023-08, 2023-01/2023-06", "2023"),
        Column("record", YES, "whether the text calls it a record", "True"),
        Column("source", TEXT, "by whose figures, as in the text", "Chinese customs data"),
        Column(
            "cells",
            MANY,
            "where each cell was read from: column -> [start, end] in the article's text, in whatever sentence",
            "{'reporter': [0, 5], 'period': [60, 64]}",
            dict,
        ),
        Column("inherited", MANY, "the columns that another sentence gave", "['reporter', 'period']"),
    ),
    "cells": (
        Column("column", TEXT, "a column of the trade table", "partner"),
        Column("cell", TEXT, "what the row holds there", "RUS"),
        Column("text", TEXT, "the words that it was read from; NA where none says it, as for the partner WORLD", "Russia"),
        Column("start", WHOLE, "first character of these words", "18"),
        Column("end", WHOLE, "character after them", "24"),
        Column("sentence", WHOLE, "number of their sentence, from 0", "0"),
        Column("inherited", YES, "whether another sentence than the row's gave it", "False"),
    ),
    "flows": (
        Column("reporter", TEXT, "by whose count", "CHN"),
        Column("source", TEXT, "by whose figures", "Chinese customs data"),
        Column("exporter", TEXT, "who sells (for trade and balance: the reporter)", "CHN"),
        Column("importer", TEXT, "who buys (for trade and balance: the partner)", "RUS"),
        Column("flow", TEXT, f"one of {', '.join(FLOWS)}", "exports"),
        Column("goods", TEXT, "what is traded; NA for all goods"),
        Column("period", TEXT, "ISO 8601", "2023"),
        Column("currency", TEXT, "ISO 4217 code, or the unit of a volume", "USD"),
        Column("low", REAL, "least value that the statements leave possible; NA if unbounded", "106500000000.0"),
        Column("high", REAL, "greatest value that they leave possible; NA if unbounded", "112500000000.0"),
        Column("status", TEXT, "stated (the text gives the amount) or implied (it follows from others)", "implied"),
        Column("statements", MANY, "row numbers in the trade table that it rests on", "[0, 1, 2]"),
    ),
    "conflicts": (
        Column("conflict", WHOLE, "number of the conflict, from 0", "0"),
        Column("statements", MANY, "row numbers of a smallest set that cannot all hold", "[3, 7]"),
        Column(
            "gap",
            REAL,
            "least stretch of a figure as printed, in currency, that would reconcile them; NA for rates only",
            "7700000000.0",
        ),
        Column("gap_pct", REAL, "the same in percent of the figure; for rates only, in percentage points", "1.0"),
        Column("beyond_rounding", REAL, "the part of the gap that the rounding of no figure explains", "7200000000.0"),
        Column("currency", TEXT, "ISO 4217 code", "USD"),
        Column("also", MANY, "row numbers of further statements on the same that fit no better and are not spelled out", "[9]"),
        Column("possible_reason", TEXT, "what is typical of such a difference; a possibility, not a verdict"),
        Column("explanation", TEXT, "the conflict in words, with the statements' evidence"),
    ),
    "comparison": (
        Column("reporter", TEXT, "by whose count, of the ledger and of the reference", "CHN"),
        Column("exporter", TEXT, "who sells (for trade and balance: the reporter)", "CHN"),
        Column("importer", TEXT, "who buys (for trade and balance: the partner)", "RUS"),
        Column("flow", TEXT, f"one of {', '.join(FLOWS)}", "exports"),
        Column("period", TEXT, "ISO 8601", "2023"),
        Column("low", REAL, "least value that the statements leave possible, in US dollars", "106500000000.0"),
        Column("high", REAL, "greatest value that they leave possible, in US dollars", "112500000000.0"),
        Column("reference", REAL, "the reference's value in US dollars; NA where it has none", "110970000000.0"),
        Column("inside", YES, "whether the reference lies within the bounds; NA without one", "True"),
        Column("apart", REAL, "by how much it lies outside, in US dollars; 0 inside", "0.0"),
        Column("apart_pct", REAL, "the same in percent of the reference", "0.0"),
        Column("status", TEXT, "stated or implied, as in the flows", "implied"),
        Column("statements", MANY, "row numbers in the trade table that the bounds rest on", "[0, 1, 2]"),
    ),
    "pairs": (
        Column("claim", WHOLE, "row number of the first claim"),
        Column("other", WHOLE, "row number of the second claim"),
        Column("actor", TEXT, "who says the first"),
        Column("other_actor", TEXT, "who says the second"),
        Column("difference", TEXT, "opposed act, opposed polarity or numbers apart"),
        Column("score", REAL, "0 to 1: how much they speak of the same thing"),
        Column("shared", MANY, "actors, numbers and terms that they share"),
        Column("text", TEXT, "evidence of the first"),
        Column("other_text", TEXT, "evidence of the second"),
    ),
    "articles": (
        Column("article", TEXT, "id of the article", "2024-04-06-lavrov"),
        Column("title", TEXT, "headline"),
        Column("date", TEXT, "ISO 8601 day of publication", "2024-04-06"),
        Column("source", TEXT, "who published it"),
        Column("characters", WHOLE, "length of the text"),
        Column("sentences", WHOLE, "number of sentences"),
        Column("same_as", TEXT, "id of an earlier article with largely the same text; NA otherwise"),
    ),
    "errors": (
        Column("article", TEXT, "id of the article"),
        Column("table", TEXT, "the table that could not be made"),
        Column("error", TEXT, "what went wrong"),
    ),
}


def _codebook_name(table: str) -> str:
    """Accept 'trade', 'trade_table' and 'claim_table' alike."""
    plain = table.removesuffix("_table")
    for name in (plain, f"{plain}s"):
        if name in CODEBOOK:
            return name
    check_option("table", table, CODEBOOK)
    raise AssertionError("unreachable")


def columns(table: str) -> list[str]:
    """Return the column names of a table, in order."""
    return [column.name for column in CODEBOOK[_codebook_name(table)]]


def describe(table: str | pd.DataFrame | None = None) -> pd.DataFrame:
    """Return the codebook of a table: one row a column, with dtype, meaning and example; without a name, the tables.

    A DataFrame is known by its columns.

    Raises OptionError for a table that does not exist; the message lists those that do.

    >>> describe("trade").loc["change_pct", "meaning"]
    'change in percent, signed; doubled is +100'
    """
    import pandas as pd

    if table is None:
        listed = [{"table": name, "columns": ", ".join(columns(name))} for name in CODEBOOK]
        return pd.DataFrame(listed).set_index("table")
    if not isinstance(table, str):
        names = [name for name in CODEBOOK if list(getattr(table, "columns", ())) == columns(name)]
        if not names:
            raise TableError(f"This {type(table).__name__} is none of the tables {', '.join(CODEBOOK)}; give a table's name.")
        table = names[0]
    rows = [
        {"name": c.name, "dtype": c.dtype, "meaning": c.meaning, "example": c.example} for c in CODEBOOK[_codebook_name(table)]
    ]
    return pd.DataFrame(rows).set_index("name")


def markdown(table: str) -> str:
    """Return a table's codebook as Markdown, as it stands in ``docs/codebook.md``."""
    lines = [f"**{table}**", "", "| column | dtype | meaning |", "|---|---|---|"]
    lines += [f"| {c.name} | {c.dtype} | {c.meaning.replace('|', chr(92) + '|')} |" for c in CODEBOOK[_codebook_name(table)]]
    return "\n".join(lines)


def frame(table: str, rows: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """Build a frame with the declared columns and dtypes from rows as mappings.

    A cell that a row lacks is NA; a cell that the codebook does not know raises TableError.
    Rows with a ``sentence`` column are for findings: use ``finding_rows`` to fill the evidence.
    """
    import pandas as pd

    declared = CODEBOOK[_codebook_name(table)]
    listed = list(rows)
    unknown = {k for row in listed for k in row} - {c.name for c in declared}
    if unknown:
        raise TableError(f"The table {table!r} has no column {sorted(unknown)}; the codebook knows {columns(table)}.")
    data = {}
    for column in declared:
        cells = [row.get(column.name) for row in listed]
        if column.dtype == MANY:
            data[column.name] = pd.Series([column.holds() if c is None else column.holds(c) for c in cells], dtype=object)
        else:
            dtype: Any = column.dtype  # a name that pandas knows, not one of its typed literals
            data[column.name] = pd.array([pd.NA if c is None else c for c in cells], dtype=dtype)
    return pd.DataFrame(data, columns=[c.name for c in declared])


def evidence(article: Article, start: int, end: int) -> dict[str, Any]:
    """Return the evidence cells of a finding at the characters ``start`` to ``end``."""
    article, start, end = article.located(start, end)
    if not 0 <= start < end <= len(article.text):
        raise TableError(f"Article {article.id!r} has no characters {start} to {end}; it is {len(article.text)} long.")
    return {
        "article": article.id,
        "sentence": article.sentence_at(start),
        "start": start,
        "end": end,
        "text": article.text[start:end],
    }


def concat(table: str, frames: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """Put frames of one table together; none at all give the empty table."""
    import pandas as pd

    kept = [f for f in frames if len(f)]
    return pd.concat(kept, ignore_index=True) if kept else frame(table, [])


def check(table: str, subject: Any) -> pd.DataFrame:
    """Return ``subject``, or its table of that name, with the declared dtypes, which CSV files lose.

    Raises TableError where columns are missing, or hold what the codebook does not allow.
    """
    found: pd.DataFrame | None = subject if hasattr(subject, "columns") else getattr(subject, table, None)
    if found is None:
        raise TableError(f"{type(subject).__name__} is not a {table} table; give one, or the Tables that hold it.")
    missing = [c for c in columns(table) if c not in found.columns]
    if missing:
        has = ", ".join(map(str, found.columns)) or "no columns"
        raise TableError(f"This is not a {table} table: it lacks {', '.join(missing)}; it has {has}.")
    cast = {
        c.name: _as_declared(table, c, found[c.name])
        for c in CODEBOOK[table]
        if str(found[c.name].dtype) != c.dtype or c.dtype == MANY
    }
    return found.assign(**cast) if cast else found


def _as_declared(table: str, column: Column, cells: pd.Series[Any]) -> pd.Series[Any]:
    """Return the cells of a column with its dtype: whole numbers in a column of text are years ("2023")."""
    if column.dtype == MANY:
        held = [literal(cell) if isinstance(cell, str) else cell for cell in cells]  # a CSV file keeps lists as text
        wrong = next((cell for cell in held if isinstance(cell, str) or not hasattr(cell, "__iter__")), None)
        if wrong is not None:
            raise TableError(
                f"{table}.{column.name} holds {wrong!r} where a {column.holds.__name__} is expected; "
                "write the tables with Tables.to_parquet and read them with load_tables."
            )
        return (
            cells
            if all(a is b for a, b in zip(held, cells, strict=True))
            else type(cells)(held, index=cells.index, dtype=object)
        )
    dtype: Any = column.dtype
    try:
        if dtype == TEXT and cells.dtype.kind in "iuf":
            cells = cells.astype("Int64")
        return cells.astype(dtype)
    except (TypeError, ValueError):
        wrong = next((cell for cell in cells if isinstance(cell, str)), cells.iloc[0])
        raise TableError(f"{table}.{column.name} holds {wrong!r}; expected {column.dtype}.") from None


def literal(text: str) -> Any:
    """Return the list or mapping that a text writes out, as a file of text keeps it; any other text as it is."""
    try:
        return ast.literal_eval(text) if text[:1] in ("[", "{") else text
    except (ValueError, SyntaxError):
        return text
