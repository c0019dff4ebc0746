-- The attempts of the roster's learners, numbered in the order of the roster and of their names.
CREATE TABLE attempt AS
SELECT (row_number() OVER (ORDER BY learner_number, name))::INTEGER AS id, *
FROM (
    SELECT
        roster.number AS learner_number,
        window_told.learner,
        window_told.attempt AS name,
        bool_or(window_told.beats) AS beats,
        list_sort(list(window_told.file)) AS files
    FROM window_told
    JOIN roster ON roster.id = window_told.learner
    GROUP BY ALL
);
