"""Verification: what every printed figure is held against, and how each check ends."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from fractions import Fraction

import pytest
from changed_figures import with_one_changed

import allotments
from allotments.checks import STATUSES, Check, Row, exact_ranges
from allotments.core.printed_number import PrintedNumber
from allotments.notices import Notice
from allotments.verification import Verification, verify

TST = 1_000

INPUTS = """\
format = 1
act = "1990"
fiscal_year = 1995
source = { document = "Doc. 1", title = "A notice" }

[[printed]]
place = "Estimates"
[printed.estimates]
consumption = 9247
reasonable_carryover_stocks = 1278
production = 7890
carry_in_stocks = 1386

[[printed]]
place = "Criteria"
weights = { past_marketings = 25, processing_capacity = 25, ability_to_market = 50 }
[printed.criteria]
beet = { past_marketings = 3430, processing_capacity = 4408, ability_to_market = 4500 }
cane = { past_marketings = 3341, processing_capacity = 3539, ability_to_market = 3390 }
"""


def notice(*places: str, inputs: str = INPUTS) -> Notice:
    """Return a notice of FY1995's inputs and these places."""
    more = "".join(
        f'\n[[printed]]\nplace = "Place {n}"\n{place}\n' for n, place in enumerate(places, 1)
    )
    return Notice.model_validate(tomllib.loads(inputs + more, parse_float=Decimal))


def rows(*places: str, inputs: str = INPUTS) -> dict[str, Row]:
    """Return the rows of the places of such a notice, by place and figure."""
    report = verify(notice(*places, inputs=inputs))
    return {f"{r.place[6:]}: {r.figure}": r for r in report.rows if r.place.startswith("Place ")}


def statuses(*places: str, inputs: str = INPUTS) -> dict[str, str]:
    return {name: row.status for name, row in rows(*places, inputs=inputs).items()}


def alike(printed: str) -> str:
    """Return three criteria that are printed the same."""
    names = ("past_marketings", "processing_capacity", "ability_to_market")
    return f"{{ {', '.join(f'{name} = {printed}' for name in names)} }}"


def kinds(row: Row) -> list[tuple[str, str]]:
    return [(check.kind, check.status) for check in row.checks]


@pytest.fixture(scope="module")
def report() -> Verification:
    return verify(allotments.load("fy1995"))


def row_of(report: Verification, place: str, figure: str) -> Row:
    (row,) = (row for row in report.rows if (row.place, row.figure) == (place, figure))
    return row


# The notice of fiscal year 1995.


def test_nothing_in_fy1995_is_contradicted(report: Verification) -> None:
    """Every occurrence is a row, and the counts are of the rows."""
    assert report
    assert ("FR Doc. 94-25622", 1995) == (report.document, report.fiscal_year)
    assert [*STATUSES] == [*report.counts]
    assert 0 == report.counts["contradicted"]
    assert len(report.rows) == sum(report.counts.values())
    figures = list(allotments.load("fy1995").figures())
    assert [(f.place, f.number) for f in figures] == [(r.place, r.printed) for r in report.rows]


def test_the_two_totals_within_rounding(report: Verification) -> None:
    """4,355.538 against 4,355.531, and 3,533.463 against 3,533.469; the ranges mirror each other.

    The criteria are printed to a thousand tons. The beet share is greatest with beet's criteria
    half a thousand up and cane's half down: 4,210.0 / (4,210.0 + 3,414.5) of 7,889.
    """
    least = 7_889 * TST * Fraction(4_209_000, 4_209_000 + 3_415_500)
    greatest = 7_889 * TST * Fraction(4_210_000, 4_210_000 + 3_414_500)
    beet = row_of(report, "Item 7, beet processors", "total.processors.beet")
    check = beet.worst
    assert check is not None
    assert ("formula", "within rounding", "sec. 359c(e)") == (
        check.kind,
        check.status,
        check.source,
    )
    assert check.computed == Fraction(2_887_717_000, 663)
    assert (least, greatest) == check.span
    assert ("4,355.531", "4,355.014", "4,356.048") == tuple(
        beet.printed.format(amount) for amount in (check.computed, least, greatest)
    )
    assert [
        ("formula", "within rounding"),
        ("sum", "reproduced"),
        ("repeat", "reproduced"),  # of 4,355.5
    ] == kinds(beet)
    cane = row_of(report, "Item 7, State cane sugar allotments", "total.states")
    assert cane.worst is not None
    assert (7_889 * TST - greatest, 7_889 * TST - least) == cane.worst.span
    assert "3,533.469" == cane.printed.format(cane.worst.computed or 0)
    within = [row for row in report.rows if row.status == "within rounding"]
    assert [beet, cane] == sorted(within, key=lambda row: row.figure)
    assert 2 == report.counts["within rounding"]


