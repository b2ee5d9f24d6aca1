"""Every figure's formula, evaluated by a reader of its own, gives the figure's value."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allotments.act1990 import Determination, Inputs, determine
from allotments.figures.figure import Figure, Key

OPERATORS: dict[type[ast.operator], Callable[[Fraction, Fraction], Fraction]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}


def evaluated(formula: str, operands: list[int | Fraction]) -> Fraction:
    """The value of ``{0} * {1}`` and the like, by Python's grammar over fractions."""

    def value(node: ast.expr) -> Fraction:
        if isinstance(node, ast.BinOp):
            return OPERATORS[type(node.op)](value(node.left), value(node.right))
        assert isinstance(node, ast.Name)
        return Fraction(operands[int(node.id.removeprefix("operand"))])

    names = [f"operand{place}" for place in range(len(operands))]
    return value(ast.parse(formula.format(*names), mode="eval").body)


def assert_proven(found: Mapping[str, Figure]) -> None:
    """Each formula gives its figure, from figures that are there, and uses all its operands."""
    for path, figure in found.items():
        assert path == figure.path
        assert bool(figure.formula) is bool(figure.operands), path
        assert bool(figure.formula) is (figure.origin in {"computed", "pro rata"}), path
        assert set(figure.operands) <= set(found), path
        assert all(f"{{{place}}}" in figure.formula for place in range(len(figure.operands)))
        if figure.formula:
            operands = [found[operand].value for operand in figure.operands]
            assert evaluated(figure.formula, operands) == figure.value, path


def assert_complete(found: Mapping[str, Figure], determination: Determination) -> None:
    """Every quantity of the determination is a figure under its path, of the same value."""
    for name in ("bases", "percentage_factors", "sectors", "states", "restraint"):
        for key, value in (getattr(determination, name) or {}).items():
            assert value == found[f"{name}.{key}"].value
    for group, allocations in (determination.processors or {}).items():
        for processor, value in allocations.items():
            assert value == found[f"processors.{group}.{processor}"].value
    for name in ("imports", "overall_allotment_quantity", "crystalline_fructose"):
        value = getattr(determination, name)
        assert value == (found[name].value if name in found else None)


def three(past: int, capacity: int, ability: int) -> dict[str, int]:
    """The three criteria."""
    return {
        "past_marketings": past,
        "processing_capacity": capacity,
        "ability_to_market": ability,
    }


STATE_CRITERIA = {
    "Florida": three(1_000, 2_000, 1_500),
    "Hawaii": three(10, 20, 30),
    "Louisiana": three(900, 800, 700),
    "Puerto Rico": three(0, 0, 1),
    "Texas": three(130, 140, 150),
}
BEET_CRITERIA = {"Great Lakes Sugar Co": three(1, 2, 3), "Holly Sugar Corp": three(9, 8, 7)}
TEXAS_CRITERIA = {"Rio Grande Valley Sugar Growers": three(1, 1, 1), "New": three(0, 0, 1)}
WHAT_IFS: dict[str, list[dict[str, Any]]] = {
    "as it was": [],
    "other weights": [{"weights": (1, 3, 6)}],
    "other estimates": [{"estimates": {"production": 9_000_000, "consumption": 9_100_000}}],
    "States computed": [{"state_criteria": STATE_CRITERIA}],
    "States computed, then other weights": [
        {"state_criteria": STATE_CRITERIA},
        {"weights": (0, 0, 1)},
    ],
    "processors computed": [{"processor_criteria": {"beet": BEET_CRITERIA}}],
    "mills of a recorded State computed": [
        {"processor_criteria": {"Texas": TEXAS_CRITERIA}, "weights": (1, 1, 1)}
    ],
    "all computed": [
        {
            "state_criteria": STATE_CRITERIA,
            "processor_criteria": {"beet": BEET_CRITERIA, "Texas": TEXAS_CRITERIA},
        }
    ],
    "none required": [{"estimates": {"reasonable_carryover_stocks": 1_279_000}}],
    "a negative quantity": [{"estimates": {"consumption": 500_000}}],
}


@pytest.mark.parametrize("changes", WHAT_IFS.values(), ids=WHAT_IFS)
def test_figures_are_what_their_formulas_say(fy1995: Inputs, changes: list[dict[str, Any]]) -> None:
    """For the notice, what-ifs, computed States and processors, and a year without allotments."""
    inputs = fy1995
    for change in changes:
        inputs = inputs.replace(**change)
    determination = determine(inputs)
    found = determination.figures
    assert_proven(found)
    assert_complete(found, determination)


