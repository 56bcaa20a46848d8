"""Trình tự ký — whose turn it is, and what numbering may do in the order of a paper
(NĐ 30/2020, Điều 14, Điều 15, Điều 32).

“Số trước”: number → person → seal, on the numbered file. “Ký trước”: the file is made with blank
number and date when the paper is approved; the person signs it; numbering fills the blanks of
that very file; then the seal locks it.
"""

from datetime import date, datetime
from urllib.parse import urlsplit

from service.actions.media import PDF_TYPE
from service.actions.office import Office
from service.domain.documents import Document, DocumentFile, FileRole, Person
from service.domain.errors import NotAllowed, Refused, WrongState
from service.domain.kinds import DocumentKind
from service.domain.numbering import VIETNAM, IssueMark
from service.domain.signing import (
    SIGNED_BY_SOMEBODY,
    Level,
    NumberOrder,
    SigningPolicy,
    SigningStep,
    Standing,
)
from service.domain.workflow import Role, State
from service.store import (
    annex_files,
    dispatches,
    documents,
    events,
    jobs,
    numbers,
    people,
    signing,
    specimens,
)
from service.store.jobs import Job
from service.store.moments import to_text
from signatures.filling import fill_number
from signatures.readying import SEAL_MM, readied

TO_SIGN = "render_to_sign"
EXPECTED_MONTH = "month"
"""Printed, it would tie the number to that month; blank, any day can be written in."""

NOT_NOW = {
    SigningStep.PREPARING: "Tệp trình ký đang được tạo; hãy đợi giây lát rồi tải lại trang.",
    SigningStep.PERSON: "Người có thẩm quyền chưa ký văn bản này; người ấy ký trước, rồi mới đến "
    "việc này (NĐ 30/2020, Điều 14, Điều 15, Điều 32).",
    SigningStep.NUMBER: "Văn bản chưa có số và thời gian; văn thư cấp số trước khi ký số của cơ "
    "quan (NĐ 30/2020, Điều 14).",
    SigningStep.FILLING: "Số và thời gian đang được ghi vào tệp; hãy đợi giây lát rồi tải lại.",
    SigningStep.SEAL: "Người có thẩm quyền đã ký; văn bản đang chờ chữ ký số của cơ quan.",
    SigningStep.DONE: "Văn bản đã ký đủ; không nhận thêm chữ ký nào.",
}


def save_policy(
    office: Office, policy: SigningPolicy, *, by: Person, now: datetime
) -> SigningPolicy:
    """Choose the order for papers that are approved from now on, others keep theirs; and the
    level that signed files are brought to. Refused (field ``timestamp_url``)."""
    by.require(Role.ADMINISTRATOR)
    _require_timestamps(policy)
    with office.db.write():
        if signing.policy(office.db) != policy:
            signing.save_policy(office.db, policy)
            events.add(
                office.db,
                "save_signing_policy",
                by,
                now,
                order=policy.order.value,
                digital=policy.digital,
                level=policy.level.value,
                timestamp_url=policy.timestamp_url,
            )
    return policy


def _require_timestamps(policy: SigningPolicy) -> None:
    parts = urlsplit(policy.timestamp_url)
    if policy.timestamp_url and (parts.scheme not in ("http", "https") or not parts.hostname):
        raise Refused(
            "Hãy ghi địa chỉ đầy đủ của dịch vụ, ví dụ http://tsa.ca.gov.vn.", "timestamp_url"
        )
    if policy.level is not Level.B_B and not policy.timestamp_url:
        raise Refused(
            f"Mức {policy.level} cần dấu thời gian: hãy ghi địa chỉ dịch vụ.", "timestamp_url"
        )


def order_for(office: Office, kind: DocumentKind) -> NumberOrder:
    """The order of a paper that is approved now. A copy's block has no blanks to fill."""
    order = signing.policy(office.db).order
    return NumberOrder.NUMBER_FIRST if kind.needs_source else order


def prepare_to_sign(office: Office, document: Document, now: datetime) -> None:
    """Have the file with blanks made, in the transaction that approved the paper."""
    if document.number_order == NumberOrder.SIGN_FIRST:
        key = f"{document.id}:{to_text(now)}"
        jobs.enqueue(office.db, TO_SIGN, document_id=document.id, key=key, now=now)


