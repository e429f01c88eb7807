package mailroad.smtp.server;

/**
 * How a client has behaved so far: what its session shows of whoever wrote it. A client that proxies speak for begins
 * anew.
 *
 * @param earlyTalk whether it spoke before the greeting (RFC 5321 section 3.1)
 * @param earlyCommands how often it sent on before it could know that it may (RFC 2920 section 3.1)
 * @param bareNewlines how often a line, or a message's lines, ended otherwise than in CR LF (RFC 5321 section 2.3.8)
 * @param foreignCommands how often it spoke another protocol
 * @param badCommands how many other commands were wrong
 */
public record Conduct(
    boolean earlyTalk, int earlyCommands, int bareNewlines, int foreignCommands, int badCommands) {
  /** Nothing to say against it. */
  public static final Conduct FAULTLESS = new Conduct(false, 0, 0, 0, 0);

  /** Whether there is nothing to say against it. */
  public boolean isFaultless() {
    return equals(FAULTLESS);
  }

  /** The same, and it spoke before the greeting. */
  public Conduct withEarlyTalk() {
    return new Conduct(true, earlyCommands, bareNewlines, foreignCommands, badCommands);
  }

  /** The same, and it sent on before its turn. */
  public Conduct withEarlyCommand() {
    return new Conduct(earlyTalk, earlyCommands + 1, bareNewlines, foreignCommands, badCommands);
  }

  /** The same, and a line ended wrongly. */
  public Conduct withBareNewline() {
    return new Conduct(earlyTalk, earlyCommands, bareNewlines + 1, foreignCommands, badCommands);
  }

  /** The same, and it spoke another protocol. */
  public Conduct withForeignCommand() {
    return new Conduct(earlyTalk, earlyCommands, bareNewlines, foreignCommands + 1, badCommands);
  }

  /** The same, and a command was wrong. */
  public Conduct withBadCommand() {
    return new Conduct(earlyTalk, earlyCommands, bareNewlines, foreignCommands, badCommands + 1);
  }
}
