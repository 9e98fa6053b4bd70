"""explore(), with a kernel and for a page; with good arguments and bad ones."""

import base64
import gzip
import json
import re

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from conftest import unpack
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.figure import Figure

from cyberdiplomacy import explorer, frames, style
from cyberdiplomacy.choices import ExploreError, read_choice
from cyberdiplomacy.explorer import explore
from cyberdiplomacy.live import LiveExplorer


def draw_line(country="China", year=2000, log=False):
    fig, ax = style.picture()
    ax.plot([0, year - 1990])
    ax.set_title(f"{country} & co" + (" log" if log else ""))
    fig.sentence = f"{country} in {year}, {'log' if log else 'plain'}."
    fig.data = pd.DataFrame({"x": [0, 1], "y": [0.0, year - 1990.0]})
    fig.source = "a test"
    return fig


CHOICES = {"country": ["China", "Côte d'Ivoire", "<b>", "D", "E"], "year": range(2000, 2004), "log": False}


@pytest.fixture
def in_book(monkeypatch):
    monkeypatch.setenv(explorer.BUILDING_A_BOOK, "1")


def frames_in(html: str) -> dict:
    return unpack(re.search(r'<script type="application/gzip">([^<]+)</script>', html)[1])


@pytest.fixture
def heard(monkeypatch):
    """What a live explorer sends to the browser."""
    sent = []
    monkeypatch.setattr(LiveExplorer, "send", lambda self, content, buffers=None: sent.append(content))
    return sent


def test_live_draws_only_what_is_asked_and_once(heard):
    asked = []

    def draw(year):
        asked.append(year)
        return draw_line(year=year)

    live = explore(draw, year=range(2000, 2010)).widget
    assert asked == [2000]
    for state in ("3", "0", "3"):
        live.answer(None, {"state": state})
    assert asked == [2000, 2003]
    assert [(answer["state"], answer["frame"][1][-12:]) for answer in heard] == [
        (state, f"{year}, plain.") for state, year in (("3", 2003), ("0", 2000), ("3", 2003))
    ]


def test_live_and_built_controls_are_the_same(monkeypatch):
    live = explore(draw_line, **CHOICES).widget.html
    monkeypatch.setenv(explorer.BUILDING_A_BOOK, "1")
    assert explore(draw_line, **CHOICES).html().startswith(live.removesuffix("</figure>"))


def test_live_shows_widget_and_a_plain_figure_without_controls():
    bundle = explore(draw_line, **CHOICES)._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in bundle
    assert "<svg" in bundle["text/html"] and "explorer-controls" not in bundle["text/html"]
    assert bundle["text/plain"] == "China in 2000, plain."


def test_live_tells_of_a_frame_that_fails_and_goes_on(heard):
    def draw(year):
        if year == 2001:
            raise KeyError("no data")
        return draw_line(year=year)

    live = explore(draw, name="fragile", year=range(2000, 2003)).widget
    live.answer(None, {"state": "1"})
    live.answer(None, {"state": "2"})
    assert "fragile" in heard[0]["error"] and "Year: 2001" in heard[0]["error"] and "frame" not in heard[0]
    assert "2002" in heard[1]["frame"][1]


def test_a_page_holds_every_frame(in_book):
    html = explore(draw_line, **CHOICES)._repr_mimebundle_()["text/html"]
    held = frames_in(html)
    assert len(held) == 5 * 4 * 2
    assert held["1,2,1"][1] == "Côte d'Ivoire in 2002, log."
    assert held["1,2,1"][2:] == [["x", "y"], [["0", "0"], ["1", "12"]], "a test", None]
    assert "<b>" not in html.replace(re.search(r"<script.*?</script>", html, re.S)[0], "")
    assert html.count("<select") == 1 and html.count('type="range"') == 1 and html.count('type="checkbox"') == 1


def test_a_page_makes_no_widget(in_book):
    assert list(explore(draw_line, **CHOICES)._repr_mimebundle_()) == ["text/plain", "text/html"]


def test_the_same_explorer_gives_the_same_bytes(in_book):
    assert explore(draw_line, **CHOICES).html() == explore(draw_line, **CHOICES).html()


def test_start_and_book_sample(in_book):
    made = explore(draw_line, start={"year": 2002, "log": True}, book={"country": ["China", "D"]}, **CHOICES)
    assert made.start == (0, 2, 1) and len(list(made.states())) == 2 * 4 * 2


