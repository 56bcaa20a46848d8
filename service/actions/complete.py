"""Đủ mục để trình: a draft may be saved half done, what a leader is asked to sign may not."""

from forms.base import posted
from service.actions.copying import copy_errors
from service.actions.office import Office
from service.domain.documents import Document
from service.domain.errors import Refused


def require_complete(office: Office, document: Document, *, blanks_meant: bool) -> None:
    """Raise Refused with every wrong field's sentence, as the form itself would say it.

    Dots in the text are refused unless `blanks_meant` says that they are to be filled by hand.

    `errors` maps posted names (``recipients-2``) to sentences; ``source`` is the upload.
    """
    kind = office.kinds[document.kind]
    form = posted(kind.form, document.answers, office.agency())
    errors: dict[str, str] = {}
    if not form.validate():
        errors |= form.error_paths()
    errors = form.left_open() | ({} if blanks_meant else form.blanks_to_keep()) | errors
    if kind.needs_source:
        errors |= copy_errors(office, document)
    if errors:
        first = next(iter(errors.values()))
        more = f" (và {len(errors) - 1} mục khác)" if len(errors) > 1 else ""
        raise Refused(f"Chưa trình được: {first}{more}", errors=errors)
