"""A verification as people and programs see it: text, notebook, records, JSON."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from html import unescape
from importlib import import_module
from math import isnan
from pathlib import Path

import jsonschema
import pytest
from displays import without_styles

import allotments
from allotments import verification
from allotments.checks import STATUSES, Check, Row
from allotments.core.printed_number import PrintedNumber, PrintedQuantity
from allotments.figures.figure import Key
from allotments.notices import Notice
from allotments.verification import CorpusVerification, Verification, verify, verify_corpus

NOTICE = allotments.load("fy1995")
REPORT = verify(NOTICE)
SCHEMA = Path(__file__).parents[1] / "docs" / "verification.schema.json"


def quantity(text: str) -> PrintedQuantity:
    return PrintedQuantity(value=Decimal(text), unit="TST")


def with_summary(**figures: object) -> Notice:
    """The notice with other figures in its summary."""
    block = NOTICE.printed[0].model_copy(update=figures)
    return NOTICE.model_copy(update={"printed": [block, *NOTICE.printed[1:]]})


CONTRADICTED = verify(with_summary(overall_allotment_quantity=quantity("7888")))

# A figure that is printed although no allotments are required: there is nothing computed.
NOT_ESTABLISHED = Verification(
    "A notice",
    1996,
    (
        Row(
            "Item 1",
            "sectors.beet",
            quantity("1.5"),
            (Check("formula", "contradicted", None, "sec. 359b(b)(1)"),),
        ),
    ),
)
WITHIN = Verification(
    "A notice",
    1996,
    (
        Row(
            "Item 1",
            "total.states",
            quantity("1.5"),
            (
                Check("sum", "reproduced", 1_500, "sum of 2 rows"),
                Check("formula", "within rounding", 1_700, "sec. 359c(e)", (1_400, 1_900), "guess"),
            ),
            Key("sectors", "", "cane"),
        ),
        Row("Item 1", "other.price", quantity("2"), ()),
    ),
)


def test_it_prints_place_by_place_with_units_apart_from_numbers() -> None:
    expected = """\
Verification of A notice, fiscal year 1996

1 of 1 printed totals equal the sums of their rows.
2 printed figures: 0 contradicted, 1 within rounding, 0 reproduced, 1 recorded.

Figure          Printed  Computed  Unit  Status
--------------  -------  --------  ----  ----------------------------
Item 1
  total.states      1.5       1.7  TST   within rounding*: 1.4 to 1.9
  other.price         2            TST   recorded

