"""Optimizers: the groups of tensors that they hold, `step` and `zero_grad`."""

from __future__ import annotations

from dataclasses import replace

from gradsight.domain.events import Cleared, Fault, Fine, Held, Stepped, Visit, Wanted
from gradsight.domain.grad import Filled, Grad
from gradsight.domain.objects import Dict, Optimizer, Sequence, Tensor
from gradsight.domain.reach import NOTHING, Ids
from gradsight.domain.search import Losses
from gradsight.domain.state import ON
from gradsight.domain.values import NONE, Library, Plain, Ref, Tuple, Unknown, Value, choice, literal, options
from gradsight.domain.why import Why
from gradsight.findings import Place
from gradsight.knowledge.host import Args, Call, Host, Items
from gradsight.knowledge.registry import handles
from gradsight.knowledge.torch.grads import clear
from gradsight.knowledge.torch.saving import note_write
from gradsight.knowledge.torch.table import optimizers

BASE = "torch.optim.Optimizer"
PARAMS = literal("params")


def is_optimizer_class(name: str) -> bool:
    """Whether the library class of that name is an optimizer."""
    return name == BASE or name in optimizers()


def make_optimizer(host: Host, name: str, args: Args, place: Place) -> Value:
    """A new optimizer of torch's."""
    made = host.new(Optimizer(Library(name), {}, place))
    init_optimizer(host, made, name, args, place)
    return made


def init_optimizer(host: Host, made: Ref, name: str, args: Args, place: Place) -> None:
    """What the constructor does; torch refuses tensors that are no leaves."""
    params = args.positional[0] if args.positional else args.keywords.get("params", args.more)
    own = name == BASE
    defaults = _given(host, args) if own else _settings(args)
    fallback = None if own else Plain("object")
    items = host.iterate(NONE if params is None else params)
    groups = _groups(host, items, defaults, fallback)
    state = (
        Dict({}, factory=Library("builtins.dict")) if own else Dict({}, Unknown(Why(place, "state of the optimizer")))
    )
    found = host.state.heap[made.id]
    assert isinstance(found, Optimizer)
    attrs = {"param_groups": host.new(groups), "state": host.new(state), "defaults": host.new(Dict(defaults, fallback))}
    host.state.heap[made.id] = replace(found, attrs={**found.attrs, **attrs})
    if isinstance(params, Ref) and host.state.tensor(params.id) is not None:
        host.fail()  # a bare tensor is refused, whatever its state
        return
    at = args.places[0] if args.places else place
    for value in _given_tensors(host, made.id):
        _check(host, value, at, place)
    _note_empty(host, items, at, place)
    host.log.add(Held(host.visit(place), frozenset(held_ids(host, made.id)), host.statement, made.id, at))


def _note_empty(host: Host, items: Items, at: Place, place: Place) -> None:
    """Torch refuses an empty list."""
    if not items.known and items.rest is None:
        host.log.add(Fault(host.visit(at), "empty-optimizer", other=place))
        host.fail()
    else:
        host.log.add(Fine(host.visit(at), "empty-optimizer"))


def _given(host: Host, args: Args) -> dict[Value, Value]:
    """The second argument of `Optimizer.__init__`."""
    value = args.positional[1] if len(args.positional) > 1 else args.keywords.get("defaults", NONE)
    found = host.state.heap.get(value.id) if isinstance(value, Ref) else None
    return dict(found.items) if isinstance(found, Dict) else {}


def _settings(args: Args) -> dict[Value, Value]:
    settings: dict[Value, Value] = {literal(name): value for name, value in args.keywords.items() if name != "params"}
    return settings | ({literal("lr"): args.positional[1]} if len(args.positional) > 1 else {})


def _check(host: Host, value: Value, at: Place, place: Place) -> None:
    members = [option for option in options(value) if isinstance(option, Ref)]
    tensors = [(m.id, t) for m in members if (t := host.state.tensor(m.id)) is not None]
    bad = [(id, t) for id, t in tensors if t.states == Grad.TRACKED and not t.retains]
    if bad and len(bad) == len(options(value)):
        host.log.add(
            Fault(host.visit(at), "optimizer-on-non-leaf", bad[0][1], frozenset(id for id, _ in bad), other=place)
        )
        host.fail()
    else:
        host.log.add(Fine(host.visit(at), "optimizer-on-non-leaf"))


def _groups(host: Host, items: Items, defaults: dict[Value, Value], fallback: Value | None) -> Sequence:
    """A list of groups: those that are given, or one of all tensors."""
    every = [*items.known, *(() if items.rest is None else (items.rest,))]
    if not any(_is_dict(host, option) for value in every for option in options(value)):
        return Sequence("list", (_group(host, items, {}, defaults, fallback),))
    known = tuple(_from_dict(host, value, defaults, fallback) for value in items.known)
    return Sequence(
        "list", known, None if items.rest is None else _from_dict(host, items.rest, defaults, fallback), items.some
    )


