"""Tables of farms and steps of a ledger, damaged: refused line by line, or exact."""

from __future__ import annotations

import csv
from fractions import Fraction
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


LEDGER = act1990.open_ledger(allotments.determine(allotments.load("fy1995").inputs))
ODD: list[Any] = [
    *(None, True, "", "x", b"x", [], {}, (), object, 0, 1, -1, 0.5, float("nan")),
    *(10**30, 10**400, 10**5_000, Fraction(1, 3), Fraction(-1, 3)),
    *({"beet": 1}, {"beet": {}}, {"beet": {"x": 1}}, {1: 2}, {"beet": 10**5_000}),
    *({"Florida": {"U.S. Sugar Corp": 600_000}}, {"beet": {1: float("inf")}}, {"x": {"y": {}}}),
    *({"consumption": 9_300_000}, {"production": 9_900_000}, {"consumption": -1}),
]
QUARTERS = st.sampled_from(["January", "April", "July", "October", "january", "", None, 1])
STEPS: dict[str, list[str]] = {
    "reestimated": [
        "estimates",
        "criteria",
        "weights",
        "action",
        "marketed",
        "pledged",
        "recorded",
    ],
    "established": ["estimates", "portion", "proportionate_shares", "x"],
    "suspended": ["estimates", "weights"],
    "revised": ["processor_criteria", "allocations", "proportionate_shares"],
    "shares_relaxed": ["ratio"],
}


@given(
    st.lists(st.sampled_from([*STEPS, "deficits_reassigned"]), min_size=1, max_size=3), st.data()
)
def test_odd_steps_of_a_ledger_are_refused_or_taken(steps: list[str], data: Any) -> None:
    """A ledger that took a step still adds up, and shows itself."""
    ledger = LEDGER
    for step in steps:
        odd = st.sampled_from(ODD)
        if step == "deficits_reassigned":
            arguments, named = [data.draw(odd)], {}
        else:
            arguments = [data.draw(odd if step == "shares_relaxed" else QUARTERS)]
            arguments = [] if step == "revised" else arguments
            names = st.lists(st.sampled_from(STEPS[step]), max_size=2, unique=True)
            named = {name: data.draw(odd) for name in data.draw(names)}
        try:
            ledger = getattr(ledger, step)(*arguments, **named)
        except (InvalidInput, ValueError, TypeError) as error:
            event(f"refused: {type(error).__name__}")
            for line in str(error).splitlines():
                check_line(line)
            continue
        event("taken")
        assert all(tons >= 0 for group in ledger.allocations.values() for tons in group.values())
        assert str(ledger)
        assert ledger.records()


LEDGER_2002 = act2002.open_ledger(allotments.load("fy2025"))
NAMED = st.sampled_from(["beet", "Florida", "Texas", "Michigan Sugar Co.", "Florida Crystals", "N"])
STEPS_2002: dict[str, tuple[list[str], list[str]]] = {
    "adjusted": (
        [],
        [
            *("overall_allotment_quantity", "estimates", "marketed", "available_sugar"),
            "in_proportion_to",
        ],
    ),
    "deficits_reassigned": (["supply"], ["sold_by_ccc", "reading"]),
    "transferred": (["group", "seller", "buyer"], ["share", "quantity", "reason"]),
    "terminated": (["group", "processor"], []),
    "entered": (["group", "processors"], ["first_crop_year"]),
    "revised": ([], ["allocations", "proportionate_shares"]),
    "shares_relaxed": (["state"], ["ratio"]),
}


@given(st.lists(st.sampled_from(list(STEPS_2002)), min_size=1, max_size=3), st.data())
def test_odd_steps_of_a_ledger_since_2002_are_refused_or_taken(steps: list[str], data: Any) -> None:
    ledger = LEDGER_2002
    for step in steps:
        needed, optional = STEPS_2002[step]
        odd = NAMED | st.sampled_from(ODD)
        names = st.lists(st.sampled_from(optional), max_size=2, unique=True) if optional else None
        chosen = [*needed, *(data.draw(names) if names is not None else [])]
        named = {name: data.draw(odd) for name in chosen}
        try:
            ledger = getattr(ledger, step)(**named)
        except (InvalidInput, ValueError, TypeError) as error:
            event(f"refused: {type(error).__name__}")
            for line in str(error).splitlines():
                check_line(line)
            continue
        event("taken")
        assert all(tons >= 0 for group in ledger.allocations.values() for tons in group.values())
        assert str(ledger)
        assert ledger.records()
