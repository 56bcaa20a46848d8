"""Mười bảy loại văn bản trình bày theo một mẫu — NĐ 30/2020, Phụ lục III, Mẫu 1.4.

One row of `TYPES` is one kind of paper; nothing else tells them apart.
"""

from dataclasses import dataclass
from functools import partial
from typing import Any

from forms.base import BODY_ADVICE, BODY_LIMIT
from forms.composing import text_of
from forms.fields import Text, at_most, required
from forms.named_form import NamedForm, named_context
from service.domain.abbreviations import symbol_of
from service.domain.agency import Agency
from service.domain.kinds import Answers, Context, DocumentKind
from service.domain.numbering import IssueMark

ORDERS, PLANS, SLIPS = "Nghị quyết, quyết định, chỉ thị", "Chương trình, đề án", "Giấy, phiếu"
USUAL = "Thường dùng"


@dataclass(frozen=True, slots=True)
class NamedType:
    """One tên loại of Mẫu 1.4. `outline` is shown as the hint of Nội dung.

    `addressed` kinds are sent to a superior and may have Kính gửi (Phụ lục I, II.9.b).
    """

    code: str
    type_name: str
    group: str
    rank: int
    outline: str
    subject: str
    body: str
    addressed: bool = False


TYPES = (
    NamedType(
        "directive",
        "Chỉ thị",
        ORDERS,
        3,
        "Thường gồm: tình hình và lý do; yêu cầu từng đơn vị (1., 2., …); tổ chức thực hiện.",
        "Về việc tăng cường kỷ luật, kỷ cương hành chính năm 2027",
        "Để tiếp tục siết chặt kỷ luật, kỷ cương hành chính, Chủ tịch Ủy ban nhân dân xã yêu cầu:\n"
        "1. Trưởng các phòng quán triệt đầy đủ nội quy, quy chế làm việc.\n"
        "2. Văn phòng kiểm tra, tổng hợp kết quả theo biểu mẫu tại Phụ lục kèm theo.",
    ),
    NamedType(
        "regulation",
        "Quy chế",
        ORDERS,
        4,
        "Thường chia chương, điều: “Chương I” và tiêu đề ở dòng sau, “Điều 1. Tiêu đề”. Quy chế "
        "thường ban hành kèm theo quyết định.",
        "Làm việc của Ban Chỉ đạo chuyển đổi số xã Hòa Bình",
        "Chương I\nQuy định chung\nĐiều 1. Phạm vi điều chỉnh\nQuy chế này quy định nguyên tắc, "
        "chế độ làm việc của Ban Chỉ đạo.\nĐiều 2. Nguyên tắc làm việc\n1. Tập trung dân chủ.\n"
        "2. Phân công trách nhiệm tại Phụ lục kèm theo.",
    ),
    NamedType(
        "rules",
        "Quy định",
        ORDERS,
        5,
        "Thường chia điều: “Điều 1. Tiêu đề”, khoản “1.”, điểm “a)”.",
        "Về việc sử dụng chữ ký số trong cơ quan",
        "Điều 1. Đối tượng áp dụng\nCông chức được cấp chứng thư chữ ký số.\nĐiều 2. Trách nhiệm\n"
        "1. Giữ bí mật khóa riêng.\n2. Báo ngay Văn phòng khi mất thiết bị, theo mẫu tại Phụ lục "
        "kèm theo.",
    ),
    NamedType(
        "communique",
        "Thông cáo",
        ORDERS,
        7,
        "Nêu sự kiện, kết quả chính; không chia điều.",
        "Về kết quả kỳ họp thứ tư Hội đồng nhân dân xã Hòa Bình",
        "Ngày 20 tháng 11 năm 2026, Hội đồng nhân dân xã Hòa Bình đã họp kỳ thứ tư và thông qua "
        "các nghị quyết nêu tại Phụ lục kèm theo.",
    ),
    NamedType(
        "notice",
        "Thông báo",
        USUAL,
        3,
        "Nêu rõ việc gì, ai, khi nào, ở đâu; nhiều nội dung thì đánh số 1., 2., …",
        "Về việc niêm yết công khai danh sách hộ nghèo năm 2026",
        "Ủy ban nhân dân xã Hòa Bình thông báo:\n1. Thời gian niêm yết: từ ngày 01 tháng 12 năm "
        "2026 đến hết ngày 10 tháng 12 năm 2026.\n2. Địa điểm: nhà văn hóa các thôn.\n"
        "3. Danh sách tại Phụ lục kèm theo.",
    ),
    NamedType(
        "guidance",
        "Hướng dẫn",
        ORDERS,
        6,
        "Thường gồm: phạm vi, đối tượng; nội dung hướng dẫn; tổ chức thực hiện.",
        "Lập hồ sơ công việc trên môi trường điện tử",
        "I. Phạm vi, đối tượng áp dụng\n1. Công chức được giao theo dõi, giải quyết công việc.\n"
        "II. Nội dung hướng dẫn\n1. Mở hồ sơ\na) Đặt tiêu đề hồ sơ;\nb) Thu thập văn bản.\n"
        "2. Kết thúc hồ sơ theo danh mục tại Phụ lục kèm theo.",
    ),
    NamedType(
        "programme",
        "Chương trình",
        PLANS,
        1,
        "Thường gồm: I. Mục tiêu; II. Nhiệm vụ, giải pháp; III. Tổ chức thực hiện.",
        "Công tác năm 2027 của Ủy ban nhân dân xã Hòa Bình",
        "I. Mục tiêu\n1. Hoàn thành các chỉ tiêu được giao.\nII. Nhiệm vụ\n1. Các nhiệm vụ trọng "
        "tâm tại Phụ lục kèm theo.\nIII. Tổ chức thực hiện\nVăn phòng theo dõi, đôn đốc.",
    ),
    NamedType(
        "plan",
        "Kế hoạch",
        USUAL,
        4,
        "Thường gồm: I. Mục đích, yêu cầu; II. Nội dung; III. Kinh phí; IV. Tổ chức thực hiện.",
        "Rà soát, công bố tổ chức, cá nhân đủ điều kiện cung cấp dịch vụ cai nghiện ma túy tự "
        "nguyện tại gia đình, cộng đồng năm 2026",
        "I. Mục đích, yêu cầu\n1. Mục đích\nNắm chắc số tổ chức, cá nhân có đủ điều kiện.\n"
        "2. Yêu cầu\nRà soát đúng quy định, đúng thời hạn.\nII. Nội dung\n1. Lập danh sách theo "
        "mẫu tại Phụ lục kèm theo.\n2. Báo cáo trước ngày 20 tháng 12 năm 2026.\n"
        "III. Tổ chức thực hiện\nTrạm Y tế chủ trì, Công an xã phối hợp thực hiện.",
    ),
    NamedType(
        "scheme",
        "Phương án",
        PLANS,
        2,
        "Thường gồm: tình hình; tình huống dự kiến; cách xử lý; lực lượng, phương tiện.",
        "Phòng, chống thiên tai và tìm kiếm cứu nạn năm 2027",
        "I. Dự kiến tình huống\n1. Mưa lớn, nước sông dâng trên báo động II.\nII. Biện pháp\n"
        "1. Sơ tán các hộ có tên tại Phụ lục kèm theo.\n2. Trực ban 24/24 giờ.",
    ),
    NamedType(
        "proposal",
        "Đề án",
        PLANS,
        3,
        "Thường chia phần: “Phần I” và tiêu đề ở dòng sau; trong mỗi phần I., 1., a).",
        "Chuyển đổi số xã Hòa Bình giai đoạn 2026 - 2030",
        "Phần I\nSự cần thiết\nI. Căn cứ xây dựng\n1. Yêu cầu cải cách hành chính.\nPhần II\n"
        "Nội dung đề án\nI. Mục tiêu\n1. Toàn bộ văn bản được ký số.\nII. Nhiệm vụ\n"
        "1. Các nhiệm vụ tại Phụ lục kèm theo.",
    ),
    NamedType(
        "project",
        "Dự án",
        PLANS,
        4,
        "Thường gồm: sự cần thiết; mục tiêu, quy mô; kinh phí; tiến độ; hiệu quả.",
        "Xây dựng trang thông tin điện tử xã Hòa Bình",
        "I. Sự cần thiết\n1. Người dân cần tra cứu thông tin nhanh.\nII. Quy mô\n1. Các hạng mục "
        "tại Phụ lục kèm theo.\nIII. Kinh phí\n1. Từ ngân sách xã: 120.000.000 đồng.",
    ),
    NamedType(
        "report",
        "Báo cáo",
        USUAL,
        5,
        "Thường gồm: I. Tình hình; II. Kết quả; III. Khó khăn, vướng mắc; IV. Kiến nghị.",
        "Kết quả rà soát tổ chức, cá nhân đủ điều kiện cung cấp dịch vụ cai nghiện ma túy tự "
        "nguyện năm 2026",
        "I. Kết quả thực hiện\n1. Số tổ chức, cá nhân đã rà soát\nTổng số 12 tổ chức, cá nhân; số "
        "liệu như sau:\nSTT\tĐịa bàn\tĐã rà soát\tĐủ điều kiện\n1\tThôn Đông\t7\t2\n"
        "2\tThôn Đoài\t5\t1\n2. Chi tiết tại Phụ lục kèm theo.\nII. Kiến nghị\n"
        "Đề nghị hướng dẫn mức chi hỗ trợ.",
        addressed=True,
    ),
    NamedType(
        "submission",
        "Tờ trình",
        USUAL,
        6,
        "Thường gồm: sự cần thiết; nội dung đề nghị; tài liệu kèm theo.",
        "Về việc đề nghị phê duyệt dự toán sửa chữa trụ sở làm việc",
        "Trụ sở làm việc của Ủy ban nhân dân xã đã xuống cấp, cần sửa chữa trước mùa mưa.\n"
        "1. Hạng mục sửa chữa: tại Phụ lục kèm theo.\n2. Kinh phí: 350.000.000 đồng.\n"
        "Ủy ban nhân dân xã kính trình Ủy ban nhân dân tỉnh xem xét, phê duyệt.",
        addressed=True,
    ),
    NamedType(
        "authorisation",
        "Giấy ủy quyền",
        SLIPS,
        3,
        "Ghi rõ người ủy quyền, người được ủy quyền, nội dung và thời hạn ủy quyền.",
        "Về việc ký nhận hồ sơ, tài liệu",
        "1. Người ủy quyền: Ông Phạm Quốc Hùng, Chủ tịch Ủy ban nhân dân xã Hòa Bình.\n"
        "2. Người được ủy quyền: Bà Lê Thị Lan, Chánh Văn phòng.\n"
        "3. Nội dung ủy quyền: ký nhận hồ sơ, tài liệu nêu tại Phụ lục kèm theo.\n"
        "4. Thời hạn: từ ngày ký đến hết ngày 31 tháng 12 năm 2026.",
    ),
    NamedType(
        "dispatch_slip",
        "Phiếu gửi",
        SLIPS,
        4,
        "Kê văn bản, tài liệu gửi kèm; mỗi loại một dòng.",
        "Gửi hồ sơ nâng lương năm 2026",
        "Văn phòng gửi kèm theo phiếu này 12 bộ hồ sơ nêu tại Phụ lục kèm theo.\n"
        "Sau khi nhận đủ, đề nghị ký xác nhận và gửi lại phiếu này.",
    ),
    NamedType(
        "transfer_slip",
        "Phiếu chuyển",
        SLIPS,
        5,
        "Ghi văn bản, đơn thư được chuyển, lý do chuyển và việc đề nghị giải quyết.",
        "Chuyển đơn đề nghị của công dân",
        "Ủy ban nhân dân xã Hòa Bình nhận được các đơn có tên tại Phụ lục kèm theo, nội dung thuộc "
        "thẩm quyền của Công an xã.\nĐề nghị Công an xã xem xét, giải quyết và trả lời công dân.",
    ),
    NamedType(
        "notice_slip",
        "Phiếu báo",
        SLIPS,
        6,
        "Báo cho người nhận biết việc cần làm, thời gian và nơi liên hệ.",
        "Nhận kết quả giải quyết thủ tục hành chính",
        "Mời ông (bà) có tên tại Phụ lục kèm theo đến Bộ phận Một cửa nhận kết quả.\n"
        "Thời gian: giờ hành chính, từ ngày 25 tháng 11 năm 2026.",
    ),
)


