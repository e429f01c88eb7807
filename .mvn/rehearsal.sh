# What a server is made to do before its first real start: mail comes, and is read. Java keeps the classes that this needs, loaded
# and linked, for the next start. Sourced by ./mailroad. Needs nothing but bash.

# One session by SMTP or LMTP, as they are when nobody sends ahead: each command waits for its reply.
rehearse_transfer() {
  local port=$1 hello=$2 sender=$3 recipient=$4 messages=$5 content=$6 number reply
  exec 3<>"/dev/tcp/127.0.0.1/$port" || return 1
  rehearse_reply
  printf '%s rehearsal.example\r\n' "$hello" >&3
  rehearse_reply
  for ((number = 0; number < messages; number++)); do
    if ((number % 2)); then
      printf 'MAIL FROM:<%s>\r\n' "$sender" >&3 && rehearse_reply
      printf 'RCPT TO:<%s>\r\n' "$recipient" >&3 && rehearse_reply
      printf 'DATA\r\n' >&3 && rehearse_reply
    else
      printf 'MAIL FROM:<%s>\r\nRCPT TO:<%s>\r\nDATA\r\n' "$sender" "$recipient" >&3
      rehearse_reply && rehearse_reply && rehearse_reply
    fi
    printf 'Message-ID: <%s.%s@rehearsal.example>\r\n%s\r\n.\r\n' "$number" "$RANDOM$RANDOM" "$content" >&3
    rehearse_reply || break
  done
  printf 'QUIT\r\n' >&3
  exec 3>&-
}

# Reads a reply to its last line.
rehearse_reply() {
  while IFS= read -r -t 30 -u 3 reply; do
    [ "${reply:3:1}" = - ] || return 0
  done
  return 1
}

# Sends all at once, and reads what comes until the server closes the connection.
rehearse_reading() {
  exec 3<>"/dev/tcp/127.0.0.1/$1" || return 1
  cat <&3 >/dev/null &
  printf '%s\r\n' "${@:2}" >&3
  wait "$!"
  exec 3>&-
}

# What the ports are is in the line by which the server says that it is ready.
rehearse_mail() {
  local ready=$1 recipient=$2 password=$3 content words sessions=() commands=() retrievals=() round
  port() { [[ $ready =~ \ $1\ 127\.0\.0\.1:([0-9]+) ]] && printf '%s' "${BASH_REMATCH[1]}"; }
  printf -v words '%64s\r\n' ''
  words=${words// /word }
  printf -v content '%s\r\n' "Date: Sun, 1 Jun 2025 12:00:00 +0000" 'From: "A Sender" <sender@rehearsal.example>' \
    "To: A Reader <$recipient>, other@rehearsal.example" "Subject: =?utf-8?q?Pr=C3=B6be?= and more" \
    "In-Reply-To: <1@rehearsal.example>" "MIME-Version: 1.0" "Content-Type: text/plain; charset=utf-8" "" \
    "${words:0:70}" "..${words:0:60}" "${words:0:75}" "${words:0:72}" "${words:0:71}" "${words:0:66}" "${words:0:70}"
  for round in 1 2 3; do
    rehearse_transfer "$(port smtp)" EHLO sender@rehearsal.example "$recipient" 20 "$content" &
    sessions+=("$!")
    rehearse_transfer "$(port lmtp)" LHLO sender@rehearsal.example "$recipient" 20 "$content" &
    sessions+=("$!")
  done
  wait "${sessions[@]}"
  commands=('x SELECT INBOX' 'x FETCH 1:* (UID FLAGS)' 'x UID FETCH 1:* (FLAGS)' 'x UID FETCH 1:* (RFC822.SIZE BODYSTRUCTURE)'
    'x STORE 1 +FLAGS (\Flagged)' 'x FETCH 1:* ENVELOPE' 'x FETCH 1:* BODY.PEEK[]' 'x STORE 1:* +FLAGS (\Seen)'
    'x SEARCH TEXT nowhere' 'x STATUS INBOX (MESSAGES UNSEEN)' 'x LIST "" *' 'x STORE 1:* -FLAGS (\Seen)')
  for round in {1..20}; do
    retrievals+=("RETR $round")
  done
  rehearse_reading "$(port imap)" "x LOGIN $recipient \"$password\"" "x SELECT INBOX" "${commands[@]}" "x LOGOUT"
  rehearse_reading "$(port pop3)" "USER $recipient" "PASS $password" STAT LIST UIDL "${retrievals[@]}" QUIT
}
