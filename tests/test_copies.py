"""Results pickle, copy and compare, also between processes; arrays in them compare as a whole."""

from __future__ import annotations

import copy
import os
import pickle
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from results import kinds, results

import allotments
from allotments import act1990
from allotments.core.base_model import Model
from allotments.scenarios import evaluate, reassign_deficits

ROOT = Path(__file__).parents[1]
RESULTS = results()
PROTOCOLS = range(2, pickle.HIGHEST_PROTOCOL + 1)

# Classes that are no results: what each is instead.
NO_RESULTS = {
    "Act": "what the library asks of an Act",
    "Choice": "a kind of argument",
    "Determination": "the base of the Acts' determinations",
    "Families": "the base of tables within families",
    "Family": "what figures have in common",
    "Shown": "a table before it is shown",
    "Stated": "what parts of inputs begin with",
    "Items": "the base of tables of items",
    "Model": "the base of all models",
    "Place": "the base of the Acts' places",
    "PlacedFigure": "a printed number on its way to a notice's figures",
    "RecordingInputs": "the base of the Acts' inputs",
    "Rule": "a line of an Act's chain",
    "Truth": "a kind of argument",
    "Sheet": "a table on its way to a workbook",
    "Sum": "what a printed figure is held against",
    "PrintedNumber": "the base of the printed kinds",
    "Setup": "an evaluation before it is run",
    "InRange": "what an argument of a formula may be",
    "Reassigned": "what a formula gives to those of the Acts",
    "Tables": "what deficits are reckoned from",
    "YearLedger": "the base of the ledgers",
    "Years": "what an argument of a formula may be",
}


def parts(value: Any) -> Iterator[Any]:
    """Yield a result and everything in it."""
    yield value
    if isinstance(value, str):
        return
    inside: Iterable[Any] = ()
    if isinstance(value, Mapping):
        inside = value.values()
    elif isinstance(value, list | tuple):
        inside = value
    elif isinstance(value, Model):
        inside = (inner for _, inner in value)
    elif is_dataclass(value):
        inside = (getattr(value, field.name) for field in fields(value))
    for one in inside:
        yield from parts(one)


def test_every_kind_of_result_is_among_those_tried() -> None:
    """A new model or result is not done until it is tried here."""
    tried = {type(part) for part in parts(RESULTS)}
    assert set(NO_RESULTS) == {kind.__name__ for kind in kinds() - tried}


@pytest.mark.parametrize("name", RESULTS)
def test_a_result_equals_its_copies(name: str) -> None:
    result = RESULTS[name]
    copies = [pickle.loads(pickle.dumps(result, protocol)) for protocol in PROTOCOLS]  # noqa: S301
    copies += [copy.copy(result), copy.deepcopy(result), results()[name]]
    for copied in copies:
        assert type(result) is type(copied)
        assert result == copied
        assert not result != copied  # noqa: SIM202 -- the other operator
        assert repr(result) == repr(copied)
        assert result != object()


@pytest.mark.parametrize("name", RESULTS)
def test_equal_results_have_equal_hashes_if_any(name: str) -> None:
    """Whatever holds a ``dict`` or an array has none; what it caches of itself changes nothing."""
    for one, other in zip(parts(RESULTS[name]), parts(results()[name]), strict=True):
        try:
            expected = hash(one)
        except TypeError:
            with pytest.raises(TypeError, match="unhashable"):
                hash(other)
        else:
            assert expected == hash(other) == hash(copy.deepcopy(one))


def test_numbers_in_print_can_be_members_of_a_set() -> None:
    numbers = [figure.number for figure in RESULTS["notice"].figures()]
    assert len({str(number) for number in numbers}) <= len(set(numbers)) <= len(numbers)


def test_a_result_equals_what_another_process_makes(tmp_path: Path) -> None:
    """With another hash seed; and what that one pickles equals this one's."""
    here, there = tmp_path / "here", tmp_path / "there"
    here.write_bytes(pickle.dumps(RESULTS))
    code = (
        "import pickle, sys\n"
        "given = pickle.load(open(sys.argv[1], 'rb'))\n"
        "from results import results\n"
        "own = results()\n"
        "print([name for name in own if own[name] != given[name]])\n"
        "pickle.dump(given, open(sys.argv[2], 'wb'))\n"
    )
    path = os.pathsep.join(map(str, (ROOT / "src", ROOT / "tests")))
    output = subprocess.run(  # noqa: S603 -- this very Python, on the text above
        [sys.executable, "-c", code, str(here), str(there)],
        check=True,
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": path, "PYTHONHASHSEED": "7"},
    ).stdout
    assert "[]\n" == output
    assert RESULTS == pickle.loads(there.read_bytes())  # noqa: S301 -- of our own


