"""The only door to the course's tables, described in ``data/datapackage.json`` (Frictionless Data Package).

>>> load("countries").head()
>>> source("internet_users")
"""

import copy
import csv
import functools
import json
import os
from pathlib import Path

import pandas as pd

from .values import check, nearest, written


class DataError(ValueError):
    """A table can't be used; the message says which table, row and column, and what to do."""


def folder() -> Path:
    """The folder with the tables: ``data/`` beside the package, or the one that $CYBERDIPLOMACY_DATA names."""
    return Path(os.environ.get("CYBERDIPLOMACY_DATA") or Path(__file__).resolve().parent.parent / "data")


def names() -> list[str]:
    """The names of all tables."""
    return list(_package(folder()))


def load(name: str) -> pd.DataFrame:
    """One table as a typed DataFrame, each row checked against the table's schema.

    Integers are ``Int64`` and booleans ``boolean`` (both may be missing), numbers ``float64``, text ``string``.
    Units are in the schema: see ``describe(name)``.

    Raises DataError for an unknown name, a missing file, or a row that breaks the schema.
    """
    where = folder()
    _resource(where, name)  # a table or a list in place of a name is told here; no cache takes it
    return _read(where, name).copy()


def countries_in(table: str) -> dict[str, str]:
    """Name and code of every country that has a row in a table, by name: the options of a choice."""
    return dict(_countries_in(folder(), table))


@functools.cache
def _countries_in(base: Path, table: str) -> dict[str, str]:
    rows = _read(base, "countries")
    held = rows[rows["iso3"].isin(_read(base, table)["iso3"])].sort_values("name")
    return dict(zip(held["name"], held["iso3"], strict=True))


def check_state(code, table: str) -> None:
    """Does nothing for the code of a state (ISO 3166, three capital letters) that has a row in a table.

    Raises ValueError for any other value: for a name (``Germany``), other letters (``chn``, ``CN``) and what is written
    nearly so, the message has the code to write; for a state without a row, where to see which have one.
    """
    where = folder()
    try:
        if code in _codes_in(where, table):
            return
    except TypeError:  # a list or a table
        pass
    names = _read(where, "countries").set_index("iso3")["name"]
    if isinstance(code, str) and code in names.index:
        raise ValueError(
            f"Table {table!r} has no row of {names[code]} ({code!r}). "
            f"Which states it has: data.countries_in({table!r}), after: from cyberdiplomacy import data."
        )
    near = ", ".join(f"for {names[one]} write {one!r}" for one in nearest(code, _called(where)))
    hint = f"F{near[1:]}." if near else "A code has three capital letters: 'CHN' is China's."
    raise ValueError(f'There is no state with the code {written(code)}. {hint} All codes are in load("countries").')


@functools.cache
def _codes_in(base: Path, table: str) -> frozenset[str]:
    return frozenset(_read(base, table)["iso3"])


# What people write for a state that is neither its name nor its code, and not much like them.
_ALSO = {
    "America": "USA", "Britain": "GBR", "Burma": "MMR", "DPRK": "PRK", "England": "GBR", "Great Britain": "GBR",
    "Holland": "NLD", "Ivory Coast": "CIV", "PRC": "CHN", "ROK": "KOR", "Turkey": "TUR",
}  # fmt: skip


@functools.cache
def _called(base: Path) -> dict[str, str]:
    rows = _read(base, "countries")
    called = {}
    for column in ("iso3", "iso2", "name", "name_zh"):
        held = rows.dropna(subset=column)
        called |= dict(zip(held[column], held["iso3"], strict=True))
    return called | _ALSO


def source(*tables: str) -> str:
    """The credit line of one or more tables, for the foot of a figure."""
    return "; ".join(dict.fromkeys(_resource(folder(), name)["credit"] for name in tables))


def resource(name: str) -> dict:
    """What ``datapackage.json`` says of a table: title, description, sources, licences, schema."""
    return copy.deepcopy(_resource(folder(), name))


def describe(name: str) -> pd.DataFrame:
    """The columns of a table: name, type, unit, and what each means."""
    fields = _resource(folder(), name)["schema"]["fields"]
    columns = ["name", "type", "unit", "description"]
    return pd.DataFrame([[f.get(c, "") for c in columns] for f in fields], columns=columns)


