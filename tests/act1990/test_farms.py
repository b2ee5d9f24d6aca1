"""Proportionate shares through the models: farms in, shares out, and totals that check."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
import pytest
from displays import without_styles
from hypothesis import given
from hypothesis import strategies as st

from allotments import act2002
from allotments.act1990.farms.models import CaneState, Farm
from allotments.act1990.farms.shares import ProportionateShares, proportionate_shares
from allotments.core.errors import InvalidInput

EXAMPLE = Path(__file__).parents[2] / "examples" / "louisiana-farms-made-up.csv"
# 3,300 short tons of sugar at 30 tons of cane an acre and 0.11 of sugar in it are 1,000 acres.
STATE: dict[str, Any] = {
    "state": "Louisiana",
    "fiscal_year": 1995,
    "allotment": 3_300,
    "yield_goal": 30,
    "recovery_rate": 0.11,
}
FARMS: list[dict[str, Any]] = [
    {"name": "A", "acres": [500, 500, 500, 400, 600]},
    {"name": "B", "acres": [120.5, 100, 0, 109.5, 120], "considered_planted": [0, 0, 50, 0, 0]},
    {"name": "C", "acres": [0, 0, 0, 0, 0]},
]
HEADER = "name,acres_1989,acres_1990,acres_1991,acres_1992,acres_1993"


def shares(farms: Any = FARMS, **state: Any) -> ProportionateShares:
    return proportionate_shares(farms, STATE | state)


def test_proportionate_shares_of_three_farms() -> None:
    """Bases 2,500 / 5 = 500, (450 + 50) / 5 = 100 and 0; 1,000 acres of 600 are 5/3 of them."""
    found = shares()
    assert [500, 100, 0] == [one.acreage_base for one in found.farms]
    assert Fraction(5, 3) == found.uniform_reduction_percentage
    assert {"A": Fraction(2500, 3), "B": Fraction(500, 3), "C": 0} == found.shares
    assert 1_000 == found.state.acreage_allotment == sum(found.shares.values())


def test_thousands_passed_as_tons_are_found() -> None:
    """869.856 thousand short tons, as tables print Louisiana's, are no 870 tons."""
    with pytest.raises(InvalidInput) as refused:
        shares(allotment=869.856)
    assert (
        "allotment: found 869.856 short tons, expected at least 20,000 or a whole number; if "
        "thousands of short tons are meant, write 869.856 * TST"
    ) == str(refused.value)
    assert 869_856 == shares(allotment=869_856.0).state.allotment


@pytest.mark.parametrize("tons", [3_300.0, Fraction(1, 3), 20_000.5])
def test_other_allotments_are_tons(tons: Any) -> None:
    """Nobody prints thousands without decimals, and a fraction is computed."""
    assert tons == shares(allotment=tons).state.allotment


def test_the_most_that_a_number_may_be() -> None:
    """A billion acres, of which 1,000 are all that there is; sugarcane that is all sugar."""
    assert {"A": 1_000} == shares(farm(acres=[10**9] * 5)).shares
    assert 110 == shares(recovery_rate=1).state.acreage_allotment


def test_the_yield_goal_is_the_average_by_default() -> None:
    """24 + 26 + 23 + 27 + 25 = 125 tons in five years; 275 / (25 * 0.11) = 100 acres."""
    found = shares(allotment=275, yield_goal=None, yields=[24, 26, 23, 27, 25])
    assert (25, 100) == (found.state.goal, found.state.acreage_allotment)
    assert 50 == CaneState(**STATE | {"allotment": 275, "yield_goal": 50}).acreage_allotment
    without = {name: value for name, value in STATE.items() if name != "yield_goal"}
    assert 25 == CaneState(**without, yields=(25,) * 5).goal
    assert Fraction(1, 2) == CaneState(**STATE | {"yield_goal": 0.5}).goal
    assert 25 == CaneState(**STATE | {"yield_goal": 25, "yields": (25,) * 5}).goal


def test_adjusted_bases() -> None:
    """100 acres not expected to be harvested: 1,000 of 500 is twice each base."""
    found = proportionate_shares(FARMS, CaneState(**STATE), adjustment=-100)
    assert {"A": 1_000, "B": 200, "C": 0} == found.shares


