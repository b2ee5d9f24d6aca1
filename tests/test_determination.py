"""What stands for a determination: itself, a notice, or inputs; and what does not."""

from __future__ import annotations

import pickle
import re
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import pytest

import allotments
from allotments import InvalidInput, act1990, act2002
from allotments.determination import determination_of, input_records, input_table, year_of

NOTICE = allotments.load("fy1995")
CRITERIA = ("past_marketings", "processing_capacity", "ability_to_market")

# Of 2,000 TST consumed, none carried over, 50 carried in and 900 produced, imports are 1,050 and
# the overall quantity is 2,000 - 50 - 1,250 = 700. Weighted 1:1:2 the bases are 150 and 50. The
# States have 200 of cane's 175 as printed, of which nothing is said.
SMALL = act1990.Inputs.model_validate(
    {
        "fiscal_year": 1992,
        "estimates": {
            "consumption": 2_000_000,
            "reasonable_carryover_stocks": 0,
            "production": 900_000,
            "carry_in_stocks": 50_000,
        },
        "criteria": {
            "beet": dict(zip(CRITERIA, (100_000, 200_000, 150_000), strict=True)),
            "cane": dict(zip(CRITERIA, (40_000, 60_000, 50_000), strict=True)),
        },
        "weights": (1, 1, 2),
        "recorded": {"states": {"Texas": 50_000, "Hawaii": 150_000}},
    }
)
HEADLINE = """\
Sugar marketing allotments, fiscal year 1992

Figure                                  Value  Unit        From
-----------------------------------  --------  ----------  -----------------------------------------
Estimated imports                       1,050  TST         sec. 359b(a)(1)(C); allotments required
Overall allotment quantity                700  TST         sec. 359c(b)(1)
Average (weighted base), beet sugar       150  TST         sec. 359c(d)(1)
Average (weighted base), cane sugar        50  TST         sec. 359c(d)(1)
Percentage factor, beet sugar            75.0  percent     sec. 359c(d)(1)
Percentage factor, cane sugar            25.0  percent     sec. 359c(d)(1)
Beet sugar allotment                    525.0  TST         sec. 359c(e)
Cane sugar allotment                    175.0  TST         sec. 359c(e)
Restraint on beet sugar marketings   -375,000  short tons  formula of FR Doc. 94-25622; negative:
                                                             room that supplies cannot fill
Restraint on cane sugar marketings   -125,000  short tons  formula of FR Doc. 94-25622; negative:
                                                             room that supplies cannot fill
Crystalline fructose allotment        159,757  short tons  sec. 359b(c)*
"""
STATES = """\
State cane sugar allotments
  Texas                                50.000  TST         sec. 359c(f), as printed
  Hawaii                              150.000  TST         sec. 359c(f), as printed
"""
REMARKS = """
TST: thousand short tons, raw value. Shown rounded half up; the figures are exact.
Estimates made before 13 December 1991 had no reasonable carryover stocks: 0 stands for none, Pub.
L. 102-237 sec. 111(d).
* the sweetness factor 1.17 is inferred from the notice for fiscal year 1995, and so is that the
equivalent is one of sweetness, at a raw value of 1.07; no source was found.
"""
AS_PRINTED = """\
As printed: without criteria of their own, these are recorded, not computed.
"""


def test_a_determination_is_shown_whole_or_by_its_headlines() -> None:
    """What only States have is said only where they are shown."""
    found = allotments.determine(SMALL)
    assert f"{HEADLINE}{STATES}{REMARKS}{AS_PRINTED}" == f"{found}\n"
    assert f"{HEADLINE}{REMARKS}" == f"{found.headline()}\n"


INPUTS = """\
Inputs of a determination, fiscal year 1992

Figure                           Value  Unit     From
-------------------------------  -----  -------  --------------------------------
Consumption                      2,000  TST      sec. 359b(a)(1)(A)
Reasonable carryover stocks          0  TST      sec. 359b(a)(1)(A)
Production                         900  TST      sec. 359b(a)(1)(B)
Carry-in stocks                     50  TST      sec. 359b(a)(1)(B)
Past marketings, beet sugar        100  TST      sec. 359c(d)(1)
Processing capacity, beet sugar    200  TST      sec. 359c(d)(1)
Ability to market, beet sugar      150  TST      sec. 359c(d)(1)
Past marketings, cane sugar         40  TST      sec. 359c(d)(1)
Processing capacity, cane sugar     60  TST      sec. 359c(d)(1)
Ability to market, cane sugar       50  TST      sec. 359c(d)(1)
Weight of past marketings         25.0  percent  determined under sec. 359c(d)(1)
Weight of processing capacity     25.0  percent  determined under sec. 359c(d)(1)
Weight of ability to market       50.0  percent  determined under sec. 359c(d)(1)

TST: thousand short tons, raw value. Shown rounded half up; the figures are exact.
Beside these: State cane sugar allotments (2), Processor allocations (1)."""


def test_inputs_are_shown_for_the_whole_country_with_the_number_of_the_others() -> None:
    """Of the others there are two States, and a processor of one."""
    inputs = SMALL.replace(recorded={"processors": {"Texas": {"Rio Grande": 48_000}}})
    assert INPUTS == input_table(inputs).text()
    assert {"input", "recorded"} == {one["origin"] for one in input_records(inputs)}


def test_a_determination_keeps_the_notice_that_it_is_of() -> None:
    """Inputs have none; a determination that is determined again keeps its own."""
    of_notice = allotments.determine(NOTICE)
    assert NOTICE is of_notice.notice
    assert NOTICE is allotments.determine(of_notice).notice
    assert allotments.determine(NOTICE.inputs).notice is None


