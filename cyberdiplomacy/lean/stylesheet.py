"""One stylesheet for the book: of the theme's and the extensions' rules, those that something on a page can use.

What stands on the pages is collected first (``collect``); then each rule stays whose selectors can match some of it
(``prune``). A rule stays when in doubt: of ``a b`` only ``a`` and ``b`` must exist, wherever they stand. Names that
scripts give to elements are no part of the built pages and have to be named (``Page.scripted``).
"""

import itertools
import re
from collections.abc import Iterable, Sequence
from html.parser import HTMLParser
from typing import NamedTuple

import tinycss2

_VARIABLE = re.compile(r"var\(\s*(--[\w-]+)")
_LICENCE = re.compile(r"/\*!.*?\*/", re.S)
_FONT_AWESOME = re.compile(r"\.(fa|svg-inline)\b")
_CONDITIONS = {"media", "supports", "container", "layer"}
_ANY_OF = {"is", "where", "has", "matches", "-webkit-any", "-moz-any"}


class Element(NamedTuple):
    """What a selector can ask of an element."""

    tag: str
    ident: str
    classes: frozenset[str]
    attributes: frozenset[str]


class Used:
    """All different elements of the pages, names that scripts may give to any of them, and variables of inline styles."""

    def __init__(self, elements: Iterable[Element], scripted: Iterable[str], variables: Iterable[str]):
        self.elements, self.scripted, self.variables = list(elements), frozenset(scripted), frozenset(variables)
        self._of: dict[str, list[Element]] = {}  # by tag and by .class
        for element in self.elements:
            for key in (element.tag, *(f".{name}" for name in element.classes)):
                self._of.setdefault(key, []).append(element)

    def candidates(self, compound: Sequence) -> list[Element]:
        """Elements among which those that a compound selector matches are found."""
        for before, token in itertools.pairwise([None, *compound]):
            if token.type == "ident" and before is None:
                return self._of.get(token.lower_value, [])
            is_class = before is not None and before.type == "literal" and before.value == "." and token.type == "ident"
            if is_class and token.value not in self.scripted:
                return self._of.get(f".{token.value}", [])
        return self.elements


class _Collector(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.elements: set[Element] = set()

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        classes = frozenset((given.get("class") or "").split())
        self.elements.add(Element(tag, given.get("id") or "", classes, frozenset(given)))


def collect(pages: Iterable[str], scripted: Iterable[str] = ()) -> Used:
    """What the pages (HTML) hold. ``scripted``: classes, ids and attributes that scripts give to elements."""
    collector, variables = _Collector(), set()
    for page in pages:
        collector.feed(page)
        collector.reset()
        variables.update(_VARIABLE.findall(page))
    return Used(collector.elements, scripted, variables)


# Selectors


def _parts(tokens: Sequence, separators: str) -> list[list]:
    """Tokens cut at each of these literals; a space is a separator too where ``separators`` has one."""
    found: list[list] = [[]]
    for token in tokens:
        literal = token.value if token.type == "literal" else " " if token.type == "whitespace" else None
        if literal is not None and literal in separators:
            found.append([])
        else:
            found[-1].append(token)
    return [part for part in found if part]


def _fits(compound: Sequence, element: Element, used: Used) -> bool:
    """Whether one element can match a compound selector such as ``a.button:not(.large)[href]``."""
    tokens = iter(compound)
    for token in tokens:
        if token.type == "ident":
            if token.lower_value != element.tag:
                return False
        elif token.type == "hash":
            if token.value != element.ident and token.value not in used.scripted:
                return False
        elif token.type == "[] block":
            name = next((inner.lower_value for inner in token.content if inner.type == "ident"), "")
            if name not in element.attributes and name not in used.scripted:
                return False
        elif token.type == "literal" and token.value == ".":
            name = next(tokens).value
            if name not in element.classes and name not in used.scripted:
                return False
        elif token.type == "literal" and token.value == ":":
            pseudo = next(tokens, None)
            if pseudo is not None and pseudo.type == "literal":  # the second colon of ::before
                pseudo = next(tokens, None)
            if pseudo is None:
                return False
            if pseudo.type == "ident" and pseudo.lower_value == "root" and element.tag != "html":
                return False
            if pseudo.type == "function" and pseudo.lower_name in _ANY_OF and not can_match(pseudo.arguments, used):
                return False
    return True


def can_match(selector: Sequence, used: Used) -> bool:
    """Whether any of the selectors of a list (tokens) can match something: each of its compounds must."""
    return any(
        all(
            any(_fits(compound, element, used) for element in used.candidates(compound))
            for compound in _parts(one, " >+~")
        )
        for one in _parts(selector, ",")
    )


# Rules


class _Rule(NamedTuple):
    selector: str
    declarations: list[tuple[str, str]]  # name; value, with !important


class _Block(NamedTuple):
    prelude: str  # with its @
    inside: list


def _text(tokens: Sequence) -> str:
    kept = (token for token in tokens if token.type != "comment")
    return re.sub(r"\s+", " ", tinycss2.serialize(kept)).strip()


def _declarations(content: Sequence) -> list[tuple[str, str]]:
    found = []
    for one in tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True):
        if one.type == "declaration":
            found.append((one.name, _text(one.value) + ("!important" if one.important else "")))
    return found


