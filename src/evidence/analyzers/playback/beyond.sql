-- How many events of each file tell of a position beyond the end of a lesson.
SELECT e.file, e.lesson, count(*)
FROM event AS e
JOIN lesson_end AS x ON x.number = e.lesson
WHERE e.learner IS NOT NULL AND e.position > $least AND e.position > x.place
GROUP BY ALL
ORDER BY e.file, e.lesson;
