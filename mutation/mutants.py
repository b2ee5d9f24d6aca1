"""Mutation testing: `nox -s mutants`, or `nox -s mutants -- rounding`.

mutmut makes the mutants and runs those inside plain functions. This script adds what mutmut leaves
out, with mutmut's own operators: constants, class bodies, and functions that have a decorator. Each
mutant meets the tests that plan.toml names for its module, the quick ones of them first; what
survives and is not known meets them all in a fresh process, and then the whole suite. The survivors
must be exactly those that equivalent.toml lists.
"""

from __future__ import annotations

import argparse
import importlib
import json
import multiprocessing
import os
import re
import shutil
import signal
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path
from typing import Any

import libcst as cst
import libcst.matchers as m
from libcst.metadata import MetadataWrapper
from mutmut.configuration import config
from mutmut.mutation import file_mutation
from mutmut.mutation.diff_apply import get_diff_for_mutant
from mutmut.mutation.pragma_handling import get_ignored_lines

HERE = Path(__file__).parent
ROOT = HERE.parent
WORK = ROOT / "mutants"  # mutmut's own name for it
SOURCE = Path("src/allotments")
KILLED = (1, 2, 3, 4)  # pytest's exit codes: a test failed, or could not even be collected
TIMED_OUT = 24  # mutmut's
ARROW = "  =>  "
QUICK = 0.25  # seconds: a test that is among the first that a mutant meets
SECONDS = 300  # for a module's own tests in a fresh process, ten times as long for the whole suite


@dataclass(frozen=True)
class Mutant:
    """One changed place: where it is, what changed, and how to bring it to life."""

    module: str
    where: str
    change: str
    name: str = ""
    """mutmut's, of one inside a plain function."""
    text: str = ""
    """The module's whole text, of any other."""

    @property
    def key(self) -> tuple[str, str]:
        """What equivalent.toml knows it by."""
        return self.where, self.change


class Known:
    """The mutants in equivalent.toml: listed one by one, or falling under a rule."""

    def __init__(self, modules: list[str]) -> None:
        read = tomllib.loads((HERE / "equivalent.toml").read_text())
        self.rules: list[dict[str, Any]] = read.get("rule", [])
        groups: list[dict[str, Any]] = read.get("group", [])
        assert all(one["reason"].strip() for one in (*self.rules, *groups))
        self.listed = Counter(
            (group["where"], changed)
            for group in groups
            for changed in group["changes"]
            if any(f"{group['where']}.".startswith(f"{module}.") for module in modules)
        )

    def has(self, mutant: Mutant) -> bool:
        """Return whether *mutant* is known to be equivalent."""
        return mutant.key in self.listed or self.by_rule(mutant)

    def by_rule(self, mutant: Mutant) -> bool:
        """Return whether a rule makes the one line of *mutant* out of the other."""
        old, _, new = mutant.change.partition(ARROW)
        return any(
            new == old[: found.start()] + becomes + old[found.end() :]
            for rule in self.rules
            for becomes in rule["becomes"]
            for found in re.finditer(re.escape(rule["was"]), old)
        )


