"""data/fy1995.toml against the notice: tables re-extracted and re-added, prose as read by hand.

The tables are read here a second time, by other means than the builder's: a row is a line that ends
in a number. The prose's figures stand here as one reader of the notice listed them, place by place.
"""

from __future__ import annotations

import importlib.util
import re
from collections import Counter
from decimal import Decimal
from pathlib import Path
from types import ModuleType

import pytest

import allotments
from allotments.notices import Notice

ROOT = Path(__file__).parents[1]
TABLES = ROOT / "tests" / "fixtures" / "fr-94-25622-tables.txt"

# What the prose prints, in the notice's order; a count in words ("three") is one like any other.
BACKGROUND, BEET_AND_CANE = (
    "Background, paragraph",
    "Beet Sugar and Cane Sugar Allotments, paragraph",
)
PROSE: list[tuple[str, list[str]]] = [
    (
        "Summary",
        [
            *("7,889 TST", "4,355.5 TST", "55.2 percent", "3,533.5 TST", "44.8 percent"),
            "159,757 short tons",
        ],
    ),
    (f"{BACKGROUND} 1", ["3", "2", "13,950 short tons"]),
    (f"{BACKGROUND} 2", ["18 cents per pound", "40 points", "23.62 cents per pound"]),
    (f"{BACKGROUND} 4, minimum level of imports", ["1.25 million short tons"]),
    (f"{BACKGROUND} 4, tariff-rate quota", ["1,322,978 metric tons", "1,458,333 short tons"]),
    (f"{BACKGROUND} 4, quota imports in fiscal year 1995", ["1.25 million short tons"]),
    ("Establishment of Marketing Allotments, paragraph 2", ["1,250,000 short tons"]),
    ("Establishment of Marketing Allotments, paragraph 3", ["1.25 million short tons"]),
    ("Establishment of Marketing Allotments, paragraph 4", ["1.25 million short tons"]),
    ("Estimates, paragraph 2, stocks that would not trigger", ["1,279 TST"]),
    ("Estimates, paragraph 2, stocks that would trigger", ["1,279 TST"]),
    ("Estimates, paragraph 2, determination", ["1,278 TST"]),
    ("Estimates, paragraph 2, conclusion", ["1.25 million short tons"]),
    ("Establishment of Marketing Allotments for Crystalline Fructose", ["200,000 short tons"]),
    ("Overall Allotment Quantity, paragraph 1, deduction", ["1,250,000 short tons"]),
    ("Overall Allotment Quantity, paragraph 1, result", ["7,889 TST"]),
    (
        "Overall Allotment Quantity, calculation",
        ["9,247 TST", "1,278 TST", "1,386 TST", "1,250 TST", "7,889 TST"],
    ),
    (f"{BEET_AND_CANE} 1", ["5", "5"]),
    (f"{BEET_AND_CANE} 2, regulations", ["3"]),
    (f"{BEET_AND_CANE} 2, adjustment", ["3"]),
    (f"{BEET_AND_CANE} 2, suggestion", ["10 percent", "30 percent", "60 percent"]),
    (f"{BEET_AND_CANE} 3, weights", ["50 percent", "25 percent", "25 percent"]),
    (f"{BEET_AND_CANE} 3, equal weights", ["33.3 percent", "195,000 short tons"]),
    (f"{BEET_AND_CANE} 3, restraint", ["144,000 short tons"]),
    ("Establishment of Proportionate Shares, the Act", ["250"]),
    ("Establishment of Proportionate Shares, Louisiana", ["250"]),
    ("Item 2", ["7,889 TST"]),
    (
        "Item 3",
        ["55.2 percent", "44.8 percent", "5", "3", "25 percent", "25 percent", "50 percent"],
    ),
    ("Item 4", ["4,355.5 TST"]),
    ("Item 5", ["3,533.5 TST"]),
    ("Item 8", ["159,757 short tons", "2"]),
    ("Item 9", ["250", "108.57 percent"]),
]


