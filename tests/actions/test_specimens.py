"""Pictures of signatures and seals: taken in by few, seen by fewer, every look and use recorded."""

import zlib
from datetime import timedelta
from io import BytesIO

import pytest
from PIL import Image

from service.actions import specimens as verbs
from service.domain.errors import NotAllowed, NotFound, Refused
from service.domain.workflow import State
from service.store import events, specimens
from signatures.specimens import SpecimenKind
from tests.builders import NOW, a_document
from tests.signatures.conftest import drawn, handwriting, png, stamp

SIGNATURE = drawn(handwriting())
OTHER_SIGNATURE = drawn(handwriting((0, 0, 200, 255)))
SEAL = drawn(stamp(), size=(900, 900))


@pytest.fixture
def kept(office, hung):
    """Hùng's picture, taken in by himself."""
    return verbs.keep_specimen(office, hung.id, SIGNATURE, by=hung, now=NOW)


@pytest.fixture
def seal(office, quantri):
    return verbs.keep_specimen(office, None, SEAL, seal_mm=36, by=quantri, now=NOW)


def told(db, owner):
    return [event.verb for event in verbs.uses(db, owner)]


def test_a_picture_is_cropped_to_its_ink_and_kept_for_good(office, hung, kept):
    shown = Image.open(BytesIO(verbs.view(office, hung.id, by=hung, now=NOW)))
    assert shown.size == (kept.width, kept.height)
    assert shown.getchannel("A").getbbox() == (0, 0, *shown.size)
    assert kept.sha256 in set(office.files.stored())


def test_the_same_picture_again_is_harmless(office, db, hung, kept):
    again = verbs.keep_specimen(office, hung.id, SIGNATURE, by=hung, now=NOW)
    assert again == kept
    assert told(db, hung.id) == ["add_specimen"]


def test_a_new_picture_replaces_the_one_in_use(office, db, hung, quantri, kept):
    new = verbs.keep_specimen(office, hung.id, OTHER_SIGNATURE, by=quantri, now=NOW)
    assert [(one.id, one.in_use) for one in specimens.history(db, hung.id)] == [
        (new.id, True),
        (kept.id, False),
    ]
    assert verbs.of(office, hung.id, "ký thử", by=hung, now=NOW).sha256 == new.sha256


def test_a_seal_needs_its_real_diameter(office, db, quantri):
    for wrong in (None, 5, 500, float("nan"), float("inf")):
        with pytest.raises(Refused, match="đường kính thật") as refusal:
            verbs.keep_specimen(office, None, SEAL, seal_mm=wrong, by=quantri, now=NOW)
        assert refusal.value.field == "seal_mm"
    assert specimens.in_use(db) == {}


def cut(data):
    return data[: len(data) // 2]


def bomb(data):
    """A picture whose text would unpack to 80 MB."""
    text = b"Comment\0\0" + zlib.compress(bytes(80 << 20), 9)
    chunk = len(text).to_bytes(4, "big") + b"zTXt" + text
    return data[:33] + chunk + zlib.crc32(b"zTXt" + text).to_bytes(4, "big") + data[33:]


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: cut(SIGNATURE), "PNG không hỏng"),
        (lambda: bomb(SIGNATURE), "PNG không hỏng"),
        (lambda: b"%PDF-1.7 not a picture", "PNG không hỏng"),
        (lambda: b"", "PNG không hỏng"),
        (lambda: png(Image.new("1", (8000, 8000))), "nhiều điểm ảnh"),
        (lambda: png(Image.new("RGB", (900, 500), "white")), "nền trong suốt"),
        (lambda: SEAL, "màu xanh"),
        (lambda: png(Image.open(BytesIO(SIGNATURE)).resize((200, 111))), "quá thô"),
    ],
    ids=["cut", "bomb", "pdf", "nothing", "pixels", "opaque", "red", "coarse"],
)
def test_an_unsuitable_picture_is_refused_and_the_old_one_stays(
    office, db, hung, kept, make, words
):
    with pytest.raises(Refused, match=words) as refusal:
        verbs.keep_specimen(office, hung.id, make(), by=hung, now=NOW)
    assert refusal.value.field == "picture"
    assert specimens.in_use(db) == {hung.id: kept}


