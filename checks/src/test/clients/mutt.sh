# mutt in batch mode: sends by submission, reads over IMAP.
. "$HERE/lib.sh"
needs mutt
cat >rc <<X
set from="$LOGIN" use_from=yes realname=Test
set smtp_url="smtp://$(printf %s "$LOGIN" | sed 's/@/%40/')@localhost:$SUBMISSION/" smtp_pass="$PASSWORD"
set imap_user="$LOGIN" imap_pass="$PASSWORD"
set ssl_starttls=yes ssl_force_tls=yes ssl_verify_host=no copy=no mail_check_stats=no
set certificate_file=$CERTIFICATE
set confirmappend=no quit=yes wait_key=no
set folder=$PWD/m spoolfile=$PWD/m/in record= postponed=$PWD/m/p mbox_type=mbox
X
mkdir m
t=$(token)
head -c 100000 /dev/urandom >blob.bin
printf 'by mutt\n' | timeout 60 mutt -n -F rc -s "$t" -a blob.bin -- "$LOGIN"
mail wait "$t"
mail get "$t" >whole.eml
/usr/bin/python3 - <<'X'
import email
parts = [p for p in email.message_from_binary_file(open("whole.eml", "rb")).walk() if p.get_filename() == "blob.bin"]
assert parts[0].get_payload(decode=True) == open("blob.bin", "rb").read()
X
{ cat rc; echo "push \"<limit>~s $t<enter><copy-message>$PWD/saved<enter><enter><quit>\""; } >rc2
# mutt wants a terminal.
/usr/bin/python3 -c 'import pty, sys; sys.exit(pty.spawn(sys.argv[1:]))' \
  timeout -k 5 60 mutt -n -F rc2 -f "imap://localhost:$IMAP/INBOX" </dev/null >/dev/null
grep -q 'by mutt' saved || fail "mutt did not read the message"