def _read(rules: Sequence, used: Used, fits: dict[str, bool]) -> list:
    """The rules that can match something; ``fits`` keeps what is known of each selector."""
    kept = []
    for rule in rules:
        if rule.type == "qualified-rule":
            selectors = []
            for one in _parts(rule.prelude, ","):
                text = _text(one)
                if text not in fits:
                    fits[text] = can_match(one, used)
                if fits[text]:
                    selectors.append(text)
            declarations = _declarations(rule.content)
            if selectors and declarations:
                kept.append(_Rule(",".join(selectors), declarations))
        elif rule.type == "at-rule" and rule.lower_at_keyword in _CONDITIONS and rule.content is not None:
            nested = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
            if inside := _read(nested, used, fits):
                kept.append(_Block(f"@{rule.at_keyword} {_text(rule.prelude)}", inside))
        elif rule.type == "at-rule" and rule.content is not None and rule.lower_at_keyword != "font-face":
            kept.append(_Block(f"@{rule.at_keyword} {_text(rule.prelude)}".strip(), [_text(rule.content)]))
    return kept


def _is_font_awesome(rule) -> bool:
    return rule.type == "qualified-rule" and bool(_FONT_AWESOME.match(tinycss2.serialize(rule.prelude).strip()))


def _walk(rules: Iterable):
    for rule in rules:
        if isinstance(rule, _Block):
            yield from _walk(rule.inside)
        else:
            yield rule


def _write(rules: Sequence, names: set[str], words: set[str]) -> str:
    """The rules as text, without variables that nothing reads and animations that nothing plays."""
    out = []
    for rule in rules:
        if isinstance(rule, _Rule):
            kept = [f"{name}:{value}" for name, value in rule.declarations if name[:2] != "--" or name in names]
            if kept:
                out.append(f"{rule.selector}{{{';'.join(kept)}}}")
        elif isinstance(rule, str):
            out.append(rule)
        elif "keyframes" in rule.prelude and rule.prelude.split()[-1] not in words:
            continue
        elif inside := _write(rule.inside, names, words):
            out.append(f"{rule.prelude}{{{inside}}}")
    return "".join(out)


def prune(theirs: Iterable[str], used: Used, own: Iterable[str] = ()) -> str:
    """The stylesheets (CSS) of others and then our own as one, with only what these pages can use.

    Font Awesome's rules and all webfonts go: the pages draw their own icons and use the reader's fonts. Notices of
    authors and licences (``/*! … */``) stay.
    """
    known: dict[str, bool] = {}
    rules, licences = [], {}
    for source in theirs:
        licences |= dict.fromkeys(one for one in _LICENCE.findall(source) if "Font Awesome" not in one)
        parsed = tinycss2.parse_stylesheet(source, skip_comments=True, skip_whitespace=True)
        rules += _read([rule for rule in parsed if not _is_font_awesome(rule)], used, known)
    for source in own:
        rules += _read(tinycss2.parse_stylesheet(source, skip_comments=True, skip_whitespace=True), used, known)
    values: dict[str, set[str]] = {}  # of each property or variable, the variables that its values read
    words = set()
    for rule in _walk(rules):
        for name, value in rule.declarations if isinstance(rule, _Rule) else [("", rule)]:
            values.setdefault(name, set()).update(_VARIABLE.findall(value))
            if name.startswith("animation"):
                words.update(value.removesuffix("!important").split())
    read = set(used.variables).union(*(found for name, found in values.items() if name[:2] != "--"))
    while more := set().union(*(values.get(name, ()) for name in read)) - read:
        read |= more
    return "".join(f"{licence}\n" for licence in licences) + _write(rules, read, words)
