"""Command lines, damaged: one of three exit codes, one line a fault, and never a traceback."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import event, given
from hypothesis import strategies as st
from malformed_input import (
    ANNOUNCEMENTS,
    FILES,
    LONGEST_LINE,
    MOST_FAULTS,
    Damaged,
    check_line,
    damaged_bytes,
    damaged_lines,
)

import allotments
from allotments import InvalidInput
from allotments.command_line import main
from allotments.core.base_model import leaves
from allotments.display.text_and_html import visible
from allotments.what_ifs import changed

COMMANDS = ("reproduce", "verify", "tables", "explain", "compare")
OF_NO_NOTICE = ("project", "history")
SOUND: dict[
    str, list[str | None]
] = {  # of each option some sound values; `None` where there is none to give
    "--weights": ["1,1,1", "25,25,50", "1/4,1/4,1/2", "0,0,1", "1e3,0.5,2", " 1 , 1 , 1 "],
    "--table": ["estimates", "criteria", "sectors", "states", "processors"],
    "--form": ["text", "markdown", "html", "latex", "csv"],
    "--wording": ["carryover", "carry-over"],
    "--set": [
        *("estimates.consumption=9200", "weights=1,1,1", "overall_allotment_quantity=7000"),
        *("estimates.consumption=12300000", "overall_allotment_quantity=9.5", "fiscal_year=2026"),
    ],
    "--all": [None],
    "--json": [None],
    "--corpus": [None],
    "--csv": [None],
    "--consumption": ["12441", "12.441", "9247.5", "0", "1000000"],
    "--quantity": ["10500", "20", "0", "10574.85"],
    "--wasde": ["2026-08", "2010-08", "2015-01", "wasde.csv", "mine.toml", "none.toml"],
    "--learned-from": ["fy2023", "fy2025", "fy1995", "fy2010-2010-04", "announced.toml"],
}
HOSTILE: list[str] = [
    *(
        "",
        " ",
        "-",
        "--",
        "---",
        "-1",
        "--json=1",
        "--jso",
        "-j",
        "--help",
        "-h",
        "--version",
        "@x",
    ),
    *(
        "--weights",
        "--weights=",
        "--table=",
        "--form=pdf",
        "--form",
        "--wording=x",
        "--table",
        "=1",
        "--set",
        "--set=x=1",
        "--set=weights=",
        "--set=estimates.consumption=" + "9" * 5_000,
    ),
    *("nan,1,1", "inf,1,1", "-1,1,1", "1,1", "1,1,1,1", "0,0,0", "1e999999999,1,1", "1/0,1,1"),
    *(
        "1e-400,1,1",
        "1e300,1e-300,1",
        "9" * 5_000 + ",1,1",
        "\uff11,1,1",
        "1_0,1,1",
        "0x1,1,1",
        ",,",
    ),
    *(
        "fy1995 ",
        "FY1995",
        "fy1995\n",
        "fy1996",
        "../x",
        "./fy1995",
        ".",
        "..",
        "/",
        "/dev/null",
        "~",
    ),
    *(
        "a\0b",
        "\ud800",
        "\u202eabc",
        "x\x1b[2J",
        "x" * 300,
        "x" * 5_000,
        "ünï.toml",
        "%s",
        "{0}",
        "%(prog)s",
    ),
    *(
        "sectors.beet",
        "states.Florida",
        "processors.beet.Holly Sugar Corp",
        "inputs",
        "weights",
        ".",
    ),
    *(
        "inputs.__class__",
        "__class__",
        "sectors.",
        ".sectors",
        "sectors..beet",
        "sectors[beet]",
        "*",
    ),
    *("states.Lousiana", "SECTORS.BEET", "estimates.consumption", "criteria.beet", "x." * 1_000),
]


class Ended(NamedTuple):
    """How a run ended: its exit code, and what stood on standard output and standard error."""

    code: int
    printed: str
    said: str


def run(arguments: Sequence[str], encoding: str = "utf-8") -> Ended:
    """Run the command line in this process, on streams as Python opens them."""
    printed = io.TextIOWrapper(io.BytesIO(), encoding)
    said = io.TextIOWrapper(io.BytesIO(), encoding, "backslashreplace")
    with redirect_stdout(printed), redirect_stderr(said):
        try:
            code = main(arguments)
        except SystemExit as left:  # as after `--help`
            code = int(left.code or 0)
            assert 0 == code
            assert {"-h", "--help", "--version"} & set(arguments)
    texts = []
    for stream in (printed, said):
        stream.flush()
        texts.append(stream.buffer.getvalue().decode(encoding))
    return Ended(code, *texts)


SAID = ("expected", "did you mean", "not TOML", "--help", "is missing", "no notice of this name")
PYTHON = (" * TST", "load(", "reports()", "multiply by")  # no words of the command line


def check(ended: Ended, arguments: Sequence[str]) -> None:
    """One of three endings, each with what belongs to it and nothing else."""
    event(f"exit code {ended.code}")
    if ended.code == 2:
        assert "" == ended.printed
        lines = ended.said.splitlines()
        assert 1 <= len(lines) <= MOST_FAULTS
        for line in lines:
            assert line.startswith("allotments: "), line[:500]
            assert line.isprintable(), line[:500]
            assert len(line) <= LONGEST_LINE + 6 * max(map(len, arguments)), line[:500]
            assert not any(word in line for word in ("Traceback", "object at 0x", "set_int_max"))
            assert not any(word in line for word in PYTHON), line[:500]
            assert any(word in line for word in SAID), line[:500]
        return
    assert ended.code in {0, 1}
    assert "" == ended.said
    assert ended.printed.endswith("\n")
    if ended.code == 1:
        assert {"reproduce", "verify"} & set(arguments)
        assert "contradicted" in ended.printed
    if {"-h", "--help", "--version"} & set(arguments):
        return
    if "--json" in arguments:
        assert 1 == json.loads(ended.printed)["format"]
    elif "--csv" in arguments:
        header, *rows = csv.reader(io.StringIO(ended.printed))
        assert {len(header)} == set(map(len, rows))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a small sound notice, one with a misprint, and what is none."""
    folder = tmp_path_factory.mktemp("notices")
    (folder / "mine.toml").write_text(FILES[1], encoding="utf-8")
    misprint = FILES[1].replace("imports = 1230", "imports = 1231")
    (folder / "misprint.toml").write_text(misprint, encoding="utf-8")
    (folder / "announced.toml").write_text(ANNOUNCEMENTS[0], encoding="utf-8")
    (folder / "wasde.csv").write_text("WasdeNumber,ReportDate\n", encoding="utf-8")
    (folder / "folder.toml").mkdir()
    (folder / "empty.toml").touch()
    (folder / "bytes.toml").write_bytes(bytes(range(256)))
    (folder / "loop.toml").symlink_to(folder / "loop.toml")
    return folder


