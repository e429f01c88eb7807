# offlineimap3: both ways, flags and deletions.
. "$HERE/lib.sh"
needs offlineimap
print=$(openssl x509 -in "$CERTIFICATE" -noout -fingerprint -sha256 | sed 's/.*=//;s/://g' | tr A-F a-f)
cat >rc <<X
[general]
accounts = A
metadata = $PWD/meta
[Account A]
localrepository = L
remoterepository = R
[Repository L]
type = Maildir
localfolders = $PWD/box
[Repository R]
type = IMAP
remotehost = $HOST
remoteport = $IMAP
remoteuser = $LOGIN
remotepass = $PASSWORD
ssl = no
starttls = yes
cert_fingerprint = $(openssl x509 -in "$CERTIFICATE" -noout -fingerprint -sha1 | sed 's/.*=//;s/://g' | tr A-F a-f), $print
folderfilter = lambda f: f in ('INBOX',)
X
# Its imaplib2 reads in one thread and writes in another over the same OpenSSL connection. Where the server's TLS 1.3 ticket
# comes amid the first command after STARTTLS, it may hang for ever or fail (6 times in 300 against a server by OpenSSL too).
# Under TLS 1.2 the ticket is part of the handshake.
printf '%s\n' 'openssl_conf = all' '[all]' 'ssl_conf = ssl' '[ssl]' 'system_default = tls' '[tls]' 'MaxProtocol = TLSv1.2' >openssl.cnf
sync() {
  # Hung, it does not end when asked to.
  OPENSSL_CONF=$PWD/openssl.cnf timeout -s KILL 120 offlineimap -o -u basic -c rc >log 2>&1 || { cat log; fail "offlineimap"; }
}
files() { find box -type f -path '*/INBOX/*' | grep -E '/(cur|new)/'; }
for i in 1 2 3; do mail put "m$i"; done
sync
is "$(files | wc -l)" 3 "pulled"
printf 'Subject: up1\n\nx\n' >box/INBOX/new/1234.1.h
sync
mail wait up1
f=$(grep -l 'Subject: m1' $(files))
mv "$f" "box/INBOX/cur/$(basename "$f" | sed 's/:2,.*//'):2,FS"
rm "$(grep -l 'Subject: m2' $(files))"
sync
is "$(mail flags m1)" '\Flagged \Seen' "pushed flags"
is "$(mail count)" 3 "after a deletion"
