"""From what the log says to what an official reads: words, dates, names. They decide nothing."""
