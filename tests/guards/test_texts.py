"""What people read is Vietnamese: pages, scripts, and every sentence of a refusal."""

import ast
import re
import unicodedata
from html.parser import HTMLParser
from pathlib import Path

from service.domain import errors
from tests.guards.project import ROOT, files, name_of, source_files, tree

# None of these is also a Vietnamese syllable.
ENGLISH = re.compile(
    r"\b(the|and|with|your|you|please|save|saved|cancel|delete|edit|remove|search|submit|close|"
    r"open|show|back|next|previous|page|home|error|warning|success|failed|loading|password|"
    r"login|logout|sign|user|name|date|number|document|draft|download|upload|click|here|"
    r"required|invalid|missing|settings|help|welcome|hello|yes|are|this|that|not|from)\b",
    re.IGNORECASE,
)
SHOWN_ATTRIBUTES = ("title", "aria-label", "placeholder", "alt", "data-confirm", "aria-description")
# A block of class names ends up in an attribute; names of keys are written as on the keyboard.
NOT_READ = re.compile(
    r"\{% block \w*class %\}.*?\{% endblock %\}|\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}"
    r"|\b(?:Ctrl|Alt|Shift)\+\w+",
    re.DOTALL,
)
JS_COMMENT = re.compile(r"/\*.*?\*/|(?<![:\"'`])//[^\n]*", re.DOTALL)
JS_STRING = re.compile(r"\"([^\"\n]*)\"|'([^'\n]*)'|`([^`]*)`")
REFUSALS = {name for name in vars(errors) if isinstance(getattr(errors, name), type)}


class _Shown(HTMLParser):
    """Collects what a reader sees or hears of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag, attrs):
        self._silent += tag in ("script", "style")
        is_labelled = tag == "input" and dict(attrs).get("type") in ("submit", "button", "reset")
        for name, value in attrs:
            shown = name in SHOWN_ATTRIBUTES or (name == "value" and is_labelled)
            if shown and value:
                self.texts.append(value)

    def handle_endtag(self, tag):
        self._silent -= tag in ("script", "style")

    def handle_data(self, data):
        if not self._silent:
            self.texts.append(data)


def english_in_page(text: str) -> set[str]:
    shown = _Shown()
    shown.feed(NOT_READ.sub(" ", text))
    return {word.lower() for piece in shown.texts for word in ENGLISH.findall(piece)}


def english_in_script(text: str) -> set[str]:
    """English in string literals that read like a sentence: they hold a blank."""
    literals = ("".join(groups) for groups in JS_STRING.findall(JS_COMMENT.sub("", text)))
    sentences = (text for text in literals if re.search(r"[A-Za-zÀ-ỹ] [A-Za-zÀ-ỹ]", text))
    shown = (text for text in sentences if not _is_selector(text))
    return {word.lower() for text in shown for word in ENGLISH.findall(text)}


def _is_selector(text: str) -> bool:
    return bool(re.search(r"[\[\]{}#>=<]|^use strict$|^\.|:not|\$\{", text))


def english(root: Path) -> list[str]:
    found = []
    for path in files(root, "service/web", suffixes=(".html", ".js")):
        text = path.read_text("utf-8")
        words = english_in_page(text) if path.suffix == ".html" else english_in_script(text)
        found += [f"{name_of(root, path)}: {word}" for word in sorted(words)]
    return found


def test_pages_and_scripts_speak_vietnamese():
    assert english(ROOT) == []


def test_english_on_a_page_is_named(tmp_path):
    root = tree(
        tmp_path,
        {
            "service/web/templates/a.html": '<h1>{{ title("Save the day") }}</h1>'
            "{% block main_class %}page{% endblock %}<script>const page = 1;</script>"
            '<input type="submit" value="Cancel"><button value="save">Lưu</button>'
            '<i title="Ctrl+Delete">Xóa</i>'
            '<img alt="Trang {{ number }}"><a title="Next" class="page back">Tiếp</a>',
            "service/web/static/a.js": "// the name of a page\nshow('Đã lưu nháp');\n"
            "show('Could not save');\nconst next = '.next .page';",
        },
    )
    assert english(root) == [
        "service/web/static/a.js: not",
        "service/web/static/a.js: save",
        "service/web/templates/a.html: cancel",
        "service/web/templates/a.html: next",
    ]


def foreign_refusals(root: Path) -> list[str]:
    """Refusals whose sentence holds no Vietnamese letter, as ``file:line``."""
    found = []
    for path in source_files(root):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and _name(node.func) in REFUSALS and node.args:
                words = _written(node.args[0])
                if words is not None and not _is_vietnamese(words):
                    found.append(f"{name_of(root, path)}:{node.lineno}")
    return found


def _name(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def _written(node: ast.expr) -> str | None:
    """The written-out part of a sentence; None when it comes from somewhere else."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        parts = [part.value for part in node.values if isinstance(part, ast.Constant)]
        return "".join(map(str, parts)) if parts else None
    return None


def _is_vietnamese(text: str) -> bool:
    marks = any(unicodedata.combining(char) for char in unicodedata.normalize("NFD", text))
    return marks or "đ" in text.lower()


def test_every_refusal_is_a_vietnamese_sentence():
    assert foreign_refusals(ROOT) == []


def test_an_english_refusal_is_named(tmp_path):
    root = tree(
        tmp_path,
        {
            "service/actions/a.py": 'raise Refused("Number is missing.")\n'
            'raise errors.NotFound(f"No {thing}")\n'
            'raise Refused("Chưa có số.")\n'
            "raise Refused(sentence)\n"
            'raise ValueError("a bug")\n',
        },
    )
    assert foreign_refusals(root) == ["service/actions/a.py:1", "service/actions/a.py:2"]
