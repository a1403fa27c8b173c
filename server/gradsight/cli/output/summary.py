"""What stands below the findings: how many there are, and how many of each rule."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import msgspec

from gradsight.cli.report import Report


def summary(reports: Sequence[Report], files: int, changed: int, ignored: bool) -> str:
    """One or two lines in words."""
    done = f" ({changed} {'ignored' if ignored else 'fixed'})" if changed else ""
    if not reports:
        return f"No findings in {_count(files, 'file')}{done}.\n"
    safe = sum(any(fix.applicability == "safe" for fix in report.fixes) for report in reports)
    unsafe = sum(bool(report.fixes) for report in reports) - safe
    more = f"{unsafe} {'more' if safe else 'fixable'} with --fix --unsafe-fixes" if unsafe else ""
    offered = ", ".join(offer for offer in (f"{safe} fixable with --fix" if safe else "", more) if offer)
    return f"Found {_count(len(reports), 'finding')} in {_count(files, 'file')}{done}.\n" + (
        f"{offered}.\n" if offered else ""
    )


def statistics(reports: Sequence[Report], output_format: str) -> str:
    """One line for each rule, the most frequent first; a JSON array for the format json."""
    counts = Counter((report.code, report.name) for report in reports)
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    if output_format == "json":
        rows = [{"code": code, "name": name, "count": count} for (code, name), count in ranked]
        return msgspec.json.format(msgspec.json.encode(rows), indent=2).decode() + "\n"
    return "".join(f"{count}\t{code}\t{name}\n" for (code, name), count in ranked)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
