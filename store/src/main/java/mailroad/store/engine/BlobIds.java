package mailroad.store.engine;

import java.time.Instant;
import java.util.HexFormat;
import mailroad.kernel.World;
import mailroad.store.BlobId;

/** New names for blobs, and the moments that they are finished at. */
public final class BlobIds {
  private static final int OCTETS = 16;
  private static final int TIME_OCTETS = 6;

  private BlobIds() {}

  /**
   * A name that no other blob has: the time in milliseconds, and 80 random bits. So what an index has of new blobs lies
   * together at its end, where it costs least to write and to look for.
   */
  public static BlobId next(World world) {
    byte[] octets = new byte[OCTETS];
    world.random().nextBytes(octets);
    long millis = world.now().toEpochMilli();
    for (int i = TIME_OCTETS - 1; i >= 0; i--) {
      octets[i] = (byte) millis;
      millis >>>= Byte.SIZE;
    }
    return new BlobId(HexFormat.of().formatHex(octets));
  }

  /** A moment in milliseconds, rounded up, so that a sweep never takes a blob for older than it is. */
  public static long millisRoundedUp(Instant moment) {
    return moment.plusNanos(999_999).toEpochMilli();
  }
}