def render_to_sign(office: Office, job: Job, now: datetime) -> None:
    """Make the file that the person signs, with blank number and date; its bytes are frozen."""
    db = office.db
    document = documents.get_for_office(db, job.paper)
    if not _waits_for_file(office, document):
        return
    agency = documents.frozen_agency(db, document.id)
    if agency is None or document.template_sha256 is None:
        raise RuntimeError(f"document {document.id} is to be signed but was never approved")
    made = office.render(
        office.kinds[document.kind],
        agency,
        {name: value for name, value in document.answers.items() if name != EXPECTED_MONTH},
        IssueMark(),
        template=office.files.get(document.template_sha256),
    )
    seal_mm = specimens.seal_diameter(db) or SEAL_MM
    ready = readied(
        made.pdf, signer=document.signer_name, seal_mm=seal_mm, number_after_signature=True
    )
    sha256 = office.files.put(ready.pdf)
    with db.write():
        current = documents.get_for_office(db, document.id)
        if current.approved_at != document.approved_at or not _waits_for_file(office, current):
            return
        documents.note_file(db, sha256, len(ready.pdf), PDF_TYPE, now)
        name = f"{document.notation.replace('/', '-')} (trình ký).pdf"
        documents.link_file(db, document.id, FileRole.TO_SIGN, sha256, name=name, now=now)
        events.add(db, TO_SIGN, None, now, document.id, pdf=sha256, no_fields=ready.why_not)


def turn(office: Office, document_id: int, *, by: Person) -> tuple[Document, Standing]:
    """The paper and the signature that it waits for, which this person may give.

    WrongState when it waits for something else, NotAllowed when for somebody else.
    """
    document = documents.get(office.db, document_id, by)
    require_not_recalled(office, document)
    stand = signing.standing(office.db, document)
    if stand.step is SigningStep.PERSON:
        if document.approver_id != by.id:
            leader = people.get(office.db, document.approver_id or 0).name
            raise NotAllowed(f"Văn bản này chờ {leader} ký, không phải bạn.")
        by.require(Role.SIGNATORY)
    elif stand.step is SigningStep.SEAL:
        by.require(Role.CLERK)
        if stand.in_ink:
            raise WrongState(
                "Văn bản đã được ký tay; hãy đóng dấu bản giấy, quét lại và xác nhận bản quét."
            )
    else:
        raise WrongState(NOT_NOW[stand.step])
    return document, stand


def require_not_recalled(office: Office, document: Document) -> None:
    """WrongState for a recalled paper: it gets no further file (Điều 18 khoản 3)."""
    if dispatches.recall_of(office.db, document.id) is not None:
        raise WrongState("Văn bản đã thu hồi; không nhận thêm chữ ký nào. Hãy tải lại trang.")


def require_unmoved(office: Office, document: Document, begun: Standing) -> None:
    """WrongState when another signature, a number or a recall came first; in the keeping
    transaction."""
    require_not_recalled(office, document)
    stand = signing.standing(office.db, document)
    if (stand.step, stand.current) == (begun.step, begun.current):
        return
    before = signing.on_file(office.db, document.id, begun.base_file_id, begun.step)
    if before is not None:
        when = before.signed_at.astimezone(VIETNAM)
        raise WrongState(
            f"{before.signed_by_name} đã ký bước này lúc {when:%H:%M ngày %d/%m/%Y}; chữ ký sau "
            "không được nhận, văn bản giữ nguyên. Hãy tải lại trang."
        )
    raise WrongState("Văn bản vừa thay đổi trong lúc ký; chữ ký này không được nhận. " + RELOAD)


SIGNED_MARK = " (đã ký)"
RELOAD = "Hãy tải lại trang và ký trên bản mới nhất."


def require_signed(office: Office, document: Document) -> None:
    """WrongState unless this paper may take its number now, in its order."""
    if document.number_order != NumberOrder.SIGN_FIRST:
        return
    stand = signing.standing(office.db, document)
    if stand.step is not SigningStep.NUMBER:
        raise WrongState(NOT_NOW[stand.step])


