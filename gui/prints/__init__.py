"""What is printed: the titration record of a case as PDF."""
