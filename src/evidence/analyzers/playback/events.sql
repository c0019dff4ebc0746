-- One row a readable event. Whom and which lesson it is about is a number wherever the roster and
-- course.csv have one, and a name (`stranger`, `elsewhere`) only where not: names are long.
-- A seek's `position` is where it went, and `came` where it came from; `told` is the prompt or the
-- picture that it is about. `rest` is one number for all that is told besides: two events that are
-- equal in it and in every other column but `file` are the same.
CREATE TABLE event (
    file INTEGER, learner INTEGER, stranger VARCHAR, attempt VARCHAR, lesson INTEGER,
    elsewhere VARCHAR, ts BIGINT, kind kind, position BIGINT, came BIGINT, rate INTEGER,
    told VARCHAR, passed BOOLEAN, rest UBIGINT
);
