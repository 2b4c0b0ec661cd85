"""Opinion sheets that came back in, what each answer comes to out: mended, a reason, neither; and what is new."""
