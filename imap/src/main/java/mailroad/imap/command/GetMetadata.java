package mailroad.imap.command;

import java.util.ArrayList;
import java.util.OptionalLong;
import mailroad.imap.syntax.Input;
import mailroad.imap.syntax.Malformed;
import mailroad.mailbox.Annotation;

/**
 * GETMETADATA: RFC 5464 section 4.2.
 *
 * @param mailbox the empty name for the server itself
 * @param entries which annotations, at least one
 * @param octetsMax longest value that is told; empty for any
 * @param depth how many levels below each entry are told too
 */
public record GetMetadata(
    MailboxArgument mailbox, java.util.List<Annotation> entries, OptionalLong octetsMax, int depth)
    implements Command.AfterLogin {
  private static final int ENTRIES_MAX = 100;

  /** The list does not change. */
  public GetMetadata {
    entries = java.util.List.copyOf(entries);
  }

  /** The options, which RFC 5464 section 5 has in front of the mailbox, and its examples behind it. */
  private record Options(OptionalLong octetsMax, int depth) {
    static final Options NONE = new Options(OptionalLong.empty(), 0);
  }

  static GetMetadata parse(Input input) throws Malformed {
    input.space();
    Options options = Options.NONE;
    if (input.peek() == '(') {
      options = options(input);
      input.space();
    }
    MailboxArgument mailbox = MailboxArgument.parse(input);
    input.space();
    if (input.take("(MAXSIZE") || input.take("(DEPTH")) {
      throw new Malformed("options stand in front of the mailbox");
    }
    return new GetMetadata(mailbox, entries(input), options.octetsMax(), options.depth());
  }

  private static Options options(Input input) throws Malformed {
    OptionalLong octetsMax = OptionalLong.empty();
    int depth = 0;
    input.need('(');
    do {
      switch (input.word()) {
        case "MAXSIZE" -> {
          input.space();
          octetsMax = OptionalLong.of(input.number63());
        }
        case "DEPTH" -> {
          input.space();
          depth = depth(input.word());
        }
        default -> throw new Malformed("unknown option of GETMETADATA");
      }
    } while (input.take(' '));
    input.need(')');
    return new Options(octetsMax, depth);
  }

  private static int depth(String word) throws Malformed {
    return switch (word) {
      case "0" -> 0;
      case "1" -> 1;
      case "INFINITY" -> Integer.MAX_VALUE;
      default -> throw new Malformed("DEPTH is 0, 1 or infinity");
    };
  }

  /** One entry, or several in parentheses. */
  static java.util.List<Annotation> entries(Input input) throws Malformed {
    java.util.List<Annotation> entries = new ArrayList<>();
    if (!input.take('(')) {
      return java.util.List.of(entry(input));
    }
    do {
      entries.add(entry(input));
      if (entries.size() > ENTRIES_MAX) {
        throw new Malformed("more than " + ENTRIES_MAX + " entries");
      }
    } while (input.take(' '));
    input.need(')');
    return entries;
  }

  static Annotation entry(Input input) throws Malformed {
    return Annotation.parse(input.astringText())
        .orElseThrow(() -> new Malformed("no name of an annotation"));
  }
}
