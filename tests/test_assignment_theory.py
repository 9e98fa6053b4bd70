"""Assignment 1: its variants are equally hard. Sizes of what a student meets lie in a band; no answer hangs on a tie."""

import pytest

from cyberdiplomacy import load
from cyberdiplomacy.exercises.theory import ASSIGNMENT

VARIANTS = ASSIGNMENT.variants
COMPLETE = ("gge-2009", "gge-2012", "gge-2014", "gge-2019")


def within(numbers, low, high):
    """The numbers that lie outside a band, by the variant's position: empty if all variants are alike."""
    return {at: number for at, number in enumerate(numbers) if not low <= number <= high}


def members(*groups):
    sat = load("gge_members")
    return set(sat.loc[sat["group_id"].isin(groups), "iso3"])


def test_people_online_and_posts_are_one_row_each_and_no_extreme():
    online, posts = load("internet_users"), load("diplomatic_posts")
    found = [online.query("iso3 == @v['country'] and year == @v['online_year']")["users_pct"] for v in VARIANTS]
    assert all(len(values) == 1 for values in found)
    assert not within([values.iloc[0] for values in found], 25, 95)
    own = posts.set_index("iso3")["posts"]
    assert [v["country"] for v in VARIANTS if (posts["posts"] == own[v["country"]]).sum() > 1] == []
    assert not within([(posts["posts"] < own[v["country"]]).sum() for v in VARIANTS], 15, 63)


def test_countries_and_economies_bear_their_names_of_the_table():
    names = load("countries").set_index("iso3")["name"]
    assert [v for v in VARIANTS if names[v["country"]] != v["country_name"]] == []
    assert [v for v in VARIANTS if names[v["economy"]] != v["economy_name"].removeprefix("the ")] == []


def test_definitions_by_tools_come_from_all_four_origins_in_every_window():
    rows = load("definitions")
    tools = [rows[rows["year"].between(v["first_year"], v["last_year"]) & (rows["object_code"] <= 1)] for v in VARIANTS]
    assert not within([len(kept) for kept in tools], 10, 25)
    assert {kept["origin"].nunique() for kept in tools} == {4}


def test_the_third_partner_leads_the_fourth():
    rows = load("github_links")
    for v in VARIANTS:
        links = rows.query("economy == @v['economy'] and year == @v['links_year']")["links"].sort_values()
        assert 45 <= len(links) <= 180, v
        assert links.iloc[-3] >= 1.005 * links.iloc[-4], v


def test_windows_of_accounts_hold_about_as_many_accounts():
    rows = load("account_openings")
    opened = [rows[rows["created"].between(v["first_month"], v["last_month"])] for v in VARIANTS]
    assert not within([len(kept) for kept in opened], 36, 56)
    # The first and the last month have an account each: whoever leaves one of them out gets another answer.
    assert all(
        {v["first_month"], v["last_month"]} <= set(kept["created"]) for v, kept in zip(VARIANTS, opened, strict=True)
    )


def test_lists_of_states_are_about_as_long_and_no_region_is_empty():
    region = load("countries").set_index("iso3")["region"]
    seats = [[region[code] for code in members(v["group"])] for v in VARIANTS]
    assert {v["group"] for v in VARIANTS} == set(COMPLETE)
    assert not within([sum(at in v["regions"] for at in sat) for v, sat in zip(VARIANTS, seats, strict=True)], 5, 13)
    assert all(set(v["regions"]) <= set(sat) for v, sat in zip(VARIANTS, seats, strict=True))


def test_subregions_have_some_members_with_a_seat_and_some_without():
    states = load("countries").query("un_member")
    for v in VARIANTS:
        assert len(set(v["subregions"])) == 2, v
        for name in v["subregions"]:
            codes = set(states.loc[states["subregion"] == name, "iso3"])
            assert len(codes) >= 9, name
            assert 50 <= 100 * len(codes - members(*COMPLETE)) / len(codes) <= 95, name


def test_words_spread_in_the_same_number_of_years():
    rows = load("general_debate_terms")
    grown = []
    for v in VARIANTS:
        share = 100 * (rows[v["word"]] > 0).groupby(rows["year"]).mean()
        grown.append(share[v["after"]] - share[v["before"]])
        assert share[v["before"]] > 0, v
    assert {v["after"] - v["before"] for v in VARIANTS} == {8}
    assert not within(grown, 3.5, 36)


def test_words_are_said_by_states_with_a_seat_and_by_others():
    rows = load("general_debate_terms")
    seated = members(*COMPLETE)
    for v in VARIANTS:
        now = rows[rows["year"] == v["seat_year"]]
        seat, says = now["iso3"].isin(seated), now[v["seat_word"]] > 0
        assert 37 <= seat.sum() <= 38 and 150 <= (~seat).sum() <= 160, v
        assert (says & seat).sum() >= 5 and (says & ~seat).sum() >= 3, v
        assert abs(100 * (says[seat].mean() - says[~seat].mean())) >= 1.5, v


@pytest.mark.parametrize("name", ["country", "first_month", "subregions", "regions"])
def test_neighbours_seldom_share_values(name):
    """At most three variants share a value of the names that a student would copy by."""
    values = [repr((v[name], v["group"]) if name == "regions" else v[name]) for v in VARIANTS]
    assert max(values.count(value) for value in values) <= 3
