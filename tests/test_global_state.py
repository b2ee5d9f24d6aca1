"""Nothing depends on the state of the process, and nothing is changed in it."""

from __future__ import annotations

import decimal
import json
import locale
import os
import random
import signal
import subprocess
import sys
import threading
import warnings
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from snapshot import STEPS

from allotments import plots
from allotments.act1990 import determine
from allotments.act1990 import plots as act1990_plots
from allotments.notices import load

ROOT = Path(__file__).parents[1]


def snapshot(*, backwards: bool = False) -> dict[str, Any]:
    names = list(STEPS)[::-1] if backwards else list(STEPS)
    found = {name: STEPS[name]() for name in names}
    return {name: found[name] for name in STEPS}


@pytest.fixture(scope="module")
def calm() -> dict[str, Any]:
    """The snapshot where no global state was changed."""
    return snapshot()


@contextmanager
def few_digits() -> Iterator[None]:
    """Of the caller's decimal arithmetic, with every trap."""
    with decimal.localcontext() as context:
        context.prec, context.Emax, context.Emin, context.capitals = 2, 3, -3, 0
        context.rounding = decimal.ROUND_UP
        for fault in (decimal.FloatOperation, decimal.Inexact, decimal.Rounded, decimal.Subnormal):
            context.traps[fault] = True
        yield


@contextmanager
def raising() -> Iterator[None]:
    with np.errstate(all="raise"):
        yield


@contextmanager
def printing() -> Iterator[None]:
    with np.printoptions(precision=1, threshold=2, legacy="1.13"):
        yield


@contextmanager
def warning() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


@contextmanager
def elsewhere() -> Iterator[None]:
    before = Path.cwd()
    os.chdir("/")
    try:
        yield
    finally:
        os.chdir(before)


@contextmanager
def seeded() -> Iterator[None]:
    before, of_numpy = random.getstate(), np.random.get_state()  # noqa: NPY002 -- the very one
    random.seed(7)
    np.random.seed(7)  # noqa: NPY002
    yield
    random.setstate(before)
    np.random.set_state(of_numpy)  # noqa: NPY002


@pytest.mark.parametrize("state", [few_digits, raising, printing, warning, elsewhere, seeded])
def test_results_do_not_depend_on(
    state: Callable[[], AbstractContextManager[None]], calm: dict[str, Any]
) -> None:
    with state():
        found = snapshot()
    for name, result in calm.items():
        assert result == found[name], name


def test_results_do_not_depend_on_the_order_of_calls(calm: dict[str, Any]) -> None:
    assert calm == snapshot(backwards=True)


def state() -> dict[str, Any]:
    """What a library could have changed for everybody else."""
    found: dict[str, Any] = {
        "decimal": repr(decimal.getcontext()),
        "floating point": np.geterr(),
        "print": np.get_printoptions(),
        "random": random.getstate(),
        "numpy.random": str(np.random.get_state()),  # noqa: NPY002
        "warnings": list(warnings.filters),
        "locale": locale.setlocale(locale.LC_ALL),
        "environment": dict(os.environ),
        "directory": Path.cwd(),
        "path": list(sys.path),
        "recursion": sys.getrecursionlimit(),
        "digits": sys.get_int_max_str_digits(),
        "interrupt": signal.getsignal(signal.SIGINT),
        "hooks": (sys.excepthook, sys.displayhook),
        "threads": set(threading.enumerate()),
    }
    if matplotlib := sys.modules.get("matplotlib"):
        found["matplotlib"] = dict(matplotlib.rcParams)
    return found


def test_everything_is_left_as_it_was() -> None:
    pictures: dict[str, Callable[[], Any]] = {
        "simplex": lambda: act1990_plots.simplex(load("fy1995").inputs),
        "flow": lambda: plots.flow(determine(load("fy1995").inputs)),
    }
    for name, step in {**STEPS, **pictures}.items():
        step()  # what it imports may set up things of its own, once
        before = state()
        step()
        after = state()
        assert before.keys() == after.keys()
        for what, value in before.items():
            assert value == after[what], (name, what)


def in_process(*options: str, **environment: str) -> str:
    path = os.pathsep.join([str(ROOT / "src"), os.environ.get("PYTHONPATH", "")])
    return subprocess.run(  # noqa: S603 -- this very Python, on a file of this folder
        [sys.executable, *options, str(ROOT / "tests" / "snapshot.py")],
        check=True,
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": path, "PYTHONIOENCODING": "utf-8", **environment},
    ).stdout


@pytest.mark.parametrize(
    ("options", "environment"),
    [
        (["-W", "error"], {"PYTHONHASHSEED": "1"}),
        (["-W", "error"], {"PYTHONHASHSEED": "2", "LC_ALL": "C", "TZ": "Pacific/Auckland"}),
        (["-O"], {"PYTHONUTF8": "0", "LC_ALL": "POSIX", "COLUMNS": "20", "NO_COLOR": "1"}),
        (["-OO", "-W", "error"], {"HOME": "/nowhere", "PYTHONWARNDEFAULTENCODING": "1"}),
    ],
    ids=["one seed", "another seed", "without asserts", "without docstrings and home"],
)
def test_results_do_not_depend_on_the_process(
    options: list[str], environment: dict[str, str], calm: dict[str, Any]
) -> None:
    """Nor on how sets are ordered, the locale, the time zone, the terminal, ``-O`` or a home.

    Files are read in their own encoding: Python would warn of one that it takes by default.
    """
    found = json.loads(in_process(*options, **environment))
    for name, result in json.loads(json.dumps(calm)).items():
        assert result == found[name], name
