"""Who is named with whom: actors as nodes, placed so that no name covers another."""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from typing import TYPE_CHECKING, Any

from toolkit.errors import OptionError, TableError, need_extra
from toolkit.figures.canvas import (
    GREY,
    INK,
    KIND_COLOURS,
    LABEL_SIZE,
    WIDTH,
    chart,
    colour_key,
    house_style,
    line_height,
    need_claims,
    need_rows,
    need_top,
    put,
    text_width,
    wrap,
)
from toolkit.language import (
    actor_name,
    how_many,
    records,
    with_article,
    with_capital,
)
from toolkit.tables import check

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

NAME_WIDTH = 1.35  # inches; longer names go on two lines
MOST_TIES = 60
MOST_NAMES = 40  # more would cover each other
GAP = 0.06  # inches between two names at least


@house_style
def plot_network(
    table: pd.DataFrame,
    *,
    actors: pd.DataFrame | None = None,
    top: int = 30,
    least: int | None = None,
    mode: str = "said",
    title: str | None = None,
) -> Figure:
    """Draw which actors are named in one sentence, or who makes claims about whom.

    Parameters
    ----------
    table : a ``mention_table`` (a line joins actors named in one sentence; pronouns do not count)
        or a ``claim_table`` (an arrow points from the speaker to the actor the claim is about).
    actors : an ``actor_table`` for names and kinds; needed for neither.
    top : how many actors at most, those with most ties (40 at the most).
    least : leave out ties seen in fewer sentences or claims than this; by default as few as keeps
        the figure readable (about sixty ties), and each actor keeps its closest.
    mode : which claims: ``said``, ``thought`` (hopes, plans, beliefs) or ``any``.
    title : the finding; by default the closest tie.

    The width of a line is the number of sentences or claims. Needs the extra ``network``.
    Raises TableError for another table or one in which no two actors are tied.

    >>> from toolkit.actors import mention_table
    >>> plot_network(mention_table("Peru sold copper to Japan.")).texts[0].get_text()
    'Japan and Peru are named together most often: in 1 sentence'
    """
    nx = need_extra("networkx", "network", "plot_network")
    need_top(top)
    if least is not None and (isinstance(least, bool) or not isinstance(least, int) or least < 1):
        raise OptionError(f"least={least!r} is not a number of sentences; give 1 or more.")
    is_claims = "about" in getattr(table, "columns", ())
    table = need_rows("claims" if is_claims else "mentions", table)
    table = need_claims(table, mode) if is_claims else table
    ties = _claim_ties(table) if is_claims else _sentence_ties(table)
    ties = Counter({pair: n for pair, n in ties.items() if n >= (least or 1)})
    if not ties:
        many = least or 1
        seen = ("claim", "about the other") if is_claims else ("sentence", "in common")
        lower = "lower least=, or " if many > 1 else ""
        raise TableError(f"No two actors have {how_many(many, many, seen[0])} {seen[1]}; {lower}give more articles.")
    weight: Counter[str] = Counter()
    for (a, b), n in ties.items():
        weight[a] += n
        weight[b] += n
    kept = sorted(weight, key=lambda a: (-weight[a], a))[: min(top, MOST_NAMES)]
    ties = Counter({pair: n for pair, n in ties.items() if set(pair) <= set(kept)})
    if not ties:
        raise OptionError(f"top={top} keeps no two actors that are tied; give more.")
    kept = [a for a in kept if any(a in pair for pair in ties)]
    among = len(ties)
    if least is None:
        ties = _thinned(ties, kept)
    names, kinds = _names_and_kinds(kept, table, actors)
    graph = nx.Graph()
    graph.add_nodes_from(kept)
    for (a, b), n in sorted(ties.items()):
        graph.add_edge(a, b, weight=n + (graph[a][b]["weight"] if graph.has_edge(a, b) else 0))
    what = "claims by one about the other" if is_claims else "sentences that name both"
    counted = f"{how_many(len(kept), len(weight), 'actor')}, {how_many(len(ties), among, 'tie')}"
    subtitle = f"Lines: {what}, thicker where there are more; {counted}"
    tall = min(6.6, 2.6 + 0.16 * len(kept))
    figure, (axes,) = chart(title or _title(ties, names, is_claims), subtitle, tall, head=0.26, below=0.02)
    axes.set_axis_off()
    labels = {a: wrap(names[a], NAME_WIDTH, LABEL_SIZE - 1, lines=4) for a in kept}
    spots = _place(nx, graph, labels, tall)
    axes.set_xlim(0, WIDTH)
    axes.set_ylim(0, tall)
    _draw_ties(axes, ties, spots, is_claims)
    most = max(weight[a] for a in kept)
    for actor in kept:
        x, y = spots[actor]
        axes.scatter(
            [x],
            [y],
            s=28 + 200 * weight[actor] / most,
            color=KIND_COLOURS.get(kinds[actor], GREY),
            linewidths=1,
            edgecolor="white",
            zorder=3,
        )
        _halo(
            put(
                axes,
                labels[actor],
                (x, y),
                (0, -_radius(weight[actor] / most) * 72 - 1.5),
                ha="center",
                va="top",
                fontsize=LABEL_SIZE - 1,
                color=INK,
                zorder=4,
                linespacing=1.05,
            )
        )
    colour_key(axes, [(k, KIND_COLOURS[k]) for k in KIND_COLOURS if k in {kinds[a] for a in kept}])
    return figure


