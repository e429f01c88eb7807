package mailroad.app;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
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
import mailroad.kernel.EmailAddress;
import mailroad.kernel.QueueId;
import mailroad.kernel.ReversePath;
import mailroad.kernel.Text;
import mailroad.mta.Mta;
import mailroad.mta.intake.Submission;
import mailroad.mta.routing.Explanation;
import mailroad.mta.routing.Mail;
import mailroad.store.StoreException;

/** What an administrator does with mail on its way: routes, journeys, probes, a letter of one's own. */
final class MailOperations {
  private static final String BY = "administrator";
  private static final int JOURNEYS_MAX = 20;

  private final Mta mta;
  private final Journal journal;

  MailOperations(Mta mta, Journal journal) {
    this.mta = mta;
    this.journal = journal;
  }

  void addTo(Operations operations) {
    operations
        .add("explain", this::explain)
        .add("trace", this::trace)
        .add("probe", this::probe)
        .add("send", this::send);
  }

  /** What is said of the message besides its sender. */
  private static Mail mail(ReversePath from, Arguments arguments) throws AdminException {
    long octets = arguments.number("size", -1);
    Optional<EmailAddress> account = arguments.given("account", arguments::address);
    List<String> fields = arguments.texts("headers");
    return Mail.from(from)
        .by(account)
        .sized(octets < 0 ? OptionalLong.empty() : OptionalLong.of(octets))
        .withFields(fields);
  }

  private Object explain(Arguments arguments)
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
        "passed-on-to", ends(explanation),
        "text", to + ": " + explanation.why());
  }

  /** To whom an alias passes mail on, each with what becomes of it there. */
  private static List<Map<String, String>> ends(Explanation explanation) {
    return explanation.ends().stream()
        .map(end -> Map.of("to", end.to().toString(), "verdict", end.explanation().verdict()))
        .toList();
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

  private Object probe(Arguments arguments)
      throws StoreException, AdminException, InterruptedException {
    return ProbeView.of(mta.probe(arguments.domain("domain")));
  }

  private Object send(Arguments arguments) throws AdminException, InterruptedException {
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
