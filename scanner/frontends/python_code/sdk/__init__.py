"""Read the classes of the SageMaker Python SDK, versions 1 to 3, as the requests that they make."""
