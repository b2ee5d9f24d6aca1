"""Tables of farms and steps of a ledger, damaged: refused line by line, or exact."""

from __future__ import annotations

import csv
from fractions import Fraction
from inspect import Parameter, getmembers, isfunction, signature
from pathlib import Path
from typing import Any

import pytest
from hypothesis import event, given
from hypothesis import strategies as st
from malformed_input import ROOT, check_line

import allotments
from allotments import InvalidInput, act1990, act2002, invariants

TABLE = (ROOT / "examples" / "louisiana-farms-made-up.csv").read_text(encoding="utf-8")
STATE = {
    "state": "Louisiana",
    "fiscal_year": 1995,
    "allotment": 3_300,
    "yield_goal": 30,
    "recovery_rate": Fraction(11, 100),
}
CELLS = [
    *(
        "",
        " ",
        "0",
        "-0",
        "-1",
        "+1",
        "1e3",
        "nan",
        "inf",
        "1_000",
        "1,000",
        "0x10",
        "1/2",
        ".5",
        "5.",
    ),
    *(
        "1" * 12,
        "1" * 13,
        "0." + "1" * 12,
        "0." + "1" * 13,
        "\uff11",
        "\u0661",
        "x" * 500,
        '"',
        "'",
    ),
    *(
        "a\0b",
        "\u202e",
        "\x1b[2J",
        "a\nb",
        "\u2028",
        "Farm 1",
        "Made-up farm 1",
        "made-up FARM 1",
        "é",
    ),
]


@st.composite
def tables(draw: st.DrawFn) -> bytes:
    """A table of farms with some cells, columns, rows or bytes damaged."""
    rows = [line.split(",") for line in TABLE.splitlines()]
    for _ in range(draw(st.integers(1, 3))):
        row = draw(st.sampled_from(rows))
        at = draw(st.integers(0, len(row) - 1)) if row else 0
        change = draw(st.sampled_from(["cell", "cell", "cell", "drop", "add", "row", "digit"]))
        if change == "cell" and row:
            row[at] = draw(st.sampled_from(CELLS) | st.text(max_size=5))
        elif change == "drop" and row:
            del row[at]
        elif change == "add":
            row.insert(at, draw(st.sampled_from(CELLS)))
        elif change == "row":
            rows.insert(draw(st.integers(0, len(rows))), list(row))
        elif row:
            row[at] = f"{row[at]}{draw(st.integers(0, 9))}"
    content = "\n".join(map(",".join, rows)).encode("utf-8", "surrogatepass")
    if draw(st.integers(0, 4)) == 0:
        at = draw(st.integers(0, len(content)))
        content = content[:at] + draw(st.binary(max_size=3)) + content[at + 1 :]
    return draw(st.sampled_from([b"", b"", b"", b"\xef\xbb\xbf"])) + content


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("farms") / "farms.csv"


@given(content=tables())
def test_damaged_tables_of_farms_are_refused_or_exact(path: Path, content: bytes) -> None:
    """Acres are the cells' own decimals, and shares add up to the acreage allotment."""
    path.write_bytes(content)
    try:
        found = act1990.proportionate_shares(path, STATE)
    except InvalidInput as error:
        event("refused")
        for fault in error.faults:
            check_line(fault)
        return
    event("accepted")
    rows = [
        row
        for row in csv.reader(content.decode("utf-8-sig").splitlines())
        if any(cell.strip() for cell in row)
    ]
    head, *farms = [[cell.strip() for cell in row] for row in rows]
    assert [farm[head.index("name")] for farm in farms] == [one.farm.name for one in found.farms]
    years = [column for column in head if column != "name"]
    for cells, one in zip(farms, found.farms, strict=True):
        whole = sum(Fraction(cells[head.index(column)]) for column in years)
        assert whole / 5 == one.acreage_base
    invariants.proportionate_shares_sum_to_acreage_allotment(
        found.shares, found.state.acreage_allotment
    )
    assert str(found)


