"""Các quyết định — publication and again (Mẫu 12; 14), assignment (16; 18), suspension (14; 16),
withdrawal (no official form), in the articles that the forms have."""

from typing import Any

from service.domain.eligibility.limits import require_suspension
from service.domain.eligibility.papers import (
    SERVICE,
    PaperDraft,
    PaperFacts,
    authority_line,
    common,
    deciders,
    details_of,
    former_text,
    legal_grounds,
    list_annex,
    named,
    own_words,
)
from service.domain.errors import Refused
from service.domain.vietnamese import date_in_words, parse_date

IN_FORCE = "Quyết định này có hiệu lực kể từ ngày ký"


def publication(facts: PaperFacts) -> PaperDraft:
    """Quyết định công bố, of one provider or of a list in the annex."""
    if facts.listed:
        return _list(facts)
    one = facts.one
    told = f"Công bố {one.word} đủ điều kiện {SERVICE}"
    first = f"{one.word.capitalize()} dưới đây đủ điều kiện {SERVICE}:"
    return _published(facts, told, "\n".join([first, *details_of(facts, one)]))


def _list(facts: PaperFacts) -> PaperDraft:
    told = f"Công bố tổ chức, cá nhân đủ điều kiện {SERVICE}"
    first = (
        f"Công bố {len(facts.subjects):02d} tổ chức, cá nhân trong danh sách tại Phụ lục kèm theo "
        f"đủ điều kiện {SERVICE}."
    )
    draft = _published(facts, told, first)
    draft.answers["annexes"] = [
        list_annex(facts, f"Danh sách tổ chức, cá nhân đủ điều kiện {SERVICE}")
    ]
    return draft


def _published(facts: PaperFacts, told: str, first: str) -> PaperDraft:
    decided_by = facts.regime.path(facts.path).decided_by
    duties = [_duties(facts)] if deciders(decided_by).duties else []
    articles = [first, *duties, _replacing(facts)]
    return _decision(facts, told, articles, decided_by)


def _replacing(facts: PaperFacts) -> str:
    replaced = [text for one in facts.subjects if (text := former_text(one))]
    if not replaced:
        return f"{IN_FORCE}."
    return f"{IN_FORCE} và thay thế {'; '.join(replaced)}."


def _duties(facts: PaperFacts) -> str:
    channels = "; ".join(_lower(own_words(facts, one)) for one in facts.regime.channels)
    who = "Tổ chức, cá nhân được công bố" if facts.listed else facts.one.word.capitalize()
    return (
        f"{who} có trách nhiệm duy trì các điều kiện đã được thẩm định, niêm yết công khai giá và "
        f"quy trình cung cấp dịch vụ, báo cáo theo quy định. Danh sách được đăng tải, niêm yết "
        f"tại: {channels}."
    )


def republication(facts: PaperFacts) -> PaperDraft:
    """Quyết định công bố lại: the former decision is named and replaced."""
    one = facts.one
    first = f"Công bố lại {one.word} dưới đây đủ điều kiện {SERVICE}"
    why = f" do {_lower(one.again_reason)}" if one.again_reason else ""
    text = "\n".join([f"{first}{why}:", *details_of(facts, one)])
    return _published(facts, f"Công bố lại {one.word} đủ điều kiện {SERVICE}", text)


def assignment(facts: PaperFacts) -> PaperDraft:
    """Quyết định giao nhiệm vụ cho đơn vị sự nghiệp công lập."""
    one, path = facts.one, facts.regime.path("assignment")
    first = f"Giao nhiệm vụ {SERVICE} cho đơn vị dưới đây:"
    articles = [
        "\n".join([first, *details_of(facts, one)]),
        (
            "Kinh phí thực hiện theo quy định về giao nhiệm vụ, đặt hàng cung cấp dịch vụ sự "
            "nghiệp công sử dụng ngân sách nhà nước."
        ),
        f"{IN_FORCE}.",
    ]
    return _decision(facts, f"Giao nhiệm vụ {SERVICE}", articles, path.decided_by)


