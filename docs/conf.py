"""How the documentation becomes one static site, for Sphinx: ``nox -s docs``.

The source folder is the repository's root, so that a link in a Markdown file leads to the same
place here and where the repository is read. Nothing is fetched, neither by the build nor by a page.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import MISSING, Field, fields, is_dataclass
from html import escape
from importlib import import_module
from importlib.metadata import version as version_of
from inspect import isclass
from pathlib import Path
from pydoc import locate
from shutil import rmtree
from typing import Any

from docutils import nodes
from pydantic import BaseModel
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.errors import ExtensionError
from sphinx.ext.napoleon import Config
from sphinx.ext.napoleon.docstring import NumpyDocstring
from sphinx.pycode import ModuleAnalyzer
from sphinx.util.logging import getLogger
from sphinx.util.typing import stringify_annotation

import allotments

project = "allotments"
author = "The allotments maintainers"
project_copyright = author
version = release = version_of("allotments")

# --- what is read ---------------------------------------------------------------------------------

extensions = ["myst_nb", "sphinx.ext.autodoc", "matplotlib.sphinxext.plot_directive"]
root_doc = "docs/index"
include_patterns = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs/**", "examples/*.ipynb"]
exclude_patterns = ["docs/_static"]
default_role = "code"
myst_heading_anchors = 3
myst_links_external_new_tab = False
nb_execution_mode = "off"  # of notebooks: their outputs are kept, and checked by `nox -s notebooks`
nb_execution_in_temp = True  # pages that say so run; what they write is gone afterwards
nb_execution_raise_on_error = True
plot_formats = [("png", 144)]
plot_html_show_formats = plot_html_show_source_link = False
plot_rcparams = {"figure.figsize": (6.4, 4)}
plot_apply_rcparams = True

autodoc_default_options = {"members": True}
autodoc_member_order = "bysource"
autodoc_type_aliases = {
    **{name: name for name in ("Numeric", "Recipients", "Number")},
    **{name: name for name in ("Signed", "NotNegative", "Positive", "Ratio", "PositiveRatio")},
    **{name: name for name in ("EachNotNegative", "SomeNotNegative", "OneOrEach", "EachOfStates")},
    **{name: name for name in ("FiveYears", "ThreeYears", "OneTruth", "OneOrEachTruth")},
    "Array": "~numpy.ndarray",
}
python_maximum_signature_line_length = 80

# Every name must lead somewhere, but for those of other projects: the build fetches nothing.
nitpick_ignore_regex = [
    (r"py:.*", r"(collections|datetime|decimal|fractions|pathlib|typing)\..*"),  # Python
    (r"py:.*", r"(hypothesis|matplotlib|numpy|pydantic)\..*"),  # what the package stands on
    (r"py:class", r"ArrayLike|Axes|Decimal|Fraction"),  # the same where types are not imported
    (r"py:class", r"allotments\.rounding\.Key"),  # a type variable: whatever names a row
    (r"py:class", r"allotments\.figures\.figure\.(Key|Rule)"),  # what figures are made with
    (r"py:attr", r"unit"),  # of a step of an explanation, among its attributes
    (r"py:class", r"allotments\..*\.(Model|NationalCriteria|Premises)"),  # described by Inputs
]

# --- what it looks like ---------------------------------------------------------------------------

templates_path = ["_templates"]
html_theme = "furo"
html_title = "allotments"
html_static_path = ["_static"]
html_css_files = ["allotments.css"]
html_sourcelink_suffix = ""  # a notebook is there under its own name


# --- how docstrings are rendered ------------------------------------------------------------------

PUBLIC_MODULES = [
    "allotments",
    *(f"allotments.{name}" for name in ("act1990", "act1990.plots", "act2002", "invariants")),
    *(f"allotments.{name}" for name in ("plots", "rounding", "scenarios", "shares")),
    *(f"allotments.{name}" for name in ("strategies", "tables", "wasde")),
]
NUMPYDOC: Any = Config(
    napoleon_custom_sections=[
        "Returns",  # said in a sentence
        *((name, "params_style") for name in ("Parameters", "Attributes", "Raises")),
    ]
)


def as_restructured_text(
    app: Sphinx, what: Any, name: str, documented: Any, options: Any, lines: list[str]
) -> None:
    """Make reStructuredText of a numpydoc docstring, for autodoc."""
    if what == "data":
        lines[:] = docstring_of(name, documented)
    if what in {"attribute", "data", "property"}:
        return  # what stands before a colon there is no type
    if isclass(documented) and issubclass(documented, BaseModel):
        lines[:] = with_described_fields(documented, lines)
    lines[:] = NumpyDocstring(lines, NUMPYDOC, app, what, name, documented, options).lines()


def docstring_of(name: str, documented: Any) -> list[str]:
    """Return the docstring of a constant, from the module that defines it."""
    key = ("", name.rpartition(".")[2])
    for path, module in sorted(sys.modules.items()):
        if path.startswith("allotments") and getattr(module, key[1], None) is documented:
            found = ModuleAnalyzer.for_module(path).find_attr_docs().get(key)
            if found:
                return found
    raise ExtensionError(f"{name}: has no docstring")


def with_described_fields(model: type[BaseModel], lines: list[str]) -> list[str]:
    """Return a docstring with the fields, too, whose description stands in the model."""
    described = [
        line
        for name, field in model.model_fields.items()
        if field.description and not any(line.startswith(f"{name} :") for line in lines)
        for line in (f"{name} : {short(field.annotation)}", f"    {field.description}")
    ]
    if not described:
        return lines
    heading = ["Attributes", "----------"]
    start = lines.index(heading[0]) if heading[0] in lines else len(lines)
    return [*lines[:start], *heading, *lines[start + 2 :], *described]


def short(annotation: Any) -> str:
    """Return a type without the modules that it is defined in."""
    return re.sub(r"\b(?:\w+\.)+", "", stringify_annotation(annotation))


def as_signature(
    _app: Sphinx, what: str, _name: str, documented: Any, _options: Any, *shown: str | None
) -> tuple[str | None, ...] | None:
    """Return the signature of a class without types, and types with the names of kinds of number.

    What a class takes, and of which type, stands in its attributes.
    """
    if what == "class" and (defaults := defaults_of(documented)) is not None:
        taken = (n if v is ... else f"{n}={shown_default(v)}" for n, v in defaults.items())
        return f"({', '.join(taken)})", None
    return tuple(text and readable(text) for text in shown)


def readable(signature: str) -> str:
    """Return a signature with the names of aliases as they are, and long numbers in groups."""
    named = re.sub(r"TypeAliasForwardRef\('([^']*)'\)", r"\1", signature)
    named = re.sub(r"[\w.~]*Annotated\[[^\]]*\bYears\([^)]*\)\]", "Years", named)
    return re.sub(r"\b\d{5,}\b", lambda number: f"{int(number[0]):_}", named)


def defaults_of(documented: type) -> dict[str, Any] | None:
    """Return the fields of a model, dataclass or named tuple; an ellipsis for no default."""
    if issubclass(documented, BaseModel):
        return {
            name: ... if field.is_required() else field.get_default(call_default_factory=True)
            for name, field in documented.model_fields.items()
        }
    if is_dataclass(documented):
        return {f.name: default_of(f) for f in fields(documented) if f.init}
    names = getattr(documented, "_fields", None)
    return None if names is None else dict.fromkeys(names, ...)


def shown_default(value: Any) -> str:
    """Return a default as one writes it."""
    return f"{type(value).__name__}()" if isinstance(value, BaseModel) else repr(value)


def default_of(field: Field[Any]) -> Any:
    """Return the default of a dataclass's field."""
    if field.default_factory is not MISSING:
        return field.default_factory()
    return ... if field.default is MISSING else field.default


