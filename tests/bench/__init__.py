"""The measurements of bench/: their arithmetic on made-up numbers, and that each command line works. No speed."""
