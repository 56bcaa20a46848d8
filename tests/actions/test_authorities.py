"""Who may sign is asked at every step of a paper, and every saving of it is kept."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from service.actions import agency as agency_verbs
from service.actions import authorities as verbs
from service.actions import drafting, issuing, reviewing
from service.domain.agency import Signatory, SigningCapacity
from service.domain.authority import Authority, Rank, Regime, presumed
from service.domain.errors import NotAllowed, Refused, WrongState
from service.domain.signing_papers import SigningPaper, SigningPaperType
from service.domain.signing_rules import sign_as
from service.domain.workflow import State
from service.store import agency as agencies
from service.store import authorities, documents, events, signing_papers
from tests.builders import NOW, a_document

TODAY = NOW.date()
KIND = "decision"


@pytest.fixture
def chair(db):
    """The world's chair, as the agency was set up: nothing is recorded but name and post."""
    return authorities.of(db, 1)


@pytest.fixture
def change(office, quantri, chair):
    """Save something else of the chair."""

    def change(**parts):
        return verbs.save_authority(office, replace(chair, **parts), by=quantri, now=NOW)

    return change


def paper(**parts):
    known = {
        "id": 0,
        "type": SigningPaperType.DELEGATION,
        "title": "Giấy ủy quyền",
        "number": "12/UQ-UBND",
        "dated": TODAY - timedelta(days=30),
        "since": TODAY - timedelta(days=20),
        "until": TODAY + timedelta(days=20),
        "giver_id": 1,
        "delegate": "Lê Thị Mai",
        "contents": ("Giấy mời họp chuyên môn",),
    }
    return SigningPaper(**{**known, **parts})


def regulation(**parts):
    return paper(
        type=SigningPaperType.REGULATION,
        title="Quy chế làm việc",
        number="05/QĐ-UBND",
        giver_id=None,
        delegate="",
        contents=(),
        **{"until": None, **parts},
    )


def signatory(capacity, post, name="Lê Thị Mai", **rest):
    return Signatory(0, name, post, capacity, **{"head_post": "Chủ tịch", **rest})


def delegated(delegation):
    who = signatory(SigningCapacity.BY_DELEGATION, "Giám đốc Trung tâm")
    return Authority(who, Rank.SUBORDINATE_HEAD, delegation=delegation)


def by_order(rule, **rest):
    who = signatory(SigningCapacity.BY_ORDER, "Chánh Văn phòng")
    return Authority(who, Rank.UNIT_HEAD, regulation=rule, **rest)


@pytest.fixture
def save(office, quantri):
    def save(thing, now=NOW):
        verb = verbs.save_signing_paper if isinstance(thing, SigningPaper) else verbs.save_authority
        return verb(office, thing, by=quantri, now=now)

    return save


def draft_for(office, authority, **answers):
    return a_document(office, signatory={"choice": str(authority.signatory.id)}, **answers)


def test_a_signatory_of_whom_nothing_is_recorded_signs_as_before(db, chair):
    assert (chair.rank, chair.regime, chair.until) == (Rank.HEAD, Regime.COLLECTIVE, None)
    assert sign_as(chair, on=TODAY) == agencies.signatories(db)[0].block


