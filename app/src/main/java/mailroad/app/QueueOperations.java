package mailroad.app;

import java.nio.charset.StandardCharsets;
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
import mailroad.app.admin.Hint;
import mailroad.app.admin.Operations;
import mailroad.kernel.Domain;
import mailroad.kernel.QueueId;
import mailroad.kernel.Text;
import mailroad.mta.Mta;
import mailroad.mta.queue.Administration.Act;
import mailroad.mta.queue.HopState;
import mailroad.mta.queue.MailQueue;
import mailroad.mta.queue.QueueQuery;
import mailroad.mta.queue.QueueView;
import mailroad.mta.queue.QueuedItem;
import mailroad.mta.queue.Suspension;
import mailroad.store.BlobId;
import mailroad.store.Blobs;
import mailroad.store.StoreException;

/** What an administrator does with the queue: who waits for whom and why, and how it is to go on. */
final class QueueOperations {
  private static final String BY = "administrator";
  private static final int LISTED_MOST = 10_000;
  private static final int HEADER_OCTETS_SHOWN = 65_536;

  private final Mta mta;
  private final Blobs blobs;

  QueueOperations(Mta mta, Blobs blobs) {
    this.mta = mta;
    this.blobs = blobs;
  }

  void addTo(Operations operations) {
    operations
        .add("queue.list", this::list)
        .add("queue.show", this::show)
        .add("queue.summary", this::summary)
        .add("queue.act", this::act)
        .add("queue.suspend", this::suspend)
        .add("queue.resume", this::resume)
        .add("queue.suspended", _ -> suspended());
  }

  /** A message in the queue as lists show it. */
  record MessageView(
      String id,
      String sender,
      long octets,
      String arrived,
      String expires,
      boolean held,
      int priority,
      String messageId,
      List<RecipientView> recipients) {}

  /** A recipient of such a message. */
  record RecipientView(
      String address,
      String state,
      String nextHop,
      int attempts,
      String next,
      String host,
      String reply) {}

  private Object list(Arguments arguments) throws StoreException, AdminException {
    int limit = Math.clamp(arguments.number("limit", 1000), 1, LISTED_MOST);
    Optional<QueueId> after = arguments.given("after", arguments::queueId);
    return mta.queue().view().list(query(arguments), after, limit).entries().stream()
        .map(QueueOperations::view)
        .toList();
  }

  private static QueueQuery query(Arguments arguments) throws AdminException {
    Optional<Domain> domain = arguments.given("domain", arguments::domain);
    return new QueueQuery(
        domain,
        arguments.optional("destination"),
        arguments.optional("sender"),
        arguments.optional("error"));
  }

  private static MessageView view(MailQueue.Entry entry) {
    List<RecipientView> recipients = new ArrayList<>();
    for (QueuedItem item : entry.items()) {
      for (QueuedItem.Waiting waiting : item.recipients()) {
        recipients.add(
            new RecipientView(
                waiting.recipient().address().toString(),
                "pending",
                item.hop(),
                item.attempts(),
                item.next().toString(),
                waiting.last().map(QueuedItem.Said::host).orElse(""),
                waiting.last().map(said -> said.reply().toString()).orElse("")));
      }
    }
    return new MessageView(
        entry.message().id().value(),
        entry.message().sender().toString(),
        entry.message().octets(),
        entry.message().times().arrived().toString(),
        entry.message().times().expires().toString(),
        entry.message().held(),
        entry.message().parameters().handling().priority(),
        entry.message().messageIdField(),
        recipients);
  }

  private Object show(Arguments arguments) throws StoreException, AdminException {
    QueueId id = arguments.queueId("id");
    MailQueue.Entry entry =
        mta.queue()
            .show(id)
            .orElseThrow(() ->
                new AdminException(
                    id + " is not in the queue; what befell it: " + Hint.of("trace " + id)));
    Map<String, Object> out = new LinkedHashMap<>();
    MessageView view = view(entry);
    out.put("id", view.id());
    out.put("sender", view.sender());
    out.put("octets", view.octets());
    out.put("arrived", view.arrived());
    out.put("expires", view.expires());
    out.put("held", view.held());
    out.put("priority", view.priority());
    out.put("messageId", view.messageId());
    out.put("recipients", view.recipients());
    out.put("header", header(entry.message().blob(), entry.message().octets()));
    return out;
  }

