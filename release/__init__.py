"""What is built of the package: the rules in a wheel, the page in one file, the program in one file."""
