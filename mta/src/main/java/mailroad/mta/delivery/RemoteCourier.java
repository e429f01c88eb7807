package mailroad.mta.delivery;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mailroad.kernel.Event;
import mailroad.kernel.World;
import mailroad.mta.delivery.HopAttempt.Parts;
import mailroad.mta.queue.Courier;
import mailroad.mta.queue.Fate;
import mailroad.mta.queue.QueuedItem;
import mailroad.mta.queue.QueuedItem.Waiting;
import mailroad.mta.queue.QueuedMessage;
import mailroad.mta.routing.Choice;
import mailroad.mta.routing.Choice.Hop;
import mailroad.mta.routing.Router;
import mailroad.smtp.Recipient;
import mailroad.store.Blobs;
import mailroad.store.StoreException;

/**
 * Carries mail to other servers over SMTP. Recipients of an item are chosen a next hop for anew, since the
 * configuration may have changed while they waited; as a rule they still share one.
 */
public final class RemoteCourier implements Courier {
  private final Router router;
  private final Parts parts;

  /** A courier. */
  public RemoteCourier(
      World world, DeliveryConfig config, Router router, Dialer dialer, Blobs blobs) {
    this.router = router;
    this.parts =
        new Parts(
            world,
            config,
            dialer,
            new HostMemory(config),
            new SessionPool(world, config),
            message -> new BlobContent(blobs, message.blob(), message.octets()));
  }

  private record Group(Choice choice, List<Recipient> recipients) {}

  @Override
  public void forgive() {
    parts.memory().forget();
  }

  /** Ends: sessions that wait for more mail are left. */
  public void close() throws InterruptedException {
    parts.pool().close();
  }

  @Override
  public Report attempt(QueuedMessage message, QueuedItem item)
      throws StoreException, InterruptedException {
    Map<Hop, Group> groups = new LinkedHashMap<>();
    for (Waiting waiting : item.recipients()) {
      Choice choice = router.choose(message.sender(), waiting.recipient().address());
      groups
          .computeIfAbsent(choice.hop(), _ -> new Group(choice, new ArrayList<>()))
          .recipients()
          .add(waiting.recipient());
    }
    Map<Recipient, Fate> fates = new HashMap<>();
    List<Event> events = new ArrayList<>();
    Optional<Instant> aloneUntil = Optional.empty();
    for (Group group : groups.values()) {
      Hop hop = group.choice().hop();
      HopAttempt attempt = new HopAttempt(parts, message, hop, group.recipients());
      attempt.run(router.route(hop.next()), group.choice().why());
      fates.putAll(attempt.decided());
      events.addAll(attempt.events());
      aloneUntil = groups.size() == 1 ? attempt.aloneUntil() : Optional.empty();
    }
    return new Report(
        item.recipients().stream()
            .map(waiting -> Optional.ofNullable(fates.get(waiting.recipient())).orElseThrow())
            .toList(),
        events,
        aloneUntil);
  }
}
