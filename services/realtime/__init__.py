"""Changes of rows, told to those who may read them: the log, the feed, and whom it is fanned out to."""
