"""Comparison: what changes between two determinations, who gains and who loses."""

from __future__ import annotations

import json
from fractions import Fraction
from importlib import import_module
from pathlib import Path

import jsonschema
import pytest
from changed_figures import with_figures

import allotments
from allotments import TST, act1990
from allotments.comparison import Comparison, compare

INPUTS = allotments.load("fy1995").inputs
FY1995 = act1990.determine(INPUTS)
EQUAL = act1990.determine(INPUTS.replace(weights=(1, 1, 1)))
NOT_REQUIRED = act1990.determine(INPUTS.replace(estimates={"consumption": 9_248 * TST}))
NONE_REQUIRED = (
    "No allotments are required: estimated imports are not below 1,250,000 short tons, "
    "sec. 359b(b)(1)."
)
COMPARISON = compare(FY1995, EQUAL)


def by_path(comparison: Comparison) -> dict[str, tuple[Fraction | int | None, Fraction | None]]:
    return {one.path: (one.difference, one.percent) for one in comparison.differences}


def test_equal_weights_move_50_219_short_tons_from_beet_to_cane() -> None:
    """By hand: beet 7,889,000 times 12,338/22,608 instead of 42,095/76,245.

    Its criteria add up to 12,338 TST, those of cane to 10,270.
    """
    moved = Fraction(7_889_000 * 12_338, 22_608) - Fraction(7_889_000 * 42_095, 76_245)
    assert -50_219.4 == pytest.approx(float(moved), abs=0.05)
    found = by_path(COMPARISON)
    assert moved == found["sectors.beet"][0]
    assert -moved == found["sectors.cane"][0]
    assert -moved == found["restraint.beet"][0]
    assert moved == found["restraint.cane"][0]


def test_percent_is_of_the_first_whatever_its_sign() -> None:
    """Room of 143,469 short tons that grows by a third is a restraint that falls by a third."""
    ability, first = 3_390_000, Fraction(7_889_000 * 34_150, 76_245)
    second = Fraction(7_889_000 * 10_270, 22_608)
    assert ability < first < second
    expected = 100 * (first - second) / (first - ability)
    assert expected == by_path(COMPARISON)["restraint.cane"][1]
    assert -36 < expected < -34


def test_recorded_quantities_follow_their_allotment() -> None:
    """Florida's 1,687,380 short tons change by the percentage of the cane sugar allotment."""
    florida = next(one for one in COMPARISON.differences if one.path == "states.Florida")
    cane = Fraction(10_270, 22_608) / Fraction(34_150, 76_245)
    assert (1_687_380, 1_687_380 * cane) == (florida.first, florida.second)
    assert "pro rata" == florida.origin
    assert by_path(COMPARISON)["sectors.cane"][1] == florida.percent


def test_swapping_changes_every_sign() -> None:
    swapped = by_path(compare(EQUAL, FY1995))
    forth = by_path(COMPARISON)
    assert set(swapped) == set(forth)
    for path, (difference, _) in forth.items():
        assert -(difference or 0) == swapped[path][0]
    gains = [one.path for one in COMPARISON.gains]
    assert gains == [one.path for one in compare(EQUAL, FY1995).losses]


def test_gains_and_losses_are_of_recipients_the_largest_first() -> None:
    gains, losses = COMPARISON.gains, COMPARISON.losses
    assert ["sectors.cane", "states.Florida", "states.Louisiana"] == [g.path for g in gains[:3]]
    assert ["sectors.beet", "processors.beet.American Crystal Sugar Co"] == [
        one.path for one in losses[:2]
    ]
    assert (1 + 5 + 41, 1 + 11) == (len(gains), len(losses))
    sizes = [one.difference for one in losses]
    assert sizes == sorted(sizes, key=lambda size: size or 0)


def test_the_same_twice_differs_in_nothing() -> None:
    comparison = compare(FY1995, act1990.determine(INPUTS))
    expected = "Two determinations compared, fiscal year 1995\n\nNothing differs.\n\n"
    assert expected.rstrip() == str(comparison)
    assert "class='answer'>Nothing differs.</p>" in comparison._repr_html_()
    assert "class='note'" not in comparison._repr_html_()
    assert not any(one.changed for one in comparison.differences)
    assert ((), ()) == (comparison.gains, comparison.losses)


