"""The three dialects told apart, and the same watching read from each of them."""

import csv
import gzip
import io
import json
from datetime import UTC
from pathlib import Path
from typing import Any

import duckdb
import pytest

from evidence.domain.learning import UNBOUNDED, Dialect, LessonPlayback, LostLines
from evidence.sources.logs.dialect import read_log
from tests.analyzers.playback.interpreter import Event
from tests.analyzers.playback.logs import DAY, SECOND, bundle, native, observe, rfc3339, write

# Ten minutes of tea-1, a pause, back to the start, and a minute at one and a half times the speed.
WATCHED = [
    (0, "start", {"position": 0}),
    (0, "play", {"position": 0}),
    (600, "pause", {"position": 600}),
    (700, "play", {"position": 600}),
    (710, "seek", {"came": 610, "went": 0}),
    (720, "rate", {"position": 10, "rate": 1.5}),
    (780, "pause", {"position": 100}),
    (790, "end", {"position": 100}),
]


def edx(at: int, kind: str, fields: dict[str, Any]) -> dict[str, Any]:
    names = {
        "start": "load_video",
        "play": "play_video",
        "pause": "pause_video",
        "seek": "seek_video",
        "rate": "speed_change_video",
        "end": "page_close",
    }
    keys = {"position": "currentTime", "came": "old_time", "went": "new_time", "rate": "new_speed"}
    load = {"id": "i4x-org-video-tea-1", "code": "html5"} | {keys[k]: v for k, v in fields.items()}
    load["id"] = "block-v1:org+C1+2021+type@video+block@tea-1"
    return {
        "username": "L001",
        "context": {"user_id": 17, "course_id": "course-v1:org+C1+2021"},
        "event_type": names[kind],
        "event": "{}" if kind == "end" else json.dumps(load),
        "time": rfc3339(DAY + at * SECOND),
        "session": "abc",
        "page": "https://example.org/tea",
        "unknown": {"field": [1, 2]},
    }


def xapi(at: int, kind: str, fields: dict[str, Any]) -> dict[str, Any]:
    profile = "https://w3id.org/xapi/video/"
    verbs = {
        "start": "http://adlnet.gov/expapi/verbs/initialized",
        "play": f"{profile}verbs/played",
        "pause": f"{profile}verbs/paused",
        "seek": f"{profile}verbs/seeked",
        "rate": "http://adlnet.gov/expapi/verbs/interacted",
        "end": "http://adlnet.gov/expapi/verbs/terminated",
    }
    keys = {"position": "time", "came": "time-from", "went": "time-to"}
    times = {f"{profile}extensions/{keys[k]}": v for k, v in fields.items() if k in keys}
    context = {f"{profile}extensions/session-id": "3f1e"}
    if "rate" in fields:
        context[f"{profile}extensions/speed"] = f"{fields['rate']}x"
    return {
        "actor": {"account": {"homePage": "https://example.org", "name": "L001"}},
        "verb": {"id": verbs[kind], "display": {"en": kind}},
        "object": {"id": "https://example.org/videos/tea-1"},
        "context": {"extensions": context},
        "result": {"extensions": times},
        "timestamp": rfc3339(DAY + at * SECOND),
    }


def plain(at: int, kind: str, fields: dict[str, Any]) -> dict[str, Any]:
    event = Event(DAY + at * SECOND, "L001", "w1", kind, "tea-1")
    names = {"came": "from", "went": "to"}
    return native(event) | {names.get(k, k): v for k, v in fields.items()}


FORMS = {Dialect.NATIVE: plain, Dialect.OPEN_EDX: edx, Dialect.XAPI: xapi}


def lines(dialect: Dialect) -> list[dict[str, Any]]:
    return [FORMS[dialect](*watched) for watched in WATCHED]


def only_lesson(folder: Path, path: str) -> LessonPlayback:
    (learner,) = observe(bundle(folder, [path])).learners
    (lesson,) = learner.lessons
    return lesson


