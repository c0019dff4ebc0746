-- The native log. A line is readable where all that it tells can be understood.
SELECT
    learner, attempt, lesson, device, prompt, image, kind, ts, position, came, went, rate, passed,
    CASE
        WHEN {garbled} OR {shapeless_learner} OR {shapeless_attempt} THEN false
        WHEN kind IS NOT NULL THEN true
        ELSE event <> '' AND NOT {shapeless_event}
    END AS readable
FROM (
    SELECT
        {named},
        {told},
        {kind} AS kind,
        {ts} AS ts,
        {position} AS position,
        {came} AS came,
        {went} AS went,
        {rate} AS rate,
        try_cast(passed AS BOOLEAN) AS passed
    FROM {table}
)
