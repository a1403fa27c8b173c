"""Names that Python itself defines, and libraries whose functions neither keep nor change tensors."""

import builtins

BUILTINS = frozenset(dir(builtins)) | {"reveal_type", "__file__", "__builtins__"}

HARMLESS = frozenset(
    "abc argparse array ast atexit base64 bisect builtins calendar cmath collections colorsys configparser contextlib csv "
    "ctypes datetime decimal difflib enum errno faulthandler fnmatch fractions functools gc getpass glob gzip hashlib heapq "
    "html inspect io itertools json keyword linecache locale logging math mimetypes multiprocessing numbers operator os "
    "pathlib pickle platform pprint queue random re sched secrets select shlex shutil signal socket sqlite3 statistics "
    "string struct subprocess sys tarfile tempfile textwrap threading time timeit tokenize traceback types typing unittest "
    "urllib uuid warnings weakref xml zipfile zlib "
    "numpy scipy pandas matplotlib seaborn sklearn tqdm wandb tensorboard PIL cv2 yaml tabulate rich click typer hydra "
    "omegaconf absl h5py requests psutil loguru mlflow imageio skimage networkx plotly gym gymnasium typing_extensions "
    "torchvision.transforms torchvision.datasets torchvision.utils torch.utils.tensorboard".split()
)


def harmless(name: str) -> bool:
    """Whether calls of this library leave tensors, and modules given to them, as they are."""
    while name:
        if name in HARMLESS:
            return True
        name = name.rpartition(".")[0]
    return False
