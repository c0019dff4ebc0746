"""The inspectors' web application: pages, each a dataclass and a template of its name."""
