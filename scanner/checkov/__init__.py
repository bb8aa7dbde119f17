"""Checkov beside tipstaff: its SageMaker checks in our reports, and our policies in its runs."""
