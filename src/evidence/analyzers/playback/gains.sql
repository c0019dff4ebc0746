-- The greatest gain on the clock of each attempt at each lesson, and the two events between which
-- it came about.
CREATE TABLE gain AS
SELECT
    a.learner_number, best.lesson, best.attempt, best.gain AS amount, low.ts AS since,
    high.ts AS reached,
    low.position AS position_from,
    CASE WHEN high.kind = 'seek' THEN high.came ELSE high.position END AS position_to
FROM (
    SELECT * FROM piece
    WHERE gain > 0
    QUALIFY row_number() OVER (PARTITION BY attempt, lesson ORDER BY gain DESC, gained_at) = 1
) AS best
JOIN ordered AS low ON low.rowid + 1 = best.gained_since
JOIN ordered AS high ON high.rowid + 1 = best.gained_at
JOIN attempt AS a ON a.id = best.attempt;
