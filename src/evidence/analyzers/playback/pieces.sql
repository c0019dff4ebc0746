-- Playing, from the first event to the last: which rows belong to a stretch of playing, and where
-- a piece of it begins (opened, a seek, another speed, a step that the clock does not allow).
-- One row a piece comes out; a seek outside playing is a row of its own (stretch NULL).
--
-- Each step below is a streaming window over `ordered`: `lag` is the row before, and
-- `last_value(… IGNORE NULLS)` carries the last value set, so a state is set where it changes.
INSERT INTO piece
WITH
sample AS (
    SELECT
        -- Counted from 1, for 0 means none.
        (rowid + 1)::INTEGER AS row, attempt, beats, ts, kind, rate,
        CASE WHEN NOT aside THEN lesson END AS named,
        CASE WHEN aside THEN lesson END AS mentioned,
        -- A seek tells two positions: where it came from, and where it went.
        CASE WHEN kind = 'seek' THEN came ELSE position END AS came,
        position AS went,
        (lag(attempt) OVER ()) IS DISTINCT FROM attempt AS first,
        lag(ts) OVER () AS ts_before
    FROM ordered
    WHERE attempt BETWEEN $first AND $last
),
placed AS (
    SELECT
        * EXCLUDE (named),
        last_value(CASE WHEN first THEN coalesce(named, 0) ELSE named END IGNORE NULLS)
            OVER rows_so_far AS lesson,
        last_value(CASE WHEN first OR kind = 'start' THEN coalesce(rate, $normal) ELSE rate END
            IGNORE NULLS) OVER rows_so_far AS speed
    FROM sample
    WINDOW rows_so_far AS (ROWS UNBOUNDED PRECEDING)
),
parted AS (
    SELECT
        * EXCLUDE (mentioned, came, went),
        -- What is told of a lesson that is not on is no position of the one that is.
        CASE WHEN mentioned <> lesson THEN NULL ELSE came END AS came,
        CASE WHEN mentioned <> lesson THEN NULL ELSE went END AS went,
        first OR lag(lesson) OVER () <> lesson AS fresh,
        NOT first AND beats AND ts - ts_before > $silence AS silent,
        lag(speed) OVER () AS speed_before
    FROM placed
),
known AS (
    SELECT
        *,
        first OR fresh OR silent OR kind = 'start' AS cut,
        last_value(CASE WHEN fresh THEN coalesce(went, $nowhere) ELSE went END IGNORE NULLS)
            OVER rows_so_far AS known,
        last_value(CASE WHEN fresh OR went IS NOT NULL THEN ts END IGNORE NULLS)
            OVER rows_so_far AS known_at
    FROM parted
    WINDOW rows_so_far AS (ROWS UNBOUNDED PRECEDING)
),
compared AS (
    SELECT
        * EXCLUDE (known, known_at),
        CASE WHEN NOT fresh THEN nullif(lag(known) OVER (), $nowhere) END AS known,
        lag(known_at) OVER () AS known_at
    FROM known
),
-- A player may tell of a seek after it has told that it plays where the seek led to; where such a
-- seek came from is past, and no position of now.
timely AS (
    SELECT
        * EXCLUDE (came),
        CASE
            WHEN kind = 'seek' AND abs(went - known) <= $slack AND came - known > $slack THEN NULL
            ELSE came
        END AS came
    FROM compared
),
moved AS (
    SELECT
        *,
        kind = 'heartbeat' AND coalesce(position_gain > 0, false) AS moved_on,
        coalesce(position_gain < 0, false) AS back,
        CASE
            WHEN position_gain IS NULL THEN false
            WHEN speed = $normal AND speed_before = $normal
            THEN position_gain - $slack > ts - known_at
            ELSE position_gain - $slack
                > (ts - known_at)::HUGEINT * greatest(speed, speed_before) // $normal
        END AS ahead
    FROM (SELECT *, came - known AS position_gain FROM timely)
),
paused AS (
    SELECT
        *,
        last_value(
            CASE
                WHEN kind = 'pause' THEN true
                WHEN fresh OR moved_on OR kind IN ('play', 'end') THEN false
            END IGNORE NULLS
        ) OVER (ROWS UNBOUNDED PRECEDING) AS paused
    FROM moved
),
playing AS (
    SELECT
        *,
        last_value(
            CASE
                WHEN kind = 'play' OR (kind = 'heartbeat' AND NOT paused) THEN true
                WHEN cut OR kind IN ('pause', 'end') THEN false
            END IGNORE NULLS
        ) OVER (ROWS UNBOUNDED PRECEDING) AS playing
    FROM paused
),
opened AS (
    SELECT
        * EXCLUDE (was),
        was AND NOT cut AS was,
        -- Where nothing tells of the time between, a second `play` further on than the clock
        -- allows says that events were lost: what follows is another stretch.
        playing AND (NOT was OR cut OR (kind = 'play' AND NOT beats AND ahead)) AS opens,
        last_value(
            CASE
                WHEN silent AND was THEN true
                WHEN fresh OR kind IN ('pause', 'end', 'start') THEN false
            END IGNORE NULLS
        ) OVER (ROWS UNBOUNDED PRECEDING) AS fell_silent
    FROM (SELECT *, NOT first AND lag(playing) OVER () AS was FROM playing)
),
inside AS (
    SELECT
        *,
        last_value(CASE WHEN opens THEN row WHEN NOT (playing OR was) THEN 0 END IGNORE NULLS)
            OVER (ROWS UNBOUNDED PRECEDING) AS stretch
    FROM opened
    WHERE playing OR was OR kind = 'seek'
),
begun AS (
    SELECT
        *,
        opens OR kind = 'seek' OR speed <> speed_before OR ahead OR back AS begins
    FROM inside
),
measured AS (
    SELECT
        *,
        last_value(CASE WHEN begins OR stretch = 0 THEN row END IGNORE NULLS) OVER so_far AS piece,
        -- The least that the position was ahead of the clock since the last seek, with its row.
        -- A later base makes the lesser number, so that one running minimum serves them all.
        min((((($rows - base)::HUGEINT << 60) + (went - ts + $far)) << 32) + row) OVER so_far
            AS least
    FROM (
        SELECT
            *,
            last_value(CASE WHEN opens OR kind = 'seek' THEN row END IGNORE NULLS)
                OVER (ROWS UNBOUNDED PRECEDING) AS base
        FROM begun
    )
    WINDOW so_far AS (ROWS UNBOUNDED PRECEDING)
),
gained AS (
    SELECT
        *,
        CASE
            WHEN stretch > 0 AND NOT opens AND (least_before >> 92) = $rows - base_before
            THEN came - ts + $far - ((least_before >> 32) & ((1::HUGEINT << 60) - 1))::BIGINT
        END AS gain,
        (least_before & ((1::HUGEINT << 32) - 1))::BIGINT AS gained_since
    FROM (
        SELECT *, lag(least) OVER () AS least_before, lag(base) OVER () AS base_before
        FROM measured
    )
)
SELECT
    piece,
    any_value(attempt) AS attempt,
    any_value(lesson) AS lesson,
    nullif(any_value(stretch), 0) AS stretch,
    any_value(speed) AS speed,
    min(ts) AS ts_first,
    max(ts) AS ts_last,
    arg_min(went, row) AS position_first,
    arg_max(went, row) AS position_last,
    max(came) FILTER (row = piece) AS came,
    min(ts) FILTER (went IS NOT NULL) AS known_first,
    max(ts) FILTER (went IS NOT NULL) AS known_last,
    bool_or(opens) AS opens,
    bool_or(opens AND (fell_silent OR kind = 'heartbeat')) AS resumes,
    bool_or(opens AND kind = 'heartbeat') AS beats,
    bool_or(kind = 'seek') AS seeks,
    bool_or(begins AND (ahead OR back)) AS steps,
    max(gain) AS gain,
    arg_max(row, gain) AS gained_at,
    arg_max(gained_since, gain) AS gained_since
FROM gained
GROUP BY piece;
