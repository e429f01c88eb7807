package mailroad.smtp.server;

/**
 * What a session may ask for. The least values are those of RFC 5321 section 4.5.3.1, with what the offered
 * extensions add.
 *
 * @param commandLineOctetsMax longest command line, its CRLF counted
 * @param loginLineOctetsMax longest line of an AUTH exchange, its CRLF counted
 * @param textLineOctetsMax longest line of content, its CRLF counted; a message with a longer one is refused
 * @param messageOctetsMax largest content; announced by SIZE, and counted as it comes
 * @param discardedOctetsMax how much of a refused content is read and dropped before the session is ended
 * @param recipientsMax most recipients of one message; the others are told to come in a further one
 * @param recipientDomainsMax most domains that the recipients of one message may be of; 0 for any number
 * @param messagesMax most messages that one session may send
 * @param badCommandsMax most faulty commands before the session is ended
 * @param rejectionsMax most senders and recipients refused before the session is ended
 * @param idleCommandsMax most commands in a row that lead to no message before the session is ended
 * @param loginFailuresMax most failed logins before the session is ended
 */
public record SmtpLimits(
    int commandLineOctetsMax,
    int loginLineOctetsMax,
    int textLineOctetsMax,
    long messageOctetsMax,
    long discardedOctetsMax,
    int recipientsMax,
    int recipientDomainsMax,
    int messagesMax,
    int badCommandsMax,
    int rejectionsMax,
    int idleCommandsMax,
    int loginFailuresMax) {
  /** For a server on the internet. */
  public static final SmtpLimits DEFAULT =
      new SmtpLimits(4096, 12_288, 1 << 20, 64L << 20, 64L << 20, 1000, 0, 1000, 20, 100, 100, 3);

  /** Limits that leave room for what the RFCs promise to clients. */
  public SmtpLimits {
    // RFC 5321 section 4.5.3.1.4: 512; RFC 1870, RFC 6152, RFC 6531, RFC 3461 and RFC 4954 add to
    // it.
    require(commandLineOctetsMax >= 1536, "command-line-octets-max must be at least 1536");
    require(loginLineOctetsMax >= 1024, "login-line-octets-max must be at least 1024");
    require(textLineOctetsMax >= 1000, "text-line-octets-max must be at least 1000");
    require(messageOctetsMax >= 65_536, "message-octets-max must be at least 65536");
    require(discardedOctetsMax >= 0, "discarded-octets-max must be at least 0");
    require(recipientsMax >= 100, "recipients-max must be at least 100");
    require(recipientDomainsMax >= 0, "recipient-domains-max must be at least 0");
    require(messagesMax >= 1, "messages-max must be at least 1");
    require(badCommandsMax >= 1, "bad-commands-max must be at least 1");
    require(rejectionsMax >= 1, "rejections-max must be at least 1");
    require(idleCommandsMax >= 10, "idle-commands-max must be at least 10");
    require(loginFailuresMax >= 1, "login-failures-max must be at least 1");
  }

  private static void require(boolean holds, String rule) {
    if (!holds) {
      throw new IllegalArgumentException(rule);
    }
  }
}
