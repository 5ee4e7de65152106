"""แคปซูลเวลา: a submission with all that is needed to read and check it, in one file that outlives this product."""
