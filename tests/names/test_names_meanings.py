"""What jedi reads of libraries on disk: the real process, a real folder of libraries, nothing run of what lies there."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest
from names_environment import marks, virtual_environment

from gradsight.meaning import Meaning, Type
from gradsight.names import Environment, ask, asking, environment_of

TENSOR = Type("torch.Tensor")
LONG = Type("torch.LongTensor")
MODULE = "torch.nn.Module"
INT = Type("builtins.int", (), (), True)
FLOAT = Type("builtins.float", (), (), True)
NET = Type("nets.models.Net", (), (MODULE,), True)


def _class(name: str, *bases: str, whole: bool = True) -> Meaning:
    return Meaning("class", Type(name, (), bases, whole))


def _function(returned: Type) -> Meaning:
    return Meaning("function", returned)


MEANINGS = {
    "nets.Net": Meaning("class", NET),
    "nets.Deep": _class("nets.models.Deep", "nets.models.Net", MODULE),
    "nets.models.Head": _class("nets.models.Head", "torch.nn.Linear"),
    "nets.Own": _class("nets.models.Own"),
    "nets.Half": _class("nets.models.Half", "nets.models.Own", whole=False),
    "nets.Late": _class("nets.slow.Late"),
    "nets.training.Lion": _class("nets.training.Lion", "torch.optim.Optimizer"),
    "nets.training.Images": _class("nets.training.Images", "torch.utils.data.Dataset"),
    "nets.training.Loader": _class("nets.training.Loader", "torch.utils.data.DataLoader"),
    "nets.training.Task": _class("nets.training.Task", "pytorch_lightning.LightningModule", MODULE),
    "nets.helper": _function(Type("typing.Optional", (TENSOR,))),
    "nets.aid": _function(Type("typing.Optional", (TENSOR,))),
    "nets.alias": _function(Type("typing.Optional", (TENSOR,))),
    "nets.again": _function(Type("typing.Optional", (TENSOR,))),
    "nets.build": _function(NET),
    "nets.count": _function(INT),
    "nets.pair": _function(Type("typing.Tuple", (TENSOR, LONG))),
    "nets.many": _function(Type("typing.List", (TENSOR,))),
    "nets.batch": _function(Type("typing.Dict", (Type("builtins.str", (), (), True), TENSOR))),
    "nets.either": _function(Type("typing.Union", (TENSOR, Type("builtins.str", (), (), True)))),
    "nets.mixed": _function(Type("typing.Union", (TENSOR, Type()))),
    "nets.sphinx": _function(TENSOR),
    "nets.google": _function(TENSOR),
    "nets.cached": _function(FLOAT),
    "nets.speed": _function(FLOAT),
    "nets.silent": Meaning("function", Type(), "nothing says what it returns"),
    "nets.opened": Meaning("function", Type(), "`@contextmanager` may change what it gives"),
    "nets.wrapped": Meaning("function", Type(), "`@unheard_of` may change what it gives"),
    "nets.awaited": Meaning("function", Type(), "it is to be awaited"),
    "nets.open_store": _function(Type("nets.models.Store", (), (), True)),
    "nets.models.Store.fetch": _function(TENSOR),
    "nets.models.Store.weigh": _function(FLOAT),
    "nets.models.Store.table": Meaning("value", TENSOR),
    "nets.models.Store.silent": Meaning("function", Type(), "nothing says what it returns"),
    "nets.Net.embed": _function(TENSOR),
    "nets.Deep.embed": _function(TENSOR),
    "nets.Net.width": _function(INT),
    "nets.Net.copy": _function(NET),
    "nets.Net.scale": Meaning("value", FLOAT),
    "nets.Net.limit": Meaning("value", INT),
    "nets.WIDTH": Meaning("value", INT),
    "nets.DEPTH": Meaning("value", INT),
    "nets.TABLE": Meaning("unknown", reason="it is computed when the library is imported"),
    "nets.models": Meaning("module"),
    "nets.models.M": Meaning("same", Type(MODULE)),
    "nets.models.nn.Linear": Meaning("same", Type("torch.nn.Linear")),
    "nets.nothing": Meaning("unknown", reason="its definition was not found"),
    "bare.make": _function(TENSOR),
    "bare.Layer": _class("bare.Layer", MODULE),
    "bare.Layer.forward": _function(TENSOR),
    "marking.made": _function(TENSOR),
    "editable.made": _function(INT),
}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("project") / ".venv"
    virtual_environment(root)
    return root


@pytest.fixture(scope="module")
def answers(root: Path) -> dict[str, Meaning]:
    environment = environment_of(str(root / "bin" / "python"), [], {})
    return ask([*MEANINGS, "absent.Thing", "nets.models.absent.Mixin"], environment, 300)


@pytest.mark.parametrize("name", MEANINGS)
def test_meaning(name: str, answers: dict[str, Meaning]) -> None:
    assert answers[name] == MEANINGS[name]


def test_what_is_not_installed_is_said_so(root: Path, answers: dict[str, Meaning]) -> None:
    assert answers["absent.Thing"] == Meaning("unknown", reason=f"`absent` is not installed in `{root}`")


def test_nothing_of_the_environment_is_run(root: Path, answers: dict[str, Meaning]) -> None:
    assert answers["marking.made"].role == "function"
    assert marks(root) == []


def test_the_mark_is_left_by_whoever_starts_the_interpreter(tmp_path: Path) -> None:
    interpreter = virtual_environment(tmp_path / ".venv")
    subprocess.run([interpreter], check=True)
    assert marks(tmp_path / ".venv") == ["started"]


def test_only_the_interpreter_of_this_program_is_started(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started = []

    def popen(command: list[str], **_: object) -> None:
        started.append(command)
        raise OSError

    monkeypatch.setattr(asking.subprocess, "Popen", popen)
    assert ask(["nets.Net"], environment_of(str(root), [], {}), 5) == {}
    assert [command[:3] for command in started] == [[sys.executable, "-I", "-S"]]


def test_time_is_over_when_it_is_over(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "_START", "import time; time.sleep(60)")
    before = time.monotonic()
    assert ask(["nets.Net", "absent.Thing"], environment_of(str(root), [], {}), 0.5).keys() == {"absent.Thing"}
    assert time.monotonic() - before < 30


def test_modules_of_the_current_folder_are_not_imported(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("jedi", "msgspec", "parso", "ast"):
        (tmp_path / f"{name}.py").write_text("open('imported', 'w')\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", ["", str(tmp_path), *sys.path])
    assert ask(["nets.count"], environment_of(str(root), [], {}), 300) == {"nets.count": MEANINGS["nets.count"]}
    assert marks(tmp_path) == []


def test_a_library_that_cannot_be_read_costs_its_own_names(tmp_path: Path) -> None:
    (tmp_path / "broken.py").write_text("def made(x -> int:\n")
    (tmp_path / "circle.py").write_text("from circle import a as b, b as a\nclass C(C): pass\nX = X\n")
    (tmp_path / "good.py").write_text("def made(x) -> int: ...\n")
    names = ["broken.made", "circle.a", "circle.C", "circle.X", "good.made"]
    answers = ask(names, Environment("", (str(tmp_path),), (3, 11)), 300)
    assert [answers[name].role for name in names] == ["unknown", "unknown", "class", "unknown", "function"]
