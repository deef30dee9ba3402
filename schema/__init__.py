"""The form and the tables as data: the leaf that everything else imports."""
