"""Exact ranges of a chain of one's own, worked by hand."""

from __future__ import annotations

from typing import Any

from allotments.figures.evaluation import evaluate
from allotments.figures.figure import Key, Range, Rule
from allotments.figures.ranges import exact_ranges


def rule(path: str, *operands: str, **more: Any) -> Rule:
    """A rule of a family without groups."""
    return Rule(key=Key(path), title=path, paragraph="sec. 1", operands=operands, **more)


CHAIN = (
    rule("a", origin="input"),
    rule("b", origin="input"),
    rule("sum", "a", "b", formula=lambda a, b: a + b),
    rule(
        "difference",
        "a",
        "b",
        formula=lambda a, b: a - b,
        span=lambda at: (at("a")[0] - at("b")[1], at("a")[1] - at("b")[0]),
    ),
    rule("still", "b", formula=lambda b: b),
    rule("scaled", "sum", formula=lambda whole: whole, origin="pro rata"),
    rule("part", "scaled", formula=lambda scaled: scaled),
)


def ranges(half_units: dict[str, Any], **known: int) -> dict[str, Range]:
    return exact_ranges(CHAIN, evaluate(CHAIN, known), half_units)


def test_what_moves_has_the_range_of_its_ends() -> None:
    """5 by 1 either way, and 3: a sum of 7 to 9, a difference of 1 to 3; the rest stands still."""
    assert {"sum": (7, 9), "difference": (1, 3)} == ranges({"a": 1}, a=5, b=3)
    both = ranges({"a": 1, "b": 2}, a=5, b=3)
    assert {"sum": (5, 11), "difference": (-1, 5), "still": (1, 5)} == both


def test_a_measurement_is_never_below_zero() -> None:
    assert {"sum": (3, 6), "difference": (-3, 0)} == ranges({"a": 2}, a=1, b=3)


def test_what_is_not_there_or_not_named_has_no_range() -> None:
    assert {} == ranges({"colour": 1}, a=5, b=3)
    assert {} == ranges({"a": 1}, a=5)
    assert {} == ranges({}, a=5, b=3)


def test_what_is_printed_without_all_of_its_operands_stands_still() -> None:
    """The sum is recorded as 7, a moves, and what b is nobody says."""
    figures = evaluate(CHAIN, {"a": 5}, {"sum": 7})
    assert {} == exact_ranges(CHAIN, figures, {"a": 1})
