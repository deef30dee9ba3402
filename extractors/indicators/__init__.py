"""The indicator tables of report years before 2019."""