@given(
    st.lists(st.integers(0, 9), min_size=3, max_size=3).filter(any),
    st.integers(8_000_000, 10_000_000),
    st.integers(20_000, 5_000_000),
)
def test_figures_of_any_what_if_are_what_their_formulas_say(
    fy1995: Inputs, weights: list[int], consumption: int, ability: int
) -> None:
    inputs = fy1995.replace(
        weights=weights,
        estimates={"consumption": consumption},
        criteria={"cane": {"ability_to_market": ability}},
    )
    determination = determine(inputs)
    assert_proven(determination.figures)
    assert_complete(determination.figures, determination)


def test_figures_of_fiscal_year_1995(fy1995: Inputs) -> None:
    """The chain by hand: 42,095 and 34,150 in 76,245 parts; weights of 1/4, 1/4, 1/2."""
    found = determine(fy1995).figures
    expected = {
        "minimum_imports": 1_250_000,
        "crystalline_fructose_sugar_equivalent": 200_000,
        "raw_value_factor": Fraction("1.07"),
        "sweetness_factor": Fraction("1.17"),
        "estimates.consumption": 9_247_000,
        "estimates.reasonable_carryover_stocks": 1_278_000,
        "estimates.production": 7_890_000,
        "estimates.carry_in_stocks": 1_386_000,
        "criteria.beet.past_marketings": 3_430_000,
        "criteria.beet.processing_capacity": 4_408_000,
        "criteria.beet.ability_to_market": 4_500_000,
        "criteria.cane.past_marketings": 3_341_000,
        "criteria.cane.processing_capacity": 3_539_000,
        "criteria.cane.ability_to_market": 3_390_000,
        "weights.past_marketings": Fraction(1, 4),
        "weights.processing_capacity": Fraction(1, 4),
        "weights.ability_to_market": Fraction(1, 2),
        "imports": 1_249_000,
        "threshold_carryover_stocks": 1_279_000,
        "overall_allotment_quantity": 7_889_000,
        "bases.beet": 4_209_500,
        "bases.cane": 3_415_000,
        "percentage_factors.beet": Fraction(42_095, 76_245),
        "percentage_factors.cane": Fraction(34_150, 76_245),
        "sectors.beet": Fraction(7_889_000 * 42_095, 76_245),
        "sectors.cane": Fraction(7_889_000 * 34_150, 76_245),
        "states.Florida": 1_687_380,
        "states.Hawaii": 773_180,
        "states.Louisiana": 869_856,
        "states.Puerto Rico": 71_397,
        "states.Texas": 131_650,
        "processors.beet.Great Lakes Sugar Co": 49_983,
        "processors.beet.Holly Sugar Corp": 702_416,
        "processors.Texas.Rio Grande Valley Sugar Growers": 131_650,
        "restraint.beet": 4_500_000 - Fraction(7_889_000 * 42_095, 76_245),
        "restraint.cane": 3_390_000 - Fraction(7_889_000 * 34_150, 76_245),
        "crystalline_fructose": Fraction(2_000_000_000, 12_519),
    }
    assert list(expected.items()) == [(path, figure.value) for path, figure in found.items()]
    ratios = {path for path, figure in found.items() if figure.unit == "ratio"}
    assert {
        "raw_value_factor",
        "sweetness_factor",
        "weights.past_marketings",
        "weights.processing_capacity",
        "weights.ability_to_market",
        "percentage_factors.beet",
        "percentage_factors.cane",
    } == ratios
    assert {"short tons"} == {found[path].unit for path in found.keys() - ratios}
    assert ["crystalline_fructose"] == [path for path in found if found[path].inferred]


