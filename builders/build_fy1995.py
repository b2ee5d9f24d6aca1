"""Build data/fy1995.toml from the notice's tables as printed and the figures in its prose.

    python builders/build_fy1995.py

Every figure of a table is extracted from the table's own text, tests/fixtures/
fr-94-25622-tables.txt, by its place in the columns; none is typed. tests/test_fy1995.py builds the
file again and compares.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from allotments.notices import Notice

ROOT = Path(__file__).parents[1]
TABLES = ROOT / "tests" / "fixtures" / "fr-94-25622-tables.txt"
PROSE = ROOT / "builders" / "fr-94-25622-prose.toml"
TARGET = ROOT / "data" / "fy1995.toml"

HEADER = """\
# The figures of FR Doc. 94-25622, place by place, as printed. Built by builders/build_fy1995.py:
# do not edit. The format is described in docs/notice-format.md.
"""

# A stub, leaders or at least two blanks, a number, and perhaps blanks to the table's right edge.
ROW = re.compile(r"(?P<stub>\S.*?)(?:\.{2,}|\s{2,}|\.\s)\s*(?P<number>[\d,]+(?:\.\d+)?)\s*")
FACTORS_ROW = re.compile(r"\s*(?P<stub>\S.*?)\.{2,}\s+(?P<cells>\d.*)")
PERCENT = re.compile(r"\((?P<number>[\d.]+)%\)")

ESTIMATES = {
    "Consumption": "consumption",
    "Reasonable ending (carryover) stocks": "reasonable_carryover_stocks",
    "Reasonable ending (carry-over) stocks": "reasonable_carryover_stocks",
    "Production": "production",
    "Beginning (carry-in) stocks": "carry_in_stocks",
}
CRITERIA = {
    "Past marketings": "past_marketings",
    "Processing capacity": "processing_capacity",
    "Ability to market": "ability_to_market",
}
SECTORS = {"Beet sugar": "beet", "Cane sugar (including Puerto Rico)": "cane"}
STATES_HEADING = "State cane sugar allotments:"
BEET_HEADING = "Beet processors' marketing allocations:"
CANE_HEADING = "Cane processors' marketing allocations:"


def main() -> None:
    TARGET.write_text(build(), encoding="utf-8")
    print(f"wrote {TARGET.relative_to(ROOT)}")


def build() -> str:
    """Return the text of data/fy1995.toml."""
    raw = tomllib.loads(PROSE.read_text(encoding="utf-8"), parse_float=Decimal)
    tables = dict(printed_tables(TABLES.read_text(encoding="utf-8")))
    extract = {
        "supplementary information: estimates": lambda lines: [
            estimates("Estimates, table", lines)
        ],
        "item 1: estimates": lambda lines: [estimates("Item 1, table", lines)],
        "item 3: percentage_factors": lambda lines: [factors("Item 3, table", lines)],
        "item 6: states": lambda lines: [{"place": "Item 6, table", "states": dict(rows(lines))}],
        "item 7: allocations": lambda lines: list(allocations("Item 7", lines)),
    }
    raw["printed"] = [
        block
        for entry in raw["printed"]
        for block in (
            extract[entry["table"]](tables.pop(entry["table"])) if "table" in entry else [entry]
        )
    ]
    if tables:
        raise SystemExit(f"tables with no place in the prose: {', '.join(tables)}")
    return HEADER + Notice.model_validate(raw).to_toml()


def printed_tables(text: str) -> Iterator[tuple[str, list[str]]]:
    """Yield the name and the lines of each table of the fixture."""
    for part in re.split(r"^== ", text, flags=re.MULTILINE)[1:]:
        name, *lines = part.splitlines()
        yield name, lines


def rows(lines: list[str]) -> Iterator[tuple[str, Decimal | int]]:
    """Yield the stub and the number of each row that has both."""
    for line in lines:
        if found := ROW.fullmatch(line.strip()):
            yield found["stub"].rstrip("."), number(found["number"])


def number(printed: str) -> Decimal | int:
    plain = printed.replace(",", "")
    return Decimal(plain) if "." in plain else int(plain)


def estimates(place: str, lines: list[str]) -> dict[str, Any]:
    found = dict(rows(lines))
    imports = found.pop("Imports")
    return {
        "place": place,
        "estimates": {ESTIMATES[stub]: value for stub, value in found.items()},
        "imports": imports,
    }


def factors(place: str, lines: list[str]) -> dict[str, Any]:
    block: dict[str, Any] = {"place": place, "criteria": {"beet": {}, "cane": {}}}
    for line in lines:
        if found := FACTORS_ROW.fullmatch(line):
            cells = re.split(r"\s{2,}", found["cells"].strip())
            for sector, cell in zip(("beet", "cane"), cells, strict=True):
                tons = number(cell.split()[0])
                if percent := PERCENT.search(cell):
                    block.setdefault("bases", {})[sector] = tons
                    factor = number(percent["number"])
                    block.setdefault("percentage_factors", {})[sector] = factor
                else:
                    block["criteria"][sector][CRITERIA[found["stub"]]] = tons
    return block


def allocations(place: str, lines: list[str]) -> Iterator[dict[str, Any]]:
    """Yield a block for each part of the long table: its rows, and its total where it has one."""
    parts: list[tuple[str, list[str]]] = []
    for line in lines:
        heading = line.strip()
        if heading and not ROW.fullmatch(heading) and not set(heading) <= {"-"}:
            parts.append((heading, []))
        elif parts:
            parts[-1][1].append(line)
    for heading, part in parts:
        found = dict(rows(part))
        total = {
            "total": value for stub, value in found.items() if stub.startswith("Total")
        }
        plain = {stub: value for stub, value in found.items() if not stub.startswith("Total")}
        if set(plain) <= set(SECTORS) and plain:
            sectors = {SECTORS[stub]: value for stub, value in plain.items()}
            yield {"place": f"{place}, {heading.lower()}", "sectors": sectors, **total}
        elif heading == STATES_HEADING:
            yield {"place": f"{place}, State cane sugar allotments", "states": plain, **total}
        elif plain:
            group = "beet" if heading == BEET_HEADING else heading.removesuffix(":")
            name = "beet processors" if group == "beet" else f"cane processors, {group}"
            yield {"place": f"{place}, {name}", "processors": {group: plain}, **total}


if __name__ == "__main__":
    main()