@pytest.mark.parametrize(
    ("place", "figure", "computed"),
    [
        ("Estimates, table", "imports", 1_249 * TST),
        ("Item 2", "overall_allotment_quantity", 7_889 * TST),
        ("Item 3, table", "bases.beet", Fraction(4_209_500)),
        ("Item 3, table", "bases.cane", Fraction(3_415_000)),
        ("Item 3, table", "percentage_factors.beet", Fraction(42_095, 76_245)),
        (
            "Beet Sugar and Cane Sugar Allotments, paragraph 3, equal weights",
            "weights.ability_to_market (weights 1:1:1)",
            Fraction(1, 3),
        ),
        (
            "Beet Sugar and Cane Sugar Allotments, paragraph 3, equal weights",
            "restraint.beet (weights 1:1:1)",
            4_500_000 - 7_889_000 * Fraction(12_338, 12_338 + 10_270),
        ),
        (
            "Beet Sugar and Cane Sugar Allotments, paragraph 3, restraint",
            "restraint.beet",
            4_500_000 - Fraction(2_887_717_000, 663),
        ),
        (
            "Background, paragraph 4, tariff-rate quota",
            "tariff_rate_quota.metric_tons",
            Fraction(14 * 1_250_000, 12),
        ),
        (
            "Background, paragraph 4, tariff-rate quota",
            "tariff_rate_quota.short_tons",
            Fraction(14 * 1_250_000, 12),
        ),
        ("Establishment of Proportionate Shares, Louisiana", "producers_in_excess_of", 250),
        ("Beet Sugar and Cane Sugar Allotments, paragraph 1", "number_of_states", 5),
    ],
)
def test_formulas_that_fy1995_reproduces(
    place: str, figure: str, computed: Fraction, report: Verification
) -> None:
    """At face value: 33.3, 195,000 and 144,000, both quota figures from one unrounded amount."""
    row = row_of(report, place, figure)
    check = row.checks[0]
    kind = "constant" if figure == "producers_in_excess_of" else "formula"
    assert (kind, "reproduced", computed) == (check.kind, check.status, check.computed)
    assert check.span is None
    assert "reproduced" == row.status


def test_crystalline_fructose_names_what_is_inferred(report: Verification) -> None:
    """159,757 assumes 1.17, which no source states; nothing else in the notice does."""
    leaning = [row for row in report.rows if any(check.inferred for check in row.checks)]
    assert {"crystalline_fructose"} == {row.figure for row in leaning}
    assert {"159,757 short tons"} == {str(row.printed) for row in leaning}
    for row in leaning:
        assert row.worst is not None
        assert row.worst.inferred.startswith("the sweetness factor 1.17 is inferred")
        assert row.worst.computed == 200_000 / (Fraction("1.07") * Fraction("1.17"))


def test_rows_that_are_only_recorded(report: Verification) -> None:
    """Inputs at their first occurrence, and what no formula of the determination reaches."""
    recorded = {row.figure.partition(".")[0] for row in report.rows if row.status == "recorded"}
    assert {
        *("estimates", "criteria", "weights", "weights_considered", "states", "processors"),
        *("other", "uniform_reduction_percentage"),
    } == recorded
    first = row_of(report, "Estimates, table", "estimates.consumption")
    assert ((), None, "recorded") == (first.checks, first.worst, first.status)


def test_texas_is_what_its_state_has(report: Verification) -> None:
    """One processor and no total: its row is held against the State's allotment."""
    row = row_of(
        report,
        "Item 7, cane processors, Texas",
        "processors.Texas.Rio Grande Valley Sugar Growers",
    )
    assert (
        Check("sum", "reproduced", 131_650, "states.Texas as printed before: Item 6, table"),
    ) == row.checks


def test_the_counts_follow_from_the_rows() -> None:
    """So nobody can give others."""
    with pytest.raises(TypeError):
        Verification("A notice", 1995, (), {})  # type: ignore[call-arg]
    with pytest.raises(TypeError):
        Verification("A notice", 1995, (), counts={})  # type: ignore[call-arg]


def test_a_row_shows_its_worst_check() -> None:
    """In the order recorded, reproduced, within rounding, contradicted; of equals the first."""
    number = PrintedNumber(value=Decimal(1))
    good, bad = (Check("formula", status, 1, "a") for status in ("reproduced", "contradicted"))
    also_bad = Check("sum", "contradicted", 2, "b")
    within = Check("sum", "within rounding", 2, "b")
    assert bad is Row("p", "f", number, (good, bad, also_bad)).worst
    assert bad is Row("p", "f", number, (within, bad, good)).worst
    assert within is Row("p", "f", number, (good, within)).worst
    assert good is Row("p", "f", number, (good,)).worst


