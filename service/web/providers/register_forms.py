"""Các mẫu nhập trên trang cơ sở — one small form for each act, its names with a prefix."""

from typing import Any

from forms.base import VietnameseForm
from forms.fields import Choice, Day, Lines
from service.domain.eligibility.cases import CasePaper
from service.domain.eligibility.law import ProviderRegime
from service.web.providers.case_page_forms import DAY, PaperForm
from service.web.typed import filled


class ViolationForm(PaperForm):
    acts = Lines(
        "Hành vi vi phạm",
        [filled("Hãy ghi từng hành vi vi phạm.")],
        description="Mỗi hành vi một dòng.",
        render_kw={"rows": 3},
    )
    found_on = Day("Ngày phát hiện", [filled("Hãy ghi ngày phát hiện.")], render_kw=DAY)
    made_on = Day("Ngày lập biên bản", description="Để trống thì lấy hôm nay.", render_kw=DAY)


class SuspendForm(PaperForm):
    ground = Choice("Căn cứ đình chỉ", open_ended=True)
    months = Choice("Số tháng", open_ended=True)
    starts_on = Day("Từ ngày", description="Để trống: ngày của quyết định.", render_kw=DAY)


class RemedyForm(PaperForm):
    measures = Lines(
        "Biện pháp đã khắc phục",
        [filled("Hãy ghi biện pháp khắc phục.")],
        description="Mỗi biện pháp một dòng.",
        render_kw={"rows": 3},
    )
    received_on = Day("Ngày nhận báo cáo", description="Để trống: hôm nay.", render_kw=DAY)


class ResumeForm(PaperForm):
    """Only the notice."""


class WithdrawForm(PaperForm):
    reasons = Lines(
        "Lý do thu hồi",
        [filled("Hãy ghi lý do thu hồi.")],
        description="Mỗi lý do một dòng.",
        render_kw={"rows": 3},
    )


class ServiceForm(VietnameseForm):
    on = Day(
        "Ngày cung cấp dịch vụ",
        [filled("Hãy ghi ngày cung cấp dịch vụ gần nhất.")],
        description="Ngày gần nhất mà cơ sở báo đã cung cấp dịch vụ.",
        render_kw=DAY,
    )


FORMS: dict[str, Any] = {
    "violation": ViolationForm,
    "suspend": SuspendForm,
    "remedy": RemedyForm,
    "resume": ResumeForm,
    "withdraw": WithdrawForm,
    "service": ServiceForm,
}
PURPOSES = {
    "violation": "violation",
    "suspend": "suspension",
    "remedy": "remedy",
    "resume": "resumption",
    "withdraw": "withdrawal",
}


def filled_act(
    name: str, papers: tuple[CasePaper, ...], regime: ProviderRegime, posted: Any = None
) -> Any:
    """The form of an act, its lists filled from the provider's papers and the law of the day."""
    form = FORMS[name](posted, prefix=f"{name}-")
    if name in PURPOSES:
        form.offer(papers, PURPOSES[name])
    if name == "suspend":
        low, high = regime.suspension_months
        form.ground.offer([("", "Chọn căn cứ"), *regime.grounds.items()])
        form.months.offer([(str(n), f"{n} tháng") for n in range(low, high + 1)])
    return form
