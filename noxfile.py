"""The checks that are slower or wider than the test suite: `nox`, or `nox -s NAME` for one."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import nox
from packaging.requirements import Requirement

PYPROJECT: dict[str, Any] = nox.project.load_toml("pyproject.toml")
RUNNING = f"{sys.version_info.major}.{sys.version_info.minor}"
# Those that the project states to be tested with, and the one that is there for certain.
PYTHONS = list(dict.fromkeys([*nox.project.python_versions(PYPROJECT), RUNNING]))

nox.options.default_venv_backend = "venv"
nox.options.reuse_existing_virtualenvs = True
nox.options.error_on_missing_interpreters = False  # nox says which it skips
nox.options.sessions = ["lint", "coverage", "wheel", "notebooks", "docs"]


@nox.session
def lint(session: nox.Session) -> None:
    """Run ruff, its formatter, and strict type checking."""
    session.install("-e", ".[dev]")
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")
    session.run("mypy")


@nox.session
def coverage(session: nox.Session) -> None:
    """Run the whole suite, doctests included; every branch of the package must be reached."""
    session.install("-e", ".[test]")
    session.run("pytest", "-n", "auto", "--cov", "--cov-report=term-missing:skip-covered")


@nox.session
def wheel(session: nox.Session) -> None:
    """Test sdist and wheel without the source tree: installed, and the wheel as a zip."""
    built = Path(session.create_tmp()).resolve() / "dist"
    session.install("build")
    session.run("python", "-m", "build", "--outdir", str(built), silent=True)
    (archive,) = built.glob("*.whl")
    (source,) = built.glob("*.tar.gz")
    elsewhere = built.parent
    for distribution in (source, archive):
        session.install("--force-reinstall", str(distribution))
        session.chdir(elsewhere)
        session.run("allotments", "reproduce", "fy1995", silent=True)
        session.chdir(session.invoked_from)
    session.run("pip", "uninstall", "--yes", "allotments", silent=True)
    session.chdir(elsewhere)
    for arguments in (
        ("-m", "allotments", "verify", "fy1995"),
        ("-c", "import allotments.act1990"),
    ):
        session.run("python", *arguments, env={"PYTHONPATH": str(archive)}, silent=True)


@nox.session
def notebooks(session: nox.Session) -> None:
    """Run the notebooks of examples/ and compare with the outputs that they hold."""
    session.install("-e", ".[notebook,test]")
    session.run("python", "examples/execute.py", "--check")
    session.run("pytest", "tests/test_examples.py", "--no-header")


@nox.session
def docs(session: nox.Session) -> None:
    """Build the documentation as one static site in build/site; every warning is an error."""
    session.install("-e", ".[docs]")
    strict = ("--nitpicky", "--fail-on-warning", "--keep-going", "--quiet")
    whole = ("--fresh-env", "--doctree-dir", "build/doctrees", "--conf-dir", "docs")
    session.run("sphinx-build", *strict, *whole, ".", "build/site")


@nox.session(default=False)
def fuzz(session: nox.Session) -> None:
    """Damage files, tables, command lines and arguments ten thousand times a test, for hours."""
    session.install("-e", ".[test]")
    files = sorted(map(str, Path("tests").glob("test_fuzz_*.py")))
    arguments = session.posargs or files
    environment = {"HYPOTHESIS_PROFILE": "fuzz"}
    session.run("pytest", "--hypothesis-show-statistics", *arguments, env=environment)


@nox.session(default=False, python=PYTHONS, download_python="never")
@nox.parametrize("dependencies", ["lowest", "newest"], ids=["lowest", "newest"])
def versions(session: nox.Session, dependencies: str) -> None:
    """Run the suite on every Python there is, with the lowest and the newest dependencies.

    The lowest are those that pyproject.toml claims. Every warning is an error, of any process.
    """
    constraints = Path(session.create_tmp()) / "constraints.txt"
    constraints.write_text("".join(lowest()) if dependencies == "lowest" else "", encoding="utf-8")
    newest = ("--upgrade", "--upgrade-strategy", "eager")
    session.install(*newest, "--constraint", str(constraints), "--editable", ".[test]")
    arguments = session.posargs or ("-n", "auto", "-q")
    session.run("python", "-m", "pytest", *arguments, env={"PYTHONWARNINGS": "error"})


def lowest() -> Iterator[str]:
    """Yield the lowest version of each dependency that the project claims, as a constraint."""
    project = PYPROJECT["project"]
    extras = chain.from_iterable(project["optional-dependencies"].values())
    for requirement in map(Requirement, [*project["dependencies"], *extras]):
        marker = f"; {requirement.marker}" if requirement.marker else ""
        for bound in requirement.specifier:  # one each; none of this project's own extras
            yield f"{requirement.name}=={bound.version}{marker}\n"


@nox.session(default=False)
def benchmarks(session: nox.Session) -> None:
    """Measure speed and memory as ratios within one run, which takes minutes."""
    session.install("-e", ".")
    session.run("python", "benchmarks/run.py", *session.posargs)


@nox.session(default=False)
def mutants(session: nox.Session) -> None:
    """Change the package in thousands of places; the tests must see each. Takes an hour."""
    session.install("-e", ".[test]", "mutmut>=3.8,<3.9")
    session.run("python", "mutation/mutants.py", *session.posargs)