# Every printed figure matters.


NOT_SOLD = "a price, not a quantity that the Act allots"
UNNOTICED = {
    "other.beet processors that declined price support, fiscal year 1994": "a count of its own",
    "other.beet processors that defaulted on price-support loans": "a count of its own",
    "other.loan collateral forfeited": "what happened in fiscal year 1994",
    "other.loan rate for raw cane sugar": NOT_SOLD,
    "other.increase of the loan rate for refined beet sugar, at most": NOT_SOLD,
    "other.loan rate for refined beet sugar, 1993 crop": NOT_SOLD,
    "other.manufacturers of crystalline fructose": "a count of its own",
    "uniform_reduction_percentage.Louisiana": "follows from acreage bases, which are not printed",
}
"""Figures that are printed once and follow from nothing that the notice prints; and why each."""


def test_every_changed_figure_changes_a_status(report: Verification) -> None:
    """One unit of the last digit, up or down; but for the figures above, neither more nor fewer."""
    before = [row.status for row in report.rows]
    unnoticed: list[str] = []
    for figure, misprinted in with_one_changed(allotments.load("fy1995")):
        if before == [row.status for row in verify(misprinted).rows]:
            unnoticed.append(figure.path)
    assert sorted([*UNNOTICED, *UNNOTICED]) == sorted(unnoticed)


def test_a_misprinted_row_contradicts_its_total() -> None:
    """A total that does not foot is a contradiction, and no fault of the file."""
    fy1995 = allotments.load("fy1995")
    wrong = next(
        misprinted
        for figure, misprinted in with_one_changed(fy1995)
        if figure.path == "processors.Florida.Okeelanta Corp"
    )
    report = verify(wrong)
    assert not report
    (row,) = (row for row in report.rows if row.status == "contradicted")
    assert "total.processors.Florida" == row.figure
    assert row.worst is not None
    assert ("sum", 1_687_381, "sum of 6 rows") == (
        row.worst.kind,
        row.worst.computed,
        row.worst.source,
    )


# Formulas.


def test_when_no_allotments_are_required() -> None:
    """Then whatever only an allotment establishes is contradicted, and nothing is computed for it.

    Imports of 1,250 require none; the imports, the threshold and constants are checked as ever.
    """
    found = rows(
        "imports = 1250\nthreshold_carryover_stocks = 1279\nminimum_imports = 1250",
        "overall_allotment_quantity = 7890\ncrystalline_fructose = 159.757\n"
        "crystalline_fructose_sugar_equivalent = 200\npercentage_factors.beet = 55.2\n"
        "sectors.cane = 3533.5\nrestraint.beet = 144\nstates.Florida = 1.000\n"
        'processors.Florida."A Mill" = 1.000',
        inputs=INPUTS.replace("1278", "1279"),
    )
    source = "not established: no allotments are required, sec. 359b(b)(1)"
    refused = Check("formula", "contradicted", None, source)
    assert [
        *("2: crystalline_fructose", "2: overall_allotment_quantity", "2: percentage_factors.beet"),
        *("2: processors.Florida.A Mill", "2: restraint.beet", "2: sectors.cane"),
        "2: states.Florida",
    ] == sorted(name for name, row in found.items() if refused in row.checks)
    assert {"reproduced"} == {row.status for row in found.values() if refused not in row.checks}


def test_a_misprint_of_a_formula_without_division_is_contradicted() -> None:
    """Estimates, the overall quantity, constants are determinations: no rounding excuses them."""
    found = statuses(
        "imports = 1248\noverall_allotment_quantity = 7890\nminimum_imports = 1249\n"
        "threshold_carryover_stocks = 1280\ncrystalline_fructose = 159.758"
    )
    assert 5 == len(found)
    assert {"contradicted"} == set(found.values())


def test_a_contradiction_names_what_is_inferred_too() -> None:
    """The factor 1.17 may be at fault, and not the print."""
    (row,) = rows("crystalline_fructose = 159.758").values()
    assert row.worst is not None
    assert ("contradicted", True) == (row.status, "1.17" in row.worst.inferred)


def test_a_base_within_the_rounding_of_its_criteria() -> None:
    """4,209.5 plus or minus 0.5 prints 4,209 or 4,210, and nothing else."""
    for printed, status in (
        (4_208, "contradicted"),
        (4_209, "within rounding"),
        (4_210, "reproduced"),
        (4_211, "contradicted"),
    ):
        (row,) = rows(f"bases.beet = {printed}").values()
        assert status == row.status
        assert row.worst is not None
        spans = None if status == "reproduced" else (4_209 * TST, 4_210 * TST)
        assert spans == row.worst.span