* total.states: guess."""
    assert expected == str(WITHIN)


def test_what_is_not_established_is_computed_as_none() -> None:
    line = "! sectors.beet      1.5      none  TST   contradicted*"
    assert line in str(NOT_ESTABLISHED).splitlines()
    assert not NOT_ESTABLISHED


def test_a_contradiction_shows_no_range_as_an_excuse() -> None:
    """The range is in the records; beside the status it would read as if it explained the print."""
    check = Check("formula", "contradicted", 1_700, "sec. 359c(e)", (1_600, 1_900))
    row = Row("Item 1", "sectors.beet", quantity("1.5"), (check,))
    line = "! sectors.beet      1.5       1.7  TST   contradicted*"
    assert line in str(Verification("A notice", 1996, (row,))).splitlines()


LEAVE = "the last part is what the others, printed half up, leave"


@pytest.mark.parametrize(
    ("check", "note"),
    [
        (Check("sum", "contradicted", 1_400, "2 rows"), "0.1 TST more than computed: 2 rows"),
        (Check("sum", "within rounding", 1_600, "2 rows"), "0.1 TST less than computed: 2 rows"),
        (
            Check("sum", "does not close", 1_600, "2 rows", reason="who knows"),
            "0.1 TST less than computed: 2 rows; who knows",
        ),
        (Check("sum", "reproduced", 1_510, "2 rows"), ""),  # prints the same
        (Check("sum", "contradicted", 1_500, "2 rows"), "2 rows"),  # nothing is missing
        (Check("formula", "contradicted", 1_400, "sec. 1"), "0.1 TST more than computed: sec. 1"),
        (Check("constant", "contradicted", 1_400, "sec. 1"), "0.1 TST more than computed: sec. 1"),
        (Check("formula", "within rounding", 1_400, "sec. 1"), ""),
        (Check("constant", "reproduced", 1_510, "sec. 1"), ""),
        (Check("repeat", "contradicted", 1_400, "printed before: A"), "printed before: A"),
        (Check("repeat", "reproduced", 1_500, "printed before: A"), ""),
        (Check("formula", "contradicted", None, "sec. 1"), "sec. 1"),
        (
            Check("formula", "reproduced", 1_500, "sec. 1", print_rules=("remainder",)),
            f"sec. 1: {LEAVE}",
        ),
        (Check("formula", "reproduced", 1_500, "sec. 1", print_rules=("half_up",)), ""),
        (
            Check("formula", "reproduced", 1_500, "sec. 1", as_meant=("a", "b")),
            "sec. 1, with a, b as meant",
        ),
        (Check("misprint", "misprint", 1_500, "sec. 1 fails", reason="why"), "sec. 1 fails; why"),
        (Check("misprint", "contradicted", 1_400, "not needed"), "not needed"),
    ],
)
def test_what_is_said_of_a_check_under_the_table(check: Check, note: str) -> None:
    """The print is 1.5 TST."""
    row = Row("Item 1", "sectors.beet", quantity("1.5"), (check,))
    *_, under = str(Verification("A notice", 1996, (row,))).split("\n\n")
    assert (f"* sectors.beet: {note}." if note else under) == under
    assert bool(note) is under.startswith("* ")


@pytest.mark.parametrize(
    ("count", "others"), [(6, ""), (7, " or another"), (8, " or one of 2 others")]
)
def test_of_what_would_make_a_sum_come_out_six_are_named(count: int, others: str) -> None:
    candidates = tuple((name, 1_000) for name in "abcdefgh"[:count])
    check = Check("sum", "contradicted", 1_400, "2 rows", candidates=candidates)
    row = Row("Item 1", "sectors.beet", quantity("1.5"), (check,))
    *_, under = str(Verification("A notice", 1996, (row,))).split("\n\n")
    named = " or ".join(f"{name} 1.0" for name in "abcdef")
    said = f"0.1 TST more than computed: 2 rows; it would come out with {named}{others}"
    assert f"* sectors.beet: {said}." == under.replace("\n", " ")


def test_a_record_of_the_corpus_begins_with_its_notice() -> None:
    (record, *_), (alone, *_) = CorpusVerification({"a": WITHIN}).records(), WITHIN.records()
    assert [("notice", "a"), ("place", "Item 1")] == list(record.items())[:2]
    assert ["notice", *alone] == list(record)


def test_the_notice_of_1995_closes_with_its_counts() -> None:
    text = str(REPORT)
    assert text.splitlines()[2:5] == REPORT.closing
    assert "7 of 7 printed totals equal the sums of their rows." == REPORT.closing[0]
    assert REPORT.closing[1].startswith(f"{len(REPORT.rows)} printed figures: 0 contradicted, ")
    by_kind = "31 by a formula, 8 by a sum, 18 as a repeat, 12 as a constant of the library"
    assert f"Reproduced: {by_kind}." == REPORT.closing[2]  # 69 in all
    assert sum(REPORT.counts.values()) == len(REPORT.rows)
    assert tuple(REPORT.counts) == STATUSES
    assert 1 == text.count("\n* crystalline_fructose: ")


@pytest.mark.parametrize("report", [REPORT, CONTRADICTED, NOT_ESTABLISHED, WITHIN])
def test_it_fits_a_terminal(report: Verification) -> None:
    assert max(map(len, str(report).splitlines())) <= 100


@pytest.mark.parametrize("report", [REPORT, CONTRADICTED, NOT_ESTABLISHED, WITHIN])
def test_a_notebook_shows_the_same(report: Verification) -> None:
    document = unescape(without_styles(report._repr_html_()))
    title, _, _ = str(report).partition("\n")
    assert f">{title}<" in document
    for row in report.rows:
        assert f">{row.place}</th></tr>" in document
        mark = "!" if row.status == "contradicted" else " "
        assert f">{mark} {row.figure}</th>" in document
        assert f"<td class='end'>{row.printed.format(row.printed.amount)}</td>" in document
        assert f"<td class='start'>{row.status}" in document
    for line in report.closing:
        assert f">{line}</p>" in document[: document.index("<tr")]  # the answer first


@pytest.mark.parametrize("report", [REPORT, CONTRADICTED, NOT_ESTABLISHED, WITHIN])
def test_the_json_holds_to_its_schema(report: Verification) -> None:
    data = json.loads(report.to_json())
    jsonschema.validate(data, json.loads(SCHEMA.read_text(encoding="utf-8")))
    assert report.data() == data
    assert (1, report.document, report.fiscal_year) == tuple(
        data[key] for key in ("format", "document", "fiscal_year")
    )
    assert bool(report) is not data["contradicted"]
    assert report.counts == data["counts"]


def test_a_record_for_each_check_and_for_what_has_none() -> None:
    expected = {
        "place": "Item 1",
        "figure": "total.states",
        "family": "sectors",
        "group": "",
        "recipient": "cane",
        "printed": 1_500.0,
        "computed": 1_700.0,
        "least": 1_400.0,
        "greatest": 1_900.0,
        "exact_printed": "1500",
        "exact_computed": "1700",
        "exact_least": "1400",
        "exact_greatest": "1900",
        "printed_text": "1.5",
        "computed_text": "1.7",
        "unit": "short tons",
        "printed_unit": "TST",
        "status": "within rounding",
        "check": "formula",
        "source": "sec. 359c(e)",
        "inferred": "guess",
        "reason": "",
    }
    first, second, third = WITHIN.records()
    assert expected == second
    assert ("sum", "reproduced", "", "") == tuple(
        first[key] for key in ("check", "status", "exact_least", "exact_greatest")
    )
    assert ("other.price", "2000", "recorded", "", "", "", "", "") == tuple(
        third[key]
        for key in (
            *("figure", "exact_printed", "status", "check", "computed_text"),
            *("source", "inferred", "reason"),
        )
    )
    assert all(isnan(third[key] or 0) for key in ("computed", "least", "greatest"))
    (none,) = NOT_ESTABLISHED.records()
    assert ("", "", "formula") == tuple(
        none[key] for key in ("computed_text", "exact_computed", "check")
    )


def test_the_records_hold_the_exact_range_of_the_beet_total() -> None:
    """4,355.538 against 4,355.531: within what the printed criteria's rounding makes of it."""
    record = next(r for r in REPORT.records() if r["exact_least"] and "beet" in r["figure"])
    assert ("4,355.538", "4,355.531") == (record["printed_text"], record["computed_text"])
    assert 4_355_538 == record["printed"]
    least, exact, greatest = (record[f"exact_{key}"] for key in ("least", "computed", "greatest"))  # type: ignore[literal-required]
    assert Fraction(least) < Fraction(exact) < Fraction(greatest)


