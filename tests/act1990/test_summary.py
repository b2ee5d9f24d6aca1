"""A determination at a glance, as text and in a notebook."""

from __future__ import annotations

from html import unescape

from displays import without_styles

import allotments
from allotments import TST, act1990
from allotments.acts import act_named
from allotments.display.figure_table import division_rows, headline_rows, remarks

ACT = act_named("1990")
INPUTS = allotments.load("fy1995").inputs
FY1995 = act1990.determine(INPUTS)
EQUAL = act1990.determine(INPUTS.replace(weights=(1, 1, 1)))
NOT_REQUIRED = act1990.determine(INPUTS.replace(estimates={"consumption": 9_248 * TST}))


def test_the_headline_has_the_notices_figures_in_its_units() -> None:
    """Imports, quantity, averages, factors, allotments, restraint and fructose, as it prints."""
    expected = """\
Sugar marketing allotments, fiscal year 1995

Figure                                  Value  Unit        From
-----------------------------------  --------  ----------  -----------------------------------------
Estimated imports                       1,249  TST         sec. 359b(a)(1)(C); allotments required
Overall allotment quantity              7,889  TST         sec. 359c(b)(1)
Average (weighted base), beet sugar     4,210  TST         sec. 359c(d)(1)
Average (weighted base), cane sugar     3,415  TST         sec. 359c(d)(1)
Percentage factor, beet sugar            55.2  percent     sec. 359c(d)(1)
Percentage factor, cane sugar            44.8  percent     sec. 359c(d)(1)
Beet sugar allotment                  4,355.5  TST         sec. 359c(e)
Cane sugar allotment                  3,533.5  TST         sec. 359c(e)
Restraint on beet sugar marketings    144,469  short tons  formula of FR Doc. 94-25622
Restraint on cane sugar marketings   -143,469  short tons  formula of FR Doc. 94-25622; negative:
                                                             room that supplies cannot fill
Crystalline fructose allotment        159,757  short tons  sec. 359b(c)*

TST: thousand short tons, raw value. Shown rounded half up; the figures are exact.
* the sweetness factor 1.17 is inferred from the notice for fiscal year 1995, and so is that the
equivalent is one of sweetness, at a raw value of 1.07; no source was found."""
    assert expected == FY1995.headline()


def test_the_whole_goes_on_with_states_and_processors() -> None:
    text = str(FY1995)
    lines = text.splitlines()
    florida = "  Florida                            1,687.380  TST         sec. 359c(f), as printed"
    assert "State cane sugar allotments" == lines[lines.index(florida) - 1]
    headings = [line for line in lines if line.startswith("Processor allocations, ")]
    groups = ("beet", "Florida", "Hawaii", "Louisiana", "Puerto Rico", "Texas")
    assert [f"Processor allocations, {group}" for group in groups] == headings
    assert text.endswith(
        "As printed: without criteria of their own, these are recorded, not computed."
    )
    assert "359c(g)(2)" not in text


def test_a_what_if_says_that_recorded_quantities_follow() -> None:
    text = str(EQUAL)
    line = "  Texas                                133.521  TST         sec. 359c(f), assumed\n"
    assert line in text
    line = "  Coloso                                23.224  TST         sec. 359c(g)(2)\n"
    assert line in text
    assert text.endswith(
        "Sec. 359c(g)(2), for States assumed: recorded quantities, changed by the percentage that "
        "their\nallotment changed."
    )
    assert "As printed" not in text
    assert 1 == text.count("1.17")


def test_without_allotments_it_says_so() -> None:
    expected = """\
Sugar marketing allotments, fiscal year 1995 with changed inputs

Figure             Value  Unit  From
-----------------  -----  ----  -------------------------------------------
Estimated imports  1,250  TST   sec. 359b(a)(1)(C); allotments not required

TST: thousand short tons, raw value. Shown rounded half up; the figures are exact.
No allotments are required: estimated imports are not below 1,250,000 short tons, sec. 359b(b)(1).\
"""
    assert expected == str(NOT_REQUIRED) == NOT_REQUIRED.headline()


def test_below_zero_there_is_nothing_to_allot() -> None:
    """1,000,000 less 1,250,000; half of it each. A ledger of it is refused."""
    nothing = {"reasonable_carryover_stocks": 0, "carry_in_stocks": 0}
    inputs = INPUTS.replace(estimates={**nothing, "consumption": 1_000_000})
    below = act1990.determine(inputs)
    assert -250_000 == below.overall_allotment_quantity
    said = (
        "The overall allotment quantity is below zero: there is nothing to allot, and what follows "
        "from it\nsays only by how much."
    )
    assert said in str(below)
    assert "nothing to allot" not in str(FY1995)


