"""The map of the Act of 2002 is true: functions and tests exist, and no function is missing."""

from __future__ import annotations

import ast
import inspect
import re
from pathlib import Path

import pytest

import allotments.act2002

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "act-2002-map.md").read_text(encoding="utf-8")

# What the Act has: section, and its smallest parts that say something of their own.
PARAGRAPHS = {
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
OF_2002 = (
    "359b(b)(1) 359b(c) 359c(b)(1) 359c(h) 359d(b)(2)(G)(iii) 359d(b)(2)(H)(i) "
    "359d(b)(2)(H)(ii) 359d(b)(2)(I) 359f(c)(8) 359g(d)(2) 359i(c) 359k"
)


def tables(heading: str) -> list[list[str]]:
    """Return the rows, as cells, of every table whose first column is headed so."""
    rows: list[list[str]] = []
    reading = False
    for line in TEXT.splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if not line.startswith("|"):
            reading = False
        elif cells[0] == heading:
            reading = True
        elif reading and not set(line) <= set("|-"):
            rows.append(cells)
    return rows


ROWS = tables("Paragraph")
COMPUTED = [row for row in ROWS if row[2] != "none"]
CHOICES = re.findall(r"`([\w.]+)\((\w+)\)`", TEXT)
FUNCTIONS = {
    name: getattr(allotments.act2002, name)
    for name in allotments.act2002.__all__
    if inspect.isfunction(getattr(allotments.act2002, name))
}


def named_functions(row: list[str]) -> list[str]:
    return re.findall(r"`allotments\.act2002\.([\w.]+)`", row[2])


def test_every_paragraph_is_on_the_map_once() -> None:
    expected = [
        f"{section}{part}" for section, parts in PARAGRAPHS.items() for part in parts.split()
    ]
    expected += [f"{paragraph} of 2002" for paragraph in OF_2002.split()]
    assert sorted(expected) == sorted(row[0] for row in ROWS if not row[0].startswith("1435."))


def test_every_rule_of_the_regulation_is_on_the_map_once() -> None:
    rules = [row[0] for row in ROWS if row[0].startswith("1435.")]
    assert len(rules) == len(set(rules))
    assert {"1435.2 raw value", "1435.305(e)", "1435.309(c)"} <= set(rules)


def test_every_function_has_a_paragraph() -> None:
    assert set(FUNCTIONS) == {name for row in COMPUTED for name in named_functions(row)}


@pytest.mark.parametrize("row", COMPUTED, ids=lambda row: row[0])
def test_what_is_computed_names_a_function_and_a_test(row: list[str]) -> None:
    tests = re.findall(r"`tests/([\w/]+\.py)::(\w+)`", row[3])
    assert named_functions(row)
    assert tests
    for file, name in tests:
        tree = ast.parse((ROOT / "tests" / file).read_text(encoding="utf-8"))
        assert name in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize("row", [row for row in ROWS if row[2] == "none"], ids=lambda row: row[0])
def test_what_is_not_computed_says_why(row: list[str]) -> None:
    assert row[3]
    assert "tests/" not in row[3]


@pytest.mark.parametrize(("name", "argument"), CHOICES)
def test_every_choice_is_an_argument(name: str, argument: str) -> None:
    assert argument in inspect.signature(FUNCTIONS[name]).parameters


def test_every_open_point_has_a_choice() -> None:
    rows = tables("Open point")
    assert len(rows) > 20
    for row in rows:
        assert re.fullmatch(r"none|(`[\w.]+\(\w+\)`(, )?)+", row[2])
        assert row[3]