@pytest.mark.parametrize(
    ("ordinal", "comparison"),
    [("second", compare(FY1995, NOT_REQUIRED)), ("first", compare(NOT_REQUIRED, FY1995))],
)
def test_one_that_requires_no_allotments_says_so(ordinal: str, comparison: Comparison) -> None:
    """What only allotments establish then has no difference, and nobody gains or loses by it."""
    text = str(comparison)
    expected = f"Of the {ordinal}: No allotments are required: estimated imports are not below"
    assert expected in " ".join(text.split())
    assert 1 == text.count("No allotments are required")
    beet = next(one for one in comparison.differences if one.path == "sectors.beet")
    assert (None, None) == (beet.difference, beet.percent)
    assert "computed" == beet.origin
    assert ((), ()) == (comparison.gains, comparison.losses)
    assert "Gain" not in text
    sides = {"first": beet.first, "second": beet.second}
    assert sides[ordinal] is None
    assert beet.record()["rounded_difference"] is None


def test_neither_requires_allotments() -> None:
    other = act1990.determine(INPUTS.replace(estimates={"consumption": 9_300 * TST}))
    text = str(compare(NOT_REQUIRED, other))
    assert "Of the first: No allotments are required" in text
    assert "Of the second: No allotments are required" in text
    assert "Pro rata" not in text


def test_it_prints_as_intended() -> None:
    expected = """\
Two determinations compared, fiscal year 1995

Gain: sectors: cane sugar allotment +50,219; States: Florida +23,982, Louisiana +12,363, Hawaii
+10,989 and 2 more; processors: U.S. Sugar Corp +9,344, Okeelanta Corp +4,205, Growers Co-op. of FL
+3,963 and 38 more.
Lose: sectors: beet sugar allotment -50,219; processors: American Crystal Sugar Co -11,981,
Amalgamated Sugar Co -9,771, Holly Sugar Corp -8,099 and 8 more.

Short tons, raw value                      First     Second   Change  Percent  Origin
-------------------------------------  ---------  ---------  -------  -------  --------
Weights, percent
  Weight of past marketings               25.000     33.333   +8.333  +33.33%  input
  Weight of processing capacity           25.000     33.333   +8.333  +33.33%  input
  Weight of ability to market             50.000     33.333  -16.667  -33.33%  input
Averages (weighted bases)
  Average (weighted base), beet sugar  4,209,500  4,112,667  -96,833   -2.30%  computed
  Average (weighted base), cane sugar  3,415,000  3,423,333   +8,333   +0.24%  computed
Percentage factors, percent
  Percentage factor, beet sugar           55.210     54.574   -0.637   -1.15%  computed
  Percentage factor, cane sugar           44.790     45.426   +0.637   +1.42%  computed
Sector allotments
  Beet sugar allotment                 4,355,531  4,305,311  -50,219   -1.15%  computed
  Cane sugar allotment                 3,533,469  3,583,689  +50,219   +1.42%  computed
Restraint
  Restraint on beet sugar marketings     144,469    194,689  +50,219  +34.76%  computed
  Restraint on cane sugar marketings    -143,469   -193,689  -50,219  -35.00%  computed
State cane sugar allotments
  Florida                              1,687,380  1,711,362  +23,982   +1.42%  pro rata
"""
    assert str(COMPARISON).startswith(expected)
    ending = """\
Processor allocations, Texas
  Rio Grande Valley Sugar Growers        131,650    133,521   +1,871   +1.42%  pro rata

Rounded half up; figures that do not differ are left out.
Input: as printed, or as supposed instead. Computed: by the Act's formulas. Pro rata: recorded, and
changed by the percentage that the allotment changed, sec. 359c(g)(2), for States assumed."""
    assert str(COMPARISON).endswith(ending)


