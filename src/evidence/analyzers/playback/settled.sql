-- The events of attempts whose clock alone does not say in which order to take them, once each, in
-- the order that their content gives: events of one moment, and several lessons side by side.
--
-- At one moment: the start, whatever happens on the way, a pause, another speed, a seek, play, and
-- the end. A seek moves the player, so what tells a position nearer to where the seek came from is
-- of before it, and what is nearer to where it went of after it. Where heartbeats are sent, each
-- lesson plays on its own; the speed is the attempt's.
WITH
tangled AS (
    SELECT DISTINCT
        a.id AS attempt, a.beats, e.* EXCLUDE (file, learner, stranger, attempt),
        kind IN ('prompt_shown', 'prompt_answered', 'face_check', 'snapshot', 'blur', 'focus')
            AS aside
    FROM event AS e
    JOIN (FROM attempt SEMI JOIN tangled USING (id)) AS a
        ON a.learner = e.learner AND a.name = e.attempt
),
moved AS (
    SELECT attempt, ts, list(came) AS froms, list(position) AS tos
    FROM tangled WHERE kind = 'seek' GROUP BY ALL
),
sided AS (
    SELECT
        t.*,
        list_min(list_transform(m.froms, lambda place: abs(place - t.position)))
            - list_min(list_transform(m.tos, lambda place: abs(place - t.position))) AS side
    FROM tangled AS t
    LEFT JOIN moved AS m ON m.attempt = t.attempt AND m.ts = t.ts
),
placed AS (
    SELECT
        *,
        CASE
            WHEN kind = 'start' THEN 0
            WHEN kind = 'end' THEN 10
            WHEN kind = 'seek' THEN 5
            WHEN kind = 'play' THEN CASE WHEN side < 0 THEN 4 ELSE 9 END
            ELSE
                CASE kind WHEN 'pause' THEN 2 WHEN 'rate' THEN 3 ELSE 1 END
                + CASE WHEN side > 0 THEN 5 ELSE 0 END
        END AS place
    FROM sided
),
turned AS (
    SELECT
        *,
        row_number() OVER (
            PARTITION BY attempt ORDER BY
                ts, place, coalesce(position < came, false),
                CASE WHEN position < came THEN -came WHEN kind = 'seek' THEN came ELSE position END
                    NULLS FIRST,
                position NULLS FIRST, lesson NULLS FIRST, rate NULLS FIRST, kind, told, rest
        ) AS turn
    FROM placed
),
carried AS (
    SELECT
        *,
        coalesce(last_value(CASE WHEN NOT aside THEN lesson END IGNORE NULLS) OVER so_far, 0)
            AS at_lesson,
        coalesce(
            last_value(CASE WHEN kind = 'start' THEN coalesce(rate, $normal) ELSE rate END
                IGNORE NULLS) OVER so_far,
            $normal
        ) AS speed
    FROM turned
    WINDOW so_far AS (PARTITION BY attempt ORDER BY turn ROWS UNBOUNDED PRECEDING)
)
SELECT
    attempt, ts, enum_code(kind) AS kind, coalesce(lesson, 0) AS lesson,
    coalesce(position, $nowhere) AS position, coalesce(came, $nowhere) AS came, speed AS rate
FROM carried
ORDER BY attempt, CASE WHEN beats THEN at_lesson ELSE 0 END, turn;
