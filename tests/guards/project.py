"""The project's own files, as every guard sees them."""

from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("service", "forms", "signatures", "doc_templates")
NOT_OURS = frozenset(
    {
        ".git",
        ".venv",
        "__pycache__",
        ".pytest_cache",
        ".ruff_cache",
        ".mypy_cache",
        ".import_linter_cache",
        "var",
        "output",
        "build",
    }
)


def files(root: Path, *folders: str, suffixes: tuple[str, ...] = ()) -> Iterator[Path]:
    """Every file below the folders (or the whole root) that belongs to the project, sorted."""
    for start in [root / folder for folder in folders] or [root]:
        for path in sorted(start.rglob("*")):
            parts = path.relative_to(root).parts
            is_ours = NOT_OURS.isdisjoint(parts) and not any(
                part.endswith(".egg-info") for part in parts
            )
            if is_ours and path.is_file() and (not suffixes or path.suffix in suffixes):
                yield path


def source_files(root: Path) -> Iterator[Path]:
    """Python files of the program itself."""
    return files(root, *PACKAGES, suffixes=(".py",))


def name_of(root: Path, path: Path) -> str:
    return path.relative_to(root).as_posix()


def tree(root: Path, contents: dict[str, str]) -> Path:
    """Write a small project for a guard's twin; returns its root."""
    for name, text in contents.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return root
