"""Matplotlib's SVG made fit for a page: small, of few elements, in the page's own ink."""

import html
import io
import math
import re
import unicodedata
from functools import lru_cache

from matplotlib.backends.backend_mixed import MixedModeRenderer
from matplotlib.backends.backend_svg import FigureCanvasSVG, RendererSVG
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

from . import style

_NUMBER = re.compile(r"-?\d+\.\d{3,}")
_TAG = re.compile(r"<(/?)([\w:]+)([^>]*?)(/?)>|([^<]+)")
_ATTRIBUTE = re.compile(r'([\w:-]+)="([^"]*)"')
_PATH = re.compile(r"([MLCQZz])|(-?[\d.]+(?:e-?\d+)?)")
_TEXT = re.compile(r"<text ([^>]*)>([^<]+)<")
_PLACE = re.compile(r"(?:translate|rotate)\(([^)]*)\)")
_MARGIN = 7  # points around text that stands outside the figure
_ID = re.compile(r' id="([A-Za-z][\w.-]*)"')


@lru_cache(4096)
def _text_size(text: str, font: FontProperties, is_math) -> tuple[float, float, float]:
    return text_to_path.get_text_width_height_descent(text, font, is_math)


class _Renderer(RendererSVG):
    """Matplotlib's, except that it measures a text once and not for each frame: most labels stand in many."""

    def get_text_width_height_descent(self, s, prop, ismath):
        return _text_size(s, prop.copy(), ismath)


def draw(figure: Figure) -> str:
    """A figure as matplotlib's SVG. ``figure.savefig`` draws everything twice, the first time only for its layout."""
    out, dpi, canvas = io.StringIO(), figure.dpi, figure.canvas
    width, height = figure.get_size_inches()
    figure.dpi = 72  # an SVG counts in points
    try:
        FigureCanvasSVG(figure)  # a layout measures texts as they are drawn
        nothing = dict.fromkeys(("Date", "Creator", "Format", "Type"))
        vector = _Renderer(72 * width, 72 * height, out, image_dpi=dpi, metadata=nothing)
        renderer = MixedModeRenderer(figure, width, height, dpi, vector)
        figure.draw(renderer)
        renderer.finalize()
    finally:
        figure.dpi = dpi
        figure.set_canvas(canvas)
    return out.getvalue()


def compact(drawn: str, sentence: str) -> str:
    """Matplotlib's SVG made fit for a page: no prologue, no metadata, short numbers, ink as currentColor.

    Only ids that something refers to are kept. Numbers keep 1 decimal, 1/720 inch; the shapes of marks keep 2.
    """
    drawn = drawn[drawn.index("<svg") :]
    drawn = re.sub(r"<metadata>.*?</metadata>", "", drawn, flags=re.S)
    drawn = re.sub(r"<!--.*?-->", "", drawn, flags=re.S)
    drawn = drawn.replace(style.INK, "currentColor")
    drawn = re.sub(r"<style.*?</style>", "", drawn, flags=re.S)  # its one rule is in explorer.css
    drawn = re.sub(r" font-family: [^;\"]*;?", "", drawn)  # the page's own font
    drawn = re.sub(r'<path d="[^"]*" style="fill: none"/>', "", drawn)  # unseen backgrounds
    drawn = re.sub(r' transform="rotate\(-?0 [^)]*\)"', "", drawn)
    drawn = drawn.replace(f'id="{style.MARKS}"', f'class="{style.MARKS}"')
    used = set(re.findall(r"(?:#|url\(#)([\w.-]+)", drawn))
    drawn = _ID.sub(lambda match: match[0] if match[1] in used else "", drawn)
    viewbox = re.search(r'viewBox="([^"]+)"', drawn)[1]
    label = html.escape(sentence, quote=True)
    body = drawn[drawn.index(">") + 1 : drawn.rindex("</svg>")]
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{viewbox}" role="img" aria-label="{label}">\n{_flatten(body)}\n</svg>'


def widen(picture: str) -> str:
    """The picture with all its text in view, as notebooks show a figure whose labels stand outside it.

    The width of a text is estimated, on the wide side, from its characters: matplotlib's own tight box takes a third as
    long as the whole drawing.
    """
    x0, y0, width, height = map(float, re.search(r'viewBox="([^"]*)"', picture)[1].split())
    xs, ys = [x0], [y0]
    for inside, words in _TEXT.findall(picture):
        found = dict(_ATTRIBUTE.findall(inside))
        style_of = dict(part.strip().split(": ", 1) for part in found.get("style", "").split(";") if ": " in part)
        size = float(style_of.get("font-size", "10").removesuffix("px"))
        ems = sum(1 if unicodedata.east_asian_width(letter) in "WF" else 0.65 for letter in html.unescape(words))
        place = _PLACE.findall(found.get("transform", ""))
        x, y = float(found.get("x", 0)), float(found.get("y", 0))
        angle = math.radians(float(place[-1].split()[0])) if "rotate" in found.get("transform", "") else 0
        if "translate" in found.get("transform", ""):
            x, y = map(float, place[0].split())
        long = size * ems
        start = {"middle": -long / 2, "end": -long}.get(style_of.get("text-anchor"), 0)
        for along in (start, start + long):
            for across in (-size, size / 4):  # from the top of a capital to the foot of a g
                xs.append(x + along * math.cos(angle) - across * math.sin(angle))
                ys.append(y + along * math.sin(angle) + across * math.cos(angle))
    left, top, right, bottom = x0, y0, x0 + width, y0 + height
    if min(xs) < left:
        left = min(xs) - _MARGIN
    if max(xs) > right:
        right = max(xs) + _MARGIN
    if min(ys) < top:
        top = min(ys) - _MARGIN
    if max(ys) > bottom:
        bottom = max(ys) + _MARGIN
    view = " ".join(_short(number, 1) for number in (left, top, right - left, bottom - top))
    return re.sub(r'viewBox="[^"]*"', f'viewBox="{view}"', picture, count=1)


