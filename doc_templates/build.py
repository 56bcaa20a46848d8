"""Dựng mẫu Word — `python -m doc_templates.build` writes every template of this release.

Each module of this folder that has a `build()` writes the template of its own name. The files
are committed; a test builds them anew and compares.
"""

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from pathlib import Path

FOLDER = Path(__file__).parent


def templates() -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Name of each template and what writes it."""
    for found in sorted(pkgutil.iter_modules([str(FOLDER)]), key=lambda one: one.name):
        module = importlib.import_module(f"doc_templates.{found.name}")
        build = getattr(module, "build", None)
        if build is not None:
            yield f"{found.name}.docx", build


def main() -> None:
    for name, build in templates():
        (FOLDER / name).write_bytes(build())


if __name__ == "__main__":
    main()
