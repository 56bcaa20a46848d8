"""After a paper went out: sending, recalling, correcting, replacing, citing."""

import sqlite3
from datetime import date, timedelta

import pytest

from service.actions import dispatching, mending
from service.actions.citing import note_all_citations
from service.actions.volumes import volume_of
from service.domain.afterwards import Correction, DispatchWay, Mistake, Relation
from service.domain.documents import FileRole
from service.domain.errors import NotAllowed, Refused, WrongState
from service.domain.numbering import VIETNAM
from service.domain.registers import VolumeChoice
from service.domain.workflow import State
from service.store import dispatches, documents, events, paper_links
from service.store.moments import to_text
from tests.builders import NOW, a_document, person_of, work

LATER = NOW + timedelta(days=1)
AGENCY = "Ủy ban nhân dân xã Hòa Bình"
PLACES = [Correction("Điều 2", "năm 2025", "năm 2026")]


@pytest.fixture
def lan(office):
    return person_of(office.db, "lan")


@pytest.fixture
def minh(office):
    return person_of(office.db, "minh")


@pytest.fixture
def issued(office):
    return a_document(office, State.ARCHIVED)


def send(office, document, by, *, to=("Sở Y tế", "Trưởng các thôn"), **changes):
    wanted = {"way": DispatchWay.POST, "sent_on": document.issued_on, "now": LATER, **changes}
    return dispatching.dispatch(office, document.id, to, by=by, **wanted)


def test_sendings_and_receipts_are_written_down_once(office, issued, lan):
    first, _ = send(office, issued, lan, copies=2)
    on = issued.issued_on + timedelta(days=1)
    for _ in range(2):
        heard = dispatching.note_receipt(
            office, issued.id, first.id, on, "Chị Hoa", by=lan, now=LATER
        )
    assert (heard.received_on, heard.received_by, heard.copies) == (on, "Chị Hoa", 2)
    verbs = [event.verb for event in events.of_document(office.db, issued.id)]
    assert verbs.count("dispatch") == 1
    assert verbs.count("note_receipt") == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"to": ("", "  ")}, "recipients"),
        ({"copies": 0}, "copies"),
        ({"sent_on": date(2020, 1, 1)}, "sent_on"),
        ({"sent_on": date(2099, 1, 1)}, "sent_on"),
        ({"to": tuple(f"Nơi {count}" for count in range(501))}, "recipients"),
    ],
)
def test_a_sending_that_cannot_be_is_refused_at_its_field(office, issued, lan, changes, field):
    with pytest.raises(Refused) as refused:
        send(office, issued, lan, **changes)
    assert field in refused.value.errors
    assert dispatches.of_document(office.db, issued.id) == ()


def test_only_an_issued_paper_is_sent_and_only_by_a_clerk(office, lan, minh):
    numbered = a_document(office, State.NUMBERED)
    with pytest.raises(WrongState, match="Đã phát hành"):
        send(office, numbered, lan)
    issued = a_document(office, State.ISSUED)
    with pytest.raises(NotAllowed):
        send(office, issued, minh)


def test_a_recall_freezes_the_paper_and_keeps_its_bytes(office, issued, lan, minh):
    sent, *_ = send(office, issued, lan)
    before = documents.files(office.db, issued.id)
    recalled = dispatching.recall(
        office, issued.id, "Ban hành trái thẩm quyền", "Chủ tịch UBND xã", by=lan, now=LATER
    )
    assert recalled.order == "Chủ tịch UBND xã"
    assert documents.files(office.db, issued.id) == before
    for refused in (
        lambda: send(office, issued, lan),
        lambda: dispatching.recall(office, issued.id, "Lại", "Ai", by=lan, now=LATER),
        lambda: mending.correct(
            office, issued.id, PLACES, mistake=Mistake.FORM, by=minh, now=LATER
        ),
        lambda: mending.replace(
            office,
            issued.id,
            Relation.REPLACES,
            mistake=Mistake.CONTENT,
            reason="Sai",
            by=minh,
            now=LATER,
        ),
    ):
        with pytest.raises(WrongState, match="đã bị thu hồi"):
            refused()
    back = dispatching.note_given_back(
        office, issued.id, sent.id, issued.issued_on, by=lan, now=LATER
    )
    assert back.given_back_on == issued.issued_on
    recalls = [e for e in events.of_document(office.db, issued.id) if e.verb == "recall"]
    assert recalls[0].detail["recipients"] == ["Sở Y tế", "Trưởng các thôn"]


