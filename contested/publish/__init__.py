"""The site as plain files, for whoever has no server: what the server answers, each at its address.

Every page and file is the server's own answer, asked for in this process (`asking`), so that none
is written twice. `plan` says which there are and where each lies, `links` leads them to each other,
`questions` asks many things together, `foreseen` what is going to be asked; `folder` puts into the
folder what differs from what lies there, and `memory` says next time what is not made anew.
"""

from contested.publish.publishing import Published, address, publish

__all__ = ["Published", "address", "publish"]