def test_criteria_of_more_digits_leave_less_room() -> None:
    """3,430.00 moves by five tons where 3,430 moves by five hundred."""
    finer = INPUTS.replace("3430,", "3430.00,").replace("4408,", "4408.00,")
    finer = finer.replace("4500 }", "4500.00 }")
    assert {"1: bases.beet": "within rounding"} == statuses("bases.beet = 4209.4")
    assert {"1: bases.beet": "contradicted"} == statuses("bases.beet = 4209.4", inputs=finer)


def test_exact_ranges() -> None:
    """Of any computed figure, under the notice's weights; half units are the first's."""
    fy1995 = allotments.load("fy1995")
    assert (4_209_000, 4_210_000) == exact_ranges(fy1995)["bases.beet"]
    ability_alone = notice(inputs=weights("0", "0", "100"))
    assert (4_499_500, 4_500_500) == exact_ranges(ability_alone)["bases.beet"]
    again = "[printed.criteria.beet]\npast_marketings = 3430.000"
    assert (4_209_000, 4_210_000) == exact_ranges(notice(again))["bases.beet"]
    supposed = f"weighting = [1, 1, 1]\n{again}"
    early = INPUTS.replace("[[printed]]", f'[[printed]]\nplace = "x"\n{supposed}\n[[printed]]', 1)
    assert (4_209_000, 4_210_000) == exact_ranges(notice(inputs=early))["bases.beet"]


def test_states_and_processors_computed_from_criteria() -> None:
    """Florida has 30 of 40 parts of cane's 3,533.469, and its mills a third and two thirds.

    With criteria the printed allotments are checked by the formula; the total too.
    """
    criteria = (
        f"[printed.state_criteria]\nFlorida = {alike('30.000')}\nTexas = {alike('10.000')}\n"
        f"[printed.processor_criteria.Florida]\nA = {alike('1.000')}\nB = {alike('2.000')}\n"
    )
    found = rows(
        criteria,
        "total = 3533.469\n[printed.states]\nFlorida = 2650.102\nTexas = 883.367",
        "total = 2650.102\n[printed.processors.Florida]\nA = 883.367\nB = 1766.735",
        "processors.Florida.A = 883.999\nstates.Texas = 900.000",
    )
    assert {"recorded"} == {row.status for name, row in found.items() if name.startswith("1: ")}
    cane = 7_889_000 * Fraction(34_150, 76_245)
    florida = found["2: states.Florida"].worst
    assert florida is not None
    assert ("formula", "reproduced", cane * Fraction(3, 4), "sec. 359c(f)") == (
        florida.kind,
        florida.status,
        florida.computed,
        florida.source,
    )
    mill = found["3: processors.Florida.B"].worst
    assert mill is not None
    assert (cane / 2, "sec. 359d(a)") == (mill.computed, mill.source)
    assert "reproduced" == found["2: total.states"].status
    assert [("formula", "reproduced"), ("sum", "reproduced"), ("repeat", "reproduced")] == kinds(
        found["3: total.processors.Florida"]
    )
    assert "contradicted" == found["4: states.Texas"].status
    assert "contradicted" == found["4: processors.Florida.A"].status


def test_criteria_of_states_move_within_their_own_rounding() -> None:
    """30 of 40 printed to the thousand: 883.367 tons of Texas may be anything near a quarter."""
    criteria = f"[printed.state_criteria]\nFlorida = {alike('30')}\nTexas = {alike('10')}\n"
    found = rows(criteria, "states.Texas = 850.000", "states.Texas = 849")
    row = found["2: states.Texas"]
    assert "within rounding" == row.status
    assert row.worst is not None
    assert row.worst.span is not None
    least, greatest = row.worst.span
    assert Fraction(9_500, 40_000) * 3_533_469 > least > Fraction(9_500, 40_000) * 3_532_000
    assert Fraction(10_500, 40_000) * 3_533_469 < greatest < Fraction(10_500, 40_000) * 3_534_000


def test_criteria_of_processors_move_within_their_own_rounding() -> None:
    """1 of 3 printed to the thousand tons: of 3,000 anything from 0.5 to 1.5 of three parts."""
    criteria = f"[printed.processor_criteria.Florida]\nA = {alike('1')}\nB = {alike('2')}\n"
    found = rows("states.Florida = 3000.000", criteria, "processors.Florida.A = 950.000")
    (check,) = found["3: processors.Florida.A"].checks
    assert ("within rounding", 1_000 * TST, "sec. 359d(a)") == (
        check.status,
        check.computed,
        check.source,
    )
    assert (500 * TST, 1_500 * TST) == check.span


