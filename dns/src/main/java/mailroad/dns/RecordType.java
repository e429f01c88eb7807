package mailroad.dns;

import java.util.Optional;

/** The record types that mail asks for; the code is DNS's own. */
public enum RecordType {
  A(1),
  NS(2),
  CNAME(5),
  SOA(6),
  PTR(12),
  MX(15),
  TXT(16),
  AAAA(28),
  SRV(33),
  TLSA(52);

  private final int code;

  RecordType(int code) {
    this.code = code;
  }

  /** The number in a DNS message. */
  public int code() {
    return code;
  }

  /** The type with this number; empty for one that mail does not ask for. */
  public static Optional<RecordType> of(int code) {
    for (RecordType type : values()) {
      if (type.code == code) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }
}
