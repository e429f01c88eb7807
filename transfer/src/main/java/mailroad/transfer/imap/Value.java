package mailroad.transfer.imap;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** A value in a response (RFC 3501 section 4). */
public sealed interface Value {
  /** An atom, a number, or NIL. */
  record Word(String text) implements Value {}

  /** A quoted string or a literal. */
  record Octets(byte[] octets) implements Value {}

  /** Values in parentheses. */
  record Many(List<Value> values) implements Value {
    /** The list does not change. */
    public Many {
      values = List.copyOf(values);
    }
  }

  /** What it says, as text; empty for a list. */
  default String text() {
    return switch (this) {
      case Word(var text) -> text;
      case Octets(var octets) -> new String(octets, StandardCharsets.UTF_8);
      case Many _ -> "";
    };
  }

  /** What is in the list; none if it is not one. */
  default List<Value> list() {
    return this instanceof Many(var values) ? values : List.of();
  }

  /** Whether it is this word, in any case. */
  default boolean is(String word) {
    return this instanceof Word(var text) && text.equalsIgnoreCase(word);
  }
}
