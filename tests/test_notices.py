"""Notice files: read, refused with every fault in its place, written back, and described."""

from __future__ import annotations

import builtins
import importlib.util
import json
import re
import tomllib
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from displays import without_styles
from hypothesis import given
from hypothesis import strategies as st
from pydantic.version import version_short

import allotments
from allotments import InvalidInput
from allotments.act1990 import CANE_STATES, PrintedPlace
from allotments.act1990.printed_place import TariffRateQuota
from allotments.acts import act_named
from allotments.core.base_model import Model
from allotments.core.errors import did_you_mean
from allotments.core.printed_number import PrintedPercent, PrintedQuantity
from allotments.figures.figure import Key
from allotments.notices import Notice, bundled, load
from allotments.printed_place import quantity_depths

ROOT = Path(__file__).parents[1]
SCHEMA = ROOT / "docs" / "notice.schema.json"
TEMPLATE = ROOT / "docs" / "notice-template.toml"

NOTICE = """\
format = 1
act = "1990"
fiscal_year = 1995
unit = "TST"

[source]
document = "Doc. 1"
title = "A notice"
published = 1994-10-17

[[printed]]
place = "Table 1"
imports = 1249
[printed.estimates]
consumption = 9247
reasonable_carryover_stocks = 1278
production = 7890
carry_in_stocks = 1386

[[printed]]
place = "Table 2"
unit = "million short tons"
minimum_imports = 1.25
weights = { past_marketings = 25, processing_capacity = 25, ability_to_market = 50 }
[printed.criteria.beet]
past_marketings = 3.430
processing_capacity = 4.408
ability_to_market = 4.500
[printed.criteria.cane]
past_marketings = 3.341
processing_capacity = 3.539
ability_to_market = 3.390

[[printed]]
place = "Elsewhere"
weighting = [1, 1, 1]
restraint.beet = { value = 195_000, unit = "short tons", resolution = 1000 }

[[printed]]
place = "Table 3"
total = 20.300
[printed.states]
Florida = 20.000
"Puerto Rico" = 0.300
[printed.tariff_rate_quota]
starts = 1994-08-01
ends = 1995-09-30
short_tons = 1_458_333
[printed.other]
"a price" = { value = 18, unit = "cents per pound" }

[[printed]]
place = "Table 4"
[printed.processors.Florida]
"First Mill" = 20.000
"""
UNITS = "expected 'TST', 'short tons', 'million short tons' or 'metric tons'"
ENORMOUS = "a whole number of more than 60 digits"
TRILLION = "expected a number from 0 to 1,000,000,000,000"
ESTIMATES = "printed[0] (Table 1) estimates"
WEIGHTS_LINE = (
    "weights = { past_marketings = 25, processing_capacity = 25, ability_to_market = 50 }\n"
)


def changed(*changes: tuple[str, str]) -> str:
    """Return the notice above with each text, which must be there, replaced throughout."""
    text = NOTICE
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    return text


def faults_of(content: str | bytes, folder: Path) -> list[str]:
    """Return the faults that loading a file of this content finds, without the file's name."""
    path = folder / "mine.toml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(InvalidInput) as error:
        load(path)
    assert all(fault.startswith(f"{path}: ") for fault in error.value.faults)
    faults = [fault.removeprefix(f"{path}: ") for fault in error.value.faults]
    assert all(fault.isprintable() and len(fault) < 350 for fault in faults)
    return faults


def parsed(text: str) -> dict[str, Any]:
    return tomllib.loads(text, parse_float=Decimal)


def test_the_notice_above_loads(tmp_path: Path) -> None:
    """What the damaged files below are damaged from. Units: the file's, a place's, a number's."""
    path = tmp_path / "mine.toml"
    path.write_text(NOTICE)
    for notice in (load(path), load(str(path)), Notice.model_validate(parsed(NOTICE))):
        assert (9_247_000, 3_430_000) == (
            notice.inputs.estimates.consumption,
            notice.inputs.criteria.beet.past_marketings,
        )
        assert {"Florida": 20_000, "Puerto Rico": 300} == notice.inputs.recorded.states
        assert date(1994, 10, 17) == notice.source.published
        amounts = {figure.path: figure.number.amount for figure in notice.figures()}
        assert 195_000 == amounts["restraint.beet"]
        assert 1_458_333 == amounts["tariff_rate_quota.short_tons"]
        assert 18 == amounts["other.a price"]


# What is wrong with a file, and every line that is said about it.
KEYS: dict[str, tuple[list[tuple[str, str]], list[str]]] = {
    "unknown key at the top": (
        [("format = 1", "format = 1\nfiscal_yaer = 1995")],
        ["fiscal_yaer: unknown key; did you mean 'fiscal_year'?"],
    ),
    "unknown key of the source": (
        [("published =", "publishd =")],
        ["source.publishd: unknown key; did you mean 'published'?"],
    ),
    "unknown key of a place": (
        [("imports = 1249", "import = 1249")],
        ["printed[0] (Table 1) import: unknown key; did you mean 'imports'?"],
    ),
    "unknown key in a table": (
        [("production =", "producton =")],
        [f"{ESTIMATES}.producton: unknown key; did you mean 'production'?"],
    ),
    "unknown key two tables deep": (
        [("past_marketings = 3.430", "past_marketing = 3.430")],
        [
            (
                "printed[1] (Table 2) criteria.beet.past_marketing: unknown key; did you mean "
                "'past_marketings'?"
            ),
        ],
    ),
    "unknown sector": (
        [("[printed.criteria.cane]", "[printed.criteria.corn]")],
        ["printed[1] (Table 2) criteria.corn: unknown key; expected one of: beet, cane"],
    ),
    "unknown key of a number": (
        [("resolution = 1000", "resolutoin = 1000")],
        [
            (
                "printed[2] (Elsewhere) restraint.beet.resolutoin: unknown key; did you mean "
                "'resolution'?"
            ),
        ],
    ),
    "misspelt value of a number": (
        [("{ value = 195_000", "{ valeu = 195_000")],
        [
            "printed[2] (Elsewhere) restraint.beet.value: missing, expected a value",
            "printed[2] (Elsewhere) restraint.beet.valeu: unknown key; did you mean 'value'?",
        ],
    ),
    "unknown key of a quota": (
        [("short_tons = 1_458_333", "long_tons = 1_458_333")],
        [
            (
                "printed[3] (Table 3) tariff_rate_quota.long_tons: unknown key; did you mean "
                "'short_tons'?"
            ),
        ],
    ),
    "no key is near": (
        [("published = 1994-10-17", "xyzzy = 1")],
        [
            (
                "source.xyzzy: unknown key; expected one of: document, title, publication, "
                "published, location, note"
            ),
        ],
    ),
    "no act, and a unit that is none": (
        [('act = "1990"\n', ""), ('unit = "TST"', 'unit = "pounds"')],
        [
            "act: missing, expected a value",
            (
                "unit: found 'pounds', expected 'TST', 'short tons', 'million short tons' or "
                "'metric tons'"
            ),
        ],
    ),
    "a key like a position": (
        [("format = 1", 'format = 1\n"printed[99]" = 1')],
        ["printed[99]: unknown key; did you mean 'printed'?"],
    ),
    "a key of several lines": (
        [('"a price"', '"a\\nprice"')],
        [
            (
                "printed[3] (Table 3) other.'a\\nprice': found 'a\\nprice', expected a name of 1 "
                "to 200 printable characters without blanks around it"
            ),
        ],
    ),
}
MISSING: dict[str, tuple[list[tuple[str, str]], list[str]]] = {
    "format, act and year": (
        [('format = 1\nact = "1990"\nfiscal_year = 1995\n', "")],
        [f"{key}: missing, expected a value" for key in ("format", "act", "fiscal_year")],
    ),
    "title": ([('title = "A notice"\n', "")], ["source.title: missing, expected a value"]),
    "place": (
        [('place = "Table 1"\n', "")],
        ["printed[0] place: missing, expected a value"],
    ),
    "end of a quota": (
        [("ends = 1995-09-30\n", "")],
        ["printed[3] (Table 3) tariff_rate_quota.ends: missing, expected a value"],
    ),
}
INCOMPLETE: dict[str, tuple[list[tuple[str, str]], list[str]]] = {
    "an estimate": (
        [("production = 7890\n", "")],
        ["estimates.production: missing, expected a value"],
    ),
    "all estimates": (
        [
            ("[printed.estimates]\nconsumption = 9247\nreasonable_carryover_stocks = 1278\n", ""),
            ("production = 7890\ncarry_in_stocks = 1386\n", ""),
        ],
        ["estimates: missing, expected a value"],
    ),
    "a criterion": (
        [("past_marketings = 3.341\n", "")],
        ["criteria.cane.past_marketings: missing, expected a value"],
    ),
    "a weight, beside another fault": (
        [("past_marketings = 25, ", ""), ("production = 7890\n", "")],
        [
            "estimates.production: missing, expected a value",
            "weights.past_marketings: missing, expected a value",
        ],
    ),
    "a weight, where the others are zero": (
        [("processing_capacity = 25, ", ""), ("= 25", "= 0"), ("= 50", "= 0")],
        ["weights.processing_capacity: missing, expected a value"],
    ),
    "a weight alone": (
        [("processing_capacity = 25, ", "")],
        ["weights.processing_capacity: missing, expected a value"],
    ),
    "all weights": ([(WEIGHTS_LINE, "")], ["weights: missing, expected a value"]),
    "all weights, in an empty table": (
        [(WEIGHTS_LINE, "weights = {}\n")],
        ["weights: missing, expected a value"],
    ),
}


