"""Modules whose code is not read: they have parameters in unknown number, and calling them computes with those.

One tensor, a summary registered under `MANY`, stands for all parameters of such a module. What is read from the module and was
never set on it is a part that shares this tensor.
"""

from __future__ import annotations

from dataclasses import replace

from gradsight.domain.flow import CALM, Flow, flow, flows, of_tensor
from gradsight.domain.grad import Filled, Grad
from gradsight.domain.objects import MANY, Instance, Tensor, is_summary
from gradsight.domain.values import Library, Ref, Value, literal, options
from gradsight.domain.why import Why
from gradsight.findings import Place
from gradsight.knowledge.effects import handed_over
from gradsight.knowledge.host import Args, Host
from gradsight.knowledge.libraries import HEADS, gives_tensor
from gradsight.knowledge.torch.keeping import WHOLE, given_to, keep, kept
from gradsight.knowledge.torch.parameters import modules_of, parameters_of
from gradsight.knowledge.torch.results import Result, make

PART = ".*"
"""Ends the class name of a part of a module."""
EXISTS = "*exists."
"""Begins the attribute that says that the library itself had set this name before the program did."""
TRAINS = "*trains"
"""The attribute of a module of whose parameters some certainly require grad, whichever they are."""
EITHER = Grad.LEAF | Grad.CONSTANT


def make_unseen(
    host: Host, name: str, place: Place, args: Args, guessed: bool = False, states: Grad = Grad.LEAF
) -> Ref:
    """A new module of a library. `guessed`: it may be something else than a module. `states` are those of its parameters
    unless an argument may switch them off."""
    states = EITHER if guessed or any(key in FREEZING for key in args.keywords) else states
    several = "features_only" in args.keywords
    ref = unseen(host, f"{name}(features_only)" if several else name, Why(place, _origin(name)), states, guessed)
    keep(host, ref.id, args)
    return ref


FREEZING = ("freeze", "frozen", "trainable", "requires_grad", "quantization_config", "load_in_8bit", "load_in_4bit")
"""Arguments of a constructor that may switch parameters off."""


def _origin(name: str) -> str:
    return f"made by `{name}`, whose code is not read"


def unseen(host: Host, name: str, why: Why, states: Grad = EITHER, guessed: bool = False) -> Ref:
    """A module of which only the class is known."""
    fresh = states == Grad.LEAF
    group = Tensor(
        states,
        Why(why.place, "parameters of a module whose code is not read", (why,)),
        parameter=True,
        summary=True,
        grad=Filled.NONE if fresh else Filled.NONE | Filled.POPULATED,
        walked=False if fresh else None,
        retains=False,
        statement=host.statement,
        flagged=why.place,
        name=f"{_short(host, why)}.parameters()",
    )
    ref = host.new(group)
    host.log.paths[ref.id] = group.name
    return host.new(
        Instance(Library(name), {MANY: ref}, {MANY: "parameter"}, True, opaque=why, place=why.place, guessed=guessed)
    )


def _short(host: Host, why: Why) -> str:
    text = " ".join(host.source(why.place).split())
    return text if len(text) <= 40 else f"{text[:39]}…"


def is_unseen(found: Instance) -> bool:
    """Whether its parameters are of unknown number."""
    group = found.module and found.registered.get(MANY) == "parameter" and isinstance(found.attrs.get(MANY), Ref)
    return group and found.opaque is not None


def is_part(found: Instance) -> bool:
    return isinstance(found.cls, Library) and found.cls.name.endswith(PART)


def part(host: Host, module: Ref, found: Instance, name: str, place: Place) -> Value:
    """What the library has set on a module under this name: a submodule, or something else."""
    cls = found.cls.name.removesuffix(PART) if isinstance(found.cls, Library) else ""
    why = Why(
        place, f"`{name}` belongs to a module whose code is not read", () if found.opaque is None else (found.opaque,)
    )
    own: dict[str, Value] = {MANY: found.attrs[MANY], **({WHOLE: module} if found.guessed else {})}
    own.update({WHOLE: found.attrs[WHOLE]} if WHOLE in found.attrs else {})
    made = host.new(Instance(Library(cls + PART), own, {MANY: "parameter"}, True, opaque=why, guessed=True))
    attrs = {**found.attrs, name: made, EXISTS + name: literal(True)}
    host.state.heap[module.id] = replace(found, attrs=attrs, registered={**found.registered, name: "module"})
    return made


def any_part(host: Host, id: int, place: Place) -> Ref:
    """A submodule that stands for any of those that are not seen."""
    found = host.state.heap[id]
    assert isinstance(found, Instance)
    if is_part(found):
        return Ref(id)
    cls = found.cls.name if isinstance(found.cls, Library) else ""
    why = Why(place, "a submodule of a module whose code is not read", () if found.opaque is None else (found.opaque,))
    attrs, guessed = {MANY: found.attrs[MANY], WHOLE: Ref(id)}, found.guessed
    return host.new(Instance(Library(cls + PART), attrs, {MANY: "parameter"}, True, opaque=why, guessed=guessed))


def hand_up(host: Host, found: Instance, new: Value) -> None:
    """What is set on one of several parts is somewhere below the module that they belong to."""
    whole = found.attrs.get(WHOLE)
    for option in options(whole) if whole is not None else ():
        if isinstance(option, Ref):
            keep(host, option.id, Args((new,)))