def _radius(share: float) -> float:
    return float((28 + 200 * share) ** 0.5 / 72 / 2)


def _halo(text: Any) -> None:
    """Keep a name readable where a line passes behind it."""
    from matplotlib.patheffects import withStroke

    text.set_path_effects([withStroke(linewidth=2.4, foreground="white")])


def _sentence_ties(mentions: pd.DataFrame) -> Counter[tuple[str, str]]:
    named = mentions[
        mentions["actor"].notna() & (mentions["form"].fillna("") != "pronoun") & (mentions["kind"].fillna("") != "place")
    ]
    ties: Counter[tuple[str, str]] = Counter()
    together: dict[tuple[str, int], set[str]] = {}
    for row in records(named):
        together.setdefault((row["article"], row["sentence"]), set()).add(row["actor"])
    for group in together.values():
        ties.update(combinations(sorted(group), 2))
    return ties


def _claim_ties(claims: pd.DataFrame) -> Counter[tuple[str, str]]:
    ties: Counter[tuple[str, str]] = Counter()
    for row in records(claims):
        if actor := row["actor"]:
            ties.update((actor, other) for other in sorted(set(row["about"])) if other and other != actor)
    return ties


def _thinned(ties: Counter[tuple[str, str]], kept: list[str]) -> Counter[tuple[str, str]]:
    """Leave out the weakest ties until about sixty are left; each actor keeps its closest one."""
    closest = {max((p for p in ties if a in p), key=lambda p: (ties[p], p)) for a in kept}
    least = 1
    while sum(n >= least for n in ties.values()) > MOST_TIES:
        least += 1
    return Counter({p: n for p, n in ties.items() if n >= least or p in closest})


def _names_and_kinds(
    kept: list[str], table: pd.DataFrame, actors: pd.DataFrame | None
) -> tuple[dict[str, str], dict[str, str]]:
    source = check("actors", actors) if actors is not None else table if "kind" in table.columns else None
    known: dict[str, tuple[str, str]] = {}
    if source is not None:
        for row in records(source):
            if row["actor"] and row["name"]:
                known.setdefault(row["actor"], (row["name"], row["kind"] or ""))
    names = {a: known.get(a, ("", ""))[0] or actor_name(a) for a in kept}
    kinds = {a: known.get(a, ("", ""))[1] or a.partition(":")[0] for a in kept}
    return names, kinds


