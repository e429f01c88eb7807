package mailroad.guard.quarantine.tell;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mailroad.guard.quarantine.Copy;
import mailroad.guard.quarantine.Deed;
import mailroad.guard.quarantine.Entry;
import mailroad.guard.quarantine.Quarantine;
import mailroad.guard.quarantine.QuarantineConfig;
import mailroad.guard.quarantine.Shelf;
import mailroad.guard.quarantine.Shelf.News;
import mailroad.guard.quarantine.Shelf.Versioned;
import mailroad.journal.Journal;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.Event;
import mailroad.kernel.QueueId;
import mailroad.kernel.Reply;
import mailroad.kernel.Text;
import mailroad.kernel.World;
import mailroad.mta.intake.Unjudged;
import mailroad.mta.intake.Unjudged.Result;
import mailroad.store.Batch;
import mailroad.store.Store;
import mailroad.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells owners and senders. One task; what it could not do it does later: nothing is forgotten but by the batch that
 * sends a letter. So several nodes on one store may all tell, and each letter goes once.
 */
public final class Teller {
  private static final Logger LOG = LoggerFactory.getLogger(Teller.class);
  private static final String BY = "the quarantine";
  private static final Duration PATIENCE = Duration.ofMinutes(15);
  private static final long DAY_SECONDS = 86_400;
  private static final int PAGE = 100;
  private static final int NEWS_MAX = 1000;

  private final World world;
  private final Store store;
  private final Journal journal;
  private final Quarantine quarantine;
  private final QuarantineConfig config;
  private final Shelf shelf;
  private final Unjudged way;
  private final Office office;
  private final DigestTimes times;
  private final ZoneId zone;

  /** Who carries letters, and who makes them ready. */
  public record Neighbours(Unjudged way, Office office) {}

  /** A teller. */
  public Teller(
      World world, Store store, Journal journal, Quarantine quarantine, Neighbours neighbours) {
    this.world = world;
    this.store = store;
    this.journal = journal;
    this.quarantine = quarantine;
    this.config = quarantine.config();
    this.shelf = quarantine.shelf();
    this.way = neighbours.way();
    this.office = neighbours.office();
    this.times = DigestTimes.of(config);
    this.zone = times.zone();
  }

  /** Tells whoever is to be told, until the task is cancelled. */
  public void run() throws InterruptedException {
    while (true) {
      long seen = quarantine.bell().rings();
      try {
        tellSenders();
        digests();
      } catch (StoreException e) {
        LOG.warn(
            "event=quarantine-not-told reason=\"{}\"",
            Text.visible(String.valueOf(e.getMessage())));
      }
      quarantine.bell().await(seen, pause(world.now()));
    }
  }

  private Duration pause(Instant now) {
    return times
        .after(now)
        .map(next -> Duration.between(now, next))
        .filter(wait -> wait.compareTo(PATIENCE) < 0)
        .orElse(PATIENCE);
  }

  /**
   * Sends the lists that are due, which they are once after each of their times; how many letters went.
   *
   * @throws StoreException if the machine failed
   */
  public int digests() throws StoreException {
    Instant now = world.now();
    Optional<Instant> due = times.upTo(now);
    if (due.isEmpty() || shelf.digests().filter(last -> !last.isBefore(due.get())).isPresent()) {
      return 0;
    }
    int sent = 0;
    Optional<EmailAddress> after = Optional.empty();
    List<EmailAddress> page;
    do {
      page = shelf.ownersWithNews(after, PAGE);
      for (EmailAddress owner : page) {
        sent += digest(owner) ? 1 : 0;
        after = Optional.of(owner);
      }
    } while (page.size() == PAGE);
    shelf.digestsSent(now);
    if (sent > 0) {
      LOG.info("event=digests-sent letters={}", sent);
    }
    return sent;
  }

