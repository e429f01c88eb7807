package mailroad.app;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import mailroad.app.admin.AdminException;
import mailroad.app.admin.Arguments;
import mailroad.app.admin.Channel;
import mailroad.app.admin.Hint;
import mailroad.app.admin.Operations;
import mailroad.app.config.Amounts;
import mailroad.guard.quarantine.Actor;
import mailroad.guard.quarantine.Copy;
import mailroad.guard.quarantine.Deed;
import mailroad.guard.quarantine.Entry;
import mailroad.guard.quarantine.Learner.Lesson;
import mailroad.guard.quarantine.Outcome;
import mailroad.guard.quarantine.Quarantine;
import mailroad.guard.quarantine.Query;
import mailroad.guard.quarantine.ReleaseOrder;
import mailroad.guard.quarantine.Warden;
import mailroad.journal.EventFields;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.QueueId;
import mailroad.kernel.Text;
import mailroad.kernel.World;
import mailroad.mime.Octets;
import mailroad.store.Blobs;
import mailroad.store.StoreException;

/** What an administrator does about mail that is kept in quarantine. */
final class QuarantineOperations {
  private static final Actor BY = new Actor.Administrator("administrator");
  private static final int LISTED_MOST = 10_000;
  private static final int HEADER_OCTETS_SHOWN = 65_536;
  private static final int BLOCK_OCTETS = 65_536;

  private final World world;
  private final Quarantine quarantine;
  private final Warden warden;
  private final Blobs blobs;

  QuarantineOperations(World world, Quarantine quarantine, Warden warden, Blobs blobs) {
    this.world = world;
    this.quarantine = quarantine;
    this.warden = warden;
    this.blobs = blobs;
  }

  void addTo(Operations operations) {
    operations
        .add("quarantine.list", this::list)
        .add("quarantine.show", this::show)
        .add("quarantine.release", this::release)
        .add("quarantine.delete", this::delete)
        .add("quarantine.learn", this::learn)
        .add("quarantine.expire", _ -> Map.of("messages", warden.expire()))
        .add("quarantine.history", this::history)
        .converse("quarantine.download", this::download);
  }

  /** A message as lists show it. */
  record EntryView(
      String id,
      String since,
      String expires,
      String cause,
      String direction,
      String sender,
      List<String> recipients,
      String from,
      String subject,
      long octets,
      String verdict) {}

  private Object list(Arguments arguments) throws StoreException, AdminException {
    int limit = Math.clamp(arguments.number("limit", 100), 1, LISTED_MOST);
    Optional<QueueId> before = arguments.given("before", arguments::queueId);
    Query query =
        new Query(arguments.optional("recipient"), arguments.optional("sender"), since(arguments));
    List<EntryView> out = new ArrayList<>();
    for (Entry entry : quarantine.list(query, before, limit)) {
      out.add(view(entry));
    }
    return out;
  }

  /** A time, or how long ago it is. */
  private Optional<Instant> since(Arguments arguments) throws AdminException {
    Optional<String> text = arguments.optional("since");
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Optional<Duration> ago = Amounts.duration(text.get());
    if (ago.isPresent()) {
      return Optional.of(world.now().minus(ago.get()));
    }
    try {
      String day = text.get().length() == 10 ? text.get() + "T00:00:00Z" : text.get();
      return Optional.of(Instant.parse(day));
    } catch (DateTimeException e) {
      throw new AdminException(
          "since when? Give a time such as 2d, 2026-11-22 or 2026-11-22T10:00:00Z, not "
              + Text.visible(text.get()),
          e);
    }
  }

