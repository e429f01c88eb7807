package mailroad.smtp;

import java.math.BigInteger;
import java.util.Map;
import java.util.Optional;
import mailroad.kernel.Reply;
import mailroad.kernel.ReversePath;

/**
 * MAIL: RFC 5321 section 4.1.1.2.
 *
 * @param sender where failures are reported
 * @param parameters what was said of the message
 */
public record MailFrom(ReversePath sender, MailParameters parameters) implements Command {
  private static final Reply SYNTAX =
      new Reply(501, "5.5.4", "Syntax: MAIL FROM:<address> [parameters]");
  private static final Reply BAD_ADDRESS = new Reply(553, "5.1.7", "Bad sender address");

  /** RFC 1870 section 3. */
  private static final int SIZE_DIGITS_MAX = 20;

  static Command parse(String argument) {
    Optional<PathArgument> read = PathArgument.parse("FROM:", argument);
    if (read.isEmpty()) {
      return new Malformed(SYNTAX);
    }
    Optional<ReversePath> sender = ReversePath.parse(read.get().mailbox());
    if (sender.isEmpty() || read.get().mailbox().startsWith("<")) {
      return new Malformed(BAD_ADDRESS);
    }
    MailParameters parameters = MailParameters.NONE;
    for (Map.Entry<String, String> given : read.get().parameters().entrySet()) {
      if (!isKnown(given.getKey())) {
        return new Malformed(Replies.UNKNOWN_PARAMETER);
      }
      Optional<MailParameters> more = add(parameters, given.getKey(), given.getValue());
      if (more.isEmpty()) {
        return new Malformed(Replies.BAD_PARAMETER);
      }
      parameters = more.get();
    }
    return read.get().beyondAscii() && !parameters.utf8()
        ? new Malformed(Replies.NEEDS_SMTPUTF8)
        : new MailFrom(sender.get(), parameters);
  }

  private static boolean isKnown(String keyword) {
    return switch (keyword) {
      case "SIZE", "BODY", "SMTPUTF8", "RET", "ENVID", "AUTH" -> true;
      case "BY", "HOLDFOR", "HOLDUNTIL", "MT-PRIORITY", "REQUIRETLS" -> true;
      default -> false;
    };
  }

  private static Optional<MailParameters> add(MailParameters to, String keyword, String value) {
    return switch (keyword) {
      case "SIZE" -> size(value).map(to::withSize);
      case "BODY" -> Body.parse(value).map(to::with);
      case "SMTPUTF8" -> value.isEmpty() ? Optional.of(to.withUtf8(true)) : Optional.empty();
      case "RET" -> Return.parse(value).map(ret -> to.withDsn(Optional.of(ret), to.envid()));
      case "ENVID" -> envid(value).map(id -> to.withDsn(to.ret(), Optional.of(id)));
      case "AUTH" -> auth(value).map(to::withAuth);
      default -> handling(to.handling(), keyword, value).map(to::with);
    };
  }

  private static Optional<Handling> handling(Handling to, String keyword, String value) {
    return switch (keyword) {
      case "BY" -> deliverBy(value).map(to::with);
      // RFC 4865 section 4: one of them, not both.
      case "HOLDFOR" ->
          FutureRelease.holdFor(value).filter(_ -> to.release().isEmpty()).map(to::with);
      case "HOLDUNTIL" ->
          FutureRelease.holdUntil(value).filter(_ -> to.release().isEmpty()).map(to::with);
      case "MT-PRIORITY" -> Handling.priority(value).map(to::withPriority);
      case "REQUIRETLS" ->
          value.isEmpty() ? Optional.of(to.with(TlsWish.REQUIRED)) : Optional.empty();
      default -> Optional.empty();
    };
  }

  /** RFC 2852 section 4: to give up at once is no wish that could be met. */
  private static Optional<DeliverBy> deliverBy(String value) {
    return DeliverBy.parse(value).filter(by -> !by.givesUp() || by.seconds() > 0);
  }

  private static Optional<Long> size(String digits) {
    if (digits.isEmpty()
        || digits.length() > SIZE_DIGITS_MAX
        || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return Optional.empty();
    }
    return Optional.of(new BigInteger(digits).min(BigInteger.valueOf(Long.MAX_VALUE)).longValue());
  }

  private static Optional<String> envid(String value) {
    return value.length() > MailParameters.ENVID_OCTETS_MAX
        ? Optional.empty()
        : Xtext.decode(value).filter(id -> !id.isEmpty());
  }

  /** RFC 4954 section 5: {@code <>}, or a mailbox without brackets, as xtext. */
  private static Optional<ReversePath> auth(String value) {
    return Xtext.decode(value).filter(text -> !text.isEmpty()).flatMap(ReversePath::parse);
  }
}
