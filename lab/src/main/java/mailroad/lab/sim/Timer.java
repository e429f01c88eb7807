package mailroad.lab.sim;

/**
 * Something that happens at a virtual time. Of two at the same time the one that was set first comes
 * first.
 *
 * @param at nanoseconds since the start
 * @param sequence unique
 * @param action runs with the baton held; does not block
 */
record Timer(long at, long sequence, Runnable action) implements Comparable<Timer> {
  @Override
  public int compareTo(Timer other) {
    return at != other.at ? Long.compare(at, other.at) : Long.compare(sequence, other.sequence);
  }
}