def leave_out(_app: Sphinx, _what: str, name: str, *_: Any) -> bool | None:
    """Leave out what pydantic needs of a model."""
    return True if name.startswith("model_") else None


# --- where names lead -----------------------------------------------------------------------------

PREFIXES = {  # what a bare name in code means on a page
    "README": "allotments.",
    "docs/act-map": "allotments.act1990.",
    "docs/act-2002-map": "allotments.act2002.",
    "docs/invariants": "allotments.invariants.",
    "docs/property-testing": "allotments.strategies.",
}


def documented_elsewhere(
    app: Sphinx, env: BuildEnvironment, node: pending_xref, content: nodes.TextElement
) -> nodes.reference | None:
    """Return a reference to where a class is documented, if it is not where it is defined."""
    name = node.get("reftarget", "")
    found = locate(name) if name.startswith("allotments.") else None
    target = documented_classes(env).get(found) if isclass(found) else None
    if target is None:
        return None
    python = env.domains.python_domain
    return python.resolve_xref(env, node["refdoc"], app.builder, "obj", target, node, content)


def documented_classes(env: BuildEnvironment) -> dict[Any, str]:
    """Return classes with their names in the reference: annotations know where they are defined."""
    objects = env.domains.python_domain.objects
    return {found: name for name in objects if isclass(found := locate(name))}


