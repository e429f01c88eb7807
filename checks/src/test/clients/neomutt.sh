# neomutt with a header cache: comes back by CONDSTORE and QRESYNC, and sees what happened meanwhile.
. "$HERE/lib.sh"
needs neomutt
cat >rc <<X
set imap_user="$LOGIN" imap_pass="$PASSWORD"
set ssl_starttls=yes ssl_force_tls=yes ssl_verify_host=no copy=no mail_check_stats=no
set certificate_file=$CERTIFICATE
set confirmappend=no delete=yes mark_old=no quit=yes wait_key=no sleep_time=0
set header_cache=$PWD/cache/ message_cachedir=$PWD/messages/ imap_condstore=yes imap_qresync=yes imap_idle=yes
set folder="imap://localhost:$IMAP/" record= postponed=$PWD/p mbox_type=mbox
X
mkdir cache messages
keys() {
  { cat rc; echo "push \"$1\""; } >rc2
  timeout -k 5 60 /usr/bin/python3 -c 'import pty, sys; sys.exit(pty.spawn(sys.argv[1:]))' \
    neomutt -n -F rc2 -f "imap://localhost:$IMAP/INBOX" </dev/null >screen 2>&1 || { tail -c 2000 screen; fail "neomutt"; }
}
for i in 1 2 3 4 5; do mail put "m$i"; done
keys '<limit>~s m1<enter><flag-message><sync-mailbox><quit>'
is "$(mail flags m1)" '\Flagged' "a flag"
mail flag m2 '+FLAGS' '(\Deleted)'
mail expunge
mail flag m3 '+FLAGS' '(\Answered)'
mail put m6
# All that are not m2, known to be answered or new, deleted by their pattern from what the cache and the server say together.
keys '<delete-pattern>~s m2 | ~Q | ~s m6<enter><sync-mailbox><quit>'
is "$(mail count)" 3 "after a deletion by pattern"
keys "<tag-pattern>~s m4<enter><tag-prefix><copy-message>=NeoCopy<enter>y<quit>"
is "$(mail count NeoCopy)" 1 "copied"
