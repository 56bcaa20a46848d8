"""Việc cần làm — what waits for whom, and the next step of each paper."""

from flask import Blueprint, render_template, url_for

from service.actions.case_files import waiting_for_hand_over
from service.domain.documents import Person
from service.domain.numbering import office_date
from service.domain.workflow import Role
from service.store import access_grants, lists, people, register_checks, signing_lists
from service.web.allow import EVERYONE, allow, person
from service.web.clock import now
from service.web.frame import READERS, office
from service.web.providers.register import first_page_warnings
from service.web.tasks import arrivals, reminders

pages = Blueprint("home", __name__)

RECENT = 10

NEEDED = {
    Role.DRAFTER: "Thêm một chuyên viên: người soạn và trình văn bản.",
    Role.SIGNATORY: "Thêm một lãnh đạo: người duyệt văn bản.",
    Role.CLERK: "Thêm một văn thư: người cấp số, phát hành và giữ sổ.",
}


@pages.get("/")
@allow(*EVERYONE)
def show() -> str:
    me = person()
    reader = me.may(*READERS)
    return render_template(
        "home.html",
        waiting=lists.waiting(office().db, me),
        signing=signing_lists.signing_work(office().db, me),
        shared=access_grants.shared_with(office().db, me) if reader else (),
        recent=lists.recent(office().db, me, limit=RECENT) if reader else (),
        kinds=office().kinds,
        reminders=reminders() if reader else (),
        arrivals=arrivals() if reader else (),
        provider_warnings=first_page_warnings() if reader else (),
        is_drafter=me.may(Role.DRAFTER),
        is_clerk=me.may(Role.CLERK),
        is_administrator=me.may(Role.ADMINISTRATOR),
        lacking=lacking(me),
        register_trouble=register_trouble(me),
        cases_due=waiting_for_hand_over(office(), me, office_date(now())),
    )


def lacking(me: Person) -> list[tuple[str, str]]:
    """What a new office still needs before a paper can go its whole way: sentence and address."""
    if not me.may(Role.ADMINISTRATOR):
        return []
    add_person = url_for("people.edit", person_id=0)
    found = [
        (sentence, add_person)
        for role, sentence in NEEDED.items()
        if not people.holding(office().db, role)
    ]
    if not any(one.active for one in office().agency().signatories):
        sentence = "Thêm người ký: chức vụ và quyền hạn in trên văn bản."
        found.append((sentence, url_for("signatories.show")))
    return found


def register_trouble(me: Person) -> int:
    """How much the last check found wrong with the register, for whoever looks after it."""
    if not me.may(Role.CLERK, Role.ADMINISTRATOR):
        return 0
    checks = register_checks.latest(office().db, limit=1)
    return len(checks[0].findings) if checks else 0
