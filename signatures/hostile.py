"""Tệp nguy hiểm — what is refused before anything else is asked of a foreign PDF.

Runs in the limited child only: readers raise exceptions of every class on such files.
"""

from collections.abc import Iterator
from typing import Any

from signatures.geometry import MM
from signatures.reasons import Reason, reason
from signatures.tree import dictionary, entry, page_references

MAX_BYTES = 50 * 1024 * 1024
MAX_PAGES = 500
MAX_SIDE_M = 5
TAIL_BYTES = 1024

DANGEROUS_ACTIONS = frozenset(
    (
        *("/JavaScript", "/Launch", "/SubmitForm", "/ImportData"),
        *("/Rendition", "/Movie", "/RichMediaExecute"),
    )
)
DANGEROUS_ANNOTATIONS = frozenset(("/RichMedia", "/Movie", "/Screen", "/3D"))
PROGRAMS = (".exe", ".com", ".bat", ".cmd", ".js", ".vbs", ".scr", ".ps1", ".jar", ".msi", ".lnk")
MAX_TREE = 10_000


def bytes_reasons(pdf: bytes) -> list[Reason]:
    """What the bytes alone tell."""
    if len(pdf) > MAX_BYTES:
        return [reason("too-big", limit=MAX_BYTES // 1024 // 1024)]
    if not pdf.startswith(b"%PDF-"):
        return [reason("not-pdf")]
    end = pdf.rfind(b"%%EOF")
    if end < 0:
        return [reason("broken")]
    return []


def junk_after_end(pdf: bytes) -> bool:
    """Anything but line ends behind the last end-of-file mark, or a second mark behind the last
    cross-reference: nobody reads it, so nobody may hide something there."""
    end = pdf.rfind(b"%%EOF")
    start = pdf.rfind(b"startxref")
    tail = pdf[end + 5 :].strip(b"\r\n \x00")
    cut_update = b" obj" in tail
    return (bool(tail) and not cut_update) or len(pdf[start:end].split()) != 2


def structure_reasons(reader: Any) -> list[Reason]:
    """What the opened file tells: encryption, size of pages, programs, active content."""
    if reader.encrypted:
        return [reason("encrypted")]
    root = reader.root
    found: list[Reason] = []
    form = dictionary(root, "/AcroForm")
    if "/XFA" in form:
        found.append(reason("xfa"))
    actions = set(_named_actions(root))
    for index, reference in enumerate(page_references(root)):
        page = reference.get_object()
        if index >= MAX_PAGES:
            return [*found, reason("too-many-pages", limit=MAX_PAGES)]
        if _too_large(page):
            return [*found, reason("huge-page", limit=MAX_SIDE_M)]
        actions.update(_page_actions(page))
    if actions:
        found.append(reason("active-content", what=", ".join(sorted(actions))))
    return [*found, *_attachments(root)]


def page_count(reader: Any) -> int:
    return sum(1 for _ in page_references(reader.root))


def _too_large(page: Any) -> bool:
    node = page
    for _ in range(64):
        if "/MediaBox" in node:
            x0, y0, x1, y1 = (float(value) for value in node["/MediaBox"])
            return max(abs(x1 - x0), abs(y1 - y0)) > MAX_SIDE_M * 1000 * MM
        if "/Parent" not in node:
            return False
        node = node["/Parent"]
    raise ValueError("page tree too deep")


def _named_actions(root: Any) -> Iterator[str]:
    if "/OpenAction" in root:
        yield from _action(root["/OpenAction"])
    for action in dictionary(root, "/AA").values():
        yield from _action(action.get_object() if hasattr(action, "get_object") else action)
    if "/JavaScript" in dictionary(root, "/Names"):
        yield "/JavaScript"


def _page_actions(page: Any) -> Iterator[str]:
    for key in dictionary(page, "/AA"):
        yield from _action(page["/AA"][key])
    for reference in entry(page, "/Annots", ()):
        annotation = reference.get_object()
        subtype = str(entry(annotation, "/Subtype"))
        if subtype in DANGEROUS_ANNOTATIONS:
            yield subtype
        if "/A" in annotation:
            yield from _action(annotation["/A"])
        for key in dictionary(annotation, "/AA"):
            yield from _action(annotation["/AA"][key])


def _action(action: Any) -> Iterator[str]:
    """The dangerous types in an action and those chained to it."""
    for _ in range(64):
        if not hasattr(action, "keys"):
            return
        kind = str(entry(action, "/S"))
        if kind in DANGEROUS_ACTIONS:
            yield kind
        if "/Next" not in action:
            return
        action = action["/Next"]


def _attachments(root: Any) -> list[Reason]:
    names = sorted(_file_names(dictionary(dictionary(root, "/Names"), "/EmbeddedFiles")))
    programs = [name for name in names if name.lower().endswith(PROGRAMS)]
    if programs:
        return [reason("program-attached", what=", ".join(programs))]
    return [reason("attachment", what=", ".join(names))] if names else []


def _file_names(tree: Any) -> Iterator[str]:
    waiting = [tree]
    for _ in range(MAX_TREE):
        if not waiting:
            return
        node = waiting.pop()
        for item in list(entry(node, "/Names", ()))[1::2]:
            specification = item.get_object()
            yield str(entry(specification, "/UF") or entry(specification, "/F") or "?")
        waiting.extend(kid.get_object() for kid in entry(node, "/Kids", ()))
