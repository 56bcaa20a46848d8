"""Thông tin cơ quan — what letterheads, numbers and foot lines are made from."""

from dataclasses import replace
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from forms.base import VietnameseForm
from forms.fields import Choice, Line, Lines, at_most
from service.actions import agency as verbs
from service.domain.agency import LONGEST_ORGAN_ID, Agency, SizeProfile
from service.domain.errors import OfficeError
from service.domain.tones import TONE_PLACEMENT_NAMES, TonePlacement
from service.domain.workflow import Role
from service.web.allow import allow, person
from service.web.clock import now
from service.web.errors import show_on, status_of
from service.web.frame import office
from service.web.typed import filled

pages = Blueprint("agency", __name__)

NATIONAL_NAMES = (
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM",
)
"""The decree itself prints both spellings."""


class AgencyForm(VietnameseForm):
    full_name = Line(
        "Tên đầy đủ của cơ quan",
        [filled("Hãy ghi tên đầy đủ của cơ quan."), at_most(255)],
        description="Ví dụ: Ủy ban nhân dân xã Hòa Bình.",
    )
    name = Lines(
        "Tên cơ quan in trên văn bản",
        [filled("Hãy ghi tên cơ quan.")],
        description="Chữ in hoa, xuống dòng như muốn in. Ví dụ: ỦY BAN NHÂN DÂN rồi XÃ HÒA BÌNH.",
        render_kw={"rows": 2},
    )
    superior = Line(
        "Cơ quan chủ quản trực tiếp",
        [at_most(255)],
        description="In hoa phía trên tên cơ quan. Để trống nếu không có, như Ủy ban nhân dân.",
    )
    symbol = Line(
        "Chữ viết tắt của cơ quan",
        [filled("Hãy ghi chữ viết tắt của cơ quan, ví dụ UBND."), at_most(20)],
        description="Ví dụ: UBND. Đứng trong ký hiệu văn bản.",
    )
    place = Line(
        "Địa danh",
        [filled("Hãy ghi địa danh, ví dụ Hòa Bình."), at_most(60)],
        description="Đứng trước ngày tháng: Hòa Bình, ngày 08 tháng 01 năm 2021.",
    )
    national_name = Choice("Quốc hiệu", choices=[(name, name) for name in NATIONAL_NAMES])
    size_profile = Choice(
        "Cỡ chữ",
        choices=[
            (SizeProfile.LARGE.value, "Lớn – nội dung cỡ 14"),
            (SizeProfile.SMALL.value, "Nhỏ – nội dung cỡ 13"),
        ],
    )
    tone_placement = Choice(
        "Cách đặt dấu",
        choices=[(one.value, name) for one, name in TONE_PLACEMENT_NAMES.items()],
        description="Áp dụng cho cả văn bản khi in; tên riêng, chữ trong ngoặc kép giữ như đã gõ.",
    )
    default_recipients = Lines(
        "Nơi nhận thường dùng",
        description="Mỗi dòng một nơi. Có sẵn trong văn bản mới, sau “Như trên”, trước “Lưu”.",
        render_kw={"rows": 3},
    )
    address = Line("Địa chỉ", [at_most(255)])
    phone = Line("Điện thoại", [at_most(60)])
    email = Line("Thư điện tử", [at_most(120)])
    website = Line("Trang thông tin điện tử", [at_most(120)])
    organ_id = Line(
        "Mã định danh cơ quan",
        [at_most(LONGEST_ORGAN_ID)],
        description="Theo quyết định cấp mã, ví dụ H41.12.34. Ghi vào mã hồ sơ (OrganId) khi lập "
        "danh mục hồ sơ và xuất hồ sơ; để trống nếu chưa được cấp.",
        render_kw={"class": "short", "autocomplete": "off", "spellcheck": "false"},
    )

    def agency(self) -> Agency:
        """The typed values as an agency; units and signatories have pages of their own."""
        names = [field.name for field in self if field.name in Agency.__dataclass_fields__]
        values = {name: self[name].answer() for name in names}
        return Agency(
            **values
            | {
                "name": "\n".join(self.name.answer()),
                "size_profile": SizeProfile(self.size_profile.answer()),
                "tone_placement": TonePlacement(self.tone_placement.answer()),
                "default_recipients": tuple(self.default_recipients.answer()),
            }
        )

    @classmethod
    def of(cls, agency: Agency) -> "AgencyForm":
        names = [name for name in cls.blank()._fields if name in Agency.__dataclass_fields__]
        values = {name: getattr(agency, name) for name in names}
        return cls(
            data=values
            | {
                "name": agency.name.split("\n"),
                "default_recipients": list(agency.default_recipients),
                "size_profile": agency.size_profile.value,
                "tone_placement": agency.tone_placement.value,
            }
        )


@pages.get("/administration/agency")
@allow(Role.ADMINISTRATOR)
def show() -> str:
    return page(AgencyForm.of(office().agency()))


@pages.post("/administration/agency")
@allow(Role.ADMINISTRATOR)
def save() -> Any:
    form = AgencyForm(request.form)
    if not form.validate():
        return page(form), 422
    old = office().agency()
    agency = replace(form.agency(), units=old.units, signatories=old.signatories)
    try:
        verbs.save_agency(office(), agency, by=person(), now=now())
    except OfficeError as error:
        show_on(form, error)
        return page(form), status_of(error)
    flash("Đã lưu thông tin cơ quan. Văn bản đã duyệt giữ nguyên như lúc duyệt.", "good")
    return redirect(url_for("agency.show"), 303)


def page(form: AgencyForm) -> str:
    return render_template("administration/agency.html", form=form)
