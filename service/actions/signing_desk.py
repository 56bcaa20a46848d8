"""Bàn ký số — what signing needs beside database and archive: the trust store, the service's
own key, the token and the remote service of the office, as the operator set them."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from service.actions.office import Office
from service.domain.signing import Level
from service.store import signing
from signatures.passphrase import Passphrase
from signatures.remote_http import RemoteGateway
from signatures.timestamps import TIMEOUT_S, TRIES, TimestampService
from signatures.token import TokenProcess, TokenSettings
from signatures.trust import load_trust
from signatures.ways import Desk

WAITING_S = 10.0


class SigningSettings(Protocol):
    """What the operator sets; `Settings` is it."""

    @property
    def trust_folder(self) -> Path: ...
    @property
    def secret_key(self) -> str: ...
    @property
    def token_module(self) -> str: ...
    @property
    def token_label(self) -> str: ...
    @property
    def remote_signing_url(self) -> str: ...
    @property
    def remote_signing_key(self) -> str: ...


@dataclass(frozen=True, slots=True)
class SigningDesk:
    """`secret` seals the keys that the service holds; `token` and `remote` are None where the
    office has none. Signed files are brought to `level` with the stamps of `timestamp_url`."""

    trust_folder: Path
    secret: Passphrase
    token: TokenProcess | None = None
    remote: RemoteGateway | None = None
    level: Level = Level.B_B
    timestamp_url: str = ""

    @property
    def signing_level(self) -> Level:
        """What a signature gets while somebody waits: a time stamp at most. What the office wants
        beyond that concerns the whole file, and a job adds it (`strengthening`)."""
        return Level.B_B if self.level is Level.B_B else Level.B_T

    def desk(self) -> Desk:
        """What the engine wants while somebody waits: the time-stamp service is asked once and
        shortly, since some answer after two minutes; the stamp is then added later."""
        stamps = self.timestamps(WAITING_S, 1)
        return Desk(stamps, load_trust(self.trust_folder), may_stamp_later=True)

    def timestamps(
        self, timeout_s: float = TIMEOUT_S, tries: int = TRIES
    ) -> TimestampService | None:
        """The office's time-stamp service; None where it has none."""
        if not self.timestamp_url:
            return None
        listed = load_trust(self.trust_folder).allowed
        return TimestampService(self.timestamp_url, timeout_s, tries, listed=listed)


_TOKENS: dict[TokenSettings, TokenProcess] = {}
"""One holder per token for the life of this process: it remembers PINs that were refused."""


def desk_of(office: Office) -> SigningDesk:
    """The desk of a running office; makes the trust folder where there is none."""
    running: Any = office
    settings: SigningSettings = running.settings
    settings.trust_folder.mkdir(parents=True, exist_ok=True)
    token = None
    if settings.token_module:
        chosen = TokenSettings(settings.token_module, settings.token_label)
        token = _TOKENS.setdefault(chosen, TokenProcess(chosen))
    remote = None
    if settings.remote_signing_url:
        key = Passphrase(settings.remote_signing_key)
        remote = RemoteGateway(settings.remote_signing_url, key)
    policy = signing.policy(office.db)
    return SigningDesk(
        settings.trust_folder,
        Passphrase(settings.secret_key),
        token,
        remote,
        policy.level,
        policy.timestamp_url,
    )