def number(value: str, *lines: str) -> tuple[list[tuple[str, str]], list[str]]:
    return (
        [("consumption = 9247", f"consumption = {value}")],
        [f"{ESTIMATES}.consumption: {line}" for line in lines],
    )


NUMBERS: dict[str, tuple[list[tuple[str, str]], list[str]]] = {
    "a string": number('"9247"', "found '9247', expected a number"),
    "a string in a table": number('{ value = "9247" }', "found '9247', expected a number"),
    "true": number("true", "found True, expected a number"),
    "a list": number("[9247]", "found [9247], expected a number"),
    "a date": number("1994-10-17", "found datetime.date(1994, 10, 17), expected a number"),
    "NaN": number("nan", f"found NaN, {TRILLION}"),
    "infinity": number("inf", f"found Infinity, {TRILLION}"),
    "minus infinity": number("-inf", f"found -Infinity, {TRILLION}"),
    "negative": number("-9247", f"found -9247, {TRILLION}"),
    "absurd": number("9247000000000", f"found 9247000000000, {TRILLION}"),
    "enormous": number("9" * 4_000, f"found {ENORMOUS}, {TRILLION}"),
    "an enormous exponent": number("1e999999999", f"found 1E+999999999, {TRILLION}"),
    "a tiny exponent": number(
        "1e-999999999999", "found 1E-999999999999, expected at most 9 decimals"
    ),
    "finer than a short ton": number(
        "9247.0001",
        "found 9247.0001 TST, expected nothing finer than 1 ton; is the unit 'TST' the right one?",
    ),
    "tons in a file of thousands": number(
        "9_247_000",
        "found 9,247,000 TST, expected at most 1,000,000,000 short tons; "
        "is the unit 'TST' the right one?",
    ),
    "thousands as tons": number(
        '{ value = 9247, unit = "short tons" }',
        "found 9,247 short tons, expected at least 20,000 or 0; "
        "is the unit 'short tons' the right one?",
    ),
    "millions as thousands": number(
        "9.247", "found 9.247 TST, expected at least 20,000 or 0; is the unit 'TST' the right one?"
    ),
    "metric tons for an input": number(
        '{ value = 8_389_000, unit = "metric tons" }',
        "found 8,389,000 metric tons, expected a unit of short tons: an input is a whole number of "
        "them",
    ),
    "an unknown unit of a number": (
        [('unit = "short tons", res', 'unit = "tons", res')],
        [f"printed[2] (Elsewhere) restraint.beet.unit: found 'tons', {UNITS}"],
    ),
    "a resolution of something else": (
        [("resolution = 1000", "resolution = 999")],
        [
            (
                "printed[2] (Elsewhere) restraint.beet.resolution: found 999, expected a number "
                "above 0 of which 195000 is a multiple"
            ),
        ],
    ),
    "a negative percentage": (
        [("past_marketings = 25,", "past_marketings = -25,")],
        [f"printed[1] (Table 2) weights.past_marketings: found -25, {TRILLION}"],
    ),
}
TABLES: dict[str, tuple[list[tuple[str, str]], list[str]]] = {
    "weights all zero": (
        [("= 25", "= 0"), ("= 50", "= 0")],
        ["printed[1] (Table 2) weights: found all three zero, expected one above 0 at least"],
    ),
    "weighting all zero": (
        [("[1, 1, 1]", "[0, 0, 0]")],
        ["printed[2] (Elsewhere) weighting: found all three zero, expected one above 0 at least"],
    ),
    "weighting of two": (
        [("[1, 1, 1]", "[1, 1]")],
        [
            (
                "printed[2] (Elsewhere) weighting: found [1, 1], expected three numbers: past "
                "marketings, processing capacity, ability to market"
            ),
        ],
    ),
    "negative weighting": (
        [("[1, 1, 1]", "[1, -1, 1]")],
        ["printed[2] (Elsewhere) weighting: found -1, expected a number not below 0"],
    ),
    "weighting under which all is zero": (
        [
            ("[1, 1, 1]", "[1, 0, 0]"),
            ("past_marketings = 3.430", "past_marketings = 0"),
            ("past_marketings = 3.341", "past_marketings = 0"),
        ],
        [
            (
                "printed[2] (Elsewhere) weighting: criteria: found all zero under the weights "
                "(1, 0, 0), expected one above 0"
            ),
        ],
    ),
    "file's unit": ([('unit = "TST"', 'unit = "tons"')], [f"unit: found 'tons', {UNITS}"]),
    "file's unit no text": ([('unit = "TST"', "unit = []")], [f"unit: found a list, {UNITS}"]),
    "place's unit": (
        [('unit = "million short tons"', 'unit = "million tons"')],
        [f"printed[1] (Table 2) unit: found 'million tons', {UNITS}"],
    ),
    "place's unit no text": (
        [('unit = "million short tons"', "unit = []")],
        [f"printed[1] (Table 2) unit: found a list, {UNITS}"],
    ),
    "unknown State": (
        [("Florida =", "Lousiana ="), ("processors.Florida", "processors.Lousiana")],
        [
            (
                "printed[3] (Table 3) states.Lousiana: found 'Lousiana', expected a State; did "
                "you mean 'Louisiana'?"
            ),
            (
                "printed[4] (Table 4) processors.Lousiana: found 'Lousiana', expected 'beet' or "
                "a State; did you mean 'Louisiana'?"
            ),
        ],
    ),
    "a State of another country": (
        [("Florida =", "Bavaria =")],
        [
            (
                "printed[3] (Table 3) states.Bavaria: found 'Bavaria', expected a State, the "
                "District of Columbia or Puerto Rico"
            ),
        ],
    ),
    "names that differ by case and blanks": (
        [('"First Mill" = 20.000', '"First Mill" = 15.000\n"FIRST  mill" = 5.000')],
        [
            (
                "printed[4] (Table 4) processors.Florida: found the name 'first mill' more than "
                "once but for case and blanks"
            ),
        ],
    ),
    "a name with blanks around it": (
        [('"First Mill"', '" First Mill"')],
        [
            (
                "printed[4] (Table 4) processors.Florida. First Mill: found ' First Mill', "
                "expected a name of 1 to 200 printable characters without blanks around it"
            ),
        ],
    ),
    "a total without rows": (
        [("imports = 1249", "imports = 1249\ntotal = 1249")],
        [
            (
                "printed[0] (Table 1) total: found no rows for it, expected sectors, states, or "
                "one group of processors at the same place"
            ),
        ],
    ),
    "a total of two groups": (
        [
            ('place = "Table 4"', 'place = "Table 4"\ntotal = 25.000'),
            ("20.000\n", "20.000\n[printed.processors.Texas]\n'A Mill' = 5.000\n"),
        ],
        [
            (
                "printed[4] (Table 4) total: found no rows for it, expected sectors, states, or "
                "one group of processors at the same place"
            ),
        ],
    ),
    "a number for a table": (
        [("[printed.processors.Florida]\n", "processors = 5\n[printed.processor_criteria.Ohio]\n")],
        [
            (
                "printed[4] (Table 4) processor_criteria.Ohio.First Mill: found "
                "Decimal('20.000'), expected a table"
            ),
            "printed[4] (Table 4) processors: found 5, expected a table",
        ],
    ),
    "processors of a State without an allotment": (
        [
            (
                '[printed.processors.Florida]\n"First Mill" = 20.000',
                (
                    '[printed.processor_criteria.Texas."A Mill"]\npast_marketings = 1\n'
                    "processing_capacity = 1\nability_to_market = 1"
                ),
            )
        ],
        [
            (
                "printed[4] (Table 4) processor_criteria.Texas: found processors of a State "
                "without an allotment, expected states.Texas or state_criteria.Texas too"
            ),
        ],
    ),
    "a place on two lines": (
        [('place = "Table 1"', 'place = "Table\\n1"')],
        [
            (
                "printed[0] place: found 'Table\\n1', expected a name of 1 to 200 printable "
                "characters without blanks around it"
            ),
        ],
    ),
    "a place that is a number": (
        [('place = "Table 1"', "place = 1")],
        ["printed[0] place: found 1, expected a string"],
    ),
    "a quota that ends before it starts": (
        [("starts = 1994-08-01", "starts = 1996-08-01")],
        [
            (
                "printed[3] (Table 3) tariff_rate_quota: found an end on 1995-09-30, expected "
                "one after 1996-08-01"
            ),
        ],
    ),
    "a quota that is a number": (
        [
            ("[printed.tariff_rate_quota]\nstarts = 1994-08-01\nends = 1995-09-30\n", ""),
            ("short_tons = 1_458_333\n", ""),
            ("total = 20.300", "total = 20.300\ntariff_rate_quota = 5"),
        ],
        ["printed[3] (Table 3) tariff_rate_quota: found 5, expected a table"],
    ),
    "a date in quotes": (
        [("published = 1994-10-17", 'published = "17 October 1994"')],
        [
            (
                "source.published: found '17 October 1994', expected a day, a month or a year, "
                "such as 2009-05"
            )
        ],
    ),
    "an empty title": (
        [('title = "A notice"', 'title = ""')],
        ["source.title: found '', expected 1 to 500 printable characters on one line"],
    ),
    "a long title": (
        [('title = "A notice"', f'title = "{"x" * 501}"')],
        [f"source.title: found '{'x' * 59}..., expected 1 to 500 printable characters on one line"],
    ),
    "a later format": ([("format = 1", "format = 2")], ["format: found 2, expected 1"]),
    "a format of true": ([("format = 1", "format = true")], ["format: found True, expected 1"]),
    "another Act": ([('"1990"', '"2008"')], ["act: found '2008', expected '1990' or '2002'"]),
    "a year out of reach": (
        [("fiscal_year = 1995", "fiscal_year = 2025")],
        [
            (
                "fiscal_year: found 2025, expected 1992 to 1996: the Act of 2002 is in force from "
                'fiscal year 2003 on, act = "2002", allotments.act2002'
            )
        ],
    ),
    "a year in decimals": (
        [("fiscal_year = 1995", "fiscal_year = 1995.0")],
        ["fiscal_year: found Decimal('1995.0'), expected a whole number"],
    ),
    "deep dotted keys": (
        [("restraint.beet =", f"restraint.beet{'.x' * 9} =")],
        [
            "printed[2] (Elsewhere) restraint.beet.value: missing, expected a value",
            (
                "printed[2] (Elsewhere) restraint.beet.x: unknown key; expected one of: value, "
                "unit, resolution, meant, reason"
            ),
        ],
    ),
    "faults of every kind at once": (
        [
            ("fiscal_year = 1995", "fiscal_year = '1995'"),
            ("imports = 1249", "imprts = 1249"),
            ("consumption = 9247", "consumption = -1"),
            ("Florida = 20", "Floridda = 20"),
            ("value = 18", 'value = "18"'),
        ],
        [
            "fiscal_year: found '1995', expected a whole number",
            f"{ESTIMATES}.consumption: found -1, {TRILLION}",
            "printed[0] (Table 1) imprts: unknown key; did you mean 'imports'?",
            "printed[3] (Table 3) other.a price: found '18', expected a number",
            (
                "printed[3] (Table 3) states.Floridda: found 'Floridda', expected a State; did "
                "you mean 'Florida'?"
            ),
        ],
    ),
}


