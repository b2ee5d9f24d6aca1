"""The command line: what it prints, where, and with which exit code."""

from __future__ import annotations

import errno
import io
import json
import os
import re
import runpy
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

import allotments
from allotments import act1990, tables
from allotments.command_line import _write, main
from allotments.core.errors import InvalidInput

ROOT = Path(__file__).parents[1]
FILE = ROOT / "data" / "fy1995.toml"
NOTICE = allotments.load("fy1995")
FY1995 = act1990.determine(NOTICE.inputs)
COMMANDS = ("reproduce", "verify", "tables", "explain", "compare")
EVERY = (
    "reproduce fy2025",
    "verify fy1995 --all",
    "verify --corpus",
    "tables fy2025 --form html",
    "explain fy2025 --json",
    "compare fy1995 fy2025",
    "history",
    "history --csv",
    "project 2027 --wasde 2026-08",
)


def damaged(tmp_path: Path, old: str, new: str) -> str:
    """The path of a copy of the notice's file with one thing changed."""
    text = FILE.read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "damaged.toml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return str(path)


def run(
    *arguments: str, stdout: int = subprocess.PIPE, **environment: str
) -> subprocess.CompletedProcess[bytes]:
    """Run it as a user does, in a process of its own."""
    source = str(Path(allotments.__file__).parents[1])
    return subprocess.run(  # noqa: S603 -- nothing but this very program
        [sys.executable, "-W", "error", "-m", "allotments", *arguments],
        stdout=stdout,
        stderr=subprocess.PIPE,
        check=False,
        env={**os.environ, "PYTHONPATH": source, **environment},
    )


