-- The native log. What can't be understood makes the line unreadable: it has no event then.
SELECT
    learner, attempt, lesson, device, prompt, image, ts, position, came, went, rate, passed,
    CASE
        WHEN NOT ({garbled}) AND NOT ({shapeless})
        THEN coalesce(try_cast(event AS kind)::VARCHAR, lower(event))
    END AS event
FROM (
    SELECT
        {named},
        {told},
        {ts} AS ts,
        {position} AS position,
        {came} AS came,
        {went} AS went,
        {rate} AS rate,
        try_cast(passed AS BOOLEAN) AS passed
    FROM {table}
)
