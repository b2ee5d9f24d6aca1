"""Mutation testing: `nox -s mutants`, or `nox -s mutants -- rounding`.

mutmut makes the mutants of functions. This script adds what mutmut leaves out, with mutmut's own
operators: constants, class bodies, and functions with any but the best known decorators. A mutant
inside a function meets, in a fork of a process that has collected the tests, the quick ones of
those that plan.toml names for its module and that reach the function, and then all that reach it.
What survives, or was made here, meets the tests that plan.toml names in a fresh process. The
survivors must be exactly those that equivalent.toml lists.
"""

from __future__ import annotations

import argparse
import gc
import importlib
import json
import multiprocessing
import os
import re
import resource
import shutil
import signal
import sys
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path
from typing import Any, TypeAlias

import libcst as cst
import libcst.matchers as m
import pytest
from _pytest.runner import runtestprotocol
from libcst.metadata import MetadataWrapper
from mutmut.configuration import config
from mutmut.mutation import file_mutation
from mutmut.mutation.diff_apply import get_diff_for_mutant
from mutmut.mutation.pragma_handling import get_ignored_lines
from mutmut.state import state
from mutmut_with_decorators import CHECKED, make_mutants, mutmut_runs

HERE = Path(__file__).parent
ROOT = HERE.parent
WORK = ROOT / "mutants"  # mutmut's own name for it
SOURCE = Path("src/allotments")
SURVIVED = 0
FORK = multiprocessing.get_context("fork")
Tasks: TypeAlias = dict[str, dict[str, float]]
"""By the name of a mutant the tests that it meets, and how long each takes."""
KILLED = (1, 2, 3, 4)  # pytest's exit codes: a test failed, or could not even be collected
TIMED_OUT = 24
ARROW = "  =>  "
QUICK = 0.25  # seconds: a test that is among the first that a mutant meets
SECONDS = 300  # for a module's own tests in a fresh process
MEMORY = 8 * 2**30  # bytes that a mutant may ask for
OPTIONS = [
    "-q",
    "--rootdir=.",
    "-p",
    "no:cacheprovider",
    "--tb=no",
    "-W",
    "ignore:Module already imported so cannot be rewritten",
    "-W",
    "ignore::pytest.PytestUnraisableExceptionWarning",  # of a session cut short by a mutant's death
]


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
    parser.add_argument("--keep", action="store_true", help="keep the mutants that mutmut made")
    parser.add_argument("--quick", action="store_true", help="only the mutants inside functions")
    given = parser.parse_args()
    os.chdir(ROOT)
    os.environ |= {"HYPOTHESIS_PROFILE": "mutants", "PYTHONHASHSEED": "0"}
    plan = planned()
    modules = given.modules or list(plan)
    known = Known(modules)
    if not given.keep:
        shutil.rmtree(WORK, ignore_errors=True)
        making = FORK.Process(target=make_mutants, args=(plan, given.processes))
        making.start()  # apart, for it changes what mutmut does
        making.join()
        find_tests(given.processes)
    results = run_inside(modules, plan, known, given.processes)
    left = [one for one, code in results.items() if code == SURVIVED and not known.has(one)]
    if not given.quick:
        left += [mutant for module in modules for mutant in outside(module)]
        results |= attempt([(one, plan[one.module], SECONDS) for one in left], given.processes)
    return judge(results, known)


def planned() -> dict[str, list[str]]:
    """Return the modules of plan.toml with their tests."""
    tests: dict[str, list[str]] = tomllib.loads((HERE / "plan.toml").read_text())["tests"]
    return tests


def find_tests(processes: int) -> None:
    """Write down which tests reach which function, and how long they take."""
    selected = tomllib.loads((HERE / "plan.toml").read_text())["suite"]
    ignored = {one.removeprefix("--ignore=") for one in selected}
    files = [str(path.relative_to(ROOT)) for path in sorted((ROOT / "tests").rglob("test_*.py"))]
    files = [one for one in files if one not in ignored]
    shares = [files[start::processes] for start in range(processes)]
    with FORK.Pool(processes) as pool:
        parts = pool.map(_reached, shares)
    reached: dict[str, dict[str, float]] = {}
    for part in parts:
        for function, tests in part.items():
            reached.setdefault(function, {}).update(tests)
    (WORK / "reached.json").write_text(json.dumps(reached))


