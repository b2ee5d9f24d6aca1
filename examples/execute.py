"""Run the notebooks of this folder and keep what they print, or check that it is what they print.

``python examples/execute.py`` runs each notebook and writes its outputs into it;
``python examples/execute.py --check`` runs them and changes nothing: it fails where a cell does, or
where a text or table differs from the one that is kept. Pictures are made, not compared. Names of
notebooks after that restrict it to them. Needs ``pip install 'allotments[notebook]'``.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

FOLDER = Path(__file__).resolve().parent
SECONDS = 600  # for one cell
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
# An absolute path, which only one machine has; and an address of an object in memory.
MACHINE = re.compile(r"(?:^|[\s'\"(])(?:/[\w.-]+){2,}|[A-Z]:\\\\|0x[0-9a-f]{6,}", re.MULTILINE)


def run(notebook: Any) -> Any:
    """Return a notebook run from its first cell to its last, without traces of when and where."""
    fresh = nbformat.from_dict(notebook)
    client = NotebookClient(
        fresh, timeout=SECONDS, resources={"metadata": {"path": FOLDER}}, record_timing=False
    )
    client.execute()
    fresh.metadata = nbformat.from_dict(METADATA)
    for cell in fresh.cells:
        cell.metadata = nbformat.from_dict({})
        for output in cell.get("outputs", ()):
            if "text/html" in output.get("data", {}):
                output.data.pop("text/plain", None)  # pages of what nobody sees beside a table
    nbformat.validate(fresh)
    return fresh


def words(notebook: Any) -> list[list[tuple[str, str]]]:
    """Return kind and text of each cell's outputs, without pictures.

    In how many pieces, and in which order of kinds, they come is chance.
    """
    return [
        [
            *(
                (name, "".join(out.text for out in cell.outputs if out.get("name") == name))
                for name in sorted({out.name for out in cell.outputs if "name" in out})
            ),
            *(
                (kind, text)
                for output in cell.outputs
                for kind, text in sorted(output.get("data", {}).items())
                if not kind.startswith("image/")
            ),
        ]
        for cell in notebook.cells
        if cell.cell_type == "code"
    ]


def pictures(notebook: Any) -> list[int]:
    """Return the number of pictures of each cell."""
    return [
        sum("image/png" in output.get("data", {}) for output in cell.outputs)
        for cell in notebook.cells
        if cell.cell_type == "code"
    ]


def faults(kept: Any, fresh: Any) -> Iterator[str]:
    """Yield what is wrong with a notebook that was run, or differs from what was kept."""
    for number, outputs in enumerate(words(fresh), start=1):
        for kind, text in outputs:
            if kind == "stderr":
                yield f"code cell {number}: warns: {text.strip()}"
            elif found := MACHINE.search(re.sub(r"</?\w+[^>]*>", " ", text)):
                yield f"code cell {number}: shows {found[0].strip()!r}, which is of one machine"
    if [cell.source for cell in kept.cells] != [cell.source for cell in fresh.cells]:
        yield "cells differ"
    pairs = zip(words(kept), words(fresh), pictures(kept), pictures(fresh), strict=True)
    for number, (before, after, shown, drawn) in enumerate(pairs, start=1):
        if before != after:
            yield f"code cell {number}: prints {after!r}; kept is {before!r}"
        if shown != drawn:
            yield f"code cell {number}: draws {drawn} pictures; kept are {shown}"


def main() -> int:
    """Run what the command line asks for; return 1 if anything is wrong."""
    parser = argparse.ArgumentParser(description="Run the notebooks of this folder.")
    parser.add_argument("names", nargs="*", help="notebooks without .ipynb; by default all")
    parser.add_argument("--check", action="store_true", help="change nothing, compare")
    given = parser.parse_args()
    paths = [FOLDER / f"{name}.ipynb" for name in given.names] or sorted(FOLDER.glob("*.ipynb"))
    wrong = 0
    for path in paths:
        kept = nbformat.read(path, as_version=4)
        try:
            fresh = run(kept)
        except CellExecutionError as error:
            wrong += 1
            print(f"{path.name}: {error.ename}: {error.evalue}; in the cell\n{error.traceback}")
            continue
        if not given.check:
            nbformat.write(fresh, path)
            kept = fresh
        found = list(faults(kept, fresh))
        wrong += len(found)
        print(f"{path.name}: {'; '.join(found) or 'as kept' if given.check else 'written'}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
