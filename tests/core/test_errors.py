"""The one exception for refused input, and the words of its lines."""

from __future__ import annotations

import copy
import pickle
from typing import Annotated, Any

import pytest
from pydantic import BaseModel, Field, ValidationError, field_validator

from allotments.core.errors import (
    Fault,
    InvalidInput,
    check_kind,
    did_you_mean,
    faults_of,
    few_alike,
    listed,
    path_of,
    refuse,
)


class Leaf(BaseModel, extra="forbid", strict=True):
    """Something small to be nested."""

    tons: int

    @field_validator("tons")
    @classmethod
    def _not_thirteen(cls, value: int) -> int:
        if value == 13:
            raise ValueError("found 13, expected another\nsecond line")
        if value == 14:
            raise InvalidInput([Fault("", "found 14"), Fault("of_what", "missing", "a unit")])
        return value


class Tree(BaseModel, extra="forbid", strict=True):
    """Every way of nesting that this library's models use."""

    leaf: Leaf | None = None
    listed: list[Leaf] = []
    noted: Annotated[Leaf | None, Field(description="a leaf")] = None
    named: dict[str, dict[str, Leaf]] = {}
    keyed: dict[Annotated[str, Field(max_length=3)], int] = {}
    boxed: dict[str, Annotated[Leaf, Field(description="a leaf")]] = {}
    other: int = 0


def faults(**data: Any) -> list[Fault]:
    """The lines for a tree made of *data*."""
    with pytest.raises(ValidationError) as caught:
        Tree(**data)
    return faults_of(caught.value, Tree)


def test_invalid_input_carries_every_fault() -> None:
    error = InvalidInput(line for line in ["a: found 1", "b: missing"])
    assert ("a: found 1", "b: missing") == error.faults
    assert "a: found 1\nb: missing" == str(error)
    assert isinstance(error, ValueError)


def test_invalid_input_survives_pickle_and_copy() -> None:
    """It may cross from one process to another."""
    error = InvalidInput(["a: found 1", "b: missing"])
    pickled = pickle.loads(pickle.dumps(error))  # noqa: S301 -- our own bytes
    for twin in (pickled, copy.copy(error), copy.deepcopy(error)):
        assert InvalidInput is type(twin)
        assert ("a: found 1", "b: missing") == twin.faults
        assert "a: found 1\nb: missing" == str(twin)


def test_a_fault_is_its_line_and_keeps_its_parts() -> None:
    fault = Fault("stocks", "found -1", "0 or more", "is the sign right?")
    assert "stocks: found -1, expected 0 or more; is the sign right?" == fault
    assert "found the name twice" == Fault("", "found the name twice")
    assert "zz: unknown key; did you mean 'z'?" == Fault(
        "zz", "unknown key", hint="did you mean 'z'?"
    )
    assert "printed[3].stocks" == fault.within("printed[3]").place
    assert "printed[3].stocks" == Fault("[3].stocks", "missing").within("printed").place
    assert "stocks" == fault.within("").place
    assert "stocks: missing, expected 0 or more" == fault.with_parts(found="missing", hint="")
    twin = pickle.loads(pickle.dumps(fault))  # noqa: S301 -- our own bytes
    assert fault.parts == twin.parts


def test_refuse_raises_once_for_all_or_not_at_all() -> None:
    refuse([])
    with pytest.raises(InvalidInput) as caught:
        refuse(Fault(place, "missing") for place in "ab")
    assert ("a: missing", "b: missing") == caught.value.faults


def test_did_you_mean_names_the_nearest_or_all() -> None:
    known = ("production", "consumption", "carry_in_stocks")
    assert "did you mean 'consumption'?" == did_you_mean("consumtion", known)
    assert "expected one of: production, consumption, carry_in_stocks" == did_you_mean("x", known)
    assert "expected one of: beet" == did_you_mean(5, iter(["beet"]))
    assert "did you mean 'Mill A'?" == did_you_mean("MILL  A", ["Mill A", "Mill B"])


def test_a_list_is_as_long_as_a_line_has_space_for() -> None:
    """Ten names of 18 characters and what is between them are 200; of a longer one there is one."""
    names = [f"{number:018}" for number in range(12)]
    assert ", ".join(names[:10]) == listed(names[:10])
    assert f"{', '.join(names[:10])} and 2 more" == listed(names)
    assert f"{300 * 'x'} and 2 more" == listed([300 * "x", "y", "z"])


@pytest.mark.parametrize(
    ("count", "more"),
    [(3, ""), (4, "; and 1 more line like this"), (5, "; and 2 more lines like this")],
)
def test_of_lines_that_are_alike_three_are_shown(count: int, more: str) -> None:
    """Those alike but for numbers and what was found, one of which has no number at all."""
    lines = [
        "row 1: found 'a', expected 5",
        "row : found 'b', expected 6",
        "row 3: found c, expected 7",
    ]
    alike = [*lines, *lines][:count]
    assert ["heading", *lines[:2], lines[2] + more, "end"] == few_alike(["heading", *alike, "end"])


def test_a_kind_may_be_known_by_an_attribute() -> None:
    check_kind("field", Leaf(tons=1), "tons", "a leaf")
    with pytest.raises(TypeError, match=r"^field: found an Acre, expected a leaf$"):
        check_kind("field", Acre(), "tons", "a leaf")