def groups_of(host: Host, id: int) -> dict[int, bool]:
    """The tensors that stand for parameters of unknown number below a module; whether it has all of them."""
    result: dict[int, bool] = {}
    for _, each in modules_of(host, id):
        found = host.state.heap[each]
        assert isinstance(found, Instance)
        group = found.attrs.get(MANY) if is_unseen(found) else None
        if isinstance(group, Ref):
            result[group.id] = result.get(group.id, False) or not is_part(found)
    here = all_here(host, id)
    for _, each in parameters_of(host, id):
        if each not in result and is_summary(host.state.heap[each]):
            result[each] = each in here
    return result


def all_here(host: Host, id: int) -> set[int]:
    """The summaries below a module, itself included, that stand for nothing that is elsewhere."""
    here: set[int] = set()
    for _, each in modules_of(host, id):
        found = host.state.heap[each]
        assert isinstance(found, Instance)
        for option in options(found.attrs[MANY]) if found.whole and MANY in found.attrs else ():
            if isinstance(option, Ref):
                here.add(option.id)
                module = isinstance(host.state.heap.get(option.id), Instance)
                for kind in ("parameter", "buffer") if module else ():
                    here.update(inner for _, inner in parameters_of(host, option.id, kind))
                here.update(inner for _, inner in modules_of(host, option.id))
    return here


def call_unseen(host: Host, module: Ref, args: Args, place: Place) -> Value:
    """What calling the module gives: of a few libraries a tensor, else anything that may hold tensors."""
    found = host.state.heap[module.id]
    assert isinstance(found, Instance)
    source = flows(host.state, args.all()).and_(_own_flow(host, found)).and_(kept(host, module.id))
    if is_part(found):
        keep(host, module.id, args)
        _used(host, module.id, found, args, place)
    if found.guessed or is_part(found) or not isinstance(found.cls, Library):
        source = replace(source, certain=False)
    elif TRAINS in found.attrs and source.possible:
        source = replace(source, certain=True)
    made = make(host, source, place, Result(text=_returned(found)))
    tensor = host.state.heap[made.id]
    assert isinstance(tensor, Tensor)
    name = found.cls.name if isinstance(found.cls, Library) else ""
    if not gives_tensor(name):
        host.state.heap[made.id] = replace(tensor, loose=True)
    return made


def _used(host: Host, id: int, found: Instance, args: Args, place: Place) -> None:
    """A method of what may be no module, such as a trainer, may call all that the object was given."""
    whole = found.attrs.get(WHOLE)
    for option in options(whole) if whole is not None else ():
        owner = host.state.heap.get(option.id) if isinstance(option, Ref) else None
        if isinstance(owner, Instance) and owner.guessed:
            handed_over(host, (*given_to(host, id), *args.all()), place)
            return


def _returned(found: Instance) -> str:
    name = found.cls.name.removesuffix(PART) if isinstance(found.cls, Library) else ""
    if name and name != "torch.nn.Module":
        return f"returned by `{name}`, whose code is not read"
    return "returned by a module that is not read" + ("" if found.opaque is None else f": {_first(found.opaque)}")


def _first(why: Why) -> str:
    """What was not known first."""
    while parents := [parent for parent in why.parents if parent.place.end > 0]:
        why = parents[0]
    return why.text


def _own_flow(host: Host, found: Instance) -> Flow:
    """All parameters together; of a module that the program has put in, only if the library uses it."""
    group = found.attrs[MANY]
    assert isinstance(group, Ref)
    tensor = host.state.tensor(group.id)
    assert tensor is not None
    result = of_tensor(tensor, group.id)
    for name, kind in found.registered.items():
        value = found.attrs.get(name)
        if kind == "module" and value is not None and name != MANY:
            own = _parameters_flow(host, value)
            used = name in HEADS or EXISTS + name in found.attrs
            result = result.and_(own if used else own.or_(CALM))
    return result


def _parameters_flow(host: Host, value: Value) -> Flow:
    result = CALM
    for option in options(value):
        if isinstance(option, Ref):
            for _, id in parameters_of(host, option.id):
                tensor = host.state.tensor(id)
                if tensor is not None:
                    result = result.and_(of_tensor(tensor, id))
    return result


def batch(host: Host, why: Why) -> Ref:
    """A batch of data that is not seen: tensors in some shape of containers, none of which requires grad."""
    return host.new(Tensor(Grad.CONSTANT, why, statement=host.statement, loose=True))


def loose_part(host: Host, value: Ref, text: str, place: Place, loose: bool = True) -> Ref:
    """Something that is read from, or computed by, what may be more than a tensor."""
    found = host.state.heap[value.id]
    assert isinstance(found, Tensor)
    made = make(host, flow(host.state, value), place, Result(text=text))
    tensor = host.state.heap[made.id]
    assert isinstance(tensor, Tensor)
    states = found.states if found.states & Grad.TRACKED or not found.states & Grad.LEAF else tensor.states
    host.state.heap[made.id] = replace(tensor, states=states, lost=found.lost, reach=found.reach, loose=loose)
    return made