def link_code(app: Sphinx, doctree: nodes.document, page: str) -> None:
    """Let a name in code lead to its reference, and a long one in a table break at its joints."""
    known = app.env.domains.python_domain.objects
    for literal in list(doctree.findall(nodes.literal)):
        if isinstance(literal.parent, nodes.reference | nodes.title):
            continue
        text = literal.astext()
        in_table = any(isinstance(at, nodes.entry) for at in ancestors(literal))
        shown: nodes.Element = breakable(text) if in_table else literal.deepcopy()
        name = text.partition("(")[0]
        for target in (name, PREFIXES.get(page, " ") + name):
            if target.startswith("allotments.") and target in known:
                uri = app.builder.get_relative_uri(page, known[target].docname)
                anchor = f"{uri}#{known[target].node_id}"
                shown = nodes.reference("", "", shown, internal=True, refuri=anchor)
        literal.replace_self(shown)


def ancestors(node: nodes.Node) -> Iterator[nodes.Node]:
    """Yield what a node stands in, from the inside out."""
    while (node := node.parent) is not None:
        yield node


def breakable(text: str) -> nodes.raw:
    """Return code as HTML that may break after a dot, a colon or an underscore."""
    joined = re.sub(r"([.:_]+)", r"\1<wbr>", escape(text))
    return nodes.raw("", f'<code class="docutils literal">{joined}</code>', format="html")


# --- the pages as a whole -------------------------------------------------------------------------


def offer_notebook(
    _app: Sphinx, page: str, _template: str, context: dict[str, Any], _doctree: Any
) -> None:
    """Let a notebook be downloaded from its page."""
    if (source := context.get("sourcename", "")).endswith(".ipynb"):
        uri = f"{'../' * page.count('/')}_sources/{source}"
        context["body"] = (
            f'<p><a href="{uri}" download>Download this notebook</a></p>{context["body"]}'
        )


def draw_anew(app: Sphinx) -> None:
    """Forget the plots of earlier builds, which would stay when the package changes."""
    rmtree(Path(app.doctreedir).parent / "plot_directive", ignore_errors=True)


def write_history(app: Sphinx, exception: Exception | None) -> None:
    """Write the file that the page of the history offers."""
    if not exception:
        Path(app.outdir, "history.csv").write_text(allotments.history().to_csv(), encoding="utf-8")


def index_page(app: Sphinx) -> Iterator[tuple[str, dict[str, str], str]]:
    """Yield the page that a folder opens with: it leads to the first one."""
    yield "index", {"first": app.builder.get_relative_uri("index", root_doc)}, "index.html"


def refuse_gaps(_app: Sphinx, env: BuildEnvironment) -> None:
    """Warn of a public name that no page of the reference has come to hold, under any name."""
    objects, classes = env.domains.python_domain.objects, documented_classes(env)
    for path in PUBLIC_MODULES:
        for name in import_module(path).__all__:
            target = f"{path}.{name}"
            if target not in objects and not any(locate(target) is one for one in classes):
                getLogger(__name__).warning("%s.%s is not in the reference", path, name)


def refuse_assets_from_elsewhere(app: Sphinx, exception: Exception | None) -> None:
    """Raise an error if a page would fetch anything: the site is read without a network."""
    fetched = re.compile(r'<(?:script|link|img)\b[^>]*\b(?:src|href)="(?:https?:)?//[^"]*')
    for page in [] if exception else Path(app.outdir).rglob("*.html"):
        if found := fetched.search(page.read_text(encoding="utf-8")):
            raise ExtensionError(f"{page}: fetches {found[0]}")


def setup(app: Sphinx) -> None:
    """Connect what stands above."""
    app.connect("builder-inited", draw_anew)
    app.connect("autodoc-process-docstring", as_restructured_text)
    app.connect("autodoc-process-signature", as_signature)
    app.connect("autodoc-skip-member", leave_out)
    app.connect("missing-reference", documented_elsewhere)
    app.connect("doctree-resolved", link_code)
    app.connect("html-page-context", offer_notebook)
    app.connect("html-collect-pages", index_page)
    app.connect("env-check-consistency", refuse_gaps)
    app.connect("build-finished", write_history)
    app.connect("build-finished", refuse_assets_from_elsewhere)
