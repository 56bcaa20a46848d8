"""Quyết định (cá biệt), quy định trực tiếp — NĐ 30/2020, Phụ lục III, Mẫu 1.2."""

from forms.annexes import ANNEXED
from forms.base import ABOUT, SENT, SIGNED, Section
from forms.composing import text_of
from forms.ordering import ARTICLES, GROUNDS, OrderingForm, issued_by, ordering_context, settled
from service.domain.abbreviations import symbol_of
from service.domain.agency import Agency
from service.domain.kinds import Answers, Context, DocumentKind
from service.domain.numbering import IssueMark

TYPE_NAME = "Quyết định"
SYMBOL = symbol_of(TYPE_NAME)


class DecisionForm(OrderingForm):
    SECTIONS = (Section("Về việc gì", ABOUT), GROUNDS, ARTICLES, SIGNED, SENT, ANNEXED)


def notation(answers: Answers, agency: Agency) -> str:
    return text_of(answers, "notation") or f"{agency.type_symbol(TYPE_NAME)}-{agency.symbol}"


def compose(answers: Answers, agency: Agency, mark: IssueMark) -> Context:
    return ordering_context(
        answers, agency, mark, type_name=TYPE_NAME, notation=notation(answers, agency)
    )


SAMPLE = {
    "subject": "Công bố tổ chức, cá nhân đủ điều kiện cung cấp dịch vụ cai nghiện ma túy tự nguyện "
    "tại gia đình, cộng đồng",
    "unit": "VP",
    "authority": "CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ HÒA BÌNH",
    "legal_bases": [
        "Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025",
        "Căn cứ Luật Phòng, chống ma túy ngày 30 tháng 3 năm 2021",
        (
            "Căn cứ Nghị định số 116/2021/NĐ-CP ngày 21 tháng 12 năm 2021 của Chính phủ quy định "
            "chi tiết một số điều của Luật Phòng, chống ma túy, Luật Xử lý vi phạm hành chính về "
            "cai nghiện ma túy và quản lý sau cai nghiện ma túy"
        ),
        "Theo đề nghị của Trưởng phòng Văn hóa - Xã hội",
    ],
    "articles": [
        (
            "Công bố các tổ chức, cá nhân trong danh sách tại Phụ lục kèm theo đủ điều kiện cung "
            "cấp dịch vụ cai nghiện ma túy tự nguyện tại gia đình, cộng đồng trên địa bàn xã."
        ),
        (
            "Trách nhiệm của tổ chức, cá nhân được công bố\n"
            "1. Duy trì các điều kiện đã được thẩm định trong suốt thời gian hoạt động.\n"
            "2. Niêm yết công khai:\n"
            "a) Quy trình cung cấp dịch vụ;\n"
            "b) Giá dịch vụ.\n"
            "3. Báo cáo kết quả thực hiện theo quy định."
        ),
        "Quyết định này có hiệu lực kể từ ngày ký.",
        (
            "Chánh Văn phòng, Trưởng phòng Văn hóa - Xã hội, các tổ chức, cá nhân có tên tại Phụ "
            "lục và các tổ chức, cá nhân có liên quan chịu trách nhiệm thi hành Quyết định này."
        ),
    ],
    "annexes": [
        {
            "title": "Danh sách tổ chức, cá nhân đủ điều kiện cung cấp dịch vụ cai nghiện ma túy "
            "tự nguyện tại gia đình, cộng đồng",
            "body": "STT\tTên tổ chức, cá nhân\tNgười đại diện, chức danh\tĐịa chỉ cung cấp dịch vụ"
            "\tĐiện thoại\tPhạm vi dịch vụ\tGiá (đồng/tháng)\n"
            "1\tTrạm Y tế xã Hòa Bình\tTrạm trưởng\tThôn Đông, xã Hòa Bình\t0200 000 001"
            "\tCắt cơn, giải độc; tư vấn tâm lý\t2.500.000\n"
            "2\tCơ sở tư vấn Ban Mai\tGiám đốc\tThôn Đoài, xã Hòa Bình\t0200 000 002"
            "\tTư vấn tâm lý; hỗ trợ học nghề, việc làm\t1.800.000",
            "landscape": True,
        }
    ],
    "recipients": ["Như Điều 4", "Công an xã", "Trang thông tin điện tử xã", "Lưu: VT, VP"],
    "signatory": {"choice": "other", "lines": ["CHỦ TỊCH"], "name": "Trần Văn Hùng"},
    "month": "06/2026",
    "urgency": "very_urgent",
    "drafter_mark": "NV.(15)",
}

KINDS = [
    DocumentKind(
        code="decision",
        name=TYPE_NAME,
        symbol=SYMBOL,
        article="NĐ 30/2020, Phụ lục III, Mẫu 1.2",
        template="decision.docx",
        form=DecisionForm,
        compose=compose,
        notation=notation,
        issued_by=issued_by,
        settled=settled,
        sample=SAMPLE,
        group="Thường dùng",
        rank=2,
    )
]