@pytest.mark.parametrize("added", [np.int64(-100), Decimal("-100.0"), Fraction(-100)])
def test_adjusted_bases_of_every_exact_kind(added: Any) -> None:
    """The model promises int and Fraction: 1,000 of 500 is 2, as above."""
    ratio = proportionate_shares(FARMS, STATE, adjustment=added).uniform_reduction_percentage
    assert (2, Fraction) == (ratio, type(ratio))


def test_any_mapping_of_fields_will_do() -> None:
    """A read-only one too; pydantic takes nothing but a dict."""
    farms = [MappingProxyType(farm) for farm in FARMS]
    assert shares() == proportionate_shares(farms, MappingProxyType(STATE))


def test_the_example_of_made_up_farms() -> None:
    """Farm 1: 412.50 + 420 + 415.25 + 430 + 441.75 = 2,119.50, a base of 423.90.

    Farm 2: 88.10 + 90 + 91.40 + 93 and 90 considered planted = 452.50, a base of 90.50.
    """
    found = shares(EXAMPLE)
    assert 12 == len(found.farms)
    bases = {one.farm.name: one.acreage_base for one in found.farms}
    assert Fraction("423.90") == bases["Made-up farm 1"]
    assert Fraction("90.50") == bases["Made-up farm 2"]
    assert found.state.acreage_allotment == sum(found.shares.values())
    assert all("made" in name.lower() for name in found.shares)
    assert found == shares(str(EXAMPLE))


def test_to_csv(tmp_path: Path) -> None:
    """2,500 / 3 = 833.333 and 500 / 3 = 166.667."""
    path = tmp_path / "shares.csv"
    farms = [FARMS[0] | {"name": 'Smith, "Jo"'}, *FARMS[1:]]
    text = shares(farms).to_csv(path)
    rows = [
        ["name", "acreage_base", "proportionate_share"],
        ['Smith, "Jo"', "500.00", "833.33"],
        ["B", "100.00", "166.67"],
        ["C", "0.00", "0.00"],
    ]
    assert rows == list(csv.reader(text.splitlines()))
    assert text.encode() == path.read_bytes()
    assert text == shares(farms).to_csv()


def test_to_csv_has_no_thousands_separators(tmp_path: Path) -> None:
    """1,500 acres of the only farm; 1,000 is all that there is."""
    path = tmp_path / "shares.csv"
    shares([{"name": "Peña", "acres": [1_500] * 5}]).to_csv(path)
    expected = "name,acreage_base,proportionate_share\nPeña,1500.00,1000.00\n"
    assert expected.encode() == path.read_bytes()


def test_to_csv_refuses_a_path_that_it_cannot_write_to(tmp_path: Path) -> None:
    for name, fault in {"shares.txt": "found another ending", "none/a.csv": "no such file"}.items():
        with pytest.raises(InvalidInput, match=f"{name}: {fault}"):
            shares(FARMS).to_csv(tmp_path / name)


@pytest.mark.parametrize(
    ("content", "found"),
    [(b"PK\x03\x04", "a workbook or another ZIP archive"), (b" \n", "an empty file")],
)
def test_a_file_that_is_no_csv(tmp_path: Path, content: bytes, found: str) -> None:
    path = tmp_path / "farms.xlsx"
    path.write_bytes(content)
    with pytest.raises(InvalidInput) as caught:
        shares(path)
    fault = f"{path}: found {found}, expected a table of farms, CSV in UTF-8"
    assert (fault,) == caught.value.faults


