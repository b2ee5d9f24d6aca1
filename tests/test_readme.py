"""The README's code runs and says what it says."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path
from typing import Any

import allotments
from allotments.verification import verify, verify_corpus
from allotments.wasde import reports
from allotments.wasde.balances import MONTHS

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", TEXT, flags=re.MULTILINE | re.DOTALL)


def test_every_line_of_code_gives_what_stands_beside_it() -> None:
    """The comment behind an expression begins with its value, or with that to the ton."""
    values: dict[str, Any] = {}
    code = "\n".join(blocks("python"))
    shown = []
    for line in filter(None, code.splitlines()):
        statement, _, comment = line.partition("#")
        if comment:
            shown.append((comment.strip(), eval(statement, values)))  # noqa: S307 -- our README
        else:
            exec(line, values)  # noqa: S102 -- our README
    assert 9 == len(shown)
    for comment, value in shown:
        tons = f"{int(value):,} short tons" if isinstance(value, int | Fraction) else repr(value)
        assert comment.startswith((str(value), repr(value), tons)), (comment, value)


def test_the_end_of_the_first_command_is_shown_as_it_is() -> None:
    (text,) = blocks("text")
    assert text.splitlines() == verify(allotments.load("fy1995")).closing


def test_what_the_corpus_comes_to_is_said() -> None:
    corpus = verify_corpus()
    counts = corpus.counts
    assert (52, 498) == (len(corpus.notices), sum(counts.values()))
    assert (0, 2, 1) == (counts["contradicted"], counts["misprint"], counts["does not close"])
    (name,) = (name for name, one in corpus.notices.items() if one.counts["does not close"])
    said = " ".join(TEXT.split())
    assert "52 notices with 498 printed figures" in said
    assert "None is contradicted;" in said
    assert f"two are proved to be misprints, and one sum does not close (`{name}`)" in said


def test_there_are_two_commands() -> None:
    reproduce, test = blocks("sh")
    assert reproduce.rstrip().endswith(".venv/bin/allotments reproduce fy1995")
    assert test.rstrip().endswith(".venv/bin/python -m pytest -n auto")


def test_the_bundled_reports_are_counted() -> None:
    words = " ".join(TEXT.split())
    year, month = reports()[-1].split("-")
    assert f"The reports from August 2010 to {MONTHS[int(month) - 1]} {year} are bundled" in words
    assert f"balance, {len(reports())} reports from August 2010 on" in words
