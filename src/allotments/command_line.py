"""The command line: ``allotments``, or ``python -m allotments``.

Exit codes: 0 for success, 1 where a printed figure is contradicted, 2 for input that is refused:
then every fault is one line on standard error, and nothing is on standard output. 2 also where
standard output takes nothing; a reader that has seen enough, such as ``head``, is no fault.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, Literal, NoReturn, TextIO

from pydantic import with_config
from typing_extensions import TypedDict  # pydantic reads no other before Python 3.12

from allotments import __version__, act1990, tables
from allotments.comparison import compare
from allotments.core.errors import InvalidInput, did_you_mean
from allotments.core.exact import shown
from allotments.display.json_records import PLAIN, as_json
from allotments.display.text_and_html import visible
from allotments.explanations import ExplanationData, explain
from allotments.notices import Notice, bundled, load
from allotments.verification import VerificationData, verify

_NEGATIVE = re.compile(r"-[0-9.]")  # how a value begins that argparse would take for an option
_EXPLICIT = "ignored explicit argument "  # as argparse says it of `--json=1`
_COLUMNS = 100  # of the help, at most
_EXPECTED = {
    "NOTICE": "a bundled name ({names}) or the path of a notice file",
    "COMMAND": "one of: {commands}",
    "--weights": "three numbers, such as 1,1,2",
    "--table": f"one of: {', '.join(tables.NAMES)}",
    "--form": "one of: {forms}",
    "--spelling": f"one of: {', '.join(tables.SPELLINGS)}",
}
_EPILOG = """\
NOTICE is {NOTICE}.

examples:
  allotments reproduce fy1995
  allotments verify ./mine.toml
  allotments tables fy1995 --table states --form markdown
  allotments explain fy1995 sectors.beet
  allotments compare fy1995 --weights 1,1,1

exit codes: 0 success; 1 a printed figure is contradicted; 2 the input is refused, one line a fault.
"""


@with_config(PLAIN)
class ReproductionData(TypedDict):
    """A notice recomputed: its figures with their formulas, its tables, and its verification."""

    format: Literal[1]
    """The version of this format."""
    document: str
    """The notice's own name, such as `FR Doc. 94-25622`."""
    fiscal_year: int
    """Of the notice."""
    explanation: ExplanationData
    """Every computed figure, in the order of the notice; as `explain` gives it."""
    tables: tables.TablesData
    """The tables, recomputed; as `tables` gives them."""
    verification: VerificationData
    """Every printed figure with its checks; as `verify` gives it."""


