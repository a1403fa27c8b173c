"""What iterating over a value gives."""

from __future__ import annotations

from dataclasses import replace

from gradsight.domain.objects import Dict, Generator, Instance, Sequence, Tensor, as_summary
from gradsight.domain.reach import NOTHING
from gradsight.domain.values import (
    NONE,
    Bound,
    Choice,
    Class,
    Library,
    Literal,
    Missing,
    Plain,
    Ref,
    Tuple,
    Unknown,
    Value,
    choice,
    literal,
    options,
)
from gradsight.domain.why import Why
from gradsight.interpret.enums import members_of
from gradsight.interpret.machine import Machine
from gradsight.interpret.namespaces import as_dict
from gradsight.knowledge.anew import at_once, made_anew
from gradsight.knowledge.host import Args, Items
from gradsight.knowledge.torch.containers import module_items
from gradsight.knowledge.torch.indexing import row
from gradsight.knowledge.torch.unseen import any_part, is_unseen, loose_part


def iterate(machine: Machine, value: Value, lazily: bool = False) -> Items:
    """The items of a value, in order; `lazily` where they are taken one by one while other things happen."""
    items = _items(machine, as_dict(machine, value), lazily)
    return at_once(machine, items) if items.own and not lazily else items


def _items(machine: Machine, value: Value, lazily: bool) -> Items:
    match value:
        case Tuple(items=items):
            return Items(items)
        case Literal(str() as text):
            return Items(tuple(literal(c) for c in text))
        case Ref(id):
            return _object(machine, value, id, lazily)
        case Class() if members := members_of(machine, value):
            return Items(members)
        case Choice(options=options):
            return _either([iterate(machine, option, lazily) for option in options])
        case Plain(kind=kind):
            return Items(rest=replace(value, kind="object" if kind in ("str", "range") else kind))
        case Unknown():
            return Items(rest=value)
        case Missing():
            machine.fail()
    return Items(rest=Unknown(Why(machine.statement, "iterating over this is not followed")))


def _either(all_items: list[Items]) -> Items:
    lengths = {len(items.known) for items in all_items}
    rests = [items.rest for items in all_items if items.rest is not None]
    some = all(items.some for items in all_items)
    own = NOTHING.union(*(items.own for items in all_items))
    if len(lengths) == 1:
        known = tuple(choice(list(column)) for column in zip(*(items.known for items in all_items), strict=True))
        return Items(known, choice(rests) if rests else None, some, own=own)
    every = [value for items in all_items for value in items.known] + rests
    mode = next((items.mode for items in all_items if items.mode is not None), None)
    return Items(
        rest=choice(every) if every else None, some=all(items.certain for items in all_items), mode=mode, own=own
    )


def _object(machine: Machine, value: Ref, id: int, lazily: bool) -> Items:
    found = machine.state.heap[id]
    match found:
        case Sequence(items=items, rest=rest, some=some, kind=kind):
            if kind == "iterator":
                machine.state.heap[id] = replace(found, items=(), some=False)
            return Items(items, rest, some, found.whole, own=found.own)
        case Dict(rest=rest):
            keys = found.keys
            more = keys[found.sure :]
            if rest is not None:
                more.append(Unknown(Why(machine.statement, "a key that is not known")))
            return Items(tuple(keys[: found.sure]), choice(more) if more else None)
        case Tensor(loose=True):
            return Items(rest=loose_part(machine, value, "an item of it", machine.statement))
        case Instance() if is_unseen(found) and isinstance(found.cls, Library):
            return Items(rest=any_part(machine, id, machine.statement))
        case Tensor(shape=shape):
            return _rows(machine, id, shape[0] if shape else None)
        case Generator():
            from gradsight.interpret.generators import run_generator

            return run_generator(machine, id, found, lazily)
        case Instance():
            return _instance(machine, value, found)
    return Items(rest=Unknown(Why(machine.statement, "iterating over this is not followed")))


def _rows(machine: Machine, id: int, length: int | None) -> Items:
    """Iterating over a tensor unbinds it: views of it that are no leaves."""
    place = machine.statement
    if length is not None and length <= 4:
        return Items(tuple(row(machine, id, place) for _ in range(length)))
    before, writes = machine.clock.now, len(machine.state.heap.journal)
    return made_anew(machine, Items(rest=row(machine, id, place), some=bool(length)), before, writes)


def _instance(machine: Machine, value: Ref, found: Instance) -> Items:
    known = module_items(machine, found)
    if known is not None:
        return known
    before, writes = machine.clock.now, len(machine.state.heap.journal)
    if isinstance(found.cls, Class):
        from gradsight.interpret.classes import find_method

        iterator = find_method(machine, found.cls, "__iter__")
        if iterator is not None:
            result = machine.call(Bound(value, iterator), Args(), machine.statement)
            return _iterator(machine, value, result)
        getter = find_method(machine, found.cls, "__getitem__")
        if getter is not None:
            item = machine.call(Bound(value, getter), Args((Plain("int"),)), machine.statement)
            return made_anew(machine, Items(rest=item), before, writes)
    if isinstance(found.cls, Library) and found.attrs:
        from gradsight.knowledge.torch.data import batches

        loaded = batches(machine, found, machine.statement)
        if loaded is not None:
            return made_anew(machine, loaded, before, writes)
    return Items(rest=Unknown(found.opaque or Why(machine.statement, "iterating over this is not followed")))


def _iterator(machine: Machine, owner: Ref, result: Value) -> Items:
    """What `__iter__` gave: itself with a `__next__`, or another iterable."""
    if result != owner:
        return iterate(machine, result)
    found = machine.state.heap[owner.id]
    from gradsight.interpret.classes import find_method

    following = (
        find_method(machine, found.cls, "__next__")
        if isinstance(found, Instance) and isinstance(found.cls, Class)
        else None
    )
    if following is None:
        return Items(rest=NONE)
    return _until_it_stops(machine, Bound(owner, following))


def _until_it_stops(machine: Machine, following: Value) -> Items:
    """What calling `__next__` any number of times gives: each call goes on with what the one before it has left."""
    from gradsight.interpret.loops import rounds

    before, writes = machine.clock.now, len(machine.state.heap.journal)
    kept = machine.new(Sequence("list", ()))

    def once(_: Value) -> None:
        value, found = machine.call(following, Args(), machine.statement), machine.state.heap[kept.id]
        assert isinstance(found, Sequence)
        machine.state.heap[kept.id] = replace(found, items=(*found.items, value))

    rounds(machine, Items(rest=NONE), once)
    found = machine.state.heap[kept.id]
    assert isinstance(found, Sequence)
    every = [*found.items, *(() if found.rest is None else (found.rest,))]
    del machine.state.heap[kept.id]
    items = made_anew(machine, Items(rest=choice(every) if every else None), before, writes)
    for option in () if items.rest is None else options(items.rest):
        if isinstance(option, Ref) and option.id in items.own:
            machine.state.heap.put(option.id, as_summary(machine.state.heap[option.id], summary=False))
    return items
