# swaks: every way to authenticate and to secure, pipelining, SMTPUTF8, and what must be refused.
. "$HERE/lib.sh"
needs swaks
out() { swaks --timeout 60 --helo client.remote.example "$@" >log 2>&1 || { cat log; return 1; }; }
status() { local s=0; swaks --timeout 60 --helo client.remote.example "$@" >log 2>&1 || s=$?; echo $s; }
mx=(--server "$HOST:$SMTP" --from stranger@remote.example)
user=(--from "$LOGIN" --au "$LOGIN" --ap "$PASSWORD")

t=$(token); out "${mx[@]}" --to "$LOGIN" --h-Subject "$t"; mail wait "$t"
t=$(token); out "${mx[@]}" --to "$LOGIN" --h-Subject "$t" -tls; mail wait "$t"
grep -q 'TLSv1\.[23]' log || fail "no TLS 1.2 or 1.3"
t=$(token); out "${mx[@]}" --to "$LOGIN,$LOGIN" --h-Subject "$t" --pipeline; mail wait "$t"
for how in PLAIN LOGIN; do
  t=$(token); out --server "$HOST:$SUBMISSION" "${user[@]}" --to "$LOGIN" --h-Subject "$t" -tls --auth $how; mail wait "$t"
  t=$(token); out --server "$HOST:$SUBMISSIONS" "${user[@]}" --to "$LOGIN" --h-Subject "$t" -tlsc --auth $how; mail wait "$t"
done
# SMTPUTF8: swaks knows the keyword in EHLO but not in MAIL; python.sh sends such mail.
swaks --server "$HOST:$SMTP" --helo c.remote.example --quit-after EHLO >log 2>&1
grep -q SMTPUTF8 log || fail "SMTPUTF8 is not offered"

is "$(status "${mx[@]}" --to victim@elsewhere.example)" 24 "a stranger relays"
is "$(status "${mx[@]}" --to "nobody-$(token)@${LOGIN#*@}")" 24 "an unknown mailbox is taken"
is "$(status --server "$HOST:$SUBMISSION" -tls --from "$LOGIN" --to "$LOGIN")" 23 "submission without login"
is "$(status --server "$HOST:$SUBMISSION" -tls --auth PLAIN --au "$LOGIN" --ap "wrong" --from "$LOGIN" --to "$LOGIN")" 28 "a wrong password"