# Weights.


def weights(*percent: str) -> str:
    names = ("past_marketings", "processing_capacity", "ability_to_market")
    pairs = ", ".join(f"{name} = {p}" for name, p in zip(names, percent, strict=False))
    return INPUTS.replace(
        "weights = { past_marketings = 25, processing_capacity = 25, ability_to_market = 50 }",
        f"weights = {{ {pairs} }}",
    )


@pytest.mark.parametrize(
    ("percent", "status", "computed"),
    [
        (("33.3", "33.3", "33.3"), "within rounding", Fraction("0.334")),
        (("33.3", "33.3", "33.4"), "reproduced", Fraction("0.334")),
        (("33.3", "33.3", "33.5"), "within rounding", Fraction("0.334")),
        (("33.3", "33.3", "33.6"), "contradicted", Fraction("0.334")),
        (("33.3", "33.3", "33.2"), "contradicted", Fraction("0.334")),
        (("25.00", "25.00", "50.00"), "reproduced", Fraction(1, 2)),
        (("25.00", "25.00", "50.03"), "contradicted", Fraction(1, 2)),
        (("10", "30", "60"), "reproduced", Fraction("0.6")),
        (("50", "60", "0"), "contradicted", Fraction("-0.1")),
    ],
)
def test_weights_add_up_to_the_whole(
    percent: tuple[str, str, str], status: str, computed: Fraction
) -> None:
    """33.3 three times is within rounding: two that are 33.25 to 33.35 leave 33.3 to 33.5."""
    report = verify(notice(inputs=weights(*percent)))
    found = {row.figure: row for row in report.rows if row.figure.startswith("weights.")}
    assert 3 == len(found)
    check = found["weights.ability_to_market"].worst
    assert check is not None
    assert ("sum", status, computed) == (check.kind, check.status, check.computed)
    assert "what the other weights leave of 100 percent" == check.source
    play = sum(Fraction(1, 10 ** (len(p.partition(".")[2]) + 2)) for p in percent[:2]) / 2
    expected = None if status == "reproduced" else (computed - play, computed + play)
    assert expected == check.span
    assert {"recorded"} == {row.status for row in found.values() if not row.checks}


def test_weights_that_were_only_considered() -> None:
    """Each proposal adds up for itself; one of two weights cannot be checked."""
    assert {
        "1: weights_considered.X.past_marketings": "recorded",
        "1: weights_considered.X.processing_capacity": "recorded",
        "1: weights_considered.X.ability_to_market": "contradicted",
        "1: weights_considered.Y.past_marketings": "recorded",
        "1: weights_considered.Y.ability_to_market": "recorded",
    } == statuses(
        "[printed.weights_considered]\n"
        "X = { past_marketings = 10, processing_capacity = 30, ability_to_market = 65 }\n"
        "Y = { past_marketings = 10, ability_to_market = 65 }"
    )


def test_figures_under_other_weights() -> None:
    """They are computed with those, and held against earlier ones under the same weights alone."""
    found = rows(
        "restraint.beet = 144.469\nweights.ability_to_market = 50",
        "weighting = [2, 2, 2]\nrestraint.beet = 194.689\nweights.ability_to_market = 33",
        "weighting = [10, 30, 60]\nrestraint.beet = 82.071\nweights.ability_to_market = 60\n"
        "weights.past_marketings = 11",
        "weighting = [1, 1, 1]\nrestraint.beet = 194.700",
    )
    assert [("formula", "reproduced")] == kinds(found["1: restraint.beet"])
    assert [("formula", "reproduced")] == kinds(found["2: restraint.beet (weights 1:1:1)"])
    assert [("formula", "reproduced")] == kinds(found["3: restraint.beet (weights 1:3:6)"])
    assert [("formula", "contradicted")] == kinds(
        found["3: weights.past_marketings (weights 1:3:6)"]
    )
    assert [("formula", "reproduced")] == kinds(
        found["3: weights.ability_to_market (weights 1:3:6)"]
    )
    assert [("formula", "within rounding"), ("repeat", "contradicted")] == kinds(
        found["4: restraint.beet (weights 1:1:1)"]
    )


def test_all_that_weights_change_differs_under_others() -> None:
    """What is printed for 1:1:2 is no earlier occurrence of what is printed for 1:1:1."""
    found = rows(
        "bases.beet = 4210\npercentage_factors.beet = 55.2\nsectors.beet = 4355.5\n"
        "restraint.beet = 144.469\nstates.Florida = 3.000\nprocessors.beet.A = 1.000",
        "weighting = [1, 1, 1]\nbases.beet = 4113\npercentage_factors.beet = 54.6\n"
        "sectors.beet = 4305.3\nrestraint.beet = 194.689\nstates.Florida = 2.000\n"
        "processors.beet.A = 2.000",
    )
    assert 12 == len(found)
    assert {"recorded", "reproduced"} == {row.status for row in found.values()}


