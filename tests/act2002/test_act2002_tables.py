"""The tables of a determination under the Act of 2002, whole, as the announcements print them."""

from __future__ import annotations

import pytest
from changed_figures import with_figures

import allotments
from allotments import act2002, tables
from allotments.act2002.act import ACT

FY2025 = allotments.determine(allotments.load("fy2025"))


def test_every_table_of_fiscal_year_2025() -> None:
    """Each processor's and State's tons as announced; the totals are the allotments themselves."""
    expected = """\
----------------------------------------------------------------------
                                                           Short tons,
                                                            raw value
----------------------------------------------------------------------
Estimated consumption...................................   12,300,000
Minimum overall allotment quantity......................   10,455,000
Beet sugar..............................................    5,682,293
Cane sugar..............................................    4,772,708
                                                         -------------
Overall allotment quantity..............................   10,455,000
----------------------------------------------------------------------

----------------------------------------------------------------------
                                                           Short tons,
                                                            raw value
----------------------------------------------------------------------
         Beet processors' marketing allocations:

  Amalgamated Sugar Co..................................    1,216,622
  American Crystal Sugar Co.............................    2,089,791
  Michigan Sugar Co.....................................      586,842
  Minn-Dak Farmers Co-op................................      394,629
  Southern Minnesota Beet Sugar Co-op...................      766,929
  Western Sugar Co......................................      579,901
  Wyoming Sugar Co......................................       47,579
                                                         -------------
    Total beet sugar....................................    5,682,293
----------------------------------------------------------------------

----------------------------------------------------------------------
                                                           Short tons,
                                                            raw value
----------------------------------------------------------------------
              State cane sugar allotments:

  Florida...............................................    2,690,953
  Louisiana.............................................    2,081,755
                                                         -------------
    Total cane sugar....................................    4,772,708

         Cane processors' marketing allocations:

Florida:
  Florida Crystals......................................    1,107,936
  Growers Co-op. of FL..................................      484,063
  U.S. Sugar Corp.......................................    1,098,954
                                                         -------------
    Total Florida.......................................    2,690,953
Louisiana:
  Sugar Growers and Refiners............................    1,445,222
  M. A. Patout & Sons...................................      636,533
                                                         -------------
    Total Louisiana.....................................    2,081,755
----------------------------------------------------------------------"""
    lines = tables.federal_register(FY2025).splitlines()
    assert {0, 70} == set(map(len, lines))
    assert expected == "\n".join(line.rstrip() for line in lines)


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        (
            "quantity",
            [
                "**Overall allotment quantity and sector allotments, fiscal year 2025**",
                (
                    "Source: 1938 Act, sec. 359c(b); 1938 Act, sec. 359c(c). Form: announcements "
                    "of the Department of Agriculture since fiscal year 2009."
                ),
                "Each row is rounded half up; a total is printed from its own value.",
            ],
        ),
        (
            "beet",
            [
                "**Beet sugar allocations, fiscal year 2025**",
                (
                    "Source: 1938 Act, sec. 359d(b)(2). Form: announcements of the Department of "
                    "Agriculture since fiscal year 2009."
                ),
                "Recorded as printed, not computed: beet processors.",
                "Each row is rounded half up; a total is printed from its own value.",
            ],
        ),
        (
            "cane",
            [
                "**Cane sugar allotments and allocations, fiscal year 2025**",
                (
                    "Source: 1938 Act, sec. 359c(e); 1938 Act, sec. 359d(b)(1). Form: "
                    "announcements of the Department of Agriculture since fiscal year 2009."
                ),
                "Recorded as printed, not computed: State allotments, Florida, Louisiana.",
                "Each row is rounded half up; a total is printed from its own value.",
            ],
        ),
    ],
)
def test_the_caption_and_the_notes_of_a_table(table: str, expected: list[str]) -> None:
    caption, grid, *notes = tables.markdown(FY2025, table).split("\n\n")
    assert expected == [caption, *notes]
    assert "| Short tons, raw value |" in grid.splitlines()[0]


def test_each_state_is_a_label_over_its_processors() -> None:
    document = tables.html(FY2025, "cane")
    for label in ("Florida:", "Louisiana:"):
        assert f"colspan='2'>{label}</th>" in document


