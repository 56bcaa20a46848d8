"""Trang khai hồ sơ — what the counter and the applicant's link do alike with the application form.

Each side brings a `Desk`: how it saves, attaches and hands in, and where its buttons lead.
Everything typed is saved before anything else is tried, so that no refusal costs a word.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from flask import flash, jsonify, redirect, render_template, request
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from forms import rows
from forms.wire import WireData, to_wire
from service.actions import provider_cases as verbs
from service.domain.eligibility import application
from service.domain.eligibility.attachments import MOST_BYTES
from service.domain.eligibility.cases import ProviderCase, StaffMember
from service.domain.eligibility.personal import NOTICE
from service.domain.eligibility.states import CaseState
from service.domain.errors import EditConflict, OfficeError, Refused
from service.store import provider_cases, provider_parts
from service.web.answers import differences
from service.web.clock import now
from service.web.errors import each_field, show_on, status_of
from service.web.formats import clock_time
from service.web.frame import office
from service.web.providers.application_form import (
    ApplicationForm,
    application_form,
    stored_wire,
)
from service.web.typed import whole

FILE = "attachments-"
REMOVE = "remove:"


class Save(Protocol):
    def __call__(
        self,
        answers: Mapping[str, Any],
        *,
        staff: Sequence[Mapping[str, Any]] | None,
        equipment: Sequence[Mapping[str, Any]] | None,
        version: int,
    ) -> ProviderCase: ...


@dataclass(frozen=True, slots=True)
class Desk:
    """One side of the counter. `after_url` is where a dossier that was handed in is shown."""

    template: str
    save: Save
    attach: Callable[[str, str, bytes], Any]
    remove: Callable[[int], None]
    submit: Callable[[], ProviderCase]
    form_url: str
    autosave_url: str
    after_url: str


def show_form(
    desk: Desk, case: ProviderCase, kept: Any = None, *, version: int | None = None
) -> str:
    """The page with what is stored, or with `kept`: fields of a form that waited for its owner."""
    if kept is not None:
        form = form_of(case, with_kept_numbers(case, kept))
        return _page(desk, case, form, version=version)
    form = stored_form(case)
    _say_at(form, wrong_so_far(case, form))
    return _page(desk, case, form)


def post_form(desk: Desk, case: ProviderCase) -> Any:
    """Every button of the form lands here."""
    if command := request.form.get(rows.COMMAND):
        form = form_of(case, rows.apply(request.form, command))
        return _page(desk, case, form, version=_version())
    form = form_of(case, request.form)
    try:
        case = _saved(desk, case, form)
    except EditConflict as conflict:
        return _conflict(desk, case, form, conflict), 409
    except OfficeError as error:
        show_on(form, error)
        return _page(desk, case, form, version=_version()), status_of(error)
    return _after_saving(desk, case)


def autosave(desk: Desk, case: ProviderCase) -> Response:
    """The same saving, for the script: the new version, the time, and what is wrong so far."""
    form = form_of(case, request.form)
    saved = _saved(desk, case, form)
    return jsonify(
        {
            "version": saved.version,
            "saved_at": clock_time(saved.updated_at),
            "wrong": wrong_so_far(saved, stored_form(saved)),
        }
    )


def _saved(desk: Desk, case: ProviderCase, form: ApplicationForm) -> ProviderCase:
    return desk.save(
        form.whole_answers(request.form),
        staff=form.staff_rows(),
        equipment=form.equipment_rows(),
        version=_version(),
    )


def _after_saving(desk: Desk, case: ProviderCase) -> Any:
    """Files, then the pressed button; whatever it is refused for stands at its field."""
    errors = _attached(desk)
    do = request.form.get("do", "")
    if do.startswith(REMOVE):
        desk.remove(whole(do.removeprefix(REMOVE), 0))
        flash("Đã gỡ tệp.", "good")
    elif do == "submit" and not errors:
        try:
            desk.submit()
        except Refused as refusal:
            errors = refusal.errors or {"": refusal.message}
        else:
            flash("Đã nộp hồ sơ.", "good")
            return redirect(desk.after_url, 303)
    if not errors:
        flash(f"Đã lưu lúc {clock_time(case.updated_at)}.", "good")
        return redirect(f"{desk.form_url}#dossier" if do == "attach" else desk.form_url, 303)
    case = provider_cases.for_office(office().db, case.id)
    form = stored_form(case)
    form.validate()
    _say_at(form, errors)
    return _page(desk, case, form), 422


def _say_at(form: ApplicationForm, errors: Mapping[str, str]) -> None:
    """Sentences at their fields; the one without a field stands above all."""
    wrong = {field.name for field in each_field(form) if field.errors}
    if at := {name: text for name, text in errors.items() if name and name not in wrong}:
        show_on(form, Refused("Hồ sơ còn chỗ cần sửa.", errors=at))
    if "" in errors:
        form.form_errors.append(errors[""])


def _attached(desk: Desk) -> dict[str, str]:
    """Attach every chosen file; field → sentence for those that were refused."""
    errors: dict[str, str] = {}
    for name in request.files:
        item = name.removeprefix(FILE)
        for upload in request.files.getlist(name):
            if not name.startswith(FILE) or not upload.filename:
                continue
            try:
                desk.attach(item, upload.filename, _read(upload))
            except Refused as refusal:
                errors[name] = refusal.message
    return errors


def _read(upload: FileStorage) -> bytes:
    data = upload.stream.read()
    if not data:
        raise Refused("Tệp này trống, không có gì bên trong.", "file")
    return data


def form_of(case: ProviderCase, formdata: Any) -> ApplicationForm:
    return application_form(verbs.regime_of(office(), case), case)(formdata)


def stored_form(case: ProviderCase) -> ApplicationForm:
    form_class = application_form(verbs.regime_of(office(), case), case)
    db = office().db
    answers = stored_wire(
        form_class, case, provider_parts.staff(db, case.id), provider_parts.equipment(db, case.id)
    )
    return form_class(to_wire(form_class, answers))


def wrong_so_far(case: ProviderCase, form: ApplicationForm) -> dict[str, str]:
    """What is wrong in what was typed; blank fields are told of when the dossier is handed in."""
    missing = verbs.missing_in(office(), case, verbs.regime_of(office(), case), now())
    typed = {field.name for field in each_field(form) if field.data and not is_nest(field)}
    started = "profession"  # a doctor's licence is missed as soon as the doctor is named
    return {
        name: text
        for name, text in missing.items()
        if name in typed or (name.endswith("-licence_no") and f"{name[:-10]}{started}" in typed)
    }


def is_nest(field: Any) -> bool:
    """A list or a group: what is typed stands in its parts."""
    return hasattr(field, "entries") or hasattr(field, "form_class")


def with_kept_numbers(case: ProviderCase, kept: Any) -> WireData:
    """Identity numbers never wait with a form: the masks of the stored ones take their place."""
    pairs = list(kept.items(multi=True))
    names = {name for name, _ in pairs}
    if "id_no" not in names:
        pairs.append(("id_no", case.masked_id))
    staff = {one.name: one for one in provider_parts.staff(office().db, case.id)}
    for name, value in list(pairs):
        if name.startswith("staff-") and name.endswith("-name"):
            number = f"{name.removesuffix('-name')}-id_no"
            member: StaffMember | None = staff.get(value)
            if number not in names and member is not None:
                pairs.append((number, member.masked_id))
    return WireData(pairs)


def _conflict(desk: Desk, case: ProviderCase, form: ApplicationForm, conflict: EditConflict) -> str:
    """What was typed stays on the page, with what somebody else saved beside it; saving again
    writes over that, reloading takes it."""
    current = provider_cases.for_office(office().db, case.id)
    theirs = [line for line in differences(form, stored_form(current)) if line.differs]
    private = {"Số giấy tờ", "Số giấy tờ của người đại diện"}
    shown = [line for line in theirs if line.label not in private]
    return _page(desk, current, form, version=conflict.version, theirs=shown, conflict=conflict)


def _version() -> int:
    return whole(request.form.get("_version"), 0)


def _page(
    desk: Desk,
    case: ProviderCase,
    form: ApplicationForm,
    *,
    version: int | None = None,
    **more: Any,
) -> str:
    regime = verbs.regime_of(office(), case)
    dossier = application.dossier_of(
        regime, kind=case.kind, path=case.path, request=case.request, answers=case.answers
    )
    there = provider_parts.attachments(office().db, case.id)
    asked = [item for item in dossier if not item.form]
    return render_template(
        desk.template,
        desk=desk,
        case=case,
        regime=regime,
        form=form,
        version=case.version if version is None else version,
        advice=form.advice(),
        notice=NOTICE,
        filled_in=[item for item in dossier if item.form],
        asked=asked,
        attached={item.code: [one for one in there if one.item == item.code] for item in asked},
        upload_ids=[f"{FILE}{item.code}" for item in asked],
        supplementing=case.state is CaseState.AWAITING,
        supplements=provider_parts.supplements(office().db, case.id),
        upload_mb=min(office().settings.upload_mb, MOST_BYTES >> 20),
        **more,
    )