def test_a_figure_of_a_student_works_too():
    def draw(n):
        fig, ax = plt.subplots()
        ax.plot(range(n))
        ax.set_title("My line")
        plt.close(fig)
        return fig

    assert explore(draw, n=[2, 3]).frame((1,)).sentence == "My line. N: 3"


@pytest.mark.parametrize(
    "arguments, words",
    [
        (dict(country=[]), ["draw-line".replace("draw-", ""), "'country'", "nothing to choose"]),
        (dict(country="China"), ["'country'", "one value"]),
        (dict(country=7), ["'country'", "one value"]),
        (dict(country=["A", "A"]), ["'country'", "'A' stands twice"]),
        ({}, ["no choices"]),
        (dict(country=["A", "B"], start={"country": "C"}), ["start", "'C'", "A, B"]),
        (dict(country=["A", "B"], start={"land": "C"}), ["start", "'land'", "country"]),
        (dict(country=["A"], labels={"land": "x"}), ["labels", "'land'"]),
        (dict(nation=["A"]), ["'line'", "Nation: A", "unexpected keyword"]),
    ],
)
def test_bad_arguments_are_told(arguments, words):
    with pytest.raises(ExploreError) as error:
        explore(draw_line, **arguments)
    for word in words:
        assert word in str(error.value)


def test_a_function_that_returns_no_figure_is_told():
    with pytest.raises(ExploreError, match=r"'lambda'|'<lambda>'.*returned NoneType.*Figure"):
        explore(lambda x: None, x=[1, 2])


def test_a_broken_frame_stops_the_build(in_book):
    def draw(year):
        return draw_line(year=year) if year != 2003 else 1 / 0

    with pytest.raises(ExploreError, match=r"Year: 2003: ZeroDivisionError"):
        explore(draw, year=range(2000, 2005))


def test_too_many_frames_stop_the_build(in_book):
    with pytest.raises(ExploreError, match=r"1000 frames.*book="):
        explore(draw_line, year=range(2000, 3000))


def test_frame_has_ink_of_the_page_and_no_stray_ids():
    frame = frames.render(draw_line(), "")
    assert style.INK not in frame.svg and "currentColor" in frame.svg
    assert "<metadata" not in frame.svg and "<!DOCTYPE" not in frame.svg
    for found in re.findall(r' id="([^"]+)"', frame.svg):
        assert f"#{found}" in frame.svg
    assert frame.svg.startswith("<svg") and frame.svg.endswith("</svg>")
    assert isinstance(draw_line(), Figure)


def draw_states(vote="yes", rows=2):
    fig, ax = style.picture()
    style.marks(ax, [0, 1], [0, 0], s=40)
    table = pd.DataFrame(
        {
            "State": ["Chad", "<b>"],
            "Vote": [vote, "no"],
            "Source": [style.Link("UN", "https://un.org/?a=1&b=2"), "print"],
        }
    )
    return fig.tell(f"Chad: {vote}.", table[:rows], [], find=("Find a state", "State"))


def test_marks_can_be_found_by_name(in_book):
    html = explore(draw_states, vote=["yes", "no"])._repr_mimebundle_()["text/html"]
    frame = frames_in(html)["1"]
    assert frame[5] == ["Find a state", 0, [0]] and frame[3][0] == ["Chad", "no", ["UN", "https://un.org/?a=1&b=2"]]
    assert 'class="explorer-marks"' in frame[0] and 'id="explorer-marks"' not in frame[0]
    assert '<a href="https://un.org/?a=1&amp;b=2">UN</a>' in html and '<td class="short">&lt;b&gt;</td>' in html
    assert html.count("<select") == 1 and 'id="states-find"' in html


def test_marks_without_a_row_each_are_told(in_book):
    with pytest.raises(ExploreError, match="'states' at Rows: 1.*2 marks are drawn and the table has 1 rows"):
        explore(draw_states, rows=[2, 1])


def test_rows_of_several_frames_are_kept_once(in_book):
    def draw(upto):
        fig, _ = style.picture()
        return fig.tell(f"Up to {upto}.", pd.DataFrame({"Text": [f"row {k} " * 20 for k in range(upto)]}), [])

    html = explore(draw, upto=[3, 4, 5])._repr_mimebundle_()["text/html"]
    held = json.loads(gzip.decompress(base64.b64decode(re.search(r'application/gzip">([^<]+)<', html)[1])))
    assert len(held["rows"]) == 5 and held["frames"]["1"][3] == [0, 1, 2, 3]
    assert [len(frame[3]) for frame in frames_in(html).values()] == [3, 4, 5]
    assert frames_in(html)["2"][3][4] == ["row 4 " * 20]


