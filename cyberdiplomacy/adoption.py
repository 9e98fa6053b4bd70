"""How a convention is taken up over the years: a model fitted to some years and tested on later ones (claim S5).

Curve of Bass (1969): a state joins for reasons of its own (p) or because others have (q). The share that has joined t
years after the opening, of the m that will ever join:

    F(t) = (1 - exp(-(p+q) t)) / (1 + (q/p) exp(-(p+q) t))

It is the logistic curve, cut off at the opening. The curve of Gompertz, F(t) = exp(-b exp(-c t)), rises early and levels
off slowly. The states that join in a year are taken as a Poisson count with mean m (F(t) - F(t-1)); the fit is the one
under which the counts are most likely, over a fine grid of p and q (or b and c), with m at its best for each and at most
MOST. Intervals come from 400 simulated histories with a fixed seed.
"""

from functools import cache

import numpy as np
import pandas as pd

from . import dots, style
from .data import load

# Convention: year of the opening, last full year of its record. A convention that opened late in a year begins with the next.
CONVENTIONS = {
    "Budapest Convention (2001)": ("Budapest Convention", 2001, 2024),
    "UN Convention against Corruption (2003)": ("UN Convention against Corruption", 2003, 2012),
    "UN Convention against Organized Crime (2000)": ("UN Convention against Organized Crime", 2000, 2012),
}
CURVES = {"Bass (logistic)": "bass", "Gompertz": "gompertz"}
INTERVALS = {"chance only": False, "chance and parameters": True}
USED = [4, 5, 6, 7, 8]  # years used for the fit
MOST = 200  # all states and some unions
LEVEL, HISTORIES, SEED = 0.9, 400, 20240101


# Calculations


def joined(name: str) -> pd.Series:
    """How many joined a convention in each year after its opening, to the last full year of the record.

    Those that joined in the year of the opening count in the next year. A party without a date is spread evenly over the
    months within which it joined, so a year may hold a part of a state.

    Raises ValueError for a convention that isn't known.
    """
    known = {short: years for short, *years in CONVENTIONS.values()}
    if name not in known:
        raise ValueError(f"There is no record of {name!r}. There is one of: {', '.join(known)}.")
    opened, last = known[name]
    rows = load("conventions").query("convention == @name")
    counts = pd.Series(0.0, index=range(opened + 1, last + 1), name=name)
    for date in rows["ratified"].dropna():
        year = max(int(date[:4]), opened + 1)
        if year <= last:
            counts[year] += 1
    undated = rows[rows["ratified"].isna() & rows["not_after"].notna()]
    for begin, end in zip(dots.when(undated["not_before"]), dots.when(undated["not_after"]), strict=True):
        for year in counts.index:
            counts[year] += max(0.0, min(end, year + 1) - max(begin, year)) / (end - begin)
    return counts


def share(curve: str, t, one, other):
    """F(t) of a curve; ``one`` and ``other`` are p and q of Bass, or b and c of Gompertz."""
    t = np.asarray(t, dtype=float)
    if curve == "bass":
        fall = np.exp(-(one + other) * t)
        return (1 - fall) / (1 + other / one * fall)
    if curve == "gompertz":
        return np.exp(-one * np.exp(-other * t))
    raise ValueError(f"There is no curve {curve!r}. There are: {', '.join(CURVES.values())}.")


