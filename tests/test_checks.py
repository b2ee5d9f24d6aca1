"""Each check whole: what is computed, from what, within which range, and what it is held against.

Under the Act of 2002 beet sugar has 54.35 percent of the overall quantity, and cane 45.65.
"""

from __future__ import annotations

import tomllib
from collections.abc import Hashable
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeAlias

import pytest

from allotments.checks import Check, Row, checked_rows
from allotments.figures.figure import Key
from allotments.notices import Notice

Found: TypeAlias = list[tuple[Check, Hashable]]

HALF = Fraction(1, 2)
NOTHING: frozenset[object] = frozenset()  # is supposed
OF_2002 = """\
format = 1
act = "2002"
fiscal_year = %d
unit = "short tons"
source = { document = "D", title = "T" }
"""
OF_1995 = """\
format = 1
act = "1990"
fiscal_year = 1995
source = { document = "D", title = "T" }
"""
# Imports of 1,249 and an overall quantity of 7,889, as the notice for fiscal year 1995 has them.
INPUTS = """
[[printed]]
place = "Inputs"
weights = { past_marketings = 25, processing_capacity = 25, ability_to_market = 50 }
[printed.estimates]
consumption = 9247
reasonable_carryover_stocks = 1278
production = 7890
carry_in_stocks = 1386
[printed.criteria]
beet = { past_marketings = 3430, processing_capacity = 4408, ability_to_market = 4500 }
cane = { past_marketings = 3341, processing_capacity = 3539, ability_to_market = 3390 }
"""


def rows(head: str, *places: str) -> list[Row]:
    text = head + "".join(f'\n[[printed]]\nplace = "{n}"\n{one}' for n, one in enumerate(places, 1))
    return checked_rows(Notice.model_validate(tomllib.loads(text, parse_float=Decimal)))


def of_2002(*places: str, fiscal_year: int = 2025, follows: str = "") -> list[Row]:
    named = f'follows = "{follows}"\n' if follows else ""
    return rows(named + OF_2002 % fiscal_year, *places)


def of_1995(*places: str, inputs: str = INPUTS) -> list[Row]:
    return rows(OF_1995 + inputs, *places)


def checks(found: list[Row], figure: str, place: str = "") -> Found:
    """The checks of a figure, each with its relation, which does not count in a comparison."""
    (row,) = (one for one in found if one.figure == figure and place in ("", one.place))
    return [(check, check.relation) for check in row.checks]


def statuses(found: Found) -> list[tuple[str, str]]:
    return [(check.kind, check.status) for check, _ in found]


# What stood before, and what changed.


CHANGED = """\
overall_allotment_quantity = 8000000
sectors = { beet = 4348000, cane = 3652000 }
[printed.before]
overall_allotment_quantity = 8750000
sectors = { beet = 4755625, cane = 3994376 }
[printed.changes]
overall_allotment_quantity = -750000
sectors = { beet = -407625, cane = -342377 }
"""


def test_what_stood_before_as_it_was_computed_and_what_changed() -> None:
    """Fiscal year 2007 printed 8,750,000 alone: beet had 4,755,625 of it, and cane 3,994,375.

    Of 8,000,000 beet has 4,348,000, 407,625 less. Of cane the notice prints 3,994,376 before and
    3,652,000 now, 342,376 less; each is rounded by itself, so that 342,377 may be right.
    """
    found = of_2002(CHANGED, fiscal_year=2007, follows="fy2007")
    assert Key("before.sectors", "", "beet") == found[4].key
    before = ("before.sectors.beet", "before.sectors.cane")
    source = "as computed for fy2007"
    assert [(Check("formula", "reproduced", 4_755_625, source), before[0])] == checks(
        found, before[0]
    )
    assert [(Check("formula", "contradicted", 3_994_375, source), before[1])] == checks(
        found, before[1]
    )
    quantity = "before.overall_allotment_quantity"
    assert [
        (
            Check("repeat", "reproduced", 8_750_000, "printed before: fy2007, FAS release 0091-06"),
            ((quantity, NOTHING, None, "sugar"), "fy2007, FAS release 0091-06"),
        )
    ] == checks(found, quantity)
    for family, less in (("overall_allotment_quantity", -750_000), ("sectors.beet", -407_625)):
        related = frozenset((family, f"before.{family}", f"changes.{family}"))
        assert [(Check("sum", "reproduced", less, "sec. 359c(g)"), related)] == checks(
            found, f"changes.{family}"
        )
    cane = Check("sum", "within rounding", -342_376, "sec. 359c(g)", (-342_377, -342_375))
    related = frozenset(("sectors.cane", "before.sectors.cane", "changes.sectors.cane"))
    assert [(cane, related)] == checks(found, "changes.sectors.cane")


