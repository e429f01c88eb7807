package mailroad.sasl;

import java.util.Base64;
import java.util.Optional;

/** The words of SCRAM's messages (RFC 5802 section 7). */
final class ScramText {
  private ScramText() {}

  /** RFC 5802 section 5.1: a comma and an equals sign are written otherwise in a name. */
  static String encode(String name) {
    return name.replace("=", "=3D").replace(",", "=2C");
  }

  /** The name that was written so; empty if it was not. */
  static Optional<String> decode(String saslname) {
    String plain = saslname.replace("=2C", "\u0001").replace("=3D", "\u0002");
    return plain.isEmpty() || plain.indexOf('=') >= 0 || saslname.chars().anyMatch(c -> c < ' ')
        ? Optional.empty()
        : Optional.of(plain.replace('\u0001', ',').replace('\u0002', '='));
  }

  /** The value of an attribute; empty if it is another one. */
  static Optional<String> value(String attribute, char name) {
    return attribute.length() > 2 && attribute.charAt(0) == name && attribute.charAt(1) == '='
        ? Optional.of(attribute.substring(2))
        : Optional.empty();
  }

  /** RFC 5802 section 7: a nonce is printable and has no comma. */
  static boolean isNonce(String text) {
    return !text.isEmpty() && text.chars().allMatch(c -> c > ' ' && c < 0x7f && c != ',');
  }

  static String base64(byte[] octets) {
    return Base64.getEncoder().encodeToString(octets);
  }

  static Optional<byte[]> octets(String base64) {
    try {
      return Optional.of(Base64.getDecoder().decode(base64));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