def test_of_one_fault_in_every_row_three_lines_are_shown(tmp_path: Path) -> None:
    """Of 40 farms every one has a name and acres of text: five cells, in one kind of line."""
    path = tmp_path / "farms.csv"
    years = ",".join(f"acres_{year}" for year in range(1989, 1994))
    path.write_text(f"name,{years}\n" + "a,x,x,x,x,x\n" * 40, encoding="utf-8")
    with pytest.raises(InvalidInput) as caught:
        shares(path)
    *_, last = caught.value.faults
    expected = "expected acres such as 120 or 120.55; and 197 more lines like this"
    assert (3, f"farms.csv, line 2, acres_1991: found 'x', {expected}") == (
        len(caught.value.faults),
        last,
    )


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\uff1d"])
def test_to_csv_writes_no_formula(tmp_path: Path, sign: str) -> None:
    """A farm named =1+1 would be 2 in a spreadsheet; as in the tables an apostrophe prevents it."""
    path = tmp_path / "shares.csv"
    found = shares([{"name": f"{sign}1+1", "acres": [5] * 5}, {"name": "B=1", "acres": [5] * 5}])
    text = found.to_csv(path)
    assert [f"'{sign}1+1,5.00,500.00", "B=1,5.00,500.00"] == text.splitlines()[1:]
    assert text == path.read_text(encoding="utf-8")
    assert {f"{sign}1+1": 500, "B=1": 500} == found.shares


def test_records() -> None:
    assert {
        "family": "proportionate_shares",
        "group": "Louisiana",
        "recipient": "A",
        "acreage_base": 500.0,
        "proportionate_share": 833.33,
        "exact_acreage_base": "500",
        "exact_proportionate_share": "2500/3",
    } == shares().records()[0]


def test_shown_as_text_and_html() -> None:
    found = shares()
    text = str(found)
    assert text.startswith("Proportionate shares of Louisiana's farms, fiscal year 1995\n\n")
    assert "\nA                  500.00                      833.33\n" in text
    assert "\nAll                600.00                    1,000.00\n" in text
    notes = " ".join(text.partition("\n\nAcreage")[2].split())
    assert (
        "allotment 1,000.00 acres: 3,300 short tons, raw value, by 30.0 tons of cane an acre and a "
        "recovery of 0.11. Sec. 359f(b)(3)(A)-(C). "
        "Uniform reduction percentage 166.67%. Sec. 359f(b)(3)(D). "
        "Shown rounded half up, row by row; totals add up the rows. The figures are exact."
    ) == notes
    assert max(map(len, text.splitlines())) <= 100
    html = without_styles(found._repr_html_())
    assert "<tr class='total'><th scope='row' class='start'>All</th>" in html


def test_many_farms_are_not_all_shown() -> None:
    """Of 41 farms 20; the total is of all: 41 times 1,000 / 41 = 24.39, so 999.99."""
    farms = [{"name": f"Farm {n}", "acres": [10] * 5} for n in range(41)]
    text = str(shares(farms))
    assert "Farm 19 " in text
    assert "Farm 20 " not in text
    assert "\n... and 21 more farms: see .records() or .to_csv()\n" in text
    assert "999.99" in text
    assert "Farm 39 " in str(shares(farms[:40]))


acres = st.one_of(
    st.integers(0, 5_000),
    st.decimals(0, 5_000, places=2),
    st.floats(0, 5_000),
    st.fractions(0, 5_000, max_denominator=1_000),
)
HISTORIES = st.lists(st.lists(acres, min_size=5, max_size=5), min_size=1, max_size=8)


@given(HISTORIES, st.integers(1, 10**6))
def test_shares_add_up_and_are_in_proportion(histories: list[Any], allotment: int) -> None:
    farms = [{"name": str(at), "acres": years} for at, years in enumerate(histories)]
    farms.append({"name": "one more", "acres": [1] * 5})
    found = shares(farms, allotment=allotment)
    assert Fraction(allotment * 10, 33) == sum(found.shares.values())
    for one in found.farms:
        assert one.acreage_base * found.uniform_reduction_percentage == one.share
        assert one.acreage_base <= max(one.farm.acres)
    assert found.shares == shares(farms[::-1], allotment=allotment).shares
    doubled = [farm | {"acres": [Fraction(str(y)) * 2 for y in farm["acres"]]} for farm in farms]
    assert found.shares == shares(doubled, allotment=allotment).shares


