"""Printed determinations: each verified, determined, explained, tabulated."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from allotments import compare, determine, explain, load, scenarios, tables, verify


@pytest.mark.parametrize(
    ("name", "counts"),
    [
        ("fy2009", {"recorded": 2, "reproduced": 9}),
        ("fy2012", {"recorded": 1, "reproduced": 10}),
        ("fy2025", {"recorded": 12, "reproduced": 8, "within rounding": 3, "misprint": 1}),
    ],
)
def test_every_printed_figure_has_a_status(name: str, counts: dict[str, int]) -> None:
    assert counts == {status: n for status, n in verify(load(name)).counts.items() if n}


def sources(name: str, figure: str) -> list[str]:
    rows = verify(load(name)).rows
    return [row.checks[0].source for row in rows if row.figure == figure]


def test_fiscal_year_2009_leaves_the_remainder_to_cane_and_2025_rounds_both() -> None:
    assert ["sec. 359c(c), the remainder"] * 2 == sources("fy2009", "sectors.cane")
    assert ["sec. 359c(c), half up"] == sources("fy2025", "sectors.cane")


def test_fiscal_year_2025_s_sectors_make_a_ton_too_much() -> None:
    (row,) = (r for r in verify(load("fy2025")).rows if r.figure == "overall_allotment_quantity")
    assert [("formula", "reproduced"), ("sum", "within rounding")] == [
        (check.kind, check.status) for check in row.checks
    ]
    assert 10_455_001 == row.checks[1].computed


def test_texas_s_allotment_goes_by_the_initial_shares_of_the_two_others() -> None:
    """Florida had 2,690,953 - 125,732 tons, Louisiana 2,081,755 - 97,267, before they were added.

    222,999 by these is 125,731.496 and 97,267.504; print has 125,732 and 97,267. Each number stands
    for half a ton more or less, so both are possible; their sum is exact.
    """
    rows = {row.figure: row for row in verify(load("fy2025")).rows}
    florida, louisiana = (
        rows[f"reassigned.cane.{state}"].checks for state in ("Florida", "Louisiana")
    )
    shares = Fraction(2_565_221, 4_549_709), Fraction(1_984_488, 4_549_709)
    assert tuple(222_999 * share for share in shares) == (
        florida[0].computed,
        louisiana[0].computed,
    )
    assert "sec. 359e(b)(1)(B)" == florida[0].source
    assert ["within rounding"] == [c.status for c in florida]
    assert ["within rounding", "reproduced"] == [c.status for c in louisiana]
    assert ["formula", "sum"] == [c.kind for c in louisiana]


def test_fiscal_year_2024_s_cane_is_contradicted(tmp_path: Path) -> None:
    """Cane is printed as 4,868,714: a thousand tons short of what it must be, and so is the sum."""
    file = tmp_path / "fy2024.toml"
    file.write_text(
        'format = 1\nact = "2002"\nfiscal_year = 2024\nunit = "short tons"\n'
        'source = { document = "FR Doc. 2024-17070", title = "2023-Crop Allotments" }\n'
        '[[printed]]\nplace = "Initial determination"\nat_minimum = true\n'
        "overall_allotment_quantity = 10667500\nestimates = { consumption = 12550000 }\n"
        "sectors = { beet = 5797786, cane = 4868714 }\n",
        encoding="utf-8",
    )
    verification = verify(load(file))
    assert not verification
    assert ["overall_allotment_quantity", "sectors.cane"] == [
        row.figure for row in verification.rows if row.status == "contradicted"
    ]


def test_tables_are_in_short_tons_and_totals_are_printed_from_their_own_value() -> None:
    found = tables.federal_register(load("fy2025"))
    assert "Overall allotment quantity..............................   10,455,000 \n" in found
    assert ("quantity", "beet", "cane") == tables.names(load("fy2025"))
    totals = [one for one in tables.records(load("fy2025")) if one["total"]]
    assert [
        ("Overall allotment quantity", "10,455,000", "computed"),  # it says that it is the minimum
        ("Total beet sugar", "5,682,293", "computed"),
        ("Total cane sugar", "4,772,708", "computed"),
        ("Total Florida", "2,690,953", "recorded"),
        ("Total Louisiana", "2,081,755", "recorded"),
    ] == [(one["row"], one["printed"], one["origin"]) for one in totals]
    assert "Each row is rounded half up; a total is printed from its own value." in (
        tables.markdown(load("fy2025"), "beet")
    )
    assert "TST" not in found + tables.html(load("fy2025")) + tables.csv(load("fy2025"))


def test_tables_say_what_is_not_known() -> None:
    assert 3 == tables.federal_register(load("fy2012")).count("Not known.")
    assert "Andino" in tables.federal_register(load("fy2009"), "cane")


def test_every_figure_is_explained_in_the_unit_of_its_act() -> None:
    explanation = str(explain(load("fy2025"), "sectors.beet"))
    assert (
        "10,455,000 (overall allotment quantity) * 0.5435 (percentage, beet sugar)" in explanation
    )
    assert explanation.endswith("In formulas: short tons, raw value, and ratios.")
    for step in explain(load("fy2025")).steps:
        expression = step.expression
        for symbol in "()":
            expression = expression.replace(symbol, f" {symbol} ")
        exact = " ".join(f"Fraction({t})" if t.isdigit() else t for t in expression.split())
        if "/" not in expression:
            assert step.figure.value == eval(exact)  # noqa: S307 -- our own arithmetic


def test_figures_of_both_acts_compare() -> None:
    found = {one.path: one for one in compare(load("fy1995"), load("fy2025")).differences}
    assert 10_455_000 - 7_889_000 == found["overall_allotment_quantity"].difference
    assert found["percentage_factors.beet"].difference is not None
    assert found["restraint.beet"].second is None


def test_scenarios_are_the_exact_chain_s() -> None:
    quantities = [10_455_000, 10_600_000]
    changed = {"overall_allotment_quantity": [float(one) for one in quantities]}
    found = scenarios.evaluate(load("fy2025"), changed)
    exact = [
        determine(load("fy2025").inputs.replace(overall_allotment_quantity=one))
        for one in quantities
    ]
    for path in ("sectors.beet", "mainland", "processors.Florida.U.S. Sugar Corp."):
        assert [one.value(path) for one in exact] == pytest.approx(found[path].tolist(), rel=1e-12)


def test_it_flows_down_to_the_processors() -> None:
    pytest.importorskip("matplotlib").use("Agg")
    from allotments.plots import flow

    texts = {text.get_text() for text in flow(determine(load("fy2025"))).texts}
    assert {"overall allotment quantity 10,455", "Florida 2,691", "M. A. Patout & Sons"} <= texts


def test_what_if_the_quantity_were_another() -> None:
    inputs = load("fy2025").inputs.replace(overall_allotment_quantity=10_455_000 * 2)
    found = determine(inputs)
    assert 2 * 1_098_954 == found.processors["Florida"]["U.S. Sugar Corp."]
