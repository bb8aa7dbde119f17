package tipstaff.lib.images_test

import data.tipstaff.lib.images

import future.keywords.not
import rego.v1

pytorch := "763104351884.dkr.ecr.us-east-1.amazonaws.com/pytorch-training:2.6.0-gpu-py312-cu124-ubuntu22.04-sagemaker"

mirror := "111122223333.dkr.ecr.eu-west-1.amazonaws.com/mirrors/aws/pytorch-training:2.6.0-cpu-py312"

by_digest := "763104351884.dkr.ecr.us-east-1.amazonaws.com/pytorch-training@sha256:abc"

own := "111122223333.dkr.ecr.eu-west-1.amazonaws.com/churn:latest"

xgboost := "683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-xgboost:1.7-1"

test_takes_a_uri_apart if {
	images.account(pytorch) == "763104351884"
	images.region(pytorch) == "us-east-1"
	images.repository(pytorch) == "pytorch-training"
	images.name(pytorch) == "pytorch-training"
	images.tag(pytorch) == "2.6.0-gpu-py312-cu124-ubuntu22.04-sagemaker"
	not images.digest(pytorch)
}

test_keeps_the_folders_of_a_repository if {
	images.repository(mirror) == "mirrors/aws/pytorch-training"
	images.name(mirror) == "pytorch-training"
	images.path(mirror) == "111122223333.dkr.ecr.eu-west-1.amazonaws.com/mirrors/aws/pytorch-training"
}

test_reads_a_digest_with_and_without_a_tag if {
	images.digest(by_digest) == "sha256:abc"
	not images.tag(by_digest)
	images.tag("a.example/b:1@sha256:abc") == "1"
	images.name("a.example/b:1@sha256:abc") == "b"
}

test_keeps_what_stands_for_an_unknown_image if {
	images.name("${image@12}") == "${image@12}"
	images.name("${account}.dkr.ecr.eu-west-1.amazonaws.com/${name}") == "${name}"
}

test_reads_images_outside_ecr if {
	images.name("python") == "python"
	images.tag("python:3.12") == "3.12"
	images.name("localhost:5000/team/churn:1") == "churn"
	not images.account("localhost:5000/team/churn:1")
	not images.region("python")
	not images.repository("public.ecr.aws/deep-learning-containers/pytorch:2")
}

test_knows_the_registries_of_aws if {
	images.from_aws(pytorch)
	images.from_aws("public.ecr.aws/deep-learning-containers/pytorch-training:2.6.0-cpu-py312")
	images.from_aws("${account}.dkr.ecr.${region}.amazonaws.com/pytorch-training:2.6.0-cpu-py312")
	not images.from_aws(mirror)
	not images.from_aws("python:3.12")
}

test_looks_up_the_repository if {
	images.facts(pytorch).framework == "pytorch"
	images.facts(mirror).framework == "pytorch"
	images.algorithm(xgboost).kind == "classical-ml"
	not images.facts(own)
	not images.algorithm(own)
}

test_knows_nim_images_by_their_folder if {
	images.key("nvcr.io/nim/meta/llama-3.1-8b-instruct:1.3") == "nim"
	images.facts("111122223333.dkr.ecr.eu-west-1.amazonaws.com/nim/meta/llama:1").needs_gpu
}

test_reads_the_processor_from_the_parts_of_the_tag if {
	images.processor(pytorch) == "gpu"
	images.processor(mirror) == "cpu"
	images.processor("111122223333.dkr.ecr.eu-west-1.amazonaws.com/churn:1-cpu") == "cpu"
	images.processor("763104351884.dkr.ecr.us-east-1.amazonaws.com/vllm:server-cuda-v2") == "gpu"
	images.processor("763104351884.dkr.ecr.us-east-1.amazonaws.com/djl-inference:0.36.0-lmi22.0.0-cu129") == "gpu"
	images.processor("763104351884.dkr.ecr.us-east-1.amazonaws.com/djl-inference:0.29.0-neuronx-sdk2.19.1") == "neuron"
}

test_ignores_processors_inside_other_words if {
	not images.processor("111122223333.dkr.ecr.eu-west-1.amazonaws.com/churn:nocpu-gpuless")
	not images.processor("111122223333.dkr.ecr.eu-west-1.amazonaws.com/cpu-tools:latest")
}

test_reads_the_processor_from_the_repository_when_the_tag_is_silent if {
	images.processor("683313688378.dkr.ecr.us-east-1.amazonaws.com/tei-cpu:2.0.1") == "cpu"
	images.processor("763104351884.dkr.ecr.us-east-1.amazonaws.com/huggingface-pytorch-training@sha256:abc") == "gpu"
	images.processor("301217895009.dkr.ecr.us-west-2.amazonaws.com/sagemaker-tritonserver:26.05-py3") == "gpu"
	images.processor("301217895009.dkr.ecr.us-west-2.amazonaws.com/sagemaker-tritonserver:26.05-py3-cpu") == "cpu"
	images.processor(xgboost) == "any"
}

test_does_not_guess_the_processor_of_a_digest if not images.processor(by_digest)

test_is_certain_of_aws_images_only if {
	images.confidence(pytorch) == "certain"
	images.confidence(mirror) == "heuristic"
}