def test_a_change_from_what_is_printed_elsewhere_is_a_formula() -> None:
    """Fiscal year 2025 has 10,455,000, 5,682,293 and 4,772,708 tons, and so has this notice.

    By the formula no sector changes; by half a digit for each of two prints it may by a ton, or by
    a tenth of a thousand where that is printed. The quantity by itself is not rounded.
    """
    place = "overall_allotment_quantity = 10455000\nsectors = { beet = 5682293, cane = 4772708 }\n"
    changes = "changes.overall_allotment_quantity = 5\nchanges.sectors.beet = -1\n"
    changes += "changes.sectors.cane = { value = 0.2, unit = 'TST' }"
    found = of_2002(place + changes, follows="fy2025")
    for figure, check in {
        "changes.sectors.beet": Check("formula", "within rounding", 0, "sec. 359c(g)", (-1, 1)),
        "changes.sectors.cane": Check("formula", "contradicted", 0, "sec. 359c(g)", (-100, 100)),
        "changes.overall_allotment_quantity": Check("formula", "contradicted", 0, "sec. 359c(g)"),
    }.items():
        assert [(check, figure)] == checks(found, figure)


REASSIGNED = """\
overall_allotment_quantity = 10455000
percentage_factors = { beet = 54.35, cane = 45.65 }
sectors = { beet = 5600000, cane = 4772600 }
reassigned_imports = { beet = 82293, cane = 100 }
"""


def test_a_sector_less_what_is_reassigned_may_stand_instead_of_its_formula() -> None:
    """Fiscal year 2025 printed 5,682,293 for beet: less 82,293 that is 5,600,000.

    For cane it printed 4,772,708: less 100 that is 4,772,608, and neither this nor the formula's
    4,772,707.5 is what is printed. Half a ton before is all that rounding explains.
    """
    found = of_2002(REASSIGNED, follows="fy2025")
    source = "what stood before, less what is reassigned"
    related = frozenset(("sectors.beet", "before.sectors.beet", "reassigned_imports.beet"))
    assert [(Check("sum", "reproduced", 5_600_000, source), related)] == checks(
        found, "sectors.beet"
    )
    by_formula = Check("formula", "contradicted", Fraction(9_545_415, 2), "sec. 359c(c)")
    by_sum = Check(
        "sum",
        "contradicted",
        4_772_608,
        source,
        (4_772_608 - HALF, 4_772_608 + HALF),
        candidates=(
            ("before.sectors.cane", 4_772_700),
            ("reassigned_imports.cane", 108),
            ("sectors.cane", 4_772_608),
        ),
    )
    related = frozenset(("sectors.cane", "before.sectors.cane", "reassigned_imports.cane"))
    expected: Found = [(by_formula, "sectors.cane"), (by_sum, related)]
    assert expected == checks(found, "sectors.cane")


def test_of_two_that_hold_instead_of_each_other_the_formula_is_shown() -> None:
    """45.65 percent is both the law's and what 54.35 leaves."""
    found = of_2002(REASSIGNED, follows="fy2025")
    cane = "percentage_factors.cane"
    expected = Check("constant", "reproduced", Fraction(913, 2_000), "sec. 359c(c)")
    assert [(expected, cane)] == checks(found, cane)


def test_what_was_printed_before_is_not_held_against_its_formula_too() -> None:
    """Fiscal year 2025 printed 5,682,293, the formula gave half a ton less; it printed no sales."""
    place = "before.sectors = { beet = 5682294 }\nsold_by_ccc.beet = 2293"
    found = of_2002(place, follows="fy2025")
    source = "printed before: fy2025, Overall quantity"
    beet = "before.sectors.beet"
    related = ((beet, NOTHING, None, "sugar"), "fy2025, Overall quantity")
    assert [(Check("repeat", "contradicted", 5_682_293, source), related)] == checks(found, beet)
    assert [] == checks(found, "sold_by_ccc.beet")


