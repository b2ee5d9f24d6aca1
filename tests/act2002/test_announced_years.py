"""Years whose later announcements were read, followed step by step as far as print allows.

Expected values are as printed, or sums of printed ones; what stands in print is rounded, so a
ledger's exact figure prints as it. Where it stops:

- 2003 to 2005, 2008 to 2010, 2020, 2022: sectors alone are printed (of 2009 one processor).
- 2006: what went to imports in February 2006 is not told apart by sector.
- 2011 and 2025: States, and 2025's processors, but of the reassignments of July and September 2025
  no figure was read.
- 2014, 2016, 2019: the overall quantities, and the increase of 2016, were not read.
- 2015: what moved among processors is printed, but not what they had.
- 2023: the increase is printed by sector; who gave what went to imports is not.
- 2024: what States gave and had is printed, but not their allotments.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

import allotments
from allotments.act2002 import Inputs, Ledger, open_ledger
from allotments.rounding import half_up


def opened(fiscal_year: int, quantity: int, **recorded: Any) -> Ledger:
    return open_ledger(
        Inputs.model_validate(
            {
                "fiscal_year": fiscal_year,
                "overall_allotment_quantity": quantity,
                "recorded": recorded,
            }
        )
    )


def to_imports(ledger: Ledger, **quantities: int) -> Ledger:
    """Return the ledger once so much of undivided sectors has gone to imports."""
    now = ledger.allocations
    return ledger.deficits_reassigned(
        {sector: now[sector]["not divided"] - less for sector, less in quantities.items()}
    )


def printed(ledger: Ledger) -> dict[str, int]:
    return {group: int(half_up(sum(n.values()))) for group, n in ledger.allocations.items()}


def announced(name: str) -> dict[str, Any]:
    """Return what a notice prints, by path; what went to imports of every kind together."""
    found: dict[str, Any] = {}
    for key, value in allotments.load(name).known.items():
        if key.family != "reassigned_imports_by_kind":
            found[key.path] = value
        elif f"reassigned_imports.{key.group}" not in found:
            path = f"by_kind.{key.group}"
            found[path] = found.get(path, 0) + value
    return found


def followed(fiscal_year: int) -> Ledger:
    """Return the ledger of both sectors after all the notices of a year."""
    names = [name for name in allotments.bundled() if name.startswith(f"fy{fiscal_year}")]
    ledger = opened(fiscal_year, announced(names[0])["overall_allotment_quantity"])
    for name in names:
        known, now = announced(name), ledger.determination.overall_allotment_quantity
        changed = known.get("overall_allotment_quantity")
        if changed is None:
            changed = now + known.get("changes.overall_allotment_quantity", 0)
        if changed != now:
            ledger = ledger.adjusted(overall_allotment_quantity=changed, when=name)
        before = {
            sector: have - known[f"before.sectors.{sector}"]
            for sector, have in printed(ledger).items()
            if f"before.sectors.{sector}" in known and changed == now
        }
        for moves in (
            {sector: less for sector, less in before.items() if less > 1},
            {
                sector: known.get(f"reassigned_imports.{sector}", known.get(f"by_kind.{sector}", 0))
                for sector in before | dict.fromkeys(("beet", "cane"))
            },
        ):
            if any(moves.values()):
                ledger = to_imports(ledger, **moves)
    return ledger


@pytest.mark.parametrize(
    ("fiscal_year", "steps", "beet", "cane", "imports"),
    [
        # Thousands are printed: 4,457 and 3,743 in January 2003, 4,708 and 3,955 in May.
        (2003, 3, 4_708_341, 3_954_660, (0, 0)),
        (2004, 2, 4_483_875, 3_766_125, (0, 0)),
        # 250,000, 225,000 and 105,000 more, 8,680,000; the cane part of the last was to go to
        # imports, how much was not read.
        (2005, 4, 4_717_580, 3_962_420, (0, 0)),
        # 70,000 at first, 230,892 by July 2008; what was left, 3,626,533, lost 140,059.
        (2008, 4, 4_592_575, 3_486_474, (0, 370_951)),
        # 8,925,000 halves beet's and cane's tons, so that 4,652,665 and 3,512,752 are one apart.
        (2009, 2, 4_652_665, 3_512_753, (198_073, 561_510)),
        # Cane's 200,000 in April, 300,000 in July and 200,000 in August 2010.
        (2010, 4, 4_849_358, 3_515_892, (170_000, 700_000)),
        # Of April and September 2020 880,000 and 750,000.
        (2020, 3, 4_756_095, 3_983_905, (880_000, 750_000)),
        # December 2021: 5,871,244 and 4,931,413; June 2022: 600,000 of cane.
        (2022, 3, 5_871_244, 4_331_413, (0, 600_000)),
        # April 2023: 5,820,885 and 4,889,115, less 250,000 and 500,000.
        (2023, 3, 5_570_885, 4_389_115, (250_000, 500_000)),
        # August and September 2024.
        (2024, 3, 5_547_786, 4_229_714, (250_000, 640_000)),
    ],
)
def test_sectors_through_a_year(
    fiscal_year: int, steps: int, beet: int, cane: int, imports: tuple[int, int]
) -> None:
    ledger = followed(fiscal_year)
    assert {"beet": beet, "cane": cane} == printed(ledger)
    assert imports == tuple(map(int, map(half_up, ledger.reassigned_to_imports.values())))
    assert steps == len(ledger.steps)


def test_what_went_to_imports_stays_while_the_quantity_is_increased() -> None:
    """Fiscal year 2006: 120,000 of cane, of 8,600,000 in all, then 276,000 more of 8,825,000, and
    450,000: 846,000, and not 120,000 the more by 225,000 of 8,600,000. Cane's 45.65 percent of
    8,825,000 are 4,028,612.5.
    """
    ledger = to_imports(opened(2006, 8_600_000), cane=120_000)
    ledger = ledger.adjusted(overall_allotment_quantity=8_825_000)
    ledger = to_imports(to_imports(ledger, cane=276_000), cane=450_000)
    assert {"beet": 0, "cane": 846_000} == ledger.reassigned_to_imports
    assert 4_028_613 - 846_000 == printed(ledger)["cane"]


def test_the_increase_of_december_2021() -> None:
    """Printed: 235,149 more of beet and 197,508 of cane."""
    step = opened(2022, 10_370_000).adjusted(overall_allotment_quantity=10_802_657).steps[-1]
    assert [235_149, 197_508] == [int(half_up(b - a)) for a, b in step.changes().values()]


def test_fiscal_year_2009() -> None:
    """198,073 of beet and 561,510 of cane went to imports in May 2009, together 759,583. Beet is
    halved, 4,850,737.5, so that what is left prints a ton more or less than 4,652,665.
    """
    ledger = to_imports(open_ledger(allotments.load("fy2009")), beet=198_073)
    supply = {"cane": ledger.allocations["cane"]["not divided"] - 561_510, "Louisiana": 25_266}
    ledger = ledger.deficits_reassigned(supply)
    assert {"beet": 198_073, "cane": 561_510} == ledger.reassigned_to_imports
    after = printed(ledger)
    assert (4_652_665, 3_512_753) == (after["beet"], after["cane"] + after["Louisiana"])


def test_states_in_april_2011() -> None:
    """Before are the allotments of April and the cuts; the last figure of Texas's is not printed,
    and Hawaii's follows from the totals, 4,215,892 and 3,890,892: 325,000 to imports.
    """
    after = {"Florida": 1_856_850, "Louisiana": 1_577_810, "Texas": 173_016, "Hawaii": 283_216}
    cuts = {"Florida": 237_832, "Louisiana": 42_662, "Texas": 9_078, "Hawaii": 35_428}
    before = {state: after[state] + cuts[state] for state in after}
    ledger = opened(2011, 9_235_250, states_after_reassignment=before)
    assert (4_215_892, 325_000) == (sum(before.values()), sum(cuts.values()))
    ledger = ledger.deficits_reassigned(after)
    assert after == {state: printed(ledger)[state] for state in after}
    assert 325_000 == ledger.reassigned_to_imports["cane"]
    assert all(flow.step == "imports" for flow in ledger.steps[-1].flows)


def test_fiscal_year_2014_cannot_be_opened() -> None:
    """550,000 of cane and 100,000 of beet went to imports; of what, no announcement was read."""
    with pytest.raises(ValueError, match=r"^estimates\.consumption: missing, expected a value"):
        Inputs(fiscal_year=2014)


def test_states_in_august_2024() -> None:
    """Florida and Texas lack 470,256 and 164,341, together 634,597; Louisiana can take 34,597,
    and 600,000 go to imports. Their allotments were not read: fiscal year 2023's stand in.
    """
    states = {"Florida": 2_612_146, "Louisiana": 2_020_789, "Texas": 227_078}
    change = {"Florida": -470_256, "Louisiana": 34_597, "Texas": -164_341}
    ledger = opened(2024, 10_667_500, states_after_reassignment=states)
    # So much more of the cane sugar allotment than the States' is not divided, and stays.
    rest = ledger.allocations["cane"]["not divided"]
    supply = {state: states[state] + change[state] for state in states}
    after = ledger.deficits_reassigned({**supply, "cane": rest})
    assert 600_000 == after.reassigned_to_imports["cane"]
    assert supply == {state: printed(after)[state] for state in states}


def test_texas_in_fiscal_year_2025() -> None:
    """222,999 to Florida and Louisiana by what they had, which is as printed less what they got:
    125,731.496 and 97,267.504, printed 125,732 and 97,267.
    """
    states = {"Florida": 2_565_221, "Louisiana": 1_984_488, "Texas": 222_999}
    ledger = opened(2025, 10_455_000, states_after_reassignment=states)
    supply = {"Florida": 10**7, "Louisiana": 10**7, "Texas": 0}
    florida, louisiana = ledger.deficits_reassigned(supply).steps[-1].flows
    assert Fraction(222_999 * 2_565_221, 4_549_709) == florida.quantity
    assert 222_999 == florida.quantity + louisiana.quantity
    assert abs(florida.quantity - 125_732) < 1 > abs(louisiana.quantity - 97_267)


def test_processors_of_fiscal_year_2023_by_one_percentage() -> None:
    """From 10,646,250 to 10,710,000, both sectors and all beet processors by the same."""
    beet = {
        "Amalgamated Sugar Co.": 1_238_877,
        "American Crystal Sugar Co.": 2_128_113,
        "Michigan Sugar Co.": 597_577,
        "Minn-Dak Farmers Co-op.": 401_848,
        "Southern Minnesota Beet Sugar Co-op.": 780_958,
        "Western Sugar Co.": 590_415,
        "Wyoming Sugar Co.": 48_449,
    }
    ledger = opened(2023, 10_646_250, processors={"beet": beet})
    after = ledger.adjusted(overall_allotment_quantity=10_710_000)
    ratio = Fraction(10_710_000, 10_646_250)
    assert {name: quantity * ratio for name, quantity in beet.items()} == after.allocations["beet"]
    assert 5_820_885 == printed(after)["beet"]
