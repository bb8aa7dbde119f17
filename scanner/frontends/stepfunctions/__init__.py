"""Read state machines of AWS Step Functions, alone in a file or inside of other formats."""
