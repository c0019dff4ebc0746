-- The attempts of the roster's learners, numbered in the order of the roster and of their names.
CREATE TABLE attempt AS
SELECT (row_number() OVER (ORDER BY learner, name))::INTEGER AS id, *
FROM (
    SELECT
        learner, attempt AS name, bool_or(beats) AS beats, list_sort(list(file)) AS files,
        max(greatest) > min(least) AS several, sum(events)::BIGINT AS events
    FROM (
        SELECT learner, attempt, file, bool_or(kind = 'heartbeat') AS beats,
            min(lesson) AS least, max(lesson) AS greatest, count(*) AS events
        FROM event
        WHERE learner IS NOT NULL
        GROUP BY ALL
    )
    GROUP BY ALL
);
