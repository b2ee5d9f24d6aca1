"""The tables of the notice: as printed, for any determination, and in every form."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from fractions import Fraction
from importlib import import_module
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from changed_figures import with_figures
from displays import without_styles
from hypothesis import example, given, settings
from hypothesis import strategies as st
from hypothesis.vendor.pretty import pretty

import allotments
from allotments import tables
from allotments.act1990 import Determination
from allotments.core.errors import InvalidInput
from allotments.display.excel import Sheet
from allotments.display.result import Shown
from allotments.display.table_layout import Line, Number
from allotments.display.text_and_html import visible, width
from allotments.figures.figure import Key

NAMES = ("estimates", "percentage_factors", "states", "allocations")
FIXTURE = Path(__file__).parent / "fixtures" / "fr-94-25622-tables.txt"


def printed_tables() -> dict[str, str]:
    """The fixture's tables by their headings, in its order."""
    found: dict[str, list[str]] = {}
    for line in FIXTURE.read_text(encoding="ascii").splitlines():
        if line.startswith("== "):
            found[line.removeprefix("== ")] = []
        elif not line.startswith("#"):
            found[list(found)[-1]].append(line)
    return {heading: "\n".join(lines) for heading, lines in found.items()}


PRINTED = printed_tables()


def short_tons(printed: str) -> int:
    return int(Fraction(printed.replace(",", "")) * 1_000)


def criteria(*values: int) -> dict[str, int]:
    names = ("past_marketings", "processing_capacity", "ability_to_market")
    return dict(zip(names, values, strict=True))


INPUTS = allotments.load("fy1995").inputs
FY1995 = allotments.determine(INPUTS)
EQUAL_WEIGHTS = allotments.determine(INPUTS.replace(weights=(1, 1, 1)))
NOT_REQUIRED = allotments.determine(INPUTS.replace(estimates={"consumption": 9_248_000}))


def changed(**families: Any) -> Determination:
    """The determination with other contents of some families."""
    found: Determination = with_figures(FY1995, **families)
    return found


@pytest.mark.parametrize(
    ("place", "table", "carryover"),
    [
        ("supplementary information: estimates", "estimates", "carryover"),
        ("item 1: estimates", "estimates", "carry-over"),
        ("item 3: percentage_factors", "percentage_factors", None),
        ("item 6: states", "states", None),
        ("item 7: allocations", "allocations", None),
    ],
)
def test_every_table_of_the_notice_to_the_last_character(
    place: str, table: str, carryover: Any
) -> None:
    assert PRINTED[place] == tables.federal_register(FY1995, table, wording=carryover)


def test_the_fixture_holds_the_five_tables_and_no_other_line() -> None:
    assert 5 == len(PRINTED)
    assert {72} == {len(line) for text in PRINTED.values() for line in text.splitlines()}
    assert [10, 10, 10, 10, 96] == [len(text.splitlines()) for text in PRINTED.values()]


def test_without_a_name_all_tables_in_the_order_of_the_notice() -> None:
    """Five tables, as the notice has them: the estimates in both their spellings."""
    assert "\n\n".join(PRINTED.values()) == tables.federal_register(FY1995)
    assert ("estimates", "percentage_factors", "states", "allocations") == tables.names(FY1995)


def test_the_estimates_by_name_are_printed_once_as_where_they_are_explained() -> None:
    first = PRINTED["supplementary information: estimates"]
    assert first == tables.federal_register(FY1995, "estimates")


def test_one_spelling_of_all_tables_prints_the_estimates_once() -> None:
    for carryover in ("carryover", "carry-over"):
        texts = [
            tables.federal_register(
                FY1995, name, wording=carryover if name == "estimates" else None
            )
            for name in NAMES
        ]
        found = tables.federal_register(FY1995, wording=carryover)
        assert "\n\n".join(texts) == found
        assert f"({carryover})" in found


def test_other_numbers_keep_the_form_and_the_width() -> None:
    expected = [
        "Florida....................................................        0.001",
        "Hawaii.....................................................       -0.500",
        "Louisiana..................................................        0.334",
        "Puerto Rico................................................   12,345.678",
    ]
    states = {
        "Florida": 1,
        "Hawaii": -500,
        "Louisiana": Fraction(1001, 3),
        "Puerto Rico": 12_345_678,
    }
    text = tables.federal_register(changed(states=states), "states")
    assert expected == text.splitlines()[4:-1]
    assert PRINTED["item 6: states"].splitlines()[:4] == text.splitlines()[:4]


