package mailroad.smtp;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The coding of ESMTP parameter values that may hold anything: RFC 3461 section 4, {@code xtext}. */
public final class Xtext {
  private static final String HEX = "0123456789ABCDEF";

  private Xtext() {}

  /** The text with all but visible ASCII, {@code +} and {@code =} written as {@code +XX}. */
  public static String encode(String text) {
    StringBuilder out = new StringBuilder(text.length() + 8);
    for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
      if (isPlain(octet)) {
        out.append((char) octet);
      } else {
        out.append('+').append(HEX.charAt(octet >> 4 & 15)).append(HEX.charAt(octet & 15));
      }
    }
    return out.toString();
  }

  /** What was encoded; empty if the text is not xtext, or not the xtext of UTF-8. */
  public static Optional<String> decode(String xtext) {
    ByteBuffer out = ByteBuffer.allocate(xtext.length());
    for (int i = 0; i < xtext.length(); i++) {
      char c = xtext.charAt(i);
      if (c == '+' && i + 2 < xtext.length() && isHex(xtext, i + 1)) {
        out.put((byte) Integer.parseInt(xtext, i + 1, i + 3, 16));
        i += 2;
      } else if (c < 128 && isPlain((byte) c)) {
        out.put((byte) c);
      } else {
        return Optional.empty();
      }
    }
    try {
      return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(out.flip()).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  /** Upper case only: RFC 3461 section 4 defines {@code hexchar} so. */
  private static boolean isHex(String text, int at) {
    return HEX.indexOf(text.charAt(at)) >= 0 && HEX.indexOf(text.charAt(at + 1)) >= 0;
  }

  private static boolean isPlain(byte octet) {
    return octet > ' ' && octet < 127 && octet != '+' && octet != '=';
  }
}
