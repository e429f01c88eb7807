# imapcopy: one account's mail into another by the plainest IMAP, without TLS, as old migrations have it.
. "$HERE/lib.sh"
needs imapcopy
LOGIN=$OTHER mail clean
for i in 1 2 3; do mail put "m$i"; done
mail flag m1 '+FLAGS' '(\Seen \Flagged)'
mail create 'Old/Deep'
mail put deep Old/Deep
cat >ImapCopy.cfg <<X
SourceServer $HOST
SourcePort $IMAP
DestServer $HOST
DestPort $IMAP
Copy "$LOGIN" "$PASSWORD" "$OTHER" "$PASSWORD"
X
timeout 60 imapcopy >log 2>&1 || { cat log; fail "imapcopy"; }
is "$(LOGIN=$OTHER mail count) $(LOGIN=$OTHER mail count Old/Deep)" "3 1" "copied"
is "$(LOGIN=$OTHER mail flags m1)" '\Flagged \Seen' "flags"
LOGIN=$OTHER mail clean
