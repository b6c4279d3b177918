"""`pressor shots`: the windows as PNG files, for the manual and for looking at them."""
