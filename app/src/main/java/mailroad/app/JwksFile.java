package mailroad.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.text.ParseException;
import java.util.Optional;
import java.util.function.Supplier;
import mailroad.kernel.Text;
import mailroad.sasl.oauth.KeySet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An issuer's keys in a file, which somebody else renews. It is looked at whenever they are asked for, and read when it is
 * another than before; while it is missing or broken, the keys from before serve on. Any number of tasks ask at once: at
 * worst two read the same file.
 */
final class JwksFile implements Supplier<KeySet> {
  private static final Logger LOG = LoggerFactory.getLogger(JwksFile.class);
  private static final long OCTETS_MAX = 1 << 20;

  private final Path file;
  private volatile Seen seen;

  /** By what a file is known to be the same: one that was moved into its place has another key. */
  private record Stamp(FileTime changed, long octets, Optional<Object> key) {
    static final Stamp NONE = new Stamp(FileTime.fromMillis(0), -1, Optional.empty());
  }

  private record Seen(Stamp stamp, KeySet keys) {}

  private JwksFile(Path file, Seen seen) {
    this.file = file;
    this.seen = seen;
  }

  /** Reads the file; that must succeed the first time. */
  static JwksFile open(Path file) throws IOException {
    Stamp stamp = stamp(file);
    try {
      return new JwksFile(file, new Seen(stamp, read(file, stamp)));
    } catch (ParseException e) {
      throw new IOException(
          "oauth.jwks-file %s cannot be used: %s".formatted(file, e.getMessage()), e);
    }
  }

  @Override
  public KeySet get() {
    Seen before = seen;
    Stamp stamp = stampOrNone();
    if (!stamp.equals(before.stamp())) {
      // The stamp is of before the reading: what changes meanwhile is read again at the next token.
      seen = new Seen(stamp, stamp.equals(Stamp.NONE) ? before.keys() : renewed(stamp, before));
    }
    return seen.keys();
  }

  private KeySet renewed(Stamp stamp, Seen before) {
    try {
      return read(file, stamp);
    } catch (IOException | ParseException e) {
      LOG.warn(
          "event=jwks-unusable file={} reason=\"{}\" keys=from-before",
          file,
          Text.visible(String.valueOf(e.getMessage())));
      return before.keys();
    }
  }

  private static KeySet read(Path file, Stamp stamp) throws IOException, ParseException {
    if (stamp.octets() > OCTETS_MAX) {
      throw new IOException("longer than %d octets".formatted(OCTETS_MAX));
    }
    KeySet keys = KeySet.parse(Files.readString(file));
    LOG.info(
        "event=jwks-read file={} keys={} passed-over={}",
        file,
        keys.keys().size(),
        Text.visible(keys.passedOver().toString()));
    return keys;
  }

  private Stamp stampOrNone() {
    try {
      return stamp(file);
    } catch (IOException e) {
      if (!seen.stamp().equals(Stamp.NONE)) {
        LOG.warn("event=jwks-missing file={} keys=from-before", file);
      }
      return Stamp.NONE;
    }
  }

  private static Stamp stamp(Path file) throws IOException {
    BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
    return new Stamp(now.lastModifiedTime(), now.size(), Optional.ofNullable(now.fileKey()));
  }
}