def test_three_recipients_are_all_named() -> None:
    """No "and 0 more", and none of the last left out."""
    first = with_figures(FY1995, processors={"beet": {"A": 1, "B": 2, "C": 3}}, states={})
    second = with_figures(first, processors={"beet": {"A": 2, "B": 4, "C": 6}})
    assert "Gain: processors: C +3, B +2, A +1." in str(compare(first, second)).splitlines()
    assert "Lose" not in str(compare(first, second))


def test_what_only_one_has_stands_in_its_own_group() -> None:
    """A processor that leaves and one that comes: no change is stated, and no heading twice."""
    processors = dict(FY1995.processors or {})
    processors["Florida"] = {"New Co": Fraction(5), **processors["Florida"]}
    del processors["Florida"]["Okeelanta Corp"]
    processors["Texas"] = {"Rio Grande Valley Sugar Growers": 131_651}
    comparison = compare(FY1995, with_figures(FY1995, processors=processors))
    lines = str(comparison).splitlines()
    assert 1 == lines.count("Processor allocations, Florida")
    changed = {one.title: (one.first, one.second) for one in comparison.differences if one.changed}
    assert {
        "New Co": (None, 5),
        "Okeelanta Corp": (295_868, None),
        "Rio Grande Valley Sugar Growers": (131_650, 131_651),
    } == changed
    (okeelanta,) = [line for line in lines if "Okeelanta" in line]
    assert ["Okeelanta", "Corp", "295,868", "-", "recorded"] == okeelanta.split()


def headings(comparison: Comparison) -> list[str]:
    """The lines of the table that neither stand back nor go on from the line before."""
    table = next(
        p for p in str(comparison).split("\n\n") if p.startswith("Short tons")
    ).splitlines()[2:]
    return [line for line in table if not line.startswith(" ")]


def families(comparison: Comparison) -> set[str]:
    return {one.path.partition(".")[0] for one in comparison.differences}


def test_every_figure_stands_under_the_heading_of_its_family() -> None:
    """In the order of the notice; what only allotments establish goes with them."""
    other = INPUTS.replace(
        estimates={"consumption": 9_250 * TST, "production": 7_990 * TST},
        weights=(1, 1, 1),
        criteria={"beet": {"past_marketings": 3_431 * TST}},
    )
    processors = ("beet", "Florida", "Hawaii", "Louisiana", "Puerto Rico", "Texas")
    established = [
        *("Sector allotments", "Restraint", "State cane sugar allotments"),
        *(f"Processor allocations, {group}" for group in processors),
    ]
    before = [
        *("Estimates", "Criteria", "Weights, percent"),
        *("Imports and the overall allotment quantity", "Averages (weighted bases)"),
        "Percentage factors, percent",
    ]
    assert [*before, *established] == headings(compare(FY1995, act1990.determine(other)))
    without = compare(FY1995, NOT_REQUIRED)
    assert {
        *("estimates", "weights", "criteria", "imports", "threshold_carryover_stocks"),
        *("overall_allotment_quantity", "bases", "percentage_factors", "sectors", "restraint"),
        *("states", "processors", "crystalline_fructose"),
    } == families(without)
    assert ["Estimates", *before[3:], *established, "Crystalline fructose"] == headings(without)
    meanings = " ".join(str(without).split("\n\n")[-1].split()).partition("Input: ")[2]
    assert (
        "as printed, or as supposed instead. Computed: by the Act's formulas. Recorded: as "
        "printed, not computed."
    ) == meanings


def test_averages_of_states_and_processors_are_compared_too() -> None:
    def determined(marketed: int) -> act1990.Determination:
        criteria = {"past_marketings": marketed, "processing_capacity": 9, "ability_to_market": 4}
        states = dict.fromkeys(INPUTS.recorded.states, criteria)
        processors = {"beet": {"One": criteria}}
        inputs = INPUTS.replace(
            state_criteria=states, processor_criteria=processors, recorded={"processors": {}}
        )
        return act1990.determine(inputs)

    comparison = compare(determined(3), determined(7))
    assert [
        *("Criteria of States", "Criteria of processors, beet", "Averages (weighted bases)")
    ] == headings(comparison)
    by_criteria = {"state_criteria", "processor_criteria", "state_bases", "processor_bases"}
    assert by_criteria <= families(comparison)
    found = by_path(comparison)
    assert 1 == found["state_bases.Texas"][0]
    assert 1 == found["processor_bases.beet.One"][0]
    assert 4 == found["state_criteria.Texas.past_marketings"][0]
    assert 0 == found["states.Texas"][0]


