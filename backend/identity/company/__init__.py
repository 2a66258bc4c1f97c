"""The firm itself: what its papers are headed with, and the site whose calendar and clock its work follows."""
