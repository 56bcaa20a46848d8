"""Kho chứng thư tin cậy — an administrator installs certificates of authorities after comparing
their fingerprints, loads revocation lists, names the hosts that may be asked, and withdraws
what is no longer to be trusted; what was withdrawn stays to be seen (Thông tư 15/2025/TT-BKHCN).

The rows and the archive are what counts. The folder that the verifier reads is written from
them: a backup brings it back.
"""

import re
import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from asn1crypto import crl, x509

from service.actions.held_keys import as_facts
from service.actions.media import CERTIFICATE_TYPE, REVOCATION_LIST_TYPE
from service.actions.office import Office
from service.actions.reviewing import required_reason
from service.domain.documents import Person
from service.domain.errors import Refused
from service.domain.trust import TrustItem, TrustKind
from service.domain.workflow import Role
from service.store import documents, events, trust
from service.store.db import storage_fault
from signatures.certificates import (
    certificate_facts,
    fingerprint,
    issued_by,
    load_certificates,
    require_authority,
)
from signatures.trust import INSTALLED, INSTALLED_HOSTS, load_list

TOPIC = "trust"
MOST_BYTES = 1024 * 1024
MOST_LIST_BYTES = 20 * 1024 * 1024
MOST_CERTIFICATES = 30
MOST_HOSTS = 100
SUFFIX = {TrustKind.ANCHOR: "cer", TrustKind.INTERMEDIATE: "cer", TrustKind.LIST: "crl"}
REPLACED_LIST = "Thay bằng danh sách mới hơn."
HOST = re.compile(
    r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*)(?::\d{1,5})?"
)
NOT_CERTIFICATES = "Tệp này không phải chứng thư số. Hãy chọn tệp .cer, .crt, .pem, .der hoặc .p7b."


@dataclass(frozen=True, slots=True)
class Candidate:
    """A certificate that may be installed once its fingerprint was compared; `wrong` is the
    sentence why it may not, `known` that it is trusted already."""

    kind: TrustKind
    facts: dict[str, Any]
    wrong: str = ""
    known: bool = False

    @property
    def may_be_installed(self) -> bool:
        return not self.wrong and not self.known


def candidates(office: Office, data: bytes, *, now: datetime) -> tuple[Candidate, ...]:
    """What a file holds, each certificate judged. Refused (field ``file``) for other files."""
    known = {item.sha256 for item in trust.in_use(office.db)}
    return tuple(
        _candidate(each, known=fingerprint(each) in known, now=now) for each in _certificates(data)
    )


def install(
    office: Office,
    data: bytes,
    confirmed: Collection[str],
    *,
    folder: Path,
    by: Person,
    now: datetime,
) -> int:
    """Trust those certificates of the file whose fingerprints (SHA-256, hexadecimal) somebody
    compared and confirmed; returns how many are new. Refused (field ``confirmed``) for none, or
    for one that is not an authority's, does not stand now, or has too short a key."""
    by.require(Role.ADMINISTRATOR)
    chosen = [one for one in _certificates(data) if fingerprint(one) in confirmed]
    if not chosen:
        raise Refused(
            "Hãy so từng vân tay với nguồn công bố chính thức rồi đánh dấu chứng thư đã so.",
            field="confirmed",
        )
    for one in chosen:
        try:
            require_authority(one, at=now)
        except Refused as refusal:
            raise Refused(refusal.message, field="confirmed") from refusal
        office.files.put(one.dump())
    with office.db.write():
        count = sum(_trust(office, one, by=by, now=now) for one in chosen)
    lay_out(office, folder)
    return count


def _trust(office: Office, one: x509.Certificate, *, by: Person, now: datetime) -> bool:
    """Whether it was not trusted before; in the caller's transaction."""
    db, sha256 = office.db, fingerprint(one)
    if any(item.sha256 == sha256 for item in trust.in_use(db)):
        return False
    facts = as_facts(certificate_facts(one))
    documents.note_file(db, sha256, len(one.dump()), CERTIFICATE_TYPE, now)
    trust.add(db, _kind(one), sha256, facts, by=by, now=now)
    events.add(db, "install_trust", by, now, topic=TOPIC, name=facts["name"], sha256=sha256)
    return True


def load_revocations(
    office: Office, data: bytes, *, folder: Path, by: Person, now: datetime
) -> TrustItem:
    """Keep a revocation list for use without a network, instead of the issuer's older one.

    Refused (field ``list``) unless an installed authority signed it and it is newer.
    """
    by.require(Role.ADMINISTRATOR)
    found = _list(data)
    issuer = _issuer_of(office, found)
    facts = _list_facts(found, issuer)
    der = found.dump()
    sha256 = office.files.put(der)
    db = office.db
    with db.write():
        before = [one for one in trust.in_use(db) if _same_issuer(one, facts)]
        if any(one.sha256 == sha256 for one in before):
            return next(one for one in before if one.sha256 == sha256)
        if any(one.facts["not_before"] >= facts["not_before"] for one in before):
            raise Refused("Kho đã có danh sách thu hồi mới hơn của tổ chức này.", field="list")
        for one in before:
            trust.withdraw(db, one.id, reason=REPLACED_LIST, by=by, now=now)
        documents.note_file(db, sha256, len(der), REVOCATION_LIST_TYPE, now)
        trust.add(db, TrustKind.LIST, sha256, facts, by=by, now=now)
        events.add(db, "load_revocations", by, now, topic=TOPIC, name=facts["name"])
        kept = next(one for one in trust.in_use(db) if one.sha256 == sha256)
    lay_out(office, folder)
    return kept


