"""`python -m bench [NAME …]`: measure, and hold every figure against its promise.

A name is a module of this package with a `run()`; all of them when none is given. `--check` exits
with 1 when a promise is broken; without it the figures are only told, since a busy machine
proves nothing.
"""

import argparse
import importlib
import os
import pkgutil
import platform
import sys
import time

import bench
from bench.rows import Row

NOT_MEASURING = ("__main__", "rows", "search_archive", "search_tantivy")
MODULES = tuple(
    sorted(
        one.name for one in pkgutil.iter_modules(bench.__path__) if one.name not in NOT_MEASURING
    )
)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(MODULES))
    parser.add_argument("--check", action="store_true", help="exit with 1 when a promise is broken")
    args = parser.parse_args()
    unknown = sorted(set(args.names) - set(MODULES))
    if unknown:
        parser.error(f"no such bench: {', '.join(unknown)}; there are {', '.join(MODULES)}")
    rows: list[Row] = []
    for name in args.names or MODULES:
        start = time.perf_counter()
        print(f"… {name}", file=sys.stderr, flush=True)
        module = importlib.import_module(f"bench.{name}")
        rows += module.run() if hasattr(module, "run") else []
        print(f"  {name} took {time.perf_counter() - start:.0f} s", file=sys.stderr, flush=True)
    print(machine())
    print(table(rows))
    broken = [row for row in rows if row.kept is False]
    return 1 if args.check and broken else 0


def machine() -> str:
    """Figures mean nothing without it."""
    return (
        f"{os.cpu_count()} cores, {platform.machine()}, {platform.system()} {platform.release()}, "
        f"Python {platform.python_version()}"
    )


def table(rows: list[Row]) -> str:
    """One line per row: figures, promise, and the ratio to another row of the same run."""
    lines = [("", "median", "p95", "", "promise", "", "ratio")]
    by_name = {row.name: row for row in rows}
    for row in rows:
        lines.append(
            (
                row.name,
                number(row.median),
                number(row.p95),
                row.unit,
                promise(row),
                {True: "kept", False: "BROKEN", None: ""}[row.kept],
                ratio(row, by_name),
            )
        )
    widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
    left = (0, 3, 5, 6)
    return "\n".join(
        "  ".join(
            cell.ljust(width) if column in left else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    )


def number(figure: float | None) -> str:
    if figure is None:
        return ""
    return f"{figure:.0f}" if figure >= 1000 else f"{figure:.3g}"


def promise(row: Row) -> str:
    if row.target is None:
        return ""
    sign = "≥" if row.better == "higher" else "≤"
    return f"{sign} {number(row.target)}"


def ratio(row: Row, by_name: dict[str, Row]) -> str:
    """How many times better this row is than the one it names."""
    other = by_name.get(row.ratio_to or "")
    if other is None or not row.median or not other.median:
        return ""
    times = row.median / other.median if row.better == "higher" else other.median / row.median
    return f"{times:.1f}× {other.name}"


if __name__ == "__main__":
    sys.exit(main())