STRUCTURE = {
    "KT. by one who is no deputy": (
        lambda: Authority(signatory(SigningCapacity.FOR_HEAD, "Trưởng phòng"), Rank.UNIT_HEAD),
        "capacity",
        "chỉ dành cho cấp phó",
    ),
    "Q. by a deputy in charge": (
        lambda: Authority(signatory(SigningCapacity.ACTING, "Phó Chủ tịch"), Rank.DEPUTY_IN_CHARGE),
        "capacity",
        "giao quyền cấp trưởng",
    ),
    "TL. without the regulation": (lambda: by_order(None), "regulation_id", "quy chế"),
    "TL. without its clause": (
        lambda: by_order(replace(regulation(), id=1).regulation("")),
        "clause",
        "điều khoản",
    ),
    "TUQ. without a paper": (lambda: delegated(None), "delegation_id", "văn bản ủy quyền"),
    "TUQ. given to somebody else": (
        lambda: delegated(paper(id=1, delegate="Phạm An", given_by=Rank.HEAD).delegation),
        "delegation_id",
        "không phải Lê Thị Mai",
    ),
    "a title before the name": (
        lambda: presumed(signatory(SigningCapacity.HEAD, "Chủ tịch", name="TS. Lê Thị Mai")),
        "name",
        "“TS.”",
    ),
    "a post the State does not know": (
        lambda: presumed(signatory(SigningCapacity.FOR_HEAD, "Phó Chủ tịch phụ trách")),
        "post",
        "chức vụ lãnh đạo chính thức",
    ),
    "a collective without TM.": (
        lambda: Authority(
            signatory(SigningCapacity.FOR_HEAD, "Phó Chủ tịch"), Rank.DEPUTY, Regime.COLLECTIVE
        ),
        "body",
        "“TM.”",
    ),
}


@pytest.mark.parametrize("case", STRUCTURE)
def test_who_could_sign_on_no_day_is_not_saved(office, save, case):
    make, field, words = STRUCTURE[case]
    before = agencies.signatories(office.db)
    with pytest.raises(Refused, match=words) as refusal:
        save(make())
    assert refusal.value.field == field
    assert "NĐ 30/2020" in refusal.value.message
    assert agencies.signatories(office.db) == before


def test_one_who_is_switched_off_is_kept_as_it_was(save):
    late = by_order(None)
    off = replace(late, signatory=replace(late.signatory, active=False))
    assert not save(off).signatory.active


def test_a_delegation_is_not_passed_on(save):
    first = save(delegated(save(paper()).delegation))
    with pytest.raises(Refused, match="không được ủy quyền lại") as refusal:
        save(paper(giver_id=first.signatory.id, delegate="Phạm An"))
    assert refusal.value.field == "giver_id"


def test_a_delegation_is_given_by_who_held_the_post_on_its_day(save, change):
    change(since=TODAY)
    with pytest.raises(Refused, match="không giữ chức vụ"):
        save(paper())


@pytest.mark.parametrize(
    ("parts", "field"),
    [
        ({"until": None}, "until"),
        ({"contents": ()}, "contents"),
        ({"delegate": " "}, "delegate"),
        ({"giver_id": None}, "giver_id"),
        ({"number": ""}, "number"),
        ({"title": ""}, "title"),
        ({"until": TODAY - timedelta(days=25)}, "until"),
        ({"since": TODAY - timedelta(days=40)}, "since"),
    ],
)
def test_a_delegation_is_written_and_limited(db, save, parts, field):
    with pytest.raises(Refused) as refusal:
        save(paper(**parts))
    assert refusal.value.field == field
    assert signing_papers.current(db) == ()


def test_the_block_printed_is_the_one_of_the_person_and_the_day(office, save):
    kept = save(regulation())
    saved = save(
        Authority(
            signatory(SigningCapacity.BY_ORDER, "Phó Chánh Văn phòng"),
            Rank.UNIT_DEPUTY,
            regulation=kept.regulation("khoản 2 Điều 9"),
            unit_head_post="Chánh Văn phòng",
        )
    )
    block = sign_as(authorities.of(office.db, saved.signatory.id), on=TODAY)
    assert block.authority == ("TL. CHỦ TỊCH", "KT. CHÁNH VĂN PHÒNG", "PHÓ CHÁNH VĂN PHÒNG")
    assert agencies.signatories(office.db)[-1].block == block


LATE = {
    "no longer in the post": ({"until": TODAY - timedelta(days=1)}, "đến hết ngày 01/03/2026"),
    "not yet in the post": ({"since": TODAY + timedelta(days=1)}, "từ ngày 03/03/2026"),
    "another kind of paper": ({"kinds": frozenset({"official_letter"})}, "loại văn bản này"),
    "a paper of another unit": ({"units": frozenset({1})}, "Phòng Văn hóa - Xã hội"),
}


