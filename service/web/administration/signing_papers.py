"""Văn bản giao quyền ký — the regulation behind TL. and the delegation behind TUQ., each with the
days it holds (NĐ 30/2020, Điều 13, khoản 3 và 4)."""

from datetime import date
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from wtforms.validators import ValidationError

from forms.base import VietnameseForm
from forms.fields import Choice, Day, Line, Lines, at_most
from service.actions import authorities as verbs
from service.domain.errors import OfficeError
from service.domain.numbering import office_date
from service.domain.signing_papers import SigningPaper, SigningPaperType
from service.domain.vietnamese import short_date
from service.domain.workflow import Role
from service.store import authorities, signing_papers
from service.web.administration.signatory_form import day_in
from service.web.allow import allow, person
from service.web.clock import now
from service.web.errors import show_on, status_of
from service.web.frame import office
from service.web.typed import filled

pages = Blueprint("signing_papers", __name__)

TYPES = {
    SigningPaperType.REGULATION: "Quy chế (cho TL.)",
    SigningPaperType.DELEGATION: "Văn bản ủy quyền (cho TUQ.)",
}
TITLES = {
    SigningPaperType.REGULATION: "Quy chế làm việc",
    SigningPaperType.DELEGATION: "Giấy ủy quyền",
}
FIELDS = {
    SigningPaperType.REGULATION: ("title", "number", "dated", "since", "until"),
    SigningPaperType.DELEGATION: (
        *("title", "number", "dated", "giver_id", "delegate", "since", "until", "contents"),
    ),
}


class SigningPaperForm(VietnameseForm):
    title = Line(
        "Tên văn bản",
        [filled("Hãy ghi tên văn bản."), at_most(200)],
        description="Ví dụ: Quy chế làm việc của Ủy ban nhân dân xã, Giấy ủy quyền.",
    )
    number = Line(
        "Số, ký hiệu",
        [filled("Hãy ghi số, ký hiệu của văn bản."), at_most(60)],
        description="Ví dụ 12/UQ-UBND; của quy chế là số quyết định ban hành.",
    )
    dated = Day("Ngày ban hành", [filled("Hãy ghi ngày ban hành.")], render_kw={"class": "short"})
    giver_id = Choice("Người ủy quyền", description="Người đứng đầu, trong danh sách người ký.")
    delegate = Line(
        "Người được ủy quyền",
        [at_most(120)],
        description="Họ và tên, đúng như trong danh sách người ký. Người này không ủy quyền lại.",
    )
    since = Day(
        "Có hiệu lực từ ngày", [filled("Hãy ghi ngày có hiệu lực.")], render_kw={"class": "short"}
    )
    until = Day(
        "Đến hết ngày",
        description="Ủy quyền phải có ngày cuối; quy chế thì để trống khi còn hiệu lực.",
        render_kw={"class": "short"},
    )
    contents = Lines(
        "Nội dung được ủy quyền",
        description="Mỗi dòng một việc, ví dụ: Ký giấy mời họp chuyên môn.",
        render_kw={"rows": 4},
    )

    def validate_contents(self, field: Lines) -> None:
        if len(field.answer()) > 50 or any(len(line) > 500 for line in field.answer()):
            raise ValidationError("Nội dung nhiều nhất 50 dòng, mỗi dòng 500 ký tự.")

    def paper(self, paper_id: int, type_: SigningPaperType) -> SigningPaper:
        """What the form says; only after `validate`."""
        giver = self.giver_id.answer()
        return SigningPaper(
            id=paper_id,
            type=type_,
            title=self.title.answer(),
            number=self.number.answer(),
            dated=date.fromisoformat(self.dated.answer()),
            since=date.fromisoformat(self.since.answer()),
            until=day_in(self.until),
            giver_id=int(giver) if giver else None,
            delegate=self.delegate.answer(),
            contents=tuple(self.contents.answer()),
        )


@pages.get("/administration/signing-papers")
@allow(Role.ADMINISTRATOR)
def show() -> str:
    today = office_date(now())
    users: dict[int, list[str]] = {}
    for one in authorities.current(office().db):
        for behind in (one.regulation, one.delegation):
            if behind is not None:
                users.setdefault(behind.paper_id, []).append(one.signatory.name)
    return render_template(
        "administration/signing_papers.html",
        papers=[(one, state_on(one, today)) for one in signing_papers.current(office().db)],
        users=users,
        types=TYPES,
    )


@pages.get("/administration/signing-papers/<int:paper_id>")
@allow(Role.ADMINISTRATOR)
def edit(paper_id: int) -> str:
    """Paper 0 is a new one, of the type in the address."""
    if not paper_id:
        type_ = type_of(paper_id)
        form = SigningPaperForm(data={"title": TITLES[type_]})
        return page(paper_id, type_, offered(form))
    kept = signing_papers.get(office().db, paper_id)
    values = {
        "title": kept.title,
        "number": kept.number,
        "dated": short_date(kept.dated),
        "since": short_date(kept.since),
        "until": short_date(kept.until) if kept.until else "",
        "giver_id": str(kept.giver_id or ""),
        "delegate": kept.delegate,
        "contents": list(kept.contents),
    }
    return page(paper_id, kept.type, offered(SigningPaperForm(data=values)))


@pages.post("/administration/signing-papers/<int:paper_id>")
@allow(Role.ADMINISTRATOR)
def save(paper_id: int) -> Any:
    type_ = type_of(paper_id)
    form = offered(SigningPaperForm(request.form))
    if not form.validate():
        return page(paper_id, type_, form), 422
    try:
        saved = verbs.save_signing_paper(
            office(), form.paper(paper_id, type_), by=person(), now=now()
        )
    except OfficeError as error:
        show_on(form, error)
        return page(paper_id, type_, form), status_of(error)
    flash(f"Đã lưu {saved.cited}.", "good")
    return redirect(url_for("signing_papers.show"), 303)


def type_of(paper_id: int) -> SigningPaperType:
    """The kept paper's type; of a new one what the address says, a delegation unless told."""
    if paper_id:
        return signing_papers.get(office().db, paper_id).type
    wanted = request.args.get("type", "")
    known = list(SigningPaperType)
    return SigningPaperType(wanted) if wanted in known else SigningPaperType.DELEGATION


def state_on(paper: SigningPaper, today: date) -> str:
    if today < paper.since:
        return "Chưa có hiệu lực"
    if paper.until is not None and today > paper.until:
        return "Hết hiệu lực"
    return "Đang có hiệu lực"


def offered(form: SigningPaperForm) -> SigningPaperForm:
    givers = [
        (str(one.signatory.id), f"{one.signatory.name} – {one.signatory.post}")
        for one in authorities.current(office().db)
    ]
    form.giver_id.offer([("", "—"), *givers])
    return form


def page(paper_id: int, type_: SigningPaperType, form: SigningPaperForm) -> str:
    return render_template(
        "administration/signing_paper.html",
        form=form,
        paper_id=paper_id,
        type=type_,
        type_name=TYPES[type_],
        fields=[form[name] for name in FIELDS[type_]],
        history=signing_papers.history(office().db, paper_id),
    )
