"""The verbs of the office: one function, one transaction, one event row."""
