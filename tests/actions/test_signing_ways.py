"""Every way of signing inside an office, and what can go wrong with each."""

import base64
import json
import threading
from datetime import timedelta
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest

from service.actions import issuing, remote_signing
from service.actions import signing_desk as desks
from service.actions.held_keys import hold_key, remove_key
from service.actions.remote_signing import begin_remote
from service.actions.signing_desk import SigningDesk
from service.actions.token_signing import sign_with_token
from service.actions.wet_ink import InkFacts, confirm_pen, confirm_scan, print_sheet
from service.domain.documents import FileRole
from service.domain.errors import Busy, NotAllowed, Refused, TooManyTries, WrongState
from service.domain.signing import SessionState, SigningMethod, SigningStep
from service.domain.workflow import State
from service.store import documents, held_keys, signed_files, signing_sessions
from signatures.passphrase import Passphrase
from signatures.remote_http import RemoteGateway
from signatures.token import TokenProcess
from tests.actions.signing_world import *  # noqa: F403 - fixtures
from tests.actions.signing_world import (
    HUNG,
    LATER,
    P12,
    SECRET,
    file_of,
    sign,
    stand_of,
)
from tests.builders import a_document, work
from tests.signatures.test_token import PIN, blank_token, softhsm, token  # noqa: F401 - fixtures

BINH = "Phạm Văn Bình"


def untouched(office, document):
    return stand_of(office, document).signatures == ()


# Keys that the service keeps


def hold(office, pki, desk, name, by, *, agency=False, now=LATER, p12=P12, secret=SECRET):
    secrets = (Passphrase(p12), Passphrase(secret))
    return hold_key(office, pki.p12(name), *secrets, agency=agency, desk=desk, by=by, now=now)


@pytest.mark.parametrize(
    ("rest", "field", "sentence"),
    [
        ({"p12": "sai"}, "p12", "sai mật khẩu"),
        ({"secret": "ngắn"}, "passphrase", "ít nhất 10 ký tự"),
        ({"name": "expired"}, "p12", "đã hết hạn"),
        ({"name": "future"}, "p12", "chưa có hiệu lực"),
        ({"name": "short"}, "p12", "yếu hơn mức"),
    ],
)
def test_a_key_that_cannot_sign_is_not_taken_in(office, pki, desk, hung, rest, field, sentence):
    with pytest.raises(Refused, match=sentence) as refusal:
        hold(office, pki, desk, rest.pop("name", "hung"), hung, **rest)
    assert field in refusal.value.errors
    assert held_keys.current(office.db, hung.id) is None


def test_nothing_readable_of_a_key_is_stored(office, pki, desk, hung):
    kept = hold(office, pki, desk, "hung", hung)
    assert kept.facts["name"] == HUNG
    rows = json.dumps([dict(row) for row in office.db.query("SELECT * FROM held_key")])
    events = json.dumps([dict(row) for row in office.db.query("SELECT * FROM event")])
    for secret in (SECRET, P12, "PRIVATE KEY", "certificates"):
        assert secret not in rows and secret not in events


def test_a_copy_of_the_database_without_the_services_key_is_useless(
    press, numbered, keys, desk, hung
):
    stolen = SigningDesk(desk.trust_folder, Passphrase("khóa khác của máy khác"))
    with pytest.raises(Refused, match="nạp lại tệp khóa"):
        sign(press, numbered, stolen, hung)


def test_a_removed_key_is_gone_and_signs_no_more(press, numbered, keys, desk, hung):
    remove_key(press, agency=False, by=hung, now=LATER)
    assert press.db.query("SELECT data FROM held_key WHERE person_id IS NOT NULL") == [
        {"data": None}
    ]
    with pytest.raises(Exception, match="chưa giữ khóa"):
        sign(press, numbered, desk, hung)


