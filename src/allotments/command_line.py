"""The command line: ``allotments``, or ``python -m allotments``.

Exit codes: 0 for success, 1 where a printed figure is contradicted, 2 for input that is refused:
then every fault is one line on standard error, and nothing is on standard output. 2 also where
standard output takes nothing; a reader that has seen enough, such as ``head``, is not a fault.
130, and nothing is said, if it is interrupted.
"""

from __future__ import annotations

import argparse
import errno
import json
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from re import Match, fullmatch
from re import sub as replaced
from textwrap import fill
from typing import Any, Literal, NoReturn, TextIO

from pydantic import with_config
from typing_extensions import TypedDict  # pydantic reads no other before Python 3.12

from allotments import __version__, tables, wasde, what_ifs
from allotments.comparison import compare
from allotments.core.errors import InvalidInput
from allotments.determination import determine
from allotments.display.json_records import PLAIN, as_json
from allotments.display.text_and_html import COLUMNS, visible
from allotments.explanations import ExplanationData, explain
from allotments.notices import Notice, bundled, load
from allotments.program_history import history
from allotments.projection import project
from allotments.verification import Verification, VerificationData, verify, verify_corpus

_MOST = 100  # columns of the help
_FEWEST = 40  # columns of anything
_INTERRUPTED = 130  # as shells have it: 128 and the number of the signal
_EPILOG = """\
NOTICE is the path of a notice file, or a bundled name:
{names}

examples:
  allotments reproduce fy1995
  allotments verify ./mine.toml --all
  allotments verify --corpus
  allotments tables fy1995 --table states --form markdown
  allotments explain fy1995 sectors.beet
  allotments compare fy1995 --weights 1,1,1
  allotments compare fy1995 --set estimates.consumption=9200
  allotments history
  allotments project 2027 --consumption 12441
  allotments project 2027 --wasde oce-wasde-report-data-2026-08.csv

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
    """An argument parser that refuses as the library does, and says where help is."""

    def error(self, message: str) -> NoReturn:
        raise InvalidInput([f"{message} (see {self.prog} --help)"])

    def _print_message(self, message: str, file: Any = None) -> None:
        del file  # only help and the version are printed, as everything else is
        _print(message)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line with *arguments*, by default those of the process; return its exit code.

    >>> main(["explain", "fy1995", "imports"])  # doctest: +ELLIPSIS
    imports: estimated imports
      (9,247 (consumption) + 1,278 (reasonable carryover stocks)) - (7,890 (production) + 1,386
        (carry-in stocks)) = 1,249
    ...
    0
    """
    width = COLUMNS.set(_columns())
    try:
        options = _parser().parse_args(arguments)
        text, contradicted = options.run(options)
        _print(f"{text}\n")
    except InvalidInput as error:
        lines = "".join(f"allotments: {visible(fault)}\n" for fault in error.faults)
        with suppress(InvalidInput):  # of a closed standard error there is no one left to tell
            _write(lines, sys.stderr, "standard error")
        return 2
    except KeyboardInterrupt:
        return _INTERRUPTED
    finally:
        COLUMNS.reset(width)
    return int(contradicted)


def _columns() -> int:
    """Return how wide what is printed may be: `COLUMNS`, the terminal's, or what a file gets."""
    terminal = sys.stdout is not None and sys.stdout.isatty()
    if not terminal and not os.environ.get("COLUMNS", ""):
        return COLUMNS.get()
    return max(shutil.get_terminal_size((COLUMNS.get(), 24)).columns, _FEWEST)


