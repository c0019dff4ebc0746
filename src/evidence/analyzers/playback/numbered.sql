-- Part of the events as numbers, 0 and $nowhere where nothing is told.
SELECT
    a.id AS attempt, e.ts, enum_code(e.kind) AS kind, coalesce(e.lesson, 0)::INTEGER AS lesson,
    coalesce(e.position, $nowhere) AS position, coalesce(e.came, $nowhere) AS came,
    coalesce(e.rate, 0) AS rate
FROM event AS e
JOIN attempt AS a ON a.learner = e.learner AND a.name = e.attempt
WHERE e.rowid >= $first AND e.rowid < $last;
