from datetime import UTC, datetime
from pathlib import Path

import pytest

from evidence.analyzers.media.packets import read
from evidence.analyzers.media.wire import dumps, loads
from evidence.domain.footage import Break, EndReason, Media, Silence
from evidence.domain.time import MILLISECOND, SECOND
from tests.analyzers.media.films import copied, cut, film, sound


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("films")


@pytest.fixture(scope="module")
def plain(folder: Path) -> Path:
    return film(folder / "plain.mp4", bf=3)


def facts(path: Path) -> tuple[EndReason, int, tuple[Silence, ...]]:
    media = read(str(path))
    return media.end, media.duration, media.silences


WHOLE = (EndReason.COMPLETE, 4 * SECOND, ())


def test_frames_that_are_decoded_out_of_order_leave_no_silence(plain: Path) -> None:
    media = read(str(plain))

    assert facts(plain) == WHOLE
    assert (media.frame, media.packets, media.key_frames) == (40 * MILLISECOND, 100, 4)
    assert (media.container, media.codec, media.width, media.height) == ("mov", "h264", 64, 48)


@pytest.mark.parametrize("name", ["a.mkv", "a.ts", "a.flv", "a.mov", "a.avi"])
def test_every_container_tells_the_same_seconds(folder: Path, name: str) -> None:
    assert facts(film(folder / name, bf=0)) == WHOLE


@pytest.mark.parametrize("rate", [1, 12.5, 15, 24, 30, 60])
@pytest.mark.parametrize("name", ["rate.mp4", "rate.mkv", "rate.ts"])
def test_every_frame_rate_tells_the_same_seconds(folder: Path, name: str, rate: float) -> None:
    assert facts(film(folder / name, rate=rate)) == WHOLE


def test_a_hole_is_counted_from_the_end_of_the_frame_before(folder: Path) -> None:
    path = film(folder / "hole.mp4", seconds=10, select="not(between(n,100,174))")

    assert facts(path) == (EndReason.COMPLETE, 10 * SECOND, (Silence(4 * SECOND, 3 * SECOND),))


@pytest.mark.parametrize("name", ["h.mkv", "h.ts", "h.flv"])
def test_a_hole_is_the_same_in_every_container(folder: Path, name: str) -> None:
    path = film(folder / name, seconds=10, select="not(between(n,100,174))", bf=2)

    assert facts(path) == (EndReason.COMPLETE, 10 * SECOND, (Silence(4 * SECOND, 3 * SECOND),))


def test_pauses_of_up_to_half_a_second_are_no_silence(folder: Path) -> None:
    twelve = film(folder / "12.mp4", select="not(between(n,50,61))")
    thirteen = film(folder / "13.mp4", select="not(between(n,50,62))")

    assert read(str(twelve)).silences == ()
    assert read(str(thirteen)).silences == (Silence(2 * SECOND, 520 * MILLISECOND),)


def test_a_changing_frame_rate_is_no_silence(folder: Path) -> None:
    path = film(folder / "vfr.mp4", select="if(lt(t,2),1,not(mod(n,5)))", seconds=4)
    media = read(str(path))

    assert (media.end, media.silences, media.frame) == (EndReason.COMPLETE, (), 40 * MILLISECOND)


def test_a_slide_show_is_silent_between_its_pictures(folder: Path) -> None:
    media = read(str(film(folder / "slides.mp4", rate=0.2, seconds=20)))

    assert media.frame == SECOND
    assert media.silences == tuple(Silence((5 * at + 1) * SECOND, 4 * SECOND) for at in range(3))
    assert media.duration == 16 * SECOND


def test_a_single_frame_lasts_as_long_as_it_says(folder: Path) -> None:
    assert facts(film(folder / "one.mp4", seconds=0.04)) == (
        EndReason.COMPLETE,
        40 * MILLISECOND,
        (),
    )


def test_media_time_counts_from_the_first_frame_shown_by_the_edit_list(
    folder: Path, plain: Path
) -> None:
    media = read(str(copied(plain, folder / "edit.mp4", start=1.52)))

    assert media.end is EndReason.COMPLETE
    assert media.duration == 2480 * MILLISECOND


