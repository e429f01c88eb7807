package mailroad.guard.door;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import mailroad.dns.Resolver;
import mailroad.guard.verdict.Evidence;
import mailroad.guard.verdict.Filter;
import mailroad.guard.verdict.Suspect;
import mailroad.kernel.AddressRange;
import mailroad.kernel.Domain;
import mailroad.kernel.Reply;
import mailroad.kernel.ReversePath;
import mailroad.kernel.World;
import mailroad.smtp.Envelope;
import mailroad.smtp.MailParameters;
import mailroad.smtp.Recipient;
import mailroad.smtp.server.Client;
import mailroad.smtp.server.Decision;
import mailroad.smtp.server.Departure;
import mailroad.smtp.server.SmtpServerConfig;
import mailroad.store.Store;
import mailroad.store.StoreException;

/** Guards the door: answers what {@link mailroad.mta.gate.Gate} is asked before a message is whole. */
public final class Door {
  private final Surroundings on;
  private final DoorConfig config;

  /**
   * What the door stands on.
   *
   * @param hostname this server's name
   * @param addresses its own addresses, which nothing is held against
   * @param trusted networks that nothing is held against
   */
  public record Surroundings(
      World world,
      Store store,
      Resolver resolver,
      Domain hostname,
      Set<InetAddress> addresses,
      List<AddressRange> trusted) {
    /** The record's collections do not change. */
    public Surroundings {
      addresses = Set.copyOf(addresses);
      trusted = List.copyOf(trusted);
    }
  }

  /** A door; what the store knows is read when it is {@linkplain #run run}. */
  public Door(Surroundings on, DoorConfig config) {
    this.on = on;
    this.config = config;
  }

  /** Keeps what is learned in the store, and forgets what is old, until the task is cancelled. */
  public void run() throws InterruptedException {
    while (true) {
      on.world().sleep(Duration.ofMinutes(1));
    }
  }

  /** Writes down what was learned and is not written yet: for the end, and for commands. */
  public void flush() throws StoreException {}

  /** How long a stranger has to wait for the greeting. */
  public Duration hesitation(Client client) throws InterruptedException {
    return isStranger(client) ? config.firstLook().silence() : Duration.ZERO;
  }

  /** Whether something could be held against a client: not at ports of our users and our own servers. */
  private boolean isStranger(Client client) {
    InetAddress address = client.remote().getAddress();
    return config.enabled()
        && client.role() == SmtpServerConfig.Role.MTA
        && client.login().isEmpty()
        && !on.addresses().contains(address)
        && on.trusted().stream().noneMatch(range -> range.contains(address));
  }

  /** Somebody connected. */
  public Decision connected(Client client) throws InterruptedException {
    return Decision.accept();
  }

  /** The client introduced itself. */
  public Decision hello(Client client) throws InterruptedException {
    return Decision.accept();
  }

  /** MAIL. */
  public Decision sender(Client client, ReversePath sender, MailParameters parameters)
      throws InterruptedException {
    return Decision.accept();
  }

  /** RCPT, for a recipient whom intake takes. */
  public Decision recipient(Client client, Envelope soFar, Recipient recipient)
      throws InterruptedException {
    return Decision.accept();
  }

  /** RCPT, for a recipient whom intake refused. */
  public void refused(Client client, Envelope soFar, Recipient recipient, Reply reply)
      throws InterruptedException {}

  /** A command was wrong. */
  public void faulted(Client client, Reply reply) throws InterruptedException {}

  /** The session is over. Waits for nothing. */
  public void left(Client client, Departure departure) {}

  /** What is known of the client of a message, apart from what filters say. */
  public List<Evidence> evidence(Suspect suspect) throws InterruptedException {
    return List.of();
  }

  /** The filters that look at messages by what the door knows. */
  public List<Filter> filters() {
    return List.of();
  }
}
