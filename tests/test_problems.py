"""The subjects of Chapter 3: measures, indices, composite, institutions, roles, talent and causes."""

import csv
import math

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cyberdiplomacy import causes, composite, data, explore, indices, institutions, measures, roles, talent

WEIGHTS = st.lists(st.floats(0, 10), min_size=3, max_size=3).filter(lambda w: sum(w) > 0.01)
TABLES = st.lists(st.lists(st.integers(0, 10**6), min_size=3, max_size=3), min_size=2, max_size=12).map(
    lambda rows: pd.DataFrame(rows, columns=["a", "b", "c"], dtype=float)
)


def rows(name):
    """A table read without pandas."""
    with (data.folder() / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def varied(table):
    return all(column.nunique() > 1 and np.ptp(column) > 1e-3 for _, column in table.items())


# Composite indices


def test_normalisation_by_hand():
    table = pd.DataFrame({"x": [1.0, 2.0, 5.0]}, index=["a", "b", "c"])
    assert composite.normalise(table)["x"].tolist() == [0, 25, 100]
    assert composite.normalise(table, "rank")["x"].tolist() == [0, 50, 100]
    z = composite.normalise(table, "z-score")["x"]
    assert z.mean() == pytest.approx(0) and (z**2).mean() == pytest.approx(1)


@given(TABLES.filter(varied), st.sampled_from(composite.NORMALISATIONS), st.floats(0.1, 100), st.floats(-1e3, 1e3))
def test_units_don_t_change_a_normalised_value(table, method, factor, shift):
    """Feet or metres, Celsius or Fahrenheit: the scale is the same."""
    plain = composite.normalise(table, method)
    if method == "rank":  # a shift far larger than a difference can make two floats equal
        shift = 0
    pd.testing.assert_frame_equal(composite.normalise(table * factor + shift, method), plain, atol=1e-3, rtol=1e-3)


@given(TABLES.filter(varied), st.sampled_from(composite.NORMALISATIONS))
def test_normalisation_keeps_the_order(table, method):
    scaled = composite.normalise(table, method)
    for name in table:
        order = table[name].to_numpy().argsort(kind="stable")
        assert (np.diff(scaled[name].to_numpy()[order]) >= -1e-9).all()


@given(WEIGHTS)
def test_shares_add_up_and_keep_their_proportions(weights):
    share = composite.shares(dict(zip("abc", weights, strict=True)))
    assert share.sum() == pytest.approx(1) and (share >= 0).all()
    twice = composite.shares({k: 2 * w for k, w in zip("abc", weights, strict=True)})
    assert np.allclose(share, twice)


@given(TABLES.filter(varied), WEIGHTS)
def test_means_lie_between_the_least_and_the_most_and_geometric_is_lower(table, weights):
    scaled, given_ = composite.normalise(table), dict(zip("abc", weights, strict=True))
    sum_, product = (composite.aggregate(scaled, given_, how) for how in composite.AGGREGATIONS)
    assert (sum_ >= scaled.min(axis=1) - 1e-6).all() and (sum_ <= scaled.max(axis=1) + 1e-6).all()
    moved = composite.FLOOR + sum_ * (100 - composite.FLOOR) / 100
    assert (product <= moved + 1e-6).all()  # geometric never above arithmetic, on the same scale


@given(TABLES.filter(varied), WEIGHTS, st.sampled_from(composite.AGGREGATIONS))
def test_a_better_value_never_lowers_a_score(table, weights, how):
    scaled = composite.normalise(table)
    better = scaled.copy()
    better.iloc[0, 1] = 100
    given_ = dict(zip("abc", weights, strict=True))
    assert composite.aggregate(better, given_, how).iloc[0] >= composite.aggregate(scaled, given_, how).iloc[0] - 1e-9


def test_geometric_mean_by_hand():
    scaled = pd.DataFrame({"a": [100.0, 0.0], "b": [100.0, 100.0]})
    assert composite.aggregate(scaled, {"a": 1, "b": 1}, "geometric").tolist() == pytest.approx([100, 10])


@pytest.mark.parametrize("how", composite.AGGREGATIONS)
def test_a_missing_value_is_never_filled_in(how):
    scaled = pd.DataFrame({"a": [100.0, 50.0, 0.0], "b": [np.nan, 50.0, 0.0]}, index=["x", "y", "z"])
    scores = composite.aggregate(scaled, {"a": 1, "b": 1}, how)
    assert math.isnan(scores["x"]) and math.isnan(composite.ranks(scores)["x"]) and composite.ranks(scores)["y"] == 1
    assert composite.aggregate(scaled, {"a": 1, "b": 0}, how).notna().all()  # what doesn't count isn't missed
    assert "x" not in composite.stability(scaled, how).index


def test_equal_scores_share_the_better_rank():
    assert composite.ranks(pd.Series([5.0, 7.0, 5.0, 1.0])).tolist() == [2, 1, 2, 4]


@pytest.mark.parametrize("dimensions,steps", [(1, 10), (2, 10), (3, 10), (4, 5)])
def test_all_weights_are_all_of_them(dimensions, steps):
    grid = composite.all_weights([str(k) for k in range(dimensions)], steps)
    assert len(grid) == len(grid.drop_duplicates()) == math.comb(steps + dimensions - 1, dimensions - 1)
    assert np.allclose(grid.sum(axis=1), 1) and (grid >= 0).all(axis=None)


@given(TABLES.filter(varied), WEIGHTS)
def test_the_range_of_ranks_holds_every_single_dimension(table, weights):
    scaled = composite.normalise(table)
    span = composite.stability(scaled, steps=4)
    for name in table:
        rank = composite.ranks(composite.aggregate(scaled, {name: 1}))
        assert (rank >= span["best"]).all() and (rank <= span["worst"]).all()
    assert (span["best"] <= span["middle"]).all() and (span["middle"] <= span["worst"]).all()


def test_a_state_that_is_best_in_all_is_first_by_all_weights():
    scaled = composite.normalise(pd.DataFrame({"a": [3.0, 2.0, 1.0], "b": [9.0, 1.0, 5.0]}))
    span = composite.stability(scaled)
    assert (span.loc[0, "best"], span.loc[0, "worst"]) == (1, 1) and (span.loc[1, "best"], span.loc[1, "worst"]) == (
        2,
        3,
    )


@settings(max_examples=40)  # each looks at all weights twice
@given(TABLES.filter(varied), st.floats(0, 0.33))
def test_a_share_for_each_dimension_never_widens_the_range(table, least):
    scaled = composite.normalise(table)
    every, shared = composite.stability(scaled, steps=6), composite.stability(scaled, steps=6, least=least)
    assert (shared["best"] >= every["best"]).all() and (shared["worst"] <= every["worst"]).all()


def test_a_share_for_each_dimension_by_hand():
    scaled = pd.DataFrame({"a": [100.0, 0.0], "b": [0.0, 90.0]}, index=["x", "y"])
    assert composite.stability(scaled).loc["y"].tolist()[:2] == [1, 2]
    assert composite.stability(scaled, least=0.5).loc["x"].tolist() == [1, 1, 1]  # only half and half is left: 50 to 45
    with pytest.raises(ValueError, match="2 dimensions can't each have a share of 0.6"):
        composite.stability(scaled, least=0.6)


@pytest.mark.parametrize(
    "call,words",
    [
        (lambda: composite.normalise(pd.DataFrame({"a": [1, 2]}), "magic"), "'magic' is no normalisation"),
        (lambda: composite.normalise(pd.DataFrame({"a": [1, 1]})), "'a' has no two different values"),
        (lambda: composite.shares({"a": -1, "b": 2}), "from zero upwards"),
        (lambda: composite.shares({"a": math.nan}), "from zero upwards"),
        (lambda: composite.shares({"a": 0, "b": 0}), "All weights are zero"),
        (lambda: composite.aggregate(pd.DataFrame({"a": [1]}), {"a": 1}, "magic"), "'magic' is no aggregation"),
        (lambda: composite.aggregate(pd.DataFrame({"a": [-1]}), {"a": 1}, "geometric"), "z-scores go below zero"),
        (lambda: composite.all_weights(["a"], 0), "one part or more"),
        (lambda: measures.series("magic"), "There is no indicator 'magic'"),
        (lambda: indices.editions("magic"), "There is no index 'magic'"),
        (lambda: causes.without(pd.Series([1, 2, 3]), pd.Series([1, 1, 1])), "three states or more that differ"),
    ],
)
def test_wrong_input_is_told(call, words):
    with pytest.raises(ValueError, match=words):
        call()


def test_an_impossible_choice_is_told_in_the_picture():
    assert "z-scores go below zero" in composite.draw_composite(scale="z-score", mean="geometric").sentence
    assert "All weights are zero" in composite.draw_composite(0, 0, 0).sentence


def test_twice_all_weights_is_the_same_picture():
    assert composite.draw_composite(2, 2, 2) is composite.draw_composite(1, 1, 1)
    assert composite.draw_composite(2, 0, 0) is composite.draw_composite(1, 0, 0)


# Measures


def test_totals_and_rates_against_the_table():
    held = {(r["indicator"], r["iso3"], r["year"]): float(r["value"]) for r in rows("indicator_values")}
    people = held["population", "CHN", "2022"]

    def made(indicator, size):
        table = measures.series(indicator, size)
        return table[(table["iso3"] == "CHN") & (table["year"] == 2022)]["value"].item()

    assert made("patents_filed", "total") == pytest.approx(held["patents_filed", "CHN", "2022"] / 1e3)
    assert made("patents_filed", "head") == pytest.approx(held["patents_filed", "CHN", "2022"] / people * 1e6)
    assert made("researchers", "head") == held["researchers", "CHN", "2022"]
    assert made("researchers", "total") == pytest.approx(held["researchers", "CHN", "2022"] * people / 1e9)
    spent = held["rd_gdp", "CHN", "2022"] / 100 * held["gdp_per_head", "CHN", "2022"]
    assert made("rd_gdp", "head") == pytest.approx(spent) and made("rd_gdp", "total") == pytest.approx(
        spent * people / 1e9
    )
    assert made("fixed_broadband", "total") == pytest.approx(
        held["fixed_broadband", "CHN", "2022"] / 100 * people / 1e6
    )


@pytest.mark.parametrize("indicator", measures.INDICATORS.values())
def test_no_missing_value_becomes_a_number(indicator):
    """A series has a value only where its table has one, and never more of them."""
    table = measures.raw(indicator).set_index(["iso3", "year"]).index
    for size in measures.SIZES.values():
        made = measures.series(indicator, size)
        assert set(made.set_index(["iso3", "year"]).index) <= set(table) and made["value"].notna().all()


def lines(picture):
    """The y values of every line of a picture."""
    return [
        np.asarray(line.get_ydata(), float) for ax in picture.axes for line in ax.get_lines() if len(line.get_ydata())
    ]


def test_a_gap_breaks_the_line_and_is_not_zero():
    picture = measures.draw_two("top500_systems", "total", "RUS", "BRA")
    every = measures.series("top500_systems").query("iso3 == 'RUS'").set_index("year")["value"]
    assert len(every) < every.index.max() - every.index.min() + 1  # Russia has years without a value
    longest = max(lines(picture), key=len)
    drawn = longest[~np.isnan(longest)]
    assert np.isnan(longest).any() and drawn.tolist() == every.tolist()


def test_a_series_that_jumps_is_broken_in_the_picture():
    picture = measures.draw_two("researchers", "head", "CHN", "USA")
    years = [line.get_xdata() for line in picture.axes[0].get_lines()]
    assert all(not (min(x) < 2009 <= max(x)) for x in years[:2] if len(x)) and "method" in picture.sentence


def test_two_countries_are_the_same_in_either_order():
    assert measures.draw_two(one="CHN", other="USA") is measures.draw_two(one="USA", other="CHN")
    alone = measures.draw_two(one="CHN", other="CHN")
    assert "times as much" not in alone.sentence and list(alone.data.columns) == ["Year", "China"]


def test_a_country_without_data_is_told():
    assert "no value for Tuvalu" in measures.draw_two("top500_systems", "total", "TUV", "CHN").sentence


def test_standing_by_hand():
    held = {(r["indicator"], r["iso3"], r["year"]): float(r["value"]) for r in rows("indicator_values")}
    row = measures.standing("USA").set_index("indicator").loc["cve_authorities"]
    last = str(row["last"])
    assert row["now"] == pytest.approx(
        100 * held["cve_authorities", "CHN", last] / held["cve_authorities", "USA", last]
    )


# Indices


@pytest.mark.parametrize("short", indices.INDICES.values())
@pytest.mark.parametrize("value", indices.VALUES.values())
def test_editions_of_different_methods_never_share_a_line(short, value):
    table = indices.standing(short, "CHN")
    series = dict(zip(table["year"], table["series"], strict=True))
    picture = indices.draw_editions(short, value, "CHN")
    for line in picture.axes[0].get_lines():
        years = [int(x) for x in line.get_xdata() if float(x) in set(map(float, series))]
        if line.get_marker() == "o":
            assert len({series[year] for year in years}) == 1
    joined = indices.runs(table, value)
    assert all(part["series"].nunique() == 1 for part in joined)
    assert sum(len(part) for part in joined) == table[value].notna().sum()


def test_an_edition_without_the_state_breaks_the_run():
    table = pd.DataFrame({"series": list("aaab"), "score": [1.0, np.nan, 2.0, 3.0]})
    assert [part.index.tolist() for part in indices.runs(table, "score")] == [[0], [2], [3]]


def test_the_edition_without_ranks_has_none():
    gci = [r for r in rows("index_scores") if r["edition_id"] == "gci-2024" and r["dimension"] == "overall"]
    assert len(gci) == 194 and not any(r["rank"] for r in gci)
    edges = {1: 95, 2: 85, 3: 55, 4: 20, 5: 0}  # ITU's thresholds
    assert all(float(r["score"]) >= edges[int(r["tier"])] for r in gci)


def test_pillars_add_up_to_the_score():
    parts = {}
    for r in rows("index_scores"):
        if r["edition_id"] == "gci-2024":
            parts.setdefault(r["iso3"], {})[r["dimension"]] = float(r["score"])
    for own in parts.values():
        assert sum(v for k, v in own.items() if k != "overall") == pytest.approx(own["overall"], abs=0.06)


def test_scores_stay_on_their_scale_and_ranks_follow_them():
    edition = {r["edition_id"]: r for r in rows("index_editions")}
    by = {}
    for r in rows("index_scores"):
        if r["score"] and edition[r["edition_id"]]["scale_max"]:
            assert float(r["score"]) <= float(edition[r["edition_id"]]["scale_max"])
        if r["score"] and r["rank"] and r["dimension"] == "overall":
            by.setdefault(r["edition_id"], []).append((float(r["score"]), int(r["rank"])))
    for name, pairs in by.items():
        pairs.sort(key=lambda pair: (-pair[0], pair[1]))
        wrong = sum(a[1] > b[1] for a, b in zip(pairs, pairs[1:], strict=False))
        assert wrong <= 0.03 * len(pairs), name  # ties are broken in several ways


# Institutions, roles, talent


def test_no_office_ends_before_it_begins():
    for r in rows("institutions"):
        assert not r["ended"] or r["created"] <= r["ended"]


def test_the_list_of_institutions_is_both_tables():
    bodies = sum(r["kind"] != "military" for r in rows("institutions"))
    texts = sum(r["kind"] != "military" for r in rows("strategies"))
    assert len(institutions.table()) == bodies + texts
    assert set(institutions.table()["kind"]) == set(institutions.LOOKS)


def test_first_places_are_shared_by_equal_years():
    first = institutions.firsts("foreign-ministry office")
    years = first["date"].str[:4].astype(int).tolist()
    assert first["place"].tolist() == [1 + sum(other < year for other in years) for year in years]


def test_acts_divide_into_their_directions():
    held = rows("public_private")
    for whose, fits in (
        ("all", lambda r: True),
        ("CHN", lambda r: r["iso3"] == "CHN"),
        ("other", lambda r: r["iso3"] != "CHN"),
    ):
        assert len(roles.acts(whose=whose)) == sum(map(fits, held))


def test_an_unknown_amount_is_no_zero():
    known = [
        float(r["amount_usd_2017"])
        for r in rows("huawei_projects")
        if r["amount_usd_2017"] and r["in_aggregates"] == "true"
    ]
    assert min(known) > 0 and roles.projects()["amount_usd_2017"].count() == len(known)
    assert f"known for {len(known)};" in roles.draw_projects(count="amount").sentence


def test_a_group_without_a_known_amount_is_unknown():
    held = [r for r in rows("huawei_projects") if r["in_aggregates"] == "true" and r["region"] == "Oceania"]
    assert held and not any(r["amount_usd_2017"] for r in held)
    picture = roles.draw_projects("region", "amount")
    assert picture.data.set_index("Group")["Million US dollars of 2017"].isna()["Oceania"]
    assert "unknown" in {text.get_text() for text in picture.axes[0].texts}


def test_equal_first_places_are_all_named():
    for state in ({"networks": 1, "research": 1, "software": 1}, {"networks": 1, "research": 2, "software": 0}):
        for scale in ("min-max", "z-score", "rank"):
            picture = composite.draw_composite(**state, scale=scale, size="total")
            tops = picture.data[picture.data["Rank"] == 1]["State"]
            assert all(name in picture.sentence for name in tops) and ("first are" in picture.sentence) == (
                len(tops) > 1
            )


def test_forecasts_look_ahead_and_stocks_hold_no_flows():
    for r in rows("talent_estimates"):
        if r["kind"] == "forecast" and r["stated"]:
            assert int(r["for_year"]) >= int(r["stated"][:4])
        assert float(r["low"]) <= float(r["high"])
    for place, measure in talent.CHOICES.values():
        held = talent.numbers(place, measure)
        assert len(held) and not held["unit"].str.contains("a year").any()


# Causes


def test_what_is_left_is_free_of_the_other():
    other = pd.Series([1.0, 2.0, 3.0, 5.0])
    rest = causes.without(pd.Series([2.0, 3.0, 5.0, 4.0]), other)
    assert rest.mean() == pytest.approx(0) and rest.corr(other) == pytest.approx(0, abs=1e-9)


def test_partial_correlation_against_its_formula():
    table = causes.table("rd_gdp", "posts")
    r = table[["means", "end", "size"]].corr()
    xy, xz, yz = r.loc["means", "end"], r.loc["means", "size"], r.loc["end", "size"]
    expected = (xy - xz * yz) / math.sqrt((1 - xz**2) * (1 - yz**2))
    plain, partial, count = causes.correlations("rd_gdp", "posts")
    assert (plain, partial, count) == pytest.approx((xy, expected, len(table)))


def test_rounds_count_only_groups_that_are_fully_known():
    whole = {r["group_id"] for r in rows("gge_coverage") if r["complete"] == "true"}
    seats = [r["iso3"] for r in rows("gge_members") if r["group_id"] in whole]
    held = causes.rounds()
    assert len(whole) == 4 and held.max() == 4 and held.sum() == len(seats) and len(held) == 193


# Every choice of every picture


CHOICES = {
    measures.draw_standing: {"rival": measures.RIVALS, "size": measures.SIZES},
    indices.draw_commitment: {"commitment": indices.COMMITMENTS, "power": indices.POWERS},
    institutions.draw_institutions: {"kind": institutions.KINDS, "region": institutions.REGIONS},
    roles.draw_forum: {"forum": list(roles.FORUMS)},
    roles.draw_projects: {"group": roles.GROUPS, "count": roles.COUNTS},
    roles.draw_acts: {"form": roles.FORMS, "whose": roles.WHOSE},
    talent.draw_forecasts: {"choice": list(talent.CHOICES)},
    causes.draw_causes: {"mean": causes.MEANS, "end": causes.ENDS, "adjust": causes.ADJUST},
}


@pytest.mark.parametrize("draw", CHOICES, ids=lambda draw: draw.__name__)
def test_every_choice_draws_and_says_what_it_shows(draw):
    made = explore(draw, **CHOICES[draw])
    said = []
    for state in made.states():
        arguments = {c.argument: c.values[i] for c, i in zip(made.choices, state, strict=True)}
        picture = draw(**arguments)
        said.append(picture.sentence)
        assert picture.sentence.endswith((".", "!")) and picture.source
        assert not any(word in picture.sentence for word in ("nan", "None", "<NA>", " ,", "..")), picture.sentence
        plt.close(picture)
    assert len(set(said)) > 0.9 * len(said)
