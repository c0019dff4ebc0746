"""Pictures that prove what comparing found: of a replay, and of what it replays."""
