INSERT INTO event
SELECT
    {number}, CASE WHEN readable THEN learner END, attempt, nullif(lesson, ''), ts,
    CASE WHEN readable THEN try_cast(event AS kind) END,
    CASE WHEN event = 'seek' THEN coalesce(went, position) ELSE position END,
    CASE WHEN event = 'seek' THEN came END,
    rate,
    CASE
        WHEN event IN ('prompt_shown', 'prompt_answered') THEN prompt
        WHEN event IN ('snapshot', 'face_check') THEN image
    END,
    hash(event, lesson, device, position, came, went, rate, prompt, image, passed)
FROM (
    SELECT
        *,
        coalesce(
            learner <> '' AND attempt <> '' AND event <> ''
            AND ts BETWEEN -62135596800000000 AND 253402300799999999,
            false
        ) AS readable
    FROM ({select})
);
