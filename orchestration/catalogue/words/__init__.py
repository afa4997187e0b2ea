"""What people call NetBox's types and fields, and what they want to see of them: written by hand, one file per subject."""