def test_wrong_passphrases_are_counted_not_retried(press, numbered, keys, desk, hung):
    for _ in range(5):
        with pytest.raises(Refused, match="không đúng"):
            sign(press, numbered, desk, hung, secret="không phải")
    with pytest.raises(TooManyTries, match="15 phút"):
        sign(press, numbered, desk, hung)
    assert untouched(press, numbered)
    sign(press, numbered, desk, hung, now=LATER + timedelta(minutes=16))


def test_a_certificate_that_ended_meanwhile_signs_nothing(press, numbered, keys, desk, hung):
    with pytest.raises(Refused, match="đã hết hạn ngày"):
        sign(press, numbered, desk, hung, now=LATER + timedelta(days=3650))
    assert untouched(press, numbered)


def test_anothers_certificate_is_refused_by_name(press, numbered, pki, desk, hung):
    hold(press, pki, desk, "other", hung)
    with pytest.raises(Refused, match=f"mang tên “{BINH}”, không phải “{HUNG}”"):
        sign(press, numbered, desk, hung, reason="Ký thay")
    assert untouched(press, numbered), "no reason helps here"


def test_a_revoked_certificate_is_refused_before_anything_is_kept(press, pki, desk, hung):
    signer = {"choice": "other", "lines": ["CHỦ TỊCH"], "name": BINH}
    document = a_document(press, State.NUMBERED, signatory=signer)
    work(press, LATER)
    hold(press, pki, desk, "revoked", hung)
    with pytest.raises(Refused, match="đã bị thu hồi"):
        sign(press, document, desk, hung)
    assert untouched(press, document)


def test_doubt_about_revocation_needs_a_reason(press, numbered, keys, desk, hung):
    for path in desk.trust_folder.glob("*.crl"):
        path.unlink()
    with pytest.raises(Refused) as refusal:
        sign(press, numbered, desk, hung)
    assert "reason" in refusal.value.errors
    sign(press, numbered, desk, hung, reason="Mạng của nơi cấp đang hỏng")
    (kept,) = stand_of(press, numbered).signatures
    assert (kept.verdict, kept.reason) == ("review", "Mạng của nơi cấp đang hỏng")


def test_two_who_sign_at_once_make_one_signature(press, numbered, keys, desk, hung):
    told, gate = [], threading.Barrier(2)

    def leader():
        gate.wait(10)
        try:
            sign(press, numbered, desk, hung)
            told.append("kept")
        except WrongState as refusal:
            told.append(refusal.message)

    threads = [threading.Thread(target=leader) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(told)[1] == "kept"
    assert any("đã ký bước này lúc" in one or "đang chờ" in one for one in told)
    assert len(stand_of(press, numbered).signatures) == 1


# Tokens


@pytest.fixture
def with_token(desk, token):  # noqa: F811
    with TokenProcess(token) as process:
        yield SigningDesk(desk.trust_folder, desk.secret, token=process)


def test_a_token_signs_for_the_person_it_names(press, numbered, with_token, hung):
    sign_with_token(press, numbered.id, Passphrase(PIN), desk=with_token, by=hung, now=LATER)
    (kept,) = stand_of(press, numbered).signatures
    assert (kept.method, kept.facts["name"]) == (SigningMethod.TOKEN, HUNG)


@pytest.mark.parametrize(("pin", "sentence"), [("000000", "PIN không đúng"), ("", "nhập mã PIN")])
def test_a_wrong_pin_leaves_the_paper_alone(press, numbered, with_token, hung, pin, sentence):
    with pytest.raises(Refused, match=sentence) as refusal:
        sign_with_token(press, numbered.id, Passphrase(pin), desk=with_token, by=hung, now=LATER)
    assert "pin" in refusal.value.errors
    assert untouched(press, numbered)


def test_a_token_pulled_out_leaves_the_paper_alone(press, numbered, with_token, hung, monkeypatch):
    original = TokenProcess.sign

    def pulled_out(self, *request):
        self._process.kill()
        self._process.wait()
        return original(self, *request)

    monkeypatch.setattr(TokenProcess, "sign", pulled_out)
    with pytest.raises(Refused, match="bị rút ra"):
        sign_with_token(press, numbered.id, Passphrase(PIN), desk=with_token, by=hung, now=LATER)
    assert untouched(press, numbered)


def test_a_token_of_somebody_else_is_refused(press, with_token, hung):
    signer = {"choice": "other", "lines": ["CHỦ TỊCH"], "name": BINH}
    document = a_document(press, State.NUMBERED, signatory=signer)
    work(press, LATER)
    with pytest.raises(Refused, match=f"không có chứng thư số mang tên “{BINH}”"):
        sign_with_token(press, document.id, Passphrase(PIN), desk=with_token, by=hung, now=LATER)


# Remote services


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_):
        pass


