"""Read the configurations that launch SageMaker HyperPod recipes."""
