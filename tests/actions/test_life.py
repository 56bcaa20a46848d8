"""One paper from draft to archive."""

from service.domain.documents import FileRole
from service.domain.workflow import State
from service.store import documents, events
from tests.builders import a_document


def test_a_paper_lives_from_draft_to_archive(office):
    document = a_document(office, State.ARCHIVED)
    assert document.reference == "01/QĐ-UBND"
    assert [event.verb for event in events.of_document(office.db, document.id)] == [
        "create_draft",
        "submit",
        "approve",
        "take_number",
        "render_numbered",
        "issue",
        "archive",
    ]
    pdf = documents.current_file(office.db, document.id, FileRole.PDF)
    assert pdf.name == "01-QĐ-UBND.pdf"
    assert office.files.get(pdf.sha256).startswith(b"%PDF")
