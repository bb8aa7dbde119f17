"""Tipstaff: a policy-as-code compliance scanner for Amazon SageMaker."""

__version__ = "0.1.0"
