"""A wrong value is told in words: what was written, what there is, and what was probably meant."""

import pandas as pd
import pytest

from cyberdiplomacy import (
    blocs,
    coalition,
    composite,
    data,
    discourse,
    events,
    explore,
    incidents,
    indices,
    institutions,
    internet,
    measures,
    participation,
    values,
    votes,
)

BY_STATE = {
    "votes.stand": votes.stand,
    "votes.agreement_on_cyber": votes.agreement_on_cyber,
    "votes.yearly_agreement": votes.yearly_agreement,
    "internet.share_online": internet.share_online,
    "discourse.mentions": lambda code: discourse.mentions(code, "cyber"),
    "indices.standing": lambda code: indices.standing("EGDI", code),
}


def told(call, error=ValueError) -> str:
    """What a call that must fail says."""
    with pytest.raises(error) as caught:
        call()
    return caught.value.args[0]


@pytest.mark.parametrize("call", BY_STATE.values(), ids=BY_STATE)
@pytest.mark.parametrize(
    "written, code",
    [("Germany", "DEU"), ("chn", "CHN"), ("CN", "CHN"), ("UK", "GBR"), ("中国", "CHN"), ("Turkiye", "TUR"),
     ("turkey", "TUR"), ("GER", "DEU"), ("Brasil", "BRA"), ("Korea", "PRK")],
)  # fmt: skip
def test_a_state_by_any_other_name_is_told_its_code(call, written, code):
    message = told(lambda: call(written))
    assert repr(written) in message and f"write {code!r}" in message


@pytest.mark.parametrize("call", BY_STATE.values(), ids=BY_STATE)
@pytest.mark.parametrize("wrong", ["Atlantis of old", "", None, 156, ["CHN"], pd.Series(["CHN"] * 99)])
def test_what_is_no_state_is_told_where_the_codes_are(call, wrong):
    message = told(lambda: call(wrong))
    assert values.written(wrong) in message and 'load("countries")' in message and "write" not in message


def test_a_state_that_a_table_lacks_is_told_by_name():
    message = told(lambda: votes.stand("TWN"))
    assert "Taiwan ('TWN')" in message and "data.countries_in('un_votes')" in message


@pytest.mark.parametrize(
    "table", ["un_votes", "un_agreement", "internet_users", "general_debate_terms", "index_scores"]
)
def test_every_state_of_a_table_is_right(table):
    for code in data.countries_in(table).values():
        data.check_state(code, table)


