"""Each subject's calculations: against a second way to count, and for what must hold whatever the choice."""

import csv
import statistics

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cyberdiplomacy import (
    collaboration,
    data,
    definitions,
    discourse,
    internet,
    participation,
    presence,
    strategies,
    style,
)


def rows(name):
    """A table read without pandas."""
    with (data.folder() / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


# People online


def test_the_middle_country_is_the_median_counted_by_hand():
    of_2020 = [float(r["users_pct"]) for r in rows("internet_users") if r["year"] == "2020" and r["users_pct"]]
    middle = internet.middle_country().set_index("year").loc[2020]
    assert middle["percent"] == pytest.approx(statistics.median(of_2020)) and middle["countries"] == len(of_2020)


@given(st.integers(1, 230))
def test_the_middle_country_keeps_only_full_years(least):
    assert (internet.middle_country(least)["countries"] >= least).all()


def test_the_two_counts_for_china_stand_side_by_side():
    itu = internet.share_online("CHN").set_index("year")["percent"]
    own = internet.cnnic().set_index("as_of")["percent"]
    assert (itu[2023], own["2023-12"]) == (90.6, 77.5)
    assert internet.cnnic()["year"].is_monotonic_increasing


# Strategies and resources


def test_strategies_by_kind_add_up():
    kinds = {kind: len(strategies.listed(kind)) for kind in ("domestic", "international", "military")}
    assert sum(kinds.values()) == len(strategies.listed()) == len(rows("strategies"))


@pytest.mark.parametrize("resource", strategies.RESOURCES.values())
def test_holders_stand_largest_first_and_hold_china(resource):
    held = strategies.holders(resource)
    assert held["value"].is_monotonic_decreasing and "CHN" in set(held["iso3"]) and held["unit"].nunique() == 1


# Definitions


@given(st.sampled_from([*definitions.ORIGINS.values()]), st.sampled_from([*definitions.TERMS.values()]))
def test_a_choice_of_definitions_holds_what_was_chosen(origin, term):
    chosen = definitions.choose(origin, term)
    assert origin == "all" or set(chosen["origin"]) <= {origin}
    assert term == "all" or set(chosen["family"]) <= {term}
    whole = definitions.table()
    assert set(chosen["id"]) <= set(whole["id"])


def test_families_of_terms_are_told_by_their_words():
    for _, row in definitions.table().iterrows():
        named = row["term"].lower()
        expected = "cyber" if "cyber" in named or "network" in named else None
        assert expected in (None, row["family"]), row["term"]
        assert row["family"] != "digital" or ("cyber" not in named and "network" not in named), row["term"]


@given(st.sampled_from([*definitions.SPLITS.values()]))
def test_change_counts_lose_nobody(split):
    counts = definitions.change_counts(split)
    said = sum(1 for row in rows("definitions") if row["change_code"])
    assert counts[list(definitions.CHANGE)].to_numpy().sum() == said


# Posts and accounts


def test_the_middle_network():
    posts = [int(r["posts"]) for r in rows("diplomatic_posts")]
    assert presence.posts()["posts"].median() == statistics.median(posts)


@given(st.integers(2010, 2021))
def test_accounts_only_grow_with_the_years(year):
    now, next_year = presence.opened_by(year), presence.opened_by(year + 1)
    assert (now["accounts"] <= next_year["accounts"]).all() and (now["countries"] <= now["accounts"]).all()


def test_accounts_by_the_end_of_2019():
    opened = [r for r in rows("account_openings") if r["created"] and r["created"] < "2020"]
    assert presence.opened_by(2019)["accounts"].sum() == len(opened)


@given(st.sampled_from([*presence.MEASURES.values()]))
def test_the_share_of_the_largest_rises_to_all_and_bends_down(measure):
    share = presence.share_of_top(measure)
    steps = share.diff().dropna()
    assert share.is_monotonic_increasing and share.iloc[-1] == pytest.approx(100)
    assert (steps.diff().dropna() <= 1e-9).all()  # each next account adds no more than the one before
    assert (share >= 100 * share.index / len(share) - 1e-9).all()  # never under the line of equal accounts


def test_the_three_busiest_accounts_counted_by_hand():
    sent = sorted((int(r["tweets"]) for r in rows("account_openings") if r["created"] and r["tweets"]), reverse=True)
    assert presence.share_of_top("tweets")[3] == pytest.approx(100 * sum(sent[:3]) / sum(sent))


@pytest.mark.parametrize(
    "rank, text",
    [(1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"), (12, "12th"), (13, "13th"), (22, "22nd")],
)
def test_ordinals(rank, text):
    assert presence._ordinal(rank) == text


# Seats and forums


def test_every_seat_is_a_members_seat():
    states = participation.members()
    for group in participation.COMPLETE:
        held = {r["iso3"] for r in rows("gge_members") if r["group_id"] == group}
        assert set(states.loc[states[group], "iso3"]) == held
    assert states["seats"].between(0, len(participation.COMPLETE)).all()


def test_who_ever_sat_only_grows():
    ever = [participation.ever_seated(group) for group in participation.COMPLETE]
    assert all(earlier <= later for earlier, later in zip(ever, ever[1:], strict=False)) and len(ever[-1]) == 38
    assert participation.ever_seated("oewg-2019") == ever[-1]


@pytest.mark.parametrize("meeting", participation.MEETINGS.values())
def test_shares_of_a_forum_make_a_whole(meeting):
    shares = participation.forum_shares(meeting)
    assert shares["percent"].sum() == pytest.approx(100, abs=1.5)  # published shares are rounded
    assert not shares["kind"].duplicated().any()


# Words


def test_states_that_used_a_word_counted_by_hand():
    of_2024 = [int(r["digital"]) for r in rows("general_debate_terms") if r["year"] == "2024"]
    world = discourse.share_of_states("digital").set_index("year").loc[2024]
    assert world["percent"] == pytest.approx(100 * sum(n > 0 for n in of_2024) / len(of_2024))
    assert world["speakers"] == len(of_2024)


@given(st.sampled_from([*discourse.TERMS.values()]), st.sampled_from([*discourse.STATES.values()]))
@settings(max_examples=30)
def test_a_state_cannot_use_more_words_than_it_spoke(term, country):
    one = discourse.mentions(country, term)
    assert len(one) and (one["times"] <= one["words"]).all() and one["year"].is_monotonic_increasing
    assert discourse.share_of_states(term)["percent"].between(0, 100).all()


# Links


@given(st.sampled_from([*collaboration.ECONOMIES.values()]), st.sampled_from(collaboration.YEARS))
def test_links_of_an_economy_make_a_whole(economy, year):
    found = collaboration.partners(economy, year)
    assert found["percent"].sum() == pytest.approx(100) and found["links"].is_monotonic_decreasing
    assert found["partner"].notna().all() and not found["partner"].duplicated().any()


def test_links_are_the_same_from_both_sides():
    china = collaboration.partners("CHN", 2024).set_index("partner")["links"]
    india = collaboration.partners("IND", 2024).set_index("partner")["links"]
    assert china["India"] == india["China"]


# Words of the sentences


@given(st.integers(0, 10_000))
def test_plural_follows_the_count(count):
    text = style.plural(count, "state")
    assert text.replace(",", "").split() == [str(count), "state" if count == 1 else "states"]
