"""One search box: a number, name, pinyin or initials, and of each kind the first few that the asker may see."""
