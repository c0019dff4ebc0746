"""Everything that looks into footage, logs and pictures; heavy libraries live here."""
