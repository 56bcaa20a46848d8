"""The database's shape, step by step; `docs/schema.sql` shows the sum of all steps.

A released step is never edited: write the next one. All pending steps and their records go in
one transaction, so two processes that start together cannot both apply one.
"""

from sqlite_utils import Database as Connection
from sqlite_utils import Migrations

from service.store import old_index, register_chain, search_index
from service.store.db import Database
from service.store.schema import SPINE
from service.store.schema_access import ACCESS
from service.store.schema_afterwards import AFTERWARDS, FROZEN_FILES
from service.store.schema_authority import AUTHORITIES, SPECIMENS
from service.store.schema_bulk_runs import BULK_RUNS, PROVIDER_ACTS
from service.store.schema_case_exports import CASE_EXPORTS, ORGAN_ID
from service.store.schema_case_files import CASE_FILES
from service.store.schema_common import FILES_OF_A_PAPER, JOBS_AND_TOPICS
from service.store.schema_copies import COPIES
from service.store.schema_incoming import INCOMING
from service.store.schema_incoming_start import INCOMING_START
from service.store.schema_ledger import NUMBER_LEDGER
from service.store.schema_old_papers import OLD_PAPERS
from service.store.schema_old_search import OLD_SEARCH
from service.store.schema_post import POST_HANDOVERS
from service.store.schema_profile import PROFILE
from service.store.schema_providers import PROVIDERS
from service.store.schema_search import SEARCH_FACETS
from service.store.schema_search_blocks import SEARCH_BLOCKS
from service.store.schema_signed import SIGNED_FILES
from service.store.schema_signed_annexes import SIGNED_ANNEXES
from service.store.schema_signing import SIGNING
from service.store.schema_templates import WORD_TEMPLATES
from service.store.schema_trust import TRUST

MIGRATIONS = Migrations("service")


@MIGRATIONS()
def m0001_spine(connection: Connection) -> None:
    """Agency, people, papers, numbers, files, history, jobs and search."""
    connection.executescript(SPINE)


@MIGRATIONS()
def m0002_word_templates(connection: Connection) -> None:
    """The office's own Word templates, and from which day each holds."""
    connection.executescript(WORD_TEMPLATES)


@MIGRATIONS()
def m0003_signed_files(connection: Connection) -> None:
    """The signed file of a paper, and the verdict it was taken with."""
    connection.executescript(SIGNED_FILES)


@MIGRATIONS()
def m0004_common(connection: Connection) -> None:
    """Jobs and events about what is no outgoing paper; more files of a paper, several of a role."""
    connection.executescript(JOBS_AND_TOPICS)
    connection.executescript(FILES_OF_A_PAPER)


@MIGRATIONS()
def m0005_profile(connection: Connection) -> None:
    """How the agency places tone marks, and its own abbreviations."""
    connection.executescript(PROFILE)


@MIGRATIONS()
def m0006_authority(connection: Connection) -> None:
    """Who may sign, when and on which paper, with its history; pictures of signature and seal."""
    connection.executescript(AUTHORITIES)
    connection.executescript(SPECIMENS)


@MIGRATIONS()
def m0007_signing(connection: Connection) -> None:
    """The order of number and signatures, signatures as rows, keys that the service keeps."""
    connection.executescript(SIGNING)


@MIGRATIONS()
def m0008_copies(connection: Connection) -> None:
    """What was found in the file that a copy is made of; public check pages."""
    connection.executescript(COPIES)


@MIGRATIONS()
def m0009_ledger(connection: Connection) -> None:
    """Numbers kept, numbers given elsewhere, and every line of the register bound in a chain."""
    connection.executescript(NUMBER_LEDGER)
    register_chain.bind_all(connection)


@MIGRATIONS()
def m0010_incoming(connection: Connection) -> None:
    """Incoming papers, who deals with them, tasks and the addresses of calendar feeds."""
    connection.executescript(INCOMING)


@MIGRATIONS()
def m0011_providers(connection: Connection) -> None:
    """Eligibility of providers: cases, their parts, the register, links and deletions."""
    connection.executescript(PROVIDERS)


