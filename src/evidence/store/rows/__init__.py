"""Rows: the tables of the store, a module each noun. They never leave this package.

Times are wall times in microseconds. Digests are 64 hexadecimal digits.
"""
