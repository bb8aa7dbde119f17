"""Read the configuration files of the SageMaker Python SDK, which give what Python code leaves out."""
