package mailroad.store.rocksdb;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** Files that do as those beneath them, unless a test says otherwise. */
class FaultyFiles implements SegmentFiles {
  private final SegmentFiles real;

  FaultyFiles(SegmentFiles real) {
    this.real = real;
  }

  /** Something that is about to be done to a disk. */
  enum Act {
    LIST,
    CREATE,
    OPEN,
    DELETE,
    WRITE,
    SYNC,
    TRUNCATE
  }

  /** Called before something is done; may fail it. */
  void before(Act act) throws IOException {}

  /** How much of a write happens when it fails. */
  int octetsOfAFailedWrite(int octets) {
    return octets / 2;
  }

  @Override
  public List<Long> list() throws IOException {
    before(Act.LIST);
    return real.list();
  }

  @Override
  public SegmentFile create(long segment) throws IOException {
    before(Act.CREATE);
    return new Faulty(real.create(segment));
  }

  @Override
  public SegmentFile append(long segment) throws IOException {
    before(Act.OPEN);
    return new Faulty(real.append(segment));
  }

  @Override
  public SegmentFile read(long segment) throws IOException {
    return new Faulty(real.read(segment));
  }

  @Override
  public void delete(long segment) throws IOException {
    before(Act.DELETE);
    real.delete(segment);
  }

  @Override
  public long freeOctets() throws IOException {
    return real.freeOctets();
  }

  private final class Faulty implements SegmentFile {
    private final SegmentFile file;

    Faulty(SegmentFile file) {
      this.file = file;
    }

    @Override
    public long size() throws IOException {
      return file.size();
    }

    @Override
    public void read(ByteBuffer into, long position) throws IOException {
      file.read(into, position);
    }

    @Override
    public void write(ByteBuffer from, long position) throws IOException {
      try {
        before(Act.WRITE);
      } catch (IOException e) {
        ByteBuffer part = from.duplicate();
        part.limit(part.position() + octetsOfAFailedWrite(from.remaining()));
        file.write(part, position);
        throw e;
      }
      file.write(from, position);
    }

    @Override
    public void sync() throws IOException {
      before(Act.SYNC);
      file.sync();
    }

    @Override
    public void truncate(long size) throws IOException {
      before(Act.TRUNCATE);
      file.truncate(size);
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
