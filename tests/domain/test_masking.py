"""What tells a person apart is struck out."""

import pytest

from evidence.domain.masking import is_identity, masked


@pytest.mark.parametrize(
    "number", ["110105199001011237", "11010519900101123X", "110105900101123", "13800138000"]
)
def test_an_id_cards_or_a_phones_number_is_struck_out(number: str) -> None:
    assert masked(f"a {number}, b") == "a …, b"
    assert is_identity(number)


@pytest.mark.parametrize(
    "number",
    [
        "11010519900101",  # 14 digits: a date and time
        "1101051990010112",  # 16
        "11010519900101123",  # 17, and no check digit: a date and time with milliseconds
        "1101051990010112370",  # 19
        "12800138000",  # no mobile's
        "1380013800",
        "SMX-2021-0417-03",
    ],
)
def test_other_numbers_stay(number: str) -> None:
    assert masked(number) == number
    assert not is_identity(number)
