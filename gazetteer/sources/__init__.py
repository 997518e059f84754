"""One module or table per source of places. README.md gives the licence and date of each."""
