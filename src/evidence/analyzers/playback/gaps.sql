-- The longest playing time of each attempt without an answered prompt. A mark is the start of
-- playing, the end of it, or the moment of a prompt that was answered in time; between two marks
-- lies a gap, counted in playing time, over pauses.
--
-- `playing` holds the pieces of playing, `began` and `ended` at their wall times.
WITH
-- Lessons that play side by side in one attempt count once.
alone AS (
    SELECT
        attempt, lesson, row, ended,
        greatest(
            began,
            coalesce(
                max(ended) OVER (
                    PARTITION BY attempt ORDER BY began, row
                    ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
                ),
                began
            )
        ) AS began
    FROM playing
    WHERE plays AND ended > began AND lesson BETWEEN 1 AND $lessons
),
stretch AS (
    SELECT
        *,
        sum(ended - began) OVER (PARTITION BY attempt ORDER BY began, row) - (ended - began)
            AS before
    FROM alone
    WHERE ended > began
),
shown AS (
    SELECT DISTINCT attempt, prompt, ts FROM prompt WHERE kind = 'prompt_shown'
),
answered AS (
    SELECT DISTINCT attempt, prompt, ts FROM prompt WHERE kind = 'prompt_answered'
),
asked AS (
    SELECT DISTINCT s.attempt, s.ts
    FROM shown AS s
    ASOF JOIN answered AS a
        ON a.attempt = s.attempt AND a.prompt = s.prompt AND a.ts >= s.ts
    WHERE a.ts - s.ts <= $answer_within
),
mark AS (
    SELECT attempt, min(began) AS ts, 0 AS played, arg_min(lesson, began) AS lesson
    FROM stretch GROUP BY attempt
    UNION ALL
    SELECT attempt, max(ended), max(before + ended - began), arg_max(lesson, began)
    FROM stretch GROUP BY attempt
    UNION ALL
    SELECT q.attempt, q.ts, s.before + least(q.ts, s.ended) - s.began, s.lesson
    FROM asked AS q
    ASOF JOIN stretch AS s ON s.attempt = q.attempt AND s.began <= q.ts
),
between_marks AS (
    SELECT
        attempt, lesson, ts AS closed,
        played - lag(played) OVER in_turn AS playing,
        lag(ts) OVER in_turn AS since
    FROM mark
    WINDOW in_turn AS (PARTITION BY attempt ORDER BY played, ts)
)
SELECT lesson, attempt, playing::BIGINT, since, closed
FROM between_marks
WHERE playing > 0
QUALIFY row_number() OVER (PARTITION BY attempt ORDER BY playing DESC, closed) = 1
ORDER BY attempt;
