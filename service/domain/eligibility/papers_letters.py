"""Thông báo, công văn của thủ tục — supplement, refusal, going on after a suspension, the list
to the communes. None has an official form: laid out as the decree says, with what the law asks."""

from typing import Any

from service.domain.eligibility.papers import (
    SERVICE,
    PaperDraft,
    PaperFacts,
    about,
    common,
    former_text,
    legal_grounds,
    list_annex,
    named,
    stage_list,
)
from service.domain.errors import Refused
from service.domain.vietnamese import date_in_words, parse_date, short_date


def supplement(facts: PaperFacts) -> PaperDraft:
    """Thông báo bổ sung hồ sơ: each missing thing; the limit stands still meanwhile."""
    one, items = facts.one, facts.lines("items")
    if not items:
        raise Refused("Hãy ghi ít nhất một nội dung cần bổ sung.", "items")
    until = ""
    if due_on := facts.text("due_on"):
        until = f" trước {date_in_words(parse_date(due_on))}"
    receipt = f" (số biên nhận {one.receipt_no})" if one.receipt_no else ""
    body = [
        (
            f"{facts.agency.full_name} đã xem xét hồ sơ đề nghị công bố đủ điều kiện {SERVICE} của "
            f"{about(one)}{receipt}. Để hồ sơ đầy đủ, hợp lệ theo {facts.regime.name}, "
            f"đề nghị bổ sung các nội dung sau{until}:"
        ),
        *(f"{place}. {item}." for place, item in enumerate(items, start=1)),
        (
            "Thời hạn giải quyết tính tiếp từ khi nhận đủ nội dung bổ sung. Hồ sơ bổ sung gửi trực "
            "tiếp, qua đường bưu điện hoặc bằng phương thức điện tử về "
            f"{facts.agency.full_name}{_contact(facts)}."
        ),
    ]
    told = f"Về việc bổ sung hồ sơ đề nghị công bố của {one.name}"
    return PaperDraft("notice", _named(facts, told, body, [one.name]))


def refusal(facts: PaperFacts) -> PaperDraft:
    """Văn bản từ chối: each unmet condition with its article, the finding and how to mend it.

    Refused (``reasons``) when nothing was found unmet: a refusal without reasons is none.
    """
    one, reasons = facts.one, reasons_of(facts)
    if not reasons:
        raise Refused("Văn bản từ chối phải nêu ít nhất một lý do.", "reasons")
    receipt = f" số biên nhận {one.receipt_no}" if one.receipt_no else ""
    body = [
        (
            f"{facts.agency.full_name} nhận được hồ sơ{receipt} của {about(one)} đề nghị công bố "
            f"đủ điều kiện {SERVICE}, phạm vi: {stage_list(facts, one.scope)}. Sau khi thẩm định "
            f"theo {facts.regime.name}, {facts.agency.full_name} từ chối công bố vì các lý do sau:"
        )
    ]
    for place, reason in enumerate(reasons, start=1):
        body += [
            f"{place}. {str(reason['text']).rstrip(' .;')}",
            f"a) Căn cứ: {reason['legal_ref']};",
            f"b) Kết quả xem xét: {str(reason['finding']).rstrip(' .;')};",
        ]
        mending = str(reason["how_to_fix"]).rstrip(" .;")
        body.append(f"c) Cách hoàn thiện: {mending}." if mending else "")
    body.append(
        f"Sau khi hoàn thiện, {one.word} có thể nộp lại hồ sơ. Nếu không đồng ý, {one.word} có "
        f"quyền khiếu nại, khởi kiện theo quy định của pháp luật. Liên hệ: "
        f"{facts.agency.full_name}{_contact(facts)}."
    )
    subject = f"trả lời đề nghị công bố đủ điều kiện {SERVICE}"
    return PaperDraft(
        "official_letter",
        common(facts, subject, ["Như trên"])
        | {"addressees": [one.name], "body": "\n".join(filter(None, body))},
    )