@pytest.mark.parametrize("case", LATE)
def test_a_paper_is_refused_at_its_signatory_when_that_one_may_not_sign(
    office, minh, hung, change, case
):
    parts, words = LATE[case]
    draft = a_document(office, State.DRAFT)
    waiting = a_document(office, State.SUBMITTED)
    change(**parts)
    advice = verbs.signing_advice(office, draft, draft.answers, on=TODAY)
    assert words in advice["signatory"]
    for act in (
        lambda: reviewing.submit(office, draft.id, by=minh, now=NOW, approver_id=hung.id),
        lambda: reviewing.approve(office, waiting.id, by=hung, now=NOW),
    ):
        with pytest.raises(Refused, match=words) as refusal:
            act()
        assert refusal.value.field == "signatory-choice"
    assert documents.get(office.db, draft.id, minh).state is State.DRAFT
    assert documents.get(office.db, waiting.id, hung).state is State.SUBMITTED


def test_the_number_is_refused_for_a_day_on_which_the_signatory_may_not_sign(office, lan, change):
    approved = a_document(office, State.APPROVED)
    change(until=TODAY - timedelta(days=1))
    with pytest.raises(Refused, match="đến hết ngày 01/03/2026") as refusal:
        issuing.take_number(office, approved.id, TODAY, by=lan, now=NOW)
    assert refusal.value.field == "issued_on"
    assert documents.get(office.db, approved.id, lan).state is State.APPROVED
    earlier = issuing.take_number(office, approved.id, TODAY - timedelta(days=1), by=lan, now=NOW)
    assert earlier.issued_on == TODAY - timedelta(days=1)


def test_a_delegation_that_ran_out_between_approval_and_number_lets_no_number_be_taken(
    office, lan, hung, minh, save
):
    who = save(delegated(save(paper(until=TODAY)).delegation))
    draft = draft_for(office, who)
    reviewing.submit(office, draft.id, by=minh, now=NOW, approver_id=hung.id)
    reviewing.approve(office, draft.id, by=hung, now=NOW)
    tomorrow = NOW + timedelta(days=1)
    with pytest.raises(Refused, match=r"đến 02/03/2026; ngày 03/03/2026"):
        issuing.take_number(office, draft.id, by=lan, now=tomorrow)
    assert issuing.take_number(office, draft.id, TODAY, by=lan, now=tomorrow).number == 1


def test_a_regulation_that_ended_lets_nobody_sign_by_order(office, minh, hung, save):
    rule = save(regulation())
    who = save(by_order(rule.regulation("khoản 2 Điều 9")))
    draft = draft_for(office, who)
    save(replace(rule, until=TODAY - timedelta(days=1)))
    with pytest.raises(Refused, match="hết hiệu lực sau ngày 01/03/2026"):
        reviewing.submit(office, draft.id, by=minh, now=NOW, approver_id=hung.id)


def test_a_title_typed_before_a_name_is_refused_where_it_was_typed(office, minh, hung):
    typed = {"choice": "other", "lines": ["CHỦ TỊCH"], "name": "PGS.TS Lê Thị Mai"}
    draft = a_document(office, signatory=typed)
    assert "PGS" in verbs.signing_advice(office, draft, draft.answers, on=TODAY)["signatory"]
    with pytest.raises(Refused, match="học hàm, học vị") as refusal:
        reviewing.submit(office, draft.id, by=minh, now=NOW, approver_id=hung.id)
    assert refusal.value.field == "signatory-name"


def test_a_title_is_written_where_the_ministry_lets_it(office, minh, hung, save):
    head = presumed(signatory(SigningCapacity.HEAD, "Giám đốc", name="TS. Lê Thị Mai"))
    draft = draft_for(office, save(replace(head, titles_allowed=True)))
    submitted = reviewing.submit(office, draft.id, by=minh, now=NOW, approver_id=hung.id)
    assert submitted.state is State.SUBMITTED


