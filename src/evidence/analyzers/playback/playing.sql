-- Every piece with its end: the next piece of the same stretch begins where this one ends. A seek
-- says from where it came, and another speed where it began, unless the clock speaks against it.
CREATE TABLE playing AS
SELECT
    p.piece AS row, p.attempt, a.learner_number, p.lesson, p.stretch, p.speed,
    p.ts_first AS began,
    p.ended,
    p.position_first AS "start",
    p.known_first AS start_at,
    CASE WHEN told_after THEN came_after ELSE p.position_last END AS "end",
    CASE WHEN told_after THEN ended ELSE p.known_last END AS end_at,
    p.stretch IS NOT NULL AS plays,
    p.opens, p.resumes, p.beats, p.seeks,
    CASE WHEN p.seeks THEN p.came END AS came
FROM (
    SELECT
        *,
        coalesce(lead(ts_first) OVER later, ts_last) AS ended,
        lead(came) OVER later AS came_after,
        coalesce(NOT lead(steps) OVER later AND lead(came) OVER later IS NOT NULL, false)
            AS told_after
    FROM piece
    WINDOW later AS (PARTITION BY coalesce(stretch, -piece) ORDER BY piece)
) AS p
JOIN attempt AS a ON a.id = p.attempt;