class Bridge:
    """An office's bridge to a remote service: it speaks what `docs/signing.md` says."""

    def __init__(self, keys_by_account):
        self.keys = keys_by_account
        self.orders = {}
        self.state = "waiting"
        self.server = make_server("127.0.0.1", 0, self.answer, handler_class=_Quiet)
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server.server_port}/"

    def close(self):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join(5)

    def answer(self, environ, start_response):
        body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
        verbs = {
            "/certificates": self.certificates,
            "/orders": self.order,
            "/answers": self.answers,
        }
        told = verbs[environ["PATH_INFO"]](json.loads(body))
        start_response("200 OK", [("Content-Type", "application/json")])
        return [json.dumps(told).encode()]

    def certificates(self, asked):
        key = self.keys.get(asked["account"])
        if asked["key"] != SERVICE_KEY or key is None:
            return {"error": "không có tài khoản này"}
        identity = key.identity
        every = (identity.certificate, *identity.chain)
        return {"certificates": [base64.b64encode(each.dump()).decode() for each in every]}

    def order(self, asked):
        number = f"yc-{len(self.orders) + 1}"
        self.orders[number] = asked
        return {"order": number}

    def answers(self, asked):
        order = self.orders[asked["order"]]
        if self.state != "signed":
            return {"state": self.state}
        key = self.keys[order["account"]]
        value = key.sign(base64.b64decode(order["attributes"]))
        return {"state": "signed", "value": base64.b64encode(value).decode()}


SERVICE_KEY = "khóa của cơ quan ở cầu nối"


@pytest.fixture
def bridge(signing_desk):
    bridge = Bridge({"hung": signing_desk.key("hung"), "binh": signing_desk.key("other")})
    yield bridge
    bridge.close()


@pytest.fixture
def phone(desk, bridge, monkeypatch):
    """The desk with the remote service, which jobs find too."""
    gateway = RemoteGateway(bridge.url, Passphrase(SERVICE_KEY), timeout_s=5)
    found = SigningDesk(desk.trust_folder, desk.secret, remote=gateway)
    monkeypatch.setattr(remote_signing, "desk_of", lambda office: found)
    return found


def begin(office, document, phone, by, account="hung", now=LATER):
    return begin_remote(office, document.id, account, desk=phone, by=by, now=now)


def state_of(office, session):
    return signing_sessions.get(office.db, session.id)


def test_a_remote_signature_waits_for_the_phone_and_is_finished_by_the_job(
    press, numbered, phone, bridge, hung
):
    session = begin(press, numbered, phone, hung)
    assert session.state is SessionState.WAITING
    assert "Về việc công bố" in bridge.orders["yc-1"]["shown"]
    work(press, LATER)
    assert state_of(press, session).state is SessionState.WAITING
    assert untouched(press, numbered)
    bridge.state = "signed"
    work(press, LATER + timedelta(seconds=10))
    assert state_of(press, session).state is SessionState.FINISHED
    (kept,) = stand_of(press, numbered).signatures
    assert (kept.method, kept.signed_by, kept.verdict) == (SigningMethod.REMOTE, hung.id, "valid")