def test_zero_has_no_percent_and_no_sign() -> None:
    weights = compare(act1990.determine(INPUTS.replace(weights=(0, 1, 1))), EQUAL).differences
    past = next(one for one in weights if one.path == "weights.past_marketings")
    assert (Fraction(1, 3), None) == (past.difference, past.percent)
    assert past.record()["percent"] is None
    small = compare(
        FY1995,
        with_figures(
            FY1995, states={**(FY1995.states or {}), "Texas": Fraction(131_650_001, 1000)}
        ),
    )
    texas = next(line for line in str(small).splitlines() if "  Texas" in line)
    assert ["Texas", "131,650", "131,650", "0", "0.00%", "recorded"] == texas.split()


def test_two_years_are_both_named() -> None:
    other = act1990.determine(INPUTS.replace(fiscal_year=1996))
    assert "fiscal years 1995 and 1996" in str(compare(FY1995, other))


def test_every_line_fits_a_terminal() -> None:
    for other in (EQUAL, NOT_REQUIRED):
        for comparison in (compare(FY1995, other), compare(other, FY1995)):
            assert max(map(len, str(comparison).splitlines())) <= 100


@pytest.mark.parametrize("other", [FY1995, EQUAL, NOT_REQUIRED])
def test_the_json_holds_to_its_schema(other: act1990.Determination) -> None:
    comparison = compare(FY1995, other)
    data = json.loads(comparison.to_json())
    schema = json.loads(
        (Path(__file__).parents[1] / "docs" / "comparison.schema.json").read_text(encoding="utf-8")
    )
    jsonschema.validate(data, schema)
    assert comparison.data() == data
    assert (1, [1995, 1995]) == (data["format"], data["fiscal_years"])
    assert [[], [NONE_REQUIRED] * (not other.allotments_required)] == data["remarks"]


def test_a_record_holds_exact_and_rounded_figures() -> None:
    expected = {
        "figure": "sectors.beet",
        "title": "beet sugar allotment",
        "family": "sectors",
        "group": "",
        "recipient": "beet",
        "unit": "short tons",
        "first": 2_887_717_000 / 663,
        "second": 7_889_000 * 12_338 / 22_608,
        "difference": pytest.approx(-50_219.4, abs=0.05),
        "percent": pytest.approx(-1.153, abs=0.001),
        "exact_first": "2887717000/663",
        "exact_second": "6083405125/1413",
        "exact_difference": str(Fraction(6_083_405_125, 1413) - Fraction(2_887_717_000, 663)),
        "rounded_difference": "-50,219",
        "origin": "computed",
    }
    assert expected == next(r for r in COMPARISON.records() if r["figure"] == "sectors.beet")
    factor = next(r for r in COMPARISON.records() if r["figure"] == "percentage_factors.beet")
    assert "-0.637" == factor["rounded_difference"]


def test_frames_have_numbers_and_the_parts_of_the_path() -> None:
    frame = compare(FY1995, NOT_REQUIRED).to_pandas().set_index("figure")
    assert 1_687_380.0 == frame["first"]["states.Florida"]
    assert frame["second"].isna()["states.Florida"]
    polars = import_module("polars")
    frame = COMPARISON.to_polars()
    assert [polars.Float64] * 4 == [
        frame.schema[column] for column in ("first", "second", "difference", "percent")
    ]
    states = frame.filter(polars.col("family") == "states")
    assert ["Florida", "Hawaii"] == states["recipient"].to_list()[:2]
    assert 50_219.35 == pytest.approx(states["difference"].sum(), abs=0.05)