def reasons_of(facts: PaperFacts) -> list[dict[str, Any]]:
    """Every condition that is not met, as the verb that refuses wants them: {condition_id, stage,
    text, legal_ref, finding, how_to_fix}."""
    found = []
    for row, finding in facts.one.rows:
        if finding is None or finding.verdict == "met":
            continue
        where = f" (giai đoạn {row.stage})" if row.stage else ""
        found.append(
            {
                "condition_id": row.condition.id,
                "stage": row.stage,
                "text": f"Chưa đáp ứng điều kiện: {_lower(row.condition.text)}{where}",
                "legal_ref": row.condition.article,
                "finding": finding.note or finding.evidence,
                "how_to_fix": row.condition.how_to_fix,
            }
        )
    return found


def resumption(facts: PaperFacts) -> PaperDraft:
    """Thông báo tiếp tục cung cấp dịch vụ, after the remedy report was examined."""
    one = facts.one
    former = former_text(one)
    body = [
        (
            f"Sau khi kiểm tra kết quả khắc phục vi phạm, {facts.agency.full_name} thông báo: "
            f"{about(one)} được tiếp tục {SERVICE} trong phạm vi đã công bố"
            f"{f' tại {former}' if former else ''}, kể từ ngày ký Thông báo này."
        ),
        (
            f"{one.name} tiếp tục duy trì các điều kiện đã được công bố và chấp hành quy định của "
            "pháp luật về cai nghiện ma túy."
        ),
    ]
    told = f"Về việc tiếp tục cung cấp dịch vụ cai nghiện ma túy tự nguyện của {one.name}"
    return PaperDraft("notice", _named(facts, told, body, [one.name, *_communes(facts)]))


def communes(facts: PaperFacts) -> PaperDraft:
    """Thông báo danh sách tới xã; `commune` limits it to one, else it tells of all."""
    where = facts.text("commune")
    place = f" tại {where}" if where else ""
    count = len(facts.subjects)
    body = [
        (
            f"{facts.agency.full_name} thông báo danh sách {count:02d} tổ chức, cá nhân được công "
            f"bố đủ điều kiện {SERVICE}{place}, tính đến {date_in_words(facts.day)} (có Phụ lục "
            "kèm theo)."
        ),
        (
            f"Đề nghị {_told_to(facts)} niêm yết danh sách tại trụ sở, thông tin cho người nghiện "
            "ma túy và gia đình biết, theo dõi hoạt động của các cơ sở trên địa bàn và báo cáo khi "
            "có thay đổi."
        ),
    ]
    told = f"Danh sách tổ chức, cá nhân đủ điều kiện {SERVICE}"
    answers = _named(facts, told, body, _communes(facts))
    answers["annexes"] = [list_annex(facts, told)]
    return PaperDraft("notice", answers)


def _told_to(facts: PaperFacts) -> str:
    police = any("Công an cấp xã" in channel for channel in facts.regime.channels)
    where = facts.text("commune") or "các xã, phường, thị trấn"
    return f"Ủy ban nhân dân{' và Công an' if police else ''} {where}"


def _communes(facts: PaperFacts) -> list[str]:
    return [_told_to(facts)]


def _named(facts: PaperFacts, told: str, body: list[str], recipients: list[str]) -> dict[str, Any]:
    return common(facts, told, recipients) | {
        "legal_bases": legal_grounds(facts),
        "body": "\n".join(body),
    }


def _contact(facts: PaperFacts) -> str:
    parts = (facts.agency.address, facts.agency.phone and f"điện thoại {facts.agency.phone}")
    said = ", ".join(filter(None, parts))
    return f" ({said})" if said else ""


def apology(facts: PaperFacts) -> PaperDraft:
    """Phiếu xin lỗi và hẹn lại ngày trả kết quả, as a notice to the applicant."""
    one = facts.one
    again = facts.text("again_on")
    if not again:
        raise Refused("Hãy ghi ngày hẹn lại.", "again_on")
    reason = facts.text("reason").rstrip(" .") or "cần thêm thời gian thẩm định"
    body = [
        (
            f"{facts.agency.full_name} đã tiếp nhận hồ sơ số {one.receipt_no or '…'} của "
            f"{about(one)} nhưng chưa trả kết quả đúng hẹn. Lý do: {_lower(reason)}."
        ),
        (
            f"{facts.agency.full_name} xin lỗi và hẹn lại ngày trả kết quả là ngày "
            f"{short_date(parse_date(again))}."
        ),
    ]
    told = f"Về việc xin lỗi và hẹn lại ngày trả kết quả hồ sơ của {named(facts)}"
    return PaperDraft("notice", _named(facts, told, body, [one.name]))


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