  private String header(BlobId blob, long octets) throws StoreException {
    byte[] start = new byte[(int) Math.min(octets, HEADER_OCTETS_SHOWN)];
    int n = blobs.read(blob, 0, start, 0, start.length);
    String text = new String(start, 0, n, StandardCharsets.UTF_8);
    int end = text.indexOf("\r\n\r\n");
    return end < 0 ? text : text.substring(0, end + 2);
  }

  /** A line of a summary. */
  record GroupView(
      String key,
      long messages,
      long recipients,
      String oldest,
      String next,
      String reply,
      Map<String, Object> destination) {}

  private Object summary(Arguments arguments) throws StoreException, AdminException {
    String by = arguments.optional("by").orElse("destination");
    QueueView.By group;
    try {
      group = QueueView.By.valueOf(by.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new AdminException("by destination, sender or error, not by " + Text.visible(by), e);
    }
    int limit = Math.clamp(arguments.number("limit", 1000), 1, LISTED_MOST);
    QueueView view = mta.queue().view();
    return view.summary(group, query(arguments)).stream()
        .limit(limit)
        .map(one ->
            new GroupView(
                one.key(),
                one.messages(),
                one.recipients(),
                one.oldest().toString(),
                one.next().toString(),
                one.lastReply(),
                one.state().map(state -> destination(view, state)).orElse(Map.of())))
        .toList();
  }

  private static Map<String, Object> destination(QueueView view, HopState state) {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("running", state.running());
    out.put("window", state.window());
    out.put("waiting", state.waiting());
    out.put("failures", state.failures());
    out.put("suspended", state.suspended());
    if (view.rests(state)) {
      out.put(
          "restUntil", state.restUntil().equals(Instant.MAX) ? "" : state.restUntil().toString());
    }
    out.put("reason", state.reason());
    return out;
  }

  private Object act(Arguments arguments) throws StoreException, AdminException {
    Act act = Act.valueOf(arguments.text("act").toUpperCase(Locale.ROOT));
    int done = 0;
    List<QueueId> chosen = chosen(arguments);
    for (QueueId id : chosen) {
      done += mta.act(act, id, BY) ? 1 : 0;
    }
    QueueQuery query = query(arguments);
    if (arguments.flag("all") || !query.equals(QueueQuery.ALL)) {
      done += mta.act(act, query, BY);
    }
    return Map.of("messages", done);
  }

  private List<QueueId> chosen(Arguments arguments) throws StoreException, AdminException {
    List<QueueId> out = new ArrayList<>();
    for (String text : arguments.texts("ids")) {
      QueueId id =
          QueueId.parse(text)
              .orElseThrow(() -> new AdminException("not a queue id: " + Text.visible(text)));
      if (mta.queue().show(id).isEmpty()) {
        throw new AdminException(id + " is not in the queue");
      }
      out.add(id);
    }
    return out;
  }

  private Object suspend(Arguments arguments) throws StoreException, AdminException {
    String reason = arguments.text("reason");
    long seconds = arguments.number("seconds", 0);
    Optional<Duration> time =
        seconds > 0 ? Optional.of(Duration.ofSeconds(seconds)) : Optional.empty();
    return view(
        mta.queue().administration().suspend(arguments.text("destination"), reason, BY, time));
  }

  private static Map<String, String> view(Suspension suspension) {
    return Map.of(
        "destination", suspension.hop(),
        "reason", suspension.reason(),
        "by", suspension.by(),
        "since", suspension.since().toString(),
        "until", suspension.until().map(Instant::toString).orElse(""));
  }

  private Object resume(Arguments arguments) throws StoreException, AdminException {
    return Map.of("suspended", mta.resume(arguments.text("destination")));
  }

  private Object suspended() throws StoreException {
    return mta.queue().administration().suspended().stream().map(QueueOperations::view).toList();
  }
}