@pytest.mark.parametrize("dialect", list(Dialect))
def test_each_dialect_is_known_by_what_stands_in_it(dialect: Dialect, tmp_path: Path) -> None:
    log = write(tmp_path / "a.log", lines(dialect))

    relation = read_log(log, "a.log", tmp_path)

    assert relation is not None
    assert relation.dialect is dialect


@pytest.mark.parametrize("dialect", list(Dialect))
def test_the_same_watching_reads_the_same_in_each_dialect(dialect: Dialect, tmp_path: Path) -> None:
    write(tmp_path / "log.jsonl", lines(dialect))

    lesson = only_lesson(tmp_path, "log.jsonl")

    assert lesson.playing == 680 * SECOND
    assert [(s.start, s.end) for s in lesson.content] == [(0, 610 * SECOND)]
    assert [(a.kind, a.amount) for a in lesson.advances] == [
        ("gain", 30 * SECOND),
        ("rate", 30 * SECOND),
    ]


def test_only_the_native_log_carries_proof_of_prompts_and_pictures(tmp_path: Path) -> None:
    for dialect in Dialect:
        write(tmp_path / f"{dialect}.jsonl", lines(dialect))

        (learner,) = observe(bundle(tmp_path, [f"{dialect}.jsonl"])).learners

        assert learner.carries_proof is (dialect is Dialect.NATIVE)
        assert [gap.carries_proof for gap in learner.gaps] == [dialect is Dialect.NATIVE]


def test_a_learner_of_open_edx_may_be_on_the_roster_by_number(tmp_path: Path) -> None:
    write(tmp_path / "log.jsonl", lines(Dialect.OPEN_EDX))

    (learner,) = observe(bundle(tmp_path, ["log.jsonl"], learners=["17"])).learners

    assert learner.learner == "17"


@pytest.mark.parametrize(
    "actor",
    [{"mbox": "mailto:L001@example.org"}, {"openid": "L001"}, {"account": {"name": "L001"}}],
)
def test_an_xapi_actor_is_known_by_account_mail_or_openid(
    actor: dict[str, Any], tmp_path: Path
) -> None:
    write(tmp_path / "log.jsonl", [line | {"actor": actor} for line in lines(Dialect.XAPI)])

    (learner,) = observe(bundle(tmp_path, ["log.jsonl"])).learners

    assert learner.learner == "L001"


def as_csv(rows: list[dict[str, Any]]) -> str:
    names = ["ts", "learner", "attempt", "lesson", "event", "position", "from", "to", "rate", "x"]
    text = io.StringIO()
    table = csv.DictWriter(text, names, lineterminator="\r\n")
    table.writeheader()
    table.writerows(row | {"x": "备注, 其他"} for row in rows)
    return text.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(lambda text: text.encode(), id="utf-8"),
        pytest.param(lambda text: text.encode("utf-8-sig"), id="with a byte order mark"),
        pytest.param(lambda text: text.encode("gb18030"), id="gb18030"),
        pytest.param(lambda text: gzip.compress(text.encode()), id="compressed"),
        pytest.param(lambda text: gzip.compress(text.encode("gb18030")), id="gb18030, compressed"),
    ],
)
def test_a_table_reads_like_lines_of_json(data: Any, tmp_path: Path) -> None:
    write(tmp_path / "log.jsonl", lines(Dialect.NATIVE))
    (tmp_path / "log.csv").write_bytes(data(as_csv(lines(Dialect.NATIVE))))

    table = only_lesson(tmp_path, "log.csv")

    assert table.stretches == only_lesson(tmp_path, "log.jsonl").stretches
    assert table.logs == ("log.csv",)


def test_a_table_may_be_plain_for_long_before_it_turns_out_to_be_gb18030(tmp_path: Path) -> None:
    text = as_csv(lines(Dialect.NATIVE) * 3000).replace("备注, 其他", "note")
    (tmp_path / "log.csv").write_bytes(
        (text + as_csv(lines(Dialect.NATIVE))[66:]).encode("gb18030")
    )

    assert only_lesson(tmp_path, "log.csv").playing == 680 * SECOND


