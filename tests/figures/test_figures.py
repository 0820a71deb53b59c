"""Figures: what the marks say, what is refused, and that nothing is cut off or overlaps."""

from __future__ import annotations

import itertools
import random

import matplotlib as mpl
import pandas as pd
import pytest
from matplotlib.figure import Figure

from toolkit.errors import OptionError, TableError
from toolkit.figures import plots as figures
from toolkit.figures.canvas import interval, save_figure, text_width, words_of, wrap
from toolkit.figures.glyphs import fonts_with
from toolkit.figures.grids import count_grid
from toolkit.figures.timelines import days_of
from toolkit.language.wording import (
    actor_name,
    amount,
    fullest,
    period_name,
    place_name,
    plain_number,
    sources_in_words,
    speakers_of,
    with_article,
)
from toolkit.tables import frame

BILLION = 1e9
LONG = "General Administration of Customs of the People's Republic of Examples"


def row(article="a", sentence=0, start=0, text="said"):
    return {"article": article, "sentence": sentence, "start": start, "end": start + len(text), "text": text}


def trade(flow, reporter, partner, period, *, value=None, change=None, way=(None, None), **more):
    cells = {"flow": flow, "reporter": reporter, "partner": partner, "exporter": way[0], "importer": way[1], "period": period}
    cells |= {"value": value, "change_pct": change, "currency": "USD" if value else None, "bound": "exact"}
    return {**row(), **cells, **more}


TRADE = frame(
    "trade",
    [
        trade("trade", "CHN", "RUS", "2023", value=240.1 * BILLION, change=26.3, record=True, source="Chinese customs data"),
        {**trade("trade", "CHN", "RUS", "2023", value=240.1 * BILLION), "article": "b"},
        trade("exports", "CHN", "RUS", "2023", change=46.9, way=("CHN", "RUS")),
        trade("exports", "CHN", "RUS", "2023", change=13.0, way=("RUS", "CHN")),
        trade("trade", "CHN", "USA", "2023", value=664.5 * BILLION, change=-11.6, source=f"the {LONG}"),
        trade("balance", "RUS", "CHN", "2024", value=-13.83 * BILLION, bound="over"),
        trade("trade", "CHN", "RUS", "2024", value=1.74e12, currency="CNY", change=2.9),
        trade("exports", "RUS", "IND", None, way=("RUS", "IND"), goods="seaborne crude oil and petroleum products"),
        trade(
            "exports",
            "RUS",
            None,
            "2023-08",
            way=("RUS", None),
            value=2.1e6,
            currency=None,
            unit="barrels of crude oil per day",
        ),
    ],
)


def flow(exporter, importer, name, low, high, status, **more):
    cells = {"reporter": "CHN", "exporter": exporter, "importer": importer, "flow": name, "period": "2023", "currency": "USD"}
    return {**cells, "low": low, "high": high, "status": status, **more}


FLOWS = frame(
    "flows",
    [
        flow("CHN", "RUS", "trade", 240.05 * BILLION, 240.15 * BILLION, "stated"),
        flow("CHN", "RUS", "exports", 106.5 * BILLION, 112.5 * BILLION, "implied"),
        flow("CHN", "RUS", "balance", -27 * BILLION, -15 * BILLION, "implied"),
        flow("CHN", "IND", "exports", 100 * BILLION, None, "stated"),
        flow("USA", "CHN", "exports", None, 280 * BILLION, "implied", goods="soybeans, maize and other agricultural goods"),
        flow("USA", "CHN", "trade", None, None, "implied"),
    ],
)