def test_reproduce_prints_title_verification_headline_and_tables(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert 0 == main(["reproduce", "fy1995"])
    printed, errors = capsys.readouterr()
    expected = (
        "Sugar and Crystalline Fructose Marketing Allotments",
        allotments.verify(NOTICE).summary(),
        FY1995.headline(),
        tables.federal_register(FY1995),
    )
    assert "\n\n".join(expected) + "\n" == printed
    assert "" == errors


def test_the_bare_command_prints_its_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert 0 == main([])
    bare, errors = capsys.readouterr()
    with pytest.raises(SystemExit):
        main(["--help"])
    assert (capsys.readouterr().out, "") == (bare, errors)


def test_verify_prints_the_answer_first(capsys: pytest.CaptureFixture[str]) -> None:
    """Totals and counts; then what does not come out as printed; with ``--all`` every figure."""
    assert 0 == main(["verify", str(FILE)])
    lines = capsys.readouterr().out.splitlines()
    assert "Verification of FR Doc. 94-25622, fiscal year 1995" == lines[0]
    assert allotments.verify(NOTICE).closing == lines[2:5]
    assert [
        *("Item 7, State cane sugar allotments", "  total.states"),
        *("Item 7, beet processors", "  total.processors.beet"),
    ] == [re.split(r"(?<=\w)  ", line)[0] for line in lines[8:]]
    assert 0 == main(["verify", str(FILE), "--all"])
    every = capsys.readouterr().out
    assert allotments.verify(NOTICE).closing == every.splitlines()[2:5]
    assert str(allotments.verify(NOTICE)).split("\n\n")[1] in every


def test_verify_goes_through_the_whole_corpus(capsys: pytest.CaptureFixture[str]) -> None:
    assert 0 == main(["verify", "--corpus"])
    assert " printed figures: 0 contradicted, " in capsys.readouterr().out
    assert 0 == main(["verify", "--corpus", "--json"])
    assert allotments.bundled() == list(json.loads(capsys.readouterr().out)["notices"])
    assert 2 == main(["verify", "--corpus", "fy1995"])
    assert "expected one of the two" in capsys.readouterr().err


def test_verify_shows_contradictions_before_what_is_within_rounding(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = damaged(tmp_path, "overall_allotment_quantity = 7889", "overall_allotment_quantity=7888")
    assert 1 == main(["verify", path])
    said = capsys.readouterr().out
    assert 0 < said.index("! overall_allotment_quantity") < said.index("  total.states")


def test_any_input_can_be_set(capsys: pytest.CaptureFixture[str]) -> None:
    """In the notice's unit; a name may have points in it; several at once."""
    settings = [
        "estimates.consumption=9200",
        "criteria.beet.past_marketings=3430.5",
        "weights=1,1,1",
    ]
    options = [word for setting in settings for word in ("--set", setting)]
    assert 0 == main(["tables", "fy1995", "--table", "allocations", *options])
    changed = NOTICE.inputs.replace(
        estimates={"consumption": 9_200_000},
        criteria={"beet": {"past_marketings": 3_430_500}},
        weights=(1, 1, 1),
    )
    expected = tables.federal_register(act1990.determine(changed), "allocations")
    assert f"{expected}\n" == capsys.readouterr().out
    name = "recorded.processors.Florida.U.S. Sugar Corp"
    assert 0 == main(["explain", "fy1995", name[9:], "--set", f"{name}=1.5"])
    assert "\n  1.5\n" in capsys.readouterr().out
    assert 0 == main(["explain", "fy1995", "imports", "--set", "fiscal_year=1996"])
    assert "1,249" in capsys.readouterr().out


@pytest.mark.parametrize("command", ["reproduce", "verify"])
@pytest.mark.parametrize("form", [[], ["--json"]])
def test_a_contradiction_exits_1(
    command: str, form: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A misprint, or rows that do not foot, is a finding, not wrong input."""
    path = damaged(tmp_path, "overall_allotment_quantity = 7889", "overall_allotment_quantity=7888")
    assert 1 == main([command, path, *form])
    printed, errors = capsys.readouterr()
    assert "contradicted" in printed
    assert "" == errors


@pytest.mark.parametrize("command", ["tables", "explain"])
def test_other_commands_do_not_judge(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = damaged(tmp_path, "overall_allotment_quantity = 7889", "overall_allotment_quantity=7888")
    assert 0 == main([command, path])
    assert "" == capsys.readouterr().err


def test_tables_prints_the_five_tables_of_the_notice(capsys: pytest.CaptureFixture[str]) -> None:
    assert 0 == main(["tables", "fy1995"])
    printed = capsys.readouterr().out
    assert f"{tables.federal_register(FY1995)}\n" == printed
    assert (1, 1) == (printed.count("(carryover)"), printed.count("(carry-over)"))


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (["--table", "states"], tables.federal_register(FY1995, "states")),
        (["--form", "text", "--table", "states"], tables.federal_register(FY1995, "states")),
        (["--form", "markdown"], tables.markdown(FY1995)),
        (["--form", "html", "--table", "estimates"], tables.html(FY1995, "estimates")),
        (["--form", "latex"], tables.latex(FY1995)),
        (["--form", "csv"], tables.csv(FY1995).removesuffix("\n")),
        (["--json", "--table", "states"], tables.json(FY1995, "states")),
        (["--wording", "carry-over"], tables.federal_register(FY1995, wording="carry-over")),
        (
            ["--wording", "carry-over", "--table", "estimates"],
            tables.federal_register(FY1995, "estimates", wording="carry-over"),
        ),
        (
            ["--weights", "1,1,1", "--table", "allocations"],
            tables.federal_register(
                act1990.determine(NOTICE.inputs.replace(weights=(1, 1, 1))), "allocations"
            ),
        ),
    ],
)
def test_tables_in_every_form(
    options: list[str], expected: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert 0 == main(["tables", "fy1995", *options])
    assert (f"{expected}\n", "") == capsys.readouterr()


def test_explain_a_figure_or_the_chain(capsys: pytest.CaptureFixture[str]) -> None:
    assert 0 == main(["explain", "fy1995", "sectors.beet"])
    expected = allotments.explain(FY1995, "sectors.beet", notice=NOTICE)
    assert f"{expected}\n" == capsys.readouterr().out
    assert 0 == main(["explain", "fy1995"])
    assert f"{allotments.explain(FY1995, notice=NOTICE)}\n" == capsys.readouterr().out
    assert 0 == main(["explain", "fy1995", "weights.past_marketings", "--weights", "1,1,1"])
    assert "exactly 1/3" in capsys.readouterr().out


def test_compare_with_other_weights_or_another_notice(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    equal = act1990.determine(NOTICE.inputs.replace(weights=(1, 1, 1)))
    assert 0 == main(["compare", "fy1995", "--weights", "1/3,1/3,1/3"])
    assert f"{allotments.compare(FY1995, equal)}\n" == capsys.readouterr().out
    other = damaged(tmp_path, "consumption = 9247", "consumption = 9248")
    assert 0 == main(["compare", "fy1995", other])
    assert "Of the second: No allotments are required" in capsys.readouterr().out
    assert 0 == main(["compare", other, "fy1995"])
    assert "Of the first: No allotments are required" in capsys.readouterr().out
    assert 0 == main(["compare", "fy1995", str(FILE), "--weights", "1,1,1"])
    assert f"{allotments.compare(FY1995, equal)}\n" == capsys.readouterr().out
    assert 0 == main(["compare", "fy1995", "fy1995"])
    assert "Nothing differs." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("schema", "arguments"),
    [
        ("reproduction", ["reproduce", "fy1995"]),
        ("verification", ["verify", "fy1995"]),
        ("tables", ["tables", "fy1995"]),
        ("explanation", ["explain", "fy1995", "sectors.cane"]),
        ("comparison", ["compare", "fy1995", "--weights", "1,1,1"]),
    ],
)
def test_json_holds_to_the_published_schema(
    schema: str, arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert 0 == main([*arguments, "--json"])
    data = json.loads(capsys.readouterr().out)
    published = (ROOT / "docs" / f"{schema}.schema.json").read_text(encoding="utf-8")
    jsonschema.validate(data, json.loads(published))
    assert 1 == data["format"]


def test_the_json_of_reproduce_holds_what_the_other_commands_give(
    capsys: pytest.CaptureFixture[str],
) -> None:
    main(["reproduce", "fy1995", "--json"])
    data = json.loads(capsys.readouterr().out)
    for part, command in (
        ("verification", "verify"),
        ("tables", "tables"),
        ("explanation", "explain"),
    ):
        main([command, "fy1995", "--json"])
        assert json.loads(capsys.readouterr().out) == data[part]


@pytest.mark.parametrize(
    ("expected", "arguments"),
    [
        (
            (
                "table: found 'state', expected one of 'estimates', 'percentage_factors', "
                "'states', 'allocations'; did you mean 'states'?"
            ),
            ["tables", "fy1995", "--table", "state"],
        ),
        (
            "wording: found 'x', expected one of 'carryover', 'carry-over'",
            ["tables", "fy1995", "--wording", "x"],
        ),
        (
            "wording: found 'carryover', expected none for this table",
            ["tables", "fy1995", "--wording", "carryover", "--table", "states"],
        ),
        (
            "wording: found it beside csv, expected the form text",
            ["tables", "fy1995", "--wording", "carryover", "--form", "csv"],
        ),
        (
            "form: found csv and --json, expected one of the two",
            ["tables", "fy1995", "--form", "csv", "--json"],
        ),
        (
            "missing OTHER or --set, expected something to compare with",
            ["compare", "fy1995"],
        ),
        (
            "set weights: found -1, expected a number not below 0",
            ["compare", "fy1995", "--weights=-1,1,1"],
        ),
        (
            (
                "set 'estimates.consumpton': no such input; did you mean "
                "'estimates.consumption' or 'estimates.carry_in_stocks' or "
                "'estimates.production'?"
            ),
            ["compare", "fy1995", "--set", "estimates.consumpton=9200"],
        ),
        (
            (
                "set 'xyzzy': no such input; expected one that begins so: fiscal_year, "
                "estimates, criteria, weights, overall_allotment_quantity, state_criteria, "
                "processor_criteria, recorded"
            ),
            ["explain", "fy1995", "--set", "xyzzy"],
        ),
        (
            "set estimates.consumption: found '9,200', expected a number of TST",
            ["explain", "fy1995", "--set", "estimates.consumption=9,200"],
        ),
        (
            "set estimates.consumption: found 9200.0001 TST, expected a whole number of short tons",
            ["explain", "fy1995", "--set", "estimates.consumption=9200.0001"],
        ),
        (
            (
                "sectors.beat: no such figure; did you mean 'sectors.beet' or 'sectors.cane' or "
                "'bases.beet'?"
            ),
            ["explain", "fy1995", "sectors.beat"],
        ),
        (
            (
                "fy1994: no notice of this name is bundled (a file of your own goes by its path, "
                "such as ./fy1994.toml); did you mean 'fy1995'?"
            ),
            ["verify", "fy1994"],
        ),
        (
            (
                "notice: found an empty name, expected a bundled name, such as fy2012, or the path "
                "of a notice file"
            ),
            ["verify", ""],
        ),
        (
            "./no.toml: no such file or directory, expected a notice file",
            ["tables", "./no.toml"],
        ),
    ],
)
def test_wrong_arguments_are_refused_in_one_line(
    expected: str, arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert 2 == main(arguments)
    printed, errors = capsys.readouterr()
    assert "" == printed
    assert errors.removeprefix("allotments: ").lstrip("-") == f"{expected.removeprefix('./')}\n"


@pytest.mark.parametrize(
    ("named", "arguments"),
    [
        ("'verfy'", ["verfy", "fy1995"]),
        ("NOTICE", ["verify"]),
        ("--jsn", ["verify", "fy1995", "--jsn"]),
        ("more", ["verify", "fy1995", "more"]),
        ("--weights", ["compare", "fy1995", "--weights"]),
        ("'yes'", ["verify", "fy1995", "--json=yes"]),
        ("'xml'", ["tables", "fy1995", "--form", "xml"]),
    ],
)
def test_what_argparse_refuses_is_one_line_that_names_it(
    named: str, arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert 2 == main(arguments)
    printed, errors = capsys.readouterr()
    assert ("", 1) == (printed, len(errors.splitlines()))
    assert named in errors
    assert errors.startswith("allotments: ")
    assert errors.endswith(" --help)\n")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_refuses_a_file_with_a_line_for_each_fault(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """File, place in it, what was found, what was expected: all faults at once."""
    text = FILE.read_text(encoding="utf-8")
    path = tmp_path / "mine.toml"
    text = text.replace("production = 7890\n", "production = -1\n", 1)
    path.write_text(text.replace("carry_in_stocks", "carry_in_stock", 1), encoding="utf-8")
    assert 2 == main([command, str(path), *["--weights=1,1,1"] * (command == "compare")])
    printed, errors = capsys.readouterr()
    assert "" == printed
    lines = errors.splitlines()
    assert 2 == len(lines)
    assert all(line.startswith(f"allotments: {path}: printed[9]") for line in lines)
    assert "did you mean 'carry_in_stocks'?" in errors
    assert "found -1" in errors


@pytest.mark.parametrize(
    ("expected", "content"),
    [
        ("found an empty file", b""),
        ("expected UTF-8", b"\xff"),
        ("not TOML", b"x"),
        ("missing, expected a value", b"format = 1"),
    ],
)
def test_what_is_no_notice_is_refused(
    expected: str, content: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "mine.toml"
    path.write_bytes(content)
    assert 2 == main(["verify", str(path)])
    printed, errors = capsys.readouterr()
    assert "" == printed
    assert expected in errors
    assert all(line.startswith(f"allotments: {path}: ") for line in errors.splitlines())


def test_the_other_notice_of_a_comparison_is_refused_too(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert 2 == main(["compare", "fy1995", "fy1990"])
    assert ("", True) == (
        (found := capsys.readouterr()).out,
        found.err.startswith("allotments: fy1990: no notice of this name"),
    )


def test_a_hostile_path_does_not_reach_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    """Escape sequences and line feeds in an argument come out as text, in one line."""
    assert 2 == main(["verify", "./a\x1b[2J\nb"])
    assert "allotments: 'a\\x1b[2J\\nb': no such file or directory, expected a notice file\n" == (
        capsys.readouterr().err
    )


def test_a_hostile_title_does_not_reach_the_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = damaged(tmp_path, 'title = "', 'title = "\\u001b[2J\\n')
    assert 2 == main(["reproduce", path])
    assert ("", True, False) == (
        (found := capsys.readouterr()).out,
        found.err.startswith(f"allotments: {path}: source.title: found "),
        "\x1b" in found.err,
    )


@pytest.mark.parametrize("arguments", [["--help"], *[[command, "--help"] for command in COMMANDS]])
def test_help_reads_well_in_a_narrow_and_a_wide_terminal(
    arguments: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for columns in ("100", "300"):
        monkeypatch.setenv("COLUMNS", columns)
        with pytest.raises(SystemExit) as caught:
            main(arguments)
        assert 0 == caught.value.code
        printed, errors = capsys.readouterr()
        assert "" == errors
        assert max(map(len, printed.splitlines())) <= 100
        one = "a bundled name, such as fy2012, or the path of a notice file"
        every = f"the path of a notice file, or a bundled name: {', '.join(allotments.bundled())}"
        expected = every if arguments == ["--help"] else one
        assert expected in " ".join(printed.split())


@pytest.mark.parametrize("arguments", [["explain"], ["compare", "--weights", "1,1,1"]])
def test_text_is_as_wide_as_the_terminal(
    arguments: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As COLUMNS says; a file, and every result of the library, keeps within 100."""
    command, *options = arguments
    widest = {}
    for columns in ("60", "", "200"):
        monkeypatch.setenv("COLUMNS", columns)
        assert 0 == main([command, "fy1995", *options])
        widest[columns] = max(map(len, capsys.readouterr().out.splitlines()))
    assert widest["60"] < widest[""] <= 100
    assert widest["200"] >= widest[""]


def test_the_help_lists_commands_examples_and_exit_codes(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    printed = capsys.readouterr().out
    for command in COMMANDS:
        assert f"    {command}" in printed
        assert f"\n  allotments {command} " in printed
    assert "exit codes: 0 success; 1 a printed figure is contradicted; 2 the input" in printed


@pytest.mark.parametrize(
    "example",
    [
        "reproduce fy1995",
        "tables fy1995 --table states --form markdown",
        "explain fy1995 sectors.beet",
        "compare fy1995 --weights 1,1,1",
        "compare fy1995 --set estimates.consumption=9200",
    ],
)
def test_the_examples_of_the_help_work(example: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    assert f"  allotments {example}\n" in capsys.readouterr().out
    assert 0 == main(example.split())


def test_the_version_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["--version"])
    assert (0, f"allotments {allotments.__version__}\n") == (
        caught.value.code,
        capsys.readouterr().out,
    )


def test_every_command_is_among_those_tried(capsys: pytest.CaptureFixture[str]) -> None:
    main(["?"])
    choices = capsys.readouterr().err.partition("choose from")[2].partition(")")[0]
    assert set(re.findall(r"\w+", choices)) == {line.split()[0] for line in EVERY}


@pytest.mark.parametrize("command", EVERY)
def test_a_reader_that_has_seen_enough_is_left_in_peace(
    command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in ``allotments verify fy1995 | head -1``: the pipe is closed before all is written."""
    reading, writing = os.pipe()
    os.close(reading)
    with open(writing, "w", encoding="utf-8") as closed:  # noqa: PTH123 -- a descriptor, no path
        monkeypatch.setattr(sys, "stdout", closed)
        assert 0 == main(command.split())
        closed.write("what comes later goes nowhere, and breaks nothing")


def test_a_closed_standard_output_is_said_on_standard_error(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """As after ``>&-`` in a shell; fuzzing found a traceback and exit code 1."""
    monkeypatch.setattr(sys, "stdout", None)
    assert 2 == main(["verify", "fy1995"])
    line = "allotments: standard output: found it closed, expected one that takes what is printed\n"
    assert line == capsys.readouterr().err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only some systems have a full device")
def test_a_full_disk_is_said_on_standard_error(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """As the closed one; and Python does not try to write the rest again at its end."""
    line = "standard output: no space left on device, expected one that takes what is printed\n"
    for arguments in (EVERY[-1].split(), ["--help"], ["verify", "--help"], ["--version"]):
        with open("/dev/full", "w", encoding="utf-8") as full:  # noqa: PTH123 -- a device
            monkeypatch.setattr(sys, "stdout", full)
            assert 2 == main(arguments)
        assert f"allotments: {line}" == capsys.readouterr().err


@pytest.mark.parametrize(("number", "code"), [(errno.EINVAL, 0), (errno.EPIPE, 0), (errno.EIO, 2)])
def test_a_reader_that_has_seen_enough_is_no_fault(
    number: int, code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows says "invalid argument" of a closed pipe; a stream may have no number of a file."""

    class Stream(io.StringIO):
        def flush(self) -> None:
            raise OSError(number, os.strerror(number))

    monkeypatch.setattr(sys, "stdout", Stream())
    assert code == main(["verify", "fy1995"])


def test_a_stream_is_called_by_its_name() -> None:
    """Whichever of the two it is that takes nothing."""
    for name in ("standard output", "standard error"):
        with pytest.raises(InvalidInput, match=f"{name}: found it closed, expected one that takes"):
            _write("all", None, name)


def test_an_interrupt_leaves_no_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Ctrl-C while it computes; 130 is what shells say of it."""

    def interrupted() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("allotments.command_line.verify_corpus", interrupted)
    assert 130 == main(["verify", "--corpus"])
    assert ("", "") == capsys.readouterr()


def test_with_nobody_left_to_tell_the_exit_code_says_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """As after ``2>&-``."""
    monkeypatch.setattr(sys, "stderr", None)
    assert 2 == main(["verify", "fy1996"])


@pytest.mark.parametrize("command", EVERY)
def test_every_command_prints_to_every_terminal(
    command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """That of Windows has no UTF-8; and its lines end otherwise."""
    printed = {}
    for encoding in ("utf-8", "cp1252", "ascii"):
        terminal = io.TextIOWrapper(io.BytesIO(), encoding=encoding, newline="\r\n")
        monkeypatch.setattr(sys, "stdout", terminal)
        assert 0 == main(command.split())
        printed[encoding] = terminal.buffer.getvalue().decode(encoding)
    plain = printed["utf-8"].isascii()
    assert plain == (printed["utf-8"] == printed["ascii"])
    assert all(text.count("\r\n") == text.count("\n") for text in printed.values())


@pytest.mark.parametrize(("encoding", "expected"), [("ascii", "A\\u00f1asco"), ("utf-8", "Añasco")])
def test_a_terminal_without_accents_gets_escapes(
    encoding: str, expected: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In text as in JSON, where they are JSON's own."""
    path = damaged(tmp_path, "Coloso =", '"Añasco" =')
    for form in ([], ["--json"]):
        terminal = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
        monkeypatch.setattr(sys, "stdout", terminal)
        assert 0 == main(["tables", path, *form])
        text = terminal.buffer.getvalue().decode(encoding)
        assert expected in text
        if form:
            assert "Añasco" in {figure["row"] for figure in json.loads(text)["figures"]}


def test_the_module_runs_the_command_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["allotments", "tables", "fy1995", "--table", "states"])
    with pytest.raises(SystemExit) as caught:
        runpy.run_module("allotments", run_name="__main__")
    assert 0 == caught.value.code
    assert f"{tables.federal_register(FY1995, 'states')}\n" == capsys.readouterr().out


def test_python_m_allotments_in_an_ascii_terminal(tmp_path: Path) -> None:
    path = damaged(tmp_path, "Coloso =", '"Añasco 砂糖" =')
    found = run("reproduce", path, PYTHONIOENCODING="ascii")
    assert (0, b"") == (found.returncode, found.stderr)
    assert rb"  A\u00f1asco \u7802\u7cd6..." in found.stdout


def test_a_notice_is_read_in_any_folder(tmp_path: Path) -> None:
    """As a home on Windows may be called; with that system's line ends and mark."""
    folder = tmp_path / "Zucker und Añasco (2) 砂糖 'x'"
    folder.mkdir()
    path = folder / "my notice.toml"
    lines = FILE.read_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    path.write_bytes(b"\xef\xbb\xbf" + lines)
    found = run("verify", str(path), PYTHONIOENCODING="cp1252", PYTHONUTF8="0", LC_ALL="C")
    assert (0, b"") == (found.returncode, found.stderr)
    assert found.stdout.decode("cp1252").split() == f"{allotments.verify(NOTICE).summary()}".split()


def test_python_m_allotments_refuses_without_a_traceback() -> None:
    found = run("verify", "añasco.toml", PYTHONIOENCODING="ascii")
    assert (2, b"") == (found.returncode, found.stdout)
    assert b"allotments: a\\xf1asco.toml: no such file or directory, expected a notice file" == (
        found.stderr.strip()
    )


def test_python_m_allotments_says_nothing_to_a_closed_pipe() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        found = run("tables", "fy1995", stdout=writing)
    finally:
        os.close(writing)
    assert (0, b"") == (found.returncode, found.stderr)
