from narrate import errors
from narrate.errors import NarrateError


def all_errors() -> list[type[NarrateError]]:
    return [
        value
        for value in vars(errors).values()
        if isinstance(value, type) and issubclass(value, NarrateError) and value is not NarrateError
    ]


def test_each_kind_of_error_has_an_exit_status_of_its_own() -> None:
    statuses = [error.status for error in all_errors()]

    assert len(set(statuses)) == len(statuses)
    assert not {0, 1, 130} & set(statuses)
