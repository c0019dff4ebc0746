-- Open edX tracking logs. A video's event is readable where its
-- positions can be understood. `load` is the event's own object, which browsers send as a text of JSON.
SELECT
    CASE
        WHEN user_id IN (SELECT id FROM roster)
            AND coalesce(username, '') NOT IN (SELECT id FROM roster) THEN user_id
        ELSE coalesce(nullif(username, ''), nullif(user_id, ''), 'nobody')
    END AS learner,
    concat_ws(' ', coalesce(nullif(session, ''), 'no session'), nullif(page, ''), video) AS attempt,
    video AS lesson,
    NULL::VARCHAR AS device,
    {kind} AS kind,
    event_type <> '' AND (NOT ({garbled}) OR video IS NULL) AS readable,
    NULL::VARCHAR AS prompt,
    NULL::VARCHAR AS image,
    NULL::BOOLEAN AS passed,
    {ts} AS ts,
    position, came, went, rate
FROM (
    SELECT *, {position} AS position, {came} AS came, {went} AS went, {rate} AS rate
    FROM (
        SELECT
            *,
            -- A page is closed with no word of a video; every other event names its own.
            CASE
                WHEN event_type <> 'page_close' THEN coalesce(load ->> 'id', load ->> 'module_id')
            END AS video,
            {told}
        FROM (
            SELECT
                *,
                context ->> 'user_id' AS user_id,
                CASE json_type(event)
                    WHEN 'VARCHAR' THEN try_cast(event ->> '$' AS JSON) ELSE event
                END AS load
            FROM {table}
        )
    )
)
