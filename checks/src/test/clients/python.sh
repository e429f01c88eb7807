# Python's smtplib, imaplib and poplib; and content that must come back as it was sent.
. "$HERE/lib.sh"
/usr/bin/python3 "$HERE/content.py"
