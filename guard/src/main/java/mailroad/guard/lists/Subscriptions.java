package mailroad.guard.lists;

import com.google.protobuf.InvalidProtocolBufferException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import mailroad.guard.verdict.Suspect;
import mailroad.kernel.Domain;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.Why;
import mailroad.mailauth.Authentication;
import mailroad.mailauth.dkim.DkimResult;
import mailroad.mailauth.dmarc.DmarcResult;
import mailroad.mailauth.spf.SpfResult;
import mailroad.mime.Header;
import mailroad.mta.gate.Booking;
import mailroad.mta.local.LocalDelivery;
import mailroad.records.SubscriptionRecord;
import mailroad.store.Batch;
import mailroad.store.Key;
import mailroad.store.Store;
import mailroad.store.StoreException;

/** Which lists an account has let into its inbox before. Any number of tasks may use it; blocks. */
public final class Subscriptions {
  private static final Key ROOT = Key.of("lists");
  private static final int DOMAINS_MAX = 4;
  private static final int PAGE = 500;

  /** A record is not written anew for each message of a busy list. */
  private static final Duration FRESH = Duration.ofDays(1);

  private final Store store;
  private final LocalDelivery local;
  private final ListsConfig config;

  /**
   * The lists that a store remembers.
   *
   * @param local knows whose mailbox a recipient's mail goes into
   */
  public Subscriptions(Store store, LocalDelivery local, ListsConfig config) {
    this.store = store;
    this.local = local;
    this.config = config;
  }

  /**
   * Why a recipient's copy must not vanish, neither kept nor dropped nor refused, for all that its content is worth: it is
   * from a list whose mail its account has taken. Empty if it is not. Not to be asked about what is dangerous.
   */
  public Optional<Why> softened(Suspect suspect, EmailAddress recipient) throws StoreException {
    Optional<ListId> list = list(suspect);
    Optional<EmailAddress> account = list.isEmpty() ? Optional.empty() : local.owner(recipient);
    if (account.isEmpty()) {
      return Optional.empty();
    }
    for (Domain domain : vouching(suspect)) {
      Optional<Store.Value> value = store.get(key(account.get(), list.get(), domain));
      if (value.isPresent()) {
        Instant since = Instant.ofEpochMilli(record(value.get()).getFirstMillis());
        return Optional.of(
            new Why(
                "it is from the list %s, whose mail %s has taken before"
                    .formatted(list.get(), account.get()),
                "vouched for by %s, known since %s".formatted(domain, since)));
      }
    }
    return Optional.empty();
  }

  /**
   * Remembers the list that a message is from, with the batch that takes it.
   *
   * @param inbox recipients whose copies go their usual way, and not into Junk
   */
  public Booking remember(Suspect suspect, Collection<EmailAddress> inbox) {
    Optional<ListId> list = list(suspect);
    Set<Domain> domains = list.isPresent() ? vouching(suspect) : Set.of();
    if (list.isEmpty() || domains.isEmpty() || inbox.isEmpty()) {
      return Booking.NONE;
    }
    Instant now = suspect.arriving().now();
    List<EmailAddress> recipients = List.copyOf(inbox);
    return (batch, _, _) -> {
      Set<EmailAddress> accounts = new LinkedHashSet<>();
      for (EmailAddress recipient : recipients) {
        local.owner(recipient).ifPresent(accounts::add);
      }
      for (EmailAddress account : accounts) {
        for (Domain domain : domains) {
          remember(batch, account, key(account, list.get(), domain), now);
        }
      }
    };
  }

  private void remember(Batch batch, EmailAddress account, Key key, Instant now)
      throws StoreException {
    Optional<Store.Value> known = store.get(key);
    SubscriptionRecord before =
        known.isPresent() ? record(known.get()) : SubscriptionRecord.getDefaultInstance();
    Instant last = Instant.ofEpochMilli(before.getLastMillis());
    if (known.isPresent() && now.isBefore(last.plus(FRESH))) {
      return;
    }
    if (known.isEmpty()) {
      makeRoom(batch, account);
    }
    batch.put(
        key,
        SubscriptionRecord.newBuilder()
            .setFirstMillis(known.isPresent() ? before.getFirstMillis() : now.toEpochMilli())
            .setLastMillis(now.toEpochMilli())
            .build()
            .toByteArray());
  }