def _print(text: str) -> None:
    encoding = (sys.stdout and sys.stdout.encoding) or "utf-8"
    _write(_encodable(text, encoding), sys.stdout, "standard output")


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
        with Path(os.devnull).open("wb") as nowhere, suppress(OSError, ValueError):
            os.dup2(nowhere.fileno(), stream.fileno())
        # Windows says EINVAL of a pipe that is closed.
        if not isinstance(error, BrokenPipeError) and error.errno != errno.EINVAL:
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
    columns = min(_MOST, shutil.get_terminal_size().columns) - 2
    return argparse.RawDescriptionHelpFormatter(prog, width=columns, max_help_position=26)


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="allotments",
        description="US sugar marketing allotments, as the Agricultural Adjustment Act prescribes "
        "them:\nrecomputed, checked against print, explained and compared.",
        epilog=_EPILOG.format(names=fill(", ".join(bundled()), _MOST - 2)),
        formatter_class=_formatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"allotments {__version__}")
    parser.set_defaults(run=lambda _: (parser.format_help().rstrip(), False))
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")

    def command(
        run: _Run, summary: str, *, notice: bool = True, nargs: Literal["?"] | None = None
    ) -> argparse.ArgumentParser:
        added = commands.add_parser(
            run.__name__.removeprefix("_"),
            help=summary,
            description=summary,
            formatter_class=_formatter,
            allow_abbrev=False,
        )
        added.set_defaults(run=run)
        if notice:
            added.add_argument(
                "notice",
                metavar="NOTICE",
                nargs=nargs,
                help="a bundled name, such as fy2012, or the path of a notice file",
            )
        added.add_argument("--json", action="store_true", help="print the same as JSON")
        return added

    reproduced = command(_reproduce, "Recompute a notice: its verification, its tables.")
    held = "Hold every printed figure against what it can be computed from."
    verified = command(_verify, held, nargs="?")
    verified.add_argument(
        "--corpus", action="store_true", help="every bundled notice instead, a line each"
    )
    for each in (reproduced, verified):
        each.add_argument(
            "--all",
            action="store_true",
            help="show every printed figure, not only what does not come out as printed",
        )
    tabled = command(_tables, "Print the notice's tables, recomputed, character for character.")
    tabled.add_argument("--table", metavar="NAME", help="one of them alone, such as states")
    tabled.add_argument("--form", choices=_FORMS, help="instead of the Federal Register's")
    tabled.add_argument(
        "--wording",
        metavar="WORD",
        help="of a text that the notice prints in several, such as "
        "carryover or carry-over; else all of them",
    )
    explained = command(_explain, "Show where a figure comes from, down to the printed inputs.")
    explained.add_argument(
        "figure",
        metavar="FIGURE",
        nargs="?",
        help="its path, such as sectors.beet or states.Florida; else every computed figure",
    )
    compared = command(_compare, "Show who gains and who loses between two determinations.")
    compared.add_argument(
        "other", metavar="OTHER", nargs="?", help="another notice; else the same, with --set"
    )
    told = command(_history, "Show the main figures of every bundled notice.", notice=False)
    told.add_argument("--csv", action="store_true", help="print every figure as CSV")
    projected = command(
        _project,
        "Project the initial determination to come: what earlier ones allow it to print.",
        notice=False,
    )
    projected.add_argument("year", metavar="YEAR", type=int, help="the fiscal year, such as 2027")
    for option, help_ in _PROJECTED.items():
        projected.add_argument(option, metavar="TST", help=help_)
    projected.add_argument(
        "--wasde",
        metavar="FILE",
        help="read the consumption from the department's consolidated file of a WASDE report, of "
        "several the last; or from a bundled report by its month, such as 2026-08",
    )
    projected.add_argument(
        "--learned-from",
        metavar="NOTICE",
        action="append",
        help="an initial determination to learn shares from; may stand more than once; by default "
        "all bundled ones of earlier years",
    )
    for each in (tabled, explained, compared):
        each.add_argument(
            "--set",
            metavar="PATH=VALUE",
            action="append",
            default=[],
            help="another value of an input, in the notice's unit, such as "
            "estimates.consumption=9200; may stand more than once",
        )
        each.add_argument(
            "--weights",
            metavar="W,W,W",
            dest="set",
            action="append",
            type="weights={}".format,
            help="short for --set weights=W,W,W: relative weights, such as 1,1,2",
        )
    return parser


def _determination(notice: Notice, settings: Sequence[str]) -> Any:
    inputs = _inputs(notice)
    return determine(_named("--set ", lambda: what_ifs.changed(inputs, settings)))


def _inputs(notice: Notice) -> Any:
    return _named(f"{notice.source.document}: ", lambda: notice.inputs)


def _named(option: str, result: Callable[[], Any]) -> Any:
    """Return a result; where input is refused, say which option it came by, and what to type."""

    def typed(hint: Match[str]) -> str:
        return f"write {hint[1].replace('_', '')}"

    try:
        return result()
    except InvalidInput as error:
        faults = [replaced(r"write ([0-9_]+) \* TST", typed, fault) for fault in error.faults]
        raise InvalidInput(f"{option}{fault}" for fault in faults) from None


