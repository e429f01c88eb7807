package mailroad.store.engine;

import java.time.Instant;
import java.util.HexFormat;
import mailroad.kernel.World;
import mailroad.store.BlobId;

/** New names for blobs, and the moments that they are finished at. */
public final class BlobIds {
  private static final int OCTETS = 16;

  private BlobIds() {}

  /** A name that no other blob has: 128 random bits. */
  public static BlobId next(World world) {
    byte[] octets = new byte[OCTETS];
    world.random().nextBytes(octets);
    return new BlobId(HexFormat.of().formatHex(octets));
  }

  /** A moment in milliseconds, rounded up, so that a sweep never takes a blob for older than it is. */
  public static long millisRoundedUp(Instant moment) {
    return moment.plusNanos(999_999).toEpochMilli();
  }
}
