# imapfilter: searches of all kinds, flags, copies, moves, mailboxes, and a message put in, by one Lua script.
. "$HERE/lib.sh"
needs imapfilter
for i in 1 2 3 4 5 6; do mail put "m$i"; done
cat >rc.lua <<X
options.timeout = 60
options.create = true
options.subscribe = true
options.certificates = false
options.starttls = true
a = IMAP { server = 'localhost', port = $IMAP, username = '$LOGIN', password = '$PASSWORD' }
X
cat >>rc.lua <<'X'
local function is(found, wanted, what)
  if found ~= wanted then
    io.stderr:write(what, ': ', tostring(found), ' instead of ', tostring(wanted), '\n')
    os.exit(1)
  end
end
local exist, recent, unseen, uidnext = a.INBOX:check_status()
is(exist, 6, 'status')
is(unseen, 6, 'unseen')
is(#a.INBOX:select_all(), 6, 'all')
is(#a.INBOX:contain_subject('m3'), 1, 'subject')
is(#a.INBOX:contain_from('somebody@remote.example'), 6, 'from')
is(#a.INBOX:contain_body('Hello m4'), 1, 'body')
is(#a.INBOX:contain_message('ello m4'), 1, 'text')
is(#a.INBOX:contain_field('Message-ID', 'm5@remote'), 1, 'field')
is(#a.INBOX:match_field('Subject', '^m[12]$'), 2, 'a pattern in a field')
is(#a.INBOX:match_body('Hello m[56]'), 2, 'a pattern in bodies')
is(#a.INBOX:is_larger(100000), 0, 'larger')
is(#a.INBOX:is_smaller(100000), 6, 'smaller')
is(#a.INBOX:is_newer(1), 6, 'newer')
is(#a.INBOX:sent_on('02-Mar-2026'), 6, 'sent on')
is(#(a.INBOX:contain_subject('m1') + a.INBOX:contain_subject('m2')), 2, 'or')
is(#(a.INBOX:is_unseen() - a.INBOX:contain_subject('m1')), 5, 'and not')
is(#a.INBOX:send_query('OR SUBJECT m1 NOT SUBJECT m2'), 5, 'as typed')
a.INBOX:contain_subject('m1'):mark_seen()
a.INBOX:contain_subject('m1'):add_flags({ '\\Flagged', 'Keyword1' })
is(#a.INBOX:is_seen(), 1, 'seen')
is(#a.INBOX:has_keyword('Keyword1'), 1, 'keyword')
a.INBOX:contain_subject('m1'):remove_flags({ 'Keyword1' })
is(#a.INBOX:has_keyword('Keyword1'), 0, 'keyword taken away')
a.INBOX:contain_subject('m2'):copy_messages(a['Copies/Deep'])
is(#a['Copies/Deep']:select_all(), 1, 'copied')
a.INBOX:contain_subject('m3'):move_messages(a['Moved']) -- not there before
is(#a.INBOX:select_all(), 5, 'left after a move')
is(#a['Moved']:select_all(), 1, 'moved')
a.INBOX:contain_subject('m6'):delete_messages()
is(#a.INBOX:select_all(), 4, 'left after a deletion')
a['Moved']:append_message('Subject: from lua\r\n\r\nlua\r\n', { 'Seen' }, '02-Mar-2026 10:00:00 +0000')
is(#a['Moved']:arrived_on('02-Mar-2026'), 1, 'date of what was put in')
local m = a['Moved']:contain_subject('from lua')
is(a['Moved'][m[1][2]]:fetch_body(), 'lua\r\n', 'body')
is(a['Moved'][m[1][2]]:fetch_field('Subject'), 'Subject: from lua', 'field')
a:rename_mailbox('Moved', 'Renamed')
is(#a['Renamed']:select_all(), 2, 'renamed')
a:create_mailbox('Gone')
a:delete_mailbox('Gone')
local boxes = a:list_all()
local names = table.concat(boxes, ' ')
is(names:find('Renamed') ~= nil, true, 'listed')
is(names:find('Gone'), nil, 'deleted')
X
timeout 120 imapfilter -t "$CERTIFICATE" -c rc.lua >log 2>&1 || { cat log; fail "imapfilter"; }
is "$(mail count)" 4 "what is left"
is "$(mail flags m1)" '\Flagged \Seen' "flags"
is "$(mail count Copies/Deep)" 1 "copied"
is "$(mail count Renamed)" 2 "renamed"
