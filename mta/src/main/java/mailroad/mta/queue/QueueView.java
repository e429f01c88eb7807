package mailroad.mta.queue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mailroad.kernel.QueueId;
import mailroad.kernel.World;
import mailroad.mta.queue.MailQueue.Entry;
import mailroad.mta.queue.QueueShelf.ItemAt;
import mailroad.mta.queue.QueueShelf.Versioned;
import mailroad.mta.queue.QueuedItem.Waiting;
import mailroad.store.StoreException;

/**
 * What waits: for whom, why, since when, when next. Reads the queue in pages and keeps no more of it than it
 * answers with. Blocks.
 */
public final class QueueView {
  private static final int PAGE = 200;

  /** Groups that are told apart in one summary; what is beyond is counted together. */
  private static final int GROUPS_MAX = 20_000;

  private static final String OTHERS = "(others)";

  private final World world;
  private final QueueShelf shelf;
  private final Lanes lanes;

  QueueView(World world, QueueShelf shelf, Lanes lanes) {
    this.world = world;
    this.shelf = shelf;
    this.lanes = lanes;
  }

  /**
   * Some messages, oldest first.
   *
   * @param next where the next page begins: after this one; empty if there are no more
   */
  public record Page(List<Entry> entries, Optional<QueueId> next) {
    /** The record's list does not change. */
    public Page {
      entries = List.copyOf(entries);
    }
  }

  /**
   * The messages that fit, with those of their items that fit.
   *
   * @param after the last one of the page before; empty to begin
   */
  public Page list(QueueQuery query, Optional<QueueId> after, int most) throws StoreException {
    List<Entry> out = new ArrayList<>();
    Optional<QueueId> at = after;
    while (out.size() < most) {
      List<QueuedMessage> page = shelf.messages(at, Optional.empty(), PAGE);
      for (QueuedMessage message : page) {
        if (out.size() == most) {
          return new Page(out, at);
        }
        at = Optional.of(message.id());
        if (query.fits(message)) {
          entry(query, message).ifPresent(out::add);
        }
      }
      if (page.size() < PAGE) {
        return new Page(out, Optional.empty());
      }
    }
    return new Page(out, at);
  }

  private Optional<Entry> entry(QueueQuery query, QueuedMessage message) throws StoreException {
    List<QueuedItem> items =
        shelf.items(message.id()).stream()
            .map(QueueShelf.VersionedItem::item)
            .filter(query::fits)
            .toList();
    return items.isEmpty() ? Optional.empty() : Optional.of(new Entry(message, items));
  }

  /** What a summary tells apart. */
  public enum By {
    /** Next hops. */
    DESTINATION,
    /** Envelope senders. */
    SENDER,
    /** Last replies; what was never tried is one of its own. */
    ERROR
  }

  /**
   * A line of a summary.
   *
   * @param oldest when the oldest message of it arrived
   * @param next when the first of it is due
   * @param lastReply what was said last, in full; empty if nothing was tried
   * @param state how the next hop is, in a summary by destination
   */
  public record Group(
      String key,
      long messages,
      long recipients,
      Instant oldest,
      Instant next,
      String lastReply,
      Optional<HopState> state) {}

  /** Counts one group. */
  private static final class Count {
    private QueueId last = QueueId.earliest(Instant.EPOCH);
    private long messages;
    private long recipients;
    private Instant oldest = Instant.MAX;
    private Instant next = Instant.MAX;
    private String reply = "";

    void add(QueueId message, Instant due, Waiting waiting) {
      if (!message.equals(last)) {
        messages++;
        last = message;
      }
      recipients++;
      oldest = message.made().isBefore(oldest) ? message.made() : oldest;
      next = due.isBefore(next) ? due : next;
      reply = waiting.last().map(said -> said.reply().toString()).orElse(reply);
    }
  }

  /** What waits in all, grouped, the largest group first. */
  public List<Group> summary(By by, QueueQuery query) throws StoreException {
    Map<String, Count> counts = new HashMap<>();
    Optional<QueuedMessage> message = Optional.empty();
    Optional<ItemAt> after = Optional.empty();
    List<ItemAt> page;
    do {
      page = shelf.itemsAfter(after, PAGE);
      for (ItemAt at : page) {
        after = Optional.of(at);
        if (!query.fits(at.item())) {
          continue;
        }
        if (by == By.SENDER || query.asksForSender()) {
          if (message.filter(m -> m.id().equals(at.message())).isEmpty()) {
            message = shelf.read(at.message()).map(Versioned::message);
          }
          if (message.filter(query::fits).isEmpty()) {
            continue;
          }
        }
        count(counts, by, query, at, message);
      }
    } while (page.size() == PAGE);
    return groups(by, counts);
  }

  private static void count(
      Map<String, Count> counts,
      By by,
      QueueQuery query,
      ItemAt at,
      Optional<QueuedMessage> message) {
    for (Waiting waiting : at.item().recipients()) {
      if (query.fits(waiting)) {
        String key =
            switch (by) {
              case DESTINATION -> at.item().hop();
              case SENDER -> message.map(m -> m.sender().toString()).orElse("");
              case ERROR ->
                  waiting.last().map(said -> said.reply().toString()).orElse("(not tried yet)");
            };
        String kept = counts.size() < GROUPS_MAX || counts.containsKey(key) ? key : OTHERS;
        counts.computeIfAbsent(kept, _ -> new Count()).add(at.message(), at.item().next(), waiting);
      }
    }
  }

  private List<Group> groups(By by, Map<String, Count> counts) {
    Map<String, HopState> states = new HashMap<>();
    if (by == By.DESTINATION) {
      lanes.states().forEach(state -> states.put(state.hop(), state));
    }
    return counts.entrySet().stream()
        .map(entry -> {
          Count count = entry.getValue();
          HopState state = states.get(new LaneName(entry.getKey(), false).hop());
          return new Group(
              entry.getKey(),
              count.messages,
              count.recipients,
              count.oldest,
              count.next,
              count.reply,
              Optional.ofNullable(state));
        })
        .sorted(Comparator.comparingLong(Group::recipients).reversed().thenComparing(Group::key))
        .toList();
  }

  /** How many recipients wait; counting ends at {@code most}. */
  public long waiting(long most) throws StoreException {
    long count = 0;
    Optional<ItemAt> after = Optional.empty();
    List<ItemAt> page;
    do {
      page = shelf.itemsAfter(after, PAGE);
      for (ItemAt at : page) {
        after = Optional.of(at);
        count += at.item().recipients().size();
      }
    } while (page.size() == PAGE && count < most);
    return count;
  }

  /** The next hops that this node knows: which are busy, which rest, and why. */
  public List<HopState> destinations() {
    return lanes.states();
  }

  /** Whether a next hop rests now. */
  public boolean rests(HopState state) {
    return state.restUntil().isAfter(world.now());
  }
}
