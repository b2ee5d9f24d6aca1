"""Results pickle, copy and compare, also between processes; arrays in them compare as a whole."""

from __future__ import annotations

import copy
import importlib
import inspect
import os
import pickle
import pkgutil
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields, is_dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from results import kinds, refusal, results

import allotments
from allotments import act1990
from allotments.core.base_model import Model
from allotments.display.result import Result
from allotments.scenarios import evaluate, reassign_deficits
from allotments.shares import Print

ROOT = Path(__file__).parents[1]
RESULTS = results()
AGAIN = results()
PROTOCOLS = range(2, pickle.HIGHEST_PROTOCOL + 1)

# Public classes that are no results: what each is instead.
NO_RESULTS = {
    "act1990.fast.chain.Chain": "an evaluation that runs",
    "core.base_model.Model": "the base of all models",
    "core.cached.cached_property": "a kind of property",
    "core.checked.Choice": "a kind of argument",
    "core.checked.InRange": "what an argument of a formula may be",
    "core.errors.InvalidInput": "an exception, which equals itself alone: see below",
    "core.printed_number.PrintedNumber": "the base of the printed kinds",
    "core.reused_memory.InvalidScenario": "raised and caught within an evaluation",
    "core.reused_memory.Scratch": "the memory of an evaluation that runs",
    "determination.Determination": "the base of the Acts' determinations",
    "display.excel.Sheet": "a table on its way to a workbook",
    "display.frames.Framed": "the base of what has records",
    "display.result.Published": "the base of results with JSON",
    "display.result.Result": "the base of results",
    "display.result.Shown": "a table before it is shown",
    "display.table_layout.Style": "an argument of what makes the lines of a table",
    "figures.act.Act": "what the library asks of an Act",
    "figures.act.Family": "what figures have in common",
    "figures.figure.Rule": "a line of an Act's chain",
    "formulas.conditions.Truth": "a kind of argument",
    "formulas.crop_years.Years": "what an argument of a formula may be",
    "formulas.deficits.Reassigned": "what a formula gives to those of the Acts",
    "formulas.deficits.Tables": "what deficits are reckoned from",
    "inputs.RecordingInputs": "the base of the Acts' inputs",
    "inputs.Stated": "what parts of inputs begin with",
    "ledger.fiscal_year.YearLedger": "the base of the ledgers",
    "ledger.steps.Steps": "the base of what has steps",
    "printed_place.Families": "the base of tables within families",
    "printed_place.Items": "the base of tables of items",
    "printed_place.PartsOfHundred": "the base of printed percentages",
    "printed_place.Place": "the base of the Acts' places",
    "printed_place.PlacedFigure": "a printed number on its way to a notice's figures",
    "printed_place.Sum": "what a printed figure is held against",
    "scenarios.evaluation.Setup": "an evaluation before it is run",
    "scenarios.kernels.Checked": "the numbers of an evaluation that runs",
    "scenarios.kernels.RulesKernel": "an evaluation that runs",
    "scenarios.kernels.RulesKernels": "an evaluation that runs",
    "scenarios.statistics.Running": "statistics before all is counted",
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


PARTS = list(parts(RESULTS))


def shown(result: Any) -> list[Any]:
    """Return everything that a result says of itself."""
    found = [repr(result), str(result)]
    if isinstance(result, Result):
        # NaN is not equal to itself, but its text is.
        found += [result._repr_html_(), repr(result.records())]
    return found


def pickled(one: Any, protocol: int = pickle.HIGHEST_PROTOCOL) -> Any:
    """Return what a pickle of it comes back as."""
    return pickle.loads(pickle.dumps(one, protocol))  # noqa: S301 -- of our own


def replaced(one: Any, **changes: Any) -> Any:
    """Return what ``copy.replace`` does, which Python has from 3.13 on."""
    if sys.version_info >= (3, 13):
        return copy.replace(one, **changes)
    if isinstance(one, Model):
        return one.replace(**changes)
    return one._replace(**changes) if hasattr(one, "_fields") else replace(one, **changes)


def test_every_public_class_is_a_result_that_is_tried_or_something_else() -> None:
    """A new one is not done until it is tried here, or until it is said what it is."""
    untried = kinds() - {type(part) for part in PARTS}
    names = {f"{kind.__module__}.{kind.__name__}".partition(".")[2] for kind in untried}
    assert set(NO_RESULTS) == names


@pytest.mark.parametrize("name", RESULTS)
def test_a_result_equals_its_copies(name: str) -> None:
    result = RESULTS[name]
    copies = [pickled(result, protocol) for protocol in PROTOCOLS]
    copies += [copy.copy(result), copy.deepcopy(result), AGAIN[name]]
    expected = shown(result)
    for copied in copies:
        assert type(result) is type(copied)
        assert result == copied
        assert not result != copied  # noqa: SIM202 -- the other operator
        assert expected == shown(copied)
        assert result != object()


@pytest.mark.parametrize("name", RESULTS)
def test_equal_results_have_equal_hashes_if_any(name: str) -> None:
    """Whatever holds a ``dict`` or an array has none; what it caches of itself changes nothing."""
    copied = copy.deepcopy(RESULTS[name])
    ways = (RESULTS[name], AGAIN[name], copied)
    for one, *others in zip(*map(parts, ways), strict=True):
        try:
            expected = {hash(one)}
        except TypeError:
            for other in others:
                with pytest.raises(TypeError, match="unhashable"):
                    hash(other)
        else:
            assert expected == set(map(hash, others))


def test_threads_may_share_a_result() -> None:
    """What a result computes of itself when it is first asked is the same for all who ask."""
    shared = results()
    asked = [(name, way) for name in shared for way in (shown, pickled, copy.deepcopy)] * 2
    with ThreadPoolExecutor(12) as threads:
        found = list(threads.map(lambda one: one[1](shared[one[0]]), asked))
    for (name, way), one in zip(asked, found, strict=True):
        assert (shown(RESULTS[name]) if way is shown else RESULTS[name]) == one


def replaceable() -> list[Any]:
    """Return a part of each kind that ``copy.replace`` takes."""
    kinds_found = {type(part): part for part in PARTS}
    return [
        one
        for one in kinds_found.values()
        if isinstance(one, Model) or is_dataclass(one) or hasattr(one, "_fields")
    ]


@pytest.mark.parametrize("one", replaceable(), ids=lambda one: type(one).__qualname__)
def test_a_result_with_nothing_replaced_equals_it(one: Any) -> None:
    assert one == replaced(one)
    with pytest.raises((TypeError, ValueError)):  # the former of Python's own classes
        replaced(one, no_such_field=1)


@pytest.mark.parametrize(
    "one",
    [one for one in replaceable() if isinstance(one, Model)],
    ids=lambda one: f"{type(one).__module__}.{type(one).__qualname__}",
)
def test_a_model_refuses_what_is_replaced_by_something_invalid(one: Model) -> None:
    for name in type(one).model_fields:
        with pytest.raises(allotments.InvalidInput, match=f"(?m)^{name}\\b"):
            replaced(one, **{name: object()})


def test_a_print_with_something_replaced_is_read_again() -> None:
    one = Print(1_000, 250)
    assert Print(Fraction(2_001, 2), 250) == replaced(one, allotment=1_000.5)
    with pytest.raises(ValueError, match=r"printed: found 0.5, expected whole short tons"):
        replaced(one, printed=0.5)


def test_whatever_is_exported_can_be_sent_to_another_process() -> None:
    """As pools do, everywhere on Windows; functions with checked arguments are themselves, too."""
    names = {name for _, name, _ in pkgutil.walk_packages(allotments.__path__, "allotments.")}
    for module in map(importlib.import_module, names - {"allotments.__main__"} | {"allotments"}):
        for name in getattr(module, "__all__", ()):
            exported = getattr(module, name)
            if not inspect.ismodule(exported):
                back = pickled(exported)
                assert back is exported if callable(exported) else back == exported


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
        replaced(one, inputs=RESULTS["what if"]),
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
    assert one == copy.copy(one) == pickled(one)
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
    assert nothing == pickled(nothing)  # NaN is another object then
    assert nothing != RESULTS["summary"].statistics["sectors.beet"]
    assert nothing != 0  # nor is it a number


def parts_of(refused: Any) -> list[dict[str, str]]:
    return [fault.parts for fault in refused.faults]


def test_a_refusal_keeps_its_faults_and_notes() -> None:
    refused = refusal()
    refused.add_note("in the third file")
    for copied in (pickled(refused), copy.copy(refused), copy.deepcopy(refused)):
        assert refused.faults == copied.faults
        assert parts_of(refused) == parts_of(copied)
        assert str(refused) == str(copied)
        assert ["in the third file"] == copied.__notes__


@pytest.mark.filterwarnings("error")
def test_every_model_comes_back_equal_from_what_it_is_dumped_as() -> None:
    """From JSON, from Python's own objects, and from objects made ready for JSON."""
    models = [part for part in PARTS if isinstance(part, Model)]
    models += [allotments.load(name) for name in allotments.bundled()]
    for one in models:
        kind = type(one)
        assert one == kind.model_validate_json(one.model_dump_json())
        assert one == kind.model_validate(one.model_dump())
