"""Regular expressions come in, matches go out; most are never compiled: few texts can hold what they look for."""
