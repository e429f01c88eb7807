package mailroad.imap.session;

import mailroad.mailbox.Mailboxes;

/** Where a session stands (RFC 3501 section 3). */
sealed interface State {
  /** Nobody has logged in. */
  record NotAuthenticated() implements State {}

  /** States in which somebody has logged in. */
  sealed interface LoggedIn extends State {
    Mailboxes mailboxes();
  }

  /** Somebody has logged in; no mailbox is selected. */
  record Authenticated(Mailboxes mailboxes) implements LoggedIn {}

  /** A mailbox is selected. */
  record Selected(Mailboxes mailboxes, View view) implements LoggedIn {}

  /** The session is over. */
  record Logout() implements State {}
}