def test_of_1992_it_says_what_the_law_was_before_carryover_stocks() -> None:
    """Enacted on 13 December 1991, after the year began; with 0 the formula is that of 1990."""
    texts = {
        year: " ".join(str(act1990.determine(INPUTS.replace(fiscal_year=year))).split())
        for year in (1992, 1993)
    }
    said = (
        "Estimates made before 13 December 1991 had no reasonable carryover stocks: 0 stands for "
        "none, Pub. L. 102-237 sec. 111(d)."
    )
    assert said in texts[1992]
    assert said not in texts[1993]


def test_without_states_and_processors_there_are_no_headings_for_them() -> None:
    alone = act1990.determine(INPUTS.replace(recorded=act1990.Recorded()))
    assert alone.headline() == str(alone)
    assert [] == list(division_rows(ACT, alone.figures))


def test_an_estimate_finer_than_a_thousand_tons_is_shown_to_the_ton() -> None:
    """Rounded to thousands, imports of 1,249,999 short tons would look like no allotments."""
    inputs = INPUTS.replace(estimates={"consumption": 9_248 * TST - 1})
    rows = [row[:2] for row in headline_rows(ACT, act1990.determine(inputs).figures)]
    assert ("Estimated imports", "1,249.999") == rows[0]
    assert ("Overall allotment quantity", "7,889.999") == rows[1]
    assert ("Average (weighted base), beet sugar", "4,210") == rows[2]


def test_a_notebook_shows_the_same_rows_and_remarks() -> None:
    document = unescape(without_styles(FY1995._repr_html_()))
    for row in [
        *headline_rows(ACT, FY1995.figures),
        *division_rows(ACT, FY1995.figures),
    ]:
        for cell in row:
            assert cell in document
    for note in remarks(ACT, FY1995.figures, 1995):
        assert f"<p class='note'>{note}</p>" in document
    assert "<caption>Sugar marketing allotments, fiscal year 1995</caption>" in document


def test_it_fits_a_terminal() -> None:
    for determination in (FY1995, EQUAL, NOT_REQUIRED):
        assert max(map(len, str(determination).splitlines())) <= 100


def test_inputs_are_shown_as_the_notice_prints_them() -> None:
    """And what there is beside the sectors' is counted: 5 States and 52 processors in item 7."""
    expected = """\
Inputs of a determination, fiscal year 1995

Figure                           Value  Unit     From
-------------------------------  -----  -------  --------------------------------
Consumption                      9,247  TST      sec. 359b(a)(1)(A)
Reasonable carryover stocks      1,278  TST      sec. 359b(a)(1)(A)
Production                       7,890  TST      sec. 359b(a)(1)(B)
Carry-in stocks                  1,386  TST      sec. 359b(a)(1)(B)
Past marketings, beet sugar      3,430  TST      sec. 359c(d)(1)
Processing capacity, beet sugar  4,408  TST      sec. 359c(d)(1)
Ability to market, beet sugar    4,500  TST      sec. 359c(d)(1)
Past marketings, cane sugar      3,341  TST      sec. 359c(d)(1)
Processing capacity, cane sugar  3,539  TST      sec. 359c(d)(1)
Ability to market, cane sugar    3,390  TST      sec. 359c(d)(1)
Weight of past marketings         25.0  percent  determined under sec. 359c(d)(1)
Weight of processing capacity     25.0  percent  determined under sec. 359c(d)(1)
Weight of ability to market       50.0  percent  determined under sec. 359c(d)(1)

TST: thousand short tons, raw value. Shown rounded half up; the figures are exact.
Beside these: State cane sugar allotments (5), Processor allocations (52)."""
    assert expected == str(INPUTS)
    html = unescape(without_styles(INPUTS._repr_html_()))
    assert "<caption>Inputs of a determination, fiscal year 1995</caption>" in html
    assert "<td class='end'>9,247</td>" in html
    assert "Beside these: State cane sugar allotments (5), Processor allocations (52)." in html


def test_of_criteria_beside_the_sectors_only_the_number_is_shown() -> None:
    three = {"past_marketings": 1, "processing_capacity": 1, "ability_to_market": 1}
    found = str(
        INPUTS.replace(
            recorded={"states": {}, "processors": {}},
            state_criteria={"Texas": three},
            processor_criteria={"beet": {"A": three}, "Texas": {"A": three}},
        )
    )
    assert found.endswith(
        "exact.\nBeside these: Criteria of States (1), Criteria of processors (2)."
    )
    assert str(INPUTS.replace(recorded={"states": {}, "processors": {}})).endswith("are exact.")
