"""The class simulation: who is at the table, what the cards say, the printed pages, the tally and the debrief."""

import fnmatch
import json
import re
import tomllib
import xml.etree.ElementTree as ET
from pathlib import Path

import pandas as pd
import pytest

from cyberdiplomacy import blocs, data, votes
from cyberdiplomacy.simulation import (
    SimulationError,
    __main__,
    cards,
    debrief,
    notebook,
    pages,
    positions,
    roster,
    rules,
    states,
    tally,
)
from cyberdiplomacy.simulation.paragraphs import BY_TOPIC, PARAGRAPHS

SIZES = range(6, 61)
ROOT = Path(__file__).resolve().parent.parent


def run(capsys, *arguments) -> tuple[int, str, str]:
    """Exit code, output and error text of the command."""
    code = __main__.main([str(argument) for argument in arguments])
    said = capsys.readouterr()
    return code, said.out, said.err


def sheet(path: Path, edits: dict[tuple[str, str, str], str], size: int = 6) -> Path:
    """An empty tally for a class with some cells filled in, by round, state and column."""
    rows = [dict(zip(tally.COLUMNS, row, strict=True)) for row in tally.blank(states.choose(size))]
    for (kind, code, column), value in edits.items():
        next(row for row in rows if row["round"] == kind and row["iso3"] == code)[column] = value
    tally.write(path, [list(row.values()) for row in rows])
    return path


def whole(column: str, value: dict[str, str]) -> dict:
    return {("final", code, column): vote for code, vote in value.items()}


# Who is at the table


@pytest.mark.parametrize("size", SIZES)
def test_every_class_has_distinct_and_balanced_states(size):
    codes = states.choose(size)
    members = set(data.load("countries").query("un_member")["iso3"])
    assert len(codes) == len(set(codes)) == size and set(codes) <= members
    assert {"CHN", "RUS", "USA", "IND", "KEN"} <= set(codes) and set(codes) & blocs.members("EU", 2025)
    assert states.gap(codes) <= states.tolerance(size)
    assert states.region_gap(codes) <= states.region_tolerance(size)
    present = (states.regions(codes) > 0).sum()
    assert present >= max(least for start, least in states.REGIONS_FROM.items() if size >= start)
    assert len(states.between(codes)) >= max(n for start, n in states.BETWEEN_FROM.items() if size >= start)
    assert (states.sides(codes)[["first only", "second only", "both"]] > 0).all()


def test_the_gap_is_what_it_says():
    """Worked out here from the table of votes, for six states."""
    codes, rows = states.choose(6), data.load("un_votes")
    distances = []
    for symbol in states.CONTESTED:
        cast = rows[(rows["symbol"] == symbol) & rows["vote"].isin(votes.STANDS)]
        here = cast[cast["iso3"].isin(codes)]
        for stand in votes.STANDS:
            distances.append(100 * abs((here["vote"] == stand).mean() - (cast["vote"] == stand).mean()))
    assert states.gap(codes) == pytest.approx(sum(distances) / 24)


def test_one_more_student_is_one_more_state():
    assert all(states.choose(size) == states.choose(60)[:size] for size in SIZES)


def test_states_between_the_sides_voted_for_both():
    assert states.both("ZAF") == 4 and states.both("CHN") == states.both("USA") == 0
    assert states.between(["CHN", "ZAF", "USA"]) == ["ZAF"]


@pytest.mark.parametrize("size", [0, 5, 61])
def test_a_class_out_of_bounds_is_refused(size, capsys, tmp_path):
    code, _, error = run(capsys, "--class", size, "--out", tmp_path / "out")
    assert code == 2 and f"{size} students" in error and "6 to 60" in error and not (tmp_path / "out").exists()


# Positions


def test_every_position_has_a_speaker_a_source_and_a_letter_of_the_draft():
    rows = data.load("un_positions")
    assert (rows["iso3"].isna() ^ rows["group"].isna()).all()
    assert set(rows["iso3"].dropna()) <= set(data.load("countries").query("un_member")["iso3"])
    assert rows[["source_title", "source_publisher", "source_url"]].notna().all(axis=None)
    assert set(rows["topic"]) == set(BY_TOPIC) == set(positions.TOPICS)
    assert all(
        a in BY_TOPIC[t].alternatives for t, a in rows[["topic", "alternative"]].dropna().itertuples(index=False)
    )


def test_every_alternative_but_the_fund_is_somebody_s():
    """The source on the fund names no states; the text says so."""
    stood = {(p.topic, letter) for p in PARAGRAPHS for letter in p.alternatives if positions.who(p.topic, letter)}
    wanted = {(p.topic, letter) for p in PARAGRAPHS for letter in p.alternatives}
    assert wanted - stood == {("capacity", "A")} and "names no states" in BY_TOPIC["capacity"].outcome


