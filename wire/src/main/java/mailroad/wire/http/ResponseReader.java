package mailroad.wire.http;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mailroad.wire.Deadline;
import mailroad.wire.LineTooLongException;
import mailroad.wire.TruncatedException;
import mailroad.wire.Wire;

/** Reads one answer (RFC 9112 sections 4 to 7), within bounds. Used once. */
final class ResponseReader {
  private static final int LINE_OCTETS_MAX = 8192;
  private static final int LINES_MAX = 200;
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([1-5]\\d\\d)(?: (.*))?");
  private static final Pattern SIZE = Pattern.compile("([0-9A-Fa-f]{1,7})[ \\t]*(?:;.*)?");
  private static final Pattern LENGTH = Pattern.compile("\\d{1,9}");

  private final Wire wire;
  private final Deadline deadline;
  private final int octetsMax;
  private int lines;

  ResponseReader(Wire wire, Deadline deadline, int octetsMax) {
    this.wire = wire;
    this.deadline = deadline;
    this.octetsMax = octetsMax;
  }

  Fetched read() throws IOException {
    while (true) {
      Matcher status = STATUS.matcher(line());
      if (!status.matches()) {
        throw new NotHttpException("the answer is not HTTP");
      }
      int code = Integer.parseInt(status.group(1));
      Map<String, String> fields = fields();
      if (code == 101) {
        throw new NotHttpException("the server changed the protocol unasked");
      }
      // RFC 9110 section 15.2: interim answers come before the one that counts.
      if (code >= 200) {
        return code <= 204
            ? new Fetched.Document(mediaType(fields), code == 204 ? new byte[0] : content(fields))
            : new Fetched.Refused(code, status.group(2) == null ? "" : status.group(2));
      }
    }
  }

  private String line() throws IOException {
    if (++lines > LINES_MAX) {
      throw new NotHttpException("more than %d lines before the content".formatted(LINES_MAX));
    }
    try {
      return wire.readLine(LINE_OCTETS_MAX, deadline.left()).text();
    } catch (LineTooLongException e) {
      throw new NotHttpException("a line of more than %d octets".formatted(LINE_OCTETS_MAX));
    }
  }

  /** Names in lower case; of those that come twice, both values, which then are of no use. */
  private Map<String, String> fields() throws IOException {
    Map<String, String> out = new HashMap<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      // RFC 9112 sections 5.1 and 5.2: no space before the colon, no folding.
      if (colon < 1 || line.charAt(0) == ' ' || line.charAt(0) == '\t') {
        throw new NotHttpException("a header field without a name");
      }
      String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
      out.merge(name, line.substring(colon + 1).strip(), (one, two) -> one + ", " + two);
    }
    return out;
  }

  private static String mediaType(Map<String, String> fields) {
    String value = fields.getOrDefault("content-type", "");
    int end = value.indexOf(';');
    return (end < 0 ? value : value.substring(0, end)).strip().toLowerCase(Locale.ROOT);
  }

  /** RFC 9112 section 6.3: the transfer coding goes before the length, and the end of the stream comes last. */
  private byte[] content(Map<String, String> fields) throws IOException {
    String coding = fields.getOrDefault("transfer-encoding", "").toLowerCase(Locale.ROOT);
    if (coding.equals("chunked")) {
      return chunks();
    }
    if (!coding.isEmpty()) {
      throw new NotHttpException("a transfer coding that nobody asked for: " + coding);
    }
    String length = fields.get("content-length");
    if (length == null) {
      return rest();
    }
    if (!LENGTH.matcher(length).matches()) {
      throw new NotHttpException("not a length: " + length);
    }
    return wire.readExactly(bounded(Long.parseLong(length)), deadline.left());
  }

  private int bounded(long octets) throws NotHttpException {
    if (octets > octetsMax) {
      throw new NotHttpException("more than %d octets of content".formatted(octetsMax));
    }
    return (int) octets;
  }

  /** RFC 9112 section 7.1. */
  private byte[] chunks() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    while (true) {
      lines = 0;
      Matcher size = SIZE.matcher(line());
      if (!size.matches()) {
        throw new NotHttpException("a chunk without a size");
      }
      int octets = Integer.parseInt(size.group(1), 16);
      if (octets == 0) {
        return out.toByteArray();
      }
      bounded(out.size() + (long) octets);
      out.write(wire.readExactly(octets, deadline.left()));
      if (!line().isEmpty()) {
        throw new NotHttpException("a chunk that does not end where it should");
      }
    }
  }

  private byte[] rest() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      while (true) {
        ByteBuffer input = wire.input(deadline.left());
        bounded(out.size() + (long) input.remaining());
        byte[] piece = new byte[input.remaining()];
        input.get(piece);
        out.write(piece);
      }
    } catch (TruncatedException e) {
      throw e; // cut off, by whoever it was
    } catch (EOFException e) {
      return out.toByteArray();
    }
  }
}
