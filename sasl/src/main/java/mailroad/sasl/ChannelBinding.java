package mailroad.sasl;

import java.util.Arrays;
import java.util.Optional;

/** What ties an exchange to the TLS beneath it (RFC 5056), the best first. */
public enum ChannelBinding {
  /** RFC 9266: a secret that only the two ends of this connection know. */
  TLS_EXPORTER("tls-exporter"),
  /** RFC 5929 section 4: the hash of the server's certificate. */
  TLS_SERVER_END_POINT("tls-server-end-point");

  private final String word;

  ChannelBinding(String word) {
    this.word = word;
  }

  /** Its registered name. */
  public String word() {
    return word;
  }

  /** The binding of a registered name. */
  static Optional<ChannelBinding> named(String name) {
    return Arrays.stream(values()).filter(one -> one.word.equals(name)).findFirst();
  }
}
