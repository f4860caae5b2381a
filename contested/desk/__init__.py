"""From an article to claims that hold: its text, what it could say, what a person enters of it.

`article` reads a text and what is known of where it was printed, `drafts` its candidates as rows
that a person completes, `precedents` gives the claim that each goes on, `beside` what the folder
has already said of the like, and `entering` checks what was accepted on a copy and writes it.
"""
