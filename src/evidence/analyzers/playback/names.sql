-- The attempts of the roster's learners, numbered in the order of the roster and of their names.
CREATE TABLE attempt AS
SELECT (row_number() OVER (ORDER BY learner_number, name))::INTEGER AS id, *
FROM (
    SELECT
        roster.number AS learner_number,
        told.learner,
        told.attempt AS name,
        bool_or(told.beats) AS beats,
        list_sort(list(told.file)) AS files
    FROM (
        SELECT learner, attempt, file, bool_or(kind = 'heartbeat') AS beats
        FROM event
        GROUP BY ALL
    ) AS told
    JOIN roster ON roster.id = told.learner
    GROUP BY ALL
);