# Formulas.


def test_a_printed_input_is_held_against_its_formula() -> None:
    """Crop year 2004: 9,700,000 + 1,400,000 - 1,468,000 - 1,532,000 is 8,100,000."""
    place = (
        "overall_allotment_quantity = 8100001\n[printed.estimates]\nconsumption = 9700000\n"
        "reasonable_carryover_stocks = 1400000\ncarry_in_stocks = 1468000"
    )
    quantity = "overall_allotment_quantity"
    expected = Check("formula", "contradicted", 8_100_000, "sec. 359c(b)(1)")
    assert [(expected, quantity)] == checks(of_2002(place, fiscal_year=2005), quantity)


@pytest.mark.parametrize(
    ("place", "computed", "rules", "words"),
    [
        # 10,455,000 less the 5,682,291 that is printed; half up it would be 4,772,708.
        (
            "overall_allotment_quantity = 10455000\nsectors = { beet = 5682291, cane = 4772709 }",
            Fraction(9_545_415, 2),
            ("remainder",),
            "the remainder",
        ),
        # Beet has 5,683 TST, as 5,682,509.9 prints; 10,455.4 less that is 4,772.4.
        (
            "overall_allotment_quantity = 10455400\nsectors.cane = { value = 4772, unit = 'TST' }",
            Fraction(47_728_901, 10),
            ("remainder",),
            "the remainder",
        ),
        # 85 percent of 12,300,000 is 10,455,000, which is not printed.
        (
            "estimates.consumption = 12300000\nsectors = { beet = 5682292, cane = 4772708 }",
            Fraction(9_545_415, 2),
            ("half_up", "remainder"),
            "half up or the remainder",
        ),
    ],
)
def test_cane_may_be_what_printed_beet_leaves(
    place: str, computed: Fraction, rules: tuple[str, ...], words: str
) -> None:
    """What only the remainder explains is one check with the sum of the two sectors."""
    cane = "sectors.cane"
    expected = Check("formula", "reproduced", computed, f"sec. 359c(c), {words}", print_rules=rules)
    alone = rules == ("remainder",)
    related: Hashable
    related = frozenset(("overall_allotment_quantity", "sectors.beet", cane)) if alone else cane
    assert (expected, related) == checks(of_2002(place), cane)[0]


def test_what_is_not_established_is_one_formula_that_fails() -> None:
    """Imports of 1,250 require no allotments; bases may be printed all the same."""
    inputs = INPUTS.replace("1278", "1279")
    found = of_1995("sectors.beet = 4355.5\nbases.beet = 4210", inputs=inputs)
    source = "not established: no allotments are required, sec. 359b(b)(1)"
    expected = (Check("formula", "contradicted", None, source), "sectors.beet")
    assert [expected] == checks(found, "sectors.beet")
    assert [] == checks(found, "bases.beet")


def test_under_other_weights_nothing_is_computed_that_needs_more() -> None:
    """Imports follow from estimates, which are not printed; an estimate is its own input."""
    found = of_1995("weighting = [1, 1, 1]\nimports = 1249", inputs="")
    assert [] == checks(found, "imports (weights 1:1:1)")
    found = of_1995("weighting = [1, 1, 1]\nestimates.production = 7891")
    repeat = [("repeat", "contradicted")]
    assert repeat == statuses(checks(found, "estimates.production (weights 1:1:1)"))


# Sums.


WHOLE = "{ value = %d, unit = 'short tons' }"
IN_TONS = f"states = {{ Florida = {WHOLE % 2_000}, Texas = {WHOLE % 400} }}\n"


