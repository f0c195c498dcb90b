"""The sample rates and bit rates that an MP3 stream may have.

In:  nothing. Out: tables, as ISO/IEC 11172-3 and 13818-3, section 2.4.2.3, have them.
"""

from __future__ import annotations

RATES = {
    0b11: (44100, 48000, 32000),
    0b10: (22050, 24000, 16000),
    0b00: (11025, 12000, 8000),
}
"""Sample rates in hertz by version bits: MPEG 1, MPEG 2, MPEG 2.5."""

KBITS_1 = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
KBITS_2 = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
"""Bit rates of layer III in kbit/s by index: MPEG 1, and MPEG 2 with 2.5."""

SAMPLE_RATES = tuple(sorted(rate for rates in RATES.values() for rate in rates))
"""All that there are, in hertz, ascending."""


def bit_rates(sample_rate: int) -> tuple[int, ...]:
    """Bits a second that a stream of a sample rate in hertz may have, ascending."""
    kbits = KBITS_1 if sample_rate in RATES[0b11] else KBITS_2
    return tuple(1000 * kbit for kbit in kbits[1:])
