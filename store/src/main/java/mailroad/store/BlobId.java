package mailroad.store;

import java.util.regex.Pattern;

/**
 * Names a blob.
 *
 * @param value 32 hexadecimal digits in lower case
 */
public record BlobId(String value) {
  private static final Pattern SHAPE = Pattern.compile("[0-9a-f]{32}");

  /** An id known to be right. */
  public BlobId {
    if (!SHAPE.matcher(value).matches()) {
      throw new IllegalArgumentException("not a blob id: " + value);
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