@pytest.mark.parametrize(
    ("told", "state", "sentence"),
    [
        ("refused", SessionState.FAILED, "từ chối"),
        ("expired", SessionState.EXPIRED, "Quá thời gian"),
    ],
)
def test_a_refusal_on_the_phone_leaves_the_paper_alone(
    press, numbered, phone, bridge, hung, told, state, sentence
):
    session = begin(press, numbered, phone, hung)
    bridge.state = told
    work(press, LATER)
    found = state_of(press, session)
    assert found.state is state and sentence in found.message
    assert untouched(press, numbered)


def test_nobody_answers_for_twenty_minutes(press, numbered, phone, bridge, hung):
    session = begin(press, numbered, phone, hung)
    work(press, LATER)
    work(press, LATER + timedelta(minutes=21))
    assert state_of(press, session).state is SessionState.EXPIRED


def test_an_unknown_account_is_told_at_its_field(press, numbered, phone, hung):
    with pytest.raises(Refused, match="không có tài khoản này") as refusal:
        begin(press, numbered, phone, hung, account="ai đó")
    assert "account" in refusal.value.errors
    with pytest.raises(Refused, match="mang tên") as refusal:
        begin(press, numbered, phone, hung, account="binh")
    assert "account" in refusal.value.errors
    assert signing_sessions.last(press.db, numbered.id) is None


def test_a_silent_service_leaves_nothing_waiting(press, numbered, phone, bridge, hung):
    bridge.close()
    with pytest.raises(Busy, match="không trả lời"):
        begin(press, numbered, phone, hung)
    assert signing_sessions.last(press.db, numbered.id) is None


def test_who_signs_here_first_wins_over_the_phone(press, numbered, phone, bridge, keys, desk, hung):
    session = begin(press, numbered, phone, hung)
    sign(press, numbered, desk, hung)
    bridge.state = "signed"
    work(press, LATER)
    found = state_of(press, session)
    assert found.state is SessionState.FAILED and "đã ký bước này" in found.message
    assert len(stand_of(press, numbered).signatures) == 1


def test_a_worker_that_dies_after_keeping_the_file_finishes_the_next_time(
    press, numbered, phone, bridge, hung, monkeypatch
):
    session = begin(press, numbered, phone, hung)
    bridge.state = "signed"
    value = base64.b64decode(bridge.answers({"order": "yc-1"})["value"])

    def die(*_, **__):
        raise SystemExit

    with monkeypatch.context() as patched, pytest.raises(SystemExit):
        patched.setattr(remote_signing, "end_session", die)
        remote_signing._finish(press, state_of(press, session), value, desk=phone, now=LATER)
    assert state_of(press, session).state is SessionState.WAITING
    remote_signing._finish(press, state_of(press, session), value, desk=phone, now=LATER)
    assert state_of(press, session).state is SessionState.FINISHED
    assert len(stand_of(press, numbered).signatures) == 1


# Pen and stamp


def facts(**changes):
    return InkFacts(
        **{"signer": HUNG, "signed_on": LATER.date(), "has_ink": True, "has_seal": True} | changes
    )


def test_pen_stamp_and_scan_finish_a_paper_numbered_first(press, numbered, lan):
    sheet, data = print_sheet(press, numbered.id, by=lan, now=LATER)
    assert sheet.role is FileRole.PDF
    confirm_scan(press, numbered.id, data, facts(), by=lan, now=LATER)
    stand = stand_of(press, numbered)
    assert stand.step is SigningStep.DONE
    assert {one.verdict for one in stand.signatures} == {"ink"}
    assert file_of(press, numbered, FileRole.SCAN) == data
    assert signed_files.current(press.db, numbered.id) is None, "no scan is a digital signature"
    confirm_scan(press, numbered.id, data, facts(), by=lan, now=LATER)
    assert len(stand_of(press, numbered).signatures) == 2


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"has_seal": False}, "dấu của cơ quan"),
        ({"has_ink": False}, "chữ ký mực xanh"),
        ({"signer": "Ai đó"}, f"trình {HUNG} ký"),
        ({"signed_on": LATER.date() + timedelta(days=1)}, "Ngày ký"),
    ],
)
def test_what_does_not_hold_together_is_not_confirmed(press, numbered, lan, changes, sentence):
    _, data = print_sheet(press, numbered.id, by=lan, now=LATER)
    with pytest.raises(Refused, match=sentence):
        confirm_scan(press, numbered.id, data, facts(**changes), by=lan, now=LATER)
    assert untouched(press, numbered)