NOTICE = "formula of FR Doc. 94-25622"
WEIGHTS = "determined under sec. 359c(d)(1)"
TITLES_AND_SOURCES = {
    "minimum_imports": ("minimum imports", "secs. 359b(b)(1), 359c(b)(1)(A)"),
    "crystalline_fructose_sugar_equivalent": (
        "sugar equivalent of crystalline fructose",
        "sec. 359b(c)",
    ),
    "raw_value_factor": ("raw value factor", "Sugar Act of 1948, sec. 101(h)"),
    "sweetness_factor": ("sweetness factor", "inferred; no source found"),
    "estimates.consumption": ("consumption", "sec. 359b(a)(1)(A)"),
    "estimates.reasonable_carryover_stocks": ("reasonable carryover stocks", "sec. 359b(a)(1)(A)"),
    "estimates.production": ("production", "sec. 359b(a)(1)(B)"),
    "estimates.carry_in_stocks": ("carry-in stocks", "sec. 359b(a)(1)(B)"),
    "criteria.cane.past_marketings": ("past marketings, cane sugar", "sec. 359c(d)(1)"),
    "criteria.beet.processing_capacity": ("processing capacity, beet sugar", "sec. 359c(d)(1)"),
    "weights.past_marketings": ("weight of past marketings", WEIGHTS),
    "weights.processing_capacity": ("weight of processing capacity", WEIGHTS),
    "weights.ability_to_market": ("weight of ability to market", WEIGHTS),
    "imports": ("estimated imports", "sec. 359b(a)(1)(C)"),
    "threshold_carryover_stocks": (
        "least reasonable carryover stocks that trigger no allotments",
        "sec. 359b(a)(1)(C) and (b)(1)",
    ),
    "overall_allotment_quantity": ("overall allotment quantity", "sec. 359c(b)(1)"),
    "bases.beet": ("average (weighted base), beet sugar", "sec. 359c(d)(1)"),
    "percentage_factors.cane": ("percentage factor, cane sugar", "sec. 359c(d)(1)"),
    "sectors.beet": ("beet sugar allotment", "sec. 359c(e)"),
    "sectors.cane": ("cane sugar allotment", "sec. 359c(e)"),
    "state_criteria.Texas.ability_to_market": ("ability to market, Texas", "sec. 359c(f)"),
    "state_bases.Texas": ("average (weighted base), Texas", "sec. 359c(f)"),
    "states.Texas": ("Texas", "sec. 359c(f)"),
    "processor_criteria.beet.Holly Sugar Corp.past_marketings": (
        "past marketings, Holly Sugar Corp",
        "sec. 359d(a)(2)",
    ),
    "processor_bases.beet.Holly Sugar Corp": (
        "average (weighted base), Holly Sugar Corp",
        "sec. 359d(a)",
    ),
    "processors.beet.Holly Sugar Corp": ("Holly Sugar Corp", "sec. 359d(a)"),
    "recorded.processors.Texas.Rio Grande Valley Sugar Growers": (
        "Rio Grande Valley Sugar Growers, as printed",
        "sec. 359d(a)",
    ),
    "processors.Texas.Rio Grande Valley Sugar Growers": (
        "Rio Grande Valley Sugar Growers",
        "sec. 359c(g)(2)",
    ),
    "recorded.states.Texas": ("Texas, as printed", "sec. 359c(f)"),
    "restraint.beet": ("restraint on beet sugar marketings", NOTICE),
    "restraint.cane": ("restraint on cane sugar marketings", NOTICE),
    "crystalline_fructose": ("crystalline fructose allotment", "sec. 359b(c)"),
}


def test_figures_have_the_field_s_names_and_the_act_s_paragraphs(fy1995: Inputs) -> None:
    """Section by section; the weights and the restraint are the notice's."""
    inputs = fy1995.replace(
        state_criteria=STATE_CRITERIA, processor_criteria={"beet": BEET_CRITERIA}
    )
    found = determine(inputs).figures
    assert TITLES_AND_SOURCES == {
        path: (found[path].title, found[path].paragraph) for path in TITLES_AND_SOURCES
    }
    assert (
        "the sweetness factor 1.17 is inferred from the notice for fiscal year 1995, and so is "
        "that the equivalent is one of sweetness, at a raw value of 1.07; no source was found"
        == found["crystalline_fructose"].inferred
    )
    origins = {
        "sweetness_factor": "constant",
        "minimum_imports": "constant",
        "estimates.production": "input",
        "criteria.beet.past_marketings": "input",
        "weights.past_marketings": "input",
        "recorded.processors.Texas.Rio Grande Valley Sugar Growers": "recorded",
    }
    assert origins == {path: found[path].origin for path in origins}


