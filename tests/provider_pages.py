"""Papers and clicks that the tests of the pages on eligible providers share."""

from datetime import timedelta

from service.actions import drafting, issuing, reviewing
from tests.builders import person_of

BASES = {
    "A": [
        "Căn cứ Luật Phòng, chống ma túy ngày 30 tháng 3 năm 2021",
        "Căn cứ Nghị định số 116/2021/NĐ-CP ngày 21 tháng 12 năm 2021 của Chính phủ",
    ],
    "B": [
        "Căn cứ Luật Phòng, chống ma túy ngày 30 tháng 3 năm 2021",
        "Căn cứ Nghị định số 116/2021/NĐ-CP ngày 21 tháng 12 năm 2021 của Chính phủ",
    ],
    "C": [
        "Căn cứ Luật Phòng, chống ma túy ngày 10 tháng 12 năm 2025",
        "Căn cứ Nghị định số 163/2026/NĐ-CP ngày 15 tháng 5 năm 2026 của Chính phủ",
    ],
}
HEADS = {
    "police": "GIÁM ĐỐC CÔNG AN TỈNH HÒA AN",
    "district": "CHỦ TỊCH ỦY BAN NHÂN DÂN HUYỆN HÒA AN",
    "province": "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH HÒA AN",
}


def numbered(office, now, *, regime="C", who="police", subject="Công bố cơ sở đủ điều kiện"):
    """A real decision of the office, approved by its leader and numbered by its clerk."""
    minh, hung, lan = (person_of(office.db, one) for one in ("minh", "hung", "lan"))
    answers = {
        "subject": subject,
        "unit": "VHXH",
        "authority": HEADS[who],
        "legal_bases": BASES[regime],
        "articles": [
            "Công bố Cơ sở Hy Vọng đủ điều kiện cung cấp dịch vụ cai nghiện ma túy tự nguyện.",
            "Quyết định này có hiệu lực kể từ ngày ký.",
        ],
        "recipients": ["Như Điều 1;", "Lưu: VT, VHXH."],
        "signatory": {"choice": "1"},
    }
    moments = (now + timedelta(seconds=n) for n in range(10))
    draft = drafting.create_draft(office, "decision", answers, by=minh, now=next(moments))
    reviewing.submit(office, draft.id, by=minh, now=next(moments), approver_id=hung.id)
    reviewing.approve(office, draft.id, by=hung, now=next(moments))
    return issuing.take_number(office, draft.id, None, by=lan, now=next(moments))
