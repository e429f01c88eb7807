package mailroad.wire.http;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What is asked of a web server.
 *
 * @param host name of the server, which its certificate must bear
 * @param target path and query (RFC 9112 section 3.2.1), such as {@code /.well-known/mta-sts.txt}
 * @param content what is handed in by POST; empty for GET
 */
public record Request(String host, int port, String target, Optional<Content> content) {
  private static final int HTTPS = 443;

  /** No text from outside may add lines to a request. */
  public Request {
    if (!target.matches("/[!-~]*") || !host.matches("[A-Za-z0-9._-]+")) {
      throw new IllegalArgumentException("not a target and a host: " + host + " " + target);
    }
  }

  /**
   * What is handed in.
   *
   * @param octets not to be changed
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Content(String mediaType, byte[] octets) {}

  /** Asks for a document at the usual port. */
  public static Request of(String host, String target) {
    return new Request(host, HTTPS, target, Optional.empty());
  }

  /** The request line and the header fields, with the empty line after them. */
  byte[] head() {
    StringBuilder out = new StringBuilder();
    out.append(content.isPresent() ? "POST " : "GET ").append(target).append(" HTTP/1.1\r\n");
    out.append("Host: ").append(host).append(port == HTTPS ? "" : ":" + port).append("\r\n");
    out.append("User-Agent: Mailroad\r\nAccept: */*\r\nConnection: close\r\n");
    content.ifPresent(given ->
        out.append(
            "Content-Type: %s\r\nContent-Length: %d\r\n"
                .formatted(given.mediaType(), given.octets().length)));
    return out.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII);
  }
}
