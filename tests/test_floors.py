"""The house stands: every import leads down, or stays where it is, and none goes in a circle.

The floors are written here once; CONTRIBUTING.md tells what is on them. Imports inside functions
and for type checkers count like all others, save for circles: they come when all else is there.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from importlib.util import resolve_name
from pathlib import Path
from typing import NamedTuple

import pytest

import allotments

FOLDER = Path(allotments.__file__).parent

ACT = "act1990"
LAW = (
    f"{ACT}.years",
    f"{ACT}.penalties",
    f"{ACT}.section_359b",
    f"{ACT}.section_359c",
    f"{ACT}.section_359c_adjustments",
    f"{ACT}.section_359e",
    f"{ACT}.section_359f",
    f"{ACT}.section_359g",
)
# From the lowest up. Neighbours on a floor import nothing of one another, but for the law's
# sections, which build on one another. A package stands for all that is in it, an Act does not.
FLOORS: tuple[tuple[str, ...], ...] = (
    ("rounding",),
    ("core",),
    ("formulas",),
    ("figures",),
    ("display",),
    ("ledger",),
    LAW,
    (f"{ACT}.determination", f"{ACT}.farms"),
    (f"{ACT}.fast", f"{ACT}.inverse_questions", f"{ACT}.ledger", f"{ACT}.notice"),
    (ACT,),
    ("acts",),
    ("notices",),
    ("comparison", "explanations", "plots", "scenarios", "tables", "verification"),
    (f"{ACT}.plots",),
    ("invariants", "strategies"),
    ("command_line",),
    ("__main__",),
)
FLOOR = {room: floor for floor, rooms in enumerate(FLOORS) for room in rooms}

Sources = Mapping[str, str]  # by the module's name without "allotments."


class Import(NamedTuple):
    """One module that another imports."""

    module: str
    of: str
    later: bool
    """Inside a function, or for type checkers alone."""


def sources() -> dict[str, str]:
    """Return the text of every module but the package's own, which imports what is asked for."""
    found = {}
    for path in sorted(FOLDER.rglob("*.py")):
        parts = path.relative_to(FOLDER).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        found[name] = path.read_text(encoding="utf-8")
    del found[""]
    return found


def room(module: str) -> str | None:
    """Return what a module belongs to: a module or a package on a floor.

    >>> room("plots.drawing"), room("act1990.section_359c"), room("act1990.anything_else")
    ('plots', 'act1990.section_359c', None)
    """
    name = module
    while name and (name not in FLOOR or (name == ACT != module)):
        name = name.rpartition(".")[0]
    return name or None


def imports(modules: Sources) -> Iterator[Import]:
    """Yield every import of one of the modules by another of them."""
    for name, text in modules.items():
        for node, later in nodes(ast.parse(text), later=False):
            for target in targets(node, name):
                of = target.removeprefix("allotments.")
                # "from package import name" is of a module, where there is one of that name.
                found = of if of in modules else of.rpartition(".")[0]
                if found in modules and found != name:
                    yield Import(name, found, later)


def nodes(tree: ast.AST, *, later: bool) -> Iterator[tuple[ast.AST, bool]]:
    """Yield all nodes, and whether they are looked at only after the module is imported."""
    for child in ast.iter_child_nodes(tree):
        deferred = later or isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef)
        if isinstance(child, ast.If) and ast.unparse(child.test) == "TYPE_CHECKING":
            deferred = True
        yield child, deferred
        yield from nodes(child, later=deferred)


def targets(node: ast.AST, module: str) -> list[str]:
    """Return what a statement imports, in full."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        within = f"allotments.{module}".rpartition(".")[0]
        start = resolve_name("." * node.level + (node.module or ""), within)
        return [f"{start}.{alias.name}" for alias in node.names]
    return []


def faults(modules: Sources) -> list[str]:
    """Return what is wrong with the house."""
    found = [f"{name} is on no floor" for name in modules if room(name) is None]
    every = list(imports(modules))
    for one in every:
        mine, other = room(one.module), room(one.of)
        if mine is None or other is None or mine == other:
            continue
        if FLOOR[other] > FLOOR[mine]:
            found.append(f"{one.module} imports {one.of} from above")
        elif FLOOR[other] == FLOOR[mine] != FLOOR[LAW[0]]:
            found.append(f"{one.module} imports {one.of} from beside")
    graph: dict[str, set[str]] = {name: set() for name in modules}
    for one in every:
        if not one.later:
            graph[one.module].add(one.of)
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        found.append(f"{' imports '.join(reversed(error.args[1]))}: a circle")
    return found


def test_nothing_imports_upwards_or_sideways_or_in_a_circle() -> None:
    assert [] == faults(sources())


def test_every_room_is_there() -> None:
    assert set(FLOOR) == {room(name) for name in sources()}


def test_contributors_are_told_of_every_room() -> None:
    text = (Path(__file__).parents[1] / "CONTRIBUTING.md").read_text(encoding="utf-8")
    house = text.partition("## The house")[2].partition("\n## ")[0]
    told = set(re.findall(r"`(\w+)(?:/|\.py)`", house))
    assert "`section_359*.py`" in house
    rooms = {name.rpartition(".")[2] for name in FLOOR if ".section_359" not in name}
    assert {"__main__"} == rooms - told


@pytest.mark.parametrize(
    ("module", "added", "expected"),
    [
        (
            "core.exact",
            "from allotments.act1990 import determine",
            "core.exact imports act1990 from above",
        ),
        (
            "act1990.section_359b",
            "def lazily() -> None:\n    import allotments.act1990.year",
            "act1990.section_359b imports act1990.year from above",
        ),
        (
            "notices",
            "if TYPE_CHECKING:\n    from allotments import verification",
            "notices imports verification from above",
        ),
        (
            "comparison",
            "from .verification import verify",
            "comparison imports verification from beside",
        ),
        (
            "act1990.notice.printed_places",
            "from allotments.act1990.fast.chain import Chain",
            "act1990.notice.printed_places imports act1990.fast.chain from beside",
        ),
        (
            "core.errors",
            "from . import base_model",
            "core.errors imports core.base_model imports core.errors: a circle",
        ),
        ("act1990.section_360", "", "act1990.section_360 is on no floor"),
    ],
)
def test_what_breaks_the_house_is_found(module: str, added: str, expected: str) -> None:
    found = sources()
    found[module] = f"{found.get(module, '')}\n{added}\n"
    assert expected == faults(found)[0]
