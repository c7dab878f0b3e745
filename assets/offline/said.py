"""What the installer says, in both languages: it runs before the program and its catalogue are there."""

from __future__ import annotations

import os
from collections.abc import Mapping

SAID: Mapping[str, tuple[str, str]] = {
    "checking": (
        "Checking the files on the stick.",
        "Vérification des fichiers de la clé USB.",
    ),
    "installing": (
        "Installing psw-tui {version}. This takes a minute or two.",
        "Installation de psw-tui {version}. Cela prend une minute ou deux.",
    ),
    "trying": ("Trying out what was installed.", "Essai de ce qui vient d’être installé."),
    "files_good": ("All {count} files are as they should be.", "Les {count} fichiers sont tels qu’ils doivent être."),
    "signed": ("The stick is signed with your agency's key.", "La clé USB est signée par votre organisme."),
    "compare_key": (
        "The stick is signed with the key that lies on it. Compare with the paper from your agency:\n  {key}",
        "La clé USB est signée avec la clé de signature qu’elle contient. Comparez avec la feuille de votre organisme :\n  {key}",
    ),
    "not_signed": (
        "This stick is not signed. The check finds damage, but not somebody who changed it on purpose.",
        "Cette clé USB n’est pas signée. La vérification trouve un dommage, mais pas un changement fait exprès.",
    ),
    "no_key": (
        "The stick is signed, but there is no key here to check it with. To check it, add: --key FILE",
        "La clé USB est signée, mais rien ici ne permet de le vérifier. Pour vérifier, ajoutez : --key FICHIER",
    ),
    "backed_up": (
        "A backup of the vault {label} was made first.",
        "Une copie de sécurité du coffre {label} a été faite avant.",
    ),
    "kept_aside": ("The version from before is kept in {folder}.", "La version d’avant est gardée dans {folder}."),
    "done": (
        "psw-tui {version} is installed. To open it, type:\n  {command}",
        "psw-tui {version} est installé. Pour l’ouvrir, tapez :\n  {command}",
    ),
    "icon": (
        "For an icon on the desktop, type:\n  {command} shortcut",
        "Pour une icône sur le bureau, tapez :\n  {command} shortcut",
    ),
    "updates": (
        "For an update later on, put in the new stick and type this, with the folder of the stick:\n  {command} FOLDER",
        "Pour une mise à jour plus tard, branchez la nouvelle clé USB et tapez ceci, avec son dossier :\n  {command} DOSSIER",
    ),
    "nothing_changed": ("Nothing was changed.", "Rien n’a été changé."),
    # Refusals. Each says what to do.
    "python": (
        "This needs Python 3.11, 3.12, 3.13 or 3.14, and this is {found}. Use the psw-tui folder on the stick instead:"
        " it needs no Python.",
        "Il faut Python 3.11, 3.12, 3.13 ou 3.14, et ceci est {found}. Prenez plutôt le dossier psw-tui de la clé USB :"
        " il n’a pas besoin de Python.",
    ),
    "no_venv": (
        "This Python cannot make a folder of its own for psw-tui (the module venv is missing). Use the psw-tui folder on"
        " the stick instead.",
        "Ce Python ne peut pas faire un dossier à part pour psw-tui (le module venv manque). Prenez plutôt le dossier"
        " psw-tui de la clé USB.",
    ),
    "no_wheels": (
        "This stick has no files for this computer ({computer}): {names} is missing. Ask your agency for a stick that has.",
        "Cette clé USB n’a rien pour cet ordinateur ({computer}) : il manque {names}. Demandez une autre clé à votre"
        " organisme.",
    ),
    "old_linux": (
        "This Linux is too old or of another kind ({found}): psw-tui needs glibc 2.28 or newer. Ask your agency for help.",
        "Ce Linux est trop vieux ou d’un autre genre ({found}) : psw-tui demande glibc 2.28 ou plus récent. Demandez de"
        " l’aide à votre organisme.",
    ),
    "no_sums": (
        "The list of files ({file}) is missing or cannot be read. Copy the stick again.",
        "La liste des fichiers ({file}) manque ou ne se lit pas. Refaites la copie de la clé USB.",
    ),
    "missing": (
        "Not all files are on the stick. Missing: {names}. Copy the stick again.",
        "La clé USB n’est pas complète. Il manque : {names}. Refaites la copie.",
    ),
    "changed": (
        "These files are not what they should be: {names}. The stick is damaged, or somebody changed it. Do not use it, and"
        " ask your agency for another.",
        "Ces fichiers ne sont pas ce qu’ils doivent être : {names}. La clé USB est abîmée, ou quelqu’un l’a changée. Ne"
        " l’utilisez pas, et demandez-en une autre à votre organisme.",
    ),
    "unlisted": (
        "There are files on the stick that do not belong there: {names}. Do not use it, and ask your agency.",
        "La clé USB contient des fichiers qui ne devraient pas y être : {names}. Ne l’utilisez pas, et parlez-en à votre"
        " organisme.",
    ),
    "unsigned": (
        "A key was given to check this stick with, but the stick is not signed. Do not use it, and ask your agency.",
        "Il y a une clé de signature pour vérifier cette clé USB, mais elle n’est pas signée. Ne l’utilisez pas, et"
        " parlez-en à votre organisme.",
    ),
    "bad_signature": (
        "The signature of this stick is not right, or another key made it. Do not use it, and ask your agency. If the agency"
        " has a new key, add: --key FILE",
        "La signature de cette clé USB n’est pas bonne, ou vient d’une autre clé de signature. Ne l’utilisez pas, et"
        " parlez-en à votre organisme. S’il a une nouvelle clé de signature, ajoutez : --key FICHIER",
    ),
    "bad_key": (
        "The file {file} is not a key that can be read. Ask your agency for the file psw-tui.pub.",
        "Le fichier {file} n’est pas une clé de signature lisible. Demandez le fichier psw-tui.pub à votre organisme.",
    ),
    "older": (
        "The stick has psw-tui {version}, and {installed} is installed. An older one cannot open what a newer one wrote. If"
        " you want it all the same, add: --older",
        "La clé USB contient psw-tui {version}, et {installed} est installé. Une version plus vieille ne peut pas ouvrir ce"
        " qu’une plus récente a écrit. Si vous la voulez quand même, ajoutez : --older",
    ),
    "room": (
        "There is too little room on the disk: {needed} MB are needed in {folder}, and {free} MB are free. Make room, then"
        " start again.",
        "Il manque de place sur le disque : il faut {needed} Mo dans {folder}, et {free} Mo sont libres. Faites de la"
        " place, puis recommencez.",
    ),
    "not_ours": (
        "The folder {folder} holds something that the installer did not put there: {names}. Move it away, or name another"
        " folder to install in.",
        "Le dossier {folder} contient quelque chose que l’installateur n’y a pas mis : {names}. Déplacez-le, ou nommez un"
        " autre dossier où installer.",
    ),
    "unwritable": (
        "The folder {folder} cannot be written ({reason}). Close psw-tui if it is open, or name another folder to install"
        " in.",
        "On ne peut pas écrire dans le dossier {folder} ({reason}). Fermez psw-tui s’il est ouvert, ou nommez un autre"
        " dossier où installer.",
    ),
    "vault_open": (
        "The vault {label} is open, or was not closed properly. Open psw-tui, quit with q, then start again.",
        "Le coffre {label} est ouvert, ou a été mal fermé. Ouvrez psw-tui, quittez avec q, puis recommencez.",
    ),
    "no_backup": (
        "No backup of the vault {label} could be made first ({reason}), so nothing was updated. Make room, or ask your"
        " agency.",
        "La copie de sécurité du coffre {label} n’a pas pu être faite ({reason}), donc rien n’a été mis à jour. Faites de"
        " la place, ou demandez à votre organisme.",
    ),
    "failed": (
        "It did not work: {reason}. What was there before is still there.",
        "Cela n’a pas marché : {reason}. Ce qui était là avant y est encore.",
    ),
}

language = "en"


def choose(environment: Mapping[str, str] = os.environ) -> None:
    """French if the worker's system speaks it, or if they said so for the program."""
    global language  # one run, one language
    names = ("PSW_TUI_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
    spoken = next((environment[name] for name in names if environment.get(name)), "")
    language = "fr" if spoken.lower().startswith("fr") else "en"


def sentence(name: str, **values: object) -> str:
    """One of the sentences above, in the language that was chosen."""
    return SAID[name][language == "fr"].format(**values)


class Refused(Exception):
    """The installer will not go on. Nothing was changed."""

    def __init__(self, name: str, **values: object) -> None:
        super().__init__(name)
        self.name = name
        self.values = values

    def __str__(self) -> str:
        return sentence(self.name, **self.values)
