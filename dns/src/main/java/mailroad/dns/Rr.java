package mailroad.dns;

import java.net.InetAddress;

/**
 * One resource record.
 *
 * @param owner name in lower case without a trailing dot; the root is empty
 * @param ttlSeconds time to live as received
 * @param data what the record says
 * @param text the record as a master file would have it, for explanations
 */
public record Rr(String owner, long ttlSeconds, Data data, String text) {
  /** What a record says. Names are in lower case without a trailing dot; the root is empty. */
  public sealed interface Data {}

  /** A or AAAA. */
  public record Address(InetAddress address) implements Data {}

  /** MX; the target of a null MX (RFC 7505) is empty. It is as DNS has it and may not be a host name. */
  public record Mx(int preference, String target) implements Data {}

  /** NS, CNAME or PTR. */
  public record Pointer(RecordType type, String target) implements Data {}

  /** TXT, its strings joined. */
  public record Txt(String text) implements Data {}

  /** Any other type, by its {@link Rr#text}. */
  public record Other(RecordType type) implements Data {}
}
