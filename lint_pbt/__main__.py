"""`python -m lint_pbt`."""

from lint_pbt.cli import main

if __name__ == "__main__":
    main()
