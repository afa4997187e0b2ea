"""Reading questions: the form of what was meant, and the rules that find it without a model."""
