"""How the language model is made, measured and exported; not installed with the package."""
