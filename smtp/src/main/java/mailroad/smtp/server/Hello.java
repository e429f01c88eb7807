package mailroad.smtp.server;

/** How the client introduced itself (RFC 5321 section 4.1.1.1). What it says is a claim. */
public sealed interface Hello {
  /** The name given; empty if none was. */
  String name();

  /** Not at all so far. */
  record Unsaid() implements Hello {
    @Override
    public String name() {
      return "";
    }
  }

  /** By HELO: no extensions. */
  record Helo(String name) implements Hello {}

  /** By EHLO. */
  record Ehlo(String name) implements Hello {}

  /** By LHLO, the EHLO of LMTP (RFC 2033 section 4.1). */
  record Lhlo(String name) implements Hello {}
}
