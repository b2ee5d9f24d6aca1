r"""Tables in LaTeX that needs no package: ``tabular`` with plain rules."""

from __future__ import annotations

from collections.abc import Sequence

from allotments.display.result import Shown
from allotments.display.text_and_html import visible

_ESCAPES = str.maketrans(
    {
        **{char: f"\\{char}" for char in "&%$#_{}"},
        **{char: f"{{{char}}}" for char in "[]*"},  # behind \\ these would be part of it
        "\\": r"\textbackslash{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        "<": r"\textless{}",
        ">": r"\textgreater{}",
        "|": r"\textbar{}",
    }
)


def latex_text(text: object) -> str:
    r"""Return *text* so that LaTeX sets it as it is, on one line and without commands.

    >>> print(latex_text("55.2% & {Roig}"))
    55.2\% \& \{Roig\}
    """
    return visible(text).translate(_ESCAPES)


def latex_table(shown: Shown) -> str:
    r"""Return a table in LaTeX, with its caption above and notes below.

    Blanks that lead a cell become its indent; a rule stands over the figures of a total.

    >>> print(latex_table(Shown("Allotments", ["", "TST"], [["Florida", "1,687.380"]], "<>")))
    \begin{table}
    \caption{Allotments}
    \begin{tabular}{lr}
    \hline
     & TST \\
    \hline
    Florida & 1,687.380 \\
    \hline
    \end{tabular}
    \end{table}
    """
    size = len(shown.headers)
    lines = []
    for at, row in enumerate(shown.rows):
        if at in shown.totals:
            lines.append(rf"\cline{{2-{size}}}")
        if len(row) == 1:
            lines.append(rf"\multicolumn{{{size}}}{{l}}{{{_cell(row[0])}}} \\")
        else:
            lines.append(_row(row))
    align = (shown.align or "<" * size).translate({ord("<"): "l", ord(">"): "r"})
    below = [f"\n{latex_text(note)}" for note in (*shown.answers, *shown.notes)]
    return "\n".join(
        [
            r"\begin{table}",
            rf"\caption{{{latex_text(shown.caption)}}}",
            rf"\begin{{tabular}}{{{align}}}",
            r"\hline",
            _row(shown.headers),
            r"\hline",
            *lines,
            r"\hline",
            r"\end{tabular}",
            *below,
            r"\end{table}",
        ]
    )


def _row(cells: Sequence[object]) -> str:
    return rf"{' & '.join(map(_cell, cells))} \\"


def _cell(cell: object) -> str:
    text = str(cell)
    indent = r"\quad " if text.startswith(" ") and text.strip() else ""
    return indent + latex_text(text.strip())
