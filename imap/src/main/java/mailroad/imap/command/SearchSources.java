package mailroad.imap.command;

import java.util.ArrayList;
import mailroad.imap.syntax.Input;
import mailroad.imap.syntax.Malformed;

/**
 * Which mailboxes a search goes through: {@code IN (...)} of RFC 7377 section 2.2.
 *
 * @param all each adds mailboxes
 */
public record SearchSources(java.util.List<Source> all) {
  private static final int NAMES_MAX = 1_000;

  /** The mailbox that is selected, which is meant where nothing is said. */
  public static final SearchSources SELECTED =
      new SearchSources(java.util.List.of(new Source.Selected()));

  /** Some mailboxes. */
  public sealed interface Source {
    /** The one that is selected. */
    record Selected() implements Source {}

    /** Those that mail is delivered to. */
    record Inboxes() implements Source {}

    /** All of the user's own. */
    record Personal() implements Source {}

    /** Those that the user is subscribed to. */
    record Subscribed() implements Source {}

    /**
     * These.
     *
     * @param below which of those below them belong too
     */
    record Named(Below below, java.util.List<MailboxArgument> names) implements Source {
      /** The list does not change. */
      public Named {
        names = java.util.List.copyOf(names);
      }
    }
  }

  /** Which of the mailboxes below a mailbox belong. */
  public enum Below {
    NONE,
    /** The next level ({@code subtree-one}). */
    ONE_LEVEL,
    /** All ({@code subtree}). */
    ALL
  }

  /** The list does not change. */
  public SearchSources {
    all = java.util.List.copyOf(all);
  }

  static SearchSources parse(Input input) throws Malformed {
    input.need('(');
    java.util.List<Source> all = new ArrayList<>();
    do {
      all.add(source(input));
      if (all.size() > NAMES_MAX) {
        throw new Malformed("more than " + NAMES_MAX + " sources");
      }
    } while (input.take(' '));
    input.need(')');
    return new SearchSources(all);
  }

  private static Source source(Input input) throws Malformed {
    return switch (input.word()) {
      case "SELECTED", "SELECTED-DELAYED" -> new Source.Selected();
      case "INBOXES" -> new Source.Inboxes();
      case "PERSONAL" -> new Source.Personal();
      case "SUBSCRIBED" -> new Source.Subscribed();
      case "MAILBOXES" -> named(Below.NONE, input);
      case "SUBTREE" -> named(Below.ALL, input);
      case "SUBTREE-ONE" -> named(Below.ONE_LEVEL, input);
      default -> throw new Malformed("unknown source of a search");
    };
  }

  private static Source named(Below below, Input input) throws Malformed {
    input.space();
    java.util.List<MailboxArgument> names = new ArrayList<>();
    if (input.take('(')) {
      do {
        names.add(MailboxArgument.parse(input));
        if (names.size() > NAMES_MAX) {
          throw new Malformed("more than " + NAMES_MAX + " mailboxes");
        }
      } while (input.take(' '));
      input.need(')');
    } else {
      names.add(MailboxArgument.parse(input));
    }
    return new Source.Named(below, names);
  }
}
