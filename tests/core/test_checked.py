"""Formulas whose annotations say which numbers they take."""

from __future__ import annotations

import inspect
from collections.abc import Hashable
from fractions import Fraction
from importlib import import_module
from typing import Annotated, Any, Literal

import numpy as np
import pytest

from allotments import act1990
from allotments.core.checked import (
    Choice,
    EachNotNegative,
    EachOfStates,
    InRange,
    NotNegative,
    OneOrEach,
    Positive,
    PositiveRatio,
    Ratio,
    Signed,
    SomeNotNegative,
    checked,
    readers_of,
)


@checked
def formula(
    need: NotNegative,
    change: Signed = Fraction(1, 4),
    *,
    by: Positive = 1,
    share: Ratio | None = None,
    rate: PositiveRatio = 1,
    name: str = "",
) -> Any:
    """Return what it was given."""
    return need, change, by, share, rate, name


def test_arguments_come_converted_and_of_one_kind() -> None:
    assert (7, Fraction(1, 4), 1, None, 1, "") == formula(np.int64(7))
    assert (7.0, 0.25, 1, 0.5, 1, "x") == formula(7.0, share=Fraction(1, 2), name="x")
    assert (7, -1, 2, 0, 1, "") == formula(need=7, change=-1, by=2, share=0)


@pytest.mark.parametrize(
    ("given", "line"),
    [
        ({"need": -1}, "need: found -1, expected a number not below 0"),
        ({"need": None}, "need: found None, expected a number"),
        ({"need": 1, "by": 0}, "by: found 0, expected a number above 0"),
        ({"need": 1, "share": 2}, "share: found a number above 1, expected a ratio of at most 1"),
        ({"need": 1, "rate": 0}, "rate: found 0, expected a number above 0"),
        (
            {"need": 10**400, "change": 0.5},
            "need: found a number beyond the range of floats beside floats, expected a quantity",
        ),
    ],
)
def test_what_is_out_of_range_is_refused_by_its_name(given: dict[str, Any], line: str) -> None:
    with pytest.raises((TypeError, ValueError)) as caught:
        formula(**given)
    assert line == str(caught.value)


E_ACUTE = "e\u0301"  # two characters for one letter
MORE = "more than once, expected each once"
TWICE = {"\u00e9": 1, E_ACUTE: 2}


@checked
def of_recipients(
    each: EachNotNegative, one: OneOrEach = 0, some: SomeNotNegative = (), *, on: bool = True
) -> Any:
    """Return what it was given."""
    return each, one, some, on


def test_recipients_are_needed_unless_one_number_or_none_will_do() -> None:
    found = of_recipients({"A": 1}, np.int64(2), {}, on=np.bool_(True))  # type: ignore[arg-type]
    assert ({"A": 1}, 2, {}, True) == found
    assert bool is type(found[3])
    cases: list[tuple[dict[str, Any], str]] = [
        ({"each": {}}, "each: found no recipient, expected at least one"),
        ({"each": {"A": 1}, "one": -1}, "one: found -1, expected a number not below 0"),
        ({"each": {"A": 1}, "one": {}}, "one: found no recipient, expected at least one"),
        *(
            ({"each": {"A": 1}, name: TWICE}, f"{name}: found {E_ACUTE!r} {MORE}")
            for name in ("one", "some")
        ),
        (
            {"each": {"A": 1}, "some": {"A": -1}},
            "some['A']: found -1, expected a number not below 0",
        ),
    ]
    for given, line in cases:
        with pytest.raises(ValueError, match="found") as caught:
            of_recipients(**{"some": {}, **given})
        assert line == str(caught.value)


@checked
def of_other_kinds(
    need: NotNegative, each: EachNotNegative, states: EachOfStates, who: Hashable, years: int
) -> Any:
    """Return what it was given."""
    return need, each, states, who, years


def test_what_is_no_single_number_makes_no_float_of_one() -> None:
    """Neither an array of recipients nor a float that names one; a whole number is an int."""
    rows = np.array([1.0, 2.0])
    for each, states, who in ((rows, {}, "A"), ({"A": 1}, rows, "A"), ({"A": 1}, {}, 0.5)):
        need, *others, years = of_other_kinds(Fraction(1, 3), each, states, who, np.int64(3))  # type: ignore[arg-type]
        assert (Fraction(1, 3), Fraction) == (need, type(need))
        assert [each, states, who] == others
        assert (3, int) == (years, type(years))


