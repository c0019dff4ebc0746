-- How many events of each file tell of a position beyond the end of a lesson.
SELECT e.file, l.number, count(*)
FROM event AS e
JOIN roster AS r ON r.id = e.learner
JOIN lesson AS l ON l.name = e.lesson
JOIN lesson_end AS x ON x.number = l.number
WHERE e.position > x.place
GROUP BY ALL
ORDER BY e.file, l.number;