def test_kinds_of_number() -> None:
    """A float is read by its shortest decimal, so a tenth is a tenth."""
    given: Any = (0.1, Decimal("0.10"), np.float64(0.1), Fraction(1, 10), np.int64(2))
    farm = Farm(name="A", acres=given)
    assert (*[Fraction(1, 10)] * 4, 2) == farm.acres
    others: Any = (np.float32(0.1), np.float16(0.1), np.longdouble("0.1"), np.float32(3), 0.1)
    farm = Farm(name="A", acres=others)
    assert (*[Fraction(1, 10)] * 3, 3, Fraction(1, 10)) == farm.acres
    assert all(int is type(acres) or Fraction is type(acres) for acres in farm.acres)
    assert Farm(name="A", acres=np.array([1, 2, 3, 4, 5.5])).acres == (1, 2, 3, 4, Fraction(11, 2))  # type: ignore[arg-type]


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "farms.csv"
    path.write_bytes(text.encode("utf-8"))
    return path


def test_a_file_with_a_byte_order_mark_and_blank_lines(tmp_path: Path) -> None:
    columns = "acres_1993, acres_1992,acres_1991,acres_1990,acres_1989,name"
    path = written(tmp_path, f"\ufeff{columns}\r\n\r\n5,4,3,2,1, A \r\n,,,,,\r\n")
    found = shares(path)
    assert (1, 2, 3, 4, 5) == found.farms[0].farm.acres
    assert {"A": 1_000} == found.shares


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        (
            f"{HEADER}\nA,1,2,3,4\nB,1,2,3,-4,nan\nC,1,2,,4,5\n,1,2,3,4,5\nd,1,1,1,1,1\nD,1,1,1,1,1",
            [
                "farms.csv, line 2: found 5 cells, expected 6",
                "farms.csv, line 3, acres_1992: found '-4', expected acres such as 120 or 120.55",
                "farms.csv, line 3, acres_1993: found 'nan', expected acres such as 120 or 120.55",
                "farms.csv, line 4, acres_1991: found '', expected acres such as 120 or 120.55",
                (
                    "farms.csv, line 5, name: found '', expected a name of 1 to 200 printable "
                    "characters without blanks around it"
                ),
                "farms.csv, line 7, name: found 'D' again, first at farms.csv, line 6",
            ],
        ),
        (
            "name,acres_1989,acres_1990,acres_1991,acres_1992,acres_1992,acres_94\n",
            [
                "farms.csv, line 1: column 'acres_1993' is missing",
                "farms.csv, line 1: unknown column 'acres_94'; did you mean 'acres_1993'?",
                "farms.csv, line 1: column 'acres_1992' stands there more than once",
            ],
        ),
        (
            f"name,acres_1989,acres_1990,acres_1991,acres_1992,acres_1993,{1_000 * 'x'}\n",
            [
                (  # a line stays one that can be read; found while fuzzing
                    f"farms.csv, line 1: unknown column '{59 * 'x'}...; expected one of: name, "
                    "acres_1989, acres_1990, acres_1991, acres_1992, acres_1993, "
                    "considered_planted_1989, considered_planted_1990, considered_planted_1991, "
                    "considered_planted_1992, considered_planted_1993"
                ),
            ],
        ),
        (
            f"{HEADER},considered_planted_1991\n",
            [
                f"farms.csv, line 1: column 'considered_planted_{year}' is missing"
                for year in (1989, 1990, 1992, 1993)
            ],
        ),
        (f"{HEADER}\n", ["farms: found none, expected at least one"]),
        (
            f'{HEADER}\n"A,1,2,3,4,5\n',
            ["farms.csv: found no CSV: unexpected end of data"],
        ),
    ],
)
def test_faults_of_a_file_are_told_at_once(tmp_path: Path, text: str, faults: list[str]) -> None:
    with pytest.raises(InvalidInput) as refused:
        shares(written(tmp_path, text))
    assert faults == list(refused.value.faults)


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    missing = tmp_path / "none.csv"
    with pytest.raises(
        InvalidInput, match=r"none\.csv: no such file or directory, expected a table of farms$"
    ):
        shares(missing)
    latin = tmp_path / "latin.csv"
    latin.write_bytes(f"{HEADER}\nAñasco,1,2,3,4,5\n".encode("latin-1"))
    line = r"^latin\.csv: found byte 0xf1 at offset 61, expected UTF-8$"
    with pytest.raises(InvalidInput, match=line):
        shares(latin)