def test_what_weights_do_not_change_is_held_against_every_occurrence() -> None:
    """An estimate misprinted beside figures under other weights is contradicted all the same."""
    found = statuses(
        "weighting = [1, 1, 1]\nestimates.production = 7891\ncriteria.beet.past_marketings = 3430"
    )
    assert {
        "1: estimates.production (weights 1:1:1)": "contradicted",
        "1: criteria.beet.past_marketings (weights 1:1:1)": "reproduced",
    } == found


def test_recorded_quantities_under_other_weights_are_recorded() -> None:
    """What the States would have had is not known: no rule of the Act computes it."""
    found = statuses(
        "states.Florida = 3.000", "weighting = [1, 1, 1]\nstates.Florida = 4.000\nstates.Texas = 1"
    )
    assert {"recorded"} == set(found.values())


def test_other_weights_beside_a_negative_overall_quantity() -> None:
    """An absurd notice is still verified, not refused midway: of less than nothing a mill has 5."""
    found = statuses(
        'processors.beet."A Mill" = 5.000',
        "weighting = [1, 1, 1]\nsectors.beet = 5",
        inputs=INPUTS.replace("carry_in_stocks = 1386", "carry_in_stocks = 99_999"),
    )
    assert {
        "1: processors.beet.A Mill": "contradicted",  # more than a sector that has less than none
        "2: sectors.beet (weights 1:1:1)": "contradicted",
    } == found


# Sums.


def test_a_total_that_does_not_foot() -> None:
    """Contradicted by one ton: rows and total are printed to the same digit."""
    found = rows("total = 3.001\nstates = { Florida = 1.000, Texas = 2.000 }")
    assert [("formula", "contradicted"), ("sum", "contradicted")] == kinds(found["1: total.states"])
    check = found["1: total.states"].checks[1]
    assert ("sum", "contradicted", 3_000, "sum of 2 rows") == (
        check.kind,
        check.status,
        check.computed,
        check.source,
    )
    assert (
        ("states.Florida", 1_001),
        ("states.Texas", 2_001),
        ("total.states", 3_000),
    ) == check.candidates


def test_a_total_is_an_occurrence_of_what_it_totals() -> None:
    """The sectors' of the overall allotment quantity, a group's of its State's allotment."""
    found = rows(
        "total = 7889.0\nsectors = { beet = 4355.5, cane = 3533.5 }",
        "overall_allotment_quantity = 7889.1",
        "states = { Florida = 1.000 }",
        "total = 1.001\nprocessors.Florida = { A = 0.500, B = 0.501 }",
    )
    assert [("formula", "reproduced"), ("sum", "reproduced")] == kinds(found["1: total.sectors"])
    assert [("formula", "contradicted"), ("repeat", "contradicted")] == kinds(
        found["2: overall_allotment_quantity"]
    )
    assert [("sum", "reproduced"), ("repeat", "contradicted")] == kinds(
        found["4: total.processors.Florida"]
    )


def test_a_state_with_several_processors_and_no_total() -> None:
    """The last row must be what the others leave of an allotment that is printed as finely."""
    places = (
        "states = { Florida = 6.000 }",
        "processors.Florida = { A = 1.000, B = 2.000, C = 3.000 }",
        "processors.Florida = { A = 1.000, B = 2.000, C = 3.001 }",
        "processors.Florida = { A = 1, B = 2, C = 4 }",
        "processors.Texas = { D = 1.000, E = 2.000 }\nprocessors.Hawaii = {}",
    )
    found = rows(*places)
    source = "states.Florida as printed before less 2 rows: Place 1"
    assert (Check("sum", "reproduced", 3_000, source),) == found["2: processors.Florida.C"].checks
    assert [("sum", "contradicted"), ("repeat", "contradicted")] == kinds(
        found["3: processors.Florida.C"]
    )
    assert [("repeat", "reproduced")] == kinds(found["3: processors.Florida.B"])
    assert {"recorded"} == {row.status for name, row in found.items() if name[0] == "5"}
    assert ["reproduced", "reproduced", "contradicted"] == [  # as repeats, with fewer digits
        row.status for name, row in found.items() if name[0] == "4"
    ]


