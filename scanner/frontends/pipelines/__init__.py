"""Read definitions of SageMaker pipelines, alone in a file or inside of other formats."""
