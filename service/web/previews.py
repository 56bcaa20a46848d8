"""Xem trước — the pages of a paper as pictures: a draft as it is typed, or the issued file.

Made pages are kept in this process for a while under a key that depends on everything that is
printed, so that moving between pages costs nothing and typing the same again neither.
"""

import hashlib
import hmac
import json
import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import Blueprint, Flask, Response, current_app, url_for

from service.domain.agency import Agency
from service.domain.documents import Document, FileRole
from service.domain.errors import NotFound
from service.domain.numbering import IssueMark
from service.rendering.pages import page_count, page_image
from service.store import annex_files, documents, signing
from service.web.allow import allow, person
from service.web.frame import READERS, office

pages = Blueprint("previews", __name__)

DPI = 110
"""About 1.6 dots for each pixel of a page shown 560 wide: sharp, and small enough to be quick."""
KEPT_BYTES = 96 * 1024 * 1024


@dataclass(slots=True)
class Preview:
    """The files of one paper as they would be printed now, and the pictures made of them so far.

    `pdfs` are the paper's and those of its parts that are files of their own; `counts` their pages.
    """

    key: str
    document_id: int
    pdfs: tuple[bytes, ...]
    counts: tuple[int, ...]
    images: dict[int, bytes] = field(default_factory=dict)

    @property
    def count(self) -> int:
        return sum(self.counts)

    @property
    def urls(self) -> list[str]:
        return [
            url_for("previews.page", document_id=self.document_id, key=self.key, number=number)
            for number in range(1, self.count + 1)
        ]

    def image(self, number: int) -> bytes:
        if number not in self.images:
            pdf, page_of_file = self._place(number)
            self.images[number] = page_image(pdf, page_of_file, dpi=DPI)
        return self.images[number]

    def _place(self, number: int) -> tuple[bytes, int]:
        for pdf, count in zip(self.pdfs, self.counts, strict=True):
            if number <= count:
                return pdf, number
            number -= count
        raise NotFound("Trang xem trước này không còn; hãy tải lại.")

    @property
    def size(self) -> int:
        return sum(map(len, self.pdfs)) + sum(map(len, self.images.values()))


class PreviewShelf:
    """The last previews of this process, the longest unused dropped first."""

    def __init__(self, limit: int = KEPT_BYTES) -> None:
        self._kept: OrderedDict[str, Preview] = OrderedDict()
        self._lock = threading.Lock()
        self._limit = limit

    def find(self, key: str) -> Preview | None:
        with self._lock:
            preview = self._kept.get(key)
            if preview is not None:
                self._kept.move_to_end(key)
            return preview

    def keep(self, preview: Preview) -> Preview:
        with self._lock:
            self._kept[preview.key] = preview
            while len(self._kept) > 1 and sum(p.size for p in self._kept.values()) > self._limit:
                self._kept.popitem(last=False)
        return preview


@pages.get("/documents/<int:document_id>/pages/<key>/<int:number>.png")
@allow(*READERS)
def page(document_id: int, key: str, number: int) -> Response:
    """One page as a picture. Papers are made again when their preview is no longer kept."""
    document = documents.get(office().db, document_id, person())
    preview = shelf().find(key)
    if preview is None or preview.document_id != document_id:
        preview = of_document(document)
    if preview.key != key or not 1 <= number <= preview.count:
        raise NotFound("Trang xem trước này không còn; hãy tải lại.")
    return Response(preview.image(number), mimetype="image/png")


def of_document(document: Document) -> Preview:
    """The paper as it stands: signed, else numbered, else a draft with watermark.

    Raises RenderingFault or Busy.
    """
    issued = shown_sha256(document)
    if not issued:
        agency = documents.frozen_agency(office().db, document.id) or office().agency()
        return of_answers(document, document.answers, agency)
    hashes = [issued, *(file.sha256 for file in annex_files.shown(office().db, document.id))]
    key = key_of(document.id, *hashes)
    return shelf().find(key) or put(key, document.id, *map(office().files.get, hashes))


def shown_sha256(document: Document) -> str:
    """The file that stands for a paper once it is to be signed: as far as its signing has come."""
    signed = documents.current_file(office().db, document.id, FileRole.SIGNED)
    return signed.sha256 if signed else signing.standing(office().db, document).current


def of_answers(document: Document, answers: Mapping[str, Any], agency: Agency) -> Preview:
    """The draft with these answers instead of the saved ones; nothing is saved."""
    source = documents.current_file(office().db, document.id, FileRole.SOURCE)
    sha256 = source.sha256 if source else None
    template = document.template_sha256 or office().template_sha256(office().kinds[document.kind])
    key = key_of(document.id, document.kind, template, answers, repr(agency), sha256)
    kept = shelf().find(key)
    return kept or put(key, document.id, *draft_pdfs(document, answers, agency, sha256))


def draft_pdfs(
    document: Document, answers: Mapping[str, Any], agency: Agency, source_sha256: str | None
) -> list[bytes]:
    """With watermark and blank number; an approved paper is drawn with the template it keeps."""
    files = office().files
    rendered = office().render(
        office().kinds[document.kind],
        agency,
        answers,
        IssueMark(),
        source=files.get(source_sha256) if source_sha256 else None,
        template=files.get(document.template_sha256) if document.template_sha256 else None,
        watermark=True,
    )
    return [rendered.pdf, *(part.pdf for part in rendered.parts)]


def put(key: str, document_id: int, *pdfs: bytes) -> Preview:
    return shelf().keep(Preview(key, document_id, pdfs, tuple(map(page_count, pdfs))))


def key_of(*parts: Any) -> str:
    """Cannot be guessed, so that knowing a paper's number says nothing about its content."""
    text = json.dumps(parts, ensure_ascii=False, sort_keys=True, default=str)
    secret = current_app.config["SECRET_KEY"].encode()
    return hmac.new(secret, text.encode(), hashlib.sha256).hexdigest()[:32]


def shelf() -> PreviewShelf:
    kept: PreviewShelf = current_app.extensions["previews"]
    return kept


def add_previews(app: Flask) -> None:
    app.extensions["previews"] = PreviewShelf()