def test_what_is_done_to_the_data_leaves_the_report_as_it_was() -> None:
    counts = REPORT.data()["counts"]
    counts["contradicted"] = 5
    assert bool(REPORT)
    assert 0 == REPORT.counts["contradicted"]


def test_pandas_takes_the_records() -> None:
    pandas = import_module("pandas")
    frame = pandas.DataFrame(REPORT.records())
    assert set() == set(frame.status) - set(STATUSES)
    assert REPORT.counts["recorded"] == (frame.status == "recorded").sum()


def test_polars_takes_the_records() -> None:
    polars = import_module("polars")
    schema = polars.DataFrame(REPORT.records()).schema
    numbers = {name for name, kind in schema.items() if kind == polars.Float64}
    assert {"printed", "computed", "least", "greatest"} == numbers
    assert {polars.String} == {kind for name, kind in schema.items() if name not in numbers}


def test_a_hostile_document_name_stays_one_line() -> None:
    """It comes from the user's file, and may hold what a terminal would obey."""
    text = str(Verification("\x1b[2J\nx", 1996, ()))
    assert "Verification of \\x1b[2J x, fiscal year 1996" == text.splitlines()[0]


def of(*rows: Row) -> Verification:
    return Verification("A notice", 1996, rows)


def printed(figure: str, number: PrintedNumber, *checks: Check, place: str = "Item 1") -> Row:
    return Row(place, figure, number, checks)


