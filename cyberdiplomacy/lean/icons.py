"""The icons of the pages, as CSS: each is a mask over the colour of its text, so that no font and no script draws it.

The theme marks a place for an icon with Font Awesome's class names (``<i class="fa-solid fa-bars">``), and admonitions
with a character of that font. Here each of those places gets a drawing of the course's own, of a few lines on a grid of
16 by 16.
"""

from urllib.parse import quote

# What is drawn with a line; a shape to be filled stands in FILLED.
LINES = {
    "bars": "M2 4h12M2 8h12M2 12h12",
    "list": "M6 4h8M6 8h8M6 12h8M2 4h1M2 8h1M2 12h1",
    "search": "M11.5 7a4.5 4.5 0 1 1-9 0a4.5 4.5 0 0 1 9 0M10.3 10.3L14 14",
    "sun": "M10.8 8a2.8 2.8 0 1 1-5.6 0a2.8 2.8 0 0 1 5.6 0M8 1.2v1.6M8 13.2v1.6M1.2 8h1.6M13.2 8h1.6M3.2 3.2l1.1 1.1M11.7 11.7l1.1 1.1M3.2 12.8l1.1-1.1M11.7 4.3l1.1-1.1",
    "moon": "M13.5 9.8A6 6 0 0 1 6.2 2.5a6 6 0 1 0 7.3 7.3z",
    "expand": "M2 6V2h4M10 2h4v4M14 10v4h-4M6 14H2v-4",
    "download": "M8 2v8M4.5 7L8 10.5L11.5 7M2 14h12",
    "file": "M4 1.8h5L12.5 5v9.2H4zM8.8 2v3.2h3.5",
    "code": "M5.5 4L1.5 8l4 4M10.5 4l4 4l-4 4",
    "down": "M3 5.5l5 5l5-5",
    "left": "M10.5 3l-5 5l5 5",
    "right": "M5.5 3l5 5l-5 5",
    "up": "M8 14V3M3.5 7L8 2.5L12.5 7",
    "check": "M3 8.5L6.5 12L13 4.5",
    "copy": "M6 6h8v8H6zM10 6V2H2v8h4",
    "note": "M8 7.2V11.6M8 4.4v.4M14.2 8A6.2 6.2 0 1 1 1.8 8a6.2 6.2 0 0 1 12.4 0",
    "question": "M5.9 6.2a2.1 2.1 0 1 1 3.1 1.9q-1 .5-1 1.6M8 11.6v.3M14.2 8A6.2 6.2 0 1 1 1.8 8a6.2 6.2 0 0 1 12.4 0",
    "warning": "M8 2L14.7 13.8H1.3zM8 6.4v3.4M8 11.7v.3",
    "tip": "M5.6 10.4a4.4 4.4 0 1 1 4.8 0v1.4H5.6zM6.2 14.2h3.6",
    "pencil": "M2 14l.8-3.2L11 2.6l2.4 2.4l-8.2 8.2zM9.6 4l2.4 2.4",
    "eye": "M1.2 8Q8 .6 14.8 8Q8 15.4 1.2 8M10 8a2 2 0 1 1-4 0a2 2 0 0 1 4 0",
}
FILLED = {"contrast": "M8 1.5a6.5 6.5 0 1 0 0 13a6.5 6.5 0 0 0 0-13zM8 3a5 5 0 0 1 0 10z"}

# Which icon stands for which of the theme's class names.
PLACES = {
    "fa-bars": "bars", "fa-outdent": "list", "fa-list": "list", "fa-magnifying-glass": "search", "fa-sun": "sun", "fa-moon": "moon",
    "fa-circle-half-stroke": "contrast", "fa-expand": "expand", "fa-download": "download", "fa-file": "file",
    "fa-code": "code", "fa-file-pdf": "file", "fa-chevron-down": "down", "fa-chevron-up": "up", "fa-angle-left": "left",
    "fa-angle-right": "right", "fa-arrow-up": "up",
}  # fmt: skip
# Which icon stands before the title of which admonition.
ADMONITIONS = {
    "note": "note", "seealso": "note", "important": "warning", "attention": "warning", "caution": "warning", "warning": "warning",
    "danger": "warning", "error": "warning", "tip": "tip", "hint": "tip", "exercise": "pencil", "solution": "check", "check": "question",
}  # fmt: skip


def address(name: str) -> str:
    """An icon as the address of an image, for a stylesheet."""
    look = "fill='none' stroke='#000' stroke-width='1.6' stroke-linecap='round' stroke-linejoin='round'"
    inside = f"<path {look} d='{LINES[name]}'/>" if name in LINES else f"<path fill-rule='evenodd' d='{FILLED[name]}'/>"
    drawn = f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'>{inside}</svg>"
    encoded = quote(drawn, safe=" =:/'")
    return f'url("data:image/svg+xml,{encoded}")'


def stylesheet() -> str:
    """The rules that draw all icons."""
    used = sorted({*PLACES.values(), *ADMONITIONS.values(), "copy", "check", "right"})
    rules = [f":root{{{';'.join(f'--icon-{name}:{address(name)}' for name in used)}}}"]
    rules += [f".{place}{{--icon:var(--icon-{name})}}" for place, name in PLACES.items()]
    rules += [
        f".admonition.{kind}>.admonition-title{{--icon:var(--icon-{name})}}" for kind, name in ADMONITIONS.items()
    ]
    return "\n".join(rules)
