package mailroad.guard.quarantine;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mailroad.dns.FixedResolver;
import mailroad.guard.quarantine.tell.CoverLetters;
import mailroad.guard.quarantine.tell.Office;
import mailroad.guard.quarantine.tell.Teller;
import mailroad.guard.verdict.Suspect;
import mailroad.journal.Journal;
import mailroad.journal.JournalConfig;
import mailroad.journal.Journey;
import mailroad.kernel.Domain;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.Event;
import mailroad.kernel.QueueId;
import mailroad.kernel.Reply;
import mailroad.kernel.ReversePath;
import mailroad.kernel.SteppedWorld;
import mailroad.kernel.Why;
import mailroad.mailauth.Authentication;
import mailroad.mailauth.Iprev;
import mailroad.mailauth.arc.ArcResult;
import mailroad.mailauth.dkim.DkimResult;
import mailroad.mailauth.dmarc.DmarcResult;
import mailroad.mailauth.spf.SpfResult;
import mailroad.mta.Mta;
import mailroad.mta.MtaConfig;
import mailroad.mta.delivery.Tokens;
import mailroad.mta.gate.Arriving;
import mailroad.mta.gate.Gate;
import mailroad.mta.gate.Judgement;
import mailroad.mta.gate.Placement;
import mailroad.mta.gate.Seal;
import mailroad.mta.local.LocalDelivery;
import mailroad.smtp.Envelope;
import mailroad.smtp.MailParameters;
import mailroad.smtp.Recipient;
import mailroad.smtp.server.Client;
import mailroad.smtp.server.Hello;
import mailroad.smtp.server.Incoming;
import mailroad.store.Batch;
import mailroad.store.BlobId;
import mailroad.store.Key;
import mailroad.store.Store;
import mailroad.store.StoreException;
import mailroad.store.ValueForm;
import mailroad.store.memory.MemoryStore;
import mailroad.wire.ClientTrust;

/**
 * A whole transfer of mail over a store in memory, with a clock that the test moves, mailboxes that are keys, and a gate
 * that keeps what it is told to keep. Its queue is not worked: mail for elsewhere stays in it.
 */
public final class Ward {
  public static final Instant START = Instant.parse("2026-11-22T10:00:00Z");
  public static final Why WHY =
      new Why(
          "quarantine, score 12.1",
          List.of(
              new Why("junk from 6.0, quarantine from 8.0", "guard.policy.incoming"),
              new Why("+4.1 bayes: it speaks of prizes"),
              new Why("+8.0 door: its sender is listed", "127.0.0.2 by dnsbl.example")));

  public final SteppedWorld world = world();
  public final Boxes boxes = new Boxes();
  public final Map<EmailAddress, Placement> placements = new HashMap<>();
  public Placement otherwise = Placement.QUARANTINE;
  public Cause cause = Cause.UNWANTED;
  public Optional<Authentication> authentication = Optional.empty();
  public Learner learner = Learner.NONE;
  public final List<QueueId> judged = new ArrayList<>();
  public final Disk disk = new Disk();

  private QuarantineConfig config;
  private MemoryStore memory = new MemoryStore(world);
  public Store store = disk.over(memory);
  public Journal journal;
  public Quarantine quarantine;
  public Mta mta;
  public Warden warden;
  public Teller teller;

  public Ward() {
    this(QuarantineConfig.DEFAULT);
  }

  public Ward(QuarantineConfig config) {
    this.config = config;
    boxes.account("anna@local.example");
    boxes.account("bob@local.example");
    boxes.account("postmaster@local.example");
    open();
  }

  public Ward configured(QuarantineConfig other) {
    config = other;
    open();
    return this;
  }

  private void open() {
    journal = new Journal(world, store, JournalConfig.DEFAULT, "mx.local.example");
    quarantine = new Quarantine(world, store, boxes, config);
    mta =
        new Mta(
            new Mta.Surroundings(
                world,
                store,
                journal,
                FixedResolver.of(""),
                boxes,
                ClientTrust.any(),
                Tokens.NONE,
                new Keeping(),
                Seal.NONE),
            new Mta.Identity(
                new Domain("mx.local.example"),
                Set.of(InetAddress.ofLiteral("198.51.100.1")),
                "node"),
            MtaConfig.DEFAULT);
    Office office = new Office(world, new Domain("mx.local.example"), boxes::isLocal);
    warden =
        new Warden(
            world,
            store,
            journal,
            quarantine,
            new Warden.Neighbours(
                mta.unjudged(),
                new CoverLetters(office, store.blobs(), ZoneId.of("UTC")),
                id -> mta.queue().show(id).isPresent(),
                (message, lesson, owners) -> learner.learn(message, lesson, owners)));
    teller =
        new Teller(
            world, store, journal, quarantine, new Teller.Neighbours(mta.unjudged(), office));
  }

