"""Rules a records clerk could check on paper: no I/O, no framework, no clock."""
