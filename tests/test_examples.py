"""The notebooks as they are kept: whole, run from top to bottom, and of no one machine.

That they still print what they print is checked by ``python examples/execute.py --check``.
"""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

import pytest

nbformat = pytest.importorskip("nbformat")
pytest.importorskip("nbclient")

FOLDER = Path(__file__).parents[1] / "examples"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))


def execute() -> Any:
    specification = importlib.util.spec_from_file_location("execute", FOLDER / "execute.py")
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


def code_cells(path: Path) -> list[Any]:
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def test_the_readme_names_every_notebook() -> None:
    text = (FOLDER.parent / "README.md").read_text(encoding="utf-8")
    assert NOTEBOOKS
    assert [] == [path.name for path in NOTEBOOKS if f"examples/{path.name}" not in text]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_every_cell_was_run_in_order_and_nothing_is_wrong_with_it(path: Path) -> None:
    cells = code_cells(path)
    assert list(range(1, len(cells) + 1)) == [cell.execution_count for cell in cells]
    assert not [out for cell in cells for out in cell.outputs if out.output_type == "error"]
    kept = nbformat.read(path, as_version=4)
    assert [] == list(execute().faults(kept, kept))
    assert any(execute().pictures(kept))
    assert "text/html" in {kind for shown in execute().words(kept) for kind, _ in shown}


def said(name: str) -> str:
    cells = code_cells(FOLDER / f"{name}.ipynb")
    return "".join(out.get("text", "") for cell in cells for out in cell.outputs)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("reproducing_fy1995", "151 printed figures: 0 contradicted"),
        ("choosing_the_weights", "restraint on beet  82,071 short tons"),
        # 299,577 lacking (273,180 and 26,397), room for 199,114 (38,620 and 150,144 and 10,350).
        ("uncertainty_and_deficits", f"imports{' ' * 33}100,463"),
        # The increase of December 2021 to 10,802,657 of 12,200,000.
        ("twenty_years_of_the_program", "fy2022-2021-12: 88.5 percent"),
        # 869,856 / (25 * 0.11) acres.
        ("louisiana_shares", "acreage allotment         316,311 acres"),
        # 5,682,293 of beet less 5,338,000 tons produced, of which 3 are lost, rounded down by 7.
        ("deficits_in_february", "left to imports, beet: 344,296 short tons"),
        # 85 percent of 12,300,000, as announced.
        ("act_of_1990_today", "10,455,000  10,455,000"),
        ("next_determination", "FY2023 beet from fy2021 and fy2025: 7 of 7 inside"),
    ],
)
def test_what_the_notebooks_come_to(name: str, expected: str) -> None:
    assert expected in said(name)


def faulty(**output: Any) -> Any:
    cell = nbformat.v4.new_code_cell("x", outputs=[nbformat.v4.new_output(**output)])
    return nbformat.v4.new_notebook(cells=[cell])


def test_the_check_finds_warnings_paths_and_changes() -> None:
    module = execute()
    calm = faulty(output_type="stream", name="stdout", text="1,249")
    other = faulty(output_type="stream", name="stdout", text="1,250")
    warning = faulty(output_type="stream", name="stderr", text="careful")
    path = faulty(output_type="stream", name="stdout", text="see /home/someone/notes.txt")
    drawn = faulty(output_type="display_data", data={"image/png": "AAAA"})
    assert [] == list(module.faults(calm, calm))
    assert "prints" in next(iter(module.faults(calm, other)))
    assert "warns: careful" in next(iter(module.faults(warning, warning)))
    assert "of one machine" in next(iter(module.faults(path, path)))
    assert "draws 0 pictures; kept are 1" in list(module.faults(drawn, calm))[-1]