@pytest.mark.parametrize(
    ("changes", "lines"),
    [
        pytest.param(*case, id=f"{kind}: {name}")
        for kind, cases in (("key", KEYS), ("no", MISSING), ("number", NUMBERS), ("table", TABLES))
        for name, case in cases.items()
    ],
)
def test_damaged_files(changes: list[tuple[str, str]], lines: list[str], tmp_path: Path) -> None:
    """Each fault is one line, with the place in the notice and in the file; all come at once."""
    assert lines == faults_of(changed(*changes), tmp_path)


@pytest.mark.parametrize(("changes", "lines"), INCOMPLETE.values(), ids=INCOMPLETE)
def test_a_notice_without_all_inputs(
    changes: list[tuple[str, str]], lines: list[str], tmp_path: Path
) -> None:
    """It loads, and is verified as far as it goes; a determination says what is missing."""
    path = tmp_path / "mine.toml"
    path.write_text(changed(*changes), encoding="utf-8")
    notice = load(path)
    askers: list[Callable[[], Any]] = [
        lambda: notice.inputs,
        lambda: allotments.determine(notice),
    ]
    for asked in askers:
        with pytest.raises(InvalidInput) as caught:
            asked()
        assert lines == list(caught.value.faults)
    report = allotments.verify(notice)
    assert sum(report.counts.values()) == len(list(notice.figures()))
    contradicted = {row.figure for row in report.rows if row.status == "contradicted"}
    assert contradicted <= {"total.states"}  # of two States alone, as in the notice itself


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ("", "found an empty file, expected a notice"),
        (" \n\t\n", "found an empty file, expected a notice"),
        (b"\xef\xbb\xbf", "found an empty file, expected a notice"),
        (b"format = 1\ntitle = '\xe9'\n", "found byte 0xe9 at offset 20, expected UTF-8"),
        (
            "plainly no TOML",
            "not TOML: expected '=' after a key in a key/value pair (at line 1, column 9)",
        ),
        (NOTICE + "\0", "not TOML: invalid statement (at line 56, column 1)"),
        (
            changed(("Florida = 20.000", "Florida = 20.000\nFlorida = 20.000")),
            "not TOML: the same key stands there twice (at line 44, column 17)",
        ),
        (
            NOTICE + "[printed.processors.Florida]\n",
            ("not TOML: the same table stands there twice: 'printed', 'processors', 'Florida' "
            "(at line 56, column 28)"),
        ),
        (
            "format = 1\n[source]\n[source]\n",
            "not TOML: the same table stands there twice: 'source' (at line 3, column 8)",
        ),
        ("a = " + "[" * 20_000, "not TOML: tables or lists nested too deep"),
        (f"format = {'9' * 5_000}", "not TOML: found a whole number of thousands of digits"),
        (
            f"format = 1e{'9' * 30}",
            "not TOML: found a number with an absurd exponent",
        ),
        (b"#" * 1_000_001, "found more than 1,000,000 bytes, expected a notice file"),
        (f"[a{'.a' * 16}]", "not TOML: tables or lists nested too deep"),
        ("a . 'b.c' .\t" * 9 + "a = 1", "not TOML: tables or lists nested too deep"),
        (f"x = {{{'a.' * 50_000}a = 1}}", "not TOML: tables or lists nested too deep"),
        (
            NOTICE.partition("[[printed]]")[0],
            "printed: missing, expected a value",
        ),
        (
            f"printed = []\n{NOTICE.partition('[[printed]]')[0]}",
            "printed: found an empty list, expected at least one place with its figures",
        ),
        (
            f"printed = [1]\n{NOTICE.partition('[[printed]]')[0]}",
            "printed[0]: found 1, expected a table",
        ),
        (
            f"printed = 1\n{NOTICE.partition('[[printed]]')[0]}",
            "printed: found 1, expected a list",
        ),
    ],
)  # fmt: skip
def test_files_that_are_none(content: str | bytes, line: str, tmp_path: Path) -> None:
    """No TOML, not UTF-8, empty, too deep, too long, or TOML of something else."""
    assert [line] == faults_of(content, tmp_path)


