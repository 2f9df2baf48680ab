"""What guardians agree to, and the photos that they allow."""