def main() -> int:
    """Return 1 if a mutant survives that is not known, or one is listed that does not survive."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("modules", nargs="*", help="such as act1990.penalties; by default all")
    parser.add_argument("--processes", type=int, default=os.cpu_count())
    parser.add_argument("--keep", action="store_true", help="keep what mutmut found out before")
    given = parser.parse_args()
    os.chdir(ROOT)
    os.environ |= {"HYPOTHESIS_PROFILE": "mutants", "PYTHONHASHSEED": "0"}
    plan = planned()
    modules = given.modules or list(plan)
    known = Known(modules)
    if not given.keep:
        shutil.rmtree(WORK, ignore_errors=True)
    run_mutmut(modules, plan, given.processes)
    results = {mutant: code for module in modules for mutant, code in inside(module)}
    left = [mutant for module in modules for mutant in outside(module)]
    suite = dict.fromkeys(modules, config().pytest_add_cli_args_test_selection)
    for tests, seconds in ((plan, SECONDS), (suite, 10 * SECONDS)):
        over = (*KILLED, TIMED_OUT)  # a test that waits for ever is as good as one that fails
        left += [one for one, code in results.items() if code not in over and not known.has(one)]
        tasks = [(one, tests[one.module], seconds) for one in left]
        results |= attempt(tasks, given.processes)
        left = []
    return judge(results, known)


def planned() -> dict[str, list[str]]:
    """Return the modules of plan.toml with their tests."""
    tests: dict[str, list[str]] = tomllib.loads((HERE / "plan.toml").read_text())["tests"]
    return tests


def run_mutmut(modules: list[str], plan: dict[str, list[str]], processes: int) -> None:
    """Let mutmut run what it has not yet, each mutant against quick tests of its own module."""
    stats = WORK / "mutmut-stats.json"
    everything = WORK / "all-stats.json"
    program = "from mutmut.__main__ import cli; cli()"
    command = [sys.executable, "-c", program, "run", "--max-children", str(processes)]
    with (ROOT / "mutants.log").open("w") as output:
        if not everything.exists():
            subprocess.run([*command, "allotments.core.units.*"], check=True, stdout=output)
            shutil.copy(stats, everything)
        measured = json.loads(everything.read_text())
        for function, tests in measured["tests_by_mangled_function_name"].items():
            module = re.sub(r"\.x[_ǁ].*", "", function).removeprefix("allotments.")
            files = plan.get(module, [])
            own = [test for test in tests if test.split("::")[0] in files] or tests
            quick = [test for test in own if measured["duration_by_test"][test] <= QUICK]
            tests[:] = quick or own
        stats.write_text(json.dumps(measured))
        names = [name for module in modules for name, code in codes(module) if code is None]
        if names:
            subprocess.run([*command, *names], check=True, stdout=output)


def codes(module: str) -> list[tuple[str, int | None]]:
    """Return mutmut's names of the mutants of *module*, and their exit codes if they were run."""
    meta = json.loads((WORK / f"{path_of(module)}.meta").read_text())
    return list(meta["exit_code_by_key"].items())


def path_of(module: str) -> Path:
    """Return where the source of *module* is."""
    return SOURCE / (module.replace(".", "/") + ".py")


def inside(module: str) -> Iterator[tuple[Mutant, int]]:
    """Yield mutmut's mutants of *module* with the exit codes of their tests."""
    for name, code in codes(module):
        function = re.sub(r"__mutmut_\d+$", "", name.removeprefix(f"allotments.{module}."))
        where = f"{module}.{function.removeprefix('x_').removeprefix('xǁ').replace('ǁ', '.')}"
        lines = get_diff_for_mutant(name, path=path_of(module)).split("\n")[2:]
        yield Mutant(module, where, change(lines), name=name), abs(code or 0)


class Outside(file_mutation.MutationVisitor):  # type: ignore[misc]
    """mutmut's mutations, in decorated functions too, without what only names or describes."""

    def _skip_node_and_children(self, node: cst.CSTNode) -> bool:
        if isinstance(node, cst.FunctionDef) and node.decorators:
            return False
        if m.matches(
            node, m.Annotation() | m.Decorator() | _EXPORTED | _TEXT | _DESCRIPTION | _TYPE
        ):
            return True
        return bool(super()._skip_node_and_children(node))


_EXPORTED = m.Assign(targets=[m.AssignTarget(target=m.Name("__all__"))])
_TEXT = m.Expr(value=m.SimpleString() | m.ConcatenatedString())
_DESCRIPTION = m.Arg(keyword=m.Name("description"))
_TYPE = m.Assign(value=m.Call(func=m.Name("TypeVar"))) | m.AnnAssign(
    annotation=m.Annotation(m.Name("TypeAlias"))
)


def outside(module: str) -> Iterator[Mutant]:
    """Yield the mutants of what mutmut leaves out: all but plain functions and methods."""
    path = path_of(module)
    code = path.read_text()
    wrapper = MetadataWrapper(cst.parse_module(code))
    visitor = Outside(
        file_mutation.mutation_operators, get_ignored_lines(str(path), code, wrapper, None)
    )
    tree = wrapper.visit(visitor)
    for mutation in visitor.mutations:
        function = mutation.contained_by_top_level_function
        if isinstance(function, cst.FunctionDef):
            if mutmut_runs(function):
                continue
            where = f"{module}.{function.name.value}"
        else:
            where = module
        changed = file_mutation.deep_replace(tree, mutation.original_node, mutation.mutated_node)
        assert isinstance(changed, cst.Module)
        lines = unified_diff(code.split("\n"), changed.code.split("\n"), n=0)
        yield Mutant(module, where, change(list(lines)[2:]), text=changed.code)


