"""Compile Rego to Python functions: the shipped policies judge so, in the process and fast."""
