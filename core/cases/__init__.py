"""The folder of case files: what is in it, what home says of each, beginning and opening one."""
