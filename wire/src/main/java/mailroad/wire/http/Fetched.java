package mailroad.wire.http;

/** What became of a request. */
public sealed interface Fetched {
  /**
   * The server did as asked (200 to 204).
   *
   * @param mediaType in lower case, without parameters; empty if the server named none
   * @param octets the content, decoded from its transfer coding
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Document(String mediaType, byte[] octets) implements Fetched {}

  /** The server answered with another status: redirects too, which are not followed. */
  record Refused(int status, String reason) implements Fetched {}

  /** The server could not prove its name, or TLS failed otherwise. */
  record Untrusted(String reason) implements Fetched {}

  /** Nobody answered, too slowly or too much came, or it was not HTTP. */
  record Broken(String reason) implements Fetched {}

  /** One line for people. */
  default String inWords() {
    return switch (this) {
      case Document(var mediaType, var octets) ->
          "%d octets of %s".formatted(octets.length, mediaType.isEmpty() ? "no type" : mediaType);
      case Refused(var status, var reason) ->
          "HTTP status %d%s".formatted(status, reason.isEmpty() ? "" : " (" + reason + ")");
      case Untrusted(var reason) -> "TLS failed: " + reason;
      case Broken(var reason) -> reason;
    };
  }
}
