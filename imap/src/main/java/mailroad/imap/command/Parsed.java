package mailroad.imap.command;

/** What a client's command turned out to be. */
public sealed interface Parsed {
  /** A command. */
  record Right(String tag, Command command) implements Parsed {}

  /**
   * Nothing that can be carried out: answered with BAD.
   *
   * @param tag the client's, or {@code *} if it has none
   * @param reason for the client
   */
  record Wrong(String tag, String reason) implements Parsed {}
}
