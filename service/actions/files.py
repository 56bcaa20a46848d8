"""Tải tệp: archived bytes go out only after their hash was checked, and every time is noted."""

from datetime import datetime

from service.actions.access import require_files
from service.actions.office import Office
from service.domain.documents import DocumentFile, FileRole, Person
from service.domain.errors import NotFound
from service.store import documents, events


def download(
    office: Office,
    document_id: int,
    role: FileRole,
    *,
    by: Person,
    now: datetime,
    revision: int | None = None,
    part: int = 0,
) -> tuple[DocumentFile, bytes]:
    """The file a person may read, with its bytes; without `revision` the current one.

    `part` tells apart several files of one role.

    Raises NotFound, NotAllowed (only the pages were shown to this person), or ArchiveDamaged when
    the bytes are missing or altered.
    """
    documents.get(office.db, document_id, by)
    require_files(office, document_id, by)
    if revision is None:
        file = documents.current_file(office.db, document_id, role)
    else:
        every = documents.files(office.db, document_id)
        wanted = (role, revision, part)
        file = next((f for f in every if (f.role, f.revision, f.part) == wanted), None)
    if file is None:
        raise NotFound("Chưa có tệp này; nếu vừa cấp số, hãy đợi giây lát rồi tải lại trang.")
    data = office.files.get(file.sha256)
    with office.db.write():
        events.add(
            office.db,
            "download",
            by,
            now,
            document_id,
            role=role.value,
            revision=file.revision,
            sha256=file.sha256,
        )
    return file, data