def test_a_delayed_first_frame_is_no_silence(folder: Path, plain: Path) -> None:
    path = copied(plain, folder / "delayed.mp4", output_ts_offset=10)

    assert facts(path) == WHOLE


def test_the_clock_of_a_transport_stream_runs_over_without_a_gap(folder: Path, plain: Path) -> None:
    path = copied(plain, folder / "wrap.ts", output_ts_offset=2**33 / 90000 - 2)

    assert facts(path) == WHOLE


def test_streams_that_were_strung_together_break_where_the_clock_jumps_back(
    folder: Path, plain: Path
) -> None:
    one = copied(plain, folder / "one.ts").read_bytes()
    two = folder / "two.ts"
    two.write_bytes(one + one)

    reset = Silence(4 * SECOND, 0, Break.CLOCK_RESET)
    assert facts(two) == (EndReason.COMPLETE, 8 * SECOND, (reset,))


def test_streams_that_were_strung_together_keep_a_silence_forward(
    folder: Path, plain: Path
) -> None:
    early = copied(plain, folder / "early.ts", output_ts_offset=10).read_bytes()
    late = copied(plain, folder / "late.ts", output_ts_offset=44).read_bytes()
    both = folder / "both.ts"
    both.write_bytes(early + late)

    silence = Silence(4 * SECOND, 30 * SECOND)
    assert facts(both) == (EndReason.COMPLETE, 38 * SECOND, (silence,))


def test_an_earlier_stream_strung_behind_a_later_one_is_no_day_of_silence(
    folder: Path, plain: Path
) -> None:
    late = copied(plain, folder / "late2.ts", output_ts_offset=5000).read_bytes()
    early = copied(plain, folder / "early2.ts", output_ts_offset=100).read_bytes()
    both = folder / "both2.ts"
    both.write_bytes(late + early)

    reset = Silence(4 * SECOND, 0, Break.CLOCK_RESET)
    assert facts(both) == (EndReason.COMPLETE, 8 * SECOND, (reset,))


def test_a_fragmented_file_is_told_by_its_packets_and_claims_nothing(
    folder: Path, plain: Path
) -> None:
    path = copied(plain, folder / "frag.mp4", movflags="frag_keyframe+empty_moov")

    assert facts(path) == WHOLE
    assert read(str(path)).claimed is None


def test_a_live_matroska_without_a_duration_is_whole(folder: Path, plain: Path) -> None:
    path = copied(plain, folder / "live.mkv", live=1, f="matroska")

    assert facts(path) == WHOLE
    assert read(str(path)).claimed is None


@pytest.mark.parametrize(
    ("name", "claims"), [("c.mkv", 4 * SECOND), ("c.flv", 4 * SECOND), ("c.avi", 4 * SECOND)]
)
def test_a_file_that_is_cut_off_says_so_and_keeps_what_was_read(
    folder: Path, name: str, claims: int
) -> None:
    whole = film(folder / f"whole_{name}", bf=0)
    media = read(str(cut(whole, folder / name, share=0.6)))

    assert media.end is EndReason.TRUNCATED
    assert SECOND < media.duration < 4 * SECOND
    assert media.claimed == claims


def test_an_mp4_with_its_index_in_front_tells_how_much_is_missing(
    folder: Path, plain: Path
) -> None:
    whole = copied(plain, folder / "front.mp4", movflags="faststart")
    media = read(str(cut(whole, folder / "front_cut.mp4", share=0.6)))

    assert media.end is EndReason.TRUNCATED
    assert SECOND < media.duration < 4 * SECOND
    assert media.claimed == 4 * SECOND
    assert "of 100 frames are not in the file" in media.detail


def test_an_mp4_that_was_never_finished_is_cut_off_at_once(folder: Path, plain: Path) -> None:
    media = read(str(cut(plain, folder / "unfinished.mp4", share=0.6)))

    assert (media.end, media.duration) == (EndReason.TRUNCATED, 0)
    assert "moov" in media.detail


@pytest.mark.parametrize("share", [0.3, 0.5, 0.6, 0.7, 0.9])
def test_a_fragmented_file_that_is_cut_off_is_read_up_to_there(
    folder: Path, plain: Path, share: float
) -> None:
    whole = copied(plain, folder / "f.mp4", movflags="frag_keyframe+empty_moov")
    media = read(str(cut(whole, folder / "f_cut.mp4", share=share)))

    assert media.end is EndReason.TRUNCATED
    assert 0 < media.duration < 4 * SECOND