@pytest.mark.parametrize("head", [b"\xef\xbb\xbf", b"\n\n"])
@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_lines_of_json_may_be_marked_and_compressed(head: bytes, pack: Any, tmp_path: Path) -> None:
    log = write(tmp_path / "log.jsonl", lines(Dialect.OPEN_EDX))
    log.write_bytes(pack(head + log.read_bytes()))

    observation = observe(bundle(tmp_path, ["log.jsonl"]))

    assert observation.notes == ()
    assert observation.learners[0].lessons[0].playing == 680 * SECOND


@pytest.mark.parametrize("kind", ["TIMESTAMPTZ", "VARCHAR"])
def test_a_parquet_file_is_a_native_log(kind: str, tmp_path: Path) -> None:
    log = write(tmp_path / "log.jsonl", lines(Dialect.NATIVE))
    with duckdb.connect() as connection:
        table = connection.read_json(str(log)).project(f"* REPLACE (ts::{kind} AS ts)")
        table.write_parquet(str(tmp_path / "log.parquet"))

    parquet = only_lesson(tmp_path, "log.parquet")

    assert parquet.stretches == only_lesson(tmp_path, "log.jsonl").stretches


@pytest.mark.parametrize("data", [b"", b"  \n", b"\x00\x01\x02", b"hello\n", b"a,b\n1,2\n"])
def test_what_is_no_learning_log_is_told_and_leaves_doubt(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "odd.txt").write_bytes(data)
    write(tmp_path / "log.jsonl", lines(Dialect.NATIVE))

    observation = observe(bundle(tmp_path, ["odd.txt", "log.jsonl"]))

    assert [(note.code, note.path) for note in observation.notes] == [("log-unreadable", "odd.txt")]
    assert observation.lost == (LostLines("odd.txt", UNBOUNDED),)
    assert observation.learners[0].lost == UNBOUNDED


def test_a_log_that_is_not_there_is_told(tmp_path: Path) -> None:
    observation = observe(bundle(tmp_path, ["gone.jsonl"]))

    assert [note.code for note in observation.notes] == ["log-unreadable"]


def test_lines_that_cannot_be_read_are_counted_and_the_first_is_named(tmp_path: Path) -> None:
    good = json.dumps(lines(Dialect.NATIVE)[1])
    bad = ["not json", "[1, 2]", good.replace("2021-04", "2021-4x"), good.replace("L001", "")]
    (tmp_path / "log.jsonl").write_text("\n".join([good, good, *bad, good]) + '\n{"ts": "20')

    observation = observe(bundle(tmp_path, ["log.jsonl"]))

    note = observation.notes[0]
    assert (note.code, note.count) == ("log-lines-unreadable", 5)
    assert "line 3" in str(note.message)
    assert observation.lost == (LostLines("log.jsonl", 5, 3),)
    assert observation.learners[0].lost == 5


def test_a_row_of_a_table_that_is_cut_short_is_unreadable(tmp_path: Path) -> None:
    text = as_csv(lines(Dialect.NATIVE))
    (tmp_path / "log.csv").write_text(text + "2021-04-19T09:20:00+08:00,L001\r\n")

    (note,) = observe(bundle(tmp_path, ["log.csv"])).notes

    assert (note.code, note.count) == ("log-lines-unreadable", 1)
    assert f"line {len(WATCHED) + 2}" in str(note.message)


