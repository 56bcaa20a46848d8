"""Biên bản, tờ trình, báo cáo của thủ tục — appraisal, violation (Mẫu 13; 15), remedy (15; 17),
the submission of the appraising unit, and the report of the list."""

from collections import Counter
from typing import Any

from service.domain.eligibility.cases import CaseFinding
from service.domain.eligibility.checklist import CheckRow
from service.domain.eligibility.decision_checks import VERDICTS
from service.domain.eligibility.papers import (
    SERVICE,
    PaperDraft,
    PaperFacts,
    about,
    common,
    former_text,
    legal_grounds,
    list_annex,
    mode_list,
    post_of,
    stage_list,
    table,
)
from service.domain.errors import Refused
from service.domain.vietnamese import date_in_words, parse_date

WORKING_SESSION = "Buổi làm việc"


def appraisal(facts: PaperFacts) -> PaperDraft:
    """Biên bản thẩm định: every condition with verdict, evidence and note, staff, equipment."""
    one = facts.one
    body = [
        (
            f"1. Hồ sơ: {about(one)} đề nghị công bố đủ điều kiện {SERVICE}; phạm vi: "
            f"{stage_list(facts, one.scope)}; loại hình: {mode_list(facts, one.modes)}."
        ),
        *([f"Thành phần hồ sơ: {'; '.join(one.dossier)}."] if one.dossier else []),
        f"2. Kết quả xem xét từng điều kiện theo {facts.regime.name}:",
        conditions_table(one.rows),
        *_staff_lines(facts),
        *_equipment_lines(facts),
        f"{4 + bool(one.equipment)}. Kết luận: {_conclusion(facts)}",
    ]
    told = f"Thẩm định hồ sơ đề nghị công bố đủ điều kiện {SERVICE} của {one.name}"
    return PaperDraft("minutes", _minutes(facts, told, "Cuộc họp", body))


def conditions_table(rows: Any) -> str:
    return table(
        ("TT", "Điều kiện", "Căn cứ", "Kết luận", "Minh chứng, ghi chú"),
        [_condition_cells(place, *row) for place, row in enumerate(rows, start=1)],
    )


def _condition_cells(place: int, row: CheckRow, finding: CaseFinding | None) -> list[str]:
    where = f" (giai đoạn {row.stage})" if row.stage else ""
    verdict = VERDICTS[finding.verdict] if finding else "Chưa kết luận"
    told = "; ".join(filter(None, [finding.evidence, finding.note])) if finding else ""
    return [str(place), f"{row.condition.text}{where}", row.condition.article, verdict, told]


def _staff_lines(facts: PaperFacts) -> list[str]:
    lines = ["3. Nhân sự theo từng giai đoạn:"]
    for stage in facts.one.staffing:
        met = {True: "đáp ứng", False: "chưa đáp ứng", None: "không quy định"}[stage.met]
        lines.append(f"- Giai đoạn {stage.stage}: {stage.standard.rstrip(' .')} ({met});")
    return lines if facts.one.staffing else [f"{lines[0]} không thuộc diện phải xem xét."]


def _equipment_lines(facts: PaperFacts) -> list[str]:
    if not facts.one.equipment:
        return []
    rows = [
        [
            one.stage,
            one.name,
            str(one.required) if one.sure else f"{one.required} (cần đối chiếu)",
            str(one.present),
        ]
        for one in facts.one.equipment
    ]
    heads = ("Giai đoạn", "Thiết bị", "Yêu cầu", "Hiện có")
    return ["4. Trang thiết bị:", table(heads, rows)]


def _conclusion(facts: PaperFacts) -> str:
    verdicts = [found.verdict if found else "" for _, found in facts.one.rows]
    wrong = sum(verdict != "met" for verdict in verdicts)
    if wrong:
        return (
            f"còn {wrong:02d} điều kiện chưa đạt hoặc chưa kết luận; chưa đủ điều kiện để công bố "
            "toàn bộ phạm vi đề nghị."
        )
    return f"đủ điều kiện {SERVICE} trong phạm vi đề nghị; đề nghị công bố."


def violation(facts: PaperFacts) -> PaperDraft:
    """Biên bản vi phạm: acts, the provider's own words, the demand to stop; Refused (``acts``)."""
    one, acts = facts.one, facts.lines("acts")
    if not acts:
        raise Refused("Hãy ghi ít nhất một hành vi vi phạm.", "acts")
    former = former_text(one)
    body = [
        (
            f"1. Cơ sở, cá nhân vi phạm: {about(one)}"
            f"{f', được công bố tại {former}' if former else ''}."
        ),
        "2. Hành vi vi phạm:",
        *(f"- {act};" for act in acts),
        f"3. Ý kiến của người đại diện cơ sở: {facts.text('statement') or 'không có ý kiến khác'}.",
        f"4. Yêu cầu {one.name} chấm dứt ngay các hành vi vi phạm nêu trên và khắc phục hậu quả.",
        (
            "5. Biên bản được lập thành 02 bản có nội dung như nhau, giao cho người đại diện cơ sở "
            "01 bản."
        ),
    ]
    told = f"Vi phạm quy định về {SERVICE} của {one.name}"
    answers = _minutes(facts, told, WORKING_SESSION, body)
    answers["attendees"] = [
        *facts.lines("attendees"),
        f"Đại diện cơ sở: {one.representative or one.name}",
    ]
    return PaperDraft("minutes", answers)


def _minutes(facts: PaperFacts, told: str, meeting: str, body: list[str]) -> dict[str, Any]:
    """Hour, secretary and who came are typed by whoever wrote them down."""
    answers = common(facts, told, ["Thành phần tham dự"])
    answers.pop("month")
    return answers | {
        "meeting": meeting,
        "day": facts.day.isoformat(),
        "end_day": facts.day.isoformat(),
        "clock": facts.text("clock"),
        "end_clock": facts.text("end_clock"),
        "place": facts.text("place") or facts.one.service_address,
        "attendees": facts.lines("attendees"),
        "secretary": facts.text("secretary"),
        "body": "\n".join(body),
    }