def test_a_state_s_own_newest_position_comes_before_its_group_s():
    assert positions.nearest("SGP")["rules"] == "A" and positions.nearest("THA")["rules"] == "B"  # ASEAN: B
    assert positions.nearest("EGY")["mechanism"] == "A" and positions.nearest("GHA")["mechanism"] == "B"
    assert positions.nearest("CHN")["data"] == "C"  # B in 2019 and 2020


def test_what_became_of_a_point_has_a_source_of_the_tables():
    known = set()
    for table in ("un_positions", "un_processes", "un_groups", "proposals"):
        known |= set(data.load(table)["source_url"].dropna())
    assert {paragraph.source[2] for paragraph in PARAGRAPHS} <= known


# Cards


def test_a_card_says_only_what_the_tables_say():
    said, cast, texts = data.load("un_positions"), data.load("un_votes"), data.load("proposals").set_index("name")
    votes_of = {(r.symbol, r.iso3): r.vote for r in cast.itertuples()}
    for seat in roster.deal(60):
        card, code = cards.card(seat), seat.iso3
        for (one, other), (_, _, first, second) in zip(states.PAIRS, card.votes, strict=True):
            assert first == cards.LABELS[votes_of.get((one, code), "absent")]
            assert second == cards.LABELS[votes_of.get((other, code), "absent")]
        assert card.groups == [blocs.NAMES[b] for b in blocs.BLOCS if code in blocs.members(b, 2025)]
        assert all(code in texts.loc[name, "supporters_iso3"].split(";") for name, _ in card.texts)
        assert len({one.paragraph for one in card.said}) == len(card.said) == 7 - len(card.silent)
        for one in card.said:
            rows = said[(said["position"] == one.text) & (said["source_url"] == one.url)].fillna("")
            rows = rows[(rows["date"] == one.date) & (rows["alternative"] == one.alternative)]
            speakers = set(rows["group"]) if one.speaker else set(rows["iso3"])
            assert (
                (one.speaker in speakers and code in blocs.members(one.speaker, 2025))
                if one.speaker
                else code in speakers
            )
            assert positions.sources()[one.source - 1][2] == one.url


def test_a_state_without_a_statement_says_that_only_its_votes_are_known():
    silent = next(c for c in data.load("countries").query("un_member")["iso3"] if not positions.of(c))
    html = pages.pages([roster.Seat(1, silent), *roster.deal(6)[1:]])["cards"]
    text = html[html.index(f'id="{silent}"') : html.index('id="RUS"')]
    assert "only its votes are" in text and "Nearest" not in text and cards.card(roster.Seat(1, silent)).said == []


def test_counts_on_a_card_are_those_of_the_votes_module():
    card = cards.card(roster.Seat(1, "BRA"))
    share, common = votes.agreement(votes.stand("BRA"), votes.stand("CHN"))
    assert ("China", round(share), common) in card.likeness
    assert cards.card(roster.Seat(1, "CHN")).conventions == ["UN Convention against Cybercrime: signed 2025"]


# Names


def class_list(path: Path, n: int = 8, turn: bool = False, encoding: str = "utf-8") -> Path:
    rows = [f"{k:03},名{k},Li" for k in range(n)]
    path.write_text("id,first_name,last_name\n" + "\n".join(rows[::-1] if turn else rows) + "\n", encoding)
    return path


def test_names_are_dealt_out_the_same_way_for_the_same_seed(tmp_path):
    names = roster.read_names(class_list(tmp_path / "a.csv"))
    other = roster.read_names(class_list(tmp_path / "b.csv", turn=True, encoding="gb18030"))
    assert roster.deal(8, names, 3) == roster.deal(8, other, 3) != roster.deal(8, names, 4)
    assert roster.deal(8, names[::-1], 3) == roster.deal(8, names, 3)
    assert sorted(seat.student for seat in roster.deal(8, names)) == sorted(f"名{k} Li" for k in range(8))
    assert [seat.iso3 for seat in roster.deal(8, names)] == states.choose(8)