def mutmut_runs(function: cst.FunctionDef) -> bool:
    """Return whether mutmut makes mutants of *function* itself."""
    names = [decorator.decorator for decorator in function.decorators]
    plain = m.Name("staticmethod") | m.Name("classmethod")
    return not names or (len(names) == 1 and m.matches(names[0], plain))


def change(lines: list[str]) -> str:
    """Return a diff as one line: ``old  =>  new``."""
    parts = (
        " ".join(" ".join(line[1:] for line in lines if line.startswith(sign)).split())
        for sign in "-+"
    )
    return ARROW.join(parts)


def attempt(tasks: list[tuple[Mutant, list[str], int]], processes: int) -> dict[Mutant, int]:
    """Return each mutant with the exit code of its tests, run where it is imported afresh."""
    # Imported once for all, but nothing of ours: Hypothesis would do that through its plugins.
    os.environ["HYPOTHESIS_NO_PLUGINS"] = "1"
    for name in ("hypothesis", "numpy", "pydantic", "pytest"):
        importlib.import_module(name)
    assert "allotments" not in sys.modules
    with multiprocessing.get_context("fork").Pool(processes, maxtasksperchild=1) as pool:
        codes = pool.imap(_attempt, tasks, chunksize=1)
        return {mutant: code for (mutant, *_), code in zip(tasks, codes, strict=True)}


def _attempt(task: tuple[Mutant, list[str], int]) -> int:
    import hypothesis.entry_points
    import pytest

    mutant, tests, seconds = task
    tree = WORK
    if mutant.text:
        tree = WORK / "outside" / str(os.getpid())
        for name in ("src", "tests"):
            shutil.copytree(ROOT / name, tree / name)
        for name in ("pyproject.toml", *map(str, config().also_copy)):
            if not (tree / name).exists():
                (tree / name).symlink_to(ROOT / name)
        (tree / path_of(mutant.module)).write_text(mutant.text)
    else:
        os.environ["MUTANT_UNDER_TEST"] = mutant.name
    sys.path.insert(0, str(tree / "src"))
    os.environ["PYTHONPATH"] = str(tree / "src")
    os.chdir(tree)
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)
    signal.signal(signal.SIGALRM, signal.default_int_handler)
    signal.alarm(seconds)
    options = ["-x", "-q", "--rootdir=.", "-p", "no:cacheprovider", "--tb=no"]
    options += ["-W", "ignore:Module already imported so cannot be rewritten"]
    del os.environ["HYPOTHESIS_NO_PLUGINS"]
    with suppress(Exception):  # a package that cannot be imported: the tests will tell
        hypothesis.entry_points.run()
    code = int(pytest.main([*options, *tests]))
    late = not signal.alarm(0)
    if mutant.text:
        os.chdir(ROOT)
        shutil.rmtree(tree)
    return TIMED_OUT if late else code


def judge(results: dict[Mutant, int], known: Known) -> int:
    """Print the score of each module, what survives unknown and what is listed wrongly."""
    row = "{:36}{:>8}{:>8}{:>10}{:>12}{:>10}"
    print(row.format("module", "mutants", "killed", "timeouts", "equivalent", "survive"))
    modules = dict.fromkeys(mutant.module for mutant in results)
    for module in (*modules, "all"):
        rows = {one: code for one, code in results.items() if module in (one.module, "all")}
        dead = sum(code in KILLED for code in rows.values())
        late = sum(code == TIMED_OUT for code in rows.values())
        alive = [one for one, code in rows.items() if code not in (*KILLED, TIMED_OUT)]
        equivalent = sum(known.has(one) for one in alive)
        print(row.format(module, len(rows), dead, late, equivalent, len(alive) - equivalent))
    singly = Counter(one.key for one in alive if not known.by_rule(one))
    for title, keys in (("Survives", singly - known.listed), ("Dead", known.listed - singly)):
        for where, changed in keys.elements():
            print(f"\n{title}: {where}\n    {changed}")
    return int(singly != known.listed)


if __name__ == "__main__":
    sys.exit(main())