def test_a_file_of_another_kind_lacks_everything(tmp_path: Path) -> None:
    """Such as a file that holds a comment alone."""
    keys = ("format", "act", "fiscal_year", "source", "printed")
    assert [f"{k}: missing, expected a value" for k in keys] == faults_of("# nothing\n", tmp_path)


def test_a_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    """Some editors put one before UTF-8."""
    path = tmp_path / "mine.toml"
    path.write_bytes(b"\xef\xbb\xbf" + NOTICE.encode())
    assert 1995 == load(path).fiscal_year


def test_a_file_of_the_largest_size_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The bound belongs to what it bounds; it is lowered here, to be quick."""
    path = tmp_path / "mine.toml"
    path.write_bytes(NOTICE.encode())
    monkeypatch.setattr("allotments.notices.LARGEST_NOTICE_FILE", len(NOTICE.encode()))
    assert 1995 == load(path).fiscal_year
    assert [f"found more than {len(NOTICE):,} bytes, expected a notice file"] == faults_of(
        NOTICE + "\n", tmp_path
    )


def test_paths_that_lead_nowhere(tmp_path: Path) -> None:
    """The path is named as it was given, on one line."""
    missing = tmp_path / "mine.toml"
    for given_, line in (
        (missing, f"{missing}: no such file or directory, expected a notice file"),
        (str(missing), f"{missing}: no such file or directory, expected a notice file"),
        (tmp_path, f"{tmp_path}: is a directory, expected a notice file"),
        (Path("fy1995"), "fy1995: no such file or directory, expected a notice file"),
        ("a\0b.toml", "'a\\x00b.toml': embedded null byte, expected a notice file"),
        ("a\nb.toml", "'a\\nb.toml': no such file or directory, expected a notice file"),
    ):
        with pytest.raises(InvalidInput) as error:
            load(given_)
        assert (line,) == error.value.faults


@pytest.mark.parametrize("name", ["fy1996", "FY1995", "nothing-like-it"])
def test_an_unknown_bundled_name(name: str) -> None:
    """The names that there are, and how to name a file of one's own."""
    with pytest.raises(InvalidInput) as error:
        load(name)
    assert (
        (
            f"{name}: no notice of this name is bundled (a file of your own goes by its path, such "
            f"as ./{name}.toml); {did_you_mean(name, bundled())}"
        ),
    ) == error.value.faults


def test_bundled_notices_load_by_name() -> None:
    """Every name that is offered; faults in a bundled file would name it."""
    assert "fy1995" == bundled()[0]
    notices = [load(name) for name in bundled()]
    order = [(one.fiscal_year, one.action != "initial", one.announced or "") for one in notices]
    assert sorted(order) == order


def test_bundled_data_inside_the_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a wheel, zipped or not, the data lies within the package; in a checkout beside it."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "fy2000.toml").write_text(NOTICE)
    (tmp_path / "data" / "README").write_text("no notice")
    monkeypatch.setattr("allotments.core.files.files", lambda _: tmp_path)
    assert ["fy2000"] == bundled()
    assert "Doc. 1" == load("fy2000").source.document


