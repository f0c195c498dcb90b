"""Numbers in English words.

In:  whole numbers, or digits as written.
Out: words, with hyphens as print has them ("forty-five").
Does not know what is counted. British reading says "and" after hundreds.
"""

from __future__ import annotations

from narrate.text.spoken_en.tables import listed

ONES = listed("ones")
TENS = listed("tens")
SCALES = (
    (10**12, "trillion"),
    (10**9, "billion"),
    (10**6, "million"),
    (1000, "thousand"),
)
LARGEST = 10**15 - 1
"""The largest number that has a name here; longer ones are read digit by digit."""

_ORDINALS = {
    "one": "first",
    "two": "second",
    "three": "third",
    "five": "fifth",
    "eight": "eighth",
    "nine": "ninth",
    "twelve": "twelfth",
}
_PLURALS = {"half": "halves", "six": "sixes"}


def cardinal(number: int, british: bool = False) -> str:
    """The words of a whole number: 1234 is "one thousand two hundred (and) thirty-four"."""
    if number < 0:
        return "minus " + cardinal(-number, british)
    if number > LARGEST:
        return digits(str(number))
    parts: list[str] = []
    rest = number
    for size, name in SCALES:
        count, rest = divmod(rest, size)
        if count:
            parts += _below_1000(count, british), name
    if rest or not parts:
        if parts and british and rest < 100:
            parts.append("and")
        parts.append(_below_1000(rest, british))
    return " ".join(parts)


def _below_1000(number: int, british: bool) -> str:
    hundreds, rest = divmod(number, 100)
    if not hundreds:
        return two_digits(rest)
    head = f"{ONES[hundreds]} hundred"
    if not rest:
        return head
    return f"{head} {'and ' if british else ''}{two_digits(rest)}"


def two_digits(number: int) -> str:
    """The words of a number below 100."""
    if number < 20:
        return ONES[number]
    tens, ones = divmod(number, 10)
    return TENS[tens] + (f"-{ONES[ones]}" if ones else "")


def ordinal(number: int, british: bool = False) -> str:
    """The words of a place in a row: 21 is "twenty-first"."""
    words = cardinal(number, british)
    cut = max(words.rfind(" "), words.rfind("-")) + 1
    last = words[cut:]
    if last in _ORDINALS:
        return words[:cut] + _ORDINALS[last]
    return words[:cut] + (last[:-1] + "ieth" if last.endswith("y") else last + "th")


def year(number: int, british: bool = False) -> str:
    """The words of a year: 1871, 1905, 1900, 2005 and 2014 each in the usual way."""
    century, rest = divmod(number, 100)
    if not 100 < number < 10000 or (century % 10 == 0 and rest < 10):
        return cardinal(number, british)
    if rest == 0:
        return f"{two_digits(century)} hundred"
    return f"{two_digits(century)} {'oh ' if rest < 10 else ''}{two_digits(rest)}"


def digits(written: str, zero: str = "zero") -> str:
    """Each digit by its name; other characters are left out."""
    return " ".join(ONES[int(d)] if d != "0" else zero for d in written if d.isdecimal())


def pairs(number: int) -> str:
    """A house or room number: 123 is "one twenty-three", 1428 "fourteen twenty-eight"."""
    if number < 100 or number > 9999 or number % 1000 == 0:
        return cardinal(number)
    head, rest = divmod(number, 100)
    if not rest:
        return f"{two_digits(head)} hundred"
    return f"{two_digits(head)} {'oh ' if rest < 10 else ''}{two_digits(rest)}"


def number(written: str, british: bool = False) -> str:
    """The words of a number as written: "1,234", "2.50", ".5", "−3", "007"."""
    bare = written.replace(",", "").replace("\u00a0", "").replace("\u202f", "").replace(" ", "")
    if bare[:1] in "-−–+":
        return ("plus " if bare[0] == "+" else "minus ") + number(bare[1:], british)
    whole, point, fraction = bare.partition(".")
    if not point:
        return whole_number(whole, british)
    head = whole_number(whole, british) + " " if whole else ""
    return f"{head}point {digits(fraction)}"


def whole_number(written: str, british: bool = False) -> str:
    """The words of digits; those that begin with a nought are named one by one."""
    if len(written) > 1 and written[0] == "0":
        return digits(written)
    return cardinal(int(written), british)


def plural(word: str) -> str:
    """The plural of a number's or a fraction's name: "forty" gives "forties", "half" "halves"."""
    if word in _PLURALS:
        return _PLURALS[word]
    return word[:-1] + "ies" if word.endswith("y") else word + "s"


def fraction(above: int, below: int, british: bool = False) -> str:
    """The words of a vulgar fraction: "three quarters", "one half", "twenty-two over one"."""
    if below < 2 or below > 10**6:
        return f"{cardinal(above, british)} over {cardinal(below, british)}"
    name = {2: "half", 4: "quarter"}.get(below) or ordinal(below, british)
    return f"{cardinal(above, british)} {name if above == 1 else plural(name)}"
