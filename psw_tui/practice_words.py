"""What the first screens and the practice say, the same on screens and at prompts."""

from __future__ import annotations

from psw_tui.domain.words import N_

WHAT_IT_IS = (
    N_("A notebook for peer support workers, with a list of nine steps for when support has not helped yet."),
    N_("It counts, sorts and reminds. It never diagnoses and never decides: that is for you and the client."),
    N_("All of it stays on this laptop, locked. Nothing leaves it unless you send it."),
)

PRACTISE_FIRST = (
    N_(
        "Practise first? Short lessons with an invented client show you a note, the signal and the steps. Stop when you"
        " like, go on when you like."
    ),
    N_(
        "Nothing of it is ever counted with your own clients. Your own vault is locked meanwhile; your passphrase opens it"
        " afterwards."
    ),
)
PRACTISE, BEGIN = N_("practise with an invented client"), N_("begin with my own clients")

GO = N_(
    "Practise with an invented client? Your own vault is locked meanwhile. Your passphrase opens it again afterwards."
)
GO_YES, GO_NO = N_("practise"), N_("stay here")

END = N_("End the practice?")
LEAVE = N_("go to my own clients; the practice waits")
REMOVE = N_("go to my own clients; remove the practice")
AGAIN = N_("begin the practice anew")