@pytest.mark.parametrize(
    ("rows_", "status"),
    [
        # The total is as coarse as one of its rows.
        ("states = { Florida = 2, Texas = 0.4 }\ntotal = 2", "contradicted"),
        # Both are whole tons, so that the total may be rounded: to 2, but not to 3.
        (f"{IN_TONS}total = 2", "reproduced"),
        (f"{IN_TONS}total = 3", "contradicted"),
    ],
)
def test_a_total_may_be_rounded_where_it_is_coarser_than_all_its_rows(
    rows_: str, status: Any
) -> None:
    """2 and 0.4 thousand are 2.4."""
    (_, (found, related)) = checks(of_1995(rows_), "total.states")
    computed, total = 2_400, 1_000 * int(rows_[-1])
    missing = total - computed
    candidates = (
        ("states.Florida", 2_000 + missing),
        ("states.Texas", 400 + missing),
        ("total.states", computed),
    )
    shown = candidates if status == "contradicted" else ()
    assert Check("sum", status, computed, "sum of 2 rows", candidates=shown) == found
    assert frozenset(("states.Florida", "states.Texas", "sectors.cane")) == related


def test_a_total_in_a_sum_is_related_by_what_it_is_the_allotment_of() -> None:
    """The States' total is cane's allotment, whatever it is called."""
    quantity = "overall_allotment_quantity"
    place = (
        f"{quantity} = 80000\nprocessors.beet = {{ A = 50000 }}\n"
        "states = { Texas = 30000 }\ntotal = 30000\n"
        f'sum_of = {{ {quantity} = ["processors.beet.A", "total.states"] }}'
    )
    (related,) = [
        related
        for check, related in checks(of_2002(place), quantity)
        if check.source == "sum of 2 figures"
    ]
    assert frozenset((quantity, "processors.beet.A", "sectors.cane")) == related


def test_rows_and_their_whole_are_each_rounded() -> None:
    """5,682,293 less 2,841,146 is 2,841,147, a ton more or less by two halves."""
    allocations = "processors.beet = { A = 2841146, B = 2841146 }"
    found = of_2002("sectors.beet = 5682293", allocations)
    source = "sectors.beet as printed before less 1 row: 1"
    expected = Check("sum", "within rounding", 2_841_147, source, (2_841_146, 2_841_148))
    related = frozenset(("sectors.beet", "processors.beet.A", "processors.beet.B"))
    assert [(expected, related)] == checks(found, "processors.beet.B")


@pytest.mark.parametrize(
    ("allocations", "figure", "computed", "others"),
    [
        ("A = 100.001", "", 0, ""),
        ("A = 100.002", "A", 100_000, ""),
        ("A = 60.000, B = 40.001", "", 0, ""),
        ("A = 60.000, B = 40.002", "A", 59_998, ", less its other parts"),
    ],
)
def test_recorded_parts_exceed_their_whole_by_more_than_rounding(
    allocations: str, figure: str, computed: int, others: str
) -> None:
    """Half a ton for each part, and for the whole; it is said of the largest part."""
    mills = f"incomplete = true\nprocessors.Texas = {{ {allocations} }}"
    found = of_1995("states = { Texas = 100.000 }", mills)
    wrong = [one for one in found if one.figure.startswith("processors") and one.checks]
    assert [f"processors.Texas.{figure}"] * bool(figure) == [one.figure for one in wrong]
    if figure:
        expected = Check("sum", "contradicted", computed, f"at most states.Texas{others}")
        names = [f"processors.Texas.{name}" for name in "AB" if name in allocations]
        related = frozenset(("states.Texas", *names))
        assert [(expected, related)] == checks(found, wrong[0].figure)


def test_a_part_of_what_is_computed_is_at_most_the_greatest_that_it_may_be() -> None:
    """Cane's criteria 3,415 up half a thousand, beet's 4,209.5 down as much, of 7,889."""
    found = of_1995("incomplete = true\nstates = { Florida = 3535 }")
    greatest = 7_889_000 * Fraction(34_155, 34_155 + 42_090)
    expected = Check("sum", "contradicted", greatest, "at most sectors.cane")
    related = frozenset(("sectors.cane", "states.Florida"))
    assert [(expected, related)] == checks(found, "states.Florida")


def test_only_a_recorded_part_exceeds_its_whole() -> None:
    """8,000 of 7,889 for beet: the formula says so."""
    found = of_1995("sectors = { beet = 8000 }")
    assert [("formula", "contradicted")] == statuses(checks(found, "sectors.beet"))


