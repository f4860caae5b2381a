"""All that makes HTML: one template environment, its macros, and the styles of what they make.

A module makes one piece of a page from rows, as text: `contested.html.claim_card` a claim's card.
Templates hold the elements and escape whatever is put into them; `styles/` holds every rule, in
which a colour is a variable, so that one page may stand on a light ground or on a dark one.
"""
