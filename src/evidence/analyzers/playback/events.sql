-- One row a readable event. Filled file after file, so that rowid is the order of files and lines.
CREATE TABLE event (
    file INTEGER, learner VARCHAR, attempt VARCHAR, lesson VARCHAR, device VARCHAR,
    ts BIGINT, kind kind, position BIGINT, came BIGINT, went BIGINT, rate INTEGER,
    prompt VARCHAR, image VARCHAR, passed BOOLEAN
);
