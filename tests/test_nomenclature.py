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
from pydantic import BaseModel
from test_act_map import unknown_paragraphs

import allotments
from allotments import act1990, acts
from allotments.checks import STATUSES

ACTS = {name: getattr(allotments, f"act{name}") for name in acts.names()}
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
    """Return the arguments of every function of an Act, and of what a ledger can do."""
    found: set[str] = set()
    for act in ACTS.values():
        functions = [getattr(act, name) for name in act.__all__]
        steps = inspect.getmembers(act.Ledger, inspect.isfunction)
        functions += [step for name, step in steps if not name.startswith("_")]
        for function in filter(inspect.isfunction, functions):
            found |= set(inspect.signature(function).parameters)
    return found - {"self"}


def model_fields() -> set[str]:
    """Return the fields of the models that a determination is made from, and of itself."""
    found: set[str] = set()
    for name, act in ACTS.items():
        place, determination = acts.act_named(name).place, acts.act_named(name).determination
        for one in (getattr(act, name) for name in act.__all__):
            if inspect.isclass(one) and issubclass(one, BaseModel) and one is not place:
                found |= set(one.model_fields)
        found |= {name for name, _ in inspect.getmembers(determination, is_property)}
        found |= {field.name for field in fields(determination)}
    return found


def is_property(member: object) -> bool:
    return isinstance(member, property)


def beginnings_of_paths() -> set[str]:
    return {family.partition(".")[0] for name in ACTS for family in acts.act_named(name).families}


def constants() -> set[str]:
    return {name for act in ACTS.values() for name in act.__all__ if name.isupper()}


def results() -> set[str]:
    """Return words that name no argument: of what comes back, a formula, and a reading."""
    ledger = {field.name for field in fields(act1990.Ledger)}
    flows = {field.name for field in fields(act1990.Reassignment)} & {"flows"}
    deficits = inspect.signature(act1990.reassign_beet_deficits, eval_str=True)
    readings = set(get_args(deficits.parameters["in_proportion_to"].annotation)) & {"capacity"}
    return ledger | flows | readings | {act1990.raw_value.__name__}


def test_every_name_is_listed_and_exists() -> None:
    known = arguments() | model_fields() | beginnings_of_paths() | constants() | results()
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
    section = r"359[a-l]\b.*|7 CFR 1435\..*|(Sugar|Agricultural) Act of 19\d\d, sec.*"
    assert re.fullmatch(rf"({section}|the (notice|same).*|inferred; no source found|)", paragraph)


def test_every_paragraph_is_one_of_the_act_that_it_is_cited_of() -> None:
    before, since_2002 = TEXT.split("\n## The Act of 2002\n")
    assert [] == unknown_paragraphs(before, "1990")
    assert [] == unknown_paragraphs(since_2002.partition("\n## ")[0], "2002")
