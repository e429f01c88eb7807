package mailroad.smtp;

import java.util.List;
import mailroad.kernel.Reply;

/** What a server says, gathered so that the same fault always gets the same words. */
public final class Replies {
  /** To RSET and NOOP. */
  public static final Reply OK = new Reply(250, "2.0.0", "OK");

  /** To MAIL. */
  public static final Reply SENDER_OK = new Reply(250, "2.1.0", "Sender OK");

  /** To RCPT. */
  public static final Reply RECIPIENT_OK = new Reply(250, "2.1.5", "Recipient OK");

  /** To a chunk that is not the last (RFC 3030 section 2). */
  public static Reply chunkOk(long octets) {
    return new Reply(250, "2.0.0", octets + " octets received");
  }

  /** To MAIL, where a lower priority is given than was asked for (RFC 6710 section 5). */
  public static Reply senderOkWithPriority(int priority) {
    return new Reply(250, "2.3.6", "Sender OK, with priority " + priority);
  }

  /** To DATA. */
  public static final Reply START_CONTENT =
      new Reply(354, "", "End the message with a dot on a line by itself");

  /** To QUIT. */
  public static final Reply BYE = new Reply(221, "2.0.0", "Bye");

  /** To STARTTLS. */
  public static final Reply READY_FOR_TLS = new Reply(220, "2.0.0", "Ready for TLS");

  /** To VRFY and EXPN: strangers learn nothing (RFC 5321 section 3.5.3 and section 7.3). */
  public static final Reply CANNOT_VERIFY =
      new Reply(252, "2.5.2", "Cannot say; send mail and see");

  /** To HELP. */
  public static final Reply HELP =
      new Reply(
          214,
          "2.0.0",
          List.of(
              "Commands: EHLO HELO MAIL RCPT DATA BDAT RSET NOOP VRFY EXPN HELP QUIT STARTTLS AUTH",
              "As in RFC 5321"));

  /** No such command. */
  public static final Reply UNKNOWN_COMMAND = new Reply(500, "5.5.1", "Unknown command");

  /** A command of the RFCs that is not offered here. */
  public static final Reply NOT_IMPLEMENTED = new Reply(502, "5.5.1", "Command not implemented");

  /** Nothing on the line. */
  public static final Reply EMPTY_LINE = new Reply(500, "5.5.2", "Empty line");

  /** Longer than command lines may be. */
  public static final Reply LINE_TOO_LONG = new Reply(500, "5.5.2", "Line too long");

  /** A command line that does not end in CRLF. */
  public static final Reply BARE_LF = new Reply(500, "5.5.2", "Lines must end in CR LF");

  /** NUL, a bare CR, or the like, in a command. */
  public static final Reply CONTROL_CHARACTER =
      new Reply(501, "5.5.2", "Control character in command");

  /** Octets that are not UTF-8, in a command. */
  public static final Reply NOT_UTF8 = new Reply(501, "5.5.2", "Command is not UTF-8");

  /** A command that takes none was given a parameter. */
  public static final Reply NO_PARAMETERS = new Reply(501, "5.5.4", "No parameters allowed");

  /** An ESMTP parameter that is not known (RFC 5321 section 4.1.1.11). */
  public static final Reply UNKNOWN_PARAMETER =
      new Reply(555, "5.5.4", "Parameter not known or not offered");

  /** An ESMTP parameter whose value cannot be read. */
  public static final Reply BAD_PARAMETER = new Reply(501, "5.5.4", "Bad parameter value");

  /** UTF-8 in an address without SMTPUTF8 at MAIL (RFC 6531 section 3.5). */
  public static final Reply NEEDS_SMTPUTF8 =
      new Reply(553, "5.6.7", "Address needs SMTPUTF8 at MAIL");

  /** The client does not speak SMTP. */
  public static final Reply NOT_SMTP = new Reply(554, "5.5.1", "This is an SMTP server; good bye");

  /** The command has its time, which is not now (RFC 5321 section 4.1.4). */
  public static final Reply BAD_SEQUENCE = new Reply(503, "5.5.1", "Bad sequence of commands");

  /** No EHLO or HELO so far. */
  public static final Reply HELLO_FIRST = new Reply(503, "5.5.1", "Say EHLO first");

  /** A transaction is open. */
  public static final Reply NESTED_MAIL = new Reply(503, "5.5.1", "A transaction is open already");

  /** No MAIL so far. */
  public static final Reply MAIL_FIRST = new Reply(503, "5.5.1", "Say MAIL first");

  /** BDAT whose length cannot be read: nobody knows where the next command begins. */
  public static final Reply BAD_CHUNK =
      new Reply(501, "5.5.4", "Syntax: BDAT octets [LAST]; good bye");

  /** Some content came in chunks already (RFC 3030 section 2). */
  public static final Reply AMID_CHUNKS =
      new Reply(503, "5.5.1", "Amid chunks; only BDAT and RSET make sense");

  /** Content that is not lines has no line that could end it (RFC 3030 section 3). */
  public static final Reply BINARY_NEEDS_CHUNKS =
      new Reply(503, "5.5.1", "BODY=BINARYMIME needs BDAT");

