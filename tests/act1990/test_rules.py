"""The chain of the Act of 1990, figure by figure, over small numbers worked by hand."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from allotments.act1990.rules import rules
from allotments.figures.act import Named
from allotments.figures.evaluation import evaluate
from allotments.figures.figure import Figure
from allotments.figures.ranges import exact_ranges

CRITERIA = ("past_marketings", "processing_capacity", "ability_to_market")
TITLES = ("past marketings", "processing capacity", "ability to market")
Said = tuple[str, Any, str, str, str, tuple[str, ...], str]
"""Title, value, origin, paragraph, formula, operands, and what it is part of."""

WEIGHTS = tuple(f"weights.{one}" for one in CRITERIA)
WEIGHTED = "{0} * {3} + {1} * {4} + {2} * {5}"


def three(prefix: str, *values: Any) -> dict[str, Any]:
    """The three criteria, or weights, by path."""
    return {f"{prefix}.{one}": value for one, value in zip(CRITERIA, values, strict=True)}


# Imports are 1,250,700 + 300 - 1,000,000 - 100 = 250,900 tons, so that allotments are required.
NATIONAL = {
    "estimates.consumption": 1_250_700,
    "estimates.reasonable_carryover_stocks": 300,
    "estimates.production": 1_000_000,
    "estimates.carry_in_stocks": 100,
    **three("criteria.beet", 10, 20, 30),
    **three("criteria.cane", 20, 40, 60),
    **three("weights", Fraction(1, 2), Fraction(1, 4), Fraction(1, 4)),
}


def stated(title: str, value: Any, paragraph: str, origin: str = "input") -> Said:
    return title, value, origin, paragraph, "", (), ""


def criteria(place: str, whose: str, values: tuple[int, ...], paragraph: str) -> dict[str, Said]:
    said = zip(CRITERIA, TITLES, values, strict=True)
    return {f"{place}.{n}": stated(f"{title}, {whose}", v, paragraph) for n, title, v in said}


def base(whose: str, value: Any, of: str, paragraph: str) -> Said:
    title, operands = f"average (weighted base), {whose}", tuple(f"{of}.{one}" for one in CRITERIA)
    return title, value, "computed", paragraph, WEIGHTED, (*operands, *WEIGHTS), ""


def follows(
    name: str, value: Any, paragraph: str, operands: tuple[str, str, str], part_of: str
) -> Said:
    return name, value, "pro rata", paragraph, "{0} * {1} / {2}", operands, part_of


def said(figures: Mapping[str, Figure]) -> dict[str, Said]:
    return {
        path: (
            one.title,
            one.value,
            one.origin,
            one.paragraph,
            one.formula,
            one.operands,
            one.part_of,
        )
        for path, one in figures.items()
    }


KNOWN: dict[str, Said] = {
    "minimum_imports": stated(
        "minimum imports", 1_250_000, "secs. 359b(b)(1), 359c(b)(1)(A)", "constant"
    ),
    "crystalline_fructose_sugar_equivalent": stated(
        "sugar equivalent of crystalline fructose", 200_000, "sec. 359b(c)", "constant"
    ),
    "raw_value_factor": stated(
        "raw value factor", Fraction("1.07"), "Sugar Act of 1948, sec. 101(h)", "constant"
    ),
    "sweetness_factor": stated(
        "sweetness factor", Fraction("1.17"), "inferred; no source found", "constant"
    ),
    "estimates.consumption": stated("consumption", 1_250_700, "sec. 359b(a)(1)(A)"),
    "estimates.reasonable_carryover_stocks": stated(
        "reasonable carryover stocks", 300, "sec. 359b(a)(1)(A)"
    ),
    "estimates.production": stated("production", 1_000_000, "sec. 359b(a)(1)(B)"),
    "estimates.carry_in_stocks": stated("carry-in stocks", 100, "sec. 359b(a)(1)(B)"),
    **criteria("criteria.beet", "beet sugar", (10, 20, 30), "sec. 359c(d)(1)"),
    **criteria("criteria.cane", "cane sugar", (20, 40, 60), "sec. 359c(d)(1)"),
    **{
        path: stated(f"weight of {title}", weight, "determined under sec. 359c(d)(1)")
        for path, title, weight in zip(
            WEIGHTS, TITLES, (Fraction(1, 2), Fraction(1, 4), Fraction(1, 4)), strict=True
        )
    },
    "imports": (
        "estimated imports",
        250_900,
        "computed",
        "sec. 359b(a)(1)(C)",
        "({0} + {1}) - ({2} + {3})",
        (
            "estimates.consumption",
            "estimates.reasonable_carryover_stocks",
            "estimates.production",
            "estimates.carry_in_stocks",
        ),
        "",
    ),
    "threshold_carryover_stocks": (  # 1,250,000 + 1,000,000 + 100 - 1,250,700
        "least reasonable carryover stocks that trigger no allotments",
        999_400,
        "computed",
        "sec. 359b(a)(1)(C) and (b)(1)",
        "{0} + {1} + {2} - {3}",
        (
            "minimum_imports",
            "estimates.production",
            "estimates.carry_in_stocks",
            "estimates.consumption",
        ),
        "",
    ),
}


def sector(name: str, parts: int, able: int) -> dict[str, Said]:
    """Beet has one part of three in 900 tons, and cane two."""
    title, whole, tons = f"{name} sugar", "overall_allotment_quantity", 300 * parts
    factor, bases = f"percentage_factors.{name}", ("bases.beet", "bases.cane")
    operands = (f"criteria.{name}.ability_to_market", f"sectors.{name}")
    return {
        f"bases.{name}": base(
            title, Fraction(35 * parts, 2), f"criteria.{name}", "sec. 359c(d)(1)"
        ),
        factor: (
            f"percentage factor, {title}",
            Fraction(parts, 3),
            "computed",
            "sec. 359c(d)(1)",
            "{0} / ({1} + {2})",
            (f"bases.{name}", *bases),
            "",
        ),
        f"sectors.{name}": (
            f"{title} allotment",
            tons,
            "computed",
            "sec. 359c(e)",
            "{0} * {1}",
            (whole, factor),
            whole,
        ),
        f"restraint.{name}": (
            f"restraint on {title} marketings",
            able - tons,
            "computed",
            "formula of FR Doc. 94-25622",
            "{0} - {1}",
            operands,
            "",
        ),
    }


ESTABLISHED: dict[str, Said] = {
    "overall_allotment_quantity": (  # 1,250,700 + 300 - 100 - 1,250,000
        "overall allotment quantity",
        900,
        "computed",
        "sec. 359c(b)(1)",
        "{0} + {1} - {2} - {3}",
        (
            "estimates.consumption",
            "estimates.reasonable_carryover_stocks",
            "estimates.carry_in_stocks",
            "minimum_imports",
        ),
        "",
    ),
    **sector("beet", 1, 30),
    **sector("cane", 2, 60),
    "crystalline_fructose": (
        "crystalline fructose allotment",
        200_000 / Fraction("1.2519"),
        "computed",
        "sec. 359b(c)",
        "{0} / ({1} * {2})",
        ("crystalline_fructose_sugar_equivalent", "raw_value_factor", "sweetness_factor"),
        "",
    ),
}


def test_the_national_figures() -> None:
    """Bases of 10 / 2 + 20 / 4 + 30 / 4 = 17.5 tons and of twice that divide 900 tons."""
    figures = evaluate(rules({}, 1995), NATIONAL)
    assert KNOWN | ESTABLISHED == said(figures)
    ratios = {path for path, one in figures.items() if one.unit == "ratio"}
    factors = {"percentage_factors.beet", "percentage_factors.cane"}
    assert {"raw_value_factor", "sweetness_factor", *WEIGHTS, *factors} == ratios
    assert {"ratio", "short tons"} == {one.unit for one in figures.values()}
    assert ["crystalline_fructose"] == [path for path, one in figures.items() if one.inferred]


RECORDED: tuple[Named, dict[str, Any]] = (
    {
        "recorded.states": {"": ["Texas"]},
        "previous.sectors": {"": ["cane", "beet"]},
        "recorded.processors": {"Texas": ["Mill"], "beet": ["A"]},
        "states": {"": ["Hawaii"]},
        "processors": {"Hawaii": ["B"]},
    },
    {
        "recorded.states.Texas": 50,
        "previous.sectors.cane": 1_200,
        "previous.sectors.beet": 600,
        "recorded.processors.Texas.Mill": 20,
        "recorded.processors.beet.A": 30,
        "states.Hawaii": 7,
        "processors.Hawaii.B": 6,
    },
)
COMPUTED: tuple[Named, dict[str, Any]] = (
    {
        "state_criteria": {"": ["Texas", "Hawaii"]},
        "processor_criteria": {"beet": ["A"]},
        "recorded.states": {"": ["Texas"]},
        "recorded.processors": {"Texas": ["Mill"], "Hawaii": ["B"]},
        "previous.states": {"": ["Hawaii"]},
    },
    {
        **three("state_criteria.Texas", 1, 1, 1),
        **three("state_criteria.Hawaii", 2, 2, 2),
        **three("processor_criteria.beet.A", 3, 3, 3),
        "recorded.states.Texas": 100,
        "recorded.processors.Texas.Mill": 20,
        "recorded.processors.Hawaii.B": 10,
        "previous.states.Hawaii": 800,
    },
)
AS_IT_WAS = "what recorded quantities were made under"


def test_what_is_recorded_follows_the_sectors() -> None:
    """Cane has 600 tons of 1,200 and beet 300 of 600, so that everything halves.

    What was made under the same inputs stays as it is.
    """
    named, known = RECORDED
    cane, beet = (
        ("sectors.cane", "previous.sectors.cane"),
        ("sectors.beet", "previous.sectors.beet"),
    )
    expected: dict[str, Said] = {
        "previous.sectors.cane": stated(
            "cane sugar allotment, as it was", 1_200, AS_IT_WAS, "recorded"
        ),
        "previous.sectors.beet": stated(
            "beet sugar allotment, as it was", 600, AS_IT_WAS, "recorded"
        ),
        "recorded.states.Texas": stated("Texas, as printed", 50, "sec. 359c(f)", "recorded"),
        "states.Texas": follows(
            "Texas", 25, "sec. 359c(f), assumed", ("recorded.states.Texas", *cane), "sectors.cane"
        ),
        "states.Hawaii": (
            *stated("Hawaii", 7, "sec. 359c(f), as printed", "recorded")[:-1],
            "sectors.cane",
        ),
        "processors.Hawaii.B": (
            *stated("B", 6, "sec. 359d(a), as printed", "recorded")[:-1],
            "states.Hawaii",
        ),
        "recorded.processors.Texas.Mill": stated(
            "Mill, as printed", 20, "sec. 359d(a)", "recorded"
        ),
        "processors.Texas.Mill": follows(
            "Mill",
            10,
            "sec. 359c(g)(2)",
            ("recorded.processors.Texas.Mill", *cane),
            "states.Texas",
        ),
        "recorded.processors.beet.A": stated("A, as printed", 30, "sec. 359d(a)", "recorded"),
        "processors.beet.A": follows(
            "A", 15, "sec. 359c(g)(2)", ("recorded.processors.beet.A", *beet), "sectors.beet"
        ),
    }
    figures = evaluate(rules(named, 1995), NATIONAL | known)
    assert KNOWN | ESTABLISHED | expected == said(figures)
    assert {
        ("processors", "Hawaii"),
        ("processors", "Texas"),
        ("processors", "beet"),
        ("recorded.processors", "Texas"),
        ("recorded.processors", "beet"),
    } == groups(figures)


def test_what_has_criteria_is_computed() -> None:
    """Texas has one part of three in 600 tons of cane sugar, twice what was printed.

    Hawaii has two, half of what it had; and with them their mills. A alone has all of beet.
    """
    named, known = COMPUTED
    paragraph, states = "sec. 359c(f)", ("state_bases.Texas", "state_bases.Hawaii")
    parts = "{3} * {0} / ({1} + {2})", "sectors.cane"
    expected: dict[str, Said] = {
        **criteria("state_criteria.Texas", "Texas", (1, 1, 1), paragraph),
        **criteria("state_criteria.Hawaii", "Hawaii", (2, 2, 2), paragraph),
        **criteria("processor_criteria.beet.A", "A", (3, 3, 3), "sec. 359d(a)(2)"),
        "previous.states.Hawaii": stated("Hawaii allotment, as it was", 800, AS_IT_WAS, "recorded"),
        "state_bases.Texas": base("Texas", 1, "state_criteria.Texas", paragraph),
        "state_bases.Hawaii": base("Hawaii", 2, "state_criteria.Hawaii", paragraph),
        "states.Texas": (
            *("Texas", 200, "computed", paragraph, parts[0]),
            (states[0], *states, parts[1]),
            parts[1],
        ),
        "states.Hawaii": (
            *("Hawaii", 400, "computed", paragraph, parts[0]),
            (states[1], *states, parts[1]),
            parts[1],
        ),
        "recorded.states.Texas": stated("Texas, as printed", 100, paragraph, "recorded"),
        "recorded.processors.Texas.Mill": stated(
            "Mill, as printed", 20, "sec. 359d(a)", "recorded"
        ),
        "processors.Texas.Mill": follows(
            "Mill",
            40,
            "sec. 359c(g)(2)",
            ("recorded.processors.Texas.Mill", "states.Texas", "recorded.states.Texas"),
            "states.Texas",
        ),
        "recorded.processors.Hawaii.B": stated("B, as printed", 10, "sec. 359d(a)", "recorded"),
        "processors.Hawaii.B": follows(
            "B",
            5,
            "sec. 359c(g)(2)",
            ("recorded.processors.Hawaii.B", "states.Hawaii", "previous.states.Hawaii"),
            "states.Hawaii",
        ),
        "processor_bases.beet.A": base("A", 3, "processor_criteria.beet.A", "sec. 359d(a)"),
        "processors.beet.A": (
            *("A", 300, "computed", "sec. 359d(a)", "{2} * {0} / ({1})"),
            ("processor_bases.beet.A", "processor_bases.beet.A", "sectors.beet"),
            "sectors.beet",
        ),
    }
    figures = evaluate(rules(named, 1995), NATIONAL | known)
    assert KNOWN | ESTABLISHED | expected == said(figures)
    assert {
        ("processor_criteria", "beet"),
        ("processor_bases", "beet"),
        ("recorded.processors", "Texas"),
        ("recorded.processors", "Hawaii"),
        ("processors", "Texas"),
        ("processors", "Hawaii"),
        ("processors", "beet"),
    } == groups(figures)


def groups(figures: Mapping[str, Figure]) -> set[tuple[str, str]]:
    """The groups of recipients, of those families that have any."""
    return {(one.family, one.group) for one in figures.values() if one.group != ""}


def test_nothing_but_what_is_known_stands_where_no_allotments_are_required() -> None:
    """With a production of one ton imports are 1,250,899; criteria are stated all the same."""
    for named, known in (({}, {}), RECORDED, COMPUTED):
        figures = evaluate(rules(named, 1995), NATIONAL | known | {"estimates.production": 1})
        given = {path for path in known if "_criteria." in path}
        assert {*KNOWN, *given} == set(figures)


def test_nothing_that_is_printed_stands_where_no_allotments_are_required() -> None:
    """A printed allotment is none then, nor is a percentage factor."""
    printed = ("percentage_factors.beet", "sectors.cane", "states.Texas", "processors.beet.A")
    for named, known in (RECORDED, COMPUTED):
        values = NATIONAL | known | dict.fromkeys(printed, 5)
        assert {*printed} <= set(evaluate(rules(named, 1995), values))
        figures = evaluate(rules(named, 1995), values | {"estimates.production": 1})
        assert set() == {*printed} & set(figures)


def test_the_range_of_a_restraint_is_that_of_relative_weights() -> None:
    """Weights of 2, 1 and 1 are those of a half and two quarters."""
    half = {"criteria.beet.ability_to_market": Fraction(1)}
    ranges = [
        exact_ranges(rules({}, 1995), evaluate(rules({}, 1995), known), half)["restraint.beet"]
        for known in (NATIONAL, NATIONAL | three("weights", 2, 1, 1))
    ]
    assert ranges[0] == ranges[1]