def test_the_first_occurrence_outside_a_weighting_is_the_input() -> None:
    """Later ones are checked; what stands under other weights is no input at all."""
    text = changed(
        ("restraint.beet =", "estimates.production = 1\nrestraint.beet ="),
        ('place = "Table 4"', 'place = "Table 4"\nestimates.production = 2'),
    )
    early = 'weighting = [1, 1, 1]\nestimates.consumption = 5\nplace = "Before"\n'
    text = text.replace("[[printed]]\n", f"[[printed]]\n{early}\n[[printed]]\n", 1)
    inputs = Notice.model_validate(parsed(text)).inputs
    assert (9_247_000, 7_890_000) == (inputs.estimates.consumption, inputs.estimates.production)


def test_a_fault_of_an_input_stands_where_the_input_is(tmp_path: Path) -> None:
    """And not at an earlier place under other weights, which is none."""
    early = '[[printed]]\nplace = "Before"\nweighting = [1, 1, 1]\nestimates.consumption = 5\n'
    text = changed(("consumption = 9247", "consumption = 9.247"))
    text = text.replace("[[printed]]\n", f"{early}\n[[printed]]\n", 1)
    hint = "expected at least 20,000 or 0; is the unit 'TST' the right one?"
    assert [f"printed[1] (Table 1) estimates.consumption: found 9.247 TST, {hint}"] == faults_of(
        text, tmp_path
    )


def test_a_place_can_be_changed() -> None:
    """A loaded place keeps its numbers' units; a bare number takes the place's."""
    notice = load("fy1995")
    table = next(block for block in notice.printed if block.criteria is not None)
    other = table.replace(bases={"beet": 4_211})
    assert PrintedQuantity(value=Decimal(4_211), unit="TST") == (other.bases and other.bases.beet)
    assert table.criteria == other.criteria
    renewed = notice.replace(fiscal_year=1996)
    assert (1996, notice.printed) == (renewed.fiscal_year, renewed.printed)
    quota = next(b.tariff_rate_quota for b in notice.printed if b.tariff_rate_quota)
    assert quota == TariffRateQuota(**dict(quota))


def test_months_of_a_quota() -> None:
    """August 1994 to September 1995 are fourteen; one day is one."""

    def months(starts: date, ends: date) -> int:
        return TariffRateQuota(starts=starts, ends=ends).months

    assert 14 == months(date(1994, 8, 1), date(1995, 9, 30))
    assert 1 == months(date(1994, 8, 1), date(1994, 8, 1))
    assert 12 == months(date(1994, 10, 1), date(1995, 9, 30))


def test_every_key_of_quantities_takes_a_unit() -> None:
    """The table of keys that a unit goes to, and how deep, against the models' own fields."""
    found: dict[str, int] = {}

    def depth(annotation: Any) -> int | None:
        if annotation is PrintedQuantity:
            return 0
        inner: list[Any] = list(getattr(annotation, "__args__", ()))
        if isinstance(annotation, type) and issubclass(annotation, Model):
            inner = [field.annotation for field in annotation.model_fields.values()]
            found_in = {d for d in map(depth, inner) if d is not None}
            return max(found_in) + 1 if found_in else None
        below = [d for d in map(depth, inner) if d is not None]
        return max(below) + (getattr(annotation, "__origin__", None) is dict) if below else None

    for name, field in PrintedPlace.model_fields.items():
        deep = depth(field.annotation)
        if deep is not None and name != "tariff_rate_quota":  # whose keys are units themselves
            found[name] = deep
    assert found == quantity_depths(PrintedPlace)


# Written and read again.


NAMES = st.text(st.sampled_from("Aab.é 'Ω\"-]="), min_size=1, max_size=12).filter(
    lambda name: name == name.strip()
)
AMOUNTS = {"TST": (3, 10**5), "short tons": (0, 10**8), "million short tons": (6, 100)}


@st.composite
def numbers(draw: st.DrawFn, unit: str) -> Any:
    """A number of the place's unit, or one that states its own, or its resolution."""
    own = draw(st.sampled_from([unit, unit, unit, *AMOUNTS]))
    places, most = AMOUNTS[own]
    places = draw(st.integers(0, places))
    written = draw(st.integers(20_000, most * 10**places)) if own == "short tons" else None
    if written is None:
        written = draw(st.integers(10 ** (places + (own == "TST") + 1), most * 10**places))
    value = Decimal(written).scaleb(-places)
    if own != unit:
        return {"value": value, "unit": own}
    if draw(st.booleans()):
        return {"value": value, "resolution": Decimal(1).scaleb(-places)}
    return value if places else int(value)


@st.composite
def notices(draw: st.DrawFn) -> dict[str, Any]:
    """The data of a small notice: all inputs at one place, a few other figures at others."""
    file_unit = draw(st.sampled_from([*AMOUNTS]))
    unit = draw(st.none() | st.sampled_from([*AMOUNTS]))
    a_number = numbers(unit or file_unit)
    percent = st.integers(1, 1_000).map(lambda tenths: Decimal(tenths) / 10)
    three = ("past_marketings", "processing_capacity", "ability_to_market")
    estimates = ("consumption", "reasonable_carryover_stocks", "production", "carry_in_stocks")
    states = draw(st.lists(st.sampled_from(CANE_STATES), unique=True, max_size=3))
    group = draw(st.sampled_from(["beet", *states]))
    mills = draw(st.lists(NAMES, max_size=3, unique_by=lambda n: " ".join(n.casefold().split())))
    first = {
        "place": draw(NAMES),
        **({} if unit is None else {"unit": unit}),
        "estimates": {name: draw(a_number) for name in estimates},
        "criteria": {s: {name: draw(a_number) for name in three} for s in ("beet", "cane")},
        "weights": {name: draw(percent) for name in three},
        "states": {state: draw(a_number) for state in states},
        "processors": {group: {mill: draw(a_number) for mill in mills}},
    }
    second = {
        "place": draw(NAMES),
        "weighting": draw(st.lists(st.integers(1, 9), min_size=3, max_size=3)),
        "restraint": {"cane": draw(numbers(file_unit))},
        "number_of_states": draw(st.integers(0, 50)),
        "other": {
            draw(NAMES): {"value": draw(percent), "unit": draw(st.sampled_from(["", "cents"]))}
        },
        "tariff_rate_quota": {
            "starts": date(1994, 8, 1),
            "ends": draw(st.dates(date(1994, 8, 1), date(1996, 1, 1))),
            "metric_tons": draw(st.integers(0, 10**6)),
        },
    }
    return {
        "format": 1,
        "act": "1990",
        "fiscal_year": draw(st.integers(1992, 1996)),
        "unit": file_unit,
        "source": {"document": draw(NAMES), "title": draw(NAMES), "published": date(1994, 1, 2)},
        "printed": [first, second],
    }


@given(notices())
def test_what_is_written_reads_back_the_same(data: dict[str, Any]) -> None:
    """Digits, units, resolutions and names with quotes: nothing is lost, nothing is added."""
    notice = Notice.model_validate(data)
    again = Notice.model_validate(parsed(notice.to_toml()))
    assert notice == again
    assert notice.inputs == again.inputs
    assert [str(f.number) for f in notice.figures()] == [str(f.number) for f in again.figures()]
    assert notice.to_toml() == again.to_toml()