def test_nobody_else_sees_replaces_or_withdraws_a_picture(office, db, hung, kept, seal, lan, minh):
    for by in (lan, minh):
        for owner in (hung.id, None):
            for act in (
                lambda by=by, owner=owner: verbs.view(office, owner, by=by, now=NOW),
                lambda by=by, owner=owner: verbs.withdraw_specimen(
                    office, owner, "Thử", by=by, now=NOW
                ),
                lambda by=by, owner=owner: verbs.keep_specimen(
                    office, owner, SIGNATURE, seal_mm=36, by=by, now=NOW
                ),
            ):
                with pytest.raises(NotAllowed):
                    act()
    with pytest.raises(NotAllowed):
        verbs.view(office, None, by=hung, now=NOW)
    assert told(db, hung.id) == told(db, None) == ["add_specimen"]


def test_every_look_and_use_is_recorded(office, db, hung, quantri, kept):
    numbered = a_document(office, State.NUMBERED)
    verbs.view(office, hung.id, by=hung, now=NOW)
    verbs.view(office, hung.id, by=quantri, now=NOW)
    verbs.of(office, hung.id, "ký số", by=hung, now=NOW, document_id=numbered.id)
    assert [(event.verb, event.person_name) for event in verbs.uses(db, hung.id)] == [
        ("use_specimen", hung.name),
        ("view_specimen", quantri.name),
        ("view_specimen", hung.name),
        ("add_specimen", hung.name),
    ]
    assert "use_specimen" in [event.verb for event in events.of_document(db, numbered.id)]


def test_a_picture_is_handed_out_for_the_persons_own_signatures_alone(
    office, hung, lan, minh, kept
):
    approved = a_document(office, State.APPROVED)
    for by in (lan, minh):
        with pytest.raises(NotAllowed):
            verbs.of(office, hung.id, "ký số", by=by, now=NOW)
    found = verbs.of(office, hung.id, "ký số", by=lan, now=NOW, document_id=approved.id)
    assert (found.kind, found.sha256) == (SpecimenKind.PERSON, kept.sha256)


def test_a_use_needs_its_purpose_and_there_may_be_no_picture(office, hung, minh):
    assert verbs.of(office, None, "ký số", by=hung, now=NOW) is None
    with pytest.raises(ValueError, match="purpose"):
        verbs.of(office, None, " ", by=hung, now=NOW)


def test_the_seal_is_handed_out_as_a_seal(office, lan, seal):
    found = verbs.of(office, None, "đóng dấu", by=lan, now=NOW)
    assert found.kind is SpecimenKind.SEAL
    assert found.ratio == pytest.approx(1, abs=0.01)


def test_a_withdrawn_picture_is_not_used_but_stays_in_the_archive(office, db, hung, kept):
    with pytest.raises(Refused, match="lý do") as refusal:
        verbs.withdraw_specimen(office, hung.id, " ", by=hung, now=NOW)
    assert refusal.value.field == "reason"
    later = NOW + timedelta(days=1)
    verbs.withdraw_specimen(office, hung.id, "Đổi chữ ký", by=hung, now=later)
    verbs.withdraw_specimen(office, hung.id, "Đổi chữ ký", by=hung, now=later)
    assert verbs.of(office, hung.id, "ký số", by=hung, now=later) is None
    with pytest.raises(NotFound):
        verbs.view(office, hung.id, by=hung, now=later)
    assert office.files.get(kept.sha256)
    (line,) = specimens.history(db, hung.id)
    assert (line.reason, line.withdrawn_by) == ("Đổi chữ ký", hung.name)
    assert told(db, hung.id) == ["withdraw_specimen", "add_specimen"]


def test_only_who_signs_needs_a_picture(office, quantri, minh):
    with pytest.raises(Refused, match="không có vai trò lãnh đạo"):
        verbs.keep_specimen(office, minh.id, SIGNATURE, by=quantri, now=NOW)


def test_a_kept_picture_is_only_ever_withdrawn(db, kept):
    for statement in (
        "DELETE FROM specimen",
        "UPDATE specimen SET width = 1",
        "UPDATE specimen SET withdrawn_at = 'x', reason = 'y', withdrawn_by = 1, height = 1",
    ):
        with pytest.raises(Exception, match="specimen:"), db.write():
            db.execute(statement)
