-- A line that could not be read has no attempt.
INSERT INTO event
SELECT
    {number}, r.number, CASE WHEN r.number IS NULL THEN learner END,
    CASE WHEN readable THEN attempt END,
    l.number, CASE WHEN l.number IS NULL THEN nullif(lesson, '') END,
    ts, kind,
    CASE WHEN kind = 'seek' THEN coalesce(went, position) ELSE position END,
    CASE WHEN kind = 'seek' THEN came END,
    rate,
    CASE
        WHEN kind IN ('prompt_shown', 'prompt_answered') THEN prompt
        WHEN kind IN ('snapshot', 'face_check') THEN image
    END,
    CASE WHEN kind = 'face_check' THEN passed END,
    CASE
        WHEN device IS NOT NULL OR passed IS NOT NULL OR prompt IS NOT NULL OR image IS NOT NULL
            OR came IS NOT NULL OR went IS NOT NULL
        THEN hash(device, passed, prompt, image, position, came, went)
    END
FROM ({lines}) AS told
LEFT JOIN roster AS r ON r.id = told.learner
LEFT JOIN course AS l ON l.name = told.lesson;
