package mailroad.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mailroad.app.admin.Operations;
import mailroad.guard.Custody;
import mailroad.guard.Guard;
import mailroad.guard.GuardConfig;
import mailroad.guard.door.Door;
import mailroad.guard.filter.Filters;
import mailroad.guard.lists.Subscriptions;
import mailroad.guard.quarantine.Quarantine;
import mailroad.guard.report.DmarcReports;
import mailroad.guard.report.received.ReceivedReports;
import mailroad.guard.seal.ArcSeal;
import mailroad.guard.seal.DkimSeal;
import mailroad.guard.verdict.Filter;
import mailroad.guard.verdict.Witness;
import mailroad.guard.vouching.VouchingFilter;
import mailroad.journal.Journal;
import mailroad.kernel.AddressRange;
import mailroad.kernel.Task;
import mailroad.kernel.World;
import mailroad.mailauth.ArcTrust;
import mailroad.mailauth.MailAuth;
import mailroad.mailauth.Question;
import mailroad.mailauth.arc.ArcConfig;
import mailroad.mailauth.dkim.KeyKeeper;
import mailroad.mailauth.dkim.KeyRing;
import mailroad.mailauth.dkim.SigningConfig;
import mailroad.mailauth.suffix.SuffixList;
import mailroad.mailbox.Authenticator;
import mailroad.mailbox.Directory;
import mailroad.mta.Mta;
import mailroad.mta.gate.Arriving;
import mailroad.mta.gate.Gate;
import mailroad.mta.gate.Seal;
import mailroad.smtp.server.Client;
import mailroad.store.StoreException;
import mailroad.wire.Porter;

/** Ties the guard to all that it asks: the one place where these are known together. */
final class Gatehouse {
  private final Surroundings on;
  private final NodeConfig config;
  private final Door door;
  private final Quarantine quarantine;
  private final Subscriptions subscriptions;
  private final KeyRing keys;
  private final KeyKeeper keyKeeper;
  private final MailAuth mailAuth;
  private final DmarcReports reports;
  private final ReceivedReports received;
  private final Guard guard;

  /**
   * What it stands on.
   *
   * @param classification what users call junk
   */
  record Surroundings(
      NodeConfig config,
      Node.Ground ground,
      Journal journal,
      Directory directory,
      LocalMail local,
      Classification classification) {
    World world() {
      return ground.world();
    }
  }

  /**
   * Wires it; nothing is started.
   *
   * @throws StoreException if the machine failed
   */
  Gatehouse(Surroundings on) throws StoreException {
    this.on = on;
    this.config = on.config();
    Node.Ground ground = on.ground();
    World world = on.world();
    GuardConfig guarded = config.guard();
    SigningConfig signing = config.mailauth().dkim().sign();
    door =
        new Door(
            new Door.Surroundings(
                world,
                ground.store(),
                ground.resolver(),
                config.host(),
                ground.addresses(),
                trusted(config),
                new ClientInquiry(world, ground.resolver(), config)),
            guarded.door());
    quarantine = new Quarantine(world, ground.store(), on.local(), guarded.quarantine());
    subscriptions = new Subscriptions(ground.store(), on.local(), guarded.lists());
    on.classification().lessons().tell(subscriptions::forget);
    keys = new KeyRing(world, ground.store(), signing, ground.signingKeys());
    keyKeeper = new KeyKeeper(world, keys, ground.resolver(), signing);
    SuffixList suffixes = new SuffixList(ground.suffixes());
    mailAuth =
        new MailAuth(
            new MailAuth.Surroundings(world, ground.resolver(), config.host(), suffixes),
            config.mailauth());
    reports =
        new DmarcReports(
            new DmarcReports.Surroundings(
                world,
                ground.store(),
                ground.resolver(),
                mailAuth,
                suffixes,
                config.host(),
                config.hostname()),
            guarded.dmarcReports());
    received =
        new ReceivedReports(
            new ReceivedReports.Surroundings(
                world,
                ground.store(),
                on.journal(),
                on.local()::isLocal,
                reports::isNamed,
                config.host(),
                config.hostname()),
            guarded.dmarcReceived());
    guard =
        new Guard(
            guarded,
            new Guard.Neighbours(
                world,
                config.host(),
                door,
                address -> config.mta().routing().relayNetwork(address).isPresent(),
                Optional.of((message, client) -> mailAuth.verify(question(message, client))),
                filters(suffixes),
                new Custody(Optional.of(quarantine), Optional.of(subscriptions)),
                arcSeal(),
                Witness.all(List.of(reports.witness(), received.witness()))));
  }

