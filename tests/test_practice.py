"""The subjects of Chapter 2: votes, blocs, events, instruments, decisions and incidents, against a second way to count."""

import csv
import itertools
import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cyberdiplomacy import blocs, data, decisions, dots, events, incidents, instruments, squares, style, votes

STANDS = st.sampled_from(["yes", "no", "abstain", "absent", "unknown"])
BALLOTS = st.lists(STANDS, max_size=40).map(lambda cast: pd.Series(cast, dtype="string"))
STATES = BALLOTS.filter(len)  # a state without any votes is a slip, and told


def rows(name):
    """A table read without pandas."""
    with (data.folder() / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


# Votes


def test_every_roll_call_adds_up_to_its_tally():
    votes.check_tallies(data.load("un_decisions"), data.load("un_votes"))


@pytest.mark.parametrize("column,by", [("yes", 1), ("no", -1), ("abstain", 1)])
def test_a_wrong_tally_is_told(column, by):
    wrong = data.load("un_decisions")
    at = wrong.index[wrong["symbol"] == "A/RES/73/27"][0]
    wrong.loc[at, column] += by
    with pytest.raises(data.DataError, match=rf"A/RES/73/27.*'{column}'.*Correct one"):
        votes.check_tallies(wrong, data.load("un_votes"))


def test_a_roll_call_without_a_decision_is_told():
    few = data.load("un_decisions").query("symbol != 'A/RES/73/27'")
    with pytest.raises(data.DataError, match="A/RES/73/27 is not in 'un_decisions'"):
        votes.check_tallies(few, data.load("un_votes"))


def test_members_of_the_day_vote_and_no_others():
    size = {symbol: len(votes.roll_call(symbol)) for symbol in votes.ABOUT}
    assert (size["A/RES/60/45"], size["A/RES/61/54"], size["A/RES/63/37"], size["A/RES/71/28"]) == (191, 192, 192, 193)
    assert "MNE" not in set(votes.roll_call("A/RES/60/45")["iso3"])  # independent in 2006
    assert "SSD" not in set(votes.roll_call("A/RES/63/37")["iso3"])  # independent in 2011
    assert {"SRB", "SWZ", "MKD", "TUR", "CZE"} <= set(
        votes.roll_call("A/RES/60/45")["iso3"]
    )  # today's codes throughout
    assert set(size) == {row["symbol"] for row in rows("un_votes")}


def test_an_unknown_resolution_is_told():
    with pytest.raises(KeyError, match="no roll call for 'A/RES/1/1'.*A/RES/73/27"):
        votes.roll_call("A/RES/1/1")


def test_agreement_by_hand():
    one = pd.Series({"a": "yes", "b": "no", "c": "abstain", "d": "absent", "e": "yes"})
    other = pd.Series({"a": "yes", "b": "yes", "c": "abstain", "d": "absent", "f": "yes"})
    share, count = votes.agreement(one, other)
    assert (round(share, 6), count) == (round(100 * 2 / 3, 6), 3)  # two absent states don't agree


def test_no_common_vote_is_no_agreement():
    share, count = votes.agreement(pd.Series({"a": "absent"}), pd.Series({"a": "yes"}))
    assert math.isnan(share) and count == 0


@given(STATES, STATES)
def test_agreement_is_mutual_and_a_share(one, other):
    share, count = votes.agreement(one, other)
    back, again = votes.agreement(other, one)
    assert count == again and (math.isnan(share) and math.isnan(back) or share == back)
    assert count == 0 or 0 <= share <= 100
    own, cast = votes.agreement(one, one)
    assert cast == 0 or own == 100


@given(BALLOTS)
def test_cohesion_is_one_only_for_equal_votes(ballot):
    value = votes.cohesion(ballot)
    cast = [vote for vote in ballot if vote in votes.STANDS]
    if not cast:
        assert math.isnan(value)
    else:
        assert 0 <= value <= 1 and (value == 1) == (len(set(cast)) == 1)


def test_cohesion_of_an_even_split_is_nothing():
    assert votes.cohesion(pd.Series(["yes", "no", "abstain"])) == 0
    assert votes.cohesion(pd.Series(["yes", "yes", "no", "absent"])) == pytest.approx((2 - 0.5) / 3)


def test_agreement_on_cyber_by_hand():
    cast = {(row["symbol"], row["iso3"]): row["vote"] for row in rows("un_votes")}
    both = [(cast[s, "CHN"], cast[s, "IND"]) for s in votes.ABOUT if cast[s, "IND"] in votes.STANDS]
    table = votes.agreement_on_cyber("CHN").set_index("iso3").loc["IND"]
    assert table["votes"] == len(both) and table["percent"] == pytest.approx(
        100 * sum(a == b for a, b in both) / len(both)
    )


@pytest.mark.parametrize("bloc", ["All members", *blocs.BLOCS])
def test_a_bloc_s_votes_are_those_of_its_members(bloc):
    table = votes.bloc_votes(bloc)
    assert list(table["symbol"]) == list(votes.ABOUT)
    unknown = table["members"] - table[["yes", "no", "abstain", "absent"]].sum(axis=1)
    assert unknown.between(0, 1).all()  # a gap in the source is neither a vote nor an absence


def test_a_tie_for_the_lead_is_no_agreement_with_china(monkeypatch):
    ballot = pd.DataFrame({"iso3": ["CHN", "AAA", "BBB", "CCC"], "vote": ["yes", "yes", "no", "absent"]})
    monkeypatch.setattr(votes, "roll_call", lambda symbol: ballot)
    assert votes.bloc_votes("All members")["as_china"].isna().all()
    ballot.loc[3, "vote"] = "yes"
    assert votes.bloc_votes("All members")["as_china"].all()


def test_yearly_agreement_is_of_the_country():
    china = votes.yearly_agreement("CHN")
    assert china["CHN"].isna().all() and china["USA"].notna().all()
    assert china["year"].min() == 1971 and china["year"].is_monotonic_increasing
    assert set(votes.members_by_name().values()) == set(data.load("un_agreement")["iso3"])


def test_inferred_roll_calls_are_marked_wherever_they_appear():
    inferred = set(data.load("un_decisions").query("identity == 'inferred'")["symbol"])
    assert inferred and {code for text, code in votes.choices().items() if "*" in text} == inferred
    for symbol in votes.ABOUT:
        assert (votes.INFERRED in votes.draw_resolution(symbol).sentence) == (symbol in inferred)
    for symbol, result in zip(*[decisions.draw_decisions().data[c] for c in ("Decision", "Result")], strict=True):
        assert ("inferred" in result) == (symbol in inferred)
    stars = votes.draw_blocs("SCO").data["Resolution"]
    assert {f"A/RES/{text.split('*')[0]}" for text in stars if "*" in text} == inferred


# Blocs


def test_membership_follows_the_years():
    assert "GBR" in blocs.members("EU", 2019) and "GBR" not in blocs.members("EU", 2020)
    assert "IND" not in blocs.members("SCO", 2016) and "IND" in blocs.members("SCO", 2017)
    assert [len(blocs.members("EU", year)) for year in (2005, 2007, 2013, 2023)] == [25, 27, 28, 27]
    assert len(blocs.members("ASEAN", 2023)) == 10 and len(blocs.members("Five Eyes", 2023)) == 5


def test_an_unknown_bloc_is_told():
    with pytest.raises(KeyError, match="no bloc 'NAM'.*SCO, BRICS"):
        blocs.members("NAM", 2020)


def test_every_bloc_has_a_place_and_a_name():
    assert set(data.load("blocs")["bloc"]) == set(blocs.BLOCS) == set(blocs.NAMES)


# Events


def test_events_by_period_by_hand():
    by_hand = {span: 0 for span in events.SPANS}
    for row in rows("events"):
        year = int(row["date"][:4])
        span = next(s for s in events.SPANS if events.bounds(s)[0] <= year <= events.bounds(s)[1])
        by_hand[span] += row["theme"] == "norms"
    assert events.counts("theme")["norms"].to_dict() == by_hand


def test_the_timeline_holds_enough_and_each_event_once():
    table = events.table()
    assert len(table) >= 120 and table["title"].is_unique
    assert table["date"].min() < "1995" and table["date"].max() > "2026"
    assert table["date"].is_monotonic_increasing and table["period"].notna().all()
    bears_on = set(itertools.chain.from_iterable(table["claims"].str.split(";")))
    assert bears_on == {f"P{k}" for k in range(1, 11)}
    known = set(data.load("countries")["iso3"]) | {"EUU"}
    for value in table["counterpart"].dropna():
        for part in value.split(";"):
            assert not (len(part) == 3 and part.isupper()) or part in known | {"SCO", "ITU", "G20"}, part


def test_choosing_narrows():
    everything = events.choose()
    assert len(everything) == len(rows("events"))
    parts = [len(events.choose(theme)) for theme in events.THEMES.values() if theme != "all"]
    assert sum(parts) == len(everything)
    for row in events.choose("ethics", "2019–2023", "P6").itertuples():
        assert row.theme == "ethics" and 2019 <= row.year <= 2023 and "P6" in row.claims.split(";")


def test_an_empty_choice_says_that_none_found_is_not_none_held():
    empty = next(
        (t, p) for t in events.THEMES.values() for p in events.PERIODS.values() if not len(events.choose(t, p))
    )
    assert "none found is not none held" in events.draw_timeline(*empty).sentence


def test_every_event_can_be_read_at_its_mark():
    picture = events.draw_timeline()
    assert picture.find == ("Find an event", "Date", "Event") and len(picture.data) == len(rows("events"))
    described = {row["title"]: (row["description"], row["source_url"]) for row in rows("events")}
    for _, shown in picture.data.iterrows():
        what, url = described[shown["Event"]]
        assert shown["What happened"] == what
        assert not url or shown["Source"] == style.Link(shown["Source"].text, url)


# Instruments and decisions


def test_partners_by_hand():
    found = {}
    for row in rows("instruments"):
        if row["level"] == "bilateral":
            for partner in row["counterparts"].split(";"):
                found[partner] = found.get(partner, 0) + 1
    assert instruments.partners().to_dict() == found


@pytest.mark.parametrize("platform", instruments.PLATFORMS.values())
def test_a_platform_counts_each_state_once(platform):
    takers = instruments.takers(platform)
    assert len(takers) and takers["iso3"].is_unique
    assert set(takers["iso3"]) == {r["iso3"] for r in rows("platforms") if r["instrument"].startswith(platform)}


def test_decisions_by_hand():
    found = rows("un_decisions")
    table = decisions.table()
    assert (table["kind"] == "without a vote").sum() == sum(row["without_vote"] == "true" for row in found)
    for row in found:
        recorded = any(row[column] for column in ("yes", "no", "abstain"))
        assert recorded != (row["without_vote"] == "true"), row["symbol"]


# Incidents


def test_incidents_add_up_to_the_data_sets():
    total = data.load("incidents").groupby("dataset")["incidents"].sum()
    assert total.to_dict() == {"EuRepoC": 2401, "DCID": 429, "CFR": 466}


@pytest.mark.parametrize("dataset", incidents.DATASETS)
@pytest.mark.parametrize("base", incidents.BASES.values())
@pytest.mark.parametrize("years", incidents.YEARS.values())
def test_shares_are_shares_of_what_is_counted(dataset, base, years):
    table = incidents.initiators(dataset, base, years)
    assert table["percent"].sum() == pytest.approx(100)
    assert table["incidents"].sum() == incidents.choose(dataset, base, years)["incidents"].sum()
    if base != "all":
        assert table.loc["not named", "incidents"] == 0
    if base == "state":
        assert table.loc["several", "incidents"] == 0


def test_years_without_an_incident_are_drawn_as_none_within_the_years_covered():
    years = incidents.by_year("DCID", "ISR")
    assert years.index.tolist() == list(range(2000, years.index.max() + 1)) and (years == 0).any()
    by_hand = sum(int(r["incidents"]) for r in rows("incidents") if r["dataset"] == "DCID" and r["initiator"] == "ISR")
    assert years.sum() == by_hand


def test_pairs_by_hand():
    by_hand = sum(
        int(r["incidents"])
        for r in rows("incidents")
        if r["dataset"] == "DCID" and r["initiator"] == "CHN" and r["target"] == "USA" and r["kind"] == "theft"
    )
    assert incidents.pairs("DCID", "theft").loc["CHN", "USA"] == by_hand > 0


def test_every_data_set_has_its_rules():
    rules = data.load("incident_rules")
    for dataset in incidents.DATASETS:
        assert {"unit", "inclusion", "initiator", "years", "limits"} <= set(rules[rules["dataset"] == dataset]["rule"])


# What the pictures share


@given(st.lists(st.floats(1990, 2027), min_size=1, max_size=60), st.sampled_from([0.25, 0.5, 1.0]))
def test_stacked_dots_never_lie_on_each_other(places, width):
    x, height = dots.stack(pd.Series(places), width)
    assert len(set(zip(x, height, strict=True))) == len(places)
    assert ((x - pd.Series(places)).abs() <= width / 2 + 1e-6).all()


def test_dates_become_decimal_years():
    found = dots.when(pd.Series(["2015", "2015-12", "2015-12-16", "2015-01-01"]))
    assert found.round(2).tolist() == [2015.5, 2015.96, 2015.96, 2015.0]


def test_squares_keep_rows_and_marks_together():
    states = pd.DataFrame({"name": list("abc"), "group": ["x", "y", "x"], "kind": ["no", "yes", "yes"]})
    _, ax = style.picture()
    drawn = squares.draw(ax, states, ["x", "y"], {"yes": squares.ROUND, "no": squares.FULL}, lambda g, part: g)
    assert drawn["name"].tolist() == ["c", "b", "a"]  # by kind, then by group


def test_names_take_their_article():
    assert style.the("United States") == "the United States" and style.the("China") == "China"
    assert style.capital("the United States") == "The United States"
