package mailroad.app;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import mailroad.app.admin.AdminException;
import mailroad.app.admin.Arguments;
import mailroad.app.admin.Operations;
import mailroad.journal.EventFields;
import mailroad.journal.Journal;
import mailroad.journal.Journey;
import mailroad.kernel.Domain;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.QueueId;
import mailroad.kernel.ReversePath;
import mailroad.kernel.Text;
import mailroad.mta.Mta;
import mailroad.mta.intake.Submission;
import mailroad.mta.queue.MailQueue;
import mailroad.mta.queue.QueuedItem;
import mailroad.mta.routing.Explanation;
import mailroad.mta.routing.Mail;
import mailroad.store.BlobId;
import mailroad.store.Blobs;
import mailroad.store.StoreException;

/** What an administrator does with mail on its way: the queue, routes, journeys, probes, a letter of one's own. */
final class MailOperations {
  private static final String BY = "administrator";
  private static final int PAGE = 200;
  private static final int HEADER_OCTETS_SHOWN = 65_536;
  private static final int JOURNEYS_MAX = 20;

  private final Mta mta;
  private final Journal journal;
  private final Blobs blobs;

  MailOperations(Mta mta, Journal journal, Blobs blobs) {
    this.mta = mta;
    this.journal = journal;
    this.blobs = blobs;
  }

  void addTo(Operations operations) {
    operations
        .add("queue.list", arguments -> stored(() -> list(arguments)))
        .add("queue.show", arguments -> stored(() -> show(arguments)))
        .add("queue.flush", arguments -> stored(() -> each(arguments, mta::flush)))
        .add("queue.hold", arguments -> stored(() -> each(arguments, mta.queue()::hold)))
        .add("queue.release", arguments -> stored(() -> each(arguments, mta.queue()::release)))
        .add("queue.remove", arguments -> stored(() -> each(arguments, mta.queue()::remove)))
        .add("explain", this::explain)
        .add("trace", arguments -> stored(() -> trace(arguments)))
        .add("probe", this::probe)
        .add("send", this::send);
  }

  /** Something that reads or changes the store. */
  private interface Stored {
    Object run() throws StoreException, AdminException;
  }

  private static Object stored(Stored act) throws AdminException {
    try {
      return act.run();
    } catch (StoreException e) {
      throw new AdminException("the store failed: " + e.getMessage(), e);
    }
  }

  /** A message in the queue as lists show it. */
  record MessageView(
      String id,
      String sender,
      long octets,
      String arrived,
      String expires,
      boolean held,
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
    long limit = arguments.number("limit", 1000);
    Optional<Domain> domain = domain(arguments);
    List<MessageView> out = new ArrayList<>();
    Optional<QueueId> after = Optional.empty();
    while (out.size() < limit) {
      List<MailQueue.Entry> page = mta.queue().list(after, PAGE);
      if (page.isEmpty()) {
        break;
      }
      page.stream()
          .filter(entry -> concerns(entry, domain))
          .limit(limit - out.size())
          .forEach(entry -> out.add(view(entry)));
      after = Optional.of(page.getLast().message().id());
    }
    return out;
  }

  private static Optional<Domain> domain(Arguments arguments) throws AdminException {
    return arguments.optional("domain").isPresent()
        ? Optional.of(arguments.domain("domain"))
        : Optional.empty();
  }

