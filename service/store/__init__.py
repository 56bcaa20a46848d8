"""Everything that knows SQL or the archive folder."""
