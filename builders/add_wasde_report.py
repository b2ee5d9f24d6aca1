"""Add the reports of USDA's consolidated file to data/wasde-us-sugar.csv.

    .venv/bin/python builders/add_wasde_report.py FILE

The Department publishes such a file with each report, and others of several years.
tests/test_wasde.py takes the last report out of the bundled file and adds it again.
"""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from allotments.core.units import TST
from allotments.wasde import Report, read
from allotments.wasde.balances import ATTRIBUTES

TARGET = Path(__file__).parents[1] / "data" / "wasde-us-sugar.csv"


def main() -> None:
    """Add the reports of the file that is named, or exit with what is wrong."""
    if len(sys.argv) != 2:  # noqa: PLR2004 -- the script and one file
        sys.exit("expected the path of one consolidated WASDE file")
    try:
        text = added(TARGET.read_text(encoding="utf-8"), read(sys.argv[1]))
    except ValueError as error:
        sys.exit(str(error))
    TARGET.write_text(text, encoding="utf-8")
    print(f"wrote {TARGET.name}: {text.count(chr(10)) - 1} balances")


def added(text: str, reports: Mapping[str, Report]) -> str:
    """Return the text of the bundled file with *reports* in it, in the order of their months.

    Raises
    ------
    ValueError
        If a report that is there has other figures, or a figure is not in whole thousands.
    """
    bundled = csv.DictReader(io.StringIO(text))
    rows = {(row["report"], row["fiscal_year"]): row for row in bundled}
    for one in reports.values():
        for record in one.records():
            row = {name: cell(name, record[name]) for name in bundled.fieldnames or ()}
            place = row["report"], row["fiscal_year"]
            for name, found in row.items():
                if found != (expected := rows.get(place, row)[name]):
                    line = f"found {found!r}, expected {expected!r} as bundled"
                    raise ValueError(f"{' '.join(place)}, {name}: {line}")
            rows[place] = row
    written = io.StringIO()
    table = csv.DictWriter(written, bundled.fieldnames or (), lineterminator="\n")
    table.writeheader()
    table.writerows(rows[place] for place in sorted(rows))
    return written.getvalue()


def cell(name: str, value: Any) -> str:
    """Return a value as it stands in the bundled file: quantities in thousands."""
    if name not in ATTRIBUTES or value is None:
        return "" if value is None else str(value)
    thousands, rest = divmod(value, TST)
    if rest:
        raise ValueError(f"{name}: found {value:,} short tons, expected whole thousands")
    return str(thousands)


if __name__ == "__main__":
    main()