  private static boolean concerns(MailQueue.Entry entry, Optional<Domain> domain) {
    return domain.isEmpty()
        || entry.items().stream()
            .flatMap(item -> item.recipients().stream())
            .anyMatch(waiting -> waiting.recipient().address().domain().equals(domain.get()));
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
                    id + " is not in the queue; what befell it: mailroad trace " + id));
    Map<String, Object> out = new LinkedHashMap<>();
    MessageView view = view(entry);
    out.put("id", view.id());
    out.put("sender", view.sender());
    out.put("octets", view.octets());
    out.put("arrived", view.arrived());
    out.put("expires", view.expires());
    out.put("held", view.held());
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

  /** What is done to one message; whether there was anything to do. */
  private interface Act {
    boolean on(QueueId id, String by) throws StoreException;
  }

  private Object each(Arguments arguments, Act act) throws StoreException, AdminException {
    int done = 0;
    for (QueueId id : chosen(arguments)) {
      if (act.on(id, BY)) {
        done++;
      }
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
    Optional<Domain> domain = domain(arguments);
    if (arguments.flag("all") || domain.isPresent()) {
      Optional<QueueId> after = Optional.empty();
      while (true) {
        List<MailQueue.Entry> page = mta.queue().list(after, PAGE);
        if (page.isEmpty()) {
          return out;
        }
        page.stream()
            .filter(entry -> concerns(entry, domain))
            .forEach(entry -> out.add(entry.message().id()));
        after = Optional.of(page.getLast().message().id());
      }
    }
    return out;
  }

  private Object explain(Arguments arguments) throws AdminException, InterruptedException {
    try {
      return explained(arguments);
    } catch (StoreException e) {
      throw new AdminException("the store failed: " + e.getMessage(), e);
    }
  }

  /** What is said of the message besides its sender. */
  private static Mail mail(ReversePath from, Arguments arguments) throws AdminException {
    long octets = arguments.number("size", -1);
    Optional<EmailAddress> account =
        arguments.optional("account").isPresent()
            ? Optional.of(arguments.address("account"))
            : Optional.empty();
    List<String> fields = arguments.texts("headers");
    return Mail.from(from)
        .by(account)
        .sized(octets < 0 ? OptionalLong.empty() : OptionalLong.of(octets))
        .withFields(fields);
  }

  private Object explained(Arguments arguments)
      throws AdminException, StoreException, InterruptedException {
    String text = arguments.text("from");
    ReversePath from =
        ReversePath.parse(text)
            .orElseThrow(() ->
                new AdminException("FROM is not a mail address, nor <>: " + Text.visible(text)));
    EmailAddress to = arguments.address("to");
    Explanation explanation = mta.explain(mail(from, arguments), to);
    return Map.of(
        "from", from.toString(),
        "to", to.toString(),
        "verdict", explanation.verdict(),
        "why", EventFields.why(explanation.why()),
        "text", to + ": " + explanation.why());
  }

  private Object trace(Arguments arguments) throws StoreException, AdminException {
    String wanted = arguments.text("id");
    List<QueueId> found = journal.find(wanted);
    if (found.isEmpty()) {
      throw new AdminException(
          "nothing is known here of %s; give a queue id or the Message-ID field"
              .formatted(Text.visible(wanted)));
    }
    StringBuilder text = new StringBuilder();
    List<Object> journeys = new ArrayList<>();
    for (QueueId id : found.subList(0, Math.min(found.size(), JOURNEYS_MAX))) {
      Journey journey = Journey.of(List.of(journal), id);
      text.append(journey);
      journeys.add(journey.fields());
    }
    return Map.of("text", text.toString(), "journeys", journeys);
  }

  private Object probe(Arguments arguments) throws AdminException, InterruptedException {
    return ProbeView.of(mta.probe(arguments.domain("domain")));
  }

  private Object send(Arguments arguments) throws AdminException {
    List<EmailAddress> to = arguments.addresses("to");
    EmailAddress from = arguments.address("from");
    byte[] typed = Base64.getDecoder().decode(arguments.text("content"));
    byte[] content = Letter.complete(typed, from, to, arguments.optional("subject").orElse(""));
    try {
      return switch (mta.submit(ReversePath.of(from), to, new ByteArrayInputStream(content), BY)) {
        case Submission.Result.Accepted(var id) -> Map.of("id", id.value());
        case Submission.Result.Refused(var reply) -> throw new AdminException("refused: " + reply);
      };
    } catch (IOException e) {
      throw new AdminException("the message could not be read: " + e.getMessage(), e);
    }
  }
}
