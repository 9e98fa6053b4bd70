"""The subjects of Chapter 4: processes, proposals, programmes, the three models, the portfolio and the verdicts."""

import csv
import itertools
import re
from fractions import Fraction
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cyberdiplomacy import (
    adoption,
    blocs,
    coalition,
    data,
    pipeline,
    portfolio,
    processes,
    programmes,
    proposals,
    verdicts,
    votes,
)

ROOT = Path(__file__).resolve().parent.parent
HALF, TWO_THIRDS = Fraction(1, 2), Fraction(2, 3)


def rows(name):
    """A table read without pandas."""
    with (data.folder() / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


# Tables


def test_every_process_and_product_of_the_table_is_drawn():
    steps = rows("un_processes")
    assert {row["process"] for row in steps} == set(processes.PROCESSES.values()) - {"all"}
    assert processes.table()["made"].notna().all()
    by_hand = sum(row["planned"] == "false" for row in steps)
    assert processes.counts().to_numpy().sum() == by_hand == 84


def test_choosing_a_process_narrows():
    sizes = [len(processes.draw_processes(code).data) for code in processes.PROCESSES.values()]
    assert sizes[0] == sum(sizes[1:]) == len(rows("un_processes"))


def test_steps_agree_with_the_votes_that_they_tell():
    told = {row["symbol"]: row for row in rows("un_decisions") if row["yes"]}
    checked = 0
    for row in rows("un_processes"):
        found = re.match(r"(\d+) in favour, (\d+) against, (\d+) abstaining", row["participants"])
        if found and row["outcome"] in told:
            decision = told[row["outcome"]]
            assert list(found.groups()) == [decision["yes"], decision["no"], decision["abstain"]], row["outcome"]
            checked += 1
    assert checked >= 12


def test_fates_by_hand():
    found = rows("proposals")
    table = proposals.fates()
    assert table.to_numpy().sum() == len(found)
    for row in found[:10]:
        same = sum(r["proposer"] == row["proposer"] and r["fate"] == row["fate"] for r in found)
        assert table.loc[row["proposer"], row["fate"]] == same


def test_proposals_that_were_voted_on_agree_with_the_votes():
    for row in rows("proposals"):
        symbol = re.search(r"\((7\d/\d+)\)", row["name"])
        cast = re.match(r"(\d+) states voted for it", row["supporters"])
        if symbol and cast and f"A/RES/{symbol[1]}" in votes.ABOUT:
            assert (votes.roll_call(f"A/RES/{symbol[1]}")["vote"] == "yes").sum() == int(cast[1]), row["name"]


def test_dates_of_a_convention_are_in_order():
    for row in rows("conventions"):
        assert not (row["ratified"] and row["not_after"]), row  # known, or within bounds
        assert bool(row["not_before"]) == bool(row["not_after"]) and row["not_before"] <= row["not_after"]
        if row["signed"] and row["ratified"]:
            assert row["signed"][:7] <= row["ratified"][:7], row


def test_members_of_conventions_agree_with_the_older_list():
    """``platforms`` lists the same conventions without their dates of joining."""
    for convention, start in (
        ("Budapest Convention", "Budapest"),
        ("UN Convention against Cybercrime", "UN Convention"),
    ):
        older = {row["iso3"] for row in rows("platforms") if row["instrument"].startswith(start)}
        assert older - {"EUU"} <= proposals.takers(convention), convention


def test_numbers_of_programmes_have_a_unit():
    for row in rows("capacity_programmes"):
        assert bool(row["value"]) == bool(row["unit"]), row["programme"]
    assert set(programmes.table()["kind"]) <= set(programmes.KINDS)
    assert set(programmes.table()["provider"]) == set(programmes.PROVIDERS.values()) - {"all"}


def test_sources_are_not_of_doubtful_hosts():
    for name in ("un_processes", "conventions", "capacity_programmes", "proposals", "talent_flows", "measures"):
        hosts = " ".join(row["source_url"] for row in rows(name))
        for bad in ("wealthcreation", "news-pravda", "nationalcybersecurity", "lcdcenter", "adsima", "wikipedia"):
            assert bad not in hosts, (name, bad)


def test_flows_lie_within_their_ranges():
    for row in rows("talent_flows"):
        assert float(row["low"]) <= float(row["high"]), row


# Rivals


@pytest.mark.parametrize("pair", proposals.RIVALS)
def test_rivals_divide_all_members(pair):
    table = proposals.sides(pair)
    assert len(table) == 193 and table["iso3"].is_unique
    one, other = (proposals.takers(text) for text in proposals.RIVALS[pair])
    members = set(table["iso3"])
    assert (table["side"] == "both").sum() == len(one & other & members)
    assert (table["side"] == "neither").sum() == len(members - one - other)


def test_an_unknown_text_is_told():
    with pytest.raises(ValueError, match="no text 'Magna Carta'"):
        proposals.takers("Magna Carta")


# The talent pipeline

PERSONS, SHARES, GROWTH = st.floats(0, 1e6), st.floats(0, 1), st.floats(-0.5, 0.5)
PEOPLE = st.fixed_dictionaries(
    {"workforce": PERSONS, "shortage": PERSONS, "graduates": PERSONS, "stay": SHARES, "others": st.floats(0, 10),
     "leave": SHARES, "need_growth": GROWTH, "graduate_growth": GROWTH}
)  # fmt: skip
USUAL = {"workforce": 1000, "shortage": 400, "graduates": 60, "stay": 0.5, "others": 1, "leave": 0.05, "need_growth": 0.02,
         "graduate_growth": 0.1}  # fmt: skip


@given(PEOPLE)
def test_nobody_appears_or_vanishes(given_):
    table = pipeline.run(8, **given_)
    grown = table["workforce"].iloc[-1] - table["workforce"].iloc[0]
    flows = table["entrants"].iloc[:-1].sum() - table["leavers"].iloc[:-1].sum()
    assert grown == pytest.approx(flows, rel=1e-6, abs=1e-3)
    assert (table["workforce"] >= -1e-6).all()
    assert table["shortage"].to_numpy() == pytest.approx((table["need"] - table["workforce"]).to_numpy())


@given(PEOPLE, st.sampled_from(["stay", "others", "graduates", "leave", "need_growth"]), st.floats(0.01, 0.2))
def test_more_in_means_less_shortage_and_more_out_or_need_more(given_, name, more):
    changed = given_ | {name: min(given_[name] + more, 1.0) if name in ("stay", "leave") else given_[name] + more}
    before, after = (pipeline.run(6, **g)["shortage"].iloc[-1] for g in (given_, changed))
    slack = 1e-6 * (1 + abs(before))
    assert after >= before - slack if name in ("leave", "need_growth") else after <= before + slack


def test_without_flows_nothing_changes():
    still = USUAL | {"graduates": 0, "leave": 0, "need_growth": 0}
    table = pipeline.run(5, **still)
    assert table["workforce"].nunique() == table["shortage"].nunique() == 1


def test_the_stock_settles_where_entrants_equal_leavers():
    table = pipeline.run(400, **(USUAL | {"graduate_growth": 0, "need_growth": 0}))
    assert table["workforce"].iloc[-1] == pytest.approx(60 * 0.5 * 2 / 0.05)


def test_a_small_case_by_hand():
    table = pipeline.run(1, **USUAL)
    assert table["workforce"].tolist() == [1000, 1000 + 60 * 0.5 * 2 - 50]
    assert table["need"].tolist() == [1400, pytest.approx(1428)]


@pytest.mark.parametrize(
    "change,words",
    [({"workforce": -1}, "workforce.*below nothing"), ({"graduates": -1}, "graduates.*below nothing"),
     ({"graduates": float("nan")}, "graduates.*below nothing"), ({"shortage": -2000}, "need.*below nothing"),
     ({"stay": 1.1}, "stay.*share"), ({"leave": -0.1}, "leave.*share"), ({"need_growth": -1.5}, "more than everything"),
     ({"graduate_growth": float("inf")}, "more than everything"), ({"others": -1}, "others")],
)  # fmt: skip
def test_impossible_people_are_told(change, words):
    with pytest.raises(ValueError, match=words):
        pipeline.run(3, **(USUAL | change))


def test_impossible_years_are_told():
    for years in (-1, 2.5):
        with pytest.raises(ValueError, match="years is .* whole number"):
            pipeline.run(years, **USUAL)


def test_with_the_inputs_of_the_past_the_model_gives_the_past():
    past = pipeline.past().dropna(subset="model")
    assert past["year"].tolist() == [2020, 2021, 2022]
    assert (past["model"] / past["published"] - 1).abs().max() < 0.02
    assert pipeline.past().set_index("year")["stock"][2023] == pytest.approx(143_000 / 1.05, rel=0.01)


@given(st.tuples(*[st.floats(0, 1)] * 3))
@settings(max_examples=25)
def test_the_range_holds_every_start_between_its_corners(where):
    assumed = {"stay": 0.65, "others": 1.0, "leave": 0.04, "need_growth": 0.05, "graduate_growth": 0.15}
    begin = [low + at * (high - low) for at, (low, high) in zip(where, pipeline.start().values(), strict=True)]
    inside, edges = pipeline.run(10, *begin, **assumed), pipeline.shortage_range(10, **assumed)
    assert (inside["shortage"] >= edges["low"] - 1).all() and (inside["shortage"] <= edges["high"] + 1).all()


def test_the_picture_names_itself_a_model():
    for picture in (pipeline.draw_pipeline(), coalition.draw_coalition(), adoption.draw_adoption()):
        assert picture.sentence.startswith("A model")


# Coalitions


def test_the_rule_of_the_assembly():
    assert coalition.passes(79, 60) and not coalition.passes(79, 60, TWO_THIRDS)
    assert not coalition.passes(50, 50) and coalition.passes(2, 1, TWO_THIRDS)
    assert not coalition.passes(0, 0) and not coalition.passes(0, 0, TWO_THIRDS)
    with pytest.raises(ValueError, match="can't be -1 votes"):
        coalition.passes(-1, 3)


def test_every_text_of_the_list_passed_by_the_rule():
    for symbol in coalition.texts("RUS") + coalition.texts("USA"):
        total = coalition.past(symbol).sum()
        assert coalition.passes(total["yes"], total["no"]), symbol


def test_parts_divide_the_members():
    parts = coalition.parts()
    assert len(parts) == 193 and set(parts) == set(coalition.PARTS)
    assert set(parts.index[parts == "EU"]) == blocs.members("EU", coalition.YEAR)
    assert parts["CHN"] == "SCO and CSTO" and parts["USA"] == "NATO and Five Eyes, not EU"


@pytest.mark.parametrize("symbol", ["A/RES/73/27", "A/RES/78/16"])
def test_parts_add_up_to_the_tally(symbol):
    total, told = coalition.past(symbol).sum(), next(r for r in rows("un_decisions") if r["symbol"] == symbol)
    assert [total[c] for c in ("yes", "no", "abstain")] == [int(told[c]) for c in ("yes", "no", "abstain")]


def test_power_of_known_bodies():
    """Textbook cases: three shareholders of 50, 49 and 1; and the first council of the European Community (Felsenthal and
    Machover): 4, 4, 4, 2, 2, 1 with 12 of 17 needed, where Luxembourg never decides."""
    assert coalition.power({"a": 50, "b": 49, "c": 1})["swings"].tolist() == [3, 1, 1]
    community = {"DEU": 4, "FRA": 4, "ITA": 4, "NLD": 2, "BEL": 2, "LUX": 1}
    counted = coalition.power(community, Fraction(12, 17))
    assert counted["swings"].tolist() == [10, 10, 10, 6, 6, 0]


@given(st.lists(st.integers(0, 60), min_size=1, max_size=7), st.sampled_from([HALF, TWO_THIRDS]))
def test_power_by_the_slow_way(sizes, rule):
    weights = {str(k): size for k, size in enumerate(sizes)}
    total = sum(sizes)

    def wins(inside):
        yes = sum(sizes[k] for k in inside)
        return coalition.passes(yes, total - yes, rule)

    counted = coalition.power(weights, rule)
    for k in range(len(sizes)):
        others = [j for j in range(len(sizes)) if j != k]
        every = itertools.chain.from_iterable(itertools.combinations(others, n) for n in range(len(sizes)))
        assert counted["swings"].iloc[k] == sum(wins((*s, k)) and not wins(s) for s in every)
    assert counted["index"].sum() == pytest.approx(1 if total else 0)
    assert (counted["decides"].between(0, 1)).all()
    for one, other in itertools.permutations(counted.itertuples(), 2):
        assert one.weight < other.weight or one.swings >= other.swings


@pytest.mark.parametrize("weights,words", [({}, "0 blocs"), ({"a": -1}, "whole number"), ({"a": 1.5}, "whole number"),
                                           ({str(k): 1 for k in range(21)}, "21 blocs")])  # fmt: skip
def test_impossible_blocs_are_told(weights, words):
    with pytest.raises(ValueError, match=words):
        coalition.power(weights)


@pytest.mark.parametrize("family", coalition.FAMILIES.values())
def test_the_distribution_is_one_and_its_mean_that_of_the_past(family):
    table = coalition.distribution(family)
    yes, no = np.indices(table.shape)
    symbols = coalition.texts(family)
    assert table.sum() == pytest.approx(1) and (table >= 0).all()
    for count, column in ((yes, "yes"), (no, "no")):
        mean = np.mean([coalition.past(symbol).sum()[column] for symbol in symbols])
        assert (table * count).sum() == pytest.approx(mean)
    assert coalition.shares(table).sum() == pytest.approx(1)


def test_the_distribution_by_drawing():
    """The same model by simulation."""
    chance, symbols = np.random.default_rng(1), coalition.texts("RUS")
    past = {
        part: [coalition.past(s).loc[part, ["yes", "no"]].to_numpy(int) for s in symbols] for part in coalition.PARTS
    }
    drawn = sum(np.array(past[part])[chance.integers(0, len(symbols), 20_000)] for part in coalition.PARTS)
    passed = np.mean(drawn[:, 0] * 3 >= 2 * drawn.sum(axis=1))
    assert coalition.chance(coalition.distribution("RUS"), TWO_THIRDS) == pytest.approx(passed, abs=0.015)


@pytest.mark.parametrize("part", coalition.PARTS)
@pytest.mark.parametrize("family", coalition.FAMILIES.values())
def test_a_yes_helps_and_a_no_hurts(part, family):
    for rule in (HALF, TWO_THIRDS):
        yes, quiet, no = (
            coalition.chance(coalition.distribution(family, part, move), rule) for move in ("yes", "abstain", "no")
        )
        assert yes >= quiet - 1e-12 and quiet >= no - 1e-12
        assert yes >= coalition.chance(coalition.distribution(family), rule) - 1e-12


@pytest.mark.parametrize("move", coalition.MOVES.values())
def test_a_part_that_moves_moves_as_one(move):
    yes, no = np.indices(coalition.distribution("RUS").shape)
    table, size = coalition.distribution("RUS", "African Union", move), (coalition.parts() == "African Union").sum()
    for count, column in ((yes, "yes"), (no, "no")):
        rest = np.mean([coalition.past(s)[column].drop("African Union").sum() for s in coalition.texts("RUS")])
        assert (table * count).sum() == pytest.approx(rest + (size if move == column else 0))


def test_impossible_moves_are_told():
    with pytest.raises(ValueError, match="no part 'Atlantis'"):
        coalition.distribution("RUS", "Atlantis", "yes")
    with pytest.raises(ValueError, match="not 'maybe'"):
        coalition.distribution("RUS", "EU", "maybe")
    with pytest.raises(ValueError, match="no family of texts 'CHN'"):
        coalition.texts("CHN")
    with pytest.raises(ValueError, match="between 0 and 1"):
        coalition.interval(coalition.distribution("USA"), 1.5)


@pytest.mark.parametrize("symbol", coalition.texts("RUS") + coalition.texts("USA"))
@pytest.mark.parametrize("rule", [HALF, TWO_THIRDS])
def test_votes_that_a_part_could_have_turned_by_hand(symbol, rule):
    other = {"yes": "no", "no": "yes"}
    cast, parts = votes.roll_call(symbol).set_index("iso3")["vote"].to_dict(), coalition.parts()
    turned = coalition.decided([symbol], rule)

    def passed(ballots):
        ballots = list(ballots)
        return coalition.passes(ballots.count("yes"), ballots.count("no"), rule)

    for part in coalition.PARTS:
        flipped = [other.get(vote, vote) if parts[code] == part else vote for code, vote in cast.items()]
        assert turned[part] == (passed(flipped) != passed(cast.values())), part


def test_each_past_vote_is_worked_out_without_itself():
    table = coalition.checked().set_index("symbol")
    assert set(table.index) == set(coalition.texts("RUS") + coalition.texts("USA"))
    without = coalition.distribution("RUS", without="A/RES/74/29")
    assert (table.loc["A/RES/74/29", "low"], table.loc["A/RES/74/29", "high"]) == coalition.interval(without)
    assert not table.loc["A/RES/74/29", "inside"]
    yes = np.indices(without.shape)[0]
    rest = [symbol for symbol in coalition.texts("RUS") if symbol != "A/RES/74/29"]
    assert (without * yes).sum() == pytest.approx(np.mean([coalition.past(symbol).sum()["yes"] for symbol in rest]))


# Adoption


@pytest.mark.parametrize("name", [name for name, *_ in adoption.CONVENTIONS.values()])
def test_joined_by_hand(name):
    counts = adoption.joined(name)
    first, last = counts.index[0], counts.index[-1]
    found = [r for r in rows("conventions") if r["convention"] == name]
    dated = sum(bool(r["ratified"]) and int(r["ratified"][:4]) <= last for r in found)
    undated = sum(bool(r["not_after"]) and int(r["not_after"][:4]) <= last for r in found)
    assert dated + undated - 1e-9 <= counts.sum() <= dated + undated + 1
    assert counts[first + 3] >= sum(r["ratified"].startswith(str(first + 3)) for r in found)
    assert (counts >= 0).all()


@given(st.floats(0.001, 0.4), st.floats(0.01, 1.2))
def test_the_bass_curve_rises_from_nothing_to_everybody(p, q):
    reached = adoption.share("bass", np.arange(0, 5000, 10), p, q)
    assert reached[0] == 0 and reached[-1] == pytest.approx(1, abs=1e-2)
    assert (np.diff(reached) >= -1e-12).all()


def test_the_bass_curve_is_a_logistic_cut_off_at_the_opening():
    t, p, q = np.arange(0, 30), 0.02, 0.4
    logistic = 1 / (1 + q / p * np.exp(-(p + q) * t))
    cut = (logistic - logistic[0]) / (1 - logistic[0])
    assert adoption.share("bass", t, p, q) == pytest.approx(cut)


def test_without_imitation_it_is_exponential():
    t = np.arange(20)
    assert adoption.share("bass", t, 0.1, 1e-12) == pytest.approx(1 - np.exp(-0.1 * t))


@pytest.mark.parametrize("p,q,m", [(0.03, 0.5, 150), (0.1, 0.3, 90), (0.01, 0.9, 60)])
def test_the_fit_finds_the_curve_that_made_the_counts(p, q, m):
    counts = m * np.diff(adoption.share("bass", np.arange(16), p, q))
    found = adoption.fit(counts)
    assert found[0] == pytest.approx(m, rel=0.03)
    again = found[0] * np.diff(adoption.share("bass", np.arange(16), *found[1:]))
    assert np.abs(again.cumsum() - counts.cumsum()).max() < 0.03 * m


@given(st.lists(st.integers(0, 40), min_size=3, max_size=12).filter(any), st.sampled_from(["bass", "gompertz"]))
@settings(max_examples=40)
def test_a_ceiling_lies_between_those_who_joined_and_all(counts, curve):
    ceiling = adoption.fit(counts, curve)[0]
    assert min(sum(counts), adoption.MOST) - 1e-6 <= ceiling <= adoption.MOST


@given(
    st.one_of(
        st.lists(st.integers(1, 6), min_size=5, max_size=8),
        st.sampled_from([[1, 4, 20, 89], [2, 9, 32, 117], [10, 20, 40, 80, 160]]),  # the most there are binds
    )
)
@settings(max_examples=20)
def test_the_fit_is_the_most_likely_of_the_grid(counts):
    counts = np.array(counts, float)
    points, _, _ = adoption._grid("bass", len(counts))
    found, best = adoption.fit(counts), -np.inf

    def likely(m, p, q):
        mean = m * np.diff(adoption.share("bass", np.arange(len(counts) + 1), p, q))
        return (counts * np.log(np.maximum(mean, 1e-12)) - mean).sum()

    for p, q in points:
        ceiling = min(counts.sum() / adoption.share("bass", len(counts), p, q), adoption.MOST)
        best = max(best, likely(ceiling, p, q))
    assert likely(*found) >= best - 1e-6


@pytest.mark.parametrize("counts,words", [([1, 2], "2 years"), ([1, -1, 2], "below nothing"), ([0, 0, 0], "Nobody joined"),
                                          ([1, float("nan"), 2], "below nothing")])  # fmt: skip
def test_impossible_counts_are_told(counts, words):
    with pytest.raises(ValueError, match=words):
        adoption.fit(counts)


def test_unknown_conventions_curves_and_years_are_told():
    with pytest.raises(ValueError, match="no record of 'Hague'"):
        adoption.joined("Hague")
    with pytest.raises(ValueError, match="no curve 'straight'"):
        adoption.fit([1, 2, 3], "straight")
    with pytest.raises(ValueError, match="no curve 'straight'"):
        adoption.share("straight", 1, 1, 1)
    for used in (2, 9):
        with pytest.raises(ValueError, match="needs at least 3 years, and fewer than its 9"):
            adoption.forecast("UN Convention against Corruption", used)


def test_held_out_years_play_no_part_in_the_fit(monkeypatch):
    name = "UN Convention against Corruption"
    before = adoption.forecast(name, 5)
    counts = adoption.joined(name)
    counts.iloc[5:] = 0
    monkeypatch.setattr(adoption, "joined", lambda name: counts)
    adoption._forecast.cache_clear()
    after = adoption.forecast(name, 5)
    adoption._forecast.cache_clear()
    pd.testing.assert_frame_equal(before.drop(columns="total"), after.drop(columns="total"))


def test_the_same_seed_gives_the_same_interval_and_totals_never_fall():
    one = adoption.forecast("UN Convention against Organized Crime", 6)
    adoption._forecast.cache_clear()
    pd.testing.assert_frame_equal(one, adoption.forecast("UN Convention against Organized Crime", 6))
    held = one.dropna(subset="low")
    assert (held["low"] <= held["high"]).all() and one["model"].is_monotonic_increasing
    assert held["low"].is_monotonic_increasing and held["high"].is_monotonic_increasing


def test_intervals_with_parameters_are_wider_and_hold_more():
    table = adoption.coverage().groupby(["curve", "parameters"])[["inside", "of"]].sum()
    for curve in adoption.CURVES.values():
        chance, full = table.loc[(curve, False)], table.loc[(curve, True)]
        assert chance["of"] == full["of"] and chance["inside"] < full["inside"]
        assert chance["inside"] / chance["of"] < 0.5  # far below the 0.9 that they promise


def test_years_to_a_number_of_parties_by_hand():
    dates = sorted(
        r["ratified"]
        for r in rows("conventions")
        if r["convention"] == "UN Convention against Corruption" and r["ratified"]
    )
    assert adoption.years_to(40)["UN Convention against Corruption"] == int(dates[39][:4]) - 2003
    assert adoption.years_to(190).isna().all()


# The portfolio


def test_both_sides_are_compared_by_design():
    assert portfolio.left("compared", "case") == portfolio.LEFT[0] == portfolio.left("case", "argument")
    assert portfolio.left("case", "case") == portfolio.LEFT[1]
    assert portfolio.left("argument", "compared") == portfolio.LEFT[2]
    with pytest.raises(ValueError, match="no design 'hearsay'"):
        portfolio.left("hearsay", "case")


def test_every_measure_and_every_problem_has_a_pair_and_every_work_an_entry():
    table = portfolio.table()
    assert set(table["measure"]) == set(portfolio.MEASURES) and set(table["problem"]) == set(portfolio.PROBLEMS)
    entries = set(re.findall(r"@\w+\{(\w+),", (ROOT / "references.bib").read_text("utf-8")))
    assert set(table["support_key"]) | set(table["objection_key"]) <= entries


@pytest.mark.parametrize("view", portfolio.VIEWS.values())
def test_every_pair_is_drawn(view):
    pairs = {f"{row['measure']} for {row['problem']}" for row in rows("measures")}
    assert set(portfolio.draw_portfolio(view).data["Pair"]) == pairs
    assert sum(len(portfolio.draw_portfolio(view, key).data) for key in portfolio.PROBLEMS) == len(pairs)


# Verdicts


def test_every_claim_has_one_verdict_and_a_link_to_its_page():
    table = verdicts.table()
    assert table["claim"].tolist() == [row["claim"] for row in rows("claims")] and len(table) == 30
    assert table["verdict"].notna().all() and set(table["verdict"]) <= set(verdicts.VERDICTS)
    assert table.set_index("claim")["link"][["I1", "P10", "S6"]].tolist() == [
        "../index.ipynb#claim-i1", "2-practice.ipynb#claim-p10", "4-ways-forward.ipynb#claim-s6"
    ]  # fmt: skip
    assert verdicts.counts().to_numpy().sum() == 30
    page = verdicts.all_claims()
    shown = page._repr_mimebundle_()["text/html"]
    assert all(f'href="{link}"' in shown for link in table["link"]) and len(str(page).splitlines()) == 30


def test_one_verdict_says_its_line():
    line = verdicts.verdict("S1")
    told = next(row for row in rows("verdicts") if row["claim"] == "S1")
    assert str(line) == f"Our verdict on S1: {told['verdict']}. {told['evidence']}"
    assert line._repr_mimebundle_()["text/markdown"].replace("**", "") == str(line)
    with pytest.raises(ValueError, match="no claim 'X1'"):
        verdicts.verdict("X1")