def farm(**changes: Any) -> list[Any]:
    return [FARMS[0] | changes]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: shares(farm(acres=[1, 2, 3, 4])),
            "farms[0], acres: found 4 of them, expected a number for each of 5 crop years",
        ),
        (
            lambda: shares(farm(acres=7)),
            "farms[0], acres: found 7, expected a number for each of 5 crop years",
        ),
        (
            lambda: shares(farm(acres=[1, 2, 3, 4, 10**9 + 1])),
            "farms[0], acres[4]: found 1000000001, expected a number from 0 to 1,000,000,000",
        ),
        (
            lambda: shares(farm(acres=[1, 2, -3, 4, 5])),
            "farms[0], acres[2]: found -3, expected a number from 0 to 1,000,000,000",
        ),
        (
            lambda: shares(farm(acres=[1, 2, float("nan"), 4, 5])),
            "farms[0], acres[2]: found NaN, expected a finite number",
        ),
        (
            lambda: shares(farm(acres=[1, 2, Decimal("Infinity"), 4, 5])),
            "farms[0], acres[2]: found Infinity, expected a finite number",
        ),
        (
            lambda: shares(farm(acres=[1, 2, True, "4", 5])),
            (
                "farms[0], acres[2]: found True, expected a number\n"
                "farms[0], acres[3]: found '4', expected a number"
            ),
        ),
        (
            lambda: shares([FARMS[0], FARMS[0]]),
            "farms[1], name: found 'A' again, first at farms[0]",
        ),
        (
            lambda: shares([Farm(**FARMS[0]), 5]),
            "farms[1], found 5, expected a valid dictionary or instance of Farm",
        ),
        (lambda: shares([]), "farms: found none, expected at least one"),
        (
            lambda: shares([FARMS[2]]),
            "acreage_bases: found nothing in all, expected acres above 0",
        ),
        (
            lambda: proportionate_shares(FARMS, STATE, adjustment=-600),
            "acreage_bases: found nothing in all, expected acres above 0",
        ),
        (
            lambda: proportionate_shares(FARMS, STATE, adjustment=1.5),
            "adjustment: found 1.5, expected an exact number",
        ),
        (
            lambda: proportionate_shares(FARMS, STATE, adjustment=np.float32(1.5)),
            f"adjustment: found {np.float32(1.5)!r}, expected an exact number",
        ),
        (
            lambda: proportionate_shares(FARMS, STATE, adjustment=np.array([1, 2])),
            "adjustment: found array([1, 2]), expected an exact number",
        ),
        (
            lambda: proportionate_shares(FARMS, STATE, adjustment=True),
            "adjustment: found True, expected a number",
        ),
        (
            lambda: proportionate_shares(FARMS, "Louisiana"),  # type: ignore[arg-type]
            "state: found 'Louisiana', expected a CaneState or a mapping of its fields",
        ),
        (
            lambda: proportionate_shares(FARMS, {**STATE, 1: 2}),  # type: ignore[dict-item]
            "[1]: found 1, expected Keys should be strings",
        ),
        (
            lambda: shares(state="Puerto Rico"),
            "state: found Puerto Rico, which 359f(b)(1)(A) exempts",
        ),
        (
            lambda: shares(state="Ohio"),
            (
                "state: found a State without sugarcane, expected Florida, Hawaii, Louisiana, "
                "Puerto Rico or Texas, 359c(f)"
            ),
        ),
        (
            lambda: shares(state="Lousiana"),
            "state: found 'Lousiana', expected a State; did you mean 'Louisiana'?",
        ),
        (
            lambda: shares(yield_goal=None),
            "yield_goal: missing, expected it or the yields of five years",
        ),
        (
            lambda: shares(yields=[31] * 5),
            "yield_goal: found 30.0, expected one above 0 and not below the average of the yields",
        ),
        (
            lambda: shares(yield_goal=None, yields=[0] * 5),
            "yield_goal: found 0.0, expected one above 0 and not below the average of the yields",
        ),
        (lambda: shares(fiscal_year=1991), "fiscal_year: found 1991, expected 1992 to 1996"),
        (lambda: shares(yield_goal=0), "yield_goal: found 0, expected a number above 0"),
        (
            lambda: shares(recovery_rate=1.5),
            "recovery_rate: found 1.5, expected a ratio of at most 1, such as 0.11",
        ),
        (
            lambda: shares(recovery_rate=11),
            "recovery_rate: found 11.0, expected a ratio of at most 1, such as 0.11",
        ),
    ],
)
def test_bad_input_is_refused_in_clear_lines(call: Callable[[], object], message: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        call()
    assert message == str(refused.value)


@pytest.mark.parametrize(
    "acres",
    [Decimal("1E+999999999"), Decimal("1E-999999999"), 10**5_000],
    ids=["a great exponent", "a small one", "thousands of digits"],
)
def test_acres_of_absurd_length_are_refused_at_once(acres: Any) -> None:
    """Found while fuzzing: as fractions the first two fill a memory."""
    with pytest.raises(InvalidInput) as refused:
        Farm(name="A", acres=(acres, 1, 1, 1, 1))
    assert (
        "acres[0]: found a number of absurd length, expected a quantity",
    ) == refused.value.faults


def test_a_path_with_a_nul_is_refused() -> None:
    """Found while fuzzing: Python's own ValueError came through."""
    with pytest.raises(InvalidInput, match=r"^'a\\x00.csv': embedded null byte, expected a"):
        proportionate_shares("a\0.csv", CaneState(**STATE))


def test_a_file_of_absurd_size_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "farms.csv"
    path.write_bytes(HEADER.encode() + 10_000_000 * b"\n")
    with pytest.raises(
        InvalidInput, match=r"farms.csv: found more than 10,000,000 bytes, expected"
    ):
        proportionate_shares(path, CaneState(**STATE))


@pytest.mark.parametrize("name", ["Total", "TOTAL", " sum ".strip(), "All"])
def test_a_row_of_totals_is_not_a_farm(name: str) -> None:
    """Its acres would count twice."""
    farms = [{"name": "A", "acres": [100] * 5}, {"name": name, "acres": [100] * 5}]
    with pytest.raises(InvalidInput) as caught:
        proportionate_shares(farms, STATE_OF_TWO)
    assert (f"farms[1], name: found {name!r}, expected a farm, not a total",) == caught.value.faults


@pytest.mark.parametrize(
    "row", ["State Tot,83200,83200,83200,83200,83200", "x,83200.0" + ",83200" * 4]
)
def test_a_row_that_is_the_sum_of_those_before_is_not_a_farm(tmp_path: Path, row: str) -> None:
    """51,200 and 32,000 are 83,200: taken for a farm, it would halve every share."""
    rows = ["IBERIA" + ",51200" * 5, "NONE" + ",0" * 5, "ASSUMPTION" + ",32000" * 5]
    path = written(tmp_path, "\n".join([HEADER, *rows, row]))
    with pytest.raises(InvalidInput) as refused:
        shares(path)
    fault = "found the sum of the rows before, expected a farm; if it is no total, put it first"
    assert (f"farms.csv, line 5: {fault}",) == refused.value.faults
    assert 3 == len(shares(written(tmp_path, "\n".join([HEADER, *rows]))).farms)
    first = shares(written(tmp_path, "\n".join([HEADER, row, *rows])))
    assert 500 == first.farms[0].share  # half of 1,000 acres, as it has half of all
    assert 2 == len(shares([FARMS[0], FARMS[0] | {"name": "as large"}]).farms)


YEARS = range(1989, 1994)


def frames() -> list[Any]:
    """Return one table of two farms as each library has it, and as records."""
    pandas, polars = pytest.importorskip("pandas"), pytest.importorskip("polars")
    by_year = {"name": ["A", "B"], **{f"acres_{year}": [100.5, 50.25] for year in YEARS}}
    by_field = {"name": ["A", "B"], "acres": [[100.5] * 5, [50.25] * 5]}
    found = [
        frame(table)
        for frame in (pandas.DataFrame, polars.from_dict)
        for table in (by_year, by_field)
    ]
    return [*found, found[0].to_dict("records")]


def test_farms_of_a_data_frame_are_its_rows() -> None:
    """495 tons at 30 tons an acre and 0.11 are 150 acres, of bases of 100.5 and 50.25."""
    for frame in frames():
        assert {"A": 100, "B": 50} == proportionate_shares(frame, STATE_OF_TWO).shares
    column = {"name": "A", **{f"acres_{year}": 5.0 for year in YEARS if year != 1991}}
    with pytest.raises(InvalidInput, match=r"^farms\[0\], acres_1991: missing, expected a value$"):
        shares([column])


def test_a_farm_may_have_its_acres_in_one_field_and_others_by_year() -> None:
    """100 acres were not harvested in each year: a base of 500 and 100."""
    considered = {f"considered_planted_{year}": 100 for year in YEARS}
    assert 600 == shares(farm(**considered)).farms[0].acreage_base


class Arrow:
    """A table as pyarrow has it."""

    def to_pylist(self) -> list[Any]:
        return FARMS


def test_farms_of_a_table_of_pyarrow_are_its_rows() -> None:
    assert shares() == shares(Arrow())


@pytest.mark.parametrize(
    ("farms", "found"),
    [
        (None, "None"),
        (5, "5"),
        (b"farms.csv", "b'farms.csv'"),
        ({"name": "A"}, "{'name': 'A'}"),
        (Farm(**FARMS[0]), "Farm"),
    ],
)
def test_what_is_no_table_of_farms_is_refused_in_one_line(farms: Any, found: str) -> None:
    with pytest.raises(TypeError) as refused:
        shares(farms)
    line = str(refused.value)
    expected = "expected farms in a sequence or a frame, or the path of a CSV file"
    assert f"farms: found {found}, {expected}" == line
    with pytest.raises(TypeError, match=r"^farms: found StringIO, expected farms"):
        shares(io.StringIO("name\nA"))


def test_acres_of_any_number_of_decimals(tmp_path: Path) -> None:
    """Hectares made acres have seventeen digits, and pandas writes 1e-05 so."""
    cells = ["126.51795531118867", "0.30000000000000004", "1e-05", "120.", "1E2"]
    farm = shares(written(tmp_path, f"{HEADER}\nA,{','.join(cells)}\n")).farms[0].farm
    assert tuple(map(Fraction, (*cells[:3], "120", "100"))) == farm.acres
    with pytest.raises(InvalidInput, match="line 2, acres_1989: found a number of absurd length"):
        shares(written(tmp_path, f"{HEADER}\nA,1e-999999999,1,1,1,1\n"))


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_are_counted_as_an_editor_counts_them(tmp_path: Path, end: str) -> None:
    """Nor does a form feed or a line separator inside a cell end a line; a quoted end does."""
    rows = [HEADER, "A\u2028B,1,2,3,4,5", "A\x0cB,1,2,3,4,5", f'"C{end}D",1,2,3,4,x']
    with pytest.raises(InvalidInput) as refused:
        shares(written(tmp_path, end.join([*rows, "E,1,2,3,4"])))
    name = "expected a name of 1 to 200 printable characters without blanks around it"
    assert [
        f"farms.csv, line 2, name: found 'A\\u2028B', {name}",
        f"farms.csv, line 3, name: found 'A\\x0cB', {name}",
        "farms.csv, line 4, acres_1993: found 'x', expected acres such as 120 or 120.55",
        f"farms.csv, line 4, name: found {f'C{end}D'!r}, {name}",
        "farms.csv, line 6: found 5 cells, expected 6",
    ] == list(refused.value.faults)


@pytest.mark.parametrize(
    ("header", "faults"),
    [
        (HEADER.replace(",", ";"), ["found columns separated by ';', expected commas"]),
        (HEADER.replace(",", "\t"), ["found columns separated by '\\t', expected commas"]),
        (
            HEADER.replace("acres_1989", "ACRES_1989"),
            [
                "column 'acres_1989' is missing",
                "unknown column 'ACRES_1989'; did you mean 'acres_1989'?",
            ],
        ),
        (
            "Program,Year,Period,Week Ending,Geo Level,State,Value",
            [
                (
                    "found columns 'Program', 'Year', 'Period' and 4 more, expected name, "
                    "acres_1989, acres_1990, acres_1991, acres_1992, acres_1993"
                )
            ],
        ),
    ],
)
def test_heads_of_files_from_elsewhere(tmp_path: Path, header: str, faults: list[str]) -> None:
    with pytest.raises(InvalidInput) as refused:
        shares(written(tmp_path, f"{header}\n"))
    assert [f"farms.csv, line 1: {fault}" for fault in faults] == list(refused.value.faults)


@pytest.mark.filterwarnings("error")
def test_farms_and_states_come_back_from_what_they_are_dumped_as() -> None:
    """Exactly: a third is no float."""
    acres: Any = (120.55, 1, Fraction(1, 3), 3, 4)
    farm = Farm(name="A", acres=acres)
    state = CaneState(**STATE | {"yields": [1] * 5})
    for one in (farm, state):
        assert one == type(one).model_validate(one.model_dump())
        assert one == type(one).model_validate(one.model_dump(mode="json"))
        assert one == type(one).model_validate_json(one.model_dump_json())
    assert ("2411/20", 1, "1/3", 3, 4) == farm.model_dump()["acres"]


STATE_OF_TWO = {
    "state": "Louisiana",
    "fiscal_year": 1995,
    "allotment": 495,
    "yield_goal": 30,
    "recovery_rate": Fraction("0.11"),
}


def test_every_fault_of_a_row_of_a_frame_is_told_with_its_column() -> None:
    """A name, a cell without a number, a text; of the other farms as well."""
    pandas = pytest.importorskip("pandas")
    years = [f"acres_{year}" for year in range(1989, 1994)]
    rows = [("", float("nan"), "x", 1, 1, 1), ("B", float("nan"), 1, 1, 1, -1)]
    with pytest.raises(InvalidInput) as refused:
        shares(pandas.DataFrame(rows, columns=["name", *years]))
    assert [
        "farms[0], acres_1989: found NaN, expected a finite number",
        "farms[0], acres_1990: found 'x', expected acres such as 120 or 120.55",
        (
            "farms[0], name: found '', expected a name of 1 to 200 printable characters without "
            "blanks around it"
        ),
        "farms[1], acres_1989: found NaN, expected a finite number",
        "farms[1], acres_1993: found -1, expected a number from 0 to 1,000,000,000",
    ] == list(refused.value.faults)


def test_a_workbook_and_an_address_are_no_tables_of_farms(tmp_path: Path) -> None:
    workbook = tmp_path / "farms.xlsx"
    workbook.write_bytes(b"PK\x03\x04\x14\x00\xae")
    with pytest.raises(InvalidInput) as refused:
        shares(workbook)
    expected = "found a workbook or another ZIP archive, expected a table of farms, CSV in UTF-8"
    assert f"{workbook}: {expected}" == str(refused.value)
    address = "https://www.example.org/farms.csv"
    with pytest.raises(InvalidInput) as refused:
        shares(address)
    expected = "found an address, expected the path of a table of farms; download it first"
    assert f"{address}: {expected}" == str(refused.value)


def test_acres_are_dumped_whole_or_as_text() -> None:
    dumped = Farm.model_json_schema(mode="serialization")["properties"]["acres"]
    assert {"anyOf": [{"type": "integer"}, {"type": "string"}]} == dumped["items"]


def test_years_of_no_act_are_not_told_so() -> None:
    with pytest.raises(InvalidInput) as refused:
        CaneState(**STATE | {"fiscal_year": 2033})
    assert "allotments.act2002" not in str(refused.value)


@pytest.mark.parametrize("fiscal_year", [2003, 2027, 2032])
def test_a_later_year_is_told_what_the_act_of_2002_has(fiscal_year: int) -> None:
    with pytest.raises(InvalidInput) as refused:
        CaneState(**STATE | {"fiscal_year": fiscal_year})
    named = "acreage_base, minimum_yield_goal, acreage_allotment, uniform_reduction_percentage"
    assert f"has no table of farms but {named} and proportionate_share" in str(refused.value)
    assert 350 > len(str(refused.value))
    for name in (*named.split(", "), "proportionate_share"):
        assert callable(getattr(act2002, name))