def _reproduce(options: argparse.Namespace) -> tuple[str, bool]:
    notice = load(options.notice)
    determination, report = determine(_inputs(notice)), verify(notice)
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
    parts: Iterable[object] = (
        visible(notice.source.title),
        report.summary(every=options.all),
        determination.headline(),
        tables.federal_register(determination),
    )
    return "\n\n".join(map(str, parts)), not report


def _verify(options: argparse.Namespace) -> tuple[str, bool]:
    if options.corpus is (options.notice is not None):
        said = "found NOTICE and --corpus, or neither, expected one of the two"
        raise InvalidInput([f"{said} (see allotments verify --help)"])
    if options.corpus:
        corpus = verify_corpus()
        return corpus.to_json() if options.json else str(corpus), not corpus
    report: Verification = verify(load(options.notice))
    return report.to_json() if options.json else report.summary(every=options.all), not report


def _tables(options: argparse.Namespace) -> tuple[str, bool]:
    form = "JSON" if options.json else options.form or "text"
    if options.json and options.form:
        raise InvalidInput([f"--form: found {options.form} and --json, expected one of the two"])
    if options.wording and form != "text":
        raise InvalidInput([f"--wording: found it beside {form}, expected the form text"])
    determination = _determination(load(options.notice), options.set)
    given = {"wording": options.wording} if options.wording else {}
    render = tables.json if options.json else _FORMS[form]
    text: str = _named("--", lambda: render(determination, options.table, **given))
    return text.removesuffix("\n"), False


def _explain(options: argparse.Namespace) -> tuple[str, bool]:
    notice = load(options.notice)
    determined = _determination(notice, options.set) if options.set else notice
    same_year = determined.fiscal_year == notice.fiscal_year
    explanation = explain(determined, options.figure, notice=notice if same_year else None)
    return explanation.to_json() if options.json else str(explanation), False


def _compare(options: argparse.Namespace) -> tuple[str, bool]:
    if options.other is None and not options.set:
        raise InvalidInput(["missing OTHER or --set, expected something to compare with"])
    notice = load(options.notice)
    other = notice if options.other is None else load(options.other)
    comparison = compare(determine(_inputs(notice)), _determination(other, options.set))
    return comparison.to_json() if options.json else str(comparison), False


def _history(options: argparse.Namespace) -> tuple[str, bool]:
    if options.json and options.csv:
        raise InvalidInput(["--csv: found it beside --json, expected one of the two"])
    found = history()
    text = found.to_json() if options.json else found.to_csv() if options.csv else str(found)
    return text.removesuffix("\n"), False


def _project(options: argparse.Namespace) -> tuple[str, bool]:
    given = {name: getattr(options, name[2:]) for name in (*_PROJECTED, "--wasde")}
    found = [name for name, text in given.items() if text is not None]
    if not found:
        raise InvalidInput([f"missing one of {', '.join(given)}, expected what the quantity is of"])
    if found == ["--consumption", "--wasde"]:
        raise InvalidInput(["--wasde: found it beside --consumption, expected one of the two"])
    consumption, quantity = (_tons(name, given[name]) for name in _PROJECTED)
    projection = _named(
        "",
        lambda: project(
            options.year,
            consumption=_report(given["--wasde"]) if given["--wasde"] else consumption,
            overall_allotment_quantity=quantity,
            learned_from=options.learned_from,
        ),
    )
    return projection.to_json() if options.json else str(projection), False


def _tons(option: str, text: str | None) -> int | None:
    try:
        return None if text is None else what_ifs.whole_number(text, "TST")
    except ValueError as error:
        raise InvalidInput([f"{option}: {error} (thousand short tons)"]) from None


def _report(text: str) -> wasde.Report:
    """Return a bundled report by its month, or the last one in a file."""
    if fullmatch(r"\d{4}-\d\d", text):
        report: wasde.Report = _named("--wasde ", lambda: wasde.report(text))
        return report
    reports = wasde.read(text)
    return reports[max(reports)]


_Run = Callable[[argparse.Namespace], tuple[str, bool]]

_PROJECTED = {
    "--consumption": "the estimated consumption, in thousand short tons, such as 12441",
    "--quantity": "the overall allotment quantity, in thousand short tons; by default the minimum",
}

_FORMS: dict[str, Callable[..., str]] = {
    "text": tables.federal_register,
    "markdown": tables.markdown,
    "html": tables.html,
    "latex": tables.latex,
    "csv": tables.csv,
}
