"""Dấu thời gian — a trusted time for a signature, from the time-stamp service of the office's
choice (RFC 3161). Some services answer after two minutes: call from the worker, not a page."""

import time
from dataclasses import dataclass
from urllib.parse import urlsplit

from asn1crypto import cms, core, tsp
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.timestamps.common_utils import TimestampRequestError

from service.domain.errors import Busy
from signatures.fetching import NOBODY, PORTS, AllowList, Unreachable, ask

TIMEOUT_S = 180.0
TRIES = 3
PAUSE_S = 5.0


@dataclass(frozen=True, slots=True)
class TimestampService:
    """Where to ask, how long to wait for one answer and how often to try."""

    url: str
    timeout_s: float = TIMEOUT_S
    tries: int = TRIES
    pause_s: float = PAUSE_S
    listed: AllowList = NOBODY
    """Hosts of the trust store: a name that leads inside the network needs its address there."""

    def stamper(self) -> "HttpTimeStamper":
        """A fresh client for one file; pyHanko caches a dummy answer in it."""
        return HttpTimeStamper(self)

    @property
    def allowed(self) -> AllowList:
        parts = urlsplit(self.url)
        own = AllowList.of([f"{parts.hostname}:{parts.port or PORTS.get(parts.scheme, 0)}"])
        return own | self.listed


class HttpTimeStamper(TimeStamper):
    """pyHanko's time stamper over our one door to the network."""

    def __init__(self, service: TimestampService) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.service = service

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> cms.ContentInfo:
        """Busy too when the service answers but gives no stamp, or one of something else."""
        try:
            return await super().async_timestamp(message_digest, md_algorithm)
        except TimestampRequestError as error:
            host = urlsplit(self.service.url).hostname
            raise Busy(
                f"Dịch vụ dấu thời gian {host} từ chối cấp dấu; quản trị viên cần xem lại địa chỉ "
                "dịch vụ ở trang Quản trị, Ký số."
            ) from error

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        """Busy when the service stays silent: nothing was written, trying again is safe."""
        service = self.service
        for attempt in range(service.tries):
            if attempt:
                time.sleep(service.pause_s)
            try:
                answer = ask(
                    service.url,
                    service.allowed,
                    timeout_s=service.timeout_s,
                    body=req.dump(),
                    content_type="application/timestamp-query",
                )
                if _is_refusal(answer):
                    raise TimestampRequestError("refused")
                response = tsp.TimeStampResp.load(answer, strict=True)
                response["status"].native  # noqa: B018  parsed lazily; nonsense fails here
            except (Unreachable, ValueError, TypeError):
                continue
            return response
        host = urlsplit(service.url).hostname
        raise Busy(
            f"Dịch vụ dấu thời gian {host} không trả lời sau {service.tries} lần hỏi. Văn bản giữ "
            "nguyên như trước khi ký; hệ thống sẽ thử lại, hoặc hãy chọn mức ký không có dấu "
            "thời gian."
        )


def _is_refusal(answer: bytes) -> bool:
    """Whether the answer has no stamp, only a status that says no (RFC 3161, 2.4.2); asn1crypto
    cannot read one without a stamp."""
    parts = core.SequenceOf.load(answer, spec=core.Any, strict=True)
    if len(parts) != 1:
        return False
    status = tsp.PKIStatusInfo.load(parts[0].dump())["status"].native
    return status not in ("granted", "granted_with_mods")
