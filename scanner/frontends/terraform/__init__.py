"""Read Terraform."""
