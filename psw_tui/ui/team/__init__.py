"""The ways of a team: started, joined, met, settled. Loaded by whoever goes one of them: few do."""
