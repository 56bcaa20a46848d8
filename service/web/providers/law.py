"""Bảng quy định — the law data by period for the administrator, what is still to be confirmed in
it, how it is changed without a release, and what the retention rules have deleted."""

from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, url_for

from service.actions import provider_privacy
from service.domain.eligibility.law_reading import read_law
from service.domain.eligibility.personal import RETENTION_DAYS
from service.domain.errors import Refused
from service.domain.numbering import office_date
from service.domain.workflow import Role
from service.domain.working_days import TermUnit
from service.store import provider_deletions
from service.store.provider_law import OWN_COPY
from service.web.allow import allow, person
from service.web.clock import now
from service.web.documents import disposition
from service.web.frame import office
from service.web.lookover import uploaded

pages = Blueprint("provider_law", __name__)

MISSING = "Chưa chọn tệp quy định."
LIMIT_NAMES = {
    "decide": "Quyết định công bố",
    "republish": "Quyết định công bố lại",
    "record": "Lập biên bản vi phạm",
    "suspend": "Quyết định đình chỉ",
    "remedy": "Báo cáo khắc phục",
    "examine": "Xem xét báo cáo khắc phục",
    "mend": "Khắc phục theo yêu cầu",
    "client_registers": "Người cai nghiện đăng ký lại",
    "report_client": "Báo cáo thay đổi của người cai nghiện",
}
UNIT_NAMES = {
    TermUnit.WORKING_DAYS: "ngày làm việc",
    TermUnit.DAYS: "ngày",
    TermUnit.HOURS: "giờ",
    TermUnit.MONTHS: "tháng",
}
RULE_NAMES = {
    "draft": "Hồ sơ đang khai bị bỏ dở",
    "declined": "Hồ sơ từ chối tiếp nhận",
    "cancelled": "Hồ sơ đã rút",
    "removed_attachment": "Tệp đã gỡ khỏi hồ sơ",
}


@pages.get("/administration/provider-law")
@allow(Role.ADMINISTRATOR)
def show() -> str:
    return _page()


@pages.get("/administration/provider-law.toml")
@allow(Role.ADMINISTRATOR)
def download() -> Response:
    """The text in use, to be edited and put back."""
    response = Response(office().law.text, content_type="text/plain; charset=utf-8")
    response.headers["Content-Disposition"] = disposition("eligibility.toml")
    return response


@pages.post("/administration/provider-law")
@allow(Role.ADMINISTRATOR)
def check() -> Any:
    """Read an edited text as the service would at its start; nothing is kept."""
    try:
        _, data = uploaded("file", MISSING)
        law = read_law(data.decode("utf-8"))
    except UnicodeDecodeError:
        return _page(wrong="Tệp không phải là văn bản UTF-8; hãy lưu lại."), 422
    except Refused as refusal:
        return _page(wrong=refusal.message), 422
    return _page(good=law.version)


@pages.post("/administration/provider-law/deletion")
@allow(Role.ADMINISTRATOR)
def delete_expired() -> Any:
    """What the night's work does, now."""
    deleted = provider_privacy.delete_expired(office(), by=person(), now=now())
    flash(f"Đã xóa {len(deleted)} mục." if deleted else "Không có dữ liệu nào hết hạn giữ.", "good")
    return redirect(url_for("provider_law.show", _anchor="deletions"), 303)


def _page(*, wrong: str = "", good: str = "") -> str:
    law, today = office().law, office_date(now())
    own = office().settings.data / OWN_COPY
    return render_template(
        "providers/law.html",
        law=law,
        current=law.on(today).code,
        own_path=str(OWN_COPY),
        is_own=own.exists(),
        limit_names=LIMIT_NAMES,
        unit_names=UNIT_NAMES,
        rules=[(RULE_NAMES[rule], days) for rule, days in RETENTION_DAYS.items()],
        rule_names=RULE_NAMES,
        deletions=provider_deletions.records(office().db)[::-1][:100],
        wrong=wrong,
        good=good,
    )
