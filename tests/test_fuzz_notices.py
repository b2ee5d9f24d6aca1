"""Notice files, damaged: refused in one line a fault, or read to the last digit as they stand."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import event, given
from hypothesis import strategies as st
from malformed_input import (
    ANNOUNCEMENTS,
    FILES,
    LONGEST_LINE,
    Damaged,
    check_faults,
    damaged_bytes,
    damaged_data,
    damaged_lines,
)

import allotments
from allotments import InvalidInput, Notice, act1990, invariants
from allotments.strategies import notices
from allotments.strategies.act2002 import notices as announcements

# As docs/notice-format.md has it: how deep the numbers of a key stand, and what they count.
_BEFORE = {
    "overall_allotment_quantity": 0,
    "sectors": 1,
    "states": 1,
    "states_after_reassignment": 1,
    "processors": 2,
}
QUANTITIES = {
    **dict.fromkeys(("imports_deducted", "offshore", "mainland", "offshore_reassigned"), 0),
    **dict.fromkeys(("total_use", "ending_stocks", "free_ending_stocks", "withheld"), 0),
    **dict.fromkeys(("states_after_reassignment", "sold_by_ccc", "allocated"), 1),
    **dict.fromkeys(("reassigned_imports",), 1),
    **dict.fromkeys(("deficits", "reassigned", "reassigned_imports_by_kind"), 2),
    **{f"before.{key}": depth for key, depth in _BEFORE.items()},
    **{f"changes.{key}": depth for key, depth in _BEFORE.items()},
    **dict.fromkeys(("imports", "minimum_imports", "threshold_carryover_stocks", "total"), 0),
    **dict.fromkeys(("overall_allotment_quantity", "crystalline_fructose"), 0),
    "crystalline_fructose_sugar_equivalent": 0,
    **dict.fromkeys(("estimates", "bases", "sectors", "states", "restraint"), 1),
    **dict.fromkeys(("criteria", "state_criteria", "processors"), 2),
    "processor_criteria": 3,
}
PERCENTS = {
    **dict.fromkeys(("minimum_share", "stocks_to_use", "free_stocks_to_use", "allocated_share"), 0),
    **dict.fromkeys(("weights", "percentage_factors", "uniform_reduction_percentage"), 1),
    "weights_considered": 2,
}
PLAIN = {"number_of_states": 0, "producers_in_excess_of": 0, "other": 1}
_NESTED = ("before", "changes")
_SAID = ("note", "incomplete", "sum_of", "does_not_close", "at_minimum")
SIZES = {
    "TST": Fraction(1_000),
    "short tons": Fraction(1),
    "million short tons": Fraction(1_000_000),
    "metric tons": 1_000 / (2_000 * Fraction(45_359_237, 100_000_000)),  # by the pound
}


def load_bytes(content: bytes, path: Path) -> Notice | None:
    """The notice in a file, or nothing where it is refused as it ought to be."""
    path.write_bytes(content)
    try:
        return allotments.load(path)
    except InvalidInput as error:
        check_faults(error.faults, str(path))
        return None


def raw_data(content: bytes) -> dict[str, Any]:
    """What the file says, read by the standard library alone."""
    text = content.decode("utf-8").removeprefix("\ufeff")
    return tomllib.loads(text, parse_float=Decimal)


def figures_of(raw: dict[str, Any]) -> Iterator[tuple[int, str, str, Fraction]]:
    """Block, path, digits and amount of every figure in a file, by its documented format alone."""
    for position, block in enumerate(raw["printed"]):
        place_unit = block.get("unit", raw.get("unit", "TST"))
        nested = {f"{n}.{key}": v for n in _NESTED for key, v in block.get(n, {}).items()}
        for key, value in (block | nested).items():
            if key in QUANTITIES:
                leaves = leaves_of(key, value, QUANTITIES[key])
            elif key in PERCENTS:
                leaves = leaves_of(key, value, PERCENTS[key])
            elif key in PLAIN:
                leaves = leaves_of(key, value, PLAIN[key])
            elif key == "tariff_rate_quota":
                tons = {k: v for k, v in value.items() if k.endswith("tons")}
                leaves = leaves_of(key, tons, 1)
            else:
                assert key in {"place", "unit", "weighting", *_NESTED, *_SAID}
                continue
            for path, number in leaves:
                stated = number.get("unit") if isinstance(number, dict) else None
                digits = number["value"] if isinstance(number, dict) else number
                if key in QUANTITIES:
                    size = SIZES[stated or place_unit]
                elif key == "tariff_rate_quota":
                    size = SIZES[stated or path.rpartition(".")[2].replace("_", " ")]
                else:
                    size = (
                        Fraction(1, 100) if key in PERCENTS else SIZES.get(str(stated), Fraction(1))
                    )
                yield position, path, str(digits), Fraction(digits) * size


def leaves_of(path: str, value: Any, depth: int) -> Iterator[tuple[str, Any]]:
    if depth == 0:
        yield path, value
        return
    for name, inner in value.items():
        yield from leaves_of(f"{path}.{name}", inner, depth - 1)


def check_accepted(notice: Notice, content: bytes) -> None:
    """Nothing that was accepted is other than the file says, and all of it is accounted for."""
    raw = raw_data(content)
    expected = sorted(figures_of(raw))
    figures = list(notice.figures())
    found = [
        (
            f.block,
            "total" if f.label.startswith("total.") else f.path,
            str(f.number.value),
            f.number.amount,
        )
        for f in figures
    ]
    assert expected == sorted(found)
    lacking = missing(notice)
    assert all(": missing, expected " in fault for fault in lacking)
    if raw.get("act", "1990") == "2002":
        check_announcement(notice, lacking)
    elif not lacking:
        check_inputs(notice, raw)
        determination_of(notice.inputs)
    assert notice == Notice.model_validate(tomllib.loads(notice.to_toml(), parse_float=Decimal))
    report = allotments.verify(notice)
    assert [f.number for f in figures] == [row.printed for row in report.rows]
    assert bool(report) == all(row.status != "contradicted" for row in report.rows)
    assert str(report)


def missing(notice: Notice) -> tuple[str, ...]:
    """What the notice lacks for a determination."""
    try:
        _ = notice.inputs
    except InvalidInput as error:
        return error.faults
    return ()


def check_inputs(notice: Notice, raw: dict[str, Any]) -> None:
    """Each input is its first printed occurrence at a place without a weighting.

    A group's total is an occurrence of its State's allotment, in print below the rows.
    """
    first: dict[str, Fraction] = {}
    found = sorted(figures_of(raw), key=lambda one: (one[0], one[1] == "total"))
    for position, path, _, amount in found:
        block = raw["printed"][position]
        if "weighting" not in block:
            of_one_state = path == "total" and block.keys().isdisjoint({"sectors", "states"})
            whole = f"states.{next(iter(block['processors']))}" if of_one_state else path
            first.setdefault(whole, amount)
    inputs = notice.inputs
    for table in ("estimates", "criteria", "state_criteria", "processor_criteria"):
        given = dict(numbers_in(getattr(inputs, table), table))
        assert {p: v for p, v in first.items() if p.startswith(f"{table}.")} == given
    recorded = {p: v for p, v in first.items() if p.startswith(("states.", "processors."))}
    recorded.pop("states.beet", None)  # the total of beet processors is a sector's
    assert recorded == dict(numbers_in(inputs.recorded.states, "states")) | dict(
        numbers_in(inputs.recorded.processors, "processors")
    )
    names = ("past_marketings", "processing_capacity", "ability_to_market")
    weights = [first[f"weights.{name}"] for name in names]
    assert [weight / sum(weights) for weight in weights] == [
        Fraction(weight, sum(inputs.weights)) for weight in inputs.weights
    ]


def check_announcement(notice: Notice, lacking: tuple[str, ...]) -> None:
    """The first printed quantity is divided by 359c(d), whatever else is printed or missing."""
    known = {key.path: value for key, value in notice.known.items()}
    quantity = known.get("overall_allotment_quantity")
    if lacking or quantity is None:
        return
    found = allotments.determine(notice.inputs)
    for sector, share in SHARES.items():
        assert share * quantity == found.value(f"sectors.{sector}")


SHARES = {"beet": Fraction(5_435, 10_000), "cane": Fraction(4_565, 10_000)}


def numbers_in(value: Any, path: str) -> Iterator[tuple[str, int]]:
    if isinstance(value, int):
        yield path, value
        return
    pairs = value.items() if isinstance(value, dict) else value
    for name, inner in pairs:
        yield from numbers_in(inner, f"{path}.{name}")


def determination_of(inputs: act1990.Inputs) -> None:
    """What follows from accepted inputs keeps the Act's identities."""
    determination = act1990.determine(inputs)
    estimates = inputs.estimates
    overall = estimates.consumption + estimates.reasonable_carryover_stocks
    overall -= estimates.carry_in_stocks + 1_250_000
    assert overall - estimates.production + 1_250_000 == determination.imports
    assert (determination.imports < 1_250_000) == determination.allotments_required
    if determination.sectors is None:
        return
    assert overall == determination.overall_allotment_quantity
    invariants.shares_sum_to_whole(determination.sectors, overall)
    invariants.shares_in_proportion(determination.sectors, determination.bases or {})


