# curl: SMTP, IMAP and POP3, the certificate verified.
. "$HERE/lib.sh"
needs curl
c() { curl -sS --fail-early --max-time 60 --cacert "$CERTIFICATE" --ssl-reqd --user "$LOGIN:$PASSWORD" "$@"; }
t=$(token)
printf 'From: <%s>\r\nTo: <%s>\r\nSubject: %s\r\n\r\n.dot\r\nby curl\r\n' "$LOGIN" "$LOGIN" "$t" >mail.eml
c "smtp://localhost:$SUBMISSION/c.remote.example" --connect-to "::$HOST:" --mail-from "$LOGIN" --mail-rcpt "$LOGIN" --upload-file mail.eml
uid=$(mail wait "$t")
c "imap://localhost:$IMAP/" --connect-to "::$HOST:" | grep -q INBOX || fail "LIST"
c "imap://localhost:$IMAP/INBOX?SUBJECT%20$t" --connect-to "::$HOST:" | grep -q "SEARCH $uid\|SEARCH [0-9]" || fail "SEARCH"
c "imap://localhost:$IMAP/INBOX;UID=$uid" --connect-to "::$HOST:" >got.eml
tail -c "$(printf '.dot\r\nby curl\r\n' | wc -c)" got.eml | cmp - <(printf '.dot\r\nby curl\r\n')
c "imaps://localhost:$IMAPS/INBOX;UID=$uid" --connect-to "::$HOST:" | cmp - got.eml
c "imap://localhost:$IMAP/INBOX" --connect-to "::$HOST:" -T mail.eml
is "$(mail count)" 2 "after APPEND"
c "pop3://localhost:$POP3/1" --connect-to "::$HOST:" | cmp - got.eml
c "pop3s://localhost:$POP3S/" --connect-to "::$HOST:" | tr -d '\r' | grep -qx "1 $(stat -c %s got.eml)" || fail "LIST of POP3"
c "pop3://localhost:$POP3/1" --connect-to "::$HOST:" -X DELE -l
is "$(mail count)" 1 "after DELE"
