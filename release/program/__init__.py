"""The one program file: `python -m release.program` builds it from the checkout for the system it runs on."""
