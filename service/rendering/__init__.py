"""Bytes in, bytes out: Word files, PDF files and page pictures. Knows no document kind."""