def test_figures_read_as_the_field_speaks(fy1995: Inputs) -> None:
    """Title, origin, paragraph, formula and operands of the figures that a reader asks for."""
    found = determine(fy1995.replace(state_criteria=STATE_CRITERIA)).figures
    imports = found["imports"]
    assert (
        Key("imports"),
        "imports",
        "estimated imports",
        1_249_000,
        "computed",
        "sec. 359b(a)(1)(C)",
        "({0} + {1}) - ({2} + {3})",
        (
            "estimates.consumption",
            "estimates.reasonable_carryover_stocks",
            "estimates.production",
            "estimates.carry_in_stocks",
        ),
        "short tons",
        "",
        "",
        None,
    ) == tuple(getattr(imports, name) for name in Figure.__dataclass_fields__)
    quantity = found["overall_allotment_quantity"]
    assert ("{0} + {1} - {2} - {3}", "sec. 359c(b)(1)") == (quantity.formula, quantity.paragraph)
    texas = found["states.Texas"]
    assert ("computed", "sec. 359c(f)", "sectors.cane") == (
        texas.origin,
        texas.paragraph,
        texas.operands[-1],
    )
    assert "{6} * {0} / ({1} + {2} + {3} + {4} + {5})" == texas.formula
    assert "ability to market, beet sugar" == found["criteria.beet.ability_to_market"].title
    assert "average (weighted base), cane sugar" == found["bases.cane"].title


def test_figures_that_follow_a_changed_allotment_show_what_they_follow(fy1995: Inputs) -> None:
    """Recorded quantity times the new allotment over the former one: of a State an assumption."""
    recorded = determine(fy1995).figures["states.Texas"]
    assert ("recorded", "sec. 359c(f), as printed") == (recorded.origin, recorded.paragraph)
    found = determine(fy1995.replace(weights=(1, 1, 1))).figures
    texas = found["states.Texas"]
    assert ("pro rata", "sec. 359c(f), assumed", "{0} * {1} / {2}") == (
        texas.origin,
        texas.paragraph,
        texas.formula,
    )
    assert ("recorded.states.Texas", "sectors.cane", "previous.sectors.cane") == texas.operands
    former = found["previous.sectors.cane"]
    assert "cane sugar allotment, as it was" == former.title
    assert Fraction(7_889_000 * 34_150, 76_245) == former.value
    assert ("recorded", (), "") == (former.origin, former.operands, former.formula)
    mill = found["processors.Texas.Rio Grande Valley Sugar Growers"]
    assert "recorded.processors.Texas.Rio Grande Valley Sugar Growers" == mill.operands[0]


def test_figures_of_mills_whose_state_is_newly_computed_name_its_recorded_allotment(
    fy1995: Inputs,
) -> None:
    found = determine(fy1995.replace(state_criteria=STATE_CRITERIA)).figures
    mill = found["processors.Texas.Rio Grande Valley Sugar Growers"]
    assert ("states.Texas", "recorded.states.Texas") == mill.operands[1:]
    assert (131_650, "recorded", "Texas, as printed", "sec. 359c(f)") == (
        found["recorded.states.Texas"].value,
        found["recorded.states.Texas"].origin,
        found["recorded.states.Texas"].title,
        found["recorded.states.Texas"].paragraph,
    )
    assert "recorded.states.Florida" not in found  # nothing follows it
    empty = fy1995.replace(recorded={"processors": {"Texas": {}}})
    assert "recorded.states.Texas" not in (
        determine(empty.replace(state_criteria=STATE_CRITERIA)).figures
    )


def test_figures_where_no_allotments_are_required_end_with_the_imports(fy1995: Inputs) -> None:
    found = determine(fy1995.replace(estimates={"reasonable_carryover_stocks": 1_279_000})).figures
    assert ["imports", "threshold_carryover_stocks"] == list(found)[-2:]
    assert 1_250_000 == found["imports"].value
    assert not {"overall_allotment_quantity", "sectors.beet", "restraint.beet"} & found.keys()


def test_a_figure_is_frozen_and_short() -> None:
    figure = Figure(Key("states", "", "Texas"), "states.Texas", "title", 1, "constant", "source")
    assert ("", (), "short tons", "", "", None) == (
        figure.formula,
        figure.operands,
        figure.unit,
        figure.part_of,
        figure.inferred,
        figure.computed,
    )
    assert ("states", "", "Texas") == (figure.family, figure.group, figure.recipient)
    with pytest.raises(AttributeError):
        figure.value = 2  # type: ignore[misc]