  /** Loses all but what was committed, and begins anew. */
  public void crash() {
    disk.heal();
    memory = memory.reopen();
    store = disk.over(memory);
    open();
  }

  private final class Keeping implements Gate {
    @Override
    public Judgement judge(Arriving message) {
      judged.add(message.id());
      Suspect.Direction way =
          message.client().flatMap(Client::login).isPresent()
              ? Suspect.Direction.SUBMITTED
              : Suspect.Direction.INCOMING;
      Suspect suspect = new Suspect(message, way, authentication);
      return new Judgement(
          Optional.empty(),
          message.envelope(),
          List.of(),
          Optional.empty(),
          placements,
          otherwise,
          WHY.finding(),
          WHY,
          quarantine.booking(suspect, cause, WHY.finding(), WHY));
    }
  }

  public static Client stranger() {
    return client(Optional.empty());
  }

  public static Client client(Optional<EmailAddress> login) {
    return new Client(
        new InetSocketAddress(InetAddress.ofLiteral("203.0.113.9"), 4321),
        new InetSocketAddress(InetAddress.ofLiteral("198.51.100.1"), 25),
        new Hello.Ehlo("client.example"),
        Optional.empty(),
        login);
  }

  /** Takes a message; its id. */
  public QueueId take(String from, String subject, String... to) throws Exception {
    String content =
        "From: Eve =?utf-8?Q?M=C3=BCller?= <eve@bad.example>\r\nSubject: %s\r\nMessage-ID: <%s@bad.example>\r\n\r\nbody of %s\r\n"
            .formatted(subject, subject.replaceAll("[^a-z0-9]", ""), subject);
    return take(stranger(), from, content, to);
  }

  public QueueId take(Client client, String from, String content, String... to) throws Exception {
    Reply reply = offer(client, from, content, to);
    assertThat(reply.code()).as(reply.toString()).isEqualTo(250);
    return judged.getLast();
  }

  public Reply offer(Client client, String from, String content, String... to) throws Exception {
    Recipient[] recipients =
        List.of(to).stream().map(EmailAddress::of).map(Recipient::of).toArray(Recipient[]::new);
    Envelope envelope =
        new Envelope(
            ReversePath.parse(from).orElseThrow(), MailParameters.NONE, List.of(recipients));
    Incoming incoming = mta.reception().begin(client, envelope);
    byte[] octets = content.getBytes(StandardCharsets.UTF_8);
    incoming.write(octets, 0, octets.length);
    return incoming.finish();
  }

  public List<String> inbox(String account) throws Exception {
    return boxes.messages(store, account);
  }

  public String journey(QueueId id) throws Exception {
    return Journey.of(List.of(journal), id).toString();
  }

  public long completions(QueueId id) throws Exception {
    return journal.events(id).stream().filter(Event.Completed.class::isInstance).count();
  }

  /** A letter with its parts in base64 decoded in their places. */
  public static String decoded(String letter) {
    return Pattern.compile("base64\r\n\r\n([A-Za-z0-9+/=\r\n]+?)\r\n(\r\n|$)")
        .matcher(letter)
        .replaceAll(found ->
            Matcher.quoteReplacement(
                new String(
                    Base64.getMimeDecoder().decode(found.group(1)), StandardCharsets.UTF_8)));
  }

  /** What vouches for a message: DMARC for a domain, and DKIM by others. */
  public static Authentication vouched(
      DmarcResult.Code dmarc, String from, String organisation, String... signers) {
    SpfResult spf = new SpfResult(SpfResult.Code.NONE, "", WHY);
    List<DkimResult> dkim =
        List.of(signers).stream()
            .map(one ->
                new DkimResult(
                    DkimResult.Code.PASS,
                    Domain.parse(one),
                    "s",
                    "@" + one,
                    "rsa-sha256",
                    "abc",
                    false,
                    WHY))
            .toList();
    return new Authentication(
        new Iprev(Iprev.Code.FAIL, Optional.empty(), List.of(), WHY),
        spf,
        spf,
        dkim,
        new ArcResult(ArcResult.Code.NONE, List.of(), WHY),
        new DmarcResult(
            dmarc, Domain.parse(from), Domain.parse(organisation), DmarcResult.Policy.NONE, WHY));
  }

