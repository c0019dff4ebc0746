-- What else the logs tell of the roster's learners: prompts, and pictures of them.
CREATE TABLE prompt AS
SELECT a.id AS attempt, e.ts, e.kind, e.told AS prompt
FROM (FROM event WHERE kind IN ('prompt_shown', 'prompt_answered') AND told <> '') AS e
JOIN attempt AS a ON a.learner = e.learner AND a.name = e.attempt;

CREATE TABLE picture AS
SELECT DISTINCT learner, ts, told AS image
FROM event
WHERE kind IN ('snapshot', 'face_check') AND told <> '' AND learner IS NOT NULL;
