-- Every piece with its end: the next piece of the same stretch begins where this one ends. A seek
-- says from where it came, and another speed where it began, unless the clock speaks against it.
CREATE TABLE playing AS
SELECT
    p.piece AS row, p.attempt, a.learner_number, p.lesson, p.stretch, p.speed,
    p.ts_first AS began,
    coalesce(lead(p.ts_first) OVER later, p.ts_last) AS ended,
    p.position_first AS "start",
    coalesce(
        CASE WHEN NOT lead(p.steps) OVER later THEN lead(p.came) OVER later END, p.position_last
    ) AS "end",
    p.stretch IS NOT NULL AS plays,
    p.opens, p.resumes, p.seeks,
    CASE WHEN p.seeks THEN p.came END AS came
FROM piece AS p
JOIN attempt AS a ON a.id = p.attempt
WINDOW later AS (PARTITION BY coalesce(p.stretch, -p.piece) ORDER BY p.piece);
