# msmtp: submission with STARTTLS and with TLS from the start, the certificate verified.
. "$HERE/lib.sh"
needs msmtp
for how in on off; do
  [ $how = on ] && port=$SUBMISSION || port=$SUBMISSIONS
  cat >rc <<X
account default
host localhost
port $port
auth on
user $LOGIN
password $PASSWORD
from $LOGIN
tls on
tls_starttls $how
tls_trust_file $CERTIFICATE
X
  chmod 600 rc
  msmtp -C rc -S
  t=$(token)
  printf 'From: <%s>\nTo: <%s>\nSubject: %s\n\nfirst\n.\nafter a dot\n' "$LOGIN" "$LOGIN" "$t" | msmtp -C rc "$LOGIN"
  mail get "$t" | tr -d '\r' | tail -3 | cmp - <(printf 'first\n.\nafter a dot\n')
done
