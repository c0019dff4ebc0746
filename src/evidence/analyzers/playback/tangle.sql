-- Attempts with two events of one moment, or with heartbeats and more than one lesson.
CREATE TABLE tangle AS
SELECT DISTINCT attempt
FROM (
    SELECT
        attempt,
        lag(attempt) OVER () = attempt
            AND (lag(ts) OVER () = ts OR (beats AND lag(at_lesson) OVER () <> at_lesson)) AS found
    FROM (
        SELECT
            *,
            last_value(CASE WHEN NOT aside THEN lesson END IGNORE NULLS)
                OVER (ROWS UNBOUNDED PRECEDING) AS at_lesson
        FROM ordered
    )
)
WHERE found;
