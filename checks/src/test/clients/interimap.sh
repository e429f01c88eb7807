# interimap: two accounts kept the same over QRESYNC, COMPRESS and STARTTLS: messages, flags, deletions and mailboxes, both ways.
. "$HERE/lib.sh"
needs interimap
LOGIN=$OTHER mail clean
cat >config <<X
database = $PWD/state.db
ignore-mailbox = ^(Drafts|Sent|Junk|Trash|Archive)\$

[local]
type = imaps
host = localhost
port = $IMAPS
username = $LOGIN
password = $PASSWORD
SSL_CAfile = $CERTIFICATE
compress = YES

[remote]
type = imap
STARTTLS = YES
host = localhost
port = $IMAP
username = $OTHER
password = $PASSWORD
SSL_CAfile = $CERTIFICATE
compress = YES
X
sync() { interimap --config="$PWD/config" --quiet >log 2>&1 || { cat log; fail "interimap"; }; }
other() { LOGIN=$OTHER mail "$@"; }
for i in 1 2 3 4 5 6; do mail put "m$i"; done
other put o1
sync
is "$(other count) $(mail count)" "7 7" "after the first run"
mail flag m1 '+FLAGS' '(\Seen \Flagged $Label1)'
mail flag m2 '+FLAGS' '(\Deleted)'
mail expunge
other flag m3 '+FLAGS' '(\Answered)'
other flag m4 '+FLAGS' '(\Deleted)'
other expunge
mail put m7
other put o2
mail create 'Two/Below &- &AOQ-'
sync
is "$(other count) $(mail count)" "7 7" "after changes on both sides"
is "$(other flags m1)" '$Label1 \Flagged \Seen' "flags of the one"
is "$(mail flags m3)" '\Answered' "flags of the other"
mail put deep 'Two/Below &- &AOQ-'
sync
is "$(other count 'Two/Below &- &AOQ-')" 1 "the new mailbox"
sync
is "$(other count) $(mail count)" "7 7" "after a quiet run"
# It says so when what the servers told it does not add up.
if grep -iE 'warn|bug|corrupt|unexpected' log; then fail "interimap wonders"; fi
# Stays with both servers by IDLE or NOTIFY, and carries on what comes.
interimap --config="$PWD/config" --watch=1 >watch 2>&1 &
watcher=$!
trap 'kill $watcher 2>/dev/null || true' EXIT
mail put late
other wait late
kill $watcher
wait $watcher || true
LOGIN=$OTHER mail clean
