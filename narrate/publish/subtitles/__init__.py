"""Subtitles of a book: what is heard, when, as text that a screen can show.

In:  a Publication, or sentences with their times.
Out: WebVTT, SubRip and LRC, for the whole book and for each chapter.
Knows nothing of how sound is made.
"""
