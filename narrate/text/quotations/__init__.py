"""Find what somebody says in a story: direct speech, by the marks of its language.

In:  the paragraphs of a chapter, in order, and their language.
Out: for each paragraph the spans [start, end) of direct speech, quotation marks included.
Knows no books and no voices. Which of a language's marks a text uses is seen from the text.
"""

from narrate.text.quotations.speech import speech

__all__ = ["speech"]
