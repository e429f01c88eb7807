package mailroad.transfer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;

/** Lines of a file with their ends, and octets that are given back. Used by one task. */
final class Lines {
  private static final int CHUNK_OCTETS = 65_536;

  private final InputStream in;
  private final int lineOctetsMax;
  private byte[] held = new byte[0];
  private int at;
  private long offset;

  Lines(InputStream in, int lineOctetsMax) {
    this.in = in;
    this.lineOctetsMax = lineOctetsMax;
  }

  /** The place in the file of what comes next. */
  long offset() {
    return offset;
  }

  /** The next line with its end, or what is left without one; longer ones come in pieces. Empty at the end. */
  Optional<byte[]> next() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream(80);
    while (line.size() < lineOctetsMax && (at < held.length || fill())) {
      int limit = Math.min(held.length, at + lineOctetsMax - line.size());
      int end = at;
      while (end < limit && held[end] != '\n') {
        end++;
      }
      boolean ends = end < limit;
      int to = ends ? end + 1 : end;
      line.write(held, at, to - at);
      offset += to - at;
      at = to;
      if (ends) {
        break;
      }
    }
    return line.size() == 0 ? Optional.empty() : Optional.of(line.toByteArray());
  }

  /** Gives back the line that was read last. */
  void back(byte[] line) {
    byte[] more = Arrays.copyOf(line, line.length + held.length - at);
    System.arraycopy(held, at, more, line.length, held.length - at);
    held = more;
    at = 0;
    offset -= line.length;
  }

  /** So many octets, if the end of the file or a separator follows them; else they stay. */
  Optional<byte[]> exactly(int octets) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    while (all.size() < octets) {
      Optional<byte[]> line = next();
      if (line.isEmpty()) {
        break;
      }
      all.writeBytes(line.get());
    }
    byte[] read = all.toByteArray();
    boolean fits = read.length == octets;
    Optional<byte[]> after = fits ? next() : Optional.empty();
    boolean empty = after.isPresent() && MboxReader.isEmpty(after.get());
    Optional<byte[]> then = empty ? next() : after;
    boolean right = fits && (then.isEmpty() || Quoting.isFrom(then.get(), 0));
    then.ifPresent(this::back);
    if (right) {
      return Optional.of(read);
    }
    if (empty) {
      back(after.get());
    }
    back(read);
    return Optional.empty();
  }

  private boolean fill() throws IOException {
    byte[] chunk = new byte[CHUNK_OCTETS];
    int n = in.read(chunk);
    if (n <= 0) {
      return false;
    }
    held = Arrays.copyOf(chunk, n);
    at = 0;
    return true;
  }
}