@cache
def _grid(curve: str, years: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Parameters of the grid, and the part that each gives to each of the years and to all of them."""
    if curve == "bass":
        one, other = np.meshgrid(np.geomspace(1e-4, 0.5, 70), np.geomspace(1e-3, 1.5, 70), indexing="ij")
    else:
        one, other = np.meshgrid(np.geomspace(0.2, 60, 70), np.geomspace(0.01, 1.2, 70), indexing="ij")
    points = np.column_stack([one.ravel(), other.ravel()])
    reached = share(curve, np.arange(years + 1)[None, :], points[:, :1], points[:, 1:])
    steps = np.maximum(np.diff(reached, axis=1), 1e-12)
    return points, steps, steps.sum(axis=1)


def fit(counts, curve: str = "bass") -> np.ndarray:
    """The most likely ceiling and parameters: a row ``m, p, q`` (or ``m, b, c``), or one for each row of ``counts``.

    Raises ValueError for fewer than three years, counts below nothing, or nobody at all.
    """
    if curve not in CURVES.values():
        raise ValueError(f"There is no curve {curve!r}. There are: {', '.join(CURVES.values())}.")
    rows = np.atleast_2d(np.asarray(counts, dtype=float))
    if rows.shape[1] < 3:
        raise ValueError(f"A curve can't be fitted to {rows.shape[1]} years; it needs three or more.")
    if not np.isfinite(rows).all() or (rows < 0).any():
        raise ValueError("The number that joined in a year can't be below nothing.")
    if (rows.sum(axis=1) == 0).any():
        raise ValueError("Nobody joined: there is no curve to fit.")
    points, steps, whole = _grid(curve, rows.shape[1])
    total = rows.sum(axis=1, keepdims=True)
    ceiling = np.minimum(total / whole, MOST)
    likely = rows @ np.log(steps).T + total * np.log(ceiling) - ceiling * whole
    best = likely.argmax(axis=1)
    found = np.column_stack([ceiling[np.arange(len(rows)), best], points[best]])
    return found[0] if np.ndim(counts) == 1 else found


def forecast(name: str, used: int, curve: str = "bass", parameters: bool = True) -> pd.DataFrame:
    """Fitted to the first ``used`` years of a convention: ``year``, ``total`` (what happened), ``model``, ``low`` and
    ``high`` (90 percent of the simulated histories; empty for the years used).

    parameters: fit each simulated history anew, so that the interval holds the doubt about the curve's parameters too;
    otherwise it holds only chance.
    """
    return _forecast(name, used, curve, parameters).copy()


@cache
def _forecast(name: str, used: int, curve: str, parameters: bool) -> pd.DataFrame:
    counts = joined(name)
    if not 3 <= used < len(counts):
        raise ValueError(f"used is {used}; {name} needs at least 3 years, and fewer than its {len(counts)}.")
    early = counts.to_numpy()[:used]
    found = fit(early, curve)
    later = np.arange(used, len(counts) + 1)
    chance = np.random.default_rng(SEED)

    def coming(row):
        return np.maximum(
            row[..., :1] * np.diff(share(curve, later[None, :], row[..., 1:2], row[..., 2:3]), axis=-1), 0
        )

    fitted = found[0] * np.diff(share(curve, np.arange(used + 1), *found[1:]))
    if parameters:
        histories = chance.poisson(fitted, (HISTORIES, used))
        histories[histories.sum(axis=1) == 0, 0] = 1
        means = coming(fit(histories, curve))
    else:
        means = np.repeat(coming(found[None, :]), HISTORIES, axis=0)
    futures = early.sum() + chance.poisson(means).cumsum(axis=1)
    edges = np.quantile(futures, [(1 - LEVEL) / 2, (1 + LEVEL) / 2], axis=0)
    missing = np.full(used, np.nan)
    ahead = early.sum() + coming(found[None, :])[0].cumsum()
    return pd.DataFrame(
        {
            "year": counts.index,
            "total": counts.cumsum().to_numpy(),
            "model": np.concatenate([fitted.cumsum(), ahead]),
            "low": np.concatenate([missing, edges[0]]),
            "high": np.concatenate([missing, edges[1]]),
        }
    )


def coverage() -> pd.DataFrame:
    """How often the held-out totals lie inside the 90 percent intervals: ``curve``, ``parameters``, ``convention``,
    ``inside``, ``of``."""
    return _coverage().copy()


@cache
def _coverage() -> pd.DataFrame:
    rows = []
    for curve in CURVES.values():
        for parameters in INTERVALS.values():
            for name, *_ in CONVENTIONS.values():
                inside = of = 0
                for used in USED:
                    held = _forecast(name, used, curve, parameters).dropna(subset="low")
                    inside += int(((held["total"] >= held["low"]) & (held["total"] <= held["high"])).sum())
                    of += len(held)
                rows.append((curve, parameters, name, inside, of))
    return pd.DataFrame(rows, columns=["curve", "parameters", "convention", "inside", "of"])


def coverage_table() -> pd.DataFrame:
    """``coverage`` for a reader: percent of the held-out totals inside intervals that promise 90."""
    rows = coverage()
    rows["Curve"] = rows["curve"].map({code: text for text, code in CURVES.items()})
    rows["Interval holds"] = rows["parameters"].map({code: text for text, code in INTERVALS.items()})
    rows["% inside"] = (100 * rows["inside"] / rows["of"]).round().astype(int)
    shown = rows.pivot(index=["Curve", "Interval holds"], columns="convention", values="% inside")
    return shown[[name for name, *_ in CONVENTIONS.values()]].rename_axis(columns=None)


def years_to(count: int) -> pd.Series:
    """In which year after its opening each convention had so many parties; missing where it never had."""
    found = {}
    for name, *_ in CONVENTIONS.values():
        total = joined(name).cumsum()
        reached = total[total >= count - 1e-9]
        found[name] = len(total) - len(reached) + 1 if len(reached) else pd.NA
    return pd.Series(found, dtype="Int64")


# Picture


def draw_adoption(
    convention: str = "UN Convention against Corruption", used: int = 5, curve: str = "bass", parameters: bool = True
) -> style.Picture:
    """A curve fitted to the first years of a convention, and what happened then."""
    rows = forecast(convention, used, curve, parameters)
    counts = joined(convention)
    ceiling = fit(counts.to_numpy()[:used], curve)[0]
    held = rows.dropna(subset="low")
    fig, ax = style.fixed(3.8, left=0.135, bottom=0.29, top=0.925, right=0.99)
    seen = rows[rows["low"].isna()]
    edge = seen.iloc[[-1]]  # the interval opens at the last year used, so that one held-out year has a band too
    band = pd.concat([edge.assign(low=edge["total"], high=edge["total"]), held])
    ax.fill_between(
        band["year"], band["low"], band["high"], color=style.BLUE, alpha=0.3, lw=0, label="model, 90% interval"
    )
    ax.plot(rows["year"], rows["model"], color=style.BLUE, lw=2, label="model")
    ax.plot(seen["year"], seen["total"], ls="", marker="o", ms=5.5, color=style.VERMILION, label="used for the fit")
    ax.plot(held["year"], held["total"], ls="", marker="D", ms=5.5, mfc="none", color=style.VERMILION, label="held out")
    ax.axhline(ceiling, color=style.GREY, lw=1.2, ls=":", label="ceiling of the curve")
    ax.set(
        ylim=(0, max(MOST + 5, 1.03 * held["high"].max())),
        ylabel="parties",
        xlim=(rows["year"].iloc[0] - 0.6, rows["year"].iloc[-1] + 0.6),
    )
    ticks = rows["year"][:: 2 if len(rows) < 14 else 4]
    ax.set_xticks(ticks, [str(year) for year in ticks])
    fig.suptitle(f"Model: {convention}")
    fig.legend(loc="lower left", ncols=2, borderaxespad=0.2)
    last = held.iloc[-1]
    inside = int(((held["total"] >= held["low"]) & (held["total"] <= held["high"])).sum())
    text = style.text_of(CURVES, curve)
    sentence = (
        f"A model: the curve of {text.split(' ')[0]}, fitted to {used} years of the {convention}, puts its ceiling at "
        f"{ceiling:.0f} parties. For {last['year']:.0f} it gives {last['model']:.0f} (90% interval {last['low']:.0f} to "
        f"{last['high']:.0f}); the record has {last['total']:.0f}. Inside the interval: {inside or 'none'} of "
        f"{style.plural(len(held), 'held-out year')}."
    )
    shown = pd.DataFrame(
        {"Year": rows["year"], "Parties": rows["total"].round(1), "Model": rows["model"].round(1),
         "90% from": rows["low"].round(), "90% to": rows["high"].round()}
    )  # fmt: skip
    return fig.tell(sentence, shown, ["conventions"])
