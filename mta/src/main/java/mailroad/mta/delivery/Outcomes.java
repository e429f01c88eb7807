package mailroad.mta.delivery;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mailroad.kernel.QueueId;
import mailroad.kernel.Reply;
import mailroad.mta.queue.Fate;
import mailroad.mta.queue.QueuedItem.Said;
import mailroad.smtp.client.Extensions;
import mailroad.smtp.client.Outcome;
import mailroad.smtp.client.Stage;

/**
 * What a conversation with one host means for a recipient: decided, or open for the next host. One table, pure.
 *
 * <p>An explicit yes or no ends it. A temporary no, a lost connection, and what this host cannot take leave the
 * recipient to the next host (RFC 5321 section 5.1). After a doubtful end no other host is tried: each further one
 * could deliver the message once more (RFC 1047).
 */
final class Outcomes {
  private static final Pattern THEIR_ID = Pattern.compile("queued as ([0-9A-Z]{13})\\b");

  private Outcomes() {}

  /** Where a recipient stands after a host. */
  sealed interface Standing {
    /** Nothing another host could change. */
    record Decided(Fate fate) implements Standing {}

    /** The next host may take it; otherwise this is what was said. */
    record Open(Said said) implements Standing {}

    /** This host cannot take such a message; if none can, that is final. */
    record Unfit(Said said) implements Standing {}

    /** Belongs into a further transaction with the same host, at once. */
    record Again(Said said) implements Standing {}
  }

  /** Reads an outcome. */
  static Standing standing(String host, Outcome outcome, Extensions extensions) {
    return switch (outcome) {
      case Outcome.Delivered(var reply) ->
          new Standing.Decided(
              new Fate.Relayed(host, reply, theirId(reply), extensions.offers("DSN")));
      case Outcome.Refused(_, var reply) when reply.kind() == Reply.Kind.NEVER ->
          // RFC 5321 section 4.2.1: "should not repeat the exact request", neither here nor
          // elsewhere.
          new Standing.Decided(new Fate.Refused(host, reply));
      case Outcome.Refused(_, var reply) -> new Standing.Open(new Said(host, reply));
      case Outcome.Unsendable(var reply) -> new Standing.Unfit(new Said(host, reply));
      case Outcome.Postponed(var reply) -> new Standing.Again(new Said(host, reply));
      case Outcome.Lost(var stage, var reason) ->
          new Standing.Open(new Said(host, lost(stage, reason)));
      case Outcome.Doubtful(var reason) ->
          new Standing.Decided(
              new Fate.Later(
                  host,
                  new Reply(
                      451,
                      "4.4.2",
                      "The connection was lost before the final answer (%s); the message may have"
                              .formatted(reason)
                          + " been taken over, and is sent again")));
    };
  }

  private static Reply lost(Stage stage, String reason) {
    return new Reply(451, "4.4.2", "The connection was lost %s: %s".formatted(at(stage), reason));
  }

  /** How far a conversation had come, in words. */
  static String at(Stage stage) {
    return switch (stage) {
      case GREETING -> "before the greeting";
      case HELLO -> "at EHLO";
      case TLS -> "at STARTTLS";
      case AUTH -> "at AUTH";
      case MAIL -> "at MAIL";
      case RCPT -> "at RCPT";
      case DATA -> "at DATA";
      case FINAL_DOT -> "after the final dot";
    };
  }

  /** The id that the next hop gave the message, where it says so as we do. */
  static Optional<QueueId> theirId(Reply reply) {
    Matcher matcher = THEIR_ID.matcher(reply.text());
    return matcher.find() ? QueueId.parse(matcher.group(1)) : Optional.empty();
  }
}
