"""Appeals: raised, answered by somebody who did not decide before, taken one step further (五6, A71)."""
