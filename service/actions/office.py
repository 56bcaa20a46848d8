"""What the verbs need of the running office; `service.app.Office` is it."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from service.domain.agency import Agency
from service.domain.eligibility.law import ProviderLaw
from service.domain.kinds import DocumentKind, Kinds
from service.domain.numbering import IssueMark
from service.store.db import Database
from service.store.files import FileStore
from service.store.identity_vault import Vault


class RenderedPart(Protocol):
    """An annex or attached text that is a file of its own."""

    @property
    def name(self) -> str: ...
    @property
    def docx(self) -> bytes: ...
    @property
    def pdf(self) -> bytes: ...
    @property
    def text(self) -> str: ...


class RenderedFiles(Protocol):
    """One finished paper: Word bytes, PDF bytes and the PDF's text; `no_fields` says why a
    numbered paper carries no fields for digital signatures; `parts` are its further files."""

    @property
    def docx(self) -> bytes: ...
    @property
    def pdf(self) -> bytes: ...
    @property
    def text(self) -> str: ...
    @property
    def no_fields(self) -> str: ...
    @property
    def parts(self) -> Sequence[RenderedPart]: ...


class Office(Protocol):
    """Database, archive, kinds, the law of eligible providers, the vault and the press."""

    @property
    def db(self) -> Database: ...
    @property
    def files(self) -> FileStore: ...
    @property
    def kinds(self) -> Kinds: ...
    @property
    def law(self) -> ProviderLaw: ...
    @property
    def vault(self) -> Vault: ...

    def agency(self) -> Agency: ...

    def template(self, kind: DocumentKind) -> bytes: ...

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
    ) -> RenderedFiles: ...
