"""Members of containers of modules by their key: `get`, `setdefault`, `pop`, `insert` and `del`."""

from __future__ import annotations

from dataclasses import replace

from gradsight.domain.objects import MANY, Instance
from gradsight.domain.values import NONE, Literal, Ref, Slice, Value, choice, known_slice, literal
from gradsight.knowledge.host import Call, Host
from gradsight.knowledge.registry import handles
from gradsight.knowledge.torch.containers import BY_KEY, as_parameter, container_name, member_names, set_member


@handles("Container.get", "Container.setdefault", "Container.pop")
def by_key(call: Call) -> Value:
    """The member under a key, or the default; `pop` takes it out, of a list by its index, the last one if none is given."""
    what = call.name.rpartition(".")[2]
    key, default = call.arg(1, "key"), call.arg(2, "default") or NONE
    results = [_by_key(call, Ref(id), what, key or literal(-1), default) for id in call.receivers()]
    return choice(results) if results else call.unknown("nothing is known to be stored there")


def _by_key(call: Call, instance: Ref, what: str, key: Value, default: Value) -> Value:
    host = call.host
    found = _container(host, instance)
    name = next(iter(_names_at(member_names(host, found), key) or ()), None)
    if name is None or (name not in found.registered and MANY in found.registered):
        return choice([*found.attrs.values(), default])
    if name in found.registered and what == "pop":
        _take_out(host, instance, [name])
    elif name not in found.registered and what == "setdefault":
        set_member(host, instance, name, as_parameter(host, found, default, call.place))
        return _container(host, instance).attrs[name]
    return found.attrs[name] if name in found.registered else default


def delete_member(host: Host, instance: Ref, index: Value) -> bool:
    """`del container[index]`; False if the instance is no container."""
    found = _container(host, instance)
    if container_name(host, found) is None:
        return False
    names = member_names(host, found)
    gone = _names_at(names, index)
    if gone is not None:
        _take_out(host, instance, gone)
    elif names:
        every = choice([found.attrs[name] for name in names])
        kind = found.registered[names[0]]
        _replace(host, instance, names, {MANY: every}, kind)
    return True


@handles("Container.insert")
def insert(call: Call) -> Value:
    """What comes after the new member is numbered anew, as torch does."""
    index, value = call.arg(1, "index") or NONE, call.arg(2, "module") or NONE
    lists = [_insert(call.host, Ref(id), index, value) for id in call.receivers()]
    return NONE if all(lists) else call.receiver


def _insert(host: Host, instance: Ref, index: Value, value: Value) -> bool:
    """Whether this is a list, whose `insert` gives None."""
    found = _container(host, instance)
    names, is_list = member_names(host, found), container_name(host, found) != "torch.nn.Sequential"
    least, numbers = 0 if is_list else -len(names), [str(i) for i in range(len(names))]
    values = [found.attrs[name] for name in names]
    if isinstance(index, Literal) and isinstance(index.value, int) and names == numbers:
        if not least <= index.value <= len(names):
            host.fail()
        values.insert(index.value, value)
        members = {str(i): member for i, member in enumerate(values)}
    else:
        members = {MANY: choice([*values, value])}
    _replace(host, instance, names, members, "module")
    return is_list


def _container(host: Host, instance: Ref) -> Instance:
    found = host.state.heap[instance.id]
    assert isinstance(found, Instance)
    return found


def _names_at(names: list[str], key: Value) -> list[str] | None:
    """The names that members have under this key, index or slice; None if that cannot be told."""
    match key:
        case Literal(str() as name):
            return [name]
        case Literal(int() as at) if MANY not in names and -len(names) <= at < len(names):
            return [names[at]]
        case Slice() if MANY not in names and (part := known_slice(key)) is not None:
            return names[part]
    return None


def _take_out(host: Host, instance: Ref, gone: list[str]) -> None:
    """What is left of a list is numbered anew, as torch does."""
    found = _container(host, instance)
    names = member_names(host, found)
    left = [name for name in names if name not in gone]
    by_key = container_name(host, found) in BY_KEY
    kept = {name if by_key or name == MANY else str(i): found.attrs[name] for i, name in enumerate(left)}
    _replace(host, instance, names, kept, found.registered[names[0]] if names else "module")


def _replace(host: Host, instance: Ref, names: list[str], members: dict[str, Value], kind: str) -> None:
    found = _container(host, instance)
    attrs = {name: value for name, value in found.attrs.items() if name not in names}
    registered = {name: value for name, value in found.registered.items() if name not in names}
    host.state.heap[instance.id] = replace(
        found, attrs={**attrs, **members}, registered={**registered, **dict.fromkeys(members, kind)}, whole=False
    )
