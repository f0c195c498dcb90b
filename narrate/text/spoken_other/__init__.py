"""Languages other than English as they are read aloud, by one set of rules.

In:  a sentence.
Out: rewrites of numbers, dates, money, measures, numerals, abbreviations and signs.
A language is a module here, with its numbers, and a table in words/ with its other words.
"""
