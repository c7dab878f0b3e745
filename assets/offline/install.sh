#!/bin/sh
# Installs psw-tui from this folder, with no internet:  sh install.sh [FOLDER] [--key FILE] [--older]
# It only finds a Python and looks at the files it starts; install.py does the rest. All of it is read before it runs.
set -eu

say() {
  case "${PSW_TUI_LANGUAGE:-${LC_ALL:-${LC_MESSAGES:-${LANG:-}}}}" in
    fr*) printf '%s\n' "$2" >&2 ;;
    *) printf '%s\n' "$1" >&2 ;;
  esac
}

sum_of() {
  if command -v sha256sum >/dev/null 2>&1; then sha256sum <"$1"; else shasum -a 256 <"$1"; fi | cut -d ' ' -f 1
}

# The files that are about to run must be as the list says; install.py then looks at all of them.
check_what_runs() {
  command -v sha256sum >/dev/null 2>&1 || command -v shasum >/dev/null 2>&1 || return 0
  for name in install.sh install.py check.py ed25519.py said.py; do
    if ! [ -f "$here/$name" ] || ! grep -qxF "$(sum_of "$here/$name")  $name" "$here/SHA256SUMS" 2>/dev/null; then
      say "The file $name is missing, or is not what it should be. The stick is damaged, or somebody changed it. Do not use it, and ask your agency for another. Nothing was changed." \
        "Le fichier $name manque, ou n’est pas ce qu’il doit être. La clé USB est abîmée, ou quelqu’un l’a changée. Ne l’utilisez pas, et demandez-en une autre à votre organisme. Rien n’a été changé."
      exit 1
    fi
  done
}

in_range() {
  command -v "$1" >/dev/null 2>&1 && "$1" -I -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))' >/dev/null 2>&1
}

main() {
  here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
  check_what_runs
  usable=
  for python in python3 python3.14 python3.13 python3.12 python3.11 python; do
    in_range "$python" || continue
    # The first that the stick has files for; if there is none, the first one says what is missing.
    : "${usable:=$python}"
    if "$python" -I -B "$here/install.py" --fits >/dev/null 2>&1; then
      usable=$python
      break
    fi
  done
  if [ -z "$usable" ]; then
    found=$(python3 --version 2>/dev/null || echo '-')
    say "This needs Python 3.11, 3.12, 3.13 or 3.14, and none was found (python3: $found). Use the psw-tui folder on the stick instead: it needs no Python. Nothing was changed." \
      "Il faut Python 3.11, 3.12, 3.13 ou 3.14, et il n’y en a pas (python3 : $found). Prenez plutôt le dossier psw-tui de la clé USB : il n’a pas besoin de Python. Rien n’a été changé."
    exit 1
  fi
  exec "$usable" -I -B "$here/install.py" "$@"
}

main "$@"