def suspension(facts: PaperFacts) -> PaperDraft:
    """Quyết định đình chỉ; Refused (``months``, ``ground``) for what the regime has not."""
    one, regime = facts.one, facts.regime
    if facts.text("ground") not in regime.grounds:
        raise Refused("Hãy chọn căn cứ đình chỉ theo quy định.", "ground")
    months = _whole(facts.text("months"))
    starts = parse_date(facts.text("starts_on")) if facts.text("starts_on") else facts.day
    until = require_suspension(regime, months, starts)
    reason = regime.grounds[facts.text("ground")]
    former = former_text(one)
    articles = [
        (
            f"Đình chỉ hoạt động {SERVICE} của {one.name}"
            f"{f' (được công bố tại {former})' if former else ''}.\n"
            f"1. Thời hạn đình chỉ: {months:02d} tháng, từ {date_in_words(starts)} đến hết "
            f"{date_in_words(until)}.\n"
            f"2. Lý do: {_lower(reason)}."
        ),
        (
            f"{one.name} có trách nhiệm dừng cung cấp dịch vụ, hoàn trả chi phí của phần dịch vụ "
            "chưa sử dụng và giải quyết quyền lợi của người cai nghiện theo quy định."
        ),
        f"{IN_FORCE}.",
    ]
    told = f"Đình chỉ hoạt động {SERVICE} của {one.name}"
    draft = _decision(facts, told, articles, regime.authority)
    if record := facts.text("record"):
        draft.answers["legal_bases"].insert(-1, f"Căn cứ {record}")
    return draft


def withdrawal(facts: PaperFacts) -> PaperDraft:
    """Quyết định thu hồi công bố; Refused where the regime knows none, or without a reason."""
    one, regime = facts.one, facts.regime
    if not regime.withdrawal:
        raise Refused(f"{regime.name} không có thu hồi công bố.", "purpose")
    reasons = facts.lines("reasons")
    if not reasons:
        raise Refused("Hãy ghi lý do thu hồi.", "reasons")
    former = former_text(one)
    articles = [
        f"Thu hồi việc công bố {one.name} đủ điều kiện {SERVICE}"
        f"{f' tại {former}' if former else ''}.\nLý do:\n"
        + "\n".join(f"- {_lower(reason)};" for reason in reasons),
        (
            f"{one.name} chấm dứt cung cấp dịch vụ, hoàn trả chi phí của phần dịch vụ chưa sử dụng "
            "và phối hợp để người cai nghiện đăng ký tiếp tục cai nghiện với Công an cấp xã. Việc "
            "thu hồi được đăng tải, niêm yết tại nơi đã công bố danh sách."
        ),
        f"{IN_FORCE}{f'; {former} hết hiệu lực kể từ ngày này' if former else ''}.",
    ]
    told = f"Thu hồi công bố {one.word} đủ điều kiện {SERVICE}"
    return _decision(facts, told, articles, regime.authority)


def _decision(facts: PaperFacts, told: str, articles: list[str], decided_by: str) -> PaperDraft:
    row, path = deciders(decided_by), facts.regime.path(facts.path)
    who = "các tổ chức, cá nhân có tên trong danh sách" if facts.listed else named(facts)
    people = [*row.executors, own_words(facts, path.proposed_by), who]
    last = (
        f"{', '.join(dict.fromkeys(people))} và các tổ chức, cá nhân có liên quan chịu trách "
        "nhiệm thi hành Quyết định này."
    )
    recipients = [f"Như Điều {len(articles) + 1}", *row.recipients]
    answers: dict[str, Any] = common(facts, told, recipients) | {
        "authority": authority_line(facts, decided_by),
        "legal_bases": [*legal_grounds(facts), *_own_grounds(facts), _proposal(facts)],
        "articles": [*articles, last],
    }
    return PaperDraft("decision", answers)


def _own_grounds(facts: PaperFacts) -> list[str]:
    if facts.listed:
        return ["Căn cứ biên bản thẩm định hồ sơ của từng tổ chức, cá nhân trong danh sách"]
    return [f"Căn cứ {facts.one.appraisal}"] if facts.one.appraisal else []


def _proposal(facts: PaperFacts) -> str:
    proposed = own_words(facts, facts.regime.path(facts.path).proposed_by)
    paper = f" tại {facts.one.submission}" if facts.one.submission and not facts.listed else ""
    return f"Theo đề nghị của {proposed}{paper}"


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _whole(text: str) -> int:
    if not text.isdecimal():
        raise Refused("Hãy ghi số tháng đình chỉ.", "months")
    return int(text)
