# Shared by the client scripts. Each runs in an empty folder of its own with, in its environment:
#   HOST SMTP SUBMISSION SUBMISSIONS POP3 POP3S IMAP IMAPS   where the server listens
#   LOGIN PASSWORD CERTIFICATE                               an account, and the server's certificate
#   OTHER                                                    another account with the same password
#   HERE                                                     the folder of the scripts
# Exit status 0: passed; 77: the client is not installed.
set -euo pipefail
export HOME=$PWD LC_ALL=C.UTF-8 TERM=xterm
mail() { /usr/bin/python3 "$HERE/mail.py" "$@"; }
needs() { command -v "$1" >/dev/null || { echo "$1 is not installed"; exit 77; }; }
token() { echo "t$(od -An -N8 -tx1 /dev/urandom | tr -d ' \n')"; }
fail() { echo "FAILED: $*" >&2; exit 1; }
is() { [ "$1" = "$2" ] || fail "$3: '$1' instead of '$2'"; }
trap 'echo "line $LINENO: $BASH_COMMAND" >&2' ERR
mail clean