@functools.cache
def _package(where: Path) -> dict[str, dict]:
    try:
        package = json.loads((where / "datapackage.json").read_text("utf-8"))
    except FileNotFoundError:
        raise DataError(f"There is no datapackage.json in {where}. Keep the data folder beside the package.") from None
    except json.JSONDecodeError as error:
        raise DataError(f"{where / 'datapackage.json'} is not valid JSON: {error}.") from None
    return {resource["name"]: resource for resource in sorted(package["resources"], key=lambda one: one["name"])}


def _resource(where: Path, name: str) -> dict:
    known = _package(where)
    check(name, known.keys(), "table", error=DataError)
    return known[name]


@functools.cache
def _read(where: Path, name: str) -> pd.DataFrame:
    resource = _resource(where, name)
    path = where / resource["path"]
    fields = resource["schema"]["fields"]
    wanted = [field["name"] for field in fields]
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            header, *rows = csv.reader(lines)
    except FileNotFoundError:
        raise DataError(f"Table {name!r}: its file {path} is missing. Get the data folder again.") from None
    except (UnicodeDecodeError, ValueError, csv.Error) as error:
        raise DataError(f"Table {name!r}: {path} is not a CSV file in UTF-8 ({error}).") from None
    if header != wanted:
        raise DataError(f"Table {name!r}: the columns of {path} are {header}, and should be {wanted}.")
    for number, row in enumerate(rows, start=2):
        if len(row) != len(wanted):
            raise DataError(f"Table {name!r}, row {number}: {len(row)} values for {len(wanted)} columns.")
    text = pd.DataFrame(rows, columns=wanted, dtype="string").replace("", pd.NA)
    table = pd.DataFrame({field["name"]: _column(name, field, text[field["name"]]) for field in fields})
    _check_key(name, resource["schema"], table)
    return table


def _column(table: str, field: dict, text: pd.Series) -> pd.Series:
    """One column in its declared type, each value within its declared constraints."""

    def refuse(bad: pd.Series, why: str) -> None:
        if bad.any():
            row = bad.idxmax()
            value = "" if pd.isna(text[row]) else text[row]
            raise DataError(f"Table {table!r}, row {row + 2}, column {field['name']!r}: {value!r} {why}.")

    limits = field.get("constraints", {})
    kind = field["type"]
    if limits.get("required"):
        refuse(text.isna(), "is empty, and a value is required")
    if "pattern" in limits:
        refuse(~text.str.fullmatch(limits["pattern"]).fillna(True), f"does not have the form {limits['pattern']}")
    if kind in ("integer", "year", "number"):
        values = pd.to_numeric(text, errors="coerce").astype("Float64")
        refuse(values.isna() & text.notna(), "is not a number")
        if kind != "number":
            refuse((values % 1 != 0).fillna(False), "is not a whole number")
            values = values.astype("Int64")
        else:
            values = values.astype("float64")
    elif kind == "boolean":
        values = text.map({"true": True, "false": False}).astype("boolean")
        refuse(values.isna() & text.notna(), "is neither true nor false")
    else:
        values = text
    if "enum" in limits:
        refuse(~(values.isin(limits["enum"]) | text.isna()), f"is none of {limits['enum']}")
    if "minimum" in limits:
        refuse((values < limits["minimum"]).fillna(False), f"is below {limits['minimum']}")
    if "maximum" in limits:
        refuse((values > limits["maximum"]).fillna(False), f"is above {limits['maximum']}")
    if limits.get("unique"):
        refuse(values.duplicated() & text.notna(), "stands twice")
    return values


def _check_key(name: str, schema: dict, table: pd.DataFrame) -> None:
    key = schema.get("primaryKey", [])
    key = [key] if isinstance(key, str) else key
    if key and (twice := table.duplicated(key)).any():
        row = twice.idxmax()
        what = ", ".join(f"{column} {table[column][row]}" for column in key)
        raise DataError(f"Table {name!r}, row {row + 2}: a second row for {what}; there may be only one.")
