"""Exact ranges of a chain of one's own, worked by hand."""

from __future__ import annotations

from typing import Any

from allotments.figures.evaluation import evaluate
from allotments.figures.figure import Key, Range, Rule
from allotments.figures.ranges import exact_ranges, measured


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
    rule("part", "scaled", "a", formula=lambda scaled, a: scaled + a),
    rule("last", "a", formula=lambda a: 2 * a),
)


def ranges(half_units: dict[str, Any], **known: int) -> dict[str, Range]:
    return exact_ranges(CHAIN, evaluate(CHAIN, known), half_units)


def test_what_moves_has_the_range_of_its_ends() -> None:
    """5 by 1 either way, and 3: a sum of 7 to 9, a difference of 1 to 3; the rest stands still."""
    alone = {"sum": (7, 9), "difference": (1, 3), "last": (8, 12)}
    assert alone == ranges({"a": 1}, a=5, b=3)
    both = {"sum": (5, 11), "difference": (-1, 5), "still": (1, 5), "last": (8, 12)}
    assert both == ranges({"a": 1, "b": 2}, a=5, b=3)


def test_a_measurement_is_never_below_zero() -> None:
    """But where it is printed below zero itself, -5 by 1 either way."""
    above = {"sum": (3, 6), "difference": (-3, 0), "last": (0, 6)}
    assert above == ranges({"a": 2}, a=1, b=3)
    below = {"sum": (-3, -1), "difference": (-9, -7), "last": (-12, -8)}
    assert below == ranges({"a": 1}, a=-5, b=3)


def test_what_is_not_there_or_not_named_has_no_range() -> None:
    assert {} == ranges({"colour": 1}, a=5, b=3)
    assert {"last": (8, 12)} == ranges({"a": 1}, a=5)
    assert {} == ranges({}, a=5, b=3)


def test_what_is_printed_without_all_of_its_operands_stands_still() -> None:
    """The sum is recorded as 7, a moves, and what b is nobody says."""
    figures = evaluate(CHAIN, {"a": 5}, {"sum": 7})
    assert {"last": (8, 12)} == exact_ranges(CHAIN, figures, {"a": 1})


def test_a_recorded_measurement_moves_and_a_computed_figure_does_not_by_itself() -> None:
    """A mill's 5 by 1 either way; twice that has no half unit of its own."""
    chain = (rule("mill", origin="recorded"), rule("twice", "mill", formula=lambda mill: 2 * mill))
    figures = evaluate(chain, {"mill": 5})
    assert {"mill": (4, 6)} == measured(figures, {"mill": 1, "twice": 1, "unheard of": 1})
    assert {"twice": (8, 12)} == exact_ranges(chain, figures, {"mill": 1, "twice": 1})
