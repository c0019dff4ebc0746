"""A sound class bundle, and how a test makes it a faulty one."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import xlsxwriter

from evidence.domain.bundle import ClassBundle
from evidence.domain.errors import BundleUnreadable, Problem
from evidence.domain.text import Text
from evidence.sources.bundle import open_bundle

CLASS = """\
id = "SMX-2021-0417-03"
policy = "sanmenxia-2021"
timezone = "Asia/Shanghai"
occupation = "茶艺师"
level = "五级"
mode = "blended"
certificate = "skill-level"
starts_on = 2021-04-19
ends_on = 2021-04-30
planned_hours = 40
teachers = 2
workstations = 20
registered_at = 2021-04-12T09:00:00+08:00
[institution]
id = "INST-0007"
"""
ROSTER = """\
learner_id,name,id_number,photo,group
L001,name one,,photos/L001.jpg,A
L002,name two,,photos\\L002.JPG,A
"""
SCHEDULE = """\
session_id,kind,start,end,class_hours,room,camera,teacher
T01,theory,2021-04-19 09:00,2021-04-19 10:30,2,R1,cam1;cam2,W
P01,practical,2021/4/20 9:00,2021/4/20 12:00:00,4,R1,cam1,W
"""
COURSE = """\
lesson_id,order,title,duration_s,professional
C2,2,second,1800,false
C1,1,first,2700,true
"""
ATTENDANCE = """\
learner_id,session_id,status,note
L001,T01,present,
L002,T01,leave,
L002,P01,makeup,T01
"""
RECORDINGS = """\
path,camera,start
recordings/a.mp4,cam1,2021-04-19 09:00:00
"""
SOUND: Mapping[str, str | bytes] = {
    "class.toml": CLASS,
    "roster.csv": ROSTER,
    "schedule.csv": SCHEDULE,
    "course.csv": COURSE,
    "attendance.csv": ATTENDANCE,
    "recordings.csv": RECORDINGS,
    "photos/L001.jpg": "one",
    "photos/L002.jpg": "two",
    "recordings/a.mp4": "footage",
    "recordings/a.jpg": "thumbnail",
    "online/log.jsonl": "{}",
}


class Silent:
    """Progress that nobody looks at."""

    def __init__(self) -> None:
        self.total = 0
        self.done = 0

    def stage(self, name: Text, total: int) -> None:
        self.total, self.done = total, 0

    def advance(self, steps: int = 1) -> None:
        self.done += steps


def written(folder: Path, changes: Mapping[str, str | bytes | None] | None = None) -> Path:
    """The sound bundle with some files replaced, added or (None) left out."""
    files = {**SOUND, **(changes or {})}
    for path, content in files.items():
        if content is None:
            continue
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


@contextmanager
def opened(path: Path, known_policies: tuple[str, ...] = ()) -> Iterator[ClassBundle]:
    with open_bundle(path, progress=Silent(), known_policies=known_policies) as bundle:
        yield bundle


def read(folder: Path, changes: Mapping[str, str | bytes | None] | None = None) -> ClassBundle:
    with opened(written(folder, changes)) as bundle:
        return bundle


def problems(path: Path, known_policies: tuple[str, ...] = ()) -> tuple[Problem, ...]:
    """Everything wrong with the bundle at ``path``."""
    try:
        with opened(path, known_policies):
            return ()
    except BundleUnreadable as error:
        return error.problems


def problems_of(
    folder: Path, changes: Mapping[str, str | bytes | None] | None = None
) -> tuple[Problem, ...]:
    return problems(written(folder, changes))


def workbook(path: Path, rows: list[list[object]]) -> bytes:
    """An .xlsx with these rows on its first sheet; datetimes become Excel's own."""
    with xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy-mm-dd hh:mm"}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            for place, cell in enumerate(row):
                if cell is not None:
                    sheet.write(number, place, cell)
    return path.read_bytes()
