package mailroad.journal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mailroad.kernel.Event;
import mailroad.kernel.QueueId;
import mailroad.store.StoreException;

/**
 * All events of one message over all servers whose journals are at hand, with the notices it caused. Hops join
 * up where the id in one server's {@link Event.Relayed} is a message of another.
 *
 * @param hops from the first server that had the message; a notice follows the message it is about
 */
public record Journey(List<Hop> hops) {
  /** Aliases and notices may fan out; nobody reads more than this. */
  private static final int HOPS_MAX = 200;

  /**
   * A message at one server.
   *
   * @param host the server
   * @param message the id it has there
   * @param events what befell it there, in order
   */
  public record Hop(String host, QueueId message, List<Event> events) {
    /** The hop's list does not change. */
    public Hop {
      events = List.copyOf(events);
    }
  }

  /** The journey's list does not change. */
  public Journey {
    hops = List.copyOf(hops);
  }

  /**
   * The journey of a message.
   *
   * @param journals of the servers that may have seen it; asked in this order
   * @param message its id at any of them
   */
  public static Journey of(List<Journal> journals, QueueId message) throws StoreException {
    Search search = new Search(journals);
    search.follow(search.origin(message));
    return new Journey(search.hops);
  }

  /** Finds the hops. */
  private static final class Search {
    private final List<Journal> journals;
    private final List<Hop> hops = new ArrayList<>();

    Search(List<Journal> journals) {
      this.journals = journals;
    }

    /** The id at the server farthest upstream that we know of. */
    QueueId origin(QueueId message) throws StoreException {
      QueueId at = message;
      for (int i = 0; i < HOPS_MAX; i++) {
        Optional<QueueId> before = upstream(at);
        if (before.isEmpty()) {
          break;
        }
        at = before.get();
      }
      return at;
    }

    private Optional<QueueId> upstream(QueueId message) throws StoreException {
      for (Journal journal : journals) {
        List<QueueId> senders = journal.byTheirId(message);
        if (!senders.isEmpty()) {
          return Optional.of(senders.getFirst());
        }
      }
      return Optional.empty();
    }

    void follow(QueueId message) throws StoreException {
      if (hops.size() >= HOPS_MAX || hops.stream().anyMatch(h -> h.message().equals(message))) {
        return;
      }
      List<QueueId> next = new ArrayList<>();
      for (Journal journal : journals) {
        List<Event> events = journal.events(message);
        if (!events.isEmpty()) {
          hops.add(new Hop(journal.host(), message, events));
          events.forEach(event -> leadsTo(event).ifPresent(next::add));
        }
      }
      for (QueueId id : next) {
        follow(id);
      }
    }

    private static Optional<QueueId> leadsTo(Event event) {
      return switch (event) {
        case Event.Relayed e -> e.theirId();
        case Event.Failed e -> e.notice();
        case Event.DelayNoticed e -> Optional.of(e.notice());
        case Event.Released e -> Optional.of(e.as());
        default -> Optional.empty();
      };
    }
  }

  /** Whether nobody knows of the message. */
  public boolean isEmpty() {
    return hops.isEmpty();
  }

  /** The journey for a person: a line an event, with reasons and dialogues below it. */
  @Override
  public String toString() {
    return new JourneyText(this).toString();
  }

  /** The journey as plain values, ready for JSON. */
  public Map<String, Object> fields() {
    List<Map<String, Object>> out = new ArrayList<>();
    for (Hop hop : hops) {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("host", hop.host());
      fields.put("queue-id", hop.message().value());
      fields.put("events", hop.events().stream().map(EventFields::of).toList());
      out.add(fields);
    }
    return Map.of("hops", out);
  }
}
