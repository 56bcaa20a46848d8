"""Mẫu Word — the office's own templates: download, upload, see what was found, use from a day."""

import json
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for

from forms.base import VietnameseForm
from forms.fields import Day, Text, at_most
from service.actions import templates as verbs
from service.actions.media import DOCX_TYPE
from service.domain.errors import NotFound, OfficeError, Refused
from service.domain.kinds import DocumentKind
from service.domain.numbering import office_date
from service.domain.vietnamese import parse_date, short_date
from service.domain.word_templates import TemplateChoice, in_force, planned
from service.domain.workflow import Role
from service.linting import SAMPLE_NAMES, Level, LintReport, from_json, lint_template, to_json
from service.linting.authoring import field_lines
from service.rendering.pages import page_image
from service.store import word_templates
from service.web.allow import allow, person
from service.web.clock import now
from service.web.documents import disposition
from service.web.errors import show_on, status_of
from service.web.frame import office
from service.web.lookover import Dropped, drop, find, uploaded
from service.web.typed import filled

pages = Blueprint("word_templates", __name__)

DPI = 90
MISSING = "Chưa chọn tệp mẫu Word."
OTHER_FILE = "Kết quả này là của một việc kiểm tra khác; hãy tải mẫu lên lại."


class UseForm(VietnameseForm):
    """From which day, and why although the check had doubts."""

    active_from = Day(
        "Dùng từ ngày",
        [filled("Hãy ghi ngày bắt đầu dùng mẫu, ví dụ 01/01/2027.")],
        description="Hôm nay hoặc sau này. Văn bản duyệt từ ngày ấy dùng mẫu này; văn bản đã duyệt "
        "giữ mẫu cũ.",
        render_kw={"class": "short"},
    )
    reason = Text(
        "Lý do vẫn dùng",
        [at_most(2000)],
        description="Ghi khi có mục “cần xác nhận”. Lý do được giữ cùng mẫu.",
        render_kw={"rows": 2},
    )


@pages.get("/administration/templates")
@allow(Role.ADMINISTRATOR)
def show() -> str:
    today = office_date(now())
    lines = []
    for kind in office().kinds:
        made = word_templates.choices(office().db, kind.code)
        lines.append((kind, in_force(made, today), planned(made, today)))
    return render_template("administration/word_templates.html", lines=lines)


@pages.get("/administration/templates/<kind_code>")
@allow(Role.ADMINISTRATOR)
def edit(kind_code: str) -> str:
    return kind_page(office().kinds[kind_code])


@pages.post("/administration/templates/<kind_code>")
@allow(Role.ADMINISTRATOR)
def check(kind_code: str) -> Any:
    """Lint the upload and keep it for an hour with what was found."""
    kind = office().kinds[kind_code]
    try:
        name, data = uploaded("file", MISSING)
        linted = lint_template(
            kind,
            office().agency(),
            data,
            ours=office().own_template(kind),
            converter=office().converter,
        )
    except Refused as refusal:
        return kind_page(kind, refusal.message), 422
    dropped = drop(name, data, by=person(), now=now())
    for sample, pdf in linted.pages.items():
        dropped.write(f"{sample}.pdf", pdf)
    dropped.write("template.json", json.dumps(to_json(linted.report)).encode())
    return redirect(url_for("word_templates.result", kind_code=kind_code, token=dropped.token), 303)


@pages.get("/administration/templates/<kind_code>/uploads/<token>")
@allow(Role.ADMINISTRATOR)
def result(kind_code: str, token: str) -> str:
    dropped, report = checked(kind_code, token)
    today = short_date(office_date(now()))
    return result_page(dropped, report, UseForm(data={"active_from": today, "reason": ""}))


@pages.post("/administration/templates/<kind_code>/uploads/<token>")
@allow(Role.ADMINISTRATOR)
def use(kind_code: str, token: str) -> Any:
    """Use the linted upload from the typed day on."""
    dropped, report = checked(kind_code, token)
    form = UseForm(request.form)
    if not form.validate():
        return result_page(dropped, report, form), 422
    try:
        choice = verbs.use_upload(
            office(),
            dropped.read("file"),
            report,
            name=dropped.name,
            active_from=parse_date(form.active_from.answer()),
            reason=form.reason.answer(),
            by=person(),
            now=now(),
        )
    except OfficeError as error:
        show_on(form, error)
        return result_page(dropped, report, form), status_of(error)
    flash(f"Mẫu {dropped.name} được dùng từ ngày {short_date(choice.active_from)}.", "good")
    return redirect(url_for("word_templates.edit", kind_code=kind_code), 303)


