"""Asks a process of our own what names mean, and ends it when its time is over."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from threading import Timer

import msgspec

from gradsight.meaning import Meaning
from gradsight.names.child import Answer, Question
from gradsight.names.environment import Environment

logger = logging.getLogger(__name__)

_NO_WINDOW: int = getattr(subprocess, "CREATE_NO_WINDOW", 0)
"""What Windows would open for a process."""

_START = "import sys; sys.path += sys.argv[1:]; from gradsight.names.child import main; main()"
"""Run by the interpreter that runs this program, isolated: neither the environment nor the current folder is imported from."""


def ask(names: Iterable[str], environment: Environment, seconds: float) -> dict[str, Meaning]:
    """What the names mean, as far as it was found in that time. What is not installed needs no time."""
    asked = list(names)
    absent = [name for name in asked if not environment.has(name.partition(".")[0])]
    answers = {
        name: Meaning("unknown", reason=f"`{_top(name)}` is not installed in `{environment.name}`") for name in absent
    }
    present = tuple(name for name in asked if name not in answers)
    if present:
        answers.update(_answers(Question(environment.paths, environment.version, present), seconds))
    return answers


def _top(name: str) -> str:
    return name.partition(".")[0]


def _answers(question: Question, seconds: float) -> Iterator[tuple[str, Meaning]]:
    """The answers, as they come; none if no process can be started."""
    command = [sys.executable, "-I", "-S", "-X", "utf8", "-c", _START, *_own_path()]
    try:
        process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, creationflags=_NO_WINDOW
        )
    except OSError as error:
        logger.warning("names of libraries are not looked up: %s", error)
        return
    assert process.stdin is not None and process.stdout is not None
    timer = Timer(seconds, process.kill)
    timer.daemon = True
    with process:
        timer.start()
        try:
            process.stdin.write(msgspec.json.encode(question))
            process.stdin.close()
            for line in process.stdout:
                answer = msgspec.json.decode(line, type=Answer)
                yield answer.name, answer.meaning
        except (OSError, msgspec.DecodeError) as error:
            logger.warning("names of libraries are not looked up any further: %s", error)
        finally:
            timer.cancel()
            process.kill()


def _own_path() -> list[str]:
    """Where this program and its libraries are imported from; never the current folder."""
    here = os.path.realpath(os.curdir)
    others = [path for path in sys.path if path and os.path.realpath(path) != here]
    return [str(Path(__file__).parents[2]), *others]