  /** Nothing is held against those whose mail counts as ours. */
  private static List<AddressRange> trusted(NodeConfig config) {
    List<AddressRange> out =
        new ArrayList<>(AddressRange.all("trusted-networks", config.guard().trustedNetworks()));
    out.addAll(AddressRange.all("relay-networks", config.mta().routing().relayNetworks()));
    return out;
  }

  private static Question question(Arriving message, Client client) {
    return new Question(
        client.remote().getAddress(),
        client.hello().name(),
        message.sender(),
        message.content().after(message.received()),
        message.header());
  }

  /** What looks at messages, in the order in which it is shown. */
  private List<Filter> filters(SuffixList suffixes) {
    List<Filter> out = new ArrayList<>();
    out.add(new VouchingFilter(config.guard().vouching(), new ArcTrust(config.mailauth().arc())));
    out.addAll(OwnFilters.of(on.world(), config, on.directory(), on.journal(), suffixes));
    out.add(on.classification().filter());
    out.addAll(Filters.open(on.world(), config.host(), config.guard().filters()));
    return out;
  }

  private Optional<ArcSeal> arcSeal() {
    ArcConfig arc = config.mailauth().arc();
    return arc.seal()
        ? Optional.of(
            new ArcSeal(
                on.world(),
                keys,
                arc,
                config.mailauth().dkim().sign(),
                new ArcSeal.Home(config.host(), on.local()::leadsElsewhere)))
        : Optional.empty();
  }

  /** Who is asked about mail that comes in. */
  Gate gate() {
    return guard;
  }

  /** What signs mail that begins its way here. */
  Seal seal() {
    return DkimSeal.of(on.world(), keys, config.mailauth().dkim().sign());
  }

  /** Who turns away addresses at every port. */
  Porter porter() {
    return config.guard().enabled() ? door.porter() : Porter.OPEN;
  }

  /** Lets the door see who logs in, and who fails to. */
  void watch(Authenticator authenticator) {
    if (config.guard().enabled()) {
      authenticator.watch(door.loginWatch());
    }
  }

  /** What is held. */
  Quarantine quarantine() {
    return quarantine;
  }

  void addTo(Operations operations) {
    new GuardOperations(on.world(), guard).addTo(operations);
    new ClassifierOperations(on.classification().classifier(), on.directory()).addTo(operations);
    new DoorOperations(door.desk()).addTo(operations);
    new DkimOperations(keys, keyKeeper).addTo(operations);
    new DmarcOperations(mailAuth, reports, received).addTo(operations);
  }

  /**
   * Begins what runs beside the sessions; who calls cancels it.
   *
   * @param mta takes the reports that go by mail
   * @throws StoreException if the machine failed
   */
  List<Task> start(Mta mta) throws StoreException {
    World world = on.world();
    reports.start(mta.post("dmarc-reports"));
    received.start();
    return List.of(
        world.start("door", door::run),
        world.start("dkim keys", keyKeeper::run),
        world.start("lessons", on.classification().lessons()::run));
  }

  /** Sends and reads no more reports. */
  void stop() {
    received.stop();
    reports.stop();
  }

  /** How much was cleared away that nothing needs any more. */
  record Swept(int lists, int reports, long tokens) {}

  /**
   * Clears it away.
   *
   * @throws StoreException if the machine failed
   */
  Swept sweep() throws StoreException {
    return new Swept(
        subscriptions.sweep(on.world().now()),
        reports.sweep() + received.sweep(),
        on.classification().sweep());
  }

  /**
   * Writes down what the door has learned.
   *
   * @throws StoreException if the machine failed
   */
  void flush() throws StoreException {
    door.flush();
  }
}
