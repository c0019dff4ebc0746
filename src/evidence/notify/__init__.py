"""Notifying: how a notice reaches an institution, by mail or by webhook."""
