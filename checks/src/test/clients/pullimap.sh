# pullimap: pulls from one account by IMAP with IDLE, and hands over to the other by pipelined SMTP; removes what it took.
. "$HERE/lib.sh"
needs pullimap
LOGIN=$OTHER mail clean
cat >config <<X
[pull]
type = imap
STARTTLS = YES
host = localhost
port = $IMAP
username = $LOGIN
password = $PASSWORD
SSL_CAfile = $CERTIFICATE
statefile = $PWD/state
deliver-method = smtp:[$HOST]:$SMTP
deliver-ehlo = remote.example
deliver-rcpt = $OTHER
purge-after = 0
X
for i in 1 2 3 4 5; do mail put "p$i"; done
timeout 60 pullimap --config="$PWD/config" --quiet pull
for i in 1 2 3 4 5; do LOGIN=$OTHER mail wait "p$i"; done
is "$(mail count)" 0 "what is left"
timeout -k 5 120 pullimap --config="$PWD/config" --quiet --idle pull >pulled 2>&1 &
puller=$!
trap 'kill $puller 2>/dev/null || true' EXIT
mail put late
LOGIN=$OTHER mail wait late
kill $puller
wait $puller || true
is "$(LOGIN=$OTHER mail count)" 6 "what came, nothing twice"
LOGIN=$OTHER mail clean