@pytest.fixture(scope="module")
def notice() -> Notice:
    return allotments.load("fy1995")


def builder() -> ModuleType:
    path = ROOT / "builders" / "build_fy1995.py"
    spec = importlib.util.spec_from_file_location("build_fy1995", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def rows(heading: str, until: str) -> dict[str, Decimal]:
    """Return the rows of the fixture between two lines, by stub: lines that end in a number."""
    _, _, after = TABLES.read_text(encoding="utf-8").partition(f"\n{heading}")
    part, found, _ = after.partition(until)
    assert found
    matches = (re.match(r"\s*(.+?)\.*\s+([\d,.]+\d)\s*$", line) for line in part.splitlines()[1:])
    return {m[1]: Decimal(m[2].replace(",", "")) for m in matches if m}


def section(heading: str) -> dict[str, Decimal]:
    """Return the rows of a part of the allocations' table, up to its total or the next part."""
    parts = {
        "beet": ("           Beet processors'", "           Cane processors'"),
        "Florida": ("Florida:", "\nHawaii:"),
        "Hawaii": ("Hawaii:", "\nLouisiana:"),
        "Louisiana": ("Louisiana:", "\nPuerto Rico:"),
        "Puerto Rico": ("Puerto Rico:", "\nTexas:"),
        "Texas": ("Texas:", "\n----"),
        "States": ("                State cane", "           Beet processors'"),
        "sectors": ("                Overall beet/cane", "                State cane"),
    }
    return rows(*parts[heading])


def test_the_file_is_what_the_builder_builds() -> None:
    """No figure of a table is typed: the file is the fixture and the prose's figures, built."""
    built = builder().build()
    assert (ROOT / "data" / "fy1995.toml").read_text(encoding="utf-8") == built


def test_the_builder_writes_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The script is run by hand; it must end in the file that it names."""
    module = builder()
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module, "TARGET", tmp_path / "fy1995.toml")
    module.main()
    assert "wrote fy1995.toml\n" == capsys.readouterr().out
    assert module.build() == (tmp_path / "fy1995.toml").read_text(encoding="utf-8")


def test_the_builder_refuses_a_table_that_has_no_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A table of the fixture that the prose file forgets would be left out silently."""
    module = builder()
    forgetful = tmp_path / "prose.toml"
    prose = module.PROSE.read_text(encoding="utf-8")
    table = '[[printed]]\ntable = "item 6: states"\n'
    assert table in prose
    forgetful.write_text(prose.replace(table, ""), encoding="utf-8")
    monkeypatch.setattr(module, "PROSE", forgetful)
    with pytest.raises(SystemExit, match=r"tables with no place in the prose: item 6: states"):
        module.build()


def test_every_figure_of_the_prose(notice: Notice) -> None:
    """Places in the notice's order; in each the figures that it prints, no more and no fewer."""
    tables = ("Estimates, table", "Item 1, table", "Item 3, table", "Item 6, table", "Item 7, ")
    prose = [block for block in notice.printed if not block.place.startswith(tables)]
    assert [place for place, _ in PROSE] == [block.place for block in prose]
    for (place, printed), block in zip(PROSE, prose, strict=True):
        assert Counter(printed) == Counter(str(figure.number) for figure in block.figures()), place


def test_figures_whose_digits_do_not_show_their_resolution(notice: Notice) -> None:
    """195,000 and 144,000 tons are approximate, to the thousand; every other figure is as fine as
    its digits.
    """
    stated = [f for f in notice.figures() if f.number.resolution is not None]
    assert {"195,000 short tons", "144,000 short tons"} == {str(f.number) for f in stated}
    assert {1_000} == {f.number.resolution for f in stated}


def test_how_many_figures_there_are(notice: Notice) -> None:
    """5 of each table of estimates, 10 of the percentage factors, 5 States, 71 allocations."""
    in_tables = 5 + 5 + 10 + 5 + (2 + 1) + (5 + 1) + (11 + 1) + (41 + 4)
    in_prose = sum(len(printed) for _, printed in PROSE)
    assert in_tables + in_prose == len(list(notice.figures()))


def test_5_states_11_beet_processors_and_41_cane_processors(notice: Notice) -> None:
    """Florida 6, Hawaii 11, Louisiana 19, Puerto Rico 4, Texas 1: 41."""
    recorded = notice.inputs.recorded
    assert ["Florida", "Hawaii", "Louisiana", "Puerto Rico", "Texas"] == list(recorded.states)
    assert {
        "beet": 11,
        "Florida": 6,
        "Hawaii": 11,
        "Louisiana": 19,
        "Puerto Rico": 4,
        "Texas": 1,
    } == {group: len(processors) for group, processors in recorded.processors.items()}


@pytest.mark.parametrize(
    ("part", "total"),
    [
        ("sectors", "7889.0"),
        ("States", "3533.463"),
        ("beet", "4355.538"),
        ("Florida", "1687.380"),
        ("Hawaii", "773.180"),
        ("Louisiana", "869.856"),
        ("Puerto Rico", "71.397"),
    ],
)
def test_the_seven_printed_totals_are_the_sums_of_their_rows(
    part: str, total: str, notice: Notice
) -> None:
    """Added up from the text of the table; the file has the same rows and the same total."""
    found = section(part)
    (stub,) = (stub for stub in found if stub.lstrip().startswith("Total"))
    printed = found.pop(stub)
    assert Decimal(total) == printed == sum(found.values())
    (block,) = (
        block
        for block in notice.printed
        if block.total is not None and Decimal(total) == block.total.value
    )
    numbers = [
        figure.number.value for figure in block.figures() if not figure.label.startswith("total.")
    ]
    assert list(found.values()) == numbers


def test_texas_has_one_processor_and_no_total(notice: Notice) -> None:
    """Its allocation is its State's allotment."""
    assert {"Rio Grande Valley Sugar Growers": Decimal("131.650")} == section("Texas")
    assert 131_650 == notice.inputs.recorded.states["Texas"]
    assert [7] == [sum(block.total is not None for block in notice.printed)]


def test_names_of_processors_are_those_printed(notice: Notice) -> None:
    """Leaders and final full stops are the table's, not the names'."""
    for group, processors in notice.inputs.recorded.processors.items():
        printed = [stub.strip() for stub in section(group) if "Total" not in stub]
        assert printed == list(processors)


def test_inputs_are_the_printed_ones(notice: Notice) -> None:
    """In short tons, raw value."""
    inputs = notice.inputs
    assert {
        "consumption": 9_247_000,
        "reasonable_carryover_stocks": 1_278_000,
        "production": 7_890_000,
        "carry_in_stocks": 1_386_000,
    } == inputs.estimates.model_dump()
    assert {
        "beet": {
            "past_marketings": 3_430_000,
            "processing_capacity": 4_408_000,
            "ability_to_market": 4_500_000,
        },
        "cane": {
            "past_marketings": 3_341_000,
            "processing_capacity": 3_539_000,
            "ability_to_market": 3_390_000,
        },
    } == inputs.criteria.model_dump()
    assert (1, 1, 2) == inputs.weights
    assert not inputs.state_criteria
    assert not inputs.processor_criteria
    assert 1_687_380 == inputs.recorded.states["Florida"]
    assert 657_444 == inputs.recorded.processors["Florida"]["U.S. Sugar Corp"]


def test_no_sentence_of_the_notice_is_in_the_file() -> None:
    """Tables and figures only: no text of the file is longer than a name or a place."""
    text = (ROOT / "data" / "fy1995.toml").read_text(encoding="utf-8")
    assert 100 > max(len(quoted) for quoted in re.findall(r'"([^"]*)"', text))
