"""Explanations: every figure from its formula, down to what the notice prints."""

from __future__ import annotations

import ast
import json
import operator
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from functools import cache
from importlib import import_module
from pathlib import Path

import jsonschema
import pytest
from changed_figures import with_figures
from displays import without_styles
from hypothesis import given, settings
from hypothesis import strategies as st

import allotments
from allotments import TST, InvalidInput, act1990
from allotments.explanations import Step, StepRecord, explain
from allotments.rounding import grouped

DOCS = Path(__file__).parents[1] / "docs"
NOTICE = allotments.load("fy1995")
INPUTS = NOTICE.inputs


def criteria(*values: int) -> dict[str, int]:
    return dict(
        zip(("past_marketings", "processing_capacity", "ability_to_market"), values, strict=True)
    )


# Every State with criteria of its own, and the processors of one of them and of beet.
WITH_CRITERIA = INPUTS.replace(
    recorded={
        "processors": {
            group: processors
            for group, processors in INPUTS.recorded.processors.items()
            if group not in {"beet", "Texas"}
        }
    },
    state_criteria={
        "Florida": criteria(1_700_000, 1_900_000, 1_800_000),
        "Hawaii": criteria(800_000, 850_000, 780_001),
        "Louisiana": criteria(850_000, 900_000, 870_000),
        "Puerto Rico": criteria(70_000, 90_000, 0),
        "Texas": criteria(120_000, 140_000, 130_000),
    },
    processor_criteria={
        "beet": {"One": criteria(1, 2, 4), "Two & Co": criteria(700_000, 800_000, 900_001)},
        "Texas": {"Only": criteria(0, 0, 1)},
    },
)
CASES = {
    "as printed": INPUTS,
    "equal weights": INPUTS.replace(weights=(1, 1, 1)),
    "other estimates": INPUTS.replace(estimates={"consumption": 9_000 * TST + 1}),
    "criteria of States and processors": WITH_CRITERIA,
    "criteria and other weights": WITH_CRITERIA.replace(weights=(10, 30, 60)),
    "no allotments required": INPUTS.replace(estimates={"consumption": 9_248 * TST}),
}
DETERMINATIONS = {name: act1990.determine(inputs) for name, inputs in CASES.items()}
FY1995 = DETERMINATIONS["as printed"]

OPERATORS: dict[type[ast.AST], Callable[[Fraction, Fraction], Fraction]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}


def evaluated(expression: str) -> Fraction:
    """Plain arithmetic over whole numbers, exact: independent of the library."""

    def value(node: ast.expr) -> Fraction:
        if isinstance(node, ast.Constant):
            assert type(node.value) is int
            return Fraction(node.value)
        if isinstance(node, ast.UnaryOp):
            assert isinstance(node.op, ast.USub)
            return -value(node.operand)
        assert isinstance(node, ast.BinOp)
        return OPERATORS[type(node.op)](value(node.left), value(node.right))

    return value(ast.parse(expression, mode="eval").body)


