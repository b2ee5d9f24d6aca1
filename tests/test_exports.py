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


def test_an_unknown_name_is_no_attribute() -> None:
    with pytest.raises(AttributeError, match="module 'allotments' has no attribute 'compares'"):
        _ = allotments.compares


def test_the_views_are_imported_when_they_are_first_asked_for() -> None:
    """A program that only computes pays for no table, no HTML and no JSON."""
    program = (
        "import sys, allotments\n"
        "views = ('comparison', 'display', 'explanations', 'records', 'tables', 'verification')\n"
        "print([view for view in views if 'allotments.' + view in sys.modules])\n"
        "print('tables' in dir(allotments), allotments.tables.NAMES[0])\n"
    )
    source = str(Path(allotments.__file__).parents[1])
    found = subprocess.run(  # noqa: S603 -- nothing but this very program
        [sys.executable, "-c", program],
        capture_output=True,
        check=True,
        text=True,
        env={**os.environ, "PYTHONPATH": source},
    )
    assert "[]\nTrue estimates\n" == found.stdout
