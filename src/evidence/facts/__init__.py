"""The facts: observations folded into what rules judge; pure."""
