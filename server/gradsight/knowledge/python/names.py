"""Names that Python itself defines, and libraries whose functions neither keep nor change tensors."""

import builtins

BUILTINS = frozenset(dir(builtins)) | {"reveal_type", "__file__", "__builtins__"}

_PLAIN = """
    PIL abc absl argparse array ast atexit base64 bisect calendar click cmath colorsys configparser csv ctypes
    cv2 datetime decimal difflib errno faulthandler fnmatch fractions gc getpass glob gym gymnasium gzip hashlib
    html imageio io json keyword linecache locale logging loguru math matplotlib mimetypes networkx numbers
    numpy omegaconf os pandas pathlib platform plotly pprint psutil random re requests rich sched scipy seaborn
    secrets select shlex shutil signal skimage sklearn socket sqlite3 string struct subprocess sys tabulate
    tarfile tempfile tensorboard textwrap time timeit tokenize torch.utils.tensorboard traceback typer unittest
    urllib uuid wandb warnings xml yaml zipfile zlib
"""
_HANDING_ON = """
    builtins collections concurrent contextlib copy enum functools h5py heapq hydra inspect itertools mlflow
    multiprocessing operator pickle queue statistics threading torchvision.datasets torchvision.transforms
    torchvision.utils tqdm types typing typing_extensions weakref
"""
PLAIN = frozenset(_PLAIN.split())
HARMLESS = PLAIN | frozenset(_HANDING_ON.split())


def gives_plain(name: str) -> bool:
    """Whether what this library gives back is neither a tensor nor holds one; it is `harmless` too."""
    return _covers(PLAIN, name)


def harmless(name: str) -> bool:
    """Whether calls of this library leave tensors, and modules given to them, as they are."""
    return _covers(HARMLESS, name)


def known_library(name: str) -> bool:
    """Whether the classes of this library are known to be modules or not."""
    return name.partition(".")[0] in ("torch", "abc", "dataclasses", "asyncio", "http", "cmd") or harmless(name)


def _covers(libraries: frozenset[str], name: str) -> bool:
    while name:
        if name in libraries:
            return True
        name = name.rpartition(".")[0]
    return False
