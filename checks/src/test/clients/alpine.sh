# alpine at a terminal: reads, flags, saves into another mailbox, deletes, expunges, searches.
. "$HERE/lib.sh"
needs alpine
needs expect
for i in 1 2 3; do mail put "m$i"; done
mail create Kept
cat >rc <<X
user-domain=example.org
inbox-path={$HOST:$IMAP/user=$LOGIN/tls/novalidate-cert}INBOX
folder-collections=Mail {$HOST:$IMAP/user=$LOGIN/tls/novalidate-cert}[]
smtp-server=$HOST:$SUBMISSION/user=$LOGIN/tls/novalidate-cert
feature-list=enable-aggregate-command-set,enable-flag-cmd,auto-expunge,quit-without-confirm,expunge-without-confirm,expunge-without-confirm-everywhere,no-disable-2022-jp-conversions
last-time-prune-questioned=126.11
last-version-used=6.26
nntp-server=
X
export USER=${USER:-root}
cat >talk <<'X'
log_file -a talk.log
log_user 0
set timeout 60
set stty_init "rows 40 columns 132"
proc sees {what} {
  expect {
    -re $what {}
    timeout { puts "alpine never showed $what"; exit 1 }
    eof { puts "alpine ended before it showed $what"; exit 1 }
  }
}
spawn alpine -p rc -P /dev/null -i
sees {PASSWORD: }
send "$env(PASSWORD)\r"
sees {Preserve password}
send "n"
sees {m3}
send "j"
sees {jump to}
send "1\r"
send "\r"
sees {Hello m1}
send "*f\r"
sees {[Ff]lag}
send "\r"
send "sKept\r"
expect -re {[Cc]opied|[Ss]aved|Moved|\[.*Kept}
send "i"
sees {m2}
send "q"
expect {
  -re {[Rr]eally quit|[Ss]ave.*\?|Expunge} { send "y"; exp_continue }
  eof
}
X
timeout 120 expect talk || { tr -d '\033' <talk.log | tail -c 3000; fail "alpine"; }
mail wait m1 Kept
is "$(mail count)" 2 "after saving, which deletes and expunges"
