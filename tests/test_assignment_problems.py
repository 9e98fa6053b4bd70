"""Assignment 3 is equally hard in every variant: similar numbers of rows, no ties, nothing missing, same direction."""

import pandas as pd
import pytest

from cyberdiplomacy import load
from cyberdiplomacy.exercises.problems import VARIANTS

INDEX = ["fixed_broadband", "rd_gdp", "science_articles"]


@pytest.fixture(scope="module")
def by_year():
    """Values of all indicators: (indicator, year) → a series by country."""
    rows = load("indicator_values").set_index("iso3")
    return {name: part for name, part in rows.groupby(["indicator", "year"])["value"]}


@pytest.fixture(params=range(len(VARIANTS)))
def mine(request):
    """One variant."""
    return VARIANTS[request.param]


def test_china_leads_in_total_and_trails_per_head(mine, by_year):
    total, people = by_year[mine["total"], mine["year"]], by_year["population", mine["year"]]
    head = total / people
    assert 150 <= 100 * total["CHN"] / total[mine["rival"]] <= 1500
    assert 100 * head["CHN"] / head[mine["rival"]] <= 90


def test_china_gains_within_eight_to_ten_years(mine, by_year):
    then, now = (by_year[mine["rate"], mine[end]] for end in ("first", "last"))
    assert 8 <= mine["last"] - mine["first"] <= 10
    assert 10 <= 100 * (now["CHN"] / now[mine["rival"]] - then["CHN"] / then[mine["rival"]]) <= 100


def test_a_series_has_two_editions_or_more_and_hardly_any_state_stays(mine):
    editions = load("index_editions").query("short == 'EGDI'").sort_values("year").set_index("edition_id")
    line = editions.index[editions["series"] == editions.loc[mine["edition"], "series"]]
    scores = load("index_scores").query("dimension == 'overall'").set_index(["edition_id", "iso3"])["rank"]
    gained = scores[line[0]][mine["states"]] - scores[line[-1]][mine["states"]]
    assert 2 <= len(line) <= 4 and gained.notna().all()
    assert (gained == 0).sum() <= 1 and gained["CHN"] != 0
    assert (gained > 0).any() and (gained < 0).any()


def test_five_to_ten_have_both_strategy_and_office(mine):
    texts, bodies = load("strategies"), load("institutions")
    one = texts[(texts["kind"] == mine["strategy"]) & (texts["year"] <= mine["by"])]["iso3"]
    kept = (bodies["kind"] == mine["office"]) & (bodies["created"].str[:4].astype(int) <= mine["by"])
    assert 5 <= len(set(one) & set(bodies[kept]["iso3"])) <= 10


def test_all_ten_states_have_one_count_in_both_forums(mine):
    roles = load("actor_roles")
    roles = roles[roles["iso3"].isin(mine["states"])]
    assert len(set(mine["states"])) == 10 and {"CHN", "USA"} <= set(mine["states"])
    for measure in ("organisations allowed to number vulnerabilities, all types",
                    "authors of drafts and standards in one year, by country of address"):  # fmt: skip
        assert roles[roles["measure"] == measure]["iso3"].value_counts().tolist() == [1] * 10


def test_three_places_have_shortages_that_differ(mine):
    rows = load("talent_estimates").query("measure == 'shortage' and unit == 'persons'")
    rows = rows[rows["place"].isin(mine["places"]) & (rows["stated"].str[:4].astype(int) <= mine["said_by"])]
    spread = rows.groupby("place").agg(n=("low", "size"), low=("low", "min"), high=("high", "max"))
    assert 13 <= len(rows) <= 24 and len(spread) == 3 and spread["n"].min() >= 2
    assert (spread["high"] / spread["low"]).min() >= 1.3


def test_correlations_rest_on_similar_numbers_of_states(mine, by_year):
    countries = load("countries").set_index("iso3")["region"]
    posts = load("diplomatic_posts").set_index("iso3")["posts"].astype(float)
    total, people = by_year[mine["total"], mine["year"]], by_year["population", mine["year"]]
    table = pd.DataFrame({"posts": posts, "total": total, "people": people}).dropna()
    table = table[table.index.map(countries.to_dict()) == mine["region"]]
    head = table["posts"].corr(table["total"] / table["people"])
    assert 21 <= len(table) <= 27
    assert 0.03 <= abs(head) < table["posts"].corr(table["total"])


def test_the_small_index_has_no_near_ties(mine, by_year):
    table = pd.DataFrame({name: by_year[name, mine["index_year"]][mine["states"]] for name in INDEX})
    table["science_articles"] /= by_year["population", mine["index_year"]][mine["states"]]
    scaled = 100 * (table - table.min()) / (table.max() - table.min())
    score = scaled.sum(axis=1, skipna=False).add(scaled[mine["double"]]).div(4).sort_values(ascending=False)
    assert score.notna().all() and score.diff().abs().min() > 0.8
    assert 8 <= list(score.index).index("CHN") + 1 <= 9
    assert list(score.index) != list(scaled.sum(axis=1).sort_values(ascending=False).index)  # the weight matters
