"""What stands between the network and Django: requests arrive whole, answers leave whole, in memory and in time."""
