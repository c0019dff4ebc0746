-- The events of every attempt in the order of the clock, then of files and lines; rowid is their
-- number. `aside` is what does not say which lesson is on. Every later step reads this table from top to bottom and carries values along, so that
-- this is the only time that anything long is sorted.
CREATE TABLE ordered AS
SELECT
    a.id AS attempt, a.beats, e.ts, e.kind, l.number AS lesson, e.position, e.came, e.rate, e.sign,
    e.kind IN ('prompt_shown', 'prompt_answered', 'face_check', 'snapshot', 'blur', 'focus') AS aside
FROM event AS e
JOIN attempt AS a ON a.learner = e.learner AND a.name = e.attempt
LEFT JOIN lesson AS l ON l.name = e.lesson
ORDER BY a.id, e.ts, e.rowid;