class Reached:
    """A plugin of pytest that notes which functions each test reaches, if it passes."""

    def __init__(self) -> None:
        self.tests: dict[str, dict[str, float]] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note what was reached since the last test."""
        if report.when == "call" and report.passed:
            for function in state()._stats:  # noqa: SLF001
                self.tests.setdefault(function, {})[report.nodeid] = report.duration
        if report.when == "teardown":
            state()._stats.clear()  # noqa: SLF001


def _reached(files: list[str]) -> dict[str, dict[str, float]]:
    os.environ["MUTANT_UNDER_TEST"] = "stats"
    plugin = Reached()
    _pytest_of_mutants(files, plugin)
    return plugin.tests


class QuickestFirst:
    """A plugin of pytest that runs the quickest tests first: most mutants die of one of them."""

    def __init__(self, reached: dict[str, dict[str, float]]) -> None:
        self.seconds = {test: s for tests in reached.values() for test, s in tests.items()}

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Sort the tests by how long they took."""
        items.sort(key=lambda item: self.seconds.get(item.nodeid, 0))


def be_silent() -> None:
    """Print nothing from here on, in this process."""
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)


def in_process(function: Callable[..., Any], *arguments: Any) -> Any:
    """Return what *function* does, in a process of its own: it imports the package."""
    with FORK.Pool(1) as pool:
        return pool.apply(function, arguments)


def _pytest_of_mutants(arguments: list[str], plugin: object) -> None:
    sys.path.insert(0, str(WORK / "src"))
    os.environ["PYTHONPATH"] = str(WORK / "src")
    os.chdir(WORK)
    be_silent()
    pytest.main([*OPTIONS, "-p", "dask.array", *arguments], plugins=[plugin])


def run_inside(
    modules: list[str], plan: dict[str, list[str]], known: Known, processes: int
) -> dict[Mutant, int]:
    """Return the mutants inside functions with the exit codes of their tests."""
    reaching: dict[str, dict[str, float]] = json.loads((WORK / "reached.json").read_text())
    results: dict[Mutant, int] = {}
    left = {name: module for module in modules for name in inside(module)}
    for quick in (True, False):
        tasks: Tasks = {}
        for name, module in left.items():
            tests = reaching.get(re.sub(r"__mutmut_\d+$", "", name), {})
            own = [one for one in tests if one.split("::")[0] in plan[module]] or [*tests]
            chosen = [one for one in own if tests[one] <= QUICK] if quick else [*tests]
            tasks[name] = {one: tests[one] for one in sorted(chosen, key=tests.__getitem__)}
        codes = in_process(in_one_session, tasks, processes)
        survivors = {}
        for name, module in left.items():
            mutant = described(module, name, survives=codes[name] == SURVIVED)
            results[mutant] = codes[name]
            if codes[name] == SURVIVED and not known.has(mutant):
                survivors[name] = module
                if quick:
                    del results[mutant]
        left = survivors
    return results


class OneSession:
    """A plugin of pytest that runs the tests of each mutant in a fork, once all are collected."""

    def __init__(self, tasks: Tasks, processes: int) -> None:
        self.tasks = tasks
        self.processes = processes
        self.codes: dict[str, int] = {}

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Run all tasks in place of the tests."""
        items = {item.nodeid: item for item in session.items}
        waiting = list(reversed(self.tasks.items()))
        running: dict[int, str] = {}
        gc.freeze()  # what is shared with the forks is not touched again
        while waiting or running:
            while waiting and len(running) < self.processes:
                name, tests = waiting.pop()
                found = [items[one] for one in tests if one in items]
                running[self.fork(name, found, sum(tests.values()))] = name
            process, status = os.wait()
            code = os.waitstatus_to_exitcode(status)
            self.codes[running.pop(process)] = code if code >= 0 else TIMED_OUT
        return True

    def fork(self, name: str, items: list[pytest.Item], seconds: float) -> int:
        """Return the fork that ends with 1 if a test of the mutant fails."""
        process = os.fork()
        if process:
            return process
        code = 1
        try:
            limit = 10 + int(4 * seconds)
            resource.setrlimit(resource.RLIMIT_CPU, (limit, limit))
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
            signal.alarm(20 * limit)  # of one that waits
            os.environ["MUTANT_UNDER_TEST"] = name
            code = int(fails(items))
        finally:
            os._exit(code)


def fails(items: list[pytest.Item]) -> bool:
    """Return whether one of the tests fails; the ones after it are not run."""
    for item, following in zip(items, [*items[1:], None], strict=True):
        if any(one.failed for one in runtestprotocol(item, log=False, nextitem=following)):
            return True
    return False


def in_one_session(tasks: Tasks, processes: int) -> dict[str, int]:
    """Return the exit code of each mutant's tests."""
    session = OneSession(tasks, processes)
    files = {test.split("::")[0] for tests in tasks.values() for test in tests}
    _pytest_of_mutants(sorted(files), session)
    return session.codes


