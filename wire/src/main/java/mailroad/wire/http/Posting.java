package mailroad.wire.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import mailroad.wire.Wire;

/**
 * Content that is handed to a program of our own, piece by piece.
 *
 * @param target path and query (RFC 9112 section 3.2.1)
 * @param fields header fields, {@code Host} among them; those of the content's length and the connection are added
 * @param octets how many the content has
 * @param content writes exactly so many
 */
public record Posting(String target, List<Line> fields, long octets, Content content) {
  /** No text from outside may add lines to a request. */
  public Posting {
    if (!target.matches("/[!-~]*")) {
      throw new IllegalArgumentException("not a target: " + target);
    }
    fields = List.copyOf(fields);
  }

  /** A header field. Controls in its value become spaces (RFC 9110 section 5.5). */
  public record Line(String name, String value) {
    /** RFC 9110 section 5.6.2: a name is a token. */
    public Line {
      if (!name.matches("[A-Za-z0-9-]+")) {
        throw new IllegalArgumentException("not the name of a field: " + name);
      }
      value = value.replaceAll("\\p{Cntrl}", " ").strip();
    }
  }

  /** Writes the content. */
  @FunctionalInterface
  public interface Content {
    /** Writes all of it; need not flush. */
    void writeTo(Wire wire) throws IOException;
  }

  byte[] head() {
    StringBuilder out = new StringBuilder("POST ").append(target).append(" HTTP/1.1\r\n");
    for (Line field : fields) {
      out.append(field.name()).append(": ").append(field.value()).append("\r\n");
    }
    return out.append("Content-Length: ")
        .append(octets)
        .append("\r\nConnection: close\r\n\r\n")
        .toString()
        .getBytes(StandardCharsets.UTF_8);
  }
}