def _place(nx: Any, graph: Any, labels: dict[str, str], tall: float) -> dict[str, tuple[float, float]]:
    """Place the nodes by their ties, then push names apart until none covers another."""
    import numpy as np

    nodes = list(graph)
    boxes = np.array(
        [
            (
                max(text_width(line, LABEL_SIZE - 1) for line in labels[a].split("\n")) / 2 + GAP,
                (labels[a].count("\n") + 1) * line_height(LABEL_SIZE - 1) / 2 + 0.15,
            )
            for a in nodes
        ]
    )
    if len(nodes) == 2:
        at = np.array([[WIDTH * 0.3, tall / 2], [WIDTH * 0.7, tall / 2]])
    else:
        far = {a: {b: 0.0 if a == b else 3.2 for b in nodes} for a in nodes}
        for a, near in nx.all_pairs_shortest_path_length(graph):
            for b, steps in near.items():
                tie = graph.get_edge_data(a, b)
                far[a][b] = 0.0 if a == b else steps + (0.5 / (1 + tie["weight"]) if tie else 0.3)
        start = nx.circular_layout(graph)
        found = nx.kamada_kawai_layout(graph, dist=far, pos=start)
        at = np.array([found[a] for a in nodes])
        at = (at - at.min(axis=0)) / np.maximum(np.ptp(at, axis=0), 1e-9)
        at = boxes.max(axis=0) + at * (np.array([WIDTH, tall]) - 2 * boxes.max(axis=0))
    at = _apart(at, boxes, tall)
    at[:, 1] += boxes[:, 1] - 0.12
    at = np.round(at, 3)  # the layout differs in its last digits from machine to machine
    return {a: (float(x), float(y)) for a, (x, y) in zip(nodes, at, strict=True)}


def _apart(at: np.ndarray, boxes: np.ndarray, tall: float) -> np.ndarray:
    """Move boxes (centre ``at``, half sizes ``boxes``) until none overlaps, staying inside the figure."""
    import numpy as np

    for _ in range(2000):
        moved = False
        for i, j in combinations(range(len(at)), 2):
            apart = at[j] - at[i]
            over = boxes[i] + boxes[j] - np.abs(apart)
            if (over <= 0.001).any():
                continue
            moved = True
            axis = int(over[1] < over[0])  # along the side that needs less
            sign = 1.0 if apart[axis] >= 0 else -1.0
            at[i, axis] -= sign * over[axis] / 2
            at[j, axis] += sign * over[axis] / 2
        at = np.clip(at, boxes, np.array([WIDTH, tall]) - boxes)
        if not moved:
            break
    return at


def _draw_ties(axes: Axes, ties: Counter[tuple[str, str]], spots: dict[str, tuple[float, float]], arrows: bool) -> None:
    from matplotlib.patches import FancyArrowPatch

    most = max(ties.values())
    for (a, b), n in sorted(ties.items(), key=lambda item: item[1]):
        share = n / most
        axes.add_patch(
            FancyArrowPatch(
                spots[a],
                spots[b],
                arrowstyle="-|>" if arrows else "-",
                mutation_scale=7 + 3 * share,
                color="#5a6b7a",
                linewidth=0.6 + 3.2 * share,
                alpha=0.25 + 0.45 * share,
                connectionstyle=f"arc3,rad={0.12 if arrows else 0.06}",
                shrinkA=5,
                shrinkB=8 if arrows else 5,
                zorder=1,
            )
        )


def _title(ties: Counter[tuple[str, str]], names: dict[str, str], is_claims: bool) -> str:
    (a, b), n = max(ties.items(), key=lambda item: (item[1], [-ord(c) for c in item[0][0][:8]]))
    tied = sum(m == n for m in ties.values())
    if tied > 1:
        unit = "claims" if is_claims else "sentences"
        return f"{len(names)} actors are tied, no two in more than {n} {unit if n != 1 else unit[:-1]}"
    if is_claims:
        return f"{with_capital(names[a])} speaks most often of {with_article(names[b])}: in {how_many(n, n, 'claim')}"
    return (
        f"{with_capital(names[a])} and {with_article(names[b])} are named together most often: in {how_many(n, n, 'sentence')}"
    )
