package mailroad.store.rocksdb;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import mailroad.kernel.World;
import mailroad.store.BlobId;
import mailroad.store.StoreException;
import mailroad.store.StoreFullException;
import mailroad.store.engine.Ledger;
import mailroad.store.rocksdb.BlobLayout.Place;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one place where the database is changed. It evaluates the requests of a group in their order, each upon those
 * before it, writes what they change with one sync, and only then answers: also a refusal may rest on what
 * another of the group changes. That is done by a dedicated task; or, where nobody else writes, by whoever asks.
 */
final class Committer implements RocksStore.Part {
  private static final Logger LOG = LoggerFactory.getLogger(Committer.class);

  /** Something to be done with the ledger. */
  @FunctionalInterface
  interface Work<T> {
    /**
     * Does it.
     *
     * @param whenWritten takes what is to run in the committer once the change is on disk
     */
    T with(Ledger ledger, Consumer<Runnable> whenWritten) throws StoreException;
  }

  /** How many octets the disk has left. */
  @FunctionalInterface
  interface FreeSpace {
    long octets() throws IOException;
  }

  private static final class Request<T> implements GroupTask.Request {
    private final Work<T> work;
    private final List<BlobId> blobs;
    private final long octets;
    private final Answer<T> answer = new Answer<>();
    private Runnable whenWritten = () -> {};

    Request(Work<T> work, List<BlobId> blobs, long octets) {
      this.work = work;
      this.blobs = blobs;
      this.octets = octets;
    }

    @Override
    public long octets() {
      return octets;
    }

    @Override
    public void fail(StoreException failure) {
      answer.fail(failure);
    }

    /** Does the work; what it gives is said only when all is written. */
    void evaluate(Ledger ledger, List<Runnable> afterwards) throws StoreException {
      T result = work.with(ledger, afterwards::add);
      whenWritten = () -> answer.give(result);
    }
  }

  private final RocksDatabase database;
  private final FreeSpace freeSpace;
  private final long freeOctetsMin;
  private final long reopeningOctets;
  private final PendingBlobs pending;
  private final GroupMap map;
  private final Ledger ledger;
  private final GroupTask<Request<?>> task;

  /**
   * Starts the committer.
   *
   * @param recent the same database, with its memory
   * @param pending blobs that are finished, but that nothing has referred to yet
   */
  Committer(
      World world,
      RocksDatabase database,
      RecentValues recent,
      FreeSpace freeSpace,
      PendingBlobs pending,
      RocksStoreConfig config)
      throws StoreException {
    this.database = database;
    this.freeSpace = freeSpace;
    this.freeOctetsMin = config.freeOctetsMin() / 4;
    this.reopeningOctets = Math.max(freeOctetsMin, 2 * config.writeBufferOctets());
    this.map = new GroupMap(recent);
    this.pending = pending;
    this.ledger = new Ledger(map, pending::find, BlobLayout::octetsInSegment);
    this.task =
        new GroupTask<>(
            world, "store committer", config.waitingMax(), config.groupOctetsMax(), this::commit);
  }

  /**
   * Has something done, and waits until it is on disk.
   *
   * @param octets how much it will write, about
   */
  <T> T submit(long octets, Work<T> work) throws StoreException {
    return submit(octets, List.of(), work);
  }

  /**
   * Has something done, and waits until it is on disk.
   *
   * @param octets how much it will write, about
   * @param blobs what must be on disk before, if it is not
   */
  <T> T submit(long octets, List<BlobId> blobs, Work<T> work) throws StoreException {
    Request<T> request = new Request<>(work, blobs, octets);
    // Content is left to the committer's own task: to interrupt one that writes files closes them.
    if (!blobs.isEmpty() || !task.tryAlone(request)) {
      task.submit(request);
    }
    return request.answer.await();
  }

  /** Ends the committer after what waits. */
  @Override
  public void close() {
    task.close();
  }

  private void commit(List<Request<?>> group) {
    try {
      requireDatabase();
      List<Runnable> afterwards = new ArrayList<>();
      List<Request<?>> evaluated = evaluate(withContent(group), afterwards);
      if (!map.isEmpty()) {
        ledger.seal();
        requireRoom(freeOctetsMin);
        write(afterwards);
      }
      afterwards.forEach(Runnable::run);
      evaluated.forEach(request -> request.whenWritten.run());
    } catch (StoreException e) {
      group.forEach(request -> request.fail(e));
    } finally {
      map.clear();
    }
  }

  /** Writes the content that a group refers to, with one sync; gives the requests for which that worked. */
  private List<Request<?>> withContent(List<Request<?>> group) {
    List<BlobId> wanted = group.stream().flatMap(request -> request.blobs.stream()).toList();
    if (wanted.isEmpty()) {
      return group;
    }
    Map<BlobId, Answer<Place>> places = pending.write(wanted);
    List<Request<?>> ready = new ArrayList<>(group.size());
    for (Request<?> request : group) {
      try {
        for (BlobId blob : request.blobs) {
          if (places.containsKey(blob)) {
            pending.written(blob, places.get(blob).await());
          }
        }
        ready.add(request);
      } catch (StoreException e) {
        request.fail(e);
      }
    }
    return ready;
  }

  private List<Request<?>> evaluate(List<Request<?>> group, List<Runnable> afterwards)
      throws StoreException {
    List<Request<?>> evaluated = new ArrayList<>();
    for (Request<?> request : group) {
      List<Runnable> own = new ArrayList<>();
      map.mark();
      try {
        request.evaluate(ledger, own);
        afterwards.addAll(own);
        evaluated.add(request);
      } catch (StoreException e) {
        map.backToMark();
        request.fail(e);
      } catch (
          RuntimeException
              e) { // the batch is a mistake: its maker's matter, not that of the others
        map.backToMark();
        request.answer.refuse(e);
      }
    }
    return evaluated;
  }

  private void requireRoom(long octets) throws StoreException {
    try {
      if (freeSpace.octets() < octets) {
        throw new StoreFullException("the disk has less than %d octets left".formatted(octets));
      }
    } catch (IOException e) {
      throw new StoreException("cannot see how much room the disk has", e);
    }
  }

  /** After a failed write: opens the database to be written to again, once there is room for that. */
  private void requireDatabase() throws StoreException {
    if (!database.isWritable()) {
      requireRoom(reopeningOctets);
      database.open();
      LOG.info("database=writable again");
    }
  }

  /**
   * Writes the group. After a failure RocksDB takes no more writes, and the group may or may not stand in its
   * log: only opening it anew tells which, by the sequence number that each group ends with.
   */
  private void write(List<Runnable> afterwards) throws StoreException {
    try {
      map.write();
    } catch (StoreException e) {
      LOG.error("write=failed reason=\"{}\"", e.getMessage());
      if (!isWrittenAfterAll(afterwards)) {
        throw e;
      }
    }
  }

  private boolean isWrittenAfterAll(List<Runnable> afterwards) throws StoreException {
    boolean durable = true;
    try {
      database.open();
    } catch (StoreException e) {
      durable = false;
      LOG.warn("database=read-only reason=\"{}\"", e.getMessage());
    }
    boolean written;
    try {
      written = ledger.isWritten(database);
    } catch (StoreException e) {
      throw new StoreException("cannot see whether the write happened", e);
    }
    if (written && !durable) {
      afterwards.forEach(Runnable::run); // those who read see it, and no blob of it is pending
      throw new StoreException("the write happened, but may not be on disk");
    }
    return written;
  }
}
