"""Evaluation: what is known wins, what nothing computes is recorded, and arrays are as numbers."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from allotments import InvalidInput
from allotments.figures.evaluation import evaluate
from allotments.figures.figure import Figure, Key, Rule


def rule(path: str, *operands: str, **more: Any) -> Rule:
    """A rule of a family without groups."""
    return Rule(key=Key(path), title=path, paragraph="sec. 1", operands=operands, **more)


A, B = rule("a", origin="input"), rule("b", origin="input")
HALF = rule("half", "a", "b", formula=lambda a, b: Fraction(a) / b, text="{0} / {1}")
TWICE = rule("twice", "half", formula=lambda half: 2 * half, text="2 * {0}")
WHERE_ABOVE_3 = rule(
    "above", "twice", formula=lambda twice: twice, text="{0}", when=("a", lambda a: a > 3)
)
CHAIN = (A, B, HALF, TWICE, WHERE_ABOVE_3)


def values(found: dict[str, Figure]) -> dict[str, Any]:
    return {path: figure.value for path, figure in found.items()}


def test_everything_that_follows_is_there_and_nothing_else() -> None:
    """5 / 2, and twice that; of *a* alone nothing follows, and nothing is demanded."""
    found = evaluate(CHAIN, {"a": 5, "b": 2})
    assert {"a": 5, "b": 2, "half": Fraction(5, 2), "twice": 5, "above": 5} == values(found)
    assert ["input", "input", *3 * ["computed"]] == [one.origin for one in found.values()]
    assert ("2 * {0}", ("half",)) == (found["twice"].formula, found["twice"].operands)
    assert {"a": 5} == values(evaluate(CHAIN, {"a": 5}))
    assert {} == evaluate(CHAIN, {"unheard of": 5})


def test_a_figure_has_all_that_its_rule_says() -> None:
    """Of 9, known, and two thirds of it: which group and whole they are of, unit and inference."""
    key = Key("rows", "Florida", "A")
    whole = Rule(key=Key("whole"), title="whole", paragraph="sec. 1", origin="recorded")
    part = Rule(
        key=key,
        title="A's part",
        paragraph="sec. 2",
        operands=("whole",),
        formula=lambda whole: Fraction(2 * whole, 3),
        text="2 * {0} / 3",
        origin="pro rata",
        unit="ratio",
        part_of="whole",
        inferred="two thirds are assumed",
    )
    more = ("2 * {0} / 3", ("whole",), "ratio", "whole", "two thirds are assumed")
    assert {
        "whole": Figure(Key("whole"), "whole", "whole", 9, "recorded", "sec. 1"),
        key.path: Figure(key, key.path, "A's part", 6, "pro rata", "sec. 2", *more),
    } == evaluate([whole, part], {"whole": 9})


@pytest.mark.parametrize("origin", ["computed", "pro rata", "projected", "constant"])
def test_what_the_law_states_follows_from_nothing(origin: str) -> None:
    """Of every other origin a computed figure shows its formula and operands."""
    of = rule("half", "a", formula=lambda a: Fraction(a, 2), text="{0} / 2", origin=origin)
    found = evaluate([A, of], {"a": 5})["half"]
    shown = ("", ()) if origin == "constant" else ("{0} / 2", ("a",))
    assert (origin, *shown) == (found.origin, found.formula, found.operands)


def test_rules_after_one_that_makes_no_figure_make_theirs() -> None:
    """Whether it is not known, or not established."""
    after = rule("z", origin="input")
    unestablished = rule("never", origin="input", when=("a", lambda a: a > 9))
    chain = [A, B, unestablished, after]
    assert {"a": 5, "z": 1} == values(evaluate(chain, {"a": 5, "never": 2, "z": 1}))


def test_each_condition_is_asked_by_itself_and_once() -> None:
    """Of 5 the first two conditions hold, the third does not; two rules share the first."""
    asked: list[str] = []

    def above(least: int) -> tuple[str, Any]:
        def holds(a: int) -> bool:
            asked.append(f"above {least}")
            return a > least

        return "a", holds

    three, four, five = above(3), above(4), above(5)
    conditions = {"p": three, "q": three, "r": four, "s": five}
    chain = [A, *(rule(path, origin="input", when=when) for path, when in conditions.items())]
    found = evaluate(chain, {"a": 5, "p": 1, "q": 2, "r": 3, "s": 4})
    assert {"a": 5, "p": 1, "q": 2, "r": 3} == values(found)
    assert ["above 3", "above 4", "above 5"] == asked


def test_a_known_value_wins_and_the_computed_one_is_kept() -> None:
    """Half is said to be 7, though 5 / 2: twice that is 14."""
    found = evaluate(CHAIN, {"a": 5, "b": 2, "half": 7})
    half = found["half"]
    assert (7, Fraction(5, 2), "input") == (half.value, half.computed, half.origin)
    assert ("{0} / {1}", ("a", "b")) == (half.formula, half.operands)
    assert 14 == found["twice"].value
    assert found["twice"].computed is None
    alone = evaluate(CHAIN, {"half": 7})["half"]
    assert (None, "", ()) == (alone.computed, alone.formula, alone.operands)


def test_a_recorded_value_stands_only_where_nothing_computes() -> None:
    """Half is computed from 5 and 2 whatever is recorded; without *b* the recorded 7 stands."""
    recorded = {"half": 7}
    assert Fraction(5, 2) == evaluate(CHAIN, {"a": 5, "b": 2}, recorded)["half"].value
    found = evaluate(CHAIN, {"a": 5}, recorded)
    assert (7, "recorded", "") == (
        found["half"].value,
        found["half"].origin,
        found["half"].formula,
    )
    assert 14 == found["twice"].value


def test_a_condition_establishes_a_figure_or_not() -> None:
    """Above 3 it is there, at 3 it is not; where the condition's figure is unknown it is there."""
    assert "above" in evaluate(CHAIN, {"a": 4, "b": 1})
    assert "above" not in evaluate(CHAIN, {"a": 3, "b": 1})
    assert "above" in evaluate(CHAIN, {"twice": 8})
    assert "above" not in evaluate(CHAIN, {"a": 3, "above": 9})


def test_arrays_are_nan_where_a_figure_is_not_established() -> None:
    found = evaluate(
        [A, rule("b", "a", formula=lambda a: 2 * a, when=("a", lambda a: a > 3))],
        {"a": np.array([2.0, 4.0])},
    )
    np.testing.assert_array_equal([np.nan, 8.0], found["b"].value)
    whole = evaluate(
        [A, rule("b", "a", formula=lambda a: 2 * a, when=("a", lambda a: a > 1))],
        {"a": np.array([2, 4])},
    )
    assert np.dtype(np.int64) == whole["b"].value.dtype
    assert [4, 8] == whole["b"].value.tolist()


def test_nothing_to_divide_by_is_said_of_the_figure() -> None:
    with pytest.raises(InvalidInput) as caught:
        evaluate(CHAIN, {"a": 5, "b": 0})
    assert ("half: found 0 to divide by, expected more",) == caught.value.faults