def count_marks(picture: str) -> int:
    """How many marks of a compact picture a reader can point at."""
    return sum(len(places.split()) // 2 for places in re.findall(r'data-at="([^"]*)"', picture))


def _short(number: float, digits: int) -> str:
    text = f"{number:.{digits}f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def _relative(path: str) -> str:
    """A path with absolute commands (M, L, C, Q, z) as the same path from wherever the pen stands."""
    if path.count("C") == 8 and not set("LQ") & set(path):  # matplotlib's circle, from its lowest point
        r = _short(abs(float(path.split()[2])), 2)
        return f"m0 {r}a{r} {r} 0 1 0 0-{_short(2 * float(r), 2)}a{r} {r} 0 1 0 0 {_short(2 * float(r), 2)}z"
    out, numbers, at, start, command = [], [], (0.0, 0.0), (0.0, 0.0), ""
    size = {"M": 2, "L": 2, "Q": 4, "C": 6}
    for letter, number in _PATH.findall(path):
        if letter:
            command = letter.upper()
            if command == "Z":
                out.append("z")
                at = start
            continue
        numbers.append(float(number))
        if len(numbers) == size[command]:
            out.append(command.lower() + " ".join(_short(n - at[k % 2], 2) for k, n in enumerate(numbers)))
            at = numbers[-2], numbers[-1]
            if command == "M":
                start, command = at, "L"
            numbers = []
    return "".join(out).removeprefix("m0 0")


def _flatten(body: str) -> str:
    """The picture with few elements, which is what makes a change quick.

    A browser keeps a tree of its own for each ``<use>``: equal shapes that follow one another become one path. Groups
    without attributes go. Where readers can point at marks, the path tells where they are (``data-at="x y x y …"``).
    """
    out, groups, shapes = [], [], {}
    definitions: list[str] | None = None  # inside <defs>: what stays of it
    marks = 0  # how many groups are open when the group of marks is the innermost
    run: dict | None = None

    def end_run() -> None:
        nonlocal run
        if run:
            shape, own = shapes[run["href"]]
            looks = dict(part.split(": ", 1) for text in (run["style"], own) for part in text.split("; ") if part)
            places = f' data-at="{" ".join(f"{x} {y}" for x, y in run["at"])}"' if marks else ""
            path = "".join(f"M{x} {y}{shape}" for x, y in run["at"])
            out.append(f'<path d="{path}" style="{"; ".join(f"{k}: {v}" for k, v in looks.items())}"{places}/>')
        run = None

    for closing, name, inside, alone, text in _TAG.findall(body):
        tag = f"<{closing}{name}{inside}{alone}>"
        if text:
            if text.strip():
                out.append(text)
            continue
        if name == "defs":
            if closing:
                if definitions:
                    out.append(f"<defs>{''.join(definitions)}</defs>")
                definitions = None
            else:
                definitions = []
        elif definitions is not None:
            found = dict(_ATTRIBUTE.findall(inside))
            if name == "path" and "id" in found:
                shapes[found["id"]] = _relative(found["d"]), found.get("style", "")
            else:
                definitions.append(_rounded(tag))
        elif name == "use":
            found = dict(_ATTRIBUTE.findall(inside))
            place = _short(float(found.get("x", 0)), 1), _short(float(found.get("y", 0)), 1)
            look = found["xlink:href"].removeprefix("#"), found.get("style", "")
            if run and (run["href"], run["style"]) != look:
                end_run()
            run = run or {"href": look[0], "style": look[1], "at": []}
            run["at"].append(place)
        else:
            end_run()
            if name == "g" and closing:
                if groups.pop():
                    out.append("</g>")
                if len(groups) < marks:
                    marks = 0
            elif name == "g" and not alone:
                groups.append(bool(inside.strip()))
                if inside.strip():
                    out.append(tag)
                if f'class="{style.MARKS}"' in inside:
                    marks = len(groups)
            elif name != "g":
                out.append(_rounded(tag))
    end_run()
    return re.sub(r"(?<=>)(?=<(?!/text))", "\n", "".join(out))


def _rounded(tag: str) -> str:
    return _NUMBER.sub(lambda match: _short(float(match[0]), 1), re.sub(r"\s*\n\s*", " ", tag))