def _is_dict(host: Host, value: Value) -> bool:
    return isinstance(value, Ref) and isinstance(host.state.heap[value.id], Dict)


def _from_dict(host: Host, value: Value, defaults: dict[Value, Value], fallback: Value | None) -> Value:
    found = host.state.heap[value.id] if isinstance(value, Ref) else None
    if not isinstance(found, Dict):
        return value
    inner = found.items.get(PARAMS, found.rest)
    tensor = host.state.tensor(inner.id) if isinstance(inner, Ref) else None
    items = Items() if inner is None else Items((inner,)) if tensor is not None else host.iterate(inner)
    return _group(host, items, dict(found.items), defaults, fallback if found.rest is None else found.rest)


def _group(
    host: Host, items: Items, own: dict[Value, Value], defaults: dict[Value, Value], fallback: Value | None
) -> Value:
    """One group; of pairs of name and tensor the tensors."""
    rest = None if items.rest is None else _unnamed(items.rest)
    params = host.new(Sequence("list", tuple(map(_unnamed, items.known)), rest, items.some))
    return host.new(Dict({**defaults, **own, PARAMS: params}, fallback))


def _unnamed(value: Value) -> Value:
    return choice([o.items[1] if isinstance(o, Tuple) and len(o.items) == 2 else o for o in options(value)])


def _given_tensors(host: Host, id: int) -> list[Value]:
    """What an optimizer holds; what may be one of several tensors is one value."""
    found = host.state.heap[id]
    groups = _members(host, found.attrs["param_groups"]) if isinstance(found, Optimizer) else []
    return [value for group in groups for value in _every(host, _listed_in(host, group))]


def tensors_of(host: Host, id: int) -> list[Value]:
    """What an optimizer holds, group by group."""
    found = host.state.heap.get(id)
    if not isinstance(found, Optimizer) or "param_groups" not in found.attrs:
        return []
    return [value for group in _members(host, found.attrs["param_groups"]) for value in _params(host, group)]


def _params(host: Host, group: Value) -> list[Value]:
    params = _listed_in(host, group)
    return [group] if params is None else _members(host, params)


def _listed_in(host: Host, group: Value) -> Value | None:
    found = host.state.heap.get(group.id) if isinstance(group, Ref) else None
    return found.items.get(PARAMS) if isinstance(found, Dict) else None


def _members(host: Host, value: Value) -> list[Value]:
    """What may be in a list now; iterators are left as they are."""
    return [option for item in _every(host, value) for option in options(item)]


def _every(host: Host, value: Value | None) -> list[Value]:
    found = host.state.heap.get(value.id) if isinstance(value, Ref) else None
    if not isinstance(found, Sequence):
        return []
    return [*found.items, *(() if found.rest is None else (found.rest,))]


def held_ids(host: Host, id: int) -> list[int]:
    """The ids of the tensors that an optimizer holds."""
    return [v.id for v in tensors_of(host, id) if isinstance(v, Ref) and host.state.tensor(v.id) is not None]


def note_step(host: Host, id: int, place: Place) -> None:
    """A step wants a gradient for all that the optimizer holds and that is not frozen, not on any path."""
    visit, held = host.visit(place), held_ids(host, id)
    wanted = [each for each in held if (t := host.state.tensor(each)) is not None and not t.states & Grad.CONSTANT]
    host.log.add(Wanted(visit, frozenset(wanted), "step"))
    found = host.state.heap[id]
    groups = _all(host, found.attrs.get("param_groups")) if isinstance(found, Optimizer) else None
    members = [_all(host, _list_of(host, group)) for group in groups or ()]
    tensors = [tuple((v.id, t) for v in each or () if isinstance(v, Ref) and (t := host.state.tensor(v.id)) is not None)
               for each in members]  # fmt: skip
    whole = bool(groups) and all(each is not None for each in members)
    whole = whole and sum(map(len, tensors)) == sum(len(each or ()) for each in members)
    host.log.add(Stepped(visit, id, tuple(tensors), whole and not any(t.summary for each in tensors for _, t in each)))
    _note_zeroed(host, visit, [tensor for each in tensors for _, tensor in each], whole)


def _all(host: Host, value: Value | None) -> tuple[Value, ...] | None:
    """The items of a list, if they are all known."""
    found = host.state.heap.get(value.id) if isinstance(value, Ref) else None
    return found.items if isinstance(found, Sequence) and found.rest is None else None


def _list_of(host: Host, group: Value) -> Value | None:
    found = host.state.heap.get(group.id) if isinstance(group, Ref) else None
    return found.items.get(PARAMS) if isinstance(found, Dict) else None


