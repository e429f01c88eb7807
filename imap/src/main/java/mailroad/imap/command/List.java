package mailroad.imap.command;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Set;
import mailroad.imap.syntax.Input;
import mailroad.imap.syntax.Malformed;
import mailroad.mailbox.Annotation;

/**
 * LIST: RFC 3501 section 6.3.8, with the options of RFC 5258 section 3.
 *
 * @param selects which names are looked for; none for all that exist
 * @param reference what is put in front of each pattern
 * @param patterns as written, at least one; an empty one alone, without options, asks for the separator
 * @param returns what is told of each name
 * @param isExtended whether the client used any syntax of RFC 5258
 */
public record List(
    Set<Select> selects,
    String reference,
    java.util.List<String> patterns,
    Returns returns,
    boolean isExtended)
    implements Command.AfterLogin {
  private static final int PATTERNS_MAX = 100;

  /** The sets and lists do not change. */
  public List {
    selects = Set.copyOf(selects);
    patterns = java.util.List.copyOf(patterns);
  }

  /** Which names are looked for. */
  public enum Select {
    /** Those that are subscribed to, whether they exist or not. */
    SUBSCRIBED(true),
    /** Mailboxes on other servers too, of which there are none. */
    REMOTE(false),
    /** Names above those that are looked for, too. */
    RECURSIVEMATCH(false),
    /** RFC 6154 section 2: those with a use. */
    SPECIAL_USE(true);

    private final boolean base;

    Select(boolean base) {
      this.base = base;
    }

    /** Whether it says by itself which names are meant. */
    public boolean isBase() {
      return base;
    }

    /** As the protocol writes it. */
    public String word() {
      return name().replace('_', '-');
    }
  }

  /**
   * What is told of each name.
   *
   * @param children whether names lie below it
   * @param subscribed whether it is subscribed to
   * @param specialUse what it is for (RFC 6154 section 2)
   * @param myRights what the user may do (RFC 8440 section 3)
   * @param metadata which annotations (RFC 9590 section 3); none if they are not asked for
   * @param status RFC 5819 section 2: its numbers; none if they are not asked for
   */
  public record Returns(
      boolean children,
      boolean subscribed,
      boolean specialUse,
      boolean myRights,
      java.util.List<Annotation> metadata,
      java.util.List<Status.Item> status) {
    /** Nothing in particular. */
    public static final Returns NONE =
        new Returns(false, false, false, false, java.util.List.of(), java.util.List.of());

    /** The list does not change. */
    public Returns {
      metadata = java.util.List.copyOf(metadata);
      status = java.util.List.copyOf(status);
    }
  }

  static List parse(Input input) throws Malformed {
    input.space();
    boolean extended = input.peek() == '(';
    Set<Select> selects = EnumSet.noneOf(Select.class);
    if (extended) {
      selects = selects(input);
      input.space();
    }
    String reference = input.astringText();
    input.space();
    java.util.List<String> patterns = new ArrayList<>();
    if (input.peek() == '(') {
      extended = true;
      patterns = patterns(input);
    } else {
      patterns.add(input.pattern());
    }
    Returns returns = Returns.NONE;
    if (input.take(" RETURN ")) {
      extended = true;
      returns = ReturnOptions.parse(input);
    }
    return new List(selects, reference, patterns, returns, extended);
  }

  private static Set<Select> selects(Input input) throws Malformed {
    Set<Select> selects = EnumSet.noneOf(Select.class);
    input.need('(');
    while (!input.take(')')) {
      if (!selects.isEmpty()) {
        input.space();
      }
      selects.add(select(input.word()));
    }
    if (selects.contains(Select.RECURSIVEMATCH) && selects.stream().noneMatch(Select::isBase)) {
      throw new Malformed("RECURSIVEMATCH alone selects nothing"); // RFC 5258 section 3.1
    }
    return selects;
  }

  private static Select select(String word) throws Malformed {
    for (Select select : Select.values()) {
      if (select.word().equals(word)) {
        return select;
      }
    }
    throw new Malformed("unknown selection option of LIST");
  }

  private static java.util.List<String> patterns(Input input) throws Malformed {
    java.util.List<String> patterns = new ArrayList<>();
    input.need('(');
    do {
      patterns.add(input.pattern());
      if (patterns.size() > PATTERNS_MAX) {
        throw new Malformed("more than " + PATTERNS_MAX + " patterns");
      }
    } while (input.take(' '));
    input.need(')');
    return patterns;
  }
}