def check(damaged: Damaged, path: Path) -> None:
    notice = load_bytes(damaged.content, path)
    event(f"{damaged.done[0]}: {'refused' if notice is None else 'accepted'}")
    if notice is not None:
        check_accepted(notice, damaged.content)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("fuzz") / "mine.toml"


@given(damaged_lines())
def test_damaged_lines_are_refused_or_read_as_they_stand(path: Path, damaged: Damaged) -> None:
    check(damaged, path)


@given(damaged_bytes())
def test_damaged_bytes_are_refused_or_read_as_they_stand(path: Path, damaged: Damaged) -> None:
    check(damaged, path)


@given(damaged_lines(ANNOUNCEMENTS) | damaged_bytes(ANNOUNCEMENTS))
def test_damaged_announcements_are_refused_or_read_as_they_stand(
    path: Path, damaged: Damaged
) -> None:
    check(damaged, path)


ANNOUNCED = [tomllib.loads(text, parse_float=Decimal) for text in ANNOUNCEMENTS]


@given(
    (
        st.sampled_from(ANNOUNCED)
        | announcements().map(lambda one: tomllib.loads(one.to_toml(), parse_float=Decimal))
    ).flatmap(damaged_data)
)
def test_damaged_data_of_announcements_are_refused_or_read_as_they_stand(
    path: Path, damaged: Damaged
) -> None:
    check(damaged, path)