  private EntryView view(Entry entry) throws StoreException {
    return new EntryView(
        entry.id().value(),
        entry.since().toString(),
        entry.expires().toString(),
        lower(entry.cause()),
        lower(entry.origin().direction()),
        entry.origin().sender().toString(),
        quarantine.copies(entry.id()).stream().map(copy -> copy.address().toString()).toList(),
        entry.content().author(),
        entry.content().subject(),
        entry.content().octets(),
        entry.finding().verdict());
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private Object show(Arguments arguments) throws StoreException, AdminException {
    QueueId id = arguments.queueId("id");
    Entry entry = quarantine.find(id).orElseThrow(() -> missing(id));
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("message", view(entry));
    out.put(
        "client", entry.origin().client().map(one -> one.getAddress().getHostAddress()).orElse(""));
    out.put("helo", entry.origin().helo());
    out.put("login", entry.origin().login().map(EmailAddress::toString).orElse(""));
    List<Map<String, String>> copies = new ArrayList<>();
    for (Copy copy : quarantine.copies(id)) {
      copies.add(Map.of("recipient", copy.address().toString(), "owner", copy.owner().toString()));
    }
    out.put("copies", copies);
    out.put("authentication", entry.finding().authentication());
    out.put("why", EventFields.why(entry.finding().why()));
    out.put("text", entry.finding().why().toString());
    out.put("history", entry.deeds().stream().map(QuarantineOperations::view).toList());
    out.put("header", header(entry.content()));
    return out;
  }

  private static AdminException missing(QueueId id) {
    return new AdminException(
        id + " is not in quarantine; what befell it: " + Hint.of("trace " + id));
  }

  private String header(Entry.Content content) throws StoreException {
    byte[] start = new byte[(int) Math.min(content.octets(), HEADER_OCTETS_SHOWN)];
    int n = blobs.read(content.blob(), 0, start, 0, start.length);
    String text = new String(start, 0, n, StandardCharsets.UTF_8);
    int end = text.indexOf("\r\n\r\n");
    return end < 0 ? text : text.substring(0, end + 2);
  }

  private static Map<String, String> view(Deed deed) {
    Map<String, String> out = new LinkedHashMap<>();
    out.put("at", deed.at().toString());
    out.put("act", deed.act());
    out.put("by", deed.by());
    return out;
  }

  private Object release(Arguments arguments) throws StoreException, AdminException {
    QueueId id = arguments.queueId("id");
    List<EmailAddress> to = arguments.addresses("to");
    if (to.isEmpty() && !arguments.flag("all")) {
      throw new AdminException("to whom? Give --to ADDRESS, or --all.");
    }
    ReleaseOrder order =
        new ReleaseOrder(to, arguments.flag("asAttachment"), arguments.flag("anyway"));
    Outcome outcome = warden.release(id, order, BY);
    if (!(outcome instanceof Outcome.Released released)) {
      return done(outcome, id);
    }
    Map<String, String> failed = new LinkedHashMap<>();
    released.failed().forEach((one, reply) -> failed.put(one.toString(), reply.toString()));
    if (released.released().isEmpty()) {
      throw new AdminException("nobody got it: " + failed);
    }
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("as", released.as().map(QueueId::value).orElse(""));
    out.put("released", released.released().stream().map(EmailAddress::toString).toList());
    out.put("failed", failed);
    return out;
  }

  private static Object done(Outcome outcome, QueueId id) throws AdminException {
    return switch (outcome) {
      case Outcome.Done _, Outcome.Released _, Outcome.Opened _ -> Map.of("id", id.value());
      case Outcome.NotThere _ -> throw missing(id);
      case Outcome.Refused(var reason) -> throw new AdminException(reason);
    };
  }

  private Object delete(Arguments arguments) throws StoreException, AdminException {
    QueueId id = arguments.queueId("id");
    Optional<EmailAddress> to = arguments.given("to", arguments::address);
    return done(warden.delete(id, to, BY), id);
  }

  private Object learn(Arguments arguments)
      throws StoreException, AdminException, InterruptedException {
    QueueId id = arguments.queueId("id");
    Lesson lesson =
        switch (arguments.text("lesson")) {
          case "spam" -> Lesson.SPAM;
          case "good" -> Lesson.GOOD;
          default -> throw new AdminException("what is it: spam or good?");
        };
    return done(warden.learn(id, lesson, BY), id);
  }

  private Object history(Arguments arguments) throws StoreException, AdminException {
    QueueId id = arguments.queueId("id");
    List<Deed> deeds = warden.history(id);
    if (deeds.isEmpty()) {
      throw missing(id);
    }
    return deeds.stream().map(QuarantineOperations::view).toList();
  }

  private void download(Arguments arguments, Channel channel)
      throws StoreException, AdminException, IOException {
    QueueId id = arguments.queueId("id");
    Outcome outcome = warden.open(id, BY);
    if (!(outcome instanceof Outcome.Opened(_, var content))) {
      done(outcome, id);
      return;
    }
    send(content, channel);
  }

  private static void send(Octets content, Channel channel) throws IOException {
    channel.send(Map.of("octets", content.size()));
    for (long at = 0; at < content.size(); at += BLOCK_OCTETS) {
      byte[] block = content.range(at, BLOCK_OCTETS);
      channel.send(block, 0, block.length);
    }
    channel.flush();
  }
}
