"""The virtual patient: what a dose does to a pressure, array-wise. One is a cohort of one."""