def test_a_summary_of_few_figures_that_are_all_as_printed_shows_them() -> None:
    """Up to eight; of nine the closing lines are enough, unless every figure is asked for."""
    eight, nine = (of(*[printed("other.price", quantity("2"))] * count) for count in (8, 9))
    assert 8 == eight.summary().count("other.price")
    assert 0 == nine.summary().count("other.price")
    assert 9 == nine.summary(every=True).count("other.price")


CONTRADICTED_REPEAT = printed(
    "sectors.cane", quantity("3"), Check("repeat", "contradicted", 2_000, "printed before: Item 1")
)


def test_a_summary_shows_only_what_is_not_reproduced_the_worst_first() -> None:
    expected = """\
Verification of A notice, fiscal year 1996

1 of 1 printed totals equal the sums of their rows.
3 printed figures: 1 contradicted, 1 within rounding, 0 reproduced, 1 recorded.

Figure          Printed  Computed  Unit  Status
--------------  -------  --------  ----  ----------------------------
Item 1
! sectors.cane        3         2  TST   contradicted*
  total.states      1.5       1.7  TST   within rounding*: 1.4 to 1.9

* sectors.cane: printed before: Item 1.
* total.states: guess."""
    assert expected == of(*WITHIN.rows, CONTRADICTED_REPEAT).summary()


def test_a_notebook_marks_what_is_contradicted() -> None:
    """The one row, below the heading of its place and another figure."""
    document = without_styles(of(WITHIN.rows[1], CONTRADICTED_REPEAT)._repr_html_())
    assert ["! sectors.cane"] == re.findall(r"<tr class='marked'><th [^>]*>([^<]*)<", document)


def notes(*rows: Row) -> list[str]:
    """Return the notes below the table, each on one line."""
    text = of(*rows).summary(every=True)
    return " ".join(text[text.index("\n* ") + 3 :].split("\n")).split(" * ")


def test_a_note_says_by_how_much_a_sum_misses_and_why_it_stands() -> None:
    """A ton is one ton; in thousands the unit has no plural, and a count has no unit."""
    tons = PrintedQuantity(value=Decimal(1_001), unit="short tons")
    count = PrintedNumber(value=Decimal(5))
    reason = "the total may be rounded"
    assert [
        "total.a: 1 short ton more than computed: sum of 2 rows.",
        "total.b: 2 short tons less than computed: sum of 2 rows.",
        "total.c: 0.2 TST less than computed: sum of 2 rows.",
        (
            "total.d: 2 more than computed: sum of 2 rows; it would come out with e 4 or d 3; "
            "the total may be rounded."
        ),
    ] == notes(
        printed("total.a", tons, Check("sum", "within rounding", 1_000, "sum of 2 rows")),
        printed("total.b", tons, Check("sum", "within rounding", 1_003, "sum of 2 rows")),
        printed(
            "total.c", quantity("1.5"), Check("sum", "within rounding", 1_700, "sum of 2 rows")
        ),
        printed(
            "total.d",
            count,
            Check(
                "sum",
                "does not close",
                3,
                "sum of 2 rows",
                candidates=(("e", 4), ("d", 3)),
                reason=reason,
            ),
        ),
    )


def test_a_note_names_six_figures_that_would_close_a_sum_and_counts_the_others() -> None:
    def note(*names: str) -> str:
        """Of a total printed as 5.0 for 3.0, which each of the *names* would close with 4.0."""
        candidates = tuple((name, 4_000) for name in names)
        (found,) = notes(
            printed(
                "total.a",
                quantity("5.0"),
                Check("sum", "contradicted", 3_000, "sum of rows", candidates=candidates),
            )
        )
        return found

    start = "total.a: 2.0 TST more than computed: sum of rows; it would come out with"
    six = "b 4.0 or c 4.0 or d 4.0 or e 4.0 or f 4.0 or g 4.0"
    assert f"{start} {six}." == note(*"bcdefg")
    assert f"{start} {six} or another." == note(*"bcdefgh")
    assert f"{start} {six} or one of 3 others." == note(*"bcdefghij")


