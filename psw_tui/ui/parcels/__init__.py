"""The ways of what goes to another vault and comes from one."""
