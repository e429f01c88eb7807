# getmail6: POP3 and IMAP over TLS, each message once; then with removal.
. "$HERE/lib.sh"
needs getmail
for i in 1 2 3; do mail put "m$i"; done
conf() { mkdir -p "conf$1" "box$1"/{cur,new,tmp}; printf '[retriever]\ntype = Simple%sSSLRetriever\nserver = localhost\nport = %s\nusername = %s\npassword = %s\nca_certs = %s\n[destination]\ntype = Maildir\npath = %s/box%s/\n[options]\nread_all = false\ndelete = %s\n' \
  "$1" "$2" "$LOGIN" "$PASSWORD" "$CERTIFICATE" "$PWD" "$1" "$3" >"conf$1/getmailrc"; }
for k in "POP3 $POP3S" "IMAP $IMAPS"; do
  set -- $k
  conf "$1" "$2" false
  getmail --getmaildir="$PWD/conf$1"
  is "$(ls "box$1/new" | wc -l)" 3 "fetched over $1"
  getmail --getmaildir="$PWD/conf$1"
  is "$(ls "box$1/new" | wc -l)" 3 "fetched over $1 again"
done
conf POP3 "$POP3S" true
sed -i 's/read_all = false/read_all = true/' confPOP3/getmailrc
getmail --getmaildir="$PWD/confPOP3"
is "$(mail count)" 0 "after removal"
