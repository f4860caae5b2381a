"""From an article to claims that hold: its text, what it could say, what a person enters of it.

`article` reads a text and what is known of where it was printed, `drafts` its candidates as rows
that a person completes: `together` what they say of each other, `completing` what follows from the
folder, by the claim that each goes on (`precedents`) and what is usual in the war (`context`).
Who speaks is called by name and office (`offices`), of a kind by its words (`kinds`), and may be
one of the folder's (`likely`); a new place may be in another (`situated`). What cannot be known is
asked, with the likely answers (`offering`).
`beside` gives what the folder has already said of the like, and `entering` checks what was accepted
on a copy and writes it.
"""
