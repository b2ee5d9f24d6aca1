"""The reference lists every public name once, nothing that does not exist, and describes fields.

That each can be rendered is checked by ``nox -s docs``, where a warning is an error.
"""

from __future__ import annotations

import ast
import dataclasses
import inspect
import re
import textwrap
import types
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from pydoc import locate

import pytest
from pydantic import BaseModel

import allotments
from allotments import (
    act1990,
    act2002,
    invariants,
    plots,
    rounding,
    scenarios,
    shares,
    strategies,
    tables,
    wasde,
)
from allotments.act1990 import plots as act1990_plots

FOLDER = Path(__file__).parents[1] / "docs" / "reference"
TEXT = "\n".join(path.read_text(encoding="utf-8") for path in FOLDER.rglob("*.rst"))
LISTED = re.findall(
    r"^\.\. auto(?:function|class|exception|data|module):: (\S+)$", TEXT, re.MULTILINE
)
MODULES = (
    allotments,
    act1990,
    act1990_plots,
    act2002,
    invariants,
    plots,
    rounding,
    scenarios,
    shares,
    strategies,
    strategies.act2002,
    tables,
    wasde,
)
CLASSES = [name for name in LISTED if inspect.isclass(locate(name))]


def public() -> set[str]:
    """Return every name that a module exports, where it is imported from."""
    return {f"{module.__name__}.{name}" for module in MODULES for name in module.__all__}


def test_every_public_name_is_in_the_reference() -> None:
    assert [] == sorted(public() - set(LISTED))


def test_every_name_of_the_reference_exists_and_is_public_or_a_result() -> None:
    """What is not exported is a module, or a class that comes back from what is."""
    for name in LISTED:
        found = locate(name)
        assert found is not None, name
        if name not in public():
            assert isinstance(found, types.ModuleType | type), name


def test_no_name_stands_there_twice() -> None:
    assert [] == [name for name, count in Counter(LISTED).items() if count > 1]


def fields_of(found: type) -> set[str]:
    """Return the fields of a model, a dataclass, a named tuple or a typed dictionary."""
    if issubclass(found, BaseModel):
        return set(found.model_fields)
    if dataclasses.is_dataclass(found):
        return {field.name for field in dataclasses.fields(found)}
    if hasattr(found, "_fields") or hasattr(found, "__required_keys__"):
        return set(found.__annotations__)
    return set()


def described(found: type) -> Iterator[str]:
    """Yield the fields that a section, a docstring below them, or the model describes."""
    for base in found.__mro__:
        _, _, section = (inspect.getdoc(base) or "").partition("Attributes\n----------\n")
        for names in re.findall(r"^([\w, ]+)(?: : .*)?\n +\S", section, re.MULTILINE):
            yield from names.split(", ")
    if issubclass(found, BaseModel):
        yield from (name for name, field in found.model_fields.items() if field.description)
    for base in (*found.__mro__, *inherited(found)):
        if base.__module__.startswith("allotments."):
            yield from described_below(base)


def inherited(found: type) -> Iterator[type]:
    """Yield the typed dictionaries that one inherits from, which its order of methods lacks."""
    for base in getattr(found, "__orig_bases__", ()):
        if isinstance(base, type):
            yield base
            yield from inherited(base)


def described_below(found: type) -> Iterator[str]:
    """Yield the fields that a class defines with a docstring below them."""
    (definition,) = ast.parse(textwrap.dedent(inspect.getsource(found))).body
    assert isinstance(definition, ast.ClassDef)
    for field, below in zip(definition.body, definition.body[1:], strict=False):
        is_text = isinstance(below, ast.Expr) and isinstance(below.value, ast.Constant)
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name) and is_text:
            yield field.target.id


@pytest.mark.parametrize("name", CLASSES)
def test_every_field_of_a_class_is_described(name: str) -> None:
    found = locate(name)
    assert isinstance(found, type)
    assert [] == sorted(fields_of(found) - set(described(found)))


def test_classes_with_fields_are_among_them() -> None:
    """Of each kind one, so that the test above cannot pass by finding no fields."""
    assert 4 == len(fields_of(act1990.Estimates))
    assert 3 == len(fields_of(act1990.Reassignment))
    assert 2 == len(fields_of(act1990.WeightingPoint))
    assert 3 == len(fields_of(tables.TablesData))
