package mailroad.transfer.imap;

import java.util.List;

/**
 * One response of the server.
 *
 * @param tag {@code *}, {@code +} or a tag of ours
 * @param values what follows, where it is understood
 * @param text what follows, without the octets of literals
 */
public record Response(String tag, List<Value> values, String text) {
  /** The record's list does not change. */
  public Response {
    values = List.copyOf(values);
  }

  /** Whether the value at a place is this word. */
  boolean has(int index, String word) {
    return index < values.size() && values.get(index).is(word);
  }
}
