"""Người dùng — accounts, units and roles; a forgotten password is replaced here."""

import secrets
from dataclasses import replace
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from wtforms import SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.widgets import CheckboxInput, ListWidget

from forms.base import VietnameseForm
from forms.fields import Check, Choice, Line, at_most
from service.actions import agency as verbs
from service.domain.documents import Person
from service.domain.errors import OfficeError
from service.domain.workflow import ROLE_NAMES, Role
from service.store import people
from service.web.allow import allow, person
from service.web.clock import now
from service.web.errors import show_on, status_of
from service.web.frame import office
from service.web.typed import filled

pages = Blueprint("people", __name__)

DUTIES = {
    Role.DRAFTER: "soạn, sửa, trình văn bản của đơn vị mình",
    Role.SIGNATORY: "xem văn bản được trình, duyệt hoặc trả lại",
    Role.CLERK: "cấp số, phát hành, giữ sổ đăng ký",
    Role.ADMINISTRATOR: "quản lý cơ quan và người dùng; không đọc văn bản",
}

PASSWORD_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


class RoleChoices(SelectMultipleField):
    """Ticked roles."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class PersonForm(VietnameseForm):
    name = Line("Họ và tên", [filled("Hãy ghi họ và tên."), at_most(120)])
    login = Line(
        "Tên đăng nhập",
        [filled("Hãy ghi tên đăng nhập."), at_most(60)],
        description="Viết liền, không dấu cách, ví dụ lan hoặc nguyen.lan.",
        render_kw={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"},
    )
    unit_id = Choice("Đơn vị", [filled("Hãy chọn đơn vị.")])
    roles = RoleChoices(
        "Vai trò",
        [filled("Hãy chọn ít nhất một vai trò.")],
        choices=[
            SelectChoice(role.value, f"{name} – {DUTIES[role]}")
            for role, name in ROLE_NAMES.items()
        ],
    )
    active = Check("Đang hoạt động", default=True)

    def person(self, person_id: int) -> Person:
        return Person(
            id=person_id,
            name=self.name.answer(),
            login=self.login.answer(),
            unit_id=int(self.unit_id.answer()),
            roles=frozenset(Role(role) for role in self.roles.data or ()),
            active=self.active.answer(),
        )


class FirstPasswordForm(VietnameseForm):
    password = Line(
        "Mật khẩu đầu tiên",
        [filled("Hãy ghi mật khẩu đầu tiên.")],
        description="Đưa tận tay người dùng; lần đăng nhập đầu tiên phải đổi.",
        render_kw={"autocomplete": "off", "spellcheck": "false", "class": "medium"},
    )


@pages.get("/administration/people")
@allow(Role.ADMINISTRATOR)
def show() -> str:
    units = {unit.id: unit for unit in office().agency().units}
    return render_template(
        "administration/people.html", everyone=people.everyone(office().db), units=units
    )


@pages.get("/administration/people/<int:person_id>")
@allow(Role.ADMINISTRATOR)
def edit(person_id: int) -> str:
    """Person 0 is a new one."""
    if not person_id:
        return page(person_id, offered(PersonForm()))
    found = people.get(office().db, person_id)
    return page(person_id, form_of(found))


@pages.post("/administration/people/<int:person_id>")
@allow(Role.ADMINISTRATOR)
def save(person_id: int) -> Any:
    form, first = offered(PersonForm(request.form)), FirstPasswordForm(request.form)
    valid = [form.validate(), bool(person_id) or first.validate()]
    if not all(valid):
        return page(person_id, form, first), 422
    try:
        if person_id:
            stored = people.get(office().db, person_id)
            changed = replace(
                form.person(person_id), must_change_password=stored.must_change_password
            )
            verbs.save_person(office(), changed, by=person(), now=now())
        else:
            verbs.add_person(office(), form.person(0), first.password.data, by=person(), now=now())
    except OfficeError as error:
        show_on(first if "password" in error.errors else form, error)
        return page(person_id, form, first), status_of(error)
    flash(f"Đã lưu người dùng {form.name.answer()}.", "good")
    return redirect(url_for("people.show"), 303)


@pages.post("/administration/people/<int:person_id>/password")
@allow(Role.ADMINISTRATOR)
def reset(person_id: int) -> Any:
    found, first = people.get(office().db, person_id), FirstPasswordForm(request.form)
    if first.validate():
        try:
            verbs.reset_password(office(), person_id, first.password.data, by=person(), now=now())
        except OfficeError as error:
            show_on(first, error)
        else:
            flash(f"Đã đặt mật khẩu mới cho {found.name}; các phiên cũ đã kết thúc.", "good")
            return redirect(url_for("people.show"), 303)
    return page(person_id, form_of(found), first), 422


def form_of(found: Person) -> PersonForm:
    values = {
        "name": found.name,
        "login": found.login,
        "unit_id": str(found.unit_id),
        "roles": [role.value for role in found.roles],
        "active": found.active,
    }
    return offered(PersonForm(data=values))


def offered(form: PersonForm) -> PersonForm:
    units = [(str(unit.id), unit.name) for unit in office().agency().units if unit.active]
    form.unit_id.offer(units)
    return form


def page(person_id: int, form: PersonForm, first: FirstPasswordForm | None = None) -> str:
    """A new account is offered a first password that can be read over the telephone."""
    if first is None:
        first = FirstPasswordForm(data={"password": suggested_password()})
    return render_template(
        "administration/person.html", form=form, first=first, person_id=person_id
    )


def suggested_password() -> str:
    groups = ("".join(secrets.choice(PASSWORD_LETTERS) for _ in range(4)) for _ in range(3))
    return "-".join(groups)