@pytest.mark.parametrize(
    ("leaves", "more"),
    [
        (1_001, ["found 2 more faults, expected none"]),
        (1_000, ["found 1 more fault, expected none"]),
        (999, []),
    ],
)
def test_of_more_than_a_thousand_faults_the_last_says_how_many_more(
    leaves: int, more: list[str]
) -> None:
    """The first leaf has two faults."""
    lines = faults(listed=[{"tons": 13}, *[{"tons": "x"}] * (leaves - 1)])
    assert "listed[998].tons: found 'x', expected a valid integer" == lines[999]
    assert more == lines[1_000:]


def test_faults_that_were_not_read_are_counted_too() -> None:
    """1,002 leaves have 1,003 faults."""
    lines = faults(listed=[{"tons": 13}, *[{"tons": "x"}] * 1_001])
    assert ["found 3 more faults, expected none"] == lines[1_000:]
    assert "" == lines[-1].place


class Acre:
    """Something of one's own."""


class Xebec:
    """A ship that may carry sugar; its first letter is a consonant."""


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (Acre(), "an Acre"),
        (Xebec(), "a Xebec"),
        (Leaf(tons=1), "a Leaf"),
        ("7", "'7'"),
        (None, "None"),
        ([1, 2], "[1, 2]"),
    ],
)
def test_another_kind_is_named_by_its_class_or_shown_if_it_is_pythons(
    found: object, said: str
) -> None:
    check_kind("field", found, type(found), "an acre")
    with pytest.raises(TypeError) as caught:
        check_kind("field", found, int, "a number of acres")
    assert f"field: found {said}, expected a number of acres" == str(caught.value)


def test_path_of() -> None:
    assert "printed[3].states.Florida" == path_of(["printed", 3, "states", "Florida"])
    assert "[0]" == path_of([0])
    assert "" == path_of([])
    assert 200 * "k" == path_of([200 * "k"])
    assert f"{200 * 'k'}..." == path_of([201 * "k"])
    assert "a.'b\\nc'" == path_of(["a", "b\nc"])  # one fault is one line, whatever the key


def test_a_missing_value() -> None:
    assert ["leaf.tons: missing, expected a value"] == faults(leaf={})


def test_an_unknown_key_is_answered_with_the_keys_of_its_own_model() -> None:
    """At every depth: through optional, annotated, listed and doubly mapped models."""
    wrong = {"tons": 1, "tonnes": 2}
    assert ["leaf.tonnes: unknown key; did you mean 'tons'?"] == faults(leaf=wrong)
    assert ["noted.tonnes: unknown key; did you mean 'tons'?"] == faults(noted=wrong)
    assert ["listed[1].tonnes: unknown key; did you mean 'tons'?"] == faults(
        listed=[{"tons": 1}, wrong]
    )
    assert ["named.Texas.Mill.tonnes: unknown key; did you mean 'tons'?"] == faults(
        named={"Texas": {"Mill": wrong}}
    )
    assert ["boxed.a.tonnes: unknown key; did you mean 'tons'?"] == faults(boxed={"a": wrong})
    assert ["nmaed: unknown key; did you mean 'named'?"] == faults(nmaed={})
    assert [
        "zz: unknown key; expected one of: leaf, listed, noted, named, keyed, boxed, other"
    ] == faults(zz=1)


def test_the_line_of_a_fault_says_where_what_and_what_instead() -> None:
    assert ["other: found '7', expected a valid integer"] == faults(other="7")
    assert ["other: found a table, expected a valid integer"] == faults(other={"a": 1})
    assert ["other: found a list, expected a valid integer"] == faults(other=[1])
    assert ["other: found a list, expected a valid integer"] == faults(other=(1,))


def test_a_long_find_is_cut() -> None:
    """A line stays one that can be read: 60 characters of what was found, and dots."""
    assert [f"other: found '{59 * 'x'}..., expected a valid integer"] == faults(other=100 * "x")
    assert [f"other: found '{58 * 'x'}', expected a valid integer"] == faults(other=58 * "x")


def test_a_key_that_is_wrong_itself() -> None:
    (line,) = faults(keyed={"long": 1})
    assert line.startswith("keyed.long: found 'long', expected ")


def test_a_validator_s_own_lines_are_kept_each_with_its_place() -> None:
    assert [
        "leaf.tons: found 13, expected another",
        "leaf.tons: second line",
    ] == faults(leaf={"tons": 13})


def test_a_validator_s_own_faults_are_kept_each_below_its_place() -> None:
    assert [
        "leaf.tons: found 14",
        "leaf.tons.of_what: missing, expected a unit",
    ] == faults(leaf={"tons": 14})


def test_all_faults_at_once() -> None:
    assert [
        "leaf.tons: missing, expected a value",
        "other: found None, expected a valid integer",
        "zz: unknown key; expected one of: leaf, listed, noted, named, keyed, boxed, other",
    ] == faults(leaf={}, other=None, zz=1)


def test_a_fault_of_the_whole_has_no_place() -> None:
    with pytest.raises(ValidationError) as caught:
        Tree.model_validate(5)
    (line,) = faults_of(caught.value, Tree)
    assert "found 5, expected a valid dictionary or instance of Tree" == line
