"""Cases of the eligibility of providers, brought to a state by the real verbs.

The office of these tests is the police of a fictional province: a commune may not decide.
"""

from dataclasses import replace
from datetime import date, datetime, timedelta

from service.actions import agency as agency_verbs
from service.actions import (
    provider_cases,
    provider_decisions,
    provider_files,
    provider_review,
)
from service.domain.agency import Signatory, SigningCapacity
from service.domain.numbering import VIETNAM
from service.domain.workflow import State
from service.store import provider_cases as stored
from tests.builders import PEOPLE, a_document, person_of

ID_NO = "001099012345"
PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f"
    b"\x15\xc4\x89\x00\x00\x00\nIDATx\x9cc\x00\x01\x00\x00\x05\x00\x01\r\n-\xb4\x00\x00\x00\x00"
    b"IEND\xaeB`\x82"
)
C_DAY = datetime(2026, 7, 6, 9, 0, tzinfo=VIETNAM)  # a Monday of regime C
BODY_C = (
    "Căn cứ Luật Phòng, chống ma túy ngày 10 tháng 12 năm 2025; Căn cứ Nghị định số "
    "163/2026/NĐ-CP ngày 15 tháng 5 năm 2026 của Chính phủ. Cơ sở dưới đây đủ điều kiện."
)
HEADS = {
    "police": ("Giám đốc", "Công an tỉnh Hòa An", "CAT"),
    "district": ("Chủ tịch", "Ủy ban nhân dân huyện Hòa An", "UBND"),
    "province": ("Chủ tịch", "Ủy ban nhân dân tỉnh Hòa An", "UBND"),
}


def become(office, who, now=C_DAY):
    """Make the office another agency, with its head as the signatory of every paper."""
    post, name, symbol = HEADS[who]
    admin = person_of(office.db, "quantri")
    agency = replace(office.agency(), name=name.upper(), full_name=name, symbol=symbol)
    agency_verbs.save_agency(office, agency, by=admin, now=now)
    return agency_verbs.save_signatory(
        office,
        Signatory(
            1,
            PEOPLE["hung"][0],
            post,
            SigningCapacity.HEAD,
            person_id=person_of(office.db, "hung").id,
        ),
        by=admin,
        now=now,
    )


def answers(**changes):
    return {
        "provider_name": "CƠ SỞ HY VỌNG",
        "service_address": "Số 5 đường Trần Phú, xã Hòa Bình",
        "home_address": "Xóm Đình, xã Hòa Bình",
        "phone": "0226 385 1234",
        "email": "hyvong@example.vn",
        "rep_name": "Nguyễn Văn An",
        "rep_title": "Giám đốc cơ sở",
        "birth_date": "12/03/1975",
        "id_no": ID_NO,
        "id_date": "01/02/2022",
        "id_place": "Cục Cảnh sát",
        "scope": ["a", "c"],
        "modes": ["outpatient"],
        "enterprise_code": "0700123456",
        "price": "2.000.000 đồng/tháng",
        "commune": "xã Hòa Bình",
        "commitment": True,
        **changes,
    }


def staff(*stages, **changes):
    return [
        {
            "name": "Lê Thị Bình",
            "birth_date": "05/06/1980",
            "gender": "Nữ",
            "id_no": "036180000001",
            "level": "university",
            "profession": "psychology",
            "trainings": ["rehabilitation", "counselling", "behaviour", "client_management"],
            "stages": list(stages or ("a", "c")),
            "title": "Trưởng nhóm",
            "is_head": True,
            **changes,
        }
    ]


def doctor(**changes):
    return staff(
        "b",
        **{
            "name": "Trần Văn Cường",
            "id_no": "",
            "profession": "doctor",
            "licence_no": "000123/HNO-CCHN",
            "licence_field": "psychiatry",
            **changes,
        },
    )


def equipment(stages):
    return [
        {"code": "", "name": "Bộ dụng cụ", "stage": stage, "present": 2, "required": 1}
        for stage in stages
    ]


def filled(office, by, now=C_DAY, *, kind="organisation", path="ordinary", **given):
    """A draft with everything that regime C asks of it, files of the dossier included."""
    people = given.pop("people", None) or staff()
    no_gear = kind == "individual"
    gear = given.pop("gear", () if no_gear else equipment(given.get("scope", ("a", "c"))))
    filed_on = given.pop("filed_on", None)
    case = provider_cases.open_case(office, kind=kind, path=path, filed_on=filed_on, by=by, now=now)
    provider_cases.save_application(
        office,
        case.id,
        answers(**given),
        staff=people,
        equipment=gear,
        version=case.version,
        by=by,
        now=now,
    )
    for field in provider_cases.missing_in(
        office,
        stored.for_office(office.db, case.id),
        provider_cases.regime_of(office, stored.for_office(office.db, case.id)),
        now,
    ):
        if field.startswith("attachments-"):
            item = field.removeprefix("attachments-")
            provider_files.attach(office, case.id, item, "tep.png", PNG, by=by, now=now)
    return stored.for_office(office.db, case.id)


def filed(office, by, now=C_DAY, **given):
    case = filled(office, by, now, **given)
    return provider_cases.submit_application(office, case.id, by=by, now=now)


def received(office, by, now=C_DAY, **given):
    case = filed(office, by, now, **given)
    return provider_cases.receive(office, case.id, by=by, now=now)


def appraised(office, by, now=C_DAY, *, verdict="met", **given):
    """Received, every condition judged alike, with its appraisal record."""
    case = received(office, by, now, **given)
    provider_review.begin_appraisal(office, case.id, by=by, now=now)
    for row in provider_review.rows_of(office, case):
        provider_review.record_finding(
            office,
            case.id,
            row.condition.id,
            row.stage,
            verdict=verdict,
            evidence="Hồ sơ giấy",
            note="" if verdict == "met" else "Còn thiếu",
            by=by,
            now=now,
        )
    return provider_review.record_appraisal(office, case.id, by=by, now=now)


def a_decision(office, now=C_DAY, body=BODY_C, kind="decision"):
    """A numbered paper of the office."""
    return a_document(
        office,
        State.NUMBERED,
        kind=kind,
        now=now,
        subject="Công bố cơ sở đủ điều kiện cung cấp dịch vụ cai nghiện ma túy tự nguyện",
        body=body,
    )


def published(office, by, now=C_DAY, **given):
    """The case and its provider, published on the day of its receipt."""
    case = appraised(office, by, now, **given)
    document = a_decision(office, now + timedelta(hours=1))
    return provider_decisions.publish(
        office,
        case.id,
        document.id,
        scope=case.scope,
        modes=case.modes,
        by=by,
        now=now + timedelta(hours=2),
    )


def day(text):
    return date.fromisoformat(text)