def test_rows_are_rounded_half_up_and_their_total_adds_up_what_is_printed() -> None:
    expected = [
        "  Beet sugar................................................         0.1",
        "  Cane sugar (including Puerto Rico)........................         0.1",
        "                                                             -----------",
        "      Total.................................................         0.2",
    ]
    text = tables.federal_register(changed(sectors={"beet": 50, "cane": 50}), "allocations")
    assert expected == text.splitlines()[8:12]


def test_a_name_that_does_not_fit_widens_the_whole_table() -> None:
    name = "Commonwealth of the Northern Mariana Islands and their lagoons"
    expected = "\n".join(
        [
            "-" * 76,
            " " * 67 + "TST, raw ",
            " " * 67 + " value   ",
            "-" * 76,
            f"{name}.      869.856",
            f"Texas{'.' * 58}      131.650",
            "-" * 76,
        ]
    )
    states = {name: 869_856, "Texas": 131_650}
    assert expected == tables.federal_register(changed(states=states), "states")


def test_a_number_that_does_not_fit_widens_the_whole_table_and_its_rules() -> None:
    states = {"Florida": 10**15, "Texas": 131_650}
    lines = tables.federal_register(changed(states=states), "allocations").splitlines()
    assert {82} == set(map(len, lines))
    assert "  Florida" + "." * 51 + " 1,000,000,000,000.000" in lines
    assert " " * 61 + "-" * 21 == lines[10]


def test_numbers_of_the_factors_end_at_one_column() -> None:
    expected = [
        "Past marketings..........    970                              12        ",
        "Processing capacity......  4,408                       3,539,000        ",
        "Ability to market........  4,500                           3,390        ",
        "  Average................  4,210 (55.2%)                   3,415 (44.8%)",
    ]
    both = {
        "beet": criteria(970_000, 4_408_000, 4_500_000),
        "cane": criteria(12_000, 3_539_000_000, 3_390_000),
    }
    lines = tables.federal_register(changed(criteria=both), "percentage_factors").splitlines()
    assert expected == lines[5:-1]


def test_estimates_that_are_not_known_are_remarked_on() -> None:
    lines = tables.federal_register(changed(estimates=None, imports=None), "estimates")
    assert ["Not determined.".ljust(72), "-" * 72] == lines.splitlines()[4:]


def test_rows_that_are_known_in_part_have_no_total() -> None:
    """Of the States, of the beet processors, and of Florida's processors far more is allotted."""
    recorded = {
        "states": {"Florida": 1_000_000, "Texas": 100_000},
        "processors": {"beet": {"A": 2_000, "B": 1_000}, "Florida": {"C": 2_000, "D": 1_000}},
    }
    found = allotments.determine(INPUTS.replace(recorded=recorded))
    lines = tables.federal_register(found, "allocations").splitlines()
    texts = [line.strip(" .0123456789,") for line in lines[lines.index(" " * 72, 15) - 3 :]]
    assert [
        *("Florida", "Texas", "Other rows are not known", ""),
        *("Beet processors' marketing allocations:", ""),
        *("A", "B", "Other rows are not known", ""),
        *("Cane processors' marketing allocations:", ""),
        *("Florida:", "C", "D", "Other rows are not known", "-" * 72),
    ] == texts


def test_one_processor_has_no_total_and_the_next_state_follows() -> None:
    processors = {"beet": {"Only": 1}, "Texas": {"Rio": 2}, "Hawaii": {"A": 3, "B": 4}}
    lines = tables.federal_register(changed(processors=processors), "allocations").splitlines()
    texts = [line[:60].rstrip(" .").strip() for line in lines[lines.index(" " * 72, 15) + 1 :]]
    expected = [
        "Beet processors' marketing allocations:",
        "",
        "Only",
        "",
        "Cane processors' marketing allocations:",
        "",
        "Texas:",
        "Rio",
        "Hawaii:",
        "A",
        "B",
        "",
        "Total Hawaii",
    ]
    assert expected == texts[:-1]


def test_without_allotments_the_tables_say_so() -> None:
    remark = "No allotments required."
    factors = tables.federal_register(NOT_REQUIRED, "percentage_factors").splitlines()
    assert PRINTED["item 3: percentage_factors"].splitlines()[:8] == factors[:8]
    assert [remark.ljust(72), "-" * 72] == factors[8:]
    states = tables.federal_register(NOT_REQUIRED, "states").splitlines()
    assert [remark.ljust(72), "-" * 72] == states[4:]
    allocations = tables.federal_register(NOT_REQUIRED, "allocations")
    assert 4 == allocations.count(f"\n  {remark}")
    estimates = PRINTED["item 1: estimates"].replace("9,247", "9,248").replace("1,249", "1,250")
    found = tables.federal_register(NOT_REQUIRED, "estimates", wording="carry-over")
    assert estimates == found


