"""Every rule of law that F6 knows, by name and version."""

from readmodels.domain.law.consequence import Rule

RULES: tuple[Rule, ...] = ()
