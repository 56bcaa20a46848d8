"""Ký mực — print sheet out, scan back, the clerk confirms (NĐ 30/2020, Điều 13, khoản 6;
Điều 15, khoản 2). The facts are recorded; nobody pretends that a scan is a digital signature."""

import json
from dataclasses import asdict, dataclass
from datetime import date, datetime

from service.domain.errors import Refused
from service.domain.numbering import office_date
from signatures.order import FIELD_STEPS, require_step
from signatures.two_phase import SignRequest
from signatures.ways import Signed, Waiting, sha256


@dataclass(frozen=True, slots=True)
class ScannedPaper:
    """The scan and what the clerk confirms: who signed, when, and that ink and seal are there.

    `pages` and `printed_pages` count sheets' sides of the scan and of the print sheet, both
    taken by the limited reader, not by the clerk.
    """

    scan: bytes
    pages: int
    printed_pages: int
    signer: str
    signed_on: date
    has_ink: bool
    has_seal: bool
    confirmed_by: str
    confirmed_at: datetime


@dataclass(frozen=True, slots=True)
class WetInkRecord:
    """What is kept about a paper signed in ink."""

    signer: str
    signed_on: str
    confirmed_by: str
    confirmed_at: str
    print_sha256: str
    scan_sha256: str
    pages: int


class WetInkWay:
    code = "wet-ink"

    def begin(self, request: SignRequest) -> Waiting:
        """The print sheet is the file itself, its blanks left for the pen."""
        require_step(request.pdf, FIELD_STEPS[request.field])
        row = json.dumps({"signer": request.name, "handed_out_at": request.at.isoformat()})
        return Waiting(self.code, request.field, request.pdf, row, sha256(request.pdf))

    def finish(self, waiting: Waiting, answer: ScannedPaper) -> Signed:
        """The scan as it came in; Refused when the facts do not hold together."""
        record(waiting, answer)
        return Signed(self.code, waiting.field, answer.scan)


def record(waiting: Waiting, paper: ScannedPaper) -> WetInkRecord:
    """The facts to keep, after checking them."""
    state = json.loads(waiting.row)
    printed_on = office_date(datetime.fromisoformat(state["handed_out_at"]))
    if not paper.has_ink or not paper.has_seal:
        raise Refused(
            "Bản giấy phải có chữ ký mực xanh và dấu của cơ quan trước khi văn thư xác nhận "
            "(NĐ 30/2020, Điều 13, khoản 6; Điều 32)."
        )
    if paper.signer != state["signer"]:
        raise Refused(f"Văn bản trình {state['signer']} ký, không phải {paper.signer}.", "signer")
    if paper.pages < paper.printed_pages:
        raise Refused(
            f"Bản quét có {paper.pages} trang, bản in có {paper.printed_pages} trang; hãy quét đủ.",
            "scan",
        )
    if not printed_on <= paper.signed_on <= office_date(paper.confirmed_at):
        raise Refused(
            f"Ngày ký {paper.signed_on:%d/%m/%Y} phải từ ngày in {printed_on:%d/%m/%Y} đến ngày "
            "xác nhận.",
            "signed_on",
        )
    return WetInkRecord(
        signer=paper.signer,
        signed_on=paper.signed_on.isoformat(),
        confirmed_by=paper.confirmed_by,
        confirmed_at=paper.confirmed_at.isoformat(),
        print_sha256=waiting.pdf_sha256,
        scan_sha256=sha256(paper.scan),
        pages=paper.pages,
    )


def record_json(facts: WetInkRecord) -> str:
    return json.dumps(asdict(facts), ensure_ascii=False, sort_keys=True)
