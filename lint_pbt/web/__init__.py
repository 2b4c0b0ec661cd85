"""What somebody drops on the page in, what it shows out: in the browser itself (`page`) or by a server (`serve`)."""