@pytest.mark.parametrize(
    "text, parts",
    [
        ("number,name\n1,Li\n", ["lacks the column 'id'", "id,first_name,last_name"]),
        ("id,first_name,last_name\n1,Li,Na\n1,Wu,Bo\n", ["line 3", "the id 1 stands twice"]),
        ("id,first_name,last_name\n1,,\n", ["line 2", "without name"]),
        ("id,first_name,last_name\n" + "".join(f"{k},A,B\n" for k in range(5)), ["5 students", "6 to 60"]),
        ("", ["lacks the column"]),
    ],
)
def test_a_bad_class_list_is_explained(text, parts, capsys, tmp_path):
    (tmp_path / "class.csv").write_text(text, "utf-8")
    code, _, error = run(capsys, "--names", tmp_path / "class.csv", "--out", tmp_path / "out")
    assert code == 2 and all(part in error for part in parts), error


def test_a_missing_class_list_and_a_wrong_number_are_explained(capsys, tmp_path):
    code, _, error = run(capsys, "--names", tmp_path / "none.csv")
    assert code == 2 and "no such file" in error
    code, _, error = run(capsys, "--class", 9, "--names", class_list(tmp_path / "c.csv"), "--out", tmp_path / "o")
    assert code == 2 and "has 9 students" in error and "has 8" in error
    code, _, error = run(capsys)
    assert code == 2 and "--class" in error
    (tmp_path / "file").write_text("")
    code, _, error = run(capsys, "--class", 6, "--out", tmp_path / "file")
    assert code == 2 and "can't be written" in error


# Pages


@pytest.fixture(scope="module")
def made() -> dict[str, str]:
    return pages.pages(roster.deal(60), "A5")


@pytest.mark.parametrize("page", pages.TITLES)
def test_a_page_is_well_formed_and_asks_no_host(page, made):
    root = ET.fromstring(made[page].replace("<!DOCTYPE html>", ""))
    for element in root.iter():
        assert element.tag not in ("script", "link", "iframe", "object", "embed"), element.tag
        for name, value in element.attrib.items():
            assert name != "src" and not name.startswith("on")
            if name == "href" and not value.startswith("http"):
                target, _, part = value.partition("#")
                assert target.removesuffix(".html") in pages.TITLES
                assert not part or f'id="{part}"' in made[target.removesuffix(".html")]
    style = "".join(element.text for element in root.iter("style"))
    assert "url(" not in style and "@import" not in style and "@page" in style


def test_chinese_terms_are_marked_as_chinese(made):
    for text in made.values():
        bare = re.sub(r'<span lang="zh-Hans">.*?</span>', "", text)
        assert not re.search(r"[\u4e00-\u9fff]", bare)
    assert all(f'<span lang="zh-Hans">{p.title_zh}</span>' in made["text"] for p in PARAGRAPHS)
    assert "中国" in made["cards"]


def test_every_card_fits_one_page(browser, tmp_path):
    """Printed by the machine's own Chromium, as many pages as cards; and nothing is fetched."""
    asked = []
    for paper in pages.PAPERS:
        pages.write(tmp_path / paper, roster.deal(60), paper)
        page = browser.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.goto((tmp_path / paper / "cards.html").as_uri())
        printed = page.pdf(prefer_css_page_size=True)
        page.close()
        assert len(re.findall(rb"/Type\s*/Page[^s]", printed)) == 60
    assert all(url.startswith("file:") for url in asked)


def test_the_folder_is_whole_and_a_filled_tally_is_kept(capsys, tmp_path):
    code, out, _ = run(capsys, "--class", 7, "--out", tmp_path)
    assert code == 0 and "index.html" in out
    assert {path.name for path in tmp_path.iterdir()} == {
        *(f"{page}.html" for page in pages.TITLES), "tally.csv", "tally-example.csv", "debrief.ipynb",
    }  # fmt: skip
    before = sheet(tmp_path / "tally.csv", {("opening", "CHN", "rules"): "B"}, 7).read_bytes()
    code, out, _ = run(capsys, "--class", 9, "--out", tmp_path)
    assert code == 0 and "was kept" in out and (tmp_path / "tally.csv").read_bytes() == before
    tally.write(tmp_path / "tally.csv", tally.blank(states.choose(7)))
    run(capsys, "--class", 9, "--out", tmp_path)
    assert len((tmp_path / "tally.csv").read_text("utf-8-sig").splitlines()) == 1 + 2 * 9


def test_the_templates_go_with_the_package():
    held = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]
    assert any(fnmatch.fnmatch("cyberdiplomacy.simulation", found) for found in held["packages"]["find"]["include"])
    patterns = held["package-data"]["*"]
    folder = ROOT / "cyberdiplomacy" / "simulation"
    for path in (folder / "templates").iterdir():
        assert any(fnmatch.fnmatch(path.relative_to(folder).as_posix(), pattern) for pattern in patterns), path.name


# Rules