def submission(facts: PaperFacts) -> PaperDraft:
    """Tờ trình của đơn vị thẩm định: dossier, result per condition, what is proposed."""
    path = facts.regime.path(facts.path)
    lines: list[str] = []
    for place, one in enumerate(facts.subjects, start=1):
        record = f" ({one.appraisal})" if one.appraisal else ""
        left = f" Giai đoạn chưa đủ điều kiện: {stage_list(facts, one.left)}." if one.left else ""
        lines += [
            f"{place}. {_upper(about(one))}",
            f"- Phạm vi đề nghị công bố: {stage_list(facts, one.scope)};",
            f"- Kết quả thẩm định: {_result(one.rows)}{record}.{left}",
        ]
    body = [
        (
            f"Thực hiện {facts.regime.name}, {path.proposed_by} đã thẩm định hồ sơ đề nghị công bố "
            f"đủ điều kiện {SERVICE}, kết quả như sau:"
        ),
        *lines,
        f"Kính trình {_addressee(facts)} xem xét, quyết định (có dự thảo Quyết định kèm theo).",
    ]
    told = f"Về việc công bố tổ chức, cá nhân đủ điều kiện {SERVICE}"
    return PaperDraft(
        "submission",
        common(facts, told, ["Như trên"])
        | {
            "addressees": [_addressee(facts)],
            "legal_bases": legal_grounds(facts),
            "body": "\n".join(body),
        },
    )


def _addressee(facts: PaperFacts) -> str:
    decided = facts.regime.path(facts.path).decided_by
    return f"{post_of(decided)} {facts.agency.full_name}"


def _result(rows: Any) -> str:
    verdicts = Counter(found.verdict if found else "" for _, found in rows)
    told = [f"{verdicts['met']:02d} điều kiện đạt"]
    if verdicts["unmet"]:
        told.append(f"{verdicts['unmet']:02d} điều kiện không đạt")
    if waiting := verdicts["pending"] + verdicts[""]:
        told.append(f"{waiting:02d} điều kiện chưa kết luận")
    return ", ".join(told)


def remedy(facts: PaperFacts) -> PaperDraft:
    """Báo cáo khắc phục: acts beside what was done about them; Refused (``measures``)."""
    one, measures = facts.one, facts.lines("measures")
    if not measures:
        raise Refused("Hãy ghi ít nhất một biện pháp khắc phục.", "measures")
    acts = facts.lines("acts")
    rows = [
        [str(place), acts[place - 1] if place <= len(acts) else "", measure]
        for place, measure in enumerate(measures, start=1)
    ]
    received = facts.text("received_on")
    when = f" {date_in_words(parse_date(received))}" if received else ""
    body = [
        f"{facts.agency.full_name} báo cáo kết quả kiểm tra việc khắc phục vi phạm như sau:",
        f"1. Cơ sở đã gửi báo cáo khắc phục{when}.",
        f"2. Kết quả khắc phục của {about(one)}:",
        table(("TT", "Vi phạm", "Kết quả khắc phục"), rows),
        (
            f"3. Việc giải quyết quyền lợi của người cai nghiện: "
            f"{facts.text('clients') or 'theo báo cáo của cơ sở'}."
        ),
    ]
    told = f"Kết quả khắc phục vi phạm của {one.name}"
    return PaperDraft("report", _report(facts, told, body))


def report(facts: PaperFacts) -> PaperDraft:
    """Báo cáo danh sách: totals by state, stage and commune, the list in the annex."""
    states = Counter(one.state or "Đang được công bố" for one in facts.subjects)
    communes = Counter(one.commune or "Chưa ghi xã" for one in facts.subjects)
    stages = [(one.code, one.name) for one in facts.regime.stages]
    period = facts.text("period") or f"đến {date_in_words(facts.day)}"
    body = [
        (
            f"{facts.agency.full_name} báo cáo kết quả công bố tổ chức, cá nhân đủ điều kiện "
            f"{SERVICE} {period} như sau:"
        ),
        f"1. Tổng số: {len(facts.subjects):02d} tổ chức, cá nhân, trong đó:",
        *(f"- {name}: {count:02d};" for name, count in states.items()),
        "2. Theo giai đoạn dịch vụ:",
        *(
            f"- Giai đoạn {code}) {name}: {sum(code in one.scope for one in facts.subjects):02d};"
            for code, name in stages
        ),
        "3. Theo địa bàn:",
        table(
            ("TT", "Xã, phường, đặc khu", "Số cơ sở"),
            [
                [str(place), name, f"{count:02d}"]
                for place, (name, count) in enumerate(sorted(communes.items()), start=1)
            ],
        ),
        f"4. Khó khăn, kiến nghị: {facts.text('proposals') or 'không có'}.",
        "Danh sách chi tiết tại Phụ lục kèm theo.",
    ]
    told = f"Kết quả công bố tổ chức, cá nhân đủ điều kiện {SERVICE}"
    answers = _report(facts, told, body)
    answers["annexes"] = [list_annex(facts, f"Danh sách tổ chức, cá nhân đủ điều kiện {SERVICE}")]
    return PaperDraft("report", answers)


def _report(facts: PaperFacts, told: str, body: list[str]) -> dict[str, Any]:
    to = facts.lines("addressees")
    return common(facts, told, ["Như trên"] if to else ["Lãnh đạo cơ quan"]) | {
        "addressees": to,
        "legal_bases": [],
        "body": "\n".join(body),
    }


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
