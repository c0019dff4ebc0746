"""Builders of facts from the cases of the rule sheets, one file a judged type."""
