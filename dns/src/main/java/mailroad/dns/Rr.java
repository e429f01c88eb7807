package mailroad.dns;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.HexFormat;

/**
 * One resource record.
 *
 * @param owner name in lower case without a trailing dot; the root is empty
 * @param ttlSeconds time to live as received, or what is left of it in the cache
 * @param data what the record says
 * @param text the record as a master file would have it, on one line, for explanations
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

  /** TXT, its strings joined; each character is one octet (ISO 8859-1), whatever the octets mean. */
  public record Txt(String text) implements Data {}

  /** SRV (RFC 2782); an empty target says that the service is not offered. */
  public record Srv(int priority, int weight, int port, String target) implements Data {}

  /**
   * TLSA (RFC 6698 section 2.1). Only to be used where the answer is secure.
   *
   * @param usage 0 to 3, such as 3 for DANE-EE
   * @param selector 0 for the whole certificate, 1 for its public key
   * @param matching 0 for the thing itself, 1 for its SHA-256, 2 for its SHA-512
   * @param association what to compare with, as lower-case hexadecimal digits
   */
  public record Tlsa(int usage, int selector, int matching, String association) implements Data {
    /** The octets to compare with. */
    public byte[] octets() {
      return HexFormat.of().parseHex(association);
    }
  }

  /** Any other type, by its {@link Rr#text}. */
  public record Other(RecordType type) implements Data {}

  /** The record's type. */
  public RecordType type() {
    return switch (data) {
      case Address(var address) -> address instanceof Inet4Address ? RecordType.A : RecordType.AAAA;
      case Mx _ -> RecordType.MX;
      case Pointer(var type, _) -> type;
      case Txt _ -> RecordType.TXT;
      case Srv _ -> RecordType.SRV;
      case Tlsa _ -> RecordType.TLSA;
      case Other(var type) -> type;
    };
  }
}