def try_filling(office: Office, document: Document, day: date) -> None:
    """Refused before a number is taken that could not be written into the signed file."""
    if document.number_order != NumberOrder.SIGN_FIRST:
        return
    stand = signing.standing(office.db, document)
    person = stand.signature(SigningStep.PERSON)
    if stand.step is not SigningStep.NUMBER or person is None or person.in_ink:
        return
    kind = office.kinds[document.kind]
    series = numbers.series_for(office.db, kind.register, kind.code)
    try:
        fill_number(
            office.files.get(person.sha256),
            number=numbers.next_number(office.db, series.id, day.year),
            notation=document.notation,
            issued_on=day,
        )
    except Refused as refusal:
        raise Refused(refusal.message, field="issued_on") from refusal


def numbered_pdf(office: Office, document: Document, printed: bytes) -> bytes:
    """The file that carries the number: the signed one with its blanks filled, or `printed`
    where the number was printed first or the signature is on paper."""
    person = signing.standing(office.db, document).signature(SigningStep.PERSON)
    if document.number_order != NumberOrder.SIGN_FIRST or person is None or person.in_ink:
        return printed
    if document.number is None or document.issued_on is None:
        raise RuntimeError(f"document {document.id} has no number to fill in")
    return fill_number(
        office.files.get(person.sha256),
        number=document.number,
        notation=document.notation,
        issued_on=document.issued_on,
    )


def require_sealed(office: Office, document: Document) -> None:
    """WrongState when the agency has not signed what a person signed digitally (Điều 14), or
    nobody has signed although the office signs its papers in here."""
    stand = signing.standing(office.db, document)
    if stand.step is SigningStep.PERSON and signing.policy(office.db).digital:
        raise WrongState(
            "Văn bản chưa có ai ký nên chưa phát hành được; nếu đã ký tay trên bản giấy, hãy chọn "
            "“Nhận tệp đã ký hoặc bản ký tay” để ghi nhận rồi phát hành."
        )
    if stand.part:
        raise WrongState(missing_annexes(office, document))
    if stand.step is SigningStep.SEAL and not stand.in_ink:
        raise WrongState(
            "Văn bản đã được ký số nhưng chưa có chữ ký số của cơ quan; hãy ký số của cơ quan rồi "
            "phát hành (NĐ 30/2020, Điều 14)."
        )


def missing_annexes(office: Office, document: Document) -> str:
    """Which annexes lack the agency's signature, as a sentence; empty where none does."""
    due = annex_files.to_be_signed(office.db, document.id)
    names = "; ".join(annex_label(document, one) for one in due)
    return (
        f"Văn bản chưa ký đủ: còn thiếu chữ ký số của cơ quan trên {names}. Mỗi văn bản kèm theo "
        "là tệp riêng phải được cơ quan ký số (Phụ lục I, phần I NĐ 30/2020)."
        if names
        else ""
    )


def annex_label(document: Document, file: DocumentFile) -> str:
    """``Phụ lục I``, of the file ``05-QĐ-UBND - Phụ lục I.pdf``."""
    stem = file.name.removesuffix(".pdf").removesuffix(SIGNED_MARK)
    return stem.removeprefix(f"{document.reference} - ".replace("/", "-"))


def _waits_for_file(office: Office, document: Document) -> bool:
    return (
        document.state is State.APPROVED
        and document.number_order == NumberOrder.SIGN_FIRST
        and signing.file_to_sign(office.db, document) is None
    )


def hand_out(
    office: Office, document_id: int, *, by: Person, now: datetime, part: int = 0
) -> tuple[str, bytes]:
    """Name and bytes of the file that the next signature goes on, for a tool of one's own; with
    `part`, of that annex, which the agency signs."""
    by.require(Role.CLERK, Role.SIGNATORY)
    document = documents.get(office.db, document_id, by)
    stand = signing.standing(office.db, document)
    named = document.reference or document.notation
    part = part or stand.part
    if part:
        annex = _annex(office, document, part)
        stand, named = signing.on_annex(stand, annex), annex.name.removesuffix(".pdf")
    if stand.step not in SIGNED_BY_SOMEBODY:
        raise WrongState(NOT_NOW[stand.step])
    data = office.files.get(stand.current)
    with office.db.write():
        events.add(
            office.db, "download", by, now, document_id, role="to_sign", sha256=stand.current
        )
    return f"{named} (chờ ký).pdf".replace("/", "-"), data


def _annex(office: Office, document: Document, part: int) -> DocumentFile:
    due = annex_files.unsigned(office.db, document.id)
    found = next((one for one in due if one.part == part), None)
    if found is None:
        raise WrongState("Văn bản kèm theo này không còn chờ ký; hãy tải lại trang.")
    return found