@MIGRATIONS()
def m0012_search(connection: Connection) -> None:
    """Filters with counts, results while typing, saved searches; every paper is indexed anew."""
    connection.executescript(SEARCH_FACETS)


@MIGRATIONS()
def m0013_afterwards(connection: Connection) -> None:
    """Sendings, recalls, papers that mend others, citations."""
    connection.executescript(AFTERWARDS)
    connection.executescript(FROZEN_FILES)


@MIGRATIONS()
def m0014_case_files(connection: Connection) -> None:
    """Lists of the year, case files, what lies in them, closing, hand-over."""
    connection.executescript(CASE_FILES)


@MIGRATIONS()
def m0015_old_papers(connection: Connection) -> None:
    """Papers of earlier years with a search of their own, and the runs that take them over."""
    connection.executescript(OLD_PAPERS)


@MIGRATIONS()
def m0016_trust(connection: Connection) -> None:
    """The trust store, the level of signatures, later revisions of signed files."""
    connection.executescript(TRUST)


@MIGRATIONS()
def m0017_bulk_runs(connection: Connection) -> None:
    """What a paper will do to a case or a provider; runs that make many papers at once."""
    connection.executescript(PROVIDER_ACTS)
    connection.executescript(BULK_RUNS)


@MIGRATIONS()
def m0018_access(connection: Connection) -> None:
    """Papers shown to further units or people."""
    connection.executescript(ACCESS)


@MIGRATIONS()
def m0019_incoming_start(connection: Connection) -> None:
    """From which number on a year's arrivals are counted."""
    connection.executescript(INCOMING_START)


@MIGRATIONS()
def m0020_old_papers_search(connection: Connection) -> None:
    """Filters with counts among old papers, and their newest first."""
    connection.executescript(OLD_SEARCH)


@MIGRATIONS()
def m0021_case_exports(connection: Connection) -> None:
    """Exports of whole case files, files kept back, the agency's identifier."""
    connection.executescript(CASE_EXPORTS)
    connection.executescript(ORGAN_ID)


@MIGRATIONS()
def m0022_signed_annexes(connection: Connection) -> None:
    """Annexes that are files of their own, signed by the agency."""
    connection.executescript(SIGNED_ANNEXES)
    connection.executescript(FROZEN_FILES)


@MIGRATIONS()
def m0023_post_handovers(connection: Connection) -> None:
    """What the post office's receipt says of a sending: consignment and envelopes."""
    connection.executescript(POST_HANDOVERS)


@MIGRATIONS()
def m0024_search_blocks(connection: Connection) -> None:
    """The search index's blocks of old papers; the next night fills them."""
    connection.executescript(SEARCH_BLOCKS)


def migrate(db: Database) -> tuple[str, ...]:
    """Apply what is pending; returns the names of the steps. Harmless when run twice.

    A search index that a step made anew is filled after it, or by the next call after a stop.
    """
    names: tuple[str, ...] = ()
    if MIGRATIONS.pending(db.connection):
        with db.write():
            names = tuple(step.name for step in MIGRATIONS.pending(db.connection))
            MIGRATIONS.apply(db.connection)
    search_index.complete(db)
    old_index.complete(db)
    return names


def pending(db: Database) -> tuple[str, ...]:
    """Names of the steps this database still lacks."""
    return tuple(step.name for step in MIGRATIONS.pending(db.connection))


def schema_sql(db: Database) -> str:
    """The whole schema as SQL text, in a stable order, without the search engine's own tables."""
    rows = db.query(
        """
        SELECT sql
        FROM sqlite_schema
        WHERE sql IS NOT NULL
          AND name NOT LIKE 'search\\_index\\_%' ESCAPE '\\'
          AND name NOT LIKE 'search\\_title\\_%' ESCAPE '\\'
          AND name NOT LIKE 'search\\_old\\_%' ESCAPE '\\'
          AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
          AND tbl_name <> '_sqlite_migrations'
        ORDER BY rowid
        """
    )
    return "\n\n".join(f"{row['sql']};" for row in rows) + "\n"