@pytest.mark.parametrize(
    ("statement", "refusal"),
    [
        ("DELETE FROM recall", "append only"),
        ("UPDATE recall SET reason = 'x'", "append only"),
        ("UPDATE dispatch SET recipient = 'x'", "append only"),
        ("DELETE FROM dispatch", "append only"),
        (
            (
                "INSERT INTO dispatch (document_id, recipient, way, sent_on, sent_by)"
                " SELECT document_id, 'x', 'hand', '2026-01-08', 1 FROM recall"
            ),
            "recalled",
        ),
        (
            (
                "INSERT INTO document_file (document_id, role, revision, sha256, name, created_at)"
                " SELECT recall.document_id, 'scan', 1, sha256, '', '' FROM recall, file LIMIT 1"
            ),
            "recalled",
        ),
    ],
)
def test_the_database_itself_keeps_a_recall(office, issued, lan, statement, refusal):
    send(office, issued, lan)
    dispatching.recall(office, issued.id, "Sai thẩm quyền", "Chủ tịch", by=lan, now=LATER)
    with pytest.raises(sqlite3.IntegrityError, match=refusal), office.db.write():
        office.db.execute(statement)


def test_a_correction_is_a_letter_filled_in_and_linked_both_ways(office, issued, minh):
    letter = mending.correct(office, issued.id, PLACES, mistake=Mistake.FORM, by=minh, now=LATER)
    assert letter.kind == "official_letter"
    assert letter.subject.startswith(f"đính chính Quyết định số {issued.reference} ngày")
    assert "đã ghi “năm 2025”, nay đính chính là “năm 2026”" in letter.answers["body"]
    (back,) = paper_links.later_papers(office.db, minh, issued.id)
    (forward,) = paper_links.earlier_papers(office.db, minh, letter.id)
    assert (back.relation, back.other.id) == (Relation.CORRECTS, letter.id)
    assert (forward.relation, forward.other.id) == (Relation.CORRECTS, issued.id)


@pytest.mark.parametrize(
    "places",
    [[], [Correction("Điều 2", "", "x")], [Correction("Điều 2", "x", "x")]],
)
def test_a_correction_says_where_what_and_how(office, issued, minh, places):
    with pytest.raises(Refused) as refused:
        mending.correct(office, issued.id, places, mistake=Mistake.FORM, by=minh, now=LATER)
    assert "corrections" in refused.value.errors


def test_a_replacement_has_the_same_form_and_comes_once(office, issued, minh):
    def replace():
        return mending.replace(
            office,
            issued.id,
            Relation.REPLACES,
            mistake=Mistake.CONTENT,
            reason="Thiếu một đơn vị",
            by=minh,
            now=LATER,
        )

    later = replace()
    assert later.kind == issued.kind
    assert later.answers == issued.answers
    with pytest.raises(WrongState, match="đã có văn bản thay thế"):
        replace()


def test_the_letter_of_a_recall_goes_to_whoever_got_the_paper(office, issued, lan, minh):
    with pytest.raises(WrongState, match="chưa bị thu hồi"):
        mending.recall_notice(office, issued.id, by=minh, now=LATER)
    send(office, issued, lan, to=("Công an xã",))
    dispatching.recall(office, issued.id, "Sai thẩm quyền.", "Chủ tịch", by=lan, now=LATER)
    letter = mending.recall_notice(office, issued.id, by=minh, now=LATER)
    assert letter.answers["addressees"] == ["Công an xã"]
    assert "Lý do: Sai thẩm quyền." in letter.answers["body"]


def cites(issued, words="Thực hiện {paper}, Ủy ban nhân dân xã đề nghị."):
    day = issued.issued_on
    paper = f"Quyết định số {issued.reference} ngày {day:%d/%m/%Y}"
    return words.format(paper=paper)