DATA = [tomllib.loads(text, parse_float=Decimal) for text in FILES]


@given(st.sampled_from(DATA).flatmap(damaged_data))
def test_damaged_data_are_refused_or_read_as_they_stand(path: Path, damaged: Damaged) -> None:
    check(damaged, path)


@given(
    notices()
    .map(lambda notice: tomllib.loads(notice.to_toml(), parse_float=Decimal))
    .flatmap(damaged_data)
)
def test_damaged_random_notices_are_refused_or_read_as_they_stand(
    path: Path, damaged: Damaged
) -> None:
    check(damaged, path)


SOUND = [*FILES, *ANNOUNCEMENTS]
REPORTS = [allotments.verify(Notice.model_validate(data)) for data in [*DATA, *ANNOUNCED]]


@st.composite
def changed_digits(draw: st.DrawFn) -> tuple[int, bytes]:
    """One of the files, with another digit in one of its numbers."""
    which = draw(st.integers(0, len(SOUND) - 1))
    places = [match.start(1) for match in re.finditer(r"(?<=[0-9.= ])([0-9])", SOUND[which])]
    at = draw(st.sampled_from(places))
    digit = draw(st.sampled_from([*"0123456789"]))
    return which, f"{SOUND[which][:at]}{digit}{SOUND[which][at + 1 :]}".encode()


NOT_PINNED = {"recorded", "misprint", "does not close", "within rounding"}


@given(changed_digits())
def test_a_changed_digit_is_refused_or_shows_in_the_report(
    path: Path, changed: tuple[int, bytes]
) -> None:
    """Some status changes, or the figure is one that nothing else on the page pins down.

    Nor does anything pin down what a misprint prints instead of what was meant, a sum that does not
    close, or the last digit of what is off by one already.
    """
    which, content = changed
    notice = load_bytes(content, path)
    if notice is None:
        return
    check_accepted(notice, content)
    report, before = allotments.verify(notice), REPORTS[which]
    other = [
        (row.figure, row.status)
        for row, old in zip(report.rows, before.rows, strict=True)
        if row.printed.amount != old.printed.amount
    ]
    event(f"{len(other)} figures changed")
    if {status for _, status in other} - NOT_PINNED:
        assert [row.status for row in report.rows] != [row.status for row in before.rows], other


MEGABYTE = 2**20
HOSTILE = {
    "fifty megabytes of keys": b"k = 1\n" * (50 * MEGABYTE // 6),
    "a megabyte of keys": "".join(f"k{n} = 1\n" for n in range(80_000)).encode(),
    "a megabyte of wrong numbers": f"{FILES[0]}[printed.other]\n".encode()
    + b"".join(b"n%d = -1\n" % n for n in range(80_000)),
    "half a megabyte of brackets": b"[" * (MEGABYTE // 2),
    "half a megabyte of tables": b"{a=" * (MEGABYTE // 8),
    "a key of half a megabyte of names": b"a." * (MEGABYTE // 4) + b"a = 1\n",
    "a key of half a megabyte": b"k" * (MEGABYTE // 2) + b" = 1\n",
    "a number of half a megabyte": b"fiscal_year = 0x" + b"f" * (MEGABYTE // 2),
    "an exponent of half a megabyte": b"fiscal_year = 1e" + b"9" * (MEGABYTE // 2),
}
LIMITED = """\
import resource, sys
from allotments.command_line import main

resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[1]), int(sys.argv[1])))
for path in sys.argv[2:]:
    print(main(["verify", path]), flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="limits of memory are Unix's")
def test_hostile_files_are_refused_within_bounded_memory(tmp_path: Path) -> None:
    """One process, a gigabyte for all of them; found while fuzzing was one that took four."""
    paths = [tmp_path / f"{name}.toml" for name in HOSTILE]
    for path_, content in zip(paths, HOSTILE.values(), strict=True):
        path_.write_bytes(content)
    source = str(Path(allotments.__file__).parents[1])
    found = subprocess.run(  # noqa: S603 -- nothing but this very program
        [sys.executable, "-c", LIMITED, str(1024 * MEGABYTE), *map(str, paths)],
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONPATH": source, "OPENBLAS_NUM_THREADS": "1"},
        timeout=600,  # against a hang, and no measure of speed
    )
    lines = found.stderr.decode().splitlines()
    assert len(HOSTILE) * ["2"] == found.stdout.decode().split(), lines[-1:]
    assert all(line.startswith("allotments: ") and len(line) < LONGEST_LINE for line in lines)
    assert 2_000 < len(lines) < 3_000  # twice a thousand faults, and a few of the others
