"""Every import leads to a lower layer or stays in its module, and no circle is made.

The layers are written here once; CONTRIBUTING.md tells what is in them. Imports inside functions
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
CONTRIBUTING = (Path(__file__).parents[1] / "CONTRIBUTING.md").read_text(encoding="utf-8")

ACTS = tuple(sorted(path.name for path in FOLDER.glob("act[0-9]*")))
# From the lowest up. Modules of a layer import nothing of one another. A package stands for all
# that is in it; what is in an Act's package builds on one another, and may not make a circle.
LAYERS: tuple[tuple[str, ...], ...] = (
    ("rounding",),
    ("core",),
    ("formulas",),
    ("figures",),
    ("display",),
    ("ledger", "shares", "wasde"),
    ("acts",),
    ("printed_place",),
    ("determination",),
    ("inputs",),
    ACTS,
    ("notice_files",),
    ("notices",),
    ("checks", "what_ifs"),
    (
        "comparison",
        "explanations",
        "plots",
        "program_history",
        "projection",
        "scenarios",
        "tables",
        "verification",
    ),
    ("act1990.plots",),  # drawn with what all pictures are drawn with
    ("invariants", "strategies"),
    ("command_line",),
    ("__main__",),
)
LAYER = {module: layer for layer, modules in enumerate(LAYERS) for module in modules}
# Where an Act may be named: in its own modules, in the registry, and by the strategies' lists.
ACTS_OWN = re.compile(
    r"ACT(\..*)?|acts|strategies(\.registration|\.ACT(\..*)?)?|invariants(\.ACT)?".replace(
        "ACT", f"({'|'.join(ACTS)})"
    )
)

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


def module_of(name: str) -> str | None:
    """Return what a module belongs to: a module or a package of a layer.

    >>> module_of("plots.drawing"), module_of("anything_else")
    ('plots', None)
    """
    while name and name not in LAYER:
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
    """Return what is wrong with the layers."""
    found = [f"{name} is in no layer" for name in modules if module_of(name) is None]
    every = list(imports(modules))
    for one in every:
        mine, other = module_of(one.module), module_of(one.of)
        if mine is None or other is None or mine == other:
            continue
        if LAYER[other] > LAYER[mine]:
            found.append(f"{one.module} imports {one.of} from above")
        elif LAYER[other] == LAYER[mine]:
            found.append(f"{one.module} imports {one.of} from beside")
    graph: dict[str, dict[str, None]] = {name: {} for name in modules}
    for one in every:
        if not one.later:
            graph[one.module][one.of] = None
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        found.append(f"{' imports '.join(reversed(error.args[1]))}: a circle")
    return found


def acts_named(modules: Sources) -> list[str]:
    """Return the shared modules that name an Act in an import or a text, docstrings aside."""
    found = []
    for name, text in modules.items():
        if ACTS_OWN.fullmatch(name):
            continue
        tree = ast.parse(text)
        documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
        docstrings = {
            id(node.body[0].value)
            for node in ast.walk(tree)
            if isinstance(node, documented) and ast.get_docstring(node, clean=False)
            if isinstance(node.body[0], ast.Expr)
        }
        said = [
            said
            for node in ast.walk(tree)
            for said in (
                targets(node, name)
                if isinstance(node, ast.Import | ast.ImportFrom)
                else [str(node.value)] * (id(node) not in docstrings)
                if isinstance(node, ast.Constant)
                else []
            )
        ]
        found += [f"{name} names {act}" for act in ACTS if any(act in one for one in said)]
    return found


def test_nothing_imports_upwards_or_sideways_or_in_a_circle() -> None:
    assert [] == faults(sources())


def test_every_module_is_there() -> None:
    assert set(LAYER) == {module_of(name) for name in sources()}


def test_no_shared_module_names_an_act() -> None:
    assert [] == acts_named(sources())


def test_an_act_named_in_a_shared_module_is_found() -> None:
    """In an import, also a late one, and in a text; a docstring may give an example of one."""
    late = "def f():\n    from allotments.act1990 import determine\n"
    assert ["tables names act1990"] == acts_named({"tables": late})
    assert ["tables names act2002"] == acts_named({"tables": "x = 'allotments.act2002'"})
    assert [] == acts_named({"tables": '"""As act1990."""\n', "acts": late})


def section(heading: str) -> str:
    return CONTRIBUTING.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]


def test_contributors_are_told_of_every_module_in_its_layer() -> None:
    """From the highest layer down, each module once; a row may hold neighbouring layers."""
    rows = [line.split("|")[2] for line in section("The layers").splitlines() if line[:1] == "|"]
    told = [re.findall(r"`(\w+(?:/\w+)*)(?:/|\.py)`", row) for row in rows[2:]]
    layers = [LAYER[name.replace("/", ".")] for names in told for name in names]
    assert sorted(layers, reverse=True) == layers
    assert {"__main__"} == set(LAYER) - {n.replace("/", ".") for names in told for n in names}
    assert len(LAYER) - 1 == len(layers)


def test_contributors_are_told_where_an_act_is_named() -> None:
    """Every file that they are told of names each Act that there is."""
    files = re.findall(r"^- `([\w/]+\.\w+)`", section("Add an Act"), re.MULTILINE)
    assert 10 <= len(files)
    for file in files:
        text = (FOLDER.parents[1] / file).read_text(encoding="utf-8")
        assert [] == [act for act in ACTS if act not in text and act[3:] not in text], file


@pytest.mark.parametrize(
    ("module", "added", "expected"),
    [
        (
            "core.exact",
            "from allotments.act1990 import determine",
            "core.exact imports act1990 from above",
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
            "act2002.section_359b",
            "def lazily() -> None:\n    import allotments.act1990.rules",
            "act2002.section_359b imports act1990.rules from beside",
        ),
        (
            "core.errors",
            "from . import base_model",
            "core.errors imports core.base_model imports core.errors: a circle",
        ),
        ("section_360", "", "section_360 is in no layer"),
    ],
)
def test_what_breaks_the_layers_is_found(module: str, added: str, expected: str) -> None:
    found = sources()
    found[module] = f"{found.get(module, '')}\n{added}\n"
    assert expected in faults(found)