@pytest.mark.parametrize(
    "call, wrong, helps, error",
    [
        (votes.roll_call, "73/27", "'A/RES/73/27'", KeyError),
        (votes.bloc_votes, "Asean", "mean 'ASEAN'?.*SCO.*All members", KeyError),
        (lambda bloc: blocs.members(bloc, 2024), "Shanghai", "mean 'SCO'?", KeyError),
        (lambda bloc: blocs.members(bloc, 2024), "european union", "mean 'EU'?", KeyError),
        (lambda year: blocs.members("SCO", year), "now", "whole number from 1900", ValueError),
        (lambda year: blocs.members("SCO", year), 24, "whole number from 1900", ValueError),
        (lambda year: blocs.members("SCO", year), 2024.5, "whole number from 1900", ValueError),
        (lambda term: discourse.mentions("CHN", term), "AI", "mean 'artificial_intelligence'?", ValueError),
        (lambda term: discourse.mentions("CHN", term), "words", "terms are: cyber, internet", ValueError),
        (discourse.share_of_states, "Cyber", "mean 'cyber'?", ValueError),
        (events.choose, "Ethics", "mean 'ethics'?.*norms, governance", ValueError),
        (lambda period: events.choose("ethics", period), "2019", "'2019-2023'", ValueError),
        (lambda period: events.choose("ethics", period), "lately", "'2019-2023'", ValueError),
        (lambda period: events.choose("ethics", period), "2023-2019", "Write '2019–2023'", ValueError),
        (lambda period: events.choose("ethics", period), "1980–1990", "1994–2026", ValueError),
        (lambda claim: events.choose("all", "1994–2026", claim), "p6", "mean 'P6'?", ValueError),
        (incidents.initiators, "eurepoc", "mean 'EuRepoC'?.*DCID, CFR", ValueError),
        (lambda base: incidents.initiators("CFR", base), "State", "mean 'state'?", ValueError),
        (lambda years: incidents.initiators("CFR", "all", years), "2005", "all, common", ValueError),
        (lambda name: incidents.by_year(name, "CHN"), "dcid", "mean 'DCID'?", ValueError),
        (incidents.pairs, "dcid", "mean 'DCID'?", ValueError),
        (institutions.firsts, "office", "mean 'foreign-ministry office'?.*agency", ValueError),
        (institutions.firsts, "Agencies", "mean 'agency'?", ValueError),
        (lambda region: institutions.choose("all", region), "asia", "mean 'Asia'?", ValueError),
        (lambda short: indices.standing(short, "CHN"), "egdi", "mean 'EGDI'?.*GCI, EGDI", ValueError),
        (composite.values, "big", "total, head", ValueError),
        (composite.values, "Per head", "mean 'head'?", ValueError),
        (lambda size: measures.series("researchers", size), "heads", "mean 'head'?", ValueError),
        (composite.ranks, [3, 1], "a column of numbers", ValueError),
        (lambda yes: coalition.passes(yes, 59), "60", "without quotation marks", ValueError),
        (data.load, "country", "mean 'countries'?", ValueError),
        (data.describe, ["claims"], "tables are:.*claims", ValueError),
        (lambda vote: votes.agreement(vote, votes.stand("BRA")), "CHN", r"votes\.stand\(\"CHN\"\)", ValueError),
    ],
)
def test_a_wrong_value_is_told_with_what_there_is(call, wrong, helps, error):
    message = told(lambda: call(wrong), error)
    assert repr(wrong) in message
    assert pd.Series([message]).str.contains(helps.replace("?", r"\?")).item(), message


def test_an_empty_selection_is_no_state():
    none = data.load("un_votes").query("iso3 == 'Germany'").set_index("symbol")["vote"]
    assert "empty" in told(lambda: votes.agreement(votes.stand("CHN"), none))


def test_words_have_no_rank():
    assert "holds words" in told(lambda: composite.ranks(data.load("countries")["name"]))


def test_a_table_in_place_of_a_name_is_not_printed_whole():
    assert "There is no table <DataFrame>" in told(lambda: data.load(data.load("countries")))


def test_an_explorer_is_made_from_the_function_itself():
    assert "without brackets" in told(lambda: explore(participation.draw_seats(), group=["gge-2009"]))


@pytest.mark.parametrize("theme", events.THEMES.values())
def test_a_period_may_have_a_hyphen(theme):
    for period in events.PERIODS.values():
        pd.testing.assert_frame_equal(events.choose(theme, period), events.choose(theme, period.replace("–", "-")))
    assert events.draw_timeline(theme, "2019-2023").sentence == events.draw_timeline(theme, "2019–2023").sentence


@pytest.mark.parametrize("year", [2024, 2024.0, pd.Series([2024])[0], "2024", " 2024 "])
def test_a_year_may_be_written_as_a_text(year):
    assert len(blocs.members("SCO", year)) == 10


@pytest.mark.parametrize(
    "written, found",
    [
        ("SÃO-TOMÉ", ["Sao Tome"]),  # the same but for signs, before all others
        ("st", ["Sao Tome"]),  # initials
        ("tom", ["Sao Tome", "Tomorrow"]),  # begins a word
        ("tomorow", ["Tomorrow"]),  # written alike
        ("to", []),  # too short for more than a guess
        ("", []),
        (7, []),
    ],
)
def test_the_nearest_names(written, found):
    assert values.nearest(written, {name: name for name in ("Sao Tome", "Tomorrow", "xyz")}) == found


def test_hints_are_few():
    assert len(values.nearest("guinea b", {f"Guinea B{k}": k for k in range(9)})) == values.MOST