  public static EmailAddress address(String text) {
    return EmailAddress.of(text);
  }

  /** A World at {@link #START}. */
  public static SteppedWorld world() {
    return new SteppedWorld(START, 7);
  }

  public static Actor root() {
    return new Actor.Administrator("root");
  }

  /** Stands between the programme and its store, and fails at a write: before it has happened, or after. */
  public static final class Disk {
    private OptionalInt left = OptionalInt.empty();
    private boolean afterwards;
    private int commits;

    /** Fails at the n-th commit from now, counted from 0, and at all that follow. */
    public void failAt(int commit, boolean after) {
      left = OptionalInt.of(commit);
      afterwards = after;
    }

    public void heal() {
      left = OptionalInt.empty();
    }

    public int commits() {
      return commits;
    }

    Store over(Store real) {
      return (Store)
          Proxy.newProxyInstance(
              Ward.class.getClassLoader(),
              new Class<?>[] {Store.class},
              (proxy, method, arguments) -> {
                boolean commit = method.getName().equals("commit");
                boolean fails = commit && fails();
                if (fails && !afterwards) {
                  throw new StoreException("the disk failed");
                }
                try {
                  Object result = method.invoke(real, arguments);
                  if (fails) {
                    throw new StoreException("the disk failed, or did it?");
                  }
                  return result;
                } catch (InvocationTargetException e) {
                  throw e.getCause();
                }
              });
    }

    private boolean fails() {
      commits++;
      if (left.isEmpty()) {
        return false;
      }
      boolean now = left.getAsInt() == 0;
      left = now ? left : OptionalInt.of(left.getAsInt() - 1);
      return now;
    }
  }

  /** Mailboxes: each message is a key, so that what was filed shares the fate of its batch. */
  public static final class Boxes implements LocalDelivery {
    private static final Key BOX = Key.of("box");
    private final Set<Domain> domains = new HashSet<>();
    private final Map<EmailAddress, EmailAddress> accounts = new HashMap<>();
    private final Map<EmailAddress, List<EmailAddress>> aliases = new HashMap<>();
    private final Set<EmailAddress> full = new HashSet<>();

    public Boxes account(String address) {
      return account(address, address);
    }

    public Boxes account(String address, String owner) {
      domains.add(EmailAddress.of(address).domain());
      accounts.put(EmailAddress.of(address), EmailAddress.of(owner));
      return this;
    }

    public void remove(String address) {
      accounts.remove(EmailAddress.of(address));
    }

    public void alias(String address, String... to) {
      aliases.put(EmailAddress.of(address), List.of(to).stream().map(EmailAddress::of).toList());
    }

    public void full(String account, boolean isFull) {
      if (isFull) {
        full.add(EmailAddress.of(account));
      } else {
        full.remove(EmailAddress.of(account));
      }
    }

    @Override
    public boolean isLocal(Domain domain) {
      return domains.contains(domain);
    }

    @Override
    public Lookup lookup(EmailAddress recipient, long octets) {
      if (aliases.containsKey(recipient)) {
        return new Lookup.Forward(aliases.get(recipient), new Why("alias"));
      }
      EmailAddress account = accounts.get(recipient);
      if (account == null) {
        return new Lookup.Unknown(new Why("nobody"));
      }
      return full.contains(account)
          ? new Lookup.Full(account, new Why("full"))
          : new Lookup.ToAccount(account, new Why("account"));
    }

    @Override
    public Filing file(Batch batch, Arrival arrival, EmailAddress recipient, Lookup.ToAccount to) {
      Batch.Slot uid = batch.addAndGet(Key.of("uid", to.account().toString()), 1);
      batch.put(
          BOX.then(to.account().toString()).form(uid),
          ValueForm.of(arrival.blob().value().getBytes(StandardCharsets.US_ASCII)));
      batch.reference(arrival.blob(), Key.of("box-reference", to.account().toString()).form(uid));
      return new Filing(arrival.junk() ? "Junk" : "INBOX", uid);
    }

    List<String> messages(Store store, String account) throws Exception {
      List<String> out = new ArrayList<>();
      for (Store.Entry entry : store.range(Store.Range.under(BOX.then(account), 10_000))) {
        BlobId blob = new BlobId(new String(entry.value().bytes(), StandardCharsets.US_ASCII));
        byte[] octets = new byte[(int) store.blobs().size(blob)];
        store.blobs().read(blob, 0, octets, 0, octets.length);
        out.add(new String(octets, StandardCharsets.UTF_8));
      }
      return out;
    }
  }
}
