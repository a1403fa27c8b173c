"""Prints how much the literate documents claim."""

from __future__ import annotations

import pytest
from literate_document import documents
from literate_expectation import expectations


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    found = documents()
    sources = [program.source for document in found for program in document.programs]
    claims = sum(len(expectations(source)) for source in sources)
    terminalreporter.write_line(f"literate: {len(found)} documents, {len(sources)} programs, {claims} expectations")
