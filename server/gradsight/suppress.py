"""Ignore comments: which findings they hide, and which of them hide nothing.

`# gradsight: ignore[rule]` and `# noqa: GS101` act on their line, `# gradsight: ignore-file[rule]` on the file; without
brackets they mean every rule. A finding belongs to its first line, its last, and the last of its statement, since one
that ends in a backslash has no room for a comment. A `# noqa` without codes is not ours.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from gradsight.findings import Edit, Finding, Fix, Place
from gradsight.syntax import Module, parse

UNUSED_IGNORE = ("unused-ignore", "GS901")

_PRAGMA = re.compile(r"#\s*gradsight:\s*(?P<kind>ignore-file|ignore)(?![\w-])(?:\s*\[(?P<names>[^\]]*)\])?")
_NOQA = re.compile(r"#\s*noqa\s*:\s*(?P<names>[A-Z]+[0-9]+(?:[,\s]+[A-Z]+[0-9]+)*)", re.IGNORECASE)
_OURS = re.compile(r"GS\d{3}")

LastLine = Callable[[int], int]
"""The last line of the statement around an offset."""


@dataclass(frozen=True, slots=True)
class Ignore:
    """One ignore comment. `names` are the rules or codes it is about; None means every rule."""

    start: int
    end: int
    line: int
    whole_file: bool
    names: tuple[str, ...] | None
    names_at: tuple[int, int]
    """Where the names stand, without brackets."""

    def hides(self, finding: Finding, lines: frozenset[int]) -> bool:
        return (self.whole_file or self.line in lines) and self.name_for(finding) is not None

    def name_for(self, finding: Finding) -> str | None:
        """The name under which this comment is about the finding; "" if it is about every rule."""
        if self.names is None:
            return "" if finding.rule != UNUSED_IGNORE[0] else None
        return next((name for name in self.names if name in (finding.rule, finding.code)), None)


Used = set[tuple[Ignore, str]]
"""The comments that hid something, each with the name under which it did; "" for a comment about every rule."""


def ignores(module: Module) -> tuple[Ignore, ...]:
    """The ignore comments of a module, in their order."""
    found = []
    for comment in module.comments:
        for pattern in (_PRAGMA, _NOQA):
            for match in pattern.finditer(comment.text):
                if ignore := _ignore(match, comment.start, module):
                    found.append(ignore)
    return tuple(found)


def suppress(findings: Sequence[Finding], module: Module, path: str, last_line: LastLine) -> tuple[Finding, ...]:
    """The findings that no comment hides, and one for each comment that hides nothing.

    Unused comments are not reported while a part of the text does not parse: what it finds is not known then."""
    comments = ignores(module)
    if not comments:
        return tuple(findings)
    used: Used = set()
    shown = _shown(findings, comments, used, module, last_line)
    if module.problems:
        return shown
    unused = [found for comment in comments if (found := _unused(comment, used, module, path))]
    return shown + _shown(unused, comments, used, module, last_line)


def ignore_edit(finding: Finding, module: Module, last_line: LastLine) -> Edit | None:
    """The edit that hides the finding by a comment: a name more in the comment of its line, or a new comment.

    None where no comment can stand, as on a line that ends within a string."""
    text = module.text
    line, last = text.position(finding.place.start)[0], last_line(finding.place.start)
    for comment in ignores(module):
        if comment.line in (line, last) and not comment.whole_file and comment.names and _is_pragma(comment, module):
            at = comment.names_at[1]
            return Edit(Place(finding.place.path, at, at), f", {finding.rule}")
    end = text.position(finding.place.end)[0]
    edits = [_comment_at(target, finding, module) for target in dict.fromkeys((line, end, last))]
    return next((edit for edit in edits if _is_comment(edit, module)), None)


def _ignore(match: re.Match[str], offset: int, module: Module) -> Ignore | None:
    noqa = match.re is _NOQA
    named = match["names"]
    names = None if named is None else tuple(name for name in re.split(r"[,\s]+", named) if name)
    if noqa and not any(_OURS.fullmatch(name) for name in names or ()):
        return None
    at = match.span("names") if named is not None else (match.end(), match.end())
    return Ignore(
        start=offset + match.start(),
        end=offset + match.end(),
        line=module.text.position(offset)[0],
        whole_file=not noqa and match["kind"] == "ignore-file",
        names=names,
        names_at=(offset + at[0], offset + at[1]),
    )


def _shown(
    findings: Iterable[Finding], comments: Sequence[Ignore], used: Used, module: Module, last: LastLine
) -> tuple[Finding, ...]:
    shown = []
    for finding in findings:
        lines = _lines(finding, module, last)
        hiding = [comment for comment in comments if comment.hides(finding, lines)]
        used.update((comment, comment.name_for(finding) or "") for comment in hiding)
        if not hiding:
            shown.append(finding)
    return tuple(shown)


def _lines(finding: Finding, module: Module, last_line: LastLine) -> frozenset[int]:
    first = module.text.position(finding.place.start)[0]
    last = module.text.position(finding.place.end)[0]
    return frozenset((first, last, last_line(finding.place.start)))


def _unused(comment: Ignore, used: Used, module: Module, path: str) -> Finding | None:
    names = comment.names if comment.names is not None else ("",)
    unused = [name for name in names if (comment, name) not in used and _reportable(name, comment, module)]
    if not unused:
        return None
    kept = [name for name in names if name not in unused]
    edit = _without(comment, kept, module, path)
    return Finding(
        rule=UNUSED_IGNORE[0],
        code=UNUSED_IGNORE[1],
        severity="information",
        message=_message(unused),
        place=Place(path, comment.start, comment.end),
        fixes=(Fix("Remove the unused ignore", (edit,), "safe", preferred=True),),
    )


def _reportable(name: str, comment: Ignore, module: Module) -> bool:
    if name in UNUSED_IGNORE:
        return False
    return _is_pragma(comment, module) or bool(_OURS.fullmatch(name))


def _is_pragma(comment: Ignore, module: Module) -> bool:
    return _PRAGMA.match(module.text.source, comment.start) is not None


def _message(unused: Sequence[str]) -> str:
    from gradsight.rules import RULES

    if unused == [""]:
        return "This ignore suppresses nothing"
    known = {*RULES, *(rule.code for rule in RULES.values())}
    if strange := [name for name in unused if name not in known]:
        return "This ignore suppresses nothing: no rule is called " + ", ".join(f"`{name}`" for name in strange)
    return "This ignore suppresses nothing: there is no " + ", ".join(f"`{name}`" for name in unused) + " here"


def _without(comment: Ignore, kept: Sequence[str], module: Module, path: str) -> Edit:
    """The edit that leaves only the names in `kept`, or takes the comment away with the space before it."""
    if kept:
        return Edit(Place(path, *comment.names_at), ", ".join(kept))
    text = module.text
    number, column = text.position(comment.start)
    line = text.line(number)
    following = line.find("#", column + 1)
    if following >= 0:
        return Edit(Place(path, comment.start, text.offset(number, following)), "")
    left = line[:column].rstrip()
    if left:
        return Edit(Place(path, text.offset(number, len(left)), text.offset(number, len(line))), "")
    return Edit(Place(path, text.offset(number, 0), text.offset(number + 1, 0)), "")


def _comment_at(line: int, finding: Finding, module: Module) -> Edit:
    at = module.text.offset(line, len(module.text.line(line).rstrip()))
    return Edit(Place(finding.place.path, at, at), f"  # gradsight: ignore[{finding.rule}]")


def _is_comment(edit: Edit, module: Module) -> bool:
    """Whether the inserted text becomes a comment: a backslash or an open string may be in the way."""
    source, at = module.text.source, edit.place.start
    if source[:at].endswith("\\"):
        return False
    changed = parse(source[:at] + edit.text + source[at:])
    return any(comment.start <= at + 2 < comment.end for comment in changed.comments)