@pages.get("/administration/templates/<kind_code>/uploads/<token>/<sample>/<int:number>.png")
@allow(Role.ADMINISTRATOR)
def page(kind_code: str, token: str, sample: str, number: int) -> Response:
    """One page that the upload makes with one of the contents."""
    dropped, _ = checked(kind_code, token)
    if sample not in SAMPLE_NAMES or not dropped.has(f"{sample}.pdf"):
        raise NotFound("Không có trang này.")
    try:
        picture = page_image(dropped.read(f"{sample}.pdf"), number, dpi=DPI)
    except IndexError:
        raise NotFound("Không có trang này.") from None
    return Response(picture, mimetype="image/png")


@pages.post("/administration/templates/<kind_code>/choice/<int:template_id>")
@allow(Role.ADMINISTRATOR)
def go_back(kind_code: str, template_id: int) -> Any:
    """Use an earlier template again from today; template 0 is the release's own."""
    kind = office().kinds[kind_code]
    try:
        verbs.go_back(office(), kind.code, template_id or None, by=person(), now=now())
    except Refused as refusal:
        return kind_page(kind, elsewhere=refusal.message), 422
    flash(f"Mẫu của {kind.name.lower()} đã được đổi lại, dùng từ hôm nay.", "good")
    return redirect(url_for("word_templates.edit", kind_code=kind_code), 303)


@pages.get("/administration/templates/<kind_code>/<int:template_id>.docx")
@allow(Role.ADMINISTRATOR)
def download(kind_code: str, template_id: int) -> Response:
    """A template as a Word file; template 0 is the release's own."""
    kind = office().kinds[kind_code]
    if template_id:
        template = word_templates.get(office().db, kind.code, template_id)
        data, name = office().files.get(template.sha256), template.name
    else:
        data, name = office().own_template(kind), f"Mẫu {kind.name.lower()}.docx"
    response = Response(data, mimetype=DOCX_TYPE)
    response.headers["Content-Disposition"] = disposition(name)
    return response


def checked(kind_code: str, token: str) -> tuple[Dropped, LintReport]:
    """The upload of this person with its report, which must be for this kind."""
    dropped = find(token, by=person(), now=now())
    if not dropped.has("template.json"):
        raise NotFound(OTHER_FILE)
    report = from_json(json.loads(dropped.read("template.json")))
    if report.kind != office().kinds[kind_code].code:
        raise NotFound(OTHER_FILE)
    return dropped, report


def kind_page(kind: DocumentKind, wrong: str = "", elsewhere: str = "") -> str:
    today = office_date(now())
    made = word_templates.choices(office().db, kind.code)
    return render_template(
        "administration/word_template.html",
        kind=kind,
        wrong=wrong,
        elsewhere=elsewhere,
        current=in_force(made, today),
        planned=planned(made, today),
        earlier=earlier(made, in_force(made, today)),
        history=tuple(reversed(made)),
        fields=field_lines(kind, office().agency(), office().own_template(kind)),
    )


def earlier(
    made: tuple[TemplateChoice, ...], current: TemplateChoice | None
) -> list[TemplateChoice]:
    """The last choice of each uploaded template that is not in force, newest first."""
    kept = current.template.id if current and current.template else 0
    latest = {one.template.id: one for one in made if one.template and one.template.id != kept}
    return sorted(latest.values(), key=lambda one: one.id, reverse=True)


def result_page(dropped: Dropped, report: LintReport, form: UseForm) -> str:
    kind = office().kinds[report.kind]
    pictures = {
        sample: [
            url_for(
                "word_templates.page",
                kind_code=kind.code,
                token=dropped.token,
                sample=sample,
                number=number,
            )
            for number in range(1, report.pages[sample] + 1)
        ]
        for sample in SAMPLE_NAMES
        if sample in report.pages
    }
    return render_template(
        "administration/word_template_checked.html",
        kind=kind,
        dropped=dropped,
        report=report,
        form=form,
        level=Level,
        sample_names=SAMPLE_NAMES,
        pictures=pictures,
    )
