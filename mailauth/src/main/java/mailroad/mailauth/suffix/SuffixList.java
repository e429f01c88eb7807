package mailroad.mailauth.suffix;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import mailroad.kernel.Domain;
import mailroad.kernel.Text;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The list of public suffixes: names below which anybody may register, such as {@code co.uk}. It is read when it is first
 * needed. Any number of tasks may ask.
 */
public final class SuffixList {
  /** The list that comes with the program. */
  public static final Source BUNDLED =
      () -> {
        InputStream in = SuffixList.class.getResourceAsStream("public_suffix_list.dat");
        if (in == null) {
          throw new FileNotFoundException("public_suffix_list.dat is not on the class path");
        }
        return in;
      };

  private static final Logger LOG = LoggerFactory.getLogger(SuffixList.class);

  private final Source source;
  private volatile @Nullable Rules rules;

  /** Where a list comes from. */
  @FunctionalInterface
  public interface Source {
    /**
     * Begins to read it.
     *
     * @throws IOException if it cannot be read
     */
    InputStream open() throws IOException;
  }

  /**
   * A list.
   *
   * @param source where it comes from; if it cannot be read, the one that comes with the program is used, and the log says
   *     so
   */
  public SuffixList(Source source) {
    this.source = source;
  }

  /**
   * The domain that was registered: the public suffix and one label more, such as {@code example.co.uk} of {@code
   * www.example.co.uk}. Empty for a public suffix itself and for an address literal.
   */
  public Optional<Domain> registered(Domain domain) {
    if (domain.isLiteral()) {
      return Optional.empty();
    }
    String name = domain.name();
    int suffix = rules().suffixStart(name);
    if (suffix == 0) {
      return Optional.empty();
    }
    int label = name.lastIndexOf('.', suffix - 2) + 1;
    return Optional.of(label == 0 ? domain : new Domain(name.substring(label)));
  }

  /** The organisational domain (RFC 7489 section 3.2): the registered one, or the domain itself if it is above those. */
  public Domain organisation(Domain domain) {
    return registered(domain).orElse(domain);
  }

  private Rules rules() {
    Rules known = rules;
    if (known != null) {
      return known;
    }
    synchronized (this) {
      Rules read = rules;
      if (read == null) {
        read = read();
        rules = read;
      }
      return read;
    }
  }

  private Rules read() {
    try (InputStream in = source.open()) {
      return Rules.read(in);
    } catch (IOException e) {
      LOG.error(
          "event=suffix-list-unreadable reason=\"{}\"",
          Text.visible(String.valueOf(e.getMessage())));
    }
    try (InputStream in = BUNDLED.open()) {
      return Rules.read(in);
    } catch (IOException e) {
      throw new UncheckedIOException("the program is not whole", e);
    }
  }
}
