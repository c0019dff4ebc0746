-- xAPI statements of the Video Profile. One is readable where its positions can be
-- understood.
SELECT
    coalesce(
        json_extract_string(actor, '$.account.name'),
        nullif(regexp_extract(actor ->> 'mbox', '^(?:mailto:)?([^@]+)', 1), ''),
        actor ->> 'openid'
    ) AS learner,
    coalesce({session}, context ->> 'registration', 'no session') AS attempt,
    object ->> 'id' AS lesson,
    NULL::VARCHAR AS device,
    {kind} AS kind,
    verb ->> 'id' <> '' AND NOT ({garbled}) AS readable,
    NULL::VARCHAR AS prompt,
    NULL::VARCHAR AS image,
    NULL::BOOLEAN AS passed,
    {ts} AS ts,
    position, came, went, rate
FROM (
    SELECT *, {position} AS position, {came} AS came, {went} AS went, {rate} AS rate
    FROM (SELECT *, {told} FROM {table})
)