def test_a_transport_stream_cut_within_a_packet_is_cut_off(folder: Path, plain: Path) -> None:
    whole = copied(plain, folder / "t.ts")
    path = folder / "t_cut.ts"
    path.write_bytes(whole.read_bytes()[: 188 * 60 + 100])
    media = read(str(path))

    assert media.end is EndReason.TRUNCATED
    assert 0 < media.duration < 4 * SECOND


def test_an_empty_file_is_empty(folder: Path) -> None:
    path = folder / "empty.mp4"
    path.touch()

    assert read(str(path)).end is EndReason.EMPTY


def test_what_is_no_video_is_unreadable(folder: Path) -> None:
    text = folder / "notes.mp4"
    text.write_text("Practical training, group 2.\n" * 50, "utf-8")
    noise = folder / "noise.mp4"
    noise.write_bytes(bytes(range(256)) * 40)

    assert read(str(text)).end is EndReason.UNREADABLE
    assert read(str(noise)).end is EndReason.UNREADABLE
    assert read(str(folder / "not-there.mp4")).end is EndReason.UNREADABLE


def test_a_picture_is_no_recording(folder: Path) -> None:
    picture = film(folder / "picture.jpg", seconds=0.04, **{"c:v": "mjpeg", "update": 1})
    media = read(str(picture.rename(folder / "picture.mp4")))

    assert (media.end, media.detail) == (EndReason.UNREADABLE, "a picture, not a recording")


def test_a_playlist_is_no_recording(folder: Path, plain: Path) -> None:
    playlist = folder / "list.mp4"
    playlist.write_text(f"#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXTINF:4,\n{plain}\n#EXT-X-ENDLIST\n")

    assert read(str(playlist)).end is EndReason.UNREADABLE


def test_sound_alone_is_no_video(folder: Path) -> None:
    assert read(str(sound(folder / "sound.m4a"))).end is EndReason.NO_VIDEO


def test_a_raw_stream_without_time_stamps_proves_nothing(folder: Path, plain: Path) -> None:
    media = read(str(copied(plain, folder / "raw.h264")))

    assert (media.end, media.duration) == (EndReason.UNREADABLE, 0)
    assert media.detail == "the packets carry no time stamps"


def test_an_encrypted_file_is_told_as_such(folder: Path, plain: Path) -> None:
    key = "00112233445566778899aabbccddeeff"
    path = copied(
        plain,
        folder / "sealed.mp4",
        encryption_scheme="cenc-aes-ctr",
        encryption_key=key,
        encryption_kid=key,
    )

    assert facts(path) == (EndReason.ENCRYPTED, 4 * SECOND, ())


@pytest.mark.parametrize("name", ["a b.mp4", "教室 一.mp4", "-start.mp4", "9:00 100%.mp4"])
def test_any_name_can_be_read(folder: Path, plain: Path, name: str) -> None:
    path = folder / name
    path.write_bytes(plain.read_bytes())

    assert facts(path) == WHOLE


def test_the_creation_time_is_wall_time_and_a_clock_never_set_is_none(
    folder: Path, plain: Path
) -> None:
    def created(told: str) -> int | None:
        path = copied(plain, folder / "created.mp4", metadata=f"creation_time={told}")
        return read(str(path)).created_at

    moment = datetime(2021, 4, 19, 1, 0, 0, tzinfo=UTC)
    assert created("2021-04-19T01:00:00Z") == int(moment.timestamp()) * SECOND
    assert created("1904-01-01T00:00:00Z") is None
    assert created("1970-01-01T00:00:00Z") is None
    assert read(str(plain)).created_at is None


def test_an_answer_comes_through_the_wire_unchanged(folder: Path, plain: Path) -> None:
    silent = Media(
        EndReason.TRUNCATED, 5, silences=(Silence(1, 2), Silence(3, 0, Break.CLOCK_RESET))
    )

    assert loads(dumps(read(str(plain)))) == read(str(plain))
    assert loads(dumps(silent)) == silent
    for broken in ("", "null", "{}", '{"end": "complete"', "[1]"):
        with pytest.raises(ValueError, match=r"."):
            loads(broken)
