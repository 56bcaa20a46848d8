"""Văn Thư: make, number, sign and keep the official papers of a government office."""
