package mailroad.wire.http;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * What is asked of a web server.
 *
 * @param host name of the server, which its certificate must bear
 * @param target path and query (RFC 9112 section 3.2.1), such as {@code /.well-known/mta-sts.txt}
 * @param content what is handed in by POST; empty for GET
 * @param login by which we prove who we are; empty for none
 */
public record Request(
    String host, int port, String target, Optional<Content> content, Optional<Login> login) {
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

  /**
   * A name and a secret (RFC 7617). Only over TLS, and never shown.
   *
   * @param name without a colon
   */
  public record Login(String name, String secret) {
    /** RFC 7617 section 2: the colon parts the two. */
    public Login {
      if (name.contains(":")) {
        throw new IllegalArgumentException("a name with a colon");
      }
    }

    String credentials() {
      byte[] both = (name + ":" + secret).getBytes(StandardCharsets.UTF_8);
      return "Basic " + Base64.getEncoder().encodeToString(both);
    }

    @Override
    public String toString() {
      return "Login[" + name + "]";
    }
  }

  /** A request of somebody whom the server need not know. */
  public Request(String host, int port, String target, Optional<Content> content) {
    this(host, port, target, content, Optional.empty());
  }

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
    login.ifPresent(known -> out.append("Authorization: %s\r\n".formatted(known.credentials())));
    content.ifPresent(given ->
        out.append(
            "Content-Type: %s\r\nContent-Length: %d\r\n"
                .formatted(given.mediaType(), given.octets().length)));
    return out.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII);
  }
}
