# fdm: takes mail over POP3 with TLS and over IMAP with STARTTLS, sorts by rules, keeps and deletes.
. "$HERE/lib.sh"
needs fdm
for i in 1 2 3 4; do mail put "m$i"; done
mkdir box
cat >rc <<X
set timeout 60
action "odd" maildir "$PWD/box/odd"
action "even" maildir "$PWD/box/even"
account "imap" imap server "localhost" port $IMAP user "$LOGIN" pass "$PASSWORD" starttls keep
account "pop3" pop3s server "localhost" port $POP3S user "$LOGIN" pass "$PASSWORD" no-verify
match "^Subject: m[13]" in headers action "odd"
match all action "even"
X
chmod 600 rc
timeout 60 fdm -f "$PWD/rc" -a imap fetch || fail "fdm over IMAP"
is "$(find box/odd -type f | wc -l) $(find box/even -type f | wc -l) $(mail count)" "2 2 4" "kept"
timeout 60 fdm -f "$PWD/rc" -a pop3 fetch || fail "fdm over POP3"
is "$(find box/odd -type f | wc -l) $(find box/even -type f | wc -l) $(mail count)" "4 4 0" "taken"
