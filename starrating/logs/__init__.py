"""The log: one line an event, without what people are called or typed, in files with a bound."""
