"""The plan of mutation testing knows every module, and names tests that are there."""

from __future__ import annotations

import tomllib
from pathlib import Path

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "allotments"
PLAN = tomllib.loads((ROOT / "mutation" / "plan.toml").read_text(encoding="utf-8"))


def test_every_module_is_planned_or_left_out() -> None:
    paths = (path.relative_to(SOURCE) for path in SOURCE.rglob("[!_]*.py"))
    modules = {".".join(path.with_suffix("").parts) for path in paths}
    left_out = {
        module
        for module in modules
        for prefix in PLAN["left_out"]
        if f"{module}.".startswith(f"{prefix}.")
    }
    assert modules - left_out == set(PLAN["tests"])


def test_the_tests_that_it_names_are_there() -> None:
    named = {test for tests in PLAN["tests"].values() for test in tests}
    assert set() == {test for test in named if not (ROOT / test).exists()}


def test_what_is_listed_as_equivalent_stands_in_the_package_still() -> None:
    """Its module is planned, and the text that is changed is there."""
    listed = tomllib.loads((ROOT / "mutation" / "equivalent.toml").read_text(encoding="utf-8"))
    gone = []
    for group in listed["group"]:
        modules = [one for one in PLAN["tests"] if f"{group['where']}.".startswith(f"{one}.")]
        paths = [SOURCE / f"{one.replace('.', '/')}.py" for one in modules]
        text = " ".join(" ".join(path.read_text(encoding="utf-8").split()) for path in paths)
        gone += [
            f"{group['where']}: {changed}"
            for changed in group["changes"]
            if changed.partition("  =>  ")[0] not in text
        ]
    assert [] == gone
