package mailroad.mailbox;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * The flags of a message: system flags and keywords. Immutable.
 *
 * <p>Keywords compare without case (RFC 9051 section 2.3.2), and keep the case in which they first came.
 */
public final class Flags {
  private static final int SYSTEM_BITS =
      Arrays.stream(Flag.values()).mapToInt(Flag::bit).reduce(0, (a, b) -> a | b);

  /** All there are, so that 100,000 messages share them. */
  private static final Flags[] WITHOUT_KEYWORDS =
      IntStream.rangeClosed(0, SYSTEM_BITS)
          .mapToObj(bits -> new Flags(bits, List.of()))
          .toArray(Flags[]::new);

  /** No flag at all. */
  public static final Flags NONE = of(0, List.of());

  /** The longest keyword, in characters. */
  public static final int KEYWORD_LENGTH_MAX = 100;

  private final int bits;
  private final List<String> keywords;
  private final String text;

  private Flags(int bits, List<String> keywords) {
    this.bits = bits;
    this.keywords = keywords;
    this.text = String.join(" ", atoms());
  }

  /** These system flags. */
  public static Flags of(Flag... flags) {
    int bits = 0;
    for (Flag flag : flags) {
      bits |= flag.bit();
    }
    return of(bits, List.of());
  }

  /**
   * These system flags and keywords.
   *
   * @throws IllegalArgumentException if a keyword is none; see {@link #isKeyword}
   */
  public static Flags of(Set<Flag> flags, Collection<String> keywords) {
    return of(flags.toArray(Flag[]::new)).with(of(0, sorted(keywords)));
  }

  /** Whether a text can be a keyword: an IMAP atom that does not start with a backslash. */
  public static boolean isKeyword(String text) {
    return !text.isEmpty()
        && text.length() <= KEYWORD_LENGTH_MAX
        && text.chars().allMatch(c -> c > ' ' && c < 127 && "(){%*\"\\]".indexOf(c) < 0);
  }

  /** Whether the system flag is set. */
  public boolean has(Flag flag) {
    return (bits & flag.bit()) != 0;
  }

  /** Whether the keyword is set, in any case. */
  public boolean has(String keyword) {
    return keywords.stream().anyMatch(keyword::equalsIgnoreCase);
  }

  /** The system flags. */
  public Set<Flag> system() {
    EnumSet<Flag> set = EnumSet.noneOf(Flag.class);
    for (Flag flag : Flag.values()) {
      if (has(flag)) {
        set.add(flag);
      }
    }
    return set;
  }

  /** The keywords, sorted without case. */
  public List<String> keywords() {
    return keywords;
  }

  /** Whether there is none. */
  public boolean isEmpty() {
    return bits == 0 && keywords.isEmpty();
  }

  /** These and those. */
  public Flags with(Flags more) {
    List<String> all = new ArrayList<>(keywords);
    all.addAll(more.keywords);
    return of(bits | more.bits, more.keywords.isEmpty() ? keywords : sorted(all));
  }

  /** These less those. */
  public Flags without(Flags fewer) {
    List<String> rest = keywords.stream().filter(word -> !fewer.has(word)).toList();
    return of(bits & ~fewer.bits, rest);
  }

  /** The same with the first so many keywords alone. */
  public Flags withAtMost(int keywordsMax) {
    return keywords.size() <= keywordsMax ? this : of(bits, keywords.subList(0, keywordsMax));
  }

  /** The flags as IMAP writes them: {@code \Seen}, {@code $Forwarded}. */
  public List<String> atoms() {
    List<String> atoms = new ArrayList<>();
    system().forEach(flag -> atoms.add(flag.atom()));
    atoms.addAll(keywords);
    return atoms;
  }

  /** The same in one text, with spaces between. */
  public String text() {
    return text;
  }

  int bits() {
    return bits;
  }

  /** System flags alone. */
  static Flags plain(int bits) {
    return WITHOUT_KEYWORDS[bits & SYSTEM_BITS];
  }

  static Flags of(int bits, List<String> sortedKeywords) {
    int system = bits & SYSTEM_BITS;
    return sortedKeywords.isEmpty()
        ? plain(system)
        : new Flags(system, List.copyOf(sortedKeywords));
  }

  private static List<String> sorted(Collection<String> words) {
    TreeMap<String, String> sorted = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (String word : words) {
      if (!isKeyword(word)) {
        throw new IllegalArgumentException("not a keyword: " + mailroad.kernel.Text.visible(word));
      }
      sorted.putIfAbsent(word, word);
    }
    return List.copyOf(sorted.values());
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || other instanceof Flags flags && bits == flags.bits && keywords.equals(flags.keywords);
  }

  @Override
  public int hashCode() {
    return 31 * bits + keywords.hashCode();
  }

  @Override
  public String toString() {
    return "(" + String.join(" ", atoms()) + ")";
  }
}
