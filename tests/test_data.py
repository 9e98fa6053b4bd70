"""The door to the tables: what it gives, and what it says of a table that is broken."""

import json
import shutil

import pytest

from cyberdiplomacy import data


@pytest.fixture
def broken(tmp_path, monkeypatch):
    """A copy of the data folder that a test may break."""
    copy = tmp_path / "data"
    shutil.copytree(data.folder(), copy)
    monkeypatch.setenv("CYBERDIPLOMACY_DATA", str(copy))
    return copy


@pytest.mark.parametrize("name", data.names())
def test_every_table_loads_and_has_a_credit(name):
    table = data.load(name)
    assert len(table) and data.source(name)
    assert list(data.describe(name)["name"]) == list(table.columns)


def test_namibia_is_a_country():
    assert data.load("countries").set_index("iso3")["iso2"]["NAM"] == "NA"


def test_a_table_given_away_can_be_changed_without_harm():
    table = data.load("countries")
    table["name"] = "x"
    assert data.load("countries")["name"].nunique() > 100


def test_sources_are_joined_without_repeats():
    assert data.source("countries", "countries") == data.source("countries")


def test_unknown_name_lists_the_known():
    with pytest.raises(data.DataError, match="no table 'countrys'. Did you mean 'countries'.*internet_users"):
        data.load("countrys")


def edit(path, old, new):
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


@pytest.mark.parametrize(
    "old, new, words",
    [
        ("CHN,", "C1,", ["'countries'", "row ", "column 'iso3'", "'C1'", "form"]),
        ("CHN,", ",", ["'countries'", "column 'iso3'", "required"]),
        ("CHN,", "USA,", ["'countries'", "row ", "column 'iso3'", "'USA' stands twice"]),
        ("iso3,", "code,", ["'countries'", "columns", "should be"]),
        ("CHN,", "CHN,extra,", ["'countries'", "row ", "values for"]),
    ],
)
def test_a_broken_row_is_named(broken, old, new, words):
    edit(broken / "countries.csv", old, new)
    with pytest.raises(data.DataError) as error:
        data.load("countries")
    for word in words:
        assert word in str(error.value)


@pytest.mark.parametrize("value, words", [("many", "is not a number"), ("101", "is above 100"), ("-1", "is below 0")])
def test_a_wrong_number_is_named(broken, value, words):
    path = broken / "internet_users.csv"
    lines = path.read_text("utf-8").split("\n")
    at = [field["name"] for field in _fields("internet_users")].index("users_pct")
    cells = lines[5].split(",")
    cells[at] = value
    lines[5] = ",".join(cells)
    path.write_text("\n".join(lines), "utf-8")
    with pytest.raises(data.DataError, match=rf"'internet_users', row 6, column 'users_pct': '{value}' {words}"):
        data.load("internet_users")


def test_a_second_row_for_the_same_key_is_named(broken):
    path = broken / "internet_users.csv"
    lines = path.read_text("utf-8").split("\n")
    lines.insert(3, lines[2])
    path.write_text("\n".join(lines), "utf-8")
    with pytest.raises(data.DataError, match=r"'internet_users', row 4: a second row for iso3 \w+, year \d+"):
        data.load("internet_users")


def _fields(name):
    package = json.loads((data.folder() / "datapackage.json").read_text("utf-8"))
    return next(r for r in package["resources"] if r["name"] == name)["schema"]["fields"]


def test_a_missing_file_is_named(broken):
    (broken / "claims.csv").unlink()
    with pytest.raises(data.DataError, match="'claims'.*claims.csv is missing"):
        data.load("claims")


def test_a_missing_package_is_told(tmp_path, monkeypatch):
    monkeypatch.setenv("CYBERDIPLOMACY_DATA", str(tmp_path))
    with pytest.raises(data.DataError, match="no datapackage.json"):
        data.load("claims")


def test_a_file_that_is_no_text_is_told(broken):
    (broken / "claims.csv").write_bytes(b"\xff\xfe\x00bad")
    with pytest.raises(data.DataError, match="'claims'.*UTF-8"):
        data.load("claims")