def test_what_no_program_can_judge_is_told_while_drafting(office, save):
    who = save(delegated(save(paper()).delegation))
    draft = draft_for(office, who)
    told = verbs.signing_advice(office, draft, draft.answers, on=TODAY)
    assert "Giấy mời họp chuyên môn" in told["signatory"]


def test_a_new_paper_is_offered_those_who_may_sign_it(office, db, change, save):
    deputy = save(presumed(signatory(SigningCapacity.FOR_HEAD, "Phó Chủ tịch")))
    change(kinds=frozenset({"official_letter"}))
    unit = agencies.units(db)[1].id
    narrowed = verbs.with_able_signatories(
        office, office.agency(), kind=KIND, unit_id=unit, on=TODAY
    )
    assert [one.id for one in narrowed.signatories] == [deputy.signatory.id]


def test_a_signature_of_last_year_stays_explained(office, db, minh, hung, lan, save):
    rule = save(regulation())
    who = save(by_order(rule.regulation("khoản 2 Điều 9")))
    numbered = draft_for(office, who)
    reviewing.submit(office, numbered.id, by=minh, now=NOW, approver_id=hung.id)
    reviewing.approve(office, numbered.id, by=hung, now=NOW)
    issuing.take_number(office, numbered.id, by=lan, now=NOW)
    next_year = NOW + timedelta(days=365)
    save(replace(rule, title="Quy chế làm việc mới"), next_year)
    changed = replace(who, signatory=replace(who.signatory, post="Phó Chánh Văn phòng"))
    save(replace(changed, until=next_year.date()), next_year)
    grounds = {
        event.verb: event.detail["ground"]
        for event in events.of_document(db, numbered.id)
        if "ground" in event.detail
    }
    assert set(grounds) == {"approve", "take_number"}
    assert "khoản 2 Điều 9, Quy chế làm việc số 05/QĐ-UBND" in grounds["take_number"]
    kept = authorities.history(db, who.signatory.id)
    assert [one.authority.signatory.post for one in kept] == [
        "Phó Chánh Văn phòng",
        "Chánh Văn phòng",
    ]
    assert [one.paper.title for one in signing_papers.history(db, rule.id)] == [
        "Quy chế làm việc mới",
        "Quy chế làm việc",
    ]


@pytest.mark.parametrize("table", ["authority", "signing_paper_version"])
def test_history_cannot_be_changed_or_deleted(db, save, table):
    save(paper())
    for statement in (f"UPDATE {table} SET at = at", f"DELETE FROM {table}"):
        with pytest.raises(Exception, match="append only"), db.write():
            db.execute(statement)


def test_a_change_of_the_name_alone_keeps_the_authority(office, db, quantri, change, chair):
    change(until=date(2026, 12, 31))
    agency_verbs.save_signatory(
        office, replace(chair.signatory, name="Phạm Hùng"), by=quantri, now=NOW
    )
    assert authorities.of(db, 1).until == date(2026, 12, 31)
    assert authorities.of(db, 1).signatory.name == "Phạm Hùng"


def test_only_the_administrator_says_who_may_sign(office, chair, minh, lan, hung):
    for by in (minh, lan, hung):
        with pytest.raises(NotAllowed):
            verbs.save_authority(office, chair, by=by, now=NOW)
        with pytest.raises(NotAllowed):
            verbs.save_signing_paper(office, paper(), by=by, now=NOW)


def test_a_paper_that_moved_on_is_refused_for_that_and_not_for_its_signatory(
    office, minh, hung, change
):
    issued = a_document(office, State.ISSUED)
    change(until=TODAY - timedelta(days=1))
    with pytest.raises(WrongState):
        reviewing.submit(office, issued.id, by=minh, now=NOW, approver_id=hung.id)
    assert drafting.copy_as_new(office, issued.id, by=minh, now=NOW).state is State.DRAFT
