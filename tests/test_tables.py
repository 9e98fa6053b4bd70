"""The data package: valid by the standard's own tool, complete, with a source for every fact."""

import csv
import json
import re

import pytest
from frictionless import Package, Resource

from cyberdiplomacy import data

PACKAGE = json.loads((data.folder() / "datapackage.json").read_text("utf-8"))
RESOURCES = {resource["name"]: resource for resource in PACKAGE["resources"]}
# Rows that come from the source of what they belong to, an index or an indicator, unless they name another.
BY_PARENT = {"index_scores": "index_editions", "indicator_values": "indicators"}


@pytest.fixture(scope="module")
def reports():
    """What the validator says of each table, by name. The whole package, because tables refer to each other."""
    report = Package(str(data.folder() / "datapackage.json")).validate()
    assert not report.errors
    return {task.name: task for task in report.tasks}


def columns(resource: dict) -> list[str]:
    return [field["name"] for field in resource["schema"]["fields"]]


@pytest.mark.parametrize("name", RESOURCES)
def test_a_table_is_valid(name, reports):
    assert reports[name].valid, reports[name].flatten(["rowNumber", "fieldName", "message"])[:5]


def test_the_validator_sees_a_broken_row(tmp_path):
    """A validator that passes everything would pass the test above too."""
    lines = (data.folder() / "countries.csv").read_text("utf-8").split("\n")
    lines[3] = lines[3].replace(lines[3][:3], "??", 1)
    (tmp_path / "countries.csv").write_text("\n".join(lines), "utf-8")
    report = Resource.from_descriptor(RESOURCES["countries"], basepath=str(tmp_path)).validate()
    assert [field for (field,) in report.flatten(["fieldName"])] == ["iso3"]


def test_every_file_is_a_table_of_the_package():
    assert {path.name for path in data.folder().glob("*.csv")} == {r["path"] for r in RESOURCES.values()}


@pytest.mark.parametrize("name", RESOURCES)
def test_a_table_says_what_it_is_and_whose(name):
    resource = RESOURCES[name]
    assert resource["title"] and len(resource["description"]) > 30 and resource["credit"]
    assert resource["licenses"] and all(licence.get("name") for licence in resource["licenses"])
    assert resource["sources"] and all(source.get("title") for source in resource["sources"])
    if "source_url" not in columns(resource) and name not in ("claims", "explorers", "gge_coverage", "verdicts"):
        assert re.fullmatch(r"20\d\d(-\d\d-\d\d)?", resource["retrieved"])
    for field in resource["schema"]["fields"]:
        assert field["description"].endswith("."), field["name"]


@pytest.mark.parametrize("name", [n for n, r in RESOURCES.items() if "source_url" in columns(r)])
def test_every_fact_has_a_source(name):
    with (data.folder() / RESOURCES[name]["path"]).open(encoding="utf-8", newline="") as lines:
        for number, row in enumerate(csv.DictReader(lines), start=2):
            if name in BY_PARENT and not any(row[c] for c in row if c.startswith("source_")):
                continue
            assert row["source_title"], f"row {number}"
            if row["source_url"]:
                assert re.match(r"https?://\S+$", row["source_url"]), f"row {number}: {row['source_url']!r}"
            else:  # a print source: then who published it
                assert row["source_publisher"], f"row {number}"


@pytest.mark.parametrize("name, parent", BY_PARENT.items())
def test_a_row_without_a_source_has_its_parent_s(name, parent):
    keys = [key for key in RESOURCES[name]["schema"]["foreignKeys"] if key["reference"]["resource"] == parent]
    assert len(keys) == 1 and "source_url" in columns(RESOURCES[parent])
    held = set(data.load(parent)[keys[0]["reference"]["fields"]].iloc[:, 0])
    assert set(data.load(name)[keys[0]["fields"]].iloc[:, 0]) == held


def test_tables_of_facts_name_a_source_by_row():
    """The others come whole from one source, which the package names."""
    whole = {name for name, r in RESOURCES.items() if "source_url" not in columns(r)}
    assert whole == {
        "account_openings", "claims", "countries", "explorers", "general_debate_terms", "gge_coverage", "github_links",
        "huawei_projects", "incidents", "internet_users", "un_agreement", "un_votes", "verdicts",
    }  # fmt: skip


@pytest.mark.parametrize("name", [n for n, r in RESOURCES.items() if {"iso3", "year"} & set(columns(r))])
def test_countries_of_every_table_are_known(name):
    if name == "countries" or "iso3" not in columns(RESOURCES[name]):
        return
    known = set(data.load("countries")["iso3"]) | {
        "WLD",
        "EUU",
        "AFR",
        "XKX",
    }  # the world, two unions, Kosovo (no ISO code)
    assert set(data.load(name)["iso3"].dropna()) <= known


def test_words_that_only_makers_use_stay_out():
    """Notes on how the work went, and doubts about a row, don't belong in a published table."""
    for path in data.folder().iterdir():
        text = path.read_text("utf-8")
        found = re.findall(r"(?i)\bfrom memory\b|\btodo\b|\bto be checked\b|(?<!\w)/tmp/|(?<!\w)/home/", text)
        assert not found, f"{path.name}: {found[:3]}"


def test_totals_that_anyone_can_look_up():
    assert data.load("countries")["un_member"].sum() == 193
    groups = data.load("un_groups").set_index("group_id")["seats"]
    members = data.load("gge_members").groupby("group_id").size()
    complete = data.load("gge_coverage").query("complete")["group_id"]
    assert [groups[name] for name in complete] == [members[name] for name in complete] == [15, 15, 20, 25]
    posts = data.load("diplomatic_posts")
    assert posts.loc[posts["iso3"] == "CHN", "posts"].item() == 274
    speeches = data.load("general_debate_terms")
    assert speeches["year"].agg(["min", "max"]).tolist() == [1990, 2024]


def test_counts_of_words_are_within_the_speech():
    table = data.load("general_debate_terms")
    assert (table["cyberspace"] <= table["cyber"]).all()
    assert (table[["cyber", "internet", "digital", "sovereignty"]].sum(axis=1) < table["words"]).all()
