# fetchmail: POP3 leaving a copy, nothing new, IMAP with removal.
. "$HERE/lib.sh"
needs fetchmail
printf '#!/bin/sh\ncat >>%s/mbox; echo >>%s/mbox\n' "$PWD" "$PWD" >mda.sh; chmod +x mda.sh
rc() { printf 'poll localhost proto %s service %s %s user "%s" pass "%s" sslproto TLS1.2+ sslcertck sslcertfile %s %s mda "%s/mda.sh"\n' \
  "$1" "$2" "$3" "$LOGIN" "$PASSWORD" "$CERTIFICATE" "$4" "$PWD" >rc; chmod 600 rc; }
for i in 1 2 3 4; do mail send "m$i"; mail wait "m$i"; done
rc pop3 "$POP3" uidl keep
fetchmail -f rc --nobounce -i ids
is "$(grep -c '^Subject: m' mbox)" 4 "fetched over POP3"
s=0; fetchmail -f rc --nobounce -i ids || s=$?
is $s 1 "nothing new"
rm mbox
rc imap "$IMAP" "" nokeep
fetchmail -f rc --nobounce -a
is "$(grep -c '^Subject: m' mbox)" 4 "fetched over IMAP"
is "$(mail count)" 0 "after removal"
