"""Mẫu Word — the templates of this release and the code that writes them."""