NAMES = [
    *("mine.toml", "mine.toml", "misprint.toml", "folder.toml", "empty.toml", "bytes.toml"),
    *("announced.toml", "announced.toml"),
]
BUNDLED = ["fy1995", "fy2025", "fy2024-2024-08", "fy2010"]
PATHS = st.sampled_from(
    [*NAMES, "loop.toml", "none.toml", "mine.toml/", "folder.toml/../mine.toml"]
)


NOTICE = PATHS | st.sampled_from(BUNDLED)
_YEARS = ["2027", "2027", "2025", "2009", "1995", "2033", "x"]
_FIGURES = ["sectors.beet", "imports", "restraint", "sectors"]
_ARGUMENTS = {
    "project": st.sampled_from(_YEARS).map(lambda year: [year]),
    "history": st.just([]),
    "explain": st.tuples(NOTICE, st.sampled_from(_FIGURES)).map(list),
    "compare": st.lists(NOTICE, min_size=1, max_size=2),
}
_OPTIONS = {
    "project": ["--consumption", "--quantity", "--wasde", "--learned-from", "--json"],
    "history": ["--json", "--csv"],
}


@st.composite
def command_lines(draw: st.DrawFn) -> list[str]:
    """A command line by the parser's grammar, then damaged at some of its words."""
    command = draw(st.sampled_from([*COMMANDS, *COMMANDS, *OF_NO_NOTICE]))
    words = [command, *draw(_ARGUMENTS.get(command, NOTICE.map(lambda one: [one])))]
    for option in draw(st.lists(st.sampled_from(_OPTIONS.get(command, list(SOUND))), max_size=3)):
        value = draw(st.sampled_from(SOUND[option]))
        words += [option] if value is None else [option, value]
    hostile = st.sampled_from(HOSTILE) | st.text(max_size=20)
    for _ in range(draw(st.integers(0, 2))):
        at = draw(st.integers(0, len(words) - 1))
        change = draw(st.sampled_from(["insert", "replace", "delete", "double", "swap"]))
        if change == "insert":
            words.insert(at, draw(hostile))
        elif change == "replace":
            words[at] = draw(hostile)
        elif change == "delete" and len(words) > 1:
            del words[at]
        elif change == "double":
            words.insert(at, words[at])
        else:
            other = draw(st.integers(0, len(words) - 1))
            words[at], words[other] = words[other], words[at]
    return words


