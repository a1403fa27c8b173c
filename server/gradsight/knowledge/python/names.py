"""Names that Python itself defines, and libraries whose functions neither keep nor change tensors."""

import builtins

BUILTINS = frozenset(dir(builtins)) | {"reveal_type", "__file__", "__builtins__"}

PLAIN = frozenset(
    ["abc", "argparse", "array", "ast", "atexit", "base64", "bisect", "calendar", "cmath", "colorsys", "configparser", "csv", "ctypes", "datetime", "decimal", "difflib", "errno", "faulthandler", "fnmatch", "fractions", "gc", "getpass", "glob", "gzip", "hashlib", "html", "io", "json", "keyword", "linecache", "locale", "logging", "math", "mimetypes", "numbers", "os", "pathlib", "platform", "pprint", "random", "re", "sched", "secrets", "select", "shlex", "shutil", "signal", "socket", "sqlite3", "string", "struct", "subprocess", "sys", "tarfile", "tempfile", "textwrap", "time", "timeit", "tokenize", "traceback", "unittest", "urllib", "uuid", "warnings", "xml", "zipfile", "zlib", "numpy", "scipy", "pandas", "matplotlib", "seaborn", "sklearn", "wandb", "tensorboard", "PIL", "cv2", "yaml", "tabulate", "rich", "click", "typer", "omegaconf", "absl", "requests", "psutil", "loguru", "imageio", "skimage", "networkx", "plotly", "gym", "gymnasium", "torch.utils.tensorboard"]
)
HARMLESS = PLAIN | frozenset(
    ["builtins", "collections", "concurrent", "contextlib", "copy", "enum", "functools", "heapq", "inspect", "itertools", "multiprocessing", "operator", "pickle", "queue", "statistics", "threading", "tqdm", "types", "typing", "typing_extensions", "weakref", "h5py", "hydra", "mlflow", "torchvision.transforms", "torchvision.datasets", "torchvision.utils"]
)


def gives_plain(name: str) -> bool:
    """Whether what this library gives back is neither a tensor nor holds one; it is `harmless` too."""
    return _covers(PLAIN, name)


def harmless(name: str) -> bool:
    """Whether calls of this library leave tensors, and modules given to them, as they are."""
    return _covers(HARMLESS, name)


def _covers(libraries: frozenset[str], name: str) -> bool:
    while name:
        if name in libraries:
            return True
        name = name.rpartition(".")[0]
    return False
