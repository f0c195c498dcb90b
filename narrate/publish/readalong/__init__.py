"""What every read-along book is made from: the text in order, and when each part is heard."""
