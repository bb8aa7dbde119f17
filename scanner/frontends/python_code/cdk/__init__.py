"""Read AWS CDK apps: CloudFormation's resources as constructs, and the jobs that state machines start."""
