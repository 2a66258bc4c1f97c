"""Engines: what every domain uses and that knows none of them: approvals, notices, imports, print templates."""