KINDS = ("person", "state", "organisation", "bloc")
NAMES = ["Sergei Lavrov", "Russia", LONG, "NATO", "Ursula von der Leyen", "United Arab Emirates", "Reuters", "European Union"]
PEOPLE = [
    {
        "actor": f"{KINDS[n % 4]}:{n}",
        "name": NAMES[n] if n < 8 else f"Name {n} of a Place",
        "kind": KINDS[n % 4],
        "country": "RUS",
    }
    for n in range(34)
]
ACTORS = frame(
    "actors",
    [
        {**p, "mentions": 60 - n, "articles": 9 - n // 4, "role": "foreign minister" if n % 4 == 0 else None}
        for n, p in enumerate(PEOPLE)
    ],
)
PICK = random.Random(7)
MENTIONS = frame(
    "mentions",
    [
        {**row(f"a{s % 5}", s, 10 * n), **person, "form": "name"}
        for s in range(90)
        for n, person in enumerate(PICK.sample(PEOPLE, k=3))
    ],
)
CROWD = frame(
    "mentions",
    [
        {
            **row(f"a{s}", s, 10 * n),
            "actor": f"person:{k}",
            "name": f"Person {k} of a long list",
            "kind": "person",
            "form": "name",
        }
        for s in range(200)
        for n, k in enumerate(PICK.sample(range(80), k=2))
    ],
)
ACTS = ("say", "deny", "accuse", "demand", "promise", "predict", "believe", "praise", "criticise", "ask", "data")
DAYS = ("2024-04-06", "2024-04-07", "2024-05", "2023", None)
CLAIMS = frame(
    "claims",
    [
        {**row(f"a{n % 5}", n), "actor": PICK.choice(PEOPLE[:14])["actor"], "source": "x", "act": PICK.choice(ACTS),
         "cue_lemma": "say", "date": PICK.choice(DAYS), "about": [PICK.choice(PEOPLE[:14])["actor"]]}
        for n in range(80)
    ]
    + [{**row(), "source": "the customs data", "act": "data", "date": "2024-04-06"}, {**row(), "act": "say"}],
)  # fmt: skip
DATES = frame("dates", [{**row(f"a{n % 3}", n), "value": v, "grain": "day"} for n, v in enumerate(DAYS * 3)])
SENTIMENT = frame(
    "sentiment",
    [
        {**row(f"a{a}", s), "polarity": PICK.choice((0.0, -0.4, 0.1, 0.3)), "subjectivity": 0.3}
        for a in range(4)
        for s in range(3 + 5 * a)
    ],
)
ARTICLES = frame(
    "articles", [{"article": f"a{a}", "title": f"A title that is {LONG}", "date": f"2024-0{a + 1}-02"} for a in range(4)]
)
TONE = frame(
    "tone",
    [
        {**row(f"a{n % 4}", n), "speaker": PICK.choice(("narrator", "state:RUS", "state:CHN", None)),
         "polarity": PICK.uniform(-1, 0.4), "target": PICK.choice(("state:UKR", "state:USA", "person:sergei-lavrov"))}
        for n in range(60)
    ],
)  # fmt: skip

PLOTS = {
    "trade": (figures.plot_trade, TRADE, {}),
    "ledger": (figures.plot_ledger, FLOWS, {}),
    "actors": (figures.plot_actors, ACTORS, {}),
    "network": (figures.plot_network, MENTIONS, {"actors": ACTORS}),
    "network of many": (figures.plot_network, CROWD, {"top": 200}),
    "network of claims": (figures.plot_network, CLAIMS, {"actors": ACTORS}),
    "claims": (figures.plot_claims, CLAIMS, {"actors": ACTORS}),
    "timeline": (figures.plot_timeline, CLAIMS, {"actors": ACTORS}),
    "timeline of dates": (figures.plot_timeline, DATES, {}),
    "timeline of dates with titles": (figures.plot_timeline, DATES, {"articles": ARTICLES}),
    "sentiment by article": (figures.plot_sentiment, SENTIMENT, {"articles": ARTICLES}),
    "sentiment by month": (figures.plot_sentiment, SENTIMENT, {"by": "month", "articles": ARTICLES}),
    "sentiment by actor": (figures.plot_sentiment, SENTIMENT, {"by": "actor", "mentions": MENTIONS}),
    "sentiment of one": (figures.plot_sentiment, SENTIMENT[SENTIMENT["article"] == "a3"], {}),
    "tone": (figures.plot_tone, TONE, {}),
}


@pytest.fixture(scope="module", params=[pytest.param(p, marks=pytest.mark.slow) if "of many" in p else p for p in PLOTS])
def drawn(request):
    plot, table, options = PLOTS[request.param]
    return plot(table, **options)


def texts(figure):
    """Every text that is drawn, with its box in pixels."""
    figure.draw_without_rendering()
    found = [*figure.texts, *(t for axes in figure.axes for t in axes.texts)]
    for axes in figure.axes:
        if axes.axison:
            for axis in (axes.xaxis, axes.yaxis):
                low, high = sorted(axis.get_view_interval())
                found += [t.label1 for t in axis.get_major_ticks() if low <= t.get_loc() <= high]
    return [(t, t.get_window_extent()) for t in found if t.get_text().strip() and t.get_visible()]


def test_a_figure_is_made_and_nothing_else(drawn):
    import matplotlib.pyplot as plt

    assert isinstance(drawn, Figure)
    assert plt.get_fignums() == []
    assert words_of(drawn, "title")
    assert words_of(drawn, "subtitle")


def test_nothing_overlaps_and_nothing_is_cut(drawn):
    boxes = texts(drawn)
    page = drawn.bbox
    for text, box in boxes:
        assert box.x0 > page.x0 - 8, f"{text.get_text()!r} is cut off on the left"
        assert box.x1 < page.x1 + 8, f"{text.get_text()!r} is cut off on the right"
    for (one, a), (other, b) in itertools.combinations(boxes, 2):
        if one.get_rotation() and other.get_rotation():
            continue  # side by side on the slant; their upright boxes meet, their letters do not
        wide = min(a.x1, b.x1) - max(a.x0, b.x0)
        tall = min(a.y1, b.y1) - max(a.y0, b.y0)
        assert wide <= 2.5 or tall <= 3.5, f"{one.get_text()!r} overlaps {other.get_text()!r} by {wide:.1f} x {tall:.1f} pixels"


def test_settings_of_the_session_stay(drawn):
    assert mpl.rcParams["axes.spines.top"]
    assert mpl.rcParams["text.parse_math"]


@pytest.mark.parametrize("name", PLOTS)
def test_wrong_and_empty_tables_are_named(name):
    plot, table, options = PLOTS[name]
    with pytest.raises(TableError, match=r"no rows|nothing to draw"):
        plot(table.head(0), **options)
    with pytest.raises(TableError, match=r"lacks|neither"):
        plot(pd.DataFrame({"x": [1]}), **options)
    with pytest.raises(TableError, match="list"):
        plot([1, 2], **options)


@pytest.mark.parametrize("name", PLOTS)
def test_a_title_of_ones_own(name):
    plot, table, options = PLOTS[name]
    assert words_of(plot(table, **options, title="It costs $5 and $6"), "title") == "It costs $5 and $6"


@pytest.mark.parametrize(("name", "option"), [("trade", "top"), ("ledger", "top"), ("actors", "top"), ("network", "least")])
def test_options_are_checked(name, option):
    plot, table, options = PLOTS[name]
    for bad in (0, -1, "3", True):
        with pytest.raises(OptionError, match=f"{option}={bad!r}"):
            plot(table, **options, **{option: bad})


def bars(figure, axes=0):
    return [round(float(b.get_width()), 6) for b in figure.axes[axes].patches]


def test_trade_bars_are_the_statements():
    figure = figures.plot_trade(TRADE)
    assert words_of(figure, "title") == "China–Russia trade rose 26.3% to a record $240.1 billion in 2023"
    assert sorted(bars(figure)) == sorted([240.1e9, 664.5e9, -13.83e9])
    assert sorted(bars(figure, 1)) == sorted([26.3, 46.9, 13.0, -11.6, 2.9])
    said = " ".join(t.get_text().replace("\n", " ") for t in figure.axes[0].texts)
    pieces = [
        "China’s exports to Russia",
        "China’s imports from Russia",
        "$240.1 billion",
        "1.74 trillion yuan",
        "in 2 articles",
    ]
    for piece in [*pieces, "deficit over $13.8 billion", "not given", "Russia’s exports to unnamed partner"]:
        assert piece in said, piece
    only = figures.plot_trade(TRADE.iloc[[2]])
    assert len(only.axes) == 1
    assert bars(only) == [46.9]
    assert bars(figures.plot_trade(TRADE, currency="CNY")) == [1.74e12]
    with pytest.raises(OptionError, match=r"EUR.*CNY"):
        figures.plot_trade(TRADE, currency="EUR")
    assert "2 of 8 statements" in words_of(figures.plot_trade(TRADE, top=2), "subtitle")


def test_ledger_bars_run_from_least_to_greatest():
    figure = figures.plot_ledger(FLOWS)
    ends = [(round(p.get_x(), 2), round(p.get_x() + p.get_width(), 2)) for axes in figure.axes[1:] for p in axes.patches]
    assert (106.5, 112.5) in ends
    assert (-27.0, -15.0) in ends
    said = [t.get_text() for axes in figure.axes for t in axes.texts]
    assert {"at least 100", "at most 280", "240.05 to 240.15", "106.5 to 112.5"} <= set(said)
    assert words_of(figure, "title") == "The articles give 2 trade flows an amount; 3 more follow from them"


def test_actors_are_sorted_and_filtered():
    figure = figures.plot_actors(ACTORS, kind="person", top=3)
    assert bars(figure) == [60.0, 56.0, 52.0]
    assert words_of(figure, "title") == "Sergei Lavrov is mentioned most often: 60 times"
    with pytest.raises(OptionError, match="'robot'"):
        figures.plot_actors(ACTORS, kind="robot")
    with pytest.raises(TableError, match="no place"):
        figures.plot_actors(ACTORS, kind="place")


def test_claims_are_counted_by_speaker_and_act():
    claims = frame(
        "claims", [{**row(), "actor": "state:RUS", "act": a} for a in ("say", "say", "deny")] + [{**row(), "act": "say"}]
    )
    figure = figures.plot_claims(claims)
    assert words_of(figure, "title") == "Russia is the only speaker, with 3 claims"
    assert "1 of them without a source by name" in words_of(figure, "subtitle")
    assert [t.get_text() for t in figure.axes[0].texts] == ["Russia", "all", "say", "deny", "3", "2", "1"]


def test_network_ties_are_counted():
    mentions = frame(
        "mentions",
        [{**row("a", s, n), "actor": f"state:{c}", "name": c, "kind": "state", "form": "name"}
         for s, pair in enumerate((("CHN", "RUS"), ("CHN", "RUS"), ("CHN", "USA"))) for n, c in enumerate(pair)],
    )  # fmt: skip
    figure = figures.plot_network(mentions)
    assert "3 actors, 2 ties" in words_of(figure, "subtitle")
    assert words_of(figure, "title").endswith("named together most often: in 2 sentences")
    assert "2 actors, 1 tie" in words_of(figures.plot_network(mentions, least=2), "subtitle")
    with pytest.raises(TableError, match="3 sentences in common; lower least="):
        figures.plot_network(mentions, least=3)
    nobody = mentions.assign(form="pronoun")
    with pytest.raises(TableError, match="No two actors"):
        figures.plot_network(nobody)


def test_small_numbers_are_shown_as_small():
    few = frame(
        "sentiment",
        [{**row(a, n), "polarity": p} for a, ps in {"x": [0.5, 0.1], "y": [0.2] * 9}.items() for n, p in enumerate(ps)],
    )
    figure = figures.plot_sentiment(few)
    said = [t.get_text() for t in figure.axes[0].texts]
    assert "+0.30  n = 2" in said
    assert "+0.20  n = 9" in said
    hollow, full = figure.axes[0].collections
    assert hollow.get_facecolor()[0][:3].tolist() == [1, 1, 1]
    assert full.get_facecolor()[0][:3].tolist() != [1, 1, 1]
    tone = figures.plot_tone(TONE.head(3))
    assert "too few" in words_of(tone, "title")
    assert all("n = " in t or t[0] in "+−0" or t.isalpha() or " " in t for t in [x.get_text() for x in tone.axes[0].texts])


def test_every_cell_of_the_tone_grid_has_its_n():
    figure = figures.plot_tone(TONE)
    counted = [int(t.get_text()[4:]) for t in figure.axes[0].texts if t.get_text().startswith("n = ")]
    assert sum(counted) == len(TONE)
    assert len(counted) == len(figure.axes[0].patches)


def test_sentiment_options():
    with pytest.raises(OptionError, match="Did you mean 'sentence'"):
        figures.plot_sentiment(SENTIMENT, by="sentences")
    with pytest.raises(OptionError, match="one article"):
        figures.plot_sentiment(SENTIMENT, by="sentence")
    with pytest.raises(OptionError, match="mentions="):
        figures.plot_sentiment(SENTIMENT, by="actor")
    with pytest.raises(OptionError, match="articles="):
        figures.plot_sentiment(SENTIMENT, by="month")


def test_dates_are_set_against_the_day_of_publication():
    dates = frame(
        "dates", [{**row("a1", n), "value": v, "grain": "day"} for n, v in enumerate(("2024-01", "2024-02-02", "2030"))]
    )
    figure = figures.plot_timeline(dates, articles=ARTICLES)
    assert words_of(figure, "title") == "Of 3 dates named, 1 lies before the day of publication and 1 after it"
    assert "upright line" in words_of(figure, "subtitle")
    said = [t.get_text() for t in figure.axes[0].texts]
    assert said[0].startswith("A title that is")
    assert said[1] == "2 Feb 2024"
    plain = figures.plot_timeline(dates)
    assert [t.get_text() for t in plain.axes[0].texts if len(t.get_text()) > 1] == ["a1"]


def test_spans_are_bars_where_they_are_long_enough_and_dots_else():
    dates = frame(
        "dates", [{**row("a", n), "value": v, "grain": "day"} for n, v in enumerate(("2020", "2020", "2023-05", "2025-01-01"))]
    )
    axes = figures.plot_timeline(dates).axes[0]
    assert [round(bar.get_width()) for bar in axes.patches] == [366]
    assert len(axes.collections) == 2
    with pytest.raises(TableError, match="date"):
        figures.plot_timeline(dates, articles=pd.DataFrame({"article": ["a"]}))


@pytest.mark.parametrize(
    ("days", "shown"),
    [
        (("2020-03-01", "2024-06-01"), "2022"),
        (("2024-01-10", "2024-09-01"), "May 2024"),
        (("2024-02-01", "2024-03-05"), "8 Feb"),
        (("2024-04-06",), "6 Apr"),
    ],
)
def test_time_is_named_by_years_months_or_days(days, shown):
    dates = frame("dates", [{**row("a", n), "value": v, "grain": "day"} for n, v in enumerate(days)])
    figure = figures.plot_timeline(dates)
    named = [t.get_text() for t in figure.axes[0].get_xticklabels()]
    assert shown in named, named
    assert len(set(named)) == len(named) >= 3


def test_a_pronoun_is_nobody_by_name():
    claims = frame(
        "claims", [{**row("a", n), "source": s, "source_kind": "anonymous"} for n, s in enumerate(("It", "officials"))]
    )
    assert speakers_of(claims) == [None, "officials"]
    assert "1 of them without a source by name" in words_of(figures.plot_claims(claims), "subtitle")


def test_short_names_of_data_are_the_same_source():
    said = ["Chinese customs data", "the customs data", "the data", "Reuters"]
    claims = frame("claims", [{**row("a", n), "source": s, "source_kind": "data" if "data" in s else "media"}
                              for n, s in enumerate(said)] + [{**row("b"), "source": "the data", "source_kind": "data"}])  # fmt: skip
    assert speakers_of(claims) == ["Chinese customs data"] * 3 + ["Reuters", "data"]
    assert sources_in_words("the customs data; Chinese customs data; Lyu") == "Chinese customs data; Lyu"
    assert sources_in_words(None) == ""
    two = ["US data", "EU data", "data"]
    assert [fullest(name, two) for name in two] == two


def test_letters_of_other_scripts_are_measured_drawn_and_told(tmp_path):
    scripts = ["Министерство", "وكالة", "国家统计局", "समाचार"]
    actors = frame("actors", [{"actor": f"person:{n}", "name": s, "kind": "person", "mentions": 9 - n, "articles": 1}
                              for n, s in enumerate(scripts)])  # fmt: skip
    assert figures.plot_actors(actors.head(2))  # the house font has these
    assert text_width("国国国") >= 3 * text_width("A")
    if not fonts_with(frozenset("国स"))[1]:
        pytest.skip("this machine has fonts for all")
    with pytest.warns(UserWarning, match=r"No installed font has .*国") as caught:
        figure = figures.plot_actors(actors)
    assert len(caught) == 1
    save_figure(figure, "x", source="Other", data=actors, folder=tmp_path)  # told once is enough


def test_a_letter_is_taken_from_another_font_that_has_it():
    from matplotlib.font_manager import findfont, get_font

    lacks = set(get_font(findfont("DejaVu Sans")).get_charmap())
    letter = chr(next(c for c in sorted(get_font(findfont("STIXGeneral")).get_charmap()) if c not in lacks and c > 0x2000))
    families, left = fonts_with(frozenset(letter))
    assert families
    assert not left
    figure = figures.plot_actors(ACTORS, title=f"A {letter}")
    assert figure.texts[0].get_fontfamily() == ["DejaVu Sans", *families]


def test_a_grid_of_counts():
    counts = pd.DataFrame({"say": [2, 0], "deny or reject": [1, 12]}, index=["Peru", LONG])
    figure = count_grid(counts, "Peru speaks", "Claims by act")
    said = [t.get_text() for t in figure.axes[0].texts]
    assert [t for t in said if t.isdigit()] == ["2", "1", "12"]
    assert len(figure.axes[0].patches) == counts.size
    for empty in (counts.head(0), counts[[]]):
        with pytest.raises(TableError, match="no counts"):
            count_grid(empty, "t", "s")
    with pytest.raises(TableError, match="no count"):
        count_grid(pd.DataFrame({"say": ["many"]}), "t", "s")


def test_a_figure_shows_in_a_notebook_sharp_and_at_its_size():
    data, size = figures.plot_actors(ACTORS)._repr_png_()
    assert data.startswith(b"\x89PNG")
    assert 600 < size["width"] < 800
    assert int.from_bytes(data[16:20], "big") in (2 * size["width"], 2 * size["width"] + 1)


def test_timeline_without_dates_says_what_to_do():
    with pytest.raises(TableError, match="date='2024-04-06'"):
        figures.plot_timeline(CLAIMS.assign(date=pd.array([None] * len(CLAIMS), dtype="string")))


@pytest.mark.parametrize(
    ("value", "days"),
    [
        ("2024-04-06", ("2024-04-06", "2024-04-06")),
        ("2024-02", ("2024-02-01", "2024-02-29")),
        ("2023", ("2023-01-01", "2023-12-31")),
        ("2023-01/2023-06", ("2023-01-01", "2023-06-30")),
        ("2023-W05", None),
        ("soon", None),
        (None, None),
    ],
)
def test_days_of_a_period(value, days):
    found = days_of(value)
    assert (found and tuple(d.isoformat() for d in found)) == days


def test_saving_writes_three_files_the_same_each_time(tmp_path):
    for folder in ("one", "two"):
        figure = figures.plot_trade(TRADE)
        assert save_figure(figure, "trade", source="Two made-up briefs", data=TRADE, folder=tmp_path / folder) is figure
        assert [t.get_text() for t in figure.texts if t.get_gid() == "source"] == ["Source: Two made-up briefs"]
    for name in ("trade.png", "trade.svg", "trade.csv"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()
    svg = (tmp_path / "one" / "trade.svg").read_text(encoding="utf-8")
    assert "<dc:date>" not in svg
    save_figure(figure, "trade", source="Other", data=TRADE, folder=tmp_path)
    assert [t.get_text() for t in figure.texts if t.get_gid() == "source"] == ["Source: Other"]
    assert pd.read_csv(tmp_path / "one" / "trade.csv").columns.tolist() == TRADE.columns.tolist()


def test_a_figure_of_ones_own_gets_its_source_too(tmp_path):
    figure = Figure(figsize=(4, 3))
    figure.subplots().plot([1, 2], [3, 4])
    save_figure(figure, "own", source="Own count", data=pd.DataFrame({"x": [1, 2]}), folder=tmp_path)
    assert (tmp_path / "own.png").exists()


def test_saving_refuses(tmp_path):
    figure = figures.plot_actors(ACTORS)
    for source in ("", "  ", None):
        with pytest.raises(OptionError, match="source line"):
            save_figure(figure, "x", source=source, data=ACTORS, folder=tmp_path)
    for name in ("a/b", "x.png", "", "../x"):
        with pytest.raises(OptionError, match="name="):
            save_figure(figure, name, source="s", data=ACTORS, folder=tmp_path)
    with pytest.raises(OptionError, match="list"):
        save_figure(figure, "x", source="s", data=[1], folder=tmp_path)
    with pytest.raises(TypeError):
        save_figure(figure, "x", data=ACTORS)
    assert list(tmp_path.iterdir()) == []


def test_the_style_is_found_without_registration():
    import matplotlib.style

    with matplotlib.style.context("toolkit.house"):
        assert mpl.rcParams["svg.hashsalt"] == "toolkit"


def test_wording():
    assert amount(-382.9e9, "USD") == "−$382.9 billion"
    assert amount(2.1e6, "barrels per day") == "2.1 million barrels per day"
    assert amount(999.0, "EUR") == "€999"
    assert plain_number(-0.04) == "0"
    assert plain_number(1234567.0) == "1,234,567"
    assert period_name("2023") == "2023"
    assert period_name("2024-04-06/2024-04-08") == "6 Apr–8 Apr 2024"
    assert period_name(None) == "no period given"
    assert place_name("ZZZ") == "ZZZ"
    assert with_article("United States") == "the United States"
    assert with_article("China") == "China"
    assert actor_name("organisation:world-bank") == "World Bank"


def test_wrapping_fits_and_marks_what_is_left_out():
    for width in (0.6, 1.2, 3.0):
        lines = wrap(LONG, width).split("\n")
        assert all(text_width(line) <= width for line in lines)
    assert wrap(LONG, 1.5, lines=2).endswith("…")
    assert wrap("", 1.0) == ""


def test_bootstrap_interval_is_seeded_and_holds_the_mean():
    values = [0.1, 0.4, -0.2, 0.3, 0.0, 0.6]
    assert interval(values) == interval(values)
    low, high = interval(values)
    assert low < sum(values) / len(values) < high
    assert interval([0.5] * 5) == (0.5, 0.5)
