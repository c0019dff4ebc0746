-- xAPI statements of the Video Profile. One that can't be understood has no event, and so is unreadable.
SELECT
    coalesce(
        json_extract_string(actor, '$.account.name'),
        nullif(regexp_extract(actor ->> 'mbox', '^(?:mailto:)?([^@]+)', 1), ''),
        actor ->> 'openid'
    ) AS learner,
    coalesce({session}, context ->> 'registration', 'no session') AS attempt,
    object ->> 'id' AS lesson,
    NULL::VARCHAR AS device,
    CASE WHEN NOT ({garbled}) THEN CASE verb ->> 'id' {kind} ELSE verb ->> 'id' END END AS event,
    NULL::VARCHAR AS prompt,
    NULL::VARCHAR AS image,
    NULL::BOOLEAN AS passed,
    {ts} AS ts,
    position, came, went, rate
FROM (
    SELECT *, {position} AS position, {came} AS came, {went} AS went, {rate} AS rate
    FROM (SELECT *, {told} FROM {table})
)
