"""`service kinds`: what papers this office can make, and what each of them asks for."""

from argparse import Namespace
from typing import Any

from forms import load_kinds
from forms.schema import json_schema
from service.cli.output import print_json
from service.domain.kinds import DocumentKind
from service.settings import Settings


def run(args: Namespace, settings: Settings) -> int:
    kinds = load_kinds()
    if args.json:
        print_json([kind_object(kind) for kind in kinds])
    else:
        width = max(len(kind.code) for kind in kinds)
        for kind in kinds:
            print(f"{kind.code:{width}}  {kind.name} ({kind.article})")
    return 0


def kind_object(kind: DocumentKind) -> dict[str, Any]:
    """The stable JSON form of a kind; new keys may come, these stay."""
    return {
        "code": kind.code,
        "name": kind.name,
        "symbol": kind.symbol,
        "article": kind.article,
        "form_version": kind.form_version,
        "register": kind.register.value,
        "needs_source": kind.needs_source,
        "schema": json_schema(kind),
        "sample": dict(kind.sample),
    }
