package mailroad.imap.command;

import java.util.Optional;
import mailroad.imap.syntax.Input;
import mailroad.imap.syntax.Malformed;

/** What FETCH can ask of a message (RFC 3501 section 6.4.5). */
public sealed interface FetchItem {
  /** {@code FLAGS}. */
  record Flags() implements FetchItem {}

  /** {@code UID}. */
  record Uid() implements FetchItem {}

  /** {@code INTERNALDATE}. */
  record InternalDate() implements FetchItem {}

  /** {@code RFC822.SIZE}. */
  record Size() implements FetchItem {}

  /** {@code MODSEQ}: RFC 7162 section 3.1.4.2. */
  record ModSeq() implements FetchItem {}

  /** {@code EMAILID}: RFC 8474 section 5.1. */
  record EmailId() implements FetchItem {}

  /** {@code THREADID}: RFC 8474 section 5.2. */
  record ThreadId() implements FetchItem {}

  /** {@code SAVEDATE}: RFC 8514 section 4.1. */
  record SaveDate() implements FetchItem {}

  /** {@code ENVELOPE}. */
  record Envelope() implements FetchItem {}

  /**
   * {@code BODY} and {@code BODYSTRUCTURE}.
   *
   * @param extended whether it is BODYSTRUCTURE, with the extension data
   */
  record Structure(boolean extended) implements FetchItem {}

  /**
   * Octets of the message.
   *
   * @param label what the reply calls them, such as {@code BODY[TEXT]<0>} or {@code RFC822}
   * @param peek whether {@code \Seen} stays as it is
   */
  record Octets(String label, Section section, boolean peek, Optional<Partial> partial)
      implements FetchItem {}

  /**
   * The body of a part, its transfer encoding undone (RFC 3516 section 4.2).
   *
   * @param label what the reply calls it, such as <code>BINARY[1]&lt;0&gt;</code>
   * @param part numbers of the part; none for the whole message, which is told as it is
   * @param peek whether {@code \Seen} stays as it is
   */
  record Binary(String label, java.util.List<Integer> part, boolean peek, Optional<Partial> partial)
      implements FetchItem {
    /** The list does not change. */
    public Binary {
      part = java.util.List.copyOf(part);
    }
  }

  /**
   * How many octets {@link Binary} would have (RFC 3516 section 4.3).
   *
   * @param part numbers of the part
   */
  record BinarySize(String label, java.util.List<Integer> part) implements FetchItem {
    /** The list does not change. */
    public BinarySize {
      part = java.util.List.copyOf(part);
    }
  }

  /**
   * The beginning of the text (RFC 8970 section 3.1).
   *
   * @param lazy whether nothing is told if that takes work
   */
  record Preview(boolean lazy) implements FetchItem {}

  /**
   * Some of the octets only.
   *
   * @param from the first
   * @param count how many, at least 1
   */
  record Partial(long from, long count) {}

  /** Whether fetching it marks the message as seen. */
  default boolean marksSeen() {
    return this instanceof Octets(_, _, var peek, _) && !peek
        || this instanceof Binary(_, _, var left, _) && !left;
  }

  /** Reads one item. */
  static FetchItem parse(Input input) throws Malformed {
    if (input.take("BODYSTRUCTURE")) {
      return new Structure(true);
    }
    if (input.take("BODY.PEEK")) {
      return octets(input, true);
    }
    if (input.take("BODY")) {
      return input.peek() == '[' ? octets(input, false) : new Structure(false);
    }
    if (input.take("BINARY")) {
      return binary(input);
    }
    if (input.take("PREVIEW")) {
      return new Preview(input.take(" (LAZY)")); // RFC 8970 section 6
    }
    if (input.take("RFC822")) {
      return rfc822(input);
    }
    return switch (input.word()) {
      case "ENVELOPE" -> new Envelope();
      case "FLAGS" -> new Flags();
      case "INTERNALDATE" -> new InternalDate();
      case "EMAILID" -> new EmailId();
      case "THREADID" -> new ThreadId();
      case "SAVEDATE" -> new SaveDate();
      case "MODSEQ" -> new ModSeq();
      case "UID" -> new Uid();
      default -> throw new Malformed("unknown item to fetch");
    };
  }

  private static FetchItem octets(Input input, boolean peek) throws Malformed {
    Section section = Section.parse(input);
    Optional<Partial> partial = partial(input);
    return new Octets("BODY" + section + suffix(partial), section, peek, partial);
  }

  private static Optional<Partial> partial(Input input) throws Malformed {
    if (!input.take('<')) {
      return Optional.empty();
    }
    long from = input.number63();
    input.need('.');
    long count = input.number63();
    input.need('>');
    if (count == 0) {
      throw new Malformed("0 octets asked for");
    }
    return Optional.of(new Partial(from, count));
  }

  private static String suffix(Optional<Partial> partial) {
    return partial.map(some -> "<" + some.from() + ">").orElse("");
  }

  /** RFC 3516 section 4.2 and RFC 3516 section 4.3: parts are named by their numbers alone. */
  private static FetchItem binary(Input input) throws Malformed {
    boolean size = input.take(".SIZE");
    boolean peek = !size && input.take(".PEEK");
    Section section = Section.parse(input);
    if (!(section.text() instanceof Section.Text.Whole)) {
      throw new Malformed("BINARY takes the number of a part");
    }
    if (size) {
      return new BinarySize("BINARY.SIZE" + section, section.part());
    }
    Optional<Partial> partial = partial(input);
    return new Binary("BINARY" + section + suffix(partial), section.part(), peek, partial);
  }

  /** RFC 3501 section 6.4.5: the older names. */
  private static FetchItem rfc822(Input input) {
    if (input.take(".SIZE")) {
      return new Size();
    }
    if (input.take(".HEADER")) {
      return new Octets("RFC822.HEADER", Section.HEADER, true, Optional.empty());
    }
    if (input.take(".TEXT")) {
      return new Octets("RFC822.TEXT", Section.TEXT, false, Optional.empty());
    }
    return new Octets("RFC822", Section.WHOLE, false, Optional.empty());
  }
}
