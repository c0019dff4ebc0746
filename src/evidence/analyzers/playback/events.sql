-- One row a readable event. Filled file after file, so that rowid is the order of files and lines.
-- `told` is the prompt or the picture that it is about. A seek's `position` is where it went, and
-- `came` where it came from. `sign` is one number for all fields but time, learner and attempt:
-- events of one moment with the same sign are the same.
CREATE TABLE event (
    file INTEGER, learner VARCHAR, attempt VARCHAR, lesson VARCHAR, ts BIGINT, kind kind,
    position BIGINT, came BIGINT, rate INTEGER, told VARCHAR, sign UBIGINT
);
