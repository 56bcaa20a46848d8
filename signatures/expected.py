"""Điều chờ đợi ở tệp đã ký — what an office knows about a signed file before it is judged.

Apart from the judging itself, which loads the whole signing library and runs in a limited child.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Expected:
    """What the office knows about the file it waits for.

    `fields`: labels of signature fields that must be signed, by name, in their order.
    `holders`: certificates (SHA-256) allowed for a field. `values`: what the number's and the
    date's fields must say. `needs_timestamp`: an agency policy.
    """

    fields: Mapping[str, str] = field(default_factory=dict)
    holders: Mapping[str, frozenset[str]] = field(default_factory=dict)
    values: Mapping[str, str] = field(default_factory=dict)
    needs_timestamp: bool = False

    def to_json(self) -> str:
        return json.dumps(
            {
                "fields": dict(self.fields),
                "holders": {name: sorted(each) for name, each in self.holders.items()},
                "values": dict(self.values),
                "needs_timestamp": self.needs_timestamp,
            }
        )

    @staticmethod
    def from_json(text: str) -> "Expected":
        state = json.loads(text)
        holders = {name: frozenset(each) for name, each in state["holders"].items()}
        return Expected(state["fields"], holders, state["values"], state["needs_timestamp"])


NOTHING = Expected()
