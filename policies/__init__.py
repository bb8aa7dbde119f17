"""What is wrong: the policies, the Rego they share, and the facts they consult."""
