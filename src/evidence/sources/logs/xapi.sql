-- xAPI statements of the Video Profile.
SELECT
    coalesce(
        json_extract_string(actor, '$.account.name'),
        nullif(regexp_extract(actor ->> 'mbox', '^(?:mailto:)?([^@]+)', 1), ''),
        actor ->> 'openid'
    ) AS learner,
    coalesce({session}, context ->> 'registration', 'no session') AS attempt,
    object ->> 'id' AS lesson,
    NULL::VARCHAR AS device,
    CASE verb ->> 'id' {kind} ELSE verb ->> 'id' END AS event,
    NULL::VARCHAR AS prompt,
    NULL::VARCHAR AS image,
    NULL::BOOLEAN AS passed,
    {ts} AS ts,
    {position} AS position,
    {came} AS came,
    {went} AS went,
    {rate} AS rate
FROM {table}
