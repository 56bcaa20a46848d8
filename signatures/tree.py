"""Cây đối tượng PDF — walking a file opened by pyHanko without trusting it."""

from collections.abc import Iterator
from typing import Any

MAX_NODES = 20_000


def entry(parent: Any, key: str, default: Any = None) -> Any:
    """The entry with references followed; pyHanko's own `get` leaves them unresolved."""
    try:
        return parent[key]
    except KeyError:
        return default


def dictionary(parent: Any, key: str) -> Any:
    """The entry if it is a dictionary, else an empty one."""
    value = entry(parent, key)
    return value if hasattr(value, "keys") else {}


def page_references(root: Any) -> Iterator[Any]:
    """References of the pages in order; ValueError for a tree that runs in a circle."""
    waiting = [root.raw_get("/Pages")]
    for _ in range(MAX_NODES):
        if not waiting:
            return
        reference = waiting.pop()
        node = reference.get_object()
        if "/Kids" in node:
            waiting.extend(reversed(list(node["/Kids"])))
        else:
            yield reference
    raise ValueError("page tree too large or running in a circle")
