"""Every block of code in the documents runs, and gives what stands beside it.

The blocks of a document run in its order, in one namespace and one folder of their own, which has
the repository's ``docs``, ``examples`` and ``data``:

- ``python`` runs; what it defines as a test is called;
- ``{code-cell} python`` runs, too: what it gives is shown when the documentation is built;
- ``pycon`` and ``console`` give, command by command, the output that they show;
- ``toml`` is a file where its first line names one, or what comes next in it; else a part of one;
- ``sh`` sets up an environment, which only CI does: it is read, and its extras exist;
- ``text`` is the README's alone: ``test_readme.py`` holds it against the program.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from sybil import Example, Sybil
from sybil.evaluators.python import PythonEvaluator
from sybil.parsers.abstract.codeblock import PythonDocTestOrCodeBlockParser
from sybil.parsers.markdown import CodeBlockParser
from sybil.typing import Evaluator, Parser

from allotments.act1990 import PrintedPlace

ROOT = Path(__file__).parents[1]
DOCUMENTS = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    ROOT / "CHANGELOG.md",
    *sorted((ROOT / "docs").rglob("*.md")),
]
BASH = shutil.which("bash")
ENVIRONMENT = {
    **os.environ,
    "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
}
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def run_python(example: Example) -> None:
    """Run a block, and the tests that it defines."""
    before = set(example.namespace)
    PythonEvaluator()(example)
    for name in set(example.namespace) - before:
        if name.startswith("test_"):
            example.namespace[name]()


def run_cell(example: Example) -> None:
    """Run a cell of a page that is a notebook, without what it says of its display."""
    code = re.sub(r"\A(:.*\n)+", "", example.parsed)
    exec(compile(code, example.path, "exec"), example.namespace)  # noqa: S102 -- the documents' own


def run_commands(example: Example) -> str | None:
    """Run each command; return where the output is not what stands below it."""
    for command, expected in re.findall(
        r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", example.parsed, re.MULTILINE
    ):
        output = bash("-c", command)
        if stripped(output) != stripped(expected):
            return f"$ {command}\nprints:\n{output}\nexpected:\n{expected}"
    return None


def stripped(output: str) -> list[str]:
    """Return lines without blanks at their ends, which no editor keeps."""
    return [line.rstrip() for line in output.rstrip().splitlines()]


def bash(*arguments: str) -> str:
    assert BASH is not None
    done = subprocess.run(  # noqa: S603 -- the documents' own commands
        [BASH, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
        text=True,
        env=ENVIRONMENT,
    )
    return done.stdout


def write_file(example: Example) -> None:
    """Write a file that a block names, or read the places of a notice that it shows."""
    text = str(example.parsed)
    found = tomllib.loads(text, parse_float=Decimal)
    named = re.match(r"# ([\w-]+\.toml)(, continued)?\n", text)
    if named:
        with Path(named[1]).open("a" if named[2] else "w", encoding="utf-8") as file:
            file.write(text)
    elif "printed" in found:
        for place in found["printed"]:
            PrintedPlace.model_validate({"unit": "TST", **place})
    else:
        assert set(found) == {"tool"}


def read_shell(example: Example) -> str | None:
    """Return what is wrong with a line that sets up an environment."""
    extras = set(re.findall(r"\.\[(\w+)\]", example.parsed))
    if unknown := extras - set(PROJECT["optional-dependencies"]):
        return f"no such extra: {unknown}"
    return bash("-n", "-c", example.parsed) or None


class SessionParser(PythonDocTestOrCodeBlockParser):
    """Finds the examples of Python sessions, which stand in blocks of their own language."""

    def codeblock_parser_class(self, _language: str, evaluator: Evaluator) -> Parser:
        return CodeBlockParser("pycon", evaluator)


EVALUATORS: dict[str, Callable[[Example], str | None]] = {
    "python": run_python,
    "{code-cell} python": run_cell,
    "console": run_commands,
    "toml": write_file,
    "sh": read_shell,
}
SYBIL = Sybil(
    [SessionParser(), *(CodeBlockParser(*language) for language in EVALUATORS.items())],
    path=str(ROOT),
)


def blocks(text: str) -> list[str]:
    """Return the languages of a document's fenced blocks, however they are indented."""
    found = re.findall(r"^ *```(\S.*)$", text, re.MULTILINE)
    return [language for language in found if language != "{toctree}"]


@pytest.mark.skipif(BASH is None, reason="the commands are bash's")
@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_every_block_of_code_runs(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for folder in ("docs", "examples", "data"):
        (tmp_path / folder).symlink_to(ROOT / folder)
    monkeypatch.chdir(tmp_path)
    document = SYBIL.parse(path)
    for example in document.examples():
        example.evaluate()


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_no_block_is_left_out(path: Path) -> None:
    """Each has a language that is known here, and one example; a session has one a command."""
    text = path.read_text(encoding="utf-8")
    languages = Counter(blocks(text))
    expected = {"pycon": len(re.findall(r"^>>> ", text, re.MULTILINE))}
    expected |= {language: languages[language] for language in EVALUATORS}
    assert {*expected, "text"} >= set(languages)
    assert languages["text"] == (path.name == "README.md")
    assert sum(expected.values()) == len(list(SYBIL.parse(path).examples()))


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_every_file_and_session_that_is_named_exists(path: Path) -> None:
    """But for the example's own file, which the guide tells how to bundle."""
    text = path.read_text(encoding="utf-8")
    folders = "benchmarks|builders|data|docs|examples|src|tests"
    named = set(re.findall(rf"`((?:{folders})/[\w./-]*\w)(?:::\w+)?`", text))
    assert [] == sorted(name for name in named if not (ROOT / name).exists())
    sessions = set(re.findall(r"^def (\w+)", (ROOT / "noxfile.py").read_text(), re.MULTILINE))
    assert sessions >= set(re.findall(r"nox -s (\w+)", text))
