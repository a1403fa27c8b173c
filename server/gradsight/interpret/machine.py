"""The interpreter's core: the current state, forking and joining it, evaluating nodes, recording what was seen."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from functools import partial

import libcst as cst

from gradsight.domain.collapse import collapse
from gradsight.domain.events import Round, Visit
from gradsight.domain.grad import Grad, Tri
from gradsight.domain.join import Joined, join
from gradsight.domain.objects import Generator, Object, Tensor
from gradsight.domain.state import Clock, Heap, Mark, Mode, Reads, State
from gradsight.domain.values import NONE, Class, Function, Method, Ref, Unknown, Value
from gradsight.domain.why import Why
from gradsight.findings import Place
from gradsight.interpret.attempts import Attempt, leaving_in, note_raised
from gradsight.interpret.forms import EVALUATE, EXECUTE
from gradsight.interpret.frames import Code, Frame, Spans, site
from gradsight.interpret.limits import STEPS, OutOfSteps
from gradsight.interpret.memory import Memory
from gradsight.interpret.notes import Notes
from gradsight.interpret.project import Imports
from gradsight.interpret.questions import Splits
from gradsight.knowledge.host import Args, Closure, Items
from gradsight.knowledge.torch.curvature import may_differentiate_twice
from gradsight.knowledge.torch.saving import torch_keeps_saved
from gradsight.meaning import Meaning
from gradsight.syntax import Block, Module, Project, Source


class Machine:
    """Runs one program. All of the current path is in `state`; all that was learnt in `recorder` and `log`."""

    def __init__(self, path: str, module: Module, project: Project, memory: Memory) -> None:
        self.path = path
        self.project = project
        self.memory = memory
        self.clock = Clock()
        self.state = State(Heap({}, (), Reads()))
        self.notes = Notes()
        self.note_in(self.notes)
        self.frames: list[Frame] = []
        self.attempts: list[Attempt] = []
        self.round: Round = "once"
        self.backwards = 0
        self.steps = 0
        self.limit = STEPS
        self.running: list[Code] = []
        self.again: dict[Code, int] = {}
        """How often each has called itself since it was last called from outside."""
        self.mros: dict[int, list[Value]] = {}
        self.twice = may_differentiate_twice(module.text.source)
        self.saves = True
        self.splits = Splits()
        self.imports = Imports()
        self.options_at: set[int] = set()
        """The depths of the frames in which options of one value are followed."""
        self.read(path, module)

    def note_in(self, notes: Notes) -> Notes:
        """From now on what is learnt goes there; answers where it went."""
        before, self.notes = self.notes, notes
        self.log, self.recorder, self.grad_reads = notes.log, notes.recorder, notes.grad_reads
        return before

    # Where we are

    @property
    def frame(self) -> Frame:
        return self.frames[-1]

    @property
    def statement(self) -> Place:
        return self.frames[-1].statement

    def place(self, node: cst.CSTNode) -> Place:
        return self.frames[-1].code.place(node)

    def visit(self, place: Place) -> Visit:
        option = len(self.frames) in self.options_at
        certain = self.state.certain and not self.recorder.vague and not option
        return Visit(place, certain, self.round, site(self.frames, self.path, place), option)

    def source(self, place: Place) -> str:
        """The program's own text there."""
        layout = self.imports.layouts.get(place.path)
        return "" if layout is None else layout.text(place.start, place.end)

    def code(self, node: cst.CSTNode, base: int, spans: Spans) -> Code:
        """The one `Code` of a node of the file whose code is run now."""
        return self.memory.code(node, base, spans, self.frames[-1].code.path)

    # The project

    def read(self, path: str, module: Module) -> None:
        """A text that is run is told where its homes are."""
        self.imports.texts[path] = module
        self.imports.layouts[path] = self.memory.layout(path, module)
        self.twice = self.twice or may_differentiate_twice(module.text.source)
        self.saves = self.saves and torch_keeps_saved(module.text.source)

    def home(self, path: str, block: Block) -> int:
        return self.imports.layouts[path].home(block)

    def source_of(self, name: str) -> Source | None:
        """What the project has under a dotted name."""
        sources = self.imports.sources
        if name not in sources:
            sources[name] = self.project.find(name)
        self.notes.asked[name] = sources[name]
        return sources[name]

    def meaning(self, name: str) -> Meaning | None:
        """What a name of a library stands for; None as long as nobody has looked."""
        found = self.notes.wondered[name] = self.project.meaning(name)
        return found

    def mark(self) -> Mark:
        """This moment, before paths part."""
        return Mark(self.clock.now + 1, len(self.state.heap.journal))

    def id(self) -> int:
        return self.clock.tick()

    def new(self, found: Object) -> Ref:
        self.state.heap[id := self.clock.tick()] = found
        if isinstance(found, Tensor):
            self.steps += 3 + len(found.reach.may) // 50
            self.log.leaves.update({id: found} if found.states == Grad.LEAF else {})
        return Ref(id)

    def unknown(self, node: cst.CSTNode, text: str) -> Unknown:
        return Unknown(Why(self.place(node), text))

    # Evaluating

    def eval(self, node: cst.BaseExpression) -> Value:
        """The value of an expression, recorded as a fact of it."""
        self.steps += 1
        if self.steps > self.limit:
            raise OutOfSteps
        evaluate = EVALUATE.get(type(node))
        value = self.unknown(node, "this form is not followed") if evaluate is None else evaluate(self, node)
        self.record(node, value)
        if node not in self.splits.assumed:
            return value
        from gradsight.interpret.splitting import answered

        return answered(self, node, value)

    def record(self, node: cst.CSTNode, value: Value) -> None:
        code = self.frames[-1].code
        span = code.spans.get(node)
        if span is not None and span[0] < span[1]:
            self.recorder.record((code.path, code.base + span[0], code.base + span[1]), value, self.state)

    def exec(self, node: cst.CSTNode) -> None:
        self.steps += 1
        execute = EXECUTE.get(type(node))
        if execute is not None:
            execute(self, node)

    def body(self, statements: Sequence[cst.CSTNode]) -> None:
        """Runs statements until the path ends."""
        from gradsight.interpret.splitting import run_body

        run_body(self, statements)

    # Paths

    def fail(self) -> None:
        """Torch, or Python, certainly raises here: the path goes on in handlers only; what follows only would be."""
        if self.state.certain:
            note_raised(self.attempts, self.state)
            self.state.certain = False

    def join_states(self, states: list[State], since: Mark, **how: bool) -> State:
        """The state after any of these paths; `how` as of `join`."""
        return self.join_all([(state, None) for state in states], since, **how)[0]

    def join_all(
        self, ends: Sequence[tuple[State, Value | None]], since: Mark, **how: bool
    ) -> tuple[State, Value | None]:
        """The state and value after any of these ends; dead ones, and uncertain ones beside certain ones, do not count."""
        alive = [end for end in ends if not end[0].dead]
        if any(state.certain for state, _ in alive):
            alive = [end for end in alive if end[0].certain]
        if not alive:
            ends[0][0].dead = True
            return ends[0]
        # By pairs, so that what one of many paths has written is looked at few times; rounds of a loop in their order.
        while len(alive) > 1:
            pairs = [alive[at : at + 2] for at in range(0, 2 if how else len(alive), 2)]
            alive = [*(self._join_pair(pair, since, **how) for pair in pairs), *alive[2 * len(pairs) :]]
        return alive[0]

    def _join_pair(
        self, pair: Sequence[tuple[State, Value | None]], since: Mark, **how: bool
    ) -> tuple[State, Value | None]:
        if len(pair) == 1:
            return pair[0]
        (a, x), (b, y) = pair
        joined = self.join_two(a, b, since, x, y, **how)
        return joined.state, joined.extra

    def join_two(
        self, a: State, b: State, since: Mark, x: Value | None = None, y: Value | None = None, **how: bool
    ) -> Joined:
        self.steps += (len(a.heap.journal) + len(b.heap.journal) - 2 * since.writes) // 2
        before = a.fork() if how.get("widen") else a
        joined = join(a, b, since, x, y, **how)
        joined = collapse(joined, since, before, x) if how.get("widen") else joined
        self.log.unite(joined.ids)
        return joined

    def either(self, branches: Sequence[Callable[[], Value]]) -> Value:
        """Runs alternatives side by side from here and joins their ends; answers the joined value."""
        if len(branches) == 1:
            return branches[0]()
        since, start = self.mark(), self.state
        ends: list[tuple[State, Value | None]] = []
        for branch in branches:
            self.state = start.fork()
            value = branch()
            ends.append((self.state, value))
        self.state, joined = self.join_all(ends, since)
        return NONE if joined is None else joined

    def each(self, values: Sequence[Value], run: Callable[[Value], Value]) -> Value:
        """`either` over what a value may be. Unless all are tensors, what is done to it here is not certain; what is called is."""
        before, owners = self.options_at, [value.receiver if isinstance(value, Method) else value for value in values]
        alike = len(values) == 1 or all(isinstance(each, Ref) and self.state.tensor(each.id) for each in owners)
        self.options_at = before if alike else {*before, len(self.frames)}
        log, ends = self.log, [len(self.log.events)]

        def followed(value: Value) -> Value:
            result = run(value)
            ends.append(len(log.events))
            return result

        try:
            return self.either([partial(followed, value) for value in values])
        finally:
            self.options_at = before
            log.doubt(ends)

    @contextmanager
    def switched(self, mode: Mode) -> Iterator[None]:
        """Grad mode `mode` inside, the former one after."""
        before, self.state.mode = self.state.mode, mode
        with leaving_in(before, self.attempts):
            try:
                yield
            finally:
                self.state.mode = before

    def vaguely(self) -> AbstractContextManager[None]:
        """Inside, of each tensor only that it is one is recorded."""
        return self.recorder.vaguely()

    def result_only(self) -> AbstractContextManager[None]:
        """Inside, the program is run for its result only: nothing that happens is kept."""
        from gradsight.interpret.result_only import result_only

        return result_only(self)

    # What knowledge asks for. The forms are imported late: they evaluate through this machine in turn.

    def key(self, value: Value) -> Value | None:
        from gradsight.interpret.keys import key_of

        return key_of(self, value)

    def truth(self, value: Value) -> Tri:
        from gradsight.interpret.truth import truth

        return truth(self.state, value)

    def call(self, function: Value, args: Args, place: Place) -> Value:
        from gradsight.interpret.calls import call

        return call(self, function, args, place)

    def iterate(self, value: Value, lazily: bool = False) -> Items:
        from gradsight.interpret.iteration import iterate

        return iterate(self, value, lazily)

    def attribute(self, value: Value, name: str, place: Place) -> Value:
        from gradsight.interpret.attributes import get

        return get(self, value, name, place)

    def item(self, value: Value, index: Value, place: Place) -> Value:
        from gradsight.interpret.subscripts import get_item

        return get_item(self, value, index, place)

    def set_attribute(self, value: Value, name: str, new: Value, place: Place, plainly: bool = False) -> None:
        from gradsight.interpret.writing import put

        put(self, value, name, new, place, plainly)

    def returned(self, owner: Value, method: str) -> Place | None:
        """The last `return` of a method of a class, or its whole definition."""
        from gradsight.interpret.functions import last_return

        return last_return(self, owner, method)

    def modes(self, context: Generator) -> tuple[Mode, Mode]:
        """The grad mode inside a context that is a generator, and after it, if it is entered here."""
        from gradsight.interpret.generators import modes

        return modes(self, context)

    def closure(self, code: Function | Class) -> Closure:
        from gradsight.interpret.closures import closure

        return closure(self, code)

    def has(self, cls: Value, name: str) -> bool:
        from gradsight.interpret.classes import find

        return find(self, cls, name) is not None

    def is_instance(self, value: Value, cls: Value) -> Tri:
        from gradsight.interpret.typing import is_instance

        return is_instance(self, value, cls)

    def binary(self, name: str, left: Value, right: Value, place: Place) -> Value:
        from gradsight.interpret.operators import combine

        return combine(self, name, left, right, place)

    def library_base(self, cls: Value) -> Value | None:
        from gradsight.interpret.classes import library_base

        return library_base(self, cls)

    def is_subclass(self, cls: Value, name: str) -> Tri:
        from gradsight.interpret.classes import is_subclass

        return is_subclass(self, cls, name)
