package mailroad.mailauth.reading;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * What texts were read as. Records of DNS come by with each message of a domain, mostly the same: they are read once and
 * remembered by their text, the longest unused being forgotten first. Any number of tasks may use it.
 *
 * @param <T> what a text is read as; does not change
 */
public final class Memory<T> {
  private final int most;
  private final Function<String, T> reader;
  private final Map<String, T> known = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * A memory that knows nothing yet.
   *
   * @param most how many texts are remembered; none if 0
   * @param reader reads a text, and always the same way
   */
  public Memory(int most, Function<String, T> reader) {
    this.most = most;
    this.reader = reader;
  }

  /** What the text is read as. */
  public T read(String text) {
    synchronized (known) {
      T before = known.get(text);
      if (before != null) {
        return before;
      }
    }
    T read = reader.apply(text);
    synchronized (known) {
      known.put(text, read);
      if (known.size() > most) {
        known.remove(known.keySet().iterator().next());
      }
    }
    return read;
  }
}
