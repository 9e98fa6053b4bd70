"""Assignment 2 is equally hard in every variant: similar numbers of rows, no ties, nothing empty."""

import functools

import pandas as pd
import pytest

from cyberdiplomacy import load as read
from cyberdiplomacy.exercises.practice import VARIANTS

load = functools.cache(read)
CAST = ["yes", "no", "abstain"]


@pytest.fixture(params=range(len(VARIANTS)))
def mine(request):
    """One variant."""
    return VARIANTS[request.param]


@pytest.fixture(scope="module")
def region():
    """The region of each state."""
    return load("countries").set_index("iso3")["region"]


@pytest.fixture(scope="module")
def votes():
    """Votes by resolution (rows) and state (columns)."""
    return load("un_votes").pivot(index="symbol", columns="iso3", values="vote")


def of_years(table, first, last):
    """The rows of a table dated in a span of years."""
    return table[table["date"].str[:4].astype(int).between(first, last)]


def test_a_level_holds_a_theme_as_a_part(mine):
    rows = of_years(load("events"), mine["first"], mine["last"]).query("level == @mine['level']")
    assert 30 <= len(rows) <= 55 and 5 <= (rows["theme"] == mine["theme"]).sum() <= 28


def test_all_five_kinds_of_instrument_occur(mine):
    rows = of_years(load("instruments"), mine["signed_from"], mine["signed_to"])
    assert 18 <= len(rows) <= 45 and rows["kind"].nunique() == 5


def test_a_vote_and_a_signature_each_leave_states_out(mine, region, votes):
    inside = set(region.index[region == mine["region"]])
    yes = set(votes.columns[votes.loc[mine["text"]] == "yes"]) & inside
    joined = set(load("platforms").query("instrument == @mine['instrument']")["iso3"]) & inside
    assert 4 <= len(yes & joined) <= 14
    assert yes - joined and joined - yes


def test_a_roll_call_has_four_kinds_of_vote(mine, region, votes):
    called = votes.loc[mine["called"], votes.columns.map(region) == mine["voters"]].dropna()
    assert set(called) == {*CAST, "absent"} and 14 <= len(called) <= 54


def test_a_state_is_absent_and_abstains_where_sides_differ(mine, votes):
    own = votes.loc[votes["CHN"] != votes["USA"], mine["country"]]
    assert own.notna().all() and "unknown" not in set(own)
    assert 1 <= (own == "absent").sum() <= 5 and 1 <= (own == "abstain").sum() <= 4
    sides = [(own == votes.loc[own.index, side]).sum() for side in ("CHN", "USA")]
    assert min(sides) > 0 and sides[0] != sides[1]


def test_five_years_of_agreement_are_known_and_not_even(mine):
    rows = load("un_agreement").query("iso3 == @mine['country']").set_index("year")
    rows = rows.loc[range(mine["agree_from"], mine["agree_to"] + 1), ["china_pct", "usa_pct"]]
    assert len(rows) == 5 and rows.notna().all(axis=None)
    assert abs(rows["china_pct"].mean() - rows["usa_pct"].mean()) > 3


def test_rival_texts_have_common_supporters_and_china_and_the_usa_on_two_sides(mine, region, votes):
    one, other = votes.loc[mine["one_text"]], votes.loc[mine["other_text"]]
    yes = one.index[(one == "yes") & (one.index.map(region) == mine["supporters"])]
    assert 18 <= len(yes) <= 47 and 0.4 < (other[yes] == "yes").mean() < 0.97
    assert {(text["CHN"], text["USA"]) for text in (one, other)} == {("yes", "no"), ("no", "yes")}


def test_rules_of_counting_change_the_share_of_china(mine):
    rows = load("incidents").query("dataset == 'EuRepoC'")
    rows = rows[rows["year"].between(mine["named_from"], mine["named_to"])]
    named = rows[rows["initiator"] != "not named"]
    state = named[(named["actor"] == "state") & (named["initiator"] != "several")]
    shares = [
        100 * part.loc[part["initiator"] == "CHN", "incidents"].sum() / part["incidents"].sum()
        for part in (rows, named, state)
    ]
    assert 400 <= rows["incidents"].sum() <= 1750
    assert shares[0] + 3 < shares[1] < shares[2] - 3


def test_shares_of_theft_rest_on_enough_incidents_and_differ(mine):
    rows = load("incidents").query("dataset == @mine['dataset']")
    rows = rows[rows["year"].between(mine["kind_from"], mine["kind_to"])]
    number = rows.groupby("initiator")["incidents"].sum()
    theft = rows[rows["kind"] == "theft"].groupby("initiator")["incidents"].sum()
    share = 100 * theft / number
    assert number["CHN"] >= 40 and number[mine["beside"]] >= 28
    assert share["CHN"] - share[mine["beside"]] > 3 and share["CHN"] < 100


def test_the_first_four_movers_stand_apart_and_gaps_in_the_data_dont_matter(mine):
    members = load("blocs").query("bloc == @mine['bloc'] and left.isna()")["iso3"]
    agreement = load("un_agreement")
    agreement = agreement[agreement["iso3"].isin(members)]
    table = agreement.pivot(index="iso3", columns="year", values="china_pct")
    early, late = (table.loc[:, slice(*mine[span])] for span in ("early", "late"))
    complete = pd.concat([early, late], axis=1).dropna().index
    assert early.shape[1] == late.shape[1] == 5 and mine["early"][1] < mine["late"][0] and len(complete) >= 27
    change = (late.mean(axis=1) - early.mean(axis=1)).sort_values()
    strict = change[complete].sort_values()
    assert strict.iloc[:5].diff().min() > 0.25 and strict.iloc[3] < -2
    assert list(change.index[:4]) == list(strict.index[:4])