  /** The list that was silent longest makes room. */
  private void makeRoom(Batch batch, EmailAddress account) throws StoreException {
    Key prefix = ROOT.then(account.toString());
    List<Store.Entry> all = store.range(Store.Range.under(prefix, config.listsMax() + DOMAINS_MAX));
    List<Dated> dated = new ArrayList<>();
    for (Store.Entry entry : all) {
      dated.add(new Dated(entry.key(), record(entry.value()).getLastMillis()));
    }
    dated.stream()
        .sorted(Comparator.comparingLong(Dated::lastMillis))
        .limit(Math.max(0, all.size() - config.listsMax() + 1))
        .forEach(one -> batch.delete(one.key()));
  }

  private record Dated(Key key, long lastMillis) {}

  /**
   * Forgets a list, since its subscriber has said that its mail is junk.
   *
   * @param header of the message that was said of
   */
  public void forget(EmailAddress account, Header header) throws StoreException {
    Optional<ListId> list = ListId.of(header);
    if (list.isEmpty()) {
      return;
    }
    Key prefix = ROOT.then(account.toString(), list.get().value());
    Batch batch = new Batch();
    store.range(Store.Range.under(prefix, PAGE)).forEach(entry -> batch.delete(entry.key()));
    if (!batch.ops().isEmpty()) {
      store.commit(batch);
    }
  }

  /** Forgets lists that have been silent for too long; how many. */
  public int sweep(Instant now) throws StoreException {
    long before = now.minus(config.rememberedFor()).toEpochMilli();
    int forgotten = 0;
    Key from = ROOT;
    List<Store.Entry> page;
    do {
      page = store.range(Store.Range.from(from, ROOT, PAGE));
      Batch batch = new Batch();
      for (Store.Entry entry : page) {
        if (record(entry.value()).getLastMillis() < before) {
          batch.assertVersion(entry.key(), entry.value().version()).delete(entry.key());
          forgotten++;
        }
        from = entry.key().then(0);
      }
      if (!batch.ops().isEmpty()) {
        store.commit(batch);
      }
    } while (page.size() == PAGE);
    return forgotten;
  }

  private Optional<ListId> list(Suspect suspect) {
    return config.enabled() && suspect.direction() == Suspect.Direction.INCOMING
        ? ListId.of(suspect.arriving().header())
        : Optional.empty();
  }

  /** Those who vouch for the message as a whole, or for its way here. */
  private static Set<Domain> vouching(Suspect suspect) {
    Set<Domain> out = new LinkedHashSet<>();
    suspect.authentication().ifPresent(found -> add(found, out));
    return out;
  }

  private static void add(Authentication found, Set<Domain> out) {
    if (found.dmarc().code() == DmarcResult.Code.PASS) {
      found.dmarc().from().ifPresent(out::add);
    }
    found.dkim().stream()
        .filter(one -> one.code() == DkimResult.Code.PASS && !one.testing())
        .flatMap(one -> one.domain().stream())
        .filter(_ -> out.size() < DOMAINS_MAX)
        .forEach(out::add);
    if (found.mail().code() == SpfResult.Code.PASS && out.size() < DOMAINS_MAX) {
      Domain.parse(found.mail().domain()).ifPresent(out::add);
    }
  }

  private static Key key(EmailAddress account, ListId list, Domain domain) {
    return ROOT.then(account.toString(), list.value(), domain.name());
  }

  private static SubscriptionRecord record(Store.Value value) throws StoreException {
    try {
      return SubscriptionRecord.parseFrom(value.bytes());
    } catch (InvalidProtocolBufferException e) {
      throw new StoreException("damaged record of a subscription", e);
    }
  }
}