def test_what_has_a_determination_stands_for_that_one() -> None:
    """As a projection has."""
    found = allotments.determine(NOTICE)
    assert found is determination_of("first", SimpleNamespace(determination=found))
    assert found is determination_of("first", found)
    assert found == determination_of("first", NOTICE) == determination_of("first", NOTICE.inputs)


@pytest.mark.parametrize("of", [NOTICE.inputs, allotments.determine(NOTICE)])
def test_what_is_under_another_act_is_refused_with_an_example(of: Any) -> None:
    fault = (
        "first: found one under the Act of 1990, expected one under that of 2002, such as "
        "load('fy2025').inputs.replace(estimates=...)"
    )
    with pytest.raises(InvalidInput) as caught:
        determination_of("first", of, "2002")
    assert (fault,) == caught.value.faults


def test_only_quantities_of_recipients_are_found_by_recipient() -> None:
    """Criteria are several of each, imports are nobody's, and of what is unknown there is none."""
    found = allotments.determine(SMALL)
    assert {"Texas": 50_000, "Hawaii": 150_000} == found.by_recipient("states")
    for family in ("criteria", "imports", "nothing"):
        assert {} == found.by_group(family) == found.by_recipient(family)
    document = found.by_recipient("nothing")._repr_html_()
    assert ["", "short tons"] == re.findall(r"<th[^>]*>([^<]*)</th>", document)
    assert "<caption" not in document


def test_a_count_is_shown_without_a_unit_and_an_unknown_path_is_refused() -> None:
    criteria = {"crop_1998": 1, "crop_1999": 1, "crop_2000": 1, "factories_opened": 2}
    given = {
        "fiscal_year": 2026,
        "overall_allotment_quantity": 10_455_000,
        "beet_criteria": {"A": criteria},
    }
    found = allotments.determine(act2002.Inputs.model_validate(given))
    assert "2" == found.show("beet_adjustments.A.factories_opened")
    with pytest.raises(KeyError) as caught:
        found.show("sectors.bet")
    assert ("sectors.bet: no such figure; did you mean 'sectors.beet'?",) == caught.value.args


def test_a_notice_and_its_inputs_stand_for_their_determination() -> None:
    of_inputs = allotments.determine(NOTICE.inputs)
    assert of_inputs == allotments.determine(NOTICE)
    assert not [one for one in allotments.compare(NOTICE, NOTICE.inputs).differences if one.changed]


def test_anything_else_is_refused() -> None:
    with pytest.raises(TypeError, match=r"^inputs: found 'fy1995', expected a notice, such as"):
        allotments.determine("fy1995")
    with pytest.raises(TypeError, match=r"^second: found 5, expected a determination, or the"):
        allotments.compare(NOTICE, 5)


def test_a_figure_is_shown_as_its_notice_prints_it() -> None:
    determination = allotments.determine(NOTICE)
    assert "4,355.5 TST" == determination.show("sectors.beet")
    assert "10,455,000 short tons" == allotments.determine(allotments.load("fy2025")).show(
        "overall_allotment_quantity"
    )
    assert ("1.07", "1.17") == tuple(
        map(determination.show, ("raw_value_factor", "sweetness_factor"))
    )


def test_the_share_of_a_projection_is_shown_as_one() -> None:
    """A third of beet sugar is no quantity; the five tons beside it are."""
    inputs = act2002.Inputs(
        fiscal_year=2012,
        overall_allotment_quantity=9_350_000,
        shares={  # type: ignore[arg-type]
            "processors": {"beet": {"A": {"share": Fraction(1, 3), "tonnage": 5}}}
        },
    )
    determination = allotments.determine(inputs)
    assert "1/3" == determination.show("shares.processors.beet.A.share")
    assert "5 short tons" == determination.show("shares.processors.beet.A.tonnage")


def test_a_long_determination_is_printed_in_short() -> None:
    """IPython and Hypothesis ask for it; figures, which follow from the inputs, are left out."""
    determination = allotments.determine(NOTICE)
    shown: list[str] = []
    determination._repr_pretty_(SimpleNamespace(text=shown.append), _cycle=False)
    assert [repr(determination)] == shown
    assert "Figure(" not in shown[0]
    assert "notice=" not in shown[0]
    assert "basis=" not in shown[0]


def test_a_notebook_shows_the_quantities_of_a_family_as_a_notice_prints_them() -> None:
    """They are a mapping of exact numbers everywhere else, also in a copy."""
    sectors = allotments.determine(allotments.load("fy1995")).sectors
    document = sectors._repr_html_()
    assert "<td class='end'>4,355.5</td>" in document
    assert "Sector allotments</th>" in document
    assert {"beet": Fraction(2_887_717_000, 663), "cane": Fraction(2_342_690_000, 663)} == sectors
    twin = pickle.loads(pickle.dumps(sectors))  # noqa: S301 -- our own bytes
    assert (sectors, document) == (twin, twin._repr_html_())


def test_a_what_if_does_not_bear_the_year_alone() -> None:
    """The criteria of 1995 on the balance of 2027 make no allotments of fiscal year 1995."""
    inputs = allotments.load("fy1995").inputs
    balance = allotments.wasde.report("2026-08").balance(2027)
    found = allotments.determine(inputs.replace(estimates=balance.estimates))
    said = "fiscal year 1995 with changed inputs"
    assert f"Sugar marketing allotments, {said}" == str(found).splitlines()[0]
    assert said in allotments.tables.markdown(found, "states")
    assert said not in str(allotments.determine(inputs))
    made_up = SimpleNamespace(fiscal_year=1995, inputs=SimpleNamespace())  # nothing is recorded
    assert "fiscal year 1995" == year_of(made_up)  # type: ignore[arg-type]
