"""Đọc tệp từ bên ngoài — in a child process with bounded memory and time.

A reader that hangs, crashes or eats memory takes only its child along, and the person is told
in a sentence.
"""

from datetime import date

from service.confinement.asking import Refusals, ask, child_command
from service.confinement.walls import Limits, clean_environment
from service.domain.errors import Refused
from service.reading.codec import Unreadable, load
from service.reading.findings import Reading
from service.reading.reader import MAX_FILE, too_big

TOO_MUCH = (
    "Tệp đòi hỏi quá nhiều bộ nhớ hoặc thời gian nên đã dừng đọc. Hãy mở tệp, in ra PDF mới rồi "
    "thử lại, hoặc nhập tay."
)

DEFAULT_LIMITS = Limits()


def read_file(
    data: bytes,
    *,
    convert: bool = False,
    today: date | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> Reading:
    """`reader.read` on bytes that nobody vouches for. Raises Refused with a sentence, also when
    the file breaks the limits."""
    if len(data) > MAX_FILE:
        raise too_big()
    answer = ask(
        child_command("service.reading.child"),
        data,
        order={"convert": convert, "today": today.isoformat() if today else ""},
        limits=limits,
        environment=clean_environment(),
        refusals=Refusals(too_heavy=TOO_MUCH, broken=TOO_MUCH),
    )
    try:
        return load(answer.fields["reading"])
    except (Unreadable, KeyError) as fault:
        raise Refused(TOO_MUCH) from fault