@pytest.mark.parametrize("nothing", [None, {}])
def test_what_is_not_established_is_remarked_on(nothing: dict[str, int] | None) -> None:
    text = tables.federal_register(changed(states=nothing, processors=nothing))
    assert 1 == text.count("\nNot determined.  ")
    assert 3 == text.count("\n  Not determined.  ")


@pytest.mark.parametrize(
    "form",
    [
        tables.federal_register,
        tables.markdown,
        tables.html,
        tables.csv,
        tables.latex,
        tables.json,
        tables.records,
        tables.to_pandas,
        tables.to_polars,
    ],
)
def test_an_unknown_table_is_refused_with_a_hint(form: Any) -> None:
    expected = (
        "table: found 'state', expected one of 'estimates', 'percentage_factors', 'states', "
        "'allocations'; did you mean 'states'?"
    )
    with pytest.raises(InvalidInput) as caught:
        form(FY1995, "state")
    assert (expected,) == caught.value.faults
    with pytest.raises(InvalidInput, match=r"table: found 7, expected .* 'allocations'$"):
        form(FY1995, 7)


def test_another_spelling_of_carryover_is_refused() -> None:
    with pytest.raises(InvalidInput, match="wording: found 'carry over', expected one of"):
        tables.federal_register(FY1995, wording="carry over")


@pytest.mark.parametrize("spelling", ["carryover", "carry-over"])
def test_a_spelling_is_refused_where_it_has_no_effect(spelling: Any) -> None:
    """Only the estimates have the word; whoever gives it for another table meant something else."""
    fault = f"found '{spelling}', expected none for this table"
    with pytest.raises(InvalidInput) as caught:
        tables.federal_register(FY1995, "states", wording=spelling)
    assert (f"wording: {fault}",) == caught.value.faults


def test_markdown_has_every_row_and_the_factors_on_a_line_of_their_own() -> None:
    expected = (
        "**Data used to determine the percentage factors, fiscal year 1995**\n"
        "\n"
        "|                     | Beet sector (TST, raw value) | Cane sector (TST, raw value) |\n"
        "| :------------------ | ---------------------------: | ---------------------------: |\n"
        "| Past marketings     |                        3,430 |                        3,341 |\n"
        "| Processing capacity |                        4,408 |                        3,539 |\n"
        "| Ability to market   |                        4,500 |                        3,390 |\n"
        "| Average             |                        4,210 |                        3,415 |\n"
        "| Percentage factor   |                        55.2% |                        44.8% |\n"
        "\n"
        "Source: 1938 Act, sec. 359c(d)(1). Form: FR Doc. 94-25622, item 3.\n"
        "\n"
        "TST: thousand short tons. Each row is rounded half up; a total adds up the printed rows."
    )
    assert expected == tables.markdown(FY1995, "percentage_factors")


@pytest.mark.parametrize(
    ("table", "caption", "place"),
    [
        ("estimates", "Estimates of sugar consumption, stocks, production, and imports", "item 1"),
        ("percentage_factors", "Data used to determine the percentage factors", "item 3"),
        ("states", "State cane sugar allotments", "item 6"),
        ("allocations", "Sugar marketing allotments and allocations", "item 7"),
    ],
)
def test_every_table_names_its_matter_and_the_place_of_its_form(
    table: str, caption: str, place: str
) -> None:
    text = tables.markdown(FY1995, table)
    assert text.startswith(f"**{caption}, fiscal year 1995**\n\n")
    assert f" Form: FR Doc. 94-25622, {place}.\n" in text


def test_markdown_and_html_of_all_tables_have_one_after_the_other() -> None:
    texts = [tables.markdown(FY1995, name) for name in NAMES]
    assert "\n\n".join(texts) == tables.markdown(FY1995)
    documents = [without_styles(tables.html(FY1995, name)) for name in NAMES]
    assert "\n".join(documents) == without_styles(tables.html(FY1995))