class _Parser(argparse.ArgumentParser):
    """An argument parser that refuses with one line for each fault, and says what it expected."""

    def __init__(self, **options: Any) -> None:
        super().__init__(formatter_class=_formatter, allow_abbrev=False, **options)

    def error(self, message: str) -> NoReturn:
        what, _, names = message.partition(": ")
        if what == "the following arguments are required":
            faults = [f"missing {name}, expected {_expected(name)}" for name in names.split(", ")]
        elif names == "expected one argument":
            option = what.removeprefix("argument ")
            faults = [f"{option}: missing value, expected {_expected(option)}"]
        elif names.startswith(_EXPLICIT):
            option, found = what.removeprefix("argument "), names.removeprefix(_EXPLICIT)
            faults = [f"{option}: found {found}, expected nothing after it"]
        else:
            faults = [message]
        raise InvalidInput(f"{fault} (see {self.prog} --help)" for fault in faults)

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        if action.choices is not None and value not in action.choices:
            name = "/".join(action.option_strings) or str(action.metavar)
            raise InvalidInput([_unknown(name, value, list(action.choices))])


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line with *arguments*, by default those of the process; return its exit code.

    >>> main(["explain", "fy1995", "imports"])  # doctest: +ELLIPSIS
    imports: estimated imports
      (9,247 (consumption) + 1,278 (reasonable carryover stocks)) - (7,890 (production) + 1,386
        (carry-in stocks)) = 1,249
    ...
    0
    """
    try:
        options = _options(arguments)
        text, contradicted = options.run(options)
        encoding = (sys.stdout and sys.stdout.encoding) or "utf-8"
        _write(_encodable(f"{text}\n", encoding), sys.stdout, "standard output")
    except InvalidInput as error:
        lines = "".join(f"allotments: {visible(fault)}\n" for fault in error.faults)
        with suppress(InvalidInput):  # of a closed standard error there is no one left to tell
            _write(lines, sys.stderr, "standard error")
        return 2
    return int(contradicted)


def _write(text: str, stream: TextIO | None, name: str) -> None:
    """Write all of *text*, or nothing more where the reader has seen enough.

    Raises
    ------
    InvalidInput
        If the stream is closed, or takes nothing.
    """
    expected = "expected one that takes what is printed"
    if stream is None:  # as `>&-` in a shell leaves it
        raise InvalidInput([f"{name}: found it closed, {expected}"])
    try:
        stream.write(text)
        stream.flush()
    except OSError as error:
        # What is still in the buffer goes nowhere, else Python would try again at its end.
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
        if not isinstance(error, BrokenPipeError):
            reason = (error.strerror or str(error)).lower()
            raise InvalidInput([f"{name}: {reason}, {expected}"]) from None


def _encodable(text: str, encoding: str) -> str:
    r"""Return *text*; where *encoding* lacks a character, all that are not ASCII as JSON escapes.

    >>> _encodable("Añasco", "ascii"), _encodable("Añasco", "utf-8")
    ('A\\u00f1asco', 'Añasco')
    """
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return "".join(char if char.isascii() else json.dumps(char)[1:-1] for char in text)
    return text


def _formatter(prog: str) -> argparse.HelpFormatter:
    columns = min(_COLUMNS, shutil.get_terminal_size().columns) - 2
    return argparse.RawDescriptionHelpFormatter(prog, width=columns, max_help_position=26)


def _expected(name: str) -> str:
    expected = _EXPECTED.get(name, "a value")
    return expected.format(
        names=", ".join(bundled()), commands=", ".join(_COMMANDS), forms=", ".join(_FORMS)
    )


def _unknown(name: str, found: object, known: Sequence[str]) -> str:
    return f"{name}: found {shown(found)}, {did_you_mean(found, known)}"


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = _Parser(
        prog="allotments",
        description="US sugar marketing allotments, as the Agricultural Adjustment Act prescribes "
        "them:\nrecomputed, checked against print, explained and compared.",
        epilog=_EPILOG.format(NOTICE=_expected("NOTICE")),
    )
    parser.add_argument("--version", action="version", version=f"allotments {__version__}")
    commands = parser.add_subparsers(
        title="commands", metavar="COMMAND", required=True, dest="command"
    )
    for name, (run, summary, add_arguments) in _COMMANDS.items():
        added = commands.add_parser(name, help=summary, description=summary)
        added.add_argument("notice", metavar="NOTICE", help=_expected("NOTICE"))
        add_arguments(added)
        added.add_argument("--json", action="store_true", help="print the same as JSON")
        added.set_defaults(run=run, parser=added)
    given = _joined(sys.argv[1:] if arguments is None else arguments)
    first = given[0] if given else ""
    if first.startswith("-") and first.partition("=")[0] not in ("--", "-", *_known(parser)):
        fault = f"found {shown(first)} before the command, expected options after it"
        raise InvalidInput([f"arguments: {fault}, as in: allotments verify fy1995 --json"])
    options, unknown = parser.parse_known_args(given)
    if unknown:
        known = _known(options.parser)
        raise InvalidInput(
            _unknown("arguments", one, known)
            if one.startswith("-")
            else f"arguments: found {shown(one)}, expected no more of them"
            for one in unknown
        )
    return options


def _joined(arguments: Sequence[str]) -> list[str]:
    """Return *arguments*, an option and the negative number after it made one of two.

    >>> _joined(["compare", "fy1995", "--weights", "-1,1,1"])
    ['compare', 'fy1995', '--weights=-1,1,1']
    """
    joined: list[str] = []
    for one in arguments:
        before = joined[-1] if joined else ""
        if (
            before.startswith("--")
            and before != "--"
            and "=" not in before
            and _NEGATIVE.match(one)
        ):
            joined[-1] = f"{before}={one}"
        else:
            joined.append(one)
    return joined


def _known(parser: argparse.ArgumentParser) -> list[str]:
    return [name for action in parser._actions for name in action.option_strings]  # noqa: SLF001 -- argparse lists its options nowhere else


def _no_more(parser: argparse.ArgumentParser) -> None:
    del parser


def _add_weights(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--weights",
        metavar="W,W,W",
        help="other weights of past marketings, processing capacity, and ability to market: "
        "relative numbers, such as 1,1,2",
    )


def _add_tables(parser: argparse.ArgumentParser) -> None:
    _add_weights(parser)
    parser.add_argument(
        "--table", choices=tables.NAMES, metavar="NAME", help=_expected("--table") + "; else all"
    )
    parser.add_argument(
        "--form", choices=_FORMS, metavar="FORM", help=_expected("--form") + "; else text"
    )
    parser.add_argument(
        "--spelling",
        choices=tables.SPELLINGS,
        metavar="WORD",
        help="in the text of the estimates, which the notice prints twice: carryover, or, as in "
        "item 1, carry-over; else both among all tables",
    )


def _add_explain(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "figure",
        metavar="FIGURE",
        nargs="?",
        help="its path, such as sectors.beet or states.Florida; else every computed figure",
    )
    _add_weights(parser)


def _add_compare(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "other", metavar="OTHER", nargs="?", help="another notice; else the same, with --weights"
    )
    _add_weights(parser)


def _determination(notice: Notice, weights: str | None) -> act1990.Determination:
    inputs = notice.inputs
    if weights is not None:
        try:
            inputs = inputs.replace(weights=weights.split(","))
        except InvalidInput as error:
            raise InvalidInput(f"--{fault}" for fault in error.faults) from None
    return act1990.determine(inputs)


def _reproduce(options: argparse.Namespace) -> tuple[str, bool]:
    notice = load(options.notice)
    determination, report = act1990.determine(notice.inputs), verify(notice)
    if options.json:
        data: ReproductionData = {
            "format": 1,
            "document": notice.source.document,
            "fiscal_year": notice.fiscal_year,
            "explanation": explain(determination, notice=notice).data(),
            "tables": tables.data(determination),
            "verification": report.data(),
        }
        return as_json(data), not report
    document = f"{visible(notice.source.document)}, fiscal year {notice.fiscal_year}"
    parts = (
        f"{visible(notice.source.title)}\n{document}",
        tables.federal_register(determination),
        determination.headline(),
        report,
    )
    return "\n\n".join(map(str, parts)), not report


def _verify(options: argparse.Namespace) -> tuple[str, bool]:
    report = verify(load(options.notice))
    return report.to_json() if options.json else str(report), not report


def _tables(options: argparse.Namespace) -> tuple[str, bool]:
    form = options.form or "text"
    if options.json and options.form:
        raise InvalidInput([f"--form: found {shown(form)} and --json, expected one of the two"])
    if options.spelling and (options.json or form != "text"):
        fault = f"found {shown(options.spelling)} beside another form, expected the text form alone"
        raise InvalidInput([f"--spelling: {fault}"])
    if options.spelling and options.table not in (None, "estimates"):
        fault = f"found {shown(options.spelling)} beside --table {options.table}"
        raise InvalidInput([f"--spelling: {fault}, expected it for the estimates alone"])
    determination = _determination(load(options.notice), options.weights)
    if options.spelling:
        text = tables.federal_register(determination, options.table, carryover=options.spelling)
        return text, False
    rendered = (tables.json if options.json else _FORMS[form])(determination, options.table)
    return rendered.removesuffix("\n"), False


def _explain(options: argparse.Namespace) -> tuple[str, bool]:
    notice = load(options.notice)
    explanation = explain(_determination(notice, options.weights), options.figure, notice=notice)
    return explanation.to_json() if options.json else str(explanation), False


def _compare(options: argparse.Namespace) -> tuple[str, bool]:
    if options.other is None and options.weights is None:
        raise InvalidInput(["missing OTHER or --weights, expected something to compare with"])
    notice = load(options.notice)
    other = notice if options.other is None else load(options.other)
    comparison = compare(act1990.determine(notice.inputs), _determination(other, options.weights))
    return comparison.to_json() if options.json else str(comparison), False


_Run = Callable[[argparse.Namespace], tuple[str, bool]]
_Add = Callable[[argparse.ArgumentParser], None]

_FORMS: dict[str, Callable[[act1990.Determination, str | None], str]] = {
    "text": tables.federal_register,
    "markdown": tables.markdown,
    "html": tables.html,
    "csv": tables.csv,
}
_COMMANDS: dict[str, tuple[_Run, str, _Add]] = {
    "reproduce": (
        _reproduce,
        "Recompute a notice; print its tables, as it printed them, and the verification.",
        _no_more,
    ),
    "verify": (
        _verify,
        "Hold every printed figure against what it can be computed from.",
        _no_more,
    ),
    "tables": (
        _tables,
        "Print the notice's tables, recomputed, character for character.",
        _add_tables,
    ),
    "explain": (
        _explain,
        "Show where a figure comes from, down to the printed inputs.",
        _add_explain,
    ),
    "compare": (
        _compare,
        "Show what changes between two determinations, who gains and who loses.",
        _add_compare,
    ),
}
