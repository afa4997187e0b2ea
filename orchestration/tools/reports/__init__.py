"""Reports: reads that are more than a list, each one plan of parallel requests, opening with the facts that matter."""