def test_a_state_of_an_incomplete_place_has_no_more_than_its_sector() -> None:
    """Cane has some 3,533.5 TST, which its criteria, printed in whole TST, move by less than 1."""
    place = "incomplete = true\nstates = {{ Florida = {} }}"
    assert {"1: states.Florida": "recorded"} == statuses(place.format("3533.5"))
    assert {"1: states.Florida": "contradicted"} == statuses(place.format("3535"))


def test_beet_processors_without_a_total() -> None:
    """They share the beet sugar allotment."""
    found = rows("sectors.beet = 4355.531", "processors.beet = { A = 4000.000, B = 355.532 }")
    assert [("sum", "contradicted")] == kinds(found["2: processors.beet.B"])
    assert Fraction(355_531) == found["2: processors.beet.B"].checks[0].computed


def test_a_total_of_states_beside_processors() -> None:
    """The total is the States'; the processors at the same place are checked for themselves."""
    found = rows(
        "states.Florida = 6.000",
        "total = 6.000\nstates.Florida = 6.000\nprocessors.Florida = { A = 1.000, B = 4.000 }",
    )
    assert [("sum", "contradicted")] == kinds(found["2: processors.Florida.B"])
    assert [("formula", "contradicted"), ("sum", "reproduced")] == kinds(found["2: total.states"])


# Repeats.


def test_a_repeat_in_another_unit_or_with_other_digits() -> None:
    """9,247 TST stands for 9,246,500 to 9,247,500 tons; what shares a ton with that holds."""
    million, tons = 'unit = "million short tons"', 'unit = "short tons"'
    found = rows(
        "estimates.consumption = 9246",
        f"estimates.consumption = {{ value = 9.2, {million} }}",
        f"estimates.consumption = {{ value = 9_247_000, {tons} }}",
        f"estimates.consumption = {{ value = 9_247_001, {tons} }}",
        "estimates.consumption = 9000",
        "estimates.consumption = { value = 9000, resolution = 1000 }",
        f"estimates.consumption = {{ value = 9.9, {million} }}",
        f"estimates.consumption = {{ value = 9.247, {million} }}",
        f"estimates.consumption = {{ value = 9.3, {million} }}",
        f"estimates.consumption = {{ value = 9_247_499, {tons} }}",
        f"estimates.consumption = {{ value = 9_247_500, {tons} }}",
    )
    statuses = [row.status for row in found.values()]
    assert [
        "contradicted",  # as fine as the first, and another
        "reproduced",
        "reproduced",
        "contradicted",  # not the same as the one before, which is as fine
        "contradicted",
        "reproduced",  # to the million
        "contradicted",
        "reproduced",
        "contradicted",  # 9.25 to 9.35 million has nothing of 9,246.5 to 9,247.5
        "contradicted",
        "contradicted",
    ] == statuses
    first = Check("repeat", "contradicted", 9_247_000, "printed before: Estimates")
    assert (first,) == found["1: estimates.consumption"].checks
    fourth = Check("repeat", "contradicted", 9_247_000, "printed before: Place 3")
    assert (fourth,) == found["4: estimates.consumption"].checks


def test_repeats_whose_rounding_meets_though_neither_rounds_to_the_other() -> None:
    """7,000 metric tons are 7,716.2 short tons; 7,716 printed before stands for 6,999.8 or so."""
    found = rows(
        'other.quota = { value = 11, unit = "short tons" }',
        'other.quota = { value = 10, unit = "metric tons" }',  # 11.02
        'other.quota = { value = 9, unit = "metric tons" }',  # 9.92, at most 10.47
        'other.quota = { value = 20, unit = "metric tons", resolution = 5 }',
        'other.price = { value = 11, unit = "cents" }',
        'other.price = { value = 12, unit = "points" }',
    )
    assert ["recorded", "reproduced", "contradicted", "contradicted", "recorded", "recorded"] == [
        row.status for row in found.values()
    ]
    met = rows(
        'other.quota = { value = 1000, unit = "short tons", resolution = 100 }',  # 950 to 1,050
        'other.quota = { value = 800, unit = "metric tons", resolution = 200 }',  # 771 to 992
    )
    (check,) = met["2: other.quota"].checks
    assert ("repeat", "within rounding", (950, 1_050)) == (check.kind, check.status, check.span)


def test_other_figures_repeat_by_name() -> None:
    """A name of one's own is the same figure wherever it stands."""
    assert {
        "1: other.crop years": "recorded",
        "2: other.crop years": "contradicted",
        "2: other.crop year": "recorded",
    } == statuses('other."crop years" = 5', 'other."crop years" = 4\nother."crop year" = 5')


# Figures of the notice as a whole.