@pytest.mark.parametrize("size", [6, 24, 31, 60])
@pytest.mark.parametrize("lessons", [1, 2])
def test_a_timetable_fills_its_lessons(size, lessons):
    rows = rules.timetable(size, lessons)
    ends = [int(when.rsplit("–")[-1]) for when, _, _ in rows]
    starts = [int(re.search(r"(\d+)–", when)[1]) for when, _, _ in rows]
    assert starts == [0 if end == 90 else end for end in [90, *ends[:-1]]] and ends.count(90) == lessons
    assert rules.seconds(size, lessons) >= 10 and size * rules.seconds(size, lessons) <= 60 * 15 * lessons


def test_what_a_rule_makes_of_votes():
    assert [rules.adopted(4, 2, rule) for rule in rules.RULES] == [False, True, True]
    assert [rules.adopted(3, 2, rule) for rule in rules.RULES] == [False, False, True]
    assert [rules.adopted(3, 0, rule) for rule in rules.RULES] == [True, True, True]
    assert not any(rules.adopted(0, 0, rule) for rule in rules.RULES)
    assert [rules.chosen({"A": 3, "B": 3}, rule) for rule in rules.RULES] == [None, None, None]
    assert [rules.chosen({"A": 1, "D": 2}, rule) for rule in rules.RULES] == [None, "D", "D"]
    assert rules.chosen({}, "Consensus") is None


# Tally and debrief


def test_a_tally_comes_back_as_it_was_written(tmp_path):
    codes = states.choose(12)
    rows = tally.example(codes)
    tally.write(tmp_path / "t.csv", rows)
    back = tally.read(tmp_path / "t.csv")
    assert back.to_numpy().tolist() == rows and list(back.columns) == list(tally.COLUMNS)


def test_a_tally_is_read_as_spreadsheets_save_it(tmp_path):
    """Semicolons, GB 18030, Chinese words, small letters, empty lines at the end."""
    text = sheet(tmp_path / "t.csv", whole("text", {"CHN": "赞成", "USA": "反对", "RUS": "弃权", "IND": "YES"})
                 | {("final", "KEN", "rules"): "b"}).read_text("utf-8-sig")  # fmt: skip
    (tmp_path / "s.csv").write_text(text.replace(",", ";") + ";;;\n\n", "gb18030")
    back = tally.in_round(tally.read(tmp_path / "s.csv"))
    assert back["text"].to_dict() == {"CHN": "yes", "RUS": "abstain", "USA": "no", "FRA": "", "IND": "yes", "KEN": ""}
    assert back.at["KEN", "rules"] == "B"


@pytest.mark.parametrize(
    "edits, parts",
    [
        ({("final", "CHN", "iso3"): "CHX"}, ["line 8", "no state 'CHX'", "Did you mean CHN (China)?"]),
        ({("final", "USA", "iso3"): "CHN"}, ["line 10", "China stands twice", "line 8"]),
        ({("final", "FRA", "rules"): "E"}, ["line 11", "column rules", "France has 'E'", "A, B, C, D or abstain"]),
        ({("final", "FRA", "stakeholders"): "C"}, ["column stakeholders", "A, B, D or abstain"]),
        ({("final", "FRA", "text"): "maybe"}, ["column text", "'maybe'", "yes, no or abstain"]),
        ({("opening", "RUS", "round"): "first"}, ["line 3", "'first' is no round"]),
        ({}, ["is not filled in"]),
    ],
)
def test_a_bad_tally_is_explained(edits, parts, capsys, tmp_path):
    code, _, error = run(capsys, "--check", sheet(tmp_path / "t.csv", edits))
    assert code == 2 and all(part in error for part in parts), error


def test_a_tally_that_is_no_tally_is_explained(tmp_path):
    (tmp_path / "a.csv").write_text("round,iso3\nfinal,CHN\n")
    with pytest.raises(SimulationError, match="lacks the column 'state'"):
        tally.read(tmp_path / "a.csv")
    (tmp_path / "b.csv").write_bytes(b"PK\x03\x04\0\0\xff\xfe")
    with pytest.raises(SimulationError, match="no text file"):
        tally.read(tmp_path / "b.csv")
    with pytest.raises(SimulationError, match="no such file"):
        tally.read(tmp_path / "c.csv")
    tally.write(tmp_path / "d.csv", tally.example(states.choose(6))[:9])
    with pytest.raises(SimulationError, match="3 delegations"):
        tally.read(tmp_path / "d.csv")