@given(command_lines(), st.sampled_from(["utf-8", "ascii", "latin-1", "utf-16", "cp1252"]))
def test_damaged_command_lines_end_in_one_of_three_ways(
    folder: Path, arguments: list[str], encoding: str
) -> None:
    words = [str(folder / word) if word.split("/")[0] in _FILES else word for word in arguments]
    check(run(words, encoding), words)


_FILES = {*NAMES, "loop.toml", "none.toml", "wasde.csv"}


INPUTS = {name: allotments.load(name).inputs for name in ("fy1995", "fy2003", "fy2025")}
VALUES = [
    *("9200", "12300000", "0", "-0", "1", "-1", "9.2", "9200.5", "9200.0001", "1000000", "1995"),
    *("2026", "1e3", "1_000", "1,000", "9" * 12, "9" * 13, "0." + "0" * 9, "\uff11", "", " ", "x"),
    *("1,1,1", "1/4,1/4,1/2", "0,0,0", "1,1", "nan", "inf", "=", "1=1", "None", "true"),
]


def by_path(inputs: Any) -> dict[str, Any]:
    """What is given, without what recorded quantities follow from."""
    paths = {".".join(steps): value for steps, value in leaves(inputs)}
    return {path: value for path, value in paths.items() if "recorded.basis" not in path}


@given(st.sampled_from(list(INPUTS)), st.data())
def test_settings_are_refused_or_made_to_the_ton(name: str, data: st.DataObject) -> None:
    """The one input is what the text says in the notice's unit, and all others are as they were."""
    inputs = INPUTS[name]
    before = by_path(inputs)
    paths = [*before, *before, *HOSTILE]
    path = data.draw(st.sampled_from(paths))
    text = data.draw(st.sampled_from(VALUES) | st.sampled_from(VALUES[:7]) | st.text(max_size=5))
    try:
        found = changed(inputs, [f"{path}={text}"])
    except InvalidInput as error:
        event("refused")
        for fault in error.faults:
            check_line(visible(fault))
        return
    event("made")
    after = by_path(found)
    own = after.pop(path)
    assert {other: value for other, value in before.items() if other != path} == after
    if path == "weights":
        weights = [*map(Fraction, text.split(","))]
        assert [one / sum(weights) for one in weights] == [Fraction(one, sum(own)) for one in own]
    else:
        in_thousands = name == "fy1995" and path != "fiscal_year"
        assert Fraction(text) * (1_000 if in_thousands else 1) == own


EVERY = [*FILES, *ANNOUNCEMENTS]


@given(
    damaged=damaged_lines(EVERY) | damaged_bytes(EVERY),
    command=st.sampled_from(
        [*COMMANDS, "tables --form html", "tables --form csv", "explain imports"]
    ),
    as_json=st.booleans(),
)
def test_damaged_files_end_in_one_of_three_ways(
    folder: Path, damaged: Damaged, command: str, *, as_json: bool
) -> None:
    """Whatever a file holds, a command computes from it, or says line by line what is wrong."""
    path = folder / "damaged.toml"
    path.write_bytes(damaged.content)
    name, *options = command.split()
    arguments = [name, str(path), *options, *["fy1995"] * (name == "compare")]
    if as_json and "--form" not in options:
        arguments.append("--json")
    ended = run(arguments)
    check(ended, arguments)
    if name in {"reproduce", "verify"} and ended.code != 2:
        assert bool(allotments.verify(allotments.load(path))) == (ended.code == 0)