def test_a_scan_that_is_no_pdf_is_refused_at_its_field(press, numbered, lan):
    with pytest.raises(Refused) as refusal:
        confirm_scan(press, numbered.id, b"\xff\xd8 photo", facts(), by=lan, now=LATER)
    assert "scan" in refusal.value.errors


def test_pen_before_number_on_the_blank_sheet(sign_first, approved, keys, desk, hung, lan):
    sheet, _ = print_sheet(sign_first, approved.id, by=lan, now=LATER)
    assert sheet.role is FileRole.TO_SIGN
    with pytest.raises(WrongState):
        confirm_scan(sign_first, approved.id, b"%PDF-", facts(), by=lan, now=LATER)
    confirm_pen(sign_first, approved.id, facts(), by=lan, now=LATER)
    assert stand_of(sign_first, approved).step is SigningStep.NUMBER
    issuing.take_number(sign_first, approved.id, LATER.date(), by=lan, now=LATER)
    work(sign_first, LATER)
    with pytest.raises(WrongState, match="ký tay"):
        sign(sign_first, approved, desk, lan)
    scan = file_of(sign_first, approved, FileRole.PDF)
    confirm_scan(sign_first, approved.id, scan, facts(), by=lan, now=LATER)
    assert stand_of(sign_first, approved).step is SigningStep.DONE


def test_a_paper_signed_digitally_is_not_signed_with_a_pen_too(
    press, numbered, keys, desk, hung, lan
):
    sign(press, numbered, desk, hung)
    with pytest.raises(WrongState, match="đã được ký số"):
        print_sheet(press, numbered.id, by=lan, now=LATER)


def test_a_leader_does_not_confirm_ones_own_pen(sign_first, approved, hung):
    with pytest.raises(NotAllowed):
        confirm_pen(sign_first, approved.id, facts(), by=hung, now=LATER)


def test_a_desk_is_made_from_what_the_operator_set(office, tmp_path, monkeypatch):
    class Set:
        trust_folder = tmp_path / "trust"
        secret_key = "x" * 40
        token_module, token_label = "/lib/the.so", "the"
        remote_signing_url, remote_signing_key = "https://cau-noi.example", "k" * 20

    monkeypatch.setattr(office, "settings", Set(), raising=False)
    made = desks.desk_of(office)
    assert made.trust_folder.is_dir()
    assert made.token is desks.desk_of(office).token, "it remembers PINs that were refused"
    assert "k" * 20 not in repr(made)


def test_documents_of_a_struck_out_number_keep_no_scan(press, numbered, lan):
    _, data = print_sheet(press, numbered.id, by=lan, now=LATER)
    confirm_scan(press, numbered.id, data, facts(), by=lan, now=LATER)
    issuing.void_number(press, numbered.id, "Sai ngày", keep_approved=True, by=lan, now=LATER)
    assert documents.current_file(press.db, numbered.id, FileRole.SCAN) is None


def test_two_papers_at_once_share_one_token(press, with_token, hung):
    signer = {"choice": "other", "lines": ["CHỦ TỊCH"], "name": HUNG}
    papers = [a_document(press, State.NUMBERED, signatory=signer) for _ in range(2)]
    work(press, LATER)
    told = []

    def leader(document):
        try:
            sign_with_token(
                press, document.id, Passphrase(PIN), desk=with_token, by=hung, now=LATER
            )
        except Exception as error:
            told.append(error)

    threads = [threading.Thread(target=leader, args=(document,)) for document in papers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(90)
    assert told == []
    assert all(len(stand_of(press, document).signatures) == 1 for document in papers)