@pytest.mark.parametrize("source", ["fy1995", str(TEMPLATE)])
def test_a_written_file_loads_again(source: str, tmp_path: Path) -> None:
    """By way of a file, as a user does it; a zero at the end of 1687.380 stays."""
    notice = load(source)
    path = tmp_path / "again.toml"
    path.write_text(notice.to_toml(), encoding="utf-8")
    assert notice == load(path)
    if source == "fy1995":
        assert "Florida = 1687.380\n" in path.read_text(encoding="utf-8")


def test_writing_states_no_more_than_needed() -> None:
    """Bare numbers stay bare, and units stand where the file had them."""
    written = parsed(Notice.model_validate(parsed(NOTICE)).to_toml())
    assert "unit" not in written["printed"][0]
    assert "million short tons" == written["printed"][1]["unit"]
    assert 9_247 == written["printed"][0]["estimates"]["consumption"]
    assert {"value": 195_000, "unit": "short tons", "resolution": 1_000} == written["printed"][2][
        "restraint"
    ]["beet"]


def test_a_notice_made_in_python_is_written_whole() -> None:
    """Numbers of a place that was given no unit are in short tons, and say so."""
    notice = load("fy1995")
    given_: Any = {"imports": 1_249_000, "percentage_factors": {"beet": 55}}
    place = PrintedPlace(place="By hand", **given_)
    made = notice.replace(printed=[*notice.printed, place])
    assert made == Notice.model_validate(parsed(made.to_toml()))
    assert PrintedPercent(value=Decimal(55)) == (
        place.percentage_factors and place.percentage_factors.beet
    )


def test_writing_needs_tomli_w(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is an extra; the line says which."""
    genuine: Callable[..., Any] = builtins.__import__

    def without(name: str, *rest: Any) -> Any:
        if name == "tomli_w":
            raise ModuleNotFoundError(name)
        return genuine(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without)
    line = r"writing a notice needs tomli-w: pip install 'allotments\[write\]'"
    with pytest.raises(ModuleNotFoundError, match=line):
        load("fy1995").to_toml()


# Described: schema, template.


def as_json(value: Any) -> Any:
    """Return TOML data as JSON has it: dates are strings."""
    if isinstance(value, Mapping):
        return {key: as_json(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [as_json(inner) for inner in value]
    return value.isoformat() if isinstance(value, date) else value


def schema_errors(text: str) -> list[str]:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    checker = jsonschema.Draft202012Validator.FORMAT_CHECKER
    validator = jsonschema.Draft202012Validator(schema, format_checker=checker)
    return [error.json_path for error in validator.iter_errors(as_json(parsed(text)))]


@pytest.mark.skipif(
    tuple(map(int, version_short().split("."))) < (2, 10),
    reason="before 2.10 pydantic words a schema otherwise",
)
def test_the_schema_is_what_the_models_say() -> None:
    """It is generated; run builders/build_notice_schema.py after a change of the models."""
    path = ROOT / "builders" / "build_notice_schema.py"
    spec = importlib.util.spec_from_file_location("schema", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert module.build() == SCHEMA.read_text(encoding="utf-8")
    jsonschema.Draft202012Validator.check_schema(json.loads(module.build()))


def test_every_key_of_the_schema_is_described() -> None:
    """In the schema, and in the format's documentation."""
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    documentation = (ROOT / "docs" / "notice-format.md").read_text(encoding="utf-8")
    tables = {"the file": schema, **schema["$defs"]}
    for name, table in tables.items():
        for key, described in table.get("properties", {}).items():
            assert "description" in described or "$ref" in described, f"{name}: {key}"
            assert f"`{key}`" in documentation or f"[{key}]" in documentation, f"{name}: {key}"


@pytest.mark.parametrize("path", [ROOT / "data" / "fy1995.toml", TEMPLATE])
def test_files_that_load_fit_the_schema(path: Path) -> None:
    """What the library takes, an editor that knows the schema must take."""
    assert [] == schema_errors(path.read_text(encoding="utf-8"))
    assert [] == schema_errors(NOTICE)


BEYOND_THE_SCHEMA = {
    "a tiny exponent",
    "finer than a short ton",
    "tons in a file of thousands",
    "thousands as tons",
    "millions as thousands",
    "metric tons for an input",
    "a resolution of something else",
    "a date in quotes",  # a date is a string in JSON
    "weights all zero",
    "weighting all zero",
    "weighting under which all is zero",
    "names that differ by case and blanks",
    "a name with blanks around it",
    "a key of several lines",
    "a total without rows",
    "a total of two groups",
    "processors of a State without an allotment",
    "a place on two lines",
    "a quota that ends before it starts",
    "a year out of reach",
}


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        (name, changes)
        for cases in (KEYS, MISSING, NUMBERS, TABLES)
        for name, (changes, _) in cases.items()
        if name not in {"NaN", "deep dotted keys"}  # which JSON does not have, or jsonschema
    ],
)
def test_damaged_files_fail_the_schema(name: str, changes: list[tuple[str, str]]) -> None:
    """But for what a schema cannot say: how figures stand to each other, and what is whole."""
    assert (name in BEYOND_THE_SCHEMA) != bool(schema_errors(changed(*changes)))


FY2024 = """\
format = 1
act = "2002"
fiscal_year = 2024
unit = "short tons"
source = { document = "FR Doc. 2024-17070", title = "2023-Crop Allotments", published = "2024-08" }

[[other_sources]]
document = "Release 1"
title = "Another"
published = "2024-08-02"
note = "Cut off."

[[printed]]
place = "Sectors"
note = "As printed."
sectors = { beet = 5797786, cane = { value = 4868714, meant = 4869714, reason = "The sum." } }

[[printed]]
place = "Flow"
deficits.beet = { "Five" = 338967 }
reassigned.beet = { "Two" = 88972 }
reassigned_imports.beet = 250000
does_not_close = { "reassigned_imports.beet" = "rounded" }
sum_of = { "deficits.beet.Five" = ["reassigned.beet.Two", "reassigned_imports.beet"] }
"""


def fy2024(old: str = "", new: str = "") -> Notice:
    assert old in FY2024
    return Notice.model_validate(tomllib.loads(FY2024.replace(old, new), parse_float=Decimal))


def test_what_is_said_of_figures_is_written_back() -> None:
    """Misprints, sums, notes and further sources; a day given as text is a day."""
    notice = fy2024()
    assert notice == Notice.model_validate(tomllib.loads(notice.to_toml(), parse_float=Decimal))
    assert notice.source.published == "2024-08"
    assert notice.other_sources is not None
    assert notice.other_sources[0].published == date(2024, 8, 2)
    assert schema_errors(FY2024) == []