def test_markdown_has_headings_and_totals_but_no_empty_row() -> None:
    """One heading over each block, a label over each State; the totals of more than one row."""
    lines = tables.markdown(FY1995, "allocations").splitlines()
    assert re.fullmatch(r"\| +\| Thousand short tons, raw value \|", lines[2])
    rows = [line.split("|")[1].strip() for line in lines if line.startswith("|")][2:]
    assert [
        *("Overall beet/cane allotments", "Beet sugar", "Cane sugar (including Puerto Rico)"),
        *("Total", "State cane sugar allotments:", "Florida", "Hawaii", "Louisiana"),
        *("Puerto Rico", "Texas", "Total cane sugar", "Beet processors' marketing allocations:"),
    ] == rows[:12]
    assert all(rows)
    headings_and_labels = 4 + 5
    assert headings_and_labels + len(tables.records(FY1995, "allocations")) == len(rows)


def test_html_has_a_caption_and_heads() -> None:
    document = without_styles(tables.html(FY1995, "states"))
    assert "<caption>State cane sugar allotments, fiscal year 1995</caption>" in document
    assert (
        "<thead><tr><th scope='col' class='start'></th>"
        "<th scope='col' class='end'>TST, raw value</th></tr></thead>"
    ) in document


def test_html_has_headings_indents_totals_and_notes() -> None:
    document = without_styles(tables.html(FY1995, "allocations"))
    assert "colspan='2'>Florida:</th>" in document
    assert "colspan='2'>State cane sugar allotments:</th>" in document
    assert "class='start'>  Ka&#x27;u Agribusiness Co</th><td class='end'>52.067</td>" in document
    assert 8 == document.count("<tr class='total'>") + 1
    assert "<p class='note'>Source: 1938 Act, sec. 359c(e); 1938 Act, sec. 359c(f);" in document


def test_html_without_allotments_says_so_in_a_row() -> None:
    expected = "<tr><th scope='row' class='start'>No allotments required.</th><td class='end'></td>"
    assert expected in without_styles(tables.html(NOT_REQUIRED, "states"))


def test_records_hold_exact_and_printed_figures() -> None:
    exact = Fraction(7_889_000 * 42_095, 76_245)
    expected = {
        "table": "allocations",
        "figure": "sectors.beet",
        "family": "sectors",
        "group": "",
        "recipient": "beet",
        "row": "Beet sugar",
        "total": False,
        "short_tons": float(exact),
        "exact": str(exact),
        "rounded": 4355.5,
        "printed": "4,355.5",
        "printed_unit": "TST, raw value",
        "origin": "computed",
        "source": "1938 Act, sec. 359c(e)",
    }
    found = tables.records(FY1995, "allocations")
    assert expected == found[0]
    assert 3 + 6 + 12 + (6 + 11 + 19 + 4) + 4 + 1 == len(found)
    share = tables.records(FY1995, "percentage_factors")[-2]
    assert ("beet", "Percentage factor", None, 55.2, "55.2%", "percent") == tuple(
        share[key]
        for key in ("recipient", "row", "short_tons", "rounded", "printed", "printed_unit")
    )


def test_a_total_in_the_records_is_the_sum_of_its_printed_rows() -> None:
    found = tables.records(FY1995, "allocations")
    totals = [record for record in found if record["total"]]
    assert 7 == len(totals)
    for total in totals:
        rows = [
            r
            for r in found
            if (f"total.{r['family']}", r["group"]) == (total["family"], total["group"])
        ]
        assert total["rounded"] == pytest.approx(sum(r["rounded"] for r in rows), abs=1e-9)
        assert total["short_tons"] == short_tons(total["printed"])


def test_records_have_documented_columns_in_every_table() -> None:
    for record in tables.records(FY1995):
        assert tables.COLUMNS == tuple(record)


def test_totals_and_what_is_printed_twice_can_be_left_out() -> None:
    """A total has a name of its own; each State's figure, printed in two tables, has one."""
    records = tables.records(FY1995)
    totals = [record["figure"] for record in records if record["total"]]
    assert ["total.sectors", "total.states", "total.processors.beet"] == totals[:3]
    frame = tables.to_pandas(FY1995)
    assert [2, 2] == list(frame.figure.value_counts()[["states.Florida", "states.Texas"]])
    once = frame[~frame.total].drop_duplicates("figure")
    by_group = once[once.family == "processors"].groupby("group").rounded.sum()
    assert 1687.380 == pytest.approx(by_group["Florida"])


