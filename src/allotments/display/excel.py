"""Tables as a workbook for spreadsheets, in which numbers are numbers; needs openpyxl."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

from allotments.core.files import writing
from allotments.display.frames import optional_library

Cell: TypeAlias = "str | tuple[float, str]"
"""A text, or a number with the spreadsheet's format for it."""

_WIDTHS = (60, 18)  # of the first column, and of each other [characters]
_LONGEST_NAME = 31  # of a sheet


class Sheet(NamedTuple):
    """A table of a workbook: its name, its caption, its rows from the head down, its notes."""

    name: str
    caption: str
    rows: Sequence[Sequence[Cell]]
    notes: Sequence[str]


def write_workbook(sheets: Iterable[Sheet], path: str | Path) -> None:
    """Write a workbook with *sheets*.

    Raises
    ------
    InvalidInput
        If *path* does not end in ``.xlsx``, or cannot be written to.
    ModuleNotFoundError
        If openpyxl is not installed: with how to install it.
    """
    book = optional_library("openpyxl", "'allotments[excel]'").Workbook()
    book.remove(book.active)
    for sheet in sheets:
        page = book.create_sheet(sheet.name[:_LONGEST_NAME])
        lines = [[sheet.caption], [], *sheet.rows, [], *([note] for note in sheet.notes)]
        for at, line in enumerate(lines, start=1):
            for column, cell in enumerate(line, start=1):
                _put(page.cell(at, column), cell)
        for letter, width in zip("ABC", (_WIDTHS[0], _WIDTHS[1], _WIDTHS[1]), strict=True):
            page.column_dimensions[letter].width = width
    with writing(path, ".xlsx"):
        book.save(path)


def _put(cell: Any, content: Cell) -> None:
    if isinstance(content, str):
        cell.value = content
        cell.data_type = "s"  # whatever it begins with, it is not a formula
    else:
        cell.value, cell.number_format = content
