package mailroad.mta.relay;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.Reply;
import mailroad.kernel.Why;
import mailroad.kernel.World;
import mailroad.mta.delivery.Dialer;
import mailroad.mta.relay.Answers.Kept;
import mailroad.mta.relay.Callout.Answer;
import mailroad.mta.relay.RelayConfig.RecipientsLine;
import mailroad.mta.relay.RelayConfig.Unreachable;
import mailroad.mta.relay.RelayConfig.Verify;
import mailroad.mta.routing.AddressPattern;
import mailroad.mta.routing.Choice;
import mailroad.mta.routing.Choice.DomainClass;
import mailroad.mta.routing.Choice.Hop;
import mailroad.mta.routing.ConfigLines;
import mailroad.mta.routing.NextHop;
import mailroad.mta.routing.Router;
import mailroad.store.Store;
import mailroad.store.StoreException;

/**
 * Sees to it that who is behind a relay domain exists before mail for them is taken, so that this server need not send
 * notices to forged senders (R37, A14). Any number of tasks may use it; a callout blocks its caller.
 */
public final class RecipientCheck {
  private static final String POSTMASTER = "postmaster";

  private final World world;
  private final RelayConfig config;
  private final ConfigLines lines;
  private final Callout callout;
  private final Answers answers;
  private final List<Line> recipients = new ArrayList<>();

  private record Line(AddressPattern to, Verify verify, List<AddressPattern> known, String source) {
    boolean knows(EmailAddress recipient) {
      return known.stream().anyMatch(pattern -> pattern.matches(recipient));
    }
  }

  /**
   * A check.
   *
   * @param store where answers outlive a restart
   */
  public RecipientCheck(
      World world, Store store, RelayConfig config, ConfigLines lines, Asking asking) {
    this.world = world;
    this.config = config;
    this.lines = lines;
    this.callout = new Callout(config, asking.router(), asking.dialer());
    this.answers = new Answers(config, store);
    for (RecipientsLine line : config.recipients()) {
      recipients.add(
          new Line(
              AddressPattern.parse(line.to()).orElseThrow(),
              line.verify(),
              line.known().stream().map(text -> AddressPattern.parse(text).orElseThrow()).toList(),
              lines.cite("mta.relay.recipients", recipients.size()) + ": to = " + line.to()));
    }
  }

  /**
   * How next hops are asked.
   *
   * @param dialer that does not wait long
   */
  public record Asking(Router router, Dialer dialer) {}

  /**
   * Clears away answers that hold no longer; how many there were.
   *
   * @throws StoreException if the machine failed
   */
  public int sweep() throws StoreException {
    return answers.sweep(world.now());
  }

  /** What is known of a recipient. */
  public sealed interface Finding {
    /** What was looked at. */
    Why why();

    /** It exists, or is believed to. */
    record Known(Why why) implements Finding {}

    /** It does not. */
    record Unknown(Reply reply, Why why) implements Finding {}

    /** Nobody can say now. */
    record Unsure(Reply reply, Why why) implements Finding {}

    /** It would have to be asked about. */
    record Unasked(Why why) implements Finding {}
  }

  /** Whether mail for a recipient may be taken; asks the next hop where that is the rule. */
  public Finding check(Choice choice, EmailAddress recipient) throws InterruptedException {
    Finding known = foresee(choice, recipient);
    if (!(known instanceof Finding.Unasked(var rule))) {
      return known;
    }
    Answer answer = callout.ask(choice.hop(), recipient);
    answers.keep(choice.hop().toString(), recipient, answer, world.now());
    return finding(recipient, answer, rule, "just now");
  }

  /** What {@link #check} would say without asking anybody. */
  public Finding foresee(Choice choice, EmailAddress recipient) {
    if (!isOurs(choice)) {
      return new Finding.Known(new Why(recipient.domain() + " is not behind this server"));
    }
    if (recipient.localPart().equalsIgnoreCase(POSTMASTER)) {
      // RFC 5321 section 4.5.1: whoever takes mail takes it for postmaster.
      return new Finding.Known(new Why("a postmaster there always is"));
    }
    Optional<Line> line =
        recipients.stream().filter(one -> one.to().matches(recipient)).findFirst();
    if (line.isPresent() && line.get().knows(recipient)) {
      return new Finding.Known(new Why(recipient + " is listed", line.get().source()));
    }
    Verify verify = line.map(Line::verify).orElse(config.verify());
    String source = line.map(Line::source).orElseGet(() -> lines.cite("mta.relay.verify"));
    return switch (verify) {
      case NONE -> new Finding.Known(new Why("recipients there are not checked", source));
      case LIST ->
          new Finding.Unknown(
              missing(recipient, "it is not listed"),
              new Why(recipient + " is not listed", source));
      case CALLOUT -> remembered(choice.hop(), recipient, source);
    };
  }

  private Finding remembered(Hop hop, EmailAddress recipient, String source) {
    Why rule = new Why("the next hop is asked whether it takes mail for " + recipient, source);
    Optional<Kept> kept = answers.of(hop.toString(), recipient, world.now());
    return kept.isPresent()
        ? finding(
            recipient,
            kept.get().answer(),
            rule,
            "and that is believed until " + kept.get().until())
        : new Finding.Unasked(rule);
  }

  /** A domain behind us, or one of ours whose mailboxes a route has elsewhere, where somebody can be asked. */
  private static boolean isOurs(Choice choice) {
    NextHop next = choice.hop().next();
    return choice.domainClass() != DomainClass.REMOTE
        && (next instanceof NextHop.Carrier
            || next instanceof NextHop.Chain
            || next instanceof NextHop.Group);
  }

  private Finding finding(EmailAddress recipient, Answer answer, Why rule, String when) {
    return switch (answer) {
      case Answer.Found(var host) ->
          new Finding.Known(
              new Why(
                  "%s takes mail for %s, it said %s".formatted(host, recipient, when),
                  List.of(rule)));
      case Answer.Missing(var host, var reply) ->
          new Finding.Unknown(
              missing(
                  recipient, host.isEmpty() ? reply.text() : "%s said: %s".formatted(host, reply)),
              new Why("%s said %s: %s".formatted(host, when, reply), List.of(rule)));
      case Answer.Silent(var reason) -> unsure(recipient, reason, rule);
    };
  }

  private Finding unsure(EmailAddress recipient, String reason, Why rule) {
    Why why =
        new Why(
            "whether %s exists cannot be said now: %s".formatted(recipient, reason),
            lines.cite("mta.relay.unreachable"),
            List.of(rule));
    return config.unreachable() == Unreachable.ACCEPT
        ? new Finding.Known(why)
        : new Finding.Unsure(
            new Reply(
                451, "4.4.1", "<%s>: cannot be verified now, try again later".formatted(recipient)),
            why);
  }

  private static Reply missing(EmailAddress recipient, String reason) {
    return new Reply(550, "5.1.1", "<%s>: no such mailbox there: %s".formatted(recipient, reason));
  }
}