def origins_of(determination: Determination, table: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for record in tables.records(determination, table):
        found.setdefault(record["row"], set()).add(f"{record['origin']}, {record['source']}")
    return found


def test_records_say_how_each_number_came_about() -> None:
    """Inputs are inputs; FY1995's States and processors are recorded; a total is a sum."""
    estimates = origins_of(FY1995, "estimates")
    assert {"input, 1938 Act, sec. 359b(a)(1)"} == estimates["Production"]
    assert {"computed, 1938 Act, sec. 359b(a)(1)"} == estimates["Imports"]
    factors = origins_of(FY1995, "percentage_factors")
    assert {"input, 1938 Act, sec. 359c(d)(1)"} == factors["Past marketings"]
    for row in ("Average", "Percentage factor"):
        assert {"computed, 1938 Act, sec. 359c(d)(1)"} == factors[row]
    assert {"recorded, 1938 Act, sec. 359c(f)"} == origins_of(FY1995, "states")["Texas"]
    allocations = origins_of(FY1995, "allocations")
    assert {"computed, 1938 Act, sec. 359c(e)"} == allocations["Beet sugar"]
    assert {"recorded, 1938 Act, sec. 359d(a)"} == allocations["Okeelanta Corp"]
    assert {"sum, 1938 Act, sec. 359d(a)"} == allocations["Total Florida"]


def test_records_of_a_what_if_follow_pro_rata() -> None:
    pro_rata = {"pro rata, 1938 Act, sec. 359c(g)(2), for States assumed"}
    assert pro_rata == origins_of(EQUAL_WEIGHTS, "states")["Texas"]
    allocations = origins_of(EQUAL_WEIGHTS, "allocations")
    assert pro_rata == allocations["Monitor Sugar Co"]
    assert {"computed, 1938 Act, sec. 359c(e)"} == allocations["Cane sugar (including Puerto Rico)"]


def test_the_tables_of_an_act_have_names_whatever_a_notice_prints() -> None:
    """September 2024's prints too little for a determination."""
    assert ("quantity", "beet", "cane") == tables.names(allotments.load("fy2024-2024-09"))
    assert NAMES == tables.names(FY1995) == tables.names(INPUTS)


@pytest.mark.parametrize("form", [tables.names, tables.data, tables.html, tables.records])
def test_what_has_no_tables_is_refused_by_its_name(form: Any) -> None:
    expected = "found 'fy1995', expected a determination, or the notice or inputs of one"
    with pytest.raises(TypeError) as caught:
        form("fy1995")
    assert f"determination: {expected}" == str(caught.value)


def test_a_table_that_holds_no_number_explains_no_unit() -> None:
    said = "Each row is rounded half up; a total adds up the printed rows."
    assert tables.markdown(FY1995, "states").endswith(f"\n\nTST: thousand short tons. {said}")
    assert tables.markdown(NOT_REQUIRED, "states").endswith(f"\n\n{said}")


def test_notes_say_which_groups_are_recorded_and_which_follow() -> None:
    """Those that the Act's formulas compute need no note."""
    mixed = with_figures(FY1995, {"states": "pro rata", "Texas": "computed"})
    notes = tables.markdown(mixed, "allocations").split("\n\n")[2:]
    expected = [
        (
            "Source: 1938 Act, sec. 359c(e); 1938 Act, sec. 359c(f); 1938 Act, sec. 359d(a). "
            "Form: FR Doc. 94-25622, item 7."
        ),
        (
            "Recorded as printed, not computed: beet processors, Florida, Hawaii, Louisiana, "
            "Puerto Rico."
        ),
        (
            "Recorded, and changed by the percentage that the allotment changed (1938 Act, "
            "sec. 359c(g)(2), for States assumed): State allotments."
        ),
        "TST: thousand short tons. Each row is rounded half up; a total adds up the printed rows.",
    ]
    assert expected == notes
    assert "Recorded" not in tables.markdown(FY1995, "percentage_factors")
    assert f"<p class='note'>{expected[1]}</p>" in without_styles(tables.html(mixed, "allocations"))


def test_a_notebook_shows_a_printed_table_line_by_line() -> None:
    """Not as the representation of a string, with escapes; Hypothesis prints as IPython does."""
    printed = tables.federal_register(FY1995, "states")
    assert PRINTED["item 6: states"] == pretty(printed) == printed


def test_a_notebook_shows_html_and_markdown_as_tables() -> None:
    """They are strings everywhere else."""
    document, text = tables.html(FY1995, "states"), tables.markdown(FY1995, "states")
    assert str(document) == document._repr_html_()
    assert str(text) == text._repr_markdown_()
    assert {str} == {type(document._repr_html_()), type(text._repr_markdown_())}


SCHEMA = Path(__file__).parents[1] / "docs" / "tables.schema.json"


@pytest.mark.parametrize("determination", [FY1995, EQUAL_WEIGHTS, NOT_REQUIRED])
@pytest.mark.parametrize("table", [None, *NAMES])
def test_the_json_holds_to_its_schema(determination: Determination, table: str | None) -> None:
    data = json.loads(tables.json(determination, table))
    jsonschema.validate(data, json.loads(SCHEMA.read_text(encoding="utf-8")))
    assert tables.data(determination, table) == data
    assert (1, 1995) == (data["format"], data["fiscal_year"])
    assert len(tables.records(determination, table)) == len(data["figures"])


def test_the_json_holds_exact_quantities() -> None:
    exact = [figure["exact"] for figure in tables.data(FY1995, "allocations")["figures"]]
    assert ["2887717000/663", "2342690000/663", "7889000", "1687380"] == exact[:4]
    shares = tables.data(FY1995, "percentage_factors")["figures"][-2:]
    assert [(None, 55.2), (None, 44.8)] == [(one["exact"], one["rounded"]) for one in shares]


def test_a_frame_of_pandas() -> None:
    frame = tables.to_pandas(FY1995)
    florida = frame[(frame.group == "Florida") & ~frame.total]
    assert 1_687_380 == florida.short_tons.sum()
    assert list(tables.records(FY1995)[0]) == list(frame.columns)
    assert 4 == len(tables.to_pandas(FY1995, "states").query("short_tons < 1e6"))


def test_a_frame_of_polars() -> None:
    polars = import_module("polars")
    frame = tables.to_polars(FY1995)
    florida = frame.filter((polars.col("group") == "Florida") & ~polars.col("total"))
    assert 1_687_380.0 == florida["short_tons"].sum()
    assert [polars.Float64, polars.Float64] == [frame.schema[c] for c in ("short_tons", "rounded")]


def test_csv_writes_decimals_and_no_formula() -> None:
    names = {"=1+1": 1, "+1": Fraction(1, 3), "-1": Fraction(5, 2), "@x": -10, "\t=1": 0, "\r": 0}
    names |= dict.fromkeys(("\uff1d1", "\uff0b1", "\uff0d1", "\uff201"), 2)  # full width
    text = tables.csv(changed(states=names), "states")
    rows = list(csv.DictReader(io.StringIO(text)))
    expected = [
        ("'=1+1", "1", "0.001"),
        ("'+1", "0.333333", "0.000"),
        ("'-1", "2.5", "0.003"),
        ("'@x", "-10", "-0.010"),
        ("' =1", "0", "0.000"),
        (" ", "0", "0.000"),
        *((f"'{sign}1", "2", "0.002") for sign in "\uff1d\uff0b\uff0d\uff20"),
    ]
    assert expected == [(row["row"], row["short_tons"], row["printed"]) for row in rows]
    million = tables.csv(changed(states={"=A1": 1_000_000}), "states").splitlines()[1]
    start = "states,states.=A1,states,,'=A1,'=A1,False,1000000,1000000,1000.0,"
    assert f'{start}"1,000.000","TST, raw value",recorded,"1938 Act, sec. 359c(f)"' == million


def test_csv_defuses_the_names_of_states_too() -> None:
    """Also where blanks stand before the sign, which a spreadsheet takes away."""
    text = tables.csv(changed(processors={"=A1": {"x": 1}, " =A2": {"y": 1}}), "allocations")
    assert ",processors,'=A1,x,x,False,1," in text
    assert ",processors,' =A2,y,y,False,1," in text


def test_csv_ends_lines_as_documented() -> None:
    text = tables.csv(FY1995, "states")
    assert "\r" not in text
    assert (6, True) == (text.count("\n"), text.endswith("\n"))


def test_the_group_of_a_record() -> None:
    """`beet` or a State of a processor, and none of a sector, of a State or of an estimate."""

    def groups_of(table: str) -> list[str]:
        return list(dict.fromkeys(record["group"] for record in tables.records(FY1995, table)))

    assert [""] == groups_of("estimates")
    assert [""] == groups_of("percentage_factors")
    assert [""] == groups_of("states")
    states = ["Florida", "Hawaii", "Louisiana", "Puerto Rico", "Texas"]
    assert ["", "beet", *states] == groups_of("allocations")


def test_the_records_spell_the_estimates_as_the_notice_explains_them() -> None:
    rows = [record["row"] for record in tables.records(FY1995, "estimates")]
    assert [
        *("Consumption", "Reasonable ending (carryover) stocks", "Production"),
        *("Beginning (carry-in) stocks", "Imports"),
    ] == rows


names = st.text(max_size=80) | st.sampled_from(
    ["=cmd|' /C calc'!A0", "<img src=x onerror=alert(1)>", "a|b", "x\ny", "\x1b[2J", "\u202eabc"]
)
amounts = st.integers(-(10**15), 10**15) | st.fractions(-(10**9), 10**9, max_denominator=10**6)
groups = st.dictionaries(names, amounts, max_size=4)
origins = st.sampled_from(["computed", "recorded", "pro rata"])


@st.composite
def determinations(draw: st.DrawFn) -> Determination:
    """Any determination: other numbers and names, and parts that are not established."""
    sectors = st.none() | st.fixed_dictionaries({"beet": amounts, "cane": amounts})
    fields = ("consumption", "reasonable_carryover_stocks", "production", "carry_in_stocks")
    three = st.tuples(*[st.integers(0, 10**12)] * 3).map(lambda values: criteria(*values))
    found: Determination = with_figures(
        replace(FY1995, fiscal_year=1996),
        draw(st.dictionaries(names | st.sampled_from(["states", "beet"]), origins)),
        estimates={field: draw(amounts) for field in fields},
        criteria={"beet": draw(three), "cane": draw(three)},
        imports=draw(amounts),
        bases=draw(sectors),
        percentage_factors=draw(sectors),
        sectors=draw(sectors),
        states=draw(st.none() | groups),
        processors=draw(st.none() | st.dictionaries(names | st.just("beet"), groups, max_size=4)),
    )
    return found


@settings(max_examples=50)
@given(determinations())
@example(FY1995)
@example(NOT_REQUIRED)
def test_no_table_ever_misaligns(determination: Determination) -> None:
    for name in NAMES:
        lines = tables.federal_register(determination, name).split("\n")
        size = width(lines[0])
        assert size >= 72
        assert {size} == set(map(width, lines))
        assert all(line.isprintable() for line in lines)
        assert {"-" * size} == {lines[0], lines[-1]}
        rows = [record["printed"] for record in tables.records(determination, name)]
        if name == "percentage_factors":
            assert len(rows) // 2 >= sum(" (" in line for line in lines[5:])
            continue
        numbered = [line for line in lines if re.search(r"\. +-?[\d,.]+$", line)]
        assert rows == [re.findall(r"-?[\d,.]+$", line)[0] for line in numbered]


@given(st.lists(st.integers(0, 10**13), min_size=6, max_size=6))
def test_numbers_of_the_factors_end_at_one_column_whatever_their_size(values: list[int]) -> None:
    both = {"beet": criteria(*values[:3]), "cane": criteria(*values[3:])}
    lines = tables.federal_register(changed(criteria=both), "percentage_factors").splitlines()
    ends = [
        [m.end() for m in re.finditer(r"(?<=  )[\d,]+(?=  | \()", f"{x}  ")] for x in lines[5:-1]
    ]
    assert 1 == len(set(map(tuple, ends)))
    assert 2 == len(ends[0])


@given(st.text(max_size=70))
def test_the_table_is_as_wide_as_in_the_notice_wherever_the_name_fits(name: str) -> None:
    line = tables.federal_register(changed(states={name: 1}), "states").splitlines()[0]
    assert max(72, width(visible(name)) + 14) == len(line)


def test_a_group_named_in_a_note_is_no_markup() -> None:
    named = with_figures(FY1995, {"states": "computed"}, processors={"<b>": {"*A*": 1}})
    assert "Recorded as printed, not computed: &lt;b&gt;." in tables.markdown(named)


@settings(max_examples=50)
@given(determinations())
def test_names_are_harmless_in_every_form(determination: Determination) -> None:
    for line in tables.markdown(determination).splitlines():
        assert "<" not in line
        assert line.isprintable()
    document = without_styles(tables.html(determination))
    allowed = "div|style|table|caption|thead|tbody|tr|th|td|p"
    assert not re.sub(rf"</?({allowed})( [a-z]+='[\w -]*')*>", "", document).count("<")
    rows = list(csv.reader(io.StringIO(tables.csv(determination))))
    assert {len(tables.COLUMNS)} == {len(row) for row in rows}
    for row in rows:
        for text in row[:6]:
            assert not text.lstrip().startswith(("=", "+", "-", "@", "\t", "\r"))
            assert text.isprintable()
    for record in tables.records(determination):
        for key in ("figure", "group", "recipient", "row"):
            assert record[key].isprintable()


def test_latex_of_a_table_with_totals() -> None:
    """Its text as it is, a rule over the figures of a total, and a heading over both columns."""
    text = tables.latex(FY1995, "allocations")
    assert text.startswith(
        "\\begin{table}\n"
        "\\caption{Sugar marketing allotments and allocations, fiscal year 1995}\n"
        "\\begin{tabular}{lr}\n"
        "\\hline\n"
        " & Thousand short tons, raw value \\\\\n"
        "\\hline\n"
        "\\multicolumn{2}{l}{Overall beet/cane allotments} \\\\\n"
        "\\quad Beet sugar & 4,355.5 \\\\\n"
        "\\quad Cane sugar (including Puerto Rico) & 3,533.5 \\\\\n"
        "\\cline{2-2}\n"
        "\\quad Total & 7,889.0 \\\\\n"
    )
    assert 7 == text.count("\\cline")
    assert r"55.2\% & 44.8\% \\" in tables.latex(FY1995, "percentage_factors")
    assert "\n\n".join(tables.latex(FY1995, name) for name in NAMES) == tables.latex(FY1995)


def test_a_cell_of_a_workbook_shows_as_many_digits_as_print() -> None:
    """Texts are those of the table, with their indents; an empty line is none."""
    numbers = {"7,889": "#,##0", "55.2%": '#,##0.0"%"', "-0.500": "#,##0.000"}
    cells = [
        tables._excel_cell(Number(Fraction(1), Fraction(5, 2), printed, "TST", Key("a")))
        for printed in numbers
    ]
    assert [(2.5, shown_as) for shown_as in numbers.values()] == cells
    row = Line(
        kind="row",
        text="A",
        indent=2,
        numbers=(Number(Fraction(1), Fraction(1), "1", "TST", Key("a")),),
    )
    lines = [Line(kind="heading", text="Head"), row]
    shown = Shown("Caption", ["", "TST"], [], "<>", ["Note"])
    rows: list[Any] = [["", "TST"], ["Head"], ["  A", (1.0, "#,##0")]]
    assert Sheet("a", "Caption", rows, ["Note"]) == tables._sheet(tables._Filled("a", lines, shown))


def test_a_workbook_holds_numbers_as_numbers(tmp_path: Path) -> None:
    """In the unit of print, with a format of as many decimals; a text is never a formula."""
    path = tmp_path / "tables.xlsx"
    tables.excel(changed(states={"=1+1": 1_687_380}), path)
    book = import_module("openpyxl").load_workbook(path)
    assert list(NAMES) == book.sheetnames
    state, number = book["states"][4]
    assert ("=1+1", "s") == (state.value, state.data_type)
    assert (1687.38, "n", "#,##0.000") == (number.value, number.data_type, number.number_format)
    factors = {row[0].value: row[1:] for row in book["percentage_factors"].iter_rows()}
    beet, cane = factors["  Percentage factor"]
    assert (55.2, 44.8, '#,##0.0"%"') == (beet.value, cane.value, beet.number_format)
    assert [3_430, "#,##0"] == [
        factors["Past marketings"][0].value,
        factors["Past marketings"][0].number_format,
    ]
    caption = "Data used to determine the percentage factors, fiscal year 1995"
    assert caption == book["percentage_factors"]["A1"].value
    tables.excel(FY1995, path, "states")
    assert ["states"] == import_module("openpyxl").load_workbook(path).sheetnames


def test_a_workbook_that_cannot_be_written_is_refused_in_a_line(tmp_path: Path) -> None:
    """By the ending of its name, or as the system says it."""
    for name, fault in {
        "tables.pdf": "found another ending, expected .xlsx",
        "none/tables.xlsx": "no such file or directory, expected a path that can be written to",
    }.items():
        path = tmp_path / name
        with pytest.raises(InvalidInput) as caught:
            tables.excel(FY1995, path)
        assert (f"{path}: {fault}",) == caught.value.faults
        assert not path.exists()
    wrong: Any = 7
    with pytest.raises(TypeError, match=r"^path: found 7, expected the path of a file to write, "):
        tables.excel(FY1995, wrong)


@pytest.mark.parametrize(
    ("table", "source"),
    [
        ("estimates", "1938 Act, sec. 359b(a)(1). Form: FR Doc. 94-25622, item 1."),
        ("percentage_factors", "1938 Act, sec. 359c(d)(1). Form: FR Doc. 94-25622, item 3."),
        ("states", "1938 Act, sec. 359c(f). Form: FR Doc. 94-25622, item 6."),
    ],
)
def test_a_table_of_1990_names_its_paragraph_and_the_item_of_the_notice(
    table: str, source: str
) -> None:
    assert f"\nSource: {source}\n" in tables.markdown(FY1995, table)