def _note_zeroed(host: Host, visit: Visit, tensors: list[Tensor], whole: bool) -> None:
    """Whether the gradients that were there are all thrown away before the step."""
    empty = whole and all(tensor.grad == Filled.NONE or tensor.blank is not None for tensor in tensors)
    zeroed = next((place for tensor in tensors if (place := tensor.zeroed or tensor.blank) is not None), None)
    if empty and zeroed is not None:
        host.log.add(Fault(visit, "zero-before-step", other=zeroed))
    else:
        host.log.add(Fine(visit, "zero-before-step"))


@handles("Optimizer.step")
def step(call: Call) -> Value:
    """A closure is run first, with grad mode on; LBFGS runs it any number of times."""
    host = call.host
    closure = call.arg(1, "closure")
    result: Value = NONE
    if closure is None:
        _note_gradients(call)
    if closure is not None and closure != NONE:
        with host.switched(replace(host.state.mode, grad=ON)):
            result = host.call(closure, Args(), call.place)
            if any(_runs_often(host, id) for id in call.receivers()):
                result = host.either([lambda: result, lambda: host.call(closure, Args(), call.place)])
    for id in call.receivers():
        note_step(host, id, call.place)
        if isinstance(call.receiver, Ref) and not _runs_often(host, id):
            note_write(host, _updated(host, id), call.place)
    return result


def _note_gradients(call: Call) -> None:
    """Notes whether any tensor that is to be updated may have a gradient."""
    host = call.host
    held = [(id, host.state.tensor(id)) for each in call.receivers() for id in held_ids(host, each)]
    tensors = [(id, tensor) for id, tensor in held if tensor is not None]
    if tensors and all(tensor.grad == Filled.NONE for _, tensor in tensors):
        ids = frozenset(id for id, _ in tensors)
        loss = _loss_of(host, ids)
        host.log.add(Fault(host.visit(call.place), "step-without-gradient", tensors[0][1], ids, loss))
    else:
        host.log.add(Fine(host.visit(call.place), "step-without-gradient"))


def _loss_of(host: Host, held: Ids) -> str:
    """What the program calls the newest number that is computed from these tensors; empty if there is none."""
    numbers = [host.state.tensor(id) for id in reversed(host.state.heap.search(Losses(held)))]
    return next((t.name for t in numbers if t is not None and t.states == Grad.TRACKED), "")


def _updated(host: Host, id: int) -> Ids:
    """The tensors that a step of one of torch's own optimizers certainly overwrites: those with a gradient."""
    found = host.state.heap[id]
    if not isinstance(found, Optimizer) or not isinstance(found.cls, Library):
        return NOTHING
    held = ((id, host.state.tensor(id)) for id in held_ids(host, id))
    return frozenset(id for id, t in held if t is not None and t.grad == Filled.POPULATED and not t.summary)


def _runs_often(host: Host, id: int) -> bool:
    found = host.state.heap[id]
    return isinstance(found, Optimizer) and host.library_base(found.cls) == Library("torch.optim.LBFGS")


@handles("Optimizer.zero_grad")
def zero_grad(call: Call) -> Value:
    flag = call.arg(1, "set_to_none")
    for id in call.receivers():
        call.host.log.add(Cleared(call.host.visit(call.place), frozenset(held_ids(call.host, id))))
        for tensor in held_ids(call.host, id):
            clear(call.host, tensor, call.place, True if flag is None else call.host.truth(flag))
    return NONE


@handles("Optimizer.add_param_group")
def add_param_group(call: Call) -> Value:
    host, group = call.host, call.arg(1, "param_group")
    for id in call.receivers():
        found = host.state.heap[id]
        if not isinstance(found, Optimizer) or group is None:
            continue
        defaults = host.state.heap[found.attrs["defaults"].id]  # type: ignore[union-attr]
        assert isinstance(defaults, Dict)
        fresh = _from_dict(host, group, dict(defaults.items), defaults.rest)
        host.call(host.attribute(found.attrs["param_groups"], "append", call.place), Args((fresh,)), call.place)
        ids = frozenset(
            v.id for v in _params(host, fresh) if isinstance(v, Ref) and host.state.tensor(v.id) is not None
        )
        host.log.add(Held(host.visit(call.place), ids, host.statement, id, call.place))
    return NONE


@handles("Optimizer.state_dict", "Optimizer.load_state_dict", "Optimizer.register_step_post_hook", "Optimizer.register_step_pre_hook",
         "Optimizer.train", "Optimizer.eval")  # fmt: skip
def harmless(call: Call) -> Value:
    return call.unknown("the optimizer's state") if call.name.endswith("state_dict") else Plain("object")