def test_tariff_rate_quotas_of_several_periods() -> None:
    """Each is computed for its own months, and repeats one of its own period alone."""
    year = "starts = 1994-10-01\nends = 1995-09-30\n"
    fourteen = "starts = 1994-08-01\nends = 1995-09-30\n"
    found = rows(
        f"[printed.tariff_rate_quota]\n{fourteen}short_tons = 1_458_333",
        f"[printed.tariff_rate_quota]\n{year}short_tons = 1_250_000\nmetric_tons = 1_133_981",
        f"[printed.tariff_rate_quota]\n{year}short_tons = 1_250_001",
    )
    assert [("formula", "reproduced")] == kinds(found["1: tariff_rate_quota.short_tons"])
    assert [("formula", "reproduced")] == kinds(found["2: tariff_rate_quota.short_tons"])
    assert [("formula", "reproduced")] == kinds(found["2: tariff_rate_quota.metric_tons"])
    assert [("formula", "contradicted"), ("repeat", "contradicted")] == kinds(
        found["3: tariff_rate_quota.short_tons"]
    )
    source = found["1: tariff_rate_quota.short_tons"].checks[0].source
    assert "14 twelfths of the minimum imports, sec. 359b(b)(1)" == source


def test_the_number_of_states() -> None:
    """Those that the notice lists; where it lists none, the number is recorded."""
    assert {"1: number_of_states": "recorded"} == statuses("number_of_states = 5")
    found = statuses("number_of_states = 2\nstates = { Florida = 1.000, Texas = 1.000 }")
    assert "reproduced" == found["1: number_of_states"]
    found = statuses(f"number_of_states = 2\nstate_criteria.Florida = {alike('1')}")
    assert "contradicted" == found["1: number_of_states"]


def test_the_number_of_producers_is_the_acts() -> None:
    """More than 250, 359f(b)(1)(A)."""
    assert {"1: producers_in_excess_of": "reproduced"} == statuses("producers_in_excess_of = 250")
    assert {"1: producers_in_excess_of": "contradicted"} == statuses("producers_in_excess_of = 251")


def test_verification_is_of_any_notice() -> None:
    """One that prints its inputs alone has nothing to contradict."""
    report = verify(notice())
    assert report
    assert ("Doc. 1", 1995) == (report.document, report.fiscal_year)
    assert {
        "recorded": 12,
        "reproduced": 1,
        "within rounding": 0,
        "misprint": 0,
        "does not close": 0,
        "contradicted": 0,
    } == report.counts


def test_weights_considered_whose_names_begin_alike_are_added_up_apart() -> None:
    """10 + 30 + 65 is 105 percent, whatever stands beside a name that goes on as "A.B"."""
    found = statuses(
        "[printed.weights_considered]\n"
        "A = { past_marketings = 10, processing_capacity = 30, ability_to_market = 65 }\n"
        '"A.B" = { past_marketings = 10, processing_capacity = 30, ability_to_market = 60 }'
    )
    assert "contradicted" == found["1: weights_considered.A.ability_to_market"]
    assert "reproduced" == found["1: weights_considered.A.B.ability_to_market"]


def test_a_copied_figure_is_verified_as_it_is_now() -> None:
    """pydantic's model_copy must not carry along what was computed from the old value."""
    sound = notice("imports = 1249")
    assert verify(sound)
    block = sound.printed[2]
    assert block.imports is not None
    assert 1_249_000 == block.imports.amount
    wrong = block.imports.model_copy(update={"value": Decimal(1250)})
    assert 1_250_000 == wrong.amount
    places = [*sound.printed[:2], block.model_copy(update={"imports": wrong})]
    assert not verify(sound.model_copy(update={"printed": places}))


THIRDS = f"""\
states.Texas = 100.000
[printed.processor_criteria.Texas]
A = {alike("7000.000")}
B = {alike("7000.000")}
C = {alike("7000.000")}
"""


@pytest.mark.parametrize(
    ("last", "status"),
    [("33.333", "reproduced"), ("33.334", "contradicted")],
)
def test_computed_rows_need_not_use_up_their_allotment(last: str, status: str) -> None:
    """A third of 100 each, rounded one by one: a ton is left. Each row has its formula."""
    printed = f"processors.Texas = {{ A = 33.333, B = 33.333, C = {last} }}"
    found = rows(THIRDS, printed)
    assert [("formula", status)] == kinds(found["2: processors.Texas.C"])
    assert [("formula", "reproduced")] == kinds(found["2: processors.Texas.A"])


def test_recorded_rows_use_up_their_allotment() -> None:
    """Where no criteria are printed, the last row is what the others leave."""
    printed = "processors.Texas = { A = 33.333, B = 33.333, C = 33.333 }"
    found = rows("states.Texas = 100.000", printed)
    assert [("sum", "contradicted")] == kinds(found["2: processors.Texas.C"])
