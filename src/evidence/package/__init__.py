"""The evidence package: a class with its verdict, sealed so that it shows if it is touched."""