def withdraw_trust(
    office: Office, item_id: int, reason: str, *, folder: Path, by: Person, now: datetime
) -> None:
    """Trust it no longer, from the next check on; twice is harmless. Refused without a reason."""
    by.require(Role.ADMINISTRATOR)
    reason = required_reason(reason, "Hãy ghi lý do thôi tin cậy.")
    db = office.db
    with db.write():
        kept = next((one for one in trust.in_use(db) if one.id == item_id), None)
        if kept is not None and trust.withdraw(db, item_id, reason=reason, by=by, now=now):
            detail = {"name": kept.facts["name"], "sha256": kept.sha256, "reason": reason}
            events.add(db, "withdraw_trust", by, now, topic=TOPIC, **detail)
    lay_out(office, folder)


def save_hosts(
    office: Office, lines: Sequence[str], *, folder: Path, by: Person, now: datetime
) -> tuple[str, ...]:
    """Name the hosts whose OCSP, CRL and time-stamp services may be asked: ``host`` or
    ``host:port``, numeric addresses inside the office too. Refused (field ``hosts``)."""
    by.require(Role.ADMINISTRATOR)
    named = tuple(dict.fromkeys(line.strip().lower() for line in lines if line.strip()))
    wrong = [name for name in named if not HOST.fullmatch(name) or _port(name) > 65535]
    if wrong:
        raise Refused(
            f"“{wrong[0]}” không phải tên máy chủ. Mỗi dòng ghi một tên, không có http:// và dấu "
            "gạch chéo; ví dụ ocsp.ca.gov.vn hoặc ocsp.ca.gov.vn:8080.",
            field="hosts",
        )
    if len(named) > MOST_HOSTS:
        raise Refused(f"Nhiều nhất {MOST_HOSTS} máy chủ.", field="hosts")
    with office.db.write():
        if trust.hosts(office.db) != named:
            trust.save_hosts(office.db, named)
            events.add(office.db, "save_trust_hosts", by, now, topic=TOPIC, hosts=list(named))
    lay_out(office, folder)
    return named


def lay_out(office: Office, folder: Path) -> None:
    """Write what is trusted now into the folder that the verifier reads; files that an operator
    put there are left alone. StorageFault when it cannot be written."""
    wanted = {
        f"{INSTALLED}{item.sha256}.{SUFFIX[item.kind]}": item for item in trust.in_use(office.db)
    }
    try:
        folder.mkdir(parents=True, exist_ok=True)
        there = {path.name for path in folder.glob(f"{INSTALLED}*")} - {INSTALLED_HOSTS}
        for name in there - set(wanted):
            (folder / name).unlink(missing_ok=True)
        for name in set(wanted) - there:
            _write(folder / name, office.files.get(wanted[name].sha256))
        _write(folder / INSTALLED_HOSTS, "\n".join(trust.hosts(office.db)).encode())
    except OSError as error:
        raise storage_fault(error) from error


def _write(path: Path, data: bytes) -> None:
    """Whole or not at all: a verifier may be reading the folder."""
    draft = path.with_name(f".{secrets.token_hex(4)}")
    draft.write_bytes(data)
    draft.replace(path)


def _certificates(data: bytes) -> tuple[x509.Certificate, ...]:
    if len(data) > MOST_BYTES:
        raise Refused(NOT_CERTIFICATES, field="file")
    try:
        found = load_certificates(data)
    except (ValueError, TypeError, KeyError) as error:
        raise Refused(NOT_CERTIFICATES, field="file") from error
    if len(found) > MOST_CERTIFICATES:
        raise Refused(f"Mỗi lần nhiều nhất {MOST_CERTIFICATES} chứng thư.", field="file")
    return tuple({fingerprint(one): one for one in found}.values())


def _candidate(one: x509.Certificate, *, known: bool, now: datetime) -> Candidate:
    wrong = ""
    try:
        require_authority(one, at=now)
    except Refused as refusal:
        wrong = refusal.message
    return Candidate(_kind(one), as_facts(certificate_facts(one)), wrong, known)


def _kind(one: x509.Certificate) -> TrustKind:
    own = one.self_signed in ("yes", "maybe")
    return TrustKind.ANCHOR if own else TrustKind.INTERMEDIATE


def _list(data: bytes) -> crl.CertificateList:
    try:
        if len(data) > MOST_LIST_BYTES:
            raise ValueError("too large")
        return load_list(data)
    except (ValueError, TypeError) as error:
        raise Refused(
            "Tệp này không phải danh sách thu hồi (.crl), hoặc lớn hơn 20 MB.", field="list"
        ) from error


def _issuer_of(office: Office, found: crl.CertificateList) -> x509.Certificate:
    for item in trust.in_use(office.db):
        if item.kind is TrustKind.LIST:
            continue
        authority = load_certificates(office.files.get(item.sha256))[0]
        if authority.subject == found.issuer and issued_by(found, authority):
            return authority
    raise Refused(
        "Danh sách này không do tổ chức nào trong kho ký. Hãy cài chứng thư của tổ chức ấy trước.",
        field="list",
    )


def _list_facts(found: crl.CertificateList, issuer: x509.Certificate) -> dict[str, Any]:
    body = found["tbs_cert_list"]
    until = body["next_update"].native
    return {
        "name": certificate_facts(issuer).name,
        "issuer_sha256": fingerprint(issuer),
        "not_before": body["this_update"].native.isoformat(),
        "not_after": until.isoformat() if until else "",
        "count": len(body["revoked_certificates"]),
    }


def _same_issuer(item: TrustItem, facts: dict[str, Any]) -> bool:
    return item.kind is TrustKind.LIST and item.facts.get("issuer_sha256") == facts["issuer_sha256"]


def _port(host: str) -> int:
    return int(host.partition(":")[2] or 0)
