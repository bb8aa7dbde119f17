"""`tipstaff check` on four Terraform resources: at most 1/8 of the wall time of Checkov, in the same run."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from benchmarks.measure import alternate

CHECKOV = Path(".tools/checkov/bin/checkov")
TERRAFORM = """\
resource "aws_sagemaker_model" "m" {
  name               = "ranker"
  execution_role_arn = "arn:aws:iam::111122223333:role/sagemaker"
  primary_container {
    image = "683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-xgboost:1.7-1"
  }
}

resource "aws_sagemaker_endpoint_configuration" "c" {
  name = "ranker"
  production_variants {
    variant_name           = "main"
    model_name             = aws_sagemaker_model.m.name
    instance_type          = "ml.g5.xlarge"
    initial_instance_count = 1
  }
}

resource "aws_sagemaker_endpoint" "e" {
  name                 = "ranker-prod"
  endpoint_config_name = aws_sagemaker_endpoint_configuration.c.name
}

resource "aws_appautoscaling_target" "t" {
  service_namespace  = "sagemaker"
  resource_id        = "endpoint/${aws_sagemaker_endpoint.e.name}/variant/main"
  scalable_dimension = "sagemaker:variant:DesiredInstanceCount"
  min_capacity       = 1
  max_capacity       = 1
}
"""

with tempfile.TemporaryDirectory() as made:
    Path(made, "main.tf").write_text(TERRAFORM)
    tipstaff = [str(Path(sys.executable).with_name("tipstaff")), "check", made, "-o", "json"]
    checkov = [str(CHECKOV), "-d", made, "--framework", "terraform", "--skip-download", "-o", "json"]
    ours, theirs = alternate([tipstaff, checkov], runs=5, codes=(0, 1))
    print(
        f"four Terraform resources  tipstaff {ours.wall:.2f} s, Checkov {theirs.wall:.2f} s:"
        f" 1/{theirs.wall / ours.wall:.1f}   (bar 1/8)"
    )
