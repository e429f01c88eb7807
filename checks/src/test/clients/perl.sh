# Two IMAP libraries of Perl, whose parsers take few liberties: Mail::IMAPClient and Mail::IMAPTalk.
. "$HERE/lib.sh"
perl -MMail::IMAPClient -MMail::IMAPTalk -MIO::Socket::SSL -e 1 2>/dev/null || { echo "Mail::IMAPClient or Mail::IMAPTalk is not installed"; exit 77; }
for i in 1 2 3; do mail put "m$i"; done
perl "$HERE/client.pl"
perl "$HERE/talk.pl"
