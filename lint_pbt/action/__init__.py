"""The step of the GitHub Action that checks: from the action's inputs to annotations, a summary and outputs."""
