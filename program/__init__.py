"""The one program file: `python -m program` builds it from the checkout for the system it runs on."""
