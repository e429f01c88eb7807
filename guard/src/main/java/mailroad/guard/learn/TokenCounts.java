package mailroad.guard.learn;

import java.util.Arrays;

/** Counters of tokens in memory, by hash: open addressing, sixteen octets a token. Any number of tasks may use it. */
final class TokenCounts {
  private long[] hashes = new long[1024];
  private long[] counts = new long[1024];
  private int size;

  synchronized int size() {
    return size;
  }

  /** The counters of these, in their order; 0 for those that are not known. */
  synchronized long[] of(long[] tokens) {
    long[] out = new long[tokens.length];
    for (int i = 0; i < tokens.length; i++) {
      out[i] = counts[place(tokens[i])];
    }
    return out;
  }

  synchronized void add(long[] tokens, long delta) {
    for (long token : tokens) {
      add(token, delta);
    }
  }

  synchronized void add(long token, long delta) {
    int place = place(token);
    if (hashes[place] == 0) {
      hashes[place] = token;
      size++;
    }
    counts[place] += delta;
    if (size * 4L > hashes.length * 3L) {
      grow();
    }
  }

  /** Where a token is, or would be. No token has the hash 0. */
  private int place(long token) {
    int mask = hashes.length - 1;
    int at = (int) (token ^ token >>> 32) & mask;
    while (hashes[at] != 0 && hashes[at] != token) {
      at = at + 1 & mask;
    }
    return at;
  }

  private void grow() {
    long[] oldHashes = hashes;
    long[] oldCounts = counts;
    hashes = new long[oldHashes.length * 2];
    counts = new long[oldHashes.length * 2];
    for (int i = 0; i < oldHashes.length; i++) {
      if (oldHashes[i] != 0) {
        int place = place(oldHashes[i]);
        hashes[place] = oldHashes[i];
        counts[place] = oldCounts[i];
      }
    }
    Arrays.fill(oldHashes, 0);
  }
}
