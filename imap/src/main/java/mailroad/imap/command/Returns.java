package mailroad.imap.command;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import mailroad.imap.syntax.Input;
import mailroad.imap.syntax.Malformed;

/**
 * What a search is to tell of its result: {@code RETURN (...)} of RFC 4731 section 3.1, with what RFC 5182 section 2, RFC
 * 5267 section 4, RFC 6203 section 4 and RFC 9394 section 3.1 add.
 *
 * @param options what is wanted
 * @param partial a part of the result, if one is wanted
 */
public record Returns(Set<Option> options, Optional<Window> partial) {
  /** What may be wanted. */
  public enum Option {
    MIN,
    MAX,
    ALL,
    COUNT,
    /** RFC 5182 section 2: kept as {@code $}. */
    SAVE,
    /** RFC 5267 section 4.3: changes of the result are told. */
    UPDATE,
    /** RFC 5267 section 4.2: a hint that the same search will come again. */
    CONTEXT,
    /** RFC 6203 section 4: how well each message fits. */
    RELEVANCY
  }

  /** All of the result, which is what an empty list asks for. */
  public static final Returns ALL = new Returns(EnumSet.of(Option.ALL), Optional.empty());

  /**
   * Which part of a result (RFC 9394 section 3.1).
   *
   * @param first number of the first, from 1
   * @param last number of the last
   * @param fromEnd whether they are counted from the end
   */
  public record Window(long first, long last, boolean fromEnd) {
    static Window parse(Input input) throws Malformed {
      boolean fromEnd = input.take('-');
      long a = input.number();
      input.need(':');
      if (input.take('-') != fromEnd) {
        throw new Malformed("both ends of a part must be counted from the same end");
      }
      long b = input.number();
      if (a == 0 || b == 0) {
        throw new Malformed("parts are counted from 1");
      }
      return new Window(Math.min(a, b), Math.max(a, b), fromEnd);
    }

    /** What of a list lies in it. */
    public <T> java.util.List<T> of(java.util.List<T> all) {
      int from = from(all.size());
      return all.subList(from, Math.max(from, to(all.size())));
    }

    /** As it is repeated to the client. */
    @Override
    public String toString() {
      String sign = fromEnd ? "-" : "";
      return sign + first + ":" + sign + last;
    }

    /** The index of the first, of so many. */
    private int from(int size) {
      return (int) Math.min(size, fromEnd ? Math.max(0, size - last) : first - 1);
    }

    /** The index behind the last. */
    private int to(int size) {
      return (int) Math.max(0, fromEnd ? size - first + 1 : Math.min(size, last));
    }
  }

  /** The options do not change. */
  public Returns {
    options = Set.copyOf(options);
  }

  /** Whether an option is there. */
  public boolean has(Option option) {
    return options.contains(option);
  }

  /** {@code RETURN (...)} and the space behind it, if they stand here. */
  static Optional<Returns> take(Input input) throws Malformed {
    if (!input.take("RETURN (")) {
      return Optional.empty();
    }
    EnumSet<Option> options = EnumSet.noneOf(Option.class);
    Optional<Window> partial = Optional.empty();
    while (!input.take(')')) {
      String word = input.word();
      if (word.equals("PARTIAL")) {
        if (partial.isPresent()) {
          throw new Malformed("PARTIAL twice");
        }
        input.space();
        partial = Optional.of(Window.parse(input));
      } else {
        options.add(option(word));
      }
      if (input.peek() != ')') {
        input.space();
      }
    }
    input.space();
    if (partial.isPresent() && options.contains(Option.ALL)) {
      throw new Malformed("either ALL or PARTIAL");
    }
    return Optional.of(
        options.isEmpty() && partial.isEmpty() ? ALL : new Returns(options, partial));
  }

  private static Option option(String word) throws Malformed {
    for (Option option : Option.values()) {
      if (option.name().equals(word)) {
        return option;
      }
    }
    throw new Malformed("unknown search return option");
  }
}
