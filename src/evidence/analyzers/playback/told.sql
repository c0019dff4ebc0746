-- What else the logs tell of the roster's learners: prompts, and pictures of them.
CREATE TABLE prompt AS
SELECT a.id AS attempt, e.ts, e.kind, e.told AS prompt
FROM (FROM event WHERE kind IN ('prompt_shown', 'prompt_answered') AND told <> '') AS e
JOIN attempt AS a ON a.learner = e.learner AND a.name = e.attempt;

CREATE TABLE picture AS
SELECT
    learner, ts, told AS image,
    bool_or(kind = 'face_check') AS asked, bool_and(passed) AS passed
FROM event
WHERE kind IN ('snapshot', 'face_check') AND told <> '' AND learner IS NOT NULL
GROUP BY ALL;

-- Face checks of which the platform kept its answer only.
CREATE TABLE answer AS
SELECT learner, ts, bool_and(passed) AS passed
FROM event
WHERE kind = 'face_check' AND coalesce(told, '') = '' AND learner IS NOT NULL
GROUP BY ALL;
