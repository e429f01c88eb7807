# mailutil, of the c-client library that alpine is made of: mailboxes copied, moved between accounts, pruned.
. "$HERE/lib.sh"
needs mailutil
needs expect
LOGIN=$OTHER mail clean
# It asks for passwords at a terminal.
cat >asked.exp <<'X'
set timeout 60
spawn mailutil {*}$argv
expect {
  -nocase "password:" { send "$::env(PASSWORD)\r"; exp_continue }
  timeout { exit 1 }
  eof
}
exit [lindex [wait] 3]
X
asked() { expect asked.exp "$@" >log 2>&1 || { cat log; fail "mailutil $*"; }; }
# After STARTTLS it knows no TLS newer than 1.0.
mine="{$HOST:$IMAPS/user=$LOGIN/ssl/novalidate-cert}"
others="{$HOST:$IMAPS/user=$OTHER/ssl/novalidate-cert}"
for i in 1 2 3; do mail put "m$i"; done
mail flag m1 '+FLAGS' '(\Seen \Answered $Work)'
asked check "${mine}INBOX"
grep -q '2 unseen), 3 total' log || { cat log; fail "check"; }
asked copy -kw "${mine}INBOX" "${mine}Back"
is "$(mail count Back)" 3 "copied into a new mailbox"
is "$(mail flags m1 Back)" '$Work \Answered \Seen' "flags that came with it"
asked appenddelete -kw "${mine}Back" "${others}INBOX"
is "$(mail count Back) $(LOGIN=$OTHER mail count)" "0 3" "moved to the other account"
is "$(LOGIN=$OTHER mail flags m1)" '$Work \Answered \Seen' "flags in the other account"
asked rename "${mine}Back" "${mine}Again"
is "$(mail count Again)" 0 "renamed"
# Its exit status after this is 1 whatever happened.
expect asked.exp prune "${others}INBOX" 'subject m2' >log || grep -q '1 message(s) purged' log || { cat log; fail "prune"; }
is "$(LOGIN=$OTHER mail count)" 2 "pruned"
asked delete "${mine}Again"
is "$(mail count Again)" -1 "deleted"
LOGIN=$OTHER mail clean
