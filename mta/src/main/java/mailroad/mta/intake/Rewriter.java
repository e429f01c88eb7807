package mailroad.mta.intake;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mailroad.kernel.Domain;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.ReversePath;
import mailroad.kernel.Why;
import mailroad.mta.intake.RewritingConfig.CanonicalLine;
import mailroad.mta.intake.RewritingConfig.Whom;
import mailroad.mta.queue.Forwarding;
import mailroad.mta.routing.AddressPattern;
import mailroad.mta.routing.ConfigLines;
import mailroad.smtp.Envelope;
import mailroad.smtp.Recipient;

/** Writes addresses anew, as {@link RewritingConfig} says. Pure; any number of tasks may use it. */
public final class Rewriter {
  private static final String KEY = "mta.rewriting.";

  private final RewritingConfig config;
  private final List<Line> lines = new ArrayList<>();
  private final List<Mask> masks = new ArrayList<>();

  private record Line(CanonicalLine line, AddressPattern pattern, String source) {
    boolean fits(EmailAddress address, Whom whom) {
      return (line.whom() == Whom.ALL || line.whom() == whom) && pattern.matches(address);
    }
  }

  private record Mask(Domain domain, String source) {}

  /** A rewriter. */
  public Rewriter(RewritingConfig config, ConfigLines at) {
    this.config = config;
    for (CanonicalLine line : config.canonical()) {
      String source = at.cite(KEY + "canonical", lines.size()) + ": " + line;
      lines.add(new Line(line, AddressPattern.parse(line.address()).orElseThrow(), source));
    }
    for (String domain : config.masqueradeDomains()) {
      String source = at.cite(KEY + "masquerade-domains", masks.size()) + ": " + domain;
      masks.add(new Mask(new Domain(domain), source));
    }
  }

  /** An address that was written anew, and the line that says so. */
  public record Change(EmailAddress from, EmailAddress to, Why why) {}

  /** What a sender's address becomes; empty if it stays. */
  public Optional<Change> sender(EmailAddress address) {
    Optional<Change> canonical = canonical(address, Whom.SENDERS);
    EmailAddress now = canonical.map(Change::to).orElse(address);
    return masked(now)
        .map(mask ->
            new Change(
                address,
                mask.to(),
                canonical.isEmpty()
                    ? mask.why()
                    : new Why(mask.why().finding(), mask.why().source(), because(canonical.get()))))
        .or(() -> canonical);
  }

  private static List<Why> because(Change change) {
    return List.of(change.why());
  }

  /** What a sender becomes; {@code <>} stays. */
  public Optional<Change> sender(ReversePath path) {
    return path.mailbox().flatMap(this::sender);
  }

  /** What a recipient's address becomes; empty if it stays. */
  public Optional<Change> recipient(EmailAddress address) {
    return canonical(address, Whom.RECIPIENTS);
  }

  private Optional<Change> canonical(EmailAddress address, Whom whom) {
    for (Line line : lines) {
      if (line.fits(address, whom)) {
        EmailAddress to = line.line().apply(address);
        return to.equals(address)
            ? Optional.empty()
            : Optional.of(change(address, to, line.source()));
      }
    }
    return Optional.empty();
  }

  private Optional<Change> masked(EmailAddress address) {
    if (config.masqueradeExceptions().contains(address.localPart())) {
      return Optional.empty();
    }
    for (Mask mask : masks) {
      if (address.domain().isWithin(mask.domain())) {
        EmailAddress to = new EmailAddress(address.localPart(), mask.domain());
        return to.equals(address)
            ? Optional.empty()
            : Optional.of(change(address, to, mask.source()));
      }
    }
    return Optional.empty();
  }

  private static Change change(EmailAddress from, EmailAddress to, String source) {
    return new Change(from, to, new Why("%s is written %s".formatted(from, to), source));
  }

  /**
   * An envelope written anew.
   *
   * @param sender what became of the sender, if it changed
   * @param recipients what became of those recipients that changed
   */
  record Addressed(Envelope envelope, Optional<Change> sender, List<Change> recipients) {
    /** The same to some of the recipients. */
    Addressed to(List<Recipient> others) {
      List<EmailAddress> kept = others.stream().map(Recipient::address).toList();
      return new Addressed(
          new Envelope(envelope.sender(), envelope.parameters(), others),
          sender,
          recipients.stream().filter(change -> kept.contains(change.to())).toList());
    }

    /** The recipients as the sender named them. */
    List<EmailAddress> named() {
      return envelope.recipients().stream().map(Recipient::address).map(this::named).toList();
    }

    /** What an envelope was before it was written anew. */
    Envelope said(Envelope written) {
      ReversePath from =
          sender.map(change -> ReversePath.of(change.from())).orElse(written.sender());
      List<Recipient> to =
          written.recipients().stream()
              .map(one -> new Recipient(named(one.address()), one.notices(), one.original()))
              .toList();
      return new Envelope(from, written.parameters(), to);
    }

    private EmailAddress named(EmailAddress address) {
      return recipients.stream()
          .filter(change -> change.to().equals(address))
          .map(Change::from)
          .findFirst()
          .orElse(address);
    }

    /** Nothing was changed. */
    static Addressed asIs(Envelope envelope) {
      return new Addressed(envelope, Optional.empty(), List.of());
    }

    /** A reason, with that of the sender's change before it. */
    Why explained(Why why) {
      return sender.map(change -> new Why(why.finding(), List.of(change.why(), why))).orElse(why);
    }
  }

  /** Writes an envelope anew; notices still tell the sender of the recipient that it named. */
  Addressed rewrite(Envelope envelope) {
    List<Change> changes = new ArrayList<>();
    List<Recipient> recipients = new ArrayList<>();
    for (Recipient recipient : envelope.recipients()) {
      Optional<Change> change = recipient(recipient.address());
      change.ifPresent(changes::add);
      recipients.addAll(
          change.isEmpty()
              ? List.of(recipient)
              : Forwarding.of(recipient, List.of(change.get().to())));
    }
    Optional<Change> sender = sender(envelope.sender());
    ReversePath from = sender.map(change -> ReversePath.of(change.to())).orElse(envelope.sender());
    return new Addressed(new Envelope(from, envelope.parameters(), recipients), sender, changes);
  }

  /** Writes the addresses of a field anew, if it is one of those that are. */
  FieldRewriter fields() {
    return new FieldRewriter(this, config);
  }
}
