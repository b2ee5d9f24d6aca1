"""What ``import allotments`` gives, and what it spares."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import allotments
from allotments import comparison, explanations, tables, verification


def test_every_exported_name_is_there() -> None:
    assert allotments.compare is comparison.compare
    assert allotments.explain is explanations.explain
    assert allotments.tables is tables
    assert allotments.verify is verification.verify
    for name in allotments.__all__:
        assert getattr(allotments, name) is not None
    assert set(allotments.__all__) <= set(dir(allotments))


def test_what_is_offered_is_what_a_user_asks_for() -> None:
    """Every part of the library, and nothing that it is made with."""
    offered = {name for name in dir(allotments) if not name.startswith("_")}
    parts = {"act2002", "invariants", "plots", "scenarios", "shares", "strategies", "wasde"}
    assert {*allotments.__all__, *parts} == offered
    for name in offered:
        assert getattr(allotments, name) is not None


def test_an_unknown_name_is_no_attribute() -> None:
    with pytest.raises(AttributeError, match="module 'allotments' has no attribute 'compares'"):
        _ = allotments.compares


def output(program: str) -> str:
    """Return what a fresh interpreter prints."""
    source = str(Path(allotments.__file__).parents[1])
    found = subprocess.run(  # noqa: S603 -- nothing but this very program
        [sys.executable, "-c", program],
        capture_output=True,
        check=True,
        text=True,
        env={**os.environ, "PYTHONPATH": source},
    )
    return found.stdout


def test_everything_is_imported_when_it_is_first_asked_for() -> None:
    """Importing the package imports neither pydantic nor numpy; a formula needs no view."""
    program = (
        "import sys, allotments\n"
        "print([m for m in ('pydantic', 'numpy') if m in sys.modules])\n"
        "print(allotments.act1990.overall_allotment_quantity(9_247, 1_278_000, 0))\n"
        "views = ('comparison', 'explanations', 'tables', 'verification')\n"
        "print([view for view in views if 'allotments.' + view in sys.modules])\n"
        "print('tables' in dir(allotments), allotments.tables.COLUMNS[0])\n"
    )
    assert "[]\n37247\n[]\nTrue table\n" == output(program)


def test_what_is_optional_or_slow_is_imported_when_it_is_used() -> None:
    program = (
        "import sys, allotments.plots, allotments.scenarios, allotments.command_line\n"
        "slow = ('matplotlib', 'dask', 'xarray', 'tqdm', 'hypothesis', 'tomli_w')\n"
        "print([m for m in slow if m in sys.modules])\n"
    )
    assert "[]\n" == output(program)