@pytest.fixture
def small(tmp_path) -> pd.DataFrame:
    """Six delegations: five choose B and one A on the first paragraph; the text has four yes, one no, one abstention."""
    first = dict.fromkeys(("CHN", "RUS", "FRA", "IND", "KEN"), "B") | {"USA": "A"}
    text = dict.fromkeys(("CHN", "FRA", "IND", "KEN"), "yes") | {"USA": "no", "RUS": "abstain"}
    edits = whole("rules", first) | whole("text", text) | whole("law", {"CHN": "D", "FRA": "D"})
    return tally.read(
        sheet(tmp_path / "t.csv", edits | {("opening", "CHN", "rules"): "C", ("opening", "FRA", "rules"): "B"})
    )


def test_results_worked_out_by_hand(small):
    made = tally.outcome(small)
    assert made.loc["rules"].tolist() == ["no text", "B", "B"] and made.loc["law"].tolist() == ["D", "D", "D"]
    assert made.loc["data"].tolist() == ["no text"] * 3
    assert made.loc["text"].tolist() == ["not adopted", "adopted", "adopted"]
    assert tally.counts(small).loc["law"].tolist() == [0, 0, 0, 2, 0, 4]


def test_the_class_beside_its_states(small):
    rows = debrief.delegations(small)
    assert rows["moved"].to_dict() == {"CHN": 1, "RUS": 0, "USA": 0, "FRA": 0, "IND": 0, "KEN": 0}
    assert rows.loc["USA", ["known", "as stated"]].tolist() == [1, 1]  # A, as in July 2025
    assert rows.loc["CHN", ["known", "as stated", "78/16", "78/237"]].tolist() == [2, 0, "no", "yes"]
    counted = debrief.as_stated(small)
    assert counted.loc["law"].tolist() == [2, 0, 2, 0] and counted.loc["rules"].tolist() == [5, 1, 0, 4]
    close = debrief.agreement(small, "CHN")
    assert close.loc["FRA", ["class", "class votes"]].tolist() == [100, 3]  # rules, law, text
    assert close["class"].isna()["USA"]  # only two questions in common
    real = votes.agreement_on_cyber("CHN").set_index("iso3")["percent"]
    assert close.at["FRA", "real"] == pytest.approx(real["FRA"])
    with pytest.raises(KeyError, match="BRA is not at the table"):
        debrief.agreement(small, "BRA")


def test_pictures_say_what_they_show(small):
    assert "on 1 of the 7 paragraphs, by two thirds on 2" in debrief.draw_paragraphs(small).sentence
    picture = debrief.draw_text(small)
    assert "4 yes, 1 no, 1 abstention; the text is adopted by two thirds and by simple majority" in picture.sentence
    assert picture.data.set_index("Text").loc["The class", "yes"] == pytest.approx(66.7)
    assert "7 choices" in debrief.draw_as_stated(small).sentence
    assert "2 delegations" not in debrief.draw_agreement(small).sentence
    assert "Opening poll of 6 delegations" in debrief.draw_paragraphs(small, "opening").sentence
    assert "2 choices" in debrief.draw_as_stated(small, "opening").sentence
    whole = 100 * 157 / (157 + 9 + 11)  # the tally of 78/16
    assert debrief.draw_text(small, "UN").data.iloc[4]["yes"] == pytest.approx(whole, abs=0.05)
    nobody = small.assign(text="", rules="", law="")
    assert "the tally has none" in debrief.draw_paragraphs(nobody).sentence
    assert "0 choices" in debrief.draw_as_stated(nobody).sentence
    assert "No delegation" in debrief.draw_agreement(nobody).sentence
    assert "under none" in debrief.draw_text(nobody).sentence


@pytest.mark.parametrize("filled", [True, False])
def test_the_debrief_notebook_runs(filled, tmp_path, monkeypatch, capsys):
    """Its code cells, one after another; with an empty tally it says so and shows the example."""
    pages.write(tmp_path, roster.deal(12))
    if filled:
        sheet(tmp_path / "tally.csv", whole("text", dict.fromkeys(states.choose(12), "yes")), 12)
    monkeypatch.chdir(tmp_path)
    held, names = json.loads((tmp_path / "debrief.ipynb").read_text("utf-8")), {}
    assert held == notebook.build() and len({cell["id"] for cell in held["cells"]}) == len(held["cells"])
    for cell in held["cells"]:
        if cell["cell_type"] == "code":
            exec(compile("".join(cell["source"]), cell["id"], "exec"), names)
    said = capsys.readouterr().out
    assert ("is not filled in" in said) != filled and "12 delegations" in said
    for draw in ("paragraphs", "as_stated", "agreement"):
        assert names[draw]().sentence
    assert ("12 yes, 0 no" in names["whole_text"]().sentence) == filled
