package mailroad.imap.command;

import java.util.ArrayList;
import mailroad.imap.syntax.Input;
import mailroad.imap.syntax.Malformed;

/**
 * Which octets of a message: what stands between the brackets of {@code BODY[...]} (RFC 3501 section 6.4.5).
 *
 * @param part numbers of the part, from the outside in; none for the message itself
 */
public record Section(java.util.List<Integer> part, Text text) {
  private static final int DEPTH_MAX = 100;
  private static final int FIELDS_MAX = 1_000;

  /** Which octets of the part. */
  public sealed interface Text {
    /** All of the message, or the body of the part. */
    record Whole() implements Text {}

    /** The header section of the message, or of the message that the part holds. */
    record Header() implements Text {}

    /**
     * Some fields of that header section.
     *
     * @param names as written
     * @param but whether all others are meant
     */
    record Fields(java.util.List<String> names, boolean but) implements Text {
      /** The list does not change. */
      public Fields {
        names = java.util.List.copyOf(names);
      }
    }

    /** The body of the message, or of the message that the part holds. */
    record Body() implements Text {}

    /** The header section of the part itself. */
    record Mime() implements Text {}
  }

  /** The whole message. */
  public static final Section WHOLE = new Section(java.util.List.of(), new Text.Whole());

  /** The message's header section. */
  public static final Section HEADER = new Section(java.util.List.of(), new Text.Header());

  /** The message's body. */
  public static final Section TEXT = new Section(java.util.List.of(), new Text.Body());

  /** The list does not change. */
  public Section {
    part = java.util.List.copyOf(part);
  }

  /** Reads a section with its brackets. */
  static Section parse(Input input) throws Malformed {
    input.need('[');
    java.util.List<Integer> part = new ArrayList<>();
    boolean more = input.peek() != ']';
    while (more && input.peek() >= '0' && input.peek() <= '9') {
      part.add((int) Math.min(input.number(), Integer.MAX_VALUE));
      if (part.size() > DEPTH_MAX) {
        throw new Malformed("section deeper than " + DEPTH_MAX + " parts");
      }
      more = input.take('.');
    }
    if (part.contains(0)) {
      throw new Malformed("parts are numbered from 1");
    }
    Text text = more ? text(input, part.isEmpty()) : new Text.Whole();
    input.need(']');
    return new Section(part, text);
  }

  private static Text text(Input input, boolean ofMessage) throws Malformed {
    if (input.take("HEADER.FIELDS.NOT")) {
      return new Text.Fields(names(input), true);
    }
    if (input.take("HEADER.FIELDS")) {
      return new Text.Fields(names(input), false);
    }
    if (input.take("HEADER")) {
      return new Text.Header();
    }
    if (input.take("TEXT")) {
      return new Text.Body();
    }
    if (input.take("MIME") && !ofMessage) {
      return new Text.Mime();
    }
    throw new Malformed("unknown section");
  }

  private static java.util.List<String> names(Input input) throws Malformed {
    input.space();
    input.need('(');
    java.util.List<String> names = new ArrayList<>();
    do {
      names.add(input.astringText());
      if (names.size() > FIELDS_MAX) {
        throw new Malformed("more than " + FIELDS_MAX + " header fields");
      }
    } while (input.take(' '));
    input.need(')');
    return names;
  }

  /** The section as the reply shows it, with its brackets; names that are no atoms in quotes. */
  @Override
  public String toString() {
    String numbers = String.join(".", part.stream().map(String::valueOf).toList());
    String word =
        switch (text) {
          case Text.Whole() -> "";
          case Text.Header() -> "HEADER";
          case Text.Fields(var names, var but) ->
              (but ? "HEADER.FIELDS.NOT (" : "HEADER.FIELDS (")
                  + String.join(" ", names.stream().map(Section::show).toList())
                  + ")";
          case Text.Body() -> "TEXT";
          case Text.Mime() -> "MIME";
        };
    return "[" + numbers + (numbers.isEmpty() || word.isEmpty() ? "" : ".") + word + "]";
  }

  /** RFC 3501 section 9: {@code header-fld-name} is an astring; what cannot be quoted is no field's name. */
  private static String show(String name) {
    boolean atom =
        !name.isEmpty()
            && name.chars().allMatch(c -> c > ' ' && c < 127 && "(){%*\"\\".indexOf(c) < 0);
    if (atom) {
      return name;
    }
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c == '"' || c == '\\') {
        quoted.append('\\');
      }
      quoted.append(c >= ' ' && c < 127 ? c : '?');
    }
    return quoted.append('"').toString();
  }
}