def test_a_repeat_is_related_to_the_first_print_and_to_one_as_fine() -> None:
    """1 TST is printed again as 1.0, and as 1.1: not what the print that is as fine has."""
    printed = (f"other.quota = {{ value = {n}, unit = 'TST' }}" for n in ("1", "1.0", "1.1"))
    found = of_1995(*printed)
    occurrence = ("other.quota", NOTHING, None, "sugar")
    assert [(Check("repeat", "reproduced", 1_000, "printed before: 1"), (occurrence, "1"))] == (
        checks(found, "other.quota", "2")
    )
    assert [(Check("repeat", "contradicted", 1_000, "printed before: 2"), (occurrence, "2"))] == (
        checks(found, "other.quota", "3")
    )


# Sums that are said not to close, and misprints.


@pytest.mark.parametrize(
    ("beet", "why", "computed"),
    [
        ("deficits.beet.A", "no sum is held against it", None),
        ("reassigned_imports.beet", "its sum closes", 5_000),
    ],
)
def test_what_is_said_not_to_close_and_does_is_contradicted(
    beet: str, why: str, computed: int | None
) -> None:
    place = (
        "deficits.beet = { A = 5000 }\nreassigned_imports.beet = 5000\n"
        f'does_not_close = {{ "{beet}" = "?" }}'
    )
    source = f"named under does_not_close, but {why}"
    expected = (Check("sum", "contradicted", computed, source), ())
    assert expected == checks(of_2002(place), beet)[-1]


def test_a_misprint_that_makes_no_determination_is_proved_and_the_rest_stays() -> None:
    """Bases that are all zero can divide nothing."""
    none = "{ past_marketings = 0, processing_capacity = 0, ability_to_market = %s }"
    meant = none % '{ value = 0, meant = 4500, reason = "nothing else is possible" }'
    inputs = INPUTS[: INPUTS.index("beet = ")] + f"beet = {meant}\ncane = {none % 0}\n"
    found = of_1995("imports = 1249", inputs=inputs)
    figure = "criteria.beet.ability_to_market"
    proof = Check("misprint", "misprint", 4_500_000, "as printed there are no such figures")
    assert [(proof, ())] == checks(found, figure)
    assert 14 == len(found)  # three weights, four estimates, six criteria, and the imports


def test_a_sum_that_fails_at_the_misprint_itself_is_one_check_alone() -> None:
    """338,967 less 88,972 is 249,995; that 250,000 is printed may as well be another's fault."""
    place = (
        'deficits.beet = { A = 338967 }\nreassigned.beet = { "B" = 88972 }\n'
        'reassigned_imports.beet = { value = 250000, meant = 249995, reason = "closes" }'
    )
    proof = checks(of_2002(place), "reassigned_imports.beet")[-1][0]
    said = "not proved: as printed one check alone fails: all that is given up, less what goes"
    assert ("contradicted", f"{said} elsewhere") == (proof.status, proof.source)


def test_a_formula_that_fails_at_the_misprint_itself_is_enough() -> None:
    """54.35 percent of 10,667,500 is 5,797,786.25; no sum is held against it."""
    place = (
        "overall_allotment_quantity = 10667500\n"
        'sectors.beet = { value = 5797768, meant = 5797786, reason = "54.35 percent" }'
    )
    proof = Check(
        "misprint", "misprint", 5_797_786, "as printed fails: sec. 359c(c)", reason="54.35 percent"
    )
    assert (proof, ()) == checks(of_2002(place), "sectors.beet")[-1]


def test_every_check_that_what_was_meant_does_not_put_right_is_named() -> None:
    """Neither the formula's 5,797,786 nor the earlier print is 5,797,000."""
    place = "overall_allotment_quantity = 10667500\nsectors.beet = "
    again = '{ value = 5797768, meant = 5797000, reason = "?" }'
    found = of_2002(f"{place}5797786", f"sectors.beet = {again}")
    proof = checks(found, "sectors.beet", "2")[-1][0]
    said = "what was meant does not put right: sec. 359c(c), printed before: 1"
    assert ("contradicted", said) == (proof.status, proof.source)


def test_a_check_shows_a_debugger_what_a_report_shows() -> None:
    """And not by what it is told apart from others."""
    check = Check("sum", "reproduced", 5, "a + b", relation=frozenset({"a", "b"}))
    assert "relation" not in repr(check)
    assert "source='a + b'" in repr(check)
