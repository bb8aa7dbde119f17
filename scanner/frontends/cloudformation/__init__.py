"""Read CloudFormation."""