def test_a_compressed_log_that_breaks_off_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    log = write(tmp_path / "log.jsonl.gz", lines(Dialect.NATIVE) * 2000)
    packed = gzip.compress(log.read_bytes())
    log.write_bytes(packed[: len(packed) // 2])

    observation = observe(bundle(tmp_path, ["log.jsonl.gz"]))

    assert {note.code for note in observation.notes} >= {"log-lines-unreadable"}
    assert observation.learners[0].lessons[0].playing == 680 * SECOND
    assert observation.learners[0].lost == UNBOUNDED


def test_times_without_an_offset_are_those_of_the_class(tmp_path: Path) -> None:
    write(tmp_path / "a.jsonl", lines(Dialect.NATIVE))
    naive = [line | {"ts": line["ts"].removesuffix("+08:00")} for line in lines(Dialect.NATIVE)]
    write(tmp_path / "b.jsonl", naive)

    assert only_lesson(tmp_path, "a.jsonl").first == only_lesson(tmp_path, "b.jsonl").first == DAY


@pytest.mark.parametrize(
    "ts", ["1618797600000", "2021-04-19", "infinity", "09:00:00", "2021-04-19T09:00+08:00"]
)
def test_what_is_no_rfc_3339_time_is_an_unreadable_line(ts: str, tmp_path: Path) -> None:
    write(tmp_path / "log.jsonl", [*lines(Dialect.NATIVE), lines(Dialect.NATIVE)[0] | {"ts": ts}])

    (note,) = observe(bundle(tmp_path, ["log.jsonl"])).notes

    assert (note.code, note.count) == ("log-lines-unreadable", 1)


def test_strangers_and_unknown_lessons_are_told_with_the_nearest_name(tmp_path: Path) -> None:
    told = lines(Dialect.NATIVE)
    strange = [line | {"learner": "L0O1"} for line in told]
    lost = [line | {"lesson": "tea-9", "attempt": "w2"} for line in told]
    write(tmp_path / "log.jsonl", [*told, *strange, *lost])

    observation = observe(bundle(tmp_path, ["log.jsonl"]))

    messages = {note.code: str(note.message) for note in observation.notes}
    assert "did you mean L001?" in messages["log-learner-unknown"]
    assert "8 events are of 1 learners" in messages["log-learners-unknown"]
    assert "did you mean tea-" in messages["log-lesson-unknown"]
    assert [lesson.lesson.id for lesson in observation.learners[0].lessons] == ["tea-1"]


def test_what_plays_from_another_course_is_a_window_all_the_same(tmp_path: Path) -> None:
    told = lines(Dialect.NATIVE)
    other = [line | {"lesson": "another-course", "attempt": "w2"} for line in told]
    write(tmp_path / "log.jsonl", [*told, *other])

    (learner,) = observe(bundle(tmp_path, ["log.jsonl"])).learners

    assert [window.span.length for window in learner.windows] == [600 * SECOND, 80 * SECOND]
    assert learner.playing == 680 * SECOND


def test_events_that_were_logged_twice_count_once(tmp_path: Path) -> None:
    write(tmp_path / "a.jsonl", lines(Dialect.NATIVE))
    write(tmp_path / "b.jsonl", lines(Dialect.NATIVE))

    observation = observe(bundle(tmp_path, ["a.jsonl", "b.jsonl"]))

    assert [(n.code, n.count) for n in observation.notes] == [("log-events-repeated", len(WATCHED))]
    assert observation.learners[0].lessons[0].playing == 680 * SECOND
    assert observation.learners[0].logs == ("a.jsonl", "b.jsonl")


def test_events_of_an_unknown_kind_are_told_and_left_out(tmp_path: Path) -> None:
    told = lines(Dialect.NATIVE)
    write(tmp_path / "log.jsonl", [*told, told[0] | {"event": "rewind"}])

    observation = observe(bundle(tmp_path, ["log.jsonl"]))

    assert [(note.code, note.count) for note in observation.notes] == [("log-event-unknown", 1)]
    assert observation.lost == ()


def test_other_events_of_open_edx_are_none_of_ours(tmp_path: Path) -> None:
    other = lines(Dialect.OPEN_EDX)[0] | {"event_type": "problem_check", "event": "a=1&b=2"}
    write(tmp_path / "log.jsonl", [other, *lines(Dialect.OPEN_EDX)])

    observation = observe(bundle(tmp_path, ["log.jsonl"]))

    assert observation.notes == ()
    assert observation.learners[0].lessons[0].playing == 680 * SECOND


def test_a_file_name_is_no_pattern(tmp_path: Path) -> None:
    write(tmp_path / "o'log[1]*.jsonl", lines(Dialect.NATIVE))
    write(tmp_path / "o'log1x.jsonl", lines(Dialect.NATIVE))

    observation = observe(bundle(tmp_path, ["o'log[1]*.jsonl"]))

    assert observation.notes == ()
    assert observation.learners[0].lessons[0].playing == 680 * SECOND


def test_a_line_of_megabytes_does_not_hide_the_others(tmp_path: Path) -> None:
    told = lines(Dialect.NATIVE)
    write(tmp_path / "log.jsonl", [told[0] | {"note": "x" * 3_000_000}, *told[1:]])

    observation = observe(bundle(tmp_path, ["log.jsonl"]))

    assert observation.notes == ()
    assert observation.learners[0].lessons[0].playing == 680 * SECOND


def test_a_page_with_two_videos_has_two_players_and_closes_both(tmp_path: Path) -> None:
    def told(at: int, kind: str, video: str = "") -> dict[str, Any]:
        line = edx(at, kind, {"position": 0})
        return line | {"event": json.dumps(json.loads(line["event"]) | {"id": video})}

    rows = [told(0, "play", "tea-1"), told(40, "play", "tea-2"), edx(100, "end", {})]
    write(tmp_path / "log.jsonl", rows)

    (learner,) = observe(bundle(tmp_path, ["log.jsonl"])).learners

    assert [lesson.playing for lesson in learner.lessons] == [100 * SECOND, 60 * SECOND]
    assert [window.span.length for window in learner.windows] == [60 * SECOND]


@pytest.mark.parametrize("kind", ["focus", "blur", "snapshot", "face_check", "prompt_shown"])
def test_what_is_no_event_of_the_player_does_not_say_which_lesson_is_on(
    kind: str, tmp_path: Path
) -> None:
    beats = [plain(at, "heartbeat", {"position": at}) for at in range(0, 101, 20)]
    aside = plain(50, kind, {"position": 7, "lesson": "tea-2"})
    write(tmp_path / "log.jsonl", [*beats, aside])

    lesson = only_lesson(tmp_path, "log.jsonl")

    assert [(s.span.length, s.start, s.end) for s in lesson.stretches] == [
        (100 * SECOND, 0, 100 * SECOND)
    ]


def test_two_lessons_that_play_side_by_side_in_one_window_play_on_their_own(tmp_path: Path) -> None:
    one = [plain(at, "heartbeat", {"position": at}) for at in range(0, 601, 60)]
    other = [
        plain(at + 30, "heartbeat", {"position": at, "lesson": "tea-2"}) for at in range(0, 601, 60)
    ]
    write(tmp_path / "log.jsonl", [*one, *other])

    (learner,) = observe(bundle(tmp_path, ["log.jsonl"])).learners

    assert [lesson.content.length for lesson in learner.lessons] == [600 * SECOND] * 2
    assert learner.windows == ()
    assert [gap.playing for gap in learner.gaps] == [630 * SECOND]


def test_events_of_one_moment_are_taken_in_the_order_that_a_player_does_things(
    tmp_path: Path,
) -> None:
    rows = [
        plain(0, "start", {"position": 0}),
        plain(0, "play", {"position": 0}),
        plain(80, "heartbeat", {"position": 80}),
        plain(80, "pause", {"position": 80}),
        plain(80, "seek", {"came": 80, "went": 20}),
        plain(80, "heartbeat", {"position": 20}),
        plain(80, "play", {"position": 20}),
        plain(130, "end", {"position": 70}),
    ]
    write(tmp_path / "log.jsonl", rows)
    write(tmp_path / "back.jsonl", rows[::-1])

    lesson = only_lesson(tmp_path, "log.jsonl")

    assert (lesson.playing, lesson.content.length) == (130 * SECOND, 80 * SECOND)
    assert lesson.advances == ()
    assert only_lesson(tmp_path, "back.jsonl").stretches == lesson.stretches


@pytest.mark.parametrize(
    ("key", "value"),
    [
        *(("position", bad) for bad in (-1, "1:30", True, [1], 10_000_001, "NaN", "Infinity")),
        *(("from", bad) for bad in (-0.001, {"a": 1})),
        *(("rate", bad) for bad in (0, -1, 100.5, "abc", True)),
        *(("learner", bad) for bad in (True, ["L001"], {"id": "L001"}, {})),
        *(("attempt", bad) for bad in (False, [])),
        *(("event", bad) for bad in (True, ["play"])),
    ],
)
def test_a_line_with_a_value_that_cannot_be_understood_is_unreadable(
    key: str, value: object, tmp_path: Path
) -> None:
    told = lines(Dialect.NATIVE)
    write(tmp_path / "log.jsonl", [*told, told[0] | {key: value}])

    (note,) = observe(bundle(tmp_path, ["log.jsonl"])).notes

    assert (note.code, note.count) == ("log-lines-unreadable", 1)


@pytest.mark.parametrize(
    ("key", "value"),
    [("position", 10_000_000), ("position", "30"), ("rate", "2.0x"), ("rate", "2x"), ("rate", 100)],
)
def test_what_can_be_understood_is(key: str, value: object, tmp_path: Path) -> None:
    write(
        tmp_path / "log.jsonl",
        [*lines(Dialect.NATIVE), plain(800, "blur", {key: value, "lesson": "tea-3"})],
    )

    assert observe(bundle(tmp_path, ["log.jsonl"])).notes == ()


def test_not_a_number_that_stands_bare_in_a_line_is_unreadable(tmp_path: Path) -> None:
    rows = [*lines(Dialect.NATIVE), plain(800, "heartbeat", {"position": float("nan")})]
    write(tmp_path / "log.jsonl", rows)

    assert [n.count for n in observe(bundle(tmp_path, ["log.jsonl"])).notes] == [1]


@pytest.mark.parametrize("dialect", [Dialect.OPEN_EDX, Dialect.XAPI])
def test_the_other_dialects_say_so_too(dialect: Dialect, tmp_path: Path) -> None:
    bad = FORMS[dialect](700, "play", {"position": "1:30"})
    write(tmp_path / "log.jsonl", [*lines(dialect), bad])

    assert [n.count for n in observe(bundle(tmp_path, ["log.jsonl"])).notes] == [1]


def test_events_may_be_in_capitals_and_times_in_small_letters(tmp_path: Path) -> None:
    told = lines(Dialect.NATIVE)
    write(tmp_path / "log.jsonl", told)
    loud = [
        line
        | {"event": line["event"].upper()}
        | {"ts": rfc3339(DAY + at * SECOND, UTC).replace("+00:00", "z").lower()}
        for line, (at, _, _) in zip(told, WATCHED, strict=True)
    ]
    write(tmp_path / "loud.jsonl", loud)

    assert (
        only_lesson(tmp_path, "loud.jsonl").stretches
        == only_lesson(tmp_path, "log.jsonl").stretches
    )


def test_positions_beyond_the_end_of_a_lesson_are_told_once_a_file_and_lesson(
    tmp_path: Path,
) -> None:
    rows = [plain(at, "heartbeat", {"position": at * 1000}) for at in (0, 3, 4, 5)]
    write(tmp_path / "a.jsonl", rows)
    write(tmp_path / "b.jsonl", [plain(9, "heartbeat", {"position": 3003})])

    observation = observe(bundle(tmp_path, ["a.jsonl", "b.jsonl"]))

    assert [(note.code, note.path, note.count) for note in observation.notes] == [
        ("position-beyond-lesson", "a.jsonl", 2)
    ]