def notation(answers: Answers, agency: Agency, *, row: NamedType) -> str:
    return text_of(answers, "notation") or f"{agency.type_symbol(row.type_name)}-{agency.symbol}"


def compose(answers: Answers, agency: Agency, mark: IssueMark, *, row: NamedType) -> Context:
    return named_context(
        answers,
        agency,
        mark,
        type_name=row.type_name,
        notation=notation(answers, agency, row=row),
    )


class PlainNamedForm(NamedForm):
    """A kind that is addressed to nobody: Nơi nhận alone says who gets it (II.9.c)."""

    SECTIONS = tuple(one for one in NamedForm.SECTIONS if "addressees" not in one.fields)

    addressees = None  # type: ignore[assignment]

    @classmethod
    def first_recipients(cls, agency: Agency, unit: str) -> list[str]:
        return super().first_recipients(agency, unit)[1:]


class AddressedNamedForm(NamedForm):
    CARRIED = (*NamedForm.CARRIED, "addressees")


def form_for(row: NamedType) -> type[Any]:
    body = Text(
        "Nội dung",
        [
            required(f"Chưa ghi nội dung {row.type_name.lower()}."),
            at_most(BODY_LIMIT, BODY_ADVICE),
        ],
        description=f"{row.outline} Dán bảng từ bảng tính được.",
        render_kw={"rows": 18},
    )
    base: Any = AddressedNamedForm if row.addressed else PlainNamedForm
    name = "".join(part.capitalize() for part in row.code.split("_")) + "Form"
    made: type[Any] = type(base)(name, (base,), {"body": body, "__module__": __name__})
    return made


