"""What the ledgers of both Acts share: ratios in which allotments change, and what they leave."""

from __future__ import annotations

from fractions import Fraction

import pytest

from allotments.core.errors import InvalidInput
from allotments.ledger.fiscal_year import carried_over, ratios_of
from allotments.ledger.position import LedgerPosition


@pytest.mark.parametrize(
    ("old", "new", "in_force", "ratio"),
    [
        (4, 5, 3, Fraction(5, 4)),
        (1, 5, 3, 5),
        (Fraction(1, 2), 5, 3, 10),
        (4, 0, 3, 0),
        (1, 0, 0, 0),
        (4, Fraction(1, 2), 3, Fraction(1, 8)),
        (0, 0, 0, 1),  # where there is nothing, nothing changes
    ],
)
def test_an_allotment_changes_in_a_ratio(
    old: Fraction, new: Fraction, in_force: Fraction, ratio: Fraction
) -> None:
    found = ratios_of({"beet": old}, {"beet": new}, {"beet": in_force})
    assert {"beet": ratio} == found
    assert isinstance(found["beet"], Fraction)


@pytest.mark.parametrize(
    ("old", "new", "in_force"), [(0, 1, 0), (0, 0, 1), (-1, 1, 1), (1, -1, 1), (0, 5, 3)]
)
def test_of_an_allotment_not_above_zero_no_percentage_can_be_taken(
    old: int, new: int, in_force: int
) -> None:
    with pytest.raises(InvalidInput) as refused:
        ratios_of({"beet": old}, {"beet": new}, {"beet": in_force})
    assert (
        f"beet: found an allotment of {old}, then of {new} short tons, expected one above 0 to "
        "take a percentage of"
    ) == str(refused.value)


def test_only_of_a_reduced_allotment_an_excess_is_owed() -> None:
    before = LedgerPosition(marketed_in=(1995, 0))
    excess = {("beet", "A"): 5}
    for ratio in (Fraction(1), Fraction(2)):
        assert (before, ()) == carried_over(before, excess, {"beet": ratio})
    after, notes = carried_over(before, excess, {"beet": Fraction(1, 2)})
    assert {("beet", "A"): {(1995, 0): 5}} == after.owed
    assert ("Marketed beyond reduced allocations: A (beet) 5 short tons.",) == notes
