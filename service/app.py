"""Wiring: settings → database, archive folder, kinds and converter, as one `Office`."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import resources
from typing import Any

from forms import load_kinds
from service.domain.agency import Agency
from service.domain.copying import CopyPlan, Medium
from service.domain.errors import RenderingFault
from service.domain.kinds import DocumentKind, Kinds
from service.domain.numbering import IssueMark, office_date
from service.domain.own_abbreviations import applied
from service.domain.tones import placed_all
from service.rendering import docx, inspect, stamps
from service.rendering.electronic_copies import electronic_copy
from service.rendering.pdf import Converter, open_converter
from service.rendering.prepare import prepare
from service.settings import Settings
from service.store import abbreviations, provider_law, specimens, word_templates
from service.store import agency as agencies
from service.store.db import Database, open_database
from service.store.files import FileStore
from service.store.identity_vault import Vault
from signatures.fields import ready_for_corner_signature
from signatures.names import SignatureField
from signatures.readying import SEAL_MM, readied


@dataclass(frozen=True, slots=True)
class RenderedPart:
    """Phụ lục hoặc văn bản kèm theo là tệp riêng (Phụ lục I, phần I, III.1.d), by its name."""

    name: str
    docx: bytes
    pdf: bytes
    text: str


@dataclass(frozen=True, slots=True)
class Rendered:
    """One paper as files: Word bytes, PDF bytes and the PDF's own text (NFC).

    `no_fields` says why a numbered paper carries no fields for digital signatures; else empty.
    `parts` are its annexes and attached texts that are files of their own.
    """

    docx: bytes
    pdf: bytes
    text: str
    no_fields: str = ""
    parts: tuple[RenderedPart, ...] = ()


NO_SOURCE = "Chưa có tệp PDF của bản cần sao."


class Press:
    """Answers → context → Word → PDF, the one way through for preview and issue alike.

    Needs no database: `service render` uses it alone. What differs between a preview and the
    issued file is only `mark` (blank or numbered) and the watermark.
    """

    def __init__(self, kinds: Kinds, converter: Converter) -> None:
        self.kinds = kinds
        self.converter = converter

    def template(self, kind: DocumentKind) -> bytes:
        """The Word template that a paper of a kind is made with now.

        An approved paper keeps its own copy, by SHA-256.
        """
        return self.own_template(kind)

    def seal_mm(self) -> float:
        """Diameter of the seal; a press without an office has no picture of it."""
        return SEAL_MM

    def own_template(self, kind: DocumentKind) -> bytes:
        """The Word template of this release for a kind."""
        return resources.files("doc_templates").joinpath(kind.template).read_bytes()

    def render(
        self,
        kind: DocumentKind,
        agency: Agency,
        answers: Mapping[str, Any],
        mark: IssueMark,
        *,
        source: bytes | None = None,
        template: bytes | None = None,
        watermark: bool = False,
    ) -> Rendered:
        """Make the paper; raises RenderingFault or Busy and leaves nothing behind.

        With a number it is made to be signed: the PDF carries empty fields for person and seal.
        `source` is the PDF that a certified copy is written under; its bytes are only read.
        """
        if kind.needs_source and source is None and not watermark:
            raise RenderingFault(NO_SOURCE, code="source-missing", permanent=True)
        # What is copied of another paper stays letter for letter.
        plan, answers = kind.plan(answers, agency), placed_all(answers, agency.tone_placement)
        context = kind.context(answers, agency, mark)
        files = docx.fill_all(template or self.template(kind), context)
        word, converted = files.paper, self.converter.convert(files.paper)
        if source is not None:
            pdf = self._copied(plan, source, converted, _title(kind, answers), draft=watermark)
        else:
            pdf = prepare(converted, title=_title(kind, answers))
        parts = tuple(
            self._part(one, mark, typed=_typed(answers), watermark=watermark) for one in files.apart
        )
        if watermark:
            return Rendered(word, stamps.watermark(pdf), "", parts=parts)
        if source is not None:
            # A copied original is another office's work: only the block is ours to check.
            inspect.require_issuable(converted, typed=_typed(answers))
            return Rendered(word, pdf, inspect.facts(pdf).text)
        no_fields = ""
        if mark.number is not None:
            signer = str(context.get("signer_name") or "")
            made = readied(pdf, signer=signer, seal_mm=self.seal_mm())
            pdf, no_fields = made.pdf, made.why_not
        found = inspect.require_issuable(pdf, typed=_typed(answers))
        return Rendered(word, pdf, found.text, no_fields, parts)

    def _copied(
        self, plan: CopyPlan, source: bytes, block: bytes, title: str, *, draft: bool
    ) -> bytes:
        """A certified copy: the source's pages, or what was typed of them, and the block or the
        field under which it is certified. The source itself goes inside what is issued."""
        shown, pages = source, plan.pages
        if plan.extract is not None:
            template = resources.files("doc_templates").joinpath(plan.extract_template)
            word = docx.fill(template.read_bytes(), plan.extract)
            shown, pages = prepare(self.converter.convert(word), title=title), ()
        evidence = None if draft else source
        if plan.medium is Medium.PAPER:
            return stamps.certify(shown, block, pages=pages, title=title, evidence=evidence)
        copy = electronic_copy(shown, pages=pages, title=title, evidence=evidence)
        return ready_for_corner_signature(copy, SignatureField.COPY).pdf

    def _part(
        self, part: docx.Apart, mark: IssueMark, *, typed: str, watermark: bool
    ) -> RenderedPart:
        """A file of its own; numbered, it has the agency's field at its top right (ô 14), which
        shows number, date and hour once it is signed."""
        pdf = prepare(self.converter.convert(part.word), title=part.section.title)
        if watermark:
            return RenderedPart(part.section.apart, part.word, stamps.watermark(pdf), "")
        if mark.number is not None:
            pdf = ready_for_corner_signature(pdf, SignatureField.ANNEX).pdf
        found = inspect.require_issuable(pdf, typed=typed)
        return RenderedPart(part.section.apart, part.word, pdf, found.text)


def _title(kind: DocumentKind, answers: Mapping[str, Any]) -> str:
    return str(answers.get("subject") or kind.name)


def _typed(answers: Any) -> str:
    """Every text of the answers: braces in it were written by a person."""
    if isinstance(answers, Mapping):
        return _typed(list(answers.values()))
    if isinstance(answers, list | tuple):
        return "\n".join(map(_typed, answers))
    return answers if isinstance(answers, str) else ""


class Office(Press):
    """A running office: the press with its database and archive.

    `clock` tells which day it is, since the office's own templates hold from a day on.
    """

    def __init__(
        self,
        settings: Settings,
        db: Database,
        files: FileStore,
        kinds: Kinds,
        converter: Converter,
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        super().__init__(kinds, converter)
        self.settings = settings
        self.law = provider_law.load(settings.data)
        self.vault = Vault(settings.data / "identity_key")
        self.db = db
        self.files = files
        self.clock = clock

    def agency(self) -> Agency:
        """The agency as it abbreviates today."""
        rows = abbreviations.rows(self.db)
        return applied(agencies.load(self.db), rows, office_date(self.clock()))

    def template(self, kind: DocumentKind) -> bytes:
        """The office's own template that holds today, else the one of this release."""
        chosen = word_templates.on_day(self.db, kind.code, office_date(self.clock()))
        return self.own_template(kind) if chosen is None else self.files.get(chosen.sha256)

    def seal_mm(self) -> float:
        return specimens.seal_diameter(self.db) or SEAL_MM

    def template_sha256(self, kind: DocumentKind) -> str:
        return hashlib.sha256(self.template(kind)).hexdigest()

    def close(self) -> None:
        self.converter.close()
        self.db.close()


def open_press(settings: Settings) -> Press:
    """The press alone, for making files without a server or an archive."""
    return Press(load_kinds(), converter_for(settings))


def converter_for(settings: Settings) -> Converter:
    return open_converter(
        size=settings.converters,
        timeout_s=settings.convert_timeout_s,
        run_folder=settings.run_folder,
    )


def build_office(settings: Settings) -> Office:
    """Open everything; raises an OfficeError sentence when the data folder cannot be used, or
    its table of law is wrong: that is looked at before anything is opened."""
    provider_law.load(settings.data)
    db = open_database(settings.database)
    return Office(
        settings, db, FileStore(settings.files_folder), load_kinds(), converter_for(settings)
    )
