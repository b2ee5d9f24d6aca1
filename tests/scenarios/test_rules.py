"""An Act without a fast module: its rules over NumPy, tile by tile."""

from __future__ import annotations

import math
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any, ClassVar

import numpy as np
import pytest

from allotments import acts
from allotments.core.errors import InvalidInput
from allotments.figures.figure import Key, Rule
from allotments.scenarios import evaluate, sample, summarise
from allotments.scenarios.kernels import Checked

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
    made_up: Any = SimpleNamespace(name="made up", rules=rules, known=known, fast="")
    acts.register(made_up)


def test_rules_over_arrays() -> None:
    """85 percent of 1,000 is 850, more than a crop of 800; a crop of 900 is more than that.

    Of 900 cane has 360, of which mill A has three quarters; of 850 no mill has anything.
    """
    result = evaluate(Inputs(), {"estimates.crop": [800, 900], "shares.beet": [[0.6], [0.5]]})
    assert ["quantity", "sectors", "mills"] == list(result.arrays)
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
