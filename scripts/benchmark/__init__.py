"""What a book costs in CPU time, wall time and memory."""
