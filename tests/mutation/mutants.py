"""Mutants of a module: its syntax tree with one small change in what it decides.

Mutated in turn are

- each comparison, to its neighbour (``≥`` to ``>``, ``<`` to ``≤``, ``=`` to ``≠``);
- each whole number and policy setting that is compared, reckoned with or is a limit of
  ``min`` and ``max``: one more;
- each operand of ``&``, ``|``, ``and`` and ``or``, each ``&=`` and ``|=``, and each ``~`` and
  ``not``: dropped;
- each rule, limit, fit part and constraint, in the lists named in ``LISTS``: dropped;
- each limit of the rows of a constraint and each capacity of a limit: one more and one less;
- each bound of a column that is set by itself: dropped.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent

NEIGHBOUR: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.GtE: ast.Gt,
    ast.Gt: ast.GtE,
    ast.LtE: ast.Lt,
    ast.Lt: ast.LtE,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
LIMITING = {"max", "min", "maximum", "minimum"}
LISTS = {"RULES", "PARTS", "every", "broken", "blocks"}
SET_BOUNDS = {"lower", "upper", "integer"}

Change = Callable[[ast.AST], ast.AST | None]


@dataclass(frozen=True)
class Mutant:
    """One change: ``name`` says where and what, ``site`` and ``way`` which it is."""

    module: str
    source: str
    name: str
    line: int
    site: int
    way: int

    @property
    def place(self) -> str:
        """File and line."""
        return f"{path_of(self.module).relative_to(ROOT)}:{self.line}"

    def tree(self) -> ast.Module:
        """Return the module with the change."""
        tree = ast.parse(self.source)
        _Apply(self.site, self.way).visit(tree)
        return ast.fix_missing_locations(tree)

    def code(self) -> object:
        """Return the compiled module with the change."""
        return compile(self.tree(), str(path_of(self.module)), "exec")


def path_of(module: str) -> Path:
    return ROOT / f"{module.replace('.', '/')}.py"


def mutants(module: str, source: str | None = None) -> list[Mutant]:
    """Return every mutant of a module, in the order of its text."""
    text = path_of(module).read_text("utf-8") if source is None else source
    found = _Find(module, text)
    found.visit(ast.parse(text))
    return found.mutants


class _Walk(ast.NodeTransformer):
    """Visits the nodes of a module in order, with what encloses each."""

    def __init__(self) -> None:
        self.above: list[ast.AST] = []
        self.number = -1

    def visit(self, node: ast.AST) -> ast.AST | None:
        if _is_type(node, self.above):
            return node
        self.number += 1
        at = self.number
        changes = ways(node, self.above)
        self.above.append(node)
        visited = super().generic_visit(node)
        self.above.pop()
        return self.meet(at, visited, changes)

    def meet(self, at: int, node: ast.AST, changes: list[tuple[str, Change]]) -> ast.AST | None:
        raise NotImplementedError


class _Find(_Walk):
    def __init__(self, module: str, source: str) -> None:
        super().__init__()
        self.module, self.source = module, source
        self.mutants: list[Mutant] = []

    def meet(self, at: int, node: ast.AST, changes: list[tuple[str, Change]]) -> ast.AST:
        inside = [n.name for n in self.above if isinstance(n, (ast.FunctionDef, ast.ClassDef))]
        where = ".".join([self.module, *inside])
        for way, (what, _) in enumerate(changes):
            name = f"{where}: {what}"
            self.mutants.append(Mutant(self.module, self.source, name, node.lineno, at, way))
        return node


class _Apply(_Walk):
    def __init__(self, site: int, way: int) -> None:
        super().__init__()
        self.site, self.way = site, way

    def meet(self, at: int, node: ast.AST, changes: list[tuple[str, Change]]) -> ast.AST | None:
        return changes[self.way][1](node) if at == self.site else node


def ways(node: ast.AST, above: list[ast.AST]) -> list[tuple[str, Change]]:
    """Return the changes of a node: what each does, and the function that does it."""
    return [
        *_compared(node),
        *_one_more(node, above),
        *_dropped(node, above),
        *_bounds(node, above),
    ]


def _compared(node: ast.AST) -> Iterator[tuple[str, Change]]:
    if not isinstance(node, ast.Compare):
        return
    for i, operator in enumerate(node.ops):
        other = NEIGHBOUR[type(operator)]

        def change(node: ast.AST, i: int = i, other: type[ast.cmpop] = other) -> ast.AST:
            node.ops[i] = other()
            return node

        yield f"{_text(node)} with {other.__name__}", change


def _one_more(node: ast.AST, above: list[ast.AST]) -> Iterator[tuple[str, Change]]:
    reckoned = bool(above) and (
        isinstance(above[-1], (ast.BinOp, ast.Compare))
        or (isinstance(above[-1], ast.Call) and _called(above[-1]) in LIMITING)
        or _is_setting(above)
    )
    number = isinstance(node, ast.Constant) and type(node.value) is int
    policy = isinstance(node, ast.Attribute) and _text(node.value).endswith("policy")
    if (reckoned and (number or policy)) or (policy and not _is_part(above)):
        yield f"{_text(node)} + 1 in {_text(above[-1])}", lambda node: _plus(node, 1)


def _dropped(node: ast.AST, above: list[ast.AST]) -> Iterator[tuple[str, Change]]:
    if isinstance(node, ast.BinOp) and isinstance(node.op, (ast.BitAnd, ast.BitOr)):
        yield f"{_text(node.left)} alone", lambda node: node.left
        yield f"{_text(node.right)} alone", lambda node: node.right
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, (ast.Invert, ast.Not)):
        yield f"{_text(node.operand)} for {_text(node)}", lambda node: node.operand
    if isinstance(node, ast.BoolOp):
        for i, value in enumerate(node.values):
            yield f"without {_text(value)}", _without("values", i)
    if isinstance(node, ast.AugAssign) and isinstance(node.op, (ast.BitAnd, ast.BitOr)):
        yield f"without {_text(node)}", lambda node: ast.Pass()
    if isinstance(node, (ast.List, ast.Tuple, ast.Dict)) and _assigned(above) in LISTS:
        for i, part in enumerate(getattr(node, "values", None) or node.elts):
            yield f"without {_text(part)[:40]}", _without_part(i)


def _bounds(node: ast.AST, above: list[ast.AST]) -> Iterator[tuple[str, Change]]:
    rows = isinstance(node, ast.keyword) and _called(above[-1]) == "Rows"
    if rows and node.arg in ("lower", "upper") and "-np.inf" not in _text(node.value):
        for more in (1, -1):
            yield f"{_text(node)} {more:+}", _with_last("value", more)
    if isinstance(node, ast.Call) and _called(node) in ("Limit", "Share"):
        for more in (1, -1):
            yield f"{_text(node.args[-1])} {more:+} in {_called(node)}", _with_last("args", more)
    single = isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Subscript)
    if single and _text(node.targets[0]).split("[")[0] in SET_BOUNDS:
        yield f"without {_text(node)}", lambda node: ast.Pass()


def _text(node: ast.AST) -> str:
    return " ".join(ast.unparse(node).split())


def _called(node: ast.AST) -> str:
    return _text(node.func).rpartition(".")[2] if isinstance(node, ast.Call) else ""


def _is_setting(above: list[ast.AST]) -> bool:
    """Whether the node is a constant of the module, or a member of one."""
    outer = [node for node in above if not isinstance(node, ast.Tuple)]
    return len(outer) == 2 and isinstance(outer[-1], ast.Assign)


def _is_part(above: list[ast.AST]) -> bool:
    """Whether a setting of the policy is only a step to a part of it, or handed on."""
    return bool(above) and isinstance(above[-1], (ast.Attribute, ast.Call, ast.BoolOp, ast.IfExp))


def _is_type(node: ast.AST, above: list[ast.AST]) -> bool:
    """Whether a node is an annotation, a default or a check of types only."""
    if not above:
        return False
    outer = above[-1]
    if isinstance(outer, (ast.AnnAssign, ast.arg)):
        return node is outer.annotation
    if isinstance(outer, ast.FunctionDef):
        return node is outer.returns or node is outer.args
    return False


def _plus(node: ast.AST, more: int) -> ast.AST:
    return ast.copy_location(ast.BinOp(node, ast.Add(), ast.Constant(more)), node)


def _with_last(field: str, more: int) -> Change:
    """Add to a field of a node, or to the last of a list of fields."""

    def change(node: ast.AST) -> ast.AST:
        value = getattr(node, field)
        if isinstance(value, list):
            value[-1] = _plus(value[-1], more)
        else:
            setattr(node, field, _plus(value, more))
        return node

    return change


def _without(field: str, i: int) -> Change:
    def change(node: ast.AST) -> ast.AST:
        values = getattr(node, field)
        del values[i]
        return values[0] if len(values) == 1 else node

    return change


def _without_part(i: int) -> Change:
    def change(node: ast.AST) -> ast.AST:
        for parts in (getattr(node, name, None) for name in ("elts", "keys", "values")):
            if parts:
                del parts[i]
        return node

    return change


def _assigned(above: list[ast.AST]) -> str:
    """Return the name that a value is given, where that is all there is."""
    outer = above[-1] if above else None
    if isinstance(outer, ast.Assign):
        return _text(outer.targets[0])
    return _text(outer.target) if isinstance(outer, ast.AnnAssign) else ""