@cache
def every_step(case: str) -> dict[str, StepRecord]:
    """A step for every figure there is, each explained for itself."""
    determination = DETERMINATIONS[case]
    found = determination.figures
    steps = {path: Step(one, tuple(found[o] for o in one.operands)) for path, one in found.items()}
    some = list(found)[:: len(found) // 7]
    assert [steps[path] for path in some] == [
        explain(determination, path).steps[0] for path in some
    ]
    return {path: step.record() for path, step in steps.items()}


@pytest.mark.parametrize("case", CASES)
def test_every_expression_evaluates_to_its_exact_value(case: str) -> None:
    """The formula shown is the formula used: of each figure there is, former ones included."""
    for path, step in every_step(case).items():
        assert Fraction(step["exact"]) == evaluated(step["expression"]), path
        assert float(Fraction(step["exact"])) == step["value"]
        assert path == step["figure"]


@given(
    consumption=st.integers(8_000 * TST, 9_247 * TST),
    weights=st.tuples(*[st.integers(1, 9)] * 3),
)
@settings(max_examples=20)
def test_every_expression_evaluates_whatever_the_estimates_and_weights(
    consumption: int, weights: tuple[int, int, int]
) -> None:
    """The same for any year: formulas do not rest on the numbers of fiscal year 1995."""
    inputs = WITH_CRITERIA.replace(estimates={"consumption": consumption}, weights=weights)
    for step in explain(act1990.determine(inputs)).records():
        assert Fraction(step["exact"]) == evaluated(step["expression"]), step["figure"]


@pytest.mark.parametrize("case", CASES)
def test_every_figure_goes_down_to_what_is_printed_or_constant(case: str) -> None:
    """Nothing that is computed stands unexplained, and every operand has its own step."""
    steps = every_step(case)
    for step in steps.values():
        assert set(step["operands"]) <= set(steps)
        assert bool(step["operands"]) == (step["origin"] in {"computed", "pro rata"})
        assert bool(step["operands"]) == bool(step["formula"])


def test_an_explanation_holds_the_figure_first_then_what_it_is_made_of_each_once() -> None:
    """Nearer ones before farther ones, down to the inputs; the shares of beet share operands."""
    expected = [
        "sectors.beet",
        "overall_allotment_quantity",
        "percentage_factors.beet",
        "estimates.consumption",
        "estimates.reasonable_carryover_stocks",
        "estimates.carry_in_stocks",
        "minimum_imports",
        "bases.beet",
        "bases.cane",
        "criteria.beet.past_marketings",
        "criteria.beet.processing_capacity",
        "criteria.beet.ability_to_market",
        "weights.past_marketings",
        "weights.processing_capacity",
        "weights.ability_to_market",
        "criteria.cane.past_marketings",
        "criteria.cane.processing_capacity",
        "criteria.cane.ability_to_market",
    ]
    assert expected == [step.figure.path for step in explain(FY1995, "sectors.beet").steps]


def test_the_overall_allotment_quantity_reads_as_in_the_notice() -> None:
    """Contract of the library's users: this very line."""
    expected = (
        "9,247 (consumption) + 1,278 (reasonable carryover stocks) - 1,386 (carry-in stocks) - "
        "1,250 (minimum imports) = 7,889"
    )
    assert expected == explain(FY1995, "overall_allotment_quantity").steps[0].text


@pytest.mark.parametrize(
    ("expected", "figure"),
    [
        ("9,247", "estimates.consumption"),
        ("0.25", "weights.past_marketings"),
        ("1.17", "sweetness_factor"),
        ("1,687.38", "states.Florida"),
        (
            "4,500 (ability to market, beet sugar) - 4,355.531 (beet sugar allotment) = 144.469",
            "restraint.beet",
        ),
        (
            "3,390 (ability to market, cane sugar) - 3,533.469 (cane sugar allotment) = -143.469",
            "restraint.cane",
        ),
    ],
)
def test_numbers_are_shown_as_short_as_they_are(expected: str, figure: str) -> None:
    """Thousands of short tons without needless zeros; a ratio that never ends as a fraction."""
    assert expected == explain(FY1995, figure).steps[0].text


def test_a_negative_operand_stands_in_brackets() -> None:
    """An overall quantity can come out negative: plenty in stock, and little consumed."""
    inputs = INPUTS.replace(estimates={"consumption": 100 * TST})
    step = explain(act1990.determine(inputs), "sectors.beet").steps[0]
    assert "(-1258000) * (8419/15249)" == step.expression
    assert step.text.startswith("-1,258 (overall allotment quantity) * 8,419/15,249 (")


def test_a_figure_prints_with_its_formula_value_source_and_place() -> None:
    expected = (
        "sectors.beet: beet sugar allotment\n"
        "  7,889 (overall allotment quantity) * 8,419/15,249 (percentage factor, beet sugar) = "
        "4,355.531\n"
        "  4,355,531 short tons (half up, to one short ton), exactly 2887717000/663 short tons\n"
        "  sec. 359c(e); printed 4,355.5 TST: Summary\n"
        "\n"
        "overall_allotment_quantity: overall allotment quantity\n"
    )
    assert str(explain(FY1995, "sectors.beet", notice=NOTICE)).startswith(expected)


def test_the_whole_chain_is_in_the_order_of_the_notice() -> None:
    """Without a figure: every computed one, from the imports to crystalline fructose."""
    expected = [
        "imports",
        "threshold_carryover_stocks",
        "overall_allotment_quantity",
        "bases.beet",
        "bases.cane",
        "percentage_factors.beet",
        "percentage_factors.cane",
        "sectors.beet",
        "sectors.cane",
        "restraint.beet",
        "restraint.cane",
        "crystalline_fructose",
    ]
    explanation = explain(FY1995)
    assert expected == [step.figure.path for step in explanation.steps]
    assert "" == explanation.figure
    assert "" == explanation.steps[0].record()["place"]


def test_an_inferred_constant_is_named_as_such() -> None:
    expected = (
        "The sweetness factor 1.17 is inferred from the notice for fiscal year 1995, and so is "
        "that the equivalent is one of sweetness, at a raw value of 1.07; no source was found."
    )
    explanation = explain(FY1995, "crystalline_fructose")
    assert expected in " ".join(str(explanation).split())
    assert f"<p class='note'>{expected}</p>" in without_styles(explanation._repr_html_())


def test_places_are_those_of_the_notices_own_weights() -> None:
    """195,000 is the restraint under equal weights, and no print of this figure."""
    record = explain(FY1995, "restraint.beet", notice=NOTICE).steps[0].record()
    place = "Beet Sugar and Cane Sugar Allotments, paragraph 3, restraint"
    assert (place, "144,000 short tons") == (record["place"], record["printed"])


def test_in_a_what_if_only_what_the_notice_still_prints_has_a_place() -> None:
    """The notice prints nothing of a changed allotment, but all of what it was before."""
    explanation = explain(DETERMINATIONS["equal weights"], "states.Florida", notice=NOTICE)
    printed = {step["figure"]: step["printed"] for step in explanation.records()}
    assert ("", "") == (printed["states.Florida"], printed["sectors.cane"])
    assert "1,687.380 TST" == printed["recorded.states.Florida"]
    assert "3,533.5 TST" == printed["previous.sectors.cane"]
    assert "9,247 TST" == printed["estimates.consumption"]
    assert "" == printed["weights.past_marketings"]


def test_a_contradicted_print_keeps_its_place_in_the_notices_own_determination() -> None:
    """What is printed is shown beside what is computed, the more so where they differ."""
    changed = type(NOTICE.printed[0].overall_allotment_quantity)(value=Decimal(7_888), unit="TST")
    block = NOTICE.printed[0].model_copy(update={"overall_allotment_quantity": changed})
    notice = NOTICE.model_copy(update={"printed": [block, *NOTICE.printed[1:]]})
    step = explain(FY1995, "overall_allotment_quantity", notice=notice).steps[0].record()
    assert ("7889000", "7,888 TST") == (step["exact"], step["printed"])


def test_pro_rata_quantities_are_explained_by_the_change_of_their_allotment() -> None:
    expected = (
        "1,687.38 (Florida, as printed) * 3,583.689 (cane sugar allotment) / 3,533.469 "
        "(cane sugar allotment, as it was) = 1,711.362"
    )
    assert expected == explain(DETERMINATIONS["equal weights"], "states.Florida").steps[0].text


@pytest.mark.parametrize(
    ("expected", "figure"),
    [
        ("did you mean 'sectors.beet' or 'sectors.cane'?", "sectors"),
        ("did you mean 'restraint.beet' or 'restraint.cane'?", "restraint.beat"),
        ("did you mean 'states.Florida' or", "florida"),
        ("expected one of these, or one that begins so: minimum_imports, ", "xyzzy"),
    ],
)
def test_an_unknown_figure_is_refused_with_those_that_may_be_meant(
    expected: str, figure: str
) -> None:
    with pytest.raises(InvalidInput) as caught:
        explain(FY1995, figure)
    assert f"{figure}: no such figure; {expected}" in str(caught.value)
    assert 1 == len(caught.value.faults)
    assert str(caught.value).count("' or '") < 5


def test_an_unknown_figure_names_each_family_once() -> None:
    with pytest.raises(InvalidInput, match="criteria, weights, imports"):
        explain(FY1995, "xyzzy")


def test_without_allotments_the_refusal_says_why() -> None:
    with pytest.raises(InvalidInput, match="No allotments are required: estimated"):
        explain(DETERMINATIONS["no allotments required"], "sectors.beet")
    with pytest.raises(InvalidInput) as caught:
        explain(FY1995, "sectors.beat")
    assert "required" not in str(caught.value)


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("figure", [None, "imports"])
def test_the_json_holds_to_its_schema(case: str, figure: str | None, schema: object) -> None:
    explanation = explain(DETERMINATIONS[case], figure, notice=NOTICE)
    data = json.loads(explanation.to_json())
    jsonschema.validate(data, schema)  # type: ignore[arg-type]
    assert explanation.data() == data
    assert (1, 1995, figure or "") == (data["format"], data["fiscal_year"], data["figure"])


@pytest.fixture(scope="module")
def schema() -> object:
    schema: object = json.loads((DOCS / "explanation.schema.json").read_text(encoding="utf-8"))
    return schema


@pytest.mark.parametrize("case", CASES)
def test_it_fits_a_terminal(case: str) -> None:
    determination = DETERMINATIONS[case]
    whole = explain(determination, notice=NOTICE)
    longest = explain(determination, list(determination.figures)[-2], notice=NOTICE)
    for explanation in (whole, longest):
        assert max(map(len, str(explanation).splitlines())) <= 100


@pytest.mark.parametrize("name", allotments.bundled())
def test_every_line_of_a_verification_can_be_explained(name: str) -> None:
    """By the name that it has there, also of a notice that does not print all inputs."""
    notice = allotments.load(name)
    for row in allotments.verify(notice).rows:
        for figure in {row.figure, row.figure.removeprefix("other.")}:
            assert figure == explain(notice, figure).steps[0].figure.path


def test_a_printed_total_is_explained_by_its_rows() -> None:
    """1,687.380 + 773.180 + 869.856 + 71.397 + 131.650 = 3,533.463, as item 6 prints it."""
    step = explain(NOTICE, "total.states").steps[0]
    assert step.text.endswith("+ 131.65 (Texas) = 3,533.463")
    assert ("sum of 5 rows", "3,533.463 TST") == (step.figure.paragraph, step.record()["printed"])
    both = "Council of Economic Advisers and Office of Management and Budget"
    weight = explain(NOTICE, f"weights_considered.{both}.ability_to_market").steps[0]
    assert "1 - 0.1 (past marketings) - 0.3 (processing capacity) = 0.6" == weight.text


def test_what_holds_under_other_weights_is_explained_under_them() -> None:
    step = explain(NOTICE, "restraint.beet (weights 1:1:1)").steps[0]
    assert "4,500 (ability to market, beet sugar) - 4,305.311 (beet sugar allotment) = 194.689" == (
        step.text
    )
    assert "195,000 short tons" == step.record()["printed"]


def test_what_is_printed_and_computed_by_nothing_has_its_place() -> None:
    step = explain(NOTICE, "uniform_reduction_percentage.Louisiana").steps[0]
    assert ("", "as printed: Item 9") == (step.figure.formula, step.figure.paragraph)
    assert "108.57 percent" == step.record()["printed"]


def test_html_has_a_column_each_for_value_formula_source_and_print() -> None:
    document = without_styles(
        explain(FY1995, "overall_allotment_quantity", notice=NOTICE)._repr_html_()
    )
    assert "<caption>overall_allotment_quantity, fiscal year 1995: where it comes from" in document
    assert (
        "<tr><th scope='row' class='start'>Overall allotment quantity</th>"
        "<td class='end'>7,889,000 short tons</td>"
        "<td class='start'>9,247 (consumption) + 1,278 (reasonable carryover stocks) - 1,386 "
        "(carry-in stocks) - 1,250 (minimum imports) = 7,889</td>"
        "<td class='start'>sec. 359c(b)(1)</td><td class='start'>7,889 TST: Summary</td></tr>"
    ) in document
    assert (
        "<td class='end'>9,247,000 short tons</td><td class='start'></td>"
        "<td class='start'>sec. 359b(a)(1)(A)</td>"
    ) in document
    assert "<caption>The whole determination, fiscal year 1995" in without_styles(
        explain(FY1995)._repr_html_()
    )


def test_frames_have_numbers_and_the_parts_of_the_path() -> None:
    frame = explain(FY1995).to_pandas().set_index("figure")
    assert 7_889_000 == frame.value["overall_allotment_quantity"]
    assert ("sectors", "", "beet") == tuple(
        frame.loc["sectors.beet", ["family", "group", "recipient"]]
    )
    polars = import_module("polars")
    schema = explain(FY1995).to_polars().schema
    assert [polars.Float64, polars.List(polars.String)] == [schema["value"], schema["operands"]]


def test_a_hostile_name_stays_one_line_and_no_markup() -> None:
    """Names come from files; escape sequences and tags in them must reach nobody."""
    hostile = "\x1b[2J<b>\n"
    changed = with_figures(FY1995, states={hostile: 1})
    explanation = explain(changed, f"states.{hostile}")
    assert all(line.isprintable() for line in str(explanation).splitlines())
    assert "<b>" not in without_styles(explanation._repr_html_())


def test_rounded_values_name_their_rule() -> None:
    beet, share = (explain(FY1995, f).steps[0] for f in ("sectors.beet", "percentage_factors.beet"))
    assert ("4,355,531 short tons", "half up, to one short ton") == (beet.rounded, beet.rule)
    assert ("55.2%", "half up, to a tenth of a percent") == (share.rounded, share.rule)
    assert grouped(beet.figure.value) == beet.rounded.removesuffix(" short tons")


def test_a_notice_of_another_year_does_not_explain_a_determination() -> None:
    """Its 54.35 percent are not those that FY2025 prints."""
    message = "^notice: found one of fiscal year 2023, expected of 2025, as the determination is$"
    with pytest.raises(InvalidInput, match=message):
        explain(allotments.load("fy2025"), "sectors.beet", notice=allotments.load("fy2023"))


def test_no_figure_is_explained_by_itself() -> None:
    """Florida's initial 2,565,221 are 2,690,953 less the 125,732 that are printed, not 125,731."""
    found = explain(allotments.load("fy2025"), "reassigned.cane.Florida")
    by_path = {step.figure.path: step for step in found.steps}
    printed = by_path["recorded.reassigned.cane.Florida"]
    assert (125_732, "125,732 short tons") == (printed.figure.value, str(printed.printed.number))  # type: ignore[union-attr]
    initial = by_path["initial.states.Florida"]
    assert 2_565_221 == initial.figure.value
    assert (
        "2,690,953 (Florida) - 125,732 (reassigned.cane.Florida, as printed) = 2,565,221"
        == initial.text
    )
    assert found.steps[0].figure.path not in {o.path for step in found.steps for o in step.operands}


def test_rows_of_the_same_name_have_their_paths_in_html() -> None:
    html = explain(allotments.load("fy2025"), "reassigned.cane.Florida")._repr_html_()
    assert ">Florida (reassigned.cane.Florida)<" in html
    assert ">Florida (states_after_reassignment.Florida)<" in html
    assert ">Florida, initial allotment<" in html


def test_a_projected_figure_names_its_prints_and_its_range() -> None:
    """American Crystal's, less 5,112 to 5,178 tons: the middle is subtracted, and not added."""
    projection = allotments.project(2027, consumption=12_441_000)
    found = explain(projection, "processors.beet.American Crystal Sugar Co.")
    assert "(share of American Crystal Sugar Co.) - 5,145 (tonnage" in found.steps[0].text
    assert (
        "learned from fy2021, fy2023, fy2025: 36.867219 to 36.868373 percent of the beet sugar "
        "allotment, and -5,178 to -5,112 tons beside it; 2,113,806 to 2,113,807 can be printed"
        == found.steps[0].figure.inferred
    )
