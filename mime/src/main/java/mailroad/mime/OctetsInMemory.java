package mailroad.mime;

/** Octets in an array. */
record OctetsInMemory(byte[] octets) implements Octets {
  @Override
  public long size() {
    return octets.length;
  }

  @Override
  public int read(long from, byte[] into, int offset, int length) {
    int there = Math.clamp(octets.length - from, 0, length);
    if (there > 0) {
      System.arraycopy(octets, (int) from, into, offset, there);
    }
    return there;
  }
}