BASIS = "Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025"


def sample_of(row: NamedType) -> dict[str, Any]:
    sent = ["Như trên"] if row.addressed else ["Đảng ủy, Hội đồng nhân dân xã"]
    return {
        "subject": row.subject,
        "unit": "VP",
        "legal_bases": [] if row.group == SLIPS else [BASIS],
        "body": row.body,
        "recipients": [*sent, "Các thôn", "Lưu: VT, VP"],
        "signatory": {
            "choice": "other",
            "lines": ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"],
            "name": "Vũ Thị Hoa",
        },
        "month": "12/2026",
        "drafter_mark": "NV.(10)",
        "annexes": [
            {"title": "Danh mục kèm theo", "body": "STT\tNội dung\tGhi chú\n1\tMục thứ nhất\t"}
        ],
    } | ({"addressees": ["Ủy ban nhân dân tỉnh Hòa Bình"]} if row.addressed else {})


KINDS = [
    DocumentKind(
        code=row.code,
        name=row.type_name,
        symbol=symbol_of(row.type_name),
        article="NĐ 30/2020, Phụ lục III, Mẫu 1.4",
        template="named_document.docx",
        form=form_for(row),
        compose=partial(compose, row=row),
        notation=partial(notation, row=row),
        sample=sample_of(row),
        group=row.group,
        rank=row.rank,
    )
    for row in TYPES
]
