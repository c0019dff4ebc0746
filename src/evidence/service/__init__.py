"""The service: the one process that does everything at its time, and answers how it is."""
