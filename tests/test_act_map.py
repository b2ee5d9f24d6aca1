"""The map of the Act is true: its functions and tests exist, and no function is missing."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Callable, Mapping
from operator import attrgetter
from pathlib import Path
from typing import Any

import pytest

import allotments.act1990
from allotments.act1990.year import Ledger

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "docs" / "act-map.md").read_text(encoding="utf-8")

# What the Act has: section, and its smallest parts that say something of their own.
PARAGRAPHS = {
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


# What the determination as a whole stands on, and no paragraph alone.
NO_PARAGRAPH = {"determine", "carryover_stocks_for_restraint", "weights_for_restraint"}

ROWS = tables("Paragraph")
COMPUTED = [row for row in ROWS if row[2] != "none"]
CHOICES = re.findall(r"`([\w.]+)\((\w+)\)`", TEXT)


def functions() -> Mapping[str, Callable[..., Any]]:
    """Return the public functions of the Act, and its ledger's.

    What a ledger can do to itself is a method of it: one that returns a ledger.
    """
    public = {name: getattr(allotments.act1990, name) for name in allotments.act1990.__all__}
    found = {name: one for name, one in public.items() if inspect.isfunction(one)}
    steps = inspect.getmembers(Ledger, inspect.isfunction)
    return {name: one for name, one in found.items() if name not in NO_PARAGRAPH} | {
        f"Ledger.{name}": step
        for name, step in steps
        if name[0] != "_" and step.__annotations__["return"] == "Ledger"
    }


FUNCTIONS = functions()


def named_functions(row: list[str]) -> list[str]:
    return re.findall(r"`allotments\.act1990\.([\w.]+)`", row[2])


def test_every_paragraph_is_on_the_map_once() -> None:
    expected = [
        f"{section}{part}" for section, parts in PARAGRAPHS.items() for part in parts.split()
    ]
    assert sorted([*expected, "raw value"]) == sorted(row[0] for row in ROWS)


def test_every_function_has_a_paragraph() -> None:
    assert set(FUNCTIONS) == {name for row in COMPUTED for name in named_functions(row)}


def test_every_function_is_imported_as_the_map_names_it() -> None:
    for name, function in FUNCTIONS.items():
        assert function is attrgetter(name)(allotments.act1990)


@pytest.mark.parametrize("row", COMPUTED, ids=lambda row: row[0])
def test_what_is_computed_names_a_function_and_a_test(row: list[str]) -> None:
    tests = re.findall(r"`tests/([\w/]+\.py)(?:::(\w+))?`", row[3])
    assert named_functions(row)
    assert tests
    for file, name in tests:
        path = ROOT / "tests" / file
        if name:
            tree = ast.parse(path.read_text(encoding="utf-8"))
            assert name in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
        else:
            # Sections 359b and 359c are named by file: each function has a test named after it.
            assert path.stem in {"test_section_359b", "test_section_359c"}
            text = path.read_text(encoding="utf-8")
            assert all(function in text for function in named_functions(row))


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
