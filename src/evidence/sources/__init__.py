"""Everything that comes in: bundles, tables, policies, footage, learning logs."""