def test_each_figure_of_a_table_has_its_paragraph() -> None:
    found = {one["figure"]: one["source"] for one in reversed(tables.records(FY2025))}
    assert {
        "estimates.consumption": "1938 Act, sec. 359b(a)(1)",
        "minimum_overall_allotment_quantity": "1938 Act, sec. 359b(a)(1)",
        "sectors.cane": "1938 Act, sec. 359c(c)",
        "states_after_reassignment.Florida": "1938 Act, sec. 359c(e)",
        "processors.Louisiana.M. A. Patout & Sons": "1938 Act, sec. 359d(b)",
        "processors.beet.Wyoming Sugar Co.": "1938 Act, sec. 359d(b)",
    }.items() <= found.items()


def test_what_is_not_known_is_remarked_on_and_has_no_unit_or_total() -> None:
    nothing = with_figures(FY2025, states_after_reassignment=None, processors=None)
    rule = "-" * 70
    assert [
        "              State cane sugar allotments:",
        "",
        "  Not known.",
        "",
        "         Cane processors' marketing allocations:",
        "",
        "  Not known.",
        rule,
    ] == [line.rstrip() for line in tables.federal_register(nothing, "cane").splitlines()[4:]]
    for table in ("beet", "cane"):
        assert "TST" not in tables.markdown(nothing, table)
    nowhere = with_figures(FY2025, estimates=None, sectors=None, overall_allotment_quantity=None)
    nowhere = with_figures(nowhere, minimum_overall_allotment_quantity=None)
    lines = tables.federal_register(nowhere, "quantity").splitlines()[4:]
    assert ["Not known.", rule] == [line.rstrip() for line in lines]


def test_a_state_allotment_before_reassignment_stands_where_there_is_no_other() -> None:
    """Of Louisiana, whose allotment is not known, the total is that of its rows."""
    before = with_figures(
        FY2025,
        states_after_reassignment=None,
        states={"Florida": 3_000_001},
        processors={"Florida": {"A": 1_000_000, "B": 2_000_000}, "Louisiana": {"C": 1, "D": 2}},
    )
    numbers = [(one["row"], one["printed"]) for one in tables.records(before, "cane")]
    assert [
        ("Florida", "3,000,001"),
        ("A", "1,000,000"),
        ("B", "2,000,000"),
        ("Total Florida", "3,000,001"),
        ("C", "1"),
        ("D", "2"),
        ("Total Louisiana", "3"),
    ] == numbers
    said = "a total is printed from its own value; a total adds up the printed rows."
    assert tables.markdown(before, "cane").endswith(f"Each row is rounded half up; {said}")


def test_what_is_known_in_part_has_no_total() -> None:
    """Of each sector, and of Florida, far more is allotted; a State is a label over its rows."""
    mills = {"A": 20_000, "B": 10_000}
    recorded = act2002.Recorded(
        states={"Florida": 1_000_000}, processors={"beet": mills, "Florida": mills}
    )
    inputs = act2002.Inputs(
        fiscal_year=2026, overall_allotment_quantity=10_455_000, recorded=recorded
    )
    found = allotments.determine(inputs)

    def texts(table: str) -> list[str]:
        lines = tables.federal_register(found, table).splitlines()[4:-1]
        return [line.strip(" .0123456789,") for line in lines]

    in_part = ["A", "B", "Other rows are not known"]
    assert ["Beet processors' marketing allocations:", "", *in_part] == texts("beet")
    assert [
        *("State cane sugar allotments:", "", "Florida", "Other rows are not known", ""),
        *("Cane processors' marketing allocations:", "", "Florida:", *in_part),
    ] == texts("cane")
    assert [["heading", "blank"], ["row", "remark"], ["blank", "heading", "blank", "label"]] == [
        [line.kind for line in ACT.tables["cane"].filled(found.figures)[at]]
        for at in (slice(0, 2), slice(2, 4), slice(4, 8))
    ]


@pytest.mark.parametrize(
    ("states", "missing"),
    [
        ({"Hawaii": 300_000, "Florida": 3_783_500}, True),  # 25,000 of 325,000 are somebody's
        ({"Hawaii": 325_000, "Florida": 3_000_000}, True),  # 783,500 of the mainland's
        ({"Hawaii": 300_000, "Puerto Rico": 25_000, "Florida": 3_783_500}, False),
    ],
)
def test_offshore_and_mainland_states_may_be_known_in_part(
    states: dict[str, int],
    missing: bool,  # noqa: FBT001 -- a column of the parameters
) -> None:
    """45.65 percent of 9,000,000 are 4,108,500, of which 325,000 are offshore States'."""
    inputs = act2002.Inputs(
        fiscal_year=2012,
        overall_allotment_quantity=9_000_000,
        recorded=act2002.Recorded(states=states),
    )
    shown = tables.federal_register(allotments.determine(inputs), "cane")
    assert missing is ("  Other rows are not known." in shown)
