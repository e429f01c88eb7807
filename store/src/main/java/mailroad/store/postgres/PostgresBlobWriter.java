package mailroad.store.postgres;

import java.util.Arrays;
import java.util.Objects;
import mailroad.kernel.World;
import mailroad.store.BlobId;
import mailroad.store.Blobs;
import mailroad.store.StoreException;
import mailroad.store.engine.BlobIds;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes one blob, chunk by chunk, each in a transaction of its own, so that no connection is held while the
 * content comes in. Only the last commit waits for the disk: what was committed before it is then there too.
 */
final class PostgresBlobWriter implements Blobs.Writer {
  private static final Logger LOG = LoggerFactory.getLogger(PostgresBlobWriter.class);
  private static final int FIRST_BUFFER_OCTETS = 4 << 10;
  private static final String NOT_YET = "SET LOCAL synchronous_commit = off";
  private static final String BEGIN = "INSERT INTO blobs (id, begun) VALUES (?, ?)";
  private static final String CHUNK =
      "INSERT INTO chunks (blob, start, octets, content) VALUES (?, ?, ?, ?)";
  private static final String FINISH = "UPDATE blobs SET finished = ?, octets = ? WHERE id = ?";
  private static final String LOOSE = "INSERT INTO loose (blob) VALUES (?)";

  private final World world;
  private final Database database;
  private final int chunkOctets;
  private final BlobId blob;
  private final byte[] id;
  private byte[] buffer;
  private int buffered;
  private long written;
  private boolean begun;
  private boolean ended;

  PostgresBlobWriter(World world, Database database, int chunkOctets) {
    this.world = world;
    this.database = database;
    this.chunkOctets = chunkOctets;
    this.blob = BlobIds.next(world);
    this.id = Snapshot.octets(blob);
    this.buffer = new byte[Math.min(FIRST_BUFFER_OCTETS, chunkOctets)];
  }

  @Override
  public void write(byte[] from, int offset, int length) throws StoreException {
    requireOpen();
    Objects.checkFromIndexSize(offset, length, from.length);
    int at = offset;
    int end = offset + length;
    while (at < end) {
      if (buffered == chunkOctets) {
        send();
      }
      int octets = Math.min(end - at, chunkOctets - buffered);
      grow(buffered + octets);
      System.arraycopy(from, at, buffer, buffered, octets);
      buffered += octets;
      written += octets;
      at += octets;
    }
  }

  @Override
  public long written() {
    return written;
  }

  @Override
  public BlobId finish() throws StoreException {
    requireOpen();
    run(
        chunk(new Script())
            .add(FINISH, BlobIds.millisRoundedUp(world.now()), written, id)
            .add(LOOSE, id));
    ended = true;
    return blob;
  }

  @Override
  public void close() {
    if (ended) {
      return;
    }
    ended = true;
    if (begun) {
      try {
        run(new Script().add("DELETE FROM blobs WHERE id = ?", id));
      } catch (StoreException e) {
        LOG.debug("blob={} is left for the sweep, reason=\"{}\"", blob, e.getMessage());
      }
    }
  }

  private void send() throws StoreException {
    run(chunk(new Script().add(NOT_YET)));
    buffered = 0;
    begun = true;
  }

  /** What is in the buffer, after the row of the blob if that is not there yet. */
  private Script chunk(Script script) {
    if (!begun) {
      script.add(BEGIN, id, world.now().toEpochMilli());
    }
    if (buffered > 0) {
      byte[] content = Arrays.copyOf(buffer, buffered);
      script.add(CHUNK, id, written - buffered, buffered, content);
    }
    return script;
  }

  private void run(Script script) throws StoreException {
    database.transact(connection -> {
      script.run(connection);
      return true;
    });
  }

  private void grow(int needed) {
    if (needed > buffer.length) {
      buffer = Arrays.copyOf(buffer, Math.min(chunkOctets, Math.max(needed, buffer.length * 4)));
    }
  }

  private void requireOpen() {
    if (ended) {
      throw new IllegalStateException("the blob is finished or dropped");
    }
  }
}
