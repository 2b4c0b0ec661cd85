"""The page from a server on this machine: requests of a browser come in, the page and its functions' answers go out."""
