"""The map of each Act is true: its functions and tests exist, and no function is missing."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import allotments
from allotments import act1990, act2002, acts
from allotments.figures.act import named

ROOT = Path(__file__).parents[1]

# What each Act has: section, and its smallest parts that say something of their own.
OF_1990 = {
    "359a": "(a)(1) (a)(2) (b) (c) (d)",
    "359b": "(a)(1)(A) (a)(1)(B) (a)(1)(C) (a)(2) (b)(1) (b)(2) (c) (d)(1) (d)(2) (d)(3) (d)(4)",
    "359c": "(a) (b)(1) (b)(2) (c) (d)(1) (d)(2) (e) (f) (g)(1) (g)(2) (g)(3) (h)",
    "359d": "(a)(1) (a)(2)(A) (a)(2)(B) (b)",
    "359e": "(a) (b)(1)(A) (b)(1)(B) (b)(1)(C) (b)(2)(A) (b)(2)(B) (b)(3)",
    "359f": "(a) (b)(1)(A) (b)(1)(B) (b)(2) (b)(3)(A) (b)(3)(B) (b)(3)(C) (b)(3)(D) (b)(3)(E) "
    "(b)(4)(A) (b)(4)(B) (b)(5)(A) (b)(5)(B) (b)(5)(C) (b)(6) (b)(7)",
    "359g": "(a) (b) (c)",
    "359h": "(a) (b) (c) (d)(1) (d)(2) (e)",
    "359i": "(a) (b)(1) (b)(2)",
    "359j": "(a) (b) (c)",
    "206": "(i)(1) (i)(2) (i)(3) (i)(4) (i)(5) (i)(6)",
}
SINCE_2002 = {
    "359a": "(1) (2) (3) (4) (5) (6)",
    "359b": "(a)(1) (a)(2) (a)(3) (b)(1)(A) (b)(1)(B) (b)(2) (c)(1) (c)(2) (c)(3) (d)(1) (d)(2)",
    "359c": "(a) (b)(1)(A) (b)(1)(B) (b)(2) (c) (d) (e)(1) (e)(2)(A) (e)(2)(B) (e)(3) (f) "
    "(g)(1)(A) (g)(1)(B) (g)(2)(A) (g)(2)(B) (g)(3)",
    "359d": "(a) (b)(1)(A) (b)(1)(B) (b)(1)(C) (b)(1)(D) (b)(1)(E)(i) (b)(1)(E)(ii) "
    "(b)(1)(E)(iii) (b)(1)(E)(iv) (b)(1)(E)(v) (b)(1)(E)(vi) (b)(1)(E)(vii) (b)(1)(F) (b)(2)(A) "
    "(b)(2)(B) (b)(2)(C) (b)(2)(D) (b)(2)(E) (b)(2)(F) (b)(2)(G) (b)(2)(H)(i) (b)(2)(H)(ii) "
    "(b)(2)(H)(iii) (b)(2)(H)(iv)",
    "359e": "(a) (b)(1)(A) (b)(1)(B) (b)(1)(C) (b)(1)(D) (b)(2)(A)(i) (b)(2)(A)(ii) "
    "(b)(2)(A)(iii) (b)(2)(B) (b)(3)",
    "359f": "(a) (b)(1) (b)(2) (b)(3) (b)(4) (c)(1) (c)(2) (c)(3) (c)(4)(A) (c)(4)(B) (c)(4)(C) "
    "(c)(4)(D) (c)(4)(E) (c)(5)(A) (c)(5)(B) (c)(6)(A) (c)(6)(B) (c)(6)(C) (c)(7) (c)(8)",
    "359g": "(a)(1) (a)(2) (b) (c) (d)(1) (d)(2)",
    "359h": "(a) (b) (c) (d) (e)",
    "359i": "(a) (b)",
    "359j": "(a) (b)",
    "359k": "(a) (b) (c) (d)",
    "359l": "(a) (b)",
}
UNTIL_2007 = (
    "359b(b)(1) 359b(c) 359c(b)(1) 359c(b)(2) 359c(d)(2) 359c(g)(1) 359c(h) 359d(b)(1)(F) "
    "359d(b)(2)(G)(i) 359d(b)(2)(G)(iii) 359d(b)(2)(H)(i) 359d(b)(2)(H)(ii) 359d(b)(2)(I) "
    "359e(b)(1)(D) 359e(b)(2) 359f(c)(1) 359f(c)(2) 359f(c)(3) 359f(c)(4) 359f(c)(5) 359f(c)(6) "
    "359f(c)(7) 359f(c)(8) 359g(a) 359g(d)(1) 359g(d)(2) 359i(c) 359k"
)


def expected_paragraphs(parts: Mapping[str, str]) -> list[str]:
    return [f"{section}{part}" for section, each in parts.items() for part in each.split()]


# Smaller parts than those of the maps, which the package cites.
SMALLER = {
    "1990": "206(b) 359c(b)(1)(A) 359c(g)(1)(A) 359c(g)(1)(B) 359c(g)(1)(C)",
    "2002": "359c(e)(2)(B)(i) 359c(e)(3)(C) 359d(b)(1)(B)(i) 359d(b)(1)(E)(iii)(I) "
    "359d(b)(2)(D)(ii) 359d(b)(2)(H)(ii)(I) 359f(c)(1)(A) 359f(c)(2)(A) 359i(c)(1)",
}
# What the determination as a whole stands on, and no paragraph alone.
NO_PARAGRAPH = {"determine", "carryover_stocks_for_restraint", "weights_for_restraint"}


class ActMap:
    """The map of one Act, read from its document."""

    def __init__(self, act: ModuleType, document: str, paragraphs: list[str]) -> None:
        self.act = act
        self.paragraphs = paragraphs
        self.text = (ROOT / "docs" / document).read_text(encoding="utf-8")
        self.rows = self.tables("Paragraph")
        self.functions = self.public_functions()

    def tables(self, heading: str) -> list[list[str]]:
        """Return the rows, as cells, of every table whose first column is headed so."""
        rows: list[list[str]] = []
        reading = False
        for line in self.text.splitlines():
            cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
            if not line.startswith("|"):
                reading = False
            elif cells[0] == heading:
                reading = True
            elif reading and not set(line) <= set("|-"):
                rows.append(cells)
        return rows

    def public_functions(self) -> Mapping[str, Callable[..., Any]]:
        """Return the public functions of the Act, and its ledger's.

        What a ledger can do to itself is a method of it: one that returns a ledger.
        """
        public = {name: getattr(self.act, name) for name in self.act.__all__}
        found = {name: one for name, one in public.items() if inspect.isfunction(one)}
        steps = inspect.getmembers(public["Ledger"], inspect.isfunction)
        return {name: one for name, one in found.items() if name not in NO_PARAGRAPH} | {
            f"Ledger.{name}": step
            for name, step in steps
            if name[0] != "_" and step.__annotations__["return"] in {"Ledger", "Self"}
        }

    def named(self, row: list[str]) -> list[str]:
        return re.findall(rf"`{self.act.__name__}\.([\w.]+)`", row[2])


CITED = {
    act: [*expected_paragraphs(parts), *more.split()]
    for act, parts, more in (
        ("1990", OF_1990, SMALLER["1990"]),
        ("2002", SINCE_2002, f"{UNTIL_2007} {SMALLER['2002']}"),
    )
}


def unknown_paragraphs(text: str, *acts: str) -> list[str]:
    """Return the paragraphs of part VII that a text cites and none of the *acts* has.

    >>> unknown_paragraphs("sec. 359c(c), 359z(q) and (b)", "2002")
    ['359z(q)']
    """
    known = [paragraph for act in acts for paragraph in CITED[act]]
    cited = re.findall(r"\b(?:359[a-z]\b|206(?=\())(?:\(\w+\))*", text)
    return [one for one in cited if not any(f"{each}(".startswith(f"{one}(") for each in known)]


MAPS = {
    "1990": ActMap(
        act1990, "act-map.md", [*expected_paragraphs(OF_1990), "raw value", "restraint"]
    ),
    "2002": ActMap(
        act2002,
        "act-2002-map.md",
        expected_paragraphs(SINCE_2002) + [f"{one} of 2002" for one in UNTIL_2007.split()],
    ),
}
ROWS = [(act_map, row) for act_map in MAPS.values() for row in act_map.rows]
COMPUTED = [(act_map, row) for act_map, row in ROWS if row[2] != "none"]
each_act = pytest.mark.parametrize("act_map", MAPS.values(), ids=MAPS)


def row_of(value: Any) -> str | None:
    return value[0] if isinstance(value, list) else Path(value.act.__name__).suffix[1:]


@each_act
def test_every_paragraph_is_on_the_map_once(act_map: ActMap) -> None:
    on_the_map = [row[0] for row in act_map.rows if not row[0].startswith("1435.")]
    assert sorted(act_map.paragraphs) == sorted(on_the_map)


def test_every_rule_of_the_regulation_is_on_the_map_once() -> None:
    rules = [row[0] for row in MAPS["2002"].rows if row[0].startswith("1435.")]
    assert len(rules) == len(set(rules))
    assert {"1435.2 raw value", "1435.305(e)", "1435.309(c)"} <= set(rules)


@each_act
def test_every_function_has_a_paragraph(act_map: ActMap) -> None:
    assert set(act_map.functions) == {name for row in act_map.rows for name in act_map.named(row)}


@pytest.mark.parametrize(("act_map", "row"), COMPUTED, ids=row_of)
def test_what_is_computed_names_a_function_and_a_test(act_map: ActMap, row: list[str]) -> None:
    tests = re.findall(r"`tests/([\w/]+\.py)(?:::(\w+))?`", row[3])
    assert act_map.named(row)
    assert tests
    for file, name in tests:
        path = ROOT / "tests" / file
        text = path.read_text(encoding="utf-8")
        if name:
            functions = (one for one in ast.parse(text).body if isinstance(one, ast.FunctionDef))
            assert name in {one.name for one in functions}
        else:
            # Sections 359b and 359c are named by file: each function has a test named after it.
            assert path.stem in {"test_section_359b", "test_section_359c"}
            assert all(function in text for function in act_map.named(row))


@pytest.mark.parametrize(
    ("act_map", "row"), [one for one in ROWS if one not in COMPUTED], ids=row_of
)
def test_what_is_not_computed_says_why(act_map: ActMap, row: list[str]) -> None:
    assert not act_map.named(row)
    assert row[3]
    assert "tests/" not in row[3]


@each_act
def test_every_choice_is_an_argument(act_map: ActMap) -> None:
    for name, argument in re.findall(r"`([\w.]+)\((\w+)\)`", act_map.text):
        assert argument in inspect.signature(act_map.functions[name]).parameters


# Facts of a case, not readings of the Act.
FACTS = {"knowingly", "first_crop_year", "reason"}


@each_act
def test_every_reading_is_an_open_point(act_map: ActMap) -> None:
    """A keyword that chooses by a word, or by true or false, stands on the map."""
    chosen = " ".join(row[2] for row in act_map.tables("Open point"))
    for name, function in act_map.functions.items():
        for argument, given in inspect.signature(function).parameters.items():
            choice = given.default and isinstance(given.default, (bool, str))
            if (choice or given.default is False) and argument not in FACTS:
                assert f"`{name}({argument})`" in chosen


@each_act
def test_every_open_point_has_a_choice(act_map: ActMap) -> None:
    rows = act_map.tables("Open point")
    assert len(rows) > 20
    for row in rows:
        assert re.fullmatch(r"none|(`[\w.]+\(\w+\)`(, )?)+", row[2])
        assert row[3]


SOURCE = Path(acts.__file__).parent
MODULES = [path.relative_to(SOURCE).as_posix() for path in sorted(SOURCE.rglob("*.py"))]


@pytest.mark.parametrize("module", MODULES)
def test_every_paragraph_that_a_module_cites_exists(module: str) -> None:
    """In the Act whose module it is; of those that Acts share, in one of them."""
    own = [act for act in MAPS if f"act{act}" in module]
    text = (SOURCE / module).read_text(encoding="utf-8")
    assert [] == unknown_paragraphs(text, *(own or MAPS))


@each_act
def test_every_paragraph_that_a_rule_cites_exists(act_map: ActMap) -> None:
    """As it is put together: of the chain with each bundled notice's recipients."""
    act = acts.act_named(act_map.act.__name__[-4:])
    cited = {
        rule.paragraph
        for notice in map(allotments.load, allotments.bundled())
        if notice.act == act.name
        for rule in act.rules(named(notice.known), notice.fiscal_year)
    }
    assert len(cited) > 10
    assert [] == [one for one in cited if unknown_paragraphs(one, act.name)]
