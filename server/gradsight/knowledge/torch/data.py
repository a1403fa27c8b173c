"""Datasets and loaders: what a batch is made of."""

from __future__ import annotations

from gradsight.domain.flow import flow
from gradsight.domain.objects import Dict, Instance, Sequence, Tensor
from gradsight.domain.values import Bound, Class, Library, Plain, Ref, Tuple, Unknown, Value, choice, literal
from gradsight.domain.why import Why
from gradsight.findings import Place
from gradsight.knowledge.host import Args, Call, Host, Items
from gradsight.knowledge.registry import handles
from gradsight.knowledge.torch.results import Result, make
from gradsight.knowledge.torch.unseen import batch

LOADERS = ("torch.utils.data.DataLoader",)
DATASETS = tuple(f"torch.utils.data.{name}" for name in ("TensorDataset", "Subset", "ConcatDataset"))


@handles("torch.utils.data.DataLoader", "torch.utils.data.TensorDataset", "torch.utils.data.Subset", "torch.utils.data.ConcatDataset",
         "torch.utils.data.random_split", "torch.utils.data.dataset.random_split")  # fmt: skip
def made(call: Call) -> Value:
    """An object that remembers what it was made from."""
    names = {"DataLoader": "dataset", "Subset": "dataset", "ConcatDataset": "datasets", "random_split": "dataset"}
    kind = call.name.rpartition(".")[2]
    values = call.args.positional
    if kind == "TensorDataset":
        attrs: dict[str, Value] = {"tensors": Tuple(values)}
    else:
        source = call.arg(0, names[kind])
        attrs = {"dataset": source if source is not None else call.unknown("no dataset is given")}
        collate = call.args.keywords.get("collate_fn")
        if collate is not None and kind == "DataLoader":
            attrs["collate_fn"] = collate
    if kind == "random_split":
        subset = call.host.new(Instance(Library("torch.utils.data.Subset"), attrs, place=call.place))
        lengths = call.arg(1, "lengths")
        count = len(call.host.iterate(lengths).known) if lengths is not None else 0
        return Tuple((subset,) * count) if count else call.host.new(Sequence("list", (), subset, True))
    return call.host.new(Instance(Library(f"torch.utils.data.{kind}"), attrs, place=call.place))


def batches(host: Host, found: Instance, place: Place) -> Items | None:
    """What iterating over a loader or dataset gives; None for other objects."""
    name = found.cls.name if isinstance(found.cls, Library) else ""
    if not name.startswith("torch.utils.data."):
        return None
    if name in LOADERS:
        one = item(host, found.attrs["dataset"], place)
        if isinstance(one, Unknown) and not one.tainted:
            return Items(rest=batch(host, Why(place, "a batch of a data set that is not read", (one.why,))), some=True)
        # A loader is taken to have at least one batch: training on nothing is no case to speak of.
        return Items(rest=_collated(host, found, one, place), some=True)
    return Items(rest=sample(host, found, place), some=True)


def _collated(host: Host, found: Instance, sample: Value, place: Place) -> Value:
    collate = found.attrs.get("collate_fn")
    if collate is not None and collate != literal(None):
        return host.call(collate, Args((host.new(Sequence("list", (), sample, True)),)), place)
    return collated(host, sample, place)


def collated(host: Host, sample: Value, place: Place) -> Value:
    """The default collation: tensors are stacked, numbers become tensors, containers keep their shape."""
    match sample:
        case Tuple(items=items):
            return host.new(Sequence("list", tuple(collated(host, value, place) for value in items)))
        case Ref(id):
            return _collated_object(host, sample, id, place)
        case Plain(kind="int" | "float" | "number" | "ndarray"):
            return make(
                host, flow(host.state, sample), place, Result(dtype="", device="cpu", text="a batch of the loader")
            )
    return sample


def _collated_object(host: Host, sample: Ref, id: int, place: Place) -> Value:
    found = host.state.heap[id]
    if isinstance(found, Tensor):
        shape = None if found.shape is None else (None, *found.shape)
        how = Result(dtype=found.dtype, device="cpu", shape=shape, dense=found.dense, text="a batch of the loader")
        return make(host, flow(host.state, sample), place, how)
    if isinstance(found, Sequence):
        return host.new(Sequence("list", tuple(collated(host, value, place) for value in found.items), found.rest))
    if isinstance(found, Dict):
        items = {key: collated(host, value, place) for key, value in found.items.items()}
        return host.new(Dict(items, found.rest))
    return sample


def item(host: Host, dataset: Value, place: Place) -> Value:
    """One sample of a dataset."""
    found = host.state.heap.get(dataset.id) if isinstance(dataset, Ref) else None
    if isinstance(found, Instance):
        return sample(host, found, place)
    if isinstance(found, Sequence | Tensor) or isinstance(dataset, Tuple):
        items = host.iterate(dataset)
        values = (*items.known, *(() if items.rest is None else (items.rest,)))
        return values[0] if values else Unknown(Why(place, "nothing is known to be in the dataset"))
    return dataset if isinstance(dataset, Unknown) else Unknown(Why(place, "the dataset is not known"))


def sample(host: Host, found: Instance, place: Place) -> Value:
    """One item of a dataset object."""
    if isinstance(found.cls, Class):
        reference = next((Ref(id) for id, other in host.state.heap.items() if other is found), None)
        method = host.attribute(reference, "__getitem__", place) if reference is not None else None
        if isinstance(method, Bound):
            return host.call(method, Args((Plain("int"),)), place)
        return Unknown(Why(place, "the dataset has no `__getitem__` here"))
    if "tensors" in found.attrs and isinstance(found.attrs["tensors"], Tuple):
        tensors = found.attrs["tensors"].items
        return Tuple(tuple(_row(host, tensor, place) for tensor in tensors))
    if found.cls == Library("torch.utils.data.ConcatDataset"):
        parts = host.iterate(found.attrs["dataset"])
        samples = [item(host, part, place) for part in (*parts.known, *(() if parts.rest is None else (parts.rest,)))]
        return choice(samples) if samples else Unknown(Why(place, "the datasets are not known"))
    return item(host, found.attrs.get("dataset", Unknown(Why(place, "the dataset is not known"))), place)


def _row(host: Host, tensor: Value, place: Place) -> Value:
    found = host.state.heap.get(tensor.id) if isinstance(tensor, Ref) else None
    if not isinstance(found, Tensor):
        return make(host, flow(host.state, tensor), place, Result(text="an item of the data set"))
    shape = found.shape[1:] if found.shape else None
    how = Result(dtype=found.dtype, shape=shape, dense=found.dense, text="an item of the data set")
    return make(host, flow(host.state, tensor), place, how)
