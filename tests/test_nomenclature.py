"""The nomenclature names every argument, field, path and constant once, and nothing else."""

from __future__ import annotations

import ast
import inspect
import re
from collections import Counter
from dataclasses import fields
from fractions import Fraction
from pathlib import Path
from typing import get_args

import pytest

import allotments
from allotments import act1990
from allotments.checks import STATUSES

TEXT = (Path(__file__).parents[1] / "docs" / "nomenclature.md").read_text(encoding="utf-8")


def column(heading: str, at: int) -> list[str]:
    """Return a column of every table whose first column is headed so."""
    cells = []
    reading = False
    for line in TEXT.splitlines():
        row = [cell.strip() for cell in line.strip("|").split("|")]
        if not line.startswith("|"):
            reading = False
        elif row[0] == heading:
            reading = True
        elif reading and not set(line) <= set("|-"):
            cells.append(row[at])
    return cells


TERMS = column("Term", 0)
LISTED = [name for cell in column("Term", 1) for name in re.findall("`([^`]+)`", cell)]
UNITS = [name for cell in column("Unit", 1) for name in re.findall("`([^`]+)`", cell)]


def arguments() -> set[str]:
    """Return the arguments of every function of the Act, and of what a ledger can do."""
    found: set[str] = set()
    for name in act1990.__all__:
        if inspect.isfunction(getattr(act1990, name)):
            found |= set(inspect.signature(getattr(act1990, name)).parameters)
    for name, method in inspect.getmembers(act1990.Ledger, inspect.isfunction):
        if not name.startswith("_"):
            found |= set(inspect.signature(method).parameters)
    return found - {"self"}


def model_fields() -> set[str]:
    """Return the fields of the models that a determination is made from, and of itself."""
    models = (
        act1990.Inputs,
        act1990.Estimates,
        act1990.Criteria,
        act1990.Recorded,
        act1990.CaneState,
        act1990.Farm,
    )
    found = {name for model in models for name in model.model_fields}
    attributes = {name for name, _ in inspect.getmembers(act1990.Determination, is_property)}
    return found | attributes | {field.name for field in fields(act1990.Determination)}


def is_property(member: object) -> bool:
    return isinstance(member, property)


def beginnings_of_paths(fy1995: act1990.Inputs) -> set[str]:
    """Return the first parts of paths: recorded, under a what-if, and computed from criteria."""
    criteria = act1990.Criteria(past_marketings=1, processing_capacity=2, ability_to_market=3)
    computed = {
        "state_criteria": {"Florida": criteria},
        "processor_criteria": {"Florida": {"A": criteria}},
        "recorded": {"states": {}, "processors": {}},
    }
    return {
        figure.family.partition(".")[0]
        for inputs in (
            fy1995,
            fy1995.replace(weights=(1, 1, 1)),
            fy1995.replace(**computed),
        )
        for figure in act1990.determine(inputs).figures.values()
    }


def constants() -> set[str]:
    return {name for name in act1990.__all__ if name.isupper()}


def results() -> set[str]:
    """Return words that name no argument: of what comes back, a formula, and a reading."""
    ledger = {field.name for field in fields(act1990.Ledger)}
    flows = {field.name for field in fields(act1990.Reassignment)} & {"flows"}
    deficits = inspect.signature(act1990.reassign_beet_deficits, eval_str=True)
    readings = set(get_args(deficits.parameters["in_proportion_to"].annotation)) & {"capacity"}
    return ledger | flows | readings | {act1990.raw_value.__name__}


def test_every_name_is_listed_and_exists(fy1995: act1990.Inputs) -> None:
    known = arguments() | model_fields() | beginnings_of_paths(fy1995) | constants() | results()
    assert sorted(known) == sorted(set(LISTED))


def test_every_name_and_every_term_stands_there_once() -> None:
    for listed in (LISTED, TERMS):
        assert [] == [name for name, count in Counter(listed).items() if count > 1]


def test_every_symbol_stands_there_once_and_in_the_chain() -> None:
    symbols = [symbol for term in TERMS for symbol in re.findall(r"\(\*(\w+)\*\)", term)]
    (chain,) = re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL)
    stored = (n.id for n in ast.walk(ast.parse(chain)) if isinstance(n, ast.Name))
    assert sorted({name for name in stored if name.isupper()} - {"TST"}) == sorted(symbols)


def test_every_unit_of_a_file_is_listed_with_its_size() -> None:
    first = next(allotments.load("fy1995").figures()).number
    assert set(first.sizes) == set(UNITS)
    (size,) = [
        c for n, c in zip(column("Unit", 1), column("Unit", 2), strict=True) if "metric" in n
    ]
    numerator, denominator = (int(n.replace(",", "")) for n in re.findall(r"[\d,]{9,}", size))
    assert Fraction(numerator, denominator) == first.sizes["metric tons"]
    assert allotments.TST == first.sizes["TST"]


def test_every_unit_of_a_term_is_one_of_the_units() -> None:
    """Or a unit that says of what: acres of sugarcane, short tons of something else."""
    named = {
        short
        for cell in column("Unit", 0)
        for short in (cell, *re.findall(r"\((\w+)\)", cell), f"{cell}s")
    }
    others = {"", "relative", "any", "as the quantity", "pounds", "STRV per short ton of cane"}
    assert set(column("Term", 2)) <= named | others


def test_the_statuses_are_those_of_verification() -> None:
    assert set(STATUSES) == {status.strip("`") for status in column("Status", 0)}


@pytest.mark.parametrize("paragraph", column("Term", 3))
def test_every_citation_names_a_section_or_says_what_it_is(paragraph: str) -> None:
    section = r"359[a-j]\b.*|the (notice|same).*|(Sugar|Agricultural) Act of 19\d\d, sec.*"
    assert re.fullmatch(rf"({section}|inferred; no source found|)", paragraph)
