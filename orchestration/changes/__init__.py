"""Changes: drafted from what was asked, previewed, confirmed by somebody who may, written once, and on the record."""
