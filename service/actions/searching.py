"""Tìm kiếm đã lưu: save, open and delete one's own; and the nightly upkeep of the index."""

from datetime import datetime

from service.actions.office import Office
from service.domain.documents import Person
from service.domain.errors import Refused
from service.domain.searching import OF_OLD_PAPERS, SavedSearch
from service.domain.vietnamese import clean_line
from service.domain.workflow import Role
from service.store import events, saved_searches, search_blocks
from service.store.db import Database
from service.store.jobs import Job

READERS = (Role.DRAFTER, Role.SIGNATORY, Role.CLERK)

SEAL_JOB = "seal_search"

NAME_LIMIT = 80
ADDRESS_LIMIT = 2000
MOST = 50


def save_search(db: Database, name: str, address: str, *, by: Person, now: datetime) -> int:
    """Keep a search page's address under a name; the same name again takes the new address."""
    by.require(*READERS)
    name = clean_line(name)
    if not name:
        raise Refused("Hãy đặt tên cho tìm kiếm, ví dụ “Cai nghiện năm nay”.", field="name")
    if len(name) > NAME_LIMIT:
        raise Refused(f"Tên dài quá {NAME_LIMIT} ký tự; hãy đặt ngắn hơn.", field="name")
    if len(address) > ADDRESS_LIMIT:
        raise Refused("Điều kiện tìm dài quá nên không lưu được; hãy bớt từ.", field="name")
    with db.write():
        mine = saved_searches.of_person(db, by.id)
        if len(mine) >= MOST and all(one.name != name for one in mine):
            raise Refused(f"Đã lưu {MOST} tìm kiếm; hãy xóa bớt rồi lưu tiếp.", field="name")
        among_old = address.startswith(OF_OLD_PAPERS)
        if any(one.name == name and one.of_old_papers != among_old for one in mine):
            place = "Văn bản của cơ quan" if among_old else "Văn bản cũ"
            raise Refused(
                f"Tên “{name}” đã đặt cho một tìm kiếm ở thẻ {place}; hãy đặt tên khác.",
                field="name",
            )
        saved_id = saved_searches.put(db, by.id, name, address, now)
        events.add(db, "save_search", by, now, topic=f"search/{saved_id}", name=name)
    return saved_id


def open_search(db: Database, saved_id: int, *, by: Person, now: datetime) -> SavedSearch:
    """The search as it is saved; from now on, what it finds is no longer new."""
    by.require(*READERS)
    with db.write():
        saved = saved_searches.get(db, saved_id, by.id)
        saved_searches.see(db, saved_id, now)
        events.add(db, "open_search", by, now, topic=f"search/{saved_id}", name=saved.name)
    return saved


def delete_search(db: Database, saved_id: int, *, by: Person, now: datetime) -> SavedSearch:
    """Forget one's own saved search; returns what it was."""
    by.require(*READERS)
    with db.write():
        saved = saved_searches.get(db, saved_id, by.id)
        saved_searches.delete(db, saved_id)
        events.add(db, "delete_search", by, now, topic=f"search/{saved_id}", name=saved.name)
    return saved


def seal_at_night(office: Office, _job: Job, _now: datetime) -> None:
    """Put papers of old into the search index's blocks; what was done before a stop stays done."""
    search_blocks.seal(office.db)