def path_of(module: str) -> Path:
    """Return where the source of *module* is."""
    return SOURCE / (module.replace(".", "/") + ".py")


def inside(module: str) -> list[str]:
    """Return mutmut's names of its mutants of *module*."""
    meta = json.loads((WORK / f"{path_of(module)}.meta").read_text())
    return list(meta["exit_code_by_key"])


def described(module: str, name: str, *, survives: bool) -> Mutant:
    """Return a mutant of mutmut's; what changed in it is only looked for where it survives."""
    function = re.sub(r"__mutmut_\d+$", "", name.removeprefix(f"allotments.{module}."))
    where = f"{module}.{function.removeprefix('x_').removeprefix('xǁ').replace('ǁ', '.')}"
    changed = ""
    if survives:
        lines = get_diff_for_mutant(name, path=path_of(module)).split("\n")[2:]
        changed = change(lines)
    return Mutant(module, where, changed, name=name)


class Outside(file_mutation.MutationVisitor):  # type: ignore[misc]
    """mutmut's mutations, in decorated functions too, without what only names or describes."""

    def _skip_node_and_children(self, node: cst.CSTNode) -> bool:
        if isinstance(node, cst.FunctionDef) and node.decorators:
            return False
        if m.matches(node, m.Annotation() | m.Decorator() | _EXPORTED | _TEXT | _DESCRIBED | _TYPE):
            return True
        return bool(super()._skip_node_and_children(node))


_EXPORTED = m.Assign(targets=[m.AssignTarget(target=m.Name("__all__"))])
_TEXT = m.Expr(value=m.SimpleString() | m.ConcatenatedString())
_DESCRIBED = m.Arg(keyword=m.Name("description")) | m.AnnAssign(
    value=m.Call(func=m.Name("optional"))
)
# One change of a text is enough here, where each mutant takes a process of its own.
_OTHER_CASE = m.SimpleString(value=m.MatchIfTrue(lambda value: "XX" not in value))
_TYPE = m.Assign(value=m.Call(func=m.Name("TypeVar") | m.Name("ParamSpec"))) | m.AnnAssign(
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
        if m.matches(mutation.mutated_node, _OTHER_CASE):
            continue
        function = mutation.contained_by_top_level_function
        if isinstance(function, cst.FunctionDef):
            if mutmut_runs(function) and not in_defaults(function, mutation.original_node):
                continue
            where = f"{module}.{function.name.value}"
        else:
            where = module
        changed = file_mutation.deep_replace(tree, mutation.original_node, mutation.mutated_node)
        assert isinstance(changed, cst.Module)
        lines = unified_diff(code.split("\n"), changed.code.split("\n"), n=0)
        yield Mutant(module, where, change(list(lines)[2:]), text=changed.code)


def in_defaults(function: cst.FunctionDef, node: cst.CSTNode) -> bool:
    """Return whether *node* is in a default that `checked` fills in, whatever the copies say."""
    return m.matches(function, CHECKED) and any(one is node for one in walk(function.params))


def walk(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """Yield *node* and all that is in it."""
    yield node
    for child in node.children:
        yield from walk(child)


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
    in_process(_compile)
    assert "allotments" not in sys.modules
    with FORK.Pool(processes, maxtasksperchild=1) as pool:
        codes = pool.imap(_attempt, tasks, chunksize=1)
        return {mutant: code for (mutant, *_), code in zip(tasks, codes, strict=True)}


def _compile() -> None:
    """Leave the package and its tests compiled where copies take them from."""
    sys.dont_write_bytecode = False
    sys.path.insert(0, str(ROOT / "src"))
    be_silent()
    pytest.main([*OPTIONS, "--collect-only", "tests"])


def _attempt(task: tuple[Mutant, list[str], int]) -> int:
    import hypothesis.entry_points

    mutant, tests, seconds = task
    plugin = QuickestFirst(json.loads((WORK / "reached.json").read_text()))
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
    be_silent()
    signal.signal(signal.SIGALRM, signal.default_int_handler)
    signal.alarm(seconds)
    del os.environ["HYPOTHESIS_NO_PLUGINS"]
    with suppress(Exception):  # a package that cannot be imported: the tests will tell
        hypothesis.entry_points.run()
    code = int(pytest.main([*OPTIONS, "-x", *tests], plugins=[plugin]))
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
