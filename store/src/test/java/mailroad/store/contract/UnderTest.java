package mailroad.store.contract;

import java.util.Optional;
import mailroad.kernel.World;
import mailroad.store.Batch;
import mailroad.store.BlobId;
import mailroad.store.Blobs;
import mailroad.store.Key;
import mailroad.store.Store;
import mailroad.store.Store.Commit;
import mailroad.store.StoreException;

/** What the test of an engine gives to the contracts: an empty store for each test. */
public interface UnderTest {
  Store store();

  World world();

  /** A disk that can be filled up; empty if this engine's can't. */
  default Optional<FullDisk> disk() {
    return Optional.empty();
  }

  /** A disk that can be filled up. */
  interface FullDisk {
    void fill();

    void free();
  }

  /** Commits what must not be refused. */
  default Commit.Done done(Batch batch) throws StoreException {
    return switch (store().commit(batch)) {
      case Commit.Done done -> done;
      case Commit.Refused(var op) -> throw new AssertionError("refused: " + op);
    };
  }

  /** Commits what must be refused, and gives the op that did not hold. */
  default Batch.Op refused(Batch batch) throws StoreException {
    return switch (store().commit(batch)) {
      case Commit.Done _ -> throw new AssertionError("was not refused");
      case Commit.Refused(var op) -> op;
    };
  }

  default String text(Key key) throws StoreException {
    return store().get(key).map(value -> new String(value.bytes(), UTF_8)).orElse("(absent)");
  }

  default long number(Key key) throws StoreException {
    return store().get(key).map(Store.Value::asLong).orElse(0L);
  }

  default BlobId blob(byte[] content) throws StoreException {
    try (Blobs.Writer writer = store().blobs().write()) {
      writer.write(content, 0, content.length);
      return writer.finish();
    }
  }

  default byte[] content(BlobId blob) throws StoreException {
    byte[] content = new byte[(int) store().blobs().size(blob)];
    int read = store().blobs().read(blob, 0, content, 0, content.length);
    if (read != content.length) {
      throw new AssertionError("read %d of %d octets".formatted(read, content.length));
    }
    return content;
  }

  static byte[] octets(String text) {
    return text.getBytes(UTF_8);
  }

  java.nio.charset.Charset UTF_8 = java.nio.charset.StandardCharsets.UTF_8;
}