def test_a_note_says_what_proves_a_misprint_and_what_else_tells() -> None:
    """Its reason may be missing; a record has both, each in its column."""
    proof = Check(
        "misprint", "misprint", 2_000, "as printed fails: a sum", reason="digits exchanged"
    )
    rows = [
        printed("states.A", quantity("3"), proof),
        printed("states.B", quantity("3"), replace(proof, reason="")),
        printed("states.C", quantity("2"), Check("formula", "reproduced", 2_000, "sec. 359c(f)")),
    ]
    assert [
        "states.A: as printed fails: a sum; digits exchanged.",
        "states.B: as printed fails: a sum.",
    ] == notes(*rows)
    assert [("as printed fails: a sum", "digits exchanged"), ("sec. 359c(f)", "")] == [
        (one["source"], one["reason"]) for one in of(*rows[::2]).records()
    ]


HALF_UP, REMAINDER, EITHER = (
    printed(
        f"sectors.{name}",
        quantity("2"),
        Check("formula", "reproduced", 2_000, "sec. 359c(c)", print_rules=rules),
        place=f"Item {name}",
    )
    for name, rules in (
        ("a", ("half_up",)),
        ("b", ("remainder",)),
        ("c", ("half_up", "remainder")),
    )
)


@pytest.mark.parametrize(
    ("rows", "rules", "line"),
    [
        ([HALF_UP, EITHER], ("half_up",), "half_up, each part by itself"),
        (
            [EITHER, REMAINDER],
            ("remainder",),
            "remainder, the last part is what the others, printed half up, leave",
        ),
    ],
)
def test_the_one_rule_of_print_that_fits_is_named(
    rows: list[Row], rules: tuple[str, ...], line: str
) -> None:
    assert rules == of(*rows).print_rules
    assert f"Rule of print of the parts of a whole: {line}." == of(*rows).closing[-1]


def test_where_each_of_two_rules_of_print_is_needed_is_said() -> None:
    """Once for each place and figure; what either rule prints alike needs neither."""
    report = of(HALF_UP, HALF_UP, EITHER, REMAINDER)
    assert () == report.print_rules
    expected = "half_up at sectors.a (Item a); remainder at sectors.b (Item b)"
    assert f"No one rule of print fits all parts of a whole: {expected}." == report.closing[-1]


def test_of_rules_of_print_that_do_not_differ_nothing_is_said() -> None:
    assert ("half_up", "remainder") == of(EITHER).print_rules
    assert () == WITHIN.print_rules
    for report in (of(EITHER), WITHIN):
        assert not any("ule of print" in line for line in report.closing)


def test_all_notices_are_a_line_each_and_a_contradicted_one_is_shown_below() -> None:
    wrong = of(CONTRADICTED_REPEAT)
    corpus = CorpusVerification({"fy1": WITHIN, "fy2": wrong})
    expected = """\
Every bundled notice

2 notices.
3 printed figures: 1 contradicted, 1 within rounding, 0 reproduced, 1 recorded.

Notice  Printed  Contradicted  Does not close  Misprint  Within rounding  Reproduced  Recorded
------  -------  ------------  --------------  --------  ---------------  ----------  --------
fy1           2                                                        1                     1
fy2           1             1

"""
    assert f"{expected}{wrong.summary()}" == str(corpus)
    assert not corpus
    document = without_styles(corpus._repr_html_())
    assert ["fy2"] == re.findall(r"<tr class='marked'><th [^>]*>([^<]*)<", document)


def test_two_contradicted_notices_are_shown_with_a_blank_line_between() -> None:
    wrong = of(CONTRADICTED_REPEAT)
    text = str(CorpusVerification({"fy1": wrong, "fy2": wrong}))
    assert text.endswith(f"\n\n{wrong.summary()}\n\n{wrong.summary()}")


def test_every_bundled_notice_is_verified_by_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verification, "bundled", lambda: ["fy2012", "fy2024-2024-09"])
    expected = {name: verify(allotments.load(name)) for name in ("fy2012", "fy2024-2024-09")}
    assert CorpusVerification(expected) == verify_corpus()


def test_by_how_much_a_sum_within_rounding_misses_is_said() -> None:
    """FY2021's cane allocations add up to one ton less than the allotment."""
    said = verify(allotments.load("fy2021")).summary().replace("\n", " ")
    assert "Sugar Growers: 1 short ton less than computed: sectors.cane as printed before" in said
