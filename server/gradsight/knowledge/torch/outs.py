"""`out=`: the result is written into a tensor that there is, whose flag stays; autograd refuses to record that."""

from __future__ import annotations

from dataclasses import replace

from gradsight.domain.flow import flow, flows, severed
from gradsight.domain.reach import unite_lost
from gradsight.domain.state import ON
from gradsight.domain.values import NONE, Ref, Tuple, Value
from gradsight.findings import Place
from gradsight.knowledge.host import Args, Host
from gradsight.knowledge.torch.apply import variant
from gradsight.knowledge.torch.inplace import sharing
from gradsight.knowledge.torch.results import mode_cut
from gradsight.knowledge.torch.saving import note_write
from gradsight.knowledge.torch.table import Op


def given_out(found: Op | None, args: Args) -> Value | None:
    """What a function of torch is told to write into, if anything."""
    out = args.keywords.get("out")
    return None if found is None or out == NONE else out


def write_out(host: Host, found: Op, args: Args, out: Value, place: Place) -> Value:
    """Writes into `out`, which is also the result; several tensors come back as a named tuple."""
    others = Args(args.positional, {name: value for name, value in args.keywords.items() if name != "out"}, args.more)
    found = variant(host, found, others)
    source = flows(host.state, others.all())
    if host.state.mode.records == ON and source.and_(flow(host.state, out)).certain:
        host.fail()
        return out
    targets = host.iterate(out).known if found.outputs.startswith("(") else (out,)
    for target in targets:
        if isinstance(target, Ref) and host.state.tensor(target.id) is not None:
            _write(host, target.id, others, place)
    return Tuple(targets, found.fields) if found.outputs.startswith("(") else out


def _write(host: Host, id: int, others: Args, place: Place) -> None:
    """What is written is not in the graph; where it might have been, torch has raised."""
    shared = sharing(host, id)
    note_write(host, frozenset(shared), place)
    source = flows(host.state, others.all())
    lost = source.lost if host.state.mode.records == ON else severed(host.state, source, mode_cut(host, place))
    for each in shared:
        record = host.state.tensor(each)
        if record is not None:
            lost_here = {leaf: cut for leaf, cut in lost.items() if leaf != each}
            host.state.heap[each] = replace(record, lost=unite_lost((record.lost, lost_here)))
    written = host.state.tensor(id)
    if written is not None and written.base is None:
        host.state.heap[id] = replace(written, shape=None, dense=False)
