-- An event of a whole page of Open edX, once for each video on it.
INSERT INTO event
SELECT e.* REPLACE (player.attempt AS attempt)
FROM event AS e
JOIN (
    SELECT DISTINCT learner, stranger, attempt
    FROM event
    WHERE list_contains($pages::INTEGER[], file) AND coalesce(elsewhere, lesson::VARCHAR) IS NOT NULL
) AS player
    ON player.learner IS NOT DISTINCT FROM e.learner
    AND player.stranger IS NOT DISTINCT FROM e.stranger
    AND starts_with(player.attempt, e.attempt || ' ')
WHERE list_contains($pages::INTEGER[], e.file) AND e.kind = 'end'
    AND e.lesson IS NULL AND e.elsewhere IS NULL;
