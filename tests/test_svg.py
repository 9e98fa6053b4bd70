"""Pictures made small: what is drawn stays what it was."""

import io
import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.backends.backend_svg import FigureCanvasSVG

from cyberdiplomacy import style, svg

POINT = st.tuples(st.integers(-500, 500), st.integers(-500, 500))


def absolute_by_part(path: str) -> list[tuple[float, float]]:
    """All points of a relative path; those of one curve are all relative to where it begins."""
    at, visited = (0.0, 0.0), []
    for numbers in re.findall(r"[mlcq]([^mlcqz]*)", path):
        found = [float(n) for n in re.findall(r"-?[\d.]+", numbers)]
        points = [(at[0] + x, at[1] + y) for x, y in zip(found[::2], found[1::2], strict=True)]
        visited += points
        at = points[-1]
    return visited


@given(
    POINT, st.lists(st.one_of(st.tuples(POINT), st.tuples(POINT, POINT), st.tuples(POINT, POINT, POINT)), max_size=6)
)
def test_a_relative_path_visits_the_same_points(first, parts):
    path = "M {} {} ".format(*first)
    for part in parts:
        path += "LQC"[len(part) - 1] + " " + " ".join(f"{x} {y}" for x, y in part) + " "
    found = absolute_by_part(svg._relative(path + "z"))
    assert found == [point for part in [[first], *parts] for point in part][first == (0, 0) :]


def picture_of(draw):
    fig, ax = style.picture()
    draw(ax)
    out = io.StringIO()
    FigureCanvasSVG(fig).print_svg(out, metadata={"Date": None})
    return out.getvalue(), svg.compact(out.getvalue(), 'A sentence with <, > and ".')


def test_marks_stand_where_matplotlib_put_them():
    raw, small = picture_of(lambda ax: style.marks(ax, [1, 2, 3], [3, 1, 2], s=40))
    group = raw[raw.index(f'id="{style.MARKS}"') :]
    put = [tuple(map(float, place)) for place in re.findall(r'<use [^>]*x="([\d.]+)" y="([\d.]+)"', group)[:3]]
    at = [float(n) for n in re.search(r'data-at="([^"]+)"', small)[1].split()]
    assert list(zip(at[::2], at[1::2], strict=True)) == [pytest.approx(place, abs=0.06) for place in put]
    assert svg.count_marks(small) == 3


def test_a_circle_keeps_its_size_and_place():
    _, small = picture_of(lambda ax: style.marks(ax, [1], [1], s=100))  # s is the square of its width in points
    x, y, down, across, up = re.search(
        r'<path d="M([\d.]+) ([\d.]+)m0 ([\d.]+)a([\d.]+) [\d.]+ 0 1 0 0(-[\d.]+)a[^"]*z"[^>]*data-at', small
    ).groups()
    assert (float(down), float(across), float(up)) == pytest.approx((5, 5, -10), abs=0.01)
    assert f'data-at="{x} {y}"' in small


def test_a_picture_of_many_marks_has_few_elements():
    _, small = picture_of(lambda ax: style.marks(ax, range(200), range(200), s=20))
    assert "<use" not in small and small.count("<path") < 40
    assert len(list(ElementTree.fromstring(small).iter())) < 80


def test_a_picture_is_one_valid_document_with_its_sentence():
    raw, small = picture_of(lambda ax: (ax.plot([1, 2, 3]), ax.set_title("a < b & c"), ax.axvspan(0, 1, alpha=0.2)))
    root = ElementTree.fromstring(small)
    assert root.get("aria-label") == 'A sentence with <, > and ".' and root.get("role") == "img"
    texts = [text.text for text in root.iter("{http://www.w3.org/2000/svg}text")]
    assert "a < b & c" in texts and len(texts) == raw.count("<text")
    for clip in re.findall(r"url\(#([\w-]+)\)", small):
        assert f'id="{clip}"' in small
    assert len(small) < 0.6 * len(raw)


def test_a_picture_at_the_end_of_a_cell_is_shown():
    from IPython.core.formatters import DisplayFormatter

    from cyberdiplomacy import participation

    shown, _ = DisplayFormatter().format(participation.draw_seats("gge-2019"))
    assert "<svg" in shown["image/svg+xml"] and "</svg>" in shown["image/svg+xml"]
