package mailroad.store;

/**
 * Names a blob.
 *
 * @param value 32 hexadecimal digits in lower case
 */
public record BlobId(String value) {
  private static final int LENGTH = 32;

  /** An id known to be right. */
  public BlobId {
    if (!isOne(value)) {
      throw new IllegalArgumentException("not a blob id: " + value);
    }
  }

  private static boolean isOne(String value) {
    boolean fits = value.length() == LENGTH;
    for (int i = 0; fits && i < LENGTH; i++) {
      char digit = value.charAt(i);
      fits = digit >= '0' && digit <= '9' || digit >= 'a' && digit <= 'f';
    }
    return fits;
  }

  @Override
  public String toString() {
    return value;
  }
}
