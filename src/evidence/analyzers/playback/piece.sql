-- Playing in pieces, and seeks outside of it (stretch NULL).
CREATE TABLE piece (
    piece INTEGER, attempt INTEGER, lesson INTEGER, stretch INTEGER, speed INTEGER,
    ts_first BIGINT, ts_last BIGINT, position_first BIGINT, position_last BIGINT, came BIGINT,
    known_first BIGINT, known_last BIGINT, opens BOOLEAN, resumes BOOLEAN, beats BOOLEAN, seeks BOOLEAN, steps BOOLEAN,
    gain BIGINT, gained_at INTEGER, gained_since BIGINT
);
