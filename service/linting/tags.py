"""Dấu mẫu — the placeholders of a template, read one by one where they stand.

Only a small language is taken: print a field, repeat for a list, print if there is something.
What else Jinja knows (calls, assignments, inclusion, arithmetic) is refused, so that a template
can neither compute nor reach anything: filling one costs no more than its text.
"""

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from jinja2 import TemplateError, nodes
from jinja2.sandbox import SandboxedEnvironment

from service.linting.fields import Field, Shape
from service.linting.places import Place
from service.linting.report import Level, Problem

MOST_LOOPS = 2
FILTERS = frozenset({"upper", "lower", "trim", "length", "first", "last"})
LOOP = frozenset({"index", "index0", "first", "last", "length"})

_BRACES = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|#\}")
_CLOSED_BY = {"{{": "}}", "{%": "%}", "{#": "#}"}
_TAG = re.compile(r"\{\{(.*?)\}\}|\{%(.*?)%\}", re.DOTALL)
_PREFIX = re.compile(r"^[-+]?(p|tr|tc|r)?\s(.*)$", re.DOTALL)
_CURLY_QUOTES = str.maketrans("“”‘’", "\"\"''")

_environment = SandboxedEnvironment(autoescape=True)


@dataclass(slots=True)
class _Open:
    """A block that is not closed yet: ``for`` or ``if``, where, and the loop's own name."""

    word: str
    place: Place
    prefix: str
    target: str = ""
    listed: str = ""
    item: Field | None = None
    seen_else: bool = False