def test_what_was_meant_is_known() -> None:
    assert 4_869_714 == fy2024().known[Key("sectors", "", "cane")]


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (
            ', reason = "The sum."',
            "",
            "printed[0].sectors.cane.reason: missing, expected meant and reason together",
        ),
        (
            "meant = 4869714, ",
            "",
            "printed[0].sectors.cane.meant: missing, expected meant and reason together",
        ),
        (
            "meant = 4869714",
            "meant = 4868714",
            "printed[0].sectors.cane.meant: found 4868714, expected another than is printed",
        ),
        (
            "meant = 4869714",
            "meant = 4869714.5",
            (
                "printed[0].sectors.cane.meant: found 4869714.5 short tons, expected nothing finer "
                "than 1 ton; is the unit 'short tons' the right one?"
            ),
        ),
        (
            'does_not_close = { "reassigned_imports.beet"',
            'does_not_close = { "reassigned_import.beet"',
            (
                "printed[1].does_not_close.reassigned_import.beet: found "
                "'reassigned_import.beet', expected a figure at this place; "
                "did you mean 'reassigned_imports.beet'?"
            ),
        ),
        (
            '["reassigned.beet.Two"',
            '["-reassigned.beet.Tow"',
            (
                "printed[1].sum_of.deficits.beet.Five: found 'reassigned.beet.Tow', "
                "expected a figure at this place; did you mean 'reassigned.beet.Two'?"
            ),
        ),
    ],
)
def test_what_is_said_of_figures_is_refused_where_it_is_wrong(
    old: str, new: str, fault: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        fy2024(old, new)
    assert (fault,) == refused.value.faults


def test_the_template_of_2002_verifies() -> None:
    """It shows a misprint, and a sum that does not close; and holds to the schema."""
    template = ROOT / "docs" / "notice-template-2002.toml"
    assert [] == schema_errors(template.read_text(encoding="utf-8"))
    report = allotments.verify(load(template))
    assert report
    assert (1, 1) == (report.counts["misprint"], report.counts["does not close"])
    shown = {row.key.family for row in report.rows}
    assert {"changes.overall_allotment_quantity", "deficits", "sold_by_ccc", "other"} <= shown


def test_the_template_verifies() -> None:
    """It shows State and processor criteria, which are computed from and checked."""
    notice = load(TEMPLATE)
    assert ["Florida", "Louisiana"] == list(notice.inputs.state_criteria)
    assert ["Florida"] == list(notice.inputs.processor_criteria)
    report = allotments.verify(notice)
    assert 0 == report.counts["contradicted"]
    assert report


def test_a_notice_supposes_a_hundred_weightings_at_most() -> None:
    """Each is a determination of its own: thousands of them would take hours to verify."""
    data = parsed(NOTICE)
    supposed = [{"place": f"If {n}", "weighting": [1, 1, n]} for n in range(101)]
    most = {**data, "printed": [*data["printed"], *supposed[:100]]}
    blocks = Notice.model_validate(most).printed
    assert 100 == len({block.weighting for block in blocks} - {None})
    with pytest.raises(InvalidInput) as caught:
        Notice.model_validate({**data, "printed": [*data["printed"], *supposed]})
    assert ("found 101 different suppositions, expected 100 at most",) == caught.value.faults


def test_a_weighting_that_leaves_nothing_to_divide_by_is_named_as_it_stands() -> None:
    data = parsed(NOTICE)
    zero = {"past_marketings": 0, "processing_capacity": 0, "ability_to_market": 4500}
    data["printed"].insert(0, {"place": "First", "criteria": {"beet": zero, "cane": zero}})
    data["printed"].append({"place": "If", "weighting": [2, 3, 0]})
    with pytest.raises(InvalidInput) as caught:
        Notice.model_validate(data)
    place = f"printed[{len(data['printed']) - 1}].weighting"
    line = f"{place}: criteria: found all zero under the weights (2, 3, 0), expected one above 0"
    assert (line,) == caught.value.faults


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ('act = "1990"', f"act = 0x{4_000 * 'f'}", "act: {}, expected '1990' or '2002'"),
        ("format = 1", f"format = 0x{4_000 * 'f'}", "format: {}, expected 1"),
        (
            "imports = 1249",
            f"imports = 0x{900_000 * 'f'}",
            f"printed[0] (Table 1) imports: {{}}, {TRILLION}",
        ),
        (
            "fiscal_year = 1995",
            f"fiscal_year = 0x{4_000 * 'f'}",
            "fiscal_year: {}, expected 1992 to 1996",
        ),
    ],
)
def test_a_number_too_long_to_print_is_named_by_its_length(
    old: str, new: str, line: str, tmp_path: Path
) -> None:
    """Python refuses to print more than 4,300 digits; hexadecimal ones get past TOML's reader."""
    found = "found a whole number of more than 60 digits"
    assert [line.format(found)] == faults_of(changed((old, new)), tmp_path)


@pytest.mark.parametrize("number", ["[" * 200 + "1" + "]" * 200, "{" + "a={" * 200 + "}" * 201])
def test_numbers_that_are_nested_deep_are_refused(number: str, tmp_path: Path) -> None:
    (line,) = faults_of(changed(("consumption = 9247", f"consumption.value = {number}")), tmp_path)
    assert "estimates.consumption: found " in line
    assert line.endswith(", expected a number")


def test_a_hostile_file_has_a_thousand_faults_at_most(tmp_path: Path) -> None:
    keys = "".join(f"key{n} = 1\n" for n in range(1_234))
    *faults, last = faults_of(keys + NOTICE, tmp_path)
    assert (1_000, "found 234 more faults, expected none") == (len(faults), last)


def test_a_long_table_that_stands_there_twice_is_cut_short(tmp_path: Path) -> None:
    (fault,) = faults_of(2 * f"[{3_000 * 'k'}]\n", tmp_path)
    assert fault.startswith("not TOML: the same table stands there twice: 'kkk")
    assert re.search(r"k' \(at line 2, column \d+\)$", fault)


def test_long_keys_and_places_are_cut_short(tmp_path: Path) -> None:
    key, place = 3_000 * "k", 3_000 * "p"
    unknown, other = faults_of(f"{key} = 1\n" + changed(("Elsewhere", place)), tmp_path)
    assert f"{200 * 'k'}...: unknown key; expected one of: " in other + unknown
    assert f"printed[2] place: found '{59 * 'p'}..., expected a name" in other + unknown


def test_a_notice_is_shown_in_a_few_lines() -> None:
    """Its 151 figures would fill a screen; `figures` gives them."""
    expected = """\
Sugar and Crystalline Fructose Marketing Allotments

Notice           FR Doc. 94-25622
---------------  -----------------
Fiscal year      1995
Printed figures  151, at 44 places"""
    notice = load("fy1995")
    assert expected == str(notice)
    html = without_styles(notice._repr_html_())
    assert "<caption>Sugar and Crystalline Fructose Marketing Allotments</caption>" in html
    assert "<td class='start'>151, at 44 places</td>" in html
    later = str(load("fy2011-2011-04"))
    assert "Announced        2011-04-11\nFollows          fy2011\n" in later


