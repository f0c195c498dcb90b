"""A page that plays a book from the disk, its text in step with the sound.

In:  a Publication.
Out: a folder with ``index.html``, or one HTML file that holds everything.
Knows nothing of how sound is made. What the page does is written in ``web/``.
"""
