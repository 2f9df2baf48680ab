"""The group leader's step: hands for and against."""
