"""A fake AWS over HTTP: what it answers is derived from botocore's own model of AWS."""
