package mailroad.guard.filter;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mailroad.guard.filter.RspamdLine.OnReject;
import mailroad.guard.verdict.Change;
import mailroad.guard.verdict.Demand;
import mailroad.guard.verdict.Evidence;
import mailroad.guard.verdict.FilterException;
import mailroad.guard.verdict.Opinion;
import mailroad.guard.verdict.Suspect;
import mailroad.kernel.Domain;
import mailroad.kernel.Reply;
import mailroad.kernel.World;
import mailroad.mta.gate.Arriving;
import mailroad.smtp.Recipient;
import mailroad.smtp.server.Client;
import mailroad.wire.Deadline;
import mailroad.wire.Wire;
import mailroad.wire.http.Fetched;
import mailroad.wire.http.PlainHttp;
import mailroad.wire.http.Posting;

/**
 * Shows messages to rspamd: an HTTP request to {@code /checkv2}, with what is known of the client and the envelope in
 * its header fields, and the octets as they came for content. One connection a message.
 */
final class Rspamd implements Outside {
  private static final int ANSWER_OCTETS_MAX = 4 << 20;

  private final World world;
  private final RspamdLine line;
  private final Terms terms;
  private final Domain hostname;

  Rspamd(World world, RspamdLine line, Domain hostname) {
    this.world = world;
    this.line = line;
    this.terms = line.terms();
    this.hostname = hostname;
  }

  @Override
  public Opinion look(Suspect suspect, Deadline deadline)
      throws IOException, FilterException, InterruptedException {
    Arriving arriving = suspect.arriving();
    Posting posting =
        new Posting(
            "/checkv2",
            fields(suspect),
            arriving.content().size() - arriving.received(),
            wire -> Content.send(arriving.content(), arriving.received(), wire, deadline));
    try (Wire wire =
        new Wire(world, terms.endpoint().connect(world, deadline.left()), deadline.left())) {
      return switch (PlainHttp.post(wire, posting, deadline, ANSWER_OCTETS_MAX)) {
        case Fetched.Document(_, var octets) ->
            opinion(RspamdAnswer.parse(octets, arriving.header()));
        case Fetched.Refused other -> throw new FilterException(other.inWords());
        case Fetched.Untrusted other -> throw new FilterException(other.inWords());
        case Fetched.Broken other -> throw new FilterException(other.inWords());
      };
    }
  }

  private List<Posting.Line> fields(Suspect suspect) {
    Arriving arriving = suspect.arriving();
    List<Posting.Line> out = new ArrayList<>();
    out.add(new Posting.Line("Host", "localhost"));
    out.add(new Posting.Line("User-Agent", "Mailroad"));
    out.add(new Posting.Line("MTA-Name", hostname.name()));
    out.add(new Posting.Line("Queue-Id", arriving.id().value()));
    arriving.client().ifPresent(client -> of(client, out));
    suspect
        .authentication()
        .flatMap(known -> known.iprev().name())
        .ifPresent(name -> out.add(new Posting.Line("Hostname", name.name())));
    out.add(
        new Posting.Line("From", arriving.sender().mailbox().map(Object::toString).orElse("<>")));
    List<Recipient> recipients = arriving.envelope().recipients();
    for (Recipient recipient : recipients) {
      out.add(new Posting.Line("Rcpt", recipient.address().toString()));
    }
    if (recipients.size() == 1) {
      out.add(new Posting.Line("Deliver-To", recipients.getFirst().address().toString()));
    }
    if (!line.password().isEmpty()) {
      out.add(new Posting.Line("Password", line.password()));
    }
    return out;
  }

  private static void of(Client client, List<Posting.Line> out) {
    out.add(new Posting.Line("IP", client.remote().getAddress().getHostAddress()));
    if (!client.hello().name().isEmpty()) {
      out.add(new Posting.Line("Helo", client.hello().name()));
    }
    client.login().ifPresent(user -> out.add(new Posting.Line("User", user.toString())));
    client
        .tls()
        .ifPresent(tls -> {
          out.add(new Posting.Line("TLS-Cipher", tls.cipher()));
          out.add(new Posting.Line("TLS-Version", tls.protocol()));
        });
  }

  private Opinion opinion(RspamdAnswer answer) {
    List<Evidence> evidence = new ArrayList<>();
    String action =
        "%s says \"%s\": %.2f of %.2f%s"
            .formatted(
                terms.name(),
                answer.action(),
                answer.score(),
                answer.required(),
                answer.skipped() ? ", without asking its rules" : "");
    evidence.add(new Evidence(terms.name() + "-action", 0, action));
    evidence.addAll(RuleHits.evidence(terms.name(), answer.hits(), answer.score(), line.weight()));
    return new Opinion(evidence, demand(answer), changes(answer));
  }

  private Optional<Demand> demand(RspamdAnswer answer) {
    String reason = "%s says \"%s\"".formatted(terms.name(), answer.action());
    return switch (answer.action()) {
      case "reject" -> reject(answer, reason);
      case "soft reject" ->
          line.heeds("soft reject") ? Optional.of(later(answer)) : Optional.empty();
      case "greylist" -> line.deferGreylist() ? Optional.of(later(answer)) : Optional.empty();
      case "discard" ->
          line.heeds("discard") ? Optional.of(new Demand.Discard(reason)) : Optional.empty();
      case "quarantine" ->
          line.heeds("quarantine") ? Optional.of(new Demand.Quarantine(reason)) : Optional.empty();
      default -> Optional.empty();
    };
  }

  private Optional<Demand> reject(RspamdAnswer answer, String reason) {
    OnReject rule = line.onReject();
    return switch (rule) {
      case REFUSE ->
          Optional.of(
              new Demand.Refuse(
                  new Reply(554, "5.7.1", answer.message().orElse("Spam message rejected"))));
      case QUARANTINE -> Optional.of(new Demand.Quarantine(reason));
      case DISCARD -> Optional.of(new Demand.Discard(reason));
      case SCORE -> Optional.empty();
    };
  }

  private static Demand later(RspamdAnswer answer) {
    return new Demand.Refuse(new Reply(451, "4.7.1", answer.message().orElse("Try again later")));
  }

  private List<Change> changes(RspamdAnswer answer) {
    List<Change> out = new ArrayList<>();
    if (line.heeds("fields")) {
      out.addAll(answer.fields());
    }
    if (line.heeds("envelope")) {
      out.addAll(answer.envelope());
    }
    if (answer.action().equals("rewrite subject") && line.heeds("rewrite subject")) {
      answer.subject().ifPresent(value -> out.add(new Change.ChangeField(1, "Subject", value)));
    }
    if (answer.action().equals("add header") && line.markSpam()) {
      out.add(new Change.AddField("X-Spam", "Yes"));
    }
    return out;
  }
}
