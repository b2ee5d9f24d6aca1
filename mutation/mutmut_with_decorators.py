"""mutmut's mutants, of functions too that have one decorator known to be harmless.

mutmut leaves every decorated function out, because a decorator may do anything. With those named
here its own way is sound: the decorator stays on the function that chooses among the mutants, and
is taken off the copies.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from contextlib import redirect_stdout
from typing import Any

import libcst as cst
import libcst.matchers as m
from mutmut import __main__ as mutmut
from mutmut.configuration import config
from mutmut.mutation import file_mutation
from mutmut.utils import file_utils

KEPT = m.Name("staticmethod") | m.Name("classmethod")  # mutmut's own
TAKEN_OFF = m.Name("checked") | m.Name("property") | m.Name("cached_property")
CHECKED = m.FunctionDef(decorators=[m.Decorator(m.Name("checked"))])  # fills in the defaults itself


def mutmut_runs(function: cst.FunctionDef) -> bool:
    """Return whether mutmut makes mutants of *function* itself."""
    names = [decorator.decorator for decorator in function.decorators]
    return not names or (len(names) == 1 and m.matches(names[0], KEPT | TAKEN_OFF))


def make_mutants(modules: Iterable[str], processes: int) -> None:
    """Copy the project to where mutmut works, the *modules* with their mutants in them."""
    visitor: Any = file_mutation.MutationVisitor
    skip: Callable[[Any, cst.CSTNode], bool] = visitor._skip_node_and_children  # noqa: SLF001
    arrange: Callable[..., Any] = file_mutation.function_trampoline_arrangement

    def skip_less(self: Any, node: cst.CSTNode) -> bool:
        if isinstance(node, cst.FunctionDef) and node.decorators and mutmut_runs(node):
            return False
        function = self.get_metadata(file_mutation.OuterFunctionProvider, node, None)
        if isinstance(node, cst.Parameters) and m.matches(function, CHECKED):
            return True
        return skip(self, node)

    def arrange_bare(function: cst.FunctionDef, mutants: Any, class_name: str | None) -> Any:
        declared, nodes, assigned, names = arrange(function, mutants, class_name=class_name)
        chooser, *copies = nodes
        if function.decorators and m.matches(function.decorators[0].decorator, TAKEN_OFF):
            copies = [copy.with_changes(decorators=[]) for copy in copies]
        return declared, [chooser, *copies], assigned, names

    visitor._skip_node_and_children = skip_less  # noqa: SLF001
    file_mutation.function_trampoline_arrangement = arrange_bare
    config().only_mutate = [f"src/allotments/{one.replace('.', '/')}.py" for one in modules]
    with redirect_stdout(io.StringIO()):
        file_utils.copy_src_dir()
        file_utils.copy_also_copy_files()
        mutmut.create_mutants(processes)
