"""Editing Word files for the tests, with no help from the code under test."""

import copy
import io
import zipfile
from pathlib import Path

from lxml import etree

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
FORMS = Path(__file__).parent / "forms"
RUN_ORDER = ["rStyle", "rFonts", "b", "bCs", "i", "iCs", "caps", "color", "sz", "szCs"]
RUN_ORDER += ["highlight", "u", "vertAlign"]
PARAGRAPH_ORDER = ["pStyle", "keepNext", "numPr", "pBdr", "tabs", "spacing", "ind"]
PARAGRAPH_ORDER += ["contextualSpacing", "jc", "rPr"]


def w(name):
    return f"{{{W}}}{name}"


class Word:
    """One Word file taken apart; `bytes()` puts it together again."""

    def __init__(self, data):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            self.parts = {name: archive.read(name) for name in archive.namelist()}
        self.trees = {}

    def tree(self, name="word/document.xml"):
        if name not in self.trees:
            self.trees[name] = etree.fromstring(self.parts[name])
        return self.trees[name]

    @property
    def body(self):
        return self.tree().find(w("body"))

    @property
    def sections(self):
        return list(self.tree().iter(w("sectPr")))

    def bytes(self):
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in self.parts.items():
                changed = self.trees.get(name)
                text = content if changed is None else etree.tostring(changed)
                archive.writestr(name, text)
        return target.getvalue()

    def paragraphs(self):
        return [
            item
            for item in self.tree().iter(w("p"))
            if not any(local(up) == "Fallback" for up in item.iterancestors())
        ]

    def find(self, text, nth=0):
        """The nth paragraph whose text holds `text`; None when there is none."""
        found = [item for item in self.paragraphs() if text in text_of(item)]
        return found[nth] if len(found) > nth else None


def local(element):
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def text_of(paragraph):
    return "".join(item.text or "" for item in paragraph.iter(w("t")))


def runs_of(paragraph):
    return [run for run in paragraph.iter(w("r")) if run.find(w("t")) is not None]


def put(parent, name, order, **attributes):
    """The child `name`, in its place, with these attributes."""
    child = parent.find(w(name))
    if child is None:
        child = etree.Element(w(name))
        later = order[order.index(name) + 1 :]
        place = next((i for i, x in enumerate(parent) if local(x) in later), len(parent))
        parent.insert(place, child)
    for key, value in attributes.items():
        child.set(w(key.rstrip("_")), str(value))
    return child


def rpr(run):
    found = run.find(w("rPr"))
    if found is None:
        found = etree.Element(w("rPr"))
        run.insert(0, found)
    return found


def ppr(paragraph):
    found = paragraph.find(w("pPr"))
    if found is None:
        found = etree.Element(w("pPr"))
        paragraph.insert(0, found)
    return found


def style_runs(paragraph, *, size=None, bold=None, italic=None, font=None, color=None):
    for run in runs_of(paragraph):
        properties = rpr(run)
        if size is not None:
            put(properties, "sz", RUN_ORDER, val=round(size * 2))
        if bold is not None:
            put(properties, "b", RUN_ORDER, val=int(bold))
        if italic is not None:
            put(properties, "i", RUN_ORDER, val=int(italic))
        if color is not None:
            put(properties, "color", RUN_ORDER, val=color)
        if font is not None:
            put(properties, "rFonts", RUN_ORDER, ascii=font, hAnsi=font)
    return paragraph


def align(paragraph, value):
    put(ppr(paragraph), "jc", PARAGRAPH_ORDER, val=value)


def indent(paragraph, *, left=None, first=None):
    element = put(ppr(paragraph), "ind", PARAGRAPH_ORDER)
    for name in ("hanging", "start"):
        element.attrib.pop(w(name), None)
    if left is not None:
        element.set(w("left"), str(left))
    if first is not None:
        element.set(w("firstLine"), str(first))


def spacing(paragraph, **said):
    put(ppr(paragraph), "spacing", PARAGRAPH_ORDER, **said)


def set_text(paragraph, text):
    """All the words of a paragraph, in its first run with text."""
    holders = [item for run in runs_of(paragraph) for item in run.iter(w("t"))]
    holders[0].text = text
    holders[0].set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    for item in holders[1:]:
        item.text = ""


def replace(paragraph, old, new):
    """Replace words that stand within one piece of text; fails when they do not."""
    for item in paragraph.iter(w("t")):
        if item.text and old in item.text:
            item.text = item.text.replace(old, new, 1)
            return paragraph
    raise AssertionError(f"{old!r} is not in one piece of {text_of(paragraph)!r}")


def remove(element):
    element.getparent().remove(element)


def clone_after(paragraph, text):
    made = copy.deepcopy(paragraph)
    paragraph.addnext(made)
    set_text(made, text)
    return made


def form(name):
    return (FORMS / f"mau-{name}.docx").read_bytes()


def form_names():
    return sorted(path.stem.removeprefix("mau-") for path in FORMS.glob("mau-*.docx"))
