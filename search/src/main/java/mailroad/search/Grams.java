package mailroad.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.lucene.util.BytesRef;

/**
 * The runs of three characters that texts have, each once. A text that has another within it has all runs of that. Used by
 * one task.
 */
final class Grams {
  private static final int LENGTH = 3;
  private static final int WANTED_MAX = 64;
  private static final int BEGIN = 1 << 10;

  private long[] slots = new long[BEGIN]; // 0 is none: a run of three NULs is left to the scan
  private int size;
  private final int max;
  private boolean cut;

  /**
   * None yet.
   *
   * @param max most runs that are kept
   */
  Grams(int max) {
    this.max = max;
  }

  /** Adds the runs of a text. */
  void add(String text) {
    long gram = 0;
    for (int i = 0; i < text.length(); i++) {
      gram = (gram << 16 | text.charAt(i)) & 0xFFFF_FFFF_FFFFL;
      if (i >= LENGTH - 1) {
        add(gram);
      }
    }
  }

  /** Whether there were too many, so that some are missing. */
  boolean isCut() {
    return cut;
  }

  private void add(long gram) {
    if (size >= max) {
      cut = true;
      return;
    }
    int at = slot(gram, slots);
    if (slots[at] == 0) {
      slots[at] = gram;
      size++;
      if (size * 2 > slots.length) {
        grow();
      }
    }
  }

  private static int slot(long gram, long[] slots) {
    int at = (int) (gram * 0x9E37_79B9_7F4A_7C15L >>> 32) & slots.length - 1;
    while (slots[at] != 0 && slots[at] != gram) {
      at = at + 1 & slots.length - 1;
    }
    return at;
  }

  private void grow() {
    long[] larger = new long[slots.length * 2];
    for (long gram : slots) {
      if (gram != 0) {
        larger[slot(gram, larger)] = gram;
      }
    }
    slots = larger;
  }

  /** All of them, in no order that means anything. */
  long[] all() {
    long[] all = new long[size];
    int n = 0;
    for (long gram : slots) {
      if (gram != 0) {
        all[n++] = gram;
      }
    }
    return all;
  }

  /** The term that stands for a run: three octets if it is ASCII, else six and one before them. */
  static BytesRef term(long gram) {
    if ((gram & 0xFF80_FF80_FF80L) == 0) {
      return new BytesRef(new byte[] {(byte) (gram >> 32), (byte) (gram >> 16), (byte) gram});
    }
    byte[] octets = new byte[1 + 2 * LENGTH];
    octets[0] = (byte) 0xFF;
    for (int i = 0; i < 2 * LENGTH; i++) {
      octets[1 + i] = (byte) (gram >> 8 * (2 * LENGTH - 1 - i));
    }
    return new BytesRef(octets);
  }

  /** Terms that whatever has this text has; none if it is too short to say. Of a long text some are enough. */
  static List<BytesRef> wanted(String text) {
    Grams grams = new Grams(Integer.MAX_VALUE);
    grams.add(text);
    long[] all = grams.all();
    Arrays.sort(all);
    List<BytesRef> terms = new ArrayList<>();
    int step = Math.max(1, all.length / WANTED_MAX);
    for (int i = 0; i < all.length; i += step) {
      terms.add(term(all[i]));
    }
    return terms;
  }
}
