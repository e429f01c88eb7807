package mailroad.mta.delivery;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import mailroad.kernel.Domain;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.Event;
import mailroad.kernel.ReversePath;
import mailroad.kernel.World;
import mailroad.mime.Header;
import mailroad.mime.MimeLimits;
import mailroad.mta.delivery.HopAttempt.Parts;
import mailroad.mta.queue.Courier;
import mailroad.mta.queue.Fate;
import mailroad.mta.queue.Limits;
import mailroad.mta.queue.QueuedItem;
import mailroad.mta.queue.QueuedItem.Waiting;
import mailroad.mta.queue.QueuedMessage;
import mailroad.mta.routing.Choice;
import mailroad.mta.routing.Choice.Hop;
import mailroad.mta.routing.Mail;
import mailroad.mta.routing.Router;
import mailroad.mta.tls.TlsPolicies;
import mailroad.mta.tls.report.SessionCounts;
import mailroad.smtp.Recipient;
import mailroad.store.Store;
import mailroad.store.StoreException;

/**
 * Carries mail to other servers over SMTP. Recipients of an item are chosen a next hop for anew, since the
 * configuration may have changed while they waited; as a rule they still share one.
 */
public final class RemoteCourier implements Courier {
  private final Router router;
  private final Parts parts;

  /**
   * Whom a courier knows.
   *
   * @param use counts whom it talks to
   * @param policies know how hosts are met
   * @param sessions are counted for reports about TLS
   */
  public record Neighbours(
      Router router, Limits limits, HostUse use, TlsPolicies policies, SessionCounts sessions) {}

  /**
   * A courier.
   *
   * @param dialer makes its connections
   */
  public RemoteCourier(
      World world, DeliveryConfig config, Neighbours neighbours, Dialer dialer, Store store) {
    this.router = neighbours.router();
    this.parts =
        new Parts(
            world,
            config,
            dialer,
            new HostMemory(config),
            new WaitingHosts(world, store, config.hostsRememberedMax(), this::isBehindUs),
            neighbours.use(),
            new SessionPool(world, config),
            neighbours.limits(),
            message -> new BlobContent(store.blobs(), message.blob(), message.octets()),
            neighbours.policies(),
            neighbours.sessions());
  }

  /** What routes may depend on. The header section is read only where one does. */
  private Mail mail(QueuedMessage message) throws StoreException {
    Mail mail = message.mail().asReleased();
    if (!router.readsHeader()) {
      return mail;
    }
    try (InputStream content = parts.blobs().of(message).open()) {
      byte[] start = content.readNBytes(MimeLimits.DEFAULT.headerOctetsMax());
      return mail.with(Optional.of(Header.of(start)));
    } catch (IOException e) {
      throw new StoreException("cannot read the header section of " + message.id(), e);
    }
  }

  private boolean isBehindUs(Domain domain) {
    Mail notice = Mail.from(new ReversePath.Nowhere());
    return router.choose(notice, new EmailAddress("postmaster", domain)).domainClass()
        == Choice.DomainClass.RELAY;
  }

  /**
   * Reads for whom mail waited before the start.
   *
   * @throws StoreException if the machine failed
   */
  public void recall() throws StoreException {
    parts.waiting().recall();
  }

  /** Whether mail to a machine waits since it failed lately. */
  public boolean isFailing(InetAddress machine) {
    return parts.memory().isFailing(machine) || parts.waiting().isAwaited(machine);
  }

  /**
   * A machine that had failed was heard of: it is tried again at once.
   *
   * @return domains whose mail waits for it
   */
  public Set<Domain> forgive(InetAddress machine) {
    Set<Domain> domains = new LinkedHashSet<>(parts.memory().forget(machine));
    domains.addAll(parts.waiting().back(machine));
    return domains;
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
    Mail mail = mail(message);
    for (Waiting waiting : item.recipients()) {
      Choice choice = router.choose(mail, waiting.recipient().address());
      groups
          .computeIfAbsent(choice.hop(), _ -> new Group(choice, new ArrayList<>()))
          .recipients()
          .add(waiting.recipient());
    }
    Map<Recipient, Fate> fates = new HashMap<>();
    List<Event> events = new ArrayList<>();
    Feedback feedback = new Feedback.Nothing();
    for (Group group : groups.values()) {
      Hop hop = group.choice().hop();
      HopAttempt attempt = new HopAttempt(parts, message, item.hop(), group.recipients());
      attempt.run(router.route(hop), group.choice().why());
      fates.putAll(attempt.decided());
      events.addAll(attempt.events());
      feedback = groups.size() == 1 ? attempt.feedback() : new Feedback.Nothing();
    }
    return new Report(
        item.recipients().stream()
            .map(waiting -> Optional.ofNullable(fates.get(waiting.recipient())).orElseThrow())
            .toList(),
        events,
        feedback);
  }
}
