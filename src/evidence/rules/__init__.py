"""The rules: one file a rule, a pure function from facts and a policy's numbers to a ruling."""
