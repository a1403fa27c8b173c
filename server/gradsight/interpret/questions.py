"""The conditions that a statement asks, and the names that it binds: found once for each statement of a tree."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import libcst as cst

from gradsight.domain.values import Value


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """A condition in words that are the same wherever it is asked; `positive` is False where `node` asks the opposite."""

    text: str
    node: cst.BaseExpression
    positive: bool
    names: frozenset[str]
    """What must not change between two times it is asked: variables, and attributes with a dot."""


@dataclass(frozen=True, slots=True)
class Assumed:
    """The answer to a question on this path, and what it looked at when it was first asked."""

    holds: bool
    looked_at: tuple[Value | None, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """What one statement, with all in it, asks and binds."""

    questions: tuple[Question, ...]
    binds: frozenset[str]


NOTHING = Asked((), frozenset())
_KNOWN: dict[cst.CSTNode, Asked] = {}
MOST_KEPT = 20_000
"""Trees stay the same from one analysis to the next, so what was found is kept; at this size it begins anew."""
COMPARISONS: dict[type[cst.CSTNode], tuple[str, bool]] = {
    cst.Equal: ("==", True), cst.NotEqual: ("==", False), cst.Is: ("is", True), cst.IsNot: ("is", False),
    cst.LessThan: ("<", True), cst.GreaterThanEqual: ("<", False), cst.GreaterThan: (">", True),
    cst.LessThanEqual: (">", False), cst.In: ("in", True), cst.NotIn: ("in", False),
}  # fmt: skip
MODES = ("set_grad_enabled", "inference_mode")
SWITCHES = ("train", "eval")
"""Methods that change the attribute `training`."""


def asked(statement: cst.CSTNode) -> Asked:
    """What a statement asks and binds."""
    found = _KNOWN.get(statement)
    if found is None:
        if len(_KNOWN) > MOST_KEPT:
            _KNOWN.clear()
            _PLANS.clear()
        found = _KNOWN[statement] = _asked(statement)
    return found


def _asked(statement: cst.CSTNode) -> Asked:
    match statement:
        case cst.SimpleStatementLine(body=body):
            return _united([_small(each) for each in body])
        case cst.IndentedBlock(body=body) | cst.SimpleStatementSuite(body=body):
            return _united([asked(each) for each in body])
        case cst.If():
            parts = [asked(statement.body), *([asked(statement.orelse)] if statement.orelse else [])]
            return _united([_test(statement.test), *parts])
        case cst.Else() | cst.Finally() | cst.ExceptHandler():
            return asked(statement.body)
        case cst.For():
            parts = [asked(statement.body), *([asked(statement.orelse)] if statement.orelse else [])]
            return _united([Asked((), _targets(statement.target)), *parts])
        case cst.While():
            return _united([Asked((), _walrus(statement.test)), asked(statement.body)])
        case cst.With():
            return _united([*map(_with_item, statement.items), asked(statement.body)])
        case cst.Try():
            handlers = [*statement.handlers, statement.orelse, statement.finalbody]
            return _united([asked(statement.body), *(asked(part) for part in handlers if part is not None)])
        case cst.FunctionDef(name=name) | cst.ClassDef(name=name):
            return Asked((), frozenset({name.value}))
    return _small(statement)


def _united(parts: Iterable[Asked]) -> Asked:
    parts = [part for part in parts if part.questions or part.binds]
    if not parts:
        return NOTHING
    questions = tuple(question for part in parts for question in part.questions)
    return Asked(questions, frozenset().union(*(part.binds for part in parts)))


def _small(statement: cst.CSTNode) -> Asked:
    match statement:
        case cst.Assign():
            names = [_targets(target.target) for target in statement.targets]
            return _united([_value(statement.value), Asked((), frozenset().union(*names))])
        case cst.AnnAssign(target=target, value=value) | cst.AugAssign(target=target, value=value):
            return _united([*([] if value is None else [_value(value)]), Asked((), _targets(target))])
        case cst.Expr(value=value) | cst.Return(value=cst.BaseExpression() as value):
            return _value(value)
        case cst.Del(target=target):
            return Asked((), _targets(target))
        case cst.Import(names=names) | cst.ImportFrom(names=[*names]):
            return Asked((), frozenset(filter(None, map(_imported, names))))
    return NOTHING


def _imported(alias: cst.ImportAlias) -> str:
    node = alias.asname.name if alias.asname else alias.name
    return node.value if isinstance(node, cst.Name) else ""


def _targets(target: cst.CSTNode) -> frozenset[str]:
    match target:
        case cst.Name(value=name):
            return frozenset({name})
        case cst.Attribute(attr=attr):
            return frozenset({f".{attr.value}"})
        case cst.Tuple(elements=elements) | cst.List(elements=elements):
            return frozenset().union(*(_targets(element.value) for element in elements))
        case cst.StarredElement(value=value) | cst.Subscript(value=value):
            return _targets(value)
    return frozenset()


def _with_item(item: cst.WithItem) -> Asked:
    names = frozenset[str]() if item.asname is None else _targets(item.asname.name)
    return _united([_value(item.item), Asked((), names)])


def _value(node: cst.BaseExpression, depth: int = 0) -> Asked:
    """Conditions inside an expression that is not one itself; the depths of it are not searched."""
    if depth > 3:
        return NOTHING
    match node:
        case cst.IfExp():
            return _united([_test(node.test), _value(node.body, depth + 1), _value(node.orelse, depth + 1)])
        case cst.BinaryOperation(left=left, right=right):
            return _united([_value(left, depth + 1), _value(right, depth + 1)])
        case cst.Call(func=func, args=args):
            name = (
                func.attr.value if isinstance(func, cst.Attribute) else func.value if isinstance(func, cst.Name) else ""
            )
            if name in MODES and args:
                return _test(args[0].value)
            binds = Asked((), frozenset({".training"})) if name in SWITCHES else NOTHING
            return _united([binds, *(_value(arg.value, depth + 1) for arg in args)])
        case cst.Tuple(elements=elements) | cst.List(elements=elements):
            return _united([_value(element.value, depth + 1) for element in elements])
        case cst.NamedExpr():
            return Asked((), _targets(node.target))
    return NOTHING


def _walrus(test: cst.BaseExpression) -> frozenset[str]:
    return _test(test).binds


def _test(test: cst.BaseExpression) -> Asked:
    match test:
        case cst.UnaryOperation(operator=cst.Not(), expression=inner):
            return _test(inner)
        case cst.BooleanOperation(left=left, right=right):
            return _united([_test(left), _test(right)])
        case cst.NamedExpr():
            return Asked((), _targets(test.target))
        case cst.Comparison(left=cst.NamedExpr() as walrus):
            return Asked((), _targets(walrus.target))
    spelt = _spelt(test)
    if spelt is None:
        return NOTHING
    text, positive, names = spelt
    return Asked((Question(text, test, positive, names),), frozenset()) if names else NOTHING


Spelt = tuple[str, bool, frozenset[str]]


def _spelt(node: cst.BaseExpression) -> Spelt | None:
    """A condition that only looks at variables, attributes and constants."""
    match node:
        case cst.Comparison(left=left, comparisons=[one]) if type(one.operator) in COMPARISONS:
            sign, positive = COMPARISONS[type(one.operator)]
            x, y = _operand(left), _operand(one.comparator)
            return None if x is None or y is None else (f"{x[0]} {sign} {y[0]}", positive, x[1] | y[1])
        case cst.Call(func=cst.Name(value="isinstance"), args=[one, other]):
            x, y = _operand(one.value), _operand(other.value)
            return None if x is None or y is None else (f"isinstance {x[0]} {y[0]}", True, x[1])
    operand = _operand(node)
    return None if operand is None else (operand[0], True, operand[1])


def _operand(node: cst.BaseExpression) -> tuple[str, frozenset[str]] | None:
    match node:
        case cst.Name(value="None" | "True" | "False" as value):
            return value, frozenset()
        case cst.Name(value=value):
            return value, frozenset({value})
        case cst.Integer(value=value) | cst.Float(value=value) | cst.SimpleString(value=value):
            return value.strip("\"'") if isinstance(node, cst.SimpleString) else value, frozenset()
        case cst.Attribute(value=owner, attr=attr):
            inner = _operand(owner)
            return None if inner is None else (f"{inner[0]}.{attr.value}", inner[1] | {f".{attr.value}"})
        case cst.BinaryOperation(left=left, operator=cst.Modulo(), right=right):
            x, y = _operand(left), _operand(right)
            return None if x is None or y is None else (f"{x[0]} % {y[0]}", x[1] | y[1])
    return None


Group = tuple[Question, ...]


@dataclass(slots=True)
class Splits:
    """The paths that are kept apart in one unit."""

    limit: int = 0
    """The step up to which the unit may go if there are any."""
    never: bool = False
    """Whether there are to be none, since they took too many steps."""
    ever: bool = False
    """Whether there were any."""
    groups: list[Group] = field(default_factory=list)
    """The questions whose answers are assumed now."""
    assumed: dict[cst.CSTNode, Assumed] = field(default_factory=dict)


_PLANS: dict[cst.CSTNode, dict[int, list[Group]]] = {}


def plan(statements: Sequence[cst.CSTNode]) -> dict[int, list[Group]]:
    """By the index of a statement: the questions that it is the first to ask, and that it or later ones ask again."""
    if not statements:
        return {}
    found = _PLANS.get(statements[0])
    if found is None:
        found = _PLANS[statements[0]] = _plan(statements)
    return found


def _plan(statements: Sequence[cst.CSTNode]) -> dict[int, list[Group]]:
    groups: dict[str, list[Question]] = {}
    first: dict[str, int] = {}
    for index, statement in enumerate(statements):
        for question in asked(statement).questions:
            groups.setdefault(question.text, []).append(question)
            first.setdefault(question.text, index)
    result: dict[int, list[Group]] = {}
    for text, group in groups.items():
        if len(group) > 1 and not _changes(group[0], statements[first[text] :]):
            result.setdefault(first[text], []).append(tuple(group))
    return result


def _changes(question: Question, statements: Sequence[cst.CSTNode]) -> bool:
    return any(not question.names.isdisjoint(asked(statement).binds) for statement in statements)