  private boolean digest(EmailAddress owner) throws StoreException {
    List<News> news = shelf.news(owner, NEWS_MAX);
    List<Entry> entries = new ArrayList<>();
    for (News one : news) {
      quarantine.find(one.id()).ifPresent(entries::add);
    }
    if (entries.isEmpty()) {
      return false;
    }
    int listed = Math.min(entries.size(), config.digestLinesMax());
    DigestLetter letter =
        new DigestLetter(
            owner,
            office.postmaster(owner),
            entries.subList(entries.size() - listed, entries.size()),
            entries.size() - listed,
            zone);
    Result result =
        way.resume(
            office.parcel("quarantine digest", owner, letter.words()),
            (batch, _, _, _) -> {
              List<News> still = still(news, owner);
              shelf.told(batch, still);
              return !still.isEmpty();
            });
    return isSent(result, owner, news);
  }

  /** What of the news is still there: a message may be released in this very moment. */
  private List<News> still(List<News> news, EmailAddress owner) throws StoreException {
    List<News> now = shelf.news(owner, NEWS_MAX);
    return news.stream().filter(now::contains).toList();
  }

  /** Whom no letter reaches is not written to again; who has no room is, the next time. */
  private boolean isSent(Result result, EmailAddress to, List<News> news) throws StoreException {
    if (!(result instanceof Result.Answered answered)) {
      return false;
    }
    if (answered.as().isPresent()) {
      return true;
    }
    Reply reply = answered.replies().getFirst();
    LOG.info(
        "event=quarantine-letter-refused to={} reply=\"{}\"",
        Text.visible(to.toString()),
        Text.visible(reply.toString()));
    if (reply.kind() == Reply.Kind.NEVER) {
      forget(news);
    }
    return false;
  }

  private void forget(List<News> news) throws StoreException {
    Batch batch = new Batch();
    shelf.told(batch, news);
    store.commit(batch); // refused where somebody else forgot: then nothing is left to do
  }

  /**
   * Tells the senders whose mail is kept since this was last asked; how many letters went.
   *
   * @throws StoreException if the machine failed
   */
  public int tellSenders() throws StoreException {
    int sent = 0;
    Optional<QueueId> after = Optional.empty();
    List<News> page;
    do {
      page = shelf.sendersToTell(after, PAGE);
      for (News one : page) {
        sent += tellSender(one) ? 1 : 0;
        after = Optional.of(one.id());
      }
    } while (page.size() == PAGE);
    return sent;
  }

  private boolean tellSender(News one) throws StoreException {
    Optional<Entry> entry = quarantine.find(one.id());
    Optional<EmailAddress> sender = entry.flatMap(known -> known.origin().sender().mailbox());
    long day = world.now().getEpochSecond() / DAY_SECONDS;
    if (sender.isEmpty() || shelf.toldOn(day, sender.get()) >= config.noticesPerDayMax()) {
      forget(List.of(one));
      return false;
    }
    List<Copy> copies = quarantine.copies(one.id());
    SenderLetter letter =
        new SenderLetter(entry.get(), copies, office.postmaster(sender.get()), zone);
    Result result =
        way.resume(
            office.parcel("quarantine notice", sender.get(), letter.words()),
            (batch, draft, as, _) -> {
              Optional<Versioned> read = shelf.read(one.id());
              if (read.isEmpty()) {
                return false;
              }
              told(batch, draft, read.get(), as);
              shelf.told(batch, List.of(one));
              batch.add(Shelf.toldKey(day, sender.get()), 1);
              return true;
            });
    return isSent(result, sender.get(), List.of(one));
  }

  private void told(Batch batch, Journal.Draft draft, Versioned read, QueueId as)
      throws StoreException {
    QueueId id = read.entry().id();
    String act = "its sender is told in " + as;
    shelf.note(batch, read, new Deed(world.now(), act, BY), config.deedsMax());
    if (!journal.events(id).isEmpty()) {
      draft.add(new Event.Administered(id, world.now(), "quarantine: " + act, BY));
    }
  }
}
