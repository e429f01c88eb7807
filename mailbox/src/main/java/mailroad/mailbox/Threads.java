package mailroad.mailbox;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import mailroad.mime.Header;
import mailroad.mime.MessageIds;
import mailroad.records.OutlineRecord;
import mailroad.store.Batch;
import mailroad.store.Key;
import mailroad.store.Store;
import mailroad.store.StoreException;

/**
 * Says to which thread of an account a message belongs (RFC 8474 section 5.2, RFC 8621 section 3). One task's.
 *
 * <p>A thread is called by a digest of the Message-ID that it began with, so most messages need nothing but themselves: the
 * first one its own id, a reply the first of its References. Only where a message tells less than that, as a reply with
 * In-Reply-To alone, must it be known what its parent belongs to: so for each reply the thread is kept under a digest of
 * its Message-ID, and looked for under those that a later message names, the nearest first. What was said of a message
 * never changes, as RFC 8474 asks; replies that come before what joins them stay apart.
 */
final class Threads {
  /** How many of the messages that a message names are looked for. */
  private static final int LOOKUPS_MAX = 5;

  /** Of more References, the last ones count. */
  private static final int REFERENCES_MAX = 1_000;

  private final Store store;
  private final AccountKeys account;
  private final Map<Long, Long> made = new HashMap<>();

  Threads(Store store, AccountKeys account) {
    this.store = store;
    this.account = account;
  }

  /**
   * Where a message belongs.
   *
   * @param thread its name
   * @param link what is to be kept for its replies; empty where these need nothing
   */
  record Place(long thread, Optional<Link> link) {}

  /** That replies to a message belong to this thread. */
  record Link(Key key, long thread) {
    void addTo(Batch batch) {
      batch.put(key, ByteBuffer.allocate(Long.BYTES).putLong(thread).array());
    }

    private static long read(byte[] octets) {
      return ByteBuffer.wrap(octets).getLong();
    }
  }

  /** Finds the place of a message; empty where nothing tells it: it has neither an id nor names any. */
  Optional<Place> of(OutlineRecord outline) throws StoreException {
    Optional<Long> own =
        ids(Optional.of(outline.getEnvelope().getMessageId())).stream()
            .findFirst()
            .map(Threads::digest);
    List<Long> named = named(outline);
    own.ifPresent(named::remove);
    if (named.isEmpty()) {
      return own.map(id -> new Place(known(id), Optional.empty()));
    }
    long thread = thread(named);
    return Optional.of(
        new Place(thread, own.isPresent() ? link(own.get(), thread) : Optional.empty()));
  }

  /** What another message of the same batch has made of an id, or the thread that begins with it. */
  private long known(long id) {
    return made.getOrDefault(id, id);
  }

  private long thread(List<Long> named) throws StoreException {
    Set<Long> nearest = new LinkedHashSet<>(named.reversed());
    int left = LOOKUPS_MAX;
    for (long id : nearest) {
      Optional<Long> thread = left-- > 0 ? lookUp(id) : Optional.empty();
      if (thread.isPresent()) {
        return thread.get();
      }
    }
    return known(named.getFirst());
  }

  private Optional<Long> lookUp(long id) throws StoreException {
    Long now = made.get(id);
    return now == null
        ? store.get(account.thread(id)).map(Store.Value::bytes).map(Link::read)
        : Optional.of(now);
  }

  /** Whoever uses an id again does not change what the first one said. */
  private Optional<Link> link(long id, long thread) throws StoreException {
    if (id == thread || lookUp(id).isPresent()) {
      return Optional.empty();
    }
    made.put(id, thread);
    return Optional.of(new Link(account.thread(id), thread));
  }

  /** The messages that this one names, the beginning of the thread first and the parent last. */
  private static List<Long> named(OutlineRecord outline) {
    Header header = Header.of(outline.getRoot().getFields().toByteArray());
    List<String> ids = new ArrayList<>(ids(header.value("References")));
    // RFC 5322 section 3.6.4: In-Reply-To names the parent, and the parent is the last of the
    // References.
    ids.addAll(
        ids.isEmpty()
            ? ids(Optional.of(outline.getEnvelope().getInReplyTo())).stream().limit(1).toList()
            : List.of());
    return new ArrayList<>(ids.stream().map(Threads::digest).toList());
  }

  private static List<String> ids(Optional<String> value) {
    return value.map(text -> MessageIds.of(text, REFERENCES_MAX)).orElse(List.of());
  }

  private static long digest(String id) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return ByteBuffer.wrap(digest.digest(id.getBytes(StandardCharsets.UTF_8))).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
