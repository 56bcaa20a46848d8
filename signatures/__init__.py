"""Chữ ký số — digital signatures of the person and of the agency (NĐ 30/2020, Phụ lục I)."""
