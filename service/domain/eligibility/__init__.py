"""Công bố đủ điều kiện cung cấp dịch vụ cai nghiện — who may offer voluntary rehabilitation at
home and in the community, by the law of the day. The law itself is data: `regimes.toml`."""