def test_a_link_is_kept_in_the_csv():
    frame = frames.Frame("", "", ("a",), ((style.Link("UN", "https://un.org"),),), "")
    assert frame.csv() == "a\r\nUN (https://un.org)\r\n"


def test_two_marks_of_one_name_are_told():
    """The list below a picture finds a mark by its name: a second one of that name could never be chosen."""

    def draw(same):
        fig, ax = style.picture()
        style.marks(ax, [1, 2], [1, 2])
        names = ["a", "a" if same else "b"]
        return fig.tell("Two marks.", pd.DataFrame({"Name": names}), ["countries"], find=("Find", "Name"))

    assert frames.render(draw(False), "").find[1] == 0
    with pytest.raises(ValueError, match="two marks are called 'a'"):
        frames.render(draw(True), "")


def test_equal_frames_are_kept_once(monkeypatch):
    monkeypatch.setenv(explorer.BUILDING_A_BOOK, "1")
    same = explore(
        lambda one, other: draw_line(year=min(one, other)), name="pair", one=[2000, 2001], other=[2000, 2001]
    )
    packed = re.search(r'application/gzip">([^<]+)', same.html())[1]
    kept = json.loads(gzip.decompress(base64.b64decode(packed)))["frames"]
    assert [state for state, frame in kept.items() if isinstance(frame, str)] == ["0,1", "1,0"] and kept["1,0"] == "0,0"
    assert unpack(packed)["1,0"] == unpack(packed)["0,0"] != unpack(packed)["1,1"]


def test_a_figure_without_a_layout_is_shown_whole():
    fig, ax = plt.subplots()
    ax.set_ylabel("a label\nof several\nlines\nthat stands outside")
    plt.close(fig)
    view = re.search(r'viewBox="([^"]+)"', frames.render(fig, "").svg)[1]
    left, _, width, _ = map(float, view.split())
    assert left < 0 and width > 300
    assert re.search(r'viewBox="0 0 ', frames.render(draw_line(), "").svg)  # a layout of its own keeps its size


def test_every_text_outside_a_plain_figure_widens_its_view():
    fig, ax = plt.subplots()
    plain = [float(n) for n in re.search(r'viewBox="([^"]+)"', frames.render(fig, "").svg)[1].split()]
    ax.text(1, 1.1, "to the right", fontsize=20)
    ax.set_xticks([0, 1], ["a label at an angle below", "x"], rotation=90)
    plt.close(fig)
    view = [float(n) for n in re.search(r'viewBox="([^"]+)"', frames.render(fig, "").svg)[1].split()]
    assert view[2] > plain[2] + 60 and view[3] > plain[3] + 60
    box = fig.get_tightbbox()  # matplotlib's own: all of it is in view
    assert view[0] <= 72 * box.x0 and view[0] + view[2] >= 72 * box.x1
    assert view[1] + view[3] >= 72 * (fig.get_figheight() - box.y0)


def test_a_figure_drawn_for_a_page_keeps_its_resolution():
    fig, _ = plt.subplots(dpi=123)
    plt.close(fig)
    frames.render(fig, "")
    assert fig.dpi == 123


def test_frame_csv_survives_commas_and_quotes():
    frame = frames.Frame("", "", ("a", "b"), (('say "x"', "1,2"),), "")
    assert frame.csv() == 'a,b\r\n"say ""x""","1,2"\r\n'


@given(st.lists(st.integers(-1000, 1000), min_size=1, max_size=30, unique=True))
def test_choice_finds_each_of_its_values(values):
    choice = read_choice("e", "x", values)
    assert [choice.index(value) for value in values] == list(range(len(values)))
    assert choice.kind == ("range" if len(values) > 2 else "radio")


@given(st.dictionaries(st.text(min_size=1), st.integers(), min_size=1, max_size=10))
def test_choice_keeps_texts_apart_from_values(options):
    choice = read_choice("e", "x", options)
    assert dict(zip(choice.texts, choice.values, strict=True)) == options
