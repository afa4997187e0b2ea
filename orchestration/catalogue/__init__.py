"""NetBox's object types as data: facts that NetBox gives, and the words people use for them."""
