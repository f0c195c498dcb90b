from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from itertools import islice, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrate.errors import UsageError
from narrate.publish.feed.schedule import dated, moment, schedule_of

NOW = datetime(2027, 1, 10, 12, 0, tzinfo=UTC)
MONDAY = datetime(2027, 1, 4, 6, 0, tzinfo=timezone(timedelta(hours=1)))


def slots(every: str, count: int, start: datetime = MONDAY) -> list[str]:
    return [f"{slot:%m-%d %H}" for slot in islice(schedule_of(every, start).slots(), count)]


def test_a_week_keeps_the_day_and_the_hour() -> None:
    assert slots("week", 3) == ["01-04 06", "01-11 06", "01-18 06"]


def test_weekdays_leave_out_saturday_and_sunday() -> None:
    assert slots("weekday", 6)[3:] == ["01-07 06", "01-08 06", "01-11 06"]


def test_a_month_without_that_day_takes_its_last() -> None:
    assert slots("month", 3, MONDAY.replace(day=31)) == ["01-31 06", "02-28 06", "03-31 06"]


def test_several_units_are_counted() -> None:
    assert slots("2 weeks", 2) == ["01-04 06", "01-18 06"]
    assert slots("12hours", 3) == ["01-04 06", "01-04 18", "01-05 06"]


@pytest.mark.parametrize("every", ["", "fortnight", "0 days", "2 weekdays", "-1 week", "week week"])
def test_a_span_that_is_none_is_refused(every: str) -> None:
    with pytest.raises(UsageError, match="--every"):
        schedule_of(every, MONDAY)


@pytest.mark.parametrize("text", ["tomorrow", "2027-01-04", "2027-01-04T06:00", "2027-13-01T00Z"])
def test_a_date_needs_its_offset(text: str) -> None:
    with pytest.raises(UsageError, match=r"--from .*2027-01-04T06:00\+01:00"):
        moment(text, "--from")


def test_all_at_once_ends_now() -> None:
    found = dated([None, None, None], NOW)

    assert [NOW - date for date in found] == [timedelta(minutes=m) for m in (2, 1, 0)]


@given(
    st.lists(st.booleans(), max_size=30),
    st.sampled_from(["", "day", "week", "month", "weekday", "3 hours"]),
)
def test_dates_ascend_and_known_ones_stay(known: list[bool], every: str) -> None:
    given_dates = [NOW + timedelta(hours=at) if there else None for at, there in enumerate(known)]
    schedule = schedule_of(every, MONDAY) if every else None

    found = dated(given_dates, NOW, MONDAY if every else None, schedule)

    assert len(found) == len(known)
    assert all(a < b for a, b in pairwise(found))
    assert all(date == new for date, new in zip(given_dates, found, strict=True) if date)


def test_the_rule_is_icalendars() -> None:
    assert schedule_of("2 weeks", MONDAY).frequency().rule == "FREQ=WEEKLY;INTERVAL=2"
    assert schedule_of("weekday", MONDAY).frequency().rule == "FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR"
