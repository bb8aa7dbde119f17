"""Policies on training jobs that need more than Rego."""
