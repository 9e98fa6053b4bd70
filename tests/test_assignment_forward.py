"""The variants of Assignment 4 are equally hard: as many rows to meet, nothing empty, no answer that hangs on one row."""

from functools import cache

import pytest

from cyberdiplomacy import load, pipeline
from cyberdiplomacy.exercises.forward import VARIANTS
from cyberdiplomacy.exercises.work import Mine

CASES = [Mine(**values) for values in VARIANTS]
every = pytest.mark.parametrize("mine", CASES, ids=[str(number) for number in range(len(CASES))])


def years(dates):
    return dates.str[:4].astype(int)


@cache
def votes(symbol):
    """The votes on a text, with the country's columns, by code."""
    rows = load("un_votes")
    return rows[rows["symbol"] == symbol].merge(load("countries"), on="iso3").set_index("iso3")


def proposals(mine):
    rows = load("proposals")
    rows = rows[rows["proposer"].isin(["China", "China with others"])]
    return rows[years(rows["date"]).between(mine.proposed_from, mine.proposed_to)]


@every
def test_the_window_of_steps_is_of_middle_size_and_holds_nothing_planned(mine):
    rows = load("un_processes")
    rows = rows[years(rows["date"]).between(mine.first_year, mine.last_year)]
    lasting = rows["produced"].isin(["norms", "law", "institution"]).mean()
    assert 25 <= len(rows) <= 50 and 0.35 <= lasting <= 0.6 and not rows["planned"].any()


@every
def test_two_measures_have_four_to_six_rows_and_two_to_four_works_that_argue(mine):
    rows = load("measures")
    rows = rows[rows["measure"].isin(mine.measures)]
    assert len(set(mine.measures)) == 2 and 4 <= len(rows) <= 6
    assert 2 <= rows[rows["support_design"] == "argument"]["support_key"].nunique() <= 4


@every
def test_the_window_of_proposals_holds_all_four_fates(mine):
    rows = proposals(mine)
    assert 9 <= len(rows) <= 23 and rows["fate"].nunique() == 4


@every
def test_the_supporters_are_un_members_that_neither_all_voted_yes_nor_all_not(mine):
    codes = set(proposals(mine)["supporters_iso3"].dropna().str.split(";").explode()) - {"CHN"}
    cast = votes(mine.text)["vote"]
    assert codes <= set(cast.index) and 8 <= len(codes) <= 33
    assert 0.6 <= (cast[list(codes)] == "yes").mean() <= 0.96


@every
def test_the_year_of_a_party_doesnt_hang_on_counting_from_0_or_1(mine):
    rows = load("conventions").query("convention == @mine.convention")
    joined = years(rows["ratified"].dropna().sort_values()).tolist()
    before, it, after = joined[mine.nth - 2 : mine.nth + 1]
    assert before == it == after != mine.by_year
    assert 10 <= sum(year <= mine.by_year for year in joined) < len(joined)


@every
def test_a_region_has_votes_to_lose_and_members_that_took_a_stand_twice(mine):
    inside = votes(mine.text)["region"] == mine.region
    one, other = votes(mine.text).loc[inside, "vote"], votes(mine.other_text)["vote"].reindex(inside.index[inside])
    assert (one == "yes").sum() >= 9
    stand = ["yes", "no", "abstain"]
    twice = one.isin(stand) & other.isin(stand)
    assert twice.sum() >= 28
    assert 0.1 <= ((one == "yes") & (other == "yes"))[twice].mean() <= 0.95


@every
def test_the_model_ends_in_a_shortage_and_the_order_of_its_steps_matters(mine):
    def shortage(graduates):
        return pipeline.run(
            10, mine.workforce, mine.need - mine.workforce, graduates, mine.stay, mine.others, mine.leave,
            mine.need_growth, mine.graduate_growth,
        )["shortage"].iloc[-1] / 1000  # fmt: skip

    right = shortage(mine.graduates)
    assert 600 <= right <= 2000
    assert right - shortage(mine.graduates * (1 + mine.graduate_growth)) > 10
