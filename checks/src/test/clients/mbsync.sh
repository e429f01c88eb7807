# mbsync: both ways, flags, deletions, a new mailbox, and nothing to do at the end.
. "$HERE/lib.sh"
needs mbsync
cat >rc <<X
IMAPAccount a
Host localhost
Port $IMAP
User "$LOGIN"
Pass "$PASSWORD"
SSLType STARTTLS
CertificateFile $CERTIFICATE

IMAPStore far
Account a

MaildirStore near
Path $PWD/box/
Inbox $PWD/box/INBOX
SubFolders Verbatim

Channel c
Far :far:
Near :near:
Patterns INBOX Synced
Create Both
Expunge Both
SyncState *
X
mkdir box
for i in 1 2 3 4 5; do mail put "m$i"; done
mbsync -c rc c
is "$(find box/INBOX/new box/INBOX/cur -type f | wc -l)" 5 "pulled"
printf 'From: a@b.example\nSubject: up1\n\nlocal\n' >box/INBOX/cur/1.local:2,S
first=$(find box/INBOX/cur box/INBOX/new -type f ! -name '*local*' | sort | head -1)
second=$(find box/INBOX/cur box/INBOX/new -type f ! -name '*local*' | sort | sed -n 2p)
subject=$(sed -n 's/^Subject: //p' "$second" | tr -d '\r')
mv "$first" "box/INBOX/cur/$(basename "${first%%:2*}"):2,T"
mv "$second" "box/INBOX/cur/$(basename "${second%%:2*}"):2,FRS"
mkdir -p box/Synced/{cur,new,tmp}
printf 'Subject: s1\n\nx\n' >box/Synced/new/1.s
mbsync -c rc c
mail wait up1
is "$(mail flags up1)" '\Seen' "flag of a pushed message"
is "$(mail flags "$subject")" '\Answered \Flagged \Seen' "pushed flags"
is "$(mail count)" 5 "after a deletion"
is "$(mail count Synced)" 1 "the new mailbox"
mail put far6
mbsync -c rc c
is "$(find box/INBOX/new box/INBOX/cur -type f | wc -l)" 6 "pulled again"
mbsync -c rc c >quiet 2>&1
find box -type f -path '*/cur/*' -o -type f -path '*/new/*' | wc -l | grep -qx 7 || fail "a quiet run changed something"
