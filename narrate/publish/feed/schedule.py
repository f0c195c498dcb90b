"""Give every episode its date, once.

In:  the dates that episodes have already, a schedule, the time now.
Out: a date each, ascending.
Knows nothing of episodes beyond their order. Dates are whole seconds with a time zone.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

from narrate.errors import UsageError
from narrate.publish.feed.model import Frequency

STEP = timedelta(minutes=1)
"""Between episodes that come out together: apps sort by date, and some to the minute."""

_UNITS = {
    "hour": (timedelta(hours=1), "HOURLY"),
    "day": (timedelta(days=1), "DAILY"),
    "week": (timedelta(weeks=1), "WEEKLY"),
    "month": (None, "MONTHLY"),
    "weekday": (None, "DAILY"),
}
_EVERY = re.compile(r"(?:(\d{1,3})\s*)?(hour|day|weekday|week|month)s?", re.IGNORECASE)
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Schedule:
    """An episode every ``count`` units ("hour", "day", "weekday", "week", "month") from a start."""

    count: int
    unit: str
    start: datetime

    def slots(self) -> Iterator[datetime]:
        """The dates, without end. A month without that day takes its last."""
        step, _ = _UNITS[self.unit]
        number = 0
        while True:
            if self.unit == "month":
                yield _months_later(self.start, number * self.count)
            elif step is not None:
                yield self.start + number * self.count * step
            elif (day := self.start + timedelta(days=number)).weekday() < _SATURDAY:
                yield day
            number += 1

    def frequency(self) -> Frequency:
        """The schedule for the feed."""
        rule = f"FREQ={_UNITS[self.unit][1]}"
        if self.unit == "weekday":
            rule += ";BYDAY=MO,TU,WE,TH,FR"
        elif self.count > 1:
            rule += f";INTERVAL={self.count}"
        words = f"every {self.count} {self.unit}s" if self.count > 1 else f"every {self.unit}"
        return Frequency(words, rule, self.start)


def schedule_of(every: str, start: datetime) -> Schedule:
    """Read ``--every``: week, weekday, "2 weeks", 12hours.

    Raises:
        UsageError: it is none of these.
    """
    match = _EVERY.fullmatch(every.strip())
    count = int(match[1] or 1) if match else 0
    if match is None or count < 1 or (match[2].lower() == "weekday" and count > 1):
        raise UsageError(
            f"--every {every}: not a span. Give hour, day, weekday, week or month, "
            "or several such as '2 weeks'."
        )
    return Schedule(count, match[2].lower(), start)


def moment(text: str, option: str) -> datetime:
    """Read a date with time and offset from UTC, as ISO 8601 writes it.

    Raises:
        UsageError: it is none, or its offset is missing.
    """
    example = "Give one such as 2027-01-04T06:00+01:00"
    try:
        when = datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise UsageError(f"{option} {text}: not a date. {example}.") from error
    if when.tzinfo is None:
        raise UsageError(f"{option} {text}: the offset from UTC is missing. {example}.")
    return when.replace(microsecond=0)


def dated(
    dates: Sequence[datetime | None],
    now: datetime,
    start: datetime | None = None,
    schedule: Schedule | None = None,
) -> list[datetime]:
    """Keep the dates there are; give the others theirs, ascending with the order.

    Those before or between known dates go where they belong in the order. Those after
    the last follow the schedule; without one they come a minute apart, from ``start``
    or so that the last is now.
    """
    known = [at for at, date in enumerate(dates) if date is not None]
    result = list(dates)
    for before, after in zip([-1, *known], known, strict=False):
        right = result[after]
        assert right is not None
        left = result[before] if before >= 0 else right - (after - before) * STEP
        assert left is not None
        for at in range(before + 1, after):
            share = (right - left) * (at - before) / (after - before)
            result[at] = (left + share).replace(microsecond=0)
    last = max((date for date in dates if date is not None), default=None)
    first_new = known[-1] + 1 if known else 0
    result[first_new:] = _later(len(dates) - first_new, last, now, start, schedule)
    return [date for date in result if date is not None]


def _later(
    count: int,
    last: datetime | None,
    now: datetime,
    start: datetime | None,
    schedule: Schedule | None,
) -> list[datetime]:
    if schedule is not None:
        slots = (slot for slot in schedule.slots() if last is None or slot > last)
        return list(islice(slots, count))
    first = start or (now.replace(microsecond=0) - (count - 1) * STEP)
    if last is not None:
        first = max(first, last + STEP)
    return [first + number * STEP for number in range(count)]


def _months_later(start: datetime, months: int) -> datetime:
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    day = min(start.day, calendar.monthrange(year, month + 1)[1])
    return start.replace(year=year, month=month + 1, day=day)