def test_a_cited_paper_is_found_and_tells_what_cites_it(office, issued, minh):
    letter = a_document(office, State.ARCHIVED, kind="official_letter", body=cites(issued))
    topic = paper_links.topic_of(letter.id)
    (cited,) = paper_links.cited_by(office.db, minh, topic, agency=AGENCY)
    assert cited.inside.id == issued.id
    (citing,) = paper_links.citing(office.db, minh, issued.id, agency=AGENCY)
    assert citing.id == letter.id


@pytest.mark.parametrize(
    "words",
    [
        "Thực hiện {paper} của Ủy ban nhân dân tỉnh Đông Bình, đề nghị các đơn vị.",
        "Thực hiện Quyết định số 01/QĐ-UBND ngày 02/02/2020, đề nghị các đơn vị.",
    ],
)
def test_the_same_number_of_another_office_or_year_is_no_paper_of_ours(office, issued, minh, words):
    letter = a_document(office, State.ARCHIVED, kind="official_letter", body=cites(issued, words))
    topic = paper_links.topic_of(letter.id)
    (cited,) = paper_links.cited_by(office.db, minh, topic, agency=AGENCY)
    assert cited.inside is None
    assert paper_links.citing(office.db, minh, issued.id, agency=AGENCY) == []


def test_a_cited_paper_that_one_may_not_see_stays_plain_text(office, minh):
    hidden = a_document(office, State.ARCHIVED, drafter="tam")
    letter = a_document(office, State.ARCHIVED, kind="official_letter", body=cites(hidden))
    topic = paper_links.topic_of(letter.id)
    (cited,) = paper_links.cited_by(office.db, minh, topic, agency=AGENCY)
    assert cited.inside is None
    lan = person_of(office.db, "lan")
    assert paper_links.cited_by(office.db, lan, topic, agency=AGENCY)[0].inside.id == hidden.id


def test_papers_issued_before_citations_were_kept_are_read_later(office, issued):
    letter = a_document(office, State.ARCHIVED, kind="official_letter", body=cites(issued))
    with office.db.write():
        office.db.execute("DELETE FROM citation")
        office.db.execute("DELETE FROM cited_topic")
    assert note_all_citations(office, now=LATER) == 2
    assert note_all_citations(office, now=LATER) == 0
    assert office.db.query("SELECT topic FROM citation") == [
        {"topic": paper_links.topic_of(letter.id)}
    ]
    work(office, LATER)
    assert documents.current_file(office.db, letter.id, FileRole.PDF)


def test_a_paper_does_not_cite_itself_by_the_number_on_its_head(office, minh):
    letter = a_document(office, State.ARCHIVED, kind="official_letter")
    with office.db.write():
        office.db.execute(
            "UPDATE search_text SET body = :body WHERE document_id = :id",
            {"id": letter.id, "body": f"Số: {letter.reference}\nKế hoạch số 170/KH-UBND"},
        )
        office.db.execute("DELETE FROM cited_topic")
    note_all_citations(office, now=LATER)
    topic = paper_links.topic_of(letter.id)
    cited = paper_links.cited_by(office.db, minh, topic, agency=AGENCY)
    assert [one.text for one in cited] == ["Kế hoạch số 170/KH-UBND"]


def test_the_register_notes_what_became_of_a_paper(office, issued, lan):
    assert volume_of(office, VolumeChoice("outgoing", 2026), LATER).rows[0][9] == ""
    dispatching.recall(office, issued.id, "Sai thẩm quyền", "Chủ tịch", by=lan, now=LATER)
    later = a_document(office, State.ISSUED, now=LATER)
    with office.db.write():
        office.db.insert(
            "paper_link",
            {
                "later_id": later.id,
                "relation": "replaces",
                "earlier_id": issued.id,
                "made_by": lan.id,
                "made_at": to_text(LATER),
            },
        )
    first, second = volume_of(office, VolumeChoice("outgoing", 2026), LATER).rows
    day = f"{LATER.astimezone(VIETNAM):%d/%m/%Y}"
    assert first[9] == f"Đã thu hồi {day}\nĐược thay thế bởi {second[0]}"
    assert second[9] == ""
