"""`service check`, `verify` and `parse`: what one file says, measured and judged."""

from argparse import Namespace
from datetime import UTC, datetime
from pathlib import Path

from service.conformity import command as conformity
from service.domain.numbering import office_date
from service.reading import command as reading
from service.settings import Settings
from signatures import command as signatures


def check(args: Namespace, settings: Settings) -> int:
    return _said(conformity.run(Path(args.file), args.json))


def parse(args: Namespace, settings: Settings) -> int:
    today = office_date(datetime.now(UTC))
    return _said(reading.run(Path(args.file), args.json, convert=args.convert, today=today))


def verify(args: Namespace, settings: Settings) -> int:
    trust = Path(args.trust) if args.trust else settings.trust_folder
    if not args.trust:
        trust.mkdir(parents=True, exist_ok=True)
    base = Path(args.base) if args.base else None
    return _said(signatures.run(Path(args.file), args.json, trust, base=base))


def _said(outcome: tuple[int, str]) -> int:
    code, text = outcome
    print(text.rstrip("\n"))
    return code
