package mailroad.sasl;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Why a token does not hold, in words that the client may know (RFC 7628 section 3.2.2).
 *
 * @param status such as {@code invalid_token}
 * @param scope what a token must be good for
 * @param configuration URL of the OpenID configuration, where the client learns how to get a better one
 */
public record TokenError(String status, Optional<String> scope, Optional<String> configuration) {
  /** It does not hold; more is not known. */
  public static final TokenError INVALID =
      new TokenError("invalid_token", Optional.empty(), Optional.empty());

  /** As the server's challenge says it. */
  byte[] json() {
    StringBuilder out = new StringBuilder("{\"status\":").append(quoted(status));
    scope.ifPresent(text -> out.append(",\"scope\":").append(quoted(text)));
    configuration.ifPresent(text -> out.append(",\"openid-configuration\":").append(quoted(text)));
    return out.append('}').toString().getBytes(StandardCharsets.UTF_8);
  }

  private static String quoted(String text) {
    StringBuilder out = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < ' ') {
        out.append("\\u%04x".formatted((int) c));
      } else {
        out.append(c);
      }
    }
    return out.append('"').toString();
  }
}
