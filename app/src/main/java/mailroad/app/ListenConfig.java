package mailroad.app;

import java.util.List;

/**
 * Where the node listens: {@code address:port}, {@code [IPv6]:port}, or {@code *:port} for all addresses.
 * An empty list switches a service off.
 *
 * @param smtp mail from other servers (RFC 5321)
 * @param submission mail from users, secured by STARTTLS (RFC 6409)
 * @param submissions mail from users, TLS from the start (RFC 8314)
 * @param lmtp mail that servers of this house hand in for mailboxes here, over LMTP (RFC 2033); whoever may connect may
 *     deliver
 * @param pop3 mailboxes over POP3 (RFC 1939)
 * @param pop3s the same, TLS from the start
 * @param imap mailboxes over IMAP (RFC 3501)
 * @param imaps the same, TLS from the start
 */
public record ListenConfig(
    List<String> smtp,
    List<String> submission,
    List<String> submissions,
    List<String> lmtp,
    List<String> pop3,
    List<String> pop3s,
    List<String> imap,
    List<String> imaps) {
  /** The well-known ports on all addresses. */
  public static final ListenConfig DEFAULT =
      new ListenConfig(
          List.of("*:25"),
          List.of("*:587"),
          List.of("*:465"),
          List.of(),
          List.of("*:110"),
          List.of("*:995"),
          List.of("*:143"),
          List.of("*:993"));

  /** Loopback, and ports that need no root. */
  public static final ListenConfig LOCAL =
      new ListenConfig(
          List.of("127.0.0.1:2525"),
          List.of("127.0.0.1:2587"),
          List.of("127.0.0.1:2465"),
          List.of(),
          List.of("127.0.0.1:2110"),
          List.of("127.0.0.1:2995"),
          List.of("127.0.0.1:2143"),
          List.of("127.0.0.1:2993"));

  /** Every entry must be an address. */
  public ListenConfig {
    smtp = Addresses.check("smtp", smtp);
    submission = Addresses.check("submission", submission);
    submissions = Addresses.check("submissions", submissions);
    lmtp = Addresses.check("lmtp", lmtp);
    pop3 = Addresses.check("pop3", pop3);
    pop3s = Addresses.check("pop3s", pop3s);
    imap = Addresses.check("imap", imap);
    imaps = Addresses.check("imaps", imaps);
  }
}