LEDGERS: dict[str, Any] = {
    "1990": act1990.open_ledger(allotments.determine(allotments.load("fy1995").inputs)),
    "2002": act2002.open_ledger(allotments.load("fy2025")),
    "2003": act2002.open_ledger(allotments.load("fy2003")),
}


def steps_of(ledger: Any) -> list[str]:
    """The methods that give a ledger with one more step."""
    methods = {name: signature(one) for name, one in getmembers(type(ledger), isfunction)}
    given_back = {"Ledger", "Self"}
    return [n for n, one in methods.items() if one.return_annotation in given_back and n[0] != "_"]


CHANGES = ["estimates", "criteria", "weights", "recorded", "x"]
NAMES: list[Any] = [
    *(
        "beet",
        "Florida",
        "Texas",
        "Michigan Sugar Co.",
        "Florida Crystals",
        "N",
        ["N"],
        "Mississippi",
    ),
    *("January", "April", "July", "October", "january", "", None, 1, ["N"]),
]
ODD: list[Any] = [
    *(None, True, "", "x", b"x", [], {}, (), object, 0, 1, -1, 0.5, float("nan")),
    *(10**30, 10**400, 10**5_000, Fraction(1, 3), Fraction(-1, 3), 100_000, 10_000_000),
    *({"beet": 1}, {"beet": {}}, {"beet": {"x": 1}}, {1: 2}, {"beet": 10**5_000}),
    *({"Florida": {"U.S. Sugar Corp": 600_000}}, {"beet": {1: float("inf")}}, {"x": {"y": {}}}),
    *({"consumption": 9_300_000}, {"production": 9_900_000}, {"consumption": -1}),
]


def tables_of(ledger: Any) -> list[Any]:
    """Quantities of all its processors, below what they are allotted, and above."""
    return [
        {
            group: {name: factor * tons for name, tons in table.items()}
            for group, table in ledger.allocations.items()
        }
        for factor in (Fraction(1, 2), 1, Fraction(3, 2), 0.75)
    ]


def check_ledger(ledger: Any) -> None:
    """What was allotted is held, or is known to be gone; and the ledger shows itself."""
    position = ledger.position
    held = {place: sum(holders.values()) for place, holders in position.held_by.items()}
    gone = [ledger.reassigned_to_imports, position.gone.get("deducted", {})]
    gone += [ledger.sold_by_ccc] if hasattr(ledger, "sold_by_ccc") else []
    invariants.year_conserved(held, position.in_force, *gone)
    assert all(tons >= 0 for group in ledger.allocations.values() for tons in group.values())
    assert str(ledger)
    assert ledger.records()


@given(st.data())
def test_odd_steps_of_a_ledger_are_refused_or_taken(data: Any) -> None:
    """Of each Act: a ledger that took a step still adds up; one that refused it is as it was."""
    act = data.draw(st.sampled_from(list(LEDGERS)))
    ledger = LEDGERS[act]
    for _ in range(data.draw(st.integers(1, 4))):
        step = data.draw(st.sampled_from(steps_of(ledger)))
        parameters = list(signature(getattr(ledger, step)).parameters.values())
        needed = [one.name for one in parameters if one.kind is one.POSITIONAL_OR_KEYWORD]
        optional = [one.name for one in parameters if one.kind is one.KEYWORD_ONLY]
        optional += CHANGES if parameters[-1].kind is Parameter.VAR_KEYWORD else []
        chosen = data.draw(st.lists(st.sampled_from(optional), max_size=2, unique=True))
        tables = st.sampled_from(tables_of(ledger))
        odd = st.sampled_from(ODD) | st.sampled_from(NAMES) | tables | tables
        named = {name: data.draw(odd) for name in [*needed, *chosen]}
        before = str(ledger)
        try:
            after = getattr(ledger, step)(**named)
        except (InvalidInput, ValueError, TypeError) as error:
            event(f"{step} refused")
            for line in str(error).splitlines():
                check_line(line)
            assert before == str(ledger)
            continue
        event(f"{step} taken")
        ledger = after
        check_ledger(ledger)