def test_one_number_is_none_for_each() -> None:
    with pytest.raises(TypeError) as caught:
        of_recipients(5)
    assert (
        "each: found int, expected a mapping of recipients to numbers or an array whose last axis "
        "is the recipients"
    ) == str(caught.value)


def test_a_formula_is_made_anew_with_all_that_its_annotations_say() -> None:
    """Others are decorated at import, before any test runs; a default is converted, too."""
    anew: Any = checked(inspect.unwrap(formula))
    assert (7.0, 0.25, 1, 0.5, 1, "x") == anew(7.0, share=Fraction(1, 2), name="x")
    with pytest.raises(TypeError, match=r"formula\(\) takes from 1 to 2 positional arguments"):
        anew(1, 2, 3)
    with pytest.raises(TypeError, match=r"^by: found None, expected a number$"):
        anew(1, by=None)
    with pytest.raises(ValueError, match=r"^need: found a number beyond the range of floats"):
        anew(10**400, 0.5)
    recipients: Any = checked(inspect.unwrap(of_recipients))
    assert ({"A": 1}, 0.5, {}, True) == recipients({"A": 1}, 0.5, {})


def annotated(
    word: Literal["beet", "cane"], noted: Annotated[Any, "a remark", InRange()], plain: str
) -> NotNegative:
    """Return what it was given."""
    return word, noted, plain


def test_what_reads_an_argument_is_found_behind_remarks_and_of_words() -> None:
    assert {"word": Choice(("beet", "cane")), "noted": InRange()} == readers_of(annotated)


def test_calls_that_do_not_fit_the_signature_are_refused_as_pythons_own() -> None:
    wrong: Any = formula
    with pytest.raises(TypeError, match=r"formula\(\) takes from 1 to 2 positional arguments"):
        wrong(1, 2, 3)
    with pytest.raises(TypeError, match="multiple values for argument 'need'"):
        wrong(1, need=1)
    with pytest.raises(TypeError, match="unexpected keyword argument 'wish'"):
        wrong(1, wish=1)
    with pytest.raises(TypeError, match="missing 1 required positional argument: 'need'"):
        wrong()


def test_name_docstring_and_signature_stay_visible() -> None:
    assert ("formula", "Return what it was given.") == (formula.__name__, formula.__doc__)
    assert ["need", "change", "by", "share", "rate", "name"] == [
        *inspect.signature(formula).parameters
    ]
    assert {"need", "change", "by", "share", "rate"} == set(readers_of(formula))


def test_every_formula_refuses_a_lazy_array_and_says_who_takes_it() -> None:
    """Of the first argument that is a number, or one for each recipient or crop year."""
    lazy = import_module("dask.array").ones(5)
    formulas = [getattr(act1990, name) for name in act1990.__all__]
    seen = 0
    for one in formulas:
        if not hasattr(one, "__wrapped__") or one is act1990.reassign_cane_deficits:
            continue
        first = next(iter(readers_of(one)))
        with pytest.raises(TypeError) as caught:
            one(**{first: lazy})
        assert (
            f"{first}: found a lazy array, expected a number or a NumPy array; "
            "allotments.scenarios takes lazy arrays"
        ) == str(caught.value)
        seen += 1
    assert seen > 25


def test_floats_next_to_nothing_are_no_divisor() -> None:
    """Their product is 0; each of them is above 0."""
    with pytest.raises(
        ValueError, match=r"^acreage_allotment: found 0 to divide by, expected more$"
    ):
        act1990.acreage_allotment(1.0, 5e-324, 0.001)


@checked
def whole(count: int, of: EachNotNegative) -> Any:
    """Return what it was given."""
    return count, of


def test_a_whole_number_is_one_and_recipients_are_several() -> None:
    assert (3, {"A": 1}) == whole(np.int64(3), {"A": 1})  # type: ignore[arg-type]
    with pytest.raises(ValueError, match=r"^count: found 2\.5, expected a whole number$"):
        whole(2.5, {"A": 1})  # type: ignore[arg-type]
    with pytest.raises(TypeError, match=r"^of: found int, expected a mapping of recipients"):
        whole(3, 5)


def test_a_flag_and_states_are_refused_by_what_was_found() -> None:
    with pytest.raises(TypeError, match=r"^on: found 'yes', expected True or False$"):
        of_recipients({"A": 1}, 2, {}, on="yes")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match=f"^states: found {E_ACUTE!r} {MORE}$"):
        of_other_kinds(1, {"A": 1}, {state: {"A": 1} for state in TWICE}, "A", 1)
