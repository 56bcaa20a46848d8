"""Lượt ký, as SQL conditions over `document`: whose signature a paper waits for."""

_PERSON_SIGNED_BLANK = """EXISTS (
    SELECT 1 FROM signature
    JOIN document_file ON document_file.id = base_file_id
    WHERE signature.document_id = document.id AND step = 'person' AND role = 'to_sign'
        AND document_file.created_at >= document.approved_at
)"""

_NUMBERED_FILE = """
    SELECT document_file.id FROM document_file
    JOIN register_entry ON register_entry.id = document_file.entry_id
    WHERE document_file.document_id = document.id AND role = 'pdf'
        AND register_entry.state <> 'void'
"""

_WHOLE = """EXISTS (
    SELECT 1 FROM document_file
    JOIN register_entry ON register_entry.id = document_file.entry_id
    WHERE document_file.document_id = document.id AND role IN ('signed', 'scan')
        AND register_entry.state <> 'void'
)"""

_ANNEX_DUE = """EXISTS (
    SELECT 1 FROM document_file AS annex
    JOIN register_entry ON register_entry.id = annex.entry_id
    WHERE annex.document_id = document.id AND annex.role = 'annex_pdf'
        AND register_entry.state <> 'void'
        AND NOT EXISTS (
            SELECT 1 FROM document_file AS made
            WHERE made.entry_id = annex.entry_id AND made.role = 'annex_signed'
                AND made.part = annex.part
        )
)"""
"""An annex that is a file of its own is not signed yet."""

AWAITS_PERSON_BEFORE_NUMBER = f"""(
    document.number_order = 'sign_first' AND document.state = 'approved'
    AND NOT {_PERSON_SIGNED_BLANK}
)"""
"""Order “ký trước”: approved, not yet signed by the person in charge."""

AWAITS_PERSON_AFTER_NUMBER = f"""(
    document.number_order = 'number_first' AND document.state = 'numbered'
    AND EXISTS ({_NUMBERED_FILE})
    AND NOT EXISTS (
        SELECT 1 FROM signature
        WHERE signature.document_id = document.id AND base_file_id IN ({_NUMBERED_FILE})
    )
    AND NOT {_WHOLE}
)"""
"""Order “số trước”: the numbered file is there, nobody has signed it."""

AWAITS_SEAL = f"""(
    document.state = 'numbered' AND (NOT {_WHOLE} OR {_ANNEX_DUE})
    AND EXISTS ({_NUMBERED_FILE})
    AND EXISTS (
        SELECT 1 FROM signature
        WHERE signature.document_id = document.id AND step = 'person'
            AND method <> 'wet-ink'
            AND (base_file_id IN ({_NUMBERED_FILE})
                OR (document.number_order = 'sign_first' AND {_PERSON_SIGNED_BLANK}))
    )
)"""
"""Signed digitally by the person, and numbered; the agency's signature is due, on the paper or on
an annex that is a file of its own."""
