"""Shares that printed allocations allow: history, worked cases, and an independent elimination.

The printed figures are the initial determinations of fiscal years 2021, 2023 and 2025, as Food
Business News (24 September 2020 and 29 September 2022) and Baking Business (30 September 2024)
printed them; overall quantities of 10,327,500, 10,646,250 and 10,455,000 short tons, raw value, of
which 54.35 percent is beet's and 45.65 percent cane's.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from allotments.rounding import half_up
from allotments.shares import (
    Allotment,
    Print,
    ShareRule,
    clashing_prints,
    find_rule,
    printed_range_of_sum,
)

HALF = Fraction(1, 2)
OVERALL = {"fy2021": 10_327_500, "fy2023": 10_646_250, "fy2025": 10_455_000}
BEET = {year: overall * Fraction("0.5435") for year, overall in OVERALL.items()}
CANE = {year: overall * Fraction("0.4565") for year, overall in OVERALL.items()}

BEET_PRINTS = {
    "Amalgamated": {"fy2021": 1_201_785, "fy2023": 1_238_877, "fy2025": 1_216_622},
    "American Crystal": {"fy2021": 2_064_243, "fy2023": 2_128_113, "fy2025": 2_089_791},
    "Michigan": {"fy2021": 579_685, "fy2023": 597_577, "fy2025": 586_842},
    "Minn-Dak": {"fy2021": 389_817, "fy2023": 401_848, "fy2025": 394_629},
    "Southern Minnesota": {"fy2021": 757_576, "fy2023": 780_958, "fy2025": 766_929},
    "Western": {"fy2021": 572_891, "fy2023": 590_415, "fy2025": 579_901},
    "Wyoming": {"fy2021": 46_999, "fy2023": 48_449, "fy2025": 47_579},
}
CANE_PRINTS = {
    "Florida Crystals": {"fy2021": 1_043_289, "fy2023": 1_075_489},
    "Growers Coop. of Florida": {"fy2021": 455_818, "fy2023": 469_887},
    "U.S. Sugar": {"fy2021": 1_034_831, "fy2023": 1_066_770},
    "Louisiana Sugar Cane Products": {"fy2021": 1_360_893, "fy2023": 1_402_896},
    "M. A. Patout": {"fy2021": 599_393, "fy2023": 617_893},
    "Rio Grande Valley": {"fy2021": 220_279, "fy2023": 227_078},
}
TONNAGE_TOO = ("American Crystal", "Western")


def rule_of(prints: Sequence[Print]) -> ShareRule:
    rule = find_rule(prints)
    assert rule is not None
    return rule


def learned(allotments: dict[str, Fraction], printed: dict[str, int], *years: str) -> ShareRule:
    return rule_of([Print(allotments[year], printed[year], year) for year in years])


@pytest.mark.parametrize("left_out", OVERALL)
@pytest.mark.parametrize("processor", BEET_PRINTS)
def test_two_years_of_beet_contain_what_the_third_prints(processor: str, left_out: str) -> None:
    """In ranges of at most five tons; FY2023 from the other two is what the contract asks for."""
    printed = BEET_PRINTS[processor]
    rule = learned(BEET, printed, *(year for year in OVERALL if year != left_out))
    least, greatest = rule.printed_range(BEET[left_out])
    assert least <= printed[left_out] <= greatest < least + 5
    assert (processor not in TONNAGE_TOO) == (rule.form == "share") == rule.tested


@pytest.mark.parametrize(("known", "unknown"), [("fy2021", "fy2023"), ("fy2023", "fy2021")])
@pytest.mark.parametrize("processor", CANE_PRINTS)
def test_a_year_of_cane_contains_what_the_other_prints(
    processor: str, known: str, unknown: str
) -> None:
    """A print is known to half a ton, so that the other year is known to one or two."""
    printed = CANE_PRINTS[processor]
    rule = learned(CANE, printed, known)
    least, greatest = rule.printed_range(CANE[unknown])
    assert least <= printed[unknown] <= greatest < least + 2
    assert ("share", False) == (rule.form, rule.tested)


def test_between_american_crystal_and_western_a_tonnage_moves() -> None:
    """From the first to the second some 5,112 to 5,146 tons, in all three years; others: none.

    That is where both ranges of tonnages, 5,112 to 5,178 and 5,081 to 5,146, meet.
    """
    crystal, western = (learned(BEET, BEET_PRINTS[name], *OVERALL) for name in TONNAGE_TOO)
    assert [-5178, -5112] == [half_up(end) for end in crystal.tonnages]
    assert [5081, 5146] == [half_up(end) for end in western.tonnages]
    assert crystal.tested
    assert western.tested
    amalgamated = learned(BEET, BEET_PRINTS["Amalgamated"], *OVERALL)
    assert [0, 0] == list(amalgamated.tonnages)
    assert "21.410751 to 21.410764 percent of the allotment" == str(amalgamated)
    assert (
        "36.867219 to 36.868373 percent of the allotment, and -5,178 to -5,112 tons beside it"
        == str(crystal)
    )


def test_one_print_gives_a_share_that_nothing_tests() -> None:
    """250 of 1,000: at least 249.5 and less than 250.5; of 2,000 from 499 to below 501.

    499 tons can be printed, and 501 too: what is little less than 501 rounds up to it.
    """
    assert Print(1_000, 250) == Print(1_000, 250, "")
    rule = rule_of([Print(1_000, 250)])
    assert (Fraction(499, 2000), Fraction(501, 2000)) == rule.shares
    assert (Fraction(1, 4), Fraction(0)) == rule.central
    assert (499, 501) == rule.printed_range(2_000)
    assert "24.950000 to 25.050000 percent of the allotment (untested)" == str(rule)


def test_the_end_of_a_range_is_a_tie_that_goes_up_only_where_it_is_reached() -> None:
    """Of 3,000 the share is 748.5 to below 751.5: 749 is the least, and 752 is not reached.

    All of 1,499.5 tons, which may be reached, is 1,500 in print; 99.95 percent of it 1,498.75.
    """
    assert (749, 751) == rule_of([Print(1_000, 250)]).printed_range(3_000)
    assert (1_499, 1_500) == rule_of([Print(1_000, 1_000)]).printed_range(Fraction(2999, 2))


def test_the_end_of_a_sum_is_reached_only_where_every_end_is() -> None:
    """All of 1,000 tons, at least 999.5, and none, less than 0.5: together less than 1,000.5."""
    rules = [rule_of([Print(1_000, 1_000)]), rule_of([Print(1_000, 0)])]
    assert (1_000, 1_000) == printed_range_of_sum(rules, 1_000)
    assert (1_000, 1_000) == printed_range_of_sum(rules[:1], 1_000)


def test_a_share_is_never_below_zero_or_above_one() -> None:
    assert (Fraction(0), Fraction(1, 2000)) == rule_of([Print(1_000, 0)]).shares
    assert (Fraction(1999, 2000), Fraction(1)) == rule_of([Print(1_000, 1_000)]).shares


def test_an_allotment_that_is_known_within_bounds() -> None:
    """250 of 990 to 1,010: at least 249.5/1,010, less than 250.5/990."""
    rule = rule_of([Print((990, 1_010), 250)])
    assert (Fraction("249.5") / 1_010, Fraction("250.5") / 990) == rule.shares
    # 249.5 / 1,010 x 990 = 244.55 and 250.5 / 990 x 1,010 = 255.56
    assert (245, 256) == rule.printed_range((990, 1_010))


def test_two_prints_of_one_allotment_clash_or_test_nothing() -> None:
    assert find_rule([Print(1_000, 250), Print(1_000, 251)]) is None
    assert not rule_of([Print(1_000, 250), Print(1_000, 250)]).tested


def test_the_fewest_prints_that_clash() -> None:
    """A line through (1,000, 250) and (2,000, 500) misses 900 at 3,000; pairs always have one."""
    a, b, c = Print(1_000, 250, "a"), Print(2_000, 500, "b"), Print(3_000, 900, "c")
    assert (a, b, c) == clashing_prints([a, b, c, Print(4_000, 1_000, "d")])
    assert () == clashing_prints([a, b])
    assert () == clashing_prints([a])
    again = Print(2_000, 510, "again")
    assert (b, again) == clashing_prints([a, b, again, c])


def test_more_tons_of_a_smaller_allotment_clash() -> None:
    """No share below zero: what fell while the allotment rose follows no rule."""
    assert find_rule([Print(1_000, 250), Print(2_000, 240)]) is None


@pytest.mark.parametrize(
    ("found", "prints"),
    [
        ("prints: found none, expected at least one", []),
        ("prints: found 5, expected prints in a sequence", 5),
        ("prints[1]: found (1, 2), expected a Print", [Print(1, 1), (1, 2)]),
    ],
)
def test_what_is_refused(found: str, prints: Any) -> None:
    for call in (find_rule, clashing_prints):
        if prints:
            with pytest.raises((TypeError, ValueError), match="expected") as caught:
                call(prints)
            assert str(caught.value).startswith(found)
    with pytest.raises(ValueError, match=r"^prints: found none, expected at least one$"):
        find_rule([])


@pytest.mark.parametrize("allotment", [0, (2, 1), (1, 2, 3), float("nan"), "1", -5, [[1], 2]])
def test_no_part_is_printed_of_what_is_no_allotment(allotment: Any) -> None:
    line = "allotment: found .*, expected a quantity above 0, or the least and the greatest$"
    with pytest.raises(ValueError, match=f"^{line}"):
        Print(allotment, 1)
    found = rule(1_000, 250)
    if allotment != 0:  # what is nothing can be divided
        with pytest.raises(ValueError, match=f"^{line}".replace("above", "not below")):
            found.printed_range(allotment)


def test_a_sum_of_no_parts_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^rules: found none, expected at least one$"):
        printed_range_of_sum([], 5)


def rule(allotment: Any, printed: Any) -> Any:
    """Return the rule of one print."""
    return find_rule([Print(allotment, printed)])


def test_prints_are_exact_whatever_kind_of_number_they_are_given_as() -> None:
    """A quarter of 1,000 in a frame: no float comes in, and no whole number wraps around."""
    expected = rule(1_000, 250)
    for kind in (np.int16, np.float32, float, Decimal):
        assert expected == rule(kind(1_000), kind(250))
        assert (499, 501) == rule(kind(1_000), 250).printed_range(kind(2_000))
    pair = rule([np.int64(900), 1_000.0], 250)
    assert ((900, 1_000),) == tuple(one.allotment for one in pair.prints)
    with pytest.raises(ValueError, match=r"^printed: found 250\.5, expected whole short tons$"):
        rule(1_000, 250.5)


ALLOTMENTS = st.fractions(1, 10**7, max_denominator=10**4)
SHARES = st.fractions(0, 1, max_denominator=10**6)


@given(SHARES, st.lists(ALLOTMENTS, min_size=1, max_size=5), ALLOTMENTS)
def test_the_true_share_is_found_from_what_it_prints(
    share: Fraction, allotments: list[Fraction], new: Fraction
) -> None:
    prints = [Print(one, int(half_up(share * one))) for one in allotments]
    rule = rule_of(prints)
    assert "share" == rule.form
    assert rule.shares[0] <= share <= rule.shares[1]
    least, greatest = rule.printed_range(new)
    assert least <= half_up(share * new) <= greatest
    assert () == clashing_prints(prints)


@given(
    SHARES,
    st.fractions(-(10**5), 10**5, max_denominator=10**3),
    st.lists(ALLOTMENTS, min_size=2, max_size=5),
    ALLOTMENTS,
)
def test_the_true_share_and_tonnage_are_found_from_what_they_print(
    share: Fraction, tonnage: Fraction, allotments: list[Fraction], new: Fraction
) -> None:
    """Where a share alone reproduces the prints, too, it is preferred and promises less."""
    prints = [Print(one, int(half_up(share * one + tonnage))) for one in allotments]
    rule = rule_of(prints)
    central_share, central_tonnage = rule.central
    assert [one.printed for one in prints] == [
        half_up(central_share * one + central_tonnage) for one in allotments
    ]
    if rule.form == "share and tonnage":
        assert rule.shares[0] <= share <= rule.shares[1]
        assert rule.tonnages[0] <= tonnage <= rule.tonnages[1]
        least, greatest = rule.printed_range(new)
        assert least <= half_up(share * new + tonnage) <= greatest


def possible(prints: Sequence[Print], *, tonnage: bool) -> bool:
    """Return by elimination whether a share from 0 to 1 (and a tonnage) reproduces the prints.

    Each print says: p - 1/2 - s x greatest <= t < p + 1/2 - s x least. Some t is there if every
    left side is below every right side, which bounds s strictly; without a tonnage t is 0.
    """
    low, low_open, high, high_open = Fraction(0), False, Fraction(1), False
    for slope, bound, strict in bounds(prints, tonnage=tonnage):  # slope x s above bound
        if slope == 0:
            if bound > 0 or (strict and bound == 0):
                return False
        elif slope > 0:
            low, low_open = max((low, low_open), (bound / slope, strict))
        else:
            high, closed = min((high, not high_open), (bound / slope, not strict))
            high_open = not closed
    return low < high or (low == high and not low_open and not high_open)


def bounds(
    prints: Sequence[Print], *, tonnage: bool
) -> list[tuple[int | Fraction, Fraction, bool]]:
    ends = [(o.allotment if isinstance(o.allotment, tuple) else (o.allotment,) * 2) for o in prints]
    lower = [(greatest, o.printed - HALF) for o, (_, greatest) in zip(prints, ends, strict=True)]
    upper = [(least, o.printed + HALF) for o, (least, _) in zip(prints, ends, strict=True)]
    if tonnage:
        return [(a - b, low - high, True) for a, low in lower for b, high in upper]
    return [*((a, low, False) for a, low in lower), *((-b, -high, True) for b, high in upper)]


SMALL = st.integers(1, 6)
SMALL_ALLOTMENTS: st.SearchStrategy[Allotment] = st.one_of(
    SMALL, st.tuples(SMALL, SMALL).map(lambda pair: (min(pair), max(pair)))
)
SMALL_PRINTS = st.lists(
    st.builds(Print, SMALL_ALLOTMENTS, st.integers(0, 5)), min_size=1, max_size=4
)


@given(SMALL_PRINTS, SMALL_ALLOTMENTS)
def test_polygons_agree_with_elimination(prints: list[Print], new: Allotment) -> None:
    """An integer can be printed exactly if the prints with it among them are possible."""
    rule = find_rule(prints)
    share, tonnage = possible(prints, tonnage=False), possible(prints, tonnage=True)
    assert (share, tonnage) == (rule is not None and rule.form == "share", rule is not None)
    if rule is None:
        clash = clashing_prints(prints)
        assert 2 <= len(clash) <= 3
        assert not possible(clash, tonnage=True)
        return
    least, greatest = rule.printed_range(new)
    printable = [
        number
        for number in range(floor(least) - 3, ceil(greatest) + 4)
        if possible([*prints, Print(new, number)], tonnage=rule.form != "share")
    ]
    assert list(range(least, greatest + 1)) == printable


def test_a_print_that_only_the_whole_allotment_gives() -> None:
    """All of 1,000.5 rounds up to 1,001, and nothing less does."""
    rule = find_rule([Print(Fraction(2_001, 2), 1_001)])
    assert rule is not None
    assert (Fraction(1), Fraction(1)) == rule.shares


def test_bounds_that_are_equal_are_one_allotment() -> None:
    assert 1_000 == Print((1_000, 1_000), 250).allotment


def test_what_is_refused_is_named_with_what_was_given() -> None:
    """An allotment by its value, a rule by its place."""
    rule = find_rule([Print(1_000, 250)])
    assert rule is not None
    expected = "expected a quantity not below 0, or the least and the greatest"
    wrong: Any
    for wrong, found in ((-5, "-5"), ("much", "'much'")):
        with pytest.raises(ValueError, match=f"^allotment: found {found}, {expected}$"):
            rule.printed_range(wrong)
    wrong = [rule, 7]
    with pytest.raises(TypeError, match=r"^rules\[1\]: found 7, expected a ShareRule$"):
        printed_range_of_sum(wrong, 1_000)
