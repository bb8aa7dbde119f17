environment     = "production"
run_smoke_tests = true
