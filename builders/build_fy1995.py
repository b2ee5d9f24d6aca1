"""Build data/fy1995.toml from the notice's tables as printed and the figures in its prose.

    .venv/bin/python builders/build_fy1995.py

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
    """Write the file."""
    TARGET.write_text(build(), encoding="utf-8")
    print(f"wrote {TARGET.relative_to(ROOT)}")


def build() -> str:
    """Return the text of data/fy1995.toml."""
    raw = tomllib.loads(PROSE.read_text(encoding="utf-8"), parse_float=Decimal)
    tables = dict(printed_tables(TABLES.read_text(encoding="utf-8")))
    raw["printed"] = [
        block
        for entry in raw["printed"]
        for block in (extracted(tables.pop(entry["table"])) if "table" in entry else [entry])
    ]
    if tables:
        raise SystemExit(f"tables with no place in the prose: {', '.join(tables)}")
    return HEADER + Notice.model_validate(raw).to_toml()


def extracted(table: tuple[str, str, list[str]]) -> list[dict[str, Any]]:
    """Return the blocks that one printed table makes."""
    place, kind, lines = table
    if kind == "estimates":
        return [estimates(place, lines)]
    if kind == "percentage_factors":
        return [factors(place, lines)]
    if kind == "states":
        return [{"place": place, "states": dict(rows(lines))}]
    return list(allocations("Item 7", lines))


def printed_tables(text: str) -> Iterator[tuple[str, tuple[str, str, list[str]]]]:
    """Yield the name of each table of the fixture, and its place, kind and lines."""
    for part in re.split(r"^== ", text, flags=re.MULTILINE)[1:]:
        name, *lines = part.splitlines()
        place, kind = name.split(": ")
        shown = "Estimates" if place == "supplementary information" else place.capitalize()
        yield name, (f"{shown}, table", kind, lines)


def rows(lines: list[str]) -> Iterator[tuple[str, Decimal | int]]:
    """Yield the stub and the number of each row that has both."""
    for line in lines:
        if found := ROW.fullmatch(line.strip()):
            yield found["stub"], number(found["number"])


def number(printed: str) -> Decimal | int:
    """Return a printed number with its digits."""
    plain = printed.replace(",", "")
    return Decimal(plain) if "." in plain else int(plain)


def estimates(place: str, lines: list[str]) -> dict[str, Any]:
    """Return the block of a table of estimates."""
    found = dict(rows(lines))
    imports = found.pop("Imports")
    return {
        "place": place,
        "estimates": {ESTIMATES[stub]: value for stub, value in found.items()},
        "imports": imports,
    }


def factors(place: str, lines: list[str]) -> dict[str, Any]:
    """Return the block of the table of criteria, averages and percentage factors."""
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
        totals = [value for stub, value in found.items() if stub.startswith("Total")]
        total = {"total": totals[0]} if totals else {}
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