STOCKS = "estimates.reasonable_carryover_stocks"


def test_evaluations_compare_by_what_is_in_them() -> None:
    """NaN, where nothing is established, is like NaN; labels, inputs and arrays all count."""
    inputs = RESULTS["inputs"]
    one = evaluate(inputs, {STOCKS: np.array([1_278_000, 1_279_000])})
    assert np.isnan(one["sectors.beet"]).any()
    assert one == evaluate(inputs, {STOCKS: np.array([1_278_000, 1_279_000])})
    others = [
        evaluate(inputs, {STOCKS: np.array([1_278_000, 1_278_999])}),
        evaluate(inputs, {STOCKS: np.array([1_278_000])}),
        evaluate(inputs, {STOCKS: np.array([1_278_000, 1_279_000])}, only=["sectors"]),
        evaluate(inputs, {STOCKS: np.array([1_278_000, 1_279_000])}, dims=["stocks"]),
        evaluate(inputs, {STOCKS: np.array([1_278_000, 1_279_000])}, dims={"scenario": ["a", "b"]}),
        replace(one, inputs=RESULTS["what if"]),
    ]
    for other in others:
        assert one != other
        assert other != one
    with pytest.raises(TypeError, match="unhashable"):
        hash(one)


def test_lazy_evaluations_compare_without_computing() -> None:
    da = pytest.importorskip("dask.array")
    varying = {STOCKS: da.from_array(np.array([1_278_000.0, -1.0]))}  # would be refused
    one = evaluate(RESULTS["inputs"], varying)
    assert one == copy.copy(one) == pickle.loads(pickle.dumps(one))  # noqa: S301
    assert one != evaluate(RESULTS["inputs"], {STOCKS: da.from_array(np.array([1.0, 2.0]))})
    assert one != evaluate(RESULTS["inputs"], {STOCKS: np.array([1_278_000.0, 2.0])})


def test_reassignments_compare_by_what_is_in_them() -> None:
    able = np.array([[60, 90, 60], [0, 0, 0]])
    one = reassign_deficits(np.array([100, 50, 50]), able)
    assert one == reassign_deficits(np.array([100, 50, 50]), able)
    assert one != reassign_deficits(np.array([100, 50, 51]), able)
    assert one != reassign_deficits(np.array([100, 50, 50]), able[:1])
    exact = act1990.reassign_beet_deficits({"A": 9, "B": 1}, {"A": 6, "B": 2})
    assert exact == act1990.reassign_beet_deficits({"A": 9, "B": 1}, {"A": 6, "B": 2})
    assert exact != act1990.reassign_beet_deficits({"A": 9, "C": 1}, {"A": 6, "C": 2})
    assert exact != one


def test_statistics_of_nothing_equal_each_other() -> None:
    nothing = RESULTS["nothing established"].statistics["sectors.beet"]
    assert 0 == nothing.count
    assert nothing == pickle.loads(pickle.dumps(nothing))  # noqa: S301 -- NaN is another object then
    assert nothing != RESULTS["summary"].statistics["sectors.beet"]
    assert nothing != 0  # nor is it a number


def test_a_refusal_keeps_its_faults() -> None:
    refusal = allotments.InvalidInput(["a: found b, expected c", "d"])
    for copied in (pickle.loads(pickle.dumps(refusal)), copy.copy(refusal), copy.deepcopy(refusal)):  # noqa: S301
        assert refusal.faults == copied.faults
        assert str(refusal) == str(copied)


@pytest.mark.filterwarnings("error")
def test_every_model_comes_back_equal_from_what_it_is_dumped_as() -> None:
    """From JSON, from Python's own objects, and from objects made ready for JSON."""
    models = [part for part in parts(RESULTS) if isinstance(part, Model)]
    models += [allotments.load(name) for name in allotments.bundled()]
    for one in models:
        kind = type(one)
        assert one == kind.model_validate_json(one.model_dump_json())
        assert one == kind.model_validate(one.model_dump())
