"""Overviews: what is looked at across domains. They read; the domains below own the rows and the rules."""
