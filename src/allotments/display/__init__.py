"""How anything is shown: text, HTML and JSON, and tables set as the Federal Register sets them."""