@dataclass(slots=True)
class TagReader:
    """Reads the paragraphs of one part after another; `problems` and `asked` are what it found.

    `asked` maps the fields that are printed (those of records as ``annexes.title``) to the letter
    they are written with, as ``p``. Not `strict`, everything may be asked for: so our own
    template is read.
    """

    fields: Mapping[str, Field]
    strict: bool = True
    problems: list[Problem] = field(default_factory=list)
    asked: dict[str, str] = field(default_factory=dict)
    _open: list[_Open] = field(default_factory=list)

    def read(self, places: Iterator[Place]) -> None:
        part = ""
        for place in places:
            if place.part != part:
                self._end()
                part = place.part
            if self._balanced(place):
                self._paragraph(place)
        self._end()

    def _end(self) -> None:
        for block in self._open:
            self._say(
                block.place, f"{{% {block.word} … %}} được mở mà không có {{% end{block.word} %}}."
            )
        self._open.clear()

    def _balanced(self, place: Place) -> bool:
        """Each mark is closed in its paragraph, before the next is opened."""
        opened = ""
        for found in _BRACES.findall(place.text):
            if not opened and found in _CLOSED_BY:
                opened = found
            elif opened and found == _CLOSED_BY[opened]:
                opened = ""
            elif opened:
                break
            else:
                self._say(place, f"Dấu {found} đóng mà không có dấu mở đứng trước.")
                return False
        if opened:
            self._say(place, f"Dấu {opened} được mở mà không có {_CLOSED_BY[opened]} đóng lại.")
        return not opened

    def _paragraph(self, place: Place) -> None:
        for tag in _TAG.finditer(place.text):
            printed = tag.group(1) is not None
            inner = (tag.group(1) if printed else tag.group(2)).translate(_CURLY_QUOTES)
            found = _PREFIX.match(f"{inner} " if inner.strip() == inner else inner)
            prefix = (found.group(1) or "") if found else ""
            code = (found.group(2) if found else inner).strip().strip("-+").strip()
            alone = place.text.strip() == tag.group(0)
            if prefix == "p" and not alone:
                self._say(place, f"{tag.group(0)} phải đứng một mình trong đoạn của nó.")
            elif not code:
                self._say(place, f"{tag.group(0)} không ghi gì bên trong.")
            elif printed:
                self._printed(place, tag.group(0), prefix, code)
            else:
                self._command(place, tag.group(0), prefix, code)

    # Printing

    def _printed(self, place: Place, tag: str, prefix: str, code: str) -> None:
        tree = self._parsed(place, tag, f"{{{{ {code} }}}}")
        if tree is None:
            return
        expression = next(iter(tree.find_all(nodes.Output))).nodes[0]
        what = self._shape(place, expression, prefix)
        if what is None or not self.strict:
            return
        if what.shape is Shape.DRAWN and prefix != "p":
            self._say(
                place,
                f"“{what.name}” là phần được vẽ: ghi {{{{p {code} }}}}, một mình trong một đoạn.",
            )
        elif what.shape is Shape.TEXT and prefix == "p":
            self._say(place, f"“{what.name}” là chữ: ghi {{{{ {code} }}}}, không có chữ p.")
        elif what.shape is Shape.RECORD:
            self._say(place, f"“{what.name}” có nhiều phần: ghi {{{{ {code}.phần }}}}.")
        elif what.shape in (Shape.TEXTS, Shape.RECORDS):
            self._say(
                place,
                f"“{what.name}” là danh sách: ghi {{%p for item in {code} %}}, "
                "{{ item }}, {%p endfor %}, mỗi dấu một đoạn.",
            )

    # Commands

    def _command(self, place: Place, tag: str, prefix: str, code: str) -> None:
        word = code.split(maxsplit=1)[0]
        match word:
            case "for" | "if":
                self._begin(place, tag, prefix, code)
            case "elif" | "else":
                self._otherwise(place, tag, code)
            case "endfor" | "endif":
                self._close(place, word, prefix)
            case _:
                self._say(
                    place, f"Lệnh “{word}” không dùng được trong mẫu; chỉ có for, if, elif, else."
                )

    def _begin(self, place: Place, tag: str, prefix: str, code: str) -> None:
        word = code.split(maxsplit=1)[0]
        block = _Open(word, place, prefix)
        self._open.append(block)
        tree = self._parsed(place, tag, f"{{% {code} %}}{{% end{word} %}}")
        if tree is None:
            return
        node = tree.body[0]
        if isinstance(node, nodes.If):
            self._shape(place, node.test, None)
        elif isinstance(node, nodes.For):
            self._loop(place, tag, block, node)

    def _loop(self, place: Place, tag: str, block: _Open, node: nodes.For) -> None:
        if sum(one.word == "for" for one in self._open) > MOST_LOOPS:
            self._say(place, f"{tag}: nhiều nhất {MOST_LOOPS} vòng lặp lồng nhau.")
        if node.test is not None or node.recursive or not isinstance(node.target, nodes.Name):
            self._say(place, f"{tag}: chỉ viết được {{% for item in danh_sách %}}.")
            return
        listed = self._shape(place, node.iter, "")
        block.target = node.target.name
        block.listed = node.iter.name if isinstance(node.iter, nodes.Name) else ""
        if listed is None or not self.strict:
            return
        if listed.shape in (Shape.TEXT, Shape.DRAWN, Shape.RECORD):
            self._say(place, f"“{listed.name}” không phải danh sách nên không lặp được.")
        elif listed.shape is Shape.RECORDS:
            block.item = Field(listed.name, Shape.RECORDS, listed.items)
        elif listed.shape is Shape.TEXTS:
            block.item = Field(listed.name, Shape.TEXT)

    def _otherwise(self, place: Place, tag: str, code: str) -> None:
        word = code.split(maxsplit=1)[0]
        if not self._open or self._open[-1].word != "if" or self._open[-1].seen_else:
            self._say(place, f"“{word}” không đứng trong một {{% if … %}} nào.")
            return
        self._open[-1].seen_else = word == "else"
        if word == "elif":
            condition = code.removeprefix("elif")
            tree = self._parsed(place, tag, f"{{% if {condition} %}}{{% endif %}}")
            if tree is not None:
                self._shape(place, tree.body[0].test, None)  # type: ignore[attr-defined]

    def _close(self, place: Place, word: str, prefix: str) -> None:
        if not self._open or f"end{self._open[-1].word}" != word:
            wanted = f"; đang chờ “end{self._open[-1].word}”" if self._open else ""
            self._say(place, f"“{word}” không có “{word[3:]}” nào đứng trước để đóng{wanted}.")
            return
        block = self._open.pop()
        if block.prefix != prefix:
            self._say(
                place,
                f"“{word}” phải ghi cùng kiểu với chỗ mở: {{%{block.prefix} {block.word} … %}} "
                f"thì đóng bằng {{%{block.prefix} {word} %}}.",
            )

    # Expressions

    def _parsed(self, place: Place, tag: str, source: str) -> nodes.Template | None:
        try:
            return _environment.parse(source)
        except TemplateError:
            self._say(place, f"{tag} viết sai cú pháp: bên trong chỉ ghi tên trường, không dấu.")
            return None
        except RecursionError:
            self._say(place, "Dấu mẫu lồng nhau quá sâu.")
            return None

    def _shape(self, place: Place, node: nodes.Node, prefix: str | None) -> Field | None:
        """What an expression is, its names looked up; None when that cannot be said.

        `prefix` None: it is only tested, not printed.
        """
        match node:
            case nodes.Name():
                return self._named(place, node.name, prefix)
            case nodes.Getattr():
                return self._part_of(place, node, prefix)
            case nodes.Filter() if node.name in FILTERS and not node.args and node.node is not None:
                self._shape(place, node.node, prefix)
            case nodes.And() | nodes.Or() | nodes.Not() | nodes.Compare() | nodes.Operand():
                for child in node.iter_child_nodes():
                    self._shape(place, child, prefix)
            case nodes.Const() | nodes.TemplateData():
                pass
            case nodes.Filter():
                known = ", ".join(sorted(FILTERS))
                self._say(place, f"Bộ lọc “{node.name}” không dùng được; chỉ có {known}.")
            case _:
                what = _FORBIDDEN.get(type(node).__name__, "phép tính")
                self._say(place, f"Mẫu không được {what}: chỉ ghi tên trường.")
        return None

    def _named(self, place: Place, name: str, prefix: str | None) -> Field | None:
        for block in reversed(self._open):
            if block.target == name:
                return block.item
        if name == "loop" and any(block.word == "for" for block in self._open):
            return Field("loop", Shape.RECORDS, {one: Field(one, Shape.TEXT) for one in LOOP})
        if prefix is not None:
            self.asked.setdefault(name, prefix)
        if name in self.fields or not self.strict:
            return self.fields.get(name)
        self._say(place, f"Không có trường “{name}”{_nearest(name, self.fields)}")
        return None

    def _part_of(self, place: Place, node: nodes.Getattr, prefix: str | None) -> Field | None:
        if node.attr.startswith("_"):
            self._say(place, f"Mẫu không được đọc “{node.attr}”: chỉ ghi tên trường.")
            return None
        owner = self._shape(place, node.node, None)
        name = self._record_name(node, owner)
        if name and prefix is not None:
            self.asked.setdefault(f"{name}.{node.attr}", prefix)
        if owner is None or not self.strict:
            return None
        if owner.shape in (Shape.RECORDS, Shape.RECORD) and node.attr in owner.items:
            found = owner.items[node.attr]
            return Field(f"{owner.name}.{found.name}", found.shape, found.items)
        self._say(
            place, f"“{owner.name}” không có phần “{node.attr}”{_nearest(node.attr, owner.items)}"
        )
        return None

    def _record_name(self, node: nodes.Getattr, owner: Field | None) -> str:
        """``annexes`` for ``annex.title``, also where shapes are not known."""
        if owner is not None:
            return "" if owner.name == "loop" else owner.name
        target = node.node.name if isinstance(node.node, nodes.Name) else ""
        return next((one.listed for one in reversed(self._open) if one.target == target), "")

    def _say(self, place: Place, message: str) -> None:
        self.problems.append(Problem(Level.MUST_FIX, message, place.where, place.shown))


_FORBIDDEN = {"Call": "gọi hàm", "Getitem": "dùng ngoặc vuông", "Test": "dùng phép thử “is”"}


def _nearest(name: str, known: Mapping[str, object]) -> str:
    """“; có phải “subject” không?” for a slip of the finger."""
    close = difflib.get_close_matches(name, list(known), 1, 0.6)
    return f"; có phải “{close[0]}” không?" if close else "."
