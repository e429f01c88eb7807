# SCRAM-SHA-256, bound to TLS where the client can do that: msmtp (SMTP) and mpop (POP3) by GNU SASL, mbsync (IMAP) by
# Cyrus SASL.
. "$HERE/lib.sh"
needs msmtp
needs mpop
needs mbsync
touch rc && chmod 600 rc
t=$(token)
cat >rc <<R
account default
host localhost
port $SUBMISSION
auth scram-sha-256
user $LOGIN
password $PASSWORD
from $LOGIN
tls on
tls_starttls on
tls_trust_file $CERTIFICATE
R
printf 'From: <%s>\nTo: <%s>\nSubject: %s\n\nby SCRAM\n' "$LOGIN" "$LOGIN" "$t" | msmtp -C rc "$LOGIN"
mail wait "$t"
sed -i "s/^password .*/password wrong$PASSWORD/" rc
printf 'Subject: no\n\n' | msmtp -C rc "$LOGIN" 2>said && fail "a wrong password was taken"
grep -q 535 said || fail "$(cat said)"

mkdir -p pop/cur pop/new pop/tmp
cat >rc <<R
account default
host localhost
port $POP3S
auth scram-sha-256
user $LOGIN
password $PASSWORD
keep on
tls on
tls_starttls off
tls_trust_file $CERTIFICATE
delivery maildir $PWD/pop
uidls_file $PWD/uidls
R
mpop -C rc
grep -rql "Subject: $t" pop/new || fail "mpop did not get $t"

cat >rc <<R
IMAPAccount a
Host localhost
Port $IMAP
User "$LOGIN"
Pass "$PASSWORD"
SSLType STARTTLS
AuthMechs SCRAM-SHA-256
CertificateFile $CERTIFICATE

IMAPStore far
Account a

MaildirStore near
Path $PWD/box/
Inbox $PWD/box/INBOX

Channel c
Far :far:
Near :near:
Patterns INBOX
Create Near
SyncState *
R
mkdir box
mbsync -c rc c
grep -rql "Subject: $t" box/INBOX || fail "mbsync did not get $t"
