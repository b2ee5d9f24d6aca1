"""The command line: ``allotments``, or ``python -m allotments``.

Exit codes: 0 for success, 1 where a printed figure is contradicted, 2 for input that is refused:
then every fault is one line on standard error.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

from allotments import __version__, act1990, tables
from allotments.comparison import compare
from allotments.errors import InvalidInput, did_you_mean
from allotments.explanations import explain
from allotments.notices import Notice, bundled, load
from allotments.verification import verify

__all__ = ["main"]

FORMS = {
    "text": tables.federal_register,
    "markdown": tables.markdown,
    "html": tables.html,
    "csv": tables.csv,
}


class _Parser(argparse.ArgumentParser):
    """An argument parser that refuses in one line."""

    def error(self, message: str) -> NoReturn:
        raise InvalidInput([f"{message} (see {self.prog} --help)"])


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line with *arguments*, by default those of the process; return its exit code.

    >>> main(["explain", "fy1995", "imports"])  # doctest: +ELLIPSIS
    imports: estimated imports (sec. 359b(a)(1)(C); Estimates, table)
      (9,247 (consumption) + 1,278 (reasonable carryover stocks)) - (7,890 (production) + 1,386
        (carry-in stocks)) = 1,249
    ...
    0
    """
    try:
        options = _parser().parse_args(arguments)
        text, code = options.run(options)
    except InvalidInput as error:
        for fault in error.faults:
            sys.stderr.write(f"allotments: {fault}\n")
        return 2
    try:
        sys.stdout.write(f"{text}\n")
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader, such as `head`, has seen enough; nothing more can be said to it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return int(code)


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="allotments",
        description="US sugar marketing allotments, as the Agricultural Adjustment Act prescribes.",
        epilog=f"NOTICE is a bundled name ({', '.join(bundled())}) or the path of a notice file.",
    )
    parser.add_argument("--version", action="version", version=f"allotments {__version__}")
    commands = parser.add_subparsers(metavar="COMMAND", required=True, dest="command")

    def command(name: str, run: object, summary: str, *, weights: bool = False) -> _Parser:
        added: _Parser = commands.add_parser(name, help=summary, description=summary)
        added.add_argument("notice", metavar="NOTICE", help="a bundled name or the path of a file")
        added.add_argument("--json", action="store_true", help="the same as data")
        if weights:
            added.add_argument(
                "--weights",
                metavar="W,W,W",
                help="other weights: past marketings, processing capacity, ability to market",
            )
        added.set_defaults(run=run)
        return added

    command("reproduce", _reproduce, "Recompute a notice, print its tables and the verification.")
    command("verify", _verify, "Hold every printed figure against what it can be computed from.")
    added = command("tables", _tables, "Print the notice's tables, recomputed.", weights=True)
    added.add_argument("--table", metavar="NAME", help=f"one of: {', '.join(tables.NAMES)}")
    added.add_argument("--form", default="text", metavar="FORM", help=f"one of: {', '.join(FORMS)}")
    added = command("explain", _explain, "Show where a figure comes from.", weights=True)
    added.add_argument("figure", metavar="FIGURE", nargs="?", help="its path, such as sectors.beet")
    added = command("compare", _compare, "Show what changes and who gains or loses.", weights=True)
    added.add_argument("other", metavar="OTHER", nargs="?", help="another notice")
    return parser


def _determination(notice: Notice, options: argparse.Namespace) -> act1990.Determination:
    inputs = notice.inputs
    if options.weights is not None:
        try:
            inputs = inputs.replace(weights=options.weights.split(","))
        except InvalidInput as error:
            raise InvalidInput(f"--{fault}" for fault in error.faults) from None
    return act1990.determine(inputs)


def _reproduce(options: argparse.Namespace) -> tuple[str, bool]:
    notice = load(options.notice)
    determination, report = act1990.determine(notice.inputs), verify(notice)
    if options.json:
        data = {
            "format": 1,
            "figures": explain(determination, notice=notice).records(),
            "tables": tables.records(determination),
            "verification": json.loads(report.to_json()),
        }
        return json.dumps(data, indent=2, ensure_ascii=False, default=str), not report
    title = f"{notice.source.title}\n{notice.source.document}, fiscal year {notice.fiscal_year}"
    printed = tables.federal_register(determination)
    return f"{title}\n\n{printed}\n\n{determination.headline()}\n\n{report}", not report


def _verify(options: argparse.Namespace) -> tuple[str, bool]:
    report = verify(load(options.notice))
    return report.to_json() if options.json else str(report), not report


def _tables(options: argparse.Namespace) -> tuple[str, bool]:
    determination = _determination(load(options.notice), options)
    for option, known in (("table", tables.NAMES), ("form", FORMS)):
        given = getattr(options, option)
        if given is not None and given not in known:
            raise InvalidInput([f"--{option}: found {given!r}; {did_you_mean(given, known)}"])
    if options.json:
        records = tables.records(determination, options.table)
        return json.dumps(records, indent=2, ensure_ascii=False, default=str), False
    return FORMS[options.form](determination, options.table), False


def _explain(options: argparse.Namespace) -> tuple[str, bool]:
    notice = load(options.notice)
    explanation = explain(_determination(notice, options), options.figure, notice=notice)
    return explanation.to_json() if options.json else str(explanation), False


def _compare(options: argparse.Namespace) -> tuple[str, bool]:
    notice = load(options.notice)
    if options.other is None and options.weights is None:
        raise InvalidInput(["compare: nothing to compare with, expected OTHER or --weights"])
    other = notice if options.other is None else load(options.other)
    comparison = compare(act1990.determine(notice.inputs), _determination(other, options))
    return comparison.to_json() if options.json else str(comparison), False