  /** Held back for longer than this server holds (RFC 4865 section 4). */
  public static final Reply HELD_TOO_LONG =
      new Reply(501, "5.5.4", "Held back for too long; see FUTURERELEASE");

  /** It should arrive before it may go out (RFC 4865 section 4). */
  public static final Reply HELD_PAST_DEADLINE =
      new Reply(501, "5.5.4", "Held back until it should have arrived");

  /** XCLIENT from whom we do not know as a proxy. */
  public static final Reply NOT_A_PROXY = new Reply(550, "5.7.0", "Not from your address");

  /** No recipient was accepted. */
  public static final Reply NO_RECIPIENTS = new Reply(554, "5.5.1", "No valid recipients");

  /** No recipient was accepted, where each would get an answer (RFC 2033 section 4.2). */
  public static final Reply NO_LMTP_RECIPIENTS = new Reply(503, "5.5.1", "No valid recipients");

  /** Beyond what one transaction takes (RFC 5321 section 4.5.3.1.10). */
  public static final Reply TOO_MANY_RECIPIENTS =
      new Reply(452, "4.5.3", "Too many recipients; send the rest in a further transaction");

  /** More domains than one transaction takes (RFC 9422 section 4.3). */
  public static final Reply TOO_MANY_DOMAINS =
      new Reply(452, "4.5.3", "Too many recipient domains; send the rest in a further transaction");

  /** By the size that MAIL announced, or that came. */
  public static final Reply MESSAGE_TOO_LARGE = new Reply(552, "5.3.4", "Message too large");

  /** A bare CR or LF in content: what one server ends a message at, another does not. */
  public static final Reply BARE_LINE_END =
      new Reply(550, "5.6.11", "Message has a CR or LF by itself; lines must end in CR LF");

  /** A line of content beyond the limit. */
  public static final Reply TEXT_LINE_TOO_LONG =
      new Reply(550, "5.6.0", "Message has a line too long");

  /** AUTH has to come first (RFC 4954 section 6). */
  public static final Reply LOGIN_FIRST = new Reply(530, "5.7.0", "Authentication required");

  /** STARTTLS has to come first (RFC 3207 section 4). */
  public static final Reply STARTTLS_FIRST = new Reply(530, "5.7.0", "Say STARTTLS first");

  /** AUTH in the clear where that is not allowed (RFC 4954 section 6). */
  public static final Reply ENCRYPTION_REQUIRED =
      new Reply(538, "5.7.11", "Encryption required for authentication");

  /** The login is known (RFC 4954 section 4). */
  public static final Reply LOGGED_IN = new Reply(235, "2.7.0", "Authentication succeeded");

  /** Name or password is wrong. */
  public static final Reply LOGIN_DENIED = new Reply(535, "5.7.8", "Authentication failed");

  /** Passwords cannot be checked now. */
  public static final Reply LOGIN_UNAVAILABLE =
      new Reply(454, "4.7.0", "Cannot check that now; try later");

  /** The client said {@code *}. */
  public static final Reply LOGIN_CANCELLED = new Reply(501, "5.7.0", "Authentication cancelled");

  /** What the client said is not base64, or not what the mechanism wants. */
  public static final Reply BAD_LOGIN_RESPONSE =
      new Reply(501, "5.5.2", "Cannot decode authentication response");

  /** Longer than RFC 4954 section 4.3 allows. */
  public static final Reply LOGIN_LINE_TOO_LONG =
      new Reply(500, "5.5.6", "Authentication line too long");

  /** Not one that EHLO names. */
  public static final Reply UNKNOWN_MECHANISM =
      new Reply(504, "5.5.4", "Authentication mechanism not offered");

  /** Commands came behind STARTTLS in the clear (CVE-2011-0411). */
  public static final Reply EARLY_AFTER_STARTTLS =
      new Reply(554, "5.5.0", "Nothing may follow STARTTLS before the handshake");

  /** The client spoke before it was greeted. */
  public static final Reply EARLY_TALKER = new Reply(554, "5.5.0", "Wait for the greeting");

  /** DATA was refused, and what lies behind it cannot be told from content. */
  public static final Reply EARLY_CONTENT =
      new Reply(421, "4.5.0", "Content came before it was asked for; good bye");

  /** Too many faults. */
  public static final Reply TOO_MANY_ERRORS = new Reply(421, "4.7.0", "Too many errors; good bye");

  /** Too many commands that lead to no message. */
  public static final Reply TOO_MANY_COMMANDS =
      new Reply(421, "4.7.0", "Too many commands without a message; good bye");

  /** Too many messages for one session. */
  public static final Reply TOO_MANY_MESSAGES =
      new Reply(421, "4.7.0", "Too many messages in one session; connect again");

  /** Silence (RFC 5321 section 4.5.3.2.7). */
  public static final Reply TIMEOUT = new Reply(421, "4.4.2", "Timeout; good bye");

  /** A bug of ours. */
  public static final Reply INTERNAL_ERROR = new Reply(421, "4.3.0", "Internal error; try later");

  private Replies() {}
}
