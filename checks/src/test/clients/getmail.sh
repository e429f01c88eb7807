# getmail6: POP3 and IMAP over TLS, each message once; then with removal.
. "$HERE/lib.sh"
needs getmail
for i in 1 2 3; do mail put "m$i"; done
# A command takes the messages: into a Maildir, getmail delivers for everybody but root.
cat >take.sh <<'X'
#!/bin/sh
# Not before getmail waits for this command: of one that ends sooner it never hears.
until grep -q '^State:.S' /proc/$PPID/status; do :; done
exec cat >"$(mktemp "$1/XXXXXX")"
X
chmod +x take.sh
conf() { mkdir -p "conf$1" "box$1"; cat >"conf$1/getmailrc" <<X
[retriever]
type = Simple${1}SSLRetriever
server = localhost
port = $2
username = $LOGIN
password = $PASSWORD
ca_certs = $CERTIFICATE
[destination]
type = MDA_external
path = $PWD/take.sh
arguments = ("$PWD/box$1",)
allow_root_commands = true
[options]
read_all = false
delete = $3
X
}
get() { timeout -k 5 120 getmail --getmaildir="$PWD/conf$1" || fail "getmail over $1"; }
subjects() { grep -h '^Subject: m' "box$1"/* | sort -u | wc -l; }
for k in "POP3 $POP3S" "IMAP $IMAPS"; do
  set -- $k
  conf "$1" "$2" false
  get "$1"
  is "$(subjects "$1")" 3 "fetched over $1"
  before=$(ls "box$1" | wc -l)
  get "$1"
  is "$(ls "box$1" | wc -l)" "$before" "fetched over $1 again"
done
conf POP3 "$POP3S" true
sed -i 's/read_all = false/read_all = true/' confPOP3/getmailrc
get POP3
is "$(mail count)" 0 "after removal"
