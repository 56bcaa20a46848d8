"""E-forms: one module per family of papers, found by scanning this package."""

import importlib
import pkgutil

from service.domain.kinds import Kinds


def load_kinds() -> Kinds:
    """Import every module of this package and collect its KINDS; duplicates are refused."""
    kinds = Kinds()
    for module_info in sorted(pkgutil.iter_modules(__path__), key=lambda info: info.name):
        module = importlib.import_module(f"{__name__}.{module_info.name}")
        for kind in getattr(module, "KINDS", ()):
            kinds.add(kind)
    return kinds
