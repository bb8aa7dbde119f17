resource "aws_vpc" "ml" {
  cidr_block = "10.20.0.0/16"
}

# One private subnet in each of three zones.
resource "aws_subnet" "private" {
  count = 3

  vpc_id            = aws_vpc.ml.id
  cidr_block        = cidrsubnet(aws_vpc.ml.cidr_block, 8, count.index)
  availability_zone = "${var.region}${element(["a", "b", "c"], count.index)}"
}

# Two subnets for GPUs, and both in the zone that had the capacity on the day they were made.
resource "aws_subnet" "gpu" {
  for_each = { blue = 10, green = 11 }

  vpc_id            = aws_vpc.ml.id
  cidr_block        = cidrsubnet(aws_vpc.ml.cidr_block, 8, each.value)
  availability_zone = "${var.region}a"
}

data "aws_availability_zones" "available" {
  state = "available"
}

# Only a deployment knows these zones.
resource "aws_subnet" "shared" {
  count = 2

  vpc_id            = aws_vpc.ml.id
  cidr_block        = cidrsubnet(aws_vpc.ml.cidr_block, 8, 20 + count.index)
  availability_zone = data.aws_availability_zones.available.names[count.index] # expect: NET001 unknown
}

resource "aws_security_group" "inference" {
  name   = "${local.prefix}-inference"
  vpc_id = aws_vpc.ml.id
}

resource "aws_iam_role" "sagemaker" {
  name = "${local.prefix}-sagemaker"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "sagemaker.amazonaws.com" }
    }]
  })
}