@pytest.mark.parametrize("day", ["1994-10-17", "1995-09", "1993"])
def test_a_notice_says_what_it_does_and_when(day: str) -> None:
    """It is written again as it was read; what is not said is not written."""
    said = f'format = 1\naction = "increase"\nannounced = "{day}"\nfollows = "fy1995"'
    data = tomllib.loads(NOTICE.replace("format = 1", said), parse_float=Decimal)
    notice = Notice.model_validate(data)
    assert ("increase", day, "fy1995") == (notice.action, notice.announced, notice.follows)
    assert notice == Notice.model_validate(tomllib.loads(notice.to_toml(), parse_float=Decimal))
    bare = Notice.model_validate(tomllib.loads(NOTICE, parse_float=Decimal))
    assert "action" not in bare.to_toml()


@pytest.mark.parametrize(
    ("said", "actions"),
    [
        ("increase", ("increase",)),
        (["transfer"], ("transfer",)),
        (["increase", "reassignment"], ("increase", "reassignment")),
    ],
)
def test_a_notice_may_do_several_things_at_once(said: Any, actions: tuple[str, ...]) -> None:
    raw = {**tomllib.loads(NOTICE, parse_float=Decimal), "action": said}
    assert actions == Notice.model_validate(raw).actions


def test_a_day_may_be_one_of_toml() -> None:
    data = tomllib.loads(f"announced = 1994-10-17\n{NOTICE}", parse_float=Decimal)
    assert "1994-10-17" == Notice.model_validate(data).announced


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        (
            'action = "growth"',
            (
                "action: found 'growth', expected one or a list of: initial, increase, decrease, "
                "reassignment, transfer, allocation, revision"
            ),
        ),
        (
            'announced = "May 2009"',
            "announced: found 'May 2009', expected a day, a month or a year, such as 2009-05",
        ),
        (
            'announced = "2009-13"',
            "announced: found '2009-13', expected a day, a month or a year, such as 2009-05",
        ),
        (
            'follows = "fy1996"',
            "follows: found 'fy1996', no bundled notice; did you mean 'fy1995'?",
        ),
        ('follows = "fy2025"', "follows: found 'fy2025', expected one of fiscal year 1995"),
        (
            'announced = "1925-09"',
            (
                "announced: found '1925-09', expected a day in fiscal year 1995, or within two "
                "years of it"
            ),
        ),
    ],
)
def test_what_a_notice_cannot_follow_and_no_day(line: str, fault: str, tmp_path: Path) -> None:
    assert [fault] == faults_of(f"{line}\n{NOTICE}", tmp_path)


@pytest.mark.parametrize(
    ("act", "line", "faults"),
    [
        (
            "2002",
            "percentage_factors = { beet = 0.5435, cane = 0.4565 }",
            [
                "percentage_factors.beet: found 0.5435 percent, expected a percentage, 54.35",
                "percentage_factors.cane: found 0.4565 percent, expected a percentage, 45.65",
            ],
        ),
        (
            "1990",
            "weights = { past_marketings = 0.5, ability_to_market = 0.5 }",
            [
                "weights.past_marketings: found 0.5 percent, expected a percentage, 50.00",
                "weights.ability_to_market: found 0.5 percent, expected a percentage, 50.00",
            ],
        ),
    ],
)
def test_ratios_are_no_percentages(act: str, line: str, faults: list[str]) -> None:
    place = tomllib.loads(f'place = "1"\n{line}', parse_float=Decimal)
    with pytest.raises(InvalidInput) as caught:
        act_named(act).place(**place)
    assert faults == list(caught.value.faults)


@pytest.mark.parametrize("percent", [{"beet": 0, "cane": 0}, {"beet": 100, "cane": 0}, {"beet": 1}])
def test_small_percentages_are_no_ratios(percent: dict[str, int]) -> None:
    assert act_named("2002").place(place="1", percentage_factors=percent)


def test_a_year_that_the_act_is_not_for_is_refused_beside_missing_inputs(tmp_path: Path) -> None:
    """Without inputs nothing else looks at the year."""
    text = (
        'format = 1\nact = "1990"\nfiscal_year = 2001\nsource = { document = "D", title = "T" }\n'
        '[[printed]]\nplace = "Item 1"\noverall_allotment_quantity = 7889\n'
    )
    assert [
        (
            "fiscal_year: found 2001, expected 1992 to 1996: Pub. L. 104-127 sec. 171(a)(1)(E) "
            "made part VII inapplicable to the crops of 1996 to 2002"
        )
    ] == faults_of(text, tmp_path)


def test_criteria_that_are_all_zero_divide_nothing_where_inputs_are_missing(
    tmp_path: Path,
) -> None:
    zero = "{ past_marketings = 0, processing_capacity = 0, ability_to_market = 0 }"
    text = (
        'format = 1\nact = "1990"\nfiscal_year = 1996\nsource = { document = "D", title = "T" }\n'
        '[[printed]]\nplace = "Item 1"\n'
        "weights = { past_marketings = 25, processing_capacity = 25, ability_to_market = 50 }\n"
        f"[printed.criteria]\nbeet = {zero}\ncane = {zero}\n"
    )
    (fault,) = faults_of(text, tmp_path)
    assert "found 0 to divide by" in fault


def test_a_number_where_a_table_of_tables_belongs_is_refused(tmp_path: Path) -> None:
    text = (
        'format = 1\nact = "2002"\nfiscal_year = 2012\nunit = "short tons"\n'
        'source = { document = "D", title = "T" }\n'
        '[[printed]]\nplace = "Item 1"\nchanges = 5\n'
    )
    (fault,) = faults_of(text, tmp_path)
    assert fault.endswith("changes: found 5, expected a table")


def test_an_unknown_act_and_an_unknown_unit_are_two_faults(tmp_path: Path) -> None:
    text = NOTICE.replace('act = "1990"', 'act = "1985"').replace('unit = "TST"', 'unit = "tons"')
    found = faults_of(text, tmp_path)
    assert ["act: found '1985', expected '1990' or '2002'"] == [f for f in found if "act:" in f]
    assert any(fault.startswith("unit: found 'tons'") for fault in found)


def test_what_stood_before_is_known_under_names_of_its_own() -> None:
    """Of fiscal year 1995: what is computed exactly, and what is recorded as printed."""
    data = tomllib.loads(f'follows = "fy1995"\n{NOTICE}', parse_float=Decimal)
    before = {key.path: value for key, value in Notice.model_validate(data).before.items()}
    assert Fraction(2_887_717_000, 663) == before["before.sectors.beet"]
    assert 131_650 == before["before.states.Texas"]
    assert 250 == before["before.producers_in_excess_of"]
    assert {} == Notice.model_validate(tomllib.loads(NOTICE, parse_float=Decimal)).before


def test_a_workbook_and_an_address_are_no_notices(tmp_path: Path) -> None:
    workbook = tmp_path / "mine.xlsx"
    workbook.write_bytes(b"PK\x03\x04\x14\x00\xae")
    with pytest.raises(InvalidInput) as refused:
        load(workbook)
    expected = "found a workbook or another ZIP archive, expected a notice, a text file"
    assert f"{workbook}: {expected}" == str(refused.value)
    address = "https://www.example.org/mine.toml"
    with pytest.raises(InvalidInput) as refused:
        load(address)
    expected = "found an address, expected the path of a notice file; download it first"
    assert f"{address}: {expected}" == str(refused.value)
