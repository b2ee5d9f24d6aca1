"""An Act without a fast module: its rules over NumPy, tile by tile."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from types import SimpleNamespace
from typing import Any, ClassVar

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import allotments
from allotments import act2002, acts
from allotments.core.errors import InvalidInput
from allotments.figures.act import named
from allotments.figures.figure import Key, Rule
from allotments.scenarios import evaluate, sample, summarise
from allotments.scenarios.kernels import Checked

THREE = {"past_marketings": 1, "past_processings": 2, "ability_to_market": 3}
NEEDS, DEMAND, CROP = (Key("estimates", item=item) for item in ("needs", "demand", "crop"))
SPLIT = Key("shares", item="beet")
QUANTITY, BEET, CANE = Key("quantity"), Key("sectors", "", "beet"), Key("sectors", "", "cane")
MILLS = [Key("mills", "Texas", name) for name in ("A", "B")]
SHARED = [Key("past", "Texas", name) for name in ("A", "B")]


@dataclass(frozen=True)
class Inputs:
    """What the made-up Act takes."""

    act: ClassVar[str] = "made up"
    fiscal_year: int = 2100
    demand: int = 1_000
    crop: int = 800


def doubled(mill: Key, own: str, other: str) -> Rule:
    """Return the rule of a mill that has twice its own and three of another, but 400."""
    return Rule(
        key=mill,
        title="mill",
        paragraph="sec. 2",
        operands=(own, other),
        formula=lambda own, other: 2 * own + 3 * other - 400,
        affine_in=(own, other),
    )


def rules(_named: Any, _fiscal_year: int) -> list[Rule]:
    """Return a floor of 85 percent of the demand, a split, a division and a condition."""
    p = "sec. 1"
    split = (QUANTITY.path, SPLIT.path)
    mills = [
        Rule(
            key=mill,
            title="mill",
            paragraph=p,
            operands=(CANE.path, own.path, *(one.path for one in SHARED)),
            formula=lambda cane, own, a, b: cane * own / (a + b),
            when=(QUANTITY.path, lambda quantity: quantity > 860),
        )
        for mill, own in zip(MILLS, SHARED, strict=True)
    ]
    known = (DEMAND, CROP, SPLIT, *SHARED)
    return [
        *(Rule(key=key, title="known", paragraph=p, origin="input") for key in known),
        Rule(
            key=QUANTITY,
            title="quantity",
            paragraph=p,
            operands=(DEMAND.path, CROP.path),
            formula=lambda demand, crop: np.maximum(demand * 0.85, crop),
        ),
        Rule(key=BEET, title="beet", paragraph=p, operands=split, formula=lambda q, s: q * s),
        Rule(key=CANE, title="cane", paragraph=p, operands=split, formula=lambda q, s: q * (1 - s)),
        *mills,
        doubled(Key("doubled", "", "A"), BEET.path, CANE.path),
        doubled(Key("doubled", "", "B"), DEMAND.path, CROP.path),
        doubled(Key("doubled", "", "C"), MILLS[0].path, CROP.path),
        doubled(Key("doubled", "", "D"), SHARED[0].path, SHARED[1].path),
        # Of something that nobody knows: no output.
        Rule(key=NEEDS, title="needs", paragraph=p, operands=("none",), formula=float),
    ]


def known(inputs: Inputs) -> dict[Key, float]:
    return {
        DEMAND: inputs.demand,
        CROP: inputs.crop,
        SPLIT: 0.6,
        **dict(zip(SHARED, (3, 1), strict=True)),
    }


@pytest.fixture(autouse=True)
def registered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(acts, "_REGISTERED", {})
    made_up: Any = SimpleNamespace(name="made up", rules=rules, known=known, fast="", families={})
    acts.register(made_up)


def test_rules_over_arrays() -> None:
    """85 percent of 1,000 is 850, more than a crop of 800; a crop of 900 is more than that.

    Of 900 cane has 360, of which mill A has three quarters; of 850 no mill has anything.
    """
    result = evaluate(Inputs(), {"estimates.crop": [800, 900], "shares.beet": [[0.6], [0.5]]})
    assert ["quantity", "sectors", "mills", "doubled"] == list(result.arrays)
    assert ("mills.Texas.A", "mills.Texas.B") == result.labels["mills"]
    assert [[850, 900], [850, 900]] == result["quantity"].tolist()
    assert [[510, 540], [425, 450]] == result["sectors.beet"].tolist()
    assert [270, 337.5] == result["mills.Texas.A"][:, 1].tolist()
    assert np.isnan(result["mills"][:, 0]).all()
    assert result.allotments_required.all()
    first, *_, last = result.records()
    assert np.isnan(first["mills.Texas.B"])
    assert 112.5 == last["mills.Texas.B"]
    assert ["sectors"] == list(evaluate(Inputs(), only="sectors").arrays)


def test_what_is_affine_in_what_changes() -> None:
    """Of 900 with a crop of 900: 2 x 540 + 3 x 360 - 400 = 1,760; 2 x 1,000 + 3 x 900 - 400; 2 x
    270 + 3 x 900 - 400; 2 x 3 + 3 x 1 - 400. Of 850 there is no mill, and so no C of it.
    """
    result = evaluate(Inputs(), {"estimates.crop": [[800], [900]]}, only=["doubled"])
    assert [1_760, 4_300, 2_840, -391] == result["doubled"][1, 0].tolist()
    assert [1_640, 4_000] == result["doubled"][0, 0, :2].tolist()
    assert [True, False] == np.isnan(result["doubled"][0, 0, 2:]).tolist()
    fixed = evaluate(Inputs(), {"shares.beet": [0.6, 0.5]}, only=["doubled", "quantity"])
    assert [850, 850] == fixed["quantity"].tolist()
    assert np.isnan(fixed["doubled.C"]).all()
    assert [1_640, 1_725] == fixed["doubled.A"].tolist()


RULED = [
    rule
    for inputs in (
        *(allotments.load(name).inputs for name in ("fy1995", "fy2025")),
        act2002.Inputs.model_validate(
            {
                "fiscal_year": 2005,
                "estimates": dict.fromkeys(
                    ("consumption", "reasonable_carryover_stocks", "carry_in_stocks"), 9_000_000
                ),
                "state_criteria": {"Texas": THREE, "Florida": THREE},
                "recorded": {"states": {"Louisiana": 5}},
            }
        ),
        allotments.load("fy2025").inputs.replace(overall_allotment_quantity=11_000_000),
    )
    for rule in acts.act_of(inputs).rules(
        named(acts.act_of(inputs).known(inputs)), inputs.fiscal_year
    )
    if rule.affine_in
]


@settings(max_examples=10)
@pytest.mark.parametrize("rule", RULED, ids=lambda rule: rule.key.path)
@given(st.data())
def test_rules_are_affine_where_they_say_so(rule: Rule, data: st.DataObject) -> None:
    """The value at the sum of two points, and at none, is that at one and that at the other."""
    numbers = st.fractions(1, 10**7)
    assert rule.formula is not None
    assert set(rule.affine_in) <= set(rule.operands)
    rest = {path: data.draw(numbers) for path in rule.operands}
    one, other = ({path: data.draw(numbers) for path in rule.affine_in} for _ in range(2))

    def at(*points: dict[str, Fraction]) -> Any:
        moved = {path: sum(point[path] for point in points) for path in rule.affine_in}
        assert rule.formula is not None
        return rule.formula(*({**rest, **moved}[path] for path in rule.operands))

    assert at(one, other) + at() == at(one) + at(other)


def test_rules_over_arrays_are_checked_and_counted() -> None:
    """The index of what is refused counts over all tiles; figures count where established."""
    crops = np.full(100_000, 900.0)
    crops[:50_000] = 800
    found = summarise(Inputs(), {"estimates.crop": crops})
    assert (100_000, 50_000) == (found.scenarios, found.statistics["mills.Texas.A"].count)
    assert 875 == found.statistics["quantity"].mean
    crops[70_001] = -1
    with pytest.raises(InvalidInput, match=r"estimates.crop: found -1.0 at index 70001, expected"):
        evaluate(Inputs(), {"estimates.crop": crops})
    with pytest.raises(InvalidInput, match=r"estimates.corn: .*estimates.crop"):
        evaluate(Inputs(), {"estimates.corn": crops})
    drawn = sample(Inputs(), 1, 3, {"estimates.crop": 10})["estimates.crop"]
    assert (3,) == drawn.shape
    assert math.isclose(0, float(np.abs(drawn - 800).max()), abs_tol=60)


def test_values_are_checked_when_they_are_asked_for() -> None:
    """A fixed one never, a changing one once."""
    asked: list[str] = []

    def check(path: str, array: Any) -> Any:
        asked.append(path)
        return array

    values = Checked({"a": np.zeros(1)}, {"b": np.ones(1), "c": np.ones(1)}, check)
    assert (3, ["a", "b", "c"]) == (len(values), list(values))
    assert 0 == values["a"][0]
    assert values["b"][0] == values["b"][0] == 1
    values.rest()
    assert ["b", "c"] == asked


@pytest.mark.parametrize("path", ["estimates.consumption", "overall_allotment_quantity"])
def test_thousands_are_not_taken_for_tons(path: str) -> None:
    """12,500 short tons are a thousandth of what the nation eats: 12,500 thousand were meant."""
    inputs = allotments.load("fy2025").inputs
    for evaluated in (evaluate, summarise):
        with pytest.raises(InvalidInput) as caught:
            evaluated(inputs, {path: [12_441, 12_500]})
        assert (
            f"{path}: found 12,500 short tons at most, expected at least 20,000; "
            "if thousands of short tons are meant, multiply by TST"
        ) == str(caught.value)
    assert (2,) == evaluate(inputs, {path: [0, 12_500_000]})["sectors"].shape[:1]
