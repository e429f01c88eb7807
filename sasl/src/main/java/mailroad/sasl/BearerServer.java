package mailroad.sasl;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The server's side of the mechanisms that take a token of OAuth 2.0. */
final class BearerServer {
  private static final String BEARER = "bearer ";

  private BearerServer() {}

  /** RFC 7628 section 3.1: a header, then keys and values, each ended by octet 1, and octet 1 at the end. */
  static Step oauthBearer(byte[] octets) {
    Optional<String> message = ServerSide.utf8(octets);
    Optional<Gs2Header> header =
        message.flatMap(Gs2Header::parse).filter(h -> !h.flag().startsWith("p="));
    if (header.isEmpty()) {
      return new Step.Malformed("OAUTHBEARER needs a header");
    }
    String rest = message.get().substring(header.get().text().length());
    return rest.startsWith("\u0001")
        ? token(header.get().actAs(), rest.substring(1))
        : new Step.Malformed("OAUTHBEARER needs keys and values");
  }

  /** {@code user=...^Aauth=Bearer ...^A^A}. */
  static Step xoauth2(byte[] octets) {
    String message = ServerSide.utf8(octets).orElse("");
    int end = message.indexOf('\u0001');
    return message.startsWith("user=") && end > "user=".length()
        ? token(Optional.of(message.substring("user=".length(), end)), message.substring(end + 1))
        : new Step.Malformed("XOAUTH2 needs a user");
  }

  private static Step token(Optional<String> login, String pairs) {
    if (!pairs.endsWith("\u0001\u0001")) {
      return new Step.Malformed("the message has no end");
    }
    List<String> auth =
        Arrays.stream(pairs.split("\u0001"))
            .filter(pair -> pair.startsWith("auth="))
            .map(pair -> pair.substring("auth=".length()))
            .toList();
    if (auth.size() != 1 || !auth.getFirst().toLowerCase(Locale.ROOT).startsWith(BEARER)) {
      return new Step.Malformed("a bearer token is needed");
    }
    String token = auth.getFirst().substring(BEARER.length()).strip();
    return isToken(token)
        ? new Step.CheckToken(login, token, error -> refusal(login, error))
        : new Step.Malformed("this is not the form of a token");
  }

  /** RFC 6750 section 2.1: {@code b64token}. */
  private static boolean isToken(String text) {
    return text.matches("[A-Za-z0-9._~+/-]+=*");
  }

  /** RFC 7628 section 3.2.3: the client is told why, says one octet to that, and only then it has failed. */
  private static Step refusal(Optional<String> login, TokenError error) {
    return new Step.Ask(error.json(), _ -> new Step.Refused(login.orElse("")));
  }
}
