import numpy as np

from evidence.analyzers.prints.copies import Copy, copies
from evidence.analyzers.prints.form import CELLS, Print
from evidence.domain.time import SECOND


def keyed(*digests: int, apart: int = 4) -> Print:
    keys = np.arange(len(digests)) * apart * SECOND
    none = np.empty((0, CELLS), np.int8)
    return Print(len(digests) * apart * SECOND, keys[:0], none, keys, np.array(digests, np.uint32))


def test_key_frames_that_come_again_in_order_are_a_copy():
    looped = keyed(1, 2, 3, 4, 5, 2, 3, 4, 9)

    assert list(copies(looped, looped, same=True)) == [Copy((5, 7), (1, 3))]


def test_a_copy_from_another_recording_is_found_wherever_it_lies():
    assert list(copies(keyed(7, 8, 3, 4), keyed(1, 2, 3, 4))) == [Copy((2, 3), (2, 3))]


def test_a_loop_that_runs_three_times_is_found_each_time():
    looped = keyed(1, 2, 3, 1, 2, 3, 1, 2, 3)

    found = {(copy.here, copy.there) for copy in copies(looped, looped, same=True)}

    assert {((3, 8), (0, 5)), ((6, 8), (0, 2))} == found


def test_a_short_loop_that_runs_a_hundred_times_is_found_from_its_second_time_on():
    looped = keyed(*range(1, 4), *[*range(4, 10)] * 100)

    assert list(copies(looped, looped, same=True)) == [Copy((9, 602), (3, 596))]


def test_a_short_loop_of_another_recording_is_found_there():
    looped, shown = keyed(*[*range(4, 10)] * 100), keyed(*[*range(4, 10)] * 3)

    assert list(copies(shown, looped)) == [Copy((0, 17), (0, 17))]


def test_a_still_that_is_encoded_in_two_ways_by_turns_is_no_copy_of_itself():
    still = keyed(1, 2, *[3, 4] * 40)

    assert list(copies(still, still, same=True)) == []


def test_one_key_frame_alone_is_no_copy():
    assert list(copies(keyed(1, 2, 9), keyed(7, 2, 8))) == []


def test_a_picture_that_stands_still_is_no_copy_of_itself():
    still = keyed(1, 2, *[3] * 40)

    assert list(copies(still, still, same=True)) == []


def test_the_same_key_frames_at_another_pace_are_no_copy():
    assert list(copies(keyed(1, 2, 3), keyed(1, 2, 3, apart=5))) == []
