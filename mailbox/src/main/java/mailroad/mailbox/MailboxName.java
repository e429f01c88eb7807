package mailroad.mailbox;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The name of a mailbox: Unicode text in levels, such as {@code Work/Invoices}. Never a path of a file.
 *
 * <p>{@code INBOX} is meant in any case (RFC 3501 section 5.1), also as the first of several levels. Text is
 * kept in the composed form (NFC), so that two spellings of one name are equal.
 *
 * @param levels from the top down, none empty
 */
public record MailboxName(List<String> levels) implements Comparable<MailboxName> {
  /** What stands between levels. */
  public static final char SEPARATOR = '/';

  /** The longest name, in octets of UTF-8; {@link MailboxConfig} may ask for less. */
  public static final int OCTETS_MAX = 1_000;

  /** The first level of the names of other users' mailboxes (RFC 2342 section 3). */
  public static final String OTHERS = "#users";

  /** The first level of the names of mailboxes that belong to nobody in particular. */
  public static final String SHARED = "#shared";

  /** Where mail arrives. */
  public static final MailboxName INBOX = new MailboxName(List.of("INBOX"));

  /**
   * A name that is known to be right.
   *
   * @throws IllegalArgumentException if {@link #parse} would not take it
   */
  public MailboxName {
    levels = canonical(levels);
    if (levels.isEmpty() || !levels.stream().allMatch(MailboxName::isLevel)) {
      throw new IllegalArgumentException(
          "not a mailbox name: " + mailroad.kernel.Text.visible(String.join("/", levels)));
    }
    if (octets(levels) > OCTETS_MAX) {
      throw new IllegalArgumentException("name longer than " + OCTETS_MAX + " octets");
    }
  }

  /**
   * Reads a name with {@value #SEPARATOR} between its levels; empty if a level is empty or has control
   * characters or unpaired surrogates, or if it is too long, or starts with {@code #} (RFC 3501 section 5.1.2) and is no
   * mailbox of others.
   */
  public static Optional<MailboxName> parse(String text) {
    boolean isReserved =
        text.startsWith("#") && !text.startsWith(OTHERS + "/") && !text.startsWith(SHARED + "/");
    if (text.isEmpty() || isReserved || text.length() > OCTETS_MAX) {
      return Optional.empty();
    }
    List<String> levels = canonical(List.of(text.split("/", -1)));
    return levels.stream().allMatch(MailboxName::isLevel) && octets(levels) <= OCTETS_MAX
        ? Optional.of(new MailboxName(levels))
        : Optional.empty();
  }

  /** A name that is known to be right, as in tests and literals. */
  public static MailboxName of(String text) {
    return parse(text)
        .orElseThrow(() ->
            new IllegalArgumentException(
                "not a mailbox name: " + mailroad.kernel.Text.visible(text)));
  }

  /** Whether this is INBOX itself. */
  public boolean isInbox() {
    return equals(INBOX);
  }

  /** Whether this is, or could be, a mailbox of somebody else, as it is called by those with whom it is shared. */
  public boolean isForeign() {
    return levels.getFirst().equals(OTHERS) || levels.getFirst().equals(SHARED);
  }

  /** The level above, if there is one. */
  public Optional<MailboxName> parent() {
    return levels.size() == 1
        ? Optional.empty()
        : Optional.of(new MailboxName(levels.subList(0, levels.size() - 1)));
  }

  /** Whether this lies below another name. */
  public boolean isBelow(MailboxName other) {
    return levels.size() > other.levels.size()
        && levels.subList(0, other.levels.size()).equals(other.levels);
  }

  /** The name that this becomes when {@code from}, which is this or above it, is renamed. */
  MailboxName moved(MailboxName from, MailboxName to) {
    List<String> moved = new ArrayList<>(to.levels);
    moved.addAll(levels.subList(from.levels.size(), levels.size()));
    return new MailboxName(moved);
  }

  int octets() {
    return octets(levels);
  }

  /** Level by level, so that what lies below a name follows it at once. */
  @Override
  public int compareTo(MailboxName other) {
    for (int i = 0; i < Math.min(levels.size(), other.levels.size()); i++) {
      int order = levels.get(i).compareTo(other.levels.get(i));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(levels.size(), other.levels.size());
  }

  /** The whole name, such as {@code Work/Invoices}. */
  @Override
  public String toString() {
    return String.join("/", levels);
  }

  private static List<String> canonical(List<String> levels) {
    List<String> canonical = new ArrayList<>(levels.size());
    for (String level : levels) {
      boolean inbox = canonical.isEmpty() && level.equalsIgnoreCase("INBOX");
      canonical.add(inbox ? "INBOX" : Normalizer.normalize(level, Normalizer.Form.NFC));
    }
    return List.copyOf(canonical);
  }

  static boolean isLevel(String level) {
    return !level.isEmpty()
        && level.indexOf(SEPARATOR) < 0
        && level
            .codePoints()
            .noneMatch(c ->
                Character.isISOControl(c)
                    || c == 0x2028
                    || c == 0x2029
                    || c >= 0xD800 && c <= 0xDFFF);
  }

  private static int octets(List<String> levels) {
    return String.join("/", levels).getBytes(StandardCharsets.UTF_8).length;
  }
}
