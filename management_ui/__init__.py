"""The screens: work queue, review, administration. They translate; the commands and queries of the other rooms do."""
